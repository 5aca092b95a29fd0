"""The meta tables and the manifest of a release, written into the copied candidate.

Belongs here: which rows a release says of itself. Does not belong here: the form of the tables
(`releases/meta_tables.py`), the decision to publish (`publish.py`).
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.audit.comparison import Comparison
from pipelines.audit.verdict import Verdict
from pipelines.files.durable import write_durably
from pipelines.publish.provenance import Provenance
from pipelines.releases import changes
from pipelines.releases import meta_tables as meta
from pipelines.releases.content_hash import EXCLUDED_COLUMNS, content_hashes
from pipelines.releases.details import write_details
from pipelines.releases.diff import HISTORY_TABLES
from pipelines.releases.shelf import Release, releases, rollbacks
from pipelines.releases.upkeep import KEPT_RELEASES
from pipelines.warehouse import Warehouse


def complete(
    database: Path,
    warehouse: Warehouse,
    release_id: str,
    released_at: datetime,
    base_id: str | None,
    provenance: Provenance,
    verdict: Verdict,
    comparison: Comparison,
) -> dict[str, Any]:
    """Write the meta tables of a release into the copied candidate; return its manifest.

    Leaves the Atom feed of its changes and the long lists of the release beside the database.
    """
    shelf = releases(warehouse)
    previous = [release.manifest for release in shelf]
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
            "previous_release_id": base_id,
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
        meta.write_table(connection, meta.CHECKS, checks, earlier=_earlier_checks(shelf))
        approved = [a for manifest in previous for a in manifest.get("approvals", ())]
        meta.write_table(
            connection, meta.APPROVALS, [_typed_approval(a) for a in [*approved, *approvals]]
        )
        meta.write_columns(connection)
        connection.execute("commit")
        connection.execute("checkpoint")
    feed = changes.feed(release_id, released_at, base_id, provenance.is_sample, told)
    write_durably(database.with_name(changes.FEED_NAME), feed)
    write_details(database.parent, checks, sorted(provenance.payloads))
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
    }


def _earlier_checks(shelf: Sequence[Release]) -> pa.Table | None:
    """meta.checks of the newest release that can be read, as long as their releases keep files."""
    kept = [release.release_id for release in shelf[-(KEPT_RELEASES - 1) :]]
    for release in reversed(shelf):
        with (
            contextlib.suppress(duckdb.Error),
            duckdb.connect(str(release.database), read_only=True) as connection,
        ):
            return connection.sql(
                "select * from meta.checks where list_contains(?, release_id)", params=[kept]
            ).to_arrow_table()
    return None


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
        "reach": check["reach"],
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
