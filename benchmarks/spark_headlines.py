"""Headlines a second on a Spark cluster of one and of two workers, beside one process.

Run it as `PYTHONPATH=.spark python -m benchmarks.spark_headlines [--headlines 20000]`. Each worker
has one core. Starting the cluster, its Python processes and loading the lexicon there are told
apart: a first round over the same headlines is not counted. What matters is the ratio in one run.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.extraction import made_up
from pipelines.derived.event_candidates.headlines.extract import each_by_itself

PARTS = 8
COMMAND = (sys.executable, "-m", "benchmarks.spark_headlines")


def main() -> None:
    """Measure each side in a process of its own; print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--headlines", type=int, default=20_000)
    parser.add_argument("--workers", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.workers is not None:
        sys.stdout.write("\n" + json.dumps(measured(given.folder, given.workers)))
        return
    with tempfile.TemporaryDirectory(prefix="chipwatch-spark-") as name:
        folder = Path(name)
        titles = made_up()
        wanted = [titles[number % len(titles)] for number in range(given.headlines)]
        pq.write_table(pa.table({"headline": wanted}), folder / "headlines.parquet")
        found = {workers: in_process(folder, workers) for workers in (0, 1, 2)}
    alone = given.headlines / found[0]["seconds"]
    for workers, told in found.items():
        speed = given.headlines / told["seconds"]
        each = speed / max(1, workers)
        side = f"{workers} workers" if workers else "one process"
        sys.stdout.write(
            f"{side}: {speed:,.0f} headlines a second, {each:,.0f} a core"
            f" ({each / alone:.2f} of one process), start {told['started']:.1f} s,"
            f" first round {told['first']:.1f} s\n"
        )
    sys.stdout.write(f"one to two workers: {found[1]['seconds'] / found[2]['seconds']:.2f} times\n")


def in_process(folder: Path, workers: int) -> dict[str, float]:
    """What one side tells of itself."""
    told = subprocess.run(  # noqa: S603
        [*COMMAND, "--workers", str(workers), "--folder", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode:
        sys.exit(f"{workers} workers failed:\n{told.stderr[-3000:]}")
    found: dict[str, float] = json.loads(told.stdout.splitlines()[-1])
    return found


def measured(folder: Path, workers: int) -> dict[str, float]:
    """Seconds of starting, of a first round and of a second one."""
    path = folder / "headlines.parquet"
    if not workers:
        titles = pq.read_table(path)["headline"]
        first = _timed(lambda: each_by_itself(titles))
        return {"started": 0.0, "first": first, "seconds": _timed(lambda: each_by_itself(titles))}
    from pipelines.spark.engine import read_headlines
    from tests.spark.cluster import on_cluster

    began = time.perf_counter()
    with on_cluster(folder / str(workers), workers) as session:
        started = time.perf_counter() - began
        read = read_headlines(session.read.parquet(str(path)).repartition(PARTS))
        work = read.write.format("noop").mode("overwrite")
        return {"started": started, "first": _timed(work.save), "seconds": _timed(work.save)}


def _timed(work: object) -> float:
    began = time.perf_counter()
    assert callable(work)  # noqa: S101
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
