"""Text that looks like other text: letters drawn like Latin ones.

Belongs here: what a word looks like to a reader: the letters of other scripts that the fonts of a
screen draw as a Latin one (the idea of Unicode's UTS #39). Does not belong here: what shows nothing
(`invisible.py`), what a name is compared for, what becomes of one that looks like another.
"""

from __future__ import annotations

import unicodedata

from pipelines.letters.invisible import is_hidden

_DRAWN_LIKE = {
    "a": "аαа⍺ɑ",
    "b": "ЬвƄᏏ",
    "c": "сϲᴄⅽ",
    "d": "ԁꓒᏧ",
    "e": "еҽ℮",
    "f": "ẝϝꬵ",
    "g": "ɡցᶃ",
    "h": "һհᏂ",
    "i": "іıιɩіꙇӏⅰ",
    "j": "јϳ",
    "k": "кκĸ",
    "l": "ӏɭⅼǀ",
    "m": "мⅿ",
    "n": "пոռη",
    "o": "оοօσჿ",
    "p": "рρ⍴ϱ",
    "q": "ԛգզ",
    "r": "гᴦꭇ",
    "s": "ѕꜱꮪ",
    "t": "тτᴛ",
    "u": "υսᴜц",
    "v": "ѵνᴠ",
    "w": "ԝωաѡ",
    "x": "хχ×",
    "y": "уγүყ",
    "z": "ᴢꮓζ",
}
_CAPITALS = {
    "A": "АΑᎪ",
    "B": "ВΒᏴ",
    "C": "СϹᏟ",
    "E": "ЕΕᎬ",
    "G": "ԌᏀ",
    "H": "НΗᎻ",
    "I": "ІΙӀ",
    "J": "ЈᎫ",
    "K": "КΚᏦ",
    "L": "ᏞԼ",
    "M": "МΜᎷ",
    "N": "Ν",
    "O": "ОΟՕ",
    "P": "РΡᏢ",
    "Q": "Ԛ",
    "R": "Ꮢ",
    "S": "ЅՏᏚ",
    "T": "ТΤᎢ",
    "U": "Սᑌ",
    "V": "ѴᏙ",
    "W": "ԜᎳ",
    "X": "ХΧ",
    "Y": "УΥҮ",
    "Z": "ΖᏃ",
}
_LATIN = str.maketrans(
    {
        sign: letter
        for letters in (_DRAWN_LIKE, _CAPITALS)
        for letter, drawn in letters.items()
        for sign in drawn
    }
)
_SAME_STROKE = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l"})


def as_seen(text: str) -> str:
    """The text as a reader sees it.

    Nothing invisible, compatibility forms (full width) plain, letters drawn like Latin ones Latin.
    """
    if text.isascii() and text.isprintable():
        return text
    shown = "".join(sign for sign in text if not is_hidden(sign))
    return unicodedata.normalize("NFKC", shown).translate(_LATIN)


def strokes(word: str) -> str:
    """A word of Latin letters and digits by its strokes: I, l and 1, O and 0, rn and m are one."""
    return word.casefold().replace("rn", "m").translate(_SAME_STROKE)
