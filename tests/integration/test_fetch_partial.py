"""What a fetch does when it cannot have all, or not in one piece: hosts, slices, order, time."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from pipelines.archive.fetch_log import fetch_status
from pipelines.cli.fetch import not_had, table
from pipelines.fetch.cursor import read_cursor, write_cursor
from pipelines.fetch.engine import Step
from pipelines.sources.request import Request
from pipelines.specs import load_specs
from pipelines.warehouse import Warehouse
from tests.conftest import chipwatch
from tests.simulator.harness import SETTINGS, fetcher, loaded, truth
from tests.simulator.server import Simulator
from tests.simulator.service import Asked, Reply
from tests.simulator.world import World

FEEDS = next(s.source_spec.fetch for s in load_specs().values() if s.source == "rss").settings[  # type: ignore[union-attr]
    "feeds"
]
BY_PATH = {urlsplit(feed["url"]).path: feed["feed"] for feed in FEEDS}
HOST_OF = {feed["feed"]: urlsplit(feed["url"]).hostname for feed in FEEDS}
GDELT = "gdelt_doc"
STAMP = "%Y%m%d%H%M%S"
Answers = dict[str, Reply]


def by_feed(answers: Answers) -> Simulator:
    """A simulator whose feeds of these names answer otherwise."""
    simulator = Simulator(World())
    simulator.instead = lambda source, asked: answers.get(BY_PATH.get(asked.path, ""))
    return simulator


def failing_hosts(count: int, reply: Reply) -> Answers:
    hosts = list(dict.fromkeys(HOST_OF.values()))[:count]
    return {feed: reply for feed, host in HOST_OF.items() if host in hosts}


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_hosts_that_refuse_keep_no_other_feed_back(status: int, tmp_path: Path) -> None:
    refused = failing_hosts(6, Reply(status, b"<html>no</html>", "text/html"))
    simulator = by_feed(refused)
    with simulator.running():
        report = fetcher(tmp_path, simulator, settings={}).fetch_source("rss")
    assert report.outcomes["ok"] == len(FEEDS) - len(refused) > 0
    assert {one.key for one in report.missed} == set(refused)
    assert all(HOST_OF[one.key] == one.host for one in report.missed)


def test_every_feed_that_fails_is_told_everywhere(tmp_path: Path) -> None:
    failing = {
        "scmp-china": Reply(403, b"no", "text/plain"),
        "bbc-technology": Reply(404, b"gone", "text/plain"),
        "cnbc-technology": Reply(200, b"<html><title>Welcome</title></html>", "text/html"),
    }
    simulator = by_feed(failing)
    with simulator.running():
        report = fetcher(tmp_path, simulator, settings={}).fetch_source("rss")
    told = table([report])
    [state] = fetch_status(Warehouse(tmp_path)).values()
    checked = chipwatch("sources", "check", "--warehouse", tmp_path)
    assert checked.returncode == 3
    for feed, what in (
        ("scmp-china", "forbidden"),
        ("bbc-technology", "not_found"),
        ("cnbc-technology", "malformed"),
    ):
        [line] = [one for one in told.splitlines() if feed in one]
        assert str(HOST_OF[feed]) in line
        assert what in line
        for text in (state.reason or "", checked.stdout):
            assert f"{feed} ({HOST_OF[feed]}): {what}" in text
    assert json.loads(json.dumps(report.to_json()))["missed"][0].keys() == {
        *("key", "host", "outcome", "message")
    }


def test_feeds_behind_a_host_that_is_given_up_are_told_too(tmp_path: Path) -> None:
    simulator = by_feed({"scmp-tech": Reply(403, b"no", "text/plain")})
    with simulator.running():
        report = fetcher(tmp_path, simulator, settings={}).fetch_source("rss")
    at_scmp = {feed for feed, host in HOST_OF.items() if host == HOST_OF["scmp-tech"]}
    assert len(at_scmp) > 1
    assert {one.key for one in report.missed} == at_scmp
    assert {one.message[:9] for one in report.missed if one.key != "scmp-tech"} == {"not asked"}
    assert report.outcomes["ok"] == len(FEEDS) - len(at_scmp)


def test_the_order_of_feeds_moves_on_from_run_to_run(tmp_path: Path) -> None:
    (tmp_path / "overlay").mkdir()
    own = "feed,url\nmine,https://mine.example/feed\n"
    (tmp_path / "overlay" / "feeds.csv").write_text(own)
    simulator = Simulator(World())
    names = [*BY_PATH.values(), "mine"]
    paths = {**BY_PATH, "/feed": "mine", "/feed/": "ee-times"}
    firsts = []
    with simulator.running():
        patient = fetcher(tmp_path, simulator, settings={})
        for _ in names:
            simulator.asked.clear()
            assert patient.fetch_source("rss").is_complete
            asked = [paths[one.path] for _, one in simulator.asked]
            assert sorted(asked) == sorted(names)
            firsts.append(asked[0])
    assert firsts == names


def short_windows_refused(source: str, asked: Asked) -> Reply | None:
    """As the service does below an hour or so; the simulator is stricter: below four."""
    if source != GDELT:
        return None
    start, stop = (
        datetime.strptime(asked.one(f"{edge}datetime"), STAMP)  # noqa: DTZ007
        for edge in ("start", "end")
    )
    short = stop - start < timedelta(hours=4)
    return Reply(200, b"Timespan is too short.", "text/html") if short else None


def test_a_refused_slice_that_a_wider_one_covers_is_dropped(tmp_path: Path) -> None:
    """Every slice is full and halved until the service refuses; so is one left by an older run."""
    world = World()
    simulator = Simulator(world)
    settings = {GDELT: {**SETTINGS[GDELT], "days_at_first": 12}}
    with simulator.running():
        patient = fetcher(tmp_path, simulator, settings=settings)
        simulator.instead = lambda source, asked: crowded(asked)
        report = patient.fetch_source(GDELT)
        assert report.outcomes["rejected_query"] > 0
        assert report.is_complete, report.message
        assert read_cursor(tmp_path / "cursors", GDELT).queue == ()
        assert (
            sum("a wider slice" in warning for warning in report.warnings)
            == (report.outcomes["rejected_query"])
        )
        asked = [one.query for _, one in simulator.asked]
        short = Request(
            dataset="articles",
            key="query 1: a quarter of an hour",
            url="https://api.gdeltproject.org/api/v2/doc/doc",
            parameters=tuple(
                {
                    **{name: values[0] for name, values in asked[0].items()},
                    "startdatetime": "20260110114459",
                    "enddatetime": "20260110120000",
                }.items()
            ),
            window=("20260110114500", "20260110120000"),
        )
        cursor = read_cursor(tmp_path / "cursors", GDELT)
        write_cursor(tmp_path / "cursors", GDELT, replace(cursor, queue=(short,)))
        world.now += timedelta(days=1)
        again = patient.fetch_source(GDELT)
        assert (again.is_complete, again.waiting) == (True, 0)
        assert any(short.key in warning for warning in again.warnings)


def crowded(asked: Asked) -> Reply | None:
    """Short windows are refused, and every other one is full."""
    refused = short_windows_refused(GDELT, asked)
    if refused is not None:
        return refused
    stop = datetime.strptime(asked.one("enddatetime"), STAMP)  # noqa: DTZ007
    articles = [
        {
            "url": f"https://outlet.example/{stop:{STAMP}}/{number}",
            "title": "Chips",
            "seendate": (stop - timedelta(minutes=15)).strftime("%Y%m%dT%H%M%SZ"),
            "domain": "outlet.example",
            "language": "English",
            "sourcecountry": "United States",
        }
        for number in range(250)
    ]
    return Reply(body=json.dumps({"articles": articles}).encode())


def test_a_refused_slice_that_nothing_covers_stays_and_is_told(tmp_path: Path) -> None:
    simulator = Simulator(World())
    simulator.instead = lambda source, asked: Reply(200, b"Your query was too short or too long.")
    with simulator.running():
        report = fetcher(tmp_path, simulator).fetch_source(GDELT)
    assert not report.is_complete
    assert report.waiting > 0


def test_a_build_waits_for_a_share_and_the_next_fetch_goes_on(tmp_path: Path) -> None:
    """Thirty queries in two slices: 15 minutes of asking, of which the build waits for some."""
    world = World()
    simulator = Simulator(world)
    queries = [f"(chip OR chips) China {n}" for n in range(30)]
    settings = {GDELT: {"days_at_first": 13, "queries": queries}}
    steps: list[Step] = []
    with simulator.running():
        hasty = fetcher(
            tmp_path, simulator, settings=settings, is_before_build=True, listener=steps.append
        )
        report = hasty.fetch_source(GDELT)
        declared = hasty_share()
        assert report.is_complete
        assert report.deferred == report.waiting > 0
        done = report.requests
        assert (done - 1) * 15 >= 60 * declared[1]
        assert done / (done + report.deferred) == pytest.approx(declared[0], abs=0.1)
        assert str(report.deferred) in not_had([report])[0]
        [state] = fetch_status(Warehouse(tmp_path)).values()
        assert not state.is_stale
        assert "does not wait" in str(state.reason)
        left = [step.seconds_left for step in steps]
        assert left[-1] < left[0]
        assert left[0] == pytest.approx(15 * steps[0].waiting, rel=0.1)
        rest = fetcher(tmp_path, simulator, settings=settings).fetch_source(GDELT)
    assert (rest.is_complete, rest.waiting, rest.deferred) == (True, 0, 0)
    assert rest.requests >= report.deferred
    assert loaded(tmp_path, GDELT).keys() >= {
        key for key in truth(world, GDELT) if str(key[-1]) >= "https://outlet.example/2026-01-07"
    }


def hasty_share() -> tuple[float, float]:
    fetch = next(s.source_spec.fetch for s in load_specs().values() if s.source == GDELT)
    assert fetch is not None
    assert fetch.build_waits is not None
    return fetch.build_waits.share, fetch.build_waits.least_minutes


def test_a_build_that_does_not_wait_has_the_newest_slices(tmp_path: Path) -> None:
    simulator = Simulator(World())
    settings = {GDELT: {"days_at_first": 330, "queries": ["(chip OR chips) China"]}}
    asked: list[Request] = []
    with simulator.running():
        hasty = fetcher(tmp_path, simulator, settings=settings, is_before_build=True)
        hasty.fetch_source(GDELT)
        asked = list(read_cursor(tmp_path / "cursors", GDELT).queue)
    ends = [request.window[1] for request in asked if request.window]
    assert ends
    stops = [one.one("enddatetime") for _, one in simulator.asked]
    assert min(stops) >= max(ends)


@pytest.mark.parametrize("refusal", [400, 413])
def test_a_wide_query_that_is_refused_is_asked_in_months(refusal: int, tmp_path: Path) -> None:
    """The preview has been seen to answer 400 to more than one period."""
    world = World()
    simulator = Simulator(world)
    simulator.instead = lambda source, asked: (
        Reply(refusal, b'{"statusCode": 400}') if "," in asked.one("period") else None
    )
    with simulator.running():
        patient = fetcher(tmp_path, simulator)
        for _ in range(2):
            report = patient.fetch_source("comtrade")
            assert (report.is_complete, report.waiting) == (True, 0), report.message
            assert loaded(tmp_path, "comtrade") == truth(world, "comtrade")
            assert report.warnings == []


def test_a_wide_query_that_is_cut_silently_is_asked_on(tmp_path: Path) -> None:
    world = World()
    simulator = Simulator(world)

    def first_period_only(source: str, asked: Asked) -> Reply | None:
        first = asked.one("period").split(",")[0]
        shorter = Asked(asked.path, {**asked.query, "period": [first]}, asked.headers)
        from tests.simulator.sources import SERVICES

        return SERVICES[source].answer(world, shorter)

    simulator.instead = first_period_only
    with simulator.running():
        report = fetcher(tmp_path, simulator).fetch_source("comtrade")
    assert report.is_complete, report.message
    assert loaded(tmp_path, "comtrade") == truth(world, "comtrade")
