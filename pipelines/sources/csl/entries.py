"""Parser of `csl/entries`: the Consolidated Screening List as CSV or JSON, to rows.

Belongs here: the two formats, and the defects the list is known for.
Does not belong here: who an entry is, which rule made it, or what a list means in law.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache, partial
from typing import Any

from pipelines.parsing.characters import one_line
from pipelines.parsing.countries import country_at_end, country_code
from pipelines.parsing.csv_records import CsvTable
from pipelines.parsing.days import read_day
from pipelines.parsing.news_items import web_address
from pipelines.parsing.records import (
    BadRecord,
    Outcome,
    Parsed,
    PayloadError,
    RowCollector,
    each_record,
    load_json,
    raise_for_error_object,
    raise_for_error_text,
)
from pipelines.specs import DatasetSpec

_KEY_COLUMNS = (
    "source",
    "entity_number",
    "name",
    "addresses",
    "federal_register_notice",
    "start_date",
)
"""What makes an entry the same one in the next file; a CSV file without one of them is refused."""
_READ_COLUMNS = (
    "source",
    "entity_number",
    "type",
    "programs",
    "name",
    "addresses",
    "federal_register_notice",
    "start_date",
    "end_date",
    "standard_order",
    "license_requirement",
    "license_policy",
    "remarks",
    "source_list_url",
    "alt_names",
    "source_information_url",
    "ids",
)
_OPTIONAL_COLUMNS = ("_id", "id")
_LEFT_OUT_COLUMNS = (
    "title",
    "call_sign",
    "vessel_type",
    "gross_tonnage",
    "gross_registered_tonnage",
    "vessel_flag",
    "vessel_owner",
    "citizenships",
    "dates_of_birth",
    "nationalities",
    "places_of_birth",
)
_KNOWN_COLUMNS = frozenset((*_READ_COLUMNS, *_OPTIONAL_COLUMNS, *_LEFT_OUT_COLUMNS, "country"))

_LIST_CODES = {
    "EL": "EL",
    "SDN": "SDN",
    "UVL": "UVL",
    "MEU": "MEU",
    "CMIC": "CMIC",
    "NS-CMIC": "CMIC",
    "DPL": "DPL",
    "DTC": "DTC",
    "ISN": "ISN",
    "SSI": "SSI",
    "PLC": "PLC",
    "NS-MBS LIST": "MBS",
    "NS-MBS": "MBS",
    "MBS": "MBS",
    "CAP": "CAP",
    "CAPTA": "CAP",
    "FSE": "FSE",
}

_ADDRESS_AS_NAME = re.compile(r"address\s*\d+\b", re.IGNORECASE)
_CITATION = re.compile(
    r"\b(\d{1,3})\s*F(?:ed)?\.?\s*R(?:eg)?\.?\s*(\d{1,6})\b"
    r"((?:\s*,\s*\d{3,6}\b(?!\s*(?:/|F\.?\s*R)))*)",
    re.IGNORECASE,
)
_LIST_CODE_IN_NAME = re.compile(r"\(([^()]+)\)")
_LEADING_AND = re.compile(r"and\s+")


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """Entries of the bulk file, CSV (28 or 29 columns, read by name) or JSON.

    A date that cannot be read or lies before 1940 or after 2100, an address that is no web address
    and any other bad member but list, number and name are set aside; the entry is kept.
    Rejects: address_as_name, missing_source, missing_name, unknown_list, bad_type, bad_quotes,
    column_count, broken_record, duplicate, and unknown_column for a column this parser has never
    seen.
    Raises PayloadError: empty, malformed (cut off, a column of the key missing, not the list),
    throttled, unauthorized and the other error answers.
    """
    raise_for_error_text(payload)
    rows = RowCollector(spec)
    starts_as_json = payload.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
    read = _json_records if starts_as_json else _csv_records
    position = 0
    for position, record in read(payload, rows):
        with rows.reading(position, record):
            rows.keep(position, _row(record, rows))
    if position == 0:
        raise PayloadError(Outcome.EMPTY, "the list holds no entries")
    return rows.finish()


def _json_records(payload: bytes, rows: RowCollector) -> Iterator[tuple[int, Mapping[str, Any]]]:
    answer = load_json(payload)
    records = answer.get("results") if isinstance(answer, dict) else answer
    if not isinstance(records, list):
        raise_for_error_object(answer)
        raise PayloadError(Outcome.MALFORMED, "not a screening list: there is no `results` list")
    if records and not any(isinstance(r, dict) and "source" in r for r in records):
        raise PayloadError(Outcome.MALFORMED, "not a screening list: no record names its `source`")
    unknown = {key for r in records if isinstance(r, dict) for key in r} - _KNOWN_COLUMNS
    _reject_unknown(unknown, rows)
    yield from each_record(records, rows)


def _csv_records(payload: bytes, rows: RowCollector) -> Iterator[tuple[int, Mapping[str, Any]]]:
    table = CsvTable(payload, "a screening list", _KEY_COLUMNS)
    _reject_unknown(set(table.header) - _KNOWN_COLUMNS, rows)
    yield from table.records(rows)


def _reject_unknown(names: set[str], rows: RowCollector) -> None:
    for name in sorted(names):
        rows.reject(None, "unknown_column", "a column this parser does not read", name)


def _row(record: Mapping[str, Any], rows: RowCollector) -> dict[str, object]:
    source_list = _text(record, "source")
    if source_list is None:
        raise BadRecord("missing_source", "the entry does not name its list")
    name = _text(record, "name")
    if name is None:
        raise BadRecord("missing_name", "the entry has no name")
    if _ADDRESS_AS_NAME.match(name):
        raise BadRecord("address_as_name", "an address stands where the name should be")
    entity_number = _text(record, "entity_number")
    cells = _Cells(record, rows)
    notice = cells.text("federal_register_notice")
    start_on = cells.date("start_on", "start_date")
    addresses = _split(cells.joined("addresses", _address_text))
    return {
        "entry_key": _entry_key(
            source_list,
            entity_number,
            name,
            notice,
            start_on.isoformat() if start_on else None,
            "; ".join(addresses),
        ),
        "entry_id": cells.text("_id") or cells.text("id"),
        "source_list": source_list,
        "list_code": _list_code(source_list),
        "entity_number": entity_number,
        "entry_type": cells.text("type"),
        "programs": _split(cells.joined("programs", _only_text)),
        "name": name,
        "addresses": addresses,
        "address_countries": _countries(addresses, cells.text("country")),
        "federal_register_notice": notice,
        "citations": citations(notice or ""),
        "start_on": start_on,
        "end_on": cells.date("end_on", "end_date"),
        "standard_order": cells.text("standard_order"),
        "license_requirement": cells.text("license_requirement"),
        "license_policy": cells.text("license_policy"),
        "remarks": cells.text("remarks"),
        "source_list_url": cells.address("source_list_url"),
        "source_information_url": cells.address("source_information_url"),
        "alt_names": _split(cells.joined("alt_names", _only_text)),
        "ids": cells.joined("ids", _id_text),
    }


class _Cells:
    """The members of an entry that it can do without: what is wrong with one is set aside."""

    def __init__(self, record: Mapping[str, Any], rows: RowCollector) -> None:
        self._record = record
        self._rows = rows

    def text(self, key: str) -> str | None:
        """A text member, as `_text` gives it."""
        value = self._record.get(key)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            return one_line(value) or None
        return self._rows.cell(key, lambda: _only_text(value, key), value)

    def date(self, column: str, key: str) -> date | None:
        """A date that can be true."""
        return self._rows.cell(column, lambda: _date(self._record, key), self._record.get(key))

    def address(self, key: str) -> str | None:
        """An http or https address."""
        text = self.text(key)
        return None if text is None else self._rows.cell(key, lambda: web_address(text, key), text)

    def joined(self, key: str, as_text: Callable[[Any, str], str]) -> str | None:
        """The cell of the CSV, or the members of the JSON list as the CSV would print them."""
        value = self._record.get(key)
        if not isinstance(value, list):
            return self.text(key)
        texts = (
            self._rows.cell(key, partial(_cleaned, as_text, item, key), item)
            for item in value
            if item is not None
        )
        return "; ".join(text for text in texts if text) or None


def citations(notice: str) -> list[str]:
    """The Federal Register citations in a notice text, as `volume FR page`, in its order, once.

    Understands `87 FR 77505`, `67 F.R. 56530 9/4/02`, `82 F.R. 16788, 16789` and lists parted by
    commas, semicolons or nothing; issue numbers and dates are passed over.
    """
    found: dict[str, None] = {}
    for volume, page, more in _CITATION.findall(notice):
        for each_page in (page, *re.findall(r"\d+", more)):
            found[f"{int(volume)} FR {int(each_page)}"] = None
    return list(found)


def _entry_key(*parts: str | None) -> str:
    return hashlib.sha256("|".join(part or "" for part in parts).encode()).hexdigest()[:16]


def _text(record: Mapping[str, Any], key: str) -> str | None:
    """A text with white space collapsed; missing, null and blank are None."""
    value = record.get(key)
    if value is None or value == "":
        return None
    return one_line(_only_text(value, key)) or None


def _cleaned(as_text: Callable[[Any, str], str], item: object, key: str) -> str:
    return one_line(as_text(item, key))


def _only_text(value: object, key: str) -> str:
    if not isinstance(value, str):
        raise BadRecord("bad_type", f"{key} holds a {type(value).__name__}, expected text")
    return value


def _address_text(item: Any, key: str) -> str:
    if isinstance(item, str):
        return item
    return _members_text(item, key, ("address", "city", "state", "postal_code", "country"))


def _id_text(item: Any, key: str) -> str:
    if isinstance(item, str):
        return item
    return _members_text(item, key, ("type", "number", "country", "issue_date", "expiration_date"))


def _members_text(item: Any, key: str, names: tuple[str, ...]) -> str:
    if not isinstance(item, dict):
        raise BadRecord("bad_type", f"{key} holds a {type(item).__name__}, expected an object")
    figures = {k: str(v) for k, v in item.items() if type(v) is int}
    members = {**item, **figures}
    return ", ".join(text for name in names if (text := _text(members, name)) is not None)


def _split(cell: str | None) -> list[str]:
    """The parts of a cell between semicolons, without the `and` before the last one."""
    if cell is None:
        return []
    first, *others = (part.strip() for part in cell.split(";"))
    parts = [first, *(_LEADING_AND.sub("", part, count=1) for part in others)]
    return [part for part in parts if part]


def _countries(addresses: list[str], stated: str | None) -> list[str]:
    """Codes of the ends of the addresses; JSON entries may state a country without address."""
    found = [*map(country_at_end, addresses), country_code(stated)]
    return list(dict.fromkeys(code for code in found if code is not None))


@lru_cache(maxsize=256)
def _list_code(source_list: str) -> str:
    for inner in _LIST_CODE_IN_NAME.findall(source_list):
        code = _LIST_CODES.get(inner.strip().upper())
        if code is not None:
            return code
    raise BadRecord("unknown_list", f"no code is known for the list {source_list[:120]!r}")


def _date(record: Mapping[str, Any], key: str) -> date | None:
    text = _text(record, key)
    return None if text is None else read_day(text, month_first=True)
