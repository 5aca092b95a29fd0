"""Parser of `csl/entries`: the Consolidated Screening List as CSV or JSON, to rows.

Belongs here: the two formats, and the defects the list is known for.
Does not belong here: what a cell means (`cells.py`), rows without a defect (`columns.py`), who an
entry is, which rule made it, or what a list means in law.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from pipelines.parsing.characters import one_line
from pipelines.parsing.csv_records import CsvTable
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
from pipelines.sources.csl.cells import (
    ADDRESS_AS_NAME,
    citations,
    countries,
    day_of,
    entry_key,
    list_code,
    split,
)
from pipelines.sources.csl.columns import Columns
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
    if starts_as_json:
        _keep_each(_json_records(payload, rows), rows)
        return rows.finish()
    table = CsvTable(payload, "a screening list", _KEY_COLUMNS)
    _reject_unknown(set(table.header) - _KNOWN_COLUMNS, rows)
    records = table.whole_records()
    if records is None:
        _keep_each(table.records(rows), rows)
    else:
        _keep_in_columns(table.header, records, rows)
    return rows.finish()


def _keep_each(records: Iterator[tuple[int, Mapping[str, Any]]], rows: RowCollector) -> None:
    position = 0
    for position, record in records:
        with rows.reading(position, record):
            rows.keep(position, _row(record, rows))
    if position == 0:
        raise PayloadError(Outcome.EMPTY, "the list holds no entries")


def _keep_in_columns(
    header: Sequence[str], records: Sequence[Sequence[str]], rows: RowCollector
) -> None:
    """Keep rows of plain cells in stretches, and read those between them one by one."""
    found = Columns(header, records)
    for begin, end in found.plain_stretches():
        if begin < end:
            part = {name: values[begin:end] for name, values in found.columns.items()}
            rows.keep_columns(range(begin + 1, end + 1), part)
        if end < len(records):
            record = dict(zip(header, records[end], strict=True))
            with rows.reading(end + 1, record):
                rows.keep(end + 1, _row(record, rows))


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
    if ADDRESS_AS_NAME.match(name):
        raise BadRecord("address_as_name", "an address stands where the name should be")
    entity_number = _text(record, "entity_number")
    cells = _Cells(record, rows)
    notice = cells.text("federal_register_notice")
    start_on = cells.date("start_on", "start_date")
    addresses = split(cells.joined("addresses", _address_text))
    return {
        "entry_key": entry_key(
            source_list,
            entity_number,
            name,
            notice,
            start_on.isoformat() if start_on else None,
            "; ".join(addresses),
        ),
        "entry_id": cells.text("_id") or cells.text("id"),
        "source_list": source_list,
        "list_code": list_code(source_list),
        "entity_number": entity_number,
        "entry_type": cells.text("type"),
        "programs": split(cells.joined("programs", _only_text)),
        "name": name,
        "addresses": addresses,
        "address_countries": countries(addresses, cells.text("country")),
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
        "alt_names": split(cells.joined("alt_names", _only_text)),
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
        return self._rows.cell(
            column, lambda: day_of(_text(self._record, key)), self._record.get(key)
        )

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
