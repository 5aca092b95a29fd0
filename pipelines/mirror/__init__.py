"""A release copied into PostgreSQL, for tools that do not speak DuckDB.

Belongs here: which tables go (`plan.py`), their types (`types.py`), as-of functions
(`functions.py`), and putting them on a server in one step (`server.py`, `copying.py`).
Does not belong here: what may leave the house (`pipelines/releases/export.py`) or making a release.
"""
