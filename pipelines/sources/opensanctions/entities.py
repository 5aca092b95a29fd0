"""Parser of `opensanctions/entities`: FollowTheMoney entities, one JSON object a line, to rows.

Belongs here: that form. Does not belong here: merging entities, what a topic means in law.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pipelines.parsing.records import (
    BadRecord,
    Outcome,
    Parsed,
    PayloadError,
    RowCollector,
    brief,
    iso_date,
    members,
    raise_for_error_object,
    raise_for_error_text,
    required_text,
    text_of,
)
from pipelines.specs import DatasetSpec


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """Entities in file order.

    Rejects: missing_id and the like, bad_type, bad_date, duplicate. Raises PayloadError: not_found,
    throttled and the other error answers, empty, malformed (a line that is no JSON object, cut
    off, another JSON such as an index).
    """
    raise_for_error_text(payload)
    rows = RowCollector(spec)
    total = strange = 0
    for number, record in _lines(payload):
        total += 1
        strange += "schema" not in record or "properties" not in record
        try:
            rows.keep(number, _row(record))
        except BadRecord as bad:
            rows.reject(number, bad.reason, bad.detail, record)
        if number == 1 and strange:
            raise_for_error_object(record)
    if total == 0:
        raise PayloadError(Outcome.EMPTY, "the file holds no entities")
    if strange == total:
        raise PayloadError(Outcome.MALFORMED, "no line is an entity with schema and properties")
    return rows.finish()


def _lines(payload: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        text = payload.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PayloadError(Outcome.MALFORMED, f"not UTF-8 text (byte {error.start})") from error
    number = 0
    for line in text.split("\n"):
        if not line.strip():
            continue
        number += 1
        try:
            record = json.loads(line, parse_constant=_refuse)
        except (ValueError, RecursionError) as error:
            raise PayloadError(
                Outcome.MALFORMED,
                f"entity {number} is not JSON, or cut off ({error or type(error).__name__})",
            ) from error
        if not isinstance(record, dict):
            raise PayloadError(
                Outcome.MALFORMED, f"entity {number} is {brief(record)}, expected an object"
            )
        yield number, record


def _row(record: Mapping[str, Any]) -> dict[str, object]:
    properties = record.get("properties")
    if not isinstance(properties, dict):
        raise BadRecord("bad_type", "properties is not an object")
    is_target = record.get("target")
    if not isinstance(is_target, bool | None):
        raise BadRecord("bad_type", f"target is {brief(is_target)}, expected true or false")
    return {
        "entity_id": required_text(record, "id"),
        "caption": required_text(record, "caption"),
        "entity_schema": required_text(record, "schema"),
        "names": _texts(properties, "name"),
        "aliases": _texts(properties, "alias"),
        "countries": _texts(properties, "country"),
        "topics": _texts(properties, "topics"),
        "collections": _texts(record, "datasets"),
        "referents": _texts(record, "referents"),
        "is_target": is_target,
        "first_seen_text": text_of(record, "first_seen"),
        "changed_on": _day(text_of(record, "last_change")),
    }


def _texts(record: Mapping[str, Any], key: str) -> list[str]:
    values = members(record, key) or []
    if not all(isinstance(value, str) for value in values):
        raise BadRecord("bad_type", f"{key} holds something other than text")
    return list(dict.fromkeys(values))


def _day(text: str | None) -> date | None:
    return None if text is None else iso_date(text[:10])


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
