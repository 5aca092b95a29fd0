"""Which listed names a name is compared with at all.

Belongs here: pieces of names, how rare they are, and the choice of candidates.
Does not belong here: the comparison itself (similarity.py).

A name is cut into pieces of three letters (Chinese: of two characters) of its written-together
words. The rarest pieces of a name find the listed names that share most of them; only those are
compared. That keeps a thousand names against tens of thousands of listed ones within seconds.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from pipelines.extraction.names import Tokens
from pipelines.screening.words import has_chinese, is_weak, shortened_words, variants, words_of

RAREST_PIECES = 14
CANDIDATES = 60
WEAK_SHARE = 0.35
"""Part of its weight that is left to a word many companies share."""

_Numbers = NDArray[np.int32]


class NameIndex:
    """Listed names by their pieces and words.

    `names` are texts; an answer names them by their position.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.words: list[Tokens] = []
        self.owners: list[int] = []
        self.is_shortened: list[bool] = []
        self.exact: dict[Tokens, list[int]] = defaultdict(list)
        for position, name in enumerate(names):
            shortened = shortened_words(name)
            for words in dict.fromkeys(map(words_of, variants(name))):
                if not words:
                    continue
                self.exact[words].append(len(self.words))
                self.words.append(words)
                self.owners.append(position)
                self.is_shortened.append(words == shortened)
        self._count = max(1, len(self.words))
        self._seen_in = Counter(word for words in self.words for word in set(words))
        self._weights: dict[str, float] = {}
        gathered: dict[str, list[int]] = defaultdict(list)
        for at, words in enumerate(self.words):
            for piece in pieces(words):
                gathered[piece].append(at)
        self._pieces = {piece: np.asarray(found, np.int32) for piece, found in gathered.items()}

    def weigh(self, word: str) -> float:
        """Weight of a word: more the fewer listed names have it, less for weak words."""
        weight = self._weights.get(word)
        if weight is None:
            weight = 1.0 + math.log(self._count / (1 + self._seen_in[word]))
            weight = max(weight, 0.3) * (WEAK_SHARE if is_weak(word) else 1.0)
            self._weights[word] = weight
        return weight

    def candidates(self, words: Tokens) -> list[int]:
        """Positions in `words` worth comparing, the most promising first."""
        found: dict[int, None] = dict.fromkeys(self.exact.get(words, ()))
        known = [(len(self._pieces[p]), p) for p in pieces(words) if p in self._pieces]
        rare = [piece for _, piece in sorted(known)[:RAREST_PIECES]]
        if rare:
            hits = np.concatenate([self._pieces[piece] for piece in rare])
            values = np.concatenate(
                [
                    np.full(len(self._pieces[piece]), self._rarity(piece), np.float64)
                    for piece in rare
                ]
            )
            positions, places = np.unique(hits, return_inverse=True)
            sums = np.bincount(places, weights=values)
            order = np.lexsort((positions, -sums))[:CANDIDATES]
            found.update(dict.fromkeys(int(at) for at in positions[order]))
        return list(found)

    def _rarity(self, piece: str) -> float:
        return math.log(1 + self._count / len(self._pieces[piece]))


def pieces(words: Tokens) -> set[str]:
    """The pieces a name is found by: three letters, or two Chinese characters, and short words.

    Words are written together in alphabetical order too, so that another order or another split
    of the words keeps most pieces.
    """
    found: set[str] = set()
    strong = tuple(word for word in words if not is_weak(word)) or words
    for text in {"".join(strong), *strong}:
        size = 2 if has_chinese(text) else 3
        padded = f"^{text}$" if len(text) < 3 else f"^{text}"
        found.update(_cut(padded, size))
    return found


def _cut(text: str, size: int) -> Iterable[str]:
    return (text[at : at + size] for at in range(max(1, len(text) - size + 1)))
