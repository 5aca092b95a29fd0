"""Parser of `sec/inline_facts`: the figures tagged in one filing's inline XBRL, to rows.

Belongs here: contexts with their segments, units, scale and sign; what company facts lack.
Does not belong here: choosing concepts, periods or bases; text blocks (they stay in the archive).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from lxml import etree

from pipelines.parsing.records import (
    BadRecord,
    Outcome,
    Parsed,
    PayloadError,
    RowCollector,
    iso_date,
    raise_for_error_text,
)
from pipelines.sources.sec.transformations import number_of
from pipelines.specs import DatasetSpec

_INLINE = re.compile(rb"http://www\.xbrl\.org/2013/inlineXBRL")
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_SNIFFED_BYTES = 200_000
_XBRLI = "{http://www.xbrl.org/2003/instance}"
_XBRLDI = "{http://xbrl.org/2006/xbrldi}"
_IX = "{http://www.xbrl.org/2013/inlineXBRL}"
_XSI_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_LARGEST = Decimal(10) ** 28
_LAST_DECIMAL = Decimal("1e-10")
_PRECISION = 200
_SCALE = re.compile(r"-?\d{1,2}")
_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}encoding=["']([A-Za-z0-9._-]{1,40})["']""")
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
    the same concept, period, segments and precision is a reject `duplicate`. A byte that its
    encoding does not know costs that character.
    Rejects: bad_number, unknown_transformation, bad_scale, unknown_context, unknown_unit,
    bad_context, duplicate.
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
        for element in _elements(payload):
            reading.take(element)
    except (etree.LxmlError, ValueError, LookupError) as error:
        raise PayloadError(
            Outcome.MALFORMED, f"not well-formed, or cut off ({error or type(error).__name__})"
        ) from error
    reading.finish()
    if reading.position == 0:
        raise PayloadError(Outcome.EMPTY, "the filing tags no figure")
    return rows.finish()


def _elements(payload: bytes) -> Iterator[etree._Element]:
    """The elements read here, each when it ends."""
    encoding = None
    declared = _DECLARED.match(payload[:200])
    try:
        payload.decode(declared.group(1).decode() if declared else "utf-8")
    except UnicodeDecodeError as error:
        payload, encoding = payload.decode(error.encoding, "replace").encode(), "utf-8"
    except LookupError:
        pass
    events = etree.iterparse(
        io.BytesIO(payload),
        tag=(f"{_XBRLI}context", f"{_XBRLI}unit", f"{_IX}nonFraction", f"{_IX}nonNumeric"),
        encoding=encoding,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
    )
    for _, element in events:
        yield element


class _Reading:
    """Gathers contexts, units and facts; a fact may stand before the context it names."""

    def __init__(self, rows: RowCollector) -> None:
        self._rows = rows
        self._contexts: dict[str, _Context | BadRecord] = {}
        self._units: dict[str, str] = {}
        self._facts: list[tuple[int, Mapping[str, str], str]] = []
        self._document: dict[str, str] = {}
        self.position = 0

    def take(self, element: etree._Element) -> None:
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


def _context(element: etree._Element) -> _Context:
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


def _unit(element: etree._Element) -> str:
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
    """The figure in whole units: read as its transformation says, scaled, with its sign."""
    number = number_of(fact.get("format", ""), text)
    scale = fact.get("scale") or "0"
    if not _SCALE.fullmatch(scale):
        raise BadRecord("bad_scale", f"scale is {scale[:10]!r}, expected such as 6 or -3")
    with localcontext(prec=_PRECISION):
        value = number.scaleb(int(scale)) if number else number
        if value >= _LARGEST or value != value.quantize(_LAST_DECIMAL):
            raise BadRecord("bad_number", f"{text[:40]!r} with scale {scale} has too many digits")
    return -value if fact.get("sign") == "-" else value
