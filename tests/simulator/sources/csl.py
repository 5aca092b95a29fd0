"""The Consolidated Screening List: one bulk file, as CSV and as JSON."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from typing import Any

from tests.simulator.service import (
    GUESS,
    NOT_APPLICABLE,
    Asked,
    Comes,
    Reply,
    Service,
    Victim,
    as_csv,
    as_json,
    structured,
)
from tests.simulator.world import World

COLUMNS = [
    "_id",
    "source",
    "entity_number",
    "type",
    "programs",
    "name",
    "title",
    "addresses",
    "federal_register_notice",
    "start_date",
    "end_date",
    "standard_order",
    "license_requirement",
    "license_policy",
    "call_sign",
    "vessel_type",
    "gross_tonnage",
    "gross_registered_tonnage",
    "vessel_flag",
    "vessel_owner",
    "remarks",
    "source_list_url",
    "alt_names",
    "citizenships",
    "dates_of_birth",
    "nationalities",
    "places_of_birth",
    "source_information_url",
    "ids",
]
LISTS = {
    "Entity List (EL) - Bureau of Industry and Security": 3000,
    "Specially Designated Nationals (SDN) - Treasury Department": 12000,
    "Unverified List (UVL) - Bureau of Industry and Security": 220,
    "Military End User (MEU) List - Bureau of Industry and Security": 70,
    "Denied Persons List (DPL) - Bureau of Industry and Security": 600,
}
KNOWN = {
    "EL": (
        *("Huawei Technologies", "HiSilicon", "Semiconductor Manufacturing International"),
        *("Hikvision", "Dahua Technology", "SenseTime", "Megvii", "Yitu", "iFlytek", "Sugon"),
        *("Phytium", "Fujian Jinhua"),
    ),
}
"""Names that everybody knows to stand on a list, which come first in it."""


def _listings(world: World) -> Iterator[tuple[str, str, str]]:
    """Source list, name and start date of every entry."""
    for source_list, count in LISTS.items():
        extra = world.list_version if "Entity List" in source_list else 0
        known = KNOWN.get(source_list.rsplit("(", 1)[-1].split(")")[0], ())
        for number in range(count + extra):
            made_up = f"Firm {number} of {source_list[:6]}"
            yield source_list, known[number] if number < len(known) else made_up, "2020-01-15"


COMMON = {
    "federal_register_notice": "85 FR 83420",
    "license_requirement": "For all items subject to the EAR",
    "license_policy": "Presumption of denial",
    "source_list_url": "https://www.bis.gov/lists",
    "source_information_url": "https://www.bis.gov/about-the-lists",
}
NOTHING: Mapping[str, object] = {
    "entity_number": "",
    "type": "",
    "programs": [],
    "end_date": None,
    "ids": [],
}
"""What the records of the Treasury's lists have and those of the others lack."""


def _id(number: int) -> str:
    return hashlib.sha256(f"{number}".encode()).hexdigest()[:56]


def _as_json(number: int, source_list: str, name: str, start: str) -> dict[str, object]:
    places = ({"city": "Beijing"}, {"address": "Café Street", "city": "Shanghai"})
    empty = {"address": None, "city": None, "state": None, "postal_code": None, "country": "CN"}
    return {
        "source": source_list,
        "name": name,
        "addresses": [{**empty, **place} for place in places],
        "start_date": start,
        "standard_order": None,
        "remarks": "",
        "alt_names": [f"{name} Co., Ltd."],
        "id": _id(number),
        **COMMON,
        **(NOTHING if "Treasury" in source_list else {}),
    }


def _results(records: Any) -> bytes:
    return as_json({"results": records, "sources_used": []})


def answer(world: World, asked: Asked) -> Reply:
    """The bulk file in either form with a strong ETag, 304 when it is unchanged."""
    form = asked.path.rsplit(".", 1)[-1]
    etag = f'"{world.list_version:08x}{form}"'
    changed = datetime.combine(date(2026, 1, 1) + timedelta(days=world.list_version), time(), UTC)
    headers = {"ETag": etag, "Last-Modified": format_datetime(changed, usegmt=True)}
    if asked.headers.get("if-none-match") == etag:
        return Reply(304, headers=headers)
    if form == "json":
        listings = enumerate(_listings(world))
        records = [_as_json(number, *listing) for number, listing in listings]
        return replace(structured(records, _results), headers=headers)
    rows = [
        {
            **dict.fromkeys(COLUMNS, ""),
            "_id": _id(number),
            "source": source_list,
            "name": name,
            "addresses": "Beijing, CN; Café Street, Shanghai, CN",
            "start_date": start,
            **COMMON,
            "alt_names": f"{name} Co., Ltd.",
        }
        for number, (source_list, name, start) in enumerate(_listings(world))
    ]
    whole = replace(structured(rows, as_csv, "text/csv"), headers=headers)
    part = re.fullmatch(r"bytes=0-(\d+)", asked.headers.get("range", ""))
    if part is not None:
        return Reply(206, whole.body[: int(part[1]) + 1], "text/csv", headers)
    return whole


SERVICE = Service(
    answer=answer,
    habits={
        "29 columns in this order, the lists by their full names": (
            "recorded: csl/moov_consolidated_2025.csv"
        ),
        "the same list as JSON beside it; members differ by list": (
            "recorded: csl/csl_json_records_real_2026-09-25.json"
        ),
        "the CSV may be gone while the other forms are there (what `404` stands for)": (
            "issue: InternationalTradeAdministration/developerportal#114"
        ),
        "one bulk file without a key": (
            "issue: InternationalTradeAdministration/developerportal#138"
        ),
        "a strong ETag and a Last-Modified; 304 when nothing changed": GUESS,
        "the first bytes alone may be asked for": GUESS,
        "whole lists may be missing for a day (what `shrunken` stands for)": (
            "issue: InternationalTradeAdministration/developerportal#146"
        ),
    },
    recorded={
        "entries": {
            "csl/csl_ai_chip_rows_2022-04.csv": 167,
            "csl/csl_json_records_real_2026-09-25.json": 3,
            "csl/moov_consolidated_2022-04_head200lines.csv": 199,
            "csl/moov_consolidated_2025.csv": 13,
            "csl/whole_list_content_2022-04.csv.gz": 14_159,
        },
    },
    victims=(Victim("name", "start_date", retyped="start_date"),),
    comes={"invalid JSON escapes": Comes(NOT_APPLICABLE, "CSV")},
    in_short=("shrunken",),
    tells_unchanged=True,
    most_days=49,
)
