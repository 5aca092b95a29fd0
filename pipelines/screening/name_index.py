"""Listed names by all that a name asked for may be read as.

Belongs here: the readings of a listed name, and in which order names are looked for: as they are
written, then by their sound. Does not belong here: how readings are compared (index.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from sys import intern
from typing import NamedTuple

from pipelines.derived.names import Tokens
from pipelines.screening.chinese import PLACES_LATIN, has_chinese
from pipelines.screening.chinese_names import INITIALS
from pipelines.screening.heard import (
    consonant_entries,
    has_syllables,
    heard,
    heard_entries,
    readings_by_consonants,
    readings_by_letters,
    readings_by_sound,
    readings_by_syllables,
    syllable_entries,
)
from pipelines.screening.index import COMMON_NAMES, WEAK_ONLY_CEILING, Entry, EntryIndex
from pipelines.screening.meant import COMMON_MEANINGS, meant_entries, readings_by_meaning
from pipelines.screening.readings import SAME, Reader, Reading, heard_texts
from pipelines.screening.scripts import has_other_script
from pipelines.screening.similarity import UNSURE
from pipelines.screening.sounds import consonants, liquids_alike
from pipelines.screening.words import (
    acronym,
    acronym_with_tech,
    in_latin,
    is_weak,
    plain_words,
    shortened_words,
    telling_words,
    variants,
    without_blank,
)

GROUP_INITIALS = frozenset(INITIALS.values())
FEWEST_WORDS_OF_PART = 3
LEAST_BY_SOUND, LEAST_OF_PERSON = 0.9, 0.88
"""A name in Latin letters is found by its sound where nothing in it sounds otherwise; that of a
person may lack the father's name."""


NEAR_ENOUGH = 0.9
"""A name that is found with so much is looked for no further."""


class Trial(NamedTuple):
    """Readings, the entries that they are compared with, and the likeness asked for."""

    entries: EntryIndex
    readings: Sequence[Reading]
    least: float


class NameIndex:
    """Listed names by their words and sounds.

    `names` are texts; an answer names them by their position. `firms` says which names belong to
    one firm.
    """

    def __init__(self, names: Sequence[str], firms: Sequence[str] = ()) -> None:
        entries = [
            entry for position, name in enumerate(names) for entry in _entries(position, name)
        ]
        self._firms = firms or names
        self._given = {word for name in names for word in _given_words(name)}
        self.written = EntryIndex(entries, self._firms, self._given)
        self._reader = Reader(
            set(map(plain_words, names)), [entry.words for entry in self.written.entries]
        )

    @cached_property
    def sounding(self) -> EntryIndex:
        """The listed names by their sound; made when a name first asks for them."""
        given, common = (set(map(heard, words)) for words in (self._given, COMMON_NAMES))
        entries = heard_entries(self.written.entries)
        return EntryIndex(entries, self._firms, given, common=common, is_loose=True)

    @cached_property
    def syllables(self) -> EntryIndex:
        """The listed names by their sound, R and L alike; made when a name first asks for them."""
        given, common = (
            {liquids_alike(heard(word)) for word in words} for words in (self._given, COMMON_NAMES)
        )
        entries = syllable_entries(self.written.entries)
        return EntryIndex(entries, self._firms, given, common=common, is_loose=True)

    @cached_property
    def consonants(self) -> EntryIndex:
        """The listed names by their consonants; made when a name first asks for them."""
        given, common = (set(map(consonants, words)) for words in (self._given, COMMON_NAMES))
        return EntryIndex(
            consonant_entries(self.written.entries),
            self._firms,
            given,
            common=common,
            is_loose=True,
            needs_given=True,
        )

    @cached_property
    def meanings(self) -> EntryIndex:
        """The listed names by what their words mean; made when a name first asks for them."""
        entries = meant_entries(self.written.entries)
        return EntryIndex(entries, self._firms, self._given, common=COMMON_MEANINGS, is_loose=True)

    def scores(self, name: str, least: float) -> dict[int, float]:
        """The listed names, by position, whose likeness with a name is at least `least`."""
        found: dict[int, float] = {}
        for step in self.steps(name, least):
            for trial in step:
                for owner, score in trial.entries.scores(trial.readings, trial.least).items():
                    found[owner] = max(score, found.get(owner, 0.0))
            if max(found.values(), default=0.0) >= NEAR_ENOUGH:
                break
        return found

    def steps(self, name: str, least: float) -> Iterator[Sequence[Trial]]:
        """What a name is compared with; a further step where those before it found nothing near.

        A name in another script is at once looked for by its sound.
        """
        written = Trial(self.written, self._reader.readings(name), least)
        texts = heard_texts(name)
        if has_other_script(name):
            if has_syllables(name):
                by_sound = Trial(self.syllables, readings_by_syllables(texts), least)
            else:
                by_sound = Trial(self.sounding, readings_by_sound(texts), least)
            by_consonants = Trial(self.consonants, readings_by_consonants(texts), least)
            by_letters = Trial(self.written, readings_by_letters(texts), least)
            yield [written, by_letters, by_sound, by_consonants]
            return
        by_meaning = Trial(self.meanings, readings_by_meaning(texts), least)
        if has_chinese(name):
            yield [written, by_meaning]
            return
        yield [written]
        readings = [
            reading._replace(least=max(reading.least, least_by_sound(reading.words)))
            for reading in readings_by_sound(texts)
        ]
        yield [Trial(self.sounding, readings, max(least, LEAST_OF_PERSON)), by_meaning]


def least_by_sound(words: Tokens) -> float:
    """The likeness that a name in Latin letters needs: less where it may be that of a person."""
    is_person = len(words) > 1 and not any(map(is_weak, words))
    return LEAST_OF_PERSON if is_person else LEAST_BY_SOUND


def _entries(position: int, name: str) -> Iterator[Entry]:
    """The readings of a listed name, none twice."""
    shortened = shortened_words(name)
    found: dict[Tokens, float] = {}
    exact: set[Tokens] = set()
    for text in variants(name):
        plain = plain_words(text)
        words = telling_words(plain)
        found.setdefault(words, UNSURE if words == shortened else 1.0)
        if any(map(has_chinese, plain)):
            found.setdefault(in_latin(plain), UNSURE)
            continue
        if initials := acronym(plain):
            found.setdefault((initials,), WEAK_ONLY_CEILING)
        if with_tech := acronym_with_tech(plain):
            exact.add((with_tech,))
            found.setdefault((with_tech,), WEAK_ONLY_CEILING)
        apart = tuple(part for word in plain for part in without_blank(word) or (word,))
        found.setdefault(telling_words(apart), UNSURE)
        found.setdefault(_without_group(words), UNSURE)
    for words, ceiling in found.items():
        if words:
            least = SAME if words in exact else 0.0
            yield Entry(tuple(map(intern, words)), position, ceiling, least)


def _without_group(words: Tokens) -> Tokens:
    """A part of a state group without the group's initials, where a place tells it apart."""
    group, rest = words[:1], words[1:]
    is_part = GROUP_INITIALS.issuperset(group) and len(rest) >= FEWEST_WORDS_OF_PART
    return rest if is_part and rest[0] in PLACES_LATIN else words


def _given_words(name: str) -> Sequence[str]:
    """The given names of a person listed as "LAST, Given"; none for a firm."""
    last, comma, given = name.partition(",")
    if not comma or "," in given or not last.isupper() or any(map(is_weak, plain_words(given))):
        return ()
    return telling_words(plain_words(given))
