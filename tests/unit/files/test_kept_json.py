"""What the program kept is read as its shape or refused in words."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.files.kept_json import Misshapen, parse_kept, require_shape

SHAPE = {"a": str, "b?": (int, None), "c": [{"d": float}]}
GOOD: dict[str, Any] = {"a": "x", "b": None, "c": [{"d": 1}, {"d": 0.5, "more": []}]}


def test_what_fits_comes_back() -> None:
    assert parse_kept(json.dumps(GOOD), SHAPE) == GOOD
    assert parse_kept(json.dumps({"a": "", "c": []}), SHAPE) == {"a": "", "c": []}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"a": 1}, "a is a whole number, expected text"),
        ({"b": True}, "b is true or false, expected a whole number"),
        ({"c": {}}, "c is an object, expected a list"),
        ({"c": [{"d": 1}, 7]}, r"c\[1\] is a whole number, expected an object"),
        ({"c": [{}]}, r"c\[0\].d is missing"),
        ({"c": [{"d": "1"}]}, r"c\[0\].d is text, expected a number"),
    ],
)
def test_another_shape_is_told_with_its_place(change: dict[str, Any], told: str) -> None:
    with pytest.raises(Misshapen, match=told):
        parse_kept(json.dumps({**GOOD, **change}), SHAPE)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no JSON"),
        (b"\xff", "no JSON"),
        ("[" * 100_000, "too deep"),
        ("[" * 70 + "]" * 70, "too deep"),
        ("1e999", "out of range"),
        ("NaN", "out of range"),
        ("9" * 5000, "out of range"),
        (str(2**63), "out of range"),
        (r'"\ud800"', "half a character"),
        (r'{"\udfff": 1}', "half a character"),
    ],
)
def test_what_the_program_never_writes_is_refused(text: str | bytes, told: str) -> None:
    with pytest.raises(Misshapen, match=told):
        parse_kept(text)


@given(st.binary(max_size=60) | st.text(max_size=60))
def test_any_bytes_give_a_value_or_a_reason(text: bytes | str) -> None:
    with suppress(Misshapen):
        json.dumps(parse_kept(text), allow_nan=False, ensure_ascii=False).encode()


def test_one_of_several_shapes_is_enough() -> None:
    require_shape(None, (str, None))
    with pytest.raises(Misshapen, match="expected text"):
        require_shape(3, (str, None))
