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

from pipelines.extraction.names import Tokens
from pipelines.screening.similarity import SHORT_WORD
from pipelines.screening.spelling import Spellings
from pipelines.screening.words import is_weak, shortened_words, variants, words_of

CANDIDATES = 60
WEAK_SHARE = 0.35
"""Part of its weight that is left to a word many companies share."""
MOST_JOINED = 3
"""So many neighboring words may be one word of another name."""


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
            for words in dict.fromkeys(map(words_of, variants(name))):
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
        self._shares = lru_cache(maxsize=2**16)(self._find_shares)

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
        for spelled in dict.fromkeys((words, tuple(self._as_listed(words)))):
            shares = {word: self._shares(word) for word in spelled}
            found.update(dict.fromkeys(self._near(spelled, shares, least)))
        return list(found)

    def _near(
        self, words: Tokens, shares: Mapping[str, Mapping[str, float]], least: float
    ) -> list[int]:
        total = sum(map(self.weigh, words))
        best = _best_shares(shares.values())
        listed, totals = self.words, self._totals
        reached = [
            (
                2 * sum([best[word] for word in listed[at] if word in best]) / (total + totals[at]),
                at,
            )
            for at in self._proposed(shares, total * least / (2 - least))
        ]
        near = [(-reach, at) for reach, at in reached if reach >= least]
        return [at for _, at in nsmallest(CANDIDATES, near)]

    def _find_shares(self, word: str) -> dict[str, float]:
        """Each listed word it may be, with the mean weight of both in so far as they are alike."""
        own = self.weigh(word)
        return {
            listed: likeness * (own + self.weigh(listed)) / 2
            for listed, likeness in self._spellings.near(word)
        }

    def _proposed(self, shares: Mapping[str, Mapping[str, float]], needed: float) -> set[int]:
        """Who has one of the rarest words: a name without any shares less weight than needed."""
        rest = sum(max(share.values()) for share in shares.values() if share)
        rarest = sorted(
            (sum(len(self._holders[listed]) for listed in share), word)
            for word, share in shares.items()
            if share
        )
        proposed: set[int] = set()
        for _, word in rarest:
            if rest < needed:
                break
            for listed in shares[word]:
                proposed.update(self._holders[listed])
            rest -= max(shares[word].values())
        return proposed

    def _as_listed(self, words: Tokens) -> Iterator[str]:
        """The words with the blanks that some list has between them or within them."""
        at = 0
        while at < len(words):
            for size in range(MOST_JOINED, 1, -1):
                text = "".join(words[at : at + size])
                if len(text) >= SHORT_WORD and at + size <= len(words) and text in self._holders:
                    yield text
                    at += size
                    break
            else:
                yield from self._apart.get(words[at], words[at : at + 1])
                at += 1


def _best_shares(shares: Iterable[Mapping[str, float]]) -> dict[str, float]:
    best: dict[str, float] = {}
    for share in shares:
        for word, weight in share.items():
            if weight > best.get(word, 0.0):
                best[word] = weight
    return best


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
