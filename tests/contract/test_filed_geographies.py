"""Revenue by geography of recorded filings, through the SQL of the models."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from pipelines.raw.parse import parse_file
from pipelines.transform.run_dbt import DBT_PROJECT
from tests.models import made

NVIDIA = 1045810
ANNUAL, QUARTERLY = "0001045810-25-000023", "0001045810-25-000209"
FILES = {ANNUAL: "nvda_10k_fy2025.htm.gz", QUARTERLY: "nvda_10q_q2_fy2026.htm.gz"}
FILED = {ANNUAL: dt.date(2025, 2, 26), QUARTERLY: dt.date(2025, 8, 27)}
YEAR = (dt.date(2024, 1, 29), dt.date(2025, 1, 26))
CHINA = "srt:StatementGeographicalAxis=nvda:ChinaIncludingHongKongMember"
Fact = dict[str, object]


def facts_of(accession: str, recorded: Path) -> list[Fact]:
    """The figures of one filing in the form of staging."""
    parsed = parse_file("sec/inline_facts", recorded / "sec" / "filings" / FILES[accession])
    return [
        {
            "payload_sha256": accession,
            "payload_row": number,
            "cik": row["cik"],
            "form": row["form"],
            "concept": row["concept"],
            "unit": row["unit"],
            "period_start_on": row["period_start"],
            "period_end_on": row["period_end"],
            "dimensions": row["dimensions"],
            "value": None if row["value"] is None else Decimal(str(row["value"])),
            "decimals": row["decimals"],
            "url": f"https://www.sec.gov/Archives/edgar/data/{NVIDIA}/{accession}/",
            "observed_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
            "accession_number": accession,
            "period_days": days(row["period_start"], row["period_end"]),
        }
        for number, row in enumerate(parsed.rows)
    ]


def days(start: object, end: object) -> int | None:
    if isinstance(start, dt.date) and isinstance(end, dt.date):
        return (end - start).days + 1
    return None


def seed(name: str) -> pa.Table:
    """A curated file as dbt loads it, empty cells null."""
    path = DBT_PROJECT / "seeds" / "reference" / f"{name}.csv"
    with duckdb.connect() as connection:
        return connection.sql(f"from read_csv('{path}', nullstr='')").to_arrow_table()


def geographies(facts: list[Fact], filed: dict[str, dt.date] = FILED) -> list[Fact]:
    return made(
        "int_vendors__filed_geographies",
        stg_sec__inline_facts=facts,
        int_vendors__vendors=[{"vendor_id": "nvidia", "cik": NVIDIA}],
        stg_sec__submissions=[
            {"accession_number": accession, "filed_on": on} for accession, on in filed.items()
        ],
        stg_sec__company_facts=[{"accession_number": "", "filed_on": dt.date(2025, 1, 1)}],
        stg_curated__filing_members=seed("filing_members"),
        stg_curated__filing_geo_bases=seed("filing_geo_bases"),
    )


def statements(found: list[Fact]) -> list[Fact]:
    return made("int_vendors__filed_revenue", int_vendors__filed_geographies=table_of(found))


def table_of(rows: list[Fact]) -> pa.Table:
    """As a table, its columns that are empty throughout typed as text."""
    table = pa.Table.from_pylist(rows)
    for number, field in enumerate(table.schema):
        if pa.types.is_null(field.type):
            table = table.set_column(number, field.name, table.column(number).cast(pa.string()))
    return table


@pytest.fixture(scope="module")
def facts(recorded: Path) -> list[Fact]:
    return [fact for accession in FILES for fact in facts_of(accession, recorded)]


def test_china_taiwan_and_singapore_as_nvidia_filed_them(facts: list[Fact]) -> None:
    found = {
        (row["geography"], row["period_start_on"], row["period_end_on"]): row["revenue_amount"]
        for row in geographies(facts)
    }
    millions = {key: int(Decimal(str(value)) / 10**6) for key, value in found.items()}
    assert millions["china_including_hong_kong", *YEAR] == 17_108
    assert millions["singapore", *YEAR] == 23_684
    assert millions["taiwan", *YEAR] == 20_573
    quarter = (dt.date(2025, 4, 28), dt.date(2025, 7, 27))
    assert millions["china_including_hong_kong", *quarter] == 2_769
    assert millions["singapore", *quarter] == 10_156
    assert millions["other", *quarter] == 1_819


def test_the_parts_of_every_filing_and_period_are_its_total(facts: list[Fact]) -> None:
    parts: dict[tuple[object, ...], Decimal] = defaultdict(Decimal)
    for row in geographies(facts):
        key = (row["filing_key"], row["period_start_on"], row["period_end_on"], row["total_amount"])
        parts[key] += Decimal(str(row["revenue_amount"]))
    assert len(parts) == 7
    assert all(total == summed for (*_, total), summed in parts.items())


def test_the_filings_agree_with_what_was_copied_from_them_by_hand(facts: list[Fact]) -> None:
    key_of = ("geography", "period_start_on", "period_end_on")
    with (DBT_PROJECT / "seeds" / "reference" / "vendor_revenue_facts.csv").open() as stream:
        by_hand = {
            tuple(row[name] for name in key_of): Decimal(row["revenue_amount"])
            for row in csv.DictReader(stream)
            if row["vendor_id"] == "nvidia"
            and row["geo_basis"] == "billing_location"
            and row["is_preferred"] == "true"
            and row["basis"] == "reported"
        }
    compared = [
        (row["revenue_amount"], by_hand[key])
        for row in geographies(facts)
        if (key := tuple(str(row[name]) for name in key_of)) in by_hand
    ]
    assert len(compared) == 35
    assert all(filed == copied for filed, copied in compared)


def test_a_year_repeated_by_a_later_filing_is_one_version(facts: list[Fact]) -> None:
    rows = statements(geographies(facts))
    keys = [(row["geography"], row["period_start_on"], row["period_end_on"]) for row in rows]
    assert len(keys) == len(set(keys)) == 35
    assert {row["geo_basis"] for row in rows} == {"billing_location"}
    assert {row["preference_class"] for row in rows} == {1}
    assert {row["filed_on"] for row in rows} == set(FILED.values())


def test_an_amendment_is_a_version_that_goes_before_what_it_amends(facts: list[Fact]) -> None:
    amended = "0001045810-25-000099"
    changed = [
        {
            **fact,
            "payload_sha256": amended,
            "accession_number": amended,
            "form": "10-K/A",
            "value": Decimal(17_208_000_000)
            if (fact["dimensions"], fact["period_end_on"], fact["concept"])
            == (CHINA, YEAR[1], "us-gaap:Revenues")
            else fact["value"],
        }
        for fact in facts
        if fact["accession_number"] == ANNUAL
    ]
    found = geographies([*facts, *changed], {**FILED, amended: dt.date(2025, 4, 1)})
    assert [row["member"] for row in found if row["is_restated"]] == [CHINA.partition("=")[2]]
    versions = [
        (row["revenue_amount"], row["filed_on"], row["known_to"], row["is_latest"])
        for row in statements(found)
        if (row["geography"], row["period_start_on"], row["period_end_on"])
        == ("china_including_hong_kong", *YEAR)
    ]
    assert sorted(versions, key=lambda version: str(version[1])) == [
        (Decimal("17108000000.00"), FILED[ANNUAL], dt.date(2025, 4, 1), False),
        (Decimal("17208000000.00"), dt.date(2025, 4, 1), None, True),
    ]


def test_a_filing_fetched_twice_and_a_rounded_copy_count_once(facts: list[Fact]) -> None:
    again = [{**fact, "payload_sha256": f"{fact['payload_sha256']} again"} for fact in facts]
    rounded = [
        {**fact, "value": Decimal(17_100_000_000), "decimals": "-8", "payload_row": 90_000}
        for fact in facts
        if (fact["dimensions"], fact["period_end_on"]) == (CHINA, YEAR[1])
    ]
    assert len(geographies([*facts, *again, *rounded])) == len(geographies(facts)) == 35


def test_a_part_above_its_total_is_set_aside_and_states_nothing(facts: list[Fact]) -> None:
    wrong = [
        {**fact, "value": Decimal(17_108_000_000_000)}
        if (fact["dimensions"], fact["period_end_on"]) == (CHINA, YEAR[1])
        else fact
        for fact in facts
    ]
    found = geographies(wrong)
    assert [row["set_aside_reason"] for row in found if row["set_aside_reason"]] == [
        "exceeds_the_total"
    ]
    assert len(statements(found)) == 34


def test_a_member_that_nobody_told_apart_keeps_its_name_and_states_nothing(
    facts: list[Fact],
) -> None:
    other = [
        {**fact, "dimensions": str(fact["dimensions"]).replace("nvda:China", "nvda:Greater")}
        for fact in facts
    ]
    found = geographies(other)
    unknown = {row["member"] for row in found if row["geography"] is None}
    assert unknown == {"nvda:GreaterIncludingHongKongMember"}
    assert "china_including_hong_kong" not in {row["geography"] for row in statements(found)}
