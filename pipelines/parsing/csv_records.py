"""Reading CSV payloads record by record, by column name, and numbers and periods out of text.

Belongs here: what parsers of CSV payloads share. A cut-off file is malformed, a record with the
wrong number of cells is a reject, and nothing is guessed.
Does not belong here: I/O, and the columns of any one source.
"""

from __future__ import annotations

import csv
import io
import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

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

_CELL_LIMIT = 1_000_000
_PLAIN_NUMBER = re.compile(r"[+-]?\d{1,30}(\.\d{1,30})?([eE][+-]?\d{1,3})?")
_LARGEST = Decimal(10) ** 20
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


class CsvTable:
    """The header and the records of a CSV payload.

    `what` names the expected data in messages. Raises PayloadError: empty, malformed (another
    header, not CSV, cut off), and the error answers that sources share.
    """

    def __init__(
        self, payload: bytes, what: str, required: Sequence[str], fallback_encoding: str = ""
    ) -> None:
        raise_for_error_text(payload)
        self._text = _decode(payload, fallback_encoding)
        csv.field_size_limit(_CELL_LIMIT)
        self._reader = csv.reader(io.StringIO(self._text, newline=""), strict=True)
        try:
            self.header = [name.strip() for name in next(self._reader, [])]
        except csv.Error as error:
            raise self._not_csv(error) from error
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
        """Records, each with the 1-based position of its first row; wrong lengths are rejected.

        `rows_each` is the number of rows that a record becomes.

        One empty cell after the last column is passed over: some services end every line with a
        comma. Blank lines have no position.
        """
        number = 1 - rows_each
        try:
            for cells in self._reader:
                if not any(cell.strip() for cell in cells):
                    continue
                number += rows_each
                if len(cells) == len(self.header) + 1 and not cells[-1]:
                    cells.pop()
                if len(cells) == len(self.header):
                    yield number, dict(zip(self.header, cells, strict=True))
                elif len(cells) < len(self.header) and self._ends_inside_a_line():
                    raise PayloadError(
                        Outcome.MALFORMED,
                        f"cut off: the last record has {len(cells)} of {len(self.header)} cells",
                    )
                else:
                    told = f"{len(cells)} cells, the header has {len(self.header)}"
                    rows.reject(number, "column_count", told, ",".join(cells))
        except csv.Error as error:
            raise self._not_csv(error) from error
        if number < 1:
            raise PayloadError(Outcome.EMPTY, "there is a header and no record")

    def _ends_inside_a_line(self) -> bool:
        """True when no record follows and the text does not end with a line break."""
        return not self._text.endswith(("\n", "\r")) and next(self._reader, None) is None

    def _not_csv(self, error: csv.Error) -> PayloadError:
        return PayloadError(
            Outcome.MALFORMED,
            f"not CSV, or cut off, near line {self._reader.line_num} ({error})",
        )


def _decode(payload: bytes, fallback: str) -> str:
    try:
        return payload.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if not fallback:
            raise PayloadError(
                Outcome.MALFORMED, f"not UTF-8 text (byte {error.start}); save the file as UTF-8"
            ) from error
    return payload.decode(fallback, "replace")


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
    if isinstance(value, str) and _PLAIN_NUMBER.fullmatch(value):
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = None
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        number = Decimal(value)
    if number is None or not number.is_finite() or abs(number) >= _LARGEST:
        raise BadRecord(
            "bad_number",
            f"{name} is {brief(value)}, expected a number such as 1234.5 without separators",
        )
    return number.quantize(Decimal(1).scaleb(-decimals))


def month_period(year: int, first_month: int = 1, last_month: int = 12) -> tuple[date, date]:
    """The first and last day of those months of a year. Raises BadRecord bad_period."""
    if not (_FIRST_YEAR <= year <= _LAST_YEAR and 1 <= first_month <= last_month <= 12):
        raise BadRecord("bad_period", f"{year}, months {first_month} to {last_month}: no period")
    last_day = monthrange(year, last_month)[1]
    return date(year, first_month, 1), date(year, last_month, last_day)
