"""Words for people for the values that columns take: one table, kept in `value_labels.csv`.

Every build publishes it as `meta.labels`. Belongs here: reading it from the curated file or from a
release, and finding the word for a value. Does not belong here: the words themselves, or layout.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.errors import ChipwatchError
from pipelines.warehouse import SEEDS

if TYPE_CHECKING:
    import duckdb

LABELS_FILE = SEEDS / "reference" / "value_labels.csv"


@dataclass(frozen=True)
class Label:
    """What is written for a value, and what the value means in one sentence."""

    label: str
    meaning: str


@dataclass(frozen=True)
class Labels:
    """The labels by column name and value; a value without one is written with blanks."""

    by_value: Mapping[tuple[str, str], Label]

    def shown(self, column: str, value: object) -> str:
        """The label of a value as a cell or legend shows it; empty for None."""
        text = "" if value is None else str(value)
        found = self.by_value.get((column, text))
        return found.label if found else text.replace("_", " ")

    def said(self, column: str, value: object) -> str:
        """The label inside a sentence: a small first letter, unless it is an abbreviation."""
        label = self.shown(column, value)
        return label[:1].lower() + label[1:] if label[1:2].islower() else label

    def of_column(self, column: str) -> dict[str, Label]:
        """Value → label of one column, in the order of the values."""
        found = sorted(place for place in self.by_value if place[0] == column)
        return {value: self.by_value[name, value] for name, value in found}


@lru_cache(maxsize=4)
def curated_labels(path: Path = LABELS_FILE) -> Labels:
    """The labels of the curated file. Raises ChipwatchError naming it when it cannot be read."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return Labels(
                {
                    (name, row["value"]): Label(row["label"], row["meaning"])
                    for row in csv.DictReader(file)
                    for name in row["column_names"].split()
                }
            )
    except (OSError, UnicodeDecodeError, csv.Error, KeyError, AttributeError) as error:
        raise ChipwatchError(
            f"The labels {path} cannot be read ({type(error).__name__}: {error}).",
            "restore the file from version control.",
        ) from error


def released_labels(connection: duckdb.DuckDBPyConnection) -> Labels:
    """The labels of the release that is open; what an older one lacks comes from the file here."""
    import duckdb

    try:
        rows = connection.execute(
            "select column_name, value, label, meaning from meta.labels order by all"
        ).fetchall()
    except duckdb.CatalogException:
        rows = []
    released = {(name, value): Label(label, meaning) for name, value, label, meaning in rows}
    return Labels({**curated_labels().by_value, **released})
