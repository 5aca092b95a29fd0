"""Reading CSV payloads record by record, by column name, and numbers and periods out of text.

Belongs here: what parsers of CSV payloads share. A cut-off file is malformed, a record that is no
CSV or has the wrong number of cells is a reject that costs no other record, nothing is guessed.
Does not belong here: I/O, and the columns of any one source.
"""

from __future__ import annotations

import csv
import io
import re
from calendar import monthrange
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal

from pipelines.parsing.records import (
    BadRecord,
    Outcome,
    PayloadError,
    RowCollector,
    brief,
    raise_for_error_text,
    raw_text,
)

Record = Mapping[str, str]

_MOST_LINES, _MOST_COLUMNS = 200, 10_000
_SEPARATORS = (",", "\t", ";")
_SEPARATOR_LINE = re.compile(r'"?sep=[,;\t]"?\s*', re.IGNORECASE)
csv.field_size_limit(1_000_000)
_PLAIN_NUMBER = re.compile(r"[+-]?\d{1,30}(\.\d{1,30})?([eE][+-]?\d{1,3})?")
_LARGEST = Decimal(10) ** 20
_EXACT = Context(prec=60)
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


class CsvTable:
    """The header and the records of a CSV payload.

    Cells are parted by commas, or by the tabs or semicolons by which the header has every required
    column, or more than one where none is required. A first line `sep=;` is passed over.
    `what` names the expected data in messages. Raises PayloadError: empty, malformed (another
    header, not CSV, cut off), and the error answers that sources share.
    """

    def __init__(self, payload: bytes, what: str, required: Sequence[str]) -> None:
        raise_for_error_text(payload)
        self._what = what
        self._text = payload.decode("utf-8-sig", "replace")
        self._lines = csv_lines(self._text)
        if self._lines and _SEPARATOR_LINE.fullmatch(self._lines[0]):
            del self._lines[0]
        self._separator = next((mark for mark in _SEPARATORS if self._parts(mark, required)), ",")
        self.header, self._first = self._header_by(self._separator)
        missing = [name for name in required if name not in self.header]
        if missing:
            found = raw_text(",".join(self.header))[:120]
            raise PayloadError(
                Outcome.MALFORMED,
                f"not {what}: the header {found!r} lacks {', '.join(missing)}",
            )
        if len(set(self.header)) != len(self.header):
            raise PayloadError(Outcome.MALFORMED, f"not {what}: a column stands twice")

    def records(self, rows: RowCollector, rows_each: int = 1) -> Iterator[tuple[int, Record]]:
        """Records, each with the 1-based position of its first row; the others are rejected.

        `rows_each` is the number of rows that a record becomes.

        One empty cell after the last column is passed over where the first record has one: some
        services end every line with a comma. Blank lines have no position.
        """
        number = 1 - rows_each
        width, fitting = len(self.header), 0
        has_comma_at_end: bool | None = None
        lines = self._lines[self._first :]
        for chunk in read_chunks(lines, (width, width + 1), self._separator):
            number += rows_each
            cells = chunk.cells
            if cells is not None:
                is_longer = len(cells) == width + 1 and not cells[-1]
                has_comma_at_end = is_longer if has_comma_at_end is None else has_comma_at_end
                cells = cells[:-1] if is_longer and has_comma_at_end else cells
            if cells is not None and len(cells) == width:
                fitting += 1
                yield number, dict(zip(self.header, cells, strict=True))
            elif (
                chunk.is_last
                and (cells is None or len(cells) < width)
                and not self._text.endswith(("\n", "\r"))
            ):
                found = "an open quotation" if cells is None else f"{len(cells)} of {width} cells"
                raise PayloadError(Outcome.MALFORMED, f"cut off: the last record has {found}")
            else:
                self._reject(rows, number, chunk)
        if number < 1:
            raise PayloadError(Outcome.EMPTY, "there is a header and no record")
        if not fitting:
            raise PayloadError(Outcome.MALFORMED, f"not {self._what}: no record has {width} cells")

    def whole_records(self) -> list[list[str]] | None:
        """The cells of all records where each of them is whole, as `records` gives them.

        None where `records` would reject one, pass over a comma at the end, or refuse the payload.
        """
        lines, width = self._lines[self._first :], len(self.header)
        reader = csv.reader(lines, delimiter=self._separator, strict=True)
        found: list[list[str]] = []
        begin = 0
        try:
            for cells in reader:
                end = reader.line_num
                if len(cells) == width and not self._is_joined(lines, begin, end, cells):
                    return None
                if any(map(str.strip, cells)):
                    if len(cells) != width:
                        return None
                    found.append(cells)
                begin = end
        except csv.Error:
            return None
        return found or None

    def _is_joined(self, lines: Sequence[str], begin: int, end: int, cells: list[str]) -> bool:
        """Whether a record over several lines is one for `read_chunks` too."""
        if end == begin + 1:
            return True
        width = len(self.header)
        return _over_lines(lines, begin, (width, width + 1), self._separator) == (cells, end)

    def _parts(self, separator: str, required: Sequence[str]) -> bool:
        header = self._header_by(separator)[0]
        return set(required) <= set(header) and (bool(required) or len(header) > 1)

    def _reject(self, rows: RowCollector, number: int, chunk: Chunk) -> None:
        if chunk.cells is None:
            rows.reject(number, "bad_quotes", "its quotation marks are no CSV", chunk.text)
        else:
            told = f"{len(chunk.cells)} cells, the header has {len(self.header)}"
            rows.reject(number, "column_count", told, chunk.text)

    def _header_by(self, separator: str) -> tuple[list[str], int]:
        """The names of the columns between such separators, and the line that follows them."""
        for index, line in enumerate(self._lines):
            if (marks := line.count(separator)) >= _MOST_COLUMNS:
                told = f"not {self._what}: its first line has {marks + 1} columns"
                raise PayloadError(Outcome.MALFORMED, told)
            cells = _cells_of(line, separator)
            if cells is None:
                raise PayloadError(Outcome.MALFORMED, f"not {self._what}: no CSV in the first line")
            if any(cell.strip() for cell in cells):
                return [name.strip() for name in cells], index + 1
        return [], len(self._lines)


@dataclass(frozen=True)
class Chunk:
    """A record: the number of its first line, its text, its cells; None where it is no CSV."""

    line: int
    text: str
    cells: list[str] | None
    is_last: bool


def csv_lines(text: str) -> list[str]:
    """The lines of CSV text with their line breaks; other separators of lines are characters."""
    return list(io.StringIO(text, newline=""))


def read_chunks(
    lines: Sequence[str], widths: Container[int], separator: str = ","
) -> Iterator[Chunk]:
    """Records of CSV lines that are not blank, however damaged some of them are.

    A cell may hold line breaks. Where a quotation does not close, the record ends before the next
    line that is a record of one of the `widths` by itself.
    """
    at, count = 0, len(lines)
    while at < count:
        cells, end = _cells_of(lines[at], separator), at + 1
        if cells is None:
            cells, end = _over_lines(lines, at, widths, separator)
        if cells is None or any(cell.strip() for cell in cells):
            is_last = not any(line.strip() for line in lines[end : end + 20])
            yield Chunk(at + 1, "".join(lines[at:end]).rstrip("\r\n"), cells, is_last)
        at = end


def _over_lines(
    lines: Sequence[str], at: int, widths: Container[int], separator: str
) -> tuple[list[str] | None, int]:
    """The cells of a record of several lines and the line after it; no cells when it is broken."""
    text, end = lines[at], at + 1
    while end < len(lines) and end - at < _MOST_LINES:
        alone = _cells_of(lines[end], separator)
        if alone is not None and len(alone) in widths:
            return None, end
        text += lines[end]
        end += 1
        cells = _cells_of(text, separator)
        if cells is not None:
            return cells, end
    return None, at + 1


def _cells_of(text: str, separator: str) -> list[str] | None:
    """The cells of one record; None when it is no CSV, or a quotation stays open."""
    try:
        read = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        return None
    return read[0] if len(read) == 1 else [] if not read else None


def cell(record: Record, name: str) -> str | None:
    """A cell without outer white space; a missing column and a blank cell are None."""
    value = record.get(name, "").strip()
    return value or None


def required_cell(record: Record, name: str, reason: str) -> str:
    """A cell that must hold something. Raises BadRecord with `reason`."""
    value = cell(record, name)
    if value is None:
        raise BadRecord(reason, f"{name} is empty")
    return value


def exact_number(value: object, name: str, decimals: int) -> Decimal:
    """A number below 10^20 in size, rounded to so many decimals.

    Takes text without thousands separators, and integers and Decimals from JSON. Raises BadRecord
    bad_number.
    """
    number: Decimal | None = None
    if isinstance(value, str):
        number = Decimal(value) if _PLAIN_NUMBER.fullmatch(value) else None
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        number = Decimal(value)
    if number is None or not number.is_finite() or abs(number) >= _LARGEST:
        raise BadRecord(
            "bad_number",
            f"{name} is {brief(value)}, expected a number such as 1234.5 without separators",
        )
    return number.quantize(Decimal(1).scaleb(-decimals), context=_EXACT)


def month_period(year: int, first_month: int = 1, last_month: int = 12) -> tuple[date, date]:
    """The first and last day of those months of a year. Raises BadRecord bad_period."""
    if not (_FIRST_YEAR <= year <= _LAST_YEAR and 1 <= first_month <= last_month <= 12):
        raise BadRecord("bad_period", f"{year}, months {first_month} to {last_month}: no period")
    last_day = monthrange(year, last_month)[1]
    return date(year, first_month, 1), date(year, last_month, last_day)
