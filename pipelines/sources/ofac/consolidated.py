"""Parser of `ofac/consolidated`: OFAC's CONS_PRIM.CSV, the lists beside the SDN list, to rows.

Belongs here: the headerless CSV, its ways of saying nothing, and what the remarks state.
Does not belong here: what a list means in law, or which copy of a list counts (dbt).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import partial

from pipelines.parsing.days import read_day
from pipelines.parsing.records import (
    BadRecord,
    Outcome,
    Parsed,
    PayloadError,
    RowCollector,
)
from pipelines.sources.ofac.records import Record, read_records
from pipelines.specs import DatasetSpec

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
_ALSO_KNOWN = re.compile(r"[afn]\.?k\.?a\.?:?\s+(.+)", re.IGNORECASE)
_QUOTED = re.compile(r"(['\"\u2018\u201c])(.+?)['\"\u2019\u201d](?=\s*(?:[,;]|and\b|$))")
_ABBREVIATION_AT_END = re.compile(r"\b(?:ltd|inc|co|corp|llc|plc|s\.a|n\.v)\.$", re.IGNORECASE)
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


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """Parties of the file. `-0-` is nothing; a 0x1A at the end of the file is passed over.

    Rejects: bad_number, missing_name, missing_program, unknown_program (a program whose list this
    parser does not know), bad_quotes, column_count, duplicate. A date in the remarks that cannot be
    read, or true, is set aside: a party is not lost to a typing error.
    Raises PayloadError: forbidden and the other error answers, empty, malformed (cut off, or
    another OFAC file such as SDN.CSV, ALT.CSV or ADD.CSV).
    """
    rows = RowCollector(spec)
    unknown = total = 0
    for position, record in read_records(payload, rows, "CONS_PRIM.CSV"):
        total += 1
        with rows.reading(position, list(record)):
            programs = record.require_party()
            unknown += not is_consolidated(programs)
            rows.keep(position, _row(record, programs, rows))
    if total and unknown == total:
        raise PayloadError(
            Outcome.MALFORMED,
            "no record has a program of the consolidated list; this looks like another OFAC file",
        )
    return rows.finish()


def _row(record: Record, programs: Sequence[str], rows: RowCollector) -> dict[str, object]:
    stated = read_remarks(record.remarks, rows)
    return {
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


def is_consolidated(programs: Sequence[str]) -> bool:
    """Whether one of the programs has its list in CONS_PRIM.CSV."""
    return any(p.match(program) for p, _ in _CODES_OF_PROGRAMS for program in programs)


def _list_code(programs: Sequence[str]) -> str:
    for pattern, code in _CODES_OF_PROGRAMS:
        if any(pattern.match(program) for program in programs):
            return code
    raise BadRecord("unknown_program", f"no list is known for the program {programs[0][:80]!r}")


def read_remarks(remarks: str, rows: RowCollector) -> dict[str, object]:
    """What the remarks state as columns of the dataset; a date that cannot be read is set aside.

    The remarks are parts between semicolons, each a label and a value, `alt.` before further
    values of a label, one period at the end.
    """
    lists: dict[str, list[str]] = {
        "alt_names": [], "tickers": [], "isins": [], "ids": [], "linked_to": [],
    }  # fmt: skip
    single: dict[str, object] = dict.fromkeys((*_DATES.values(), *_TEXTS.values()))
    for part in _FRAGMENT.split(_without_last_period(remarks)):
        fragment = _ALTERNATIVE.sub("", part.strip(), count=1)
        also_known = _ALSO_KNOWN.fullmatch(fragment)
        if also_known:
            lists["alt_names"].extend(_names(also_known[1]))
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
            single[_DATES[label]] = rows.cell(_DATES[label], partial(read_day, value), value)
    once = {name: list(dict.fromkeys(filter(None, found))) for name, found in lists.items()}
    return {**single, **once}


def _names(text: str) -> list[str]:
    """The names that a remark gives, each in quotation marks; without any, the whole of it."""
    quoted = [name for _, name in _QUOTED.findall(text)]
    return quoted or [text.strip(" '\"\u2018\u2019\u201c\u201d")]


def _without_last_period(remarks: str) -> str:
    """The remarks without the period that ends them; that of `LTD.` belongs to the name."""
    if not remarks.endswith(".") or _ABBREVIATION_AT_END.search(remarks):
        return remarks
    return remarks[:-1]
