"""Runs every mutant through the checks and publishes the score.

`python -m tests.mutations.score [--build DIR] [--every N] [--table NAME ...] [--page FILE]` builds
the sample (or takes a kept build), judges all mutants (or every Nth, or those of the named marts)
and writes the page `docs/generated/mutations.md`. It ends with 1 when a critical fault is not
blocked, when less than 90% are caught, or when a survivor has no reason in `survivors.yml`.
Belongs here: counting and telling. Does not belong here: making faults or judging them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pipelines.audit.restatement import load_limits
from pipelines.specs import load_specs
from pipelines.warehouse import REPOSITORY
from tests.mutations.judging import MartJudge, Outcome, RawJudge
from tests.mutations.mutants import KINDS, LEAST, SHARE, Mutant

HERE = Path(__file__).parent
PAGE = REPOSITORY / "docs" / "generated" / "mutations.md"
LEAST_CAUGHT_PCT = 90
_TITLES = {
    "null": "null",
    "times_ten": "×10",
    "day_shift": "day shift",
    "swap_keys": "swapped keys",
    "duplicate": "duplicated",
    "delete": "30% deleted",
    "stale_reload": "stale reload",
}


@dataclass(frozen=True)
class Excuse:
    """A declared reason for survivors; `table`, `column` and `kind` are patterns."""

    table: str
    column: str
    kind: str
    reason: str

    def covers(self, outcome: Outcome) -> bool:
        """Whether it speaks of this mutant."""
        mutant = outcome.mutant
        pairs = (
            (mutant.table, self.table),
            (mutant.column, self.column),
            (mutant.kind, self.kind),
        )
        return all(fnmatchcase(value, pattern) for value, pattern in pairs)


def excuses(path: Path = HERE / "survivors.yml") -> list[Excuse]:
    """The declared reasons, in the order of the file; the first that covers a mutant speaks."""
    record = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [Excuse(**{"column": "", "kind": "*", **entry}) for entry in record["survivors"]]


def critical_columns(
    keys: Mapping[str, Sequence[str]], columns: Mapping[str, Iterable[str]]
) -> dict[str, frozenset[str]]:
    """Critical columns by table, raw datasets included.

    `keys` are the primary keys and `columns` the columns of the marts.
    """
    declared = yaml.safe_load((HERE / "critical.yml").read_text(encoding="utf-8"))
    found = {
        table: named | frozenset(keys.get(table, ()))
        for table, named in load_limits().critical.items()
    }
    for report, fact in declared["reports"].items():
        found[report] = found[fact] & frozenset(columns.get(report, ()))
    return found | _raw_columns(declared["raw"])


def _raw_columns(declared: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """By raw table: what is declared of it, or else of the first pattern that fits its name."""
    found = {}
    for table in sorted(spec.raw_name for spec in load_specs().values()):
        fitting = [pattern for pattern in declared if fnmatchcase(table, pattern)]
        if fitting:
            found[table] = frozenset(declared[table if table in fitting else fitting[0]])
    return found


@cache
def rolling() -> frozenset[str]:
    """Raw datasets whose newest answer may hold fewer rows than the one before."""
    declared = yaml.safe_load((HERE / "critical.yml").read_text(encoding="utf-8"))
    return frozenset(declared["rolling"])


def is_critical(outcome: Outcome, critical: Mapping[str, frozenset[str]]) -> bool:
    """Whether a fault must be blocked: one of a critical column, or of a whole such table."""
    table, column = outcome.mutant.table, outcome.mutant.column
    if table in rolling() and outcome.mutant.kind in {"delete", "stale_reload"}:
        return False
    return table in critical and (not column or column in critical[table])


@dataclass(frozen=True)
class Score:
    """All outcomes, raw before marts, and what is critical among them."""

    outcomes: tuple[Outcome, ...]
    critical: Mapping[str, frozenset[str]]
    excuses: tuple[Excuse, ...]

    @property
    def made(self) -> list[Outcome]:
        """Outcomes of mutants that changed enough rows to be one."""
        return [one for one in self.outcomes if one.findings is not None]

    @property
    def survivors(self) -> list[Outcome]:
        """Mutants that no check saw."""
        return [one for one in self.made if not one.is_caught]

    @property
    def missed(self) -> list[Outcome]:
        """Critical mutants that no critical check saw."""
        return [one for one in self.made if is_critical(one, self.critical) and not one.is_blocked]

    @property
    def caught_pct(self) -> float:
        """Percent of the mutants that a check saw."""
        return 100 * (1 - len(self.survivors) / max(1, len(self.made)))

    def reason(self, outcome: Outcome) -> str | None:
        """Why a survivor may survive, or None when nobody said."""
        return next((excuse.reason for excuse in self.excuses if excuse.covers(outcome)), None)

    def problems(self, is_whole: bool) -> list[str]:
        """What keeps the score from being good; unused reasons are only told of a whole run."""
        found = [f"critical and not blocked: {one.mutant.name}" for one in self.missed]
        found += [
            f"survives without a reason: {one.mutant.name}"
            for one in self.survivors
            if self.reason(one) is None
        ]
        if is_whole:
            found += [
                f"no survivor needs the reason for {excuse.table}.{excuse.column} {excuse.kind}"
                for excuse in self.excuses
                if not any(excuse.covers(one) for one in self.survivors)
            ]
        if self.caught_pct < LEAST_CAUGHT_PCT:
            found.append(f"only {self.caught_pct:.1f}% are caught")
        return found


def run(build: Path, every: int = 1, tables: Sequence[str] = ()) -> Score:
    """Judge every mutant of a sound build, each `every`th of them, or those of some marts."""
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="chipwatch-mutations-") as folder:
        scratch = Path(folder)
        if not tables:
            with RawJudge(build, scratch / "raw") as raw:
                outcomes += _judged("raw", raw.mutants()[::every], raw)
        with MartJudge(build, scratch / "marts") as marts:
            if unknown := sorted(set(tables) - set(marts.columns)):
                raise SystemExit(f"no such mart: {', '.join(unknown)}")
            chosen = [one for one in marts.mutants() if not tables or one.table in tables]
            outcomes += _judged("marts", chosen[::every], marts)
            critical = critical_columns(marts.keys, marts.columns)
    return Score(tuple(outcomes), critical, tuple(excuses()))


def _judged(what: str, chosen: Sequence[Mutant], judge: RawJudge | MartJudge) -> list[Outcome]:
    outcomes, table, started = [], "", time.monotonic()
    for number, mutant in enumerate(chosen, 1):
        if mutant.table != table:
            table = mutant.table
            seconds = time.monotonic() - started
            _say(f"{what} {number}/{len(chosen)} after {seconds:.0f} s: {table}")
        outcomes.append(judge.judge(mutant))
    return outcomes


def render(score: Score) -> str:
    """`docs/generated/mutations.md`."""
    made, survivors = score.made, score.survivors
    critical = [one for one in made if is_critical(one, score.critical)]
    by_rules = sum(one.is_caught_by_rules for one in made)
    lines = [
        "# Mutations",
        "",
        "Generated by `make mutations`; do not edit. Every column of every mart and raw dataset "
        "of the bundled sample gets faults: values set to null, multiplied by ten, dates shifted "
        "by a day, keys swapped between rows; and every table has rows duplicated, 30% of its rows "
        "deleted, or its newest rows missing as when an older copy is loaded as today's. A fault "
        f"touches {SHARE:.0%} of the rows it can touch and at least {LEAST}; it is judged by the "
        "real checks: the Great Expectations suites, dbt's tests, and the drift and restatement "
        "against a last release (marts) or the raw gate on a second day of answers (raw). Faults "
        f"that would change fewer than {LEAST} rows are not made "
        f"({len(score.outcomes) - len(made)} of {len(score.outcomes)}).",
        "",
        "| | faults | caught | |",
        "|---|---:|---:|---:|",
        _row("all", len(made), len(made) - len(survivors)),
        _row("by rules alone, without a last release", len(made), by_rules),
        _row("critical, blocked", len(critical), len(critical) - len(score.missed)),
        "",
        "Critical are the columns that answers rest on (`pipelines/audit/restatement.yml`, "
        "`tests/mutations/critical.yml`): a fault there has to keep the candidate from being "
        "published, not only to be told.",
        "",
        "## By table",
        "",
        "Caught of made; a dash where no such fault can be made.",
        "",
        "| table | " + " | ".join(_TITLES[kind] for kind in KINDS) + " | all |",
        "|---|" + "---:|" * (len(KINDS) + 1),
    ]
    for table in dict.fromkeys(one.mutant.table for one in made):
        of_table = [one for one in made if one.mutant.table == table]
        cells = [_fraction([one for one in of_table if one.mutant.kind == kind]) for kind in KINDS]
        lines.append(f"| {table} | {' | '.join(cells)} | {_fraction(of_table)} |")
    whole = [_fraction([one for one in made if one.mutant.kind == kind]) for kind in KINDS]
    lines.append(f"| **all** | {' | '.join(whole)} | {_fraction(made)} |")
    lines += ["", "## Survivors", ""]
    if not survivors:
        return "\n".join([*lines, "None."]) + "\n"
    lines += ["| why | faults |", "|---|---|"]
    by_reason: dict[str, list[str]] = defaultdict(list)
    for one in survivors:
        by_reason[score.reason(one) or "**no reason given**"].append(one.mutant.name)
    lines += [f"| {why} | {'; '.join(sorted(names))} |" for why, names in by_reason.items()]
    return "\n".join(lines) + "\n"


def _row(what: str, total: int, caught: int) -> str:
    return f"| {what} | {total} | {caught} | {100 * caught / max(1, total):.1f}% |"


def _fraction(outcomes: Sequence[Outcome]) -> str:
    caught = sum(one.is_caught for one in outcomes)
    return f"{caught}/{len(outcomes)}" if outcomes else "–"


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge, write the page, tell what is wrong; return the exit code."""
    parser = argparse.ArgumentParser(description="The score of the checks on generated faults.")
    parser.add_argument("--build", type=Path, help="a kept build [default: a new one]")
    parser.add_argument("--every", type=int, default=1, help="judge only every Nth mutant")
    parser.add_argument(
        "--table", action="append", default=[], help="judge only mutants of this mart; repeatable"
    )
    parser.add_argument("--page", type=Path, help="the page [default: docs/generated/mutations.md]")
    chosen: Any = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="chipwatch-build-") as folder:
        build = chosen.build
        if build is None:
            from tests.mutations.build import sound_build

            _say("building the sample")
            build = sound_build(Path(folder) / "warehouse")
        score = run(build, chosen.every, chosen.table)
    is_whole = chosen.every == 1 and not chosen.table
    if is_whole or chosen.page:
        (chosen.page or PAGE).write_text(render(score), encoding="utf-8")
    problems = score.problems(is_whole=is_whole)
    for problem in problems:
        _say(problem)
    _say(f"{score.caught_pct:.1f}% of {len(score.made)} faults caught, {len(score.missed)} missed")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
