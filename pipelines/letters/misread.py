"""Whether text shows that its bytes were read in the wrong encoding.

Belongs here: the marks that such a reading leaves. `MISREAD_SQL` is the part of them that a single
title or name shows, as one pattern that DuckDB and Python read alike; the whole-text measure adds
how common the Chinese characters, kana and Hangul syllables are.
Does not belong here: decoding (`text.py`), or what a check does with a finding.
"""

from __future__ import annotations

import re
from collections import Counter

_WINDOWS = (
    "\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019"
    "\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178"
)
_WESTERN = f"\u0080-\u00ff{_WINDOWS}"
_CONTINUATION = f"\u0080-\u00bf{_WINDOWS}"
_EAST_ASIAN_LEAD = "\u201a\u0192\u201e\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d"
_MARKS = (
    f"[\u00c2\u00c3][{_CONTINUATION}]",
    "\u00e2\u20ac",
    "\u00ef\u00bb\u00bf",
    f"(?:[\u00e3-\u00ef][{_CONTINUATION}][{_CONTINUATION}]){{2}}",
    "[\u00a1-\u00aa\u00ac-\u00b6\u00b8-\u00ba\u00bc-\u00ff]{4}",
    "(?:[\u00a1-\u00f9][@-~\u00a1-\u00fe]){4}",
    f"(?:[{_EAST_ASIAN_LEAD}][ -~{_WESTERN}]){{3}}",
    "[\uff61-\uff9f]{3}",
    "[\ue000-\uf8ff]",
    "\u951f\u65a4\u62f7|\u70eb\u70eb\u70eb|\u5c6f\u5c6f\u5c6f",
    "\u9428\u52ef|\u951b[\u5c00-\u5dff]|\u9286[\u5000-\u50ff]|\u9225[\u6e00-\u6eff]",
    "\u7e3a[\u0080-\uffff]|\u7e67[\uff61-\uff9f]|\u7e5d[\uff61-\uff9f]",
)
_READ_WRONGLY = re.compile("(?:" + "|".join(f"(?:{mark})+" for mark in _MARKS) + ")")
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")
_COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用"
    "道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实"
    "日月公司市新企业产技术美华金出口管制商务部布关系电机力工长全政府第二三四五十百万亿元高外交通信息报"
    "加入合资本投股价格东西南北京上海港台海内品制造体导半芯片限禁令措施清单名将被与及等最据称表示"
    "這個們來為國時會對說過發後裡學現當沒動還進樣實從開點問題長業產術華關係電機報資價東臺灣導體單將"
    "與據稱務佈應經過無車間書語氣話場員気米社会議対応発表規輸強化開始業"
    "이다에의는로하을가고지서한은기으년대사시를리도인스일자해정상국전부들과라나어제수"
)
_LEAST_CHARACTERS = 16
_STRETCH = 1_000_000
"""Characters of a stretch: to look at all of a long text takes a gigabyte."""
_MISREAD_SHARE, _PRIVATE_SHARE, _KANA_SHARE = 0.3, 0.05, 0.3
_COMMON_SHARE = 0.18
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_KANA = re.compile("[\u3040-\u30ff]")

MISREAD_SQL = "|".join(("\ufffd", "[\u0080-\u009f]", *_MARKS))
"""A pattern of what one title or name shows that was decoded wrongly, or damaged."""


def is_misread(text: str) -> bool:
    """Whether so much of what is not ASCII looks wrong that the encoding must be another one.

    Of a long text three stretches are looked at: its begin, its middle and its end.
    """
    if len(text) > 3 * _STRETCH:
        middle = len(text) // 2
        text = text[:_STRETCH] + text[middle : middle + _STRETCH] + text[-_STRETCH:]
    beyond = _whole_beyond_ascii(text)
    if not beyond:
        return False
    counts = Counter(text)
    private = sum(count for letter, count in counts.items() if _PRIVATE.match(letter))
    if private > _PRIVATE_SHARE * beyond:
        return True
    wrong = sum(_whole_beyond_ascii(found[0]) for found in _READ_WRONGLY.finditer(text))
    return wrong >= _MISREAD_SHARE * beyond or common_share(text) < _COMMON_SHARE


def common_share(text: str) -> float:
    """How many of the East Asian characters are common ones; 1 when there are too few to say."""
    counts = {char: count for char, count in Counter(text).items() if _EAST_ASIAN.match(char)}
    total = sum(counts.values())
    if total < _LEAST_CHARACTERS:
        return 1.0
    kana = sum(count for char, count in counts.items() if _KANA.match(char))
    common = sum(count for char, count in counts.items() if char in _COMMON)
    is_japanese = kana >= _KANA_SHARE * total
    return (common + kana * is_japanese) / total


def count_common(text: str) -> int:
    """How many common Chinese characters and Hangul syllables a text has."""
    return sum(count for char, count in Counter(text).items() if char in _COMMON)


def count_beyond_ascii(text: str) -> int:
    """How many characters of a text are not ASCII, without a list of them."""
    return 0 if text.isascii() else len(text) - len(text.encode("ascii", "ignore"))


def _whole_beyond_ascii(text: str) -> int:
    return count_beyond_ascii(text) - text.count("\ufffd")
