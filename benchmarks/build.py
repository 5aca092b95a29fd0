"""What a whole run on the sample costs beside a bare `dbt build` of the same project.

Run it as `python -m benchmarks.build [ROUNDS]` (1 by default). A run parses, derives, makes the
models, asks every check and publishes; `dbt build` makes the models and asks dbt's tests alone, on
the inputs that a run left. Both are new processes; CPU is that of the whole process tree. It prints
CPU, seconds, CPU a model and a test, their ratio and the peak memory of all its processes, and
asserts nothing about them: machines differ. It fails when the two differ in a table.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

import duckdb

from benchmarks.compared import Comparison, tell
from benchmarks.measured import CHIPWATCH, measured
from pipelines.transform.run_dbt import (
    DATABASES,
    DBT_EXECUTABLE,
    DBT_PROJECT,
    ensure_curated,
    ensure_manifest,
)
from pipelines.warehouse import Warehouse
from tests.mutations.build import sound_build


def dbt_build(build: Path) -> list[str]:
    """`dbt build` on the databases and inputs in a folder."""
    places = {
        "--project-dir": DBT_PROJECT,
        "--profiles-dir": DBT_PROJECT,
        "--target-path": build / "target",
        "--log-path": build / "logs",
    }
    options = [text for option, path in places.items() for text in (option, str(path))]
    chosen = ["--exclude-resource-type", "unit_test"]
    return [str(DBT_EXECUTABLE), "--quiet", "build", *chosen, *options]


def row_counts(candidate: Path) -> dict[str, int]:
    """Rows by mart."""
    with duckdb.connect(str(candidate), read_only=True) as connection:
        tables = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'marts' order by 1"
        ).fetchall()
        return {
            str(table): connection.execute(f"select count(*) from marts.{table}").fetchall()[0][0]
            for (table,) in tables
            if table != "rpt_changes"
        }


def main(rounds: int = 1) -> None:
    ensure_curated()
    nodes = json.loads(ensure_manifest().read_bytes())["nodes"].values()
    models = sum(node["resource_type"] == "model" for node in nodes)
    tests = sum(node["resource_type"] == "test" for node in nodes)
    print(f"{models} models, {tests} tests of dbt; CPU seconds of the whole process tree")  # noqa: T201
    compared = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory(prefix="chipwatch-bench-") as name:
            folder = Path(name)
            run = measured([str(CHIPWATCH), "run", "--warehouse", str(folder / "run")])
            build = sound_build(folder / "inputs")
            ours = row_counts(Warehouse(folder / "run").published)
            for database in DATABASES:
                (build / database).unlink()
            shutil.copytree(build, folder / "dbt")
            alone = measured(
                dbt_build(folder / "dbt"), {"CHIPWATCH_BUILD_DIR": str(folder / "dbt")}
            )
            theirs = row_counts(folder / "dbt" / "candidate.duckdb")
        if ours != theirs:
            sys.exit(f"the tables differ: {ours} and {theirs}")
        each = 1000 * run.cpu / (models + tests)
        print(  # noqa: T201
            f"whole run {run}, {each:.0f} ms a model or test; "
            f"bare dbt build {alone}; ratio {run.cpu / alone.cpu:.2f}"
        )
        compared.append(
            Comparison(
                workload="a whole run on the sample",
                ours=run.cpu,
                alternative="dbt build of its models and tests alone",
                theirs=alone.cpu,
                unit="s CPU",
                cpu_seconds=run.cpu,
                peak_mib=run.peak,
            )
        )
    tell(compared)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
