"""What United States rules say of sending a chip to a destination on a day.

Belongs here: the destination's group, the computed status, the rule it rests on and that rule's
state. Does not belong here: the customer, or what other governments say of the chip.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pipelines.answer.measures import not_looked_at
from pipelines.answer.occasion import Occasion
from pipelines.answer.statements import Kind, Statement, address, state_of
from pipelines.releases.query import Reading

HOME = "US"
HEADQUARTERS = ("d5_mo", "us_a5_a6", "other")
_ALLY = "us_a5_a6"
_GROUP = """
    select groups.destination_group_id, groups.destination_group_name,
        groups.destination_group_description, groups.local_headquarters_group,
        members.note, members.source, members.confidence, members.payload_sha256
    from marts.bridge_destination_group_countries as members
    inner join marts.dim_destination_group as groups
        on members.destination_group_id = groups.destination_group_id
    where members.country_code = $1 and members.valid_from <= $2 and members.known_from <= $3
        and (members.valid_to is null or members.valid_to > $2 or members.valid_to_known_from > $3)
    order by members.valid_from desc
    limit 1
"""
_STATUS = """
    select status.*, rules.rule_title, rules.rule_kind, rules.document_number, rules.source,
        rules.source_url, rules.confidence, rules.measure_id, rules.layer, measures.measure_title,
        measures.status as measure_status, measures.valid_from as measure_from,
        measures.is_looked_at, measures.checked_until_on,
        measures.payload_sha256 as measure_payload_sha256
    from marts.chip_status_as_of(
        date '{on}', '{country}', consignee_headquarters := {headquarters},
        export_kind := '{export_type}', known_on := date '{known_on}'
    ) as status
    left join marts.dim_rule as rules on status.rule_id = rules.rule_id
    left join marts.measures_as_of(date '{on}', known_on := date '{known_on}') as measures
        on rules.measure_id = measures.measure_id
    where list_contains($1, status.chip_id)
"""
_EARLIER = """
    select chip_id, status, license_policy, rule_id, paragraph, valid_from, valid_to
    from marts.fct_chip_control_status
    where list_contains($1, chip_id) and destination_group_id = $2
        and consignee_headquarters_group = $3 and export_type = $4
        and valid_from <= $5 and known_from <= $6 and (known_to is null or known_to > $6)
    order by chip_id, valid_from desc
"""
_SAME = ("status", "license_policy", "rule_id", "paragraph")
"""What makes one status of a chip the same as the one before."""
_KINDS: dict[str, tuple[Kind, ...]] = {
    "license_required_denial": ("against", "license"),
    "license_required_approval": ("license",),
    "license_required_case_by_case": ("license",),
    "license_required_letter": ("license",),
    "license_required_letter_granting": ("license",),
    "nac_notification": ("license",),
    "nac_without_notification": ("license",),
    "aca": ("license",),
    "license_exception_aia": ("license",),
    "gp10_risk": ("against",),
    "unknown": ("unknown",),
}
"""Where a status is told; what is not here is told under what else is recorded."""
_SAID = {
    "not_controlled": "no chip provision recorded here requires a license",
    "license_required_denial": "a license is required and applications meet a presumption of "
    "denial",
    "license_required_approval": "a license is required; applications meet a presumption of "
    "approval",
    "license_required_case_by_case": "a license is required; applications are reviewed case by "
    "case",
    "license_required_letter": "a letter to the maker requires a license",
    "license_required_letter_granting": "a letter to the maker requires a license, and licenses "
    "are reported as granted",
    "nac_notification": "a license is required unless License Exception NAC applies, which needs "
    "a notification to BIS first",
    "nac_without_notification": "a license is required unless License Exception NAC applies",
    "aca": "a license is required unless License Exception ACA applies",
    "license_exception_aia": "a license is required unless the exception for partners of the AI "
    "Diffusion framework applies",
    "no_us_export_matter": "a Chinese design, taken as made and delivered outside the United "
    "States: no matter of US export as far as known",
    "gp10_risk": "a Chinese design presumed made in violation of the EAR: using it anywhere may "
    "break General Prohibition 10",
    "unknown": "whether a license is required is not known",
}


_WITHOUT_DAY = frozenset({"not_controlled", "no_us_export_matter"})
"""Statuses that say nothing of a beginning: no rule made them."""
_POLICIES = {
    "licenses_promised": "The government said that it would grant licenses.",
    "not_stated": "How applications are reviewed was not said.",
}
_COMPUTED = (
    "computed from the chip rules recorded here (marts.dim_rule, docs/methods/chip-status.md)"
)


def destination(release: Reading, occasion: Occasion) -> Iterator[Statement]:
    """The group that the destination belongs to, and whose headquarters are assumed."""
    asked = occasion.question
    if not asked.country:
        return
    if asked.country == HOME:
        yield Statement(
            "unknown",
            "destination",
            "destination:US",
            "A delivery inside the United States is no export. Releasing technology to foreign "
            "persons there, and what the customer does with the chip later, is not judged here.",
            "15 CFR 734.13",
        )
        return
    group = group_of(release, occasion, asked.country)
    if group is None:
        yield Statement(
            "unknown",
            "destination",
            f"destination:{asked.country}",
            f"{occasion.country_name} has no destination group here on {occasion.on}; what the "
            "chip rules say of it is not known.",
            "marts.bridge_destination_group_countries",
        )
        return
    doubt = " This membership is not checked against the text." if is_low(group) else ""
    yield Statement(
        "noted",
        "destination",
        f"destination:{asked.country}",
        f"{occasion.country_name} counts as {group['destination_group_name']} on {occasion.on}: "
        f"{group['destination_group_description']}{doubt}",
        group["source"] or "marts.bridge_destination_group_countries",
        payload_sha256=group["payload_sha256"],
        confidence=group["confidence"],
        state=state_of(group=group["destination_group_id"]),
    )


def chip_status(release: Reading, occasion: Occasion) -> Iterator[Statement]:
    """The status of the chip for this destination, and its rule's state."""
    asked, named = occasion.question, occasion.named
    if named is None or not asked.country or asked.country == HOME:
        return
    if not named.chips:
        yield Statement(
            "unknown",
            "chip",
            f"chip:{named.called}",
            f"{named.called} is known as a family, but no chip of it has figures here: its US "
            "status cannot be computed.",
            "marts.dim_chip_family",
        )
        return
    asked_group = _headquarters(release, occasion)
    told = _by_headquarters(release, occasion, asked_group)
    yield from _told_status(occasion, told)
    if not told:
        yield Statement(
            "unknown",
            "chip",
            f"chip:{named.called}:no-row",
            f"Nothing is computed for {named.called} and {occasion.country_name} on "
            f"{occasion.on}: the chip rules recorded here begin in 2018.",
            "marts.fct_chip_control_status",
        )
    if not asked.headquarters:
        yield from _other_headquarters(release, occasion, told)
    for chip in named.chips:
        if told and chip.launched and str(occasion.on) < chip.launched[: len(str(occasion.on))]:
            yield Statement(
                "noted",
                "chip",
                f"launch:{chip.chip_id}",
                f"{chip.full_name} was launched later ({chip.launched}); the status is what its "
                "figures come to on that day.",
                chip.source or "marts.dim_chip",
                payload_sha256=chip.payload_sha256,
                confidence=chip.confidence,
            )
        elif is_low({"confidence": chip.confidence}):
            yield Statement(
                "unknown",
                "chip",
                f"figures:{chip.chip_id}",
                f"The figures of {chip.full_name} are recollected or rumored; its status may be "
                "another one.",
                chip.source or "marts.dim_chip",
                payload_sha256=chip.payload_sha256,
                confidence=chip.confidence,
            )


def is_free_by_figures(told: Iterable[Statement]) -> bool:
    """Whether every chip's figures meet no provision: nothing needs a license, nothing is open."""
    statuses = [one for one in told if one.key.startswith("chip-status:")]
    return bool(statuses) and all(one.kind == "noted" for one in statuses)


def group_of(release: Reading, occasion: Occasion, country: str) -> dict[str, Any] | None:
    """The destination group of a country on the day, as known on the other."""
    rows = release.rows(_GROUP, country, occasion.on, occasion.known_on)
    return rows[0] if rows else None


def is_low(row: Any) -> bool:
    """Whether a row is recollected or rests on one weak source."""
    return bool(row["confidence"] == "low")


def _headquarters(release: Reading, occasion: Occasion) -> str | None:
    """The headquarters group that was asked; None where the destination's usual one counts."""
    country = occasion.question.headquarters
    if not country:
        return None
    if country == HOME:
        return _ALLY
    group = group_of(release, occasion, country)
    return str(group["local_headquarters_group"]) if group else "other"


def _by_headquarters(
    release: Reading, occasion: Occasion, headquarters: str | None
) -> list[dict[str, Any]]:
    named = occasion.named
    sql = _STATUS.format(
        on=occasion.on,
        known_on=occasion.known_on,
        country=occasion.question.country,
        export_type=occasion.question.export_type,
        headquarters="null" if headquarters is None else f"'{headquarters}'",
    )
    order = [chip.chip_id for chip in named.chips] if named else []
    rows = sorted(release.rows(sql, order), key=lambda row: order.index(row["chip_id"]))
    return _with_beginnings(release, occasion, rows)


def _with_beginnings(
    release: Reading, occasion: Occasion, rows: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The rows with `since`: the day from which the status was the same without a break.

    A row also ends where nothing but another rule that is met as well begins.
    """
    if not rows:
        return rows
    first = rows[0]
    earlier = release.rows(
        _EARLIER,
        [row["chip_id"] for row in rows],
        first["destination_group_id"],
        first["consignee_headquarters_group"],
        occasion.question.export_type,
        occasion.on,
        occasion.known_on,
    )
    since = {row["chip_id"]: row["valid_from"] for row in rows}
    now = {row["chip_id"]: row for row in rows}
    for row in earlier:
        chip = row["chip_id"]
        is_same = all(row[name] == now[chip][name] for name in _SAME)
        if is_same and row["valid_to"] == since[chip]:
            since[chip] = row["valid_from"]
    return [{**row, "since": since[row["chip_id"]]} for row in rows]


def _told_status(occasion: Occasion, rows: list[dict[str, Any]]) -> Iterator[Statement]:
    for group in _alike(rows):
        first = group[0]
        names = _names(occasion, group)
        status = first["status"]
        kinds = _KINDS.get(status, ("noted",))
        state = state_of(
            status=status,
            license_policy=first["license_policy"],
            rule_id=first["rule_id"],
            paragraph=first["paragraph"],
            since=first["since"],
            missing=first["missing_field"],
            chips=";".join(sorted(row["chip_id"] for row in group)),
        )
        key = f"chip-status:{min(row['chip_id'] for row in group)}"
        is_baseline = first["layer"] == "baseline" or first["rule_id"] is None
        source = {
            "citation": _COMPUTED if is_baseline else first["citation"] or first["rule_title"],
            "document_number": first["document_number"],
            "url": address(first["source_url"], first["document_number"]),
            "payload_sha256": first["payload_sha256"],
            "confidence": first["confidence"],
            "table": "fct_chip_control_status",
        }
        words = f"{names} to {occasion.country_name}: {_SAID.get(status, status)} on {occasion.on}"
        words += f", since {first['since']}." if status not in _WITHOUT_DAY else "."
        if first["license_policy"] in _POLICIES:
            words += f" {_POLICIES[first['license_policy']]}"
        if first["missing_field"]:
            words += f" Missing: {first['missing_field']}."
        for kind in kinds[:-1]:
            yield Statement(kind, "chip", f"{key}:{kind}", words, state=state, **source)
        tests = {row["chip_id"]: "; ".join(_tests(row["why"])) for row in group}
        words += f" Tests: {_by_chip(occasion, tests)}."
        yield Statement(kinds[-1], "chip", f"{key}:{kinds[-1]}", words, state=state, **source)
        also = {row["chip_id"]: row["also_applies"] for row in group if row["also_applies"]}
        if also:
            yield Statement(
                "noted",
                "chip",
                f"{key}:also",
                f"Rules and letters that are met as well: {_by_chip(occasion, also)}.",
                state=state_of(**also),
                **source,
            )
        open_ones = {row["chip_id"]: row["open_conditions"] for row in group}
        if any(open_ones.values()):
            yield Statement(
                "unknown",
                "chip",
                f"{key}:conditions",
                "Conditions of the rule that nothing here decides: "
                f"{_by_chip(occasion, {c: told or 'none' for c, told in open_ones.items()})}.",
                state=state_of(**open_ones),
                **source,
            )
        yield from _rule_state(occasion, first)


def _rule_state(occasion: Occasion, row: dict[str, Any]) -> Iterator[Statement]:
    """Whether the measure that the rule is applies that day."""
    if row["measure_id"] is None or row["layer"] == "baseline":
        return
    status = row["measure_status"] or "unknown"
    known = status not in {"unknown", "unknown_outcome"}
    said = occasion.labels.said("status", status)
    since = f", since {row['measure_from']}" if row["measure_from"] else ""
    text = f"The rule it rests on ({row['rule_title']}): {said} on {occasion.on}{since}."
    if not row["is_looked_at"]:
        text = f"The rule it rests on ({row['rule_title']}): recorded as {said}{since}; "
        text += f"{not_looked_at(row)}."
    if not known:
        text = (
            f"What became of the rule it rests on ({row['rule_title']}) by {occasion.on} is not "
            f"known: {said}."
        )
    yield Statement(
        "noted" if known else "unknown",
        "rule",
        f"measure:{row['measure_id']}",
        text,
        row["citation"] or row["rule_title"],
        document_number=row["document_number"],
        url=address(row["source_url"], row["document_number"]),
        payload_sha256=row["measure_payload_sha256"],
        confidence=row["confidence"],
        table="fct_measure_status",
        row_key=row["measure_id"],
        state=state_of(status=status, since=row["measure_from"]),
    )


def _other_headquarters(
    release: Reading, occasion: Occasion, told: list[dict[str, Any]]
) -> Iterator[Statement]:
    """What another seat of the customer would change."""
    if not told:
        return
    assumed = told[0]["consignee_headquarters_group"]
    labels, column = occasion.labels, "consignee_headquarters_group"
    yield Statement(
        "unknown",
        "destination",
        "headquarters:assumed",
        "Where the customer and its ultimate parent are headquartered was not said; taken as "
        f"usual for {occasion.country_name}: {labels.shown(column, assumed)}.",
        "marts.dim_destination_group",
        state=state_of(assumed=assumed),
    )
    present = {row["chip_id"]: row["status"] for row in told}
    for other in HEADQUARTERS:
        if other == assumed:
            continue
        rows = [
            row
            for row in _by_headquarters(release, occasion, other)
            if row["status"] != present.get(row["chip_id"])
        ]
        for group in _alike(rows):
            first = group[0]
            yield Statement(
                "unknown",
                "destination",
                f"headquarters:{other}:{min(row['chip_id'] for row in group)}",
                f"Were they headquartered elsewhere ({labels.shown(column, other)}): "
                f"{_names(occasion, group)}: {_SAID.get(first['status'], first['status'])}.",
                first["citation"] or first["rule_title"] or "marts.fct_chip_control_status",
                document_number=first["document_number"],
                url=address(first["source_url"], first["document_number"]),
                payload_sha256=first["payload_sha256"],
                confidence=first["confidence"],
                state=state_of(status=first["status"], rule_id=first["rule_id"]),
            )


def _alike(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Rows of chips that have the same status for the same reason since the same day."""
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows:
        key = (*(row[name] for name in _SAME), row["since"], row["missing_field"])
        groups.setdefault(key, []).append(row)
    return list(groups.values())


def _names(occasion: Occasion, rows: list[dict[str, Any]]) -> str:
    return ", ".join(_name(occasion, row["chip_id"]) for row in rows)


def _name(occasion: Occasion, chip_id: str) -> str:
    chips = occasion.named.chips if occasion.named else ()
    return next((chip.full_name for chip in chips if chip.chip_id == chip_id), chip_id)


def _by_chip(occasion: Occasion, told: dict[str, str]) -> str:
    """What is told of chips, once where it is the same of all of them."""
    if len(set(told.values())) == 1:
        return next(iter(told.values()))
    return " | ".join(f"{_name(occasion, chip)}: {text}" for chip, text in told.items())


def _tests(why: str) -> list[str]:
    """The tests behind a status, each once."""
    return list(dict.fromkeys(why.split(" | ")))
