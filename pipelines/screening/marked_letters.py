"""Latin letters with marks: as plain letters, and as the sounds that they have in Slavic languages.

Belongs here: letters that lose their sound, or stay as they are, where accents are dropped.
Does not belong here: the folding of accents (derived/names.py), or other scripts (scripts.py).
"""

from __future__ import annotations

import re

_PLAIN = str.maketrans({
    "ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ə": "a",
    "ŋ": "ng", "ħ": "h", "ŧ": "t", "ʿ": "", "ʾ": "", "ʻ": "", "ʹ": "", "ʺ": "", "ˈ": "",
})  # fmt: skip
"""Letters that are no plain letter with an accent, and signs for a sound that others leave out."""
_SOUNDS_TEXT = """
š sh ş sh ș sh ś sh ŝ shch č ch ç ch ć ch ž zh ż zh ź zh đ dj û yu â ya ř rzh ň n ť t ď d ẑ z ğ gh
"""
_PARTS = _SOUNDS_TEXT.split()
_SOUNDS = dict(zip(_PARTS[::2], _PARTS[1::2], strict=True))
_MARKED = re.compile(f"[{''.join(_SOUNDS)}]", re.IGNORECASE)


def without_marks(word: str) -> str:
    """A folded word with plain letters for those that folding leaves as they are."""
    return word if word.isascii() else word.translate(_PLAIN)


def as_sounds(text: str) -> str:
    """The text with the letters that English writes for marked ones ("Šojgu", "Şişecam")."""
    if text.isascii():
        return text
    return _MARKED.sub(lambda found: _SOUNDS[found[0].lower()], text)
