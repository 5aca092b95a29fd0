"""Plans are pure: the same occasion gives the same requests, and slices leave no hole."""

import csv
import math
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.fetch.environment import symbols
from pipelines.parsing.records import Parsed
from pipelines.raw.parse import parse_payload
from pipelines.sources import connector_of, fetchable_sources
from pipelines.sources.request import CannotSplit, Occasion, Request
from pipelines.specs import FetchSpec, load_specs, spec
from pipelines.transform.run_dbt import DBT_PROJECT
from pipelines.warehouse import Warehouse
from tests.unit.sources.golden import DATA

SEEDS = DBT_PROJECT / "seeds"
NOW = datetime(2026, 11, 20, 12, 7, tzinfo=UTC)


def fetch_of(source: str) -> FetchSpec:
    found = next(s for s in load_specs().values() if s.source == source).source_spec.fetch
    assert found is not None
    return found


def occasion(source: str, **options: object) -> Occasion:
    given = options.get("settings") or fetch_of(source).settings
    values: dict[str, object] = {"now": NOW, "settings": given, "ciks": (1,)}
    return Occasion(**{**values, **options})  # type: ignore[arg-type]


def rows(count: int, **columns: list[object]) -> Parsed:
    return Parsed(columns, range(1, count + 1), ())


@pytest.mark.parametrize("source", fetchable_sources())
def test_every_plan_stays_on_its_hosts_and_can_be_written_down(source: str) -> None:
    planned = list(connector_of(source).requests(occasion(source)))
    assert planned == list(connector_of(source).requests(occasion(source)))
    assert len({request.key for request in planned}) == len(planned) > 0
    for request in planned:
        assert request.url.split("/")[2] in fetch_of(source).hosts
        assert Request.from_json(request.to_json()) == request


@given(
    start=st.integers(0, 40_000),
    length=st.integers(1, 40_000),
)
def test_gdelt_slices_cover_the_time_and_overlap_by_a_second(start: int, length: int) -> None:
    begin = NOW.replace(minute=0) - timedelta(minutes=15 * (start + length))
    now = begin + timedelta(minutes=15 * length + 3)
    mark = begin.strftime("%Y%m%d%H%M%S")
    asked = occasion("gdelt_doc", now=now, watermark=mark)
    connector = connector_of("gdelt_doc")
    slices = [request for request in connector.requests(asked) if request.window]
    assert slices[0].window is not None
    early = (now - timedelta(hours=2, minutes=3)).strftime("%Y%m%d%H%M%S")
    assert slices[0].window[0] == min(mark, early)
    assert all(hours(request) >= 2 for request in slices)
    for one, after in pairwise(slices):
        assert one.window is not None
        assert after.window is not None
        assert one.window[1] == after.window[0]
        opened = dict(after.parameters)["startdatetime"]
        ended = datetime.strptime(dict(one.parameters)["enddatetime"], "%Y%m%d%H%M%S")  # noqa: DTZ007
        assert opened == (ended - timedelta(seconds=1)).strftime("%Y%m%d%H%M%S")
    assert slices[-1].window is not None
    assert slices[-1].window[1] == connector.watermark(asked)


def hours(request: Request) -> float:
    assert request.window is not None
    start, stop = (datetime.strptime(stamp, "%Y%m%d%H%M%S") for stamp in request.window)  # noqa: DTZ007
    return (stop - start) / timedelta(hours=1)


@hypothesis.settings(deadline=None)
@given(quarters=st.integers(1, 1000))
def test_a_full_gdelt_slice_is_halved_but_never_below_two_hours(quarters: int) -> None:
    connector = connector_of("gdelt_doc")
    mark = (NOW - timedelta(minutes=7 + 15 * quarters)).strftime("%Y%m%d%H%M%S")
    waiting = list(connector.requests(occasion("gdelt_doc", watermark=mark)))
    smallest = []
    while waiting:
        request = waiting.pop()
        assert hours(request) >= 2
        try:
            halves = connector.following(request, b"", rows(250))
            assert sum(map(hours, halves)) == hours(request)
            waiting += halves
        except CannotSplit:
            smallest.append(hours(request))
    assert max(smallest) < 4
    assert sum(smallest) == max(2, quarters / 4)
    assert connector.following(request, b"", rows(249)) == ()


def test_a_gdelt_slice_is_held_by_a_wider_one_of_its_query() -> None:
    connector = connector_of("gdelt_doc")
    [whole] = connector.requests(occasion("gdelt_doc", watermark="20261119000000"))
    halves = connector.following(whole, b"", rows(250))
    for half in halves:
        assert connector.holds(whole.recorded_parameters, half)
        assert not connector.holds(half.recorded_parameters, whole)
        assert not connector.holds({**whole.recorded_parameters, "query": "other"}, half)
    assert not connector.holds(halves[0].recorded_parameters, halves[1])
    assert not connector.holds({}, whole)


def test_each_query_of_the_federal_register_goes_on_from_its_own_day() -> None:
    connector = connector_of("federal_register")
    queries = [
        {"name": "known", "agencies": ["a", "b"]},
        {"name": "new", "types": ["PRESDOCU"]},
    ]
    settings = {**fetch_of("federal_register").settings, "queries": queries, "since": "2026-11-01"}
    asked = occasion("federal_register", settings=settings, watermarks={"known": "2026-11-19"})
    known, new = connector.requests(asked)
    assert known.window == ("2026-11-05", "2026-11-20")
    assert new.window == ("2026-11-01", "2026-11-20")
    assert connector.watermarks(asked) == {"known": "2026-11-20", "new": "2026-11-20"}
    assert connector.watermark(asked) is None


def test_the_federal_register_is_asked_in_its_own_terms() -> None:
    queries = [
        {"name": "part", "cfr": "15 CFR 744"},
        {"name": "title", "cfr": "48 CFR", "term": "semiconductor"},
        {"name": "agency", "agencies": ["a", "b"], "types": ["RULE", "NOTICE"]},
    ]
    settings = {**fetch_of("federal_register").settings, "queries": queries, "since": "2026-11-19"}
    planned = connector_of("federal_register").requests(
        occasion("federal_register", settings=settings)
    )
    dates = {"conditions[publication_date][gte]", "conditions[publication_date][lte]"}
    conditions = [
        [(n, v) for n, v in request.parameters if n.startswith("conditions") and n not in dates]
        for request in planned
    ]
    assert conditions == [
        [("conditions[cfr][title]", "15"), ("conditions[cfr][part]", "744")],
        [("conditions[cfr][title]", "48"), ("conditions[term]", '"semiconductor"')],
        [
            ("conditions[agencies][]", "a"),
            ("conditions[agencies][]", "b"),
            ("conditions[type][]", "RULE"),
            ("conditions[type][]", "NOTICE"),
        ],
    ]


@given(days=st.integers(0, 4000))
def test_windows_of_the_federal_register_leave_no_day_out(days: int) -> None:
    since = NOW.date() - timedelta(days=days)
    settings = {
        **fetch_of("federal_register").settings,
        "queries": [{"name": "all", "types": ["RULE"]}],
        "since": since.isoformat(),
    }
    planned = connector_of("federal_register").requests(
        occasion("federal_register", settings=settings)
    )
    windows = [tuple(map(date.fromisoformat, r.window)) for r in planned if r.window]
    assert windows[0][0] == since
    assert windows[-1][1] == NOW.date()
    for (first, last), (after, _) in pairwise(windows):
        assert after == last + timedelta(days=1)
        assert (last - first).days <= 365


def test_a_full_comtrade_answer_is_split_until_it_fits() -> None:
    connector = connector_of("comtrade")
    span = (date(2025, 1, 1), date(2025, 12, 31))
    first = next(iter(connector.requests(occasion("comtrade", window=span))))
    halves = connector.following(first, b"", rows(500))
    assert [dict(h.parameters)["period"].count(",") for h in halves] == [5, 5]
    months = dict(first.parameters)["period"].split(",")
    assert connector.following(first, b"", rows(499, period=list(months))) == ()
    single, splits = first, 0
    while any("," in value for name, value in single.parameters if name != "get"):
        single, splits = connector.following(single, b"", rows(500))[0], splits + 1
    assert splits == 3 + 3 + 2 + 3
    with pytest.raises(CannotSplit):
        connector.following(single, b"", rows(500))


def test_with_a_key_comtrade_is_asked_for_all_months_and_codes_within_a_day() -> None:
    """At most 500 calls a day, each with at most 100,000 rows."""
    planned = list(connector_of("comtrade").requests(occasion("comtrade", has_key=True)))
    assert len(planned) <= 500
    assert {request.url for request in planned} == {"https://comtradeapi.un.org/data/v1/get/C/M/HS"}
    assert min(dict(request.parameters)["period"][:6] for request in planned) == "201901"
    with (SEEDS / "trade" / "trade_group_codes.csv").open() as stream:
        followed = {
            row["hs_code"] for row in csv.DictReader(stream) if len(row["hs_code"]) in {4, 6}
        }
    for request in planned:
        asked = {name: value.split(",") for name, value in request.parameters}
        assert set(asked["cmdCode"]) == followed
        most = [len(asked[name]) for name in ("period", "cmdCode", "flowCode", "partnerCode")]
        assert math.prod(most) <= 100_000


def test_a_month_of_the_comtrade_preview_fits_into_one_answer() -> None:
    planned = list(connector_of("comtrade").requests(occasion("comtrade")))
    calls = 0
    for request in planned:
        asked = {name: value.split(",") for name, value in request.parameters}
        most = [len(asked[name]) for name in ("cmdCode", "flowCode", "partnerCode")]
        assert math.prod(most) < 500
        calls += 1 + len(asked["period"])
    assert calls <= 500


def test_every_economy_that_comtrade_is_asked_for_is_known() -> None:
    settings = fetch_of("comtrade").settings
    with (SEEDS / "trade" / "trade_partners.csv").open() as stream:
        known = {
            row["partner_key"] for row in csv.DictReader(stream) if row["scheme"] == "comtrade"
        }
    assert known.issuperset(map(str, [*settings["reporters"], *settings["partners"]]))


def test_a_comtrade_query_that_is_refused_works_month_by_month() -> None:
    connector = connector_of("comtrade")
    span = (date(2025, 1, 1), date(2025, 12, 31))
    whole = next(iter(connector.requests(occasion("comtrade", window=span))))
    months = connector.narrower(whole)
    assert [dict(m.parameters)["period"] for m in months] == [f"2025{n:02d}" for n in range(1, 13)]
    assert len({m.key for m in months}) == 12
    for month in months:
        assert {**dict(month.parameters), "period": ""} == {**dict(whole.parameters), "period": ""}
        assert connector.narrower(month) == ()
        assert connector.following(month, b"", rows(9, period=[month.parameters[1][1]])) == ()


def test_a_comtrade_answer_that_was_cut_is_asked_on_month_by_month() -> None:
    """The service gives what fits: the first months are there, the others are found one by one."""
    connector = connector_of("comtrade")
    span = (date(2025, 1, 1), date(2025, 12, 31))
    whole = next(iter(connector.requests(occasion("comtrade", window=span))))
    published = [f"2025{n:02d}" for n in range(1, 10)]
    found, asked = list(published[:4]), []
    waiting = list(connector.following(whole, b"", rows(40, period=list(found))))
    while waiting:
        request = waiting.pop()
        assert Request.from_json(request.to_json()) == request
        assert request.digest not in request.seen
        month = dict(request.parameters)["period"]
        asked.append(month)
        if month in published:
            found.append(month)
            waiting += connector.following(request, b"", rows(10, period=[month]))
    assert found == published
    assert asked == [*published[4:], "202510"]


def test_the_feeds_take_turns_in_being_first() -> None:
    connector = connector_of("rss")
    declared = [{"feed": f"f{n}", "url": f"https://h{n}.example/feed"} for n in range(3)]
    own = [("mine", "https://mine.example/feed")]
    mark, firsts = None, []
    for _ in range(5):
        asked = occasion("rss", settings={"feeds": declared}, feeds=own, watermark=mark)
        planned = [request.key for request in connector.requests(asked)]
        assert set(planned) == {"f0", "f1", "f2", "mine"}
        firsts.append(planned[0])
        mark = connector.watermark(asked)
    assert firsts == ["f0", "f1", "f2", "mine", "f0"]
    gone = occasion("rss", settings={"feeds": declared}, watermark="no feed any more")
    assert [request.key for request in connector.requests(gone)] == ["f0", "f1", "f2"]


def test_the_end_of_a_price_range_is_not_part_of_what_is_asked() -> None:
    connector = connector_of("yahoo_chart")
    today, later = (
        next(iter(connector.requests(occasion("yahoo_chart", now=moment))))
        for moment in (NOW, NOW + timedelta(days=9))
    )
    assert today != later
    assert today.identity == later.identity


def filings(window: tuple[str, str], payload: bytes) -> list[Request]:
    asked = occasion("sec", ciks=(42,))
    first = next(r for r in connector_of("sec").requests(asked) if r.dataset == "submissions")
    parsed = parse_payload(spec("sec/submissions"), payload)
    return list(connector_of("sec").following(replace(first, window=window), payload, parsed))


def test_a_list_of_filings_leads_to_older_pages_and_to_reports() -> None:
    payload = (DATA / "sec__submissions" / "recent.json").read_bytes()
    [report] = filings(("2031-01-01", "2031-12-31"), payload)
    assert report.dataset == "inline_facts"
    assert report.is_lasting
    assert report.url == (
        "https://www.sec.gov/Archives/edgar/data/42/000000004231000003/exch-20310427.htm"
    )
    page, same = filings(("2028-01-01", "2031-12-31"), payload)
    assert page.url == "https://data.sec.gov/submissions/CIK0000000042-submissions-001.json"
    assert same == report
    assert filings(("2031-06-01", "2031-12-31"), payload) == []


def test_a_file_name_of_an_answer_is_never_a_path() -> None:
    payload = (DATA / "sec__submissions" / "recent.json").read_bytes()
    for odd in (b"../../exch.htm", b"exch.htm?x=1", b"exch.exe"):
        changed = payload.replace(b"exch-20310427.htm", odd)
        assert filings(("2031-01-01", "2031-12-31"), changed) == []
    moved = payload.replace(b"CIK0000000042-submissions-001.json", b"CIK/../../etc.json")
    assert [r.dataset for r in filings(("2028-01-01", "2031-12-31"), moved)] == ["inline_facts"]


def test_guardian_pages_follow_until_the_last_one() -> None:
    connector = connector_of("guardian")
    first = next(iter(connector.requests(occasion("guardian", watermark="2026-11-19"))))
    assert first.window == ("2026-11-05", "2026-11-20")
    [second] = connector.following(
        first, b'{"response": {"currentPage": 1, "pages": 3}}', rows(200)
    )
    [third] = connector.following(
        second, b'{"response": {"currentPage": 2, "pages": 3}}', rows(200)
    )
    assert [dict(r.parameters).get("page") for r in (first, second, third)] == [None, "2", "3"]
    assert len({first.digest, second.digest, third.digest}) == 3
    assert third.start == first
    assert not connector.following(third, b'{"response": {"currentPage": 3, "pages": 3}}', rows(9))


def test_alpha_vantage_is_asked_no_more_often_than_it_allows() -> None:
    many = {"symbols": [f"S{n}" for n in range(60)]}
    assert len(list(connector_of("alpha_vantage").requests(occasion("x", settings=many)))) == 25


def test_every_watched_share_and_every_benchmark_is_asked_for_once(tmp_path: Path) -> None:
    asked = occasion("yahoo_chart", symbols=symbols(Warehouse(tmp_path)))
    keys = [request.key for request in connector_of("yahoo_chart").requests(asked)]
    assert len(keys) == len(set(keys))
    assert set(keys) >= {
        "NVDA", "688256.SS", "002371.SZ", "0981.HK", "2330.TW", "005930.KS", "8035.T", "ASML.AS",
        "^GSPC", "000300.SS", "510300.SS", "000688.SS", "588000.SS", "^HSI", "3033.HK", "^TWII",
        "^KS11", "^N225", "^AEX",
    }  # fmt: skip
