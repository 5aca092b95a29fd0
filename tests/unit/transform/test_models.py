"""Models are made as dbt makes them: contracts held, comments written, dependents left out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.errors import ChipwatchError
from pipelines.transform import models
from pipelines.transform.compiled import Column, Model, models_in_order
from pipelines.transform.models import Made, connect, make_models, run_statements
from pipelines.warehouse import Build


def model(name: str, sql: str = "select 1 as x", *parents: str, **declared: Any) -> Model:
    return Model(
        unique_id=f"model.chipwatch.{name}",
        name=name,
        relation=f'"candidate"."marts"."{name}"',
        is_view=declared.get("is_view", False),
        is_after_event_study=False,
        sql=sql,
        parents=frozenset(f"model.chipwatch.{parent}" for parent in parents),
        description=declared.get("description", ""),
        columns=tuple(Column(*column) for column in declared.get("columns", ())),
        has_contract="columns" in declared,
        is_documented="description" in declared,
    )


@pytest.fixture
def build(tmp_path: Path) -> Build:
    return Build(tmp_path / "build").create()


def made(build: Build, *models: Model) -> dict[str, Made]:
    return {one.model.name: one for one in make_models(build, models)}


def rows(build: Build, sql: str) -> list[tuple[Any, ...]]:
    with connect(build, read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_tables_and_views_are_made_with_what_they_hold(build: Build) -> None:
    first = model("fct_a", "select range as x, date '2026-01-01' as public_on from range(3)")
    second = model("a_view", "select x + 1 as y from candidate.marts.fct_a", "fct_a", is_view=True)
    found = made(build, first, second)
    assert [one.problem for one in found.values()] == ["", ""]
    contents = found["fct_a"].contents
    assert contents is not None
    assert (contents.row_count, contents.newest_column, contents.newest) == (
        3,
        "public_on",
        "2026-01-01",
    )
    assert rows(build, "from candidate.marts.a_view order by y") == [(1,), (2,), (3,)]


def test_what_needs_more_than_the_limit_of_memory_is_made_without_it(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = model("fct_large", "select median(range) as middle from range(2000001)")
    with connect(build) as connection:
        connection.execute("set memory_limit = '8MiB'")
        with pytest.raises(duckdb.OutOfMemoryException):
            connection.execute(large.sql)
    monkeypatch.setattr(models, "MEMORY_LIMIT", "8MiB")
    assert made(build, large)["fct_large"].problem == ""
    assert rows(build, "select middle from candidate.marts.fct_large") == [(1_000_000,)]


def test_a_comment_stands_at_the_table_and_at_each_column_that_has_one(build: Build) -> None:
    columns = [("x", "integer", "It's x."), ("y", "varchar", "")]
    one = model("t", "select 1 as x, 'a' as y", description="What it's for.", columns=columns)
    assert made(build, one)["t"].problem == ""
    assert rows(build, "select comment from duckdb_tables() where table_name = 't'") == [
        ("What it's for.",)
    ]
    assert rows(
        build,
        "select column_name, comment from duckdb_columns() where table_name = 't' order by 1",
    ) == [("x", "It's x."), ("y", None)]


def test_the_order_of_columns_is_that_of_the_contract(build: Build) -> None:
    columns = [("y", "varchar", ""), ("x", "int", "")]
    assert (
        made(build, model("t", columns=columns, sql="select 1 as x, 'a' as y"))["t"].problem == ""
    )
    assert [name for name, *_ in rows(build, "describe candidate.marts.t")] == ["y", "x"]


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("select 1::bigint as x, 'a' as y", "x is BIGINT, declared INTEGER"),
        ("select 1 as x", "y is missing, declared VARCHAR"),
        ("select 1 as x, 'a' as y, 2 as z", "z is INTEGER, declared nothing"),
        ("select 1 as x, 'a' as why", "why is VARCHAR, declared nothing, y is missing"),
    ],
)
def test_columns_that_are_not_those_of_the_contract_are_refused(
    build: Build, sql: str, told: str
) -> None:
    columns = [("x", "int", ""), ("y", "text", "")]
    found = made(build, model("t", sql, columns=columns), model("u", "from t", "t"))
    assert told in found["t"].problem
    assert found["t"].contents is None
    assert rows(build, "select table_name from duckdb_tables()") == []


def test_what_depends_on_a_failed_model_is_left_out_and_the_rest_is_made(build: Build) -> None:
    found = made(
        build,
        model("bad", "select nothing_like_it"),
        model("child", "from candidate.marts.bad", "bad"),
        model("grandchild", "from candidate.marts.child", "child"),
        model("good"),
    )
    assert "Binder Error" in found["bad"].problem
    assert found["child"].problem == "it reads bad, not made"
    assert found["grandchild"].problem == "it reads child, not made"
    assert found["good"].problem == ""


def test_a_build_ends_with_the_closing_statements(build: Build) -> None:
    made(build, model("t"))
    run_statements(
        build, "use candidate.marts; create macro marts.m() as table select 1; use work.main"
    )
    assert rows(build, "from candidate.marts.m()") == [(1,)]


def node(name: str, *parents: str, **changes: Any) -> dict[str, Any]:
    config = {
        "materialized": "table",
        "contract": {"enforced": False},
        "persist_docs": {},
        "pre-hook": [],
        "post-hook": [],
        **changes,
    }
    return {
        "resource_type": "model",
        "unique_id": name,
        "name": name,
        "relation_name": name,
        "config": config,
        "constraints": [],
        "columns": {},
        "tags": [],
        "compiled_code": "select 1",
        "depends_on": {"nodes": [*parents, "seed.chipwatch.s"]},
        "description": "",
    }


def test_models_stand_after_those_that_they_read() -> None:
    nodes = {"a": node("a", "c"), "b": node("b"), "c": node("c", "b")}
    assert [one.name for one in models_in_order({"nodes": nodes})] == ["b", "c", "a"]


@pytest.mark.parametrize(
    "changes", [{"materialized": "incremental"}, {"post-hook": ["grant select"]}]
)
def test_a_model_that_is_more_than_its_sql_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ChipwatchError, match="The model a is more than a table or view"):
        models_in_order({"nodes": {"a": node("a", **changes)}})
