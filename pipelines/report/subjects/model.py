"""What a kind of page is: its subjects, its facts and its tables, and how they are read.

Belongs here: the declarations' form, and asking each query once for all subjects. Does not belong
here: any single kind, HTML.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.report.reading import Reader, Row

SUBJECT = "subject_id"
"""The column of every query that names the subject of a row."""


@dataclass(frozen=True)
class Table:
    """One table of a kind of page; `sql` gives the rows of all subjects, in their order.

    `columns` are shown under these headings; whatever else the query gives stands in the files.
    """

    key: str
    heading: str
    about: str
    sql: str
    columns: Mapping[str, str]
    nothing: str


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind of page. `sql` gives one row a subject: `subject_id`, `name`, and the facts."""

    key: str
    folder: str
    title: str
    sql: str
    facts: Mapping[str, str]
    tables: Sequence[Table]


@dataclass(frozen=True)
class Subject:
    """One page: its row, and the rows of each table of its kind."""

    kind: Kind
    row: Row
    rows: Mapping[str, Sequence[Row]]

    @property
    def subject_id(self) -> str:
        """The key of the subject in the warehouse."""
        return str(self.row[SUBJECT])

    @property
    def name(self) -> str:
        """What people call it."""
        return str(self.row["name"])


def read_subjects(reader: Reader, kind: Kind) -> list[Subject]:
    """Every subject of a kind with its rows, by name."""
    found: dict[str, dict[str, list[Row]]] = {}
    for table in kind.tables:
        for row in reader.rows(table.sql):
            subject = found.setdefault(str(row[SUBJECT]), {})
            subject.setdefault(table.key, []).append(
                {name: value for name, value in row.items() if name != SUBJECT}
            )
    return [
        Subject(kind, row, found.get(str(row[SUBJECT]), {}))
        for row in sorted(reader.rows(kind.sql), key=lambda r: (str(r["name"]).lower(), r[SUBJECT]))
    ]
