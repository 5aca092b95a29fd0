"""Fetching from the simulator without waiting: a clock that jumps, small settings, the truth.

Belongs here: what the tests of the fetch share. Does not belong here: assertions.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from pipelines.archive.refusals import refusal_of
from pipelines.archive.store import Archive
from pipelines.fetch.engine import Fetcher
from pipelines.parsing.records import PayloadError
from pipelines.raw.parse import parse_payload
from pipelines.specs import load_specs
from pipelines.warehouse import Warehouse
from tests.simulator.server import Simulator
from tests.simulator.services import SERVICES, Asked
from tests.simulator.world import BEGINNING, CIKS, SERIES, SYMBOLS, World

SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "federal_register": {
        "since": BEGINNING.isoformat(),
        "queries": [
            {"name": "bis", "agencies": ["industry-and-security-bureau"]},
            {"name": "president", "types": ["PRESDOCU"]},
        ],
    },
    "yahoo_chart": {
        "since": BEGINNING.isoformat(),
        "symbols_of_securities": False,
        "indices": list(SYMBOLS),
    },
    "sec": {"vendors": ["nvidia", "amd"]},
    "gdelt_doc": {"days_at_first": 20, "queries": ["(chip OR chips) China"]},
    "rss": {"feeds": [{"feed": "scmp-tech", "url": "https://www.scmp.com/rss/36/feed"}]},
    "fred": {"since": BEGINNING.isoformat(), "series": list(SERIES)},
    "comtrade": {"days": 330, "reporters": [842], "codes": [f"8542{n:02d}" for n in range(12)]},
    "census": {"since": "2025-01", "codes": ["8542"]},
    "guardian": {"days_at_first": 20, "days_a_slice": 10},
    "tiingo": {"since": BEGINNING.isoformat(), "symbols": ["NVDA"]},
    "alpha_vantage": {"symbols": ["NVDA"]},
    "stooq": {"since": BEGINNING.isoformat(), "symbols": ["nvda.us"]},
}
KEYS = {
    "CENSUS_API_KEY": "canary-census-0f3a",
    "COMTRADE_API_KEY": "",
    "GUARDIAN_API_KEY": "canary-guardian-1d5e",
    "TIINGO_API_KEY": "canary-tiingo-77b1",
    "ALPHA_VANTAGE_API_KEY": "canary-alpha-c04d",
    "STOOQ_API_KEY": "canary-stooq-2e9f",
}
CANARIES = {
    "census": ("CENSUS_API_KEY", "canary/census+0f3a77"),
    "comtrade": ("COMTRADE_API_KEY", "canary/comtrade+91bc4e"),
    "guardian": ("GUARDIAN_API_KEY", "canary/guardian+1d5e02"),
    "tiingo": ("TIINGO_API_KEY", "canary/tiingo+77b1c8"),
    "alpha_vantage": ("ALPHA_VANTAGE_API_KEY", "canary/alpha+c04d93"),
    "stooq": ("STOOQ_API_KEY", "canary/stooq+2e9f6a"),
}
"""By source: the variable of its key, and a key that changes when it is put into an address."""
CANARY_VARIABLES = dict(CANARIES.values())
TRACES = [b"canary", *(value.rsplit("+", 1)[1].encode() for value in CANARY_VARIABLES.values())]
"""What a key leaves behind, however it was encoded."""


@dataclass
class FakeClock:
    """Shows the world's hour; sleeping moves it and takes no time."""

    world: World
    slept: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> datetime:
        return self.world.now

    def sleep(self, seconds: float) -> None:
        with self.lock:
            self.slept.append(seconds)
            self.world.now += timedelta(seconds=seconds)


def fetcher(folder: Path, simulator: Simulator, **options: Any) -> Fetcher:
    """A fetcher of a live warehouse in `folder` whose services are the simulator."""
    warehouse = Warehouse(folder)
    warehouse.ensure("live")
    defaults: dict[str, Any] = {
        "variables": {**simulator.variables, **KEYS},
        "clock": FakeClock(simulator.world),
        "settings": SETTINGS,
        "attempts": 2,
        "total_seconds": 20.0,
    }
    return Fetcher(warehouse, **{**defaults, **options})


Rows = dict[tuple[Any, ...], tuple[Any, ...]]


def loaded(folder: Path, source: str) -> Rows:
    """What a build would load: the newest value of every natural key, by key."""
    archive = Archive(folder / "archive")
    found: Rows = {}
    for spec in load_specs().values():
        if spec.source != source:
            continue
        for entry in archive.entries(source, spec.dataset):
            if refusal_of(entry) is not None:
                continue
            try:
                parsed = parse_payload(spec, archive.read(entry))
            except PayloadError:
                continue
            found.update(_keyed(spec.dataset, parsed.rows, spec.natural_key))
    return found


def truth(world: World, source: str) -> Rows:
    """What the service knows now, asked in one piece and without any fault."""
    found: Rows = {}
    for spec in load_specs().values():
        if spec.source == source:
            for body in answers(world, source, spec.dataset):
                rows = parse_payload(spec, body).rows
                found.update(_keyed(spec.dataset, rows, spec.natural_key))
    return found


def answers(world: World, source: str, dataset: str) -> list[bytes]:
    """The answers that together hold all of a dataset, asked without HTTP."""
    agent = {"user-agent": "Mozilla/5.0 (compatible; a simulated person) person@example.org"}
    found = []
    parts = _PARTS.get(f"{source}/{dataset}") or _PARTS.get(source, _one_part)
    for path, query in parts(world):
        asked = Asked(path, {name: [value] for name, value in query.items()}, agent)
        found.append(SERVICES[source](world, asked).body)
    return [body for body in found if body not in {b"{}", b""}]


Parts = Iterator[tuple[str, dict[str, str]]]


def _one_part(world: World) -> Parts:
    yield "/", {}


def _federal_register(world: World) -> Parts:
    weekdays = world.weekdays()
    for start in range(0, len(weekdays), 5):
        days = weekdays[start : start + 5]
        yield (
            "/api/v1/documents.json",
            {
                "conditions[agencies][]": "industry-and-security-bureau",
                "conditions[publication_date][gte]": days[0].isoformat(),
                "conditions[publication_date][lte]": days[-1].isoformat(),
            },
        )


def _gdelt_doc(world: World) -> Parts:
    """Quarters of days: even a day of three hundred articles fits an answer so."""
    start = datetime.combine(BEGINNING - timedelta(days=1), time(), UTC) - timedelta(seconds=1)
    while start < latest_quarter(world.now):
        stop = start + timedelta(hours=6, seconds=1)
        window = {"start": start, "end": min(stop, latest_quarter(world.now))}
        stamps = {f"{edge}datetime": f"{moment:%Y%m%d%H%M%S}" for edge, moment in window.items()}
        yield "/api/v2/doc/doc", {"query": "x", "maxrecords": "250", **stamps}
        start = stop - timedelta(seconds=1)


def _yahoo_chart(world: World) -> Parts:
    for symbol in SYMBOLS:
        period = {"period1": "1767000000", "period2": str(int(world.now.timestamp()))}
        yield f"/v8/finance/chart/{symbol}", period


def _sec(world: World) -> Parts:
    for cik in CIKS:
        yield f"/api/xbrl/companyfacts/CIK{cik:010d}.json", {}


def _submissions(world: World) -> Parts:
    for cik in CIKS:
        yield f"/submissions/CIK{cik:010d}.json", {}


def _filings(world: World) -> Parts:
    for cik in CIKS:
        for accession, end, _ in world.filings(cik):
            folder = accession.replace("-", "")
            yield f"/Archives/edgar/data/{cik}/{folder}/nvda-{end:%Y%m%d}.htm", {}


def _consolidated(world: World) -> Parts:
    yield "/api/exports/CONS_PRIM.CSV", {}


def _sdn(world: World) -> Parts:
    yield "/api/exports/SDN.CSV", {}


def _guardian(world: World) -> Parts:
    for day in world.days():
        yield "/search", {"api-key": "x", "from-date": f"{day}", "to-date": f"{day}"}


def _tiingo(world: World) -> Parts:
    yield "/tiingo/daily/NVDA/prices", {"token": "x", "startDate": BEGINNING.isoformat()}


def _alpha_vantage(world: World) -> Parts:
    yield "/query", {"apikey": "x", "symbol": "NVDA"}


def _stooq(world: World) -> Parts:
    yield "/q/d/l/", {"apikey": "x", "s": "nvda.us", "d1": f"{BEGINNING:%Y%m%d}"}


def _opensanctions(world: World) -> Parts:
    yield "/datasets/latest/us_trade_csl/entities.ftm.json", {}


def _fred(world: World) -> Parts:
    for series in SERIES:
        yield "/graph/fredgraph.csv", {"id": series, "cosd": BEGINNING.isoformat()}


def _comtrade(world: World) -> Parts:
    first = world.today - timedelta(days=330)
    periods = [f"{year}{month:02d}" for year in (2025, 2026, 2027) for month in range(1, 13)]
    query = {
        "reporterCode": "842",
        "period": ",".join(p for p in periods if f"{first:%Y%m}" <= p <= f"{world.today:%Y%m}"),
        "cmdCode": ",".join(SETTINGS["comtrade"]["codes"]),
        "flowCode": "M,X",
        "partnerCode": "0,156,344",
    }
    yield "/data/v1/get/C/M/HS", query


def _census(world: World) -> Parts:
    for flow, commodity in (("exports", "E_COMMODITY"), ("imports", "I_COMMODITY")):
        query = {"key": "x", "COMM_LVL": "HS4", commodity: "8542"}
        yield f"/data/timeseries/intltrade/{flow}/hs", query


_PARTS: Mapping[str, Callable[[World], Parts]] = {
    "federal_register": _federal_register,
    "gdelt_doc": _gdelt_doc,
    "yahoo_chart": _yahoo_chart,
    "sec": _sec,
    "sec/submissions": _submissions,
    "sec/inline_facts": _filings,
    "ofac/consolidated": _consolidated,
    "ofac/sdn": _sdn,
    "guardian": _guardian,
    "tiingo": _tiingo,
    "alpha_vantage": _alpha_vantage,
    "stooq": _stooq,
    "opensanctions": _opensanctions,
    "fred": _fred,
    "comtrade": _comtrade,
    "census": _census,
}


def latest_quarter(now: datetime) -> datetime:
    """The start of the quarter of an hour."""
    whole = now.replace(second=0, microsecond=0)
    return whole - timedelta(minutes=now.minute % 15)


def _keyed(dataset: str, rows: list[dict[str, Any]], key: tuple[str, ...]) -> Rows:
    return {(dataset, *(row[name] for name in key)): tuple(map(str, row.values())) for row in rows}
