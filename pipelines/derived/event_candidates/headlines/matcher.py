"""Finding the forms of the lexicon in a headline: tokens, word stems, one tree of forms.

Belongs here: tokens, stems and the longest-match search.
Does not belong here: what a form means (lexicon.py) and what follows from it (reading.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

Meaning = TypeVar("Meaning")

_TOKEN = re.compile(
    r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af\u3005]"
    r"|'s\b"
    r"|\$?\d[\d.,]*(?:[A-Za-z%]+\d*)?"
    r"|[^\W_\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af\u3005]+"
    r"|(?!(?<=\w)-(?=\w))[^\w\s]"
)
_IRREGULAR = {
    "told": "tell", "gave": "give", "given": "give", "made": "make", "got": "get", "won": "win",
    "sold": "sell", "sought": "seek", "said": "say", "took": "take", "taken": "take",
    "fell": "fall", "fallen": "fall", "rose": "rise", "bought": "buy", "built": "build",
    "found": "find", "lost": "lose", "beaten": "beat", "shrank": "shrink", "began": "begin",
    "saw": "see", "seen": "see", "hid": "hide", "met": "meet", "left": "leave", "led": "lead",
    "forbade": "forbid", "forbidden": "forbid", "withdrew": "withdraw", "withdrawn": "withdraw",
    "held": "hold", "swore": "swear", "rewrote": "rewrite", "companies": "company",
    "used": "use", "using": "use", "uses": "use",
}  # fmt: skip
_UNCHANGED = frozenset(["us", "news", "is", "has", "was", "this", "its", "does", "as", "gas"])
_VOWEL = re.compile("[aeiouy]")


class Token(NamedTuple):
    """A word, number, Chinese character or punctuation mark with its place in the text."""

    text: str
    key: str
    start: int
    end: int


def tokenise(text: str) -> list[Token]:
    """Tokens from left to right; `key` is the stem that forms are compared by."""
    return [
        Token(found[0], stem(found[0]), found.start(), found.end())
        for found in _TOKEN.finditer(text)
    ]


@lru_cache(maxsize=2**15)
def stem(word: str) -> str:
    """A key that the usual English endings of one word share; other scripts stay as they are."""
    if not word.isascii() or len(word) < 3 or not word.isalpha():
        return word.lower()
    low = word.lower()
    if low in _UNCHANGED:
        return low
    low = _IRREGULAR.get(low, low)
    if low.endswith("sses"):
        low = low[:-2]
    elif low.endswith(("ies", "ied")) and len(low) > 4:
        low = low[:-3] + "y"
    elif low.endswith("ing") and _is_root(low[:-3]):
        low = low[:-3]
    elif low.endswith("ed") and _is_root(low[:-2]):
        low = low[:-2]
    elif low.endswith("s") and not low.endswith(("ss", "us", "is")):
        low = low[:-1]
    if low.endswith("e") and len(low) > 3:
        low = low[:-1]
    if len(low) > 3 and low[-1] == low[-2]:
        low = low[:-1]
    return low


def _is_root(rest: str) -> bool:
    return len(rest) >= 3 and _VOWEL.search(rest) is not None


@dataclass(frozen=True, slots=True)
class Found(Generic[Meaning]):
    """Meanings of the tokens [start, end)."""

    start: int
    end: int
    meanings: tuple[Meaning, ...]


class Forms(Generic[Meaning]):
    """Forms as a tree over token keys; the search costs one step a token, whatever their number.

    A form that begins with `=` is found only in exactly that writing, one with `^` only with a
    capital first letter.
    """

    def __init__(self, forms: Iterable[tuple[str, Meaning]]) -> None:
        self._root: dict[Any, Any] = {}
        for form, meaning in forms:
            flag = form[0] if form[:1] in ("=", "^") else ""
            plain = form.removeprefix(flag) if flag else form
            words = tokenise(plain)
            if not words:
                raise ValueError(f"the form {form!r} has no word in it")
            node = self._root
            for word in words:
                node = node.setdefault(word.key, {})
            exact = tuple(word.text for word in words) if flag == "=" else None
            node.setdefault(None, []).append((flag, exact, meaning))
        _freeze(self._root)

    def search(self, tokens: Sequence[Token]) -> list[Found[Meaning]]:
        """The longest form at each place, from left to right, without overlaps."""
        found: list[Found[Meaning]] = []
        at, count = 0, len(tokens)
        while at < count:
            node = self._root.get(tokens[at].key)
            end, best = at + 1, None
            ahead = at + 1
            while node is not None:
                ends = node.get(None)
                if ends is not None:
                    plain, flagged = ends
                    fitting = plain
                    if flagged:
                        fitting += tuple(
                            meaning
                            for flag, exact, meaning in flagged
                            if _fits(flag, exact, tokens, at)
                        )
                    if fitting:
                        end, best = ahead, fitting
                node = node.get(tokens[ahead].key) if ahead < count else None
                ahead += 1
            if best is not None:
                found.append(Found(at, end, best))
            at = end
        return found


def _freeze(root: dict[Any, Any]) -> None:
    """Split the ends of each node into meanings without a condition and those with one."""
    nodes = [root]
    while nodes:
        node = nodes.pop()
        ends = node.get(None)
        if ends is not None:
            node[None] = (
                tuple(meaning for flag, _, meaning in ends if not flag),
                [end for end in ends if end[0]],
            )
        nodes.extend(child for key, child in node.items() if key is not None)


def _fits(flag: str, exact: tuple[str, ...] | None, tokens: Sequence[Token], at: int) -> bool:
    if flag == "^":
        first = tokens[at].text[0]
        return first.isupper() or not first.isascii()
    return exact is not None and all(
        tokens[at + offset].text == word for offset, word in enumerate(exact)
    )
