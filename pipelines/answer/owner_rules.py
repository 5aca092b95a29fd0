"""The owner rules on the day: whether each binds, and what stated owners come to under it.

Belongs here: sentences about a rule. Does not belong here: whether an owner is listed
(customer.py), or how far a rule reaches through recorded owners (dbt).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.answer.occasion import IN_FORCE, Occasion
from pipelines.answer.statements import Kind, Statement, address, state_of
from pipelines.releases.query import Reading
from pipelines.screening.owned import owner_rules
from pipelines.screening.stated_owners import OwnerRule, StatedOwner, standing_of

_RULES = """
    with rules as (
        select owner_rule_id, min(measure_id) as measure_id, min(applies_from) as applies_from,
            min(legal_basis) as legal_basis, min(payload_sha256) as file_sha256
        from marts.dim_owner_rule
        group by owner_rule_id
    )

    select rules.*, measures.status, measures.announced_status, measures.valid_from,
        coalesce(measures.payload_sha256, rules.file_sha256) as payload_sha256,
        events.title as event_title, events.source_url, events.document_number
    from rules
    left join {measures} as measures on rules.measure_id = measures.measure_id
    left join marts.fct_sanction_events as events on measures.event_id = events.event_id
    order by rules.owner_rule_id
"""


@dataclass(frozen=True)
class RuleThatDay:
    """An owner rule, and whether it applied on the day of the question."""

    rule: OwnerRule
    status: str
    row: dict[str, Any]


def rules_that_day(release: Reading, occasion: Occasion) -> list[RuleThatDay]:
    """The owner rules that were known on the day of knowledge."""
    rules = {one.owner_rule_id: one for one in owner_rules(release)}
    rows = release.rows(_RULES.format(measures=occasion.as_of("measures_as_of"))) if rules else []
    told = []
    for row in rows:
        if row["applies_from"] > occasion.known_on:
            continue
        status = row["status"] or "unknown"
        if occasion.on < row["applies_from"]:
            status = "not_yet"
        elif row["measure_id"] is None:
            status = "in_force"
        told.append(RuleThatDay(rules[row["owner_rule_id"]], status, row))
    return told


def states_of(occasion: Occasion, rules: Sequence[RuleThatDay]) -> Iterator[Statement]:
    """The state of each owner rule on the day, whoever the customer is."""
    for one in rules:
        row, status = one.row, one.status
        text = f"{one.rule.owner_rule_name} (companies owned by listed parties): "
        text += f"{occasion.labels.said('status', status)} on {occasion.on}"
        if status == "not_yet":
            text += f", it applies from {row['applies_from']}"
        elif status == "unknown_outcome":
            announced = occasion.labels.said("status", row["announced_status"])
            text += f"; it was announced to be {announced} from {row['valid_from']} on, and no "
            text += "source says that it came about"
        elif row["valid_from"]:
            text += f", since {row['valid_from']}"
        if row["event_title"] and status != "not_yet":
            text += f". By: {row['event_title']}"
        yield Statement(
            "unknown" if status in {"unknown", "unknown_outcome"} else "noted",
            "rule",
            f"owner-rule:{one.rule.owner_rule_id}",
            f"{text}.",
            row["legal_basis"],
            document_number=row["document_number"],
            url=address(row["source_url"], row["document_number"]),
            payload_sha256=row["payload_sha256"],
            table="fct_measure_status",
            row_key=row["measure_id"],
            state=state_of(status=status, since=row["valid_from"]),
        )


def together(
    occasion: Occasion, rule: RuleThatDay, owners: Sequence[StatedOwner]
) -> Iterator[Statement]:
    """What the stated owners that a rule begins from hold together, and what it makes of it."""
    standing = standing_of(owners)
    if standing is None:
        return
    total = sum(owner.share_pct or 0 for owner in owners)
    name = rule.rule.owner_rule_name
    words = {
        "owned": f"hold {total}% together, 50% or more: {name} counts the customer like them "
        f"({occasion.labels.said('status', rule.status)} on {occasion.on})",
        "possible": f"hold {total}% and a share that is not known: they may hold the 50% from "
        f"which {name} counts the customer like them",
        "minority": f"hold {total}% together, less than the 50% of {name}: the agency asks for "
        "care",
    }[standing]
    kind: Kind = "unknown"
    if standing == "owned" and rule.status in IN_FORCE:
        kind = "against"
    elif standing == "owned" and rule.status in {"suspended", "not_yet"}:
        kind = "noted"
    yield Statement(
        kind,
        "owner",
        f"stated:together:{rule.rule.owner_rule_id}",
        f"Listed owners, as stated ({', '.join(owner.name for owner in owners)}), {words}.",
        rule.row["legal_basis"],
        payload_sha256=rule.row["payload_sha256"],
        state=state_of(standing=standing, total=total, rule_status=rule.status),
    )
