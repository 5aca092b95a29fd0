"""Companies that listed parties own, out of a release, and their names.

Belongs here: the queries behind it, and which owned company a name stands for.
Does not belong here: how far an owner rule reaches (dbt), or the comparison of two names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Literal

from pipelines.releases.query import Reading
from pipelines.screening.stated_owners import OwnerRule
from pipelines.screening.verdicts import Asked, ListedName, Method, Screen, Verdict

AFFILIATES = "affiliates_as_of"
"""The table macro that a release without ownership lacks."""


@dataclass(frozen=True)
class Affiliate:
    """A row of marts.affiliates_as_of: what a rule says of an owned company on a day."""

    affiliate_id: str
    owner_rule_id: str
    owner_rule_name: str
    measure_id: str | None
    rule_applies_from: date
    legal_basis: str
    owned_party_id: str
    owned_name: str
    vendor_id: str | None
    standing: Literal["owned", "possible", "minority"]
    is_listed_itself: bool
    least_pct: Decimal
    most_pct: Decimal
    share_kinds: str
    path: str
    listed_owners: str
    list_codes: str
    valid_from: date
    known_from: date
    rule_status: str
    payload_sha256: str


@dataclass(frozen=True)
class OwnedMatch:
    """An owned company that a name may stand for, by the name and score that gave it."""

    affiliate: Affiliate
    verdict: Verdict
    score: float
    matched_name: str
    method: Method


@dataclass(frozen=True)
class PartyMatch:
    """A party that a name may stand for."""

    party_id: str
    verdict: Verdict
    score: float
    matched_name: str
    method: Method


COLUMNS = ", ".join(field.name for field in fields(Affiliate))


def affiliates(release: Reading, on: date, known_on: date) -> list[Affiliate] | None:
    """Who was owned by listed parties on a day, as known on another; None when not recorded."""
    if not release.has(AFFILIATES):
        return None
    rows = release.rows(
        f"select {COLUMNS} from marts.affiliates_as_of(date '{on}', known_on := date '{known_on}') "
        "order by owned_party_id, owner_rule_id"
    )
    return [Affiliate(**row) for row in rows]


def owner_rules(release: Reading) -> list[OwnerRule]:
    """The owner rules and the lists that each begins from; none in a release without ownership."""
    if not release.has("dim_owner_rule"):
        return []
    rows = release.rows(
        "select owner_rule_id, min(owner_rule_name) as owner_rule_name, "
        "list(list_code order by list_code) as list_codes "
        "from marts.dim_owner_rule group by owner_rule_id order by owner_rule_id"
    )
    return [
        OwnerRule(row["owner_rule_id"], row["owner_rule_name"], frozenset(row["list_codes"]))
        for row in rows
    ]


class Parties:
    """Finds the party that a name stands for, among parties with a name and perhaps a vendor."""

    def __init__(self, release: Reading, parties: Sequence[tuple[str, str, str | None]]) -> None:
        """`parties` are key, name and vendor; a vendor brings the names it is known by."""
        known_as = _vendor_names(release) if any(vendor for _, _, vendor in parties) else {}
        names = dict.fromkeys(
            (party, party_name, name, kind, vendor)
            for party, party_name, vendor in parties
            for name, kind in (
                (party_name, "name"),
                *((alias, "vendor_alias") for alias in known_as.get(vendor or "", ())),
            )
        )
        self._screen = Screen(
            [
                ListedName(
                    listing_id=party,
                    listed_name=name,
                    name_kind=kind,
                    entity_id=party,
                    entity_name=party_name,
                    list_code="",
                    legal_effect="",
                    listed_since_on=None,
                    citation="",
                    is_current=True,
                    vendor_id=vendor,
                )
                for party, party_name, name, kind, vendor in names
            ]
        )

    def look_up(self, name: str, limit: int = 5) -> tuple[PartyMatch, ...]:
        """The parties that a name may stand for, best first."""
        answer = self._screen.look_up(Asked(name), limit)
        return tuple(
            PartyMatch(
                one.listed.listing_id,
                answer.verdict_on(one),
                one.score,
                one.listed.listed_name,
                one.method,
            )
            for one in answer.candidates
        )


class Owned:
    """Finds the companies owned by listed parties that a name may stand for."""

    def __init__(self, release: Reading, rows: Sequence[Affiliate]) -> None:
        self._parties = Parties(
            release, [(row.owned_party_id, row.owned_name, row.vendor_id) for row in rows]
        )
        self._rows: dict[str, list[Affiliate]] = {}
        for row in rows:
            self._rows.setdefault(row.owned_party_id, []).append(row)

    def look_up(self, name: str, limit: int = 5) -> tuple[OwnedMatch, ...]:
        """What each rule says of the owned companies that a name may stand for, best first."""
        return tuple(
            OwnedMatch(row, party.verdict, party.score, party.matched_name, party.method)
            for party in self._parties.look_up(name, limit)
            for row in self._rows[party.party_id]
        )


def _vendor_names(release: Reading) -> dict[str, list[str]]:
    rows = release.rows(
        "select vendor_id, concat_ws('; ', vendor_name, vendor_name_zh, aliases) as names "
        "from marts.dim_vendor where not is_aggregate order by vendor_id"
    )
    return {
        row["vendor_id"]: list(dict.fromkeys(filter(None, row["names"].split("; "))))
        for row in rows
    }
