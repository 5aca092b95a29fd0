"""Tiingo, as recorded: what the parser reads, and what the simulator imitates."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.parsing.records import Outcome
from pipelines.raw.parse import parse_payload
from pipelines.specs import spec
from tests.contract.recordings import refusal
from tests.contract.shapes import ask, shape


def test_tiingo(recorded: Path) -> None:
    cassette = yaml.safe_load((recorded / "tiingo" / "ticker_price_with_date.yaml").read_text())
    known = json.loads(cassette["interactions"][0]["response"]["body"]["string"])
    query = {"token": "x", "startDate": "2026-01-05"}
    served = shape(json.loads(ask("tiingo", "/tiingo/daily/NVDA/prices", **query).body))
    assert served == shape(known)


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
    assert refusal("tiingo/bars", tiingo(recorded, file)).outcome is Outcome.MALFORMED
