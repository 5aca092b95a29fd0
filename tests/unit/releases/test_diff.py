"""Rows that differ between two releases, by primary key."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines.errors import ChipwatchError
from pipelines.releases.diff import TableDiff, attached, compare, differing_rows


def database(path: Path, *statements: str) -> Path:
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts")
        for statement in statements:
            connection.execute(statement)
    return path


@pytest.fixture
def both(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    columns = "(k int, part varchar, v decimal(9, 2), build_id varchar, payload_sha256 varchar)"
    before = database(
        tmp_path / "before.duckdb",
        f"create table marts.fct_a {columns}",
        "insert into marts.fct_a values (1, 'x', 1.0, 'b1', 'p1'), (2, null, 2.0, 'b1', 'p1'), "
        "(3, 'x', null, 'b1', 'p1'), (4, 'x', 4, 'b1', 'p1')",
        "create table marts.fct_gone (k int)",
        "insert into marts.fct_gone values (1), (2)",
        "create table marts.fct_wide (k int, old_column int)",
        "create table marts.fct_doubled as select 1 as k, 1 as v from range(2)",
        "create table marts.rpt_changes (k int)",
    )
    after = database(
        tmp_path / "after.duckdb",
        f"create table marts.fct_a {columns}",
        "insert into marts.fct_a values (1, 'x', 1.0, 'b2', 'p2'), (2, null, 2.5, 'b2', 'p2'), "
        "(3, 'x', 3, 'b2', 'p2'), (5, 'x', 5, 'b2', 'p2')",
        "create table marts.fct_new (k int)",
        "insert into marts.fct_new values (7)",
        "create table marts.fct_wide (k int, new_column int)",
        "create table marts.fct_doubled as select 1 as k, 1 as v from range(3)",
        "create table marts.rpt_changes as select 1 as k",
    )
    with attached(before, after) as connection:
        yield connection


KEYS = {"fct_a": ["k", "part"], "fct_gone": ["k"], "fct_wide": ["k"], "fct_doubled": ["k"]}


def test_counts_by_key_with_nulls_in_key_and_value(both: duckdb.DuckDBPyConnection) -> None:
    found = {diff.table: diff for diff in compare(both, KEYS)}
    a = found["fct_a"]
    assert (a.rows_before, a.rows_after, a.added, a.changed, a.removed) == (4, 4, 1, 2, 1)
    assert a.key == ("k", "part")
    assert (found["fct_gone"].state, found["fct_gone"].removed) == ("gone", 2)
    assert (found["fct_new"].state, found["fct_new"].added) == ("new", 1)
    assert found["fct_wide"].columns_added == ("new_column",)
    assert found["fct_wide"].columns_removed == ("old_column",)
    assert not found["fct_wide"].is_empty
    assert "rpt_changes" not in found


def test_a_doubled_key_falls_back_to_whole_rows(both: duckdb.DuckDBPyConnection) -> None:
    diff = next(diff for diff in compare(both, KEYS) if diff.table == "fct_doubled")
    assert diff.key == ()
    assert (diff.added, diff.changed, diff.removed) == (1, 0, 0)


def test_rows_tell_key_and_both_values(both: duckdb.DuckDBPyConnection) -> None:
    diff = next(diff for diff in compare(both, KEYS) if diff.table == "fct_a")
    told = {
        (row.change, row.key["k"]): (row.before.get("v"), row.after.get("v"))
        for row in differing_rows(both, diff, 10)
    }
    assert {key: tuple(map(str, pair)) for key, pair in told.items()} == {
        ("added", 5): ("None", "5.00"),
        ("changed", 2): ("2.00", "2.50"),
        ("changed", 3): ("None", "3.00"),
        ("removed", 4): ("4.00", "None"),
    }
    assert len(differing_rows(both, diff, 2)) == 2


def test_rows_of_tables_without_a_key_or_a_partner(both: duckdb.DuckDBPyConnection) -> None:
    found = {diff.table: diff for diff in compare(both, KEYS)}
    rows = {name: differing_rows(both, diff, 10) for name, diff in found.items()}
    assert [row.change for row in rows["fct_gone"]] == ["removed", "removed"]
    assert [row.after for row in rows["fct_new"]] == [{"k": 7}]
    assert [row.change for row in rows["fct_doubled"]] == ["added"]


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    whole = database(tmp_path / "a.duckdb")
    (tmp_path / "b.duckdb").write_bytes(b"not a database" * 1000)
    with (
        pytest.raises(ChipwatchError, match="cannot be opened for comparison"),
        attached(whole, tmp_path / "b.duckdb"),
    ):
        pass


def test_an_unchanged_table_is_empty() -> None:
    assert TableDiff("t", "both", ("k",), 1, 1, 0, 0, 0, (), ()).is_empty
