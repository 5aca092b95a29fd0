"""Which archive a build reads, and which kind of warehouse that makes.

Belongs here: the choice and its errors. Does not belong here: reading payloads (`store.py`).
"""

from __future__ import annotations

from pathlib import Path

from pipelines.archive.store import Archive
from pipelines.errors import ChipwatchError
from pipelines.warehouse import SAMPLE_ARCHIVE, Kind, Warehouse


def choose_archive(warehouse: Warehouse, archive: Path | None, live: bool) -> tuple[Path, Kind]:
    """Which archive a build reads, and which kind of warehouse that makes.

    Without `archive`, a new or sample warehouse reads the bundled sample and a live one its own
    archive. Raises ChipwatchError when the archive is empty, mixes sample and live payloads, or
    is not of the warehouse's kind.
    """
    existing = warehouse.kind()
    if live and existing == "sample":
        raise ChipwatchError(
            f"{warehouse.root} is a sample warehouse; live data never mix with it.",
            "start a live one beside it: chipwatch run --live --warehouse DIR.",
        )
    if archive is None:
        own = any(Archive(warehouse.archive).entries()) if warehouse.archive.exists() else False
        is_live = live or existing == "live" or own
        archive = warehouse.archive if is_live else SAMPLE_ARCHIVE
    if not archive.is_dir() and archive != warehouse.archive:
        raise ChipwatchError(
            f"There is no archive folder {archive}.",
            "name an existing one with --archive, or leave the option out for the bundled sample.",
        )
    entries = Archive(archive).entries() if archive.is_dir() else []
    if not entries:
        other = (
            "fetch when the services answer (`chipwatch sources check` says what they said)"
            if live or existing == "live"
            else "leave --archive out for the bundled sample"
        )
        raise ChipwatchError(
            f"The archive {archive} holds no payload that counts.",
            f"add a file you have with `chipwatch archive add SOURCE/DATASET FILE`, or {other}.",
        )
    kinds: set[Kind] = {"sample" if entry.is_sample else "live" for entry in entries}
    if len(kinds) > 1:
        raise ChipwatchError(
            f"The archive {archive} mixes sample payloads with real ones.",
            "keep them in two archives; sample payloads have origin `sample` in their sidecars.",
        )
    return archive, kinds.pop()
