"""Plain text tables: aligned, whole, the same on a terminal and in a file."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from pipelines.labels import Labels

_ACTED_ON = {"Cc", "Cs", "Zl", "Zp"}
_DIRECTIONS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def render(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """An aligned table with a header line; numbers to the right, NULL as an empty cell."""
    cells = [[_text(value) for value in row] for row in rows]
    numeric = [
        bool(rows)
        and all(
            row[i] is None or (isinstance(row[i], int | float | Decimal) and row[i] is not True)
            for row in rows
        )
        for i in range(len(columns))
    ]
    widths = [
        max([_width(name), *(_width(row[i]) for row in cells)]) for i, name in enumerate(columns)
    ]

    def line(texts: Sequence[str]) -> str:
        return "  ".join(map(_pad, texts, widths, numeric)).rstrip()

    return "\n".join([line(columns), line(["-" * width for width in widths]), *map(line, cells)])


def in_words(
    labels: Labels, rows: Sequence[Sequence[Any]], places: Mapping[int, str]
) -> list[list[Any]]:
    """The rows with labels for values; `places` names the column of `meta.labels` by position."""
    return [
        [
            labels.shown(places[place], cell) if place in places else cell
            for place, cell in enumerate(row)
        ]
        for row in rows
    ]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(_text(item) for item in value)
    return terminal_safe(str(value).replace("\n", " "))


def terminal_safe(text: str) -> str:
    """Text that a terminal shows and does not act on: control and direction marks are replaced."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        "\ufffd" if sign in _DIRECTIONS or unicodedata.category(sign) in _ACTED_ON else sign
        for sign in text
    )


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _pad(text: str, width: int, right: bool) -> str:
    fill = " " * (width - _width(text))
    return fill + text if right else text + fill
