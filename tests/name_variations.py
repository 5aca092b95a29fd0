"""The ways in which people write a name that stands on a list, as functions of a name and chance.

Belongs here: one function a kind of variation, from what is commonly known of how names are typed,
dictated, shortened and put into forms. Does not belong here: anything the lookup knows of them.

Each returns None where the kind does not apply to the name.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from random import Random

Variation = Callable[[str, Random], str | None]

_LEGAL = re.compile(
    r"[\s,]+(?:co\.?,?\s*(?:ltd|limited)\.?|company\s+limited|limited|ltd\.?|inc\.?|"
    r"corporation|corp\.?|company|co\.|llc|gmbh|s\.a\.|jsc|ojsc|pjsc|oao|ooo|zao|ao)\.?\s*$",
    re.IGNORECASE,
)
_SYLLABLE = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ang|eng|ong|ing|ian|iao|uai|uan|ai|ei|ao|ou|an|en|ia|ie|iu|in|ua|uo|ui|un|"
    r"ue|a|o|e|i|u)(?:r(?![aeiou]))?"
)
_KEYS = {"a": "s", "e": "r", "i": "o", "o": "p", "n": "m", "m": "n", "t": "y", "s": "a", "u": "i"}
_TONES = {"a": "āáǎà", "e": "ēéěè", "i": "īíǐì", "o": "ōóǒò", "u": "ūúǔù"}
_ABBREVIATIONS = {
    "international": "Intl", "manufacturing": "Mfg", "technology": "Tech", "technologies": "Tech",
    "university": "Univ.", "institute": "Inst.", "industry": "Ind.", "industries": "Inds",
    "corporation": "Corp", "electronics": "Elec.", "electronic": "Elec.", "group": "Grp",
    "communications": "Comm.", "communication": "Comm.", "development": "Dev.", "national": "Natl",
    "equipment": "Equip.", "engineering": "Eng.", "research": "Res.", "science": "Sci.",
    "trading": "Trdg", "management": "Mgmt", "information": "Info", "integrated": "Integr.",
    "semiconductor": "Semicon", "import": "Imp.", "export": "Exp.", "services": "Svcs",
    "aviation": "Aviat.", "aerospace": "Aerosp.", "laboratory": "Lab", "petroleum": "Petrol.",
}  # fmt: skip
_FORM_WORDS = (
    "Messrs. {}", "M/S {}", "{} (Buyer)", "{} - Head Office", "Attn: {}", "The {}",
    "{} Purchasing Department", "{}, Warehouse No. 3", "c/o {}", "{} (consignee)",
    "Supplier: {}", "{} Accounts Payable", "{} Beijing Office", "{} via agent",
)  # fmt: skip
_BAD_FORMS = (
    "Compny Ltd", "Co., Lt", "Company Limted", "Corpration", "Co Ldt", "Incorporatd", "Cmpany",
    "Comp", "Limitted", "Co,.Ltd", "LTD CO", "Lmtd",
)  # fmt: skip
_OTHER_FORMS = (
    "GmbH", "Kft", "d.o.o.", "Sp. z o.o.", "Pte Ltd", "Sdn Bhd", "LLP", "EIRL", "S.r.l.", "A/S",
    "FZE", "FZCO", "TOO", "K.K.", "Zrt", "Unipessoal Lda", "Oy Ab", "Pvt Ltd", "W.L.L.", "Est.",
)  # fmt: skip


def without_form(name: str) -> str:
    """The name without the legal form at its end and what stands in parentheses there."""
    plain = re.sub(r"\s*\([^()]*\)\W*$", "", name.strip(" ,"))
    while (shorter := _LEGAL.sub("", plain)) != plain:
        plain = shorter
    return plain.strip(" ,")


def _own_word(name: str, random: Random, least: int) -> tuple[list[str], int] | None:
    """The words of a name, and which of them is its own long word: neither trade nor place."""
    words = name.split()
    good = [
        at
        for at, word in enumerate(words)
        if word.isalpha() and len(word) >= least and word.casefold() not in _TRADE
    ]
    return (words, random.choice(good)) if good else None


_TRADE_TEXT = """
china chinese beijing shanghai shenzhen guangzhou hangzhou nanjing wuhan hong kong chengdu xinjiang
tianjin suzhou limited company holding holdings trading general center system systems integrated
circuit automation investment microelectronics bank
"""
_TRADE = frozenset({*_ABBREVIATIONS, *_TRADE_TEXT.split()})


def _typed(name: str, random: Random, change: Callable[[str, int], str], least: int) -> str | None:
    found = _own_word(name, random, least)
    if found is None:
        return None
    words, at = found
    changed = change(words[at], random.randrange(1, len(words[at]) - 1))
    return " ".join([*words[:at], changed, *words[at + 1 :]]) if changed != words[at] else None


def letter_dropped(name: str, random: Random) -> str | None:
    """One letter inside a word of its own is missing."""
    return _typed(name, random, lambda word, at: word[:at] + word[at + 1 :], 6)


def letter_doubled(name: str, random: Random) -> str | None:
    """One letter is typed twice."""
    return _typed(name, random, lambda word, at: word[: at + 1] + word[at:], 5)


def letters_swapped(name: str, random: Random) -> str | None:
    """Two neighbors are swapped."""
    return _typed(
        name, random, lambda word, at: word[:at] + word[at + 1] + word[at] + word[at + 2 :], 5
    )


def letter_changed(name: str, random: Random) -> str | None:
    """One letter is its neighbor on the keyboard."""
    return _typed(
        name,
        random,
        lambda word, at: (
            word[:at] + _KEYS.get(word[at].lower(), random.choice("aeiou")) + word[at + 1 :]
        ),
        5,
    )


def letter_added(name: str, random: Random) -> str | None:
    """One letter too many."""
    return _typed(
        name,
        random,
        lambda word, at: word[:at] + random.choice(string.ascii_lowercase) + word[at:],
        5,
    )


def two_errors(name: str, random: Random) -> str | None:
    """Two errors in one long word."""
    found = _own_word(name, random, 9)
    if found is None:
        return None
    words, at = found
    word = words[at]
    first, second = sorted(random.sample(range(1, len(word) - 1), 2))
    changed = (
        word[:first]
        + _KEYS.get(word[first].lower(), "x")
        + word[first + 1 : second]
        + word[second + 1 :]
    )
    return " ".join([*words[:at], changed, *words[at + 1 :]]) if changed != word else None


def without_legal_form(name: str, _: Random) -> str | None:
    """The legal form is left out."""
    plain = without_form(name)
    return plain if plain != name else None


def legal_form_misspelt(name: str, random: Random) -> str | None:
    """The legal form is written wrong."""
    plain = without_form(name)
    return f"{plain} {random.choice(_BAD_FORMS)}" if plain != name else None


def legal_form_of_elsewhere(name: str, random: Random) -> str | None:
    """A legal form of another country."""
    return f"{without_form(name)} {random.choice(_OTHER_FORMS)}"


def words_reordered(name: str, random: Random) -> str | None:
    """The first word moved to the end, or all words in any order."""
    words = without_form(name).replace(",", "").split()
    if not 2 <= len(words) <= 6:
        return None
    if random.random() < 0.5:
        return " ".join([*words[1:], words[0]])
    random.shuffle(words)
    return " ".join(words)


def words_joined(name: str, random: Random) -> str | None:
    """Two neighbors written as one word."""
    words = without_form(name).split()
    good = [at for at in range(len(words) - 1) if (words[at] + words[at + 1]).isalpha()]
    if not good:
        return None
    at = random.choice(good)
    return " ".join([*words[:at], words[at] + words[at + 1].lower(), *words[at + 2 :]])


def word_split(name: str, random: Random) -> str | None:
    """A blank inside a word of its own."""
    found = _own_word(without_form(name), random, 7)
    if found is None:
        return None
    words, at = found
    cut = random.randrange(3, len(words[at]) - 2)
    return " ".join([*words[:at], words[at][:cut], words[at][cut:], *words[at + 1 :]])


def without_blanks(name: str, _: Random) -> str | None:
    """The whole name as one word, as in a user name or an address."""
    plain = without_form(name)
    return "".join(plain.split()) if 2 <= len(plain.split()) <= 4 and plain.isascii() else None


def words_of_a_form(name: str, random: Random) -> str | None:
    """What a form or an order adds to a name."""
    return random.choice(_FORM_WORDS).format(name.strip(" ,"))


def abbreviated(name: str, random: Random) -> str | None:
    """Words of the trade are shortened."""
    words = name.split()
    short = [_ABBREVIATIONS.get(word.casefold().strip(",."), word) for word in words]
    return " ".join(short) if short != words else None


def spelled_apart(name: str, random: Random) -> str | None:
    """Pinyin with a blank after every syllable of the own word."""
    found = _own_word(without_form(name), random, 6)
    if found is None:
        return None
    words, at = found
    syllables = _SYLLABLE.findall(words[at].lower())
    if "".join(syllables) != words[at].lower() or len(syllables) < 2:
        return None
    apart = " ".join(syllables).title()
    return " ".join([*words[:at], apart, *words[at + 1 :]])


def with_tones(name: str, random: Random) -> str | None:
    """Pinyin with tone marks on the vowels of its words."""
    found = _own_word(without_form(name), random, 5)
    if found is None or "".join(_SYLLABLE.findall(found[0][found[1]].lower())) != (
        found[0][found[1]].lower()
    ):
        return None
    words, at = found
    toned = re.sub(
        r"[aeiou](?![aeiou])", lambda m: random.choice(_TONES[m[0]]), words[at].lower()
    ).capitalize()
    return " ".join([*words[:at], toned, *words[at + 1 :]])


def other_punctuation(name: str, random: Random) -> str | None:
    """Hyphens, capitals, full stops and white space as they come."""
    ways = [
        name.upper(),
        name.lower(),
        name.replace(" ", "-"),
        name.replace(" ", "  ").replace(",", " ,"),
        name.replace(".", ""),
        f'"{name}"',
        name.replace(" ", "_"),
    ]
    return random.choice([way for way in ways if way != name])


def initials(name: str, random: Random) -> str | None:
    """A person's further given names as initials."""
    if "," not in name or len(name.split()) < 3 or name.count(",") > 1:
        return None
    last, given = name.split(",")
    first, *more = given.split()
    return " ".join([first, *(f"{word[0]}." for word in more), last.title()])


def given_name_first(name: str, _: Random) -> str | None:
    """A person as "Given Last" instead of "LAST, Given"."""
    if name.count(",") != 1:
        return None
    last, given = name.split(",")
    return f"{given.strip()} {last.title()}"


FIRM_KINDS: tuple[Variation, ...] = (
    letter_dropped, letter_doubled, letters_swapped, letter_changed, letter_added, two_errors,
    without_legal_form, legal_form_misspelt, legal_form_of_elsewhere, words_reordered,
    words_joined, word_split, without_blanks, words_of_a_form, abbreviated, spelled_apart,
    with_tones, other_punctuation,
)  # fmt: skip
PERSON_KINDS: tuple[Variation, ...] = (
    letter_dropped, letters_swapped, letter_changed, initials, given_name_first, words_of_a_form,
    other_punctuation,
)  # fmt: skip
