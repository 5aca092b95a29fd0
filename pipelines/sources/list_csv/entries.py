"""Parser of `list_csv/entries`: a CSV of the entries of another authority's list, to rows.

Belongs here: the declared header and what is wrong with a row, told so that its author can mend it.
Does not belong here: what a list means in law (dbt), or whom an entry names (`derived/`).
"""

from __future__ import annotations

import hashlib
import re
from datetime import date

from pipelines.parsing.csv_records import CsvTable, Record, cell, required_cell
from pipelines.parsing.records import BadRecord, Parsed, RowCollector, brief, iso_date
from pipelines.parsing.spreadsheet import plain_records
from pipelines.specs import DatasetSpec

COLUMNS = ("list_code", "entity_name")
LISTS = ("EUFSF", "JPEUL", "TWSHTC", "UKSL")
KINDS = ("Entity", "Individual", "Vessel", "Aircraft")
_COUNTRY = re.compile(r"[A-Z]{2}")
_URL = re.compile(r"https?://\S+")


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """Entries of one file, in its order.

    Rejects: unknown_list, missing_name, bad_country, bad_kind, bad_date, dates_reversed, bad_url,
    column_count, duplicate. Raises PayloadError: empty, malformed (a column is missing, not UTF-8).
    """
    rows = RowCollector(spec)
    table = CsvTable(payload, "a file of list entries", COLUMNS)
    rows.keep_each(plain_records(table, rows, spec, days=["listed_on", "ended_on"]), _row)
    return rows.finish()


def _row(record: Record) -> dict[str, object]:
    list_code = required_cell(record, "list_code", "unknown_list")
    if list_code not in LISTS:
        raise BadRecord(
            "unknown_list", f"list_code is {brief(list_code)}, expected {', '.join(LISTS)}"
        )
    name = required_cell(record, "entity_name", "missing_name")
    country = cell(record, "country")
    if country is not None and not _COUNTRY.fullmatch(country):
        raise BadRecord("bad_country", f"country is {brief(country)}, expected such as CN")
    kind = cell(record, "entry_type")
    if kind is not None and kind not in KINDS:
        raise BadRecord("bad_kind", f"entry_type is {brief(kind)}, expected {', '.join(KINDS)}")
    url = cell(record, "source_url")
    if url is not None and not _URL.fullmatch(url):
        raise BadRecord("bad_url", f"source_url is {brief(url)}, expected such as https://…")
    listed_on, ended_on = _day(record, "listed_on"), _day(record, "ended_on")
    if listed_on is not None and ended_on is not None and ended_on < listed_on:
        raise BadRecord("dates_reversed", f"ended_on {ended_on} lies before listed_on {listed_on}")
    identity = "|".join((list_code, name, country or "", str(listed_on or "")))
    address = cell(record, "address")
    return {
        "entry_key": hashlib.sha256(f"list_csv|{identity}".encode()).hexdigest()[:16],
        "list_code": list_code,
        "name": name,
        "alt_names": _parts(cell(record, "aliases")),
        "entry_type": kind,
        "country": country,
        "addresses": [] if address is None else [address],
        "listed_on": listed_on,
        "ended_on": ended_on,
        "citation": cell(record, "citation"),
        "identifiers": cell(record, "identifiers"),
        "remarks": cell(record, "remarks"),
        "source_url": url,
    }


def _day(record: Record, name: str) -> date | None:
    text = cell(record, name)
    return None if text is None else iso_date(text)


def _parts(text: str | None) -> list[str]:
    parts = (part.strip() for part in (text or "").split(";"))
    return list(dict.fromkeys(part for part in parts if part))
