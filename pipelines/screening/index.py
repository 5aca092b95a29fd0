"""Which listed names a name is compared with at all.

Belongs here: the words of listed names, how rare they are, and the choice of candidates.
Does not belong here: typing errors (spelling.py), the comparison itself (similarity.py).

A listed name can come near a name only when it shares most of its weight. So the rarest words of
the name, as many as that takes, propose; what a proposed name can reach at most follows from the
words both have, and only those that can reach enough are compared. That keeps a million names
against tens of thousands of listed ones within minutes.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from heapq import nsmallest
from itertools import repeat
from sys import intern
from typing import NamedTuple

from pipelines.derived.names import Tokens
from pipelines.screening.similarity import SHORT_WORD
from pipelines.screening.spelling import Spellings
from pipelines.screening.words import is_weak, shortened_words, variants, words_of

CANDIDATES = 60
WEAK_SHARE = 0.35
"""Part of its weight that is left to a word many companies share."""
MOST_JOINED = 3
"""So many neighboring words may be one word of another name."""

_NOTHING = repeat(0.0)


class NameIndex:
    """Listed names by their words.

    `names` are texts; an answer names them by their position.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.words: list[Tokens] = []
        self.owners: list[int] = []
        self.is_shortened: list[bool] = []
        self._exact: dict[Tokens, list[int]] = defaultdict(list)
        for position, name in enumerate(names):
            shortened = shortened_words(name)
            for words in dict.fromkeys(map(_words_once, variants(name))):
                if not words:
                    continue
                self._exact[words].append(len(self.words))
                self.words.append(words)
                self.owners.append(position)
                self.is_shortened.append(words == shortened)
        self._count = max(1, len(self.words))
        self._seen_in = Counter(word for words in self.words for word in set(words))
        self._weights: dict[str, float] = {}
        self._holders = _numbers_by_key(map(set, self.words))
        self._apart: dict[str, Tokens] = {}
        for words in self.words:
            for parts in _neighbors(words):
                self._apart.setdefault("".join(parts), parts)
        self._totals = [sum(map(self.weigh, words)) for words in self.words]
        self._spellings = Spellings(self._holders)
        self._beginnings = {word[:at] for word in self._holders for at in range(1, len(word))}
        self._meanings = lru_cache(maxsize=2**16)(self._find_meanings)

    def weigh(self, word: str) -> float:
        """Weight of a word: more the fewer listed names have it, less for weak words."""
        weight = self._weights.get(word)
        if weight is None:
            weight = 1.0 + math.log(self._count / (1 + self._seen_in[word]))
            weight = max(weight, 0.3) * (WEAK_SHARE if is_weak(word) else 1.0)
            self._weights[word] = weight
        return weight

    def candidates(self, words: Tokens, least: float) -> list[int]:
        """Positions in `words` that may reach the similarity `least`, the most promising first."""
        found = dict.fromkeys(self._exact.get(words, ()))
        found.update(dict.fromkeys(self._near(words, least)))
        spelled = self._as_listed(words)
        if spelled != words:
            found.update(dict.fromkeys(self._near(spelled, least)))
        return list(found)

    def _near(self, words: Tokens, least: float) -> list[int]:
        meant = {word: self._meanings(word) for word in words}
        total = sum([meant[word].weight for word in words])
        known = [each for each in meant.values() if each.shares]
        share_of = _best_shares([each.shares for each in known]).get
        listed, totals = self.words, self._totals
        reached = [
            (-2 * sum(map(share_of, listed[at], _NOTHING)) / (total + totals[at]), at)
            for at in _proposed(known, total * least / (2 - least))
        ]
        return [
            at for _, at in nsmallest(CANDIDATES, [pair for pair in reached if pair[0] <= -least])
        ]

    def _find_meanings(self, word: str) -> _Meanings:
        own = self.weigh(word)
        shares = {
            listed: likeness * (own + self.weigh(listed)) / 2
            for listed, likeness in self._spellings.near(word)
        }
        holders = [self._holders[listed] for listed in shares]
        return _Meanings(
            sum(map(len, holders)), word, own, max(shares.values(), default=0.0), shares, holders
        )

    def _as_listed(self, words: Tokens) -> Tokens:
        """The words with the blanks that some list has between them or within them."""
        if self._apart.keys().isdisjoint(words) and self._beginnings.isdisjoint(words[:-1]):
            return words
        found: list[str] = []
        at = 0
        while at < len(words):
            for size in range(MOST_JOINED, 1, -1):
                text = "".join(words[at : at + size])
                if len(text) >= SHORT_WORD and at + size <= len(words) and text in self._holders:
                    found.append(text)
                    at += size
                    break
            else:
                found += self._apart.get(words[at], words[at : at + 1])
                at += 1
        return tuple(found)


class _Meanings(NamedTuple):
    """What a word may be meant for: the listed words, and the names that have one of them.

    `shares` are the mean weights of both words in so far as they are alike, `most` the largest.
    """

    frequency: int
    word: str
    weight: float
    most: float
    shares: Mapping[str, float]
    holders: Sequence[Sequence[int]]


def _proposed(meant: Iterable[_Meanings], needed: float) -> set[int]:
    """Who has one of the rarest words: a name without any shares less weight than needed."""
    proposed: set[int] = set()
    rest = sum([each.most for each in meant])
    for each in sorted(meant):
        if rest < needed:
            break
        proposed.update(*each.holders)
        rest -= each.most
    return proposed


def _best_shares(shares: Sequence[Mapping[str, float]]) -> Mapping[str, float]:
    best: dict[str, float] = {}
    for share in shares:
        best.update(share)
    if len(best) < sum(map(len, shares)):
        for share in shares:
            for word, weight in share.items():
                best[word] = max(weight, best[word])
    return best


def _words_once(name: str) -> Tokens:
    """The words of a name, each kept in memory once, so that equal words are found by identity."""
    return tuple(map(intern, words_of(name)))


def _neighbors(words: Tokens) -> Iterator[Tokens]:
    """Two and more neighboring words that may be written as one."""
    for size in range(2, MOST_JOINED + 1):
        for at in range(len(words) - size + 1):
            parts = words[at : at + size]
            if sum(map(len, parts)) >= SHORT_WORD:
                yield parts


def _numbers_by_key(keys_of: Iterable[set[str]]) -> dict[str, list[int]]:
    gathered: dict[str, list[int]] = defaultdict(list)
    for at, keys in enumerate(keys_of):
        for key in keys:
            gathered[key].append(at)
    return dict(gathered)
