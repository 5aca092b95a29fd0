"""Chart answers: prices as they were meant, sessions that are over, splits and dividends."""

import copy
import datetime as dt
import json
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.parsing.records import Outcome, Parsed, PayloadError
from pipelines.sources import parser_for
from pipelines.sources.yahoo_chart.bars import decimal_of
from pipelines.specs import spec

NAME = "yahoo_chart/bars"
OPEN_AT = 1904563800
CLOSE_AT = OPEN_AT + 6 * 3600 + 1800
DAY = 86_400


def chart(bars: int = 2) -> dict[str, Any]:
    """So many daily bars, all of sessions that are over."""
    times = [OPEN_AT + i * DAY for i in range(bars)]
    quote = {
        "open": [10.0] * bars,
        "high": [12.0] * bars,
        "low": [9.0] * bars,
        "close": [11.0] * bars,
        "volume": [100] * bars,
    }
    last = (bars - 1) * DAY
    return {
        "meta": {
            "currency": "USD",
            "symbol": "EXMP",
            "exchangeName": "NMS",
            "exchangeTimezoneName": "America/New_York",
            "regularMarketTime": CLOSE_AT + last + 1,
            "currentTradingPeriod": {"regular": {"start": OPEN_AT + last, "end": CLOSE_AT + last}},
        },
        "timestamp": times,
        "indicators": {"quote": [quote], "adjclose": [{"adjclose": [11.0] * bars}]},
    }


def parse(*results: dict[str, Any]) -> Parsed:
    answer = {"chart": {"result": list(results), "error": None}}
    return parser_for(NAME)(json.dumps(answer).encode(), spec(NAME))


def reasons(parsed: Parsed) -> list[tuple[int | None, str]]:
    return [(r.row_number, r.reason) for r in parsed.rejects]


@pytest.mark.parametrize(
    ("served", "meant"),
    [
        (121.4000015258789, "121.4"),
        (124.04000091552734, "124.04"),
        (119.26000213623047, "119.26"),
        (5738.169921875, "5738.17"),
        (40.67599868774414, "40.676"),
        (0.04, "0.04"),
        (121.4, "121.4"),
        (123456.789, "123456.789"),
        (0.041015625, "0.041016"),
        (576, "576"),
        (10.0, "10"),
    ],
)
def test_prices_are_the_shortest_decimal_of_their_float32(served: float, meant: str) -> None:
    assert decimal_of(served) == Decimal(meant)


@pytest.mark.parametrize("value", [None, True, "5", [], float("nan"), float("inf"), 1e11, -1e300])
def test_what_is_no_price_is_none(value: object) -> None:
    assert decimal_of(value) is None


@given(st.decimals("0.01", "99999.99", places=2))
def test_a_price_in_cents_survives_the_way_through_float32(price: Decimal) -> None:
    assert decimal_of(float(np.float32(float(price)))) == price


def test_the_bar_of_a_session_that_is_over_is_kept() -> None:
    parsed = parse(chart())
    assert parsed.row_count == 2
    assert [row["session_on"] for row in parsed.rows] == [dt.date(2030, 5, 9), dt.date(2030, 5, 10)]
    assert parsed.rejects == ()


@pytest.mark.parametrize(
    ("meta", "kept"),
    [
        ({"regularMarketTime": CLOSE_AT + DAY - 1}, 1),
        ({"regularMarketTime": OPEN_AT + DAY + 60}, 1),
        ({"regularMarketTime": CLOSE_AT}, 1),
        ({"regularMarketTime": CLOSE_AT + DAY}, 2),
        (
            {
                "regularMarketTime": CLOSE_AT + DAY,
                "currentTradingPeriod": {
                    "regular": {"start": OPEN_AT + 4 * DAY, "end": CLOSE_AT + 4 * DAY}
                },
            },
            2,
        ),
        ({"currentTradingPeriod": None}, 1),
        ({"currentTradingPeriod": None, "regularMarketTime": None}, 1),
        ({"regularMarketTime": None}, 1),
        (
            {
                "regularMarketTime": CLOSE_AT,
                "currentTradingPeriod": {"regular": {"start": OPEN_AT, "end": CLOSE_AT}},
            },
            1,
        ),
    ],
)
def test_a_bar_before_its_close_is_never_kept(meta: dict[str, object], kept: int) -> None:
    result = chart()
    result["meta"].update(meta)
    parsed = parse(result)
    assert parsed.row_count == kept
    assert reasons(parsed) == ([] if kept == 2 else [(2, "session_open")])


def test_a_live_bar_of_the_current_time_belongs_to_its_local_day() -> None:
    result = chart()
    live = OPEN_AT + DAY + 9_000
    result["timestamp"][-1] = live
    result["meta"]["regularMarketTime"] = live
    assert reasons(parse(result)) == [(2, "session_open")]


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("close", None, "null_close"),
        ("low", 10.5, "range_inconsistent"),
        ("high", 10.5, "range_inconsistent"),
        ("open", 12.5, "range_inconsistent"),
        ("close", 0, "not_a_price"),
        ("volume", -1, "bad_volume"),
        ("volume", 1.5, "bad_volume"),
    ],
)
def test_a_bad_value_rejects_its_bar_only(name: str, value: object, reason: str) -> None:
    result = chart()
    result["indicators"]["quote"][0][name][0] = value
    parsed = parse(result)
    assert reasons(parsed) == [(1, reason)]
    assert parsed.row_count == 1


@pytest.mark.parametrize(
    ("name", "value"), [("open", -1.0), ("open", 0), ("high", "12"), ("low", 0.0)]
)
def test_what_is_no_price_beside_a_good_close_costs_its_cell(name: str, value: object) -> None:
    result = chart()
    result["indicators"]["quote"][0][name][0] = value
    parsed = parse(result)
    assert (parsed.rows[0][name], parsed.rows[0]["close"]) == (None, Decimal(11))
    assert reasons(parsed) == []
    assert [cell.row_number for cell in parsed.cells] == [1]


def test_missing_open_high_low_and_volume_are_null() -> None:
    result = chart()
    for name in ("open", "high", "low", "volume"):
        result["indicators"]["quote"][0][name][0] = None
    del result["indicators"]["adjclose"]
    row = parse(result).rows[0]
    assert [row[n] for n in ("open", "high", "low", "volume", "adj_close")] == [None] * 5
    assert row["close"] == Decimal(11)


def test_events_go_to_the_bar_of_their_local_day_once() -> None:
    result = chart()
    result["events"] = {
        "dividends": {
            str(OPEN_AT): {"amount": 0.04, "date": OPEN_AT},
            str(OPEN_AT + 60): {"amount": 0.06, "date": OPEN_AT + 60},
        },
        "splits": {str(OPEN_AT + DAY): {"numerator": 4, "denominator": 1}},
    }
    first, second = parse(result).rows
    assert first["dividend"] == Decimal("0.1")
    assert (first["split_numerator"], second["dividend"]) == (None, None)
    assert (second["split_numerator"], second["split_denominator"]) == (Decimal(4), Decimal(1))


def test_capital_gains_and_the_currency_of_a_dividend_are_read() -> None:
    result = chart()
    result["events"] = {
        "dividends": {
            "1": {"amount": 0.5, "date": OPEN_AT, "currency": "CNY"},
            "2": {"amount": 0.5, "date": OPEN_AT + DAY, "currency": ""},
            "3": {"amount": 0.5, "date": OPEN_AT + DAY, "currency": 7},
            "4": {"amount": 0.5, "date": OPEN_AT, "currency": "USD"},
        },
        "capitalGains": {
            "1": {"amount": 0.25, "date": OPEN_AT},
            "2": {"amount": 0.5, "date": OPEN_AT},
        },
    }
    parsed = parse(result)
    first, second = parsed.rows
    assert (first["dividend"], first["dividend_currency"]) == (Decimal("0.5"), "CNY")
    assert (second["dividend"], second["dividend_currency"]) == (Decimal("0.5"), None)
    assert (first["capital_gain"], second["capital_gain"]) == (Decimal("0.75"), None)
    assert {reason for _, reason in reasons(parsed)} == {"bad_event", "dividend_currencies"}


def test_a_split_of_a_day_without_a_bar_goes_to_the_next_one() -> None:
    result = chart(3)
    result["indicators"]["quote"][0]["close"][1] = None
    result["events"] = {"splits": {str(OPEN_AT + DAY): {"numerator": 3, "denominator": 2}}}
    parsed = parse(result)
    assert [row["split_numerator"] for row in parsed.rows] == [None, Decimal(3)]
    assert reasons(parsed) == [(2, "null_close")]


def test_events_without_a_kept_bar_are_told() -> None:
    result = chart()
    result["indicators"]["quote"][0]["close"][0] = None
    result["events"] = {
        "dividends": {"x": {"amount": 1, "date": OPEN_AT}, "y": {"amount": "1", "date": OPEN_AT}},
        "splits": {
            "1": {"numerator": 2, "denominator": 1, "date": OPEN_AT + 9 * DAY},
            "2": {"numerator": 3, "denominator": 1, "date": OPEN_AT + 9 * DAY},
            "3": {"numerator": 3, "denominator": 0, "date": OPEN_AT},
            "4": {"numerator": 3, "denominator": 1, "date": "soon"},
        },
    }
    assert sorted(reasons(parse(result)), key=str) == sorted(
        [
            (1, "null_close"),
            (None, "event_without_bar"),
            (None, "event_without_bar"),
            (None, "bad_event"),
            (None, "bad_event"),
            (None, "bad_timestamp"),
            (None, "duplicate_split"),
        ],
        key=str,
    )


def test_several_symbols_are_numbered_through() -> None:
    other = copy.deepcopy(chart())
    other["meta"]["symbol"] = "OTHER"
    parsed = parse(chart(), other)
    assert list(parsed.row_numbers) == [1, 2, 3, 4]
    assert [row["symbol"] for row in parsed.rows] == ["EXMP", "EXMP", "OTHER", "OTHER"]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ({"chart": {"result": None, "error": {"code": "Not Found"}}}, Outcome.NOT_FOUND),
        ({"chart": {"result": None, "error": {"code": "Unauthorized"}}}, Outcome.UNAUTHORIZED),
        ({"finance": {"result": None, "error": {"code": "Unauthorized"}}}, Outcome.UNAUTHORIZED),
        ({"chart": {"result": None, "error": {"code": "Bad Request"}}}, Outcome.REJECTED_QUERY),
        ({"chart": {"result": [], "error": None}}, Outcome.EMPTY),
        ({"chart": {"result": [{"meta": {}}]}}, Outcome.EMPTY),
        ({"chart": {"result": [{"meta": {}, "timestamp": []}]}}, Outcome.EMPTY),
        ({"chart": {"result": [{"meta": {}, "timestamp": [1]}]}}, Outcome.MALFORMED),
        ({"chart": {"result": [{"timestamp": 5}]}}, Outcome.MALFORMED),
        ({"results": []}, Outcome.MALFORMED),
        ([], Outcome.MALFORMED),
    ],
)
def test_answers_without_bars(answer: object, outcome: Outcome) -> None:
    with pytest.raises(PayloadError) as caught:
        parser_for(NAME)(json.dumps(answer).encode(), spec(NAME))
    assert caught.value.outcome is outcome


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("symbol", None),
        ("currency", ""),
        ("exchangeTimezoneName", "Mars/Olympus"),
        ("exchangeTimezoneName", "../etc"),
        ("regularMarketTime", "noon"),
    ],
)
def test_a_result_without_its_market_is_malformed(member: str, value: object) -> None:
    result = chart()
    result["meta"][member] = value
    with pytest.raises(PayloadError) as caught:
        parse(result)
    assert caught.value.outcome is Outcome.MALFORMED


def test_lists_of_unequal_length_are_malformed() -> None:
    result = chart()
    result["indicators"]["quote"][0]["low"].pop()
    with pytest.raises(PayloadError, match="as long as `timestamp`"):
        parse(result)
