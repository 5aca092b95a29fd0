"""FRED: the CSV of a graph."""

from __future__ import annotations

from datetime import date

from tests.simulator.service import (
    GUESS,
    NOT_APPLICABLE,
    Asked,
    Comes,
    Parts,
    Reply,
    Service,
    Victim,
    as_csv,
    page,
    structured,
)
from tests.simulator.world import BEGINNING, World

SERIES = ("DEXCHUS", "DEXTAUS")


def _rate(series: str, day: date) -> str:
    return f"{7 + SERIES.index(series) * 20 + (day - BEGINNING).days % 9 / 10:.4f}"


def answer(world: World, asked: Asked) -> Reply:
    """Date and value of a series; a blank on Fridays stands for a holiday."""
    series = asked.one("id")
    if series not in SERIES:
        return page("Error: 404 Not Found", 404)
    first = date.fromisoformat(asked.one("cosd"))
    last = date.fromisoformat(asked.one("coed") or world.today.isoformat())
    rows = [
        {
            "observation_date": day.isoformat(),
            series: "" if day.weekday() == 4 else _rate(series, day),
        }
        for day in world.weekdays(first, last)
    ]
    return structured(rows, as_csv, "application/csv")


def _parts(world: World) -> Parts:
    for series in SERIES:
        yield "/graph/fredgraph.csv", {"id": series, "cosd": BEGINNING.isoformat()}


SERVICE = Service(
    answer=answer,
    habits={
        "the first column is observation_date": "issue: FinanceData/FinanceDataReader#238",
        "every weekday has a row": "issue: JuliaQuant/MarketData.jl#81",
        "a day without a value has a row": "issue: JuliaQuant/MarketData.jl#81",
        "it is blank there (a full stop in older answers)": GUESS,
        "the second column is named after the series": GUESS,
        "a series that is not known is 404 with a page of HTML": GUESS,
    },
    victims=(Victim("observation_date", "observation_date"),),
    parts={"series": _parts},
    settings={"since": BEGINNING.isoformat(), "series": list(SERIES)},
    comes={
        "200 HTML": Comes("not_found", "its answer for a series it does not have"),
        "column added": Comes("malformed", "columns are series"),
        "invalid JSON escapes": Comes(NOT_APPLICABLE, "CSV"),
        "latin-1": Comes(NOT_APPLICABLE, "ASCII"),
    },
    in_short=("200 sentence", "slow drip", "reset", "gzip bomb"),
)
