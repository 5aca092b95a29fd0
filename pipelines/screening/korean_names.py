"""Korean persons in Chinese characters, and as Seoul, the North and the press spell them.

Belongs here: the usual surnames and given names, by the Korean reading of each character, and which
spellings a syllable has. Does not belong here: hangul (scripts.py), words of the trade
(loanwords.py), or what a reading is worth (readings.py).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from pipelines.derived.names import Tokens
from pipelines.screening.cantonese_names import names_of
from pipelines.screening.chinese import has_chinese, simplified

FEWEST, LARGEST = 2, 4
_SURNAMES_TEXT = """
金 kim gim; 李 ri li lee yi rhee; 朴 pak park; 崔 choe choi; 張 jang chang; 趙 jo cho
鄭 jong jung chong chung; 康 kang; 姜 kang; 尹 yun yoon; 林 rim im lim; 吳 o oh; 韓 han
申 sin shin; 徐 so seo; 權 kwon; 黃 hwang; 安 an ahn; 宋 song; 洪 hong; 柳 ryu yu yoo
劉 ryu yu yoo; 全 jon jeon chon; 田 jon jeon chon; 高 ko go; 文 mun moon; 孫 son; 裴 pae bae
白 paek baek; 許 ho heo; 南 nam; 沈 sim shim; 盧 ro no roh; 河 ha; 郭 kwak; 成 song sung; 車 cha
朱 ju chu; 禹 u woo; 具 ku koo; 閔 min; 任 rim im; 羅 ra na; 陳 jin chin; 池 ji; 嚴 om um; 元 won
千 chon; 方 pang bang; 孔 kong; 玄 hyon hyun; 咸 ham; 邊 pyon byun; 廉 ryom yom; 呂 ryo yo; 秋 chu
都 to do; 石 sok suk; 太 thae tae; 魯 ro no; 馬 ma; 表 pyo; 明 myong; 奇 ki; 吉 kil gil; 延 yon
魏 wi; 丁 jong; 王 wang
"""
_GIVEN_TEXT = """
正 jong jung; 恩 un eun; 日 il; 鐵 chol chul; 三 sam; 英 yong young; 哲 chol chul; 男 nam
國 kuk guk; 光 kwang; 學 hak; 進 jin; 振 jin; 鎮 jin; 真 jin; 虎 ho; 浩 ho; 鎬 ho; 龍 ryong yong
海 hae; 東 tong dong; 革 hyok; 赫 hyok; 奎 kyu; 圭 kyu; 與 yo; 永 yong young; 勇 yong; 容 yong
洙 su; 秀 su; 守 su; 壽 su; 植 sik; 式 sik; 源 won; 昌 chang; 俊 jun; 峻 jun; 準 jun; 京 kyong
慶 kyong; 敬 kyong; 景 kyong; 順 sun; 輝 hwi; 熙 hui hee; 姬 hui hee; 喜 hui hee; 玉 ok; 淑 suk
善 son sun; 仙 son; 先 son; 雪 sol; 松 song; 主 ju; 柱 ju; 周 ju; 炳 pyong byong; 秉 pyong byong
相 sang; 尚 sang; 泰 thae tae; 德 tok dok; 律 ryul; 烈 ryol yol; 憲 hon; 勳 hun; 訓 hun; 燦 chan
贊 chan; 建 kon; 根 kun gun; 基 ki; 起 ki; 平 phyong pyong; 弼 phil pil; 華 hwa; 和 hwa; 花 hwa
一 il; 仁 in; 寅 in; 漢 han; 幸 haeng; 成 song sung; 星 song; 聖 song; 盛 song; 承 sung; 勝 sung
美 mi; 民 min; 敏 min; 福 pok bok; 植 sik; 錫 sok suk; 宇 u; 雨 u; 運 un; 雲 un; 潤 yun; 允 yun
義 ui; 林 rim; 鶴 hak; 河 ha; 夏 ha; 賢 hyon hyun; 鉉 hyon hyun; 亨 hyong; 馨 hyong; 煥 hwan
桓 hwan; 澤 thaek taek; 澈 chol; 春 chun; 忠 chung; 中 jung; 重 jung; 宗 jong; 鍾 jong; 在 jae
載 jae; 範 pom bom; 甲 kap; 奉 pong bong; 鳳 pong bong; 實 sil; 新 sin; 信 sin; 道 to do; 斗 tu du
吉 kil; 秋 chu
"""


def _table(*texts: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for text in texts:
        for part in text.replace("\n", ";").split(";"):
            if part.strip():
                sign, *readings = part.split()
                found.setdefault(simplified(sign), {}).update(dict.fromkeys(readings))
    return {sign: tuple(readings) for sign, readings in found.items()}


_SURNAMES = _table(_SURNAMES_TEXT)
_GIVEN = _table(_SURNAMES_TEXT, _GIVEN_TEXT)


def in_korean(plain: Tokens, known: Collection[str]) -> list[Tokens]:
    """The names that a person of a usual Korean surname may be listed under, of known words."""
    run = "".join(plain)
    if (
        not FEWEST <= len(run) <= LARGEST
        or run[0] not in _SURNAMES
        or not all(sign in _GIVEN and has_chinese(sign) for sign in run)
    ):
        return []
    return names_of([_SURNAMES[run[0]], *(_GIVEN[sign] for sign in run[1:])], known)


_SYLLABLE = re.compile(
    "(?P<initial>ch|sh|ss|kk|tt|pp|jj|kh|th|ph|[gkdtbpjrlnmsh])?"
    "(?P<vowel>yeo|you|yoo|yae|yai|woo|weo|wae|wai|wha|eui|eo|eu|oo|ou|ae|ai|ee|ei|oe|oi|oh|wa|wo|we|wi|"
    "ui|ya|yo|yu|ye|yi|[aeiou])"
    "(?P<final>ng|ck|[nmkgtlrpbh])?"
)
_ALIKE_TEXT = """
g k g; k k g; kk kk k g; kh k kh; d t d; t t d; tt tt t d; th t th; b p b; p p b; pp pp p b; ph p ph
j j ch; ch ch j; jj jj j ch; r r l; l r l -; s s; sh s sh; ss ss s; n n r; m m; h h; - - r
"""
_VOWELS_TEXT = """
yeo yo yeo; you yo yu you; yoo yu yoo; yae yae; yai yae; woo u woo; weo wo weo; wae wae; wai wae
wha wa; eui ui; eo o eo; eu u eu; oo u oo; ou o u; ae ae ai; ai ae ai; ee i ee; ei e; oe oe
oi oe oi; oh o; wa wa; wo wo; we we; wi wi; ui ui; ya ya; yo yo yeo; yu yu yo yoo; ye ye; yi i yi
a a; e e ae; i i ee; o o eo; u u o oo eu
"""
_FINALS_TEXT = "ng ng; n n; m m; k k g; ck k; g k g; t t; l l; r l; p p b; b p b; h -; - -"
_FURTHER_TEXT = (
    "lee ri; yi ri; rhee ri; park pak; yoo ryu; yim rim; noh ro; choi choe; woo u; moon mun"
)


def _choices(text: str) -> dict[str, tuple[str, ...]]:
    parts = (part.split() for part in text.replace("\n", ";").split(";") if part.strip())
    return {
        sign.replace("-", ""): tuple(other.replace("-", "") for other in others)
        for sign, *others in parts
    }


_INITIALS, _VOWELS, _FINALS, _FURTHER = map(
    _choices, (_ALIKE_TEXT, _VOWELS_TEXT, _FINALS_TEXT, _FURTHER_TEXT)
)
_LATIN_SURNAMES = frozenset(itertools.chain.from_iterable(_SURNAMES.values())) | _FURTHER.keys()
FEWEST_WORDS, LARGEST_WORD = 2, 12


def respelt_in_korean(plain: Tokens, known: Collection[str]) -> list[Tokens]:
    """The names of known words that a Korean person in Latin letters may be listed under."""
    has_surname = _LATIN_SURNAMES.intersection((plain[0], plain[-1])) if plain else ()
    if not has_surname or not FEWEST_WORDS <= len(plain) <= LARGEST:
        return []
    parts = [_syllables(word) for word in plain]
    if not all(parts):
        return []
    names = (
        name
        for cut in itertools.product(*parts)
        for name in names_of(map(_spellings, itertools.chain.from_iterable(cut)), known)
    )
    return [name for name in dict.fromkeys(names) if name != plain]


def _syllables(word: str) -> list[Tokens]:
    """A word as one Korean syllable or as two, in each way; nothing for other words."""
    if len(word) > LARGEST_WORD:
        return []
    ways = [(word,), *((word[:at], word[at:]) for at in range(1, len(word)))]
    return [
        way for way in ways if all(part in _FURTHER or _SYLLABLE.fullmatch(part) for part in way)
    ]


@lru_cache(maxsize=2**12)
def _spellings(syllable: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*_FURTHER.get(syllable, ()), *_spelt(syllable))))


def _spelt(syllable: str) -> Iterator[str]:
    found = _SYLLABLE.fullmatch(syllable)
    if found:
        signs: Iterable[tuple[str, ...]] = (
            _INITIALS[found["initial"] or ""],
            _VOWELS[found["vowel"]],
            _FINALS[found["final"] or ""],
        )
        yield from map("".join, itertools.product(*signs))
