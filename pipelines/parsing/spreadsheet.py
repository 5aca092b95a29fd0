"""Days and numbers of CSV files that a spreadsheet program saved, in the form that parsers read.

A spreadsheet writes as its user's country does: `27.09.2024`, `1.234,56`, semicolons between the
cells. How a file is written is told from all of its cells together; what may mean two things is
refused with the way to mend it, never guessed at.
Belongs here: forms of days and numbers that a whole file decides.
Does not belong here: CSV itself (`csv_records.py`), days of lists (`days.py`), times (`times.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator

from pipelines.parsing.csv_records import CsvTable, Record
from pipelines.parsing.records import Outcome, PayloadError, RowCollector, brief
from pipelines.specs import DatasetSpec

_MIDNIGHT = r"(?:[ T]0{1,2}:00(?::00)?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([./-])(\d{{1,2}})\2(\d{{1,2}}){_MIDNIGHT}")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([./-])(\d{{1,2}})\2(\d{{4}}){_MIDNIGHT}")
_SPACE_IN_NUMBER = re.compile("(?<=\\d)[ \u00a0\u202f'\u2019](?=\\d{3}(?!\\d))")
_NUMBER = re.compile(r"[+-]?\d[\d.,]*")
_DAY_FIRST, _MONTH_FIRST = "day first", "month first"
_COMMA, _POINT = "a comma before the decimals", "a point before the decimals"
_FEW, _SHARE, _MANY = 3, 0.02, 10
"""So many cells, or such a share of them, may say otherwise than the rest: they are mistakes."""


def plain_records(
    table: CsvTable,
    rows: RowCollector,
    spec: DatasetSpec,
    *,
    days: Collection[str] = (),
    numbers: Collection[str] = (),
    rows_each: int = 1,
) -> Iterator[tuple[int, Record]]:
    """The records of a table with the cells of those columns as `2024-09-27` and `1234.56`.

    A cell of no known form stays as it is. Raises PayloadError malformed where the file can be
    read in two ways.
    """
    written = _Written()
    for _, record in table.records(RowCollector(spec), rows_each):
        for name in days:
            written.see_day(record.get(name, "").strip())
        for name in numbers:
            written.see_number(_without_spaces(record.get(name, "")))
    decimals = written.decimals()
    order = written.order(decimals)
    for number, record in table.records(rows, rows_each):
        plain = dict(record)
        for name in days:
            plain[name] = _iso(record.get(name, "").strip(), order)
        for name in numbers:
            plain[name] = _plain(_without_spaces(record.get(name, "")), decimals)
        yield number, plain


class _Written:
    """What the cells of a file say of the way in which it is written."""

    def __init__(self) -> None:
        self._orders: Counter[str] = Counter()
        self._decimals: Counter[str] = Counter()
        self._open_numbers: Counter[str] = Counter()
        self._has_both_marks = False
        self._open_days: list[str] = []
        self._plain_days = self._plain_numbers = 0

    def see_day(self, text: str) -> None:
        """Take a day into account; points part day, month and year in this order everywhere."""
        found = _YEAR_LAST.fullmatch(text)
        if found is None:
            self._plain_days += _YEAR_FIRST.fullmatch(text) is not None
            return
        first, second = int(found[1]), int(found[3])
        if found[2] == "." or first > 12 >= second:
            self._orders[_DAY_FIRST] += 1
        elif second > 12 >= first:
            self._orders[_MONTH_FIRST] += 1
        elif first != second:
            self._open_days.append(text)

    def see_number(self, text: str) -> None:
        """Take a number into account: what its last comma or point can be."""
        if _NUMBER.fullmatch(text) is None:
            return
        if "," not in text and "." not in text:
            self._plain_numbers += 1
            return
        mark = max(",.", key=text.rfind)
        before, _, behind = text.lstrip("+-").rpartition(mark)
        as_decimals = _COMMA if mark == "," else _POINT
        if mark in before:
            self._decimals[_POINT if mark == "," else _COMMA] += 1
            self._has_both_marks = True
        elif "," in before or "." in before:
            self._decimals[as_decimals] += 1
            self._has_both_marks = True
        elif len(behind) == 3 and 1 <= len(before) <= 3 and before != "0":
            self._open_numbers[as_decimals] += 1
        else:
            self._decimals[as_decimals] += 1

    def decimals(self) -> str:
        """What stands before the decimals in this file; `""` when a few cells leave it open."""
        decided = _decided(self._decimals, "numbers", "1234.56")
        other = _POINT if decided == _COMMA else _COMMA
        count, against = self._decimals[decided or ""], self._open_numbers[other]
        if decided is not None and (self._has_both_marks or count >= against):
            return decided
        if decided is not None and count <= _FEW and against >= _MANY * count:
            return other
        open_commas, points = self._open_numbers[_COMMA], self._open_numbers[_POINT]
        if decided is None and open_commas <= self._plain_numbers + points:
            return "" if open_commas else _POINT
        if decided is not None or open_commas:
            raise PayloadError(
                Outcome.MALFORMED,
                "numbers such as 1,234 or 1.234 may have thousands or decimals behind the mark, "
                "and the others of the file do not tell; write numbers as 1234.56",
            )
        return _POINT

    def order(self, decimals: str) -> str:
        """Whether the day or the month comes first; `""` when a few cells leave it open.

        Who writes decimal commas writes the day first.
        """
        decided = _decided(self._orders, "days", "2024-09-27")
        if decided is None and decimals == _COMMA:
            return _DAY_FIRST
        if decided is None and len(self._open_days) > self._plain_days:
            raise PayloadError(
                Outcome.MALFORMED,
                f"{brief(self._open_days[0])} may be day or month first, and no other day of the "
                "file tells; write days as 2024-09-27",
            )
        return decided or ""


def _decided(said: Counter[str], what: str, form: str) -> str | None:
    """What the cells say; None when none does. Raises PayloadError when they contradict."""
    if not said:
        return None
    [(way, _), *others] = said.most_common()
    if others and others[0][1] > max(_FEW, _SHARE * said.total()):
        raise PayloadError(
            Outcome.MALFORMED,
            f"{what} are written in two ways, {way} and {others[0][0]}; write them as {form}",
        )
    return way


def _iso(text: str, order: str) -> str:
    """A day year first; a text that is none, or one of the other order, as it is."""
    if (found := _YEAR_FIRST.fullmatch(text)) is not None:
        return f"{found[1]}-{int(found[3]):02}-{int(found[4]):02}"
    if (found := _YEAR_LAST.fullmatch(text)) is None:
        return text
    is_day_first = order == _DAY_FIRST or found[2] == "."
    if not order:
        return text
    day, month = (found[1], found[3]) if is_day_first else (found[3], found[1])
    return f"{found[4]}-{int(month):02}-{int(day):02}"


def _without_spaces(text: str) -> str:
    return _SPACE_IN_NUMBER.sub("", text.strip())


def _plain(text: str, decimals: str) -> str:
    """A number with a point before its decimals; a text that is none in this way as it is."""
    if not decimals:
        return text
    mark, group = (",", ".") if decimals == _COMMA else (".", ",")
    whole, _, behind = text.partition(mark)
    parts = whole.split(group)
    is_grouped = all(len(part) == 3 for part in parts[1:]) and len(parts[0].lstrip("+-")) <= 3
    if _NUMBER.fullmatch(text) is None or group in behind or mark in behind:
        return text
    if len(parts) > 1 and not is_grouped:
        return text
    return "".join(parts) + (f".{behind}" if behind else "")
