"""Run the benchmarks one after the other, print one table, keep the ratios: `make bench`.

`python -m benchmarks [NAME …]` runs those named, or all. Each runs in a process of its own, so that
none bears the memory of another; ratios of what ended well are added to `history.csv`.
Belongs here: the order, the table, the history. Does not belong here: any workload.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.compared import RESULTS, Comparison, table

HERE = Path(__file__).parent
HISTORY = HERE / "history.csv"
NO_WORKLOADS = {"__init__", "__main__", "compared", "measured"}


def names() -> list[str]:
    """The benchmarks there are."""
    return sorted(file.stem for file in HERE.glob("*.py") if file.stem not in NO_WORKLOADS)


def run(name: str) -> tuple[list[Comparison], int]:
    """Run one benchmark; what it found, and its exit code."""
    with tempfile.TemporaryDirectory(prefix="chipwatch-bench-") as folder:
        results = Path(folder) / "results.jsonl"
        environment = {**os.environ, RESULTS: str(results)}
        ended = subprocess.run(  # noqa: S603
            [sys.executable, "-m", f"benchmarks.{name}"],
            cwd=HERE.parent,
            env=environment,
            check=False,
        )
        lines = results.read_text(encoding="utf-8").splitlines() if results.exists() else []
    return [Comparison(**json.loads(line)) for line in lines], ended.returncode


def revision() -> str:
    """The commit that is measured, with a + when files differ from it."""
    told = subprocess.run(
        ["git", "describe", "--always", "--abbrev=7", "--dirty=+"],  # noqa: S607
        cwd=HERE.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.strip() or "unknown"


def keep(results: list[Comparison]) -> None:
    """Add the ratios to the history."""
    today, commit = dt.datetime.now(dt.UTC).date().isoformat(), revision()
    with HISTORY.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(
            (
                today,
                commit,
                os.cpu_count(),
                one.workload,
                one.alternative,
                f"{one.ratio:.4g}",
                "" if one.growth is None else f"{one.growth:.3g}",
            )
            for one in results
        )


def main(wanted: list[str]) -> int:
    """Run, print and keep; 1 when a benchmark failed, 2 when there is none of that name."""
    if unknown := sorted(set(wanted) - set(names())):
        sys.stderr.write(
            f"error: no benchmark {', '.join(unknown)}; there are {', '.join(names())}\n"
        )
        return 2
    found: list[Comparison] = []
    failed: list[str] = []
    for name in wanted or names():
        sys.stderr.write(f"== {name}\n")
        results, code = run(name)
        found += results
        if code:
            failed.append(name)
    keep(found)
    sys.stdout.write(table(found) + "\n")
    if failed:
        sys.stderr.write(f"error: {', '.join(failed)} failed; their messages stand above\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
