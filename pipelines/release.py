"""From an audited candidate to the published file, in one atomic step.

Belongs here: the conditions under which a candidate becomes a release, the manifest, the swap of
`chipwatch.duckdb`, reading which release is current.
Does not belong here: judging a candidate (`pipelines/audit/`) or building one (`build.py`), going
back to an older release or tidying up (`upkeep.py`).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from pipelines import changes, drift, json_lines, meta, notify
from pipelines.audit.verdict import Verdict
from pipelines.comparison import Comparison
from pipelines.content_hash import EXCLUDED_COLUMNS, content_hashes
from pipelines.diff import HISTORY_TABLES
from pipelines.durable import fsync_folder, write_durably
from pipelines.errors import ChipwatchError
from pipelines.warehouse import (
    Build,
    Warehouse,
    single_writer,
)

DISK_MARGIN_BYTES = 64 * 1024 * 1024
ID_TIME = "%Y%m%dT%H%M%SZ"


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

    @property
    def is_kept(self) -> bool:
        """False once the file was pruned and only the manifest is left."""
        return self.database.exists()


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

    Writes `<warehouse>/releases/<id>/{chipwatch.duckdb,manifest.json,changes.atom.xml}` and swaps
    `<warehouse>/chipwatch.duckdb` with one os.replace. A release is never older than the one
    before it, whatever the clock says. Raises ReleaseRefused, with the published file untouched,
    when there is no verdict, when it failed, when the candidate is not the file that was judged,
    when another release came between, or when the disk cannot hold the release.
    """
    with single_writer(warehouse, "release"):
        settle(warehouse)
        verdict = _allowing_verdict(build)
        comparison = _valid_comparison(warehouse, build)
        _require_space(warehouse, build)
        released_at = _release_time(warehouse, now or datetime.now(UTC))
        release_id = f"{released_at:{ID_TIME}}-{provenance.fingerprint[:8]}"
        final = warehouse.releases / release_id
        unfinished = warehouse.releases / f".unfinished-{release_id}"
        staged = None
        try:
            unfinished.mkdir(parents=True)
            database = unfinished / "chipwatch.duckdb"
            _copy_of_judged(build.candidate, verdict, database)
            manifest = _complete(
                database, release_id, released_at, provenance, verdict, comparison, warehouse
            )
            database.chmod(0o444)
            _fsync_file(database)
            manifest["file_bytes"] = database.stat().st_size
            manifest["file_sha256"] = file_sha256(database)
            manifest["build_bytes"] = own_bytes(build.path)
            write_durably(unfinished / "manifest.json", _json(manifest))
            staged = stage(warehouse, database)
            unfinished.rename(final)
            fsync_folder(warehouse.releases)
            swap(warehouse, staged, release_id)
        except BaseException as error:
            if staged is not None and not staged.exists():
                raise
            shutil.rmtree(unfinished, ignore_errors=True)
            shutil.rmtree(final, ignore_errors=True)
            if staged is not None:
                staged.unlink(missing_ok=True)
            if isinstance(error, OSError | duckdb.Error):
                reason = (isinstance(error, OSError) and error.strerror) or str(error)
                raise ReleaseRefused(
                    f"The release could not be written below {warehouse.releases}: "
                    f"{reason.splitlines()[0]}.",
                    "free disk space or restore write access, then run again; "
                    "the published file is unchanged.",
                ) from error
            raise
        with contextlib.suppress(OSError):
            drift.refused_file(warehouse).unlink(missing_ok=True)
    return Release(release_id, final, manifest)


def tell_of_release(warehouse: Warehouse, release: Release) -> None:
    """Tell the webhook, when there is one, what this release confirms and which source is stale."""
    with duckdb.connect(str(release.database), read_only=True) as connection:
        confirmed = changes.newly_confirmed(connection, release.release_id)
    notify.tell_confirmed(warehouse, release.release_id, confirmed)
    notify.tell_stale(warehouse, datetime.now(UTC))


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


def history_file(warehouse: Warehouse) -> Path:
    """Where rollbacks and prunings are recorded, one JSON line each, never rewritten."""
    return warehouse.releases / "history.jsonl"


def rollbacks(warehouse: Warehouse) -> list[dict[str, Any]]:
    """Recorded rollbacks, oldest first: `from`, `to`, `at`, `by`, `reason`."""
    return [e for e in json_lines.read(history_file(warehouse)) if e.get("event") == "rollback"]


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


def _copy_of_judged(candidate: Path, verdict: Verdict, database: Path) -> None:
    shutil.copyfile(candidate, database)
    if file_sha256(database) != verdict.candidate_sha256:
        raise ReleaseRefused(
            f"The copy of {candidate} is not the file that was audited.",
            "run again; if it happens again, check the disk.",
        )


def _valid_comparison(warehouse: Warehouse, build: Build) -> Comparison:
    comparison = Comparison.read(build)
    if comparison is None:
        return Comparison()
    base = comparison_base(warehouse)
    base_id = None if base is None else base.release_id
    if base_id != comparison.base_release_id:
        raise ReleaseRefused(
            f"The candidate was compared with release {comparison.base_release_id or '(none)'}, "
            f"and the last release is now {base_id or '(none)'}.",
            "run again: another release was published or taken back in between.",
        )
    spent = used_approvals(warehouse) & {str(a["approval_id"]) for a in comparison.approvals}
    if spent:
        raise ReleaseRefused(
            f"An approval that this candidate rests on was used before ({', '.join(spent)}).",
            "run again, and approve again if that is right.",
        )
    return comparison


def _release_time(warehouse: Warehouse, now: datetime) -> datetime:
    """UTC now to the second, or one second after the newest release when the clock went back."""
    released_at = now.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    for path in warehouse.releases.iterdir():
        with contextlib.suppress(ValueError):
            made = datetime.strptime(path.name.partition("-")[0], ID_TIME)  # noqa: DTZ007
            released_at = max(released_at, made + timedelta(seconds=1))
    return released_at


def _require_space(warehouse: Warehouse, build: Build) -> None:
    needed = 3 * build.candidate.stat().st_size + DISK_MARGIN_BYTES
    free = shutil.disk_usage(warehouse.root).free
    if free < needed:
        raise ReleaseRefused(
            f"The disk of {warehouse.root} has {free / 1e6:.0f} MB free; "
            f"a release needs {needed / 1e6:.0f} MB.",
            "free disk space (`chipwatch releases prune --keep N`), then run again.",
        )


def own_bytes(folder: Path) -> int:
    """Bytes that a folder alone takes: files that are linked elsewhere too do not count."""
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            status = path.lstat()
            total += status.st_size if status.st_nlink == 1 else 0
    return total


def _complete(
    database: Path,
    release_id: str,
    released_at: datetime,
    provenance: Provenance,
    verdict: Verdict,
    comparison: Comparison,
    warehouse: Warehouse,
) -> dict[str, Any]:
    """Write the meta tables of a release into the copied candidate; return its manifest.

    Leaves the Atom feed of its changes beside the database.
    """
    previous = [release.manifest for release in releases(warehouse)]
    base = comparison_base(warehouse)
    checks = [_check_row(release_id, verdict, check.to_json()) for check in verdict.checks]
    failed = sum(not row["is_passed"] for row in checks)
    approvals = [_approval_row(release_id, approval) for approval in comparison.approvals]
    with duckdb.connect(
        str(database), config={"storage_compatibility_version": "v1.2.0"}
    ) as connection:
        hashes = dict(verdict.content_hashes)
        connection.execute("begin transaction")
        told: list[changes.Change] = []
        if changes.TABLE in hashes:
            changes.stamp(connection, release_id, released_at)
            told = changes.changes_of(connection, release_id)
            hashes |= content_hashes(connection, "marts", only=changes.TABLE)
        counts = _row_counts(connection)
        row = {
            "release_id": release_id,
            "released_at": released_at,
            "previous_release_id": None if base is None else base.release_id,
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
        taken_back = {str(event["from"]): event for event in rollbacks(warehouse)}
        history = [_history_row(m, taken_back.get(m["release_id"])) for m in previous]
        meta.write_table(connection, meta.RELEASES, [*history, row])
        earlier = [check for manifest in previous for check in manifest["checks"]]
        meta.write_table(connection, meta.CHECKS, [*earlier, *checks])
        approved = [a for manifest in previous for a in manifest.get("approvals", ())]
        meta.write_table(
            connection, meta.APPROVALS, [_typed_approval(a) for a in [*approved, *approvals]]
        )
        meta.write_columns(connection)
        connection.execute("commit")
        connection.execute("checkpoint")
    base_id = None if base is None else base.release_id
    feed = changes.feed(release_id, released_at, base_id, provenance.is_sample, told)
    write_durably(database.with_name(changes.FEED_NAME), feed)
    return {
        **{key: value for key, value in row.items() if key != "is_current"},
        "released_at": released_at.isoformat(),
        "tables": [
            {"table": name, "rows": rows, "content_hash": hashes.get(name.partition(".")[2])}
            for name, rows in sorted(counts.items())
        ],
        "excluded_columns": sorted(EXCLUDED_COLUMNS),
        "history_tables": sorted(f"marts.{table}" for table in HISTORY_TABLES),
        "keys": {table: list(key) for table, key in sorted(comparison.keys.items())},
        "drift": list(comparison.tables),
        "approvals": approvals,
        "change_count": len(told),
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


def _approval_row(release_id: str, approval: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "release_id": release_id,
        "approval_id": approval["approval_id"],
        "table_name": approval["table"],
        "content_hash": approval["content_hash"],
        "base_release_id": approval["base_release_id"],
        "removed_count": approval["removed"],
        "rows_before_count": approval["rows_before"],
        "reason": approval["reason"],
        "approved_by": approval["approved_by"],
        "approved_at": approval["approved_at"],
    }


def _typed_approval(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "approved_at": _utc(str(row["approved_at"]))}


def _history_row(manifest: Mapping[str, Any], rollback: Mapping[str, Any] | None) -> dict[str, Any]:
    row = {column.name: manifest.get(column.name) for column in meta.RELEASES.columns}
    row["released_at"] = datetime.fromisoformat(manifest["released_at"])
    row["is_current"] = False
    if rollback is not None:
        row["rolled_back_at"] = _utc(str(rollback["at"]))
        row["rolled_back_reason"] = rollback["reason"]
    return row


def _utc(text: str) -> datetime:
    """A recorded point in time as naive UTC, the way meta tables hold it."""
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)


def stage(warehouse: Warehouse, database: Path) -> Path:
    """A durable copy of a release beside the published file; OSError leaves nothing behind."""
    staged = warehouse.root / f".chipwatch.duckdb.{os.getpid()}"
    try:
        staged.unlink(missing_ok=True)
        shutil.copyfile(database, staged)
        staged.chmod(0o444)
        _fsync_file(staged)
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


def _fsync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _json(record: Mapping[str, Any]) -> bytes:
    return (json.dumps(record, indent=1, default=str, ensure_ascii=False) + "\n").encode()
