"""Is a name listed: the candidates of a name and the verdict on it.

Belongs here: thresholds, what makes an answer ambiguous, identity numbers and countries.
Does not belong here: the comparison of two names (similarity.py), or printing (cli/screen.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipelines.derived.names import Tokens, normalise, split_affiliated, without_closing_parentheses
from pipelines.screening.name_index import NameIndex
from pipelines.screening.similarity import UNSURE
from pipelines.screening.words import words_of

Verdict = Literal["match", "possible", "no_match"]
Method = Literal["exact_name", "similar_name", "vendor_name", "identity_number"]

MATCH = 0.93
POSSIBLE = 0.8
ANOTHER_COUNTRY = 0.05
"""What another country takes from a score: a vendor's name alone is then no match."""
SAME_RANK = 0.015
"""Entities whose scores differ by no more than this stand for the name equally well."""
SAME_NAME = 0.99
"""From here on the words of two names are the same, perhaps in another order."""
VENDOR_NAME = 0.97
"""Most that a curated name of a vendor gives: the list itself does not print it."""
SHORTEST_ID = 6
LARGEST_ABBREVIATION = 4
"""A name of a vendor in so many capitals is an abbreviation, which other firms have as well."""

_ID_SIGNS = re.compile(r"[^0-9A-Za-z]+")
_ID_BORDER = re.compile(r"[\s;(),:]+")


@dataclass(frozen=True)
class ListedName:
    """A row of marts.rpt_listed_names, as far as a lookup needs it."""

    listing_id: str
    listed_name: str
    name_kind: str
    entity_id: str
    entity_name: str
    list_code: str
    legal_effect: str
    listed_since_on: str | None
    citation: str
    is_current: bool
    heading_country: str | None = None
    vendor_id: str | None = None
    identifiers: str | None = None


@dataclass(frozen=True)
class Asked:
    """One name to look up; country (ISO 3166 alpha-2), id and stated owners may be empty."""

    name: str
    country: str = ""
    id: str = ""
    owners: str = ""


@dataclass(frozen=True)
class Candidate:
    """One listing that may be meant, with its score from 0 to 1 and the name that gave it."""

    listed: ListedName
    score: float
    method: Method
    is_other_country: bool = False

    @property
    def is_near_enough(self) -> bool:
        """Whether the score alone makes it a match."""
        return self.score >= MATCH


@dataclass(frozen=True)
class Answer:
    """The verdict on a name. `candidates` are the listings behind it, best first.

    `is_ambiguous` says that different entities stand for the name equally well. `no_match` says
    only that nothing listed here is near the name; it never clears anybody.
    """

    asked: Asked
    verdict: Verdict
    is_ambiguous: bool
    candidates: tuple[Candidate, ...]

    def verdict_on(self, candidate: Candidate) -> Verdict:
        """The verdict on one of the candidates: further ones of a match may be only possible."""
        return "match" if self.verdict == "match" and candidate.is_near_enough else "possible"


class Screen:
    """Looks names up among listed ones."""

    def __init__(self, listed: Sequence[ListedName]) -> None:
        self._listed = listed
        self._rows: dict[str, list[ListedName]] = {}
        self._own_listings: dict[str, dict[str, ListedName]] = {}
        for row in listed:
            self._rows.setdefault(row.listed_name, []).append(row)
            if row.name_kind == "vendor_alias" and row.vendor_id is not None:
                own = self._own_listings.setdefault(row.vendor_id, {})
                known = own.setdefault(row.listing_id, row)
                if row.listed_name.isascii() and not known.listed_name.isascii():
                    own[row.listing_id] = row
        self._by_abbreviation = _by_abbreviation(listed)
        self._names = list(self._rows)
        self._index = NameIndex(self._names, [_firm(rows) for rows in self._rows.values()])
        self._ids: dict[str, list[ListedName]] = {}
        for row in listed:
            for number in _numbers(row.identifiers or ""):
                self._ids.setdefault(number, []).append(row)

    def look_up(self, asked: Asked, limit: int = 5) -> Answer:
        """The verdict on one name, with at most `limit` entities as candidates."""
        best = self._by_listing(asked)
        ranked = sorted(best.values(), key=_rank)
        shown = _shown(ranked, limit)
        if not shown:
            return Answer(asked, "no_match", False, ())
        top = shown[0].score
        is_ambiguous = _are_different([c for c in ranked if c.score >= top - SAME_RANK])
        is_match = top >= MATCH and not is_ambiguous
        return Answer(asked, "match" if is_match else "possible", is_ambiguous, tuple(shown))

    def scores(self, name: str) -> dict[str, float]:
        """Score of the listed names that may be possible, by their text."""
        found = self._index.scores(name, POSSIBLE)
        return {self._names[owner]: score for owner, score in found.items()}

    def _by_listing(self, asked: Asked) -> dict[str, Candidate]:
        """The best candidate of each listing at or above the threshold."""
        best: dict[str, Candidate] = {}

        def offer(candidate: Candidate) -> None:
            known = best.get(candidate.listed.listing_id)
            if known is None or candidate.score > known.score:
                best[candidate.listed.listing_id] = candidate

        for number in _numbers(asked.id):
            for row in self._ids.get(number, ()):
                offer(Candidate(row, 1.0, "identity_number"))
        for text, likeness in self.scores(asked.name).items():
            for row in self._rows[text]:
                score = likeness
                method: Method = "exact_name" if score == 1 else "similar_name"
                if row.name_kind == "vendor_alias":
                    method = "vendor_name"
                    score = self._of_vendor(row, score)
                offer(_candidate(asked, row, score, method))
        for candidate in list(best.values()):
            own = self._own_listings.get(candidate.listed.vendor_id or "", {})
            if candidate.listed.listing_id in own:
                for row in own.values():
                    score = self._of_vendor(row, candidate.score)
                    offer(_candidate(asked, row, score, "vendor_name"))
        return best

    def _of_vendor(self, row: ListedName, score: float) -> float:
        """The score of a vendor's name for a listing that may be another firm of its initials."""
        if row.listing_id in self._by_abbreviation and not _is_abbreviation(row.listed_name):
            return min(score, UNSURE)
        return score


def _by_abbreviation(listed: Sequence[ListedName]) -> set[str]:
    """The listings that have nothing in common with their vendor but an abbreviation.

    None of their own names is one of the vendor's in full, and of the vendor's names only
    abbreviations stand in them.
    """
    own: dict[str, set[str]] = {}
    of_vendor: dict[str, set[str]] = {}
    for row in listed:
        names = of_vendor if row.name_kind == "vendor_alias" else own
        names.setdefault(row.listing_id, set()).add(row.listed_name)
    found = set()
    for listing, aliases in of_vendor.items():
        printed = own.get(listing, set())
        words = [set(words_of(name)) for name in printed]
        within = [alias for alias in aliases if any(set(words_of(alias)) <= w for w in words)]
        is_named = not {normalise(name) for name in printed}.isdisjoint(map(normalise, aliases))
        if within and not is_named and all(map(_is_abbreviation, within)):
            found.add(listing)
    return found


def _is_abbreviation(name: str) -> bool:
    return len(name) <= LARGEST_ABBREVIATION and name.isascii() and name.isupper()


def _candidate(asked: Asked, row: ListedName, score: float, method: Method) -> Candidate:
    """A listing with the score of its name; another country lowers it and hides nobody."""
    if method == "vendor_name":
        score = min(score, VENDOR_NAME)
    country = asked.country.upper()
    differs = bool(country and row.heading_country and country != row.heading_country)
    return Candidate(
        row, max(POSSIBLE, score - ANOTHER_COUNTRY) if differs else score, method, differs
    )


def _firm(rows: Sequence[ListedName]) -> str:
    """What the rows of one name stand for, for counting how many firms share a word."""
    return next((row.vendor_id for row in rows if row.vendor_id is not None), rows[0].entity_id)


def _rank(candidate: Candidate) -> tuple[float, bool, str, str]:
    """The best first; of equal ones, what the list prints before what the vendor is called."""
    listed = candidate.listed
    is_vendor_name = candidate.method == "vendor_name"
    return -candidate.score, is_vendor_name, listed.entity_name, listed.list_code


def _are_different(leading: Sequence[Candidate]) -> bool:
    """Whether several firms lead: neither one vendor under names of its own nor the same words.

    A firm is printed under several forms of its name, on one list and on others.
    """
    if len(leading) == 1:
        return False
    named = {
        candidate.listed.vendor_id
        for candidate in leading
        if candidate.method == "vendor_name" or candidate.score >= SAME_NAME
    }
    vendors: dict[str, set[Tokens]] = {}
    words: set[Tokens] = set()
    for candidate in leading:
        entity, _ = split_affiliated(candidate.listed.entity_name)
        own = words_of(without_closing_parentheses(entity))
        vendor = candidate.listed.vendor_id
        if vendor is not None and vendor in named:
            vendors.setdefault(vendor, set()).add(own)
        else:
            words.add(own)
    return len(vendors) + len(words.difference(*vendors.values())) > 1


def _shown(ranked: Sequence[Candidate], limit: int) -> list[Candidate]:
    """The listings of the first `limit` entities, and what shows another list of their firms."""
    entities: dict[str, None] = {}
    shown, others = [], []
    for candidate in ranked:
        entity = candidate.listed.entity_id
        if entity in entities or len(entities) < limit:
            entities[entity] = None
            shown.append(candidate)
        else:
            others.append(candidate)
    lists = {candidate.listed.list_code for candidate in shown}
    vendors = {candidate.listed.vendor_id for candidate in shown} - {None}
    for candidate in others:
        is_same_firm = (
            candidate.listed.vendor_id in vendors or candidate.score >= shown[0].score - SAME_RANK
        )
        if is_same_firm and candidate.listed.list_code not in lists:
            lists.add(candidate.listed.list_code)
            shown.append(candidate)
    return shown


def _numbers(text: str) -> set[str]:
    """Identity numbers in a text: pieces with a digit, six signs and more, without punctuation."""
    if not text:
        return set()
    found = {_ID_SIGNS.sub("", piece).upper() for piece in _ID_BORDER.split(text)}
    return {
        number
        for number in found
        if len(number) >= SHORTEST_ID and any(sign.isdigit() for sign in number)
    }
