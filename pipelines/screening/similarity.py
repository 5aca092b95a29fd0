"""How alike two names are, from 0 to 1.

Belongs here: the alignment of weighted words, typing errors, split and joined words.
Does not belong here: which names are compared (index.py), or what a score means (verdicts.py).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from pipelines.derived.names import Tokens

Weigh = Callable[[str], float]

SHORT_WORD = 4
"""A word of fewer letters than this must be spelled exactly."""
LEAST_ALIKE = 0.75
"""Two words less alike than this have nothing to do with each other."""
LARGEST_WORD = 30


def similarity(one: Tokens, other: Tokens, weigh: Weigh) -> float:
    """Share of the weight of both names that their aligned words have in common.

    Words are aligned whatever their order; a word that is nearly another counts by how near it
    is, with a penalty, and neighboring words that make one word of the other name count as it.
    """
    if one == other:
        return 1.0
    left, right = _rests(one, other)
    if _may_be_joined(left, other) or _may_be_joined(right, one):
        one, other = _join_as(one, frozenset(other)), _join_as(other, frozenset(one))
        left, right = _rests(one, other)
    total = sum(map(weigh, one)) + sum(map(weigh, other))
    if not total:
        return 0.0
    common = total - sum(map(weigh, left)) - sum(map(weigh, right))
    pairs = sorted(
        (
            (likeness, at, to)
            for at, word in enumerate(left)
            for to, candidate in enumerate(right)
            if (likeness := word_likeness(word, candidate)) >= LEAST_ALIKE
        ),
        reverse=True,
    )
    used_left: set[int] = set()
    used_right: set[int] = set()
    for likeness, at, to in pairs:
        if at in used_left or to in used_right:
            continue
        used_left.add(at)
        used_right.add(to)
        common += likeness * (weigh(left[at]) + weigh(right[to]))
    score = common / total
    return min(score, 0.999)


def _rests(one: Tokens, other: Tokens) -> tuple[list[str], list[str]]:
    """The words of each that the other has not."""
    left = []
    right = list(other)
    for word in one:
        if word in right:
            right.remove(word)
        else:
            left.append(word)
    return left, right


def _may_be_joined(rest: list[str], words: Tokens) -> bool:
    """Whether one of these may be several of the words: it begins and ends as some of them."""
    return any(word.startswith(words) and word.endswith(words) for word in rest)


def _join_as(words: Tokens, known: frozenset[str]) -> Tokens:
    found: list[str] = []
    at = 0
    while at < len(words):
        pair = "".join(words[at : at + 2])
        triple = "".join(words[at : at + 3])
        if at + 2 < len(words) and triple in known and len(triple) >= SHORT_WORD:
            found.append(triple)
            at += 3
        elif at + 1 < len(words) and pair in known and len(pair) >= SHORT_WORD:
            found.append(pair)
            at += 2
        else:
            found.append(words[at])
            at += 1
    return tuple(found)


@lru_cache(maxsize=2**18)
def word_likeness(one: str, other: str) -> float:
    """How near two words are: 1 for equal ones, lower with every typing error, 0 beyond some.

    A transposition is one error. Numbers and short words are equal or have nothing in common.
    """
    if one == other:
        return 1.0
    shorter, longer = sorted((len(one), len(other)))
    if shorter < SHORT_WORD or longer > LARGEST_WORD or one.isdigit() or other.isdigit():
        return 0.0
    allowed = 1 if longer < 8 else 2
    errors = DamerauLevenshtein.distance(one, other, score_cutoff=allowed)
    if errors > allowed:
        return 0.0
    same_start = one[0] == other[0]
    return max(0.0, 1 - errors / longer - (0 if same_start else 0.1))
