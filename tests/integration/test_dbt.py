"""dbt itself on the whole project: its unit tests, and that a build makes what dbt makes."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.transform.compiled import closing_statements, models_in_order
from pipelines.transform.models import make_models, run_statements
from pipelines.transform.run_dbt import (
    DBT_EXECUTABLE,
    DBT_PROJECT,
    ensure_manifest,
    take_curated,
)
from pipelines.warehouse import Build, Warehouse
from tests.builds import up_to_dbt


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A build of the sample up to the point where dbt starts."""
    return up_to_dbt(Warehouse(tmp_path_factory.mktemp("dbt")))


def dbt(
    build: Build, *arguments: str, project: Path = DBT_PROJECT
) -> subprocess.CompletedProcess[str]:
    places = {
        "--project-dir": project,
        "--profiles-dir": project,
        "--target-path": build.path / "target",
        "--log-path": build.path / "logs",
    }
    options = [text for option, path in places.items() for text in (option, str(path))]
    return subprocess.run(
        [str(DBT_EXECUTABLE), *arguments, *options],
        env={**os.environ, "CHIPWATCH_BUILD_DIR": str(build.path), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def made_by_dbt(prepared: Build) -> Build:
    """The relations of the whole project without rows, made by `dbt build`."""
    made = dbt(
        prepared, "--quiet", "build", "--empty", "--exclude-resource-type", "test", "unit_test"
    )
    assert made.returncode == 0, made.stdout[-3000:]
    return prepared


@pytest.fixture(scope="module")
def made_by_us(prepared: Build, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The same sample with its rows, as a build makes it."""
    build = _inputs_of(prepared, tmp_path_factory.mktemp("ours") / "build")
    take_curated(build)
    manifest = json.loads(ensure_manifest().read_bytes())
    problems = [made.problem for made in make_models(build, models_in_order(manifest))]
    assert set(problems) == {""}
    run_statements(build, closing_statements(manifest))
    return build


def test_unit_tests_of_the_models(made_by_dbt: Build) -> None:
    result = dbt(made_by_dbt, "test", "--select", "test_type:unit")
    assert result.returncode == 0, result.stdout[-4000:]
    assert "ERROR=0" in result.stdout
    assert "PASS=0" not in result.stdout


def declared(build: Build) -> dict[str, list[tuple[Any, ...]]]:
    """Relations, columns with type and comment, and macros of both databases of a build."""
    with duckdb.connect(str(build.work), read_only=True) as connection:
        connection.execute(f"attach '{build.candidate}' as candidate (read_only)")
        own = "database_name in ('work', 'candidate') and not internal"
        asked = {
            "tables": f"select database_name, schema_name, table_name, comment from "
            f"duckdb_tables() where {own}",
            "views": f"select database_name, schema_name, view_name, comment from "
            f"duckdb_views() where {own}",
            "columns": f"select database_name, schema_name, table_name, column_name, "
            f"column_index, data_type, comment from duckdb_columns() where {own}",
            "macros": f"select database_name, schema_name, function_name, parameters, "
            f"macro_definition, comment from duckdb_functions() where {own}",
        }
        return {
            what: sorted(connection.execute(sql).fetchall(), key=str) for what, sql in asked.items()
        }


def test_a_build_makes_what_dbt_makes(made_by_dbt: Build, made_by_us: Build) -> None:
    theirs, ours = declared(made_by_dbt), declared(made_by_us)
    assert len(theirs["tables"]) > 100
    assert len(theirs["macros"]) > 5
    for what, found in theirs.items():
        assert ours[what] == found, what


SPOILED = {
    "dim_authority": ("data_type: varchar", "data_type: integer"),
    "dim_hs_code": ("- name: ", "- name: not_"),
    "dim_chip_family": (
        "    columns:\n",
        "    columns:\n      - name: extra\n        data_type: date\n",
    ),
}


def test_a_build_refuses_the_contracts_that_dbt_refuses(prepared: Build, tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(DBT_PROJECT, project)
    for name, (before, after) in SPOILED.items():
        (file,) = (
            path
            for path in project.glob("models/marts/**/_models.yml")
            if f"- name: {name}\n" in path.read_text()
        )
        head, found, tail = file.read_text().partition(f"  - name: {name}\n")
        assert before in tail
        file.write_text(head + found + tail.replace(before, after, 1))
    build = _inputs_of(prepared, tmp_path / "build")
    told = dbt(
        build,
        "--quiet",
        "build",
        "--empty",
        "--exclude-resource-type",
        "test",
        "unit_test",
        "--select",
        *(f"+{name}" for name in (*SPOILED, "dim_destination_group")),
        project=project,
    )
    assert told.returncode == 1
    target = build.path / "target"
    results = json.loads((target / "run_results.json").read_bytes())["results"]
    refused = {
        result["unique_id"].rpartition(".")[2] for result in results if result["status"] == "error"
    }
    assert refused == set(SPOILED)
    manifest = json.loads((target / "manifest.json").read_bytes())
    chosen = {result["unique_id"] for result in results}
    manifest["nodes"] = {name: manifest["nodes"][name] for name in chosen}
    ours = {
        made.model.name for made in make_models(build, models_in_order(manifest)) if made.problem
    }
    assert ours == refused


def _inputs_of(prepared: Build, folder: Path) -> Build:
    """A new build with what dbt reads of a prepared one."""
    folder.mkdir()
    for part in (prepared.raw, prepared.derived, prepared.inputs, prepared.overlay):
        (folder / part.name).symlink_to(part)
    return Build(folder)
