"""Numbers in figures and in words.

Belongs here: their pattern and their value. Does not belong here: what they count (counts.py).
"""

from __future__ import annotations

import re

_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORD_VALUES = {word: value for value, word in enumerate(_ONES)} | {
    word: 10 * value for value, word in enumerate(_TENS, start=2)
}
_WORD = "|".join([*_WORD_VALUES, "a", "an", "hundred"])
NUMBER = rf"(?P<n>\d[\d,]*|(?:{_WORD})(?:[ -](?:and[ -])?(?:{_WORD})){{0,3}})"


def number(text: str) -> int:
    """`1,234`, `seventy-seven`, `one hundred and forty`: the value.

    Raises ValueError for words that are no number.
    """
    if text[0].isdigit():
        return int(text.replace(",", ""))
    total = 0
    for word in re.split(r"[ -]", text.lower()):
        if word == "and":
            continue
        if word == "hundred":
            total = max(total, 1) * 100
        elif word in ("a", "an"):
            total += 1
        elif word in _WORD_VALUES:
            total += _WORD_VALUES[word]
        else:
            raise ValueError(f"{word!r} is no number")
    return total
