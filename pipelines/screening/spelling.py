"""Which known words a word may be meant for.

Belongs here: finding every word within the allowed typing errors, without comparing all of them.
Does not belong here: how near two words are (similarity.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from pipelines.screening.similarity import (
    LARGEST_WORD,
    LEAST_ALIKE,
    MOST_ERRORS,
    SHORT_WORD,
    errors_allowed,
    word_likeness,
)

_BITS = 64

Near = tuple[tuple[str, float], ...]


class Spellings:
    """Known words by their length and the set of their letters.

    An error changes the length by one at most and puts one letter in and one out of the set at
    most: only words that differ by no more are compared, and none is left out.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._known = frozenset(words)
        by_length: dict[int, list[str]] = {}
        for word in sorted(self._known):
            if can_be_wrong(word):
                by_length.setdefault(len(word), []).append(word)
        self._words = {length: np.array(same, dtype=object) for length, same in by_length.items()}
        self._letters: dict[int, NDArray[np.uint64]] = {
            length: np.array([_letters(word) for word in same], np.uint64)
            for length, same in by_length.items()
        }

    def near(self, word: str) -> Near:
        """The known words that the word may be, itself among them, each with its likeness."""
        found = [(word, 1.0)] if word in self._known else []
        if can_be_wrong(word):
            near = ((other, word_likeness(word, other)) for other in self._within_errors(word))
            found += [pair for pair in near if pair[1] >= LEAST_ALIKE and pair[0] != word]
        return tuple(found)

    def _within_errors(self, word: str) -> Sequence[str]:
        letters = np.uint64(_letters(word))
        alike: list[str] = []
        for length in range(len(word) - MOST_ERRORS, len(word) + MOST_ERRORS + 1):
            errors = errors_allowed(max(length, len(word)))
            if length in self._words and abs(length - len(word)) <= errors:
                differing = np.bitwise_count(self._letters[length] ^ letters)
                alike += self._words[length][differing <= 2 * errors].tolist()
        found = process.extract(
            word, alike, scorer=DamerauLevenshtein.distance, score_cutoff=MOST_ERRORS, limit=None
        )
        return [other for other, _, _ in found]


def can_be_wrong(word: str) -> bool:
    """Whether a word is long enough, and no number, so that it may be another one misspelt."""
    return SHORT_WORD <= len(word) <= LARGEST_WORD and not word.isdigit()


def _letters(word: str) -> int:
    found = 0
    for letter in word:
        found |= 1 << (ord(letter) % _BITS)
    return found
