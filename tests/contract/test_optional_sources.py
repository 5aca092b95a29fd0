"""Sources with a key or by name only, on recorded files; skipped where they are absent.

Of the Guardian's API nothing is recorded: its layout is held by the unit tests alone.
"""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.parsing.records import Outcome, PayloadError
from pipelines.raw.parse import parse_file, parse_payload
from pipelines.specs import spec


def refusal(name: str, body: bytes) -> Outcome:
    with pytest.raises(PayloadError) as caught:
        parse_payload(spec(name), body)
    return caught.value.outcome


def tiingo(recorded: Path, file: str) -> bytes:
    cassette: Any = yaml.safe_load((recorded / "tiingo" / file).read_text())
    body: str = cassette["interactions"][0]["response"]["body"]["string"]
    return body.encode()


def test_tiingo_prices(recorded: Path) -> None:
    body = tiingo(recorded, "ticker_price_with_date.yaml")
    parsed = parse_payload(spec("tiingo/bars"), body)
    assert (parsed.row_count, parsed.rejects) == (2, ())
    last = parsed.rows[-1]
    assert (last["session_on"], last["close"]) == (dt.date(2015, 1, 5), Decimal("519.46"))
    assert (last["high"], last["volume"]) == (Decimal("527.9899"), 2_059_119)
    assert (last["dividend"], last["split_factor"]) == (0, 1)


@pytest.mark.parametrize("file", ["ticker_metadata.yaml", "ticker_price_with_date_csv.yaml"])
def test_other_answers_of_tiingo_are_refused(recorded: Path, file: str) -> None:
    assert refusal("tiingo/bars", tiingo(recorded, file)) is Outcome.MALFORMED


def test_alpha_vantage_prices(recorded: Path) -> None:
    file = recorded / "alphavantage" / "TIME_SERIES_DAILY_SMH_compact.csv"
    parsed = parse_file("alpha_vantage/bars", file)
    assert (parsed.row_count, parsed.rejects) == (100, ())
    first = parsed.rows[0]
    assert (first["session_on"], first["close"]) == (dt.date(2026, 8, 21), Decimal("560.42"))
    assert first["volume"] == 9_588_571


def test_alpha_vantage_says_no_in_json(recorded: Path) -> None:
    shapes = json.loads((recorded / "alphavantage" / "error_shapes_from_issues.json").read_text())
    premium, bad = (json.dumps(shapes[name]).encode() for name in ("premium", "bad_call"))
    assert refusal("alpha_vantage/bars", premium) is Outcome.FORBIDDEN
    assert refusal("alpha_vantage/bars", bad) is Outcome.REJECTED_QUERY


def test_stooq_prices(recorded: Path) -> None:
    parsed = parse_file("stooq/bars", recorded / "stooq" / "nvda_us_d_head_tail.csv")
    assert (parsed.row_count, parsed.rejects) == (49, ())
    by_day = {row["session_on"]: row for row in parsed.rows}
    assert by_day[dt.date(2005, 1, 3)]["adjusted_close"] == Decimal("0.180221")
    assert by_day[dt.date(2026, 8, 11)]["adjusted_close"] == Decimal("217.5")


def test_stooq_says_no_in_words(recorded: Path) -> None:
    shapes = json.loads((recorded / "stooq" / "error_shapes_from_issues.json").read_text())
    assert refusal("stooq/bars", shapes["quota"]["body"].encode()) is Outcome.THROTTLED
    assert refusal("stooq/bars", shapes["no_data"].encode()) is Outcome.EMPTY
    page = f"<html><title>Stooq</title>{shapes['key_missing_since']}</html>"
    assert refusal("stooq/bars", page.encode()) is Outcome.UNAUTHORIZED


def test_opensanctions_entities(recorded: Path) -> None:
    file = recorded / "opensanctions" / "yente_t1_entities.ftm_head5.json"
    parsed = parse_file("opensanctions/entities", file)
    assert (parsed.row_count, parsed.rejects) == (5, ())
    first: Any = parsed.rows[0]
    assert (first["entity_schema"], first["countries"]) == ("Organization", ["by"])
    assert len(first["names"]) == 12
    assert [row["is_target"] for row in parsed.rows] == [True, True, True, False, True]


def test_the_index_of_deltas_is_no_list_of_entities(recorded: Path) -> None:
    body = (recorded / "opensanctions" / "yente_t1_delta.json").read_bytes()
    assert refusal("opensanctions/entities", body) is Outcome.MALFORMED


def test_a_search_feed_of_google_news(recorded: Path) -> None:
    file = recorded / "google_news" / "google_news_search_brent_en-GB_20260805.xml"
    parsed = parse_file("google_news/items", file)
    assert (parsed.row_count, parsed.rejects) == (6, ())
    assert parsed.rows[0]["domain"] == "oilprice.com"
    assert {row["outlet_basis"] for row in parsed.rows} == {"source_element"}
