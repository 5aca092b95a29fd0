"""Names by their sound: in another script, or as another language spells them.

Belongs here: which sounds a name is read as, and those of a listed one. Does not belong here: the
sounds of a word (sounds.py), the letters of a script (scripts.py), or the comparison (index.py).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache

from pipelines.derived.names import Tokens
from pipelines.screening.chinese import has_chinese, romanised
from pipelines.screening.index import Entry
from pipelines.screening.loanwords import count_ways, cut_at_trades, in_english, in_other_english
from pipelines.screening.meanings import meant
from pipelines.screening.readings import SAME, Reading, translated
from pipelines.screening.scripts import has_other_script, latin_forms, script_of, syllables
from pipelines.screening.similarity import UNSURE
from pipelines.screening.sounds import PINYIN, consonants, liquids_alike, sound
from pipelines.screening.spelling import Spellings
from pipelines.screening.spelt_abroad import spelt_in_english
from pipelines.screening.words import is_weak, spelling, telling_words, trade_words

CONSONANTS_ALONE = 0.87
"""Most that a likeness of consonants is worth."""
MOST_FORMS = 4
MOST_ENGLISH = 16
"""So many choices among the English words that the words of the trade in a name may be."""
FEWEST_SOUNDS, FEWEST_CONSONANTS, ENOUGH_CONSONANTS = 4, 4, 5
"""A name of fewer is too many names; one of just the fewest consonants is only the very same."""
SOUNDS_OF_TRADE = 1.5
"""A word of the trade tells as much as so many sounds."""
SHORTEST_TRADE = 5
"""A word of the trade of fewer letters is not known by its sound."""
LONG_TRADE, LEAST_LIKE_TRADE = 8, 0.88
"""From so many sounds on a word of the trade may have an error; so alike it must be."""
LARGEST_PERSON = 4
LARGEST_SYLLABLE = 6
_SYLLABLES = frozenset({"kana", "hangul"})
"""Scripts of languages that do not tell R from L."""
_LETTERS = frozenset({"cyrillic", "greek"})
"""Scripts whose letters are written in Latin one by one."""
_ALPHABETS = _LETTERS | {"arabic"}
"""Scripts whose vowels are written in several ways, or not; signs for syllables have them."""
_ARTICLES = frozenset({"al", "el", "ul"})
_GOD = "allah"
_SERVANT = re.compile("a?bd(?:[aeou]?l)?")
_FAITH = re.compile("[aeu]?(?:d?d)(?:i|y|ee|ei)ne?|[aou]?llah?")
"""The end of a name that is written as a word of its own too (Jalal al-Din, Jalaluddin)."""
_JOINED_ARTICLE = re.compile("^al(?=[^aeiouy].{4})")
"""The Arabic article where a name in Latin letters writes it as one with the word behind it."""
_SERVANT_OF = re.compile("a?bd[aeou]l(?=..)")

Way = Callable[[str], str]


def readings_by_sound(texts: Iterable[Tokens]) -> list[Reading]:
    """The plain words of a name as sounds, a word of the trade as the English one; none twice.

    A few words of the trade (Объединённая авиастроительная корпорация) are only the very same.
    """
    found = dict.fromkeys(_heard(words) for plain in texts for words in _latin(plain))
    return [
        Reading(words, UNSURE, 0.0 if _is_enough(words, FEWEST_SOUNDS) else SAME)
        for words in found
        if _is_enough(words, FEWEST_SOUNDS) or len(words) > 1
    ]


def readings_by_consonants(texts: Iterable[Tokens]) -> list[Reading]:
    """The plain words of a name as consonants, where another alphabet leaves its vowels open."""
    found = dict.fromkeys(
        _by_consonants(words)
        for plain in texts
        if any(script_of(word) in _ALPHABETS for word in plain)
        for words in _latin(plain)
    )
    return [
        Reading(words, CONSONANTS_ALONE, 0.0 if _is_enough(words, ENOUGH_CONSONANTS) else SAME)
        for words in found
        if _are_enough_consonants(words)
    ]


def readings_by_letters(texts: Iterable[Tokens]) -> list[Reading]:
    """A name in Cyrillic or Greek letter by letter, as an abbreviation is written (ОДК, ODK)."""
    found = dict.fromkeys(
        telling_words(tuple(latin_forms(word)[0] for word in plain if in_english(word) != ()))
        for plain in texts
        if all(script_of(word) in _LETTERS for word in plain)
    )
    return [Reading(words, UNSURE, SAME) for words in found if words]


def readings_by_syllables(texts: Iterable[Tokens]) -> list[Reading]:
    """The plain words of a name as sounds, R and L taken for one another."""
    return [
        reading._replace(words=tuple(map(liquids_alike, reading.words)))
        for reading in readings_by_sound(texts)
    ]


def heard_entries(entries: Iterable[Entry]) -> list[Entry]:
    """Listed names by their sound."""
    return _changed(entries, _heard)


def syllable_entries(entries: Iterable[Entry]) -> list[Entry]:
    """Listed names by their sound, R and L taken for one another."""
    return _changed(entries, lambda words: tuple(map(liquids_alike, _heard(words))))


def consonant_entries(entries: Iterable[Entry]) -> list[Entry]:
    """Listed names by their consonants, those of too few left out."""
    return [
        entry for entry in _changed(entries, _by_consonants) if _are_enough_consonants(entry.words)
    ]


def has_syllables(name: str) -> bool:
    """Whether a name is written, in part at least, in a script of syllables."""
    return any(script_of(word) in _SYLLABLES for word in name.split())


@lru_cache(maxsize=2**17)
def heard(word: str) -> str:
    """The sounds of a word; one of the trade, a number or a mixed one stays as it is."""
    if is_weak(word) or not word.isalpha() or not word.isascii():
        return word
    return sound(word) or word.upper()


def _heard(words: Tokens) -> Tokens:
    """Words as sounds, those of the trade as their meanings; the servant of God is one word."""
    joined: list[str] = []
    for word in words:
        if joined and _SERVANT.fullmatch(joined[-1]):
            joined[-1] = joined[-1] if word in _ARTICLES else f"abda{word}"
        else:
            joined.append(_SERVANT_OF.sub("abda", word, count=1))
    return tuple(map(heard, meant(tuple(joined))))


def _changed(entries: Iterable[Entry], change: Callable[[Tokens], Tokens]) -> list[Entry]:
    found: dict[tuple[int, Tokens], Entry] = {}
    for entry in entries:
        if not any(map(has_chinese, entry.words)):
            words = change(entry.words)
            found.setdefault((entry.owner, words), Entry(words, entry.owner, entry.ceiling))
    return list(found.values())


def _latin(plain: Tokens) -> Iterator[Tokens]:
    """Plain words in Latin letters as they are compared, in each way that they may be meant."""
    if not any(map(has_other_script, plain)):
        latin = romanised(plain)
        yield telling_words(latin)
        others = (_with_trades(latin), *translated(latin), *_joined(latin))
        for way in (*others, *spelt_in_english(latin)):
            yield telling_words(way)
        return
    parted = tuple(part for word in plain for part in cut_at_trades(word))
    for words in dict.fromkeys((parted, plain, *_joined_signs(plain))):
        yield from _translations(words)
    run = "".join(plain)
    if script_of(run) == "hangul" and 1 < len(run) <= LARGEST_PERSON:
        yield syllables(run)


def _translations(parts: Tokens) -> Iterator[Tokens]:
    """Parts of another script in Latin letters, in each way that they may be meant."""
    ways = [range(count_ways(part)) for part in parts]
    chosen = dict.fromkeys(itertools.islice(itertools.product(*ways), MOST_ENGLISH))
    alike = dict.fromkeys((way,) * len(parts) for way in range(max(map(len, ways))))
    for form in range(MOST_FORMS):
        for choice in (*alike, *chosen, None):
            words = tuple(_in_form(parts, form, choice))
            yield telling_words(words)
            if _GOD in words[1:]:
                yield telling_words(_with_god(words))


def _joined_signs(plain: Tokens) -> Iterator[Tokens]:
    """The words of a firm with two neighbors, neither of the trade, as one ("Транс Ворлд")."""
    if not any(map(in_english, plain)):
        return
    for at, pair in enumerate(itertools.pairwise(plain)):
        if all(script_of(word) in _ALPHABETS and in_english(word) is None for word in pair):
            yield (*plain[:at], "".join(pair), *plain[at + 2 :])


def _joined(latin: Tokens) -> Iterator[Tokens]:
    """The words with neighboring syllables of pinyin as one word ("Qi Hu", "Qihoo")."""
    for size in (2, 3):
        for at in range(len(latin) - size + 1):
            parts = latin[at : at + size]
            if all(map(_is_syllable, parts)):
                yield (*latin[:at], "".join(parts), *latin[at + size :])


def _is_syllable(word: str) -> bool:
    is_pinyin = len(word) <= LARGEST_SYLLABLE and PINYIN.fullmatch(word) is not None
    return is_pinyin and not is_weak(word)


def _with_trades(latin: Tokens) -> Tokens:
    """The words with those of the trade that they sound like ("Elektroniks", "Tekhnolodzhi")."""
    return tuple(
        word if len(word) < SHORTEST_TRADE or is_weak(spelling(word)) else _trade_of(word)
        for word in latin
    )


def _in_form(parts: Sequence[str], form: int, choice: Sequence[int] | None) -> Iterator[str]:
    """The parts in one of their forms, those of the trade in the English way that is chosen."""
    for at, part in enumerate(parts):
        if not has_other_script(part):
            yield from romanised((part,))
            continue
        if choice is not None:
            english = in_other_english(part, choice[at])
        else:
            english = in_english(part) if script_of(part) == "hangul" else None
        if english is not None:
            yield from english
            continue
        forms = latin_forms(part)
        latin = re.sub(r"\W", "", forms[min(form, len(forms) - 1)])
        if latin:
            yield _trade_of(latin)


def _with_god(words: Tokens) -> Tokens:
    """The words with the name of God as the end of the word before it ("Nasr Allah")."""
    found: list[str] = []
    for word in words:
        if word == _GOD and found:
            found[-1] += word
        else:
            found.append(word)
    return tuple(found)


def _by_consonants(words: Tokens) -> Tokens:
    """The consonants of every word; the servant of God is one word ("Abd al-Rahman")."""
    joined: list[str] = []
    is_servant = False
    for word in words:
        if word in _ARTICLES:
            continue
        if joined and not is_servant and _FAITH.fullmatch(word):
            joined[-1] += word
            continue
        if is_servant:
            joined[-1] = f"abda{word}"
            is_servant = False
            continue
        is_servant = _SERVANT.fullmatch(word) is not None
        own = word if is_weak(word) else _JOINED_ARTICLE.sub("", word)
        joined.append(_SERVANT_OF.sub("abda", own, count=1))
    return tuple(
        word if is_weak(word) or not word.isalpha() or not word.isascii() else found
        for word in joined
        if (found := consonants(word)) or is_weak(word)
    )


def _is_enough(words: Tokens, fewest: int) -> bool:
    """Whether words have so many sounds, those of the trade counted as a few."""
    return sum(len(word) if word.isupper() else SOUNDS_OF_TRADE for word in words) >= fewest


def _are_enough_consonants(words: Tokens) -> bool:
    return _is_enough(words, FEWEST_CONSONANTS if len(words) > 1 else ENOUGH_CONSONANTS)


@lru_cache(maxsize=2**14)
def _trade_of(latin: str) -> str:
    """The English word of the trade that a word sounds like, a long one with an error; or itself.

    English words are written in every script as they are heard (Семикондактор).
    """
    heard_as = liquids_alike(sound(latin))
    found = _trades_by_sound().get(heard_as)
    if found is None and len(heard_as) >= LONG_TRADE:
        near = max(_long_trades().near(heard_as), key=lambda pair: pair[1], default=("", 0.0))
        found = _trades_by_sound()[near[0]] if near[1] >= LEAST_LIKE_TRADE else None
    return found or latin


@cache
def _long_trades() -> Spellings:
    return Spellings(sounds for sounds in _trades_by_sound() if len(sounds) >= LONG_TRADE)


@cache
def _trades_by_sound() -> dict[str, str]:
    """English words of the trade by their sound."""
    words = (word for word in trade_words() if len(word) >= SHORTEST_TRADE)
    return {liquids_alike(sound(word)): spelling(word) for word in words}
