"""Owners as the person who asks states them: names, each with a share where it is known.

Belongs here: reading such a statement, and what the shares of listed ones come to.
Does not belong here: owners that the warehouse knows (owned.py), or looking a name up (lookup.py).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Standing = Literal["owned", "possible", "minority"]

COVERED_PCT = Decimal(50)
"""Share at which the owner rules of both agencies begin (docs/methods/ownership.md)."""
_WITH_SHARE = re.compile(r"(?P<name>.*?)\s*[=:：]\s*(?P<share>\d{1,3}(?:[.,]\d{1,4})?)\s*[%％]?\s*")
_BETWEEN = re.compile(r"[;；|\n]")


@dataclass(frozen=True)
class StatedOwner:
    """A name, and the share in percent; None where the person does not know it."""

    name: str
    share_pct: Decimal | None = None


def stated_owners(text: str) -> tuple[StatedOwner, ...]:
    """The owners in a text: `Name`, `Name = 30` or `Name: 30%`, parted by semicolons.

    A share of more than 100 is none: the whole piece is then a name.
    """
    return tuple(_owner(piece.strip()) for piece in _BETWEEN.split(text) if piece.strip())


def _owner(piece: str) -> StatedOwner:
    found = _WITH_SHARE.fullmatch(piece)
    if found is None or not found["name"]:
        return StatedOwner(piece)
    share = Decimal(found["share"].replace(",", "."))
    return StatedOwner(found["name"], share) if share <= 100 else StatedOwner(piece)


@dataclass(frozen=True)
class OwnerRule:
    """A rule by which parties on some lists reach the companies they own."""

    owner_rule_id: str
    owner_rule_name: str
    list_codes: frozenset[str]

    def reaches(self, list_codes: Collection[str], owned_by_rules: Collection[str]) -> bool:
        """Whether an owner on these lists, or itself owned under these rules, counts."""
        return (
            bool(self.list_codes.intersection(list_codes)) or self.owner_rule_id in owned_by_rules
        )


def standing_of(covered: Iterable[StatedOwner]) -> Standing | None:
    """What owners that are listed, or owned by listed ones, hold together; None of none.

    What they hold is added up, as both agencies do; an unknown share can be any.
    """
    owners = list(covered)
    if not owners:
        return None
    if sum(owner.share_pct or Decimal(0) for owner in owners) >= COVERED_PCT:
        return "owned"
    return "possible" if any(owner.share_pct is None for owner in owners) else "minority"
