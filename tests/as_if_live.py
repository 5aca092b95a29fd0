"""A released file whose sample payloads are marked as live ones: what may not leave then stays."""

import shutil
from pathlib import Path

import duckdb


def as_if_live(database: Path, folder: Path) -> Path:
    """The copy of a released file in that folder."""
    copy = folder / database.name
    shutil.copy(database, copy)
    copy.chmod(0o644)
    with duckdb.connect(str(copy)) as connection:
        connection.execute("update meta.payloads set is_sample = false")
    return copy
