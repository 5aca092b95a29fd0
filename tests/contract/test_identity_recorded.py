"""Recorded payloads under their own name and under another's: only the other is flagged."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.raw.parse import parse_payload
from pipelines.specs import spec
from tests.unit.audit.test_identity import CHART, shifted
from tests.unit.audit.test_set_aside import Raw

SHARED = Path(__file__).resolve().parents[3] / "shared"
PRICES = SHARED / "facts" / "prices_daily.csv"
PAYLOADS = SHARED / "payloads"
FACTS = "https://data.sec.gov/api/xbrl/companyfacts/CIK{:010d}.json"
IDENTITY = ("as_asked", "own_past", "same_name", "recoded", "well_known")
NVIDIA, AMD = 1045810, 2488

pytestmark = pytest.mark.skipif(
    not PAYLOADS.is_dir(), reason=f"the recorded payloads are not here: {PAYLOADS}"
)
Row = dict[str, Any]


def flagged(raw: Raw) -> dict[str, tuple[str, ...]]:
    return {
        name: found.series or found.payloads or (found.kept,)
        for name, found in raw.set_aside().items()
        if any(kind in name for kind in IDENTITY)
    }


def recorded(name: str, path: str) -> list[Row]:
    content = (PAYLOADS / path).read_bytes()
    plain = gzip.decompress(content) if path.endswith(".gz") else content
    return list(parse_payload(spec(name), plain).rows)


@pytest.fixture(scope="module")
def prices() -> dict[str, list[Row]]:
    """Real daily closes of 17 securities."""
    found: dict[str, list[Row]] = {}
    with PRICES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not row["close"]:
                continue
            close = round(Decimal(row["close"]), 6)
            found.setdefault(row["ticker"], []).append(
                {
                    "symbol": row["ticker"],
                    "session_on": date.fromisoformat(row["date"]),
                    **dict.fromkeys(("open", "high", "low", "close"), close),
                    "currency": row["currency"],
                    "exchange_timezone": "America/New_York",
                }
            )
    return found


def served(path: Path, series: dict[str, list[Row]], then: dict[str, list[Row]]) -> Raw:
    raw = Raw(path)
    for day, given in enumerate((series, then)):
        for symbol, rows in given.items():
            url = CHART + symbol.replace("^", "%5E")
            raw.add("yahoo_chart/bars", rows, f"{symbol}-{day}", day=day, url=url)
    return raw


def test_real_prices_served_again_are_not_flagged(
    tmp_path: Path, prices: dict[str, list[Row]]
) -> None:
    assert flagged(served(tmp_path, prices, prices)) == {}


@pytest.mark.parametrize("pair", [("SMH", "SOXX"), ("NVDA", "AMD"), ("0981.HK", "9988.HK")])
def test_two_real_series_swapped_are_flagged_and_no_other(
    tmp_path: Path, prices: dict[str, list[Row]], pair: tuple[str, str]
) -> None:
    one, other = pair
    swapped = prices | {
        one: [{**row, "symbol": one} for row in prices[other]],
        other: [{**row, "symbol": other} for row in prices[one]],
    }
    found = flagged(served(tmp_path, prices, swapped))
    assert {name: set(series) for name, series in found.items()} == {
        "yahoo_chart__bars__close__own_past": set(pair)
    }


def test_real_series_shifted_by_a_session_are_each_flagged(
    tmp_path: Path, prices: dict[str, list[Row]]
) -> None:
    moved = {symbol: shifted(rows) for symbol, rows in prices.items()}
    found = flagged(served(tmp_path, prices, moved))
    assert set(found["yahoo_chart__bars__close__own_past"]) == set(prices)


def test_real_facts_are_those_of_the_company_asked_for(tmp_path: Path) -> None:
    rows = recorded("sec/company_facts", "sec/companyfacts_CIK0001045810_full.json.gz")
    right = Raw(tmp_path / "right")
    for day in range(2):
        right.add("sec/company_facts", rows, f"n{day}", day=day, url=FACTS.format(NVIDIA))
    assert flagged(right) == {}
    wrong = Raw(tmp_path / "wrong")
    wrong.add("sec/company_facts", rows, "n", url=FACTS.format(AMD))
    assert flagged(wrong) == {"sec__company_facts__cik__as_asked": ("n",)}


def whole_list() -> list[Row]:
    return recorded("csl/entries", "csl/whole_list_content_2022-04.csv.gz")


def without(rows: Sequence[Row], *names: str) -> list[Row]:
    return [row for row in rows if not any(name in row["name"].upper() for name in names)]


def test_the_real_whole_list_is_not_flagged(tmp_path: Path) -> None:
    raw = Raw(tmp_path)
    for day in range(2):
        raw.add("csl/entries", whole_list(), f"l{day}", day=day, url="u")
    assert flagged(raw) == {}


def test_the_real_list_without_best_known_members_keeps_the_one_before(tmp_path: Path) -> None:
    raw = Raw(tmp_path)
    rows = whole_list()
    raw.add("csl/entries", rows, "l0", url="u")
    raw.add("csl/entries", without(rows, "HUAWEI", "HIKVISION"), "l1", day=1, url="u")
    found = flagged(raw)
    assert found["csl__entries__name__well_known_el"] == ("EL",)
    lists = raw.rows("csl/entries", "payload_sha256, list_code")
    assert {code for sha, code in lists if sha == "l1"} >= {"SDN", "UVL"}
    assert ("l1", "EL") not in lists
    assert ("l0", "EL") in lists


def test_a_recorded_answer_holds_the_reporter_and_codes_asked_for(tmp_path: Path) -> None:
    rows = recorded("comtrade/flows", "comtrade/get_C_A_HS_CHN_2010.json")
    right = {"reporterCode": "156", "cmdCode": "TOTAL"}
    for asked, is_flagged in (
        (right, False),
        (right | {"reporterCode": "410"}, True),
        (right | {"cmdCode": "8542"}, True),
    ):
        raw = Raw(tmp_path / str(asked).replace("/", ""))
        raw.add("comtrade/flows", rows, "c", url="u", parameters=asked)
        assert bool(flagged(raw)) == is_flagged, asked
