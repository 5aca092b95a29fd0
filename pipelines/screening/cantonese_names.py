"""Chinese persons as Hong Kong writes them: by the Cantonese of their characters.

Belongs here: the usual surnames, and the names that characters may be in Cantonese. Does not belong
here: Cantonese syllables as pinyin (romanisations.py), or what a reading is worth (readings.py).
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Sequence

from pipelines.derived.names import Tokens
from pipelines.screening.chinese import has_chinese, in_pinyin
from pipelines.screening.romanisations import cantonese_of

FEWEST, LARGEST = 3, 4
"""A surname and two more characters at least: one more is the syllable of too many names."""
MOST_NAMES = 32
_SURNAMES_TEXT = """
林 lam; 郑 cheng; 陈 chan; 黄 wong; 李 lee li; 张 cheung; 吴 ng; 王 wong; 刘 lau; 何 ho; 梁 leung
罗 lo law; 郭 kwok; 曾 tsang; 邓 tang; 谭 tam; 叶 yip ip; 冯 fung; 谢 tse; 许 hui; 周 chow chau
胡 wu woo; 朱 chu; 徐 tsui; 孙 suen sun; 马 ma; 高 ko; 蔡 choi tsoi; 潘 poon; 杨 yeung; 卢 lo
萧 siu; 邱 yau; 余 yu; 苏 so; 关 kwan; 莫 mok; 霍 fok; 麦 mak; 简 kan; 甘 kam; 赵 chiu
钟 chung; 方 fong; 袁 yuen; 汤 tong; 唐 tong; 石 shek; 温 wan; 韩 hon; 姚 yiu; 廖 liu
赖 lai; 黎 lai; 欧 au; 区 au; 严 yim; 邵 shiu siu; 文 man; 伍 ng; 翁 yung; 程 ching
范 fan; 江 kong; 侯 hau; 古 ku; 沈 shum sum
夏 ha; 戴 tai; 阮 yuen; 雷 lui; 吕 lui; 龙 lung; 骆 lok; 施 sze; 凌 ling; 邝 kwong; 庄 chong
丁 ting; 董 tung; 洪 hung; 彭 pang; 任 yam; 岑 shum sham
"""
_SURNAMES = {
    sign: tuple(spellings)
    for part in _SURNAMES_TEXT.replace("\n", ";").split(";")
    if part.strip()
    for sign, *spellings in [part.split()]
}


def in_cantonese(plain: Tokens, known: Collection[str]) -> list[Tokens]:
    """The names that a person of a usual surname may be listed under, of known words alone."""
    run = "".join(plain)
    if (
        not FEWEST <= len(run) <= LARGEST
        or run[0] not in _SURNAMES
        or not all(map(has_chinese, run))
    ):
        return []
    ways = [_SURNAMES[run[0]]]
    ways += [(*_SURNAMES.get(sign, ()), *cantonese_of(in_pinyin(sign)[0])) for sign in run[1:]]
    return names_of(ways, known)


def names_of(ways: Iterable[Sequence[str]], known: Collection[str]) -> list[Tokens]:
    """The names of known words that characters make, each of which is read in several ways."""
    listed = [dict.fromkeys(way for way in each if way in known) for each in ways]
    return list(itertools.islice(itertools.product(*listed), MOST_NAMES))
