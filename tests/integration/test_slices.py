"""Sources of many large files: gaps, damage, kills, and several processes at once."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.archive.store import Archive, Entry
from pipelines.fetch.engine import Report
from tests.conftest import REPOSITORY
from tests.gkg import list_line, zipped
from tests.simulator.harness import fetcher, loaded
from tests.simulator.server import Simulator
from tests.simulator.service import Asked, Reply
from tests.simulator.sources.gdelt_bulk import LIST, SERVICE
from tests.simulator.world import World

SOURCE = "gdelt_bulk"
DAY = date(2026, 1, 12)
STAMPS = [f"20260112{hour:02d}0000" for hour in (0, 6, 12, 18)]

_FETCH = """
import sys
from datetime import date
from pathlib import Path
from tests.simulator.harness import FakeClock, SETTINGS
from tests.simulator.world import World
from pipelines.fetch.engine import Fetcher
from pipelines.warehouse import Warehouse
folder, first, last = Path(sys.argv[1]), *map(date.fromisoformat, sys.argv[2:])
warehouse = Warehouse(folder)
warehouse.ensure("live")
report = Fetcher(warehouse, clock=FakeClock(World()), settings=SETTINGS).fetch_source(
    "gdelt_bulk", (first, last)
)
print(report.outcome, report.message)
sys.exit(0 if report.is_complete else 1)
"""


def a_day(folder: Path, simulator: Simulator, last: date = DAY) -> Report:
    return fetcher(folder, simulator).fetch_source(SOURCE, (DAY, last))


def entries(folder: Path) -> list[Entry]:
    """The payloads, that of the most files first."""
    found = Archive(folder / "archive").entries(SOURCE)
    return sorted(found, key=lambda entry: -int(str(entry.parameters["files"])))


def files_asked(simulator: Simulator) -> list[str]:
    return [asked.path for _, asked in simulator.asked if asked.path.endswith(".zip")]


def left_out(entry: Entry) -> list[str]:
    found = entry.parameters["left_out"]
    assert isinstance(found, list)
    return [stamp for stamp in found if stamp in STAMPS]


def instead(path: str, reply: Reply) -> Any:
    return lambda _, asked: reply if asked.path.endswith(path) else None


def test_a_day_is_one_payload_and_is_asked_once(tmp_path: Path) -> None:
    simulator = Simulator(World())
    with simulator.running():
        first, second = a_day(tmp_path, simulator), a_day(tmp_path, simulator)
    assert (first.outcomes, second.outcomes) == ({"ok": 1}, {"not_modified": 1})
    assert sorted(files_asked(simulator)) == [f"/gdeltv2/{s}.gkg.csv.zip" for s in STAMPS]
    [entry] = entries(tmp_path)
    told = {name: entry.parameters[name] for name in ("from", "to", "files", "lines", "unread")}
    assert told == {
        "from": "20260112000000",
        "to": "20260113000000",
        "files": "4",
        "lines": "24",
        "unread": "4",
    }
    assert len(loaded(tmp_path, SOURCE)) == 8
    assert not list((tmp_path / "slices" / SOURCE).glob("2026*"))
    assert not list((tmp_path / "cursors").glob("*.json"))


def test_a_file_that_is_gone_is_a_gap_and_comes_when_it_is_there(tmp_path: Path) -> None:
    simulator = Simulator(World())
    simulator.instead = instead(f"{STAMPS[1]}.gkg.csv.zip", Reply(404, b"NoSuchKey"))
    with simulator.running():
        first = a_day(tmp_path, simulator)
        simulator.instead = lambda *_: None
        simulator.asked.clear()
        second = a_day(tmp_path, simulator)
    assert first.is_complete
    assert any("recorded as gaps" in warning for warning in first.warnings)
    one, two = entries(tmp_path)
    assert (left_out(one), left_out(two)) == ([STAMPS[1]], [])
    assert second.is_complete
    assert files_asked(simulator) == [f"/gdeltv2/{STAMPS[1]}.gkg.csv.zip"]
    assert len(loaded(tmp_path, SOURCE)) == 8


@pytest.mark.parametrize(
    "body",
    [b"", b"PK\x03\x04 cut off", zipped("other.csv", b"other lines\n"), b"<html>busy</html>"],
    ids=["empty", "cut off", "another file", "page"],
)
def test_a_file_that_is_not_the_one_listed_is_asked_twice_then_left_out(
    body: bytes, tmp_path: Path
) -> None:
    simulator = Simulator(World())
    simulator.instead = instead(f"{STAMPS[2]}.gkg.csv.zip", Reply(200, body, "application/zip"))
    with simulator.running():
        first = a_day(tmp_path, simulator)
        assert entries(tmp_path) == []
        simulator.asked.clear()
        second = a_day(tmp_path, simulator)
        assert files_asked(simulator) == [f"/gdeltv2/{STAMPS[2]}.gkg.csv.zip"]
        simulator.instead = lambda *_: None
        third = a_day(tmp_path, simulator)
    assert (first.is_complete, first.outcome) == (False, "malformed")
    assert "1 of 96 slices" in first.message
    assert second.is_complete
    assert any("came damaged twice" in warning for warning in second.warnings)
    assert third.is_complete
    assert [left_out(entry) for entry in entries(tmp_path)] == [[STAMPS[2]], []]
    assert len(loaded(tmp_path, SOURCE)) == 8


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    empty = zipped("a.csv", b"")
    simulator = Simulator(World())

    def answer(source: str, asked: Asked) -> Reply | None:
        if asked.path == LIST:
            return Reply(200, list_line(STAMPS[0], empty), "text/plain")
        return Reply(200, empty, "application/zip")

    simulator.instead = answer
    with simulator.running():
        report = a_day(tmp_path, simulator)
    assert (report.is_complete, report.outcomes) == (True, {"empty": 1})
    assert any("files are empty" in warning for warning in report.warnings)
    assert entries(tmp_path) == []


def test_the_list_is_continued_and_read_whole_where_it_changed(tmp_path: Path) -> None:
    world = World()
    simulator = Simulator(world)
    kept = tmp_path / "slices" / SOURCE / "list.txt"

    def ranges() -> list[str]:
        return [asked.headers["range"] for _, asked in simulator.asked if asked.path == LIST]

    with simulator.running():
        a_day(tmp_path, simulator)
        size = kept.stat().st_size
        simulator.asked.clear()
        a_day(tmp_path, simulator)
        assert [text.split("-")[0] for text in ranges()] == [f"bytes={size - 300}"]
        simulator.asked.clear()
        kept.write_bytes(kept.read_bytes()[: size - 77])
        assert fetcher(tmp_path, simulator).fetch_source(SOURCE).is_complete
        assert ranges()[0].startswith(f"bytes={size - 77 - 300}-")
        kept.write_bytes(b"x" * size)
        simulator.asked.clear()
        world.now = world.now.replace(hour=22)
        assert fetcher(tmp_path, simulator).fetch_source(SOURCE).is_complete
        assert [text.split("-")[0] for text in ranges()] == [f"bytes={size - 300}", "bytes=0"]
    assert kept.read_bytes().startswith(b"6 ")


def test_a_host_without_ranges_gives_the_list_whole(tmp_path: Path) -> None:
    world = World()
    simulator = Simulator(world)
    whole = SERVICE.answer(world, Asked(LIST, {}, {}))
    simulator.instead = lambda _, asked: whole if asked.path == LIST else None
    with simulator.running():
        report = a_day(tmp_path, simulator)
    assert report.is_complete
    assert (tmp_path / "slices" / SOURCE / "list.txt").read_bytes() == whole.body
    assert len(loaded(tmp_path, SOURCE)) == 8


def test_other_settings_read_a_day_again(tmp_path: Path) -> None:
    simulator = Simulator(World())
    with simulator.running():
        a_day(tmp_path, simulator)
        settings = dict(fetcher(tmp_path, simulator).settings[SOURCE])
        changed = {**settings, "domains": ["other.example"]}
        report = fetcher(tmp_path, simulator, settings={SOURCE: changed}).fetch_source(
            SOURCE, (DAY, DAY)
        )
    assert report.is_complete
    assert len({entry.parameters["rule"] for entry in entries(tmp_path)}) <= 2


def processes(folder: Path, simulator: Simulator, *spans: tuple[str, str]) -> list[Any]:
    variables = {**os.environ, **simulator.variables}
    return [
        subprocess.Popen(
            [sys.executable, "-c", _FETCH, str(folder), *span],
            cwd=REPOSITORY,
            env=variables,
            stdout=subprocess.PIPE,
            text=True,
        )
        for span in spans
    ]


def test_killed_anywhere_the_next_run_goes_on(tmp_path: Path) -> None:
    chance = random.Random(3)  # noqa: S311
    simulator = Simulator(World())
    last = "2026-01-14"
    with simulator.running():
        kills = 0
        for _ in range(4):
            [process] = processes(tmp_path, simulator, (str(DAY), last))
            asked = len(simulator.asked) + chance.randint(1, 5)
            ends = time.monotonic() + 60
            while process.poll() is None and time.monotonic() < ends:
                if len(simulator.asked) >= asked:
                    process.kill()
                    kills += 1
                    break
                time.sleep(0.002)
            process.wait()
        report = a_day(tmp_path, simulator, date.fromisoformat(last))
    assert kills
    assert report.is_complete, report.message
    found = loaded(tmp_path, SOURCE)
    assert len(found) == 24
    assert sum(int(str(entry.parameters["kept"])) for entry in entries(tmp_path)) == 24
    assert not list((tmp_path / "slices" / SOURCE).glob("2026*"))


def test_two_processes_fetch_two_days_at_once(tmp_path: Path) -> None:
    simulator = Simulator(World())
    with simulator.running():
        spans = (("2026-01-12", "2026-01-12"), ("2026-01-13", "2026-01-13"))
        both = processes(tmp_path, simulator, *spans)
        told = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    assert len(loaded(tmp_path, SOURCE)) == 16
