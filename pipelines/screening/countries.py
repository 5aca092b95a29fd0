"""The country that a cell means, in any usual form.

Belongs here: codes, names in the languages people use, and what countries are called besides.
Does not belong here: which country a listed name has (dbt), or what a country changes.
"""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale
from babel.core import get_global
from rapidfuzz import fuzz, process

from pipelines.derived.names import normalise
from pipelines.parsing import countries as printed

LANGUAGES = ("en", "zh_Hans", "zh_Hant", "de", "fr", "es", "pt", "it", "nl", "ru", "ja", "ko")
_MORE_NAMES_TEXT = """
GB: uk; great britain; britain; england; scotland; wales; northern ireland
GB: united kingdom of great britain and northern ireland
CN: prc; pr china; p r china; peoples republic of china; china peoples republic of
CN: mainland china; china mainland; china prc; 中国大陆; 中國大陸; 中华人民共和国
CN: 中華人民共和國; zhongguo
US: us; usa; united states of america; america; the states; u s a; 美国; 美國
HK: hong kong; hongkong; hong kong sar; hk sar; hksar; hong kong china; china hong kong
HK: hong kong special administrative region; 香港; 中国香港; 中國香港
MO: macau; macao; macau sar; macao sar; macau china; macao china; 澳门; 澳門
TW: taiwan; taiwan roc; roc; republic of china; chinese taipei; taiwan province of china
TW: taiwan china; 中国台湾; 臺灣; 台灣
KR: south korea; korea; republic of korea; korea republic of; korea south; rok; s korea
KR: 韩国; 韓國
KP: north korea; dprk; korea north; democratic peoples republic of korea
KP: korea democratic peoples republic of; 朝鲜; 朝鮮
RU: russia; russian federation; rf; 俄罗斯; 俄羅斯
IR: iran; islamic republic of iran; iran islamic republic of
AE: uae; united arab emirates; emirates; dubai; abu dhabi
VN: vietnam; viet nam
CZ: czech republic; czechia
NL: netherlands; holland; the netherlands
TR: turkey; turkiye
MM: burma; myanmar
SY: syria; syrian arab republic
LA: laos; lao pdr
BO: bolivia; plurinational state of bolivia
VE: venezuela; bolivarian republic of venezuela
TZ: tanzania; united republic of tanzania
MD: moldova; republic of moldova
MK: macedonia; north macedonia
CI: ivory coast; cote divoire
CD: drc; dr congo; democratic republic of the congo; congo kinshasa
CG: congo; republic of the congo; congo brazzaville
PS: palestine; state of palestine
SZ: swaziland; eswatini
CV: cape verde; cabo verde
BN: brunei; brunei darussalam
TL: east timor; timor leste
DE: federal republic of germany; brd
"""
_IN_PARENTHESES = re.compile(r"[(（\[]([^()（）\[\]]+)[)）\]]")
_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
_CODE_LETTERS = 2
_NUMBER = re.compile(r"\d{3}")
_BETWEEN_COUNTRIES = re.compile(r"[/;|\n]")


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """Codes by the folded forms of a country."""
    known = set(Locale("en").territories)
    codes = {
        code for code in known if len(code) == _CODE_LETTERS and code.isalpha()
    } - _NO_COUNTRIES
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if code in codes:
                found.setdefault(normalise(name), code)
    for alias, now in get_global("territory_aliases").items():
        if len(now) == 1 and now[0] in codes:
            found.setdefault(normalise(alias), now[0])
    for line in _MORE_NAMES_TEXT.strip().splitlines():
        code, names = line.split(": ")
        found.update(dict.fromkeys(map(normalise, names.split("; ")), code))
    found.update({code.casefold(): code for code in codes})
    return found


def country_code(text: str) -> str:
    """The ISO 3166 alpha-2 code of a code, number or name of a country; empty when unknown.

    What stands in parentheses or behind a comma may say it too ("China (CN)", "Shenzhen, China").
    A number is the three figures of ISO 3166, nothing else; of several countries none is meant.
    """
    several = {_code_in(part) for part in _BETWEEN_COUNTRIES.split(text)}
    return several.pop() if len(several) == 1 else ""


def _code_in(text: str) -> str:
    inside = _IN_PARENTHESES.findall(text)
    behind = [part for part in text.split(",")[:0:-1] if len(part.strip()) > _CODE_LETTERS]
    outside = _IN_PARENTHESES.sub(" ", text)
    return next(filter(None, map(_code_of, (text, outside, *inside, *behind))), "")


def _code_of(text: str) -> str:
    if any(sign.isdigit() for sign in text):
        figures = text.strip()
        return _codes().get(figures, "") if _NUMBER.fullmatch(figures) else ""
    folded = normalise(text).removeprefix("the ").strip()
    return _codes().get(folded) or printed.country_code(text) or ""


def near_countries(text: str, most: int = 3) -> list[tuple[str, str]]:
    """Codes and English names of countries that are written nearly like the text, nearest first."""
    folded = normalise(text)
    found = process.extract(folded, list(_codes()), scorer=fuzz.ratio, limit=20, score_cutoff=60)
    codes = dict.fromkeys(_codes()[name] for name, _, _ in found)
    names = Locale("en").territories
    return [(code, str(names[code])) for code in list(codes)[:most]]
