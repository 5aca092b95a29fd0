"""Own rows that are, or look like, a curated row or one of another own vendor.

Belongs here: the keys by which names, symbols and company numbers are compared, and parents that
lead back to themselves. The keys are those of the matcher (`derived/names.py`), of text as a reader
sees it (`look_alikes.py`). Does not belong here: single cells (`files.py`), or what an accepted
name does to lists and news (tests of dbt).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.derived.entity_links.curated import linked_by_curated
from pipelines.derived.names import compared_alias
from pipelines.letters.look_alikes import as_seen, strokes
from pipelines.overlay.symbols import parted

Row = Mapping[str, Any]
Lines = Sequence[tuple[int, Row]]
Problem = tuple[str, int, str, str]
"""File, line, column, and what is told."""


@dataclass(frozen=True)
class _Named:
    """Columns whose values name one thing: the file, its seed, the thing's key, how to compare."""

    file: str
    seed: str
    owner: str
    columns: tuple[str, ...]
    key: Callable[[Row, str], str]
    what: str


def name_key(name: str) -> str:
    """A name without case, punctuation, legal form and invisible characters, by its strokes."""
    return strokes("".join(compared_alias(as_seen(name))))


def symbol_key(symbol: str, mic: str) -> str:
    """A symbol on its exchange, however a service writes the exchange or fills it with zeros."""
    plain, _ = parted(symbol)
    return f"{mic} {plain.lstrip('0') if plain.isdigit() else plain}"


def _name(row: Row, column: str) -> str:
    return name_key(row[column])


def _symbol(row: Row, column: str) -> str:
    return symbol_key(row[column], row["mic"] or "")


def _number(row: Row, column: str) -> str:
    return str(int(row[column]))


_VENDOR_NAMES = (
    _Named(
        "vendors",
        "reference/vendors.csv",
        "vendor_id",
        ("vendor_id", "vendor_name", "vendor_name_zh"),
        _name,
        "name",
    ),
    _Named(
        "vendor_aliases", "reference/vendor_aliases.csv", "vendor_id", ("alias",), _name, "name"
    ),
)
_CIKS = (_Named("vendors", "reference/vendors.csv", "vendor_id", ("cik",), _number, "company"),)
_SYMBOLS = (
    _Named("securities", "reference/securities.csv", "security_id", ("symbol",), _symbol, "share"),
)
_CHIP_NAMES = (
    _Named("chips", "chips/chip_models.csv", "chip_id", ("chip_name", "chip_id"), _name, "name"),
)
_GROUPS = (_VENDOR_NAMES, _CIKS, _SYMBOLS, _CHIP_NAMES)


def collisions(seeds: Path, own: Mapping[str, Lines]) -> Iterator[Problem]:
    """Own rows that share a key with a row of another owner; each is told with both rows.

    Another spelling of its own name is accepted, the same one is not. `own` has the checked
    rows of each file with their lines; `seeds` is the folder of the curated tables.
    """
    for group in _GROUPS:
        taken: dict[str, tuple[str, str]] = {}
        same: dict[tuple[str, str], str] = {}
        for named in group:
            for curated in _curated(seeds / named.seed):
                where = f"the curated row {_shown(named, curated)}"
                for column in named.columns:
                    for key, owner in _keys(named, curated, column):
                        taken.setdefault(key, (owner, where))
                        same[owner, curated[column]] = where
        for named in group:
            for line, row in own.get(named.file, ()):
                for column in named.columns:
                    for key, owner in _keys(named, row, column):
                        where = f"the row {_shown(named, row)} of {named.file}.csv, line {line}"
                        other, other_row = taken.setdefault(key, (owner, where))
                        if other == owner:
                            other_row = same.get((owner, str(row[column])), "")
                        if other_row:
                            told = (
                                f"the row {_shown(named, row)} is the same {named.what} as "
                                f"{other_row}"
                            )
                            yield named.file, line, column, told


def names_of_listed_firms(seeds: Path, own: Mapping[str, Lines]) -> Iterator[Problem]:
    """Own aliases that give a curated vendor the name of a firm that the curated aliases know.

    They are matched as the names of the lists are. What an own vendor takes is seen only beside the
    lists themselves (a test of dbt).
    """
    path = seeds / "reference" / "vendors.csv"
    curated = {row["vendor_id"] for row in _curated(path)}
    rows = [
        (line, row)
        for line, row in own.get("vendor_aliases", ())
        if row["vendor_id"] in curated and row["alias"]
    ]
    if not rows:
        return
    for (line, row), (vendor_id, alias) in zip(
        rows, linked_by_curated(seeds, [row["alias"] for _, row in rows]), strict=True
    ):
        replaced = {key for key, _ in row["replaces"] or ()}
        if vendor_id not in {None, row["vendor_id"], *replaced}:
            told = (
                f"lists call {vendor_id} so, by the curated alias `{alias}`; where "
                f"{row['vendor_id']} is meant, write {vendor_id} into the column replaces"
            )
            yield "vendor_aliases", line, "alias", told


def parent_loops(vendors: Lines) -> Iterator[Problem]:
    """Own vendors whose parents lead back to them; a curated vendor has no parent among them."""
    parents = {row["vendor_id"]: row["parent_vendor_id"] for _, row in vendors}
    for line, row in vendors:
        way = [row["vendor_id"]]
        while (parent := parents.get(way[-1])) is not None and parent not in way:
            way.append(parent)
        if parent is not None and parent == way[0]:
            told = f"its parents lead back to it: {' -> '.join([*way, parent])}"
            yield "vendors", line, "parent_vendor_id", told


def _keys(named: _Named, row: Row, column: str) -> Iterator[tuple[str, str]]:
    """Key and owner of a cell, when both are there."""
    owner = row[named.owner]
    if owner and row[column] and (key := named.key(row, column)):
        yield key, owner


def _shown(named: _Named, row: Row) -> str:
    columns = dict.fromkeys((named.owner, *named.columns, *_MORE_SHOWN.get(named.file, ())))
    return f"`{','.join(str(row[column] or '') for column in columns)}`"


_MORE_SHOWN = {"vendor_aliases": ("match_kind",), "securities": ("mic",)}


def _curated(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
