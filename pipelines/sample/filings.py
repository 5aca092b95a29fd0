"""Composes `sec/company_facts`: Nvidia's total revenue as EDGAR's company facts would show it.

Belongs here: repeating a fact in the filings that carry it as a comparative, year-to-date sums,
the frame on the last filed copy. A fourth quarter is never a fact of its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pipelines.sample.payloads import (
    INPUTS_FOLDER,
    Composed,
    ComposeError,
    Row,
    as_json,
    read_table,
)

_CIK = 1045810
_ENTITY = "NVIDIA CORP"
_MILLION = 1_000_000
_ACCESSION = re.compile(r"\b\d{10}-\d{2}-\d{6}\b")
_FULL_YEAR = 4
_YEARS_IN_ANNUAL_REPORT = 3
_QUARTER_BY_LAST_MONTH = {4: 1, 5: 1, 7: 2, 8: 2, 10: 3, 1: _FULL_YEAR}
_LABELS = {
    "Revenues": "Revenues",
    "RevenueFromContractWithCustomerExcludingAssessedTax": (
        "Revenue from Contract with Customer, Excluding Assessed Tax"
    ),
}


@dataclass(frozen=True, order=True)
class _Period:
    end: date
    start: date

    @property
    def fiscal_year(self) -> int:
        """Nvidia's own year, which ends in January of the year it is named after."""
        return self.end.year if self.end.month == 1 else self.end.year + 1

    @property
    def quarter(self) -> int:
        """1 to 3 for quarters by the month they end in, 4 for a period that ends in January."""
        return _QUARTER_BY_LAST_MONTH[self.end.month]

    @property
    def frame(self) -> str:
        """The calendar frame of EDGAR: the year or quarter that holds the middle of the period."""
        middle = self.start + (self.end - self.start) / 2
        if self.quarter == _FULL_YEAR:
            return f"CY{middle.year}"
        return f"CY{middle.year}Q{(middle.month + 2) // 3}"


@dataclass(frozen=True)
class _Fact:
    period: _Period
    value: int
    tag: str
    filing: Row
    has_frame: bool = False

    def shown(self) -> dict[str, object]:
        """The member of `units.USD`."""
        fact: dict[str, object] = {
            "start": self.period.start.isoformat(),
            "end": self.period.end.isoformat(),
            "val": self.value,
            "accn": self.filing["accession_number"],
            "fy": int(self.filing["fiscal_year"]),
            "fp": self.filing["fiscal_period"],
            "form": self.filing["form"],
            "filed": self.filing["filed"],
        }
        if self.has_frame:
            fact["frame"] = self.period.frame
        return fact


def compose(facts: Path) -> list[Composed]:
    """One answer of the company facts endpoint, with the revenue facts that have an accession."""
    filings = {
        row["accession_number"]: row
        for row in read_table(INPUTS_FOLDER / "sec_filings.csv", ("accession_number", "tag"))
    }
    reported = _reported(facts, filings)
    shown = _with_frames(_all_copies(reported, filings))
    by_tag: dict[str, list[_Fact]] = defaultdict(list)
    for fact in sorted(shown, key=lambda fact: (fact.tag, fact.period, fact.filing["filed"])):
        by_tag[fact.tag].append(fact)
    answer = {
        "cik": _CIK,
        "entityName": _ENTITY,
        "facts": {
            "us-gaap": {
                tag: {
                    "label": _LABELS[tag],
                    "description": "Total revenue of the period.",
                    "units": {"USD": [fact.shown() for fact in tagged]},
                }
                for tag, tagged in by_tag.items()
            }
        },
    }
    return [
        Composed(
            source="sec",
            dataset="company_facts",
            payload=as_json(answer),
            url=f"https://data.sec.gov/api/xbrl/companyfacts/CIK{_CIK:010d}.json",
            content_type="application/json",
            note=(
                "Composed, never served by EDGAR: Nvidia's reported quarters and years from the"
                " project's facts with the accession numbers, filing dates and fy/fp that EDGAR"
                " gives the filings; year-to-date facts are sums of the quarters; comparatives"
                " repeat as in later filings. All other facts of the company are left out."
            ),
        )
    ]


def _reported(facts: Path, filings: Mapping[str, Row]) -> dict[str, tuple[_Period, int]]:
    """Accession number to the period and value in USD that its filing reported first."""
    columns = ("vendor", "measure", "basis", "period_start", "period_end", "value", "source")
    reported: dict[str, tuple[_Period, int]] = {}
    for row in read_table(facts / "vendor_facts.csv", columns):
        if (row["vendor"], row["measure"], row["basis"]) != (
            "NVIDIA",
            "revenue_total_usd_m",
            "reported",
        ):
            continue
        accession = _ACCESSION.search(row["source"])
        if accession is None:
            continue
        if accession[0] not in filings:
            raise ComposeError(
                f"vendor_facts.csv cites the filing {accession[0]}, absent from sec_filings.csv;"
                " add its form, filing date and fiscal period"
            )
        start, end = (date.fromisoformat(row[key]) for key in ("period_start", "period_end"))
        reported[accession[0]] = (_Period(end, start), round(float(row["value"]) * _MILLION))
    return reported


def _all_copies(
    reported: Mapping[str, tuple[_Period, int]], filings: Mapping[str, Row]
) -> list[_Fact]:
    """Every fact in every filing that carries it: its own and the comparatives."""
    periods = {
        (period.fiscal_year, period.quarter): (period, value) for period, value in reported.values()
    }
    copies: list[_Fact] = []
    for accession, (period, _) in reported.items():
        filing = filings[accession]
        years = _YEARS_IN_ANNUAL_REPORT if period.quarter == _FULL_YEAR else 2
        for year in range(period.fiscal_year, period.fiscal_year - years, -1):
            copies.extend(
                _Fact(own, value, filing["tag"], filing)
                for own, value in _facts_of(year, period.quarter, periods)
            )
    return copies


def _facts_of(
    year: int, quarter: int, periods: Mapping[tuple[int, int], tuple[_Period, int]]
) -> list[tuple[_Period, int]]:
    """The quarter or year itself and, from the second quarter on, the year to date."""
    if (year, quarter) not in periods:
        return []
    period, value = periods[year, quarter]
    found = [(period, value)]
    earlier = [periods.get((year, number)) for number in range(1, quarter + 1)]
    if 1 < quarter < _FULL_YEAR and all(earlier):
        quarters = [item for item in earlier if item is not None]
        found.append(
            (_Period(period.end, quarters[0][0].start), sum(value for _, value in quarters))
        )
    return found


def _with_frames(copies: Sequence[_Fact]) -> list[_Fact]:
    """The copies, the last filed one of each quarter or year marked to show its frame."""
    last_filed: dict[tuple[str, _Period], str] = {}
    for fact in copies:
        key = (fact.tag, fact.period)
        last_filed[key] = max(last_filed.get(key, ""), fact.filing["filed"])
    return [
        replace(fact, has_frame=True)
        if fact.filing["filed"] == last_filed[fact.tag, fact.period] and _has_frame(fact.period)
        else fact
        for fact in copies
    ]


def _has_frame(period: _Period) -> bool:
    days = (period.end - period.start).days + 1
    return abs(days - 91) <= 15 or abs(days - 365) <= 30
