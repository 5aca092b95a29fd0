"""What is recorded of the customer on a day: its listings, who owns it, and what its owners are.

Belongs here: sentences about the customer and the owners the person states.
Does not belong here: how a name is compared (screening/), or how far an owner rule reaches (dbt).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipelines.answer.occasion import IN_FORCE, Occasion
from pipelines.answer.owner_rules import RuleThatDay, rules_that_day, states_of, together
from pipelines.answer.statements import Kind, Statement, address, quoted, state_of
from pipelines.releases.query import Reading
from pipelines.screening.lookup import Listed
from pipelines.screening.owned import (
    AFFILIATES,
    Affiliate,
    Parties,
    PartyMatch,
    affiliates,
)
from pipelines.screening.stated_owners import StatedOwner, stated_owners
from pipelines.screening.verdicts import Answer, Asked, Candidate

SHOWN = 8
"""Listed entities and owned companies that a name may stand for, at most."""
SHOWN_OF_A_LIST = 3
"""Entries of one list that the name surely is, each told by itself: a firm and its branches."""
_KNOWN_OTHERWISE = frozenset({"suspended", "revoked", "not_yet", "later", "ended"})
"""What is known of a listing that does not hold on the day as it is printed."""
_NEEDS_LICENSE = frozenset({"license_requirement", "military_end_use_license"})
_PARTIES = """
    select distinct owned_party_id, owned_name, owned_vendor_id from marts.fct_ownership
    order by all
"""
_LISTINGS = """
    select listings.*, lists.list_name, lists.legal_basis, authorities.authority_name
    from marts.fct_entity_listings as listings
    left join marts.dim_screening_list as lists on listings.list_code = lists.list_code
    left join marts.dim_authority as authorities on lists.authority_id = authorities.authority_id
    where list_contains($1, listings.listing_id)
"""
_HELD = "select * from {as_of} where list_contains($1, listing_id)"
_HOLDINGS = """
    select * from marts.fct_ownership
    where list_contains($1, owned_party_id) and counts_from <= date '{on}'
        and (counts_to is null or counts_to > date '{on}') and known_from <= date '{known_on}'
    order by owned_party_id, least_pct desc, owner_party_id
"""


class Names:
    """Every listed name and every owned company of a release, ready to be looked up."""

    def __init__(self, release: Reading, listed: Listed | None = None) -> None:
        """`listed` is what was read of the same release before."""
        listed = listed or Listed(release)
        self.lists = listed.lists
        self.screen = listed.screen
        self.has_owners = release.has(AFFILIATES)
        rows = release.answer(_PARTIES).rows if self.has_owners else []
        self.parties = Parties(release, rows)


@dataclass(frozen=True)
class Found:
    """What a name was found as: the customer's own, or an owner's that the person states."""

    name: str
    listed: Answer
    parties: tuple[PartyMatch, ...]

    @property
    def likely_parties(self) -> tuple[PartyMatch, ...]:
        """The owned companies that it is; where it is nothing for sure, those that it may be."""
        sure = tuple(party for party in self.parties if party.verdict == "match")
        return sure if sure or self.listed.verdict == "match" else self.parties


def found_as(names: Names, asked: Asked) -> Found:
    """A name looked up among the listed and the owned."""
    return Found(asked.name, names.screen.look_up(asked, SHOWN), names.parties.look_up(asked.name))


def customer(release: Reading, occasion: Occasion, names: Names) -> Iterator[Statement]:
    """Everything recorded of the customer and of the owners that were stated."""
    asked = occasion.question
    if not asked.to:
        return
    found = found_as(names, Asked(asked.to, asked.headquarters, asked.id))
    listings = list(_listings(release, occasion, found))
    yield from listings
    if not listings:
        yield Statement(
            "unknown",
            "customer",
            "customer:no-match",
            f"No listed name held here that was known on {occasion.known_on} is near "
            f"{quoted(asked.to)}. That is no clearance: lists are incomplete and names are written "
            "in many ways.",
            "marts.rpt_listed_names",
        )
    if not names.has_owners:
        yield Statement(
            "unknown",
            "owner",
            "owners:not-recorded",
            "This release records no ownership: owners were not looked at.",
            "marts.fct_affiliates",
        )
        return
    owned = [
        row
        for row in affiliates(release, occasion.on, occasion.known_on) or []
        if row.rule_applies_from <= occasion.known_on
    ]
    yield from _owners(release, occasion, found, owned)
    stated = stated_owners(asked.owners)
    rules = rules_that_day(release, occasion)
    yield from _stated(release, occasion, names, stated, owned, rules)
    yield from states_of(occasion, rules)
    if not stated:
        recorded = (
            "" if found.parties else f" {quoted(asked.to)} is no owned company recorded here."
        )
        yield Statement(
            "unknown",
            "owner",
            "owners:unknown",
            "Who else owns the customer is not known here; a company that listed parties own is "
            f"covered without being named.{recorded}",
            "15 CFR part 732, supplement 3 (red flags); docs/methods/ownership.md",
        )


def _listings(release: Reading, occasion: Occasion, found: Found) -> Iterator[Statement]:
    candidates = found.listed.candidates
    if not candidates:
        return
    wanted = sorted({one.listed.listing_id for one in candidates})
    as_of = occasion.as_of("listings_as_of")
    held = {row["listing_id"]: row for row in release.rows(_HELD.format(as_of=as_of), wanted)}
    rows = {
        row["listing_id"]: {**row, "held": held.get(row["listing_id"])}
        for row in release.rows(_LISTINGS, wanted)
    }
    possible: dict[tuple[str, str], list[tuple[Candidate, dict[str, Any]]]] = {}
    told: dict[tuple[str, str], int] = {}
    for one in candidates:
        row = rows[one.listed.listing_id]
        if row["known_from"] and row["known_from"] > occasion.known_on:
            continue
        group = (row["list_code"], _held(occasion, row))
        told[group] = told.get(group, 0) + 1
        if found.listed.verdict_on(one) == "match" and told[group] <= SHOWN_OF_A_LIST:
            who = f"{quoted(found.name)} is {_entity(one, row)}, which"
            yield from _listing(occasion, [row], who, is_match=True)
        else:
            possible.setdefault(group, []).append((one, row))
    for near in possible.values():
        named = "; ".join(_entity(one, row) for one, row in near)
        one_of = "" if len(near) == 1 else f"one of {len(near)} entities: "
        that = "That entity" if len(near) == 1 else "The first of them"
        who = f"{quoted(found.name)} may be {one_of}{named}; a person decides. {that}"
        yield from _listing(occasion, [row for _, row in near], who, is_match=False)


def _entity(one: Candidate, row: dict[str, Any]) -> str:
    by = one.listed.listed_name
    alias = f"by {quoted(by)}, " if by != row["entity_name"] else ""
    return f"{row['entity_name']} ({alias}score {one.score:.2f})"


def _listing(
    occasion: Occasion, rows: Sequence[dict[str, Any]], who: str, is_match: bool
) -> Iterator[Statement]:
    """What is to be told of one listing, or of the first of several that a name may be."""
    row = rows[0]
    labels, status = occasion.labels, _held(occasion, row)
    place = row["list_name"] or labels.shown("list_code", row["list_code"])
    authority = f" ({row['authority_name']})" if row["authority_name"] else ""
    source = {
        "citation": row["rule_citation"] or row["citation"] or row["legal_basis"]
        or "marts.fct_entity_listings",
        "document_number": row["rule_document_number"],
        "url": address(
            None if row["rule_document_number"] else row["source_list_url"],
            row["rule_document_number"],
        ),
        "payload_sha256": row["payload_sha256"],
        "table": "fct_entity_listings",
        "row_key": row["listing_id"],
        "state": state_of(
            held=status, list_code=row["list_code"], valid_from=row["valid_from"],
            valid_to=row["valid_to"], license_policy=row["license_policy"],
            license_requirement=row["license_requirement"], is_match=is_match,
            listings=";".join(sorted(each["listing_id"] for each in rows)),
        ),
    }  # fmt: skip
    no_day = row["valid_from_basis"] == "first_observed"
    since = (
        f"since a day that the list does not give (first seen {row['valid_from']})"
        if no_day
        else f"since {row['valid_from']}"
    )
    effect = labels.said("legal_effect", row["legal_effect"])
    if row["legal_effect"] == "other":
        effect = row["legal_basis"] or effect
    key = f"listing:{row['listing_id']}" if is_match else f"near:{row['list_code']}:{status}"
    if status == "held":
        doubt = (
            " The day lies before our first sight of the list: this is what its dates say now."
            if row["held"]["is_reconstructed_as_of"]
            else ""
        )
        kind: Kind = "against" if is_match else "unknown"
        text = f"{who} stands on the {place}{authority} {since}: {effect}.{doubt}"
        yield Statement(kind, "customer", f"{key}:{kind}", text, **source)
        if row["legal_effect"] in _NEEDS_LICENSE and is_match:
            what = (row["license_requirement"] or "items that the list names").strip(" .")
            policy = (row["license_policy"] or "not printed").strip(" .")
            note = f" Footnote {row['footnote_no']} applies." if row["footnote_no"] else ""
            yield Statement(
                "license",
                "customer",
                f"{key}:license",
                f"Listed on the {place}, {row['entity_name']} needs a license: {what}. "
                f"Review: {policy}.{note}",
                **source,
            )
        return
    stands = f"stands on the {place}{authority} {since} ({effect})"
    told = {
        "suspended": f"{stands}, but the measure was suspended on {occasion.on}, not repealed",
        "revoked": f"{stands}, but the measure had been revoked by {occasion.on}; the name stays",
        "not_yet": f"{stands}; it takes effect on {row['effective_on']}",
        "later": f"was not yet on the {place}{authority} on {occasion.on}; it is {since}",
        "ended": f"was on the {place}{authority} until {row['valid_to']}",
        "unsure": f"is on the {place}{authority} {since}; whether it was on {occasion.on} is not "
        "known",
    }.get(
        status,
        f"{stands}; whether the measure held on {occasion.on} is not known: "
        f"{labels.said('status', status)}",
    )
    kind = "noted" if is_match and status in _KNOWN_OTHERWISE else "unknown"
    yield Statement(kind, "customer", f"{key}:{kind}", f"{who} {told}.", **source)


def _held(occasion: Occasion, row: dict[str, Any]) -> str:
    """Whether a listing held on the day: held, later, ended, or unsure for want of a day.

    One that stands while its effect does not hold, or perhaps not, has that status: suspended,
    revoked, not_yet, unknown_outcome.
    """
    if row["held"] is not None:
        status = row["held"].get("listing_status", "in_force")
        return "held" if status in IN_FORCE else str(status)
    if row["valid_to"] is not None and row["valid_to"] <= occasion.on:
        return "ended"
    return "unsure" if row["valid_from_basis"] == "first_observed" else "later"


def _owners(
    release: Reading, occasion: Occasion, found: Found, owned: Sequence[Affiliate]
) -> Iterator[Statement]:
    by_party: dict[str, list[Affiliate]] = {}
    for row in owned:
        by_party.setdefault(row.owned_party_id, []).append(row)
    parties = found.likely_parties
    for party in parties:
        for row in by_party.get(party.party_id, ()):
            told = _affiliate(occasion, found.name, party, row)
            yield told
            if told.kind == "against":
                yield replace(
                    told,
                    kind="license",
                    key=f"{told.key}:license",
                    text=f"{row.owner_rule_name} treats {row.owned_name} like {row.listed_owners}: "
                    f"what their listing ({row.list_codes}) requires is required for it too.",
                )
    holdings = release.rows(
        _HOLDINGS.format(on=occasion.on, known_on=occasion.known_on),
        [party.party_id for party in parties],
    )
    matched = {party.party_id: party for party in parties}
    for holding in holdings:
        yield _holding(found.name, matched[holding["owned_party_id"]], holding)


def _affiliate(occasion: Occasion, name: str, party: PartyMatch, row: Affiliate) -> Statement:
    is_match = party.verdict == "match"
    share = _percent(row.least_pct, row.most_pct)
    who = f"{quoted(name)} is" if is_match else f"{quoted(name)} may be"
    chain = f"{who} {row.owned_name}, {share} of it held by listed parties: {row.path}"
    status = row.rule_status
    state = {
        "in_force": f"{row.owner_rule_name} is in force on {occasion.on}",
        "effective_not_compliance": f"{row.owner_rule_name} is in force on {occasion.on}",
        "suspended": f"{row.owner_rule_name} is suspended on {occasion.on}, not repealed",
        "not_yet": f"{row.owner_rule_name} did not apply before {row.rule_applies_from}",
    }.get(
        status,
        f"Whether {row.owner_rule_name} is in force on {occasion.on} is not known "
        f"({occasion.labels.said('status', status)})",
    )
    standing = {
        "owned": "as the rule counts, they hold enough",
        "possible": "they may hold enough: a share is not known",
        "minority": "less than the rule asks for; both agencies ask for care",
    }[row.standing]
    itself = " It is listed under its own name too." if row.is_listed_itself else ""
    applies = status in IN_FORCE
    kind: Kind = "noted"
    if not is_match or row.standing == "possible":
        kind = "unknown"
    elif row.standing == "owned":
        kind = (
            "against" if applies else "noted" if status in {"suspended", "not_yet"} else "unknown"
        )
    return Statement(
        kind,
        "owner",
        f"affiliate:{row.owner_rule_id}:{row.owned_party_id}",
        f"{chain} ({row.list_codes}): {standing}. {state}.{itself}",
        row.legal_basis,
        payload_sha256=row.payload_sha256,
        table="fct_affiliates",
        row_key=row.affiliate_id,
        state=state_of(
            standing=row.standing, rule_id=row.owner_rule_id, rule_status=status,
            least_pct=row.least_pct, most_pct=row.most_pct, path=row.path, is_match=is_match,
        ),
    )  # fmt: skip


def _holding(name: str, party: PartyMatch, row: dict[str, Any]) -> Statement:
    is_match = party.verdict == "match"
    who = row["owned_name"] if is_match else f"{row['owned_name']}, which {quoted(name)} may be"
    kind = row["share_kind"]
    share = {
        "majority": "more than half",
        "minority": "less than half",
        "consolidated": "an unknown share (consolidated in its accounts)",
        "unknown": "an unknown share",
    }.get(kind) or _percent(row["least_pct"], row["most_pct"])
    direct = "" if row["is_direct"] else ", not directly,"
    own = " Your own row." if row["is_user_data"] else ""
    note = f" {row['note']}" if row["note"] else ""
    return Statement(
        "noted",
        "owner",
        f"holding:{row['holding_id']}",
        f"{row['owner_name']} holds{direct} {share} of {who}, as stated since "
        f"{row['counts_from']}.{note}{own}",
        row["source"],
        url=address(row["source_url"], None),
        payload_sha256=row["payload_sha256"],
        confidence=row["confidence"],
        table="fct_ownership",
        row_key=row["holding_id"],
        state=state_of(kind=kind, least_pct=row["least_pct"], most_pct=row["most_pct"]),
    )


def _stated(
    release: Reading,
    occasion: Occasion,
    names: Names,
    owners: Sequence[StatedOwner],
    owned: Sequence[Affiliate],
    rules: Sequence[RuleThatDay],
) -> Iterator[Statement]:
    covered = []
    for owner in owners:
        found = found_as(names, Asked(owner.name))
        share = (
            "an unknown share" if owner.share_pct is None else f"{owner.share_pct.normalize():f}%"
        )
        told = [
            *_listings(release, occasion, found),
            *_owners(release, occasion, found, owned),
        ]
        sure = [one for one in told if one.kind == "against"]
        for one in told:
            if one.kind == "license" or (sure and one.kind != "against"):
                continue
            kind: Kind = "unknown" if one.kind == "against" else one.kind
            yield replace(
                one,
                kind=kind,
                topic="owner",
                key=f"stated:{owner.name}:{one.key}",
                text=f"Stated owner, {share}: {one.text}",
            )
        if not told:
            yield Statement(
                "unknown",
                "owner",
                f"stated:{owner.name}:no-match",
                f"Stated owner, {share}: no name held here is near {quoted(owner.name)}; that is "
                "no clearance.",
                "marts.rpt_listed_names",
            )
        if sure:
            on_lists = {str(one.state["list_code"]) for one in sure if "list_code" in one.state}
            by_rules = {str(one.state["rule_id"]) for one in sure if "rule_id" in one.state}
            covered.append((owner, on_lists, by_rules))
    for rule in rules:
        reached = [owner for owner, *by in covered if rule.rule.reaches(*by)]
        yield from together(occasion, rule, reached)
    for owner, *by in covered:
        if not any(rule.rule.reaches(*by) for rule in rules):
            yield Statement(
                "unknown",
                "owner",
                f"stated:{owner.name}:no-rule",
                f"No owner rule recorded here begins from a list on which {quoted(owner.name)} "
                "stands; what that list means for companies it owns is for a person to decide.",
                "marts.dim_owner_rule",
            )


def _percent(least: Any, most: Any) -> str:
    if least == most:
        return f"{least.normalize():f}%"
    return f"{least.normalize():f}% to {most.normalize():f}%"
