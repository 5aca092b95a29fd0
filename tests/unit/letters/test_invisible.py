"""What shows nothing: one list, the same for titles, names of lists and files of people."""

import sys
import unicodedata

import pytest

from pipelines.derived.event_candidates.headlines.normalise import normalise
from pipelines.letters.invisible import invisible_in, visible
from pipelines.letters.look_alikes import as_seen
from pipelines.parsing.characters import one_line
from pipelines.parsing.news_items import plain_text

DRAWN = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
"""Format characters that stand before a number and are drawn."""
FORMAT = [
    chr(code)
    for code in range(sys.maxunicode + 1)
    if unicodedata.category(chr(code)) in {"Cc", "Cf"} and code not in DRAWN
]
FILLERS = "\u034f\u115f\u1160\u17b4\u180b\u180f\u2065\u2800\u3164\ufe00\ufe0f\uffa0\U000e0100"
MARKS = "\u00ad\u200b\u2063\u206a\ufeff\x1b"


def test_every_control_and_format_character_is_white_space_or_shows_nothing() -> None:
    left = [sign for sign in FORMAT if visible(f"a{sign}b") != "ab"]
    assert [sign for sign in left if not sign.isspace()] == []
    assert "".join(left).split() == []


@pytest.mark.parametrize("sign", [*FILLERS, *MARKS])
def test_it_is_left_out_wherever_text_is_read(sign: str) -> None:
    written = f"Hua{sign}wei 华{sign}为"
    assert visible(written) == "Huawei 华为"
    assert one_line(written) == plain_text(written) == as_seen(written) == "Huawei 华为"
    assert normalise(written) == normalise("Huawei 华为")
    assert invisible_in(written) == sign


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x1c", "\x1f", "\x85", "\t", "\n"])
def test_what_breaks_a_line_stands_between_words(sign: str) -> None:
    written = f"chip{sign}export"
    assert visible(written) == written
    assert one_line(written) == plain_text(written) == "chip export"
    assert invisible_in(written) == sign


@pytest.mark.parametrize(
    "text",
    ["Huawei 华为", "Müller & Söhne", "三星電子", "СМИ", "a b", "", "a\u0301", "\U0001f600", "؀١",
     "नमस्ते", "\ue000", "\U0003fffd"],
)  # fmt: skip
def test_what_is_seen_or_not_known_stays(text: str) -> None:
    assert visible(text) == text
