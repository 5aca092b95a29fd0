"""Titles as outlets and aggregators deliver them, made comparable.

Belongs here: entities, full width, tokenised punctuation, initials, traditional characters,
publisher suffixes and prefixes.
Does not belong here: any word that decides what a headline means.
"""

from __future__ import annotations

import csv
import html
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from pipelines.letters.invisible import visible

LEXICON = Path(__file__).resolve().parents[1] / "lexicon"
CHARACTERS = LEXICON / "characters.csv"
TERMS = LEXICON / "terms.csv"

_CJK = "\u3400-\u9fff"
_IDEOGRAPH = re.compile(f"[{_CJK}]")
_UNKNOWN = "\ufffd"
"""Stands where a character was damaged."""
_SPACES = re.compile(r"\s+")
_INITIALS = re.compile(r"(?<![A-Za-z])((?:[A-Z] ?\. ?){2,})(?![a-z])")
_POSSESSIVE = re.compile(r" ?['\u2032`] ?s\b")
_SPACE_BEFORE = re.compile(r" +([,;:!?%)\u3002\uff0c])")
_TICKER = re.compile(
    r"\s[-\u2013\u2014|]\s[^-\u2013\u2014|]*\( ?(?:NASDAQ|NYSE|OTC)\w* ?:.*$", re.I
)
_SUFFIX = re.compile(r"^(?P<rest>.+?\S)\s+[-\u2013\u2014|]\s+(?P<tail>[^|]{2,40})$")
_PUBLISHER = re.compile(
    r"^(?:[A-Z0-9'&][\w'&.!]*|of|the|and|on|for|de|la)"
    r"(?: (?:[A-Z0-9'&][\w'&.!]*|of|the|and|on|for)){0,4}$"
)
_DOMAIN = re.compile(
    r"^[\w-]+(?:\.[\w-]+)*\.(?:com|cn|net|org|co|io|tv|news|uk|hk|tw|jp|eu|info)$", re.I
)
_SUFFIX_ZH = re.compile(
    rf"\s*[-_|\u4e28\u2014]\s*[{_CJK}A-Za-z0-9]{{1,9}}(?:网|報|报|社|新闻|财经|资讯|日报|周刊|科技|频道)$"
)
_TAIL_SOURCE = re.compile(
    r"\s*[:\u2013\u2014-]\s*(?:media )?(?:reports?|sources?|officials?)$", re.I
)
_PREFIX = re.compile(
    r"^(?:(?:breaking(?: news)?|exclusive|update(?: ?\d)?|just in|watch|live|video)"
    r"\s*[|:\u2013\u2014-]\s*"
    r"|[\u3010\[][^\u3011\]]{1,12}[\u3011\]]\s*|(?:快讯|突发|独家|最新|重磅)\s*[:|丨!]\s*)",
    re.I,
)


@lru_cache(maxsize=1)
def simplified_table() -> dict[int, str]:
    """Traditional to simplified, for `str.translate`; from characters.csv."""
    with CHARACTERS.open(encoding="utf-8", newline="") as file:
        return {ord(row["traditional"]): row["simplified"] for row in csv.DictReader(file)}


@lru_cache(maxsize=1)
def _terms() -> tuple[re.Pattern[str], dict[str, str]]:
    """Words of Taiwan's usage and the mainland's words for them; from terms.csv."""
    with TERMS.open(encoding="utf-8", newline="") as file:
        said_as = {row["term"]: row["said_as"] for row in csv.DictReader(file)}
    longest_first = sorted(said_as, key=lambda term: (-len(term), term))
    return re.compile("|".join(map(re.escape, longest_first))), said_as


def normalise(title: str) -> str:
    """One line of text with plain quotes, plain spaces, joined initials, simplified characters.

    The publisher's name at the end and a label at the beginning are dropped; `without_outlet`
    says when. Never raises; an empty title stays empty.
    """
    text = html.unescape(html.unescape(title)) if "&" in title else title
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.replace("\u2026", "; ")).translate(
            simplified_table()
        )
        text = visible(text).replace(_UNKNOWN, "")
        text = text.translate(_QUOTES)
        pattern, said_as = _terms()
        text = pattern.sub(lambda found: said_as[found[0]], text)
    text = _SPACES.sub(" ", text).strip()
    text = without_outlet(text)
    if "." in text:
        text = _INITIALS.sub(_join_initials, text)
    text = _POSSESSIVE.sub("'s", text)
    return _SPACE_BEFORE.sub(r"\1", text).strip()


def without_outlet(text: str) -> str:
    """Without "Breaking |" in front and " - Publisher", a ticker or ": report" behind.

    A tail counts as a publisher when it is a domain or at most five capitalised words, and when
    at least four words (or eight Chinese characters) stay.
    """
    text = _PREFIX.sub("", text)
    if "(" in text:
        text = _TICKER.sub("", text)
    for _ in range(2):
        found = _SUFFIX.match(text)
        if found is None:
            break
        tail, rest = found["tail"].strip(), found["rest"]
        if not (_DOMAIN.match(tail) or _PUBLISHER.match(tail)) or not _enough(rest):
            break
        text = rest
    shorter = _SUFFIX_ZH.sub("", text)
    if _enough(shorter):
        text = shorter
    return _TAIL_SOURCE.sub("", text)


_QUOTES = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u02bc": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u300c": '"',
        "\u300d": '"',
        "\u300e": '"',
        "\u300f": '"',
    }
)


def _join_initials(found: re.Match[str]) -> str:
    joined = found[1].replace(".", "").replace(" ", "")
    return joined + (" " if found[1].endswith(" ") else "")


def _enough(text: str) -> bool:
    return len(text.split()) >= 4 or len(_IDEOGRAPH.findall(text)) >= 8
