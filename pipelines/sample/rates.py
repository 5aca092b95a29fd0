"""Composes `fred/series`: H.10 exchange rates as the graph download serves them.

`inputs/exchange_rates.csv` holds a line a series and month: the rates of its weekdays in order, a
dot where H.10 has none. Does not belong here: averages, or judging rates.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from pipelines.sample.payloads import INPUTS_FOLDER, Composed, ComposeError, read_table

_ENDPOINT = "https://fred.stlouisfed.org/graph/fredgraph.csv"
_NO_RATE = "."
_SATURDAY = 5
_READ_AT = (
    "the H.10 history in the public data set datasets/exchange-rates (data/daily.csv), copied by"
    " hand"
)
_READ_ELSEWHERE = {
    "DEXJPUS": (
        "public copies of FRED's series (Yuta-Kondo/USDJPY-Risk-Analysis and"
        " wygong-0525/ERP-Journal-Risk-Analytics, which agree on every common day)"
    ),
    "DEXUSEU": (
        "public copies of FRED's series (angelicavanti-ux/Geop-Model and"
        " wygong-0525/ERP-Journal-Risk-Analytics, which agree on every common day)"
    ),
}


def compose() -> list[Composed]:
    """One payload a series. Raises ComposeError when a month has not one rate a weekday."""
    days: dict[str, list[tuple[date, str]]] = defaultdict(list)
    columns = ("series_id", "month", "rates")
    for row in read_table(INPUTS_FOLDER / "exchange_rates.csv", columns):
        weekdays = _weekdays(row["month"])
        rates = row["rates"].split()
        if len(rates) != len(weekdays):
            raise ComposeError(
                f"exchange_rates.csv has {len(rates)} rates for the {len(weekdays)} weekdays of"
                f" {row['series_id']} {row['month']}; write a dot for a day without rate"
            )
        days[row["series_id"]] += zip(weekdays, rates, strict=True)
    return [_payload(series, sorted(found)) for series, found in sorted(days.items())]


def _weekdays(month: str) -> list[date]:
    day = date.fromisoformat(f"{month}-01")
    found = []
    first = day
    while day.month == first.month:
        if day.weekday() < _SATURDAY:
            found.append(day)
        day += timedelta(days=1)
    return found


def _payload(series: str, days: list[tuple[date, str]]) -> Composed:
    first, last = days[0][0], days[-1][0]
    lines = [f"observation_date,{series}"]
    lines += [f"{day},{'' if rate == _NO_RATE else rate}" for day, rate in days]
    without = sum(rate == _NO_RATE for _, rate in days)
    parameters = {"id": series, "cosd": first.isoformat(), "coed": last.isoformat()}
    return Composed(
        source="fred",
        dataset="series",
        payload=("\n".join(lines) + "\n").encode(),
        url=f"{_ENDPOINT}?id={series}&cosd={first}&coed={last}",
        content_type="application/csv",
        note=(
            f"Composed, never served by FRED: the daily {series} rates of the Federal Reserve's"
            f" H.10 release, {first} to {last}, from {_READ_ELSEWHERE.get(series, _READ_AT)}; each"
            f" month checked for one entry a weekday. {without} weekdays have no rate."
        ),
        parameters=parameters,
    )
