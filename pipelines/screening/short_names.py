"""Short Chinese names: the characters that stand for a longer listed name.

Belongs here: which characters of a name make its short name. Does not belong here: short names that
have to be known (chinese_names.py), or what a short name is worth (readings.py).
"""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.derived.names import Tokens
from pipelines.screening.chinese import LARGEST_NAME, has_chinese, is_empty, is_shared

SHORTEST, LARGEST = 2, 6


class ShortNames:
    """Listed names in Chinese, by their characters.

    A short name has in order the beginnings of some of the parts of a name (长江存储, 长存;
    上海微电子装备, 上微), more of a part where it likes, and the last character of a part
    (计算技术研究所, 计算所).
    """

    def __init__(self, names: Iterable[Tokens]) -> None:
        self._by_sign: dict[str, list[Tokens]] = {}
        for plain in dict.fromkeys(names):
            parts = tuple(word for word in plain if has_chinese(word) and not is_empty(word))
            if parts:
                for sign in dict.fromkeys("".join(parts)):
                    self._by_sign.setdefault(sign, []).append(parts)

    def meant(self, word: str) -> list[Tokens]:
        """The parts of the listed names that a word of a few characters may be short for."""
        if not SHORTEST <= len(word) <= LARGEST or is_shared(word):
            return []
        return [
            parts
            for parts in self._by_sign.get(word[0], ())
            if is_short_for(word, parts) and "".join(parts) != word
        ]


def is_short_for(word: str, parts: Tokens) -> bool:
    """Whether the characters of a word stand for the parts of a name, its own part among them.

    The beginning alone is enough of a part that no other firm has, and its end (科大讯飞, 讯飞),
    never of shared ones.
    """
    ends = any(part.endswith(word) and not is_shared(part) for part in parts)
    return ends or any(
        _follows(word, parts[at:], first=True)
        for at, part in enumerate(parts)
        if part[0] == word[0] and (at == 0 or not is_shared(part) or _are_places(parts[:at]))
    )


def _are_places(parts: Tokens) -> bool:
    return all(map(is_shared, parts))


def _follows(word: str, parts: Tokens, *, first: bool) -> bool:
    """Whether the parts, some of them left out, have the characters of the word."""
    if not word:
        return True
    for at, part in enumerate(parts):
        if first and at:
            return False
        for size in range(min(len(part), len(word), LARGEST_NAME), 0, -1):
            if part[:size] != word[:size]:
                continue
            rest = word[size:]
            if not rest and first and (is_shared(part) or size < SHORTEST):
                continue
            if _follows(rest, parts[at + 1 :], first=False):
                return True
    return len(word) == 1 and not first and any(part[-1] == word for part in parts)
