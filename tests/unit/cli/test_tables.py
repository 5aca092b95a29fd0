"""Tables whose cells are broken into lines: nothing is lost and no line is too wide."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from pipelines.cli.tables import fitted, folded, render, render_wrapped


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


@given(
    st.lists(
        st.tuples(
            st.text("ab 芯片\n", max_size=90), st.integers(0, 10**6), st.text("xyz ", max_size=300)
        ),
        min_size=1,
        max_size=5,
    ),
    st.integers(40, 160),
    st.integers(1, 12),
)
def test_a_table_fits_its_place_and_loses_nothing(
    rows: list[tuple[str, int, str]], widest: int, times: int
) -> None:
    wide = [row * times for row in rows]
    told = fitted([f"column_{n}" for n in range(3 * times)], wide, widest)
    assert all(width(line) <= widest for line in told.splitlines())
    for sign in "abxyz芯片":
        assert told.count(sign) == sum("".join(map(str, row)).count(sign) for row in wide)


def test_what_fits_is_left_as_it_is() -> None:
    assert fitted(["a", "b"], [(1, "x")], 80) == render(["a", "b"], [(1, "x")])


def test_many_columns_are_told_one_below_the_other() -> None:
    told = fitted([f"column_{n}" for n in range(20)], [tuple(range(20)), (None,) * 20], 60)
    assert told.splitlines()[1:3] == ["column_0   0", "column_1   1"]
    assert told.splitlines()[-1].startswith("-- 2 of 2 ")
