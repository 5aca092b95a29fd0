"""Mentions of companies linked to a long list of names, without comparing every pair.

Belongs here: the index over listed names, its candidates for a mention, their score.
Does not belong here: which list, whose overrides, vendors (entity_links.py), files.

A mention that equals a listed name but for case, accents, punctuation, defects of the list and
legal form is found at once. For any other, listed names are proposed that share one of its rarer
words, where a word may have one wrong letter or be written in two; only those are compared.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from pipelines.extraction import names

PROPOSED = 60
"""Listed names that are compared with a mention at most."""

COMMON = 400
"""A word of more listed names than this proposes none, unless the mention has no rarer word."""

SHORTEST = 5
"""Shorter words must be written without an error."""


@dataclass(frozen=True, slots=True)
class Link:
    """The listed name (position in the list) that a mention stands for, with its score 0 to 1."""

    position: int
    score: float


class Linker:
    """An index over listed names; `link` answers for one mention.

    Args:
        listed: the names; of equal ones the first stands for all.
        threshold: links with a lower score are not given. A mention that fits two listed names
            equally well gets no link: a wrong one is worse than none.
    """

    def __init__(self, listed: Sequence[str], threshold: float = 0.8) -> None:
        self.threshold = threshold
        self._words: list[names.Tokens] = [words_of(name) for name in listed]
        self._texts = [" ".join(words) for words in self._words]
        self._exact: dict[str, int] = {}
        self._holders: dict[str, list[int]] = defaultdict(list)
        for position, words in enumerate(self._words):
            self._exact.setdefault("".join(words), position)
            for word in dict.fromkeys(words):
                self._holders[word].append(position)
        count = max(len(listed), 1)
        self._weights = {
            word: math.log(1 + count / len(holders)) for word, holders in self._holders.items()
        }
        self._unknown = math.log(1 + count)
        self._spelled: dict[str, list[str]] = defaultdict(list)
        for word in self._holders:
            if len(word) >= SHORTEST:
                for part in _shortened(word):
                    self._spelled[part].append(word)
        self._joined: dict[str, tuple[str, str]] = {}
        for words in self._words:
            for pair in itertools.pairwise(words):
                self._joined.setdefault("".join(pair), pair)
        self._known = lru_cache(maxsize=2**16)(self._find_known)

    def link(self, mention: str) -> Link | None:
        """The listed name that the mention stands for, or None."""
        words = words_of(mention)
        if not words:
            return None
        found = self._exact.get("".join(words))
        if found is not None:
            return Link(found, 1.0)
        known = self._read(words)
        best, score, is_shared = -1, 0.0, False
        text = " ".join(word for word, _ in known)
        for position in self._propose(known):
            alike = self._score(known, text, position)
            if alike > score:
                best, score, is_shared = position, alike, False
            elif alike == score and self._texts[position] != self._texts[best]:
                is_shared = True
        if best < 0 or score < self.threshold or is_shared:
            return None
        return Link(best, score)

    def link_all(self, mentions: Iterable[str]) -> list[Link | None]:
        """`link` for each mention, in order; repeated mentions are looked up once."""
        found: dict[str, Link | None] = {}
        answers: list[Link | None] = []
        for mention in mentions:
            if mention not in found:
                found[mention] = self.link(mention)
            answers.append(found[mention])
        return answers

    def _read(self, words: names.Tokens) -> list[tuple[str, float]]:
        """Words as the list writes them, each with how well it was recognised (0: not at all)."""
        read: list[tuple[str, float]] = []
        at = 0
        while at < len(words):
            word = words[at]
            if word in self._holders:
                read.append((word, 1.0))
            elif (pair := self._joined.get(word)) is not None:
                read.extend((part, 1.0) for part in pair)
            elif at + 1 < len(words) and word + words[at + 1] in self._holders:
                read.append((word + words[at + 1], 1.0))
                at += 1
            else:
                nearest = self._known(word)
                read.append((nearest, 0.85) if nearest else (word, 0.0))
            at += 1
        return read

    def _find_known(self, word: str) -> str | None:
        """The listed word with one letter wrong, missing, added or swapped; rarest first."""
        if len(word) < SHORTEST:
            return None
        near = {
            other
            for part in _shortened(word)
            for other in self._spelled.get(part, ())
            if OSA.distance(word, other, score_cutoff=1) <= 1
        }
        return min(near, key=lambda other: (len(self._holders[other]), other), default=None)

    def _propose(self, known: Sequence[tuple[str, float]]) -> Iterable[int]:
        """Positions that share the rarer words, those that share most first."""
        rare = sorted(
            {word for word, quality in known if quality}, key=lambda w: len(self._holders[w])
        )
        shared: dict[int, float] = defaultdict(float)
        for number, word in enumerate(rare):
            holders = self._holders[word]
            if number and len(holders) > COMMON:
                break
            weight = self._weights[word]
            for position in holders:
                shared[position] += weight
        if len(shared) <= PROPOSED:
            return sorted(shared)
        return sorted(sorted(shared), key=shared.__getitem__, reverse=True)[:PROPOSED]

    def _score(self, known: Sequence[tuple[str, float]], text: str, position: int) -> float:
        """Shared weight of the words over all weight, half, and likeness of the letters, half."""
        other = self._words[position]
        rest = list(other)
        shared = all_weight = 0.0
        for word, quality in known:
            weight = self._weights.get(word, self._unknown)
            all_weight += weight
            if quality and word in rest:
                rest.remove(word)
                shared += weight * quality
                all_weight -= weight * (1 - quality) / 2
        all_weight += sum(self._weights[word] for word in rest)
        likeness = fuzz.token_sort_ratio(text, self._texts[position]) / 100
        return 0.5 * shared / all_weight + 0.5 * likeness


def words_of(name: str) -> names.Tokens:
    """The words that tell companies apart: without list defects and legal form."""
    entity, _ = names.split_affiliated(name)
    return names.without_legal_ending(names.tokens(names.without_leading_and(entity)))


def _shortened(word: str) -> set[str]:
    """The word and the word without each of its letters."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
