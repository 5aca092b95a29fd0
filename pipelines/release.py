"""From an audited candidate to the published file, in one atomic step.

Belongs here: the conditions under which a candidate becomes a release, the manifest, the swap of
`chipwatch.duckdb`, reading which release is current.
Does not belong here: judging a candidate (`pipelines/audit/`) or building one (`build.py`).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from pipelines import meta
from pipelines.audit.verdict import Verdict
from pipelines.content_hash import EXCLUDED_COLUMNS, content_hashes
from pipelines.durable import fsync_folder, write_durably
from pipelines.errors import ChipwatchError
from pipelines.warehouse import (
    Build,
    Warehouse,
    single_writer,
)

DISK_MARGIN_BYTES = 64 * 1024 * 1024


class ReleaseRefused(ChipwatchError):
    """The candidate may not be published; the published file has not been touched."""


@dataclass(frozen=True)
class Release:
    """One published release and its manifest (the JSON beside its database file)."""

    release_id: str
    path: Path
    manifest: dict[str, Any]

    @property
    def database(self) -> Path:
        return self.path / "chipwatch.duckdb"


@dataclass(frozen=True)
class Provenance:
    """What a build was made from; goes into the manifest and meta.releases."""

    fingerprint: str
    code_version: str
    warehouse_kind: str
    payloads: tuple[str, ...]

    @property
    def is_sample(self) -> bool:
        return self.warehouse_kind == "sample"


def publish(
    warehouse: Warehouse, build: Build, provenance: Provenance, now: datetime | None = None
) -> Release:
    """Release the candidate of `build` if its verdict allows exactly these bytes.

    Writes `<warehouse>/releases/<id>/{chipwatch.duckdb,manifest.json}` and swaps
    `<warehouse>/chipwatch.duckdb` with one os.replace. Raises ReleaseRefused, with the published
    file untouched, when there is no verdict, when it failed, when the candidate is not the file
    that was judged, or when the disk cannot hold the release.
    """
    released_at = (now or datetime.now(UTC)).replace(tzinfo=None, microsecond=0)
    with single_writer(warehouse, "release"):
        verdict = _allowing_verdict(build)
        _require_space(warehouse, build)
        release_id = f"{released_at:%Y%m%dT%H%M%SZ}-{provenance.fingerprint[:8]}"
        final = warehouse.releases / release_id
        if final.exists():
            raise ReleaseRefused(
                f"Release {release_id} already exists.", "wait one second and run again."
            )
        previous = [release.manifest for release in releases(warehouse)]
        unfinished = warehouse.releases / f".unfinished-{release_id}"
        unfinished.mkdir(parents=True)
        database = unfinished / "chipwatch.duckdb"
        try:
            shutil.copyfile(build.candidate, database)
            manifest = _complete(database, release_id, released_at, provenance, verdict, previous)
            database.chmod(0o444)
            _fsync_file(database)
            manifest["file_bytes"] = database.stat().st_size
            manifest["file_sha256"] = file_sha256(database)
            write_durably(unfinished / "manifest.json", _json(manifest))
            unfinished.rename(final)
            fsync_folder(warehouse.releases)
        except BaseException as error:
            shutil.rmtree(unfinished, ignore_errors=True)
            if isinstance(error, OSError):
                raise ReleaseRefused(
                    f"The release could not be written below {warehouse.releases}: "
                    f"{error.strerror or error}.",
                    "free disk space or restore write access, then run again; "
                    "the published file is unchanged.",
                ) from error
            raise
        release = Release(release_id, final, manifest)
        _swap(warehouse, release)
    return release


def releases(warehouse: Warehouse) -> list[Release]:
    """Every finished release, oldest first; a folder without a readable manifest is passed over."""
    found = []
    for path in sorted(warehouse.releases.glob("*/manifest.json")):
        try:
            manifest = json.loads(path.read_text())
        except (OSError, ValueError):
            continue
        found.append(Release(manifest["release_id"], path.parent, manifest))
    return found


def current_release_id(warehouse: Warehouse) -> str | None:
    """The release that the published file says it is, or None when nothing is published."""
    if not warehouse.published.exists():
        return None
    try:
        with duckdb.connect(str(warehouse.published), read_only=True) as connection:
            row = connection.execute(
                "select release_id from meta.releases where is_current"
            ).fetchone()
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise ChipwatchError(
            f"The published file {warehouse.published} cannot be read ({reason}).",
            "close a program that holds it open for writing; if it is damaged, copy the newest "
            f"chipwatch.duckdb below {warehouse.releases} over it, or delete it and run again.",
        ) from error
    return None if row is None else str(row[0])


def current_release(warehouse: Warehouse) -> Release | None:
    """The current release with its manifest, or None when nothing is published."""
    release_id = current_release_id(warehouse)
    return next((r for r in releases(warehouse) if r.release_id == release_id), None)


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


def _allowing_verdict(build: Build) -> Verdict:
    if not build.candidate.exists():
        raise ReleaseRefused(
            f"There is no candidate to release in {build.path}.",
            "launch the whole `build` job (or `chipwatch run`): a release is only made by the run "
            "that built and audited its candidate.",
        )
    if not build.verdict.exists():
        raise ReleaseRefused(
            f"The candidate of build {build.build_id} has not been audited.",
            "launch the whole `build` job (or `chipwatch run`).",
        )
    verdict = Verdict.read(build.verdict)
    blocking = [check for check in verdict.checks if check.blocks]
    if blocking or not verdict.passed:
        listed = "\n".join(f"  - {check.check_id}: {check.message}" for check in blocking[:10])
        raise ReleaseRefused(
            f"{len(blocking)} critical check(s) failed on this candidate:\n{listed}",
            "mend the data or the rule that failed, then run again; the published file is "
            "unchanged.",
        )
    if build.candidate.with_name(build.candidate.name + ".wal").exists():
        raise ReleaseRefused(
            f"{build.candidate} has unfinished writes (.wal): it was touched after the audit.",
            "run again; nothing else may write to a candidate.",
        )
    if file_sha256(build.candidate) != verdict.candidate_sha256:
        raise ReleaseRefused(
            f"{build.candidate} is not the file that was audited (its hash differs).",
            "run again; nothing else may write to a candidate.",
        )
    return verdict


def _require_space(warehouse: Warehouse, build: Build) -> None:
    needed = 3 * build.candidate.stat().st_size + DISK_MARGIN_BYTES
    free = shutil.disk_usage(warehouse.root).free
    if free < needed:
        raise ReleaseRefused(
            f"The disk of {warehouse.root} has {free / 1e6:.0f} MB free; "
            f"a release needs {needed / 1e6:.0f} MB.",
            "free disk space (old releases lie below releases/), then run again.",
        )


def _complete(
    database: Path,
    release_id: str,
    released_at: datetime,
    provenance: Provenance,
    verdict: Verdict,
    previous: list[dict[str, Any]],
) -> dict[str, Any]:
    """Write the meta tables of a release into the copied candidate; return its manifest."""
    checks = [_check_row(release_id, verdict, check.to_json()) for check in verdict.checks]
    failed = sum(not row["is_passed"] for row in checks)
    with duckdb.connect(
        str(database), config={"storage_compatibility_version": "v1.2.0"}
    ) as connection:
        hashes = content_hashes(connection, "marts")
        if hashes != verdict.content_hashes:
            changed = sorted(
                set(hashes.items()) ^ set(verdict.content_hashes.items()),
            )
            raise ReleaseRefused(
                f"The content of {changed[0][0]} is not what was audited.",
                "run again; nothing else may write to a candidate.",
            )
        counts = _row_counts(connection)
        row = {
            "release_id": release_id,
            "released_at": released_at,
            "previous_release_id": previous[-1]["release_id"] if previous else None,
            "is_current": True,
            "is_sample": provenance.is_sample,
            "warehouse_kind": provenance.warehouse_kind,
            "fingerprint": provenance.fingerprint,
            "code_version": provenance.code_version,
            "candidate_sha256": verdict.candidate_sha256,
            "payload_count": len(provenance.payloads),
            "table_count": len(counts) + len(meta.META_TABLES),
            "row_count": sum(count for name, count in counts.items() if name.startswith("marts.")),
            "checks_passed_count": len(checks) - failed,
            "checks_failed_count": failed,
        }
        history = [_history_row(manifest) for manifest in previous]
        meta.write_table(connection, meta.RELEASES, [*history, row])
        earlier = [check for manifest in previous for check in manifest["checks"]]
        meta.write_table(connection, meta.CHECKS, [*earlier, *checks])
        meta.write_columns(connection)
        connection.execute("checkpoint")
    return {
        **{key: value for key, value in row.items() if key != "is_current"},
        "released_at": released_at.isoformat(),
        "tables": [
            {"table": name, "rows": rows, "content_hash": hashes.get(name.partition(".")[2])}
            for name, rows in sorted(counts.items())
        ],
        "excluded_columns": sorted(EXCLUDED_COLUMNS),
        "payloads": sorted(provenance.payloads),
        "checks": checks,
    }


def _row_counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    names = connection.execute(
        "select schema_name || '.' || table_name from duckdb_tables() "
        "where database_name = current_database() and schema_name in ('marts', 'meta') order by 1"
    ).fetchall()
    counts = {}
    for (name,) in names:
        row = connection.execute(f"select count(*) from {name}").fetchone()
        counts[name] = 0 if row is None else int(row[0])
    return counts


def _check_row(release_id: str, verdict: Verdict, check: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "release_id": release_id,
        "candidate_sha256": verdict.candidate_sha256,
        "check_id": check["check_id"],
        "layer": check["layer"],
        "table_name": check["table"],
        "column_name": check["column"],
        "check_kind": check["kind"],
        "severity": check["severity"],
        "is_passed": check["passed"],
        "observed": check["observed"],
        "threshold": check["threshold"],
        "failing_examples": "\n".join(check["failing_examples"]),
        "duration_seconds": check["duration_seconds"],
        "message": check["message"],
    }


def _history_row(manifest: Mapping[str, Any]) -> dict[str, Any]:
    row = {column.name: manifest.get(column.name) for column in meta.RELEASES.columns}
    row["released_at"] = datetime.fromisoformat(manifest["released_at"])
    row["is_current"] = False
    return row


def _swap(warehouse: Warehouse, release: Release) -> None:
    """Put a copy of the release in the published place, atomically."""
    stale = warehouse.published.with_name(warehouse.published.name + ".wal")
    if stale.exists():
        stale.rename(stale.with_name(f"{stale.name}.set-aside-{release.release_id}"))
    temporary = warehouse.root / f".chipwatch.duckdb.{os.getpid()}"
    shutil.copyfile(release.database, temporary)
    temporary.chmod(0o444)
    _fsync_file(temporary)
    temporary.replace(warehouse.published)
    fsync_folder(warehouse.root)


def _fsync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _json(record: Mapping[str, Any]) -> bytes:
    return (json.dumps(record, indent=1, default=str, ensure_ascii=False) + "\n").encode()
