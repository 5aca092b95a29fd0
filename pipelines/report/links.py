"""Where each subject has its page, and addresses of the web that may become links.

Belongs here: paths of the site. Does not belong here: what stands on a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape

from pipelines.parsing.news_items import canonical_url
from pipelines.report.hosts import standing
from pipelines.report.reading import Row

NAMED_BY: Mapping[str, tuple[str, str]] = {
    "vendor_name": ("company", "vendor_id"),
    "parent_name": ("company", "parent_vendor_id"),
    "party_name": ("company", "party_vendor_id"),
    "chip_name": ("chip", "chip_id"),
    "variant_of_name": ("chip", "variant_of_chip_id"),
    "measure_title": ("measure", "measure_id"),
    "issuer_name": ("authority", "authority_id"),
    "parent_authority_name": ("authority", "parent_authority_id"),
    "list_name": ("list", "list_code"),
}
"""Column that names a subject → its kind and the column with its key."""
WEB_ADDRESS = {"title": "url", "source": "source_url"}
"""Column that names a source → the column that may hold its address."""
PUBLISHERS = ("publisher", "newsroom", "firm", "estimator", "evidence_publishers", "issuer_name")
"""Columns that may name whose site an address should be on."""
_UNSAFE = re.compile(r"[^a-z0-9._-]+")


def file_name(subject_id: str) -> str:
    """A subject's key as a file name: small letters, digits and hyphens."""
    return _UNSAFE.sub("-", subject_id.lower()).strip(".-") or "unnamed"


class Links:
    """The pages that there are. Every path is relative to the folder of the site."""

    def __init__(self, subjects: Iterable[tuple[str, str, str]], events: Mapping[str, str]) -> None:
        """`subjects`: kind, folder, key; `events`: event → key of the measure that it acts on."""
        self._paths: dict[tuple[str, str], str] = {}
        taken: set[str] = set()
        for kind, folder, subject_id in subjects:
            path = f"{folder}/{file_name(subject_id)}"
            while path in taken:
                path += "-2"
            taken.add(path)
            self._paths[kind, subject_id] = path
        self._events = events

    def stem(self, kind: str, subject_id: object) -> str | None:
        """The path of a subject's files without their ending; None where it has no page."""
        return self._paths.get((kind, str(subject_id)))

    def page(self, kind: str, subject_id: object) -> str | None:
        """The path of a subject's page."""
        stem = self.stem(kind, subject_id)
        return stem and f"{stem}.html"

    def event(self, event_id: object, authority_id: object = None) -> str | None:
        """The page that tells of an action: its measure's, else its authority's."""
        measure = self._events.get(str(event_id))
        return self.page("measure", measure) or self.page("authority", authority_id)


def linked(text: str, path: str | None, up: str = "") -> str:
    """Escaped text as a link inside the site, where there is a page."""
    return f'<a href="{escape(up + path)}">{escape(text)}</a>' if path else escape(text)


def web_linked(text: str, address: object) -> str:
    """Escaped text as a link to the web, where the address is one of the web."""
    if isinstance(address, str) and canonical_url(address):
        return f'<a href="{escape(address)}" rel="noreferrer">{escape(text)}</a>'
    return escape(text)


def sourced(text: str, row: Row, address_column: str) -> str:
    """The name of a source as a link, with what a reader should know of the address.

    A row without an address says so and why.
    """
    address = row.get(address_column)
    if address:
        told = _told(row, address_column)
        return web_linked(text, address) + (f"<br>{told}" if told else "")
    if row.get("document_number") or row.get("citation"):
        why = "no address: named by its number or citation"
    elif row.get("accession_number"):
        why = "no address: named by its accession number"
    else:
        why = "no address: the source was named in words only"
    return f'{escape(text)}<br><i class="grade">{why}</i>'


def source_link(row: Row) -> str:
    """The link to the main source of an action, or why there is none."""
    if not row["source_url"]:
        return '<i class="grade">no source with an address: see its evidence</i>'
    told = _told(row, "source_url")
    return web_linked("source", row["source_url"]) + (f" {told}" if told else "")


def _told(row: Row, address_column: str) -> str:
    told = standing(row[address_column], *(row.get(name) for name in PUBLISHERS))
    return f'<i class="grade">{escape(told)}</i>' if told else ""
