"""What must come of every fault at every source: the declared outcomes and how a cell is tried.

Belongs here: the expectations, one cell's run, the printed table. Does not belong here: faults.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pipelines.specs import load_specs
from tests.simulator.faults import FAULTS
from tests.simulator.harness import fetcher, loaded, truth
from tests.simulator.reach import REACHES, RELEASE, blocking, reach_of
from tests.simulator.server import Simulator
from tests.simulator.service import NOT_APPLICABLE
from tests.simulator.sources import SERVICES
from tests.simulator.world import World

EXPECTED: Mapping[str, str] = {
    "429 with Retry-After": "throttled",
    "429": "throttled",
    "500": "unreachable",
    "503": "unreachable",
    "403 HTML": "forbidden",
    "404": "not_found",
    "200 HTML": "malformed",
    "200 sentence": "throttled",
    "empty body": "empty",
    "truncated body": "unreachable",
    "truncated gzip": "malformed",
    "wrong content type": "ok",
    "invalid JSON escapes": "malformed",
    "garbage": "malformed",
    "latin-1": "malformed",
    "CRLF": "ok",
    "column added": "ok",
    "column removed": "malformed",
    "column renamed": "malformed",
    "column retyped": "malformed",
    "page doubled": NOT_APPLICABLE,
    "paging cyclic": NOT_APPLICABLE,
    "slow drip": "timeout",
    "reset": "unreachable",
    "redirect elsewhere": "forbidden",
    "redirect loop": "unreachable",
    "oversized": "too_large",
    "gzip bomb": "too_large",
    "shrunken": "shrunken",
    "future dates": "malformed",
}
"""What a fault comes to where a service does not say otherwise (`Service.comes`)."""

SIGNALLED = {spec.source for spec in load_specs().values() if spec.accept.records_at}
"""Sources whose unknown columns are signalled."""


@dataclass(frozen=True)
class Cell:
    """How one source took one fault. `problems` is empty when all was as declared."""

    source: str
    fault: str
    expected: str
    outcome: str
    reach: str
    problems: tuple[str, ...]


def expected(source: str, fault: str) -> str:
    """The declared outcome of a fault at a source."""
    here = SERVICES[source].comes.get(fault)
    return here.outcome if here else EXPECTED[fault]


def try_cell(source: str, fault: str, folder: Path) -> Cell:
    """A good fetch, one with the fault some days later, a good one again after it.

    While the fault lasts, what is loaded must be what was loaded before or what is true now; after
    it, all that is true must be there, each key once with its newest value.
    """
    wanted, problems = expected(source, fault), list[str]()
    world = World()
    simulator = Simulator(world)
    with simulator.running():
        patient = fetcher(folder, simulator)
        first = patient.fetch_source(source)
        if not first.is_complete:
            problems.append(f"the good fetch before it ended {first.outcome}: {first.message}")
        before = loaded(folder, source)
        world.now += timedelta(days=4)
        simulator.faults[source] = fault
        hasty = fetcher(folder, simulator, total_seconds=0.6 if fault == "slow drip" else 20.0)
        report = hasty.fetch_source(source)
        simulator.faults.clear()
        during, now_true = loaded(folder, source), truth(world, source)
        reach = reach_of(folder, source, during, now_true, is_complete=report.is_complete)
        if report.outcome != wanted:
            problems.append(f"{report.outcome} instead of {wanted}: {report.message}")
        if report.is_complete != (wanted == "ok"):
            problems.append(f"complete is {report.is_complete}")
        strange = [k for k, v in during.items() if v not in (before.get(k), now_true.get(k))]
        if reach == RELEASE:
            problems.append(f"a build would be refused: {blocking(folder)[0]}")
        if strange and wanted != "ok":
            problems.append(f"{len(strange)} rows loaded that never were true, like {strange[0]}")
        lost = [key for key in before if key not in during]
        if lost:
            problems.append(f"{len(lost)} rows lost, like {lost[0]}")
        if fault == "column added" and source in SIGNALLED and not report.warnings:
            problems.append("the new column was not signalled")
        world.now += timedelta(days=1)
        last = patient.fetch_source(source)
        if not last.is_complete or last.waiting:
            problems.append(f"the fetch after it ended {last.outcome}: {last.message}")
        after, finally_true = loaded(folder, source), truth(world, source)
        is_text_changed = fault in {"invalid JSON escapes", "latin-1"} and wanted == "ok"
        missing = [
            key
            for key, value in finally_true.items()
            if key not in after or (after[key] != value and not is_text_changed)
        ]
        if missing:
            problems.append(f"{len(missing)} rows missing or old at the end, like {missing[0]}")
    return Cell(source, fault, wanted, report.outcome, reach, tuple(problems))


def cells() -> list[tuple[str, str]]:
    """Every source and fault that can meet."""
    return [
        (source, fault)
        for fault in FAULTS
        for source in SERVICES
        if expected(source, fault) != NOT_APPLICABLE
    ]


def as_markdown(found: Mapping[tuple[str, str], Cell]) -> str:
    """The matrix as a table: fault by source."""
    sources = list(SERVICES)
    lines = ["| fault | reach | " + " | ".join(sources) + " |", "|---" * (len(sources) + 2) + "|"]
    for fault in FAULTS:
        row = []
        for source in sources:
            cell = found.get((source, fault))
            mark = NOT_APPLICABLE if cell is None else cell.outcome
            row.append(mark if cell is None or not cell.problems else f"**{mark}!**")
        lines.append(f"| {fault} | {_reaches(found, fault)} | " + " | ".join(row) + " |")
    return "\n".join(lines)


def _reaches(found: Mapping[tuple[str, str], Cell], fault: str) -> str:
    """How far the fault reached at every source: the usual reach, then where it was another."""
    reached: dict[str, list[str]] = {}
    for cell in found.values():
        if cell.fault == fault:
            reached.setdefault(cell.reach, []).append(cell.source)
    if not reached:
        return NOT_APPLICABLE
    usual = max(reached, key=lambda reach: len(reached[reach]))
    others = [
        f"{reach}: {', '.join(reached[reach])}"
        for reach in REACHES
        if reach in reached and reach != usual
    ]
    return "; ".join([usual, *others])


def summary(found: Mapping[tuple[str, str], Cell]) -> str:
    """The page docs/generated/faults.md."""
    bad = sum(1 for cell in found.values() if cell.problems)
    return f"""# Faults

Written by `make faults`: every simulated service with every fault it can have, over real HTTP on
loopback. Each cell names the outcome the fault came to; `-` is a fault that cannot be there, or
cannot be told from a true answer. A cell fails (bold, `!`) unless the outcome is the declared one
(`tests/simulator/matrix.py` and the file of the service), nothing is loaded meanwhile that is not
true, nothing is lost, and the fetch after the fault leaves every true row there once with its
newest value.

Reach is how far the fault went while it lasted, worked out from what a build would load of the
archive beside what was true: `-` all of it was there, `row` some rows of an answer that was taken,
`series` one symbol, company or reporter, `dataset` or `source` all of it stayed as it was,
`release` a build would be refused (which counts as not as declared). First the reach at most
sources, then the others by name.

{len(found)} cells, {bad} not as declared.

{as_markdown(found)}

What the outcomes mean for the data: after `ok` and `not_modified` the source is fresh. After any
other the last good data stay, the source is stale in `meta.sources` with the reason, and what was
not got is asked again by the next fetch. `shrunken`, and `malformed` where the payload is data and
not an error page, are kept in the archive and refused: `chipwatch sources check` lists them,
`chipwatch sources accept` overrules. Asked again within a fetch are only `throttled`, `timeout` and
`unreachable`.
"""


def main() -> int:
    """Try every cell, print the table, and name what was not as declared."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("names", nargs="*", help="sources or faults to try [default: all]")
    parser.add_argument("--write", type=Path, help="keep the summary in this file")
    arguments = parser.parse_args()
    found = {}
    chosen = set(arguments.names)
    for source, fault in cells():
        if chosen and source not in chosen and fault not in chosen:
            continue
        with tempfile.TemporaryDirectory() as folder:
            found[source, fault] = try_cell(source, fault, Path(folder))
        print(f"{len(found)}: {source}, {fault}", file=sys.stderr)  # noqa: T201
    print(as_markdown(found))  # noqa: T201
    bad = [cell for cell in found.values() if cell.problems]
    for cell in bad:
        print(f"{cell.source}, {cell.fault}: {'; '.join(cell.problems)}")  # noqa: T201
    print(f"{len(found)} cells, {len(bad)} not as declared")  # noqa: T201
    if arguments.write and not chosen:
        arguments.write.write_text(summary(found), "utf-8")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
