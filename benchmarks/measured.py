"""What a command costs: CPU of its process tree, seconds, and the peak of its memory.

Belongs here: measuring a command. Does not belong here: which commands, or what is told of them.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CHIPWATCH = Path(sys.executable).parent / "chipwatch"
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Cost:
    """CPU seconds, seconds, and the highest sum of the resident memory of the processes in MiB."""

    cpu: float
    seconds: float
    peak: float

    def __str__(self) -> str:
        return f"{self.cpu:.1f} s CPU ({self.seconds:.1f} s, {self.peak:.0f} MiB)"


def measured(command: list[str], environment: Mapping[str, str] | None = None) -> Cost:
    """What a command costs; the program ends when it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    with tempfile.TemporaryFile("w+") as told:
        process = subprocess.Popen(  # noqa: S603
            command,
            stdout=told,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
        )
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
