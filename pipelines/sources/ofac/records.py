"""The headerless CSV that OFAC writes its primary records in, whichever list they are of.

Belongs here: its twelve cells, its ways of saying nothing, its end, and what is no such file.
Does not belong here: what a record means (the dataset's own module).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipelines.parsing.characters import one_line
from pipelines.parsing.csv_records import csv_lines, read_chunks
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

_END_OF_FILE = b"\x1a"
_NOTHING = "-0-"
_NUMBER = re.compile(r"\d{1,9}")
_RECORD_START = re.compile(r'"?\d{1,9}"?,')
_CELL_BORDER = re.compile(r'(?:(?<=")|(?<=-0-)|(?<=-0- )|(?<=\d)),(?="|-0-)')
_MORE_BEHIND = re.compile(r'",[^"]*$')
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
    """Records with their 1-based positions; what is none is rejected and costs no other record.

    Quotation marks inside the remarks, which the file does not double, are read as they stand.
    Raises PayloadError: the error answers, empty, malformed (JSON, cut off, another width).
    """
    raise_for_error_text(payload)
    if payload.lstrip()[:1] in (b"{", b"["):
        raise_for_error_object(load_json(payload))
        raise PayloadError(Outcome.MALFORMED, "JSON, where the headerless CSV is expected")
    text = payload.rstrip(_END_OF_FILE + b" \t\r\n").decode("utf-8", "replace")
    width = len(Record._fields)
    seen = fitting = 0
    odd = ""
    for seen, chunk in enumerate(read_chunks(_lines(text), (width,)), start=1):
        cells = chunk.cells
        if cells is not None:
            cells = [*cells[:width], *(cell for cell in cells[width:] if cell.strip())]
        if cells is None or len(cells) != width:
            cells = _cells_between_marks(chunk.text) or cells
        if cells is not None and len(cells) == width:
            fitting += _NUMBER.fullmatch(cells[0].strip()) is not None
            yield seen, Record(*map(_cell, cells))
            continue
        if cells is None:
            rows.reject(seen, "bad_quotes", "its quotation marks are no CSV", chunk.text)
            continue
        odd = odd or f"the first line has {len(cells)} cells ({raw_text(','.join(cells))[:80]!r})"
        rows.reject(seen, "column_count", f"{len(cells)} cells, expected {width}", cells)
    if seen == 0:
        raise PayloadError(Outcome.EMPTY, "the list holds no parties")
    if not fitting:
        told = f"not {file}: no line is a party of {width} cells"
        raise PayloadError(Outcome.MALFORMED, f"{told}; {odd}" if odd else told)
    if not payload.rstrip(b" \t" + _END_OF_FILE).endswith((b"\n", b"\r")):
        raise PayloadError(Outcome.MALFORMED, "cut off: the last line does not end")


def _lines(text: str) -> list[str]:
    """The lines of the file; one that begins no record belongs to the one before it."""
    lines: list[str] = []
    for line in csv_lines(text):
        if lines and not _RECORD_START.match(line) and lines[-1].count('"') % 2:
            lines[-1] += line
        else:
            lines.append(line)
    return lines


def _cells_between_marks(line: str) -> list[str] | None:
    """The cells of a line whose free text holds quotation marks; None when that cannot be read.

    Cells are parted by a comma between quotation marks or `-0-`; the remarks are the last cell.
    """
    cells = _CELL_BORDER.split(line.strip())
    width = len(Record._fields)
    if len(cells) < width or not _NUMBER.fullmatch(cells[0].strip('" ')):
        return None
    remarks = ",".join(cells[width - 1 :])
    if _MORE_BEHIND.search(remarks):
        return None
    return [*map(_without_marks, cells[: width - 1]), _without_marks(remarks)]


def _without_marks(cell: str) -> str:
    """A cell without the quotation marks around it; one that is never closed is dropped too."""
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1]
    return cell[1:] if cell.startswith('"') and cell.count('"') % 2 else cell


def _cell(text: str) -> str:
    """The cell without outer and repeated white space; `-0-` is empty."""
    cleaned = one_line(text)
    return "" if cleaned == _NOTHING else cleaned
