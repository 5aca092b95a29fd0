"""Parser of `federal_register/texts`: the full text of a rule about a list, to what it does to it.

Read are the document's own number, the counts by country of its summary, and the entries that its
amendatory instructions add, revise or remove, by name and country. Nothing else of the text
becomes a row.
Belongs here: the Register's text form (page marks, quotation marks, instructions).
Does not belong here: which documents are asked for (`requests.py`), the lists themselves.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.parsing.countries import country_code
from pipelines.parsing.records import (
    BadRecord,
    Outcome,
    Parsed,
    PayloadError,
    RowCollector,
    raise_for_error_text,
)
from pipelines.parsing.text import decode
from pipelines.specs import DatasetSpec

_NUMBER = re.compile(r"\[FR Doc No: ([A-Z]?[0-9]{0,4}[A-Z]?[0-9]?(?:-[0-9]+)+)\]")
_END = re.compile(r"\[FR Doc\. [^\]\s]{3,20} Filed [^\]]{1,60}\]")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")
_PAGE_MARK = re.compile(r"\[\[Page [^\]]{1,20}\]\]")
_SUMMARY = re.compile(r"\bSUMMARY: (.{1,6000}?) (?:EFFECTIVE DATES?|DATES?): ")
_SENTENCE_ENDS = re.compile(r"(?<=[a-z)])\. (?=[A-Z])")
_DESTINATIONS = re.compile(r"\b(?:destinations?|countr(?:y|ies)) of ")
_COUNT = re.compile(r"\((\d{1,3})\)")
_BEFORE_COUNTRY = re.compile(r"^(?:[\s,;:]|and\b|under\b|the\b|destinations? of\b)+", re.IGNORECASE)
_ACTS = (
    ("added", re.compile(r"\badd(?:s|ing|ed|ition)?\b", re.IGNORECASE)),
    (
        "modified",
        re.compile(
            r"\b(?:revis(?:es|ing|ed|ion|ions)|modif(?:ies|ying|ied|ication|ications)"
            r"|correct(?:s|ing|ed|ion|ions)|amend(?:s|ing))\b",
            re.IGNORECASE,
        ),
    ),
    ("removed", re.compile(r"\bremov(?:es|ing|ed|al)\b", re.IGNORECASE)),
)
_AMENDED = re.compile(
    r"\bSupplement No\. ?([467]) to Part 744 is (?:further )?amended", re.IGNORECASE
)
_TABLE = re.compile(
    r"(?:additions?|revisions?|entr(?:y|ies))[^.:]{0,60} reads? as follows:"
    r"|\bSupplement No\. ?[467] to Part 744--",
    re.IGNORECASE,
)
_LONGEST_BLOCK = 200_000
_TOKEN = re.compile(
    r"``(?P<name>[^`]{1,400}?)''"
    r"|\b(?:[Uu]nder|for)(?: the)?(?: (?:heading|destination|country)(?: of| for)?)?"
    r" (?P<country>[A-Z][A-Za-z.'-]*(?: (?:and |of |the )?[A-Z][A-Za-z.'-]*){0,4}"
    r"(?:, (?i:(?:democratic |islamic |people's )*republic of(?: the)?))?)(?=[,:;]| (?:by|is|as)\b)"
    r"|\b(?P<act>[Aa]dd|[Rr]evis|[Mm]odif|[Cc]orrect|[Rr]emov)(?:ing|ed|es|ying|ied|s)\b"
    r"|\b(?P<heading>heading|destination|country)(?: of| for)?(?= ``)"
)
_ACT_OF = {"add": "added", "revis": "modified", "modif": "modified", "correct": "modified"}


@dataclass(frozen=True)
class _Line:
    """One thing that the document states."""

    kind: str
    act: str | None = None
    country: str | None = None
    name: str | None = None
    count: int | None = None
    list_code: str | None = None


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """One row for the document, then the counts of its summary, then the entries it names.

    A country that is not known keeps its printed name and has no code. An entry named before any
    instruction says what is done with it is a reject `no_instruction`; one that is named twice for
    the same act, country and list is a reject `duplicate`.
    Raises PayloadError: malformed (no document of the Register, or it breaks off), and the known
    error pages.
    """
    text = _plain(payload)
    number = _NUMBER.search(text)
    if number is None:
        raise_for_error_text(payload)
        raise PayloadError(Outcome.MALFORMED, "no text of the Federal Register: no [FR Doc No: …]")
    if not _END.search(text, number.end()):
        raise PayloadError(Outcome.MALFORMED, "the text breaks off: its filing line is missing")
    rows = RowCollector(spec)
    seen: set[_Line] = set()

    def row(line: _Line) -> dict[str, object]:
        if line.kind == "entry" and line.act is None:
            raise BadRecord("no_instruction", f"{line.name!r} stands before any instruction")
        if line in seen:
            raise BadRecord("duplicate", "the same entry is named twice for the same act")
        seen.add(line)
        return {
            "document_number": number.group(1),
            "line_no": len(seen),
            "line_kind": line.kind,
            "change_kind": line.act,
            "list_code": line.list_code,
            "country_printed": line.country,
            "country_code": country_code(line.country),
            "entity_name": line.name,
            "stated_count": line.count,
        }

    lines = [_Line("document"), *_counts(text), *_entries(text)]
    rows.keep_each(enumerate(lines, start=1), row)
    return rows.finish()


def _plain(payload: bytes) -> str:
    """The text without markup and page marks, every stretch of white space one space."""
    text = decode(payload)
    if "<pre" in text[:5000].lower():
        text = html.unescape(_MARKUP.sub("", text))
    return " ".join(_PAGE_MARK.sub(" ", text).split())


def _counts(text: str) -> Iterator[_Line]:
    """Counts by country, as in `under the destinations of China (14) and Singapore (2)`."""
    summary = _SUMMARY.search(text)
    act = "added"
    for sentence in _SENTENCE_ENDS.split(summary.group(1)) if summary else ():
        place = _DESTINATIONS.search(sentence)
        acts = [
            (found.start(), kind)
            for kind, pattern in _ACTS
            for found in pattern.finditer(sentence, 0, place.start() if place else len(sentence))
        ]
        act = max(acts)[1] if acts else act
        if place is None:
            continue
        begin = place.end()
        for count in _COUNT.finditer(sentence, begin):
            country = _BEFORE_COUNTRY.sub("", sentence[begin : count.start()]).strip(" ,;")
            begin = count.end()
            if country and len(country) <= 80:
                yield _Line("count", act, _country(country), None, int(count.group(1)))


def _country(printed: str) -> str:
    """`the People's Republic of China (China)` and `China, People's Republic of (China)`: China."""
    short = re.search(r"\(([^()]{2,40})\)$", printed)
    return short.group(1) if short and country_code(short.group(1)) else printed


def _entries(text: str) -> Iterator[_Line]:
    """Entries that the instructions name, in their order."""
    for block in _AMENDED.finditer(text):
        table = _TABLE.search(text, block.end(), block.end() + _LONGEST_BLOCK)
        end = table.start() if table else min(len(text), block.end() + _LONGEST_BLOCK)
        act: str | None = None
        country: str | None = None
        is_heading = False
        for token in _TOKEN.finditer(text, block.end(), end):
            if token["act"]:
                act = _ACT_OF.get(token["act"].lower(), "removed")
            elif token["country"]:
                country = token["country"].strip()
            elif token["heading"]:
                is_heading = True
            elif is_heading:
                country, is_heading = token["name"].rstrip(" ,;:."), False
            else:
                name = token["name"].strip().rstrip(",;")
                if country_code(name) is not None:
                    country = name
                else:
                    yield _Line("entry", act, country, name, None, _LISTS[block.group(1)])


_LISTS = {"4": "EL", "6": "UVL", "7": "MEU"}
