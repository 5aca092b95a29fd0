"""Fetching from the simulator over real HTTP: faults, kills, secrets, the long run."""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from pipelines.archive.fetch_log import fetch_status
from pipelines.archive.refusals import accept, acceptance_of, refusal_of, refused
from pipelines.archive.store import Archive, Entry
from pipelines.archive.upkeep import verify
from pipelines.errors import ChipwatchError
from pipelines.fetch.cursor import read_cursor
from pipelines.fetch.engine import sources_by_default
from pipelines.raw.parse import parse_payload
from pipelines.raw.write import write_raw
from pipelines.releases.content_hash import content_hashes
from pipelines.releases.shelf import current_release
from pipelines.sources import fetchable_sources, parser_for
from pipelines.specs import load_specs
from pipelines.warehouse import Warehouse
from tests.conftest import REPOSITORY, chipwatch
from tests.simulator.faults import FAULTS
from tests.simulator.harness import (
    CANARIES,
    CANARY_VARIABLES,
    SETTINGS,
    TRACES,
    fetcher,
    loaded,
    truth,
)
from tests.simulator.matrix import cells, expected, try_cell
from tests.simulator.server import Simulator
from tests.simulator.service import NOT_APPLICABLE
from tests.simulator.sources import SERVICES
from tests.simulator.world import World

SOURCES = sorted(SERVICES)
FETCHES = {s.source: s.source_spec.fetch for s in load_specs().values() if s.source_spec.fetch}
OWN_FLOWS = """\
reporter,partner,hs_edition,hs_code,period,flow,value,currency,quantity,quantity_unit,basis,partner_basis,source
CN,XW,HS2022,8542,2025,import,385000000000,USD,549200000000,pieces,CIF,origin,a page
"""
"""Added on the real day, so that no curated row is known after the newest payload."""
SHORT = [(source, fault) for source in SOURCES for fault in SERVICES[source].in_short]


@pytest.mark.parametrize(("source", "fault"), SHORT)
def test_faults_in_short(source: str, fault: str, tmp_path: Path) -> None:
    assert try_cell(source, fault, tmp_path).problems == ()


@pytest.mark.slow
@pytest.mark.parametrize(("source", "fault"), cells())
def test_every_fault_at_every_source(source: str, fault: str, tmp_path: Path) -> None:
    assert try_cell(source, fault, tmp_path).problems == ()


def test_every_source_that_can_be_fetched_is_simulated() -> None:
    assert set(fetchable_sources()) == set(SERVICES)
    assert len(FAULTS) >= 28


def test_a_query_that_is_refused_stops_no_other_and_is_named(tmp_path: Path) -> None:
    queries = [
        {"name": "misspelt", "agencies": ["bureau-of-nothing"]},
        {"name": "bis", "agencies": ["industry-and-security-bureau"]},
        {"name": "end-users", "cfr": "15 CFR 744"},
    ]
    simulator = Simulator(World())
    with simulator.running():
        settings = {"federal_register": {"since": "2026-01-05", "queries": queries}}
        report = fetcher(tmp_path, simulator, settings=settings).fetch_source("federal_register")
    assert not report.is_complete
    assert report.rows > 0
    assert report.outcomes["rejected_query"] == 1
    [state] = fetch_status(Warehouse(tmp_path)).values()
    assert state.is_stale
    assert "misspelt" in state.reason
    cursor = read_cursor(tmp_path / "cursors", "federal_register")
    assert [request.key.split()[0] for request in cursor.queue] == ["misspelt"]
    assert set(cursor.watermarks) == {"misspelt", "bis", "end-users"}


@pytest.mark.parametrize(
    "source", [source for source in SOURCES if SERVICES[source].tells_unchanged]
)
def test_what_has_not_changed_is_not_sent_again(source: str, tmp_path: Path) -> None:
    simulator = Simulator(World())
    with simulator.running():
        patient = fetcher(tmp_path, simulator)
        first = patient.fetch_source(source)
        second = patient.fetch_source(source)
    assert first.outcomes == {"ok": first.requests}
    assert second.outcomes == {"not_modified": first.requests}
    assert (second.is_complete, second.bytes) == (True, 0)


def test_two_addresses_of_the_same_bytes_are_both_known(tmp_path: Path) -> None:
    feeds = [
        {"feed": "tech", "url": "https://www.scmp.com/rss/36/feed"},
        {"feed": "china", "url": "https://www.scmp.com/rss/4/feed"},
    ]
    simulator = Simulator(World())
    with simulator.running():
        patient = fetcher(tmp_path, simulator, settings={"rss": {"feeds": feeds}})
        first, second = patient.fetch_source("rss"), patient.fetch_source("rss")
    assert (first.outcomes, second.outcomes) == ({"ok": 2}, {"not_modified": 2})
    [entry] = Archive(tmp_path / "archive").entries()
    assert {entry.url, *(also.url for also in entry.also)} == {feed["url"] for feed in feeds}


def test_hosts_out_of_reach_are_given_up_soon(tmp_path: Path) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound and not listening: every connection is refused
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        variables = {
            f"CHIPWATCH_BASE_URL_{source.upper()}": address for source in fetchable_sources()
        }
        simulator = Simulator(World())
        away = fetcher(tmp_path, simulator, variables=variables, settings={}, attempts=4)
        reports = {r.source: r for r in away.fetch(["csl", "rss", "gdelt_doc"])}
    assert {r.outcome for r in reports.values()} == {"unreachable"}
    assert [reports[name].requests for name in ("csl", "rss", "gdelt_doc")] == [2, 3 * 2, 2]
    assert reports["rss"].waiting == 11
    assert sum(away.clock.slept) < 60  # type: ignore[attr-defined]


def test_retry_after_is_honoured(tmp_path: Path) -> None:
    simulator = Simulator(World())
    simulator.faults["federal_register"] = "429 with Retry-After"
    with simulator.running():
        patient = fetcher(tmp_path, simulator, attempts=3)
        patient.fetch_source("federal_register")
    slept = patient.clock.slept  # type: ignore[attr-defined]
    assert sum(pause >= 7 for pause in slept) == 2


def test_one_failing_source_stops_no_other(tmp_path: Path) -> None:
    simulator = Simulator(World())
    simulator.faults["fred"] = "500"
    with simulator.running():
        reports = fetcher(tmp_path, simulator).fetch(["fred", "rss", "sec", "yahoo_chart"])
    assert [report.is_complete for report in reports] == [False, True, True, True]
    states = fetch_status(Warehouse(tmp_path))
    assert states["fred"].is_stale
    assert states["fred"].reason is not None
    assert "500" in states["fred"].reason
    assert not states["rss"].is_stale


def test_a_refused_payload_is_loaded_once_a_person_says_so(tmp_path: Path) -> None:
    simulator = Simulator(World())
    with simulator.running():
        patient = fetcher(tmp_path, simulator)
        patient.fetch_source("fred")
        full = loaded(tmp_path, "fred")
        simulator.faults["fred"] = "shrunken"
        assert patient.fetch_source("fred").outcome == "shrunken"
        archive = Archive(tmp_path / "archive")
        waiting = refused(archive)
        assert len(waiting) == 2
        assert loaded(tmp_path, "fred") == full
        for entry, _ in waiting:
            accept(
                archive,
                entry.sha256[:10],
                "series was cut on purpose",
                "kim",
                None,
                datetime.now(UTC),
            )
        assert refused(archive) == []
        assert patient.fetch_source("fred").is_complete
    with pytest.raises(ChipwatchError, match="no refused payload"):
        accept(archive, "00", "none", "kim", None, datetime.now(UTC))


def test_an_accepted_answer_that_comes_again_is_no_failure(tmp_path: Path) -> None:
    simulator = Simulator(World())
    simulator.faults["fred"] = "future dates"
    with simulator.running():
        patient = fetcher(tmp_path, simulator)
        assert patient.fetch_source("fred").outcome == "malformed"
        archive = Archive(tmp_path / "archive")
        waiting = [entry for entry, _ in refused(archive)]
        assert waiting
        for entry in waiting:
            accept(archive, entry.sha256, "days to come", "kim", None, datetime.now(UTC))
        again = patient.fetch_source("fred")
    assert (again.outcome, again.is_complete, again.waiting) == ("ok", True, 0)
    assert {acceptance_of(entry) for entry in waiting} == {"days to come"}


def test_without_a_key_nobody_is_asked(tmp_path: Path) -> None:
    simulator = Simulator(World())
    needy = {s: CANARIES[s][0] for s, fetch in FETCHES.items() if fetch.key_use == "required"}
    by_name = {source for source, fetch in FETCHES.items() if fetch.enabled == "by_name"}
    with simulator.running():
        keyless = fetcher(tmp_path, simulator, variables=simulator.variables)
        reports = keyless.fetch(list(needy))
        assert simulator.asked == []
    for report in reports:
        assert report.is_skipped
        assert needy[report.source] in report.message
    assert not set(needy) & set(sources_by_default(simulator.variables))
    assert set(needy) < set(sources_by_default(CANARY_VARIABLES))
    assert by_name
    assert not by_name & set(sources_by_default(CANARY_VARIABLES))


def test_a_filing_is_asked_for_once_and_ofac_wants_a_browser(tmp_path: Path) -> None:
    world = World()
    simulator = Simulator(world)
    with simulator.running():
        patient = fetcher(tmp_path, simulator)
        for _ in range(3):
            assert patient.fetch_source("sec").is_complete
            world.now += timedelta(days=1)
        asked = [a.path for source, a in simulator.asked if source == "sec"]
        filings = [path for path in asked if "/Archives/" in path]
        assert len(filings) == len(set(filings)) > 3
        assert len(asked) == 3 * 4 + len(filings)
        plain = {"CHIPWATCH_USER_AGENT_OFAC": "curl/8.9 and some more characters to be forty"}
        refused_by = fetcher(tmp_path, simulator, variables={**simulator.variables, **plain})
        assert refused_by.fetch_source("ofac").outcome == "forbidden"
        assert patient.fetch_source("ofac").is_complete


_KILLED = """
import os, sys
from datetime import timedelta
from pathlib import Path
from tests.simulator.harness import SETTINGS, FakeClock, fetcher
from tests.simulator.world import World
import pipelines.fetch.engine as engine
from datetime import datetime

class Other:
    port = int(sys.argv[2])
    world = World(datetime.fromisoformat(sys.argv[3]))
    from tests.simulator.server import Simulator
    variables = Simulator.variables

places = int(sys.argv[5])
count = 0
for name in ("write_cursor", "refuse"):
    original = getattr(engine, name)
    def counting(*arguments, _original=original):
        global count
        count += 1
        if count == places:
            os.kill(os.getpid(), 9)
        return _original(*arguments)
    setattr(engine, name, counting)
fetcher(Path(sys.argv[1]), Other()).fetch_source(sys.argv[4])
"""


def fetch_killed(folder: Path, simulator: Simulator, source: str, place: int) -> int:
    """Fetch one source in a process that ends by kill -9 at its n-th write; the exit code."""
    arguments = [folder, simulator.port, simulator.world.now.isoformat(), source, place]
    return subprocess.run(
        [sys.executable, "-c", _KILLED, *map(str, arguments)],
        cwd=REPOSITORY,
        check=False,
        capture_output=True,
        timeout=120,
    ).returncode


@pytest.mark.parametrize("source", ["federal_register", "gdelt_doc", "comtrade"])
def test_killed_in_the_middle_the_next_run_goes_on(source: str, tmp_path: Path) -> None:
    world = World()
    simulator = Simulator(world)
    with simulator.running():
        for place in (1, 2, 3, 4):
            fetch_killed(tmp_path, simulator, source, place)
        report = fetcher(tmp_path, simulator).fetch_source(source)
        assert report.is_complete, report.message
        found, wanted = loaded(tmp_path, source), truth(world, source)
    assert found == wanted
    assert read_cursor(tmp_path / "cursors", source).queue == ()
    problems = [p for p in Archive(tmp_path / "archive").problems() if ".gz" in p.path.name]
    assert all("unfinished" in p.kind or "sidecar" in p.kind for p in problems)


def test_every_source_with_a_key_has_a_canary() -> None:
    with_key = {
        spec.source: spec.source_spec.key_variable
        for spec in load_specs().values()
        if spec.source_spec.fetch and spec.source_spec.fetch.key_use != "none"
    }
    assert with_key == {source: name for source, (name, _) in CANARIES.items()}


@pytest.mark.parametrize("fault", [None, "403 HTML", "reset", "redirect elsewhere", "200 HTML"])
def test_keys_are_left_nowhere(fault: str | None, tmp_path: Path) -> None:
    simulator = Simulator(World())
    printed = []
    variables = {**simulator.variables, **CANARY_VARIABLES}
    with simulator.running():
        keyed = fetcher(tmp_path, simulator, variables={**variables, **simulator.variables})
        for source in CANARIES:
            if fault is not None:
                simulator.faults[source] = fault
            printed.append(json.dumps(keyed.fetch_source(source).to_json(), default=str))
        sent = dict.fromkeys(CANARIES, "")
        for source, asked in simulator.asked:
            sent[source] += f"{asked.query} {asked.headers}"
    for source, (_, key) in CANARIES.items():
        assert key in sent[source], f"the key of {source} was never sent"
    left = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert len(left) > 4
    if fault is None:
        assert len(list(Archive(tmp_path / "archive").entries())) >= len(CANARIES)
    for path, content in [*left.items(), *((Path("report"), t.encode()) for t in printed)]:
        for trace in TRACES:
            assert trace not in content, f"{path} holds a key"
            assert trace not in str(path).encode()


def test_keys_are_not_left_in_dagster(tmp_path: Path) -> None:
    script = """
import sys
from pipelines.defs.fetch import fetch_key
from pipelines.defs.instance import open_instance
from pipelines.warehouse import Warehouse
from pipelines.defs.definitions import defs
place = Warehouse(__import__("pathlib").Path(sys.argv[1]))
place.root.mkdir(parents=True, exist_ok=True)
instance = open_instance(place)
job = defs.resolve_job_def("fetch")
keys = [fetch_key(source) for source in sys.argv[2:]]
job.execute_in_process(instance=instance, raise_on_error=False, asset_selection=keys)
"""
    simulator = Simulator(World(datetime.now(UTC)))
    simulator.faults = dict.fromkeys(CANARIES, "403 HTML")
    with simulator.running():
        result = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / "w"), *CANARIES],
            env={**os.environ, **simulator.variables, **CANARY_VARIABLES},
            cwd=REPOSITORY,
            capture_output=True,
            check=False,
            timeout=120,
        )
        assert result.returncode == 0, result.stderr[-2000:]
        assert {source for source, _ in simulator.asked} == set(CANARIES)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(trace in content for trace in TRACES), path
    assert b"canary" not in result.stdout + result.stderr


@dataclass(frozen=True)
class RawBuild:
    """The raw step of one build: its payloads by dataset, and the content of each raw table."""

    payloads: dict[str, list[Entry]]
    content: dict[str, str]


def raw_build(folder: Path, raw_root: Path, chosen: dict[str, list[Entry]] | None) -> RawBuild:
    """Parse what the archive holds (or the payloads chosen) into raw Parquet and hash each table.

    This is the part of a build that depends on the archive's history; dbt is left out here.
    """
    archive = Archive(folder / "archive")
    payloads, content = chosen or {}, {}
    if chosen is None:
        for spec in load_specs().values():
            entries = archive.entries(spec.source, spec.dataset)
            payloads[spec.name] = [e for e in entries if refusal_of(e) is None]
    for name, entries in payloads.items():
        spec = load_specs()[name]
        written = [write_raw(archive, e, spec, parser_for(name), raw_root) for e in entries]
        files = [str(result.path) for result in written if result.outcome == "ok"]
        if not files:
            continue
        with duckdb.connect() as connection:
            table = f"create table {spec.raw_name} as from read_parquet($files)"
            connection.execute(table, {"files": files})
            content |= content_hashes(connection, "main")
            key = ", ".join(["payload_sha256", *spec.natural_key])
            doubled = connection.execute(
                f"select {key} from {spec.raw_name} group by all having count(*) > 1"
            ).fetchall()
            assert doubled == [], f"{name}: {doubled[:1]}"
    return RawBuild(payloads, content)


@dataclass(frozen=True)
class WholeBuild:
    """A release made on the way with dbt and both gates, and the archive it was made from."""

    archive: Path
    content: dict[str, str]


def whole_build(place: Path, archive: Path | None = None) -> WholeBuild:
    """Build, audit and publish a live warehouse; its archive is kept aside as it is now."""
    if archive is not None:
        shutil.copytree(archive, place / "archive", copy_function=os.link)
    result = chipwatch("run", "--warehouse", place)
    assert result.returncode == 0, result.stdout + result.stderr
    manifest = current_release(Warehouse(place)).manifest  # type: ignore[union-attr]
    content = {table["table"]: str(table["content_hash"]) for table in manifest["tables"]}
    kept = place.parent / f"{place.name}-{len(list(place.parent.iterdir()))}"
    shutil.copytree(place / "archive", kept, copy_function=os.link)
    return WholeBuild(kept, {name: told for name, told in content.items() if "marts." in name})


def nothing_is_missing(place: Path, world: World, sources: Sequence[str]) -> None:
    """All that the services know is loaded with its newest value, and nothing waits."""
    for source in sources:
        found, wanted = loaded(place, source), truth(world, source)
        wrong = [key for key, value in wanted.items() if found.get(key) != value]
        assert wrong == [], f"{source}: {len(wrong)} of {len(wanted)} rows, like {wrong[:1]}"
        assert read_cursor(place / "cursors", source).queue == ()


def the_long_run(
    folder: Path, days: int, seed: int, builds: int, whole: tuple[int, ...] = ()
) -> None:
    """Fetch day after day with random faults and kills, building in between.

    Every build parses the archive into raw; those numbered in `whole` also run dbt and the gates
    and publish. At the end nothing true is missing or double, the archive verifies, and every build
    made on the way comes out the same again.
    """
    built, published, kills = list[RawBuild](), list[WholeBuild](), 0
    chance = random.Random(seed)  # noqa: S311
    world = World()
    began = world.today
    simulator = Simulator(world)
    unwanted = {"slow drip", "invalid JSON escapes", "latin-1"}
    names = sorted(name for name in FAULTS if name not in unwanted)
    large = {name for name in SOURCES if SERVICES[name].most_days < days}
    sources = [name for name in SOURCES if name not in large]
    place = folder / "live"
    with simulator.running():
        patient = fetcher(place, simulator)
        if whole:
            patient.fetch(sorted(large))  # once: what stands beside the rest in every release
            own = folder / "own.csv"
            own.write_text(OWN_FLOWS)
            added = chipwatch("archive", "add", "customs_csv/flows", own, "--warehouse", place)
            assert added.returncode == 0, added.stderr
        for day in range(days):
            if day and day % (days // builds) == 0:
                built.append(raw_build(place, folder / "raw", None))
                if len(built) in whole:
                    published.append(whole_build(place))
            simulator.faults = {
                source: chance.choice([n for n in names if expected(source, n) != NOT_APPLICABLE])
                for source in sources
                if chance.random() < 0.2
            }
            if chance.random() < 0.1:
                victim, write = chance.choice(sources), chance.randint(1, 4)
                kills += fetch_killed(place, simulator, victim, write) == -signal.SIGKILL
            patient.fetch(chance.sample(sources, len(sources)))
            world.now = datetime.combine(
                world.today + timedelta(days=1), datetime.min.time(), UTC
            ) + timedelta(hours=12, minutes=7)
        simulator.faults = {}
        world.now += timedelta(hours=1)
        reports = patient.fetch(sources)
        assert [r.message for r in reports if not r.is_complete] == []
    nothing_is_missing(place, world, sources)
    assert kills > 0
    assert verify(Archive(place / "archive")).faults == ()
    built.append(raw_build(place, folder / "raw", None))
    assert len(built) >= builds
    assert len({tuple(sorted(build.content.items())) for build in built}) == len(built)
    for build in built:
        again = raw_build(place, folder / "raw_anew", build.payloads)
        assert again.content == build.content
    assert len(published) == len(whole)
    if published:
        anew = whole_build(folder / "anew", published[-1].archive)
        assert anew.content == published[-1].content
        assert len({tuple(sorted(release.content.items())) for release in published}) == len(whole)
    assert (world.today - began).days == days


def test_twelve_days(tmp_path: Path) -> None:
    the_long_run(tmp_path, 12, seed=1, builds=2)


@pytest.mark.slow
def test_four_hundred_days(tmp_path: Path) -> None:
    """The releases end while the simulated day is still before the real one, which they check."""
    the_long_run(tmp_path, 400, seed=2, builds=15, whole=(2, 6, 11))


def test_the_command_line_says_stale_and_why(tmp_path: Path) -> None:
    simulator = Simulator(World(datetime.now(UTC)))
    simulator.faults["rss"] = "503"
    try:
        with simulator.running():
            os.environ.update(simulator.variables)
            place = ("--warehouse", tmp_path / "live")
            good = chipwatch("fetch", "federal_register", *place, "--json", "--from", "2026-11-02")
            assert good.returncode == 0, good.stderr
            assert json.loads(good.stdout)[0]["rows"] > 0
            bad_name = chipwatch("fetch", "nowhere", *place)
            assert (bad_name.returncode, "Traceback" in bad_name.stderr) == (1, False)
            assert chipwatch("sources", "check", *place).returncode == 0
            simulator.faults["federal_register"] = "column removed"
            stale = chipwatch("fetch", "federal_register", *place, "--from", "2026-11-01")
            assert stale.returncode == 3
            assert "malformed" in stale.stdout
            checked = chipwatch("sources", "check", *place)
            assert checked.returncode == 3
            sha = checked.stdout.split("refused: federal_register/documents ")[1][:12]
            accepted = chipwatch("sources", "accept", sha, "--reason", "agreed", *place)
            assert accepted.returncode == 0, accepted.stderr
    finally:
        for name in simulator.variables:
            os.environ.pop(name, None)


def test_fetched_data_never_enter_a_sample_warehouse(tmp_path: Path) -> None:
    Warehouse(tmp_path).ensure("sample")
    refusal = chipwatch("fetch", "csl", "--warehouse", tmp_path)
    assert refusal.returncode == 1
    assert "sample warehouse" in refusal.stderr


FOLLOWED = (
    "688041.SS", "688256.SS", "688981.SS", "0981.HK", "688347.SS", "1347.HK", "002371.SZ",
    "688012.SS", "000977.SZ", "000063.SZ", "0763.HK", "603501.SS", "603986.SS", "688008.SS",
    "0700.HK", "9988.HK", "9888.HK", "2330.TW", "2454.TW", "005930.KS", "000660.KS", "8035.T",
    "6857.T", "7735.T", "ASML.AS", "BESI.AS", "KLAC", "LRCX", "AMAT", "ARM", "MRVL", "SMCI",
)  # fmt: skip
"""What analysts of the subject follow, beside the US chip shares."""


def test_a_live_fetch_has_every_followed_share_and_its_benchmarks(tmp_path: Path) -> None:
    """Declared symbols alone decide: each in its currency and zone, with an index beside it."""
    declared = {row["symbol"]: row for row in _seed("securities")}
    of_id = {row["security_id"]: row["symbol"] for row in declared.values()}
    zones = {row["mic"]: row["time_zone"] for row in _seed("exchanges")}
    settings = {
        "yahoo_chart": {**SETTINGS["yahoo_chart"], "symbols_of_securities": True, "indices": []}
    }
    simulator = Simulator(World())
    with simulator.running():
        report = fetcher(tmp_path, simulator, settings=settings).fetch_source("yahoo_chart")
    assert report.is_complete
    found: dict[str, set[tuple[str, str]]] = {}
    archive, bars = Archive(tmp_path / "archive"), load_specs()["yahoo_chart/bars"]
    for entry in archive.entries("yahoo_chart", "bars"):
        for row in parse_payload(bars, archive.read(entry)).rows:
            found.setdefault(str(row["symbol"]), set()).add(
                (str(row["currency"]), str(row["exchange_timezone"]))
            )
    assert found.keys() == declared.keys()
    for symbol, row in declared.items():
        assert found[symbol] == {(row["currency"], zones[row["mic"]])}
    for symbol in FOLLOWED:
        benchmark = declared[of_id[declared[symbol]["benchmark_security_id"]]]
        assert benchmark["currency"] == declared[symbol]["currency"]
        assert zones[benchmark["mic"]] == zones[declared[symbol]["mic"]]


def _seed(name: str) -> list[dict[str, str]]:
    path = REPOSITORY / "dbt_project" / "seeds" / "reference" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
