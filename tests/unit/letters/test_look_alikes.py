"""What shows nothing, and what looks like something else."""

import pytest

from pipelines.letters.invisible import invisible_in
from pipelines.letters.look_alikes import as_seen, strokes


@pytest.mark.parametrize(
    "sign",
    ["\u200b", "\u200d", "\u00ad", "\ufeff", "\u202e", "\u2060", "\x00", "\x1b", "\x85", "\u3164",
     "\ufe0f", "\u2028", "\ue000", "\U000e0041", "\ud800", "\n"],
)  # fmt: skip
def test_a_character_that_shows_nothing_is_found_and_left_out(sign: str) -> None:
    assert invisible_in(f"Hua{sign}wei") == sign
    assert as_seen(f"Hua{sign}wei") == "Huawei"
    assert invisible_in(f"Hua{sign}wei", allowed=sign) is None


@pytest.mark.parametrize("text", ["Huawei 华为", "Müller & Söhne", "三星電子", "СМИ", "a b", ""])
def test_ordinary_text_shows_all_it_has(text: str) -> None:
    assert invisible_in(text) is None


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        ("Нuаwеі", "Huawei"),
        ("ΑΜD", "AMD"),
        ("Ｎｖｉｄｉａ", "Nvidia"),
        ("ᎪᎷᎠ", "AMᎠ"),
        ("ﬁrm", "firm"),
        ("华为", "华为"),
    ],
)
def test_letters_of_other_scripts_are_read_as_they_look(drawn: str, read: str) -> None:
    assert as_seen(drawn) == read


@pytest.mark.parametrize("word", ["NVlDIA", "nv1dia", "Nvidia"])
def test_strokes_that_are_drawn_alike_are_one(word: str) -> None:
    assert strokes(word) == strokes("NVIDIA")
    assert strokes("Hiqua1cornrn") == strokes("hiqualcomm")
    assert strokes("AMD") != strokes("ARM")
