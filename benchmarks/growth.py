"""What a run after one new payload costs at few and at many payloads.

Run it as `python -m benchmarks.growth [--folder DIR] [COUNT ...]` (50 and 5,000 by default; some
minutes). For each count it composes an archive of small payloads (`tests/growing.py`), publishes
it once, adds one payload and publishes again. It prints CPU of the process tree, seconds and the
peak of the memory of all its processes together for both runs, and the ratio of the second runs.
It asserts nothing about them: machines differ. With --folder the warehouses stay there.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.growing import compose, small_payloads

CHIPWATCH = Path(sys.executable).parent / "chipwatch"
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Cost:
    """CPU seconds, seconds, and the highest sum of the resident memory of the processes in MiB."""

    cpu: float
    seconds: float
    peak: float


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description="Cost of a run after one new payload.")
    parser.add_argument("--folder", type=Path, help="where the warehouses stay")
    parser.add_argument("counts", type=int, nargs="*", default=[50, 5000])
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="chipwatch-bench-") as name:
        folder = options.folder or Path(name)
        measured([str(CHIPWATCH), "run", "--warehouse", str(folder / "sample")])
        print("payloads   first run                           after one new payload")  # noqa: T201
        later = []
        for count in options.counts:
            place = folder / str(count)
            archive = place / "archive"
            if not archive.exists():
                compose(archive, count)
            run = [str(CHIPWATCH), "run", "--warehouse", str(place)]
            first = measured(run)
            next_one = small_payloads(archive)
            total = len(list(archive.rglob("*.gz")))
            compose(archive, total + 1, next_one)
            later.append(measured(run))
            print(f"{count:>8}   {_told(first)}   {_told(later[-1])}", flush=True)  # noqa: T201
        print(f"ratio of the last to the first: {later[-1].cpu / later[0].cpu:.2f}")  # noqa: T201


def measured(command: list[str]) -> Cost:
    """What a command costs; the program ends when it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    with tempfile.TemporaryFile("w+") as told:
        process = subprocess.Popen(command, stdout=told, stderr=subprocess.STDOUT)  # noqa: S603
        peak = _Peak(process.pid)
        code = process.wait()
        seconds = time.perf_counter() - started
        highest = peak.stop()
        if code:
            told.seek(0)
            sys.exit(f"{' '.join(command)} failed:\n{told.read()[-3000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, seconds, highest)


class _Peak:
    """The highest resident memory of a process and all below it, looked at ten times a second."""

    def __init__(self, root: int) -> None:
        self._root, self._highest = root, 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        self._ended.set()
        self._thread.join()
        return self._highest

    def _watch(self) -> None:
        while not self._ended.wait(0.1):
            self._highest = max(self._highest, sum(map(_resident, _tree(self._root))))


def _tree(root: int) -> list[int]:
    found, waiting = [], [root]
    while waiting:
        process = waiting.pop()
        found.append(process)
        for children in Path(f"/proc/{process}/task").glob("*/children"):
            try:
                waiting += map(int, children.read_text().split())
            except OSError:
                continue
    return found


def _resident(process: int) -> float:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * PAGE / 2**20


def _told(cost: Cost) -> str:
    return f"{cost.cpu:6.1f} s CPU {cost.seconds:6.1f} s {cost.peak:6.0f} MiB"


if __name__ == "__main__":
    main(sys.argv[1:])
