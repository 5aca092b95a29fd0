"""Candidates and releases of a few rows, for tests of everything after the audit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from pipelines.audit import drift
from pipelines.audit.check import CheckResult
from pipelines.audit.judge import assess
from pipelines.publish.provenance import Provenance
from pipelines.publish.publish import publish
from pipelines.releases import changes
from pipelines.releases.approvals import open_approvals
from pipelines.releases.shelf import Release, comparison_base, used_approvals
from pipelines.warehouse import Build, Warehouse

KEYS: Mapping[str, Sequence[str]] = {
    "fct_sanction_events": ("event_id",),
    "fct_entity_listings": ("listing_id",),
    "fct_stock_daily": ("security_id", "session_on"),
}
PASSED = CheckResult(
    "marts.fct_sanction_events.rows", "publication", "fct_sanction_events", "", "row_count",
    "critical", True, "2", ">= 1", (), 0.1, "too few rows",
)  # fmt: skip

SCHEMA = """
create schema c.marts; create schema c.meta;
create table c.marts.fct_sanction_events (event_id varchar, title varchar, evidence_grade varchar,
    payload_sha256 varchar);
create table c.marts.fct_entity_listings (listing_id varchar, entity_name varchar,
    list_code varchar, payload_sha256 varchar);
create table c.marts.fct_stock_daily (security_id varchar, session_on date, close decimal(18, 6),
    payload_sha256 varchar);
create table c.marts.dim_source (source_id varchar);
create table c.meta.payloads (payload_sha256 varchar, source varchar, dataset varchar,
    redistribution varchar, is_sample boolean default false);
create table c.meta.sources (source varchar, dataset varchar, title varchar, site varchar,
    licence varchar, redistribution varchar, cadence varchar, last_observed_at timestamp);
insert into c.meta.sources values
    ('csl', 'entries', 'Screening list', 'https://example.org/csl', 'public domain', 'public',
     'daily', timestamp '2026-01-01'),
    ('yahoo_chart', 'bars', 'Charts', 'https://example.org/y', 'personal use', 'personal',
     'daily after the close', timestamp '2026-01-01');
"""

Row = tuple[object, ...]


def at(second: int, minute: int = 4) -> datetime:
    """A point in time for releases that follow each other."""
    return datetime(2026, 1, 2, 3, minute, second, tzinfo=UTC)


def warehouse(folder: Path, kind: str = "sample") -> Warehouse:
    """A new warehouse below `folder`."""
    place = Warehouse(folder)
    place.ensure("live" if kind == "live" else "sample")
    return place


def candidate(
    place: Warehouse,
    build_id: str,
    events: Sequence[Row] = (("e1", "First", "official_text", "seed1"),),
    listings: Sequence[Row] = (("l1", "Acme", "EL", "csl1"),),
    bars: Sequence[Row] = (("nvda", "2026-01-02", "1.5", "bars1"),),
    payloads: Sequence[Row] = (
        ("seed1", "curated", "actions", "attribution"),
        ("csl1", "csl", "entries", "public"),
        ("bars1", "yahoo_chart", "bars", "personal"),
    ),
) -> Build:
    """A build with these rows as its candidate."""
    build = place.build(build_id).create()
    with duckdb.connect() as connection:
        connection.execute(f"attach '{build.candidate}' as c (storage_version 'v1.2.0')")
        connection.execute("begin transaction")
        connection.execute(SCHEMA)
        for table, rows in (
            ("marts.fct_sanction_events", events),
            ("marts.fct_entity_listings", listings),
            ("marts.fct_stock_daily", bars),
            ("meta.payloads (payload_sha256, source, dataset, redistribution)", payloads),
        ):
            if rows:
                marks = ", ".join("?" for _ in rows[0])
                connection.executemany(
                    f"insert into c.{table} values ({marks})", [list(row) for row in rows]
                )
        connection.execute("commit")
    return build


def judged(place: Warehouse, build: Build, code_changed: bool = False) -> Build:
    """Leave what the judge leaves: changes, comparison and a verdict of one check and the drift."""
    base = comparison_base(place)
    base_id, last = (None, None) if base is None else (base.release_id, base.database)
    changes.write_changes(build.candidate, last, base_id, KEYS, code_changed, is_sample=True)
    approvals = open_approvals(place, used_approvals(place))
    found = assess(build.candidate, base, KEYS, [PASSED], approvals)
    if base_id is not None:
        content = found.verdict.content_hashes
        drift.note_refused(place, found.verdict.checks, found.diffs, content, base_id)
    found.comparison.write(build)
    replace(found.verdict, created_at="2026-01-02T03:04:05+00:00").write(build.verdict)
    return build


def provenance(fingerprint: str = "f" * 64, kind: str = "sample") -> Provenance:
    """What a tiny release says it was made from."""
    return Provenance(
        fingerprint,
        "c0de",
        "live" if kind == "live" else "sample",
        ("csl/entries/csl1", "yahoo_chart/bars/bars1"),
    )


def released(
    place: Warehouse,
    build_id: str,
    second: int,
    fingerprint: str = "f" * 64,
    **rows: Sequence[Row],
) -> Release:
    """Build, judge and publish these rows."""
    build = judged(place, candidate(place, build_id, **rows))
    return publish(place, build, provenance(fingerprint), at(second))
