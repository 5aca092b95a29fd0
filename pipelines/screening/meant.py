"""Names by their meaning: translated word by word, as the lists translate them or otherwise.

Belongs here: which meanings a name is read as, and those of a listed one. Does not belong here: the
meaning of a word (meanings.py), what Chinese words are called in English (chinese.py), or the
comparison (index.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipelines.derived.names import Tokens
from pipelines.screening.chinese import has_chinese, trade_words_in_english, ways_in_english
from pipelines.screening.index import COMMON_NAMES, Entry
from pipelines.screening.meanings import MEANINGS, meant
from pipelines.screening.readings import LEAST_OTHERWISE, Reading, translated
from pipelines.screening.similarity import UNSURE
from pipelines.screening.words import telling_words

COMMON_MEANINGS = COMMON_NAMES | MEANINGS | trade_words_in_english()
"""Meanings that are no name by themselves."""
FEWEST = 2
"""A name of fewer meanings is that of too many."""


def readings_by_meaning(texts: Iterable[Tokens]) -> list[Reading]:
    """The plain words of a name as meanings, in each way that they are said in English."""
    found: dict[Tokens, float] = {}
    for plain in texts:
        is_translated = any(True for _ in translated(plain))
        for way in _ways(plain):
            words = meant(telling_words(way))
            found.setdefault(words, LEAST_OTHERWISE if is_translated else 0.0)
    return [Reading(words, UNSURE, least) for words, least in found.items() if len(words) >= FEWEST]


def meant_entries(entries: Iterable[Entry]) -> list[Entry]:
    """Listed names by their meaning."""
    found: dict[tuple[int, Tokens], Entry] = {}
    for entry in entries:
        words = () if any(map(has_chinese, entry.words)) else meant(entry.words)
        if len(words) >= FEWEST:
            found.setdefault((entry.owner, words), Entry(words, entry.owner, entry.ceiling))
    return list(found.values())


def _ways(plain: Tokens) -> Iterator[Tokens]:
    yield from ways_in_english(plain) if any(map(has_chinese, plain)) else (plain,)
