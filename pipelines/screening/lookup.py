"""A name looked up in one release: on its lists, among companies that listed parties own, and by
the owners that the person states.

Belongs here: the three put together, and the verdict on the name. Does not belong here: any of the
three (verdicts.py, owned.py, stated_owners.py), or printing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pipelines.releases.query import Reading
from pipelines.screening.listed import (
    ConsultedList,
    consulted_lists,
    listed_names,
    listing_statuses,
)
from pipelines.screening.owned import Owned, OwnedMatch, affiliates, owner_rules
from pipelines.screening.stated_owners import (
    OwnerRule,
    StatedOwner,
    standing_of,
    stated_owners,
)
from pipelines.screening.verdicts import Answer, Asked, Screen

Found = Literal["match", "owned", "possible", "possibly_owned", "minority_owned", "no_match"]
ByOwner = Literal["owner", "stated_owner"]
"""How a name was found when it was not by a listed name."""
RANKS: tuple[Found, ...] = (
    "match", "owned", "possible", "possibly_owned", "minority_owned", "no_match",
)  # fmt: skip
"""The verdicts on a name, the gravest first."""
_BY_STANDING: dict[str, Found] = {
    "owned": "owned",
    "possible": "possibly_owned",
    "minority": "minority_owned",
}


@dataclass(frozen=True)
class StatedOwnerFound:
    """An owner that the person states, as it was found itself."""

    owner: StatedOwner
    listed: Answer
    owned: tuple[OwnedMatch, ...]
    statuses: Mapping[str, str] = field(default_factory=dict)

    def is_covered_by(self, rule: OwnerRule) -> bool:
        """Whether the rule begins from a list on which it surely stands, or surely reaches it."""
        on_lists = {
            one.listed.list_code
            for one in self.listed.candidates
            if self.listed.verdict_on(one) == "match"
            and one.listed.is_current
            and self.statuses.get(one.listed.listing_id, "in_force") == "in_force"
        }
        by_rules = {one.affiliate.owner_rule_id for one in self.owned if verdict_on(one) == "owned"}
        return rule.reaches(on_lists, by_rules)

    @property
    def is_near(self) -> bool:
        """Whether it may be listed or owned."""
        return bool(self.listed.candidates or self.owned)


@dataclass(frozen=True)
class Looked:
    """All that was found of one name."""

    asked: Asked
    listed: Answer
    owned: tuple[OwnedMatch, ...]
    stated: tuple[StatedOwnerFound, ...]
    statuses: Mapping[str, str] = field(default_factory=dict)
    """What listings mean on the day of the lookup, by their key."""
    rules: tuple[OwnerRule, ...] = ()

    @property
    def stated_verdict(self) -> Found | None:
        """What the stated owners make of the name; None when none of them is near anything.

        Shares are added up under each owner rule apart; the gravest counts.
        """
        standings = [
            standing_of(one.owner for one in self.stated if one.is_covered_by(rule))
            for rule in self.rules
        ]
        found = [_BY_STANDING[standing] for standing in standings if standing is not None]
        if any(
            one.is_near and not any(one.is_covered_by(rule) for rule in self.rules)
            for one in self.stated
        ):
            found.append("possibly_owned")
        return min(found, key=RANKS.index, default=None)

    @property
    def verdict(self) -> Found:
        """The gravest of what was found; `no_match` never clears anybody."""
        found: list[Found] = [self.listed.verdict, *map(verdict_on, self.owned)]
        stated = self.stated_verdict
        return min([*found, *([stated] if stated else [])], key=RANKS.index)


def verdict_on(match: OwnedMatch) -> Found:
    """The verdict by one owned company; a name that is only near it is never surely owned."""
    found = _BY_STANDING[match.affiliate.standing]
    return "possibly_owned" if found == "owned" and match.verdict != "match" else found


class Listed:
    """The lists of one release and its listed names, ready to look names up among them."""

    def __init__(self, release: Reading) -> None:
        """Reads all names at once; fails when the release has no such table."""
        self.lists: list[ConsultedList] = consulted_lists(release)
        self.screen = Screen(listed_names(release))


class Lookup:
    """Looks names up in one release, as its owners stood on a day."""

    def __init__(
        self, release: Reading, on: date, known_on: date, listed: Listed | None = None
    ) -> None:
        """`listed` is what was read of the same release before."""
        listed = listed or Listed(release)
        self.lists = listed.lists
        self._screen = listed.screen
        self._statuses = listing_statuses(release, on, known_on)
        rows = affiliates(release, on, known_on)
        self.has_owners = rows is not None
        self._owned = Owned(release, rows or [])
        self._rules = tuple(owner_rules(release))

    def look_up(self, asked: Asked, limit: int = 5) -> Looked:
        """What is found of one name, with at most `limit` entities as candidates of each kind."""
        listed = self._screen.look_up(asked, limit)
        stated = tuple(self._stated(stated_owners(asked.owners), limit))
        owned = self._owned_as(asked.name, listed, limit)
        return Looked(asked, listed, owned, stated, self._statuses, self._rules)

    def _owned_as(self, name: str, listed: Answer, limit: int) -> tuple[OwnedMatch, ...]:
        """The owned companies that a name is; those it may be unless it surely is a listed one."""
        found = self._owned.look_up(name, limit)
        return tuple(one for one in found if one.verdict == "match" or listed.verdict != "match")

    def _stated(self, owners: Iterable[StatedOwner], limit: int) -> Iterable[StatedOwnerFound]:
        for owner in owners:
            listed = self._screen.look_up(Asked(owner.name), limit)
            owned = self._owned_as(owner.name, listed, limit)
            yield StatedOwnerFound(owner, listed, owned, self._statuses)
