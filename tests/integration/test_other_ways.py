"""What a service refuses is asked in the ways that its spec declares, each once a run."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pipelines.archive.fetch_log import read
from pipelines.archive.refusals import refusal_of, refused
from pipelines.archive.store import Archive
from pipelines.fetch.environment import Environment
from pipelines.sources import fetchable_sources
from pipelines.specs import load_specs
from pipelines.warehouse import Warehouse
from tests.simulator.harness import fetcher, loaded, truth
from tests.simulator.server import Simulator
from tests.simulator.service import Asked, Reply, page
from tests.simulator.sources import SERVICES
from tests.simulator.world import World

THROTTLED = Reply(429, b"Too Many Requests\r\n", "text/plain")
Refusal = Callable[[Asked], Reply | None]
FETCHES = {s.source: s.source_spec.fetch for s in load_specs().values() if s.source_spec.fetch}


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Refusal], Simulator]:
    """A simulator in which one service refuses some of what it is asked."""

    def make(source: str, refusal: Refusal) -> Simulator:
        service = SERVICES[source]

        def answer(world: World, asked: Asked) -> Reply:
            return refusal(asked) or service.answer(world, asked)

        services = {**SERVICES, source: replace(service, answer=answer)}
        monkeypatch.setattr("tests.simulator.server.SERVICES", services)
        return Simulator(World())

    return make


def agent_of(asked: Asked) -> str:
    return asked.headers["user-agent"]


def host_of(asked: Asked) -> str:
    return asked.headers["x-forwarded-host"]


@pytest.mark.parametrize("source", [s for s in fetchable_sources() if FETCHES[s].other_ways])
def test_a_tool_says_first_what_it_is(source: str, tmp_path: Path) -> None:
    simulator = Simulator(World())
    with simulator.running():
        assert fetcher(tmp_path, simulator).fetch_source(source).is_complete
    agents = {agent_of(asked) for _, asked in simulator.asked}
    hosts = {host_of(asked) for _, asked in simulator.asked}
    assert all(agent.startswith("chipwatch/") for agent in agents)
    assert hosts == {FETCHES[source].hosts[0]}


def test_another_agent_is_tried_once_a_run_and_stays(
    refusing: Callable[[str, Refusal], Simulator], tmp_path: Path
) -> None:
    simulator = refusing("fred", lambda a: page("No", 403) if "chipwatch" in agent_of(a) else None)
    with simulator.running():
        report = fetcher(tmp_path, simulator).fetch_source("fred")
        agents = [agent_of(asked).split("/")[0] for _, asked in simulator.asked]
        assert agents == ["chipwatch", "python-requests", "python-requests"]
        assert fetcher(tmp_path, simulator).fetch_source("fred").is_complete
        assert loaded(tmp_path, "fred") == truth(simulator.world, "fred")
    assert report.is_complete, report.message
    assert agent_of(simulator.asked[3][1]).startswith("chipwatch/")  # the next run begins anew
    [warning] = report.warnings
    assert "as python-requests/" in warning
    assert "as chipwatch/" in warning
    assert "forbidden" in warning
    ways = [line["way"] for line in read(Warehouse(tmp_path)) if line["kind"] == "request"]
    assert [way.split(" as ")[1].split("/")[0] for way in ways[:3]] == agents


def test_where_no_way_helps_each_was_tried_once(
    refusing: Callable[[str, Refusal], Simulator], tmp_path: Path
) -> None:
    simulator = refusing("yahoo_chart", lambda _: THROTTLED)
    with simulator.running():
        report = fetcher(tmp_path, simulator, attempts=3).fetch_source("yahoo_chart")
    asked = [(host_of(a).split(".")[0], agent_of(a).split("/")[0]) for _, a in simulator.asked]
    assert asked == [
        ("query2", "chipwatch"),
        ("query1", "chipwatch"),
        ("query2", "Mozilla"),
        *3 * [("query1", "Mozilla")],
    ]
    assert (report.outcome, report.is_complete) == ("throttled", False)
    assert report.message.startswith("NVDA (")
    assert "query1.finance.yahoo.com as Mozilla/5.0: throttled" in report.message
    assert report.waiting == 2


def test_another_host_brings_what_the_first_refuses(
    refusing: Callable[[str, Refusal], Simulator], tmp_path: Path
) -> None:
    simulator = refusing("yahoo_chart", lambda a: THROTTLED if "query2" in host_of(a) else None)
    with simulator.running():
        report = fetcher(tmp_path, simulator).fetch_source("yahoo_chart")
        assert report.is_complete, report.message
        assert loaded(tmp_path, "yahoo_chart") == truth(simulator.world, "yahoo_chart")
    hosts = [host_of(asked).split(".")[0] for _, asked in simulator.asked]
    assert hosts == ["query2", "query1", "query1"]
    for entry in Archive(tmp_path / "archive").entries("yahoo_chart"):
        assert entry.url.startswith("https://query2.")
        assert entry.note is not None
        assert "https://query1." in entry.note


def test_a_way_that_worked_is_not_left_for_one_failure(
    refusing: Callable[[str, Refusal], Simulator], tmp_path: Path
) -> None:
    hiccups = iter([None, page("Bad Gateway", 502), None, None])
    simulator = refusing("yahoo_chart", lambda _: next(hiccups))
    with simulator.running():
        report = fetcher(tmp_path, simulator, attempts=3).fetch_source("yahoo_chart")
    assert report.is_complete
    assert {host_of(asked).split(".")[0] for _, asked in simulator.asked} == {"query2"}


def test_a_service_that_asks_to_wait_is_not_asked_otherwise_before(
    refusing: Callable[[str, Refusal], Simulator], tmp_path: Path
) -> None:
    wait = replace(THROTTLED, headers={"Retry-After": "50"})
    simulator = refusing("fred", lambda a: wait if "chipwatch" in agent_of(a) else None)
    with simulator.running():
        patient = fetcher(tmp_path, simulator)
        assert patient.fetch_source("fred").is_complete
    assert 50 in patient.clock.slept  # type: ignore[attr-defined]


def test_a_symbol_that_is_not_known_changes_no_way(tmp_path: Path) -> None:
    settings = {**SERVICES["yahoo_chart"].settings, "indices": ["NONE", "NVDA"]}
    simulator = Simulator(World())
    with simulator.running():
        patient = fetcher(tmp_path, simulator, settings={"yahoo_chart": settings})
        report = patient.fetch_source("yahoo_chart")
    assert report.outcomes == {"not_found": 1, "ok": 1}
    assert {host_of(asked).split(".")[0] for _, asked in simulator.asked} == {"query2"}


def test_an_agent_of_the_users_own_is_told_in_every_way(
    refusing: Callable[[str, Refusal], Simulator], tmp_path: Path
) -> None:
    simulator = refusing("yahoo_chart", lambda a: THROTTLED if "query2" in host_of(a) else None)
    with simulator.running():
        own = {**simulator.variables, "CHIPWATCH_USER_AGENT_YAHOO_CHART": "mine/1.0"}
        report = fetcher(tmp_path, simulator, variables=own).fetch_source("yahoo_chart")
    assert report.is_complete
    assert {agent_of(asked) for _, asked in simulator.asked} == {"mine/1.0"}


@pytest.mark.parametrize("host", ["guce.yahoo.com", "consent.yahoo.com"])
def test_a_page_of_consent_is_told_as_such(
    host: str, refusing: Callable[[str, Refusal], Simulator], tmp_path: Path
) -> None:
    target = f"https://{host}/v2/collectConsent?sessionId=3_cc-session_canary"
    simulator = refusing("yahoo_chart", lambda _: Reply(307, headers={"Location": target}))
    with simulator.running():
        report = fetcher(tmp_path, simulator).fetch_source("yahoo_chart")
    assert report.outcome == "forbidden"
    assert f"https://{host}, the page where a person consents to cookies" in report.message
    assert "another source" in report.message
    assert "canary" not in json.dumps(report.to_json())


GONE = page("404 Not Found", 404)
CSV_FAILS = {
    "gone": GONE,
    "gateway": page("504 Gateway Timeout", 504),
    "forbidden": page("Access Denied", 403),
    "a page": page("Moved", 200),
    "empty": Reply(200, b"", "text/csv"),
    "cut off": Reply(200, b"_id,source,entity_number\n" + b"1,2,3\n" * 900, "text/csv"),
}


@pytest.mark.parametrize(
    "failure",
    [
        name if name in {"gone", "cut off"} else pytest.param(name, marks=pytest.mark.slow)
        for name in CSV_FAILS
    ],
)
def test_the_screening_list_comes_as_json_where_the_csv_fails(
    failure: str, refusing: Callable[[str, Refusal], Simulator], tmp_path: Path
) -> None:
    away = [True]
    simulator = refusing(
        "csl", lambda a: CSV_FAILS[failure] if away[0] and a.path.endswith(".csv") else None
    )
    with simulator.running():
        report = fetcher(tmp_path, simulator).fetch_source("csl")
        assert report.is_complete, report.message
        assert "consolidated.json" in report.warnings[-1]
        assert "unknown column" not in str(report.warnings)
        assert loaded(tmp_path, "csl") == truth(simulator.world, "csl")
        archive = Archive(tmp_path / "archive")
        assert len(refused(archive)) == (failure == "cut off")
        [entry] = [e for e in archive.entries("csl") if refusal_of(e) is None]
        assert (entry.url, entry.etag) == (load_specs()["csl/entries"].url, None)
        assert "consolidated.json" in (entry.note or "")
        away[0] = False
        assert fetcher(tmp_path, simulator).fetch_source("csl").outcomes == {"ok": 1}
        assert fetcher(tmp_path, simulator).fetch_source("csl").outcomes == {"not_modified": 1}


def test_a_shrunken_list_is_refused_in_either_form(tmp_path: Path) -> None:
    simulator = Simulator(World())
    with simulator.running():
        assert fetcher(tmp_path, simulator).fetch_source("csl").is_complete
        before = loaded(tmp_path, "csl")
        simulator.world.now += timedelta(days=4)
        simulator.faults["csl"] = "shrunken"
        report = fetcher(tmp_path, simulator).fetch_source("csl")
        assert (report.outcome, report.is_complete) == ("shrunken", False)
        assert "consolidated.json: shrunken" in report.message.replace("for ", "")
        assert loaded(tmp_path, "csl") == before
    assert len(refused(Archive(tmp_path / "archive"))) == 2


def test_library_and_browser_name_what_they_are() -> None:
    spec = load_specs()["fred/series"].source_spec
    assert spec.fetch is not None
    plain, library, browser = (
        Environment({}).user_agent(spec, spec.fetch, way)
        for way in (replace(spec.fetch.other_ways[0], user_agent="plain"), *spec.fetch.other_ways)
    )
    assert plain.startswith("chipwatch/")
    assert library.startswith("python-requests/")
    assert "compatible; chipwatch/" in browser
