"""Composes `sec/inline_facts`: Nvidia's revenue by geography as two of its filings tag it.

Belongs here: the form of inline XBRL that such a figure stands in. Does not belong here: totals by
quarter (`filings.py`); any other figure or any sentence of a filing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipelines.sample.payloads import INPUTS_FOLDER, Composed, ComposeError, Row, read_table

_CIK = 1045810
_ACCESSION = re.compile(r"\b\d{10}-\d{2}-\d{6}\b")
_AXIS = "srt:StatementGeographicalAxis"
_MEMBERS = {
    "revenue_us_usd_m": "country:US",
    "revenue_singapore_usd_m": "country:SG",
    "revenue_taiwan_usd_m": "country:TW",
    "revenue_china_usd_m": "nvda:ChinaIncludingHongKongMember",
    "revenue_other_usd_m": "nvda:OtherCountriesMember",
}
_NAMESPACES = {
    "": "http://www.w3.org/1999/xhtml",
    "ix": "http://www.xbrl.org/2013/inlineXBRL",
    "xbrli": "http://www.xbrl.org/2003/instance",
    "xbrldi": "http://xbrl.org/2006/xbrldi",
    "ixt": "http://www.xbrl.org/inlineXBRL/transformation/2020-02-12",
    "iso4217": "http://www.xbrl.org/2003/iso4217",
    "us-gaap": "http://fasb.org/us-gaap/2024",
    "srt": "http://fasb.org/srt/2024",
    "country": "http://xbrl.sec.gov/country/2024",
    "dei": "http://xbrl.sec.gov/dei/2024",
    "nvda": "http://www.nvidia.com/20250126",
}


@dataclass(frozen=True)
class _Figure:
    """A figure in millions, for a member or, without one, for the company."""

    start: date
    end: date
    member: str
    millions: int


def compose(facts: Path) -> list[Composed]:
    """One filing each that the fact table names as source of revenue by geography."""
    forms = {
        row["accession_number"]: row
        for row in read_table(INPUTS_FOLDER / "sec_filings.csv", ("accession_number", "form"))
    }
    figures: dict[str, list[_Figure]] = defaultdict(list)
    columns = ("vendor", "measure", "basis", "period_start", "period_end", "value", "source")
    for row in read_table(facts / "vendor_facts.csv", columns):
        accession = _ACCESSION.search(row["source"])
        if row["vendor"] == "NVIDIA" and row["measure"] in _MEMBERS and accession:
            figures[accession[0]].append(_figure(row))
    with_all = {
        accession: of_filing
        for accession, of_filing in sorted(figures.items())
        if {figure.member for figure in of_filing} == set(_MEMBERS.values())
    }
    if not with_all:
        raise ComposeError("vendor_facts.csv names no filing with all geographies of Nvidia")
    return [_filing(accession, forms, of_filing) for accession, of_filing in with_all.items()]


def _figure(row: Row) -> _Figure:
    start, end = (date.fromisoformat(row[key]) for key in ("period_start", "period_end"))
    return _Figure(start, end, _MEMBERS[row["measure"]], round(float(row["value"])))


def _filing(accession: str, forms: Mapping[str, Row], of_filing: Sequence[_Figure]) -> Composed:
    if accession not in forms:
        raise ComposeError(f"sec_filings.csv lacks the filing {accession}; add its form and day")
    periods: dict[tuple[date, date], list[_Figure]] = defaultdict(list)
    for figure in of_filing:
        periods[figure.start, figure.end].append(figure)
    whole = {
        (start, end): parts
        for (start, end), parts in periods.items()
        if {part.member for part in parts} == set(_MEMBERS.values())
    }
    shown = [
        figure
        for (start, end), parts in sorted(whole.items())
        for figure in (
            _Figure(start, end, "", sum(part.millions for part in parts)),
            *sorted(parts, key=lambda part: part.member),
        )
    ]
    text = "\n".join(_document(forms[accession]["form"], shown))
    return Composed(
        source="sec",
        dataset="inline_facts",
        payload=text.encode(),
        url=(
            f"https://www.sec.gov/Archives/edgar/data/{_CIK}/{accession.replace('-', '')}/"
            "sample.htm"
        ),
        content_type="text/html",
        note=(
            f"Composed, never served by EDGAR: {len(shown)} figures of revenue by geography as the"
            " project's facts give them from this filing, tagged as it tags them; the total of a"
            " period is the sum of its parts. All else of the filing is left out."
        ),
    )


def _document(form: str, shown: Sequence[_Figure]) -> Iterator[str]:
    names = " ".join(
        f'xmlns{":" if prefix else ""}{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items()
    )
    last = max(shown, key=lambda figure: (figure.end, figure.start))
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield f"<html {names}>"
    yield "<body><div><ix:header><ix:resources>"
    yield '<xbrli:unit id="usd"><xbrli:measure>iso4217:USD</xbrli:measure></xbrli:unit>'
    for number, figure in enumerate(shown):
        yield _context(f"c{number}", figure)
    yield _context("c", _Figure(last.start, last.end, "", 0))
    yield "</ix:resources></ix:header></div>"
    for name, value in (
        ("DocumentType", form),
        ("EntityRegistrantName", "NVIDIA CORP"),
        ("DocumentPeriodEndDate", f"{last.end:%B} {last.end.day}, {last.end.year}"),
    ):
        yield f'<p><ix:nonNumeric contextRef="c" name="dei:{name}">{value}</ix:nonNumeric></p>'
    yield "<table>"
    for number, figure in enumerate(shown):
        yield (
            f"<tr><td>{figure.member or 'Total'}</td><td>"
            f'<ix:nonFraction contextRef="c{number}" decimals="-6" format="ixt:num-dot-decimal"'
            f' id="f{number}" name="us-gaap:Revenues" scale="6" unitRef="usd">'
            f"{figure.millions:,}</ix:nonFraction></td></tr>"
        )
    yield "</table></body></html>"


def _context(name: str, figure: _Figure) -> str:
    segment = (
        f'<xbrli:segment><xbrldi:explicitMember dimension="{_AXIS}">{figure.member}'
        "</xbrldi:explicitMember></xbrli:segment>"
        if figure.member
        else ""
    )
    return (
        f'<xbrli:context id="{name}"><xbrli:entity>'
        f'<xbrli:identifier scheme="http://www.sec.gov/CIK">{_CIK:010d}</xbrli:identifier>'
        f"{segment}</xbrli:entity><xbrli:period><xbrli:startDate>{figure.start}</xbrli:startDate>"
        f"<xbrli:endDate>{figure.end}</xbrli:endDate></xbrli:period></xbrli:context>"
    )
