"""Plans are pure: the same occasion gives the same requests, and slices leave no hole."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.fetch.engine import connector_of, fetchable_sources
from pipelines.fetch.request import CannotSplit, Occasion, Request
from pipelines.parsing import Parsed
from pipelines.specs import FetchSpec, load_specs

NOW = datetime(2026, 11, 20, 12, 7, tzinfo=UTC)


def fetch_of(source: str) -> FetchSpec:
    found = next(s for s in load_specs().values() if s.source == source).source_spec.fetch
    assert found is not None
    return found


def occasion(source: str, **options: object) -> Occasion:
    values: dict[str, object] = {"now": NOW, "settings": fetch_of(source).settings, "ciks": (1,)}
    return Occasion(**{**values, **options})  # type: ignore[arg-type]


def rows(count: int) -> Parsed:
    return Parsed({}, range(1, count + 1), ())


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
    assert slices[0].window[0] == mark
    for one, after in pairwise(slices):
        assert one.window is not None
        assert after.window is not None
        assert one.window[1] == after.window[0]
        opened = dict(after.parameters)["startdatetime"]
        ended = datetime.strptime(dict(one.parameters)["enddatetime"], "%Y%m%d%H%M%S")  # noqa: DTZ007
        assert opened == (ended - timedelta(seconds=1)).strftime("%Y%m%d%H%M%S")
    assert slices[-1].window is not None
    assert slices[-1].window[1] == connector.watermark(asked)


def test_a_full_gdelt_slice_is_halved_down_to_a_quarter_of_an_hour() -> None:
    connector = connector_of("gdelt_doc")
    waiting = list(connector.requests(occasion("gdelt_doc", watermark="20261120110000")))
    smallest = 0
    while waiting:
        request = waiting.pop()
        try:
            waiting += connector.following(request, b"", rows(250))
        except CannotSplit:
            smallest += 1
    assert smallest == 4
    assert connector.following(request, b"", rows(249)) == ()


def test_the_federal_register_reads_a_trailing_window_again() -> None:
    asked = occasion("federal_register", watermark="2026-11-19")
    (request,) = connector_of("federal_register").requests(asked)
    assert request.window == ("2026-11-05", "2026-11-20")
    assert connector_of("federal_register").watermark(asked) == "2026-11-20"


def test_a_full_comtrade_answer_is_split_until_it_fits() -> None:
    connector = connector_of("comtrade")
    span = (date(2025, 1, 1), date(2025, 12, 31))
    first = next(iter(connector.requests(occasion("comtrade", window=span))))
    halves = connector.following(first, b"", rows(500))
    assert [dict(h.parameters)["period"].count(",") for h in halves] == [5, 5]
    assert connector.following(first, b"", rows(499)) == ()
    single, splits = first, 0
    while any("," in value for name, value in single.parameters if name != "get"):
        single, splits = connector.following(single, b"", rows(500))[0], splits + 1
    assert splits == 3 + 3 + 1 + 1
    with pytest.raises(CannotSplit):
        connector.following(single, b"", rows(500))


def test_the_end_of_a_price_range_is_not_part_of_what_is_asked() -> None:
    connector = connector_of("yahoo_chart")
    today, later = (
        next(iter(connector.requests(occasion("yahoo_chart", now=moment))))
        for moment in (NOW, NOW + timedelta(days=9))
    )
    assert today != later
    assert today.identity == later.identity
