"""A record of the Federal Register's API, whatever of it is there, as a document to judge.

Belongs here: the forms in which the API and its users write a field. Does not belong here: files
(cli/extract_documents.py), the strict parsers of the archive (sources/).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Document:
    """What is read of a document; what the record lacks is empty."""

    document_number: str = ""
    title: str = ""
    action: str = ""
    abstract: str = ""
    document_type: str = ""
    agency_slugs: Sequence[str] = ()
    cfr_references: Sequence[str] = ()
    correction_of: str = ""
    regulation_id_numbers: Sequence[str] = ()
    docket_ids: Sequence[str] = ()


def document_of(record: Mapping[str, Any]) -> tuple[Document, list[str]]:
    """The document, and the fields that hold something else than they should (read as missing)."""
    wrong: list[str] = []

    def text(name: str) -> str:
        value = record.get(name)
        if value is not None and not isinstance(value, str):
            wrong.append(name)
        return value.strip() if isinstance(value, str) else ""

    def texts(name: str, convert: Any = lambda item: None) -> tuple[str, ...]:
        value = record.get(name)
        items = value if isinstance(value, list) else [value] if isinstance(value, str) else []
        read = [item if isinstance(item, str) else convert(item) for item in items]
        if (value is not None and not isinstance(value, list | str)) or None in read:
            wrong.append(name)
        return tuple(item for item in read if item)

    document = Document(
        text("document_number"),
        text("title"),
        text("action"),
        text("abstract"),
        text("type"),
        texts("agencies", _agency),
        texts("cfr_references", _cfr_reference),
        re.split(r"[?#]", text("correction_of"))[0].rstrip("/").rsplit("/", 1)[-1],
        texts("regulation_id_numbers"),
        texts("docket_ids"),
    )
    return document, wrong


def _agency(item: object) -> str | None:
    if not isinstance(item, dict):
        return None
    slug = item.get("slug")
    if isinstance(slug, str) and slug:
        return slug
    name = item.get("name") or item.get("raw_name")
    if not isinstance(name, str):
        return None
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _cfr_reference(item: object) -> str | None:
    if not isinstance(item, dict):
        return None
    title, part = item.get("title"), item.get("part")
    if not isinstance(title, int | str) or not isinstance(part, int | str | None):
        return None
    return f"{title} CFR {part}" if part not in (None, "") else f"{title} CFR"
