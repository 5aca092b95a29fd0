"""Parser of `csl/entries`: the Consolidated Screening List as CSV or JSON, to rows.

Belongs here: the two formats, and the defects the list is known for.
Does not belong here: who an entry is, which rule made it, or what a list means in law.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from pipelines.parsing.records import (
    BadRecord,
    Outcome,
    Parsed,
    PayloadError,
    RowCollector,
    each_record,
    iso_date,
    load_json,
    raise_for_error_object,
    raise_for_error_text,
    raw_text,
)
from pipelines.specs import DatasetSpec

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

_COUNTRY_CODES = frozenset(
    re.findall(
        "..",
        "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCI"
        "CKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQ"
        "GRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLS"
        "LTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPG"
        "PHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTK"
        "TLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW",
    )
)

_ADDRESS_AS_NAME = re.compile(r"address\s*\d+\b", re.IGNORECASE)
_US_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_CITATION = re.compile(
    r"\b(\d{1,3})\s*F(?:ed)?\.?\s*R(?:eg)?\.?\s*(\d{1,6})\b"
    r"((?:\s*,\s*\d{3,6}\b(?!\s*(?:/|F\.?\s*R)))*)",
    re.IGNORECASE,
)
_LIST_CODE_IN_NAME = re.compile(r"\(([^()]+)\)")
_LEADING_AND = re.compile(r"and\s+")
_CELL_LIMIT = 1_000_000


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """Entries of the bulk file, CSV (28 or 29 columns, read by name) or JSON.

    Rejects: address_as_name, missing_name, unknown_list, bad_date, bad_type, bad_encoding,
    column_count, duplicate, and unknown_column for a column this parser has never seen.
    Raises PayloadError: empty, malformed (cut off, a column missing, not the list), throttled,
    unauthorized and the other error answers.
    """
    raise_for_error_text(payload)
    rows = RowCollector(spec)
    starts_as_json = payload.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
    read = _json_records if starts_as_json else _csv_records
    position = 0
    for position, record in read(payload, rows):
        try:
            rows.keep(position, _row(record))
        except BadRecord as bad:
            rows.reject(position, bad.reason, bad.detail, record)
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
    text = payload.decode("utf-8-sig", "surrogateescape")
    csv.field_size_limit(_CELL_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        _require_columns(header)
        _reject_unknown(set(header) - _KNOWN_COLUMNS, rows)
        for number, cells in enumerate(reader, start=1):
            if len(cells) == len(header):
                yield number, dict(zip(header, cells, strict=True))
            elif len(cells) < len(header) and not text.endswith("\n") and _is_last(reader):
                raise PayloadError(
                    Outcome.MALFORMED,
                    f"cut off: the last record has {len(cells)} of {len(header)} cells",
                )
            else:
                told = f"{len(cells)} cells, the header has {len(header)}"
                rows.reject(number, "column_count", told, ",".join(cells))
    except csv.Error as error:
        raise PayloadError(
            Outcome.MALFORMED, f"not CSV, or cut off, near line {reader.line_num} ({error})"
        ) from error


def _is_last(reader: Iterator[list[str]]) -> bool:
    return next(reader, None) is None


def _require_columns(header: Sequence[str]) -> None:
    missing = [name for name in _READ_COLUMNS if name not in header]
    if len(missing) == len(_READ_COLUMNS):
        raise PayloadError(
            Outcome.MALFORMED,
            f"not a screening list: the first line is {raw_text(','.join(header))[:120]!r}",
        )
    if missing:
        raise PayloadError(Outcome.MALFORMED, f"the header lacks {', '.join(missing)}")
    if len(set(header)) != len(header):
        raise PayloadError(Outcome.MALFORMED, "a column stands twice in the header")


def _reject_unknown(names: set[str], rows: RowCollector) -> None:
    for name in sorted(names):
        rows.reject(None, "unknown_column", "a column this parser does not read", name)


def _row(record: Mapping[str, Any]) -> dict[str, object]:
    source_list = _text(record, "source")
    if source_list is None:
        raise BadRecord("missing_source", "the entry does not name its list")
    name = _text(record, "name")
    if name is None:
        raise BadRecord("missing_name", "the entry has no name")
    if _ADDRESS_AS_NAME.match(name):
        raise BadRecord("address_as_name", "an address stands where the name should be")
    entity_number = _text(record, "entity_number")
    notice = _text(record, "federal_register_notice")
    start_on = _date(record, "start_date")
    addresses = _split(_joined(record, "addresses", _address_text))
    return {
        "entry_key": _entry_key(
            source_list,
            entity_number,
            name,
            notice,
            start_on.isoformat() if start_on else None,
            "; ".join(addresses),
        ),
        "entry_id": _text(record, "_id") or _text(record, "id"),
        "source_list": source_list,
        "list_code": _list_code(source_list),
        "entity_number": entity_number,
        "entry_type": _text(record, "type"),
        "programs": _split(_joined(record, "programs", _only_text)),
        "name": name,
        "addresses": addresses,
        "address_countries": _countries(record, addresses),
        "federal_register_notice": notice,
        "citations": citations(notice or ""),
        "start_on": start_on,
        "end_on": _date(record, "end_date"),
        "standard_order": _text(record, "standard_order"),
        "license_requirement": _text(record, "license_requirement"),
        "license_policy": _text(record, "license_policy"),
        "remarks": _text(record, "remarks"),
        "source_list_url": _text(record, "source_list_url"),
        "source_information_url": _text(record, "source_information_url"),
        "alt_names": _split(_joined(record, "alt_names", _only_text)),
        "ids": _joined(record, "ids", _id_text),
    }


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
    return _clean(_only_text(value, key)) or None


@lru_cache(maxsize=16_384)
def _clean(text: str) -> str:
    if not text.isprintable():
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise BadRecord("bad_encoding", "the text is not valid UTF-8") from error
    return " ".join(text.split())


def _only_text(value: object, key: str) -> str:
    if not isinstance(value, str):
        raise BadRecord("bad_type", f"{key} holds a {type(value).__name__}, expected text")
    return value


def _joined(record: Mapping[str, Any], key: str, as_text: Callable[[Any, str], str]) -> str | None:
    """The cell of the CSV, or the members of the JSON list as the CSV would print them."""
    value = record.get(key)
    if not isinstance(value, list):
        return _text(record, key)
    texts = [_clean(as_text(item, key)) for item in value if item is not None]
    return "; ".join(text for text in texts if text) or None


def _address_text(item: Any, key: str) -> str:
    if isinstance(item, str):
        return item
    return _members_text(item, key, ("address", "city", "state", "postal_code", "country"))


def _id_text(item: Any, key: str) -> str:
    if isinstance(item, str):
        return item
    return _members_text(item, key, ("type", "number", "country", "issue_date", "expiration_date"))


def _members_text(item: Any, key: str, names: Sequence[str]) -> str:
    if not isinstance(item, dict):
        raise BadRecord("bad_type", f"{key} holds a {type(item).__name__}, expected an object")
    return ", ".join(text for name in names if (text := _text(item, name)) is not None)


def _split(cell: str | None) -> list[str]:
    """The parts of a cell between semicolons, without the `and` before the last one."""
    if cell is None:
        return []
    first, *others = (part.strip() for part in cell.split(";"))
    parts = [first, *(_LEADING_AND.sub("", part, count=1) for part in others)]
    return [part for part in parts if part]


def _countries(record: Mapping[str, Any], addresses: Sequence[str]) -> list[str]:
    """Codes at the end of each address; JSON entries may state a country without address."""
    ends = [address.rpartition(",")[2].strip() for address in addresses]
    stated = _text(record, "country")
    if stated is not None:
        ends.append(stated)
    return list(dict.fromkeys(code for code in ends if code in _COUNTRY_CODES))


@lru_cache(maxsize=256)
def _list_code(source_list: str) -> str:
    for inner in _LIST_CODE_IN_NAME.findall(source_list):
        code = _LIST_CODES.get(inner.strip().upper())
        if code is not None:
            return code
    raise BadRecord("unknown_list", f"no code is known for the list {source_list[:120]!r}")


def _date(record: Mapping[str, Any], key: str) -> date | None:
    """An ISO date or, as strays in the list, a month/day/year date with a four-digit year."""
    text = _text(record, key)
    if text is None:
        return None
    american = _US_DATE.fullmatch(text)
    if american is None:
        return iso_date(text)
    month, day, year = american.groups()
    return iso_date(f"{year}-{int(month):02d}-{int(day):02d}")
