"""Tables whose cells are broken into lines: nothing is lost and no line is too wide."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from pipelines.cli.tables import folded, render_wrapped


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


@given(st.text(max_size=120), st.integers(2, 30))
def test_a_text_is_folded_without_loss(text: str, widest: int) -> None:
    lines = folded(text, widest)
    assert lines
    assert all(width(line) <= widest for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_cells_of_several_parts_and_lines() -> None:
    rows = [("one two three", ["87 FR 1", "https://example.org/a/long/address"]), ("x", [""])]
    assert render_wrapped(("what", "where"), rows, (8, 12)).splitlines() == [
        "what     where",
        "-------  ------------",
        "one two  87 FR 1",
        "three    https://exam",
        "         ple.org/a/lo",
        "         ng/address",
        "x",
    ]
