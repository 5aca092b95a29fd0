"""The steps of a build before dbt: which archive, parse it, and say what went in.

Belongs here: plain functions that the Dagster assets call, each from files to files.
Does not belong here: Dagster declarations (`defs/`), dbt (`transform/run_dbt.py`), parsing rules
(`sources/`), the decision to publish (`audit/`, `publish/publish.py`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.archive.contents import Contents
from pipelines.archive.fetch_log import FetchState
from pipelines.overlay.files import Overlay
from pipelines.parsing.records import Outcome
from pipelines.specs import DatasetSpec, load_specs
from pipelines.warehouse import (
    REPOSITORY,
    SEEDS,
    Build,
)


class SourceStatus(StrEnum):
    """What `meta.sources` says of a dataset; its description there says when."""

    OK = "ok"
    STALE = "stale"
    INCOMPLETE = "incomplete"
    EMPTY = "empty"
    FAILED = "failed"


PAYLOADS_SCHEMA = pa.schema(
    [
        ("payload_sha256", pa.string()),
        ("source", pa.string()),
        ("dataset", pa.string()),
        ("origin", pa.string()),
        ("url", pa.string()),
        ("parameters", pa.string()),
        ("method", pa.string()),
        ("http_status", pa.int32()),
        ("etag", pa.string()),
        ("last_modified", pa.string()),
        ("content_type", pa.string()),
        ("observed_at", pa.timestamp("us", tz="UTC")),
        ("observed_basis", pa.string()),
        ("payload_bytes", pa.int64()),
        ("licence", pa.string()),
        ("redistribution", pa.string()),
        ("is_sample", pa.bool_()),
        ("outcome", pa.string()),
        ("row_count", pa.int64()),
        ("reject_count", pa.int64()),
        ("repair_count", pa.int64()),
        ("set_aside_count", pa.int64()),
        ("note", pa.string()),
        ("accepted_reason", pa.string()),
    ]
)

SOURCES_SCHEMA = pa.schema(
    [
        ("source", pa.string()),
        ("dataset", pa.string()),
        ("title", pa.string()),
        ("publisher", pa.string()),
        ("site", pa.string()),
        ("url", pa.string()),
        ("licence", pa.string()),
        ("redistribution", pa.string()),
        ("cadence", pa.string()),
        ("key_variable", pa.string()),
        ("parser_version", pa.int32()),
        ("min_rows", pa.int64()),
        ("max_rows", pa.int64()),
        ("allowed_shrinkage", pa.float64()),
        ("payload_count", pa.int64()),
        ("row_count", pa.int64()),
        ("reject_count", pa.int64()),
        ("newest_on", pa.date32()),
        ("last_observed_at", pa.timestamp("us", tz="UTC")),
        ("status", pa.string()),
        ("status_reason", pa.string()),
    ]
)

REJECTS_SCHEMA = pa.schema(
    [
        ("payload_sha256", pa.string()),
        ("source", pa.string()),
        ("dataset", pa.string()),
        ("row_number", pa.int64()),
        ("reason", pa.string()),
        ("detail", pa.string()),
        ("raw_text", pa.string()),
    ]
)


def write_inputs(
    build: Build, contents: Contents, overlay: Overlay, states: Mapping[str, FetchState]
) -> dict[str, int]:
    """Write `inputs/{payloads,sources,rejects}.parquet` of the build; return their row counts."""
    specs = load_specs()
    payloads: list[dict[str, Any]] = []
    sources = []
    for spec in specs.values():
        parsed = json.loads((build.results / f"parsed-{spec.raw_name}.json").read_text())
        payloads.extend(parsed)
        sources.append(_source_record(build, spec, parsed, states.get(spec.source)))
    payloads.extend(seed_records())
    payloads.extend(overlay.payload_records())
    for record in payloads:
        record["observed_at"] = _timestamp(record["observed_at"])
    rejected = pa.Table.from_pylist(list(overlay.reject_records()), REJECTS_SCHEMA)
    rejects = pa.concat_tables([_all_rejects(build), rejected])
    tables = {
        "payloads": pa.Table.from_pylist(payloads, PAYLOADS_SCHEMA),
        "sources": pa.Table.from_pylist(sources, SOURCES_SCHEMA),
        "rejects": rejects,
    }
    for name, table in tables.items():
        pq.write_table(table, build.inputs / f"{name}.parquet")
    return {name: table.num_rows for name, table in tables.items()}


def seed_records() -> Iterable[dict[str, Any]]:
    """The curated CSV files as payloads: their bytes are where curated rows come from."""
    import hashlib

    for path in sorted(SEEDS.rglob("*.csv")):
        content = path.read_bytes()
        yield {
            "payload_sha256": hashlib.sha256(content).hexdigest(),
            "source": "curated",
            "dataset": path.stem,
            "origin": "curated",
            "url": path.relative_to(REPOSITORY).as_posix(),
            "observed_at": None,
            "observed_basis": "curated",
            "content_type": "text/csv",
            "payload_bytes": len(content),
            "licence": "facts, each row with its source",
            "redistribution": "attribution",
            "is_sample": False,
            "outcome": Outcome.OK.value,
            "row_count": content.count(b"\n") - 1,
            "reject_count": 0,
            "repair_count": 0,
        }


def _source_record(
    build: Build, spec: DatasetSpec, parsed: list[dict[str, Any]], state: FetchState | None
) -> dict[str, Any]:
    good = [payload for payload in parsed if payload["outcome"] == Outcome.OK]
    refused = [payload for payload in parsed if payload["outcome"] != Outcome.OK]
    newest = None
    if good and spec.newest_column is not None:
        [(newest,)] = duckdb.execute(
            f"select max({spec.newest_column})::date from read_parquet(?)",
            [str(build.raw / spec.raw_name / "*.parquet")],
        ).fetchall()
    status = SourceStatus.OK
    reason: str | None = None
    if not parsed:
        status, reason = SourceStatus.EMPTY, "nothing archived"
    elif not good:
        status, reason = SourceStatus.FAILED, f"every payload refused: {refused[-1]['note']}"
    elif refused:
        reason = f"{len(refused)} payload(s) refused: {refused[-1]['note']}"
    outdated = max(good, key=lambda p: p["observed_at"])["outdated_repairs"] if good else ()
    if outdated and reason is None:
        reason = f"{len(outdated)} declared repair(s) no longer apply: {outdated[0]}"
    if state is not None and state.is_stale:
        status = SourceStatus.STALE if good else status
        reason = f"{state.outcome}: {state.reason}"
    elif state is not None and reason is None:
        reason = state.reason
    for told in (SourceStatus.INCOMPLETE, SourceStatus.STALE):
        why = parsed[0].get(told) if good else None
        if why:
            status, reason = told, f"{why}; {reason}" if status == told and reason else why
    return {
        "source": spec.source,
        "dataset": spec.dataset,
        "title": spec.title,
        "publisher": spec.source_spec.publisher,
        "site": spec.source_spec.site,
        "url": spec.url,
        "licence": spec.source_spec.licence,
        "redistribution": spec.source_spec.redistribution,
        "cadence": spec.cadence,
        "key_variable": spec.source_spec.key_variable,
        "parser_version": spec.parser_version,
        "min_rows": spec.rows.minimum,
        "max_rows": spec.rows.maximum,
        "allowed_shrinkage": spec.allowed_shrinkage,
        "payload_count": len(good),
        "row_count": sum(payload["row_count"] for payload in good),
        "reject_count": sum(payload["reject_count"] for payload in parsed),
        "newest_on": newest,
        "last_observed_at": _timestamp(max((p["observed_at"] for p in good), default=None)),
        "status": status.value,
        "status_reason": reason,
    }


def _all_rejects(build: Build) -> pa.Table:
    tables = [REJECTS_SCHEMA.empty_table()]
    for path in sorted((build.inputs / "rejects").glob("*.parquet")):
        source, dataset = path.stem.split("__", 1)
        table = pq.read_table(path)
        table = table.append_column("source", pa.array([source] * table.num_rows, pa.string()))
        table = table.append_column("dataset", pa.array([dataset] * table.num_rows, pa.string()))
        tables.append(table.select(REJECTS_SCHEMA.names).cast(REJECTS_SCHEMA))
    return pa.concat_tables(tables)


def _timestamp(text: str | None) -> Any:
    from datetime import datetime

    return None if text is None else datetime.fromisoformat(text)
