"""Whatever bytes come, a parser gives rows that fit the schema or one classified error."""

import json
import random

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.parsing.records import Parsed, PayloadError, UnforeseenPayload
from pipelines.raw.parse import parse_to_table
from pipelines.raw.rejects import rejects_table
from pipelines.sources import parser_for
from pipelines.specs import load_specs, spec
from tests.unit.sources.golden import payload_files

NAMES = sorted(load_specs())
SAMPLES = {name: [p.read_bytes() for p in payload_files(spec(name))] for name in NAMES}
ODD_VALUES: list[object] = [
    None,
    True,
    -1,
    0,
    10**30,
    1e308,
    -0.0,
    "",
    "\ud800",
    "x" * 600,
    [],
    {},
    [[]],
    {"a": None},
    "2030-02-31",
    "\x00",
]


def survives(name: str, payload: bytes) -> None:
    """Parse as a build would; an error that no parser foresaw fails the test."""
    try:
        parsed, table = parse_to_table(payload, spec(name), parser_for(name))
    except UnforeseenPayload:
        raise
    except PayloadError as error:
        told = error.message.encode("utf-8")
    else:
        told = b"rows"
        check(parsed, table)
    assert told


def check(parsed: Parsed, table: pa.Table) -> None:
    """Every record is a row or a reject, never both, and both can be written."""
    assert table.num_rows == parsed.row_count == len(parsed.row_numbers)
    assert len(set(parsed.row_numbers)) == parsed.row_count
    rejected = [r.row_number for r in parsed.rejects if r.row_number is not None]
    assert not set(rejected) & set(parsed.row_numbers)
    rejects_table("0" * 64, parsed.rejects)
    table.validate(full=True)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=80, deadline=None)
@given(payload=st.binary(max_size=400))
def test_arbitrary_bytes(name: str, payload: bytes) -> None:
    survives(name, payload)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "results",
                    "chart",
                    "result",
                    "facts",
                    "cik",
                    "source",
                    "name",
                    "meta",
                    "timestamp",
                ]
            )
            | st.text(max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=15,
)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=80, deadline=None)
@given(value=json_values)
def test_arbitrary_json(name: str, value: object) -> None:
    survives(name, json.dumps(value).encode())


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_damaged_payloads(name: str, data: st.DataObject) -> None:
    """Real shapes with bytes cut out, overwritten or repeated."""
    payload = data.draw(st.sampled_from(SAMPLES[name]))
    start = data.draw(st.integers(0, len(payload) - 1))
    stop = data.draw(st.integers(start, len(payload)))
    filling = data.draw(st.sampled_from([b"", b"\xff", b'"', b"\n", payload[start:stop] * 2]))
    survives(name, payload[:start] + filling + payload[stop:])


def replaced(value: object, target: int, odd: object) -> tuple[object, int]:
    """The JSON value with its member number `target`, depth first, replaced."""
    if target == 0:
        return odd, -1
    target -= 1
    if isinstance(value, dict):
        members: list[tuple[object, object]] = list(value.items())
    elif isinstance(value, list):
        members = list(enumerate(value))
    else:
        return value, target
    copy = dict(members)
    for key, member in members:
        if target < 0:
            break
        copy[key], target = replaced(member, target, odd)
    return (copy if isinstance(value, dict) else list(copy.values())), target


@pytest.mark.parametrize("name", NAMES)
def test_every_member_of_the_wrong_type(name: str) -> None:
    chance = random.Random(11)  # noqa: S311
    for payload in SAMPLES[name]:
        if payload[:1] not in (b"{", b"["):
            continue
        is_lines = spec(name).accept.records_at == "lines"
        original = json.loads(payload.split(b"\n", 1)[0] if is_lines else payload)
        target = 0
        while True:
            mutated, left = replaced(original, target, chance.choice(ODD_VALUES))
            if left >= 0:
                break
            survives(name, json.dumps(mutated).encode())
            target += 1
        assert target > 5
