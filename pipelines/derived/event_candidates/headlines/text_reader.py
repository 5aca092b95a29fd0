"""The second reader: a linear model over hashed pieces of the text, blind to words and grammar.

Belongs here: pieces (character n-grams) and their weighted sum, for many headlines at once.
Does not belong here: how the weights were found (fit.py), what follows from the sum (judgement.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

BUCKETS = 8_192
"""Pieces are hashed to so many weights; what shares a bucket shares a weight."""

BATCH = 4_096
"""Headlines taken at once, so that memory does not grow with the table."""

_SHIFT = np.uint64(64 - 13)
_STEP = np.uint64(0x100000001B3)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_BREAK = 10
_DIGITS = str.maketrans("123456789", "0" * 9)
_LATIN, _IDEOGRAPHS = (3, 4, 5, 6), (1, 2, 3)
"""Lengths of pieces in alphabets and in Chinese, Japanese and Korean writing."""

_ABROAD = re.compile(
    "[\u00c0-\u024f\u3040-\u30ff\uac00-\ud7af]"
    r"|\b(?:der|das|den|und|nach|gegen|wegen|von|le|la|les|des|du|et|aux|sur|dans|el|los|las|del"
    r"|por|para|con|een|het|van|voor|naar|op)\b"
)

Pieces = tuple[NDArray[np.int64], NDArray[np.int64]]


def pieces(texts: Sequence[str]) -> Pieces:
    """Row and bucket of every piece of the normalised texts; a piece spans words, not texts."""
    prepared = (" " + text.lower().translate(_DIGITS).replace("\n", " ") + " " for text in texts)
    codes = np.frombuffer("\n".join(prepared).encode("utf-32-le", "replace"), dtype="<u4")
    codes = codes.astype(np.uint64)
    breaks = codes == _BREAK
    ideographs = ((codes >= 0x3040) & (codes <= 0x9FFF)) | ((codes >= 0xAC00) & (codes <= 0xD7AF))
    row = np.cumsum(breaks)
    broken, wide = (np.concatenate([[0], np.cumsum(flags)]) for flags in (breaks, ideographs))
    rows, buckets = [], []
    for length in sorted({*_LATIN, *_IDEOGRAPHS}):
        count = len(codes) - length + 1
        if count <= 0:
            continue
        mixed = np.full(count, length, np.uint64)
        for offset in range(length):
            mixed = mixed * _STEP + codes[offset : offset + count]
        wides = wide[length:] - wide[:-length]
        keep = np.zeros(count, bool)
        if length in _IDEOGRAPHS:
            keep |= wides == length
        if length in _LATIN:
            keep |= wides == 0
        keep &= broken[length:] == broken[:-length]
        rows.append(row[:count][keep])
        buckets.append(((mixed[keep] * _SPREAD) >> _SHIFT).astype(np.int64))
    if not rows:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    return np.concatenate(rows), np.concatenate(buckets)


def is_abroad(text: str) -> bool:
    """True for a text in neither English nor Chinese: of such it was fitted on hardly any."""
    return _ABROAD.search(text) is not None


def matrix(texts: Sequence[str]) -> NDArray[np.float32]:
    """One row a text: counts of its buckets over the square root of their number (for fitting)."""
    out = np.zeros((len(texts), BUCKETS), np.float32)
    rows, buckets = pieces(texts)
    np.add.at(out, (rows, buckets), 1)
    sizes = np.maximum(out.sum(axis=1, keepdims=True), 1)
    return np.asarray(out / np.sqrt(sizes), np.float32)


def sums(texts: Sequence[str], weights: NDArray[np.float32], bias: float) -> NDArray[np.float64]:
    """The model's log odds that each normalised text tells a measure."""
    parts = [_sums(texts[at : at + BATCH], weights) for at in range(0, len(texts), BATCH)]
    return np.concatenate([np.zeros(0), *parts]) + bias


def _sums(texts: Sequence[str], weights: NDArray[np.float32]) -> NDArray[np.float64]:
    rows, buckets = pieces(texts)
    size = len(texts)
    counts = np.bincount(rows, minlength=size)
    totals = np.bincount(rows, weights=weights[buckets], minlength=size)
    return totals / np.sqrt(np.maximum(counts, 1))
