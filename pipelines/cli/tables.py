"""Plain text tables: aligned, whole, and where asked for in lines of at most a width.

Does not belong here: how wide the place is that a table is printed to (`terminal.py`).
"""

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
    return _aligned(columns, cells, _numeric(columns, rows))


def _numeric(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[bool]:
    return [
        bool(rows)
        and all(
            row[i] is None or (isinstance(row[i], int | float | Decimal) and row[i] is not True)
            for row in rows
        )
        for i in range(len(columns))
    ]


def _aligned(
    columns: Sequence[str], cells: Sequence[Sequence[str]], numeric: Sequence[bool]
) -> str:
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


def render_wrapped(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], widths: Sequence[int]
) -> str:
    """A table whose cells are broken into lines of at most these widths.

    The parts of a list each begin on a line of their own.
    """
    lines: list[list[str]] = []
    for row in rows:
        cells = [
            [line for part in parts for line in folded(_text(part), width)]
            for parts, width in zip(map(_parts, row), widths, strict=True)
        ]
        for at in range(max(map(len, cells))):
            lines.append([cell[at] if at < len(cell) else "" for cell in cells])
    return _aligned(columns, lines, _numeric(columns, rows))


NARROWEST = 12
"""Columns of text are not made narrower than this, nor than their names."""
GAP = 2


def fitted(columns: Sequence[str], rows: Sequence[Sequence[Any]], width: int) -> str:
    """A table in lines of at most `width`: whole, else with broken cells, else a record a row."""
    natural = [
        max([_width(name), *(_width(_text(row[i])) for row in rows)])
        for i, name in enumerate(columns)
    ]
    room = width - GAP * (len(columns) - 1)
    if sum(natural) <= room:
        return render(columns, rows)
    least = [
        own if is_number else min(own, max(NARROWEST, _width(name)))
        for own, name, is_number in zip(natural, columns, _numeric(columns, rows), strict=True)
    ]
    if sum(least) > room:
        return _records(columns, rows, width)
    cap = max(
        cap
        for cap in range(NARROWEST, max(natural) + 1)
        if cap == NARROWEST or sum(_capped(natural, least, cap)) <= room
    )
    return render_wrapped(columns, rows, _capped(natural, least, cap))


def _capped(natural: Sequence[int], least: Sequence[int], cap: int) -> list[int]:
    return [max(low, min(own, cap)) for own, low in zip(natural, least, strict=True)]


def _records(columns: Sequence[str], rows: Sequence[Sequence[Any]], width: int) -> str:
    """Each row as lines of name and value; empty values are left out."""
    names = max(map(_width, columns))
    room = max(NARROWEST, width - names - GAP)
    lines = []
    for number, row in enumerate(rows, start=1):
        lines.append(f"-- {number} of {len(rows)} ".ljust(width, "-"))
        for name, value in zip(columns, row, strict=True):
            text = _text(value)
            first, *rest = folded(text, room) if text else [""]
            if text:
                lines.append(f"{_pad(name, names, False)}{' ' * GAP}{first}")
            lines += [" " * (names + GAP) + line for line in rest]
    return "\n".join(lines)


def _parts(cell: Any) -> Sequence[Any]:
    return cell if isinstance(cell, list | tuple) else [cell]


def folded(text: str, width: int) -> list[str]:
    """A text in lines, broken at blanks, and inside a word that is wider than a line."""
    lines, line = [], ""
    for word in text.split():
        rest = word
        while True:
            joined = f"{line} {rest}" if line else rest
            if _width(joined) <= width:
                line = joined
                break
            if line:
                lines.append(line)
                line = ""
                continue
            at = next(n for n in range(len(rest), 0, -1) if n == 1 or _width(rest[:n]) <= width)
            lines.append(rest[:at])
            rest = rest[at:]
            if not rest:
                break
    return [*lines, line] if line or not lines else lines
