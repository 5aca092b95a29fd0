"""Stooq, as recorded: what the parser reads, and what the simulator imitates."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

from pipelines.parsing.records import Outcome
from pipelines.raw.parse import parse_file
from tests.contract.recordings import refusal
from tests.contract.shapes import ask, read


def test_stooq_prices(recorded: Path) -> None:
    parsed = parse_file("stooq/bars", recorded / "stooq" / "nvda_us_d_head_tail.csv")
    assert (parsed.row_count, parsed.rejects) == (49, ())
    by_day = {row["session_on"]: row for row in parsed.rows}
    assert by_day[dt.date(2005, 1, 3)]["adjusted_close"] == Decimal("0.180221")
    assert by_day[dt.date(2026, 8, 11)]["adjusted_close"] == Decimal("217.5")


def test_stooq_says_no_in_words(recorded: Path) -> None:
    shapes = json.loads((recorded / "stooq" / "error_shapes_from_issues.json").read_text())
    assert refusal("stooq/bars", shapes["quota"]["body"].encode()).outcome is Outcome.THROTTLED
    assert refusal("stooq/bars", shapes["no_data"].encode()).outcome is Outcome.EMPTY
    page = f"<html><title>Stooq</title>{shapes['key_missing_since']}</html>"
    assert refusal("stooq/bars", page.encode()).outcome is Outcome.UNAUTHORIZED


def test_the_simulator_serves_the_recorded_columns(recorded: Path) -> None:
    query = {"apikey": "x", "s": "nvda.us", "d1": "20260105"}
    served = ask("stooq", "/", **query).body.decode().splitlines()
    file = recorded / "stooq" / "nvda_us_d_head_tail.csv"
    assert served[0] == file.read_text("utf-8-sig").splitlines()[0]


def test_the_simulator_says_what_is_said_instead(recorded: Path) -> None:
    known = read(recorded / "stooq" / "error_shapes_from_issues.json")
    assert isinstance(known, dict)
    nothing = ask("stooq", "/", apikey="x", s="none", d1="20260105")
    assert nothing.body.decode() == known["no_data"]
    assert b"get_apikey" in ask("stooq", "/", s="nvda.us", d1="20260105").body
