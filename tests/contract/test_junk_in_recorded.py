"""Recorded answers with junk in place of a member: rows, rejects or one classified error."""

from __future__ import annotations

import gzip
import json
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.parsing import bar_files
from pipelines.parsing.records import PayloadError, RowCollector, UnforeseenPayload
from pipelines.raw.parse import parse_payload, parse_to_table
from pipelines.sources import parser_for
from pipelines.sources.csl.columns import Columns
from pipelines.specs import spec
from tests.simulator.sources import SERVICES

RECORDED = {
    file: f"{source}/{dataset}"
    for source, service in SERVICES.items()
    for dataset, files in service.recorded.items()
    for file in files
}
FILES = {file: name for file, name in RECORDED.items() if file.endswith((".json", ".json.gz"))}
TEXTS = {file: name for file, name in RECORDED.items() if file.endswith((".xml", ".csv"))}
ODD = ["0000-00-00", "12/22/20", "1e999", "\ud83d", "\x00", "javascript:x", "9" * 400]
JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**40), 10**40)
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(ODD),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
LONGEST = 200_000


@lru_cache(maxsize=32)
def _payload(folder: Path, file: str) -> bytes:
    raw = (folder / file).read_bytes()
    return gzip.decompress(raw) if file.endswith(".gz") else raw


def _replaced(value: Any, data: st.DataObject, depth: int) -> Any:
    """The value with one member, anywhere in it, replaced by junk."""
    if depth == 0 or not isinstance(value, dict | list) or not value:
        return data.draw(JUNK)
    if isinstance(value, dict):
        key = data.draw(st.sampled_from(list(value)))
        return {**value, key: _replaced(value[key], data, depth - 1)}
    at = data.draw(st.integers(0, len(value) - 1))
    return [*value[:at], _replaced(value[at], data, depth - 1), *value[at + 1 :]]


def _survives(name: str, payload: bytes) -> None:
    try:
        parsed, table = parse_to_table(payload, spec(name), parser_for(name))
    except UnforeseenPayload:
        raise
    except PayloadError:
        return
    assert table.num_rows == parsed.row_count
    unexpected = [reject for reject in parsed.rejects if reject.reason == "unreadable"]
    assert not unexpected, unexpected[0].detail


@pytest.mark.parametrize("file", FILES)
def test_junk_in_place_of_a_member_costs_no_more_than_its_record(recorded: Path, file: str) -> None:
    name, payload = FILES[file], _payload(recorded, file)
    lines = (
        payload.decode("utf-8-sig").splitlines() if spec(name).accept.records_at == "lines" else []
    )
    value: Any = [json.loads(line) for line in lines] if lines else json.loads(payload)

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def with_junk(data: st.DataObject) -> None:
        changed = _replaced(value, data, data.draw(st.integers(2, 9)))
        if lines:
            _survives(name, "\n".join(json.dumps(one) for one in changed).encode())
        else:
            _survives(name, json.dumps(changed).encode())

    with_junk()


@pytest.mark.parametrize("file", TEXTS)
def test_junk_in_a_text_costs_no_more_than_its_record(recorded: Path, file: str) -> None:
    name, payload = TEXTS[file], _payload(recorded, file)[:LONGEST]

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(at=st.integers(0, len(payload)), cut=st.integers(0, 60), junk=st.binary(max_size=40))
    def with_junk(at: int, cut: int, junk: bytes) -> None:
        _survives(name, payload[:at] + junk + payload[at + cut :])

    with_junk()


@pytest.mark.parametrize("file", {**FILES, **TEXTS})
def test_a_parser_that_fails_on_one_record_keeps_the_others(
    recorded: Path, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error that nobody foresaw, on the second row to be kept, makes that record a reject.

    Where rows are read in columns the error is there too, and they are read one by one.
    """
    name, payload = {**FILES, **TEXTS}[file], _payload(recorded, file)
    whole = parse_payload(spec(name), payload)
    if whole.row_count < 2:
        pytest.skip("one record")
    keep, calls = RowCollector.keep, iter(range(whole.row_count * 2))

    def failing(rows: RowCollector, row_number: int, row: Any) -> None:
        if next(calls) == 1:
            raise ZeroDivisionError("nobody foresaw this")
        keep(rows, row_number, row)

    def failing_columns(*_: object) -> NoReturn:
        raise ZeroDivisionError("nobody foresaw this")

    monkeypatch.setattr(RowCollector, "keep", failing)
    monkeypatch.setattr(bar_files, "_columns", failing_columns)
    monkeypatch.setattr(Columns, "_read", failing_columns)
    parsed = parse_payload(spec(name), payload)
    unreadable = [reject for reject in parsed.rejects if reject.reason == "unreadable"]
    assert len(unreadable) == 1
    assert "ZeroDivisionError" in unreadable[0].detail
    assert parsed.row_count == whole.row_count - 1
