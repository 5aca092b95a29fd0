"""Parser of `sec/inline_facts`: the figures tagged in one filing's inline XBRL, to rows.

Belongs here: contexts with their segments, units, scale and sign; what company facts lack.
Does not belong here: choosing concepts, periods or bases; text blocks (they stay in the archive).
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipelines.parsing.records import (
    BadRecord,
    Outcome,
    Parsed,
    PayloadError,
    RowCollector,
    iso_date,
    raise_for_error_text,
)
from pipelines.specs import DatasetSpec

_INLINE = re.compile(rb"http://www\.xbrl\.org/2013/inlineXBRL")
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_SNIFFED_BYTES = 200_000
_XBRLI = "{http://www.xbrl.org/2003/instance}"
_XBRLDI = "{http://xbrl.org/2006/xbrldi}"
_IX = "{http://www.xbrl.org/2013/inlineXBRL}"
_XSI_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_COMMA_DECIMAL = ("num-comma-decimal", "numcommadecimal", "numdotcomma")
_IN_WORDS = ("numwordsen", "num-words-en")
_DASHES = ("fixed-zero", "zerodash", "fixedzero", "num-zero")
_WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_NUMBER = re.compile(r"\d{1,30}(\.\d{1,12})?|\.\d{1,12}")
_SCALE = re.compile(r"-?\d{1,2}")
_CIK = re.compile(r"\d{1,10}")
_DOCUMENT = {
    "dei:DocumentType": "form",
    "dei:EntityRegistrantName": "entity_name",
    "dei:DocumentPeriodEndDate": "document_period_text",
}


@dataclass(frozen=True)
class _Context:
    """Whose figure it is, for which period, in which segments."""

    cik: int
    start: date | None
    end: date
    dimensions: str


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """Every numeric fact of the filing, in document order; a nil fact has a null value.

    Names are those of the filing, prefix and local name (us-gaap:Revenues). A figure repeated with
    the same concept, period, segments and precision is a reject `duplicate`.
    Rejects: bad_number, unknown_context, unknown_unit, bad_context, duplicate.
    Raises PayloadError: unauthorized (undeclared client page), not_found, throttled and the other
    error pages, empty (no figure), malformed (no inline XBRL, cut off, entity declarations).
    """
    if not _INLINE.search(payload[:_SNIFFED_BYTES]):
        raise_for_error_text(payload)
        raise PayloadError(Outcome.MALFORMED, "no inline XBRL")
    if _ENTITY.search(payload.replace(b"\0", b"")):
        raise PayloadError(
            Outcome.MALFORMED, "the filing declares entities of its own; they are never expanded"
        )
    rows = RowCollector(spec)
    reading = _Reading(rows)
    try:
        for _, element in ET.iterparse(io.BytesIO(payload)):  # noqa: S314  (entities refused above)
            reading.take(element)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise PayloadError(
            Outcome.MALFORMED, f"not well-formed, or cut off ({error or type(error).__name__})"
        ) from error
    reading.finish()
    if reading.position == 0:
        raise PayloadError(Outcome.EMPTY, "the filing tags no figure")
    return rows.finish()


class _Reading:
    """Gathers contexts, units and facts; a fact may stand before the context it names."""

    def __init__(self, rows: RowCollector) -> None:
        self._rows = rows
        self._contexts: dict[str, _Context | BadRecord] = {}
        self._units: dict[str, str] = {}
        self._facts: list[tuple[int, Mapping[str, str], str]] = []
        self._document: dict[str, str] = {}
        self.position = 0

    def take(self, element: ET.Element) -> None:
        """Note what the element that just ended says."""
        if element.tag == f"{_XBRLI}context":
            try:
                self._contexts[element.get("id", "")] = _context(element)
            except BadRecord as bad:
                self._contexts[element.get("id", "")] = bad
        elif element.tag == f"{_XBRLI}unit":
            self._units[element.get("id", "")] = _unit(element)
        elif element.tag == f"{_IX}nonFraction":
            self.position += 1
            text = "".join(element.itertext())
            self._facts.append((self.position, dict(element.attrib), text))
        elif element.tag == f"{_IX}nonNumeric" and element.get("name") in _DOCUMENT:
            told = " ".join("".join(element.itertext()).split())
            self._document.setdefault(_DOCUMENT[str(element.get("name"))], told)

    def finish(self) -> None:
        """Join facts with their contexts and units."""
        for position, fact, text in self._facts:
            with self._rows.reading(position, {**fact, "text": text[:100]}):
                self._rows.keep(position, {**self._document, **self._row(fact, text)})

    def _row(self, fact: Mapping[str, str], text: str) -> dict[str, object]:
        context = self._contexts.get(fact.get("contextRef", ""))
        if context is None:
            raise BadRecord("unknown_context", f"no context {fact.get('contextRef', '')[:40]!r}")
        if isinstance(context, BadRecord):
            raise context
        unit = self._units.get(fact.get("unitRef", ""))
        if unit is None:
            raise BadRecord("unknown_unit", f"no unit {fact.get('unitRef', '')[:40]!r}")
        is_nil = fact.get(_XSI_NIL) in {"true", "1"}
        return {
            "cik": context.cik,
            "concept": fact.get("name", ""),
            "unit": unit,
            "period_start": context.start,
            "period_end": context.end,
            "dimensions": context.dimensions,
            "value": None if is_nil else _value(fact, text),
            "decimals": fact.get("decimals"),
            "fact_id": fact.get("id"),
        }


def _context(element: ET.Element) -> _Context:
    identifier = element.findtext(f"{_XBRLI}entity/{_XBRLI}identifier", "").strip()
    if not _CIK.fullmatch(identifier):
        raise BadRecord("bad_context", f"its entity {identifier[:40]!r} is no CIK")
    period = element.find(f"{_XBRLI}period")
    texts = {
        name: "" if period is None else period.findtext(f"{_XBRLI}{name}", "").strip()[:10]
        for name in ("startDate", "endDate", "instant")
    }
    start = iso_date(texts["startDate"]) if texts["startDate"] else None
    end = iso_date(texts["endDate"] or texts["instant"])
    if start is not None and start > end:
        raise BadRecord("bad_context", f"its period starts {start} and ends {end}")
    members = sorted(
        f"{member.get('dimension', '')}={''.join(member.itertext()).strip()}"
        for kind in ("explicitMember", "typedMember")
        for member in element.iter(f"{_XBRLDI}{kind}")
    )
    return _Context(int(identifier), start, end, "; ".join(members))


def _unit(element: ET.Element) -> str:
    """Measures joined: `USD`, `shares`, `USD/shares`."""
    divide = element.find(f"{_XBRLI}divide")
    parts = [element] if divide is None else list(divide)
    return "/".join(
        "*".join(
            (measure.text or "").strip().rpartition(":")[2]
            for measure in part.iter(f"{_XBRLI}measure")
        )
        for part in parts
    )


def _value(fact: Mapping[str, str], text: str) -> Decimal:
    """The figure in whole units: separators away, scaled, with its sign."""
    shown = "".join(text.split())
    form = fact.get("format", "").rpartition(":")[2].lower()
    if form in _DASHES:
        return Decimal(0)
    if form in _IN_WORDS and shown.lower() in _WORDS:
        shown = str(_WORDS.index(shown.lower()))
    is_comma = form in _COMMA_DECIMAL
    plain = shown.replace(".", "").replace(",", ".") if is_comma else shown.replace(",", "")
    scale = fact.get("scale", "0")
    if not _NUMBER.fullmatch(plain) or not _SCALE.fullmatch(scale):
        raise BadRecord("bad_number", f"{shown[:40]!r} with scale {scale[:10]!r} is no number")
    value = Decimal(plain).scaleb(int(scale))
    return -value if fact.get("sign") == "-" else value
