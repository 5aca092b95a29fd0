"""What runs on one machine gives the same on Spark: portable models, headlines, bulk slices.

`make spark-test` runs it on a real standalone cluster (a master and two workers out of the pyspark
package) and on pysail, which needs no Java. Without them it is skipped, and that is said. Each
engine works in a process of its own (`tests/spark/__main__.py`).
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipelines.transform.run_dbt import DBT_PROJECT
from pipelines.warehouse import Warehouse
from tests.builds import up_to_dbt, with_models
from tests.conftest import REPOSITORY, chipwatch
from tests.spark.cluster import why_no_cluster

HAS_SPARK = importlib.util.find_spec("pyspark") is not None
SECONDS = 3000
PATHS = os.pathsep.join((str(REPOSITORY), os.environ.get("PYTHONPATH", "")))
"""Where the packages of Spark lie: for a process that works in a folder of its own."""
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not HAS_SPARK, reason="no pyspark here: make spark-test installs it"),
]


@pytest.fixture(params=["sail", "cluster"])
def engine(request: pytest.FixtureRequest) -> str:
    if request.param == "cluster" and why_no_cluster():
        pytest.skip(why_no_cluster())
    return str(request.param)


def on(engine: str, work: str, folder: Path) -> dict[str, Any]:
    """What the work told on an engine, in a process of its own."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.spark", engine, work, str(folder)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": PATHS},
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert told.returncode == 0, (told.stdout + told.stderr)[-6000:]
    found: dict[str, Any] = json.loads(told.stdout.strip().splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of a build of the sample, with all that DuckDB makes of it."""
    place = Warehouse(tmp_path_factory.mktemp("spark") / "warehouse")
    with_models(up_to_dbt(place))
    return place.root


def test_portable_models_are_row_by_row_those_of_duckdb(
    engine: str, sample: Path, tmp_path: Path
) -> None:
    place = tmp_path / "warehouse"
    shutil.copytree(sample, place)
    told = on(engine, "models", place)
    assert told["problem"] == ""
    assert told["differences"] == {}
    assert len(told["rows"]) > 40
    assert told["rows"]["marts.fct_articles"] > 50
    assert told["rows"]["intermediate.int_events__candidates"] > 50


def test_headlines_are_read_as_on_one_machine(engine: str, tmp_path: Path) -> None:
    told = on(engine, "headlines", tmp_path)
    assert told["rows"] == told["expected"] > 100
    assert told["differing"] == []


def test_slices_reduced_on_spark_go_back_to_a_release(engine: str, tmp_path: Path) -> None:
    told = on(engine, "slices", tmp_path)
    assert told["slices"] == 4
    assert told["same"]
    assert told["rows"] == 40
    place = tmp_path / "warehouse"
    added = chipwatch(
        "archive", "add", "gdelt_bulk/articles", tmp_path / "payload.jsonl", "--warehouse", place
    )
    assert added.returncode == 0, added.stdout + added.stderr
    made = chipwatch("run", "--warehouse", place)
    assert made.returncode == 0, made.stdout + made.stderr
    asked = chipwatch(
        "query", "select count(*) as n from marts.fct_articles", "--json", "--warehouse", place
    )
    assert '"n": 40' in asked.stdout


def test_models_use_no_engine_of_their_own_outside_macros() -> None:
    files = [path for path in DBT_PROJECT.glob("models/**/*.sql") if "target." in path.read_text()]
    assert files == []
