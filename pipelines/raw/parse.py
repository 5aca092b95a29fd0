"""From the bytes of a payload to rows that fit the declared schema; pure.

Belongs here: size limits, repairs and the schema, value by value: one that does not fit makes
its row a reject, nothing is coerced. Does not belong here: files of raw Parquet (`write.py`), or
what a source means (`sources/`).
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

import pyarrow as pa

from pipelines.parsing.arrow_columns import ArrowColumn
from pipelines.parsing.budget import require_affordable
from pipelines.parsing.characters import REPLACEMENT
from pipelines.parsing.records import (
    DAMAGED_TEXT,
    Outcome,
    Parsed,
    Parser,
    PayloadError,
    Reject,
    UnforeseenPayload,
    brief,
    in_payload_order,
    raw_text,
)
from pipelines.parsing.text import utf8
from pipelines.raw.parts import PART, read_in_parts
from pipelines.raw.repairs import apply_repairs
from pipelines.sources import parser_for
from pipelines.specs import LARGEST_PAYLOAD, ColumnSpec, DatasetSpec, arrow_type, spec

_PYTHON_TYPES: Mapping[str, type] = {
    "string": str,
    "bool": bool,
    "int32": int,
    "int64": int,
    "date32": date,
    "timestamp[us, UTC]": datetime,
    "list<string>": list,
}


def parse_to_table(
    payload: bytes, spec: DatasetSpec, parse: Parser, content_type: str | None = None
) -> tuple[Parsed, pa.Table]:
    """The rows of a payload that fit the declared schema, as columns and as an Arrow table.

    `content_type` is what the transport said of it; a charset there decides how text is read.
    Raises PayloadError: whatever the parser says, UnforeseenPayload where it stopped, too_large
    above and shrunken below the size the spec declares, too_large when reading it would take more
    memory than a parse may.
    """
    if len(payload) > spec.bytes.maximum:
        raise PayloadError(
            Outcome.TOO_LARGE,
            f"{len(payload)} bytes, {spec.name} is never above {spec.bytes.maximum}",
        )
    read = partial(_read_at_once, spec=spec, parse=parse, content_type=content_type)
    if spec.read_in_lines and len(payload) > 2 * PART:
        return read_in_parts(payload, spec, read)
    return read(payload)


def _read_at_once(
    payload: bytes, spec: DatasetSpec, parse: Parser, content_type: str | None
) -> tuple[Parsed, pa.Table]:
    require_affordable(payload)
    text = utf8(payload, content_type, spec.fallback_encoding)
    if text is not payload:
        require_affordable(text)
    parsed = _read(parse, text, spec)
    if len(payload) < spec.bytes.minimum:
        raise PayloadError(
            Outcome.SHRUNKEN,
            f"{len(payload)} bytes, {spec.name} is never below {spec.bytes.minimum}",
        )
    parsed, table = conform(apply_repairs(parsed, spec), spec)
    if REPLACEMENT.encode() in text:
        parsed = replace(parsed, cells=(*parsed.cells, *_damaged(parsed)))
    return parsed, table


def _read(parse: Parser, text: bytes, spec: DatasetSpec) -> Parsed:
    try:
        return parse(text, spec)
    except (PayloadError, MemoryError):
        raise
    except Exception as error:
        raise UnforeseenPayload(spec.name, error) from error


def _damaged(parsed: Parsed) -> Iterator[Reject]:
    """A note for every cell of a kept row in which a character is damaged."""
    for name, values in parsed.columns.items():
        for number, value in zip(parsed.row_numbers, values, strict=True):
            parts = value if isinstance(value, list) else [value]
            damaged = [p for p in parts if isinstance(p, str) and REPLACEMENT in p]
            if damaged:
                told = f"{name}: a character is damaged"
                yield Reject(number, DAMAGED_TEXT, told, raw_text(damaged[0]))


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


def _fast_array(values: Sequence[object], column: ColumnSpec) -> pa.Array | pa.ChunkedArray | None:
    """The column as a whole, or None when some value does not fit."""
    if isinstance(values, ArrowColumn) and values.array.type.equals(arrow_type(column.type)):
        return values.array if column.nullable or not values.array.null_count else None
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
    gone = {parsed.row_numbers[index] for index in misfits}
    return replace(
        parsed,
        columns={name: [values[i] for i in kept] for name, values in parsed.columns.items()},
        row_numbers=[parsed.row_numbers[i] for i in kept],
        rejects=in_payload_order([*parsed.rejects, *misfits.values()]),
        cells=tuple(c for c in parsed.cells if c.row_number not in gone),
    )


_GZIP_MAGIC = b"\x1f\x8b"


def parse_payload(declared: DatasetSpec, payload: bytes, content_type: str | None = None) -> Parsed:
    """The rows of a payload that fit the declared schema; every other record is a reject.

    Pure. `content_type` as in `parse_to_table`. Raises PayloadError when the payload is not data of
    its source.
    """

    return parse_to_table(payload, declared, parser_for(declared.name), content_type)[0]


def read_payload(path: Path, limit: int = LARGEST_PAYLOAD) -> bytes:
    """The payload a file holds, unpacked when the file is gzip-compressed.

    Raises PayloadError: too_large above `limit` bytes, corrupt for a damaged gzip file; OSError
    when the file cannot be read.
    """
    with path.open("rb") as stream:
        is_packed = stream.read(len(_GZIP_MAGIC)) == _GZIP_MAGIC
        stream.seek(0)
        try:
            with gzip.GzipFile(fileobj=stream) if is_packed else stream as source:
                payload = source.read(limit + 1)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise PayloadError(
                Outcome.CORRUPT, f"{path} does not unpack ({error}); get the file again"
            ) from error
    if len(payload) > limit:
        raise PayloadError(Outcome.TOO_LARGE, f"{path} holds more than {limit} bytes")
    return payload


def parse_file(name: str, path: Path, content_type: str | None = None) -> Parsed:
    """The rows of a payload file, plain or gzip-compressed. Errors as the two functions above."""
    declared = spec(name).on(datetime.now(UTC).date())
    return parse_payload(declared, read_payload(path, declared.bytes.maximum), content_type)
