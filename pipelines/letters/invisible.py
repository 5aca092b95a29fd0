"""Which characters show nothing: one list, for everything that leaves them out or looks for them.

Belongs here: that list, and text without them. Does not belong here: letters that look like others
(`look_alikes.py`), damaged characters (`parsing/characters.py`).
"""

from __future__ import annotations

import re
import unicodedata

_SHOWS_NOTHING = re.compile(
    "[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Controls that are no white space, marks of direction and joining, fillers and selectors.

Marks of Arabic, Syriac and Kaithi that stand before a number are drawn and are not among them.
"""
_UNKNOWN = frozenset({"Cn", "Co", "Cs"})
_BREAKS = frozenset({"Cc", "Zl", "Zp"})


def visible(text: str) -> str:
    """The text without what shows nothing; white space stays what it is."""
    return text if text.isascii() and text.isprintable() else _SHOWS_NOTHING.sub("", text)


def invisible_in(text: str, allowed: str = "") -> str | None:
    """The first character that a line of text should not have, but for those allowed, or None.

    One that shows nothing or breaks the line. Unassigned characters, private ones and lone
    surrogates count: nobody sees what they are.
    """
    return next((sign for sign in text if sign not in allowed and is_hidden(sign)), None)


def is_hidden(sign: str) -> bool:
    """Whether a character of a line shows nothing, breaks the line, or is known to nobody."""
    if sign.isascii():
        return not sign.isprintable()
    return bool(_SHOWS_NOTHING.match(sign)) or unicodedata.category(sign) in _UNKNOWN | _BREAKS
