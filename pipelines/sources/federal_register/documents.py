"""Parser of `federal_register/documents`: what the Federal Register API answers, to rows.

Belongs here: the shapes of that API. Does not belong here: requests, paging, classification.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from pipelines.parsing.news_items import web_address
from pipelines.parsing.records import (
    BadRecord,
    Outcome,
    Parsed,
    PayloadError,
    RowCollector,
    Value,
    date_of,
    dig,
    each_record,
    int_of,
    load_json,
    members,
    raise_for_error_object,
    required_date,
    required_text,
    text_of,
)
from pipelines.specs import DatasetSpec

_FILE_TIME = re.compile(r"\?(\d{9,10})$")


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """Documents of a search page, a batch, a list, or one document.

    A bad member other than number, title and day of publication is set aside.
    Numbers a batch reports as not found are rejects without a position. Raises PayloadError:
    empty for zero hits, rejected_query, not_found, unauthorized (captcha page), malformed.
    """
    answer = load_json(payload)
    records = _records(answer)
    rows = RowCollector(spec)
    rows.keep_each(each_record(records, rows), lambda record: _row(record, rows))
    for missing in _not_found(answer):
        rows.reject(None, "document_not_found", "the source knows no such document", missing)
    return rows.finish()


def _records(answer: object) -> list[object]:
    if isinstance(answer, list):
        if not answer:
            raise PayloadError(Outcome.EMPTY, "an empty list of documents")
        if not any(isinstance(item, dict) and "document_number" in item for item in answer):
            raise PayloadError(Outcome.MALFORMED, "a JSON list without Federal Register documents")
        return answer
    if not isinstance(answer, dict):
        raise PayloadError(Outcome.MALFORMED, "JSON that is neither an object nor a list")
    if "document_number" in answer:
        return [answer]
    results = answer.get("results")
    if isinstance(results, list) and results:
        return results
    if results is not None and not isinstance(results, list):
        raise PayloadError(Outcome.MALFORMED, "`results` is not a list")
    raise_for_error_object(answer)
    missing = _not_found(answer)
    if missing:
        raise PayloadError(Outcome.NOT_FOUND, f"no such document: {', '.join(missing)[:300]}")
    if answer.get("errors"):
        raise PayloadError(Outcome.REJECTED_QUERY, f"the source answered {answer['errors']}"[:300])
    if answer.get("count") == 0 or results == []:
        raise PayloadError(Outcome.EMPTY, "the query has no hits")
    raise PayloadError(
        Outcome.MALFORMED,
        "a JSON object with neither `results` nor `document_number`; it has the keys"
        f" {', '.join(list(answer)[:8]) or '(none)'}",
    )


def _not_found(answer: object) -> list[str]:
    missing = dig(answer, "errors", "not_found")
    return [str(number) for number in missing] if isinstance(missing, list) else []


def _row(record: Mapping[str, Any], rows: RowCollector) -> dict[str, object]:
    def optional(column: str, read: Callable[[Mapping[str, Any], str], Value]) -> Value | None:
        return rows.cell(column, lambda: read(record, column), record.get(column))

    start_page = optional("start_page", int_of)
    end_page = rows.cell("end_page", lambda: _end_page(record, start_page), record.get("end_page"))
    return {
        "document_number": required_text(record, "document_number"),
        "title": required_text(record, "title"),
        "document_type": optional("type", text_of),
        "abstract": optional("abstract", text_of),
        "action": optional("action", text_of),
        "dates": optional("dates", text_of),
        "publication_date": required_date(record, "publication_date"),
        "effective_on": optional("effective_on", date_of),
        "comments_close_on": optional("comments_close_on", date_of),
        "citation": optional("citation", text_of),
        "volume": optional("volume", int_of),
        "start_page": start_page,
        "end_page": end_page,
        "agency_slugs": _each(record, "agencies", _agency_slug, rows),
        "docket_ids": _each(record, "docket_ids", _plain_text, rows),
        "regulation_id_numbers": _each(record, "regulation_id_numbers", _plain_text, rows),
        "cfr_references": _each(record, "cfr_references", _cfr_reference, rows),
        "correction_of": _corrected_number(optional("correction_of", text_of)),
        "html_url": optional("html_url", _address),
        "pdf_url": optional("pdf_url", _address),
        "raw_text_url": optional("raw_text_url", _address),
        "inspection_file_at": rows.cell(
            "inspection_file_at",
            lambda: _file_time(record, "public_inspection_pdf_url"),
            record.get("public_inspection_pdf_url"),
        ),
    }


def _address(record: Mapping[str, Any], key: str) -> str | None:
    return web_address(text_of(record, key), key)


def _file_time(record: Mapping[str, Any], key: str) -> datetime | None:
    """The time in seconds with which the address of a file ends; older addresses have none."""
    address = text_of(record, key)
    stamp = _FILE_TIME.search(address) if address else None
    return datetime.fromtimestamp(int(stamp.group(1)), UTC) if stamp else None


def _end_page(record: Mapping[str, Any], start_page: int | None) -> int | None:
    end_page = int_of(record, "end_page")
    if start_page is not None and end_page is not None and end_page < start_page:
        raise BadRecord("page_range", f"{end_page} lies before start_page {start_page}")
    return end_page


def _each(
    record: Mapping[str, Any], key: str, convert: Callable[[str, Any], str], rows: RowCollector
) -> list[str] | None:
    items = rows.cell(key, lambda: members(record, key), record.get(key))
    if items is None:
        return None
    read = (rows.cell(key, partial(convert, key, item), item) for item in items)
    return [text for text in read if text is not None]


def _plain_text(key: str, item: object) -> str:
    if not isinstance(item, str):
        raise BadRecord("bad_type", f"{key} holds a {type(item).__name__}, expected texts")
    return item


def _agency_slug(key: str, item: object) -> str:
    slug = dig(item, "slug")
    if isinstance(slug, str) and slug:
        return slug
    printed = dig(item, "name") or dig(item, "raw_name")
    if not isinstance(printed, str):
        raise BadRecord("bad_type", f"{key} holds an agency without slug and name")
    return re.sub(r"[^a-z0-9]+", "-", printed.lower()).strip("-")


def _cfr_reference(key: str, item: object) -> str:
    title, part = dig(item, "title"), dig(item, "part")
    if not isinstance(title, int | str) or not isinstance(part, int | str | None):
        raise BadRecord("bad_type", f"{key} holds a reference without a title number")
    return f"{title} CFR {part}" if part not in (None, "") else f"{title} CFR"


def _corrected_number(text: str | None) -> str | None:
    """The document number, also when the source gives the document's API address."""
    return None if text is None else text.split("?", 1)[0].rstrip("/").rsplit("/", 1)[-1]
