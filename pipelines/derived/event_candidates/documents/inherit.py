"""What a document owes to another one: a correction matters as much as what it corrects.

Belongs here: which documents belong to one rulemaking (number it corrects, regulation number,
docket, a title that only adds `; Correction`). Does not belong here: texts and weights (judge.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

RANKS = ("none", "review", "context", "core")
_LABEL = re.compile(r"docket|\bnos?\.?|x?rin", re.IGNORECASE)
_NOT_A_NUMBER = re.compile(r"[^A-Z0-9-]")
_SUFFIX = re.compile(
    r"[;:,]\s*(?:technical )?(?:corrections?|correcting amendments?|extension of .{3,60})\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Relative:
    """A judged document as the others see it."""

    document_number: str
    title: str
    correction_of: str
    rulemakings: frozenset[str]
    relevance: str
    is_measure: bool


def rulemakings(regulation_id_numbers: Iterable[str], docket_ids: Iterable[str]) -> frozenset[str]:
    """The numbers that name one rulemaking, in one form."""
    texts = (*regulation_id_numbers, *docket_ids)
    found = (_NOT_A_NUMBER.sub("", _LABEL.sub("", text).upper()) for text in texts)
    return frozenset(number for number in found if any(sign.isdigit() for sign in number))


def parents(documents: Sequence[Relative]) -> list[int | None]:
    """For each document the place of the more relevant one whose relevance it takes, or None.

    Only core and context are handed on, and only to measures. A title hands on where it is the
    only one of its wording.
    """
    by_number: dict[str, list[int]] = {}
    by_rulemaking: dict[str, list[int]] = {}
    by_title: dict[str, list[int]] = {}
    for place, document in enumerate(documents):
        by_number.setdefault(document.document_number, []).append(place)
        by_title.setdefault(_plain(document.title), []).append(place)
        for number in document.rulemakings:
            by_rulemaking.setdefault(number, []).append(place)
    found: list[int | None] = []
    for document in documents:
        places: list[int] = []
        if document.is_measure:
            if document.correction_of:
                places += by_number.get(document.correction_of, [])
            for number in sorted(document.rulemakings):
                places += by_rulemaking[number]
            base = _SUFFIX.sub("", document.title)
            if base != document.title:
                alike = by_title.get(_plain(base), [])
                places += alike if len({documents[i].document_number for i in alike}) == 1 else []
        best = max(places, key=lambda place: _rank(documents[place]), default=None)
        more = best is not None and _rank(documents[best]) > max(_rank(document), 1)
        found.append(best if more else None)
    return found


def belongs_to(number: str, reason: str) -> str:
    """The reason of a document that takes its relevance from the one with this number."""
    return f"belongs to {number}: {reason}"


def _rank(document: Relative) -> int:
    return RANKS.index(document.relevance)


def _plain(title: str) -> str:
    return " ".join(re.findall(r"\w+", title.casefold()))
