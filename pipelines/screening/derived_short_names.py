"""Short Chinese names of firms that the lists print in English or pinyin alone.

Belongs here: which Chinese words an English name may go back to, and which characters of them make
its short name. Does not belong here: short names of listed Chinese names (short_names.py), those
that have to be known (chinese_names.py), or what a short name is worth (readings.py).

A Chinese short name takes in order a character or more of the place, of the firm's own word and of
every trade that tells it from others (Shaanxi Aircraft Industry is 陕西飞机工业, 陕飞). What the
Chinese words are follows from the tables of words, for a firm's own word from its pinyin.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from pypinyin import Style, pinyin

from pipelines.derived.names import Tokens
from pipelines.screening.chinese import PLACES_LATIN, has_chinese, words_by_english
from pipelines.screening.chinese_names import INITIALS
from pipelines.screening.sounds import PINYIN, pinyin_syllables
from pipelines.screening.spelling import Spellings
from pipelines.screening.words import spelling

SHORTEST, LARGEST = 2, 5
"""So many characters a short name has."""
FEWEST_SLOTS = 2
"""Characters of so many parts of a name at least make its short name."""
MOST_PIECE = 3
"""So many characters of one part a short name takes at most."""
LONGEST_PHRASE = 4
MOST_NAMES = 40
"""A short name of more listed names is none of them."""
SHORTEST_MISSPELT, LEAST_LIKE_TRADE = 7, 0.88
"""A listed word of so many letters, so like one of the trade, is that one misspelt by the list."""
_PLACES_TEXT = """
京 beijing; 沪 shanghai; 津 tianjin; 渝 chongqing; 冀 hebei; 晋 shanxi; 蒙 inner mongolia
辽 liaoning; 吉 jilin; 黑 heilongjiang; 苏 jiangsu; 浙 zhejiang; 皖 anhui; 闽 fujian; 赣 jiangxi
鲁 shandong; 豫 henan; 鄂 hubei; 湘 hunan; 粤 guangdong; 桂 guangxi; 琼 hainan; 川 sichuan
蜀 sichuan; 黔 guizhou; 滇 yunnan; 藏 tibet; 秦 shaanxi; 陇 gansu; 青 qinghai; 宁 nanjing
新 xinjiang; 港 hongkong; 澳 macao; 甬 ningbo; 蓉 chengdu; 汉 wuhan; 穗 guangzhou; 杭 hangzhou
"""
"""What a province or town is called by one character that is not its first one, or is one."""
_OTHER_TRADES_TEXT = """
建设 eng; 工程 construction; 航空 aeronautics; 航天 astronautics; 航天 space; 航天 spaceflight
飞机 aviation; 船舶 ship; 船舶 marine; 工业 polytechnic; 理工 tech; 工业 tech; 通信 telecom
核工业 nuclear; 仪表 instrument; 电力 electric; 半导体 micro elec; 造船 shipyard; 机械 mechanical
"""
"""Chinese words behind English ones that the tables translate otherwise."""
_SAYS_LITTLE_TEXT = """
acad bur co company corp ctr dev eng enterprise equip export factory general grp hldg import ind
inst institution intl invest key lab limited mfg natl plant products res sci services state
subordinate sys tech trading univ
"""
_SAYS_LITTLE = frozenset(_SAYS_LITTLE_TEXT.split())
"""Words that a short name may leave out."""
_INSTITUTIONS = frozenset({"univ", "inst", "acad", "lab", "ctr", "factory", "plant", "bur", "res"})
"""Words that stand at the end of a Chinese name and in an English one anywhere."""
_ENDS = frozenset("所院厂局大")
"""Last characters of an institution that a short name may end with."""
_UNIVERSITY = "大学"
_NUMERALS = dict(zip("123456789", "一二三四五六七八九", strict=True)) | {"10": "十"}
_GROUPS = frozenset(INITIALS.values())


class Slot(NamedTuple):
    """A part of a name: the Chinese words it may be or the syllables, and if it must be there."""

    words: frozenset[str]
    syllables: Tokens
    is_needed: bool
    is_place: bool


def _is_telling(slot: Slot) -> bool:
    """Whether a part tells a name from others of its place."""
    return slot.is_needed or any(
        len(word) > len(_UNIVERSITY) and word.endswith(_UNIVERSITY) for word in slot.words
    )


class DerivedShortNames:
    """Listed names as they are compared, by the first characters of their Chinese ones."""

    def __init__(self, names: Iterable[Tokens]) -> None:
        self._by_sign: dict[str, list[tuple[Tokens, tuple[Slot, ...]]]] = {}
        for words in dict.fromkeys(names):
            if any(map(has_chinese, words)):
                continue
            for slots in dict.fromkeys(slots_of(words, size) for size in (LONGEST_PHRASE, 1)):
                for sign in _first_signs(slots):
                    self._by_sign.setdefault(sign, []).append((words, slots))
        self.meant = lru_cache(maxsize=2**12)(self._find_meant)

    def _find_meant(self, word: str) -> tuple[Tokens, ...]:
        """The listed names that a word of a few characters may be short for; none of too many."""
        if not SHORTEST <= len(word) <= LARGEST or not all(map(has_chinese, word)):
            return ()
        found = dict.fromkeys(
            words for words, slots in self._by_sign.get(word[0], ()) if is_short_for(word, slots)
        )
        return tuple(found) if len(found) <= MOST_NAMES else ()


def slots_of(words: Tokens, longest: int) -> tuple[Slot, ...]:
    """The parts of a name in their Chinese order; none where a word has no Chinese one.

    As many English words as `longest` may go back to one Chinese word.

    A name has a place or a number, and besides it a trade that tells it from others or an own word.
    """
    rest = words[1:] if words[:1] and words[0] in _GROUPS else words
    found: list[Slot] = []
    ends: list[Slot] = []
    at = 0
    while at < len(rest):
        size = next((n for n in range(longest, 0, -1) if rest[at : at + n] in _phrases()), 0)
        part = rest[at : at + size] if size else (_corrected(rest[at]),)
        at += max(size, 1)
        slot = _slot(part, is_known=part in _phrases())
        if slot is None:
            return ()
        (ends if _INSTITUTIONS.issuperset(part) else found).append(slot)
    places = list(dict.fromkeys(slot for slot in found if slot.is_place))
    others = [slot for slot in found if not slot.is_place]
    is_university = len(rest) > FEWEST_SLOTS and any(_UNIVERSITY in slot.words for slot in ends)
    is_told = is_university or any(map(_is_telling, (*others, *ends)))
    has_name = bool(places) and is_told
    return (*places, *others, *ends) if has_name else ()


def _slot(part: Tokens, *, is_known: bool) -> Slot | None:
    if len(part) == 1 and part[0] in _NUMERALS:
        return Slot(frozenset({_NUMERALS[part[0]]}), (), is_needed=True, is_place=True)
    if is_known:
        is_place = PLACES_LATIN.issuperset(part)
        is_needed = not is_place and not _SAYS_LITTLE.issuperset(part)
        return Slot(_phrases()[part], (), is_needed, is_place)
    if part[0] in _SAYS_LITTLE:
        return Slot(frozenset(), (), is_needed=False, is_place=False)
    if len(part[0]) > 1 and PINYIN.fullmatch(part[0]):
        return Slot(frozenset(), pinyin_syllables(part[0]), is_needed=True, is_place=False)
    return None


def is_short_for(word: str, slots: tuple[Slot, ...]) -> bool:
    """Whether the characters of a word stand for parts of a name, all that it needs among them.

    The first one stands for a place or a number.
    """
    return any(
        _stands_for(word[:size], slot) and _follows(word[size:], slots[at + 1 :], 1)
        for at, slot in enumerate(slots)
        if slot.is_place and not any(before.is_needed for before in slots[:at])
        for size in range(1, min(MOST_PIECE, len(word)) + 1)
    )


def _follows(word: str, slots: tuple[Slot, ...], used: int) -> bool:
    if not slots:
        return not word and used >= FEWEST_SLOTS
    slot, rest = slots[0], slots[1:]
    for size in range(1, min(MOST_PIECE, len(word)) + 1):
        if _stands_for(word[:size], slot) and _follows(word[size:], rest, used + 1):
            return True
    return not slot.is_needed and _follows(word, rest, used)


def _stands_for(piece: str, slot: Slot) -> bool:
    """Whether characters are a part's first one with others of it behind, or its syllables."""
    if slot.syllables:
        return len(piece) <= len(slot.syllables) and all(
            syllable in _sounds(sign) for sign, syllable in zip(piece, slot.syllables, strict=False)
        )
    return any(
        (word[0] == piece[0] and _has_in_order(word, piece))
        or (len(piece) == 1 and piece in _ENDS and word.endswith(piece))
        for word in slot.words
    )


def _has_in_order(word: str, piece: str) -> bool:
    signs = iter(word)
    return all(sign in signs for sign in piece)


def _first_signs(slots: tuple[Slot, ...]) -> set[str]:
    return {word[0] for slot in slots if slot.is_place for word in slot.words}


@lru_cache(maxsize=2**13)
def _sounds(sign: str) -> frozenset[str]:
    """Every way that a character is read."""
    ways = pinyin(sign, style=Style.NORMAL, heteronym=True, v_to_u=False)
    return frozenset(way.casefold() for each in ways for way in each)


@lru_cache(maxsize=2**15)
def _corrected(word: str) -> str:
    """A word as the lists print it, or the word of the trade that it is misspelt for."""
    if len(word) < SHORTEST_MISSPELT or PINYIN.fullmatch(word):
        return word
    near = max(_trades().near(word), key=lambda pair: pair[1], default=(word, 0.0))
    return near[0] if near[1] >= LEAST_LIKE_TRADE else word


@cache
def _trades() -> Spellings:
    return Spellings(
        part[0] for part in _phrases() if len(part) == 1 and len(part[0]) >= SHORTEST_MISSPELT
    )


@cache
def _phrases() -> dict[Tokens, frozenset[str]]:
    """Chinese words of the trade and places, by what they are called in English."""
    found: dict[Tokens, set[str]] = {}
    pairs = [
        (chinese, tuple(english.split()))
        for chinese, english in re.findall(r"(\S+) ([a-z ]+)", _PLACES_TEXT + _OTHER_TRADES_TEXT)
    ]
    for chinese, english in (*words_by_english(), *pairs):
        spelled = tuple(map(spelling, english))
        if spelled:
            found.setdefault(spelled, set()).add(chinese)
    return {english: frozenset(words) for english, words in found.items()}
