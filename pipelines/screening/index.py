"""Which entries come near a reading.

Belongs here: the words of entries, what they are worth, and the choice of candidates.
Does not belong here: what a name is read as (name_index.py), typing errors (spelling.py), the
comparison itself (similarity.py).

For every entry at once, an upper bound of its likeness follows from the words both have:
only those that may reach enough are compared, and none that would is left out.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.derived.names import Tokens
from pipelines.screening.chinese import has_chinese
from pipelines.screening.readings import Reading
from pipelines.screening.similarity import (
    CORE,
    COVERED,
    FIRST_ERROR,
    INITIAL,
    LARGEST_WITHIN,
    SHARED,
    UNSURE,
    aligned,
    core_of,
    similarity,
    weights_of,
    word_likeness,
)
from pipelines.screening.spelling import Spellings
from pipelines.screening.words import (
    COMMON_WORDS,
    CONSUMER_TRADES,
    FORM_WORDS,
    GRAMMAR,
    is_place,
    is_weak,
)

RARE = 30
"""A word of no more firms than this tells them apart as well as any."""
FORM_SHARE, WEAK_SHARE, COMMON_SHARE, NUMBER_SHARE = 0.08, 0.25, 0.6, 0.5
"""Parts of its weight left to a word that a form adds, to one many companies share, to one of every
day, to a number."""
UNKNOWN, LETTER = 0.45, 0.1
"""Weights of a word no list has, and of a single letter."""
SHORTEST_NAME, SHORTEST_NAME_ZH = 5, 2
"""A word of so many letters or characters may be a name by itself."""
WEAK_ONLY_CEILING = 0.85
"""A name of nothing but weak words that is not exactly a listed one is at most possible."""
SHARED_OF_ASKED, SHARED_OF_LISTED = 0.55, 0.4
"""Parts of the letters of their own words that two names have in common at least, where words are
sounds."""
SHORTEST_SURE = 7
"""A misspelt sound of fewer letters is another one."""
_PATRONYMIC = re.compile("(?<=..)(?:[UE]VIC|[UE]VNA|ICNA)$")
"""How the sounds of a Russian patronymic end."""
_PATRONYMIC_ENDING = re.compile(
    "(?<=..)(?:[aeiy]?[vw]i(?:ch|c|tch)|[aeiy][vw]na|ichna|ovych)$", re.I
)
SHORTEST_SURNAME = 4
_ROUNDING = 1e-9
_NONE = np.zeros(0, np.int64)

COMMON_NAMES = COMMON_WORDS | CONSUMER_TRADES
"""Words that are no name by themselves, though a firm may have one alone."""

Floats = NDArray[np.float64]


class Entry(NamedTuple):
    """One reading of a listed name: its words, its position, and the most it gives.

    A likeness below `least` is worth nothing.
    """

    words: Tokens
    owner: int
    ceiling: float
    least: float = 0.0


class EntryIndex:
    """Entries by their words.

    `firms` says, by the owner of an entry, which belong to one firm, so that a firm with many names
    does not make its own word a frequent one; `given` are the given names of persons, `common` the
    words that are no name by themselves. The words of
    an `is_loose` index stand for several words each (sounds, consonants): two names are alike there
    only when they share the words that tell them apart, and where it `needs_given` a person is
    never found without a given name.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        firms: Sequence[str],
        given: Collection[str],
        *,
        common: Collection[str] = COMMON_NAMES,
        is_loose: bool = False,
        needs_given: bool = False,
    ) -> None:
        self.entries = entries
        self._given, self._common = given, common
        self._is_loose, self._needs_given = is_loose, needs_given
        holders: dict[str, list[int]] = {}
        for at, entry in enumerate(self.entries):
            for word in set(entry.words):
                holders.setdefault(word, []).append(at)
        self._firms_with = {
            word: len({firms[self.entries[at].owner] for at in ats})
            for word, ats in holders.items()
        }
        self._count = max(1, len(set(firms)))
        self._holders = {word: np.array(ats, np.int64) for word, ats in holders.items()}
        self.weigh = lru_cache(maxsize=2**17)(self._find_weight)
        self.is_strong = lru_cache(maxsize=2**17)(self._find_strong)
        self._totals: Floats = np.array(
            [sum(map(self.weigh, entry.words)) for entry in self.entries], np.float64
        )
        self._spellings = Spellings(holders)
        self._words_from: dict[str, list[str]] = defaultdict(list)
        for word in holders:
            self._words_from[word[0]].append(word)
        self._shares = lru_cache(maxsize=2**12)(self._find_shares)

    @property
    def words(self) -> Collection[str]:
        """Every word of an entry."""
        return self._firms_with.keys()

    def scores(self, readings: Iterable[Reading], least: float) -> dict[int, float]:
        """The owners whose likeness with one of the readings is at least `least`."""
        found: dict[int, float] = {}
        for reading in readings:
            if reading.ceiling < least:
                continue
            for at in self.candidates(reading.words, max(least, reading.least)):
                score = self.compare(reading, self.entries[at])
                owner = self.entries[at].owner
                if score >= least and score > found.get(owner, 0.0):
                    found[owner] = score
        return found

    def compare(self, reading: Reading, entry: Entry) -> float:
        """The likeness of one reading of a name and one of a listed name."""
        score = similarity(reading.words, entry.words, self)
        if score < max(reading.least, entry.least):
            return 0.0
        if score < 1 and all(map(is_weak, reading.words)):
            score = min(score, WEAK_ONLY_CEILING)
        if reading.is_lead and score < 1:
            score = min(score, UNSURE)
        if score < 1 and self._are_namesakes(reading.words, entry.words):
            return 0.0
        if self._is_loose and score < 1 and not self._is_same(reading.words, entry.words):
            return 0.0
        return min(score, reading.ceiling, entry.ceiling)

    def _are_namesakes(self, asked: Tokens, listed: Tokens) -> bool:
        """Whether two persons share their given names alone, each with a surname of its own."""
        if not any(_PATRONYMIC_ENDING.search(word) for word in asked):
            return False
        pairs = aligned(asked, listed)
        own = [right for _, right, _ in pairs if not is_weak(right) and len(right) > 1]
        alone = [
            [word for word in words if word not in found and len(word) >= SHORTEST_SURNAME]
            for words, found in (
                (asked, [left for left, _, _ in pairs]),
                (listed, [right for _, right, _ in pairs]),
            )
        ]
        return (
            bool(own)
            and all(alone)
            and all(word in self._given or _PATRONYMIC_ENDING.search(word) for word in own)
        )

    def _is_same(self, asked: Tokens, listed: Tokens) -> bool:
        """Whether two names share most letters of the words that tell them apart."""
        pairs = aligned(asked, listed)
        if _are_of_other_places(asked, listed, pairs):
            return False
        if self._all_agree(asked, listed, pairs):
            return True
        has_name = any(left == right and self._tells(left) for left, right, _ in pairs)
        sure = [pair for pair in pairs if _is_sure(*pair) or (has_name and _begins_alike(*pair))]
        if self._share(asked, [left for left, _, _ in sure]) < SHARED_OF_ASKED:
            return False
        if self._share(listed, [right for _, right, _ in sure]) < SHARED_OF_LISTED:
            return False
        given = any(map(self._is_given, listed))
        is_firm = any(map(_is_trade, asked)) and not any(map(_is_trade, listed))
        needs_given = given and (self._needs_given or is_firm or any(map(self._is_given, asked)))
        return not needs_given or any(
            self._is_given(right)
            for left, right, likeness in pairs
            if len(left) == 1 or _is_sure(left, right, likeness)
        )

    def _all_agree(
        self, asked: Tokens, listed: Tokens, pairs: Sequence[tuple[str, str, float]]
    ) -> bool:
        """Whether two names of firms have no own word but those that agree, one without an error.

        One of them is then a word with several errors, which a translated name has.
        """
        own = [pair for pair in pairs if not is_weak(pair[1]) and _begins_alike(*pair)]
        paired = [left for left, _, _ in own], [right for _, right, _ in own]
        if any(map(self._is_given, listed)) or not any(left == right for left, right, _ in own):
            return False
        return len(own) > 1 and all(
            word in found or is_weak(word)
            for words, found in zip((asked, listed), paired, strict=True)
            for word in words
        )

    def _tells(self, word: str) -> bool:
        """Whether a word is a name of its own, no given one."""
        return len(word) >= SHORTEST_NAME and not is_weak(word) and not self._is_given(word)

    def _is_given(self, word: str) -> bool:
        is_name = word in self._given or _PATRONYMIC.search(word) is not None
        return is_name and not is_weak(word)

    def _share(self, words: Tokens, found: Sequence[str]) -> float:
        """The part of the letters of a name's own words that those found have."""
        own = [word for word in words if not is_weak(word) and len(word) > 1]
        own = [word for word in own if not self._is_given(word)] or own
        letters = sum(map(len, own))
        return sum(len(word) for word in found if word in own) / letters if letters else 1.0

    def candidates(self, words: Tokens, least: float) -> list[int]:
        """The entries whose similarity with the words may be `least`: all of them, and others."""
        own = sum(map(self.weigh, words))
        if not own or not self.entries:
            return []
        count = len(self.entries)
        found = [self._shares(word) for word in words]
        ats = np.concatenate([ats for ats, _ in found])
        shares = np.concatenate([shares for _, shares in found], axis=1)
        mine, theirs, core, grown = (np.bincount(ats, share, count) for share in shares)
        total = own + grown
        is_near = mine + theirs >= least * (total + self._totals) - _ROUNDING
        if least <= LARGEST_WITHIN:
            is_near |= (core >= CORE - _ROUNDING) & (
                (mine >= COVERED * total - _ROUNDING)
                | (theirs >= COVERED * self._totals - _ROUNDING)
            )
            for word in filter(self.is_strong, words):
                with_it = self._holders.get(word, _NONE)
                is_near[with_it] |= (mine[with_it] >= SHARED * total[with_it] - _ROUNDING) & (
                    theirs[with_it] >= SHARED * self._totals[with_it] - _ROUNDING
                )
        return [int(at) for at in np.flatnonzero(is_near)]

    def _find_shares(self, word: str) -> tuple[NDArray[np.int64], Floats]:
        """The entries with a word this one may be, and what it adds to each of their sums.

        The sums are: weight in common of the name asked for, of the listed name, of the core, and
        by how much the name asked for weighs more when the word is meant for the listed one.
        """
        near = dict(self._spellings.near(word))
        others = self._words_from[word] if len(word) == 1 else word[:1]
        near.update({other: word_likeness(word, other) for other in others if other != word})
        ats = [_NONE]
        shares = [np.zeros((4, 0))]
        for listed, likeness in near.items():
            if likeness and listed in self._holders:
                mine, theirs = weights_of(word, listed, self)
                core = core_of(word, listed, likeness, self)
                parts = [likeness * mine, likeness * theirs, core, mine - self.weigh(word)]
                ats.append(self._holders[listed])
                shares.append(np.repeat(np.array(parts)[:, None], len(ats[-1]), axis=1))
        return np.concatenate(ats), np.concatenate(shares, axis=1)

    def is_known(self, word: str) -> bool:
        """Whether a listed name has the word."""
        return len(word) == 1 or word in self._firms_with

    def is_own(self, word: str) -> bool:
        """Whether a word is as good as a name, or the given name of a person."""
        return self.is_strong(word) or self._is_given(word)

    def _find_weight(self, word: str) -> float:
        if len(word) == 1 and word.isascii():
            return LETTER
        firms = self._firms_with.get(word)
        share = (
            NUMBER_SHARE if word.isdigit()
            else FORM_SHARE if word in FORM_WORDS
            else COMMON_SHARE if word in CONSUMER_TRADES
            else WEAK_SHARE if is_weak(word)
            else COMMON_SHARE if word in COMMON_WORDS
            else 1.0
        )  # fmt: skip
        if firms is None:
            return min(share, UNKNOWN)
        rarity = (1 + math.log(self._count / (1 + firms))) / (1 + math.log(self._count / RARE))
        return share * min(1.0, max(rarity, 0.2)) if self._count > RARE else share

    def _find_strong(self, word: str) -> bool:
        if word in self._given or word in self._common:
            return False
        if word.isdigit() or is_weak(word):
            return False
        if self._firms_with.get(word, 0) > RARE:
            return False
        return len(word) >= (SHORTEST_NAME_ZH if has_chinese(word) else SHORTEST_NAME)


def _are_of_other_places(
    asked: Tokens, listed: Tokens, pairs: Sequence[tuple[str, str, float]]
) -> bool:
    """Whether names have a place each, another one, and nothing but the trade in common."""
    if not all(is_weak(right) for _, right, _ in pairs):
        return False
    found = [left for left, _, _ in pairs], [right for _, right, _ in pairs]
    return all(
        any(is_place(word) and word not in known for word in words)
        for words, known in zip((asked, listed), found, strict=True)
    )


def _is_trade(word: str) -> bool:
    """Whether a word is of the trade, as no person's name has one."""
    return len(word) > 1 and is_weak(word) and word not in GRAMMAR and not is_place(word)


def _is_sure(one: str, other: str, likeness: float) -> bool:
    """Whether two words are one, or a long one with an error after its beginning."""
    longer = max(len(one), len(other))
    return likeness == 1 or (
        longer >= SHORTEST_SURE and one[0] == other[0] and likeness >= 1 - FIRST_ERROR / longer
    )


def _begins_alike(one: str, other: str, likeness: float) -> bool:
    """Whether two words differ by no more than errors after their beginning."""
    return one[0] == other[0] and likeness != INITIAL
