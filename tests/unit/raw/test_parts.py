"""A payload of a record a line that is read in parts is read as if it were read at once."""

from __future__ import annotations

import json
import tracemalloc
from typing import Any

import pytest

from pipelines.parsing.records import Outcome, PayloadError
from pipelines.raw import parse as parse_module
from pipelines.raw import parts
from pipelines.raw.parse import parse_to_table
from pipelines.sources import parser_for
from pipelines.specs import LARGEST_PAYLOAD, spec

NAME = "opensanctions/entities"


def line(number: int, **changed: object) -> bytes:
    entity = {
        "id": f"e-{number}",
        "caption": f"公司 {number}",
        "schema": "Company",
        "properties": {"name": [f"Company {number}"], "topics": ["sanction"]},
        "datasets": ["us_trade_csl"],
        "last_change": "2026-01-02T03:04:05",
        **changed,
    }
    return json.dumps(entity, ensure_ascii=False).encode() + b"\n"


def read(payload: bytes) -> tuple[list[dict[str, object]], list[int], list[Any], list[Any]]:
    parsed, table = parse_to_table(payload, spec(NAME), parser_for(NAME))
    assert table.to_pylist() == parsed.rows
    assert table.schema == spec(NAME).arrow_schema
    told = [(one.row_number, one.reason) for one in parsed.rejects]
    cells = [(one.row_number, one.detail) for one in parsed.cells]
    return parsed.rows, list(parsed.row_numbers), sorted(told), cells


def test_parts_give_the_rows_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [line(number) for number in range(400)]
    lines[7] = b'{"broken": \n'
    lines[150] = line(150, last_change="soon")
    lines[200] = b"\n"
    lines[201] = b"\n"
    lines[330] = line(3, caption="again")
    lines[331] = line(331, caption=None)
    payload = b"\xef\xbb\xbf" + b"".join(lines)
    whole = read(payload)
    monkeypatch.setattr(parse_module, "PART", 1000)
    monkeypatch.setattr(parts, "PART", 1000)
    assert len(list(parts._parts(payload))) > 30
    assert b"".join(parts._parts(payload)) == payload
    assert read(payload) == whole
    assert len(whole[0]) == 400 - 5
    assert whole[2] == [(8, "broken_record"), (329, "duplicate"), (330, "missing_caption")]


def test_a_file_in_parts_that_breaks_off_is_no_payload(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse_module, "PART", 1000)
    monkeypatch.setattr(parts, "PART", 1000)
    payload = b"".join(map(line, range(100)))[:-30]
    with pytest.raises(PayloadError, match="cut off") as caught:
        parse_to_table(payload, spec(NAME), parser_for(NAME))
    assert caught.value.outcome is Outcome.MALFORMED


@pytest.mark.slow
def test_a_file_larger_than_what_is_read_at_once_takes_little_memory() -> None:
    """150 MB, three times what another source may send; what is traced is beside the payload."""
    payload = b"".join(line(number, padding="x" * 1800) for number in range(75_000))
    assert len(payload) > 2.5 * LARGEST_PAYLOAD
    tracemalloc.start()
    parsed, _ = parse_to_table(payload, spec(NAME), parser_for(NAME))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert parsed.row_count == 75_000
    assert peak < 100_000_000
