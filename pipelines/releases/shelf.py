"""The shelf of finished releases: which there are, which is current, and the swap of the file.

Belongs here: reading releases and their manifests; putting one in the published place.
Does not belong here: making a release (`publish/`), going back to an older one or tidying up
(`upkeep.py`).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from pipelines.durable import fsync_file, fsync_folder, read_records
from pipelines.errors import ChipwatchError
from pipelines.warehouse import Warehouse


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

    Such a release is whole and newer than the published one, and nobody took it back. The caller
    holds the warehouse's lock. Returns the release that was put in place, if there was one.
    """
    try:
        current = current_release_id(warehouse) or ""
    except ChipwatchError:
        return None
    taken_back = {str(event["from"]) for event in rollbacks(warehouse)}
    newest = next(
        (r for r in reversed(releases(warehouse)) if r.is_kept and r.release_id not in taken_back),
        None,
    )
    after = max({current, *taken_back})
    if newest is None or newest.release_id <= after:
        return None
    if file_sha256(newest.database) != newest.manifest["file_sha256"]:
        return None
    swap(warehouse, stage(warehouse, newest.database), newest.release_id)
    return newest


def releases(warehouse: Warehouse) -> list[Release]:
    """Every finished release, oldest first; a folder without a readable manifest is passed over."""
    found = []
    for path in sorted(warehouse.releases.glob("*/manifest.json")):
        with contextlib.suppress(OSError, ValueError):
            manifest = _manifest(path, path.stat().st_mtime_ns)
            found.append(Release(manifest["release_id"], path.parent, manifest))
    return found


@lru_cache(maxsize=4096)
def _manifest(path: Path, _written: int) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(path.read_bytes())
    return manifest


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

    When the published file is missing or damaged, the newest whole release that was not taken
    back stands in for it.
    """
    with contextlib.suppress(ChipwatchError):
        current = current_release(warehouse)
        if current is not None and current.is_kept:
            return current
    taken_back = {str(event["from"]) for event in rollbacks(warehouse)}
    for release in reversed(releases(warehouse)):
        usable = release.is_kept and release.release_id not in taken_back
        if usable and file_sha256(release.database) == release.manifest["file_sha256"]:
            return release
    return None


def released_payloads(warehouse: Warehouse) -> frozenset[str]:
    """What the newest release was made from, each as `source/dataset/hash`; empty before one."""
    newest = releases(warehouse)[-1:]
    return frozenset(name for release in newest for name in release.manifest["payloads"])


def releases_with(warehouse: Warehouse, payload_sha256: str) -> list[Release]:
    """The releases whose files still hold rows of a payload, oldest first."""
    return [
        release
        for release in releases(warehouse)
        if release.is_kept
        and any(name.endswith(f"/{payload_sha256}") for name in release.manifest["payloads"])
    ]


def history_file(warehouse: Warehouse) -> Path:
    """Where rollbacks and prunings are recorded, one JSON line each, never rewritten."""
    return warehouse.releases / "history.jsonl"


def rollbacks(warehouse: Warehouse) -> list[dict[str, Any]]:
    """Recorded rollbacks, oldest first: `from`, `to`, `at`, `by`, `reason`."""
    return [e for e in read_records(history_file(warehouse)) if e.get("event") == "rollback"]


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
