"""A CSV of the list read in columns: what a cell means is found once for each distinct cell.

A row with a cell that has no plain meaning is left to the reading row by row, which can say what is
wrong with it. Belongs here: which rows have plain cells only, and their columns. Does not belong
here: what a cell means (`cells.py`), defects and the JSON form (`entries.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, TypeVar

from pipelines.parsing.characters import one_line
from pipelines.parsing.news_items import web_address
from pipelines.parsing.records import BadRecord
from pipelines.sources.csl.cells import (
    ADDRESS_AS_NAME,
    citations,
    countries,
    day_of,
    entry_key,
    list_code,
    split,
)

Given = TypeVar("Given")
Meant = TypeVar("Meant")
Column = Sequence[object]

_TEXTS = {
    "entity_number": "entity_number",
    "entry_type": "type",
    "federal_register_notice": "federal_register_notice",
    "standard_order": "standard_order",
    "license_requirement": "license_requirement",
    "license_policy": "license_policy",
    "remarks": "remarks",
    "ids": "ids",
}
_LISTS = ("programs", "addresses", "alt_names")
_DAYS = {"start_on": "start_date", "end_on": "end_date"}
_ADDRESSES = ("source_list_url", "source_information_url")


class Columns:
    """The columns of a list by the names of the schema; `doubtful` are the rows to be read apart.

    Of those the columns hold nothing that counts.
    """

    def __init__(self, header: Sequence[str], records: Sequence[Sequence[str]]) -> None:
        self.doubtful: set[int] = set()
        self._count = len(records)
        self._cells = dict(zip(header, zip(*records, strict=True), strict=True))
        self._texts: dict[str, list[str | None]] = {}
        self.columns: Mapping[str, Column] = {}
        try:
            self.columns = self._read()
        except Exception:
            # What nobody foresaw costs one record where they are read one by one, here all of them.
            self.doubtful = set(range(self._count))

    def plain_stretches(self) -> Iterator[tuple[int, int]]:
        """Rows without doubt, from one to before another; behind each but the last one in doubt."""
        for before, after in pairwise([-1, *sorted(self.doubtful), self._count]):
            yield before + 1, after

    def _read(self) -> dict[str, Column]:
        sources, names = self._required("source"), self._required("name", _is_name)
        numbers, notices = self._text("entity_number"), self._text("federal_register_notice")
        addresses = self._text("addresses")
        lists = {name: self._each(self._text(name), split) for name in _LISTS}
        parts = dict(zip(addresses, lists["addresses"], strict=True))
        days = {name: self._each(self._text(cell), day_of) for name, cell in _DAYS.items()}
        started = self._each(days["start_on"], lambda day: day.isoformat() if day else None)
        joined = self._each(addresses, lambda text: "; ".join(parts[text]))
        keys = zip(sources, numbers, names, notices, started, joined, strict=True)
        ends = list(zip(addresses, self._text("country"), strict=True))
        identifiers = zip(self._text("_id"), self._text("id"), strict=True)
        return {
            "entry_key": [entry_key(*parts) for parts in keys],
            "entry_id": [first or second for first, second in identifiers],
            "source_list": sources,
            "list_code": self._each(sources, lambda source: list_code(source or "")),
            "name": names,
            "address_countries": self._each(ends, lambda end: countries(parts[end[0]], end[1])),
            "citations": self._each(notices, lambda notice: citations(notice or "")),
            **{name: self._text(cell) for name, cell in _TEXTS.items()},
            **{name: self._each(self._text(name), _address) for name in _ADDRESSES},
            **lists,
            **days,
        }

    def _text(self, cell: str) -> list[str | None]:
        """A column as `one_line` gives it; blank and missing cells are None."""
        if cell not in self._texts:
            cells = self._cells.get(cell)
            self._texts[cell] = (
                [None] * self._count if cells is None else self._each(cells, _one_line)
            )
        return self._texts[cell]

    def _required(self, cell: str, is_plain: Callable[[str], bool] = bool) -> list[str | None]:
        """A column of which a row has nothing plain unless its cell is there and passes."""
        texts = self._text(cell)
        self._each(texts, lambda text: _passing(text, is_plain))
        return texts

    def _each(self, values: Sequence[Given], read: Callable[[Given], Meant]) -> list[Meant]:
        """What `read` makes of each value; a row whose value it refuses is in doubt."""
        meant: dict[Given, Meant] = {}
        refused: dict[Given, Any] = {}
        for value in set(values):
            try:
                meant[value] = read(value)
            except BadRecord:
                refused[value] = None
        if refused:
            meant |= refused
            self.doubtful.update(at for at, value in enumerate(values) if value in refused)
        return [meant[value] for value in values]


def _one_line(text: str) -> str | None:
    """A text as `one_line` gives it; most of them are one already."""
    is_plain = text.isascii() and text.isprintable() and "  " not in text and "&" not in text
    return (text.strip(" ") if is_plain else one_line(text)) or None


def _is_name(text: str) -> bool:
    return ADDRESS_AS_NAME.match(text) is None


def _passing(text: str | None, is_plain: Callable[[str], bool]) -> None:
    if text is None or not is_plain(text):
        raise BadRecord("in_doubt", "not plain")


def _address(text: str | None) -> str | None:
    return web_address(text, "an address")
