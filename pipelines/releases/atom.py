"""Atom 1.0 documents.

Belongs here: their form, and letters that XML cannot hold. Does not belong here: what they tell.
"""

from __future__ import annotations

import re
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """One entry; its identity is a `urn` that stays the same.

    `updated_at` is None where the entry is as new as its feed.
    """

    identity: str
    title: str
    category: str
    content: str
    updated_at: datetime | None = None


def atom(
    identity: str, title: str, subtitle: str, updated_at: datetime, entries: Iterable[Entry]
) -> bytes:
    """A feed; times are given in UTC without a zone."""
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed")
    _add(root, "id", identity)
    _add(root, "title", title)
    _add(root, "updated", _time(updated_at))
    author = ET.SubElement(root, f"{{{_ATOM}}}author")
    _add(author, "name", "chipwatch")
    _add(root, "subtitle", subtitle)
    for one in entries:
        entry = ET.SubElement(root, f"{{{_ATOM}}}entry")
        _add(entry, "id", one.identity)
        _add(entry, "title", one.title)
        _add(entry, "updated", _time(one.updated_at or updated_at))
        ET.SubElement(entry, f"{{{_ATOM}}}category", term=one.category)
        _add(entry, "content", one.content).set("type", "text")
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def urn(*parts: str) -> str:
    """An identity made of these parts."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "chipwatch:" + "\x1f".join(parts)).urn


def _time(at: datetime) -> str:
    return f"{at.isoformat(timespec='seconds')}Z"


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{name}")
    element.text = _NOT_XML.sub("\ufffd", text)
    return element
