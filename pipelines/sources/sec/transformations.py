"""Numbers as filings show them: the transformations of the inline XBRL registries, as a table.

Belongs here: every numeric transformation of the registries 1 to 5 and of the SEC's own one, each
with what it admits; a text that does not fit its transformation is no number.
Does not belong here: scale and sign, which the figure itself carries; dates and states.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from pipelines.parsing.records import BadRecord

_SPACES = " \u00a0"
_APOSTROPHES = "'`´’′＇"
_LINE_BREAK = re.compile(r"[ \t]*[\r\n][ \t\r\n]*")
_MOST_DIGITS = 40
_TO_ASCII_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_DASHES = "-\u058a\u05be\u2010\u2011\u2012\u2013\u2014\u2015\ufe58\ufe63\uff0d"

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORD_VALUES = {
    **{word: value for value, word in enumerate(_SMALL)},
    **{word: 10 * tens for tens, word in enumerate(_TENS, start=2)},
}
_LARGE_WORDS = {
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_NONE_WORDS = ("no", "none", "nil")

Reading = Callable[[str], Decimal | None]
"""The number that a shown text stands for, or None for a text that is no such number."""


def number_of(form: str, text: str) -> Decimal:
    """The number shown as `text` under the transformation `form` (`ixt:num-dot-decimal`).

    The prefix is the filer's choice and not looked at: no two registries use one name for two
    things. Without a form the text must be a plain decimal number. Raises BadRecord:
    unknown_transformation, bad_number.
    """
    name = form.strip().rpartition(":")[2].lower()
    reading = NUMBERS.get(name)
    if reading is None:
        raise BadRecord(
            "unknown_transformation", f"{form[:60]!r} is no numeric transformation known here"
        )
    shown = _LINE_BREAK.sub("", text).strip(" \t")
    number = reading(shown)
    if number is None:
        told = f"under {form[:60]!r}" if name else "without a transformation"
        raise BadRecord("bad_number", f"{shown[:40]!r} is no number {told}")
    return number


def _in_groups(mark: str, groups: str, sizes: str = r"\d{{1,3}}(?:{0}\d{{3}})*") -> Reading:
    """Digits in groups of the given sizes (or in none), then a decimal mark with its digits."""
    separator = f"[{re.escape(groups)}]?" if groups else ""
    return _matching(rf"({sizes.format(separator)}|\d+)(?:{re.escape(mark)}(\d+))?", groups)


def _separated(mark: str, groups: str) -> Reading:
    """Digits with separators anywhere, as the registries since the fourth admit them."""
    digits = rf"[\d{re.escape(groups)}]"
    return _matching(rf"(?=.*\d)({digits}*)(?:{re.escape(mark)}([\d{_SPACES}]*))?", groups)


def _with_units(groups: str, sizes: str = r"\d[\d{0}]*") -> Reading:
    """A whole number, its unit, one or two digits of the smaller unit: 5 dollars 25 cents."""
    separators = re.escape(groups)
    whole = sizes.format(separators)
    unit = rf"[{_SPACES}]*[^\d{separators}{_SPACES}]\D*"
    return _matching(rf"({whole}){unit}(\d{{1,2}})\D*", groups, cents=True)


def _matching(pattern: str, groups: str, *, cents: bool = False) -> Reading:
    """Whole and fraction as the two groups of a pattern, separators away."""
    shape = re.compile(pattern, re.ASCII)
    noise = str.maketrans("", "", groups + _SPACES)

    def read(text: str) -> Decimal | None:
        found = shape.fullmatch(text.translate(_TO_ASCII_DIGITS) if cents else text)
        if found is None:
            return None
        whole, fraction = ((part or "").translate(noise) for part in found.groups())
        return _decimal(whole, fraction.zfill(2) if cents else fraction)

    return read


def _decimal(whole: str, fraction: str) -> Decimal | None:
    if not whole + fraction or len(whole) + len(fraction) > _MOST_DIGITS:
        return None
    return Decimal(f"{whole or '0'}.{fraction}")


def _dash(text: str) -> Decimal | None:
    return Decimal(0) if len(text) == 1 and text in _DASHES else None


def _zero(text: str) -> Decimal:
    return Decimal(0)


def _in_words(text: str) -> Decimal | None:
    """An English numeral: no, two, twenty-five, one hundred and five, 3 thousand."""
    words = text.lower().replace("-", " ").replace(",", " ").split()
    if len(words) == 1 and words[0] in _NONE_WORDS:
        return Decimal(0)
    total, part, before = 0, 0, ""
    for word in words:
        if word == "and" and before in {"hundred", *_LARGE_WORDS}:
            continue
        if word in _WORD_VALUES:
            value = _WORD_VALUES[word]
            follows = before in {"", "hundred"} or before in _LARGE_WORDS
            if not (follows or (before in _TENS and 0 < value < 10)):
                return None
            part += value
        elif word == "hundred" and 0 < part < 100:
            part *= 100
        elif word in _LARGE_WORDS and part > 0 and (total == 0 or total > _LARGE_WORDS[word]):
            total, part = total + part * _LARGE_WORDS[word], 0
        else:
            return None
        before = word
    return Decimal(total + part) if before else None


_INDIAN = r"\d{{1,3}}|(?:\d{{1,2}}{0})?(?:\d{{2}}{0})*\d{{3}}"
_INDIAN_UNITS = r"(?:\d{{1,2}}[{0}])?(?:\d{{2}}[{0}])*\d{{3}}|\d+"

NUMBERS: Mapping[str, Reading] = {
    "": _in_groups(".", ""),
    # Registry 1 (2010)
    "numcomma": _in_groups(",", ""),
    "numcommadot": _in_groups(".", ","),
    "numdash": _dash,
    "numdotcomma": _in_groups(",", "."),
    "numspacecomma": _in_groups(",", _SPACES),
    "numspacedot": _in_groups(".", _SPACES),
    # Registries 2 and 3 (2011, 2015)
    "numcommadecimal": _in_groups(",", "." + _SPACES),
    "numdotdecimal": _in_groups(".", "," + _SPACES),
    "numdotdecimalin": _in_groups(".", "," + _SPACES, _INDIAN),
    "numunitdecimal": _with_units(".,，．"),
    "numunitdecimalin": _with_units("," + _SPACES, _INDIAN_UNITS),
    "zerodash": _dash,
    # Registries 4 and 5 (2020, 2022)
    "fixed-zero": _zero,
    "num-comma-decimal": _separated(",", "." + _SPACES),
    "num-comma-decimal-apos": _separated(",", "." + _SPACES + _APOSTROPHES),
    "num-dot-decimal": _separated(".", "," + _SPACES),
    "num-dot-decimal-apos": _separated(".", "," + _SPACES + _APOSTROPHES),
    "num-unit-decimal": _with_units(".,，．"),
    "num-unit-decimal-apos": _with_units(".,，．" + _APOSTROPHES),
    # The SEC's own registry
    "numwordsen": _in_words,
}
"""By local name. The other transformations make dates, durations, truths or nothing: a figure that
names one of them is no number."""
