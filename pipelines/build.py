"""The steps of a build before dbt: which archive, parse it, and say what went in.

Belongs here: plain functions that the Dagster assets call, each from files to files.
Does not belong here: Dagster declarations (`defs/`), dbt (`transform.py`), parsing rules
(`sources/`), the decision to publish (`audit/`, `release.py`).
"""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines import fingerprint as fp
from pipelines.archive import Archive, Entry
from pipelines.durable import write_durably
from pipelines.errors import ChipwatchError
from pipelines.event_study.kernel import react
from pipelines.extraction.candidates import DATASETS as CANDIDATE_DATASETS
from pipelines.extraction.candidates import derive_event_candidates
from pipelines.extraction.derive import derive_entity_links
from pipelines.fetch.log import FetchState, fetch_status
from pipelines.fetch.refusals import Refusal, refusal_of
from pipelines.overlay import Overlay, read_overlay
from pipelines.raw import RawResult, empty_table, write_raw
from pipelines.release import Provenance
from pipelines.sources import parser_for
from pipelines.specs import DatasetSpec, load_specs
from pipelines.warehouse import (
    REPOSITORY,
    SAMPLE_ARCHIVE,
    Build,
    Kind,
    Warehouse,
)

SEEDS = REPOSITORY / "dbt_project" / "seeds"

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
        ("note", pa.string()),
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


@dataclass(frozen=True)
class DatasetSummary:
    """What parsing one dataset of the archive came to."""

    name: str
    payloads: list[dict[str, Any]]

    @property
    def row_count(self) -> int:
        return sum(payload["row_count"] for payload in self.payloads)

    @property
    def reject_count(self) -> int:
        return sum(payload["reject_count"] for payload in self.payloads)

    @property
    def refused(self) -> list[dict[str, Any]]:
        """Payloads that are not what the source returns."""
        return [payload for payload in self.payloads if payload["outcome"] != "ok"]

    @property
    def bytes(self) -> int:
        return sum(payload["payload_bytes"] for payload in self.payloads)

    def not_in(self, released: AbstractSet[str]) -> list[dict[str, Any]]:
        """Payloads whose `source/dataset/hash` the release did not hold."""
        names = ((f"{self.name}/{payload['payload_sha256']}", payload) for payload in self.payloads)
        return [payload for name, payload in names if name not in released]


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
        raise ChipwatchError(
            f"The archive {archive} holds no payload that counts.",
            "add a file you have with `chipwatch archive add SOURCE/DATASET FILE`, "
            "or run without --live and --archive to use the bundled sample.",
        )
    kinds: set[Kind] = {"sample" if entry.is_sample else "live" for entry in entries}
    if len(kinds) > 1:
        raise ChipwatchError(
            f"The archive {archive} mixes sample payloads with real ones.",
            "keep them in two archives; sample payloads have origin `sample` in their sidecars.",
        )
    return archive, kinds.pop()


def provenance(archive: Path, kind: Kind, overlay_hash: str) -> Provenance:
    """What a build over `archive` and the user's own rows with the present code is made from."""
    entries = Archive(archive).entries()
    code = fp.code_hash()
    payloads = [
        (f"{entry.source}/{entry.dataset}", entry.sha256, entry.observed_at.isoformat())
        for entry in entries
        if refusal_of(entry) is None
    ]
    states = fetch_status(Warehouse(archive.parent))
    stale = sorted(name for name, state in states.items() if state.is_stale)
    return Provenance(
        fingerprint=fp.fingerprint(payloads, code, ";".join([kind + overlay_hash, *stale])),
        code_version=code[:16],
        warehouse_kind=kind,
        payloads=tuple(f"{name}/{sha}" for name, sha, _ in payloads),
    )


def parse_dataset(
    warehouse: Warehouse, build: Build, archive: Path, spec: DatasetSpec
) -> DatasetSummary:
    """Parse every payload of one dataset to raw Parquet and link the results into the build.

    A payload that is not what the source returns is refused and recorded, never an error.
    """
    store = Archive(archive)
    parse = parser_for(spec.name)
    folder = build.raw / spec.raw_name
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(empty_table(spec), folder / "_empty.parquet")
    payloads = []
    for entry in store.entries(spec.source, spec.dataset):
        refusal = refusal_of(entry)
        if refusal is not None:
            payloads.append(_refused_record(entry, refusal))
            continue
        result = write_raw(store, entry, spec, parse, warehouse.raw)
        if result.outcome == "ok":
            _link(result.path, folder / result.path.name)
        _link_rejects(result.rejects_path, build, entry)
        payloads.append(
            {
                **_payload_record(entry),
                "outcome": str(result.outcome),
                "row_count": result.rows,
                "reject_count": result.rejects,
                "repair_count": result.repairs,
                "outdated_repairs": result.outdated_repairs,
                "note": _note(result, entry),
            }
        )
    summary = DatasetSummary(spec.name, payloads)
    content = json.dumps(payloads, default=str).encode()
    write_durably(build.results / f"parsed-{spec.raw_name}.json", content)
    return summary


def own_rows(warehouse: Warehouse) -> Overlay:
    """The user's own rows of a warehouse, checked. Raises OverlayError."""
    return read_overlay(warehouse.overlay, SEEDS)


def write_inputs(build: Build, archive: Path, overlay: Overlay) -> dict[str, int]:
    """Write `inputs/{payloads,sources,rejects}.parquet` of the build; return their row counts."""
    specs = load_specs()
    states = fetch_status(Warehouse(archive.parent))
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
    import hashlib  # noqa: PLC0415

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
            "outcome": "ok",
            "row_count": content.count(b"\n") - 1,
            "reject_count": 0,
            "repair_count": 0,
        }


def derive(warehouse: Warehouse, build: Build) -> None:
    """Link list entries to vendors, the user's own ones too."""
    build.derived.mkdir(exist_ok=True)
    files = [
        file
        for dataset in ("csl__entries", "ofac__consolidated")
        for file in sorted((build.raw / dataset).glob("*.parquet"))
    ]
    path = derive_entity_links(
        files,
        _aliases(build),
        SEEDS / "reference" / "vendor_link_overrides.csv",
        warehouse.derived,
    )
    _link(path, build.derived / "entity_links.parquet")


def derive_candidates(warehouse: Warehouse, build: Build) -> None:
    """Read documents and headlines for government measures."""
    build.derived.mkdir(exist_ok=True)
    files = {
        name: [p for p in sorted((build.raw / name).glob("*.parquet")) if p.stem != "_empty"]
        for name in CANDIDATE_DATASETS
    }
    path = derive_event_candidates(files, warehouse.derived)
    _link(path, build.derived / "event_candidates.parquet")


def _aliases(build: Build) -> Path:
    """The curated aliases, or a table of them and the user's own where there are some."""
    curated = SEEDS / "reference" / "vendor_aliases.csv"
    own = pq.read_table(build.overlay / "vendor_aliases.parquet").to_pylist()
    if not own:
        return curated
    joined = build.overlay / "all_vendor_aliases.csv"
    with curated.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with joined.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows([*rows, *own])
    return joined


def study(build: Build) -> None:
    """Run the event study on the build's bars and events."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "file_search_path": str(build.path)
    }
    with duckdb.connect(str(build.work), read_only=True, config=settings) as connection:
        bars = connection.sql("from intermediate.int_market__study_bars").to_arrow_table()
        events = connection.sql("from intermediate.int_market__study_events").to_arrow_table()
    reactions = react(bars, events)
    pq.write_table(reactions, build.derived / "market_reactions.parquet")


def _payload_record(entry: Entry) -> dict[str, Any]:
    return {
        "payload_sha256": entry.sha256,
        "source": entry.source,
        "dataset": entry.dataset,
        "origin": entry.origin,
        "url": entry.url,
        "parameters": json.dumps(entry.parameters, sort_keys=True) if entry.parameters else None,
        "method": entry.method,
        "http_status": entry.status,
        "etag": entry.etag,
        "last_modified": entry.last_modified,
        "content_type": entry.content_type,
        "observed_at": entry.observed_at.isoformat(),
        "observed_basis": entry.observed_basis,
        "payload_bytes": entry.bytes,
        "licence": entry.licence,
        "redistribution": entry.redistribution,
        "is_sample": entry.is_sample,
    }


def _refused_record(entry: Entry, refusal: Refusal) -> dict[str, Any]:
    """A payload that the fetch kept and refused: in the record, not in the rows."""
    note = f"{refusal.reason}; load it with `chipwatch sources accept {entry.sha256[:12]}`"
    return {
        **_payload_record(entry),
        "outcome": str(refusal.outcome),
        "row_count": 0,
        "reject_count": 0,
        "repair_count": 0,
        "note": note,
    }


def _note(result: RawResult, entry: Entry) -> str | None:
    """What a person should know of a parsed payload, in one line."""
    outdated = (f"declared repair no longer applies: {told}" for told in result.outdated_repairs)
    also = (f"the same bytes came from {address.url} too" for address in entry.also)
    return "; ".join(filter(None, [result.message or entry.note, *outdated, *also])) or None


def _source_record(
    build: Build, spec: DatasetSpec, parsed: list[dict[str, Any]], state: FetchState | None
) -> dict[str, Any]:
    good = [payload for payload in parsed if payload["outcome"] == "ok"]
    refused = [payload for payload in parsed if payload["outcome"] != "ok"]
    newest = None
    with duckdb.connect() as connection:
        if good and spec.newest_column is not None:
            files = str(build.raw / spec.raw_name / "*.parquet")
            row = connection.execute(
                f"select max({spec.newest_column})::date from read_parquet(?)",
                [files],
            ).fetchone()
            newest = row[0] if row else None
    if not parsed:
        status, reason = "empty", "nothing archived"
    elif not good:
        status, reason = "failed", f"every payload refused: {refused[-1]['note']}"
    elif refused:
        status, reason = "ok", f"{len(refused)} payload(s) refused: {refused[-1]['note']}"
    else:
        status, reason = "ok", None
    outdated = max(good, key=lambda p: p["observed_at"])["outdated_repairs"] if good else ()
    if outdated and reason is None:
        reason = f"{len(outdated)} declared repair(s) no longer apply: {outdated[0]}"
    if state is not None and state.is_stale:
        status = "stale" if good else status
        reason = f"last fetch: {state.outcome}: {state.reason}"
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
        "payload_count": len(good),
        "row_count": sum(payload["row_count"] for payload in good),
        "reject_count": sum(payload["reject_count"] for payload in parsed),
        "newest_on": newest,
        "last_observed_at": _timestamp(max((p["observed_at"] for p in good), default=None)),
        "status": status,
        "status_reason": reason,
    }


def _all_rejects(build: Build) -> pa.Table:
    files = sorted((build.inputs / "rejects").glob("*.parquet"))
    if not files:
        return REJECTS_SCHEMA.empty_table()
    tables = []
    for path in files:
        source, dataset, _ = path.name.split("__", 2)
        table = pq.read_table(path)
        table = table.append_column("source", pa.array([source] * table.num_rows, pa.string()))
        table = table.append_column("dataset", pa.array([dataset] * table.num_rows, pa.string()))
        tables.append(table.select(REJECTS_SCHEMA.names).cast(REJECTS_SCHEMA))
    return pa.concat_tables(tables)


def _link_rejects(path: Path | None, build: Build, entry: Entry) -> None:
    if path is not None and path.exists():
        folder = build.inputs / "rejects"
        folder.mkdir(parents=True, exist_ok=True)
        _link(path, folder / f"{entry.source}__{entry.dataset}__{entry.sha256}.parquet")


def _link(source: Path, target: Path) -> None:
    """Hard link, or copy where the file system has none."""
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _timestamp(text: str | None) -> Any:
    from datetime import datetime  # noqa: PLC0415

    return None if text is None else datetime.fromisoformat(text)
