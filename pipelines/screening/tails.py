"""What stands behind a name: a department, an address, a place, an abbreviation of it.

Belongs here: where the name may end and what follows it. Does not belong here: what a name so cut
is worth (readings.py), legal forms and trades (words.py).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from pipelines.derived.names import (
    ADDRESS_WORDS,
    LEGAL_WORDS,
    Tokens,
    normalise,
)
from pipelines.screening.chinese import has_chinese, is_empty, is_place_zh, is_shared
from pipelines.screening.chinese_names import INSTITUTIONS
from pipelines.screening.european_words import european_in_english
from pipelines.screening.exonyms import EXONYMS
from pipelines.screening.loanwords import in_english
from pipelines.screening.places import PLACES
from pipelines.screening.titles import begins_with_title
from pipelines.screening.words import FORM_WORDS, GRAMMAR, is_place, is_weak, plain_words, spelling

MOST_CUTS = 3
"""So many ends of a name are tried, the nearest to its beginning first."""
FEWEST_WORDS = 2
"""A name has so many words at least where a place without a comma follows, or a title."""
FEWEST_IN_FULL = 3
"""A name beside its abbreviation has so many words at least."""
_CUT = re.compile(
    r"\s*[,;|\n\r\t\u060c\u061b\u3001\uff0c\uff1b]\s*|\s+[-\u2013\u2014/]+\s+|(?<=\w{4})/(?=\w{4})"
)
_CUT_WHOLE = re.compile(rf"{_CUT.pattern}|\s+(?:of|at|under)\s+(?:the\s+)?", re.IGNORECASE)
_PART_TEXT = """
branch center centre college department dept division faculty factory hospital inst institute lab
laboratory office plant school subsidiary unit workshop
"""
PART_WORDS = frozenset(_PART_TEXT.split())
"""What a part of a firm or an institution is called."""
_PART_ZH = re.compile(
    "(?:(?<=大[学學])|(?<=[学學]院)|(?<=研究院)|(?<=研究所)|(?<=科[学學]院)|(?<=公司)|(?<=集[团團])"
    "|(?<=[厂廠])|(?<=[医醫]院))"
    "(?=[\u4e00-\u9fff]{2,}(?:[学學]院|系|所|院|中心|[实實][验驗]室|部|[厂廠]|室|公司|基地|站|[处處])$)"
)
"""Between an institution and the part of it that a Chinese name writes behind it."""
_ABBREVIATION = re.compile(r"[(\[]?[A-Z\u0410-\u042f]{2,6}[)\]]?[,:]?")
_INITIALS = re.compile("[A-Z]{3,6}")
_OF_ADDRESS_TEXT = """
area bldg blvd box c city compound county d estate export fl flat free industrial mail municipality
near no number office ofc opp opposite p p.o park phase plaza plot po port prefecture processing
province quarter r rd region republic saif sector shop special sq square state ste suite the town
township unit zip zone ave apt and of in near old new north south east west central
"""
_OF_ADDRESS = ADDRESS_WORDS | frozenset(_OF_ADDRESS_TEXT.split())


def leading_parts(name: str) -> Iterator[tuple[str, Tokens]]:
    """A name up to a comma or dash, with the words behind it, where what stands before is a name.

    What stands before a person's given names ("LAST, Given") is none: it has neither a legal form
    nor a word of the trade, and no place follows.
    """
    cuts = 0
    for found in _CUT.finditer(name.strip()):
        lead, tail = plain_words(name[: found.start()]), plain_words(name[found.end() :])
        if not lead or all(map(_is_form, lead)) or all(map(_is_form, tail)):
            continue
        is_person = len(lead) >= FEWEST_WORDS and begins_with_title(tail)
        if is_of_firm(lead) or is_person or are_of_address(tail):
            yield name[: found.start()], tail
            cuts += 1
        if cuts == MOST_CUTS:
            return


def without_places(plain: Tokens) -> Tokens:
    """The words without the towns and countries at their end; none where no name is left."""
    end = len(plain)
    while end and (plain[end - 1] in PLACES or plain[end - 1] in EXONYMS):
        end -= 1
    lead = plain[:end]
    is_trade = len(lead) < FEWEST_WORDS and all(is_weak(spelling(word)) for word in lead)
    return lead if lead != plain and not is_trade else ()


def is_of_one_word(plain: Tokens) -> bool:
    """Whether a name before a place is a single word, which is as well another one misspelt."""
    return len(plain) - sum(word in GRAMMAR for word in plain) < FEWEST_WORDS


def without_abbreviation(name: str) -> Iterator[tuple[str, bool]]:
    """A name without the short word in capitals at its beginning or end, and if that stands for it.

    An abbreviation stands for the name whose letters it has in order, the first one first.
    """
    words = name.split()
    if len(words) <= FEWEST_IN_FULL:
        return
    for short, rest in ((words[0], words[1:]), (words[-1], words[:-1])):
        if _ABBREVIATION.fullmatch(short):
            yield " ".join(rest), _stands_for(normalise(short), normalise(" ".join(rest)))


def abbreviation_beside_trades(name: str) -> str:
    """The one word in capitals of a name that has beside it places and words of the trade alone.

    A branch or a part of a firm is called so ("SMIC Shenzhen Fab", "NUDT College of Computer");
    empty for any other name.
    """
    words = name.replace("(", " ").replace(")", " ").split()
    own = [word for word in words if not _says_little(word)]
    plain = [part for word in words for part in plain_words(word)]
    is_part = any(is_place(word) or word in PART_WORDS for word in plain)
    is_short = len(own) == 1 and _INITIALS.fullmatch(own[0]) is not None
    return own[0] if is_short and is_part else ""


def institution_and_part(name: str) -> Iterator[tuple[str, Tokens]]:
    """A Chinese name up to the end of an institution or firm, with the words of its part behind it.

    南方科技大学 is a name, 科技大学 none.
    """
    for found in itertools.islice(_PART_ZH.finditer(name), MOST_CUTS):
        lead, tail = name[: found.start()], name[found.start() :]
        if any(
            word in INSTITUTIONS or is_place(word) or is_place_zh(word) or not is_shared(word)
            for word in plain_words(lead)
        ):
            yield lead, plain_words(tail)


def wholes_behind(name: str) -> Iterator[str]:
    """What stands behind the name of a part ("School of Aeronautics, Example University")."""
    for found in itertools.islice(_CUT_WHOLE.finditer(name), MOST_CUTS):
        lead, tail = plain_words(name[: found.start()]), plain_words(name[found.end() :])
        has_part = not PART_WORDS.isdisjoint(lead) and all(
            is_weak(spelling(word)) or word in GRAMMAR or word in PART_WORDS or word.isdigit()
            for word in lead
        )
        if has_part and len(tail) > FEWEST_WORDS and is_of_firm(tail):
            yield name[found.end() :]


def _says_little(word: str) -> bool:
    return all(
        is_weak(spelling(part)) or is_place(part) or part.isdigit() for part in plain_words(word)
    )


def _stands_for(short: str, name: str) -> bool:
    letters = iter(name)
    return short[0] == name[:1] and all(letter in letters for letter in short)


def is_of_firm(plain: Tokens) -> bool:
    """Whether words have a legal form or a word of the trade beside others."""
    trades = [
        word
        for word in plain
        if _is_form(word)
        or in_english(word) is not None
        or european_in_english(word)
        or (is_shared(word) if has_chinese(word) else is_weak(spelling(word)) and len(word) > 2)
    ]
    return len(plain) > 1 and any(word not in PLACES and not is_place(word) for word in trades)


def are_of_address(words: Tokens) -> bool:
    """Whether words are nothing but towns, countries, numbers and parts of an address."""
    return all(
        is_place(word) or word in _OF_ADDRESS or any(map(str.isdigit, word)) for word in words
    )


def _is_form(word: str) -> bool:
    return word in LEGAL_WORDS or word in FORM_WORDS or is_empty(word)
