"""Company names made comparable.

Belongs here: folding of letters and punctuation, legal suffixes, the parts a listed name consists
of.
Does not belong here: any company, alias or decision about a match.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from cleanco.termdata import terms_by_country, terms_by_type

Tokens = tuple[str, ...]

_SHORT_LEGAL_WORDS_TEXT = """
ab ag as bv co kg kk lp nv oy sa se spa ua
"""
_MORE_LEGAL_WORDS_TEXT = """
bhd bhv company corp corporation inc incorporated jsc limited ltda ojsc oyj pjsc private pte pty
pvt sarl sdn
"""
_LONGER_TERMS = re.compile(r"[^\W\d_]{3,}")
LEGAL_WORDS = frozenset(
    {
        *_SHORT_LEGAL_WORDS_TEXT.split(),
        *_MORE_LEGAL_WORDS_TEXT.split(),
        *(
            word
            for terms in (*terms_by_type.values(), *terms_by_country.values())
            for word in (term.replace(".", "").casefold() for term in terms)
            if _LONGER_TERMS.fullmatch(word)
        ),
    }
)
"""Words that name a legal form: they never tell two companies apart.

Of the two-letter forms in cleanco's tables only a few are taken over: the others (uk, eu, da …) are
words of names more often.
"""

LEGAL_ENDINGS_ZH: tuple[Tokens, ...] = tuple(
    tuple(ending)
    for ending in (
        "股份有限公司",
        "有限责任公司",
        "有限責任公司",
        "有限公司",
        "公司",
    )
)
_LEGAL_BEGINNINGS_ZH = frozenset(ending[0] for ending in LEGAL_ENDINGS_ZH)

_ADDRESS_WORDS_TEXT = """
avenue base block boulevard building district floor highway lane road room street tower village
"""
ADDRESS_WORDS = frozenset(_ADDRESS_WORDS_TEXT.split())
"""Words of an address; one alone, without a number or comma, may be part of a name."""

_PLACE_WORDS_TEXT = """
anhui beijing changsha chengdu china chinese chongqing dalian dongguan east fujian fuzhou
guangdong guangxi guangzhou guiyang guizhou hainan hangzhou harbin hebei hefei henan hong
hongkong hubei hunan jiangsu jiangxi jilin jinan kong kunming langfang liaoning macao macau
nanchang nanjing ningbo north qingdao shaanxi shandong shanghai shanxi shenyang shenzhen sichuan
south suzhou taiwan tianjin tianjing urumqi west wuhan wuxi xiamen xian xinjiang xiongan yunnan
zhejiang zhengzhou zhuhai
"""
PLACE_WORDS = frozenset(_PLACE_WORDS_TEXT.split())
_PLACES_ZH_TEXT = """
中国 北京 上海 天津 重庆 广东 广州 深圳 东莞 珠海 江苏 南京 苏州 无锡 浙江
杭州 宁波 安徽 合肥 福建 福州 厦门 山东 济南 青岛 湖北 武汉 湖南 长沙 四川
成都 陕西 西安 贵州 贵阳 香港 台湾
"""
PLACES_ZH = frozenset(_PLACES_ZH_TEXT.split())

_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_CJK}]|[^\s{_CJK}]+")
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_CURLY_APOSTROPHES = re.compile("[\u2018\u2019\u02bc]")
_DOT_IN_INITIALS = re.compile(r"(?<=\b\w)\.(?=\w\b)")
_MISREAD = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u2122]")
_NOT_A_LETTER = re.compile(r"[\W_]+")
_PARENTHESES = re.compile(r"\(([^()]*)\)")
_CLOSING_PARENTHESES = re.compile(r"(?:\s*\([^()]*\))+\W*$")
_AFFILIATED = re.compile(r"\baffiliated entit(?:y|ies)\s*:", re.IGNORECASE)
_LEADING_AND = re.compile(r"^\s*and\s+", re.IGNORECASE)


@lru_cache(maxsize=2**16)
def normalise(text: str) -> str:
    """Lower-case words without accents or punctuation, one space apart; "&" is read as "and".

    Compatibility forms (full-width letters, ligatures) become their plain letters; initials are
    joined (S.A. is sa). Applying it again changes nothing. Traditional and simplified Chinese
    stay different. UTF-8 that was read as another encoding is put right first.
    """
    text = _fold(_reread(text))
    while not text.isascii() and (again := _fold(text)) != text:
        text = again
    return text


def _reread(text: str) -> str:
    """Text whose UTF-8 bytes were read as Western letters ("\u00c3\u00a4"), as it was meant."""
    if text.isascii() or _MISREAD.search(text) is None:
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _fold(text: str) -> str:
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
        text = unicodedata.normalize("NFKC", _ACCENTS.sub("", decomposed))
        text = _CURLY_APOSTROPHES.sub("", text)
    text = text.casefold().replace("&", " and ").replace("'", "").replace("`", "")
    if "." in text:
        text = _DOT_IN_INITIALS.sub("", text)
    return _NOT_A_LETTER.sub(" ", text).strip()


def tokens(text: str) -> Tokens:
    """The words of a name, normalised; each Chinese character is a word of its own."""
    return tuple(_TOKEN.findall(normalise(text)))


def without_legal_ending(words: Tokens) -> Tokens:
    """Words without the legal form at their end; a name that is nothing else stays as it is."""
    end = len(words)
    while end:
        if words[end - 1] in LEGAL_WORDS or words[end - 1] == "and":
            end -= 1
            continue
        ending = next((e for e in LEGAL_ENDINGS_ZH if words[max(0, end - len(e)) : end] == e), None)
        if ending is None:
            break
        end -= len(ending)
    return words[:end] or words


def compared_alias(alias: str) -> Tokens:
    """The words by which a vendor's alias is compared: two aliases that share them are one name."""
    return without_legal_ending(tokens(alias))


def before_legal_form(words: Tokens) -> Tokens:
    """Words up to the first legal form: without the department or city that follows it."""
    for at in range(1, len(words)):
        if words[at] in LEGAL_WORDS or (
            words[at] in _LEGAL_BEGINNINGS_ZH
            and any(words[at : at + len(ending)] == ending for ending in LEGAL_ENDINGS_ZH)
        ):
            return words[:at]
    return words


def without_parentheses(text: str) -> str:
    """The name without what stands in parentheses, or all of it when nothing else is left."""
    compatible = unicodedata.normalize("NFKC", text)
    if "(" not in compatible:
        return text
    plain = _PARENTHESES.sub(" ", compatible)
    return plain if normalise(plain) else text


def without_closing_parentheses(text: str) -> str:
    """The name without parentheses at its end; those inside it tell affiliates apart and stay."""
    plain = _CLOSING_PARENTHESES.sub("", unicodedata.normalize("NFKC", text))
    return plain if normalise(plain) else text


def in_parentheses(text: str) -> list[str]:
    """What stands in parentheses: often the short name of the company."""
    return _PARENTHESES.findall(unicodedata.normalize("NFKC", text))


def split_affiliated(name: str) -> tuple[str, str | None]:
    """The listed entity and, where the list names it as an affiliate, the company it belongs to.

    The Entity List writes such names as "<company>.  Affiliated Entity:  <entity>".
    """
    found = _AFFILIATED.search(name)
    if found is None or not name[found.end() :].strip():
        return name, None
    return name[found.end() :], name[: found.start()]


def is_address(text: str) -> bool:
    """True for a street or building that a list has where a name belongs.

    Its first part has a word for a place in a town; it has a number or a comma, and no legal form.
    """
    words = frozenset(tokens(text))
    return (
        bool(ADDRESS_WORDS.intersection(tokens(text.split(",", 1)[0])))
        and ("," in text or any(character.isdigit() for character in text))
        and not words & LEGAL_WORDS
    )


def without_leading_and(name: str) -> str:
    """An alias from an enumeration ("A; B; and C") without its conjunction."""
    return _LEADING_AND.sub("", name)


def are_places(words: Tokens) -> bool:
    """True when words are nothing but place names, also when there are none."""
    rest = list(words)
    while rest:
        if rest[0] in PLACE_WORDS:
            del rest[0]
        elif "".join(rest[:2]) in PLACES_ZH:
            del rest[:2]
        elif rest[0] in ("市", "省"):
            del rest[0]
        else:
            return False
    return True
