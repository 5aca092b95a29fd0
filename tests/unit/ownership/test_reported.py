"""Statements of sources: who their parties are here, and which of them count."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from tests.unit.ownership.test_owner_rules import compiled

STATEMENTS = """
    create table given.int_ownership__union (
        sighting_source varchar, record_kind varchar, party_key varchar, party_name varchar,
        other_names varchar[], country_code varchar, registration_number varchar,
        owner_key varchar, owned_key varchar, share_kind varchar, share_pct_min decimal(9, 4),
        share_pct_max decimal(9, 4), is_direct boolean, valid_from date, valid_to date,
        known_from date, note varchar, stated_in varchar, source_url varchar, confidence varchar,
        payload_sha256 varchar, row_no bigint, observed_at timestamptz,
        is_withdrawn boolean default false
    );
    create table given.int_vendors__aliases (vendor_id varchar, alias varchar);
    create table given.int_vendors__vendors (vendor_id varchar, vendor_name varchar);
    create table given.int_listings__entries (
        entity_id varchar, name_key varchar, alt_names varchar[]
    );
    create table given.stg_curated__ownership_facts (
        owner_vendor_id varchar, owner_name varchar, owned_vendor_id varchar, owned_name varchar
    );
    create table given.stg_overlay__ownership as from given.stg_curated__ownership_facts;
    insert into given.int_vendors__vendors values
        ('maker', 'Maker'), ('a', 'Twice'), ('b', 'Twice');
    insert into given.int_vendors__aliases values ('maker', '制造商有限公司');
    insert into given.int_listings__entries values
        ('listed-firm', 'listed firm', ['Other Name of It']);
"""
PARTIES = {
    "lei:1": ("制造商有限公司", []),
    "lei:2": ("Unknown here", ["other name of it"]),
    "lei:3": ("Twice", []),
    "lei:4": ("Daughter", []),
    "lei:5": ("Granddaughter", []),
    "lei:6": ("Stranger", []),
    "lei:7": ("Curated daughter", []),
    "lei:8": ("Daughter for a while", []),
}
HOLDINGS = [
    ("lei:1", "lei:4", None, None),
    ("lei:4", "lei:5", "2020-01-01", None),
    ("lei:6", "lei:3", None, None),
    ("lei:1", "lei:7", None, None),
    ("lei:1", "lei:5", "2021-01-01", "2020-01-01"),
    ("lei:6", "lei:1", None, None),
    ("lei:1", "lei:8", None, None),
]


NEWER_FILE = [("lei:4", "lei:5", False), ("lei:1", "lei:8", True)]
"""Holdings of a second, smaller file and whether it takes them back."""


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute("create schema given")
        opened.execute(STATEMENTS)
        for key, (name, others) in PARTIES.items():
            opened.execute(
                "insert into given.int_ownership__union "
                "(sighting_source, record_kind, party_key, party_name, other_names, row_no) "
                "values ('s', 'party', ?, ?, ?, 1)",
                [key, name, others],
            )
        for owner, owned, begin, end in HOLDINGS:
            opened.execute(
                "insert into given.int_ownership__union (sighting_source, record_kind, owner_key, "
                "owned_key, share_kind, is_direct, valid_from, valid_to, known_from, row_no, "
                "observed_at) values ('s', 'holding', ?, ?, 'consolidated', true, ?, ?, "
                "'2019-01-01', 1, '2026-01-23')",
                [owner, owned, begin, end],
            )
        for owner, owned, is_withdrawn in NEWER_FILE:
            opened.execute(
                "insert into given.int_ownership__union (sighting_source, record_kind, owner_key, "
                "owned_key, share_kind, is_direct, known_from, row_no, observed_at, is_withdrawn) "
                "values ('s', 'holding', ?, ?, 'consolidated', true, '2019-01-01', 1, "
                "'2026-06-01', ?)",
                [owner, owned, is_withdrawn],
            )
        opened.execute(
            "insert into given.stg_curated__ownership_facts "
            "values ('maker', 'Maker', null, 'Curated daughter')"
        )
        opened.execute(
            f"create table given.int_ownership__parties as {compiled('int_ownership__parties')}"
        )
        yield opened


def test_a_party_is_the_vendor_or_the_listed_entity_of_its_very_name(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    rows = connection.sql("select party_key, party_id from given.int_ownership__parties").fetchall()
    found = dict(rows)
    assert found["lei:1"] == "maker"
    assert found["lei:2"] == "listed-firm"
    assert found["lei:3"] == "lei:3", "a name of two vendors is nobody's"
    assert found["lei:4"] == "lei:4"


def test_the_neighborhood_of_known_parties_counts(connection: duckdb.DuckDBPyConnection) -> None:
    """No stranger's holding, none that ended before it began, none that a person has stated.

    A newer file that lacks a holding leaves it standing; one that has it annulled takes it back.
    """
    counting = compiled("int_ownership__reported")
    rows = connection.sql(
        f"select owner_party_id, owned_party_id, share_kind from ({counting})"
    ).fetchall()
    assert sorted(rows) == [
        ("lei:4", "lei:5", "consolidated"),
        ("maker", "lei:4", "consolidated"),
    ]
