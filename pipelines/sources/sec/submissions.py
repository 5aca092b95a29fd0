"""Parser of `sec/submissions`: the filings of one company as EDGAR lists them, to rows.

Belongs here: the columnar JSON, of the newest filings and of the older pages it names.
Does not belong here: choosing forms; what stands in a filing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipelines.parsing.records import (
    BadRecord,
    Outcome,
    Parsed,
    PayloadError,
    RowCollector,
    date_of,
    dig,
    int_of,
    load_json,
    raise_for_error_object,
    required_date,
    required_text,
    text_of,
)
from pipelines.sources.sec.company import cik_of
from pipelines.specs import DatasetSpec

_ALWAYS = ("accessionNumber", "filingDate", "form")
_FLAGS = {0: False, 1: True}


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """Filings in payload order. An older page names no company: cik and name are null there.

    Rejects: missing_accessionNumber and the like, bad_date, bad_type, duplicate. Raises
    PayloadError: unauthorized (undeclared client page), throttled, not_found (the XML answer for
    an unknown company), empty (a company without filings), malformed.
    """
    answer = load_json(payload)
    columns = filings_of(answer)
    cik = cik_of(answer.get("cik")) if "filings" in answer else None
    name = answer.get("name")
    if not isinstance(name, str | None):
        raise PayloadError(Outcome.MALFORMED, "`name` is not text")
    rows = RowCollector(spec)
    length = len(columns["accessionNumber"])
    for index in range(length):
        record = {column: values[index] for column, values in columns.items()}
        with rows.reading(index + 1, record):
            rows.keep(index + 1, {"cik": cik, "entity_name": name, **_row(record)})
    if length == 0:
        raise PayloadError(Outcome.EMPTY, "the company has no filings")
    return rows.finish()


def filings_of(answer: object) -> Mapping[str, Sequence[Any]]:
    """The columns of the filings, all of one length. Raises PayloadError."""
    is_page = isinstance(answer, dict) and "accessionNumber" in answer
    recent = answer if is_page else dig(answer, "filings", "recent")
    if not isinstance(recent, dict) or any(name not in recent for name in _ALWAYS):
        raise_for_error_object(answer)
        raise PayloadError(
            Outcome.MALFORMED, f"no list of filings: {', '.join(_ALWAYS)} are not all there"
        )
    columns = {name: values for name, values in recent.items() if isinstance(values, list)}
    lengths = {len(values) for values in columns.values()}
    if any(name not in columns for name in _ALWAYS) or len(lengths) != 1:
        raise PayloadError(Outcome.MALFORMED, "the columns of the filings are not equally long")
    return columns


def _row(record: Mapping[str, Any]) -> dict[str, object]:
    items = text_of(record, "items") or ""
    return {
        "accession_number": required_text(record, "accessionNumber"),
        "form": required_text(record, "form"),
        "filed_on": required_date(record, "filingDate"),
        "report_on": date_of(record, "reportDate"),
        "accepted_text": text_of(record, "acceptanceDateTime"),
        "act": text_of(record, "act"),
        "file_number": text_of(record, "fileNumber"),
        "items": [item.strip() for item in items.split(",") if item.strip()],
        "size_bytes": int_of(record, "size"),
        "is_xbrl": _flag(record, "isXBRL"),
        "is_inline_xbrl": _flag(record, "isInlineXBRL"),
        "primary_document": text_of(record, "primaryDocument"),
        "primary_document_title": text_of(record, "primaryDocDescription"),
    }


def _flag(record: Mapping[str, Any], name: str) -> bool | None:
    value = int_of(record, name)
    if value is not None and value not in _FLAGS:
        raise BadRecord("bad_type", f"{name} is {value}, expected 0 or 1")
    return None if value is None else _FLAGS[value]
