"""Alpha Vantage, as recorded: what the parser reads, and what the simulator imitates."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

from pipelines.parsing.records import Outcome
from pipelines.raw.parse import parse_file
from tests.contract.recordings import refusal
from tests.contract.shapes import ask, read


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
    assert refusal("alpha_vantage/bars", premium).outcome is Outcome.FORBIDDEN
    assert refusal("alpha_vantage/bars", bad).outcome is Outcome.REJECTED_QUERY


def test_the_simulator_serves_the_recorded_columns(recorded: Path) -> None:
    served = ask("alpha_vantage", "/", apikey="x", symbol="NVDA").body.decode().splitlines()
    file = recorded / "alphavantage" / "TIME_SERIES_DAILY_SMH_compact.csv"
    assert served[0] == file.read_text("utf-8-sig").splitlines()[0]


def test_the_simulator_says_what_is_said_instead(recorded: Path) -> None:
    known = read(recorded / "alphavantage" / "error_shapes_from_issues.json")
    assert isinstance(known, dict)
    served = json.loads(ask("alpha_vantage", "/query", apikey="x", symbol="NONE").body)
    assert set(served) == set(known["bad_call"])
