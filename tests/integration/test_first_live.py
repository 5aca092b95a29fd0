"""`make first-live` against the simulator: the bundle tells how it went, and nothing that it must
not tell; played back, the services behave as it says.
"""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest
from click.testing import CliRunner

from pipelines.cli import first_live
from pipelines.cli.first_live import about, pack, small_fetch
from pipelines.errors import ChipwatchError
from pipelines.fetch.engine import sources_by_default
from pipelines.fetch.evidence import kind_of, told_headers
from pipelines.warehouse import Warehouse
from tests.simulator.faults import Wire
from tests.simulator.harness import CANARY_VARIABLES, TRACES, fetcher
from tests.simulator.replay import Replay, parts_of
from tests.simulator.server import Simulator
from tests.simulator.service import Asked, Reply
from tests.simulator.sources import SERVICES
from tests.simulator.world import World

CONTACT = "person@example.org"
FAULTS = (
    *("403 HTML", "429 with Retry-After", "200 HTML", "200 sentence", "404", "503", "reset"),
    *("empty body", "truncated gzip", "redirect elsewhere", "oversized", "column removed"),
)
SOURCES = sources_by_default({**CANARY_VARIABLES})


def bundle_of(simulator: Simulator, folder: Path) -> tuple[Path, dict[str, Any]]:
    """A bundle of a small fetch from a simulator, without a build, and its parts."""
    with simulator.running():
        variables = {**simulator.variables, **CANARY_VARIABLES}
        small = fetcher(folder / "live", simulator, variables=variables)
        fetched = small_fetch(small, SOURCES)
        parts = {
            "about": about(variables, small),
            "reports": [report.to_json() for report in fetched.reports],
            "exchanges": fetched.exchanges,
        }
        file = folder / "bundle.zip"
        pack(file, parts, variables, small.warehouse)
    return file, parts_of(file)


def outcomes(parts: dict[str, Any]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for told in parts["exchanges"]:
        found.setdefault(told["source"], Counter())[told["outcome"]] += 1
    return found


def answers(parts: dict[str, Any]) -> Counter[tuple[str | None, ...]]:
    """Source, status and the headers that matter of every answer."""
    names = ("content-type", "retry-after", "etag", "last-modified")
    return Counter(
        (told["source"], told["status"], *(told["headers"].get(name) for name in names))
        for told in parts["exchanges"]
    )


@pytest.mark.parametrize("turn", range(3))
def test_played_back_the_services_behave_as_the_bundle_says(turn: int, tmp_path: Path) -> None:
    """In each turn every source does something else wrong; a few do nothing wrong."""
    faults = {
        s: FAULTS[(n + 5 * turn) % len(FAULTS)] for n, s in enumerate(SOURCES) if n % 4 != turn
    }
    seen = Simulator(World())
    seen.faults = dict(faults)
    _, first = bundle_of(seen, tmp_path / "first")
    assert set(outcomes(first)) == set(SOURCES)
    healthy = Simulator(World())
    replay = Replay.of(tmp_path / "first" / "bundle.zip", healthy.world)
    healthy.instead = replay.instead
    _, second = bundle_of(healthy, tmp_path / "second")
    fine = {s for s in SOURCES if s not in faults}
    failed = {s for s, found in outcomes(first).items() if set(found) - {"ok", "empty"}}
    assert failed
    assert failed <= set(faults)
    assert fine <= {s for s, found in outcomes(second).items() if set(found) <= {"ok", "empty"}}
    assert outcomes(second) == outcomes(first)
    assert answers(second) == answers(first)


def test_a_bundle_holds_no_body_and_no_secret(tmp_path: Path) -> None:
    simulator = Simulator(World())

    def talkative(source: str, asked: Asked) -> Reply | Wire | None:
        reply = SERVICES[source].answer(simulator.world, asked)
        more = {
            "Set-Cookie": "session=hush-1",
            "X-Auth-Token": "hush-2",
            "X-Client-IP": "203.0.113.9",
            "Link": f"<https://x.example/?api_key=hush-3&agent={CONTACT}>",
        }
        return replace(reply, headers={**reply.headers, **more})

    simulator.instead = talkative
    file, parts = bundle_of(simulator, tmp_path)
    with zipfile.ZipFile(file) as packed:
        content = b"".join(packed.read(name) for name in packed.namelist())
    for trace in (*TRACES, b"hush", CONTACT.encode(), b"203.0.113.9", str(tmp_path).encode()):
        assert trace not in content, trace
    for body_text in (b"caf\xc3\xa9", "café".encode("unicode_escape"), b"PARTY 1 OF", b"Outlet"):
        assert body_text not in content, body_text
    assert {"set-cookie", "x-auth-token"} <= set(parts["exchanges"][0]["other_headers"])
    assert all(told["bytes"] > 0 for told in parts["exchanges"] if told["outcome"] == "ok")
    assert parts["about"]["packages"]["requests"]
    assert sum(told["rows"] or 0 for told in parts["exchanges"]) > 100


@pytest.mark.parametrize("secret", ["value of a key/with+signs", "Jane Doe jane@example.org"])
def test_a_bundle_with_a_secret_in_it_is_not_written(secret: str, tmp_path: Path) -> None:
    name = "CHIPWATCH_CONTACT" if "@" in secret else "FRED_API_KEY_OF_NOBODY"
    variables = {name: secret, **dict.fromkeys(CANARY_VARIABLES, secret)}
    file = tmp_path / "bundle.zip"
    for leak in ({"a": f"x {secret} y"}, {"a": [quote_plus(secret)]}):
        with pytest.raises(ChipwatchError, match="was not written"):
            pack(file, {"exchanges": leak}, {**variables}, Warehouse(tmp_path))
        assert not file.exists()
    pack(file, {"exchanges": {"a": "nothing"}}, variables, Warehouse(tmp_path))
    assert parts_of(file) == {"exchanges": {"a": "nothing"}}


def test_an_address_in_a_header_loses_its_signature() -> None:
    target = "https://bucket.example/SDN.CSV?X-Amz-Signature=hush&X-Amz-Credential=hush"
    assert told_headers({"location": target}) == {"location": "https://bucket.example/SDN.CSV"}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b"<!DOCTYPE html><p>", "html"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><rss/>", "xml"),
        (b" [1]", "json"),
        (b"Your query was too short or too long.\n", "text"),
        (b"a,b,c\n" * 900, "csv"),
        (b"\x00\x01" * 900, "other"),
    ],
)
def test_the_kind_of_a_body(body: bytes, kind: str) -> None:
    assert kind_of(body) == kind


@pytest.mark.slow
def test_the_whole_run_is_packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a person calls it, on the real clock, with one source that refuses."""
    simulator = Simulator(World(datetime.now(UTC) - timedelta(minutes=1)))
    simulator.faults["yahoo_chart"] = "403 HTML"
    with simulator.running():
        for name, value in simulator.variables.items():
            monkeypatch.setenv(name, value)
        arguments = ["--warehouse", str(tmp_path / "live"), "--bundle", str(tmp_path / "b.zip")]
        result = CliRunner().invoke(first_live.command, arguments, standalone_mode=False)
    assert result.exception is None, result.output
    parts = parts_of(tmp_path / "b.zip")
    built = parts["build"]
    assert built["is_published"], built
    assert built["seconds"] > 0
    assert set(built["checks"]["by_reach"]) == {"row", "series", "release"}
    assert {source["source"] for source in built["sources"]} >= {"csl", "ofac", "sec"}
    assert built["rejects"] is not None
    [refused] = [r for r in parts["reports"] if r["source"] == "yahoo_chart"]
    assert refused["outcome"] == "forbidden"
    assert json.dumps(parts).find(CONTACT) == -1
