"""How far an owner rule reaches: counted by hand, and any graph beside a plain fixed point."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.models import compiled

DAY, LATER = date(2025, 10, 1), date(2026, 1, 1)
Share = float | tuple[float, float]


@dataclass(frozen=True)
class Found:
    standing: str
    least: float
    most: float


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute("create schema given")
        opened.execute(
            "create table given.stg_curated__owner_rules as "
            "select 'rule' as owner_rule_id, 50::decimal(9, 4) as threshold_pct"
        )
        opened.execute(
            "create table given.int_ownership__listed (owner_rule_id varchar, party_id varchar, "
            "listing_id varchar, list_code varchar, entity_name varchar, valid_from date, "
            "valid_to date, known_from date)"
        )
        opened.execute(
            "create table given.int_ownership__holdings (owner_party_id varchar, "
            "owned_party_id varchar, owned_name varchar, share_kind varchar, "
            "least_pct decimal(9, 4), most_pct decimal(9, 4), counts_from date, counts_to date, "
            "known_from date, payload_sha256 varchar, is_restricted integer)"
        )
        yield opened


def rows(
    connection: duckdb.DuckDBPyConnection,
    listed: Mapping[str, tuple[date, date | None]],
    holdings: Sequence[tuple[str, str, Share, date, date | None]],
    restricted: Sequence[str] = (),
) -> list[dict[str, object]]:
    connection.execute("delete from given.int_ownership__listed")
    connection.execute("delete from given.int_ownership__holdings")
    for party, (begin, end) in listed.items():
        connection.execute(
            "insert into given.int_ownership__listed values ('rule', ?, ?, 'EL', ?, ?, ?, ?)",
            [party, f"el:{party}", party, begin, end, begin],
        )
    for owner, owned, share, begin, end in holdings:
        least, most = share if isinstance(share, tuple) else (share, share)
        connection.execute(
            "insert into given.int_ownership__holdings "
            "values (?, ?, ?, 'exact', ?, ?, ?, ?, ?, ?, ?)",
            [owner, owned, owned, least, most, begin, end, begin, owner, int(owner in restricted)],
        )
    found: list[dict[str, object]] = (
        connection.sql(compiled("int_ownership__reach")).to_arrow_table().to_pylist()
    )
    return found


def reached(
    connection: duckdb.DuckDBPyConnection,
    listed: Sequence[str],
    holdings: Mapping[tuple[str, str], Share],
) -> dict[str, Found]:
    """What the rule says of each company when nothing ever changes."""
    stated = [(owner, owned, share, DAY, None) for (owner, owned), share in holdings.items()]
    found = rows(connection, dict.fromkeys(listed, (DAY, None)), stated)
    return {
        str(row["owned_party_id"]): Found(
            str(row["standing"]), float(str(row["least_pct"])), float(str(row["most_pct"]))
        )
        for row in found
    }


def by_hand(
    listed: Sequence[str], holdings: Mapping[tuple[str, str], tuple[float, float]]
) -> dict[str, str]:
    """The same by a plain fixed point over sets."""

    def covered(start: set[str], member: int) -> set[str]:
        grown = set(start)
        while True:
            new = {
                owned
                for _, owned in holdings
                if owned not in grown
                and sum(s[member] for (o, d), s in holdings.items() if d == owned and o in grown)
                >= 50
            }
            if not new:
                return grown
            grown |= new

    sure = covered(set(listed), 0)
    possible = covered(sure, 1)
    told = {}
    for owned in {owned for _, owned in holdings}:
        least = sum(s[0] for (o, d), s in holdings.items() if d == owned and o in sure)
        most = sum(s[1] for (o, d), s in holdings.items() if d == owned and o in possible)
        if least >= 50:
            told[owned] = "owned"
        elif most >= 50:
            told[owned] = "possible"
        elif least >= 25:
            told[owned] = "minority"
    return told


def test_a_chain_counts_whole_whatever_its_product(connection: duckdb.DuckDBPyConnection) -> None:
    found = reached(connection, ["a"], {("a", "b"): 50, ("b", "c"): 50, ("c", "d"): 49.99})
    assert found["b"] == Found("owned", 50, 50)
    assert found["c"] == Found("owned", 50, 50)
    assert found["d"] == Found("minority", 49.99, 49.99)


def test_two_listed_owners_count_together(connection: duckdb.DuckDBPyConnection) -> None:
    found = reached(connection, ["a", "b"], {("a", "c"): 30, ("b", "c"): 25, ("b", "d"): 25})
    assert found == {"c": Found("owned", 55, 55), "d": Found("minority", 25, 25)}


def test_an_owner_below_the_threshold_hands_on_nothing(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    assert set(reached(connection, ["a"], {("a", "b"): 49, ("b", "c"): 100})) == {"b"}


def test_a_diamond_is_counted_once_a_side(connection: duckdb.DuckDBPyConnection) -> None:
    sides = {("a", "b"): 60.0, ("a", "c"): 60.0, ("b", "d"): 25.0, ("c", "d"): 25.0}
    assert reached(connection, ["a"], sides)["d"] == Found("owned", 50, 50)


def test_companies_that_own_each_other_are_not_covered_by_that(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    ring = {("b", "c"): 60.0, ("c", "b"): 60.0, ("a", "b"): 30.0}
    assert reached(connection, ["a"], ring) == {"b": Found("minority", 30, 30)}
    assert {one.standing for one in reached(connection, ["a"], ring | {("a", "b"): 40.0}).values()}
    closed = reached(connection, ["a"], {("a", "b"): 50, ("b", "c"): 100, ("c", "a"): 10})
    assert closed["c"].standing == "owned"


def test_an_unknown_share_is_a_red_flag_and_not_a_zero(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    found = reached(connection, ["a"], {("a", "b"): (0, 100), ("b", "c"): 60})
    assert found["b"] == Found("possible", 0, 100)
    assert found["c"] == Found("possible", 0, 60)
    sure = reached(connection, ["a", "e"], {("a", "b"): (0, 100), ("e", "b"): 50})
    assert sure["b"].standing == "owned"


def test_a_listed_company_that_is_owned_is_told_as_both(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    stated = [("a", "b", 100.0, DAY, None)]
    (row,) = rows(connection, {"a": (DAY, None), "b": (DAY, None)}, stated)
    assert (row["standing"], row["is_listed_itself"]) == ("owned", True)


def test_each_day_has_its_own_answer(connection: duckdb.DuckDBPyConnection) -> None:
    first, second = date(2025, 11, 1), date(2025, 12, 1)
    found = rows(
        connection,
        {"a": (DAY, LATER)},
        [("a", "b", 60.0, first, second), ("a", "b", 30.0, second, None)],
    )
    told = [(row["valid_from"], row["valid_to"], row["standing"]) for row in found]
    assert sorted(told, key=str) == [(first, second, "owned"), (second, LATER, "minority")]


def test_the_product_of_the_shares_is_shown_apart(connection: duckdb.DuckDBPyConnection) -> None:
    stated = [("a", "b", 60.0, DAY, None), ("b", "c", 50.0, DAY, None)]
    found = {row["owned_party_id"]: row for row in rows(connection, {"a": (DAY, None)}, stated)}
    assert found["c"]["effective_pct"] == pytest.approx(30)
    assert found["c"]["path"] == "a → b → c"
    assert found["c"]["step_count"] == 2


PARTIES = st.sampled_from("abcdefg")
SHARES = st.integers(0, 100).flatmap(
    lambda least: st.integers(least, 100).map(lambda most: (float(least), float(most)))
) | st.integers(0, 100).map(lambda share: (float(share), float(share)))


@settings(max_examples=30, deadline=None)
@given(
    listed=st.sets(PARTIES, min_size=1, max_size=3),
    holdings=st.dictionaries(
        st.tuples(PARTIES, PARTIES).filter(lambda pair: pair[0] != pair[1]), SHARES, max_size=12
    ),
)
def test_any_graph_is_read_as_a_plain_fixed_point_reads_it(
    connection: duckdb.DuckDBPyConnection,
    listed: set[str],
    holdings: dict[tuple[str, str], tuple[float, float]],
) -> None:
    found = reached(connection, sorted(listed), holdings)
    assert {owned: one.standing for owned, one in found.items()} == by_hand(
        sorted(listed), holdings
    )


def test_what_rests_on_a_restricted_statement_names_its_payload(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    """An export leaves a row out by the payload that it names."""
    stated = [
        ("a", "b", 60, DAY, None),
        ("b", "c", 60, DAY, None),
        ("a", "c", 30, DAY, None),
        ("c", "d", 60, DAY, None),
        ("a", "e", 60, DAY, None),
    ]
    found = rows(connection, {"a": (DAY, None)}, stated, restricted=["b"])
    named = {row["owned_party_id"]: row["payload_sha256"] for row in found}
    assert named == {"b": "a", "c": "b", "d": "b", "e": "a"}
