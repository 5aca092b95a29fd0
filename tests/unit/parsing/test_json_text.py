"""One broken record of a JSON list costs that record."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.parsing.json_text import BROKEN, read_json

RECORDS = [{"id": i, "tags": [{"a": i}, {"a": "x"}], "name": f"n{i}"} for i in range(8)]


@pytest.mark.parametrize(
    "damage",
    [
        lambda t: t.replace('"n5"', '"n"5"'),
        lambda t: t.replace('"n5"', "n5"),
        lambda t: t.replace('"id": 5,', '"id": ,'),
        lambda t: t.replace('"id": 5,', '"id" 5,'),
        lambda t: t.replace('{"a": 5}', '{"a" 5}'),
        lambda t: t.replace('{"a": 5}', '{"a": 5'),
        lambda t: t.replace('"n5"', '"n\\q5"'),
    ],
)
@pytest.mark.parametrize("is_wrapped", [True, False])
def test_a_broken_record(damage: Callable[[str], str], is_wrapped: bool) -> None:
    value = {"status": "ok", "results": RECORDS, "more": [{"id": 1}]} if is_wrapped else RECORDS
    read = read_json(damage(json.dumps(value)))
    records = read["results"] if is_wrapped else read
    assert [r for r in records if isinstance(r, dict)] == RECORDS[:5] + RECORDS[6:]
    assert records[5].startswith(BROKEN)


@pytest.mark.parametrize(
    "text",
    [
        r'{"chart": [{"a": [1, 2], "b": "c\q"}]}',
        "",
        "{",
        '[{"a": 1}, {"a": 2',
        '{"a": 1} x',
        "[1, 2",
    ],
)
def test_what_is_cut_off_or_no_json_stays_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_json(text)


def test_escapes_of_no_character() -> None:
    text = r'["x\ud83d y", "\u0092s", "\ud83d\ude00", "\\ud83d", "\\\u0092"]'
    assert read_json(text) == ["x\ufffd y", "\u2019s", "😀", "\\ud83d", "\\\u2019"]


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=8))
def test_whole_json_reads_as_it_was(value: object) -> None:
    assert read_json(json.dumps(value, ensure_ascii=False)) == value
