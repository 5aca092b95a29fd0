"""The report: one self-contained HTML page about one release.

Belongs here: reading a release for the page (`data.py`), its charts (`charts.py`, `svg.py`), the
page (`page.py`, `style.css`). Does not belong here: making releases, or deciding what may be
passed on (`pipelines/releases/export.py`).
"""
