import hashlib
from collections.abc import Iterator

import duckdb
import pytest

from pipelines.releases.content_hash import content_hashes

COLUMNS = (
    "id varchar, price decimal(18,6), seen_at timestamptz, made_at timestamp, on_day date, "
    "tags varchar[], share double, n integer, release_id varchar"
)
ROWS = (
    "('a', 1.5, timestamptz '2024-01-02 03:04:05+00', timestamp '2024-01-02 03:04:05', "
    "date '2024-01-02', ['x', 'y'], 0.1, 1, 'first')",
    "('b', null, null, null, null, null, null, null, 'first')",
    "('b', null, null, null, null, null, null, null, 'first')",
)


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("create schema marts")
        yield connection


def hash_of(connection: duckdb.DuckDBPyConnection, rows: tuple[str, ...] = ROWS) -> str:
    connection.execute(f"create or replace table marts.t ({COLUMNS})")
    for row in rows:
        connection.execute(f"insert into marts.t values {row}")
    return content_hashes(connection, "marts")["t"]


def test_the_hash_is_known_for_a_known_table(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("create table marts.t as select 'a' as x, null as y")
    digest = hashlib.md5(b"x=1:a;y~;", usedforsecurity=False).digest()
    number = (digest[:8][::-1] + digest[8:][::-1]).hex()
    assert content_hashes(connection, "marts")["t"] == f"1:{number}"


def test_order_of_rows_columns_time_zone_and_threads_do_not_matter(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    expected = hash_of(connection)
    assert hash_of(connection, ROWS[::-1]) == expected
    names = ["n", "tags", "id", "release_id", "share", "on_day", "made_at", "seen_at", "price"]
    connection.execute(f"create or replace table marts.t as select {', '.join(names)} from marts.t")
    for setting in ("timezone = 'Asia/Tokyo'", "threads = 1", "threads = 4"):
        connection.execute(f"set {setting}")
        assert content_hashes(connection, "marts")["t"] == expected


def test_many_rows_hash_alike_with_any_number_of_threads(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    connection.execute("create table marts.t as select range as n from range(300_000)")
    found = set()
    for threads in (1, 2, 4):
        connection.execute(f"set threads = {threads}")
        found.add(content_hashes(connection, "marts")["t"])
    assert len(found) == 1


@pytest.mark.parametrize(
    "change",
    [
        "update marts.t set price = 1.500001 where id = 'a'",
        "update marts.t set id = '' where id = 'a'",
        "update marts.t set id = null where id = 'a'",
        "update marts.t set tags = ['x, y'] where id = 'a'",
        "update marts.t set seen_at = seen_at + interval 1 microsecond",
        "update marts.t set on_day = on_day + 1",
        "update marts.t set share = 0.1000000000000001 where id = 'a'",
        "update marts.t set id = n::varchar, n = 7 where id = 'a'",
        "delete from marts.t where rowid = 1",
        "insert into marts.t select * from marts.t where rowid = 1",
        "insert into marts.t select * from marts.t",
        "alter table marts.t rename column n to m",
    ],
)
def test_any_change_of_content_changes_the_hash(
    connection: duckdb.DuckDBPyConnection, change: str
) -> None:
    before = hash_of(connection)
    connection.execute(change)
    assert content_hashes(connection, "marts")["t"] != before


def test_columns_about_the_run_are_left_out(connection: duckdb.DuckDBPyConnection) -> None:
    before = hash_of(connection)
    connection.execute("update marts.t set release_id = 'second'")
    assert content_hashes(connection, "marts")["t"] == before


def test_only_base_tables_of_the_schema_count(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("create table marts.a (x integer); create view marts.v as from marts.a")
    connection.execute("create schema meta; create table meta.b (x integer)")
    assert content_hashes(connection, "marts") == {"a": f"0:{0:032x}"}


def test_an_attached_database_is_named(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("attach ':memory:' as other; create schema other.marts")
    connection.execute("create table other.marts.a as select 1 as x")
    assert content_hashes(connection, "marts", "other")["a"].startswith("1:")


def test_an_empty_schema_and_nested_time_are_refused(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    with pytest.raises(ValueError, match="no table in schema marts"):
        content_hashes(connection, "marts")
    connection.execute("create table marts.a (x timestamptz[])")
    with pytest.raises(ValueError, match="nests points in time"):
        content_hashes(connection, "marts")
