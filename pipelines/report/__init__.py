"""The report: a static site about one release.

Belongs here: reading a release for the site (`reading.py`, `data.py`, `subjects/`, `news.py`,
`dates.py`), its pages (`pages/`), charts (`charts/`), feeds (`feeds/`) and the files that all pages
share (`shared/`, `search.py`, `as_of_data.py`); `site.py` puts them together, `file.py` writes
them. Does not belong here: making releases, deciding what may be passed on
(`pipelines/releases/export.py`), reading pages back (`pipelines/releases/site_files.py`).
"""
