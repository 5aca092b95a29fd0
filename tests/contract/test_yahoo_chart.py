"""Yahoo's chart service, as recorded: what the parser reads, and what the simulator imitates."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

from pipelines.parsing.records import Outcome
from pipelines.raw.parse import parse_file, parse_payload
from pipelines.specs import spec
from tests.contract.recordings import refusal
from tests.contract.shapes import ask, assert_within, read, shape

BARS = "yahoo_chart/bars"


def test_yahoo_chart(recorded: Path) -> None:
    known = shape(read(recorded / "yahoo" / "v8_chart_NVDA_5d_2024-01-22_presplit.json"))
    period = {"period1": "1767000000", "period2": "1800000000"}
    served = shape(json.loads(ask("yahoo_chart", "/v8/finance/chart/NVDA", **period).body))
    assert_within(served, known, frozenset({".chart.result[].meta.longName"}))


def test_yahoo_chart_unknown_symbol(recorded: Path) -> None:
    shapes = read(recorded / "yahoo" / "error_shapes_from_issues.json")
    assert isinstance(shapes, dict)
    period = {"period1": "1767000000", "period2": "1800000000"}
    reply = ask("yahoo_chart", "/v8/finance/chart/NONE", **period)
    assert reply.status == shapes["no_data"]["status"]
    assert json.loads(reply.body) == shapes["no_data"]["body"]


def test_yahoo_errors_as_reported(recorded: Path) -> None:
    shapes = json.loads((recorded / "yahoo" / "error_shapes_from_issues.json").read_text())
    throttled = (shapes["rate_limited"], shapes["edge_rate_limited"], shapes["bad_crumb_200"])
    for answer in throttled:
        assert refusal(BARS, answer["body"].encode()).outcome is Outcome.THROTTLED
    missing = refusal(BARS, json.dumps(shapes["no_data"]["body"]).encode())
    assert missing.outcome is Outcome.NOT_FOUND
    assert "may be delisted" in missing.message


def test_nvidia_bars_before_the_split(recorded: Path) -> None:
    parsed = parse_file(BARS, recorded / "yahoo" / "v8_chart_NVDA_5d_2024-01-22_presplit.json")
    last = parsed.rows[-1]
    assert last["session_on"] == dt.date(2024, 1, 22)
    assert (last["close"], last["open"]) == (Decimal("596.54"), Decimal("600.49"))
    assert (last["high"], last["low"]) == (Decimal("603.31"), Decimal("590.7"))
    assert (last["volume"], last["exchange_timezone"]) == (45_213_100, "America/New_York")


def test_the_last_nvidia_bar_is_refused_while_its_session_runs(recorded: Path) -> None:
    path = recorded / "yahoo" / "v8_chart_NVDA_5d_2024-01-22_presplit.json"
    answer = json.loads(path.read_text())
    meta = answer["chart"]["result"][0]["meta"]
    meta["regularMarketTime"] = 1705933800 + 3600
    meta["currentTradingPeriod"]["regular"] = {"start": 1705933800, "end": 1705957200}
    parsed = parse_payload(spec(BARS), json.dumps(answer).encode())
    assert parsed.row_count == 4
    assert [(r.row_number, r.reason) for r in parsed.rejects] == [(5, "session_open")]
