"""OpenSanctions, as recorded: what the parser reads, and what the simulator imitates."""

import json
from pathlib import Path
from typing import Any

from pipelines.parsing.records import Outcome
from pipelines.raw.parse import parse_file
from tests.contract.recordings import refusal
from tests.contract.shapes import ask, assert_within, shape


def test_opensanctions(recorded: Path) -> None:
    file = recorded / "opensanctions" / "yente_t1_entities.ftm_head5.json"
    known = shape([json.loads(line) for line in file.read_text("utf-8").splitlines() if line])
    body = ask("opensanctions", "/datasets/latest/us_trade_csl/entities.ftm.json").body
    assert_within(shape([json.loads(line) for line in body.splitlines()]), known)


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
    assert refusal("opensanctions/entities", body).outcome is Outcome.MALFORMED
