"""Cells of the Consolidated Screening List, each to what it means.

Belongs here: what one cell says by itself. Does not belong here: rows and their defects
(`entries.py`), the whole file at once (`columns.py`).
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from functools import lru_cache

from pipelines.parsing.countries import country_at_end, country_code
from pipelines.parsing.days import read_day
from pipelines.parsing.records import BadRecord

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

ADDRESS_AS_NAME = re.compile(r"address\s*\d+\b", re.IGNORECASE)
_CITATION = re.compile(
    r"\b(\d{1,3})\s*F(?:ed)?\.?\s*R(?:eg)?\.?\s*(\d{1,6})\b"
    r"((?:\s*,\s*\d{3,6}\b(?!\s*(?:/|F\.?\s*R)))*)",
    re.IGNORECASE,
)
_LIST_CODE_IN_NAME = re.compile(r"\(([^()]+)\)")
_LEADING_AND = re.compile(r"and\s+")


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


def entry_key(*parts: str | None) -> str:
    """The key of an entry: 16 hexadecimal digits of what makes it the same one in the next file."""
    return hashlib.sha256("|".join(part or "" for part in parts).encode()).hexdigest()[:16]


def split(cell: str | None) -> list[str]:
    """The parts of a cell between semicolons, without the `and` before the last one."""
    if cell is None:
        return []
    if ";" not in cell:
        return [part] if (part := cell.strip()) else []
    first, *others = (part.strip() for part in cell.split(";"))
    parts = [first, *(_LEADING_AND.sub("", p, count=1) if "and" in p else p for p in others)]
    return [part for part in parts if part]


def countries(addresses: list[str], stated: str | None) -> list[str]:
    """Codes of the ends of the addresses; JSON entries may state a country without address."""
    found = [*map(country_at_end, addresses), country_code(stated)]
    return list(dict.fromkeys(code for code in found if code is not None))


@lru_cache(maxsize=256)
def list_code(source_list: str) -> str:
    """The code of a list by the name that the file gives it. Raises BadRecord unknown_list."""
    for inner in _LIST_CODE_IN_NAME.findall(source_list):
        code = _LIST_CODES.get(inner.strip().upper())
        if code is not None:
            return code
    raise BadRecord("unknown_list", f"no code is known for the list {source_list[:120]!r}")


def day_of(text: str | None) -> date | None:
    """The day that a text can mean. Raises BadRecord bad_date."""
    return None if text is None else read_day(text, month_first=True)
