"""OFAC's list service: two headerless files in a bucket, behind redirects that are signed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

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
BUCKET = "wc2h-sls-prod-public-published.s3.us-gov-west-1.amazonaws.com"
SIGNED = {
    "X-Amz-Expires": "3600",
    "X-Amz-Security-Token": "signed-canary-token+/=",
    "response-content-disposition": 'attachment; filename="file.csv"',
    "response-content-type": "text/csv",
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": "signed-canary-credential/20260119/us-gov-west-1/s3/aws4_request",
    "X-Amz-Date": "20260119T120700Z",
    "X-Amz-SignedHeaders": "host",
    "X-Amz-Signature": "signed-canary-signature",
}
FOLDER = "Published/6f0e/2026-01-17/a3bd"


def _parties(world: World, file: str) -> Iterator[tuple[str, str]]:
    """Number and name of every party of one of the files."""
    for number in range(LISTED[file] + world.list_version):
        yield str(number + 1), f"PARTY {number} OF {file[:4]}"


def answer(world: World, asked: Asked) -> Reply:
    """Two headerless files, for what looks like a browser only, behind a signed redirect."""
    if not re.match(r"Mozilla/\d.{30}", asked.headers.get("user-agent", "")):
        return page("403 Forbidden", 403)
    folder, file = asked.path.rsplit("/", 1)
    if file not in LISTED:
        return page("404 Not Found", 404)
    if folder == "/api/download":
        query = urlencode(SIGNED, quote_via=quote)
        return Reply(302, headers={"Location": f"https://{BUCKET}/{FOLDER}/{file}?{query}"})
    if any(asked.one(name) != value for name, value in SIGNED.items()):
        return Reply(403, ACCESS_DENIED, "application/xml")
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


ACCESS_DENIED = (
    b"\xef\xbb\xbf<?xml version='1.0'?><Error><Code>SignatureDoesNotMatch</Code>"
    b"<SignatureProvided>signed-canary-signature</SignatureProvided></Error>"
)


def _unquoted(value: object) -> str:
    """A cell as it stands in the file; anything but text is written as its name for Python."""
    return value if isinstance(value, str) else f'"{str(value).replace(chr(34), "")}"'


def _parts_of_consolidated(world: World) -> Parts:
    return ((f"/{FOLDER}/CONS_PRIM.CSV", SIGNED),)


def _parts_of_sdn(world: World) -> Parts:
    return ((f"/{FOLDER}/SDN.CSV", SIGNED),)


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
        "302 to the file in the service's bucket, signed for an hour": (
            "code: bubblebee1408/placedon-law-backend/checker/feeds/ofac_sdn.py"
        ),
        "the file ends in the byte 0x1A": GUESS,
        "an ETag; 304 when nothing changed": (
            "doc: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html"
        ),
        "403 with an error in XML when the signature does not fit": (
            "doc: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"
        ),
    },
    recorded={
        "consolidated": {
            "ofac/moov_cons_prim_CMIC_rows.csv": 68,
        },
        "sdn": {
            "ofac/moov_sdn_head400.csv": 400,
        },
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
