"""Run on one engine, in a process of its own, what the suite asks of it; prints JSON.

`python -m tests.spark {cluster,sail} {models,headlines,slices} FOLDER [--workers N]`. A session of
Spark's own and one of Spark Connect cannot live in one process, hence this one.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import SparkSession

from pipelines.derived.event_candidates.headlines.extract import each_by_itself
from pipelines.errors import ChipwatchError
from pipelines.sources.gdelt_bulk.slices import joined, reduce
from pipelines.spark import engine as on_spark
from pipelines.specs import spec
from pipelines.transform.models import connect
from pipelines.warehouse import Warehouse
from tests.conftest import REPOSITORY
from tests.gkg import Gkg, zipped
from tests.spark.cluster import on
from tests.spark.compared import difference

HEADLINES = REPOSITORY / "tests/data/own_headlines.csv"


def main() -> None:
    """Start the engine, do the work, tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("engine", choices=("cluster", "sail"))
    parser.add_argument("work", choices=sorted(WORK))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    began = time.perf_counter()
    with on(given.engine, given.folder, given.workers) as session:
        started = time.perf_counter() - began
        began = time.perf_counter()
        told = WORK[given.work](session, given.folder)
    told |= {"started_s": started, "worked_s": time.perf_counter() - began}
    sys.stdout.write("\n" + json.dumps(told) + "\n")
    sys.stdout.flush()
    os._exit(0)  # threads of pysail's server would keep the process


def models(session: SparkSession, folder: Path) -> dict[str, Any]:
    """Build the portable models of the build in `folder`, and compare each with DuckDB's."""
    build = Warehouse(folder).build("unit")
    chosen = on_spark.portable()
    on_spark.take_inputs(session, build, chosen)
    problem = ""
    try:
        on_spark.make_portable(build)
    except ChipwatchError as error:
        problem = str(error)
    found: dict[str, str] = {}
    rows: dict[str, int] = {}
    with closing(connect(build, read_only=True)) as connection:
        for model in chosen.models:
            if not session.catalog.tableExists(model.place):
                found[model.place] = "was not made"
                continue
            theirs = session.table(model.place).toArrow()
            ours = f"{model.database}.{model.place}"
            rows[model.place] = theirs.num_rows
            found[model.place] = difference(connection, ours, model.place, theirs)
    differences = {place: why for place, why in found.items() if why}
    return {"problem": problem, "rows": rows, "differences": differences}


def headlines(session: SparkSession, folder: Path) -> dict[str, Any]:
    """Read headlines there and here; whether the answers are the same."""
    with HEADLINES.open(encoding="utf-8") as file:
        titles = [row["headline"] for row in csv.DictReader(file)]
    table = pa.table({"row_id": list(range(len(titles))), "headline": titles})
    path = folder / "headlines.parquet"
    pq.write_table(table, path)
    read = on_spark.read_headlines(session.read.parquet(str(path)).repartition(2))
    theirs = read.toArrow().sort_by("row_id")
    ours = each_by_itself(table["headline"])
    differing = [
        name for name in ours.column_names if ours[name].to_pylist() != theirs[name].to_pylist()
    ]
    return {"rows": theirs.num_rows, "expected": len(titles), "differing": differing}


def slices(session: SparkSession, folder: Path) -> dict[str, Any]:
    """Reduce zips there and here; what comes back lies in `folder` as a payload."""
    fetch = spec("gdelt_bulk/articles").source_spec.fetch
    settings = dict(fetch.settings) if fetch else {}
    zips = folder / "zips"
    zips.mkdir(parents=True)
    for number in range(4):
        stamp = f"20260301{number:02d}1500"
        content = Gkg(number, 0.3).file(stamp, 200, wanted_each=20)
        (zips / f"{stamp}.gkg.csv.zip").write_bytes(zipped(f"{stamp}.csv", content))
    reduced = on_spark.reduce_slices(session, zips, settings)
    reduced.write.parquet(str(folder / "reduced"))
    back = pq.read_table(folder / "reduced").sort_by("name").to_pylist()
    here = {path.name: reduce(path.read_bytes(), settings) for path in sorted(zips.iterdir())}
    payload = joined([row["slice"] for row in back])
    (folder / "payload.jsonl").write_bytes(payload)
    same = [
        pq.read_table(io.BytesIO(row["slice"])).equals(
            pq.read_table(io.BytesIO(here[row["name"]])), check_metadata=True
        )
        for row in back
    ]
    return {
        "slices": len(back),
        "same": all(same) and payload == joined(list(here.values())),
        "rows": payload.count(b"\n"),
    }


WORK: dict[str, Callable[[SparkSession, Path], dict[str, Any]]] = {
    "headlines": headlines,
    "models": models,
    "slices": slices,
}

if __name__ == "__main__":
    main()
