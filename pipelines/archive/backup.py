"""A backup of all of a warehouse that cannot be made again, and putting it back.

Belongs here: which files those are beside the payloads, where they lie in a backup, in which order
they are put back. The payloads lie in a backup as in an archive; all else below `.warehouse`,
which an archive passes over. Does not belong here: copying payloads (`upkeep.py`), what a release
is worth (`chipwatch releases adopt`).
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.archive.store import Archive
from pipelines.archive.upkeep import BackedUp, backup
from pipelines.errors import ChipwatchError
from pipelines.files.durable import fsync_file, fsync_folder, make_folders, write_durably
from pipelines.releases.shelf import Event, current_release_id, history_file
from pipelines.warehouse import Warehouse

REST = ".warehouse"
_RECORDS = ("fetch_log.jsonl", "webhook.json")
_OF_THE_SHELF = ("approvals.jsonl", "accepted_checks.jsonl", "history.jsonl")


@dataclass(frozen=True)
class Restored:
    """What was put back: payloads, other files, and the release that waits to be adopted."""

    payloads: int
    files: int
    release_id: str | None


def back_up(warehouse: Warehouse, archive: Archive, target: Path) -> tuple[BackedUp, int]:
    """Bring a backup up to the warehouse; what was done, and how many files beside payloads it has.

    A file that the warehouse has no more goes in the backup too, but for payloads. Raises as
    `upkeep.backup` does, after everything else has been copied.
    """
    rest = target / REST
    wanted = {path.relative_to(warehouse.root): path for path in _rest_of(warehouse)}
    for name, path in wanted.items():
        _copy(path, rest / name)
    for path in _files(rest):
        if path.relative_to(rest) not in wanted:
            path.unlink()
    return backup(archive, target), len(wanted)


def restore(source: Path, warehouse: Warehouse) -> Restored:
    """Put a backup into a warehouse that is not there yet; may run again when it was stopped.

    The state of the warehouse comes last. The release of the backup is on the shelf then, and used
    for nothing until a person adopts it. Raises ChipwatchError.
    """
    rest = source / REST
    if not (rest / "state.json").is_file():
        raise ChipwatchError(
            f"{source} is no backup of a warehouse: it has no {REST}/state.json.",
            "name the folder that `chipwatch archive backup` wrote.",
        )
    if warehouse.state.exists():
        raise ChipwatchError(
            f"{warehouse.root} is a warehouse already.",
            "name a folder that is not there yet with --warehouse.",
        )
    files = [path for path in _files(rest) if path.name != "state.json"]
    for path in files:
        _copy(path, warehouse.root / path.relative_to(rest))
    release_id = _set_waiting(warehouse)
    done = backup(Archive(source), warehouse.archive)
    _copy(rest / "state.json", warehouse.state)
    return Restored(done.copied + done.present, len(files) + 1, release_id)


def _rest_of(warehouse: Warehouse) -> Iterator[Path]:
    """The files beside payloads that cannot be made again, and the release that is current."""
    for name in ("state.json", *_RECORDS):
        if (warehouse.root / name).is_file():
            yield warehouse.root / name
    yield from _files(warehouse.overlay)
    for name in _OF_THE_SHELF:
        if (warehouse.releases / name).is_file():
            yield warehouse.releases / name
    current = current_release_id(warehouse)
    if current is not None:
        yield from _files(warehouse.releases / current)


def _set_waiting(warehouse: Warehouse) -> str | None:
    """Make the history say nothing of the release that was put back; its id."""
    shelf = warehouse.releases
    found = sorted(path.parent.name for path in shelf.glob("*/manifest.json"))
    if not found:
        return None
    [release_id] = found[-1:]
    path = history_file(warehouse)
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    kept = [line for line in lines if f'"{release_id}"' not in line]
    manifest = json.loads((shelf / release_id / "manifest.json").read_bytes())
    waiting = {
        "event": Event.ABANDONED.value,
        "release_id": release_id,
        "file_sha256": manifest["file_sha256"],
        "at": manifest["released_at"],
    }
    write_durably(path, "".join(f"{line}\n" for line in (*kept, json.dumps(waiting))).encode())
    return release_id


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _copy(path: Path, target: Path) -> None:
    """Copy a file whole or not at all, unless it is there with the same size and time."""
    if target.is_file():
        ours, theirs = path.stat(), target.stat()
        if (ours.st_size, ours.st_mtime_ns) == (theirs.st_size, theirs.st_mtime_ns):
            return
    make_folders(target.parent)
    staged = target.with_name(f".unfinished-{target.name}-{os.getpid()}")
    shutil.copy2(path, staged)
    fsync_file(staged)
    os.replace(staged, target)
    fsync_folder(target.parent)
