"""A name as other languages that write Latin letters spell it, put as English would.

Belongs here: what German, French, Dutch, Nordic, Spanish and Korean spellings of Russian, Arabic
and Korean names are in English, word by word. Does not belong here: letters of other scripts
(scripts.py), letters with marks (marked_letters.py), or what English letters sound like
(sounds.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.derived.names import Tokens
from pipelines.screening.sounds import PINYIN
from pipelines.screening.words import is_weak, spelling

Rules = tuple[tuple[str, str], ...]

_SLAVIC: Rules = (("(?<![aeiou]{2})j(?=[aeou])", "y"),)
_KOREAN: Rules = (("yeo", "yo"), ("eo", "o"), ("eu", "u"))
_HARD: Rules = tuple(
    (f"^{soft}(?=[aeiouwy].*e[ou]|e[ou])", hard)
    for soft, hard in (("g", "k"), ("d", "t"), ("b", "p"))
)
_GERMAN: Rules = (*_SLAVIC, ("dsch", "j"), ("(?<!t)sch", "zh"), ("(?<![cst])ch", "kh"))
_GERMAN_OF_ARABIC: Rules = (*_SLAVIC, ("dsch", "j"), ("(?<![cst])ch", "kh"))
_FRENCH: Rules = (("(?<!t)ch", "sh"), ("tch", "ch"), ("gu(?=[eiy])", "g"), ("eff$", "ev"))
_NORDIC: Rules = (
    ("tsj", "ch"), ("tj(?=[aeiou])", "ch"), ("sj", "sh"), ("zj", "zh"), ("oe", "u"),
    ("(?<=[aeou])j", "y"),
)  # fmt: skip
_ARABIC: Rules = (("e[iy]", "ai"),)
_OF_ALL_WORDS: tuple[Rules, ...] = (_SLAVIC, _KOREAN, (*_HARD, *_KOREAN), _NORDIC, _ARABIC)
_SPANISH: Rules = (("j", "kh"), ("gu(?=[eiy])", "g"))
_OF_ALL_BUT_PINYIN: tuple[Rules, ...] = (_GERMAN, _GERMAN_OF_ARABIC, _FRENCH, _SPANISH)
"""Pinyin is spelled alike everywhere."""


def _compiled(ways: tuple[Rules, ...]) -> list[list[tuple[re.Pattern[str], str]]]:
    return [[(re.compile(letters), put) for letters, put in rules] for rules in ways]


_WAYS = [
    *((way, False) for way in _compiled(_OF_ALL_WORDS)),
    *((way, True) for way in _compiled(_OF_ALL_BUT_PINYIN)),
]


def spelt_in_english(words: Tokens) -> Iterator[Tokens]:
    """The words in each way that changes one of them; those of the trade are left alone."""
    own = [not is_weak(spelling(word)) for word in words]
    for way, spares_pinyin in _WAYS:
        found = tuple(
            _put(word, way) if is_own and not (spares_pinyin and _is_pinyin(word)) else word
            for word, is_own in zip(words, own, strict=True)
        )
        if found != words:
            yield found


def _is_pinyin(word: str) -> bool:
    return "v" not in word and PINYIN.fullmatch(word) is not None


def _put(word: str, way: list[tuple[re.Pattern[str], str]]) -> str:
    for letters, put in way:
        word = letters.sub(put, word)
    return word
