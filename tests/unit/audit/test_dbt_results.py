import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.audit.check import CheckResult
from pipelines.audit.dbt_results import declared_tests, read_dbt_results
from pipelines.errors import ChipwatchError


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
        "relation_name": None,
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
    "test.stored": node("stored", relation_name='"work"."main"."stored"'),
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


def results(
    target: Path, *rows: tuple[str, str, int | None, str | None], build: Path | None = None
) -> dict[str, CheckResult]:
    content = [
        {
            "unique_id": unique_id,
            "status": status,
            "failures": failures,
            "message": message,
            "execution_time": 0.5,
            "compiled_code": "select * from candidate.marts.fct_a where x <= 0",
        }
        for unique_id, status, failures, message in rows
    ]
    (target / "run_results.json").write_text(json.dumps({"results": content}))
    return {result.check_id: result for result in read_dbt_results(target, build)}


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
        "stored": ("fct_a", "", "stored", "critical"),
    }
    assert {name: test.allowed for name, test in declared.items()} == {
        "unique_fct_a_id": "no failing row",
        "primary_key_fct_a": "no failing row",
        "relationships_fct_a_v": "field=v to=ref('dim_v')",
        "x_is_positive": "x > 0",
        "assert_order": "order",
        "assert_plain": "plain",
        "stored": "stored",
    }
    assert declared["assert_order"].message == "Dates stand in order. Always."
    assert declared["assert_plain"].message == "It does not hold for fct_a that: plain."
    assert declared["unique_fct_a_id"].message == "Each id stands once."
    assert declared["x_is_positive"].message == "x must be above zero."
    assert declared["primary_key_fct_a"].message == (
        "The key fct_a.id, day is null or stands for more than one row."
    )


def test_outcomes_of_dbt_become_outcomes_of_checks(target: Path) -> None:
    found = results(
        target,
        ("test.unique", "pass", 0, None),
        ("test.key", "fail", 3, "Got 3 results, configured to fail if != 0"),
        ("test.rule", "warn", 2, "Got 2 results, configured to warn if != 0"),
        ("test.relation", "skipped", None, None),
        ("test.singular", "error", None, "Runtime Error\n  \x1b[31mBinder Error\x1b[0m: no x"),
    )
    assert (found["unique_fct_a_id"].passed, found["unique_fct_a_id"].message) == (True, "")
    assert found["primary_key_fct_a"].blocks
    assert found["primary_key_fct_a"].observed == "3 row(s)"
    assert "Found: 3 row(s)" in found["primary_key_fct_a"].message
    assert (found["x_is_positive"].passed, found["x_is_positive"].severity) == (False, "warning")
    assert found["relationships_fct_a_v"].blocks
    assert "could not run (dbt says skipped)" in found["relationships_fct_a_v"].message
    assert "(Runtime Error; Binder Error: no x)" in found["assert_order"].message


def test_a_warning_that_could_not_look_blocks(target: Path) -> None:
    assert results(target, ("test.rule", "skipped", None, None))["x_is_positive"].blocks


def test_models_and_unit_tests_that_failed_block(target: Path) -> None:
    found = results(
        target,
        ("model.chipwatch.fct_a", "error", None, "Binder Error: no such column"),
        ("model.chipwatch.fct_b", "success", None, "OK"),
        ("unit_test.chipwatch.fct_a.ut", "fail", 1, "actual differs from expected"),
    )
    assert set(found) == {"fct_a__built", "ut__built"}
    assert "The model fct_a failed: Binder Error: no such column." in found["fct_a__built"].message
    assert "unit test ut of fct_a" in found["ut__built"].message
    assert all(result.blocks for result in found.values())


def test_failing_rows_are_asked_for_again_or_read_where_stored(
    target: Path, tmp_path: Path
) -> None:
    with duckdb.connect(str(tmp_path / "candidate.duckdb")) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.fct_a as select range - 30 as x, null as nothing, "
            "'https://example.org/?api_key=hidden' as url from range(60)"
        )
    with duckdb.connect(str(tmp_path / "work.duckdb")) as connection:
        connection.execute("create table stored as select 7 as seven")
    found = results(
        target, ("test.key", "fail", 31, None), ("test.stored", "fail", 1, None), build=tmp_path
    )
    examples = found["primary_key_fct_a"].failing_examples
    assert len(examples) == 20
    assert examples[0].startswith("x=-30, url=https://example.org/")
    assert "hidden" not in "".join(examples)
    assert found["stored"].failing_examples == ("seven=7",)


@pytest.mark.parametrize("name", ["manifest.json", "run_results.json"])
def test_missing_artifacts_are_told(target: Path, name: str) -> None:
    results(target, ("test.unique", "pass", 0, None))
    (target / name).write_text("{")
    with pytest.raises(ChipwatchError, match=f"no readable {name}"):
        read_dbt_results(target)
