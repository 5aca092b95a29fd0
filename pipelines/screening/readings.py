"""How a name asked for may be read: words joined and parted, forms misspelt, Chinese in Latin.

Belongs here: the choice of readings from the words that the lists have.
Does not belong here: which words say nothing about a company (words.py), typing errors in the words
that tell companies apart (spelling.py).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from pipelines.derived.names import (
    LEGAL_WORDS,
    Tokens,
    split_affiliated,
    without_closing_parentheses,
    without_parentheses,
)
from pipelines.screening.cantonese_names import in_cantonese
from pipelines.screening.chinese import (
    cut_with,
    english_of_pinyin,
    has_chinese,
    is_empty,
    is_shared,
    romanised,
    trades_in_pinyin,
    ways_in_english,
    with_groups_in_full,
)
from pipelines.screening.chinese_names import ABBREVIATIONS, INSTITUTIONS
from pipelines.screening.derived_short_names import DerivedShortNames
from pipelines.screening.european_words import european_in_english
from pipelines.screening.japanese_names import JapaneseNames
from pipelines.screening.korean_names import in_korean, respelt_in_korean
from pipelines.screening.loanwords import in_english
from pipelines.screening.marked_letters import as_sounds
from pipelines.screening.places import PLACES
from pipelines.screening.romanisations import Romanisations
from pipelines.screening.scripts import has_other_script
from pipelines.screening.short_names import ShortNames
from pipelines.screening.similarity import LEAST_ALIKE, SHORT_WORD, UNSURE, word_likeness
from pipelines.screening.sounds import PINYIN
from pipelines.screening.spelling import Spellings
from pipelines.screening.tails import (
    PART_WORDS,
    abbreviation_beside_trades,
    are_of_address,
    institution_and_part,
    is_of_one_word,
    leading_parts,
    wholes_behind,
    without_abbreviation,
    without_places,
)
from pipelines.screening.titles import chinese_without_title, without_titles
from pipelines.screening.words import (
    CONSUMER_TRADES,
    in_full,
    is_weak,
    plain_words,
    spelling,
    telling_words,
    trade_words,
)

MOST_JOINED = 7
"""So many neighboring words may be one word of another name."""
MOST_PARTS, LETTERS_A_PART = 5, 4
"""So many known words a word is made of at most; a longer one of one for so many letters."""
LARGEST_JOINED = 120
"""A word of more letters is not looked through for the words it may be made of."""
SHORTEST_PART, SHORT_PARTS = 3, frozenset({"al", "co", "of"})
JOINING_WORDS = frozenset({"al", "of", "and", "the", "for"})
GRAMMAR_PART, TRADE_PART = 0.4, 0.9
SHORTEST_BEGINNING = 4
SHORTEST_MISSPELT = 7
"""A word of the trade with fewer letters is only perhaps misspelt."""
SHORTEST_PINYIN = 4
LARGEST_SYLLABLE = 6
LARGEST_PAIRED = 4
"""Of two short neighbors each has no more letters: alone they are too short to be misspelt."""
LEAST_NEAR_PAIR = 0.85
SHORTEST_MISREAD, LEAST_NEAR_PINYIN = 9, 0.91
"""Pinyin of so many letters may differ in one of them."""
LEAST_OTHERWISE = 0.87
"""Words that are joined, cut or put into other words are alike only when nearly all of them are."""
SAME = 0.99
"""Where a part of a name may be many others, only the very words of a listed one count."""
SHORT_NAME = 0.88
"""Most that the characters of a short name are worth: several firms may have them."""
OF_PART = 0.89
"""Most that the name of a whole is worth where a part of it is asked for: a part comes first."""
DERIVED_SHORT_NAME = 0.86
"""Most that the characters of a name are worth whose Chinese words follow from its English ones."""
GROUP_WORDS = frozenset({"集团", "控股", "集团公司"})
_VOWELS = frozenset("aeiou")
SHORTEST_RUN = 10
"""In a name of so many letters without a blank, a capital beside a small letter begins a word."""
_WITHIN_WORD = "\u200c"
"""Parts the letters of one Persian word."""
_DIGIT_IN_WORD = re.compile(
    r"((?<=[A-Za-z])[0158](?=[A-Za-z])|\b[0158](?=[A-Za-z]{3})|(?<=[A-Za-z]{4})[0158]\b)"
)
_MISREAD_DIGITS = tuple(str.maketrans("0158", letters) for letters in ("olsb", "oisb"))
"""Letters that a scan takes for digits, in two ways."""
_ELIDED = re.compile(r"\b(?:[dlDL]|[dD]ell|[nN]ell|[aA]ll|[sS]ull)['’](?=\w{3})")
"""An article or preposition that French and Italian write as one with the word behind it."""
_BLANK = re.compile(r"\s")
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
LARGEST_FORM = 4
"""An unknown word at the end that has no more letters may be a legal form."""


_LONG_FORMS = [word for word in LEGAL_WORDS if len(word) >= SHORTEST_MISSPELT]


class Reading(NamedTuple):
    """Words that a name may be meant as, and the most that a likeness with them is worth.

    A likeness below `least` is worth nothing. A reading that `is_lead` leaves out the end of the
    name: only the very words of a listed name are worth more than `UNSURE`.
    """

    words: Tokens
    ceiling: float = 1.0
    least: float = 0.0
    is_lead: bool = False


class Reader:
    """Reads names by the plain words of listed names, and by those that they are compared by."""

    def __init__(self, listed: Collection[Tokens], entries: Collection[Tokens]) -> None:
        trade = trade_words()
        words = {word for entry in entries for word in entry}
        known = {word for plain in listed for word in plain}.union(words)
        self._plain = sorted(listed)
        self._listed = frozenset(known)
        self._known = self._listed | frozenset(trade) | PLACES
        self._trade = Spellings(trade)
        self._long_trade = [word for word in trade if len(word) > SHORTEST_BEGINNING + 1]
        self._near_listed = Spellings(word for word in known if not is_weak(spelling(word)))
        self._apart = {
            joined: parts
            for plain in self._plain
            for parts in _neighbors(plain)
            if (joined := "".join(parts)) in self._listed and not is_weak(spelling(joined))
        }
        self._short_names = ShortNames(listed)
        self._derived_short_names = DerivedShortNames(entries)
        self._japanese = JapaneseNames(self._listed)
        self._romanisations = Romanisations(
            (word for word in known if not is_weak(spelling(word))), trade
        )
        self._corrected = lru_cache(maxsize=2**16)(self._find_corrected)
        self._parts = lru_cache(maxsize=2**15)(self._find_parts)

    def readings(self, name: str) -> list[Reading]:
        """The readings of a name, the plainest first; none twice."""
        found: dict[tuple[Tokens, float], Reading] = {}
        for plain, part in plain_texts(name).items():
            is_beside = all(map(self._is_beside, part.left_out))
            most = part.most if is_beside else min(part.most, UNSURE)
            for words, sure, of_reading, _ in self._read(plain):
                least = max(of_reading, part.least)
                reading = Reading(words, min(sure, most), least, part.is_lead)
                known = found.get((words, least))
                if words and (known is None or _is_better(reading, known)):
                    found[words, least] = reading
        return list(found.values())

    def _is_beside(self, word: str) -> bool:
        """Whether a word may stand beside a name without telling it from others."""
        is_trade = is_shared(word) or in_english(word) is not None
        is_known = is_trade or word in self._known
        return is_known and spelling(word) not in CONSUMER_TRADES

    def _read(self, plain: Tokens) -> Iterator[Reading]:
        parted = self._parted(plain)
        apart = (self._all_apart(plain), self._all_apart(parted))
        is_chinese = any(map(has_chinese, plain))
        for words in dict.fromkeys((plain, parted, *apart)):
            least = 0.0 if is_chinese or words == plain else LEAST_OTHERWISE
            yield Reading(telling_words(words), 1.0, least)
            found = tuple(map(self._corrected, words))
            corrected = tuple(word for word, _ in found)
            if corrected:
                is_sure = all(is_sure for _, is_sure in found)
                yield Reading(telling_words(corrected), 1.0 if is_sure else UNSURE, least)
                yield Reading(telling_words(self._without_forms(corrected)), UNSURE, least)
            if words is plain and corrected != plain:
                both = self._parted(corrected)
                yield Reading(telling_words(both), UNSURE, LEAST_OTHERWISE)
        yield from self._read_chinese(plain, parted) if is_chinese else self._read_latin(plain)

    def _read_chinese(self, plain: Tokens, parted: Tokens) -> Iterator[Reading]:
        for latin in dict.fromkeys((*ways_in_english(plain), romanised(parted))):
            has_own = not all(is_weak(spelling(word)) for word in latin)
            least = LEAST_OTHERWISE if has_own else 0.0
            yield Reading(telling_words(latin), UNSURE, least)
            yield Reading(telling_words(self._apart_in_pinyin(latin)), UNSURE, least)
        for whole in with_groups_in_full(plain):
            for latin in ways_in_english(whole):
                yield Reading(telling_words(latin), UNSURE, LEAST_OTHERWISE)
        for words in in_cantonese(plain, self._listed):
            yield Reading(telling_words(words), UNSURE, LEAST_OTHERWISE)
        for words in (*self._japanese.meant(plain), *in_korean(plain, self._listed)):
            yield Reading(telling_words(words), UNSURE, LEAST_OTHERWISE)
        yield from self._spelled_out(plain)

    def _read_latin(self, plain: Tokens) -> Iterator[Reading]:
        for words in self._near_pairs(plain):
            yield Reading(telling_words(words), UNSURE, LEAST_OTHERWISE)
        for words in respelt_in_korean(plain, self._listed):
            yield Reading(telling_words(words), UNSURE, LEAST_OTHERWISE)
        for words in self._translated(plain):
            yield Reading(telling_words(words), UNSURE, LEAST_OTHERWISE)
        for words in _by_abbreviation(plain):
            yield Reading(telling_words(words), OF_PART if len(plain) > 1 else UNSURE)
        in_other_words = (*_by_pinyin(plain), *in_full(plain))
        for words in (*self._romanisations.meant(plain), *in_other_words):
            yield Reading(telling_words(words), UNSURE)

    def _translated(self, plain: Tokens) -> Iterator[Tokens]:
        """The words in English, as they stand and with the blanks that the lists have."""
        for words in translated(plain):
            yield words
            yield self._all_apart(self._parted(words))

    def _near_pairs(self, plain: Tokens) -> Iterator[Tokens]:
        """The words with two short neighbors as two of a listed name that differ in a letter."""
        for at, parts in enumerate(itertools.pairwise(plain)):
            if not all(map(_is_short_part, parts)) or all(part in self._listed for part in parts):
                continue
            for joined, likeness in self._listed_pairs.near("".join(parts)):
                if likeness >= LEAST_NEAR_PAIR:
                    for pair in self._pairs[joined]:
                        yield (*plain[:at], *pair, *plain[at + 2 :])

    @cached_property
    def _pairs(self) -> dict[str, list[Tokens]]:
        """Short neighbors in listed names, one of them a firm's own word, by what they join to."""
        found: dict[str, dict[Tokens, None]] = {}
        for plain in self._plain:
            for pair in itertools.pairwise(plain):
                if all(map(_is_short_part, pair)) and not all(is_weak(spelling(w)) for w in pair):
                    found.setdefault("".join(pair), {})[pair] = None
        return {joined: list(pairs) for joined, pairs in found.items()}

    @cached_property
    def _listed_pairs(self) -> Spellings:
        return Spellings(self._pairs)

    def _all_apart(self, plain: Tokens) -> Tokens:
        return tuple(part for word in plain for part in self._apart.get(word, (word,)))

    def _apart_in_pinyin(self, latin: Tokens) -> Tokens:
        """Words in pinyin with the blanks that the lists have within them."""
        is_alone = len(latin) == 1
        return tuple(
            part
            for word in latin
            for part in ((word,) if word in self._known else self._pinyin_parts(word, is_alone))
        )

    def _pinyin_parts(self, word: str, is_alone: bool) -> Tokens:
        """The listed words that pinyin makes one, of a firm those that differ in a sound too.

        A character has several readings (得润: Derun, Deren). A word alone may be a person.
        """
        listed = self._joined_pairs.get(word) or self._listed_apart.get(word)
        if parts := self._fewest_parts(word, SHORTEST_PINYIN) or listed:
            return parts
        if is_alone or len(word) < SHORTEST_MISREAD or not PINYIN.fullmatch(word):
            return (word,)
        near = max(self._apart_by_letters.near(word), key=lambda pair: pair[1], default=("", 0.0))
        return self._listed_apart[near[0]] if near[1] >= LEAST_NEAR_PINYIN else (word,)

    @cached_property
    def _apart_by_letters(self) -> Spellings:
        return Spellings(word for word in self._listed_apart if len(word) >= SHORTEST_MISREAD)

    @cached_property
    def _joined_pairs(self) -> dict[str, Tokens]:
        """Two neighboring words of a listed name, by the one word that some write."""
        return {
            joined: pair
            for plain in self._plain
            for pair in itertools.pairwise(plain)
            if len(joined := "".join(pair)) > SHORTEST_PART and joined.isascii()
        }

    @cached_property
    def _listed_apart(self) -> dict[str, Tokens]:
        """Neighboring syllables of listed names, by the one word that pinyin makes of them."""
        return {
            joined: parts
            for plain in self._plain
            for parts in _neighbors(plain)
            if len(joined := "".join(parts)) >= SHORTEST_PINYIN
            and len(parts) * LARGEST_SYLLABLE >= len(joined)
            and PINYIN.fullmatch(joined)
        }

    def _spelled_out(self, plain: Tokens) -> Iterator[Reading]:
        """The words with a short Chinese name as each of the listed names it may stand for."""
        for start, end in _spans(plain):
            run = "".join(plain[start:end])
            if run not in self._listed and not all(map(is_shared, plain[start:end])):
                for parts in self._short_names.meant(run):
                    yield Reading(telling_words((*plain[:start], *parts, *plain[end:])), SHORT_NAME)
        for run in _runs_of_name(plain):
            for words in self._derived_short_names.meant(run):
                yield Reading(words, DERIVED_SHORT_NAME, SAME)

    def _parted(self, plain: Tokens) -> Tokens:
        """The words with the blanks that the lists have between them or within them."""
        found: list[str] = []
        at = 0
        while at < len(plain):
            size = next(
                (n for n in range(MOST_JOINED, 1, -1) if self._is_one(plain[at : at + n], n)), 0
            )
            if size:
                found.append("".join(plain[at : at + size]))
                at += size
                continue
            word = plain[at]
            found += cut_with(word, self._listed) if has_chinese(word) else self._parts(word)
            at += 1
        return tuple(found)

    def _is_one(self, parts: Tokens, size: int) -> bool:
        are_of_one_script = all(part.isascii() for part in parts) or all(
            map(has_other_script, parts)
        )
        if len(parts) < size or not are_of_one_script:
            return False
        joined = "".join(parts)
        are_letters = len(joined) == size == SHORTEST_PART
        if len(joined) <= SHORTEST_PART and not are_letters:
            return False
        if joined in self._known:
            return True
        return (
            size == 2
            and any(part not in self._known for part in parts)
            and not self._near_listed.near(parts[0])
            and bool(self._near_listed.near(joined))
        )

    def _find_parts(self, word: str) -> Tokens:
        """An unknown word as two neighbors of the lists, as the fewest known ones, or itself."""
        if word in self._known:
            return (word,)
        if word in self._joined_pairs:
            return self._joined_pairs[word]
        return self._fewest_parts(word, SHORTEST_PART) or self._fewest_parts(word, 2) or (word,)

    def _fewest_parts(self, word: str, shortest: int) -> Tokens:
        """The fewest known words that make the word, those of grammar and of the trade counting
        less than others ("industrial and", not "industria land"); none when no known words do.
        """
        if not SHORTEST_PART < len(word) <= LARGEST_JOINED or not word.isascii():
            return ()
        most = max(MOST_PARTS, len(word) // LETTERS_A_PART)
        best: list[tuple[float, Tokens] | None] = [(0.0, ())] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(end):
                before = best[start]
                part = word[start:end]
                if before is None or len(before[1]) == most or part not in self._known:
                    continue
                known = best[end]
                cost = before[0] + _cost(part)
                is_long = len(part) >= shortest or part in SHORT_PARTS
                if is_long and (known is None or cost < known[0]):
                    best[end] = (cost, (*before[1], part))
        return best[-1][1] if best[-1] else ()

    def _find_corrected(self, word: str) -> tuple[str, bool]:
        """The word of the trade that an unknown word is nearest to, or itself, and if that is sure.

        A short word may as well be one of another trade ("Care", "Cafe").
        """
        if word in self._known or not word.isascii() or not word.isalpha():
            return word, True
        near = max(self._trade.near(word), key=lambda pair: pair[1], default=("", 0.0))
        listed = max((likeness for _, likeness in self._near_listed.near(word)), default=0.0)
        if near[1] >= max(listed, LEAST_ALIKE):
            is_sure = len(word) >= SHORTEST_MISSPELT or near[0] in LEGAL_WORDS
            return near[0], is_sure and near[1] > listed and len(word) > SHORT_WORD
        if not listed:
            longer = [each for each in self._long_trade if _is_short_for(word, each)]
            meant = min(longer, key=lambda each: (each[-1] != word[-1], len(each)), default=word)
            return meant, True
        return word, True

    def _without_forms(self, words: Tokens) -> Tokens:
        """The words without short unknown ones at the end: the legal form of some country."""
        end = len(words)
        while end > 1 and _may_be_form(words[end - 1], self._listed):
            end -= 1
        is_name = any(not is_weak(spelling(word)) for word in words[:end])
        return words[:end] if is_name or end > 1 else words


class Part(NamedTuple):
    """The most that a part of a name is worth, and the words of the name that it leaves out.

    A part that `is_lead` ends where a department, an address or a place follows. A likeness below
    `least` is worth nothing.
    """

    most: float
    left_out: Tokens
    is_lead: bool = False
    least: float = 0.0


def _is_better(one: Reading, other: Reading) -> bool:
    """Whether the same words are worth more in one reading than in another."""
    return (one.ceiling, not one.is_lead) > (other.ceiling, not other.is_lead)


def plain_texts(name: str) -> dict[Tokens, Part]:
    """The plain words of a name and of its parts."""
    entity, _ = split_affiliated(name)
    whole = plain_words(entity)
    found: dict[Tokens, Part] = {}
    for text, most in _texts(entity).items():
        for plain in _scripts(plain_words(text)):
            known = found.get(plain)
            if known is None or most > known.most:
                found[plain] = Part(most, tuple(word for word in whole if word not in plain))
    for text, tail in leading_parts(entity):
        left_out = () if are_of_address(tail) else tail
        for plain in _scripts(plain_words(text)):
            found.setdefault(plain, Part(UNSURE if left_out else 1.0, left_out, is_lead=True))
    for text, tail in institution_and_part(entity):
        found.setdefault(plain_words(text), Part(OF_PART, tail, is_lead=True))
    for text in wholes_behind(entity):
        found.setdefault(plain_words(text), Part(OF_PART, (), is_lead=True, least=SAME))
    if lead := without_places(whole):
        least = SAME if is_of_one_word(lead) else 0.0
        found.setdefault(lead, Part(UNSURE, (), is_lead=True, least=least))
    for text, stands_for in without_abbreviation(entity):
        least = 0.0 if stands_for else SAME
        found.setdefault(plain_words(text), Part(UNSURE, (), is_lead=True, least=least))
    if short := abbreviation_beside_trades(entity):
        found.setdefault(plain_words(short), Part(UNSURE, (), is_lead=True, least=SAME))
    if person := without_titles(whole) or plain_words(chinese_without_title(entity)):
        found.setdefault(person, Part(UNSURE, (), is_lead=True))
    return found


def heard_texts(name: str) -> list[Tokens]:
    """The plain words of a name and of its parts that may be compared by sound or meaning."""
    return [
        plain for plain, part in plain_texts(name).items() if not part.least and part.most >= UNSURE
    ]


def _cost(part: str) -> float:
    """What a known word counts among the fewest that another is made of."""
    return GRAMMAR_PART if part in JOINING_WORDS else TRADE_PART if is_weak(part) else 1.0


def _by_pinyin(plain: Tokens) -> Iterator[Tokens]:
    """The words with the pinyin of an institution as its English name."""
    names = english_of_pinyin()
    for start in range(len(plain)):
        run = ""
        for end in range(start, min(len(plain), start + MOST_JOINED)):
            run += plain[end]
            if run in names:
                yield (*plain[:start], *names[run], *plain[end + 1 :])


def _by_abbreviation(plain: Tokens) -> Iterator[Tokens]:
    """An institution in full for its abbreviation, alone and with a rest that is of the trade."""
    for at, word in enumerate(plain):
        rest = (*plain[:at], *plain[at + 1 :])
        is_told = len(word) > SHORTEST_PART or any(each in PART_WORDS for each in rest)
        if word in ABBREVIATIONS and is_told and all(is_weak(spelling(each)) for each in rest):
            yield ABBREVIATIONS[word]
            yield (*plain[:at], *ABBREVIATIONS[word], *plain[at + 1 :])


def translated(plain: Tokens) -> Iterator[Tokens]:
    """The words with those of the trade in English that are European or pinyin, if any are."""
    found = tuple(
        part
        for word in plain
        for part in ((word,) if is_weak(spelling(word)) else _translated(word))
    )
    has_name = len(found) > 1 or not all(is_weak(spelling(word)) for word in found)
    if found != plain and has_name:
        yield found


def _translated(word: str) -> Tokens:
    english = trades_in_pinyin().get(word) or european_in_english(word)
    return (word,) if english is None else english


def _spans(plain: Tokens) -> Iterator[tuple[int, int]]:
    """Where a Chinese name may be a short one: a word, or all words that begin with it."""
    chinese = [has_chinese(word) and not is_empty(word) for word in plain]
    for start, is_chinese in enumerate(chinese):
        end = start
        while is_chinese and end < len(plain) and chinese[end]:
            end += 1
            yield start, end


def _runs_of_name(plain: Tokens) -> Iterator[str]:
    """A Chinese name without legal forms and words of a group, and without the state group too."""
    own = [word for word in plain if not is_empty(word) and word not in GROUP_WORDS]
    if own and all(map(has_chinese, own)):
        yield "".join(own)
        if own[0] in INSTITUTIONS:
            yield "".join(own[1:])


def _neighbors(plain: Tokens) -> Iterator[Tokens]:
    """Two or three neighboring words, which some people write as one."""
    for size in (2, 3):
        for at in range(len(plain) - size + 1):
            if all(word.isascii() for word in plain[at : at + size]):
                yield plain[at : at + size]


def _is_short_part(word: str) -> bool:
    return 1 < len(word) <= LARGEST_PAIRED and word.isascii() and word.isalpha()


def _is_short_for(word: str, longer: str) -> bool:
    """Whether a word is the beginning of a longer one, or that without vowels ("trdg", "mgmt")."""
    if longer.startswith(word):
        return len(word) >= SHORTEST_BEGINNING
    if longer[0] != word[0] or len(word) < SHORTEST_PART or not _VOWELS.isdisjoint(word[1:]):
        return False
    letters = iter(longer)
    return all(letter in letters for letter in word)


def _may_be_form(word: str, listed: Collection[str]) -> bool:
    return (
        word in LEGAL_WORDS
        or (len(word) <= LARGEST_FORM and word not in listed and word.isascii())
        or any(word_likeness(word, form) >= LEAST_ALIKE for form in _LONG_FORMS)
    )


def _texts(entity: str) -> dict[str, float]:
    """The name, and without what stands in parentheses: those inside it tell affiliates apart."""
    found = {without_parentheses(entity): UNSURE}
    if len(entity) >= SHORTEST_RUN and not _BLANK.search(entity):
        found[_CAPITAL.sub(" ", entity)] = UNSURE
    if _WITHIN_WORD in entity:
        found[entity.replace(_WITHIN_WORD, "")] = UNSURE
    for text in (as_sounds(entity), _ELIDED.sub(" ", entity), *_with_letters(entity)):
        if text != entity:
            found[text] = UNSURE
    return found | {entity: 1.0, without_closing_parentheses(entity): 1.0}


def _with_letters(entity: str) -> Iterator[str]:
    """The name with letters for digits that a scan took for them ("Huawe1", "Zh0ngke")."""
    parts = _DIGIT_IN_WORD.split(entity)
    for letters in _MISREAD_DIGITS:
        yield "".join(part.translate(letters) if at % 2 else part for at, part in enumerate(parts))


def _scripts(plain: Tokens) -> list[Tokens]:
    """The words, and those of each script alone where a name is written in several.

    A number belongs to each of them. A script with nothing but words of the trade is no name where
    another has the own word (トヨタ自動車).
    """
    numbers = [word for word in plain if word.isdigit()]
    chinese = [word for word in plain if has_chinese(word)]
    other = [word for word in plain if has_other_script(word)]
    latin = [word for word in plain if word not in (*numbers, *chinese, *other)]
    apart = [
        tuple(word for word in plain if word in words or word in numbers)
        for words in (chinese, other, latin)
        if words
    ]
    named = [words for words in apart if any(map(_is_own, words))] or apart
    return [plain, *named] if len(apart) > 1 else [plain]


def _is_own(word: str) -> bool:
    """Whether a word is neither a number nor one that many firms share; a state group is one."""
    is_trade = is_shared(word) or is_weak(spelling(word)) or in_english(word) is not None
    return word in INSTITUTIONS or not (word.isdigit() or is_trade)
