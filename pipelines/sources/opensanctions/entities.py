"""Parser of `opensanctions/entities`: FollowTheMoney entities, one JSON object a line, to rows.

Belongs here: that form, and the ends of a link of ownership. Does not belong here: merging
entities, what a topic means in law.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain
from typing import Any

from pipelines.parsing.json_lines import parse_json_lines
from pipelines.parsing.records import (
    BadRecord,
    Parsed,
    RowCollector,
    brief,
    iso_date,
    members,
    required_text,
    text_of,
)
from pipelines.specs import DatasetSpec

_OF_A_LINK = {
    "owner_ids": "owner",
    "asset_ids": "asset",
    "percentages": "percentage",
    "start_texts": "startDate",
    "end_texts": "endDate",
}
"""Columns that only a link of ownership fills: entities that own, what they own, how much, when."""
_OTHER_NAMES = ("alias", "previousName", "weakAlias", "abbreviation")
"""Where other names stand: lists print former names and short ones too, and people ask by them."""
_COUNTRIES = ("jurisdiction", "nationality", "citizenship", "mainCountry", "country")
"""Where countries stand, from what makes a party one of a country to any tie."""


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """Entities in file order.

    A bad member other than id, caption, schema and names is set aside.
    Rejects: missing_id and the like, bad_type, broken_record (a line that is no JSON object),
    duplicate. Raises PayloadError: not_found, throttled and the other error answers, empty,
    malformed (cut off, no line is an entity, another JSON such as an index).
    """
    return parse_json_lines(payload, spec, _row, _is_entity, "entity with schema and properties")


def _is_entity(record: Mapping[str, Any]) -> bool:
    return "schema" in record and "properties" in record


def _row(record: Mapping[str, Any], rows: RowCollector) -> dict[str, object]:
    properties = record.get("properties")
    if not isinstance(properties, dict):
        raise BadRecord("bad_type", "properties is not an object")

    def texts(column: str, members_of: Mapping[str, Any], key: str) -> list[str]:
        read = rows.cell(column, lambda: _texts(members_of, key), members_of.get(key))
        return read or []

    stated = record.get("last_change")
    return {
        "entity_id": required_text(record, "id"),
        "caption": required_text(record, "caption"),
        "entity_schema": required_text(record, "schema"),
        "names": _texts(properties, "name"),
        "aliases": _joined(texts("aliases", properties, key) for key in _OTHER_NAMES),
        "countries": _joined(texts("countries", properties, key) for key in _COUNTRIES),
        "topics": texts("topics", properties, "topics"),
        "collections": texts("collections", record, "datasets"),
        "referents": texts("referents", record, "referents"),
        "is_target": rows.cell("is_target", lambda: _truth(record), record.get("target")),
        "first_seen_text": rows.cell(
            "first_seen_text", lambda: text_of(record, "first_seen"), record.get("first_seen")
        ),
        "changed_on": rows.cell("changed_on", lambda: _day(text_of(record, "last_change")), stated),
        **{column: texts(column, properties, key) for column, key in _OF_A_LINK.items()},
    }


def _texts(record: Mapping[str, Any], key: str) -> list[str]:
    values = members(record, key) or []
    if not all(isinstance(value, str) for value in values):
        raise BadRecord("bad_type", f"{key} holds something other than text")
    return list(dict.fromkeys(values))


def _joined(parts: Iterable[list[str]]) -> list[str]:
    return list(dict.fromkeys(chain.from_iterable(parts)))


def _truth(record: Mapping[str, Any]) -> bool | None:
    value = record.get("target")
    if not isinstance(value, bool | None):
        raise BadRecord("bad_type", f"target is {brief(value)}, expected true or false")
    return value


def _day(text: str | None) -> date | None:
    return None if text is None else iso_date(text[:10])
