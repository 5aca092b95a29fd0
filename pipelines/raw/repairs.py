"""Declared repairs: known defects of a source, put right value by value after parsing.

Belongs here: finding the row a repair names, replacing the expected value, saying what no longer
fits. The declarations stand in each source's `spec.yml`; a repair changes a value of a kept row and
never brings back a rejected one.
Does not belong here: guessing; anything that is true of more than the rows named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipelines.specs import Repair

if TYPE_CHECKING:
    from pipelines.parsing.records import Parsed
    from pipelines.specs import DatasetSpec


def apply_repairs(parsed: Parsed, spec: DatasetSpec) -> Parsed:
    """The rows with every declared repair that fits.

    A repair whose rows are there without its expected value no longer applies and is told in
    `outdated_repairs`; one whose rows are not there says nothing.
    """
    if not spec.repairs or not parsed.row_count:
        return parsed
    columns: dict[str, Sequence[Any]] = dict(parsed.columns)
    repaired, outdated = 0, list[str]()
    looked_for: dict[tuple[str, str], list[int]] = {}
    for repair in spec.repairs:
        found = _rows(parsed.columns, repair.where, looked_for)
        fitting = [i for i in found if _holds(columns[repair.column][i], repair.expected)]
        if fitting:
            values = list(columns[repair.column])
            for index in fitting:
                values[index] = _replaced(values[index], repair)
            columns[repair.column] = values
            repaired += len(fitting)
        elif found:
            told = repair.expected if len(repair.expected) <= 60 else f"{repair.expected[:57]}..."
            outdated.append(f"{repair.place}: none of {len(found)} rows reads {told!r} any more")
    return replace(parsed, columns=columns, repair_count=repaired, outdated_repairs=tuple(outdated))


def _rows(
    columns: Mapping[str, Sequence[Any]],
    where: Mapping[str, str],
    looked_for: dict[tuple[str, str], list[int]],
) -> list[int]:
    """The rows that a repair names; most share the first of its columns."""
    (first, value), *others = where.items()
    if (first, value) not in looked_for:
        held_by = enumerate(columns[first])
        looked_for[first, value] = [i for i, held in held_by if _holds(held, value)]
    found = looked_for[first, value]
    for name, value in others:
        found = [i for i in found if _holds(columns[name][i], value)]
    return found


def _holds(held: object, text: str) -> bool:
    return text in held if isinstance(held, list) else held is not None and str(held) == text


def _replaced(held: object, repair: Repair) -> object:
    if isinstance(held, list):
        return [repair.replacement if member == repair.expected else member for member in held]
    if isinstance(held, date):
        return date.fromisoformat(repair.replacement)
    if isinstance(held, Decimal):
        return Decimal(repair.replacement)
    return repair.replacement
