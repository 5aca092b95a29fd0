"""The census API, as recorded: what the parser reads, and what the simulator imitates."""

import datetime as dt
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.parsing.records import Outcome, PayloadError
from pipelines.raw.parse import parse_payload
from pipelines.specs import spec
from tests.contract.shapes import ask, read, shape
from tests.simulator.service import Asked
from tests.simulator.sources import SERVICES
from tests.simulator.world import World

CENSUS = "census/flows"


def test_census(recorded: Path) -> None:
    layout = read(recorded / "census" / "layout_and_errors_from_clients.json")
    assert isinstance(layout, dict)
    query = {"key": "x", "E_COMMODITY": "854231", "COMM_LVL": "HS6"}
    served = json.loads(ask("census", "/data/timeseries/intltrade/exports/hs", **query).body)
    assert shape(served) == shape(layout["body"])
    assert set(served[0]) - set(layout["body"][0]) == {"SUMMARY_LVL"}
    long_ago = Asked("/data/timeseries/intltrade/exports/hs", {"key": ["x"]}, {})
    past = World(datetime(2025, 1, 2, tzinfo=UTC))
    query_of_past = {**long_ago.query, "E_COMMODITY": ["854231"]}
    nothing = SERVICES["census"].answer(past, Asked(long_ago.path, query_of_past, {}))
    assert (nothing.status, nothing.body) == (layout["no_rows"]["status"], b"")


def test_the_layout_and_errors_of_the_census_api(recorded: Path) -> None:
    path = recorded / "census" / "layout_and_errors_from_clients.json"
    shapes = json.loads(path.read_text("utf-8"))
    parsed = parse_payload(spec(CENSUS), json.dumps(shapes["body"]).encode())
    [row] = parsed.rows
    assert (row["flow"], row["country_code"], row["hs_code"]) == ("export", "5700", "854231")
    assert row["period_end_on"] == dt.date(2023, 3, 31)
    refused = {
        shapes["no_rows"]["body"]: Outcome.EMPTY,
        shapes["invalid_key"]["body"]: Outcome.UNAUTHORIZED,
    }
    for body, outcome in refused.items():
        with pytest.raises(PayloadError) as caught:
            parse_payload(spec(CENSUS), body.encode())
        assert caught.value.outcome is outcome
