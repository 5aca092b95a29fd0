"""OFAC's list service: two headerless files behind a redirect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tests.simulator.service import (
    GUESS,
    NOT_APPLICABLE,
    Asked,
    Comes,
    Parts,
    Reply,
    Service,
    Victim,
    page,
    structured,
)
from tests.simulator.world import World

LISTED = {"CONS_PRIM.CSV": 400, "SDN.CSV": 10_400}
EXPORTS = "https://sanctionslistservice.ofac.treas.gov/api/exports"


def _parties(world: World, file: str) -> Iterator[tuple[str, str]]:
    """Number and name of every party of one of the files."""
    for number in range(LISTED[file] + world.list_version):
        yield str(number + 1), f"PARTY {number} OF {file[:4]}"


def answer(world: World, asked: Asked) -> Reply:
    """Two headerless files, for what looks like a browser only, behind a redirect."""
    if not re.match(r"Mozilla/\d.{30}", asked.headers.get("user-agent", "")):
        return page("403 Forbidden", 403)
    *_, folder, file = asked.path.split("/")
    if file not in LISTED:
        return page("404 Not Found", 404)
    if folder != "exports":
        return Reply(302, headers={"Location": f"{EXPORTS}/{file}"})
    etag = f'"{file}-{world.list_version}"'
    if asked.headers.get("if-none-match") == etag:
        return Reply(304, headers={"ETag": etag})
    program = "CUBA" if file == "SDN.CSV" else "CMIC-EO13959"
    listed = "Effective Date (CMIC) 02 Aug 2021; Listing Date (CMIC) 03 Jun 2021."
    remark = "a.k.a. 'P {}'." if file == "SDN.CSV" else listed
    records = [
        {"number": number, "name": f'"{name}"', "type": "-0- ", "program": f'"{program}"'}
        | {str(place): "-0- " for place in range(5, 12)}
        | {"remarks": f'"{remark.format(number)}"'}
        for number, name in _parties(world, file)
    ]

    def render(rows: Any) -> bytes:
        lines = [",".join(_unquoted(value) for value in row.values()) for row in rows]
        return ("\r\n".join(lines) + "\r\n").encode() + b"\x1a"

    return replace(structured(records, render, "text/csv"), headers={"ETag": etag})


def _unquoted(value: object) -> str:
    """A cell as it stands in the file; anything but text is written as its name for Python."""
    return value if isinstance(value, str) else f'"{str(value).replace(chr(34), "")}"'


def _parts_of_consolidated(world: World) -> Parts:
    return (("/api/exports/CONS_PRIM.CSV", {}),)


def _parts_of_sdn(world: World) -> Parts:
    return (("/api/exports/SDN.CSV", {}),)


SERVICE = Service(
    answer=answer,
    habits={
        "twelve cells without a header, `-0- ` for nothing": "recorded: ofac/moov_sdn_head400.csv",
        "programme and remarks of the Chinese companies": (
            "recorded: ofac/moov_cons_prim_CMIC_rows.csv"
        ),
        "403 unless the client calls itself Mozilla and a digit in 40 characters": (
            "issue: opensanctions/opensanctions#5237"
        ),
        "the address asked for redirects to where the file lies": GUESS,
        "the file ends in the byte 0x1A": GUESS,
        "an ETag; 304 when nothing changed": GUESS,
    },
    victims=(Victim("program"),),
    parts={"consolidated": _parts_of_consolidated, "sdn": _parts_of_sdn},
    comes={
        "column added": Comes("malformed", "columns have no names, only places"),
        "column renamed": Comes(NOT_APPLICABLE, "columns have no names"),
        "future dates": Comes(NOT_APPLICABLE, "the day of listing stands in a remark"),
        "invalid JSON escapes": Comes(NOT_APPLICABLE, "CSV"),
        "latin-1": Comes(NOT_APPLICABLE, "ASCII here; older files are Windows-1252"),
    },
    in_short=("200 sentence", "shrunken"),
    tells_unchanged=True,
    most_days=0,
)
