"""Macros of a release that call each other become functions, callees first."""

from collections.abc import Iterator, Mapping

import duckdb
import pytest

from pipelines.mirror.functions import as_of_functions

DECLARED = {
    "a_first": ["date", "known_on date = null"],
    "b_second": ["date", "known_on date = null"],
}
COLUMNS = {"status": ["id", "held_on"], "listings": ["id"]}


@pytest.fixture
def release() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("create schema marts")
        connection.execute("create table marts.status (id integer, held_on date)")
        connection.execute("create table marts.listings (id integer)")
        connection.execute(
            "create macro marts.b_second(as_of_on, known_on := null) as table "
            "select status.* from marts.status as status where held_on <= "
            "coalesce(cast(known_on as date), cast(as_of_on as date))"
        )
        connection.execute(
            "create macro marts.a_first(as_of_on, known_on := null) as table "
            "select listings.*, held.held_on from marts.listings as listings "
            "left join marts.b_second(as_of_on, known_on := known_on) as held "
            "on listings.id = held.id"
        )
        yield connection


def made(
    release: duckdb.DuckDBPyConnection, columns: Mapping[str, list[str]] = COLUMNS
) -> list[tuple[str, str]]:
    return [(one.name, one.create) for one in as_of_functions(release, columns, DECLARED)]


def test_a_called_macro_is_made_before_its_caller(release: duckdb.DuckDBPyConnection) -> None:
    assert [name for name, _ in made(release)] == ["b_second", "a_first"]


def test_a_call_by_name_becomes_one_by_place(release: duckdb.DuckDBPyConnection) -> None:
    create = dict(made(release))["a_first"]
    assert "marts.b_second($1, $2)" in create
    assert ":=" not in create


def test_a_macro_stays_behind_with_what_it_calls(release: duckdb.DuckDBPyConnection) -> None:
    assert made(release, {"listings": ["id"]}) == []
