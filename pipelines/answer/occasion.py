"""What every part of an answer needs to know of the question: days, places, words.

Belongs here: the resolved question. Does not belong here: any sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipelines.answer.chips import Named
from pipelines.answer.question import Question
from pipelines.labels import Labels

IN_CHINA = frozenset({"CN", "HK", "MO"})
"""Where Beijing's word on a chip reaches a buyer."""
IN_FORCE = frozenset({"in_force", "effective_not_compliance"})
"""States of a measure in which it binds."""


@dataclass(frozen=True)
class Occasion:
    """A question on its days. `country_name` and so on are words for sentences."""

    question: Question
    on: date
    known_on: date
    today: date
    named: Named | None
    country_name: str
    headquarters_name: str
    labels: Labels

    @property
    def is_in_china(self) -> bool:
        """Whether the delivery goes to China, or no destination is asked about."""
        return not self.question.country or self.question.country in IN_CHINA

    def as_of(self, macro: str) -> str:
        """A call of a table macro of the marts that takes the two days."""
        return f"marts.{macro}(date '{self.on}', known_on := date '{self.known_on}')"
