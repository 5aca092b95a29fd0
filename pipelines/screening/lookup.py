"""A name looked up in one release: on its lists, among companies that listed parties own, and by
the owners that the person states.

Belongs here: the three put together, and the verdict on the name. Does not belong here: any of the
three (verdicts.py, owned.py, stated_owners.py), or printing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipelines.releases.query import Reading
from pipelines.screening.listed import ConsultedList, consulted_lists, listed_names
from pipelines.screening.owned import Owned, OwnedMatch, affiliates
from pipelines.screening.stated_owners import StatedOwner, standing_of, stated_owners
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

    @property
    def is_covered(self) -> bool:
        """Whether it surely is listed now, or surely owned by listed parties."""
        on_a_list = any(
            self.listed.verdict_on(one) == "match" and one.listed.is_current
            for one in self.listed.candidates
        )
        return on_a_list or any(verdict_on(one) == "owned" for one in self.owned)

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

    @property
    def stated_verdict(self) -> Found | None:
        """What the stated owners make of the name; None when none of them is near anything."""
        standing = standing_of(one.owner for one in self.stated if one.is_covered)
        if standing is not None:
            return _BY_STANDING[standing]
        return "possibly_owned" if any(one.is_near for one in self.stated) else None

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
        rows = affiliates(release, on, known_on)
        self.has_owners = rows is not None
        self._owned = Owned(release, rows or [])

    def look_up(self, asked: Asked, limit: int = 5) -> Looked:
        """What is found of one name, with at most `limit` entities as candidates of each kind."""
        listed = self._screen.look_up(asked, limit)
        stated = tuple(self._stated(stated_owners(asked.owners), limit))
        return Looked(asked, listed, self._owned_as(asked.name, listed, limit), stated)

    def _owned_as(self, name: str, listed: Answer, limit: int) -> tuple[OwnedMatch, ...]:
        """The owned companies that a name is; those it may be unless it surely is a listed one."""
        found = self._owned.look_up(name, limit)
        return tuple(one for one in found if one.verdict == "match" or listed.verdict != "match")

    def _stated(self, owners: Iterable[StatedOwner], limit: int) -> Iterable[StatedOwnerFound]:
        for owner in owners:
            listed = self._screen.look_up(Asked(owner.name), limit)
            yield StatedOwnerFound(owner, listed, self._owned_as(owner.name, listed, limit))
