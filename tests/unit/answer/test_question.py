"""Questions read from texts: understood, or answered in words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.answer.question import NotUnderstood, Question, understood
from pipelines.screening.countries import near_countries


def test_words_become_a_question() -> None:
    asked = understood({"chip": " H20 ", "to": "A  B", "country": "中国", "on": "2025-04-10"})
    assert (asked.chip, asked.to, asked.country, str(asked.on)) == (
        "H20",
        "A B",
        "CN",
        "2025-04-10",
    )
    assert understood(asked.to_json()) == asked


def test_the_hash_is_that_of_what_was_understood() -> None:
    one, other = understood({"chip": "H20", "country": "PRC"}), understood(
        {"chip": "H20", "country": "China"}
    )  # fmt: skip
    assert one.input_hash == other.input_hash
    assert one.input_hash != understood({"chip": "H20", "country": "HK"}).input_hash


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({}, "Nothing is asked"),
        ({"chip": "H20", "color": "red"}, "Nothing is called color"),
        ({"chip": "H20", "on": "2025-02-30"}, "is no day"),
        ({"chip": "H20", "on": "1066-10-14"}, "outside 1940 to 2099"),
        ({"chip": "H20", "on": "20250410"}, "is no day"),
        ({"chip": 20}, "chip is no text"),
        ({"chip": "H\u200b20"}, r"U\+200B"),
        ({"to": "x" * 301}, "301 characters"),
        ({"to": "A", "country": "Chinna"}, r"near it are China \(CN\)"),
        ({"to": "A", "country": "CN/HK"}, "no country"),
        ({"chip": "H20", "export_type": "gift"}, "no kind of export"),
        ({"to": "A", "owners": "Huawei = 30; B=130"}, r"'B=130' \(owners\) states a share"),
        ({"to": "A", "owners": "Huawei=third"}, "states a share that is none"),
    ],
)
def test_what_is_wrong_is_said(words: dict[str, Any], said: str) -> None:
    with pytest.raises(NotUnderstood, match=said) as told:
        understood(words)
    assert told.value.remedy
    assert told.value.exit_code == 3


NAMES = st.sampled_from([*Question.__dataclass_fields__, "other"])
VALUES = st.one_of(st.none(), st.text(max_size=400), st.integers(), st.lists(st.text(max_size=3)))


@given(st.dictionaries(NAMES, VALUES))
def test_any_words_are_understood_or_answered(words: dict[str, Any]) -> None:
    try:
        asked = understood(words)
    except NotUnderstood:
        return
    assert understood(asked.to_json()) == asked


def test_nearest_countries() -> None:
    assert near_countries("Germny")[0] == ("DE", "Germany")
    assert near_countries("zzzzzzzz") == []
