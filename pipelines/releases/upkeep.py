"""Looking after the releases of a warehouse: verify, go back, prune, room on the disk, tidying.

Belongs here: what is done with releases once they exist, and what is cleaned before a build.
Does not belong here: making a release (`publish/publish.py`) or comparing two (`diff.py`).
"""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from pipelines.errors import ChipwatchError
from pipelines.files.durable import UNFINISHED_PREFIX, append_record
from pipelines.releases.changes import FEED_NAME, WATCH_FEED_NAME, WATCH_NAME
from pipelines.releases.content_hash import content_hashes
from pipelines.releases.details import CHECKS_FILE, PAYLOADS_FILE
from pipelines.releases.shelf import (
    Event,
    Release,
    current_release,
    current_release_id,
    history_file,
    is_intact,
    is_whole,
    record,
    releases,
    rollbacks,
    settle,
    stage,
    strangers,
    swap,
)
from pipelines.releases.site_files import PUBLIC_SITE_NAME, SITE_NAME, damaged
from pipelines.warehouse import (
    ABANDONED_AFTER_SECONDS,
    DISK_MARGIN_BYTES,
    Warehouse,
    single_writer,
    user_name,
)

KEPT_RELEASES = 30
"""So many of the newest releases keep their files (`chipwatch upkeep`)."""
_PRUNED_LISTS = (FEED_NAME, WATCH_NAME, WATCH_FEED_NAME, CHECKS_FILE, PAYLOADS_FILE)
_PRUNED_FOLDERS = ("data_docs", SITE_NAME, PUBLIC_SITE_NAME)
BUILD_BYTES_BY_ARCHIVE_BYTE = 60
SMALLEST_BUILD_BYTES = 128 * 1024 * 1024


@dataclass(frozen=True)
class Verified:
    """What verifying one release came to; `state` is intact, pruned or damaged."""

    release_id: str
    state: str
    problems: tuple[str, ...]
    tables: int


def find(warehouse: Warehouse, name: str) -> Release:
    """The release of that id, of a beginning that only one has, or `current`.

    Raises ChipwatchError when there is none or more than one.
    """
    known = releases(warehouse)
    if name == "current":
        current = current_release(warehouse)
        if current is None:
            raise ChipwatchError("Nothing is published yet.", "run `chipwatch run` first.")
        return current
    found = [release for release in known if release.release_id == name]
    found = found or [release for release in known if release.release_id.startswith(name)]
    if len(found) != 1 or not name:
        what = "There is no release" if not found else f"{len(found)} releases begin with"
        raise ChipwatchError(
            f"{what} {name or '(empty)'} in {warehouse.root}.",
            "see `chipwatch releases list`; a beginning that only one has is enough.",
        )
    return found[0]


def kept(warehouse: Warehouse, name: str) -> Release:
    """As `find`, and the release's file is still there."""
    release = find(warehouse, name)
    if not release.is_kept:
        raise ChipwatchError(
            f"The file of release {release.release_id} was pruned; only its manifest is left.",
            "choose a release that is marked as kept in `chipwatch releases list`.",
        )
    return release


def verify(release: Release) -> Verified:
    """Compare a release's bytes and the content of every mart with its manifest."""
    if not release.is_kept:
        return Verified(release.release_id, "pruned", (), 0)
    problems = []
    if not is_whole(release):
        problems.append(f"{release.database}: its bytes are not those of the manifest")
    stated = {
        table["table"].partition(".")[2]: table["content_hash"]
        for table in release.manifest["tables"]
        if table["table"].startswith("marts.")
    }
    try:
        with duckdb.connect(str(release.database), read_only=True) as connection:
            found = content_hashes(connection, "marts")
    except (duckdb.Error, ValueError) as error:
        problems.append(f"{release.database} cannot be read ({str(error).splitlines()[0]})")
        found = {}
    else:
        problems += [
            f"marts.{table}: its content is not that of the manifest"
            for table in sorted(stated.keys() | found.keys())
            if stated.get(table) != found.get(table)
        ]
    for name in (SITE_NAME, PUBLIC_SITE_NAME):
        problems += damaged(release.path / name)
    return Verified(
        release.release_id, "damaged" if problems else "intact", tuple(problems), len(found)
    )


def verify_published(warehouse: Warehouse) -> Verified:
    """Whether the published file is bit for bit the release that it says it is."""
    current = current_release(warehouse)
    if current is None:
        problem = f"{warehouse.published} is missing or is of no release known here"
        return Verified("(published file)", "damaged", (problem,), 0)
    if not is_intact(warehouse, current):
        problem = f"{warehouse.published}: its bytes are not those of {current.release_id}"
        return Verified("(published file)", "damaged", (problem,), 0)
    return Verified("(published file)", "intact", (), 0)


def rollback(
    warehouse: Warehouse,
    name: str,
    reason: str,
    by: str | None = None,
    now: datetime | None = None,
) -> Release:
    """Publish an older release again, bit for bit, in one atomic step, and record it.

    Raises ChipwatchError, the published file untouched, when the release is unknown, pruned,
    damaged or current already, or when it cannot be written.
    """
    with single_writer(warehouse, "rollback"):
        settle(warehouse)
        target = kept(warehouse, name)
        try:
            current = current_release_id(warehouse)
        except ChipwatchError:
            current = None
        if target.release_id == current and is_intact(warehouse, target):
            raise ChipwatchError(
                f"Release {target.release_id} is the current one already.",
                "name an older one of `chipwatch releases list`.",
            )
        if not is_whole(target):
            raise ChipwatchError(
                f"The file of release {target.release_id} is damaged.",
                "choose another release; `chipwatch releases verify` tells which are whole.",
            )
        staged = stage(warehouse, target.database)
        try:
            if current is not None and current != target.release_id:
                event = {
                    "event": "rollback",
                    "from": current,
                    "to": target.release_id,
                    "at": (now or datetime.now(UTC)).isoformat(timespec="seconds"),
                    "by": by or user_name(),
                    "reason": reason,
                }
                append_record(history_file(warehouse), event)
            swap(warehouse, staged, target.release_id)
        finally:
            staged.unlink(missing_ok=True)
    return target


def stranger(warehouse: Warehouse, name: str) -> Release:
    """The folder on the shelf of that id (or beginning) that was not published here.

    Raises ChipwatchError when there is none or more than one.
    """
    known = strangers(warehouse)
    found = [release for release in known if name and release.release_id.startswith(name)]
    if len(found) != 1:
        listed = ", ".join(release.release_id for release in known) or "none"
        raise ChipwatchError(
            f"There is no single folder {name or '(empty)'} in {warehouse.releases} that waits to "
            "be adopted.",
            f"waiting: {listed}; what was published here needs no adoption.",
        )
    return found[0]


def adopt(warehouse: Warehouse, release: Release) -> bool:
    """Take a whole release onto the shelf; put it in place when none is newer. True when it was.

    The caller has verified and audited it. Raises ChipwatchError when it is of another kind of
    warehouse, OSError when it cannot be written.
    """
    with single_writer(warehouse, "adopt"):
        settle(warehouse)
        if release.manifest["warehouse_kind"] != warehouse.kind():
            raise ChipwatchError(
                f"Release {release.release_id} holds {release.manifest['warehouse_kind']} data and "
                f"{warehouse.root} is a {warehouse.kind()} warehouse.",
                "adopt it in a warehouse of its own kind.",
            )
        newest = max((one.release_id for one in releases(warehouse)), default="")
        record(warehouse, Event.ADOPTED, release.release_id, release.manifest["file_sha256"])
        if release.release_id < newest:
            return False
        swap(warehouse, stage(warehouse, release.database), release.release_id)
        return True


def held_back(warehouse: Warehouse, fingerprint: str) -> tuple[str, str, str] | None:
    """The release made from these very inputs that was taken back to reach the current one.

    (its id, when, why), or None: then a build may go on. Without this rule the next `chipwatch
    run` would publish at once what a person has just taken back.
    """
    current = current_release_id(warehouse)
    made = {r.release_id: r.manifest["fingerprint"] for r in releases(warehouse)}
    events = rollbacks(warehouse)
    if not events or events[-1]["to"] != current:
        return None
    step = current
    for event in reversed(events):
        if event["to"] != step:
            break
        step = event["from"]
        if made.get(str(step)) == fingerprint:
            return str(step), str(event["at"]), str(event["reason"])
    return None


def prunable(warehouse: Warehouse, keep: int) -> list[tuple[Release, int]]:
    """The releases beyond the newest `keep` whose files may go, oldest first, with the bytes.

    The current one is never among them, and manifests stay.
    """
    if keep < 1:
        raise ChipwatchError("At least one release is kept.", "give --keep 1 or more.")
    current = current_release_id(warehouse)
    older = [release for release in releases(warehouse) if release.is_kept][:-keep]
    return [(release, _freed(release)) for release in older if release.release_id != current]


def prune(warehouse: Warehouse, keep: int) -> list[tuple[str, int]]:
    """Delete the files of all but the newest `keep` releases; manifests and the current stay.

    Returns the pruned ids, oldest first, each with the bytes freed.
    """
    with single_writer(warehouse, "prune"):
        settle(warehouse)
        pruned = []
        for release, freed in prunable(warehouse, keep):
            release.database.unlink()
            for name in _PRUNED_LISTS:
                (release.path / name).unlink(missing_ok=True)
            for name in _PRUNED_FOLDERS:
                shutil.rmtree(release.path / name, ignore_errors=True)
            pruned.append((release.release_id, freed))
        if pruned:
            pruning = {
                "event": "prune",
                "releases": [release_id for release_id, _ in pruned],
                "at": datetime.now(UTC).isoformat(timespec="seconds"),
                "by": user_name(),
            }
            append_record(history_file(warehouse), pruning)
    return pruned


def _freed(release: Release) -> int:
    """Bytes of what pruning a release deletes."""
    lists = (release.path / name for name in _PRUNED_LISTS)
    pages = (path for name in _PRUNED_FOLDERS for path in (release.path / name).rglob("*"))
    gone = (release.database, *lists, *pages)
    return sum(path.stat().st_size for path in gone if path.is_file())


def require_room(warehouse: Warehouse, archive: Path) -> None:
    """Refuse a build that the disk cannot hold together with its release.

    The figure is what the newest build took, or for the first one a multiple of the archive; two
    copies of the published file and a margin come on top. Raises ChipwatchError with both figures.
    """
    made = releases(warehouse)
    measured = [r.manifest["build_bytes"] for r in made if "build_bytes" in r.manifest]
    sizes = [r.manifest["file_bytes"] for r in made]
    build = measured[-1] if measured else _first_build(archive)
    release = 2 * (sizes[-1] if sizes else build // 4)
    needed = build + release + DISK_MARGIN_BYTES
    free = shutil.disk_usage(warehouse.root).free
    if free < needed:
        raise ChipwatchError(
            f"The disk of {warehouse.root} has {free / 1e6:.0f} MB free; a build needs about "
            f"{build / 1e6:.0f} MB and its release {release / 1e6:.0f} MB, with a margin "
            f"{needed / 1e6:.0f} MB.",
            "free disk space (`chipwatch releases prune --keep N`), or use a folder on another "
            "disk with --warehouse; the published file is unchanged.",
        )


def _first_build(archive: Path) -> int:
    """Bytes that the first build of an archive may take."""
    archived = sum(path.stat().st_size for path in archive.rglob("*.gz"))
    return max(SMALLEST_BUILD_BYTES, BUILD_BYTES_BY_ARCHIVE_BYTE * archived)


def tidy(warehouse: Warehouse, clock: Callable[[], float] = time.time) -> list[str]:
    """Remove what killed processes left; the caller holds the warehouse's lock.

    Builds and unfinished releases go at once. Half-written files of the archive go after a day,
    because a fetch may be writing them without the lock. Returns what was removed.
    """
    removed = warehouse.remove_abandoned_builds()
    old = clock() - ABANDONED_AFTER_SECONDS
    for folder in (warehouse.raw, warehouse.derived, warehouse.releases):
        for path in list(folder.rglob(f"{UNFINISHED_PREFIX}*")):
            removed += _remove(path)
    for path in (*warehouse.root.glob(f"{UNFINISHED_PREFIX}*"), *warehouse.root.glob(".probe-*")):
        removed += _unlink(path)
    for path in warehouse.archive.rglob(f"{UNFINISHED_PREFIX}*"):
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < old:
                removed += _unlink(path)
    return removed


def _remove(path: Path) -> list[str]:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
        return [path.name]
    return _unlink(path)


def _unlink(path: Path) -> list[str]:
    with contextlib.suppress(OSError):
        path.unlink()
        return [path.name]
    return []
