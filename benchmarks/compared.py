"""One workload beside an alternative, and how results are told.

Belongs here: the form of a result and its row in the table. Does not belong here: any workload.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass

RESULTS = "CHIPWATCH_BENCH_RESULTS"
"""Variable that names the file to which a benchmark adds its results, a JSON object a line."""

HEADINGS = ("workload", "ours", "alternative", "its", "ratio", "CPU s", "peak MiB", "growth")


@dataclass(frozen=True)
class Comparison:
    """What a workload took here and by the alternative, in `unit`; less is better.

    `cpu_seconds` and `peak_mib` are those of our side. `growth` is what the work took at its large
    size over the small one, divided by the ratio of the sizes: 1 is linear.
    """

    workload: str
    ours: float
    alternative: str
    theirs: float
    unit: str
    cpu_seconds: float | None = None
    peak_mib: float | None = None
    growth: float | None = None

    @property
    def ratio(self) -> float:
        """Ours over the alternative's."""
        return self.ours / self.theirs


def cells(one: Comparison) -> tuple[str, ...]:
    """A result as the cells of a row under HEADINGS."""

    def shown(value: float | None, digits: int) -> str:
        return "" if value is None else f"{value:,.{digits}f}"

    return (
        one.workload,
        f"{one.ours:,.3g} {one.unit}",
        one.alternative,
        f"{one.theirs:,.3g} {one.unit}",
        f"{one.ratio:.3g}",
        shown(one.cpu_seconds, 1),
        shown(one.peak_mib, 0),
        shown(one.growth, 2),
    )


def table(rows: Sequence[Comparison]) -> str:
    """All results as one table in plain text."""
    lines = [HEADINGS, *map(cells, rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def tell(results: Sequence[Comparison]) -> None:
    """Print the results, and add them to the file that `make bench` collects."""
    sys.stdout.write(table(results) + "\n")
    if place := os.environ.get(RESULTS):
        with open(place, "a", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(one)) + "\n" for one in results)
