"""Damage to what the program keeps: right syntax and wrong shape, half files, moved folders.

Belongs here: making the damage, one at a time, and asking commands about it in a process each.
Does not belong here: damaged payloads (`tests/unit/sources/`), bombs.

`python -m tests.attacks.damage WAREHOUSE [--rounds N] [--seed N]` prints what was answered badly.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.attacks.bombs import redirect, run_and_leave

DEEP = "[" * 3000 + "]" * 3000
ODD_VALUES: tuple[Any, ...] = (
    None, True, False, -1, 0, 7, 10**30, -(10**30), 1.5, "", "x", "\ud800", "\0", "../../etc",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2030-02-31", "2030-01-01T00:00:00",
    [], {}, [[]], [None], {"a": None}, ["x"], [1], "x" * 5000, "\x1b[2J",
)  # fmt: skip
RAW_NUMBERS = ("1e999", "-1e999", "NaN", "Infinity", "9" * 5000, "1e-999", "-0.0")
RUNS = (("run",), ("run", "--archive", "ARCHIVE"))
"""A minute and more of work each; every other command is answered in a second or two."""
COMMANDS: tuple[tuple[float, tuple[str, ...]], ...] = (
    (4, ("status",)),
    (2, ("status", "--json")),
    (4, ("releases", "list")),
    (2, ("releases", "list", "--json")),
    (0.2, ("releases", "verify")),
    (2, ("releases", "show", "current")),
    (1, ("releases", "diff", "FIRST", "current")),
    (1, ("releases", "rollback", "FIRST", "--reason", "a test")),
    (1, ("releases", "prune", "--keep", "1")),
    (1, ("releases", "approve", "--table", "fct_sanction_events", "--reason", "a test")),
    (0.1, ("releases", "adopt", "STRANGER")),
    (3, ("sources", "check")),
    (1, ("sources", "check", "--json")),
    (1, ("sources", "accept", "0", "--reason", "a test")),
    (3, ("archive", "verify", "--archive", "ARCHIVE")),
    (1, ("archive", "stats", "--archive", "ARCHIVE")),
    (1, ("archive", "backup", "BACKUP", "--archive", "ARCHIVE")),
    (0.2, ("run",)),
    (0.2, ("run", "--archive", "ARCHIVE")),
    (2, ("query", "select count(*) from marts.rpt_events")),
    (1, ("screen", "Huawei")),
    (1, ("review",)),
    (1, ("report", "--output", "REPORT")),
    (2, ("audit", "--recorded")),
    (2, ("audit", "--recorded", "--build", "newest")),
)
STATE_ENDS = (".json", ".jsonl")
ANSWERED = {0, 1, 2, 3}


@dataclass(frozen=True)
class Answer:
    """What a command said to one damage; `wrong` says why that is no answer, empty if it is."""

    damage: str
    command: str
    code: int
    said: str
    wrong: str


def state_files(root: Path) -> list[Path]:
    """Every JSON and JSONL file below a warehouse, but those of Dagster and of Data Docs."""
    left_out = (".dagster", "data_docs", "build-dbt", ".superset")
    return sorted(
        path
        for path in root.rglob("*")
        if path.suffix in STATE_ENDS and not set(left_out) & set(path.parts)
    )


def furnish(root: Path) -> None:
    """Add to a built sample warehouse every kind of record that a live one comes to hold."""
    from datetime import UTC, datetime

    from pipelines.archive import fetch_log, upkeep
    from pipelines.archive.accepted_checks import accept_check
    from pipelines.archive.refusals import accept, refuse
    from pipelines.archive.store import Archive
    from pipelines.audit.drift import approve, refused_file
    from pipelines.fetch.cursor import Cursor, write_cursor
    from pipelines.parsing.records import Outcome
    from pipelines.sources.request import Request
    from pipelines.warehouse import SAMPLE_ARCHIVE, Warehouse

    place, now = Warehouse(root), datetime.now(UTC)
    own = root / "archive"
    shutil.copytree(SAMPLE_ARCHIVE, own, dirs_exist_ok=True)
    archive = Archive(own)
    first, second, third, *_ = archive.entries()
    refuse(first, Outcome.SHRUNKEN, "half of it is gone", now)
    refuse(second, Outcome.SHRUNKEN, "half of it is gone", now)
    accept(archive, second.sha256, "it is right", "A Person", None, now)
    upkeep.redact(place, archive, third.sha256, "a test", "a test")
    accept_check(place, "raw.a.b", "it is right", "a test", None, now)
    for source in ("fred", "rss", "csl"):
        run = {"kind": "run", "source": source, "at": now.isoformat(), "is_complete": True}
        fetch_log.append(place, {**run, "outcome": "ok", "message": "", "warnings": ["one"]})
        request = Request(dataset="series", key="a", url="https://wire.example/a")
        write_cursor(root / "cursors", source, Cursor("2030-01-01", (request,), ("gap",)))
    waiting = {"content_hash": "a", "removed": 1, "rows_before": 2}
    record = {"base_release_id": "x", "tables": {"fct_sanction_events": waiting}}
    refused_file(place).write_text(json.dumps(record))
    approve(place, "fct_sanction_events", "it is right", "a test", now)
    (root / "webhook.json").write_text('["abc"]')
    _second_release(root)
    _kept_build(root)


def _second_release(root: Path) -> None:
    """An older release on the shelf, and a folder that nobody published here."""
    from pipelines.releases.shelf import Event, Release, file_sha256, record, releases
    from pipelines.warehouse import Warehouse

    place = Warehouse(root)
    (made,) = releases(place)
    for name, is_stranger in (("20200101T000000Z-aaaaaaaa", False), ("20200102T000000Z-b", True)):
        folder = place.releases / name
        shutil.copytree(made.path, folder)
        manifest = {**made.manifest, "release_id": name, "previous_release_id": None}
        (folder / "manifest.json").write_text(json.dumps(manifest))
        older = Release(name, folder, manifest)
        if not is_stranger:
            record(place, Event.BEGUN, name, file_sha256(older.database))
            record(place, Event.PUBLISHED, name, file_sha256(older.database))


def _kept_build(root: Path) -> None:
    """A build that was refused: its verdict, its gate, its owner."""
    from pipelines.audit.recorded import recorded_release
    from pipelines.warehouse import Warehouse

    place = Warehouse(root)
    build = place.build("00000000-0000-0000-0000-000000000000").create()
    (build.path / "owner.json").write_text('{"pid": 999999999, "parent_pid": 999999999}')
    (build.inputs / "payloads.parquet").write_bytes(b"")
    verdict = recorded_release(place, "current").verdict
    verdict.write(build.verdict)
    gate = [check.to_json() for check in verdict.checks if check.layer == "raw"]
    (build.results / "raw_gate.json").write_text(json.dumps(gate))


def damages(path: Path, chance: random.Random) -> tuple[str, bytes]:
    """One damaged form of a state file, and what was done in words."""
    content = path.read_bytes()
    kinds: list[Callable[[bytes, random.Random], tuple[str, bytes]]] = [
        _member_replaced, _member_replaced, _member_replaced, _member_replaced, _member_missing,
        _member_missing, _number_out_of_range, _cut, _bytes_over, _whole_replaced,
    ]  # fmt: skip
    return chance.choice(kinds)(content, chance)


def _texts(content: bytes, chance: random.Random) -> tuple[list[str], int]:
    """The lines of a JSONL file, or the one text of a JSON file, and which one is damaged."""
    text = content.decode("utf-8", "replace")
    try:
        json.loads(text)
    except ValueError:
        lines = text.splitlines()
        return lines, chance.randrange(len(lines)) if lines else 0
    return [text], 0


def _members(value: object, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*at, key)
            if len(at) < 4:
                yield from _members(inner, (*at, key))


def _changed(
    content: bytes, chance: random.Random, change: Callable[[Any, Any], str]
) -> tuple[str, bytes]:
    lines, which = _texts(content, chance)
    try:
        value = json.loads(lines[which])
    except (ValueError, IndexError):
        return _whole_replaced(content, chance)
    places = list(_members(value))
    if not places:
        return _whole_replaced(content, chance)
    top = [place for place in places if len(place) == 1]
    place = chance.choice(top if chance.random() < 0.5 else places)
    holder = value
    for step in place[:-1]:
        holder = holder[step]
    told = change(holder, place[-1])
    lines[which] = json.dumps(value)
    return f"{'.'.join(map(str, place))} {told}", "\n".join(lines).encode()


def _member_replaced(content: bytes, chance: random.Random) -> tuple[str, bytes]:
    odd = chance.choice(ODD_VALUES)

    def change(holder: Any, key: Any) -> str:
        holder[key] = odd
        return f"is {str(odd)[:30]!a}"

    return _changed(content, chance, change)


def _member_missing(content: bytes, chance: random.Random) -> tuple[str, bytes]:
    def change(holder: Any, key: Any) -> str:
        del holder[key]
        return "is missing"

    return _changed(content, chance, change)


def _number_out_of_range(content: bytes, chance: random.Random) -> tuple[str, bytes]:
    number = chance.choice((*RAW_NUMBERS, DEEP))

    def change(holder: Any, key: Any) -> str:
        holder[key] = "@@number@@"
        return f"is {number[:12]}"

    told, damaged = _changed(content, chance, change)
    return told, damaged.replace(b'"@@number@@"', number.encode())


def _cut(content: bytes, chance: random.Random) -> tuple[str, bytes]:
    at = chance.randrange(len(content) + 1)
    return f"cut after {at} bytes", content[:at]


def _bytes_over(content: bytes, chance: random.Random) -> tuple[str, bytes]:
    at = chance.randrange(len(content) + 1)
    over = chance.choice([b"\xff\xfe", b"\0\0\0", b'"', b"{", b"]", b"\\ud800", b"\n"])
    return f"{over!r} over byte {at}", content[:at] + over + content[at + len(over) :]


def _whole_replaced(_: bytes, chance: random.Random) -> tuple[str, bytes]:
    whole = chance.choice(
        ["", "[]", "{}", "null", "1", '"x"', "[[]]", "[null]", '{"a": 1}', DEEP, "NaN", "\x00",
         "[1e999]", '{"a":' * 2000 + "1" + "}" * 2000, "\ufeff{}", "[]\n[]\n", "\n\n\n"]
    )  # fmt: skip
    return f"is {whole[:12]!r}", whole.encode()


class Victim:
    """A furnished warehouse that is damaged, asked and mended again."""

    def __init__(self, template: Path, folder: Path) -> None:
        self.template, self.root = template, folder / "warehouse"
        shutil.copytree(template, self.root)
        self.published = self.root / "chipwatch.duckdb"
        self.sha = _sha(self.published)
        self.standing = _standing(self.published)
        self.scratch = folder

    def ask(self, damage: str, command: tuple[str, ...], largest_file: int | None = None) -> Answer:
        """One command in a process of its own on the damaged warehouse.

        With `largest_file` no file may grow beyond so many bytes, as on a disk that is full.
        """
        names = {
            "FIRST": "20200101T000000Z-aaaaaaaa",
            "STRANGER": "20200102T000000Z-b",
            "ARCHIVE": str(self.root / "archive"),
            "BACKUP": str(self.scratch / "backup"),
            "REPORT": str(self.scratch / "report"),
        }
        words = [names.get(word, word) for word in command]
        out, err = self.scratch / "out", self.scratch / "err"
        child = os.fork()
        if child == 0:
            _answer([*words, "--warehouse", str(self.root)], out, err, largest_file)
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        said = err.read_text(errors="replace")
        printed = out.read_text(errors="replace") if largest_file is None else ""
        wrong = self._wrong(command, code, said, printed)
        return Answer(damage, " ".join(command), code, said[-600:], wrong)

    def _wrong(self, command: tuple[str, ...], code: int, said: str, out: str) -> str:
        if code not in ANSWERED:
            return f"exit code {code}"
        if "Traceback" in said + out or "nobody foresaw" in said:
            return "a traceback"
        if code == 1 and not said.strip():
            return "an error without a word"
        rolls_back = "rollback" in command and code == 0
        is_touched = _standing(self.published) != self.standing
        if not rolls_back and is_touched and _sha(self.published) != self.sha:
            return "the published file is another one"
        return ""

    def mend(self) -> None:
        """Put everything back that a damage or a command has changed."""
        shutil.rmtree(self.scratch / "backup", ignore_errors=True)
        shutil.rmtree(self.root)
        shutil.copytree(self.template, self.root, copy_function=_link)
        self.standing = _standing(self.published)


def _standing(path: Path) -> tuple[int, int, int] | None:
    """What tells an untouched file without reading it."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


def _link(source: str, target: str) -> None:
    """Hard link what commands never write in place; the rest is copied."""
    if source.endswith((".duckdb", ".gz", ".parquet", ".html")):
        os.link(source, target)
    else:
        shutil.copy2(source, target)


def _sha(path: Path) -> str:
    if not path.exists():
        return "gone"
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _answer(words: list[str], out: Path, err: Path, largest_file: int | None) -> None:
    """In the child: run the command, never return. A build that would begin is told and not run."""
    import pipelines.cli.run
    from pipelines.errors import ChipwatchError

    def would_build(*_: object, **__: object) -> None:
        raise ChipwatchError("A build would begin.", "")

    pipelines.cli.run._execute = would_build
    redirect(out if largest_file is None else Path(os.devnull), err)
    if largest_file is not None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    run_and_leave(words)


def attack(template: Path, folder: Path, rounds: int, seed: int, each: int = 3) -> Iterator[Answer]:
    """The answers to `rounds` damages of state files, `each` commands on every one."""
    chance = random.Random(seed)  # noqa: S311
    victim = Victim(template, folder)
    files = state_files(template)
    groups: dict[str, list[Path]] = {}
    for path in files:
        groups.setdefault(_kind_of(path), []).append(path)
    weights = [weight for weight, _ in COMMANDS]
    for _ in range(rounds):
        original = chance.choice(groups[chance.choice(sorted(groups))])
        path = victim.root / original.relative_to(template)
        told, content = damages(original, chance)
        path.unlink()
        path.write_bytes(content)
        damage = f"{original.relative_to(template)}: {told}"
        chosen = {command for _, command in chance.choices(COMMANDS, weights, k=each)}
        for command in sorted(chosen):
            yield victim.ask(damage, command)
        victim.mend()


def readers(root: Path) -> dict[str, Callable[[], object]]:
    """Every function that reads a state file, by name: cheap enough for thousands of damages."""
    from datetime import UTC, datetime

    from pipelines.archive import fetch_log, staleness
    from pipelines.archive.accepted_checks import accepted_checks
    from pipelines.archive.contents import read_contents
    from pipelines.archive.store import Archive
    from pipelines.audit.drift import approve
    from pipelines.audit.judged import found_sound
    from pipelines.audit.recorded import kept_builds, recorded_build, recorded_release
    from pipelines.fetch.cursor import read_cursor
    from pipelines.publish import webhook
    from pipelines.releases import details, shelf, upkeep
    from pipelines.releases.approvals import open_approvals
    from pipelines.warehouse import Warehouse

    place, now = Warehouse(root), datetime.now(UTC)
    return {
        "kind": place.kind,
        "judged": lambda: [found_sound(path) for path in place.judged.glob("*.json")],
        "abandoned": lambda: [build.is_abandoned() for build in kept_builds(place)],
        "releases": lambda: [json.dumps(one.manifest) for one in shelf.releases(place)],
        "strangers": lambda: (shelf.strangers(place), shelf.hidden(place)),
        "rollbacks": lambda: [(e["from"], e["to"], e["reason"]) for e in shelf.rollbacks(place)],
        "settle": lambda: shelf.settle(place),
        "held back": lambda: upkeep.held_back(place, "x"),
        "current": lambda: shelf.current_release(place),
        "released payloads": lambda: details.released_payloads(place),
        "room": lambda: upkeep.require_room(place, place.archive),
        "verdicts": lambda: [recorded_release(place, r.release_id) for r in shelf.releases(place)],
        "builds": lambda: [recorded_build(build) for build in kept_builds(place)],
        "fetches": lambda: json.dumps(
            [fetch_log.as_json(one) for one in fetch_log.fetch_status(place).values()], default=str
        ),
        "staleness": lambda: staleness.source_states(place, {}, now),
        "accepted": lambda: [one.in_words for one in accepted_checks(place, now).values()],
        "approvals": lambda: open_approvals(place, shelf.used_approvals(place)),
        "archive": lambda: [
            (entry.asked, entry.note) for entry in read_contents(Archive(place.archive)).entries
        ],
        "problems": lambda: Archive(place.archive).problems(),
        "cursors": lambda: [
            read_cursor(root / "cursors", path.stem) for path in (root / "cursors").glob("*.json")
        ],
        "told": lambda: webhook._told(place),
        "approve": lambda: approve(place, "fct_sanction_events", "a test", "a test", now),
    }


def _kind_of(path: Path) -> str:
    """What the file is, so that the many sidecars do not hide the one history."""
    parts = path.name.split(".")
    return f"{path.parent.name if len(parts[0]) < 40 else ''}/{'.'.join(parts[1:])}/" + (
        parts[0] if len(parts[0]) < 40 else ""
    )


def main() -> int:
    """Attack a copy of a built sample warehouse; exit code 1 when something was not answered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("warehouse", type=Path)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template"
        shutil.copytree(options.warehouse, template)
        furnish(template)
        preload()
        counts: Counter[int] = Counter()
        bad = 0
        for answer in attack(template, Path(folder), options.rounds, options.seed):
            counts[answer.code] += 1
            bad += bool(answer.wrong)
            if answer.wrong:
                told = f"{answer.damage}\n    {answer.command}: {answer.wrong}\n"
                sys.stdout.write(f"{told}    {answer.said}\n")
                sys.stdout.flush()
    answers = sum(counts.values())
    sys.stdout.write(f"{options.rounds} damages, {answers} answers {dict(counts)}, {bad} bad\n")
    return int(bool(bad))


def preload() -> None:
    """Import what the commands need, once, before any process is forked."""
    import importlib

    from pipelines.cli import VERBS

    for verb in VERBS:
        importlib.import_module(f"pipelines.cli.{verb.replace('-', '_')}")
    for name in (
        "archive.contents", "archive.upkeep", "audit.judge", "audit.recorded", "overlay.files",
        "publish.provenance", "publish.webhook", "releases.upkeep", "report.file",
        "screening.index",
    ):  # fmt: skip
        importlib.import_module(f"pipelines.{name}")


if __name__ == "__main__":
    sys.exit(main())
