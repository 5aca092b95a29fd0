"""Which archive a build reads, and which kind of warehouse that makes.

Belongs here: the choice and its errors. Does not belong here: reading payloads (`store.py`).
"""

from __future__ import annotations

from pathlib import Path

from pipelines.archive.contents import Contents, read_contents
from pipelines.archive.store import Archive
from pipelines.errors import ChipwatchError
from pipelines.warehouse import SAMPLE_ARCHIVE, Warehouse


def choose_archive(warehouse: Warehouse, archive: Path | None, live: bool) -> Contents:
    """Which archive a build reads, and what is in it; its `kind` is that of the warehouse.

    Without `archive`, a new or sample warehouse reads the bundled sample and a live one its own
    archive. Raises ChipwatchError when the archive is empty or is not of the warehouse's kind.
    """
    existing = warehouse.kind()
    contents: Contents | None = None
    if live and existing == "sample":
        raise ChipwatchError(
            f"{warehouse.root} is a sample warehouse; live data never mix with it.",
            "start a live one beside it: chipwatch run --live --warehouse DIR.",
        )
    if archive is None:
        contents = read_contents(Archive(warehouse.archive, warehouse.archive_index))
        is_live = live or existing == "live" or bool(contents.entries)
        archive = warehouse.archive if is_live else SAMPLE_ARCHIVE
    if not archive.is_dir() and archive != warehouse.archive:
        raise ChipwatchError(
            f"There is no archive folder {archive}.",
            "name an existing one with --archive, or leave the option out for the bundled sample.",
        )
    if contents is None or archive != warehouse.archive:
        contents = read_contents(Archive(archive))
    if not contents.entries:
        other = (
            "fetch when the services answer (`chipwatch sources check` says what they said)"
            if live or existing == "live"
            else "leave --archive out for the bundled sample"
        )
        raise ChipwatchError(
            f"The archive {archive} holds no payload that counts.",
            f"add a file you have with `chipwatch archive add SOURCE/DATASET FILE`, or {other}.",
        )
    return contents
