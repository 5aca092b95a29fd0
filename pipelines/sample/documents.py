"""Composes `federal_register/documents`: search pages of the Federal Register API, one a year.

Does not belong here: judging what a document means; that is curated elsewhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

from pipelines.sample.payloads import (
    INPUTS_FOLDER,
    Composed,
    ComposeError,
    Row,
    as_json,
    parts,
    read_table,
)

_SITE = "https://www.federalregister.gov"
_ENDPOINT = f"{_SITE}/api/v1/documents.json"
_LONGEST_SLUG = 100
_AGENCY_NAMES = {
    "commerce-department": ("DEPARTMENT OF COMMERCE", "Commerce Department"),
    "industry-and-security-bureau": (
        "Bureau of Industry and Security",
        "Industry and Security Bureau",
    ),
    "national-institute-of-standards-and-technology": (
        "National Institute of Standards and Technology",
        "National Institute of Standards and Technology",
    ),
    "treasury-department": ("DEPARTMENT OF THE TREASURY", "Treasury Department"),
    "defense-department": ("DEPARTMENT OF DEFENSE", "Defense Department"),
    "trade-representative-office-of-united-states": (
        "OFFICE OF THE UNITED STATES TRADE REPRESENTATIVE",
        "Trade Representative, Office of United States",
    ),
    "executive-office-of-the-president": (
        "EXECUTIVE OFFICE OF THE PRESIDENT",
        "Executive Office of the President",
    ),
}
_COLUMNS = (
    "document_number", "title", "type", "action", "abstract", "dates", "publication_date",
    "effective_on", "volume", "start_page", "end_page", "agencies", "docket_ids",
    "regulation_id_numbers", "cfr_references", "correction_of", "recollected_fields", "source",
)  # fmt: skip
_FIELDS = (
    "abstract", "action", "agencies", "cfr_references", "citation", "correction_of", "dates",
    "docket_ids", "document_number", "effective_on", "end_page", "html_url", "pdf_url",
    "publication_date", "raw_text_url", "regulation_id_numbers", "start_page", "title", "type",
    "volume",
)  # fmt: skip


def compose(facts: Path) -> list[Composed]:
    """One search page per publication year, holding every document of the inputs.

    Raises ComposeError when a document that facts/events.csv names is not among the inputs.
    """
    rows = read_table(INPUTS_FOLDER / "federal_register_documents.csv", _COLUMNS)
    _require_cited(facts, {row["document_number"] for row in rows})
    by_year: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row["publication_date"], row["document_number"])):
        by_year[row["publication_date"][:4]].append(row)
    return [_page(year, documents) for year, documents in by_year.items()]


def title_slug(title: str) -> str:
    """The readable end of a document's address, cut at a word as the site does."""
    plain = re.sub(r"[.'\"]", "", title.lower())
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(words) <= _LONGEST_SLUG:
        return words
    return words[: _LONGEST_SLUG + 1].rsplit("-", 1)[0]


def _require_cited(facts: Path, known: set[str]) -> None:
    cited = {
        number
        for event in read_table(facts / "events.csv", ("citation",))
        for number in re.findall(r"\b20\d\d-\d{5}\b", event["citation"])
    }
    missing = sorted(cited - known)
    if missing:
        raise ComposeError(
            f"events.csv cites {', '.join(missing)}, absent from federal_register_documents.csv;"
            " add the documents"
        )


def _page(year: str, rows: Sequence[Row]) -> Composed:
    answer = {
        "description": f"Documents published from 01/01/{year} to 12/31/{year}",
        "count": len(rows),
        "total_pages": 1,
        "next_page_url": None,
        "results": [_document(row) for row in rows],
    }
    numbers = [row["document_number"] for row in rows]
    query = [
        *(("conditions[document_numbers][]", number) for number in numbers),
        ("conditions[publication_date][year]", year),
        *(("fields[]", name) for name in _FIELDS),
        ("order", "oldest"),
        ("per_page", "1000"),
    ]
    return Composed(
        source="federal_register",
        dataset="documents",
        payload=as_json(answer),
        url=f"{_ENDPOINT}?{urlencode(query)}",
        content_type="application/json; charset=utf-8",
        note=_note(rows),
        parameters={"publication_year": year, "document_numbers": numbers},
    )


def _document(row: Row) -> dict[str, object]:
    number, day = row["document_number"], row["publication_date"]
    slashed = day.replace("-", "/")
    corrected = row["correction_of"]
    return {
        "abstract": row["abstract"] or None,
        "action": row["action"] or None,
        "agencies": [_agency(slug) for slug in parts(row["agencies"])],
        "cfr_references": [_cfr(reference) for reference in parts(row["cfr_references"])],
        "citation": f"{row['volume']} FR {row['start_page']}" if row["start_page"] else None,
        "correction_of": f"{_SITE}/api/v1/documents/{corrected}" if corrected else None,
        "dates": row["dates"] or None,
        "docket_ids": parts(row["docket_ids"]),
        "document_number": number,
        "effective_on": row["effective_on"] or None,
        "end_page": _whole(row["end_page"]),
        "html_url": f"{_SITE}/documents/{slashed}/{number}/{title_slug(row['title'])}",
        "pdf_url": f"https://www.govinfo.gov/content/pkg/FR-{day}/pdf/{number}.pdf",
        "publication_date": day,
        "raw_text_url": f"{_SITE}/documents/full_text/text/{slashed}/{number}.txt",
        "regulation_id_numbers": parts(row["regulation_id_numbers"]),
        "start_page": _whole(row["start_page"]),
        "title": row["title"],
        "type": row["type"],
        "volume": _whole(row["volume"]),
    }


def _agency(slug: str) -> dict[str, str]:
    if slug not in _AGENCY_NAMES:
        raise ComposeError(f"no name is known for the agency {slug}; add it to documents.py")
    raw_name, name = _AGENCY_NAMES[slug]
    return {
        "raw_name": raw_name,
        "name": name,
        "url": f"{_SITE}/agencies/{slug}",
        "slug": slug,
    }


def _cfr(reference: str) -> dict[str, object]:
    title, part = reference.split(" CFR ")
    return {"chapter": None, "citation_url": None, "part": part, "title": int(title)}


def _whole(cell: str) -> int | None:
    return int(cell) if cell else None


def _note(rows: Sequence[Row]) -> str:
    recollected = "; ".join(
        f"{row['document_number']}: {', '.join(parts(row['recollected_fields']))}"
        for row in rows
        if row["recollected_fields"]
    )
    return (
        f"Composed, never served by the Federal Register: {len(rows)} real documents, their"
        " numbers, dates and citations from public copies and facts, abstracts and dates texts in"
        " the project's own words. Dockets, RINs and pages that are not known are left empty."
        f" Recollected, to be checked against the source: {recollected or 'nothing'}."
    )
