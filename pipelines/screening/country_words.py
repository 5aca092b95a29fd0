"""Countries as other languages call them, by their English names.

Belongs here: the names of one word that babel has, and the stems of those that have endings. Does
not belong here: the country that a cell means (countries.py), which English words are countries
(places.py), towns (exonyms.py), or what a place is worth.
"""

from __future__ import annotations

from functools import cache

from babel import Locale

from pipelines.derived.names import normalise

CYRILLIC = ("ru", "uk", "be")
ARABIC = ("ar", "fa")
KOREAN, JAPANESE, CHINESE = ("ko",), ("ja",), ("zh_Hans",)
LATIN = ("de", "fr", "es", "it", "pt", "nl", "pl", "cs", "tr", "sv", "da", "ro")
SHORTEST = 2
"""A name of one sign is part of other words."""
SHORTEST_LATIN = 4
_MORE_TEXT = """
KP: кндр 北朝鲜 북조선 북한; KR: 남한; US: сша 미국; AE: оаэ; CN: кнр 중국; TW: 타이완
"""
_CALLED = {
    "KP": "korea", "KR": "korea", "US": "america", "GB": "britain", "AE": "emirates",
    "MM": "myanmar", "TR": "turkey", "CD": "congo", "CG": "congo", "BA": "bosnia", "SA": "saudi",
}  # fmt: skip
"""What the lists call a country whose English name in babel is of several words, or a newer one."""


@cache
def _english() -> dict[str, str]:
    """The English word of each country that has one."""
    names = {
        code: normalise(name)
        for code, name in Locale.parse("en").territories.items()
        if len(code) == 2 and code.isalpha()
    }
    return {code: name for code, name in (names | _CALLED).items() if name.isalpha()}


@cache
def countries_in(languages: tuple[str, ...], shortest: int = SHORTEST) -> dict[str, str]:
    """The English word of each country, by its one word in each of the languages."""
    found: dict[str, str] = {}
    for language in languages:
        for code, name in Locale.parse(language).territories.items():
            english, word = _english().get(code), normalise(name)
            if english and word != english and len(word) >= shortest and word.isalpha():
                found.setdefault(word, english)
    for line in _MORE_TEXT.replace("\n", ";").split(";"):
        code, _, words = line.strip().partition(": ")
        found.update({word: _CALLED.get(code) or _english()[code] for word in words.split()})
    return found
