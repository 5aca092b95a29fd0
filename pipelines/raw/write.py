"""Raw Parquet: the rows of one payload in the declared Arrow schema, its rejects beside them.

Belongs here: enforcing the schema, writing the two files of a payload once, handing a dataset to a
build. Does not belong here: parsing, files of many payloads (`packs.py`), or reading raw files for
transformation (dbt does).

A value that does not fit its declared column makes its row a reject; nothing is coerced. The
rejects are written first and the rows last, both by write, fsync, rename, so a rows file says
that the payload is done. Files depend only on payload, schema and parser.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.archive.contents import Contents
from pipelines.archive.refusals import Refusal
from pipelines.archive.store import Archive, CorruptPayload, Entry
from pipelines.errors import ChipwatchError
from pipelines.files.durable import link_or_copy, make_folders, write_durably
from pipelines.fingerprint import module_hash
from pipelines.parsing.records import (
    CELL_REASONS,
    Outcome,
    Parsed,
    Parser,
    PayloadError,
    Reject,
    in_payload_order,
)
from pipelines.parsing.text import charset_of
from pipelines.raw.packs import (
    PACKED_FROM,
    SMALL_BYTES,
    Loose,
    Member,
    Pack,
    packed,
    read_packs,
)
from pipelines.raw.parse import empty_table, parse_to_table
from pipelines.raw.rejects import REJECTS_SCHEMA, rejects_file, rejects_table
from pipelines.sources import parser_for
from pipelines.specs import DatasetSpec, Repair
from pipelines.warehouse import Build, Warehouse

_REPAIRS = b"chipwatch_repairs"
_CHARSET = b"chipwatch_charset"


class RawError(ChipwatchError):
    """A raw file could not be written; the message names it."""


@dataclass(frozen=True)
class RawResult:
    """What became of one payload: counts, files, and how its parsing ended.

    `rejects` are records that were not kept, `cells` those cells of kept rows that the file of
    rejects tells of too. `path` exists only when the outcome is ok; `rejects_path` always does.
    `repairs` values were put right as declared; `outdated_repairs` tells of declarations that no
    longer fit.
    """

    rows: int
    rejects: int
    path: Path
    rejects_path: Path
    outcome: Outcome
    message: str
    repairs: int = 0
    outdated_repairs: tuple[str, ...] = ()
    cells: int = 0


def write_raw(
    archive: Archive, entry: Entry, spec: DatasetSpec, parse: Parser, raw_root: Path
) -> RawResult:
    """Parse an archived payload into `raw_root`, once for each payload and state of the parser.

    A payload that is damaged or not data of its source is one reject without a position, its
    reason the outcome; nothing of it is loaded. Raises RawError when a file cannot be written.
    """
    folder = raw_root / entry.source / entry.dataset / parsed_by(spec, parse)
    path = folder / f"{entry.sha256}.parquet"
    rejects_path = folder / f"{entry.sha256}.rejects.parquet"
    charset = charset_of(entry.content_type) or ""
    done = _already_done(path, rejects_path, spec, charset)
    if done is not None:
        return done
    try:
        parsed, table = parse_to_table(archive.read(entry), spec, parse, entry.content_type)
    except PayloadError as error:
        outcome, message = error.outcome, error.message
    except CorruptPayload as error:
        outcome, message = Outcome.CORRUPT, f"{error.message} {error.remedy}"
    else:
        told_of = in_payload_order([*parsed.rejects, *parsed.cells])
        _write(rejects_path, _with_charset(rejects_table(entry.sha256, told_of), charset))
        _write(path, _with_origin(table, entry.sha256, parsed, spec))
        counts = parsed.row_count, len(parsed.rejects)
        told = parsed.repair_count, parsed.outdated_repairs
        cells = len(parsed.cells)
        return RawResult(*counts, path, rejects_path, Outcome.OK, "", *told, cells)
    failure = Reject(None, outcome.value, message, "")
    _write(rejects_path, _with_charset(rejects_table(entry.sha256, [failure]), charset))
    return RawResult(0, 1, path, rejects_path, outcome, message)


def parsed_by(spec: DatasetSpec, parse: Parser) -> str:
    """The name of what decides the rows of a payload: the declared version and the present code."""
    return f"v{spec.parser_version}-{_code_hash(parse.__module__)}"


@cache
def _code_hash(parser: str) -> str:
    modules = (parser, parse_to_table.__module__)
    return hashlib.sha256("".join(map(module_hash, modules)).encode()).hexdigest()[:12]


def _with_charset(rejects: pa.Table, charset: str) -> pa.Table:
    """The table with the charset of the transport, which the rows depend on like the bytes."""
    return rejects.replace_schema_metadata({_CHARSET: charset}) if charset else rejects


def _already_done(
    path: Path, rejects_path: Path, spec: DatasetSpec, charset: str
) -> RawResult | None:
    """The result of an earlier run, or None when the payload must be parsed."""
    rejects = _read_rejects(rejects_path, charset)
    if rejects is None:
        return None
    failure = _recorded_failure(rejects)
    if failure is not None:
        return RawResult(0, 1, path, rejects_path, *failure)
    try:
        metadata = pq.read_metadata(path)
    except (OSError, pa.ArrowException):
        return None
    if not metadata.schema.to_arrow_schema().equals(spec.raw_schema):
        return None
    told = _told_repairs(metadata.schema.to_arrow_schema().metadata or {}, spec)
    if told is None:
        return None
    cells = sum(reason in CELL_REASONS for reason in rejects["reason"].to_pylist())
    counts = metadata.num_rows, rejects.num_rows - cells
    return RawResult(*counts, path, rejects_path, Outcome.OK, "", *told, cells)


def _told_repairs(
    metadata: Mapping[bytes, bytes], spec: DatasetSpec
) -> tuple[int, tuple[str, ...]] | None:
    """What a raw file says of the repairs in it; None when others are declared by now."""
    if _REPAIRS not in metadata:
        return None if spec.repairs else (0, ())
    kept = json.loads(metadata[_REPAIRS])
    if kept["declared"] != _declared(spec):
        return None
    return int(kept["count"]), tuple(kept["outdated"])


def _declared(spec: DatasetSpec) -> str:
    """A short name of the declared repairs; another one makes a raw file stale."""
    return hashlib.sha256(repr(spec.repairs).encode()).hexdigest()[:16]


def _recorded_failure(rejects: pa.Table) -> tuple[Outcome, str] | None:
    """The failure an earlier run recorded; damage is looked at again, it may be repaired."""
    if rejects.num_rows != 1 or rejects["row_number"][0].is_valid:
        return None
    reason = rejects["reason"][0].as_py()
    if reason not in set(Outcome) - {Outcome.CORRUPT}:
        return None
    return Outcome(reason), rejects["detail"][0].as_py() or ""


def _read_rejects(path: Path, charset: str) -> pa.Table | None:
    """Rejects written before in today's form and for this charset, or None."""
    try:
        rejects = pq.read_table(path)
    except (OSError, pa.ArrowException):
        return None
    told = (rejects.schema.metadata or {}).get(_CHARSET, b"").decode()
    return rejects if rejects.schema.equals(REJECTS_SCHEMA) and told == charset else None


def _with_origin(table: pa.Table, sha256: str, parsed: Parsed, spec: DatasetSpec) -> pa.Table:
    numbers = pa.array(parsed.row_numbers, pa.int64())
    origin = [pa.repeat(sha256, table.num_rows), numbers]
    schema = spec.raw_schema
    if spec.repairs:
        kept = {
            "declared": _declared(spec),
            "count": parsed.repair_count,
            "outdated": parsed.outdated_repairs,
        }
        schema = schema.with_metadata({_REPAIRS: json.dumps(kept).encode()})
    return pa.table([*table.columns, *origin], schema=schema)


def _write(path: Path, table: pa.Table) -> None:
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    with _clear_errors(path):
        make_folders(path.parent)
        write_durably(path, buffer.getvalue())


@contextmanager
def _clear_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RawError(
            f"cannot write {path}: {error.strerror or error}.",
            "check free space and permissions of the warehouse folder and run again;"
            " the archive was not touched.",
        ) from error


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
        return [payload for payload in self.payloads if payload["outcome"] != Outcome.OK]

    @property
    def bytes(self) -> int:
        return sum(payload["payload_bytes"] for payload in self.payloads)

    def not_in(self, released: AbstractSet[str]) -> list[dict[str, Any]]:
        """Payloads whose `source/dataset/hash` the release did not hold."""
        names = ((f"{self.name}/{payload['payload_sha256']}", payload) for payload in self.payloads)
        return [payload for name, payload in names if name not in released]


def parse_dataset(
    warehouse: Warehouse, build: Build, contents: Contents, spec: DatasetSpec
) -> DatasetSummary:
    """Parse every payload of one dataset to raw Parquet and link the results into the build.

    A payload that is not what the source returns is refused and recorded, never an error. Small
    payloads are kept together (`packs.py`) once there are many. Raises RawError when a file cannot
    be written.
    """
    today = datetime.now(UTC).date()
    ended, spec = spec.ended_repairs(today), spec.on(today)
    parse = parser_for(spec.name)
    kept = warehouse.raw / spec.source / spec.dataset / parsed_by(spec, parse)
    entries = contents.of(spec.source, spec.dataset)
    loadable = [entry for entry in entries if entry.path not in contents.refusals]
    with _clear_errors(kept):
        packs = read_packs(
            kept, spec.raw_schema, {one.sha256: _depends_on(one, spec) for one in loadable}
        )
    results = {sha: result for pack in packs for sha, result in _results(pack)}
    alone = [entry for entry in loadable if entry.sha256 not in results]
    for entry in alone:
        results[entry.sha256] = write_raw(contents.archive, entry, spec, parse, warehouse.raw)
    small = [one for entry in alone for one in _small(entry, results[entry.sha256], spec)]
    if len(small) >= PACKED_FROM:
        with _clear_errors(kept):
            packs = packed(kept, packs, small, spec.raw_schema)
        results |= {sha: result for pack in packs for sha, result in _results(pack)}
    _hand_over(build, spec, [results[entry.sha256] for entry in loadable])
    payloads = []
    for entry in entries:
        refusal = contents.refusals.get(entry.path)
        if refusal is not None:
            payloads.append(_refused_record(entry, refusal))
            continue
        accepted, result = contents.acceptances.get(entry.path), results[entry.sha256]
        payloads.append(
            {
                **_payload_record(entry),
                "outcome": str(result.outcome),
                "row_count": result.rows,
                "reject_count": result.rejects,
                "repair_count": result.repairs,
                "outdated_repairs": [*result.outdated_repairs, *map(_ended, ended)],
                "note": _note(result, entry, accepted),
                "accepted_reason": accepted,
                "raw_file": result.path.name,
            }
        )
    _remove_older(kept)
    summary = DatasetSummary(spec.name, payloads)
    content = json.dumps(payloads, default=str).encode()
    write_durably(build.results / f"parsed-{spec.raw_name}.json", content)
    return summary


def _depends_on(entry: Entry, spec: DatasetSpec) -> tuple[str, str]:
    """What the rows of a payload depend on beside its bytes, the schema and the parser's code."""
    return charset_of(entry.content_type) or "", _declared(spec) if spec.repairs else ""


def _small(entry: Entry, result: RawResult, spec: DatasetSpec) -> Iterator[Loose]:
    """The payload as one to be packed, if it is small and its parsing has ended for good."""
    if result.outcome is Outcome.CORRUPT:
        return
    if result.outcome is Outcome.OK and result.path.stat().st_size > SMALL_BYTES:
        return
    member = Member(
        entry.sha256,
        result.rows,
        result.rejects,
        result.cells,
        result.outcome.value,
        result.message,
        result.repairs,
        result.outdated_repairs,
        *_depends_on(entry, spec),
    )
    yield Loose(f"{entry.observed_at:%Y-%m}", member, result.path, result.rejects_path)


def _results(pack: Pack) -> Iterator[tuple[str, RawResult]]:
    """What became of each payload of a pack, by hash; its files are those of the pack."""
    for sha, one in pack.members.items():
        yield (
            sha,
            RawResult(
                one.rows,
                one.rejects,
                pack.path,
                pack.rejects_path,
                Outcome(one.outcome),
                one.message,
                one.repairs,
                one.outdated_repairs,
                one.cells,
            ),
        )


def _hand_over(build: Build, spec: DatasetSpec, results: Sequence[RawResult]) -> None:
    """Link the rows of a dataset into the build, and write its rejects there as one file."""
    folder = build.raw / spec.raw_name
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(empty_table(spec), folder / "_empty.parquet")
    for path in sorted({one.path for one in results if one.rows or one.outcome is Outcome.OK}):
        link_or_copy(path, folder / path.name)
    told = [pq.read_table(path) for path in sorted({one.rejects_path for one in results})]
    whole = pa.concat_tables(
        [REJECTS_SCHEMA.empty_table(), *(one.replace_schema_metadata(None) for one in told)]
    )
    if whole.num_rows:
        target = rejects_file(build, spec.raw_name)
        target.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(whole.sort_by("payload_sha256"), target, compression="zstd")


def _remove_older(present: Path) -> None:
    """Remove rows of older states of the parser; builds have links of their own to them."""
    for older in present.parent.glob("v*"):
        if older != present:
            shutil.rmtree(older, ignore_errors=True)


def _ended(repair: Repair) -> str:
    return f"{repair.place}: {repair.by} declared it until {repair.until}, which is over"


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


def _note(result: RawResult, entry: Entry, reason: str | None) -> str | None:
    """What a person should know of a parsed payload, in one line."""
    told = [result.message or entry.note]
    if reason is not None:
        told.append(f"refused by the fetch and accepted by hand: {reason}")
    if result.cells:
        told.append(f"{result.cells} cells of kept rows set aside or damaged, see meta.rejects")
    told += [f"declared repair no longer applies: {one}" for one in result.outdated_repairs]
    told += [f"the same bytes came from {address.url} too" for address in entry.also]
    return "; ".join(filter(None, told)) or None
