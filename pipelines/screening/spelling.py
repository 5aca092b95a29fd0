"""Which listed words a word may be meant for.

Belongs here: finding words that differ by a typing error, without comparing all of them.
Does not belong here: how near two words are (similarity.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from pipelines.screening.similarity import LARGEST_WORD, LEAST_ALIKE, SHORT_WORD, word_likeness

BORDER = 4
"""So many letters of a long word's beginning or end are written right although two are wrong."""

_Near = tuple[tuple[str, float], ...]


class Spellings:
    """Listed words by what is left of them when a letter is missing, and by beginning and end.

    With one error two words share what is left of them; with two, a beginning or an end unless
    both ends have one. Two errors are looked for only in a word that nothing nearer explains.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._with_one_error: dict[str, list[str]] = defaultdict(list)
        self._with_two_errors: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._words):
            for key in _shortened(word):
                self._with_one_error[key].append(word)
            for key in _borders(word):
                self._with_two_errors[key].append(word)

    def near(self, word: str) -> _Near:
        """The listed words the word may be, each with its likeness."""
        found = {other for key in _shortened(word) for other in self._with_one_error.get(key, ())}
        alike = _alike(word, found)
        if word in self._words:
            return ((word, 1.0), *(pair for pair in alike if pair[0] != word))
        return alike or _alike(word, self._two_errors_off(word))

    def _two_errors_off(self, word: str) -> list[str]:
        near: list[str] = []
        for key in _borders(word):
            listed = self._with_two_errors.get(key, ())
            found = process.extract(
                word, listed, scorer=DamerauLevenshtein.distance, score_cutoff=2, limit=None
            )
            near += [other for other, _, _ in found]
        return near


def _alike(word: str, others: Iterable[str]) -> _Near:
    pairs = ((other, word_likeness(word, other)) for other in sorted(set(others)))
    return tuple(pair for pair in pairs if pair[1] >= LEAST_ALIKE)


def _can_be_wrong(word: str) -> bool:
    return SHORT_WORD <= len(word) <= LARGEST_WORD and not word.isdigit()


def _shortened(word: str) -> set[str]:
    if not _can_be_wrong(word):
        return set()
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _borders(word: str) -> tuple[str, ...]:
    if not _can_be_wrong(word) or len(word) < 2 * BORDER - 1:
        return ()
    return f"^{word[:BORDER]}", f"{word[-BORDER:]}$"
