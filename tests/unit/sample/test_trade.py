"""Trade and exchange rates in the bundled sample: known figures, and few of Comtrade's."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pipelines.archive.store import Archive
from pipelines.raw.parse import parse_payload
from pipelines.sample.compose import SAMPLE_ARCHIVE
from pipelines.specs import spec

BILLION = Decimal(10) ** 9


def rows(name: str) -> list[dict[str, Any]]:
    archive = Archive(SAMPLE_ARCHIVE)
    declared = spec(name)
    return [
        row
        for entry in archive.entries(declared.source, declared.dataset)
        for row in parse_payload(declared, archive.read(entry)).rows
    ]


@pytest.fixture(scope="module")
def rates() -> dict[tuple[str, date], Decimal]:
    return {
        (row["series_id"], row["observation_on"]): row["value"]
        for row in rows("fred/series")
        if row["value"] is not None
    }


@pytest.mark.parametrize(
    ("day", "rate"),
    [
        (date(2022, 10, 31), "7.3048"),
        (date(2023, 12, 29), "7.0999"),
        (date(2024, 9, 27), "7.0111"),
        (date(2025, 12, 31), "6.9931"),
    ],
)
def test_published_rates_of_the_yuan(
    rates: dict[tuple[str, date], Decimal], day: date, rate: str
) -> None:
    assert rates["DEXCHUS", day] == Decimal(rate)


@pytest.mark.parametrize(
    ("series", "year", "average"),
    [
        ("DEXCHUS", 2019, "6.9081"),
        ("DEXCHUS", 2020, "6.9042"),
        ("DEXCHUS", 2021, "6.4508"),
        ("DEXCHUS", 2022, "6.7290"),
        ("DEXCHUS", 2023, "7.0809"),
        ("DEXCHUS", 2024, "7.1957"),
        ("DEXTAUS", 2022, "29.7963"),
        ("DEXTAUS", 2023, "31.1525"),
        ("DEXJPUS", 2021, "109.8429"),
        ("DEXJPUS", 2022, "131.4589"),
        ("DEXJPUS", 2023, "140.5001"),
        ("DEXJPUS", 2024, "151.4551"),
        ("DEXJPUS", 2025, "149.5686"),
        ("DEXUSEU", 2021, "1.1830"),
        ("DEXUSEU", 2022, "1.0534"),
        ("DEXUSEU", 2023, "1.0817"),
    ],
)
def test_daily_rates_average_to_the_published_year(
    rates: dict[tuple[str, date], Decimal], series: str, year: int, average: str
) -> None:
    """Annual averages as release G.5A prints them: a digit copied wrongly would show."""
    values = [rate for (name, day), rate in rates.items() if name == series and day.year == year]
    assert len(values) >= 245
    assert round(sum(values) / len(values), 4) == Decimal(average)


def test_the_hong_kong_dollar_stays_in_its_band(
    rates: dict[tuple[str, date], Decimal],
) -> None:
    pegged = [rate for (name, _), rate in rates.items() if name == "DEXHKUS"]
    assert Decimal("7.75") <= min(pegged) <= max(pegged) <= Decimal("7.85")


def test_only_a_few_dozen_figures_of_comtrade() -> None:
    assert 20 <= len(rows("comtrade/flows")) <= 60


def test_taiwan_to_the_world_and_to_china() -> None:
    exports = rows("taiwan_customs/exports")
    world: dict[int, Decimal] = {}
    china: dict[tuple[int, str], Decimal] = {}
    for row in exports:
        year, value = row["period_end_on"].year, row["value_thousand_usd"] * 1000 / BILLION
        if row["partner_name"] is None:
            world[year] = world.get(year, Decimal(0)) + value
        elif row["partner_name"] == "中國大陸":
            china[year, row["hs_code"]] = value
    assert round(world[2023], 3) == Decimal("166.621")
    assert round(world[2024], 3) == Decimal("165.042")
    assert round(china[2024, "854239"], 1) == Decimal("40.8")
    assert round(china[2024, "854231"], 1) == Decimal("1.4")
    assert {row["hs_code"] for row in exports} == {"854231", "854232", "854233", "854239", "854290"}


def test_taiwans_exports_to_china_as_two_sources_have_them() -> None:
    own = sum(
        row["value_thousand_usd"] * 1000
        for row in rows("taiwan_customs/exports")
        if row["partner_name"] == "中國大陸" and row["period_end_on"].year == 2022
    )
    [mirror] = [
        row["primary_value_usd"]
        for row in rows("comtrade/flows")
        if row["reporter_code"] == 490 and row["partner_iso3"] == "CHN"
    ]
    assert abs(own / mirror - 1) < Decimal("0.01")


def test_chinas_own_figures_say_where_they_come_from() -> None:
    own = rows("customs_csv/flows")
    years = {
        row["period"]: row["value"] / BILLION
        for row in own
        if (row["hs_code"], row["flow"]) == ("8542", "import") and len(row["period"]) == 4
    }
    assert years["2022"] == Decimal("415.579")
    assert years["2023"] == Decimal("349.4")
    assert years["2024"] == Decimal(385)
    told = ("read at", "read in", "recollected")
    assert all(any(words in row["source"] for words in told) for row in own)


def test_months_of_exports_to_china_are_whole_and_as_published() -> None:
    own = {
        (row["reporter"], row["hs_code"], row["period"]): row["value"]
        for row in rows("customs_csv/flows")
        if row["partner"] == "CN" and row["flow"] == "export"
    }
    of_the_us = {
        ("US", row["hs_code"], f"{row['period_start_on']:%Y-%m}"): row["value_usd"]
        for row in rows("census/flows")
    }
    months = [f"{year}-{month:02}" for year in range(2021, 2026) for month in range(1, 13)]
    for reporter in ("DE", "JP", "NL", "US"):
        for code in ("8486", "8542"):
            of_one = of_the_us if reporter == "US" else own
            assert sorted(p for r, c, p in of_one if (r, c) == (reporter, code)) == months
    assert own["NL", "8486", "2023-07"] == 451_701_097
    assert own["JP", "8486", "2021-01"] == 85_510_886_000
    assert of_the_us["US", "8486", "2023-07"] == 452_026_892
    assert of_the_us["US", "8542", "2024-10"] == 797_183_498


def test_figures_of_the_press_agree_with_what_it_says_of_them() -> None:
    press = {
        (row["reporter"], row["partner"], row["hs_code"], row["period"]): row["value"] / 1_000_000
        for row in rows("customs_csv/flows")
        if row["currency"] == "USD"
    }
    servers = [press["TW", "MY", "8471", f"{year}-03"] for year in (2023, 2024, 2025)]
    assert round(servers[2] / servers[1], 3) == Decimal("4.662")
    assert round(servers[2] / servers[0]) == 551
    boards = [press["TW", "MY", "847330", f"2025-{month:02}"] for month in range(1, 5)]
    assert sum(boards) == 6447
    assert boards[2] / press["TW", "MY", "8473", "2023-03"] > 34
    months = press["CN", "NL", "84862031", "2022"] / 12
    assert round(months) == 212
    assert round(press["CN", "NL", "84862031", "2024-01"] / Decimal("0.59")) == 1129
    assert round(press["CN", "XW", "8486", "2022"] * Decimal("1.14")) == 39558
