"""Chinese names in other spellings than pinyin: Wade-Giles, and the Cantonese of Hong Kong.

Belongs here: which pinyin a syllable of them may be, and the names that such syllables make.
Does not belong here: Chinese characters (chinese.py), what a reading is worth (readings.py).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from pipelines.derived.names import Tokens
from pipelines.screening.pieces import words_made_of

SHORTEST, SHORTEST_TRADE, MOST_SYLLABLES = 5, 4, 6
"""A name or word of the trade in pinyin has so many letters at least, so many syllables at most."""
MOST_READINGS = 8
_INITIALS = {
    "ch": ("zh", "ch", "j", "q"), "hs": ("x",), "k": ("g", "k"), "p": ("b", "p"), "t": ("d", "t"),
    "ts": ("z", "c"), "tz": ("z", "c"), "ss": ("s",), "sz": ("s",), "j": ("r",),
}  # fmt: skip
_FINALS = {
    "ih": ("i",), "ien": ("ian",), "eh": ("e",), "ieh": ("ie",), "ueh": ("ue",), "ung": ("ong",),
    "o": ("e", "uo", "o"), "uei": ("ui",), "iung": ("iong",), "erh": ("er",), "u": ("u", "i"),
}  # fmt: skip
_ALONE = {"i": ("yi",), "yu": ("you", "yu"), "yung": ("yong",), "yeh": ("ye",), "yen": ("yan",)}
_WADE = re.compile(
    "(?P<initial>ch|sh|hs|ts|tz|ss|sz|[bpmfdtnlkhjsrwy])?"
    "(?P<final>i[ae]ng|iung|uang|ieh|ueh|uei|erh|ien|iao|uai|uan|ang|eng|ing|ung|eh|ih|ai|ei|ao|ou|"
    "an|en|in|un|ia|iu|ua|ui|uo|[aeiou])"
)
_CANTONESE_TEXT = """
au ou; chai qi; chak ze; cham zhan; chan chen zhan; chau zhou qiu; cheong zhang chang
cheung zhang chang xiang; chi zhi chi ci zi; chik ji zhi; chin qian zhan
ching zheng qing cheng jing; chiu zhao chao; cho cao chu; choi cai; chow zhou; choy cai; chu zhu
chui xu cui; chun jun zhen chun; chung zhong chong zong song; fai hui; fan fan; fat fa; fei fei
fong fang; fook fu; fu fu ku; fuk fu; fung feng; ha xia; hang heng xing hang; hei xi qi
heung xiang; hin xian; ho he hao; hoi hai kai; hok xue; hon han; hong kang hang xiang; hui xu
hung hong xiong kong; ip ye; ka jia; kai qi ji jie; kam jin; kan jin; kau jiu qiu; kei qi ji
keung qiang jiang; kin jian; king jing; kit jie; ko gao ke; kok jiao ge; kong gang jiang guang
koon guan; ku gu; kuen quan; kui ju; kun guan; kung gong; kwai gui; kwan jun guan qun; kwok guo
kwong guang; lai li lai; lam lin lan; lan lan; lau liu; lee li; lei li; leung liang; li li; lik li
lim lian; lin lian; ling ling; lo luo lao; lok le; long lang; luk lu; lun lun; lung long; ma ma
man wen man; mau mou; mei mei; ming ming; mo wu mo; mok mo; mong wang; mui mei; mun men; muk mu
nam nan; nang neng; ng wu; ngai wei yi; ngan yan yin; on an; pak bai bo; pang peng; pat ba; pik bi
ping ping bing; po bao bo pu; pong bang; poon pan; pui bei; sai xi shi; sam san shen xin
san xin shan shen; sau shou xiu; sek shi; seung shang xiang; shek shi; sheung shang
shing sheng cheng; shui shui; shun shun xin; shum shen; si shi si; sik xi; sin xian
sing xing sheng; siu xiao; so su; sui shui; suen sun xuan; sum xin shen sen; sun xin shun
sung song; tai da tai di; tak de; tam tan; tang deng tang; tat da; tin tian; ting ding ting
tik di; to du tao; tong tang tong dong; tsang zeng; tse xie; tsui xu; tung dong tong; wa hua
wah hua; wai wei hui; wan yun wen huan; wang hong; wing yong rong; wo he; wong wang huang; woo hu
wu hu wu; yam ren; yan ren yin; yat yi ri; yau you qiu; yee yi; yeung yang; yi yi er; yin yan xian
yeuk ruo yao; yuet yue; ngor e; ying ying; yip ye; yiu yao; yu yu ru; yue yue yu; yuen yuan; yuk yu
yung rong yong; ki ji qi
"""
_CANTONESE = {
    syllable: tuple(pinyin)
    for part in _CANTONESE_TEXT.replace("\n", ";").split(";")
    if part.strip()
    for syllable, *pinyin in [part.split()]
}

_IN_CANTONESE = {
    way: tuple(syllable for syllable, ways in _CANTONESE.items() if way in ways)
    for way in itertools.chain.from_iterable(_CANTONESE.values())
}

Syllables = tuple[tuple[str, ...], ...]


class Romanisations:
    """Names and words of the trade in pinyin, by the syllables that other spellings write."""

    def __init__(self, names: Iterable[str], trade: Iterable[str]) -> None:
        long_enough = {word for word in names if len(word) >= SHORTEST}
        trade = {word for word in trade if len(word) >= SHORTEST_TRADE}
        self._words = sorted(word for word in long_enough | trade if word.isascii())

    def meant(self, plain: Tokens) -> list[Tokens]:
        """The words with neighboring syllables as the names that they may spell."""
        found: dict[Tokens, None] = {}
        for way in (wade_giles, cantonese):
            ways = [way(word) for word in plain]
            ends: list[list[Tokens]] = [[] for _ in plain] + [[()]]
            for start in range(len(plain) - 1, -1, -1):
                ends[start] = [
                    (word, *rest)
                    for end, word in (*self._spans(plain, ways, start), (start + 1, plain[start]))
                    for rest in ends[end]
                ][:MOST_READINGS]
            found.update(dict.fromkeys(words for words in ends[0] if words != plain))
        return list(found)

    def _spans(self, plain: Tokens, ways: list[Syllables], start: int) -> Iterator[tuple[int, str]]:
        """Where the syllables from a word on end, with what they spell; the longest first."""
        spans = []
        run: Syllables = ()
        for end in range(start, len(plain)):
            if not ways[end] or len(run) + len(ways[end]) > MOST_SYLLABLES:
                break
            run += ways[end]
            if len(run) > 1:
                written = "".join(plain[start : end + 1])
                spans += [
                    (end + 1, word) for word in words_made_of(self._words, run) if word != written
                ]
        yield from reversed(spans)


@lru_cache(maxsize=2**15)
def wade_giles(word: str) -> Syllables:
    """The pinyin that each syllable of a word may be; nothing for a word that has others."""
    found: list[tuple[str, ...]] = []
    at = 0
    while at < len(word):
        part = _WADE.match(word, at)
        if part is None or len(found) == MOST_SYLLABLES:
            return ()
        if part[0] in _ALONE:
            found.append(_ALONE[part[0]])
        else:
            initial, final = part["initial"] or "", part["final"]
            found.append(
                tuple(
                    begun + end
                    for begun in _INITIALS.get(initial, (initial,))
                    for end in (*_FINALS.get(final, ()), *(() if final in _FINALS else (final,)))
                )
            )
        at = part.end()
    return tuple(found)


def cantonese(word: str) -> Syllables:
    """The pinyin that a word may be when it is a syllable of Cantonese; nothing for others."""
    return (_CANTONESE[word],) if word in _CANTONESE else ()


def cantonese_of(pinyin: str) -> Sequence[str]:
    """The syllables of Cantonese that a character of this pinyin may be."""
    return _IN_CANTONESE.get(pinyin, ())
