"""Values that change under the same key: told, and kept back when answers rest on them."""

from pathlib import Path

import duckdb
import pytest

from pipelines.audit import drift
from pipelines.audit.limits import Limit
from pipelines.audit.restatement import Limits, load_limits, restated_columns
from pipelines.errors import ChipwatchError
from pipelines.publish.publish import ReleaseRefused, publish
from pipelines.releases.details import checks_of
from pipelines.releases.shelf import current_release_id
from pipelines.warehouse import Warehouse
from tests.tiny import at, candidate, judged, provenance, released, warehouse

LIMITS = Limits(
    by_severity={"critical": Limit(10, 3), "warning": Limit(50, 3)},
    by_table={"strict": Limit(1, 1)},
    critical={"t": frozenset({"price"}), "strict": frozenset({"price"})},
    moving={"t": frozenset({"bar_count"})},
    filled_later={"t": frozenset({"price"})},
)
LISTINGS = tuple((f"l{n}", f"Entity {n}", "EL", "csl1") for n in range(40))


@pytest.mark.parametrize(
    ("changed", "values", "allowed"),
    [(2, 2, True), (3, 30, True), (3, 29, False), (4, 40, True), (5, 40, False)],
)
def test_both_figures_must_be_passed(changed: int, values: int, allowed: bool) -> None:
    assert Limit(10, 3).allows(changed, values) is allowed


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for database in ("before", "after"):
        connection.execute(f"attach ':memory:' as {database}")
        connection.execute(f"create schema {database}.marts")
        connection.execute(
            f"create table {database}.marts.t as select 'k' || n as id, n::decimal(18, 6) as price,"
            " 'text ' || n as note, n as bar_count, if(n < 4, 'x', null) as rare, "
            "'p' as payload_sha256 from range(40) r(n)"
        )
    return connection


def restated(connection: duckdb.DuckDBPyConnection, change: str) -> dict[str, tuple[int, int]]:
    connection.execute(f"update after.marts.t set {change}")
    found = restated_columns(connection, "t", ["id"], LIMITS)
    return {one.column: (one.changed, one.values) for one in found}


def test_nothing_changed_is_nothing_restated(connection: duckdb.DuckDBPyConnection) -> None:
    assert restated(connection, "price = price") == {}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("price = price * 10 where bar_count <= 4", {}),
        ("price = price * 10 where bar_count <= 5", {"price": (5, 40)}),
        ("price = null where bar_count >= 35", {"price": (5, 40)}),
        ("note = 'other' where bar_count < 20", {}),
        ("note = 'other' where bar_count < 21", {"note": (21, 40)}),
        ("rare = null where bar_count < 3", {"rare": (3, 4)}),
        ("bar_count = 0", {}),
        ("payload_sha256 = 'q'", {}),
    ],
)
def test_a_column_is_restated_beyond_its_own_limit(
    connection: duckdb.DuckDBPyConnection, change: str, found: dict[str, tuple[int, int]]
) -> None:
    assert restated(connection, change) == found


def test_what_later_data_complete_is_not_restated(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("update before.marts.t set price = null, rare = null where bar_count >= 10")
    assert restated(connection, "rare = 'y' where bar_count >= 10") == {"rare": (30, 34)}
    assert restated(connection, "price = price + 1 where bar_count in (0, 1, 2)") == {
        "price": (3, 10),
        "rare": (30, 34),
    }


def test_examples_name_the_row_and_both_values(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("update after.marts.t set price = price + 1")
    (found,) = restated_columns(connection, "t", ["id"], LIMITS)
    assert found.examples == (
        "k0: price 0.000000 -> 1.000000",
        "k1: price 1.000000 -> 2.000000",
        "k10: price 10.000000 -> 11.000000",
    )


def test_rows_that_are_new_or_gone_are_not_restated(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    connection.execute("delete from after.marts.t where bar_count < 20")
    connection.execute(
        "insert into after.marts.t select 'new' || n, 0, '', 0, '', '' from range(50) r(n)"
    )
    assert restated_columns(connection, "t", ["id"], LIMITS) == []


def test_a_table_without_a_usable_key_or_without_a_past_is_passed_over(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    connection.execute("update after.marts.t set price = 0, id = 'same'")
    assert restated_columns(connection, "t", ["id"], LIMITS) == []
    assert restated_columns(connection, "t", [], LIMITS) == []
    assert restated_columns(connection, "absent", ["id"], LIMITS) == []


@pytest.fixture
def place(tmp_path: Path) -> Warehouse:
    place = warehouse(tmp_path / "w")
    released(place, "b1", 1, listings=LISTINGS)
    return place


def moved(place: Warehouse, build_id: str) -> None:
    changed = tuple((key, name, "UVL", payload) for key, name, _, payload in LISTINGS)
    judged(place, candidate(place, build_id, listings=changed))


def test_restated_critical_values_are_refused_until_somebody_says_why(place: Warehouse) -> None:
    before = current_release_id(place)
    moved(place, "b2")
    with pytest.raises(ReleaseRefused, match=r"list_code \(40 of 40\).*approve --table fct_entity"):
        publish(place, place.build("b2"), provenance(), at(2))
    assert current_release_id(place) == before

    given = drift.approve(place, "fct_entity_listings", "the lists were renamed", "Ada")
    moved(place, "b3")
    made = publish(place, place.build("b3"), provenance(), at(3))
    assert made.manifest["approvals"][0]["approval_id"] == given.approval_id
    with duckdb.connect(str(place.published), read_only=True) as connection:
        told = connection.execute(
            "select is_passed, observed, threshold from meta.checks where release_id = ? "
            "and check_id = 'release.fct_entity_listings.restated'",
            [made.release_id],
        ).fetchone()
    assert told is not None
    assert told[0]
    assert told[1] == "list_code (40 of 40)"
    assert told[2].endswith("approved by Ada: the lists were renamed")


def test_other_restated_values_are_told_and_published(place: Warehouse) -> None:
    changed = tuple((key, f"{name} Ltd", code, sha) for key, name, code, sha in LISTINGS)
    build = judged(place, candidate(place, "b2", listings=changed))
    made = publish(place, build, provenance(), at(2))
    failed = [check for check in checks_of(made) if not check["is_passed"]]
    (one,) = [c for c in failed if c["check_id"] == "release.fct_entity_listings.restated_other"]
    assert one["severity"] == "warning"
    assert "entity_name (40 of 40)" in one["message"]


def test_the_committed_limits_name_columns_once() -> None:
    limits = load_limits()
    assert limits.limit("fct_sanction_events", "critical") == Limit(10, 3)
    assert limits.limit("bridge_destination_group_countries", "critical") == Limit(1, 3)
    assert limits.limit("bridge_destination_group_countries", "warning") == Limit(20, 3)
    for table, columns in limits.moving.items():
        assert not columns & limits.critical.get(table, frozenset())


@pytest.mark.parametrize(
    "text", ["", "critical: {pct: 101, rows: 1}", "critical: {pct: 1, rows: 0}", "- 1"]
)
def test_unreadable_limits_say_what_is_wrong(tmp_path: Path, text: str) -> None:
    path = tmp_path / "restatement.yml"
    path.write_text(text)
    with pytest.raises(ChipwatchError, match=r"restatement\.yml cannot be read"):
        load_limits(path)
