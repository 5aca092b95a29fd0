"""Payloads that hold another series, company, code or list than they should."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.unit.audit.test_set_aside import Raw, bar, entry

Row = dict[str, Any]
CHART = "https://query2.finance.yahoo.com/v8/finance/chart/"
DAYS = 60


def walk(symbol: str, seed: int, scale: int = 1) -> list[Row]:
    """A series of random closes, the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311
    close = Decimal(100)
    rows = []
    for n in range(DAYS):
        close = round(close * Decimal(1 + dice.gauss(0, 0.02)), 4)
        price = dict.fromkeys(("open", "high", "low", "close"), close / scale)
        rows.append({**bar(n, 100, symbol), **price, "volume": 1000})
    return rows


def shifted(rows: list[Row]) -> list[Row]:
    days = [row["session_on"] for row in rows]
    return [{**row, "session_on": day} for row, day in zip(rows[:-1], days[1:], strict=True)]


def symbols(raw: Raw) -> list[tuple[Any, ...]]:
    return raw.rows("yahoo_chart/bars", "distinct symbol, payload_sha256")


def test_the_same_series_again_is_not_flagged_nor_is_one_after_a_split(tmp_path: Path) -> None:
    raw = Raw(tmp_path)
    raw.add("yahoo_chart/bars", walk("NVDA", 1), "one", url=f"{CHART}NVDA")
    raw.add("yahoo_chart/bars", walk("NVDA", 1, scale=10), "two", day=1, url=f"{CHART}NVDA")
    found = raw.set_aside()
    assert not [name for name in found if "own_past" in name or "as_asked" in name]


@pytest.mark.parametrize(
    "other", [lambda: walk("NVDA", 2), lambda: shifted(walk("NVDA", 1))], ids=["other", "shifted"]
)
def test_another_or_a_shifted_series_keeps_its_last_good_state(
    tmp_path: Path, other: Callable[[], list[Row]]
) -> None:
    raw = Raw(tmp_path)
    raw.add("yahoo_chart/bars", walk("NVDA", 1), "n1", url=f"{CHART}NVDA")
    raw.add("yahoo_chart/bars", walk("AMD", 3), "a1", url=f"{CHART}AMD")
    raw.add("yahoo_chart/bars", other(), "n2", day=1, url=f"{CHART}NVDA")
    raw.add("yahoo_chart/bars", walk("AMD", 3), "a2", day=1, url=f"{CHART}AMD")
    found = raw.set_aside()
    assert found["yahoo_chart__bars__close__own_past"].series == ("NVDA",)
    assert symbols(raw) == [("AMD", "a1"), ("AMD", "a2"), ("NVDA", "n1")]
    assert "NVDA as in payload n1" in raw.record("yahoo_chart/bars", "n2")["stale"]


def test_a_good_series_after_a_wrong_one_counts_again(tmp_path: Path) -> None:
    raw = Raw(tmp_path)
    for day, seed in enumerate((1, 2, 1)):
        rows = walk("NVDA", seed)
        raw.add("yahoo_chart/bars", rows, f"n{day}", day=day, url=f"{CHART}NVDA")
    raw.set_aside()
    assert symbols(raw) == [("NVDA", "n0"), ("NVDA", "n2")]


def test_the_answers_of_two_symbols_swapped_are_left_out(tmp_path: Path) -> None:
    raw = Raw(tmp_path)
    raw.add("yahoo_chart/bars", walk("AMD", 3), "n1", url=f"{CHART}NVDA")
    raw.add("yahoo_chart/bars", walk("NVDA", 1), "a1", url=f"{CHART}AMD")
    raw.add("yahoo_chart/bars", walk("^GSPC", 5), "g1", url=f"{CHART}%5EGSPC")
    found = raw.set_aside()
    assert set(found["yahoo_chart__bars__symbol__as_asked"].payloads) == {"n1", "a1"}
    assert symbols(raw) == [("^GSPC", "g1")]


def fact(cik: int, name: str) -> Row:
    return {
        "cik": cik,
        "entity_name": name,
        "taxonomy": "us-gaap",
        "tag": "Revenues",
        "unit": "USD",
        "period_start": date(2024, 1, 1),
        "period_end": date(2024, 12, 31),
        "value": Decimal(cik),
        "accession_number": "0000000000-25-000001",
        "form": "10-K",
        "filed_on": date(2025, 2, 1),
    }


def test_facts_of_another_company_than_asked_for_give_way(tmp_path: Path) -> None:
    raw = Raw(tmp_path)
    address = "https://data.sec.gov/api/xbrl/companyfacts/CIK{:010d}.json"
    for cik, name, sha in ((1045810, "NVIDIA CORP", "n1"), (2488, "AMD INC", "a1")):
        raw.add("sec/company_facts", [fact(cik, name)], sha, url=address.format(cik))
    raw.add("sec/company_facts", [fact(2488, "AMD")], "n2", day=1, url=address.format(1045810))
    found = raw.set_aside()
    assert found["sec__company_facts__cik__as_asked"].payloads == ("n2",)
    assert raw.rows("sec/company_facts", "payload_sha256") == [("a1",), ("n1",)]


@pytest.mark.parametrize(("name", "is_flagged"), [("AMD INC", True), ("Nvidia Group", False)])
def test_facts_that_carry_another_name_than_before_give_way(
    tmp_path: Path, name: str, is_flagged: bool
) -> None:
    raw = Raw(tmp_path)
    url = "https://data.sec.gov/api/xbrl/companyfacts/CIK0001045810.json"
    raw.add("sec/company_facts", [fact(1045810, "NVIDIA CORP")], "n1", url=url)
    raw.add("sec/company_facts", [fact(1045810, name)], "n2", day=1, url=url)
    found = raw.set_aside()
    assert ("sec__company_facts__entity_name__same_name" in found) == is_flagged
    assert len(raw.rows("sec/company_facts", "payload_sha256")) == 2 - is_flagged


def flow(hs_code: str, month: int, value: int) -> Row:
    first = date(2025, month, 1)
    return {
        "type_code": "C", "frequency_code": "M", "classification_code": "H6",
        "period": f"2025{month:02}", "period_start_on": first,
        "period_end_on": first + timedelta(days=27), "reporter_code": 156, "flow_code": "X",
        "partner_code": 0, "partner2_code": 0, "customs_code": "C00", "transport_code": 0,
        "hs_code": hs_code, "primary_value_usd": Decimal(value),
    }  # fmt: skip


def flows(**values: int) -> list[Row]:
    return [
        flow(code.removeprefix("c"), month, value * 1000 + month)
        for code, value in values.items()
        for month in range(1, 7)
    ]


def test_flows_under_another_code_than_before_are_flagged(tmp_path: Path) -> None:
    raw = Raw(tmp_path)
    raw.add("comtrade/flows", flows(c854231=50, c854232=70), "one", url="u")
    raw.add("comtrade/flows", flows(c854231=70, c854232=50), "two", day=1, url="u")
    found = raw.set_aside()
    assert found["comtrade__flows__hs_code__recoded"].series == ("156",)
    assert raw.rows("comtrade/flows", "distinct payload_sha256") == [("one",)]


def test_flows_of_a_code_that_was_not_asked_for_are_left_out(tmp_path: Path) -> None:
    raw = Raw(tmp_path)
    asked = {"cmdCode": "854231,854232", "reporterCode": "156"}
    raw.add("comtrade/flows", flows(c854231=50), "one", url="u", parameters=asked)
    raw.add("comtrade/flows", flows(c854239=50), "two", day=1, url="v", parameters=asked)
    found = raw.set_aside()
    assert found["comtrade__flows__hs_code__as_asked"].payloads == ("two",)
    assert raw.rows("comtrade/flows", "distinct payload_sha256") == [("one",)]


def test_revised_and_new_flows_are_not_flagged(tmp_path: Path) -> None:
    raw = Raw(tmp_path)
    raw.add("comtrade/flows", flows(c854231=50, c854232=70), "one", url="u")
    raw.add("comtrade/flows", flows(c854231=52, c854232=70, c854233=9), "two", day=1, url="u")
    assert "comtrade__flows__hs_code__recoded" not in raw.set_aside()


KNOWN = (
    "Huawei Technologies Co., Ltd.", "HiSilicon Technologies Co., Ltd",
    "Semiconductor Manufacturing International Corporation", "Hikvision", "Dahua Technology",
    "SenseTime", "Megvii Technology", "Yitu Technologies", "iFLYTEK", "Sugon", "Phytium",
    "Fujian Jinhua Integrated Circuit Company",
)  # fmt: skip


def whole_list(*left_out: str) -> list[Row]:
    names = [*(f"Example {n}" for n in range(600)), *(n for n in KNOWN if n not in left_out)]
    cited = {
        "federal_register_notice": "87 FR 77505",
        "citations": ["87 FR 77505"],
        "source_list_url": "https://bis.example",
        "source_information_url": "https://bis.example",
    }
    return [entry(n, name=name, **cited) for n, name in enumerate(names)]


@pytest.mark.parametrize(("count", "is_flagged"), [(0, False), (1, False), (2, True), (12, True)])
def test_a_whole_list_without_its_best_known_members_gives_way(
    tmp_path: Path, count: int, is_flagged: bool
) -> None:
    raw = Raw(tmp_path)
    raw.add("csl/entries", whole_list(), "one", url="u")
    raw.add("csl/entries", whole_list(*KNOWN[:count]), "two", day=1, url="u")
    found = raw.set_aside()
    assert ("csl__entries__name__well_known_el" in found) == is_flagged
    assert len(raw.rows("csl/entries", "distinct payload_sha256")) == 2 - is_flagged


def test_an_excerpt_of_a_list_is_not_judged(tmp_path: Path) -> None:
    raw = Raw(tmp_path)
    raw.add("csl/entries", [entry(n) for n in range(100)], "one", url="u")
    assert not [name for name in raw.set_aside() if "well_known" in name]
