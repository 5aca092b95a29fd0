"""Payloads of a record a line that are too large to be read at once: read in parts.

Each part is read as a payload of its own, so that a parse holds the rows of one part, and Arrow's
columns of those before it. Belongs here: cutting between lines, and putting the parts together.
Does not belong here: how one part is read (`parse.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pyarrow as pa

from pipelines.parsing.arrow_columns import ArrowColumns
from pipelines.parsing.records import Parsed, Reject, raw_text
from pipelines.specs import DatasetSpec

PART = 4_000_000
"""Bytes after which a part ends with its line."""
ReadPart = Callable[[bytes], tuple[Parsed, pa.Table]]


def first_part(payload: bytes, spec: DatasetSpec) -> bytes:
    """The part that tells which columns the records of a payload have; of most, all of it."""
    return next(_parts(payload), payload) if spec.read_in_lines else payload


def read_in_parts(payload: bytes, spec: DatasetSpec, read: ReadPart) -> tuple[Parsed, pa.Table]:
    """What `read` makes of the parts, as of one payload: rows counted on, each key once."""
    tables: list[pa.Table] = []
    numbers: list[int] = []
    rejects: list[Reject] = []
    cells: list[Reject] = []
    repairs = 0
    outdated: list[set[str]] = []
    seen: set[int] = set()
    lines = 0
    for part in _parts(payload):
        parsed, table = read(part)
        of_part = [number + lines for number in parsed.row_numbers]
        again = _seen_before(table, spec, seen)
        if again:
            kept = [place for place in range(len(of_part)) if place not in again]
            rejects += (
                Reject(of_part[place], "duplicate", "its key stands in the file already", told)
                for place, told in again.items()
            )
            gone = {parsed.row_numbers[place] for place in again}
            parsed = replace(
                parsed, cells=tuple(c for c in parsed.cells if c.row_number not in gone)
            )
            table, of_part = (
                table.take(pa.array(kept, pa.int64())),
                [of_part[place] for place in kept],
            )
        tables.append(table)
        numbers += of_part
        rejects += (_moved(one, lines) for one in parsed.rejects)
        cells += (_moved(one, lines) for one in parsed.cells)
        repairs += parsed.repair_count
        outdated.append(set(parsed.outdated_repairs))
        lines += sum(1 for line in part.split(b"\n") if line.strip())
    whole = pa.concat_tables(tables)
    never = sorted(set.intersection(*outdated)) if outdated else []
    return (
        Parsed(ArrowColumns(whole), numbers, tuple(rejects), tuple(cells), repairs, tuple(never)),
        whole,
    )


def _parts(payload: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(payload):
        end = payload.find(b"\n", start + PART)
        end = len(payload) if end < 0 else end + 1
        if len(payload) - end < PART:
            end = len(payload)
        yield payload[start:end]
        start = end


def _seen_before(table: pa.Table, spec: DatasetSpec, seen: set[int]) -> dict[int, str]:
    """The rows whose key stood in an earlier part, with what they are; takes the others in."""
    again = {}
    columns = (table[name].to_pylist() for name in spec.natural_key)
    for place, key in enumerate(zip(*columns, strict=True)):
        hashed = hash(key)
        if hashed in seen:
            again[place] = raw_text(", ".join(map(str, key)))
        seen.add(hashed)
    return again


def _moved(reject: Reject, lines: int) -> Reject:
    number = reject.row_number
    return reject if number is None else replace(reject, row_number=number + lines)
