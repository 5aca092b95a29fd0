"""iCalendar 2.0 (RFC 5545) documents of whole days.

Belongs here: its form: folding, escaping, line ends. Does not belong here: which days.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

LONGEST_LINE = 75
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Entry:
    """One whole day; its identity stays the same from release to release."""

    identity: str
    day: date
    summary: str
    description: str
    category: str


def icalendar(name: str, made_at: datetime, entries: Iterable[Entry]) -> bytes:
    """The document; `made_at` is in UTC without a zone."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//chipwatch//release calendar//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for one in entries:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_text(one.identity)}",
            f"DTSTAMP:{made_at:%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
            f"SUMMARY:{_text(one.summary)}",
            f"DESCRIPTION:{_text(one.description)}",
            f"CATEGORIES:{_text(one.category)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _text(value: str) -> str:
    clean = _CONTROL.sub("", value.replace("\r\n", "\n"))
    return re.sub(r"([\\;,])", r"\\\1", clean).replace("\n", "\\n")


def _folded(line: str) -> str:
    """The line in parts of 75 bytes at most, each but the first begun by a blank."""
    parts: list[str] = []
    part, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > LONGEST_LINE - (1 if parts else 0):
            parts.append(part)
            part, size = "", 0
        part, size = part + letter, size + width
    return "\r\n ".join([*parts, part])
