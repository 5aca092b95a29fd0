"""Reading and writing the files that a person names on the command line.

Belongs here: errors of paths, and that no half file is left. Does not belong here: what stands
in them.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipelines.errors import ChipwatchError


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write the CSV beside its place and move it there, so that no half file is left."""
    if not path.parent.is_dir():
        raise ChipwatchError(
            f"There is no folder {path.parent}.", "create it, or give --output another place."
        )
    if path.is_dir():
        raise ChipwatchError(f"{path} is a folder.", "give --output the name of a file.")
    unfinished = path.with_name(path.name + ".part")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(rows)
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def read_bytes(path: Path, option: str, what: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ChipwatchError(f"There is no file {path}.", f"give {option} {what}.") from error
    except IsADirectoryError as error:
        raise ChipwatchError(f"{path} is a folder.", f"give {option} {what}.") from error
