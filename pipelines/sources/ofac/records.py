"""The headerless CSV that OFAC writes its primary records in, whichever list they are of.

Belongs here: its twelve cells, its ways of saying nothing, its end, and what is no such file.
Does not belong here: what a record means (the dataset's own module).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from pipelines.parsing.records import (
    BadRecord,
    Outcome,
    PayloadError,
    RowCollector,
    load_json,
    raise_for_error_object,
    raise_for_error_text,
    raw_text,
)

_CELL_LIMIT = 1_000_000
_END_OF_FILE = b"\x1a"
_NOTHING = "-0-"
_NUMBER = re.compile(r"\d{1,9}")
_PROGRAM_BORDER = re.compile(r"\]\s*\[")


class Record(NamedTuple):
    """The twelve cells of a line, in their order."""

    number: str
    name: str
    kind: str
    program: str
    title: str
    call_sign: str
    vessel_type: str
    tonnage: str
    gross_tonnage: str
    vessel_flag: str
    vessel_owner: str
    remarks: str

    def require_party(self) -> list[str]:
        """The programs of a record that has a number and a name. Raises BadRecord."""
        if not _NUMBER.fullmatch(self.number):
            raise BadRecord("bad_number", f"{self.number[:40]!r} is not the number of a party")
        if not self.name:
            raise BadRecord("missing_name", f"party {self.number} has no name")
        programs = [part.strip() for part in _PROGRAM_BORDER.split(self.program) if part.strip()]
        if not programs:
            raise BadRecord("missing_program", f"party {self.number} names no program")
        return programs


def read_records(payload: bytes, rows: RowCollector, file: str) -> Iterator[tuple[int, Record]]:
    """Records with their 1-based positions; those of another width are rejected.

    Raises PayloadError: the error answers, empty, malformed (JSON, cut off, another width).
    """
    raise_for_error_text(payload)
    if payload.lstrip()[:1] in (b"{", b"["):
        raise_for_error_object(load_json(payload))
        raise PayloadError(Outcome.MALFORMED, "JSON, where the headerless CSV is expected")
    text = _decode(payload.rstrip(_END_OF_FILE + b" \t\r\n"))
    csv.field_size_limit(_CELL_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    width = len(Record._fields)
    seen = fitting = 0
    try:
        for seen, cells in enumerate(reader, start=1):
            if len(cells) == width:
                fitting += 1
                yield seen, Record(*map(_cell, cells))
                continue
            if fitting == 0 and seen == 1:
                raise PayloadError(
                    Outcome.MALFORMED,
                    f"not {file}: the first line has {len(cells)} cells, expected {width}"
                    f" ({raw_text(','.join(cells))[:80]!r})",
                )
            rows.reject(seen, "column_count", f"{len(cells)} cells, expected {width}", cells)
    except csv.Error as error:
        raise PayloadError(
            Outcome.MALFORMED, f"not CSV, or cut off, near line {reader.line_num} ({error})"
        ) from error
    if seen == 0:
        raise PayloadError(Outcome.EMPTY, "the list holds no parties")
    if not payload.rstrip(b" \t" + _END_OF_FILE).endswith((b"\n", b"\r")):
        raise PayloadError(Outcome.MALFORMED, "cut off: the last line does not end")


def _decode(payload: bytes) -> str:
    """UTF-8, or Windows-1252 as older files were written."""
    try:
        return payload.decode("utf-8-sig")
    except UnicodeDecodeError:
        return payload.decode("cp1252", "replace")


def _cell(text: str) -> str:
    """The cell without outer and repeated white space; `-0-` is empty."""
    cleaned = " ".join(text.split())
    return "" if cleaned == _NOTHING else cleaned
