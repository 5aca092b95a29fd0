"""How alike two names are, from 0 to 1.

Belongs here: the alignment of weighted words, typing errors, initials, names within names.
Does not belong here: which names are compared (index.py), how a name may be read (readings.py), or
what a score means (verdicts.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Protocol

from rapidfuzz.distance import DamerauLevenshtein

from pipelines.derived.names import Tokens
from pipelines.screening.sounds import PINYIN

SHORT_WORD = 4
"""A word of fewer letters than this must be spelled exactly."""
LARGEST_WORD = 30
MOST_ERRORS = 2
TWO_ERRORS_FROM = 7
"""From this length on a word may have two errors."""
LEAST_ALIKE = 0.75
"""Two words less alike than this have nothing to do with each other."""
FIRST_ERROR, SECOND_ERROR = 0.75, 0.6
"""Likeness lost by an error in a word of one letter; in a longer one as many times less."""
OTHER_START = 0.04
"""Likeness lost when the first letters differ."""
INITIAL = 0.8
"""Likeness of an initial and a word that begins with it."""
COVERED = 0.8
"""A name that lies within another has so much of its weight there."""
SHARED = 0.5
"""Two names that share a strong word, none of their own beside it, have so much in common."""
CORE = 1.5
"""Weight that both must have in common: more than one word of their own."""
OWN = 0.4
"""A word that weighs no less is one of the company's own."""
LEAST_CORE = 0.6
"""Weight of words in common without which an initial means nothing."""
WITHIN, WITHIN_SPAN, NEARER = 0.8, 0.05, 0.05
"""Least score of a name within another, what more of it adds, and what fewer other words add."""


UNSURE = 0.92
"""Most that a likeness is worth on which a person decides: by sound, or with a letter's doubt."""
SURE_WORD = 9
"""A misspelt word of fewer letters may as well be another one."""


class Weights(Protocol):
    """What the words of names are worth."""

    def weigh(self, word: str) -> float:
        """More the better a word tells names apart."""

    def is_known(self, word: str) -> bool:
        """Whether a list has the word."""

    def is_strong(self, word: str) -> bool:
        """Whether a word alone is as good as a name."""

    def is_own(self, word: str) -> bool:
        """Whether a word beside a misspelt one tells that another is meant."""


def similarity(one: Tokens, other: Tokens, weights: Weights) -> float:
    """Share of the weight of both names that their aligned words have in common.

    Words are aligned whatever their order; a word that is nearly another counts by how near it
    is. A word of its own that the other name lacks makes it doubtful. A name that lies within
    another, by words that are good enough for a name, is near it whatever else the other has; by a
    misspelt short word only where the other has no further word of its own.
    """
    if one == other:
        return 1.0
    total_one, total_other = (sum(map(weights.weigh, words)) for words in (one, other))
    in_one = in_other = core = sure_core = 0.0
    most = 0.999
    pairs = aligned(one, other)
    for left, right, likeness in pairs:
        if likeness == INITIAL and core < LEAST_CORE:
            continue
        of_left, of_right = weights_of(left, right, weights)
        total_one += of_left - weights.weigh(left)
        total_other += of_right - weights.weigh(right)
        common = core_of(left, right, likeness, weights)
        if likeness < 1 and min(of_left, of_right) >= OWN and is_doubtful(left, right):
            most = UNSURE
        else:
            sure_core += common
        in_one += likeness * of_left
        in_other += likeness * of_right
        core += common
    if not total_one or not total_other:
        return 0.0
    left_over = (*_without(one, (p[0] for p in pairs)), *_without(other, (p[1] for p in pairs)))
    if any(weights.weigh(word) >= OWN for word in left_over):
        most = UNSURE
    score = (in_one + in_other) / (total_one + total_other)
    covered = max(in_one / total_one, in_other / total_other)
    is_shared = (
        min(in_one / total_one, in_other / total_other) >= SHARED
        and any(likeness == 1 and weights.is_strong(left) for left, _, likeness in pairs)
        and all(weights.weigh(word) < OWN and not weights.is_own(word) for word in left_over)
    )
    if is_shared:
        score = max(score, WITHIN + NEARER * score)
    is_within = sure_core >= CORE or (core >= CORE and not any(map(weights.is_own, left_over)))
    if is_within and covered >= COVERED:
        more = (covered - COVERED) / (1 - COVERED)
        score = max(score, WITHIN + WITHIN_SPAN * more + NEARER * score)
    return min(score, most)


def _without(words: Tokens, found: Iterable[str]) -> list[str]:
    """The words that stand for none of the other name."""
    rest = list(words)
    for word in found:
        rest.remove(word)
    return rest


def is_doubtful(one: str, other: str) -> bool:
    """Whether two words that differ may both be meant: short ones, and names in pinyin."""
    return max(len(one), len(other)) < SURE_WORD or bool(
        PINYIN.fullmatch(one) and PINYIN.fullmatch(other)
    )


LARGEST_WITHIN = WITHIN + WITHIN_SPAN + NEARER
"""No name reaches more than this only because it lies within another."""


def weights_of(left: str, right: str, weights: Weights) -> tuple[float, float]:
    """What two aligned words weigh: one that no list has, what the word it is meant for weighs."""
    of_left, of_right = weights.weigh(left), weights.weigh(right)
    if weights.is_known(left) == weights.is_known(right):
        return of_left, of_right
    return (of_left, of_left) if weights.is_known(left) else (of_right, of_right)


def core_of(left: str, right: str, likeness: float, weights: Weights) -> float:
    """What two aligned words add to the core that a name within another needs."""
    is_strong = weights.is_strong(left) and weights.is_strong(right)
    return likeness * sum(weights_of(left, right, weights)) / 2 + (CORE if is_strong else 0.0)


def aligned(one: Tokens, other: Tokens) -> Sequence[tuple[str, str, float]]:
    """Pairs of words that belong together, each once: the most alike first, initials last."""
    found = []
    left, right = list(one), list(other)
    for word in one:
        if word in right:
            right.remove(word)
            left.remove(word)
            found.append((word, word, 1.0))
    pairs = sorted(
        (
            (likeness == INITIAL, -likeness, at, to)
            for at, word in enumerate(left)
            for to, candidate in enumerate(right)
            if (likeness := word_likeness(word, candidate)) >= LEAST_ALIKE
        ),
    )
    used_left: set[int] = set()
    used_right: set[int] = set()
    for _, likeness, at, to in pairs:
        if at not in used_left and to not in used_right:
            used_left.add(at)
            used_right.add(to)
            found.append((left[at], right[to], -likeness))
    return found


@lru_cache(maxsize=2**18)
def word_likeness(one: str, other: str) -> float:
    """How near two words are: 1 for equal ones, lower with every typing error, 0 beyond some.

    A transposition is one error. Numbers and short words are equal or have nothing in common; a
    single letter is near every word that begins with it.
    """
    if one == other:
        return 1.0
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) == 1 and shorter.isalpha() and shorter.isascii():
        return INITIAL if longer.startswith(shorter) else 0.0
    if len(shorter) < SHORT_WORD or len(longer) > LARGEST_WORD or one.isdigit() or other.isdigit():
        return 0.0
    allowed = errors_allowed(len(longer))
    errors = DamerauLevenshtein.distance(one, other, score_cutoff=allowed)
    if errors > allowed:
        return 0.0
    lost = FIRST_ERROR + SECOND_ERROR * (errors - 1)
    return 1 - lost / len(longer) - (0 if one[0] == other[0] else OTHER_START)


def errors_allowed(length: int) -> int:
    """How many errors two words may have, of which the longer one has so many letters."""
    return MOST_ERRORS if length >= TWO_ERRORS_FROM else 1
