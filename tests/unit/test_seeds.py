"""Checks of the curated reference seeds that dbt's generic tests cannot express.

Belongs here: sums over sets of estimates, one seed against another by period, names that collide
after normalisation. Keys, accepted values and relations of single rows are dbt tests beside the
seeds.
"""

import csv
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.derived.names import Tokens, normalise, tokens, without_legal_ending

SEEDS = Path(__file__).resolve().parents[2] / "dbt_project" / "seeds" / "reference"
AGGREGATES = {"all-vendors", "china-domestic", "imported"}

Row = dict[str, str]


def rows_of(name: str) -> list[Row]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def comparable(name: str) -> Tokens:
    return without_legal_ending(tokens(name))


def colliding_aliases(rows: list[Row]) -> dict[Tokens, set[str]]:
    """Words of a name -> vendors, for every name that belongs to more than one vendor."""
    vendors: dict[Tokens, set[str]] = defaultdict(set)
    for row in rows:
        vendors[comparable(row["alias"])].add(row["vendor_id"])
    return {words: owners for words, owners in vendors.items() if len(owners) > 1}


def repeated_aliases(rows: list[Row]) -> list[str]:
    counts = Counter(normalise(row["alias"]) for row in rows)
    return sorted(name for name, count in counts.items() if count > 1)


def swallowed_aliases(rows: list[Row]) -> list[tuple[str, str]]:
    """(prefix, alias) pairs in which a prefix of one vendor would also take a name of another."""
    names = [(row["vendor_id"], row["alias"], comparable(row["alias"])) for row in rows]
    prefixes = {row["alias"] for row in rows if row["match_kind"] == "prefix"}
    return [
        (prefix, name)
        for owner, prefix, words in names
        if prefix in prefixes
        for vendor_id, name, name_words in names
        if vendor_id != owner and name_words[: len(words)] == words
    ]


def overfull_share_sets(rows: list[Row]) -> dict[tuple[str, ...], Decimal]:
    """Sets of one firm's shares (same denominator, period, publication) that pass 100 percent.

    Single vendors are added up apart from the two sides of imported against domestic. Shares of a
    vendor's own revenue are not parts of one whole and are left out.
    """
    sums: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    for row in rows:
        if row["measure"] != "share_pct" or row["market"] == "vendor_revenue_china_share":
            continue
        level = "aggregates" if row["vendor_id"] in AGGREGATES else "vendors"
        if row["vendor_id"] == "all-vendors":
            continue
        key = (
            row["market"],
            row["firm"],
            row["denominator"],
            row["published_on"],
            row["source_url"],
            row["period_start_on"],
            row["period_end_on"],
            level,
        )
        sums[key] += Decimal(row["value"])
    return {key: total for key, total in sums.items() if total > 100}


def parts_above_total(rows: list[Row]) -> list[tuple[str, ...]]:
    """Geographies whose preferred revenue passes the total of the same vendor and period."""
    preferred = [row for row in rows if row["is_preferred"] == "true"]
    totals = {
        (row["vendor_id"], row["period_start_on"], row["period_end_on"], row["currency"]): Decimal(
            row["revenue_amount"]
        )
        for row in preferred
        if row["geography"] == "total"
    }
    found: list[tuple[str, ...]] = []
    for row in preferred:
        period = (row["vendor_id"], row["period_start_on"], row["period_end_on"], row["currency"])
        if (
            row["geography"] != "total"
            and period in totals
            and Decimal(row["revenue_amount"]) > totals[period]
        ):
            found.append((*period, row["geography"]))
    return found


def test_no_alias_belongs_to_two_vendors() -> None:
    assert colliding_aliases(rows_of("vendor_aliases")) == {}


def test_every_alias_stands_once() -> None:
    assert repeated_aliases(rows_of("vendor_aliases")) == []


def test_no_prefix_takes_a_name_of_another_vendor() -> None:
    assert swallowed_aliases(rows_of("vendor_aliases")) == []


@pytest.mark.parametrize("name", ["Intel", "Micron", "Arm", "Meta", "KLA", "BYD", "AMD", "Sunway"])
def test_common_words_are_no_prefixes(name: str) -> None:
    prefixes = {
        comparable(row["alias"])
        for row in rows_of("vendor_aliases")
        if row["match_kind"] == "prefix"
    }
    assert comparable(name) not in prefixes


def test_shares_of_one_estimate_set_stay_within_100() -> None:
    assert overfull_share_sets(rows_of("vendor_share_facts")) == {}


def test_geographies_stay_within_the_total() -> None:
    assert parts_above_total(rows_of("vendor_revenue_facts")) == []


def test_one_preferred_revenue_row_for_a_period_and_basis() -> None:
    counts = Counter(
        (
            row["vendor_id"],
            row["period_start_on"],
            row["period_end_on"],
            row["geography"],
            row["geo_basis"],
        )
        for row in rows_of("vendor_revenue_facts")
        if row["is_preferred"] == "true"
    )
    assert [key for key, count in counts.items() if count > 1] == []


def test_nvidia_totals_are_left_to_the_filings() -> None:
    assert [
        row
        for row in rows_of("vendor_revenue_facts")
        if row["vendor_id"] == "nvidia" and row["geography"] == "total"
    ] == []


def test_nvidia_geographies_of_the_quarter_to_2024_07_28_add_up() -> None:
    quarter = {
        row["geography"]: Decimal(row["revenue_amount"])
        for row in rows_of("vendor_revenue_facts")
        if (row["vendor_id"], row["period_start_on"], row["period_end_on"])
        == ("nvidia", "2024-04-29", "2024-07-28")
    }
    assert quarter["china_including_hong_kong"] == 3_667_000_000
    assert sum(quarter.values()) == 30_040_000_000


@pytest.mark.parametrize("vendor", ["applied-materials", "kla", "lam-research"])
@pytest.mark.parametrize("geography", ["total", "china_including_hong_kong"])
def test_reported_quarters_and_longer_parts_of_a_year_fit_together(
    vendor: str, geography: str
) -> None:
    """Quarters that follow one another add up to each longer part that they fill."""
    figures = {
        (date.fromisoformat(row["period_start_on"]), date.fromisoformat(row["period_end_on"])): int(
            Decimal(row["revenue_amount"])
        )
        for row in rows_of("vendor_revenue_facts")
        if (row["vendor_id"], row["geography"]) == (vendor, geography)
    }
    checked = 0
    for (start, end), amount in figures.items():
        reached, total = start, 0
        while reached <= end:
            step = [(s, e) for s, e in figures if s == reached and e <= end and (e - s).days < 100]
            if not step:
                break
            total += figures[step[0]]
            reached = step[0][1] + timedelta(days=1)
        if (end - start).days > 100 and reached == end + timedelta(days=1):
            checked += 1
            assert abs(total - amount) <= 1_000  # each is rounded by itself
    assert checked >= 2


def test_the_years_of_the_tool_makers_and_of_micron_are_those_of_their_filings() -> None:
    """Totals and China in millions, as the annual reports print them."""
    printed = {
        ("applied-materials", "2025-10-26"): (28_368, 8_529),
        ("kla", "2025-06-30"): (12_156, 4_043),
        ("lam-research", "2025-06-29"): (18_436, 6_205),
        ("micron", "2025-08-28"): (37_378, 2_639 + 1_138),
    }
    for (vendor, end), amounts in printed.items():
        found = {
            row["geography"]: round(Decimal(row["revenue_amount"]) / 1_000_000)
            for row in rows_of("vendor_revenue_facts")
            if (row["vendor_id"], row["period_end_on"]) == (vendor, end)
            and (date.fromisoformat(end) - date.fromisoformat(row["period_start_on"])).days > 350
        }
        assert (found["total"], found["china_including_hong_kong"]) == amounts


def test_every_firm_of_a_ranked_measure_has_a_rank() -> None:
    ranked = {(row["market"], row["measure"]) for row in rows_of("share_policy")}
    ranks = {(row["market"], row["measure"], row["firm"]) for row in rows_of("share_policy")}
    facts = {(row["market"], row["measure"], row["firm"]) for row in rows_of("vendor_share_facts")}
    assert {fact for fact in facts if fact[:2] in ranked} == ranks


def test_recollected_rows_are_low() -> None:
    offenders = [
        (seed, row["source"])
        for seed in ("vendor_revenue_facts", "vendor_share_facts", "company_disclosures")
        for row in rows_of(seed)
        if "recollected" in row["source"] and row["confidence"] != "low"
    ]
    assert offenders == []


def test_a_collision_is_found() -> None:
    rows = [
        {"alias": "Sunway Ltd.", "vendor_id": "one", "match_kind": "exact"},
        {"alias": "SUNWAY", "vendor_id": "two", "match_kind": "exact"},
        {"alias": "Sun", "vendor_id": "three", "match_kind": "prefix"},
        {"alias": "Sun Way", "vendor_id": "one", "match_kind": "exact"},
        {"alias": "Sun, Way", "vendor_id": "one", "match_kind": "exact"},
    ]
    assert colliding_aliases(rows) == {("sunway",): {"one", "two"}}
    assert repeated_aliases(rows) == ["sun way"]
    assert set(swallowed_aliases(rows)) == {("Sun", "Sun Way"), ("Sun", "Sun, Way")}


def test_an_overfull_set_and_a_part_above_its_total_are_found() -> None:
    share = {
        "measure": "share_pct",
        "market": "m",
        "firm": "f",
        "denominator": "d",
        "published_on": "",
        "source_url": "",
        "period_start_on": "2025-01-01",
        "period_end_on": "2025-12-31",
    }
    shares = [
        {**share, "vendor_id": "one", "value": "60"},
        {**share, "vendor_id": "two", "value": "41"},
    ]
    assert list(overfull_share_sets(shares).values()) == [Decimal("101")]

    revenue = {
        "vendor_id": "one",
        "period_start_on": "2025-01-01",
        "period_end_on": "2025-12-31",
        "currency": "USD",
        "is_preferred": "true",
    }
    parts = [
        {**revenue, "geography": "total", "revenue_amount": "10"},
        {**revenue, "geography": "china_including_hong_kong", "revenue_amount": "11"},
    ]
    assert [found[-1] for found in parts_above_total(parts)] == ["china_including_hong_kong"]
