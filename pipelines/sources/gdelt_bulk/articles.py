"""Parser of `gdelt_bulk/articles`: the kept rows of GKG files, a JSON object a line, to rows.

Belongs here: what a kept row means. Does not belong here: GKG files themselves (`slices.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pipelines.parsing.json_lines import parse_json_lines
from pipelines.parsing.news_items import canonical_url, detokenise, domain_of, plain_text
from pipelines.parsing.records import (
    BadRecord,
    Parsed,
    RowCollector,
    brief,
    required_text,
    text_of,
)
from pipelines.specs import DatasetSpec

_STAMP = "%Y%m%d%H%M%S"


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """One row a kept record, in the order of the files.

    Rejects: missing_record_id and the like, bad_time, bad_url, bad_type, broken_record (a line that
    is no JSON object), duplicate. Raises PayloadError: empty, malformed (cut off, no line is a
    record), throttled and the other error answers.
    """
    return parse_json_lines(payload, spec, _row, _is_kept_row, "kept GKG record")


def _is_kept_row(record: Mapping[str, Any]) -> bool:
    return "record_id" in record


def _row(record: Mapping[str, Any], _: RowCollector) -> dict[str, object]:
    record_id = required_text(record, "record_id").strip()
    seen_at = _time(record_id)
    served_url = required_text(record, "url").strip()
    url = canonical_url(served_url)
    if url is None:
        raise BadRecord("bad_url", f"{served_url[:120]!r} is not a web address")
    domain = text_of(record, "domain") or domain_of(served_url)
    if domain is None:
        raise BadRecord("bad_url", f"{served_url[:120]!r} names no outlet")
    served_title = text_of(record, "title")
    return {
        "record_id": record_id,
        "url": url,
        "served_url": served_url,
        "title": None if served_title is None else detokenise(plain_text(served_title)) or None,
        "served_title": served_title,
        "seen_at": seen_at,
        "seen_on": seen_at.date(),
        "domain": domain.strip().lower().removeprefix("www."),
        "language": text_of(record, "language"),
        "themes": _names(text_of(record, "themes")),
        "organisations": _names(text_of(record, "organisations")),
    }


def _names(joined: str | None) -> list[str]:
    """Each name once, in the order of the file."""
    return list(dict.fromkeys(name.strip() for name in (joined or "").split(";") if name.strip()))


def _time(record_id: str) -> datetime:
    """The slice in which the record stands: the first part of its number."""
    try:
        return datetime.strptime(record_id.partition("-")[0], _STAMP).replace(tzinfo=UTC)
    except ValueError as error:
        told = f"record {brief(record_id)} does not begin with YYYYMMDDhhmmss"
        raise BadRecord("bad_time", told) from error
