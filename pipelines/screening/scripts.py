"""Words of other scripts in Latin letters: Cyrillic, Greek, kana, hangul, Arabic and Persian.

Belongs here: one table a script, and how its signs stand together. Does not belong here: Chinese
characters (chinese.py), words of the trade in other languages (loanwords.py), or what two spellings
have in common (sounds.py).

The tables are those of the usual romanisations without their marks: BGN/PCGN for Cyrillic, Hepburn
for kana, the romanisation of Seoul and that of the North for hangul; of Arabic script the
consonants alone.
"""

from __future__ import annotations

import re
from functools import lru_cache

_CYRILLIC_TEXT = """
a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch - y - e yu ya
i i e g u j dj c dzh l n g k dz
"""
_GREEK_TEXT = "a v g d e z i th i k l m n x o p r s s t y f kh ps o"
_ARABIC_TEXT = """
b p t th j ch h kh d d r z zh s sh s d t d - gh f q k k g l m n h w - y y y a a a a - - w
h h t d r n y t v v t d r g sh n y y z z g
"""
_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўјђћџљњѓќѕ",
        _CYRILLIC_TEXT.split(),
        strict=True,
    )
)
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        _GREEK_TEXT.split(),
        strict=True,
    )
)
_ARABIC = dict(
    zip(
        "بپتثجچحخدذرزژسشصضطظعغفقکكگلمنهوةىيیاأإآءئؤ"
        "ہھٹڈڑںےۃۇڤټډړږښڼېۍځڅګ",
        _ARABIC_TEXT.split(),
        strict=True,
    )
)  # fmt: skip
_VOWEL, _PERSIAN = {"و": "u"}, {"ذ": "z", "ض": "z", "ظ": "z", "و": "v"}
"""Letters that are read in another way, and as Persian and Urdu read them."""
_ONE_SOUND = frozenset({"ts", "th", "sh", "kh", "gh", "dh", "zh", "tz", "dz", "ph", "sz"})
"""Letters of two consonants that would be read as one."""
_OF_PLACE = re.compile("(?<=....)с(?:к(?:ии|ая|ое|ие|ого|ои)|ьк(?:ии|а|е|і|ого|оі|ои))$")
_OF_TOWN = re.compile("(?<=...)[еияа]нс(?:к(?:ии|ая|ое|ие|ого|ои)|ьк(?:ии|а|е|і|ого|оі|ои))$")
"""The end of a Russian or Ukrainian adjective made of a name, folded, and what stands before it
for a town."""
_STRETCHED = "\u0640"
"""A stroke that only makes an Arabic word longer."""
_KANA_TEXT = """
a あいうえお ka かきくけこ sa さしすせそ ta たちつてと na なにぬねの ha はひふへほ ma まみむめも
ya や-ゆ-よ ra らりるれろ wa わゐ-ゑを ga がぎぐげご za ざじずぜぞ da だぢづでど ba ばびぶべぼ
pa ぱぴぷぺぽ va --ゔ--
"""
_KANA_AS_SPOKEN = {
    "し": "shi", "ち": "chi", "つ": "tsu", "ふ": "fu", "じ": "ji", "ぢ": "ji", "づ": "zu",
    "を": "o", "ん": "n",
}  # fmt: skip
_SMALL = dict(
    zip("ぁぃぅぇぉゃゅょゎ", ("a", "i", "u", "e", "o", "ya", "yu", "yo", "wa"), strict=True)
)
_SOFT = ("sh", "ch", "j")
_PASSED_OVER = "っー・゛゜"
_FROM_KATAKANA = {ord("ァ") + at: ord("ぁ") + at for at in range(ord("ヴ") - ord("ァ") + 1)}
_SILENT = re.compile(r"(?<=[bcdfghjkmprstvwz])u(?![aeiou])|(?<=[td])o(?=[^aeiouy]|$)")
"""Vowels that kana put behind a consonant of another language."""

_FIRST_HANGUL, _LAST_HANGUL = 0xAC00, 0xD7A3
_HANGUL_TEXT = """
g kk n d tt r m b pp s ss - j jj ch k t p h
a ae ya ae e e ye e o wa wae oe yo u wo we wi yu - i i
a ae ya yae o e yo ye o wa wae oe yo u wo we wi yu u ui i
- k k k n n n t l k m l l l p l m p p t t ng t t k t p t
"""
_INITIALS, _SEOUL_VOWELS, _NORTH_VOWELS, _FINALS = (
    line.split() for line in _HANGUL_TEXT.strip().splitlines()
)
_HARD = {"g": "k", "d": "t", "b": "p"}

_SCRIPTS = (
    ("cyrillic", re.compile("[\u0400-\u052f]")),
    ("greek", re.compile("[\u0370-\u03ff]")),
    ("kana", re.compile("[\u3041-\u30ff]")),
    ("hangul", re.compile("[\uac00-\ud7a3]")),
    ("arabic", re.compile("[\u0600-\u06ff]")),
)
_OTHER = re.compile("[\u0370-\u052f\u0600-\u06ff\u3041-\u30ff\uac00-\ud7a3]")


def has_other_script(text: str) -> bool:
    """True when a letter stands in the text that is neither Latin nor Chinese."""
    return not text.isascii() and _OTHER.search(text) is not None


def script_of(word: str) -> str:
    """The script that a word is read as; empty for Latin and Chinese."""
    return next((script for script, sign in _SCRIPTS if sign.search(word)), "")


@lru_cache(maxsize=2**14)
def latin_forms(word: str) -> tuple[str, ...]:
    """The word in Latin letters, in at most four of the usual ways; itself if it is Latin."""
    script = script_of(word)
    if script == "cyrillic":
        plain = _by_letter(word, _CYRILLIC)
        stem = _by_letter(_OF_PLACE.sub("", word), _CYRILLIC)
        root = _by_letter(_OF_TOWN.sub("", word), _CYRILLIC)
        return (plain, _by_letter(word, {**_CYRILLIC, "г": "h"}), stem, root)
    if script == "greek":
        return (_by_letter(word, _GREEK).replace("oy", "u"),)
    if script == "arabic":
        own = word.replace(_STRETCHED, "").removeprefix("ال")
        tables = (_ARABIC, _ARABIC | _VOWEL, _ARABIC | _PERSIAN, _ARABIC | _PERSIAN | _VOWEL)
        return tuple(_apart(own, table) for table in tables)
    if script == "kana":
        read = _kana(word)
        return (_SILENT.sub("", read), read, _SILENT.sub("", read.replace("chi", "ti")))
    if script == "hangul":
        read = _hangul(word, _SEOUL_VOWELS)
        northern = _hangul(word, _NORTH_VOWELS)
        hard = _HARD.get(northern[:1], northern[:1]) + northern[1:]
        return (read, northern, read.replace("p", "f"), hard)
    return (word,)


def syllables(word: str) -> tuple[str, ...]:
    """A word in hangul as syllables, each as the North spells it where a name begins."""
    return tuple(_hangul(sign, _NORTH_VOWELS, _HARD) for sign in word)


def _by_letter(word: str, table: dict[str, str]) -> str:
    return "".join(table.get(sign, sign) for sign in word).replace("-", "")


def _apart(word: str, table: dict[str, str]) -> str:
    """A word by letter, with a vowel between two consonants that would be read as one."""
    read = ""
    for sign in word:
        letters = table.get(sign, sign).replace("-", "")
        read += "e" * (read[-1:] + letters[:1] in _ONE_SOUND) + letters
    return read


def _kana_table() -> dict[str, str]:
    parts = _KANA_TEXT.split()
    found = {
        sign: consonant[:-1] + vowel
        for consonant, signs in zip(parts[::2], parts[1::2], strict=True)
        for sign, vowel in zip(signs, "aiueo", strict=True)
    }
    return found | _KANA_AS_SPOKEN


_KANA = _kana_table()


def _kana(word: str) -> str:
    read = ""
    for sign in word.translate(_FROM_KATAKANA):
        if sign in _SMALL and read:
            small, before = _SMALL[sign], read[:-1]
            if read.endswith("u") and small[0] not in "yw" and before[-1:] in ("", *"aeiou"):
                before += "w"
            soft = before.endswith(_SOFT) and small[0] == "y"
            read = before + (small[1:] if soft else small)
        elif sign not in _PASSED_OVER:
            read += _KANA.get(sign, sign)
    return read


def _hangul(word: str, vowels: list[str], initials: dict[str, str] | None = None) -> str:
    read = ""
    for sign in word:
        at = ord(sign) - _FIRST_HANGUL
        if not 0 <= at <= _LAST_HANGUL - _FIRST_HANGUL:
            read += sign
            continue
        initial = _INITIALS[at // 588]
        parts = (
            (initials or {}).get(initial, initial),
            vowels[at % 588 // 28],
            _FINALS[at % 28],
        )
        read += "".join(parts).replace("-", "")
    return read
