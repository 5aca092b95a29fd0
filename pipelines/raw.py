"""Raw Parquet: the rows of one payload in the declared Arrow schema, its rejects beside them.

Belongs here: enforcing the schema, and writing the two files of a payload once.
Does not belong here: parsing, or reading raw files for transformation (dbt does).

A value that does not fit its declared column makes its row a reject; nothing is coerced. The
rejects are written first and the rows last, both by write, fsync, rename, so a rows file says
that the payload is done. Files depend only on payload, schema and parser.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.archive import Archive, CorruptPayload, Entry
from pipelines.durable import make_folders, write_durably
from pipelines.errors import ChipwatchError
from pipelines.parsing import (
    Outcome,
    Parsed,
    Parser,
    PayloadError,
    Reject,
    brief,
    in_payload_order,
    raw_text,
)
from pipelines.repairs import apply_repairs
from pipelines.specs import ColumnSpec, DatasetSpec, arrow_type

REJECTS_SCHEMA = pa.schema(
    [
        pa.field("payload_sha256", pa.string(), nullable=False),
        pa.field("row_number", pa.int64()),
        pa.field("reason", pa.string(), nullable=False),
        pa.field("detail", pa.string()),
        pa.field("raw_text", pa.string()),
    ]
)

_REPAIRS = b"chipwatch_repairs"

_PYTHON_TYPES: Mapping[str, type] = {
    "string": str,
    "bool": bool,
    "int32": int,
    "int64": int,
    "date32": date,
    "timestamp[us, UTC]": datetime,
    "list<string>": list,
}


class RawError(ChipwatchError):
    """A raw file could not be written; the message names it."""


@dataclass(frozen=True)
class RawResult:
    """What became of one payload: counts, files, and how its parsing ended.

    `path` exists only when the outcome is ok; `rejects_path` always does. `repairs` values were put
    right as declared; `outdated_repairs` tells of declarations that no longer fit.
    """

    rows: int
    rejects: int
    path: Path
    rejects_path: Path
    outcome: Outcome
    message: str
    repairs: int = 0
    outdated_repairs: tuple[str, ...] = ()


def write_raw(
    archive: Archive, entry: Entry, spec: DatasetSpec, parse: Parser, raw_root: Path
) -> RawResult:
    """Parse an archived payload into `raw_root`, once for each payload and parser version.

    A payload that is damaged or not data of its source is one reject without a position, its
    reason the outcome; nothing of it is loaded. Raises RawError when a file cannot be written.
    """
    folder = raw_root / entry.source / entry.dataset / f"v{spec.parser_version}"
    path = folder / f"{entry.sha256}.parquet"
    rejects_path = folder / f"{entry.sha256}.rejects.parquet"
    done = _already_done(path, rejects_path, spec)
    if done is not None:
        return done
    try:
        parsed, table = parse_to_table(archive.read(entry), spec, parse)
    except PayloadError as error:
        outcome, message = error.outcome, error.message
    except CorruptPayload as error:
        outcome, message = Outcome.CORRUPT, f"{error.message} {error.remedy}"
    else:
        _write(rejects_path, rejects_table(entry.sha256, parsed.rejects))
        _write(path, _with_origin(table, entry.sha256, parsed, spec))
        counts = parsed.row_count, len(parsed.rejects)
        told = parsed.repair_count, parsed.outdated_repairs
        return RawResult(*counts, path, rejects_path, Outcome.OK, "", *told)
    failure = Reject(None, outcome.value, message, "")
    _write(rejects_path, rejects_table(entry.sha256, [failure]))
    return RawResult(0, 1, path, rejects_path, outcome, message)


def parse_to_table(payload: bytes, spec: DatasetSpec, parse: Parser) -> tuple[Parsed, pa.Table]:
    """The rows of a payload that fit the declared schema, as columns and as an Arrow table.

    Raises PayloadError: whatever the parser says, too_large above and shrunken below the size
    the spec declares.
    """
    if len(payload) > spec.bytes.maximum:
        raise PayloadError(
            Outcome.TOO_LARGE,
            f"{len(payload)} bytes, {spec.name} is never above {spec.bytes.maximum}",
        )
    parsed = parse(payload, spec)
    if len(payload) < spec.bytes.minimum:
        raise PayloadError(
            Outcome.SHRUNKEN,
            f"{len(payload)} bytes, {spec.name} is never below {spec.bytes.minimum}",
        )
    return conform(apply_repairs(parsed, spec), spec)


def conform(parsed: Parsed, spec: DatasetSpec) -> tuple[Parsed, pa.Table]:
    """Keep the rows whose every value fits its column; the others become rejects.

    Reasons: `null_value` for a null in a required column, `value_misfit` for the rest.
    """
    arrays: dict[str, pa.Array] = {}
    misfits: dict[int, Reject] = {}
    for column in spec.columns:
        values = parsed.columns[column.name]
        array = _fast_array(values, column)
        if array is None:
            _collect_misfits(parsed, column, misfits)
        else:
            arrays[column.name] = array
    if misfits:
        parsed = _without(parsed, misfits)
        arrays = {c.name: _exact_array(parsed.columns[c.name], c) for c in spec.columns}
    return parsed, pa.table(
        [arrays[name] for name in spec.arrow_schema.names], schema=spec.arrow_schema
    )


def empty_table(spec: DatasetSpec) -> pa.Table:
    """A table without rows in the schema of the raw Parquet."""
    return spec.raw_schema.empty_table()


def rejects_table(sha256: str, rejects: Sequence[Reject]) -> pa.Table:
    """Rejects of one payload in REJECTS_SCHEMA."""
    count = len(rejects)
    return pa.table(
        {
            "payload_sha256": [sha256] * count,
            "row_number": [reject.row_number for reject in rejects],
            "reason": [reject.reason for reject in rejects],
            "detail": [reject.detail for reject in rejects],
            "raw_text": [reject.raw_text for reject in rejects],
        },
        schema=REJECTS_SCHEMA,
    )


def _already_done(path: Path, rejects_path: Path, spec: DatasetSpec) -> RawResult | None:
    """The result of an earlier run, or None when the payload must be parsed."""
    rejects = _read(rejects_path)
    if rejects is None or not rejects.schema.equals(REJECTS_SCHEMA):
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
    return RawResult(metadata.num_rows, rejects.num_rows, path, rejects_path, Outcome.OK, "", *told)


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


def _read(path: Path) -> pa.Table | None:
    try:
        return pq.read_table(path)
    except (OSError, pa.ArrowException):
        return None


def _fast_array(values: Sequence[object], column: ColumnSpec) -> pa.Array | None:
    """The column as a whole, or None when some value does not fit."""
    kinds = set(map(type, values))
    nulls = type(None) in kinds
    kinds.discard(type(None))
    if (nulls and not column.nullable) or not kinds <= {_python_type(column)}:
        return None
    try:
        return _exact_array(values, column)
    except (pa.ArrowException, UnicodeError, OverflowError, TypeError, ValueError):
        return None


def _exact_array(values: Sequence[object], column: ColumnSpec) -> pa.Array:
    return pa.array(values, arrow_type(column.type))


def _python_type(column: ColumnSpec) -> type:
    return _PYTHON_TYPES.get(column.type, Decimal)


def _collect_misfits(parsed: Parsed, column: ColumnSpec, misfits: dict[int, Reject]) -> None:
    for index, value in enumerate(parsed.columns[column.name]):
        if index in misfits or _fast_array([value], column) is not None:
            continue
        if value is None:
            reason, detail = "null_value", f"{column.name} is null, the column requires a value"
        else:
            reason = "value_misfit"
            detail = f"{column.name} {brief(value)} does not fit {column.type}"
        row = {name: values[index] for name, values in parsed.columns.items()}
        misfits[index] = Reject(parsed.row_numbers[index], reason, detail, raw_text(row))


def _without(parsed: Parsed, misfits: Mapping[int, Reject]) -> Parsed:
    kept = [index for index in range(parsed.row_count) if index not in misfits]
    return replace(
        parsed,
        columns={name: [values[i] for i in kept] for name, values in parsed.columns.items()},
        row_numbers=[parsed.row_numbers[i] for i in kept],
        rejects=in_payload_order([*parsed.rejects, *misfits.values()]),
    )


def _with_origin(table: pa.Table, sha256: str, parsed: Parsed, spec: DatasetSpec) -> pa.Table:
    numbers = pa.array(parsed.row_numbers, pa.int64())
    origin = [pa.array([sha256] * table.num_rows, pa.string()), numbers]
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
    try:
        make_folders(path.parent)
        write_durably(path, buffer.getvalue())
    except OSError as error:
        raise RawError(
            f"cannot write {path}: {error.strerror or error}.",
            "check free space and permissions of the warehouse folder and run again;"
            " the archive was not touched.",
        ) from error
