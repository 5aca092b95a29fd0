"""The shelf of finished releases: which there are, which is current, and the swap of the file.

Belongs here: reading releases and their manifests; putting one in the published place.
Does not belong here: what a release was made from and judged by (`details.py`), making a release
(`publish/`), going back to an older one or tidying up (`upkeep.py`).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from pipelines.errors import ChipwatchError
from pipelines.files.durable import append_record, fsync_file, fsync_folder, read_records
from pipelines.files.kept_json import Misshapen, read_kept
from pipelines.warehouse import Warehouse

_TEXT_OR_NONE = (str, None)
_EVENT = {"event": str, "release_id": str, "file_sha256": str}
_ROLLBACK = {"event": str, "from": str, "to": str, "at": str, "reason": str}
_MANIFEST = {
    "release_id": str,
    "released_at": str,
    "previous_release_id": _TEXT_OR_NONE,
    "file_sha256": str,
    "file_bytes": int,
    "build_bytes?": int,
    "is_sample": bool,
    "warehouse_kind": str,
    "fingerprint": str,
    "code_version": str,
    "candidate_sha256": str,
    "payload_count": int,
    "row_count": int,
    "change_count?": (int, None),
    "checks_passed_count": int,
    "checks_failed_count": int,
    "tables": [{"table": str, "rows": int, "content_hash": _TEXT_OR_NONE}],
    "keys?": dict,
    "drift?": [{"table": str, **dict.fromkeys(("added", "changed", "removed"), (int, None))}],
    "approvals?": [
        {
            "approval_id": str,
            "table_name": str,
            "removed_count": int,
            "reason": str,
            "approved_by": str,
            "approved_at": str,
        }
    ],
}

LONG_MEMBERS = frozenset({"checks", "payloads", "drift", "keys"})
"""Members of a manifest, the first two of older versions, that a summary leaves out."""


@dataclass(frozen=True)
class Release:
    """One published release and its manifest (the JSON beside its database file)."""

    release_id: str
    path: Path
    manifest: dict[str, Any]

    @property
    def database(self) -> Path:
        return self.path / "chipwatch.duckdb"

    @property
    def is_kept(self) -> bool:
        """False once the file was pruned and only the manifest is left."""
        return self.database.exists()


def settle(warehouse: Warehouse) -> Release | None:
    """Finish the publication of a process that was killed just before its last step.

    Only what `publish` said it would put in place is, with the bytes that it named. The caller
    holds the warehouse's lock. Returns the release that was put in place, if there was one.
    """
    begun = _begun(warehouse)
    if begun is None:
        return None
    release = _on_disk(warehouse).get(str(begun["release_id"]))
    sha = str(begun["file_sha256"])
    if release is None or not release.is_kept or file_sha256(release.database) != sha:
        record(warehouse, Event.ABANDONED, str(begun["release_id"]), sha)
        return None
    placed = None
    if not is_intact(warehouse, release):
        swap(warehouse, stage(warehouse, release.database), release.release_id)
        placed = release
    record(warehouse, Event.PUBLISHED, release.release_id, sha)
    return placed


def releases(warehouse: Warehouse) -> list[Release]:
    """Every release that `publish` made or began here or a person adopted, oldest first.

    A folder without a readable manifest is passed over, and so is one that was put there by other
    means: `strangers` has those.
    """
    known = _known(warehouse)
    return [
        release
        for release in _on_disk(warehouse).values()
        if known is None or release.manifest["file_sha256"] == known.get(release.release_id)
    ]


def strangers(warehouse: Warehouse) -> list[Release]:
    """Folders on the shelf that nobody published or adopted here: planted, or from a backup."""
    members = {release.release_id for release in releases(warehouse)}
    return [one for one in _on_disk(warehouse).values() if one.release_id not in members]


class Event(StrEnum):
    """What the history records of one release."""

    BEGUN = "publishing"
    PUBLISHED = "published"
    ADOPTED = "adopted"
    ABANDONED = "abandoned"


def record(warehouse: Warehouse, event: Event, release_id: str, sha: str) -> None:
    """Add what became of a release to the history; OSError when it cannot be written.

    The first record of a warehouse of an older version takes in the releases that are there.
    """
    if _known(warehouse) is None:
        for release in _on_disk(warehouse).values():
            if release.release_id != release_id:
                _append(warehouse, Event.PUBLISHED, release.release_id, release.manifest)
    _append(warehouse, event, release_id, {"file_sha256": sha})


def _append(
    warehouse: Warehouse, event: Event, release_id: str, manifest: Mapping[str, Any]
) -> None:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    sha = manifest["file_sha256"]
    line = {"event": event.value, "release_id": release_id, "file_sha256": sha, "at": at}
    append_record(history_file(warehouse), line)


def _known(warehouse: Warehouse) -> dict[str, str] | None:
    """SHA-256 of every member by its id; None when nothing was ever recorded."""
    events = _events(warehouse)
    if not events:
        return None
    return {
        str(event["release_id"]): str(event["file_sha256"])
        for event in events
        if event["event"] != Event.ABANDONED.value
    }


def _begun(warehouse: Warehouse) -> dict[str, Any] | None:
    """The publication that was begun last, when nothing says how it ended."""
    begun = None
    for event in _events(warehouse):
        if event["event"] == Event.BEGUN.value:
            begun = event
        elif begun is not None and event["release_id"] == begun["release_id"]:
            begun = None
    return begun


def _events(warehouse: Warehouse) -> list[dict[str, Any]]:
    kinds = {event.value for event in Event}
    return [
        line for line in read_records(history_file(warehouse), _EVENT) if line["event"] in kinds
    ]


def _on_disk(warehouse: Warehouse) -> dict[str, Release]:
    """Every folder with a readable manifest of its own name, oldest first."""
    found = {}
    for path in _manifests(warehouse):
        with contextlib.suppress(OSError, Misshapen):
            manifest = _manifest(path, path.stat().st_mtime_ns)
            found[path.parent.name] = Release(path.parent.name, path.parent, manifest)
    return found


def hidden(warehouse: Warehouse) -> list[tuple[Path, str]]:
    """Folders on the shelf whose manifest cannot be read, with the reason: used for nothing."""
    found = []
    for path in _manifests(warehouse):
        try:
            _manifest(path, path.stat().st_mtime_ns)
        except OSError as error:
            found.append((path.parent, error.strerror or str(error)))
        except Misshapen as error:
            found.append((path.parent, str(error)))
    return found


def _manifests(warehouse: Warehouse) -> list[Path]:
    return sorted(warehouse.releases.glob("*/manifest.json"))


@lru_cache(maxsize=4096)
def _manifest(path: Path, _written: int) -> dict[str, Any]:
    manifest: dict[str, Any] = read_kept(path, _MANIFEST)
    if manifest["release_id"] != path.parent.name:
        raise Misshapen(f"release_id is {manifest['release_id'][:80]}, not the folder's name")
    if not is_time(manifest["released_at"]):
        raise Misshapen("released_at is no time")
    return manifest


def is_time(text: str) -> bool:
    """Whether a recorded text is a point in time (ISO 8601) that can be told in UTC."""
    try:
        datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return False
    return True


def current_release_id(warehouse: Warehouse) -> str | None:
    """The release that the published file says it is, or None when nothing is published.

    When another process keeps the file locked, its bytes tell which release it is.
    """
    if not warehouse.published.exists():
        return None
    try:
        with duckdb.connect(str(warehouse.published), read_only=True) as connection:
            row = connection.execute(
                "select release_id from meta.releases where is_current"
            ).fetchone()
    except duckdb.Error as error:
        known = {r.manifest["file_sha256"]: r.release_id for r in releases(warehouse)}
        same = known.get(file_sha256(warehouse.published))
        if same is not None:
            return str(same)
        reason = str(error).splitlines()[0]
        raise ChipwatchError(
            f"The published file {warehouse.published} cannot be read ({reason}).",
            "close a program that holds it open for writing; if it is damaged, "
            "`chipwatch releases rollback ID` puts back a release, `chipwatch run` a new one.",
        ) from error
    return None if row is None else str(row[0])


def current_release(warehouse: Warehouse) -> Release | None:
    """The current release with its manifest, or None when nothing is published."""
    release_id = current_release_id(warehouse)
    return next((r for r in releases(warehouse) if r.release_id == release_id), None)


def comparison_base(warehouse: Warehouse) -> Release | None:
    """The release that a candidate is compared with: the current one, from its own folder.

    When the published file or the current release's own is missing or damaged, the newest whole
    release that was not taken back stands in for it.
    """
    with contextlib.suppress(ChipwatchError):
        current = current_release(warehouse)
        if current is not None and is_whole(current):
            return current
    taken_back = {str(event["from"]) for event in rollbacks(warehouse)}
    for release in reversed(releases(warehouse)):
        if release.release_id not in taken_back and is_whole(release):
            return release
    return None


def is_whole(release: Release) -> bool:
    """True when a release has its file, with exactly the bytes that its manifest records."""
    return release.is_kept and file_sha256(release.database) == release.manifest["file_sha256"]


def history_file(warehouse: Warehouse) -> Path:
    """What became of each release, rollbacks and prunings: one JSON line each, never rewritten."""
    return warehouse.releases / "history.jsonl"


def rollbacks(warehouse: Warehouse) -> list[dict[str, Any]]:
    """Recorded rollbacks, oldest first: `from`, `to`, `at`, `by`, `reason`."""
    events = read_records(history_file(warehouse), _ROLLBACK)
    return [event for event in events if event["event"] == "rollback" and is_time(event["at"])]


def used_approvals(warehouse: Warehouse) -> set[str]:
    """Approval ids that a release rests on already."""
    return {
        str(approval["approval_id"])
        for release in releases(warehouse)
        for approval in release.manifest.get("approvals", ())
    }


def is_intact(warehouse: Warehouse, release: Release) -> bool:
    """True when the published file has exactly the bytes that the manifest records."""
    return (
        warehouse.published.exists()
        and file_sha256(warehouse.published) == release.manifest["file_sha256"]
    )


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, as hexadecimal text."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def own_bytes(folder: Path) -> int:
    """Bytes that a folder alone takes: files that are linked elsewhere too do not count."""
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            status = path.lstat()
            total += status.st_size if status.st_nlink == 1 else 0
    return total


def stage(warehouse: Warehouse, database: Path) -> Path:
    """A durable copy of a release beside the published file; OSError leaves nothing behind."""
    staged = warehouse.root / f".chipwatch.duckdb.{os.getpid()}"
    try:
        staged.unlink(missing_ok=True)
        shutil.copyfile(database, staged)
        staged.chmod(0o444)
        fsync_file(staged)
    except OSError:
        staged.unlink(missing_ok=True)
        raise
    return staged


def swap(warehouse: Warehouse, staged: Path, release_id: str) -> None:
    """Put a staged copy in the published place, atomically; a stale .wal is set aside before."""
    stale = warehouse.published.with_name(warehouse.published.name + ".wal")
    if stale.exists():
        stale.rename(stale.with_name(f"{stale.name}.set-aside-{release_id}"))
    staged.replace(warehouse.published)
    fsync_folder(warehouse.root)
