"""What was found of a name as plain JSON types, with what it rests on and does not mean.

Belongs here: the members of such a record. Does not belong here: tables for a terminal
(cli/screen.py), or finding anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pipelines.screening.listed import ConsultedList
from pipelines.screening.lookup import Looked, StatedOwnerFound, verdict_on
from pipelines.screening.owned import OwnedMatch
from pipelines.screening.verdicts import Answer, Candidate

NO_CLEARANCE = (
    "No match is never clearance: it says only that no name on the lists held here, and of no "
    "company known here to be owned by a listed one, is near this one. Lists are incomplete, most "
    "owners are not known here, and names are written in many ways."
)
NO_OWNERS = (
    "Owners were not looked at: this release was made before they were recorded; "
    "`chipwatch run` makes one that has them."
)


def record(looked: Looked) -> dict[str, Any]:
    """All that was found of one name."""
    told: dict[str, Any] = {
        "name": looked.asked.name,
        "verdict": looked.verdict,
        "listed_verdict": looked.listed.verdict,
        "is_ambiguous": looked.listed.is_ambiguous,
        "candidates": candidates(looked.listed),
        "owned": [owned(match) for match in looked.owned],
        "stated_owners": [_stated(one) for one in looked.stated],
    }
    return told if looked.verdict != "no_match" else {**told, "note": NO_CLEARANCE}


def candidates(answer: Answer) -> list[dict[str, Any]]:
    """The listings that a name may stand for."""
    return [{"verdict": answer.verdict_on(one), **candidate(one)} for one in answer.candidates]


def candidate(one: Candidate) -> dict[str, Any]:
    """One listing that a name may stand for."""
    listed = one.listed
    method = one.method + (", another country" if one.is_other_country else "")
    return {
        "score": round(one.score, 3),
        "listed_entity": listed.entity_name,
        "alias_matched": listed.listed_name,
        "list_code": listed.list_code,
        "legal_effect": listed.legal_effect,
        "since": listed.listed_since_on,
        "is_current": listed.is_current,
        "citation": listed.citation,
        "vendor": listed.vendor_id,
        "method": method,
    }


def owned(match: OwnedMatch) -> dict[str, Any]:
    """What a rule says of one owned company that a name may stand for."""
    row = match.affiliate
    return {
        "verdict": verdict_on(match),
        "score": round(match.score, 3),
        "owned_company": row.owned_name,
        "alias_matched": match.matched_name,
        "standing": row.standing,
        "is_listed_itself": row.is_listed_itself,
        "owner_rule": row.owner_rule_name,
        "rule_status": row.rule_status,
        "rule_applies_from": row.rule_applies_from.isoformat(),
        "share_least_pct": float(row.least_pct),
        "share_most_pct": float(row.most_pct),
        "owned_through": row.path,
        "listed_owners": row.listed_owners,
        "list_codes": row.list_codes,
        "since": row.valid_from.isoformat(),
        "citation": row.legal_basis,
        "vendor": row.vendor_id,
        "payload_sha256": row.payload_sha256,
    }


def basis(lists: Sequence[ConsultedList], has_owners: bool, today: date) -> dict[str, Any]:
    """What an answer rests on."""
    return {
        "consulted": [consulted(each, today) for each in lists if each.listing_count],
        "not_held": [each.list_code for each in lists if not each.listing_count],
        "has_owners": has_owners,
    }


def consulted(each: ConsultedList, today: date) -> dict[str, Any]:
    """One list that was consulted."""
    return {
        "list_code": each.list_code,
        "list_name": each.list_name,
        "as_of": each.as_of_on,
        "age_days": each.age_days(today),
        "is_curated": each.is_curated,
        "listing_count": each.listing_count,
        "unread_entries": each.unread_count,
        "is_sample": each.is_sample,
    }


def _stated(found: StatedOwnerFound) -> dict[str, Any]:
    share = found.owner.share_pct
    return {
        "owner": found.owner.name,
        "share_pct": None if share is None else float(share),
        "listed_verdict": found.listed.verdict,
        "candidates": candidates(found.listed),
        "owned": [owned(match) for match in found.owned],
    }
