"""A payload that was found sound is not judged again, and nothing is found otherwise for that."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.audit import set_aside as module
from pipelines.audit.common_rules import raw_rules
from pipelines.audit.judged import told
from pipelines.audit.set_aside import opened, set_aside
from pipelines.specs import DatasetSpec
from pipelines.specs.checks import Rule, plain_query
from tests.unit.audit.test_set_aside import Raw, Row, bar, entry

LIST, BARS = "csl/entries", "yahoo_chart/bars"


@dataclass(frozen=True)
class Payload:
    """One answer, which arrives in the build of a day and may have been observed before it."""

    name: str
    sha: str
    rows: list[Row]
    observed: int
    url: str


def listed(n: int, **changed: Any) -> Row:
    """A sound row of a list."""
    notice = {"federal_register_notice": "87 FR 77505", "citations": ["87 FR 77505"]}
    return entry(n, source_list_url="https://list.example/", **{**notice, **changed})


def list_rows(day: int, chance: random.Random) -> list[Row]:
    """A list of which entries come and go, sometimes damaged in a way that a check finds."""
    kept = [n for n in range(60 + day) if (n + day) % 40]
    rows = [listed(n, name=f"Example {n} of day {day if n == day else 0}") for n in kept]
    damage: tuple[Callable[[Row], Row], ...] = (
        lambda row: {**row, "start_on": date(1970, 1, 1)},
        lambda row: {**row, "name": "Ã© wrong"},
        lambda row: {**row, "list_code": "MEU"},
        lambda row: {**row, "entry_key": f"{chance.randrange(10**6):016x}"},
        lambda row: {**row, "citations": ["no citation"]},
        lambda row: {**row, "start_on": None},
        lambda row: rows[0],
    )
    if chance.random() < 0.5:
        do, share = chance.choice(damage), chance.choice((0.03, 0.3, 1.0))
        rows = [do(row) if chance.random() < share else row for row in rows]
    if chance.random() < 0.2:
        rows = rows[: len(rows) // 2]
    return rows


def bar_rows(day: int, chance: random.Random) -> list[Row]:
    """A series that grows; sometimes rewritten, another one, or with a jump."""
    steps = random.Random(5)  # noqa: S311
    closes = [10_000 + steps.randrange(-200, 200) for _ in range(60 + day)]
    kind = chance.random()
    if kind < 0.2:
        closes = [10_000 + chance.randrange(-200, 200) for _ in closes]
    elif kind < 0.3:
        closes[chance.randrange(len(closes))] *= 10
    return [bar(n, close) for n, close in enumerate(closes)]


def days(chance: random.Random, count: int) -> Iterator[list[Payload]]:
    """By day, what arrives; some of it is older than what came before it."""
    for day in range(count):
        arrived = []
        for name, make, url in (
            (LIST, list_rows, "https://list.example/"),
            (BARS, bar_rows, "https://bars.example/NVDA"),
        ):
            late = chance.random() < 0.2
            observed = 10 * day - (15 if late else 0)
            sha = f"{name[0]}{day}{'late' if late else ''}"
            arrived.append(Payload(name, sha, make(day, chance), observed, url))
        yield arrived


def build(path: Path, payloads: list[Payload], judged: Path | None) -> tuple[Any, ...]:
    """What a build of these payloads finds, tells and leaves."""
    raw = Raw(path)
    for one in payloads:
        raw.add(one.name, one.rows, one.sha, day=one.observed, url=one.url)
    raw.write()
    found = set_aside(raw.build, frozenset(), judged)
    left = [raw.rows(name, "* exclude (addresses)") for name in (LIST,)]
    bars = raw.rows(BARS, "payload_sha256, row_number, close")
    records = [(raw.build.results / f"parsed-{n}.json").read_text() for n in TABLES]
    with opened(raw.build) as (connection, datasets):
        broken = [
            (
                spec.name,
                rule.column,
                rule.kind,
                bool(connection.execute(_query(spec, rule)).fetchall()),
            )
            for spec, _ in datasets
            if spec.name in (LIST, BARS)
            for rule in raw_rules(spec)
            if "unexpected_rows_query" in rule.arguments
        ]
    rejects = raw.rejects() if list((raw.build.inputs / "rejects").glob("*")) else []
    return (
        found,
        left,
        bars,
        [sorted(map(_told, json.loads(one))) for one in records],
        broken,
        rejects,
    )


TABLES = ("csl__entries", "yahoo_chart__bars")


def _query(spec: DatasetSpec, rule: Rule) -> str:
    return plain_query(str(rule.arguments["unexpected_rows_query"]), f"raw.{spec.raw_name}")


def _told(record: Row) -> str:
    record.pop("raw_file", None)
    return json.dumps(record, sort_keys=True)


@pytest.mark.parametrize("seed", [1, 2, pytest.param(3, marks=pytest.mark.slow)])
def test_day_by_day_finds_what_judging_everything_finds(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    so_far: list[Payload] = []
    spared = 0
    for day, arrived in enumerate(days(chance, 7)):
        so_far += arrived
        steady = build(tmp_path / f"steady{day}", so_far, tmp_path / "judged")
        afresh = build(tmp_path / f"afresh{day}", so_far, None)
        for one, other in zip(steady, afresh, strict=True):
            assert one == other, f"day {day}"
        judged = told(Raw(tmp_path / f"steady{day}").build)
        spared += sum(len(so_far) // 2 - len(one["unjudged"]) for one in judged.values())
    assert spared > 0, "every payload was judged in every build"


def test_a_new_payload_alone_is_judged(tmp_path: Path) -> None:
    payloads = [
        Payload(LIST, f"a{day}", [listed(n) for n in range(30)], day, "https://list.example/")
        for day in range(6)
    ]
    build(tmp_path / "one", payloads[:5], tmp_path / "judged")
    build(tmp_path / "two", payloads, tmp_path / "judged")
    judged = told(Raw(tmp_path / "two").build)["csl__entries"]
    assert set(judged["unjudged"]) == {"a5"}
    assert set(judged["compared"]) == {"a4", "a5", "a3", "a2"}


def test_other_rules_judge_everything_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    payloads = [
        Payload(LIST, f"a{day}", [listed(n) for n in range(30)], day, "https://list.example/")
        for day in range(2)
    ]
    build(tmp_path / "one", payloads, tmp_path / "judged")
    monkeypatch.setattr(
        module,
        "raw_rules",
        lambda spec: [replace(rule, allowed=f"{rule.allowed}!") for rule in raw_rules(spec)],
    )
    build(tmp_path / "two", payloads, tmp_path / "judged")
    assert "csl__entries" not in told(Raw(tmp_path / "two").build)


@pytest.mark.parametrize("damage", [b"", b"{}", b"[1]", b"\xff", b"[" * 4000])
def test_a_damaged_memory_is_no_memory(tmp_path: Path, damage: bytes) -> None:
    payloads = [Payload(LIST, "a", [listed(n) for n in range(30)], 0, "https://list.example/")]
    build(tmp_path / "one", payloads, tmp_path / "judged")
    (tmp_path / "judged" / "csl__entries.json").write_bytes(damage)
    build(tmp_path / "two", payloads, tmp_path / "judged")
    assert told(Raw(tmp_path / "two").build) == {}


def test_rows_that_changed_are_judged_again(tmp_path: Path) -> None:
    good = Payload(LIST, "a", [listed(n) for n in range(30)], 0, "https://list.example/")
    bad = replace(good, rows=[*good.rows, listed(0, name="twice")])
    build(tmp_path / "one", [good], tmp_path / "judged")
    found, *_ = build(tmp_path / "two", [bad], tmp_path / "judged")
    assert [one.check_id for one in found] == ["csl__entries__entry_key__unique_in_payload"]
