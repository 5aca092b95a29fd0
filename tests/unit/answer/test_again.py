"""What differs between two answers: states, never words."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipelines.answer.again import differences, list_changes
from pipelines.answer.statements import KINDS


def told(kind: str, key: str, text: str = "x", **state: str) -> dict[str, Any]:
    return {"kind": kind, "topic": "chip", "key": key, "text": text, "citation": "c",
            "state": state}  # fmt: skip


def answer(*statements: dict[str, Any], lists: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        **{kind: [one for one in statements if one["kind"] == kind] for kind in KINDS},
        "lists": [{"list_code": code, "is_held": True} for code in lists],
    }


def test_new_changed_and_gone() -> None:
    before = answer(told("against", "a", s="1"), told("noted", "b", s="1"), told("license", "c"))
    after = answer(told("against", "a", s="2"), told("unknown", "b", s="1"), told("license", "d"))
    found = {one.shown["key"]: (one.change, one.what) for one in differences(before, after)}
    assert found == {
        "a": ("changed", "s: 1 → 2"),
        "b": ("changed", "noted → unknown"),
        "c": ("gone", ""),
        "d": ("new", ""),
    }


def test_other_words_are_no_change() -> None:
    assert (
        differences(answer(told("against", "a", "old")), answer(told("against", "a", "new"))) == []
    )


def test_lists_that_came_or_went() -> None:
    assert list_changes(answer(lists=("EL", "UVL")), answer(lists=("EL", "SDN"))) == [
        "SDN is consulted now",
        "UVL is no longer consulted",
    ]


STATEMENTS = st.lists(
    st.builds(
        lambda kind, key, state: told(kind, key, s=state),
        st.sampled_from(KINDS),
        st.sampled_from("abcdef"),
        st.sampled_from("123"),
    ),
    unique_by=lambda one: one["key"],
)


@given(STATEMENTS, STATEMENTS)
def test_differences_say_just_what_differs(
    old: list[dict[str, Any]], new: list[dict[str, Any]]
) -> None:
    before, after = ({one["key"]: one for one in side} for side in (old, new))
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    assert {one.shown["key"] for one in differences(answer(*old), answer(*new))} == changed
    assert differences(answer(*old), answer(*old)) == []
