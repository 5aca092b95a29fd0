"""What a run after one new payload costs at few and at many payloads.

Run it as `python -m benchmarks.growth [--folder DIR] [COUNT ...]` (50 and 5,000 by default; some
minutes). For each count it composes an archive of small payloads (`tests/growing.py`), publishes
it once, adds one payload and publishes again. It prints CPU of the process tree, seconds and the
peak of the memory of all its processes together for both runs, and the ratio of the second runs.
It asserts nothing about them: machines differ. With --folder the warehouses stay there.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.compared import Comparison, tell
from benchmarks.measured import CHIPWATCH, measured
from tests.growing import compose, small_payloads


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
            print(f"{count:>8}   {first}   {later[-1]}", flush=True)  # noqa: T201
    few, many = later[0], later[-1]
    tell(
        [
            Comparison(
                workload=f"a run after one more payload, at {options.counts[-1]:,}",
                ours=many.cpu,
                alternative=f"the same at {options.counts[0]:,}",
                theirs=few.cpu,
                unit="s CPU",
                cpu_seconds=many.cpu,
                peak_mib=many.peak,
            )
        ]
    )


if __name__ == "__main__":
    main(sys.argv[1:])
