"""Cells of the golden copies: LEIs, and times of which only the day counts.

Belongs here: what both levels share. Does not belong here: the columns of either.
"""

from __future__ import annotations

import re
from datetime import date

from pipelines.parsing.csv_records import Record, cell, required_cell
from pipelines.parsing.records import BadRecord, brief, iso_date

_LEI = re.compile(r"[A-Z0-9]{18}[0-9]{2}")
_DAY_LETTERS = 10


def lei(record: Record, name: str) -> str:
    """An LEI: 18 letters or digits and two check digits. Raises BadRecord bad_lei."""
    value = required_cell(record, name, "bad_lei")
    if not _LEI.fullmatch(value):
        raise BadRecord("bad_lei", f"{name} is {brief(value)}, expected 20 letters and digits")
    return value


def day(record: Record, name: str) -> date | None:
    """The day of a time such as 2021-01-01T01:00:00+01:00, as it is written there."""
    text = cell(record, name)
    return None if text is None else iso_date(text[:_DAY_LETTERS])
