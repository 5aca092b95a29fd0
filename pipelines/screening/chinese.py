"""Chinese names: simplified, cut into words, and written in Latin letters.

Belongs here: how a name is cut at the words that many companies share, what each is called in
English, and pinyin. Does not belong here: those words (chinese_words.py), characters
(traditional.py), Latin words (words.py), or a decision about a match.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import cache, lru_cache

from pypinyin import Style, lazy_pinyin

from pipelines.derived.names import Tokens
from pipelines.screening.chinese_names import ENGLISH_NAMES, INITIALS, INSTITUTIONS, TRANSLATED
from pipelines.screening.chinese_words import MORE_PLACES_TEXT, PLACES_TEXT, TRADES_TEXT
from pipelines.screening.country_words import CHINESE, countries_in
from pipelines.screening.traditional import SIMPLER

_CJK = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_GRAMMAR_ZH = (
    "第", "省", "市", "县", "区", "自治区", "特别行政区", "的", "和", "与", "及",
    "自治州", "蒙古自治州", "回族自治州", "哈萨克自治州", "柯尔克孜自治州", "地区", "新区",
    "开发区", "维吾尔自治区", "壮族自治区",
)  # fmt: skip
_FORMS_ZH = (
    "股份有限公司", "有限责任公司", "集团有限公司", "控股有限公司", "股份公司", "有限公司",
    "总公司", "分公司", "子公司", "公司", "有限合伙", "有限", "责任", "股份", "合伙企业",
    "株式会社", "合同会社", "有限会社", "合资会社", "会社",
)  # fmt: skip
"""Chinese legal forms: they never tell two companies apart."""


def _pairs(text: str) -> dict[str, Tokens]:
    parts = (part.split() for line in text.strip().splitlines() for part in line.split(";"))
    return {chinese: tuple(word for word in english if word != "-") for chinese, *english in parts}


_PLACES = {
    **{word: (english,) for word, english in countries_in(CHINESE).items() if _CJK.match(word)},
    **_pairs(MORE_PLACES_TEXT),
    **_pairs(PLACES_TEXT),
}
_SHARED_WORDS = {**_pairs(TRADES_TEXT), **_PLACES, **dict.fromkeys((*_GRAMMAR_ZH, *_FORMS_ZH), ())}
SHORTEST_PINYIN = 8
"""The pinyin of a name with fewer letters may be another name."""
_OTHERWISE_TEXT = """
研究院 res inst; 研究所 inst; 理工大学 inst tech; 成套 complete; 总局 general directorate
科学院 res inst; 设计院 design res inst; 实验室 res ctr; 研究中心 lab; 控股 -; 集团 -; 工业 -
科技 sci tech; 技术 -; 研究院 inst; 工业大学 univ tech; 工业大学 polytechnic univ
理工大学 univ tech; 科技大学 univ tech; 厂 plant; 机械 mechanical; 航天 spaceflight; 航空 airlines
建筑 architecture; 制造 manufactory; 所 inst; 试验场 test ctr
"""


def _further_names() -> dict[str, list[Tokens]]:
    found = {chinese: [english] for chinese, english in TRANSLATED.items()}
    found.update({chinese: [(initials,)] for chinese, initials in INITIALS.items()})
    for line in re.split("[;\n]", _OTHERWISE_TEXT.strip()):
        found.setdefault(line.split()[0], []).extend(_pairs(line).values())
    return found


_OTHERWISE = _further_names()
"""Words with further English names."""
MOST_WAYS = 8
"""So many ways to say a Chinese name in English are tried."""
LARGEST_NAME = 12
"""A firm's own name has no more characters than this, and two at least."""
PLACES_LATIN = frozenset(word for words in _PLACES.values() for word in words)
_ENDINGS = _pairs("所 res inst; 院 acad; 局 bur; 部 dept")
"""What an institution is, in one character, after a word that others share."""
_ENGLISH = {**_SHARED_WORDS, **INSTITUTIONS, **_ENDINGS}
_BEGINS_NAMES, _JOINS = frozenset("新云微硅磁棉"), frozenset("和与及的")
"""Shared words of one character that are as often part of a name; those that join two names."""
_CUT_AT = sorted({*_SHARED_WORDS, *ENGLISH_NAMES}, key=lambda word: (-len(word), word))
_SHARED = re.compile(
    f"(第[一二三四五六七八九十零〇百0-9]+|{'|'.join(_CUT_AT)})".replace(
        "|宇航|", "|宇航(?![空天])|"
    )
)
"""A place, a trade or a form; of 翔宇航空 the trade is 航空."""
_BEGINNING = re.compile("|".join(sorted(INSTITUTIONS, key=lambda word: (-len(word), word))))
_REPEATED = re.compile("(.)々")
_NUMBERED = re.compile("第([一二三四五六七八九十零〇百]+)")
_UNMARKED = re.compile(
    "(?<![第一二三四五六七八九十零〇百])([一二三四五六七八九]?十[一二三四五六七八九]?"
    "|[一二三四五六七八九][一二三四五六七八九零〇]{2,}|[一二三四五六七八九])(?=所|院|厂|研究)"
)
"""The number of an institution without the sign of an ordinal before it; 三一研究院 has none."""
_DIGITS = {sign: at for at, sign in enumerate("零一二三四五六七八九")} | {"〇": 0}


def has_chinese(text: str) -> bool:
    """True when a Chinese character stands in the text."""
    return _CJK.search(text) is not None


def simplified(text: str) -> str:
    """The text with simplified characters in place of traditional ones and of their doubles."""
    if text.isascii():
        return text
    return _REPEATED.sub(r"\1\1", unicodedata.normalize("NFKC", text).translate(SIMPLER))


def is_shared(word: str) -> bool:
    """True for Chinese words that many companies share: places, trades, legal forms."""
    return word in _ENGLISH


def is_place_zh(word: str) -> bool:
    """True for countries, provinces and towns in Chinese characters."""
    return word in _PLACES


def is_empty(word: str) -> bool:
    """True for Chinese legal forms and words of grammar."""
    return word in _ENGLISH and not _ENGLISH[word]


@lru_cache(maxsize=2**14)
def cut(run: str) -> Tokens:
    """A run of Chinese characters as words: shared ones, and what stands between them."""
    begins = _BEGINNING.match(run)
    if begins:
        return (begins[0], *cut(run[begins.end() :]))
    parts = [part for part in _SHARED.split(_UNMARKED.sub(r"第\1", run)) if part]
    return _with_single_characters(parts)


def _with_single_characters(parts: list[str]) -> Tokens:
    """The parts, and a shared word of one character within a name as a part of that name."""
    found: list[str] = []
    is_open = False
    for at, part in enumerate(parts):
        is_within = _is_name(part) or _is_within(part, parts[:at][-1:], parts[at + 1 :][:1])
        if is_within and is_open:
            found[-1] += part
        else:
            found.append(part)
        is_open = is_within
    return tuple(found)


def _is_within(part: str, before: list[str], after: list[str]) -> bool:
    """Whether a shared word of one character belongs to the name beside it (鹏新旭, 和辉)."""
    sizes = [len(each) for each in (*before, *after) if _is_name(each)]
    if part in _BEGINS_NAMES:
        return bool(sizes)
    return part in _JOINS and bool(sizes) and (len(sizes) == 1 or min(sizes) == 1)


def _is_name(part: str) -> bool:
    is_numbered = part.startswith("第") and len(part) > 1
    return not (is_numbered or is_shared(part) or part in ENGLISH_NAMES)


def cut_with(run: str, known: Collection[str]) -> Tokens:
    """The run cut further, at names of two characters and more that are known."""
    found: list[str] = []
    for word in cut(run):
        found += [word] if is_shared(word) or word in known else _cut_at_known(word, known)
    return tuple(found)


def _cut_at_known(word: str, known: Collection[str]) -> list[str]:
    found = [""]
    at = 0
    while at < len(word):
        longest = min(LARGEST_NAME, len(word) - at)
        size = next((n for n in range(longest, 1, -1) if word[at : at + n] in known), 0)
        if size:
            found += [word[at : at + size], ""]
            at += size
        else:
            found[-1] += word[at]
            at += 1
    return [part for part in found if part]


def romanised(words: Tokens) -> Tokens:
    """Chinese words as English ones where they are shared, as pinyin where they are a name."""
    return _said(words, [None] * len(words))


def ways_in_english(words: Tokens) -> list[Tokens]:
    """Chinese words romanised, with their further English names: all firsts, then one at a time.

    An institution has the initials that its parts begin with.
    """
    usual: list[int | None] = [None] * len(words)
    ways: list[list[int | None]] = [usual, [0] * len(words)]
    for at, word in enumerate(words):
        for other in range(len(_OTHERWISE.get(word, ()))):
            ways.append([*usual[:at], other, *usual[at + 1 :]])
    return list(dict.fromkeys(_said(words, way) for way in ways[:MOST_WAYS]))


_SHORT_GROUPS = {"航天": ("航天科工", "航天科技"), "中电": ("中国电科",)}
"""State groups that a word of the trade stands for before the number of an academy."""


def with_groups_in_full(words: Tokens) -> Iterator[Tokens]:
    """The words with the state group that a word of the trade is short for (航天二院), if any."""
    for at, (word, number) in enumerate(itertools.pairwise(words)):
        if word in _SHORT_GROUPS and _NUMBERED.fullmatch(number):
            for group in _SHORT_GROUPS[word]:
                yield (*words[:at], group, *words[at + 1 :])


def _said(words: Tokens, ways: Sequence[int | None]) -> Tokens:
    """Every word by its usual English name, or by the further one that its way counts."""
    found: list[str] = []
    for word, way in zip(words, ways, strict=True):
        if not has_chinese(word):
            found.append(word)
        elif way is not None and word in _OTHERWISE:
            found += _OTHERWISE[word][way]
        elif word in _ENGLISH:
            found += _ENGLISH[word]
        elif word in ENGLISH_NAMES:
            found += ENGLISH_NAMES[word]
        else:
            found += in_pinyin(word)
    return tuple(found)


@lru_cache(maxsize=2**14)
def in_pinyin(word: str) -> Tokens:
    """Characters in pinyin as one word; a numbered one ("第五") as its number."""
    counted = _NUMBERED.fullmatch(word)
    if counted:
        return (f"{_number(counted[1])}",)
    return ("".join(lazy_pinyin(word, style=Style.NORMAL, v_to_u=False)).casefold(),)


def trade_words_in_english() -> frozenset[str]:
    """The English words of the trade that Chinese ones are called by."""
    return frozenset(word for english in _pairs(TRADES_TEXT).values() for word in english)


@cache
def words_by_english() -> tuple[tuple[str, Tokens], ...]:
    """Chinese words of the trade and places, each with what it is called in English."""
    return (*_pairs(TRADES_TEXT).items(), *_PLACES.items())


SHORTEST_TRADE_PINYIN = 5
"""The pinyin of a word of the trade with fewer letters may be a name."""


@cache
def trades_in_pinyin() -> dict[str, Tokens]:
    """Words of the trade in English, by the pinyin of the Chinese ones."""
    read = {"".join(in_pinyin(chinese)): way for chinese, way in _pairs(TRADES_TEXT).items()}
    return {pinyin: way for pinyin, way in read.items() if len(pinyin) >= SHORTEST_TRADE_PINYIN}


@cache
def english_of_pinyin() -> dict[str, Tokens]:
    """What institutions and firms are called in English, by the pinyin of their Chinese names."""
    names = {**ENGLISH_NAMES, **INSTITUTIONS}
    read = {"".join(in_pinyin(chinese)): english for chinese, english in names.items()}
    return {pinyin: english for pinyin, english in read.items() if len(pinyin) >= SHORTEST_PINYIN}


def _number(signs: str) -> int:
    if "十" not in signs and "百" not in signs:
        return int("".join(str(_DIGITS[sign]) for sign in signs))
    total, last = 0, 0
    for sign in signs:
        if sign in "十百":
            total += (last or 1) * (10 if sign == "十" else 100)
            last = 0
        else:
            last = _DIGITS[sign]
    return total + last
