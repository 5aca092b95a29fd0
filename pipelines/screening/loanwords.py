"""What Russian, Korean, Japanese, Persian and Arabic words of the trade are called in English.

Belongs here: how such a word is recognised in its forms and within a run of signs. Does not belong
here: the words (russian_words.py, ukrainian_words.py, korean_words.py, japanese_words.py,
arabic_words.py, country_words.py), Chinese ones (chinese.py), or letters (scripts.py).

A Russian word is known by its beginning, for it has many endings. A word may have several English
ones, and be printed on the lists as it sounds (Choson, Vostok).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pipelines.derived.names import Tokens, normalise
from pipelines.screening import (
    arabic_words,
    japanese_words,
    korean_words,
    russian_words,
    ukrainian_words,
)
from pipelines.screening.country_words import ARABIC, CYRILLIC, JAPANESE, KOREAN, countries_in
from pipelines.screening.scripts import latin_forms, script_of


def _pairs(text: str) -> dict[str, tuple[Tokens, ...]]:
    found: dict[str, tuple[Tokens, ...]] = {}
    for part in text.replace("\n", ";").split(";"):
        if part.strip():
            word, english = part.strip().split(maxsplit=1)
            found[normalise(word)] = tuple(
                tuple(each for each in way.split() if each != "-") for way in english.split("/")
            )
    return found


Ways = dict[str, tuple[Tokens, ...]]


def _countries(languages: tuple[str, ...]) -> Ways:
    return {word: ((english,),) for word, english in countries_in(languages).items()}


_RUSSIAN = _pairs(russian_words.STEMS_TEXT)
_FORMS = tuple(map(normalise, russian_words.FORMS_TEXT.split()))
_SHORTEST_STEM = 5
"""A Russian form of no fewer letters is known by its beginning, a shorter one is the whole word."""
_SAY_NOTHING = (*russian_words.GRAMMAR_TEXT.split(), "ао")
_WHOLE: Ways = {
    **_countries(CYRILLIC),
    **_pairs(russian_words.WHOLE_TEXT),
    **{word: ((),) for word in (*_FORMS, *_SAY_NOTHING) if len(word) < _SHORTEST_STEM},
}
_STEMS: Ways = {
    **_pairs(ukrainian_words.STEMS_TEXT),
    **_RUSSIAN,
    **{form: ((),) for form in _FORMS if len(form) >= _SHORTEST_STEM},
}
_LONGEST_ENDING, _LONGEST_OF_COUNTRY = 5, 2
_SHORTEST_COUNTRY = 4
_LONGEST_STEM = max(map(len, _STEMS))
_OTHERS: Ways = {
    **_countries((*KOREAN, *JAPANESE, *ARABIC)),
    **_pairs(korean_words.WORDS_TEXT),
    **_pairs(japanese_words.WORDS_TEXT),
    **_pairs(arabic_words.WORDS_TEXT),
}
_CUT = re.compile(
    "({})".format(
        "|".join(
            sorted(
                (word for word in _OTHERS if script_of(word) in ("kana", "hangul")),
                key=lambda word: (-len(word), word),
            )
        )
    )
)


_FIRSTS = {first: ways[0] for first, ways in _pairs(russian_words.FIRSTS_TEXT).items()}
_ARTICLE = re.compile("^(?:و?ال|لل)(?=...)")
_FEMININE = "ية"


@lru_cache(maxsize=2**14)
def _ways(word: str) -> tuple[Tokens, ...]:
    """The English words of one of another language; none for any other word.

    An Arabic word is known without its article too, an adjective by either of its endings.
    """
    script = script_of(word)
    if script == "cyrillic":
        return _russian_ways(word)
    if word in _OTHERS or script != "arabic":
        return _OTHERS.get(word, ())
    for form in (word, _ARTICLE.sub("", word)):
        for known in (form, form.removesuffix("ة") if form.endswith(_FEMININE) else form):
            if known in _OTHERS:
                return _OTHERS[known]
    return ()


_NOT_RUSSIAN = str.maketrans("іїєґ", "ииег")
"""Letters of Ukrainian and Belarusian by those that Russian has in the same words."""


def _russian_ways(word: str) -> tuple[Tokens, ...]:
    """The English words of a Russian word, or of a Ukrainian or Belarusian one of its letters."""
    return _cyrillic_ways(word) or _cyrillic_ways(word.translate(_NOT_RUSSIAN))


def _cyrillic_ways(word: str) -> tuple[Tokens, ...]:
    if word in _WHOLE:
        return _WHOLE[word]
    for length in range(min(len(word), _LONGEST_STEM), 2, -1):
        if word[:length] in _STEMS and len(word) - length <= _LONGEST_ENDING:
            return _STEMS[word[:length]]
    return _of_country(word) or _compound(word)


def _of_country(word: str) -> tuple[Tokens, ...]:
    """The country that a Russian word is, in another case; none for any other word."""
    for length in range(len(word), _SHORTEST_COUNTRY - 1, -1):
        if word[:length] in _country_stems() and len(word) - length <= _LONGEST_OF_COUNTRY:
            return _country_stems()[word[:length]]
    return ()


@cache
def _country_stems() -> Ways:
    """The countries by what is left of their Russian names without the ending."""
    stems = {re.sub("[аеиюя]$", "", word): ways for word, ways in _countries(CYRILLIC).items()}
    return {stem: ways for stem, ways in stems.items() if len(stem) >= _SHORTEST_COUNTRY}


@lru_cache(maxsize=2**14)
def in_english(word: str) -> Tokens | None:
    """A word of the trade in English, none for a legal form; None for any other word."""
    ways = _ways(word)
    return ways[0] if ways else None


def _compound(word: str) -> tuple[Tokens, ...]:
    """A Russian word of the trade with another one before it; nothing for any other word."""
    for first, english in _FIRSTS.items():
        rest = word.removeprefix(first)
        if len(rest) >= _SHORTEST_STEM and rest != word and (second := in_english(rest)):
            return ((*english, *second),)
    return ()


@lru_cache(maxsize=2**16)
def russian_in_latin(word: str) -> Tokens:
    """A Russian word of the trade in Latin letters in English; nothing for any other word."""
    plain = _one_spelling(word)
    for length in range(len(plain), SHORTEST_LATIN_STEM - 1, -1):
        if len(plain) - length > _LONGEST_ENDING:
            break
        if plain[:length] in _latin_stems():
            return _latin_stems()[plain[:length]]
    return ()


SHORTEST_LATIN_STEM = 6
"""A stem of fewer Latin letters is the beginning of words of other languages."""
_LATIN_SPELLINGS = (
    ("kh", "h"), ("yo", "e"), ("ye", "e"), ("je", "e"), ("iy", "i"), ("y", "i"), ("j", "i"),
)  # fmt: skip


def _one_spelling(word: str) -> str:
    for letters, put in _LATIN_SPELLINGS:
        word = word.replace(letters, put)
    return re.sub("i+", "i", word)


@cache
def _latin_stems() -> dict[str, Tokens]:
    read = {_one_spelling(latin_forms(stem)[0]): ways[0] for stem, ways in _RUSSIAN.items()}
    return {stem: english for stem, english in read.items() if len(stem) >= SHORTEST_LATIN_STEM}


def count_ways(word: str) -> int:
    """In how many ways a word is said in English: at least one, its own letters."""
    return max(1, len(_ways(word)))


def in_other_english(word: str, way: int) -> Tokens | None:
    """A word of the trade in another of its ways, the last where it has fewer."""
    ways = _ways(word)
    return ways[min(way, len(ways) - 1)] if ways else None


@lru_cache(maxsize=2**14)
def cut_at_trades(word: str) -> Tokens:
    """A run of kana or hangul as words of the trade, and what stands between them.

    A single sign that is left over belongs to the word before it: that is then no word of the
    trade (아시아나, Asiana).
    """
    if script_of(word) not in ("kana", "hangul"):
        return (word,)
    found: list[str] = []
    for part in filter(None, _CUT.split(word)):
        if found and len(part) == 1 and part not in _OTHERS:
            found[-1] += part
        else:
            found.append(part)
    return tuple(found)
