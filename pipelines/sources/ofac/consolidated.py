"""Parser of `ofac/consolidated`: OFAC's CONS_PRIM.CSV, the lists beside the SDN list, to rows.

Belongs here: the headerless CSV, its ways of saying nothing, and what the remarks state.
Does not belong here: what a list means in law, or which copy of a list counts (dbt).
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from pipelines.parsing import (
    BadRecord,
    Outcome,
    Parsed,
    PayloadError,
    RowCollector,
    iso_date,
    load_json,
    raise_for_error_object,
    raise_for_error_text,
    raw_text,
)
from pipelines.specs import DatasetSpec

_CELL_LIMIT = 1_000_000
_END_OF_FILE = b"\x1a"
_NOTHING = "-0-"
_NUMBER = re.compile(r"\d{1,9}")
_PROGRAM_BORDER = re.compile(r"\]\s*\[")
_CODES_OF_PROGRAMS = (
    (re.compile(r"CMIC-"), "CMIC"),
    (re.compile(r"NS-PLC\b"), "PLC"),
    (re.compile(r"FSE-"), "FSE"),
    (re.compile(r"UKRAINE-EO13662\b|SSI\b"), "SSI"),
    (re.compile(r"561-?\s?Related\b|CAPTA\b", re.IGNORECASE), "CAP"),
    (re.compile(r"NS-MBS\b|MBS\b"), "MBS"),
)

_FRAGMENT = re.compile(r";\s+")
_ALTERNATIVE = re.compile(r"alt\.\s+", re.IGNORECASE)
_ALSO_KNOWN = re.compile(r"[afn]\.k\.a\.\s*'(.+)'", re.IGNORECASE)
_ABBREVIATION_AT_END = re.compile(r"\b(?:ltd|inc|co|corp|llc|plc|s\.a|n\.v)\.$", re.IGNORECASE)
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATES = {
    "Listing Date (CMIC)": "listed_on",
    "Effective Date (CMIC)": "effective_on",
    "Purchase/Sales For Divestment Date (CMIC)": "divestment_on",
}
_TEXTS = {"Target Type": "target_type"}
_LISTS = {
    "Equity Ticker": "tickers",
    "ISIN": "isins",
    "Issuer Name": "alt_names",
    "Linked To:": "linked_to",
}
_LABELS = tuple(sorted((*_DATES, *_TEXTS, *_LISTS), key=len, reverse=True))
_IDENTITY = re.compile(r"(?:\bNumber\b|\bNo\.|\bCode\b|\bTax ID\b|\bRegistration\b|\bSWIFT\b)")


class _Record(NamedTuple):
    """The twelve cells of a line, in their order."""

    number: str
    name: str
    kind: str
    program: str
    title: str
    call_sign: str
    vessel_type: str
    tonnage: str
    gross_tonnage: str
    vessel_flag: str
    vessel_owner: str
    remarks: str


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """Parties of the file. `-0-` is nothing; a 0x1A at the end of the file is passed over.

    Rejects: bad_number, missing_name, missing_program, unknown_program (a program whose list this
    parser does not know), column_count, duplicate. A date in the remarks that cannot be read
    leaves the party without it, with a reject `bad_date` that has no position: a party is not
    lost to a typing error.
    Raises PayloadError: forbidden and the other error answers, empty, malformed (cut off, or
    another OFAC file such as SDN.CSV, ALT.CSV or ADD.CSV).
    """
    raise_for_error_text(payload)
    if payload.lstrip()[:1] in (b"{", b"["):
        raise_for_error_object(load_json(payload))
        raise PayloadError(Outcome.MALFORMED, "JSON, where the headerless CSV is expected")
    rows = RowCollector(spec)
    unknown = total = 0
    for position, record in _records(payload, rows):
        total += 1
        try:
            rows.keep(position, _row(record, rows))
        except BadRecord as bad:
            unknown += bad.reason == "unknown_program"
            rows.reject(position, bad.reason, bad.detail, list(record))
    if total and unknown == total:
        raise PayloadError(
            Outcome.MALFORMED,
            "no record has a program of the consolidated list; this looks like another OFAC file",
        )
    return rows.finish()


def _records(payload: bytes, rows: RowCollector) -> Iterator[tuple[int, _Record]]:
    text = _decode(payload.rstrip(_END_OF_FILE + b" \t\r\n"))
    csv.field_size_limit(_CELL_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    width = len(_Record._fields)
    seen = fitting = 0
    try:
        for seen, cells in enumerate(reader, start=1):
            if len(cells) == width:
                fitting += 1
                yield seen, _Record(*map(_cell, cells))
                continue
            if fitting == 0 and seen == 1:
                raise PayloadError(
                    Outcome.MALFORMED,
                    f"not CONS_PRIM.CSV: the first line has {len(cells)} cells, expected {width}"
                    f" ({raw_text(','.join(cells))[:80]!r})",
                )
            rows.reject(seen, "column_count", f"{len(cells)} cells, expected {width}", cells)
    except csv.Error as error:
        raise PayloadError(
            Outcome.MALFORMED, f"not CSV, or cut off, near line {reader.line_num} ({error})"
        ) from error
    if seen == 0:
        raise PayloadError(Outcome.EMPTY, "the list holds no parties")
    if not payload.rstrip(b" \t" + _END_OF_FILE).endswith((b"\n", b"\r")):
        raise PayloadError(Outcome.MALFORMED, "cut off: the last line does not end")


def _decode(payload: bytes) -> str:
    """UTF-8, or Windows-1252 as older files were written."""
    try:
        return payload.decode("utf-8-sig")
    except UnicodeDecodeError:
        return payload.decode("cp1252", "replace")


def _cell(text: str) -> str:
    """The cell without outer and repeated white space; `-0-` is empty."""
    cleaned = " ".join(text.split())
    return "" if cleaned == _NOTHING else cleaned


def _row(record: _Record, rows: RowCollector) -> dict[str, object]:
    if not _NUMBER.fullmatch(record.number):
        raise BadRecord("bad_number", f"{record.number[:40]!r} is not the number of a party")
    if not record.name:
        raise BadRecord("missing_name", f"party {record.number} has no name")
    programs = [part.strip() for part in _PROGRAM_BORDER.split(record.program) if part.strip()]
    if not programs:
        raise BadRecord("missing_program", f"party {record.number} names no program")
    stated, problems = read_remarks(record.remarks)
    row = {
        "entry_key": hashlib.sha256(f"ofac|{record.number}".encode()).hexdigest()[:16],
        "entity_number": record.number,
        "list_code": _list_code(programs),
        "programs": programs,
        "name": record.name,
        "entry_type": record.kind or "Entity",
        "title": record.title or None,
        "remarks": record.remarks or None,
        **stated,
    }
    for problem in problems:
        rows.reject(None, "bad_date", f"party {record.number}: {problem}", record.remarks)
    return row


def _list_code(programs: Sequence[str]) -> str:
    for pattern, code in _CODES_OF_PROGRAMS:
        if any(pattern.match(program) for program in programs):
            return code
    raise BadRecord("unknown_program", f"no list is known for the program {programs[0][:80]!r}")


def read_remarks(remarks: str) -> tuple[dict[str, object], list[str]]:
    """What the remarks state as columns of the dataset, and what in them could not be read.

    The remarks are parts between semicolons, each a label and a value, `alt.` before further
    values of a label, one period at the end.
    """
    lists: dict[str, list[str]] = {
        "alt_names": [], "tickers": [], "isins": [], "ids": [], "linked_to": [],
    }  # fmt: skip
    single: dict[str, object] = dict.fromkeys((*_DATES.values(), *_TEXTS.values()))
    problems = []
    for part in _FRAGMENT.split(_without_last_period(remarks)):
        fragment = _ALTERNATIVE.sub("", part.strip(), count=1)
        also_known = _ALSO_KNOWN.fullmatch(fragment)
        if also_known:
            lists["alt_names"].append(also_known.group(1))
            continue
        label = next((known for known in _LABELS if fragment.startswith(known)), None)
        if label is None:
            if _IDENTITY.search(fragment):
                lists["ids"].append(fragment)
            continue
        value = fragment[len(label) :].strip()
        if label in _LISTS:
            lists[_LISTS[label]].append(value)
        elif label in _TEXTS:
            single[_TEXTS[label]] = value or None
        else:
            try:
                single[_DATES[label]] = _date(value)
            except BadRecord as bad:
                problems.append(f"{label}: {bad.detail}")
    once = {name: list(dict.fromkeys(filter(None, found))) for name, found in lists.items()}
    return {**single, **once}, problems


def _without_last_period(remarks: str) -> str:
    """The remarks without the period that ends them; that of `LTD.` belongs to the name."""
    if not remarks.endswith(".") or _ABBREVIATION_AT_END.search(remarks):
        return remarks
    return remarks[:-1]


def _date(text: str) -> date:
    found = _DAY_MONTH_YEAR.fullmatch(text)
    if found is None or found.group(2) not in _MONTHS:
        raise BadRecord("bad_date", f"{text[:40]!r} is not a date such as 03 Jun 2021")
    day, month, year = found.groups()
    return iso_date(f"{year}-{_MONTHS.index(month) + 1:02d}-{int(day):02d}")
