"""What governments have said of a chip, besides the rules that its status is computed from.

Belongs here: the measures of the ledger that acted on the chip or its family, as they stood on the
day, and until when their authorities were looked at. Does not belong here: the computed status.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipelines.answer.occasion import IN_FORCE, Occasion
from pipelines.answer.statements import Kind, Statement, address, state_of
from pipelines.releases.query import Reading

_MEASURES = """
    with about as (
        select chips.event_id, true as is_of_chip
        from marts.bridge_event_chips as chips
        where list_contains($1, chips.family_chip_id)
        union all
        select vendors.event_id, false as is_of_chip
        from marts.bridge_event_vendors as vendors
        where list_contains($2, vendors.vendor_id)
            and vendors.vendor_role in ('restricted', 'target')
            and vendors.event_id not in (select c.event_id from marts.bridge_event_chips as c)
    ),

    linked as (
        select steps.measure_id, bool_or(about.is_of_chip) as is_of_chip
        from about
        inner join marts.bridge_event_measures as steps on about.event_id = steps.event_id
        inner join marts.fct_sanction_events as events on about.event_id = events.event_id
        where events.known_from <= date '{known_on}'
        group by steps.measure_id
    ),

    -- A letter that names other chips came along with an event about several letters.
    others as (
        select rules.measure_id
        from marts.dim_rule as rules
        inner join marts.bridge_rule_chips as named on rules.rule_id = named.rule_id
        group by rules.measure_id
        having not bool_or(list_contains($1, named.family_chip_id))
    )

    select measures.*, linked.is_of_chip,
        exists (
            select 1 from marts.bridge_event_vendors as buyers
            where buyers.event_id = measures.event_id and buyers.vendor_role = 'buyer'
        ) as has_buyers,
        measures.measure_id in (
            select rules.measure_id from marts.dim_rule as rules
            where rules.rule_kind in ('rule', 'letter') and rules.measure_id is not null
        ) as is_computed,
        authorities.authority_name, events.title as event_title,
        events.first_public_on, events.direction, events.legal_citation, events.official_number,
        events.document_number, events.source as event_source, events.source_url,
        events.evidence_grade, events.has_issuer_denial, events.event_confidence
    from {measures} as measures
    inner join linked on measures.measure_id = linked.measure_id
    inner join marts.dim_measure as dims on measures.measure_id = dims.measure_id
    inner join marts.dim_authority as authorities on dims.authority_id = authorities.authority_id
    left join marts.fct_sanction_events as events on measures.event_id = events.event_id
    where (linked.is_of_chip or measures.jurisdiction = '{china}')
        and measures.measure_id not in (
            select others.measure_id from others where others.measure_id is not null
        )
    order by measures.jurisdiction, measures.valid_from, measures.measure_id
"""
_LICENSING = frozenset({"letter", "rule", "policy"})
"""Kinds of US measures by which a license is needed or given."""
CHINA = "CN"
_TOLD = (*IN_FORCE, "suspended", "proposed", "published_not_effective", "non_enforced",
         "unknown_outcome", "unknown")  # fmt: skip
"""Measures in another state are over: nothing of them holds that day."""


def measures(release: Reading, occasion: Occasion, is_free_by_figures: bool) -> Iterator[Statement]:
    """Every measure on the chip that holds, is stopped or is in doubt on the day.

    A measure whose thresholds the chip's figures do not meet needs no license for it.
    """
    named = occasion.named
    if named is None:
        return
    sql = _MEASURES.format(
        known_on=occasion.known_on, measures=occasion.as_of("measures_as_of"), china=CHINA
    )
    rows = release.rows(sql, list(named.family_ids), sorted(named.vendor_ids))
    for row in rows:
        if row["status"] in _TOLD:
            yield _told(occasion, row, is_free_by_figures)
    yield from _not_looked_at(rows)


def not_looked_at(row: dict[str, Any]) -> str:
    """That nobody looked whether a recorded state still held on the day asked about."""
    until = row["checked_until_on"]
    return f"later acts were looked for until {until}" if until else "nobody looked for later acts"


def _not_looked_at(rows: Sequence[dict[str, Any]]) -> Iterator[Statement]:
    looked = {
        row["authority_name"]: row["checked_until_on"] for row in rows if not row["is_looked_at"]
    }
    if looked:
        told = "; ".join(
            f"{name} {f'after {until}' if until else '(no day known)'}"
            for name, until in sorted(looked.items())
        )
        yield Statement(
            "unknown",
            "looked_at",
            "looked-at",
            f"Nobody looked here for later acts, so what is told may have changed: {told}.",
            "marts.dim_authority",
            table="dim_authority",
        )


def _told(occasion: Occasion, row: dict[str, Any], is_free_by_figures: bool) -> Statement:
    is_missed = row["is_computed"] and is_free_by_figures
    status = row["status"]
    said = occasion.labels.said("status", status)
    name = f"{row['measure_title']} ({row['authority_name']})"
    text = f"{name}: {said} on {occasion.on}, since {row['valid_from']}."
    if not row["is_looked_at"]:
        text = f"{name}: recorded as {said} since {row['valid_from']}; {not_looked_at(row)}."
    if status == "unknown_outcome":
        announced = occasion.labels.said("status", row["announced_status"])
        text = (
            f"{name}: announced for {row['valid_from']} to be {announced}; no source says that it "
            "came about."
        )
    elif status == "unknown":
        text = f"{name}: nobody follows it since its last known step ({row['valid_from']})."
    if row["clause"]:
        text += f" {row['clause'][:1].upper()}{row['clause'][1:]}."
    if row["event_title"]:
        text += f" By: {row['event_title']} ({row['first_public_on']}; rests on "
        text += f"{occasion.labels.said('evidence_grade', row['evidence_grade'])})."
    if not row["is_of_chip"]:
        text = f"Of the maker's chips, not of this one alone: {text}"
    if is_missed:
        text += " The chip's figures do not meet its thresholds."
    if row["has_issuer_denial"]:
        text += " The issuer denies it."
    return Statement(
        _kind(occasion, row, is_missed),
        "measure",
        f"measure:{row['measure_id']}",
        text,
        row["legal_citation"]
        or row["official_number"]
        or row["event_source"]
        or "marts.fct_measure_status",
        document_number=row["document_number"],
        url=address(row["source_url"], row["document_number"]),
        payload_sha256=row["payload_sha256"],
        confidence=row["event_confidence"],
        table="fct_measure_status",
        row_key=row["measure_id"],
        state=state_of(status=status, announced=row["announced_status"], since=row["valid_from"]),
    )


def _kind(occasion: Occasion, row: dict[str, Any], is_missed: bool) -> Kind:
    if row["status"] in {"unknown_outcome", "unknown"}:
        return "unknown"
    tightens = row["direction"] != "loosen"
    if row["status"] in IN_FORCE and tightens:
        if row["jurisdiction"] == CHINA:
            is_of_some = not row["is_of_chip"] and row["has_buyers"]
            return "against" if occasion.is_in_china and not is_of_some else "noted"
        if row["measure_kind"] in _LICENSING:
            return "noted" if is_missed else "license"
        return "against"
    return "noted"
