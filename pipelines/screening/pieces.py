"""Known words that are made of pieces which can each be read in several ways.

Belongs here: finding them in a sorted list without writing out every combination.
Does not belong here: which readings a syllable or a character has (`romanisations.py`,
`japanese_names.py`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence


def words_made_of(
    words: Sequence[str], pieces: Sequence[Sequence[str]], begun: str = ""
) -> Iterator[str]:
    """Those of the sorted `words` that one reading of each piece, one after the other, spells."""
    at = bisect_left(words, begun)
    if at == len(words) or not words[at].startswith(begun):
        return
    if not pieces:
        if words[at] == begun:
            yield begun
        return
    for reading in pieces[0]:
        yield from words_made_of(words, pieces[1:], begun + reading)
