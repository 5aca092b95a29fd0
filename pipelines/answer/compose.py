"""The answer to a question: every sentence, the lists consulted, the release it comes from.

Belongs here: putting the parts together. Does not belong here: any sentence of a part, the form of
a page or record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel import Locale

from pipelines.answer.chips import Chips
from pipelines.answer.customer import Names, customer
from pipelines.answer.limits import NO_CLEARANCE, limits
from pipelines.answer.measures import measures
from pipelines.answer.occasion import Occasion
from pipelines.answer.question import NotUnderstood, Question
from pipelines.answer.statements import KINDS, TOPICS, Statement, with_payloads
from pipelines.answer.us_side import chip_status, destination, is_free_by_figures
from pipelines.errors import ChipwatchError
from pipelines.releases.query import Reading
from pipelines.screening.listed import ConsultedList
from pipelines.screening.told import consulted
from pipelines.screening.verdicts import MATCH, POSSIBLE

THRESHOLDS: Mapping[str, float] = {"match": MATCH, "possible": POSSIBLE}
_RELEASE = """
    select release_id, strftime(released_at, '%Y-%m-%dT%H:%M:%SZ') as released_at,
        previous_release_id, is_sample, warehouse_kind, fingerprint, code_version, candidate_sha256
    from meta.releases where is_current
"""


@dataclass(frozen=True)
class Answered:
    """Everything that is told of one question. `chips` are the names it was taken to mean."""

    question: Question
    on: date
    known_on: date
    asked_on: date
    chips: tuple[str, ...]
    release: Mapping[str, Any]
    lists: tuple[ConsultedList, ...]
    statements: tuple[Statement, ...]

    def of_kind(self, kind: str) -> list[Statement]:
        """The sentences of one kind, in their order."""
        return [one for one in self.statements if one.kind == kind]

    def to_json(self) -> dict[str, Any]:
        """The answer as plain JSON types."""
        return {
            "note": NO_CLEARANCE,
            "question": self.question.to_json(),
            "input_hash": self.question.input_hash,
            "on": self.on.isoformat(),
            "known_on": self.known_on.isoformat(),
            "chips": list(self.chips),
            "release": dict(self.release),
            "thresholds": dict(THRESHOLDS),
            "lists": [
                {**consulted(each, self.asked_on), "is_held": each.listing_count > 0}
                for each in self.lists
            ],
            **{kind: [one.to_json() for one in self.of_kind(kind)] for kind in KINDS},
        }


def answer(
    release: Reading,
    question: Question,
    today: date,
    names: Names | None = None,
    chips: Chips | None = None,
) -> Answered:
    """What one release says of a question asked today.

    `names` and `chips` are what was read of the same release before. Raises NotUnderstood for a
    chip that is unknown or not one, and for knowledge of a day that is still ahead.
    """
    if question.known_on is not None and question.known_on > today:
        raise NotUnderstood(
            f"What will be known on {question.known_on} nobody knows today ({today}).",
            "name a day that is over, or leave it out.",
        )
    named = (chips or Chips(release)).find(question.chip) if question.chip else None
    territories = Locale("en").territories
    occasion = Occasion(
        question,
        question.on or today,
        question.known_on or today,
        today,
        named,
        str(territories.get(question.country, question.country)),
        str(territories.get(question.headquarters, question.headquarters)),
        release.labels(),
    )
    made = about(release)
    names = names or (Names(release) if question.to else None)
    status = list(chip_status(release, occasion))
    parts = [
        *(customer(release, occasion, names) if names else ()),
        *measures(release, occasion, is_free_by_figures(status)),
        *status,
        *destination(release, occasion),
        *limits(occasion, names.lists if names else (), bool(made["is_sample"])),
    ]
    return Answered(
        question,
        occasion.on,
        occasion.known_on,
        today,
        tuple(chip.full_name for chip in named.chips) if named else (),
        made,
        tuple(names.lists) if names else (),
        tuple(with_payloads(release, _once(parts))),
    )


def about(release: Reading) -> dict[str, Any]:
    """What a release says of itself. Raises ChipwatchError when the file is none."""
    rows = release.rows(_RELEASE)
    if len(rows) != 1:
        raise ChipwatchError(
            "The file names no release of its own in meta.releases.",
            "ask a released file: run `chipwatch run` first.",
        )
    return rows[0]


def _once(statements: Sequence[Statement]) -> list[Statement]:
    """Each sentence once, by kind and topic; of two with one key the first counts."""
    unique = {one.key: one for one in reversed(statements)}
    first = [one for one in statements if unique[one.key] is one]
    return sorted(first, key=lambda one: (KINDS.index(one.kind), TOPICS.index(one.topic)))
