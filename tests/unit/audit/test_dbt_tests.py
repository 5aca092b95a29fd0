import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.audit.check import CheckResult
from pipelines.audit.dbt_tests import (
    declared_tests,
    keep_not_made,
    read_not_made,
    run_dbt_tests,
)
from pipelines.errors import ChipwatchError
from pipelines.transform.models import Made
from pipelines.warehouse import Build
from tests.unit.transform.test_models import model


def node(name: str, **changes: Any) -> dict[str, Any]:
    config = {"severity": "ERROR", "meta": {}, **changes.pop("config", {})}
    return {
        "resource_type": "test",
        "name": name,
        "attached_node": "model.chipwatch.fct_a",
        "column_name": None,
        "test_metadata": None,
        "depends_on": {"nodes": ["model.chipwatch.fct_a"]},
        "description": "",
        "raw_code": "",
        "config": config,
        **changes,
    }


def generic(name: str, **arguments: Any) -> dict[str, Any]:
    return {"name": name, "kwargs": {"model": "m", **arguments}}


TESTS = {
    "test.unique": node(
        "unique_fct_a_id",
        column_name="id",
        test_metadata=generic("unique", column_name="id"),
        description="Each id stands once",
    ),
    "test.key": node(
        "primary_key_fct_a", test_metadata=generic("primary_key", columns=["id", "day"])
    ),
    "test.relation": node(
        "relationships_fct_a_v",
        column_name="v",
        test_metadata=generic("relationships", to="ref('dim_v')", field="v", column_name="v"),
    ),
    "test.rule": node(
        "x_is_positive",
        test_metadata=generic("expression_is_true", expression="x > 0"),
        config={"severity": "warn", "meta": {"message": "x must be above zero"}},
    ),
    "test.singular": node(
        "assert_order",
        attached_node=None,
        raw_code="{{ config() }}\n\n-- Dates stand in order.\n-- Always.\nselect 1",
        config={"meta": {"table": "marts.fct_b", "column": "d", "check_kind": "date_order"}},
    ),
    "test.plain": node("assert_plain", attached_node=None, raw_code="select 1"),
}


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "target"
    folder.mkdir()
    manifest = {
        "nodes": {**TESTS, "model.chipwatch.fct_a": {"resource_type": "model"}},
        "unit_tests": {"unit_test.chipwatch.fct_a.ut": {"model": "fct_a"}},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """A build whose candidate has one table: x from -30 to 29."""
    made = Build(tmp_path / "build").create()
    with duckdb.connect(str(made.candidate)) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.fct_a as select range - 30 as x, null as nothing, "
            "'https://example.org/?api_key=hidden' as url from range(60)"
        )
    duckdb.connect(str(made.work)).close()
    return made


def results(target: Path, build: Build, **compiled: str) -> dict[str, CheckResult]:
    """What the tests find whose SQL is given by the last part of their unique id."""
    manifest = json.loads((target / "manifest.json").read_bytes())
    for unique_id, one in manifest["nodes"].items():
        one["compiled_code"] = compiled.get(unique_id.rpartition(".")[2], "select 1 where false")
    (target / "manifest.json").write_text(json.dumps(manifest))
    found = run_dbt_tests(build, declared_tests(target / "manifest.json"))
    return {result.check_id: result for result in found}


def test_tests_are_declared_by_table_column_and_kind(target: Path) -> None:
    declared = {test.check_id: test for test in declared_tests(target / "manifest.json")}
    assert {
        name: (test.table, test.column, test.kind, test.severity) for name, test in declared.items()
    } == {
        "unique_fct_a_id": ("fct_a", "id", "unique", "critical"),
        "primary_key_fct_a": ("fct_a", "id, day", "primary_key", "critical"),
        "relationships_fct_a_v": ("fct_a", "v", "relationships", "critical"),
        "x_is_positive": ("fct_a", "", "expression_is_true", "warning"),
        "assert_order": ("fct_b", "d", "date_order", "critical"),
        "assert_plain": ("fct_a", "", "assert_plain", "critical"),
    }
    assert {name: test.allowed for name, test in declared.items()} == {
        "unique_fct_a_id": "no failing row",
        "primary_key_fct_a": "no failing row",
        "relationships_fct_a_v": "field=v to=ref('dim_v')",
        "x_is_positive": "x > 0",
        "assert_order": "order",
        "assert_plain": "plain",
    }
    assert declared["assert_order"].message == "Dates stand in order. Always."
    assert declared["assert_plain"].message == "It does not hold for fct_a that: plain."
    assert declared["unique_fct_a_id"].message == "Each id stands once."
    assert declared["x_is_positive"].message == "x must be above zero."
    assert declared["primary_key_fct_a"].message == (
        "The key fct_a.id, day is null or stands for more than one row."
    )


BELOW_ZERO = "select * from candidate.marts.fct_a where x < 0 -- all of them"


def test_what_a_test_finds_becomes_the_outcome_of_a_check(target: Path, build: Build) -> None:
    found = results(
        target,
        build,
        key=BELOW_ZERO,
        rule=BELOW_ZERO,
        singular="select no_such_column from candidate.marts.fct_a",
    )
    assert (found["unique_fct_a_id"].passed, found["unique_fct_a_id"].message) == (True, "")
    assert found["primary_key_fct_a"].blocks
    assert found["primary_key_fct_a"].observed == "30 row(s)"
    assert "Found: 30 row(s)" in found["primary_key_fct_a"].message
    assert (found["x_is_positive"].passed, found["x_is_positive"].severity) == (False, "warning")
    assert found["assert_order"].blocks
    assert found["assert_order"].observed == "not run"
    assert "could not run (Binder Error:" in found["assert_order"].message


def test_a_warning_that_could_not_look_blocks(target: Path, build: Build) -> None:
    assert results(target, build, rule="from candidate.marts.gone")["x_is_positive"].blocks


def test_failed_tests_carry_some_rows_without_secrets(target: Path, build: Build) -> None:
    examples = results(target, build, key=BELOW_ZERO)["primary_key_fct_a"].failing_examples
    assert len(examples) == 20
    assert examples[0].startswith("x=-30, url=https://example.org/")
    assert "hidden" not in "".join(examples)


def test_models_that_were_not_made_block(build: Build) -> None:
    assert read_not_made(build) is None
    made = [Made(model("fct_b"), 0.5), Made(model("fct_a"), 0.5, None, "Binder Error: no column.")]
    kept = keep_not_made(build, made)
    assert read_not_made(build) == kept
    assert [(result.check_id, result.blocks) for result in kept] == [("fct_a__built", True)]
    assert "The model fct_a was not made: Binder Error: no column." in kept[0].message


def test_a_damaged_record_of_models_is_told(build: Build) -> None:
    keep_not_made(build, [])
    (build.results / "models_not_made.json").write_text("{")
    with pytest.raises(ChipwatchError, match="cannot be read"):
        read_not_made(build)


def test_a_missing_manifest_is_told(target: Path) -> None:
    (target / "manifest.json").write_text("{")
    with pytest.raises(ChipwatchError, match=r"manifest.json cannot be read"):
        declared_tests(target / "manifest.json")
