"""The archive keeps what it was given, exactly, or says clearly that it could not."""

import errno
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.archive.store import (
    Archive,
    ArchiveError,
    CorruptPayload,
    Origin,
    PayloadMeta,
    ProblemKind,
    TombstonedPayload,
)

NOON = datetime(2030, 1, 2, 12, 0, tzinfo=UTC)


def meta(**changes: object) -> PayloadMeta:
    values: dict[str, object] = {
        "source": "csl",
        "dataset": "entries",
        "origin": Origin.FETCHED,
        "observed_at": NOON,
        "licence": "public domain",
        "redistribution": "public",
    }
    return PayloadMeta(**{**values, **changes})  # type: ignore[arg-type]


def sidecar_of(archive: Archive) -> dict[str, object]:
    entry = archive.entries()[0]
    content: dict[str, object] = json.loads(entry.path.with_suffix(".json").read_bytes())
    return content


def test_a_payload_comes_back_with_all_that_was_said_of_it(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    added = archive.add(
        b"payload",
        meta(
            url="https://example.org/list?year=2030",
            parameters={"year": 2030},
            status=200,
            etag='"abc"',
            last_modified="Wed, 02 Jan 2030 11:00:00 GMT",
            content_type="text/csv",
            note="first",
        ),
    )
    assert archive.entries() == [added]
    assert archive.read(added) == b"payload"
    assert (added.status, added.etag, added.content_type) == (200, '"abc"', "text/csv")
    assert (added.observed_at, added.observed_basis) == (NOON, "fetched_at")
    assert (added.bytes, added.note, added.name) == (7, "first", "csl/entries")
    place = tmp_path / "archive" / "csl" / "entries" / added.sha256[:2]
    assert sorted(p.name for p in place.iterdir()) == [f"{added.sha256}.gz", f"{added.sha256}.json"]
    assert archive.problems() == []


@pytest.mark.parametrize(
    ("origin", "key", "is_sample"),
    [
        (Origin.FETCHED, "fetched_at", False),
        (Origin.SAMPLE, "composed_at", True),
        (Origin.USER, "added_at", False),
    ],
)
def test_the_origin_names_the_time(
    tmp_path: Path, origin: Origin, key: str, is_sample: bool
) -> None:
    archive = Archive(tmp_path)
    tokyo = datetime(2030, 1, 2, 21, 0, tzinfo=timezone(timedelta(hours=9)))
    entry = archive.add(b"x", meta(origin=origin, observed_at=tokyo))
    sidecar = sidecar_of(archive)
    times = {name: sidecar[name] for name in sidecar if name.endswith("_at")}
    assert times == {key: "2030-01-02T12:00:00Z"}
    assert (entry.observed_basis, entry.is_sample) == (key, is_sample)


def test_the_same_bytes_keep_their_first_sidecar(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    first = archive.add(b"same", meta(note="first"))
    second = archive.add(b"same", meta(note="second", observed_at=NOON + timedelta(days=1)))
    assert second == first
    assert len(archive.entries()) == 1
    other = archive.add(b"same", meta(source="ofac", dataset="sdn"))
    assert other.sha256 == first.sha256
    assert len(archive.entries()) == 2


def test_the_files_of_a_payload_do_not_depend_on_the_clock(tmp_path: Path) -> None:
    first = Archive(tmp_path / "a").add(b"same" * 100, meta())
    time.sleep(1.1)
    second = Archive(tmp_path / "b").add(b"same" * 100, meta())
    assert first.path.read_bytes() == second.path.read_bytes()
    sidecars = [e.path.with_suffix(".json").read_bytes() for e in (first, second)]
    assert sidecars[0] == sidecars[1]


def test_entries_are_ordered_and_can_be_narrowed(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    late = archive.add(b"late", meta(observed_at=NOON + timedelta(hours=1)))
    early = archive.add(b"early", meta())
    same_time = archive.add(b"same time", meta())
    sec = archive.add(b"facts", meta(source="sec", dataset="company_facts"))
    pair = sorted([early, same_time], key=lambda e: e.sha256)
    assert archive.entries() == [*pair, late, sec]
    assert archive.entries("sec") == [sec]
    assert archive.entries("csl", "entries") == [*pair, late]
    assert archive.entries("csl", "other") == []
    assert Archive(tmp_path / "none").entries() == []


def test_secrets_are_redacted_before_anything_is_written(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.add(
        b"x",
        meta(
            url="https://user:pw-SECRET@example.org/v1?id=7&apikey=k-SECRET#token=t-SECRET",
            parameters={"token": "t-SECRET", "page": 2, "nested": [{"Subscription-Key": "SECRET"}]},
            note="asked https://example.org/?api_key=SECRET today",
        ),
    )
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.suffix == ".json":
            assert b"SECRET" not in path.read_bytes()
    sidecar = sidecar_of(archive)
    assert sidecar["url"] == ("https://REDACTED@example.org/v1?id=7&apikey=REDACTED#token=REDACTED")
    assert sidecar["parameters"] == {
        "token": "REDACTED",
        "page": 2,
        "nested": [{"Subscription-Key": "REDACTED"}],
    }
    assert sidecar["note"] == "asked https://example.org/?api_key=REDACTED today"


@pytest.mark.parametrize("name", ["", "..", "a/b", "A", "a-b", "../etc"])
def test_names_that_would_leave_the_archive_are_refused(tmp_path: Path, name: str) -> None:
    for changes in ({"source": name}, {"dataset": name}):
        with pytest.raises(ArchiveError, match="is not a name"):
            Archive(tmp_path / "archive").add(b"x", meta(**changes))
    assert not (tmp_path / "archive").exists()


def test_a_time_without_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="has no time zone"):
        Archive(tmp_path).add(b"x", meta(observed_at=NOON.replace(tzinfo=None)))


def test_damaged_bytes_are_never_handed_out(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    entry = archive.add(b"payload" * 50, meta())
    good = entry.path.read_bytes()
    for damaged in (
        gzip.compress(b"other bytes"),
        gzip.compress(b"payload" * 51),
        good[:-9],
        good[:40] + b"\x00\xff" + good[42:],
        b"",
        b"not gzip at all",
    ):
        entry.path.write_bytes(damaged)
        with pytest.raises(CorruptPayload) as caught:
            archive.read(entry)
        assert str(entry.path) in caught.value.message
        assert "backup" in caught.value.remedy
    assert archive.add(b"payload" * 50, meta(note="again")) == entry
    assert archive.read(entry) == b"payload" * 50


def test_a_payload_that_vanished_is_an_error_and_can_be_added_again(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    entry = archive.add(b"payload", meta())
    entry.path.unlink()
    with pytest.raises(ArchiveError, match="cannot be read"):
        archive.read(entry)
    assert archive.entries() == []
    assert [p.kind for p in archive.problems()] == [ProblemKind.SIDECAR_WITHOUT_PAYLOAD]
    archive.add(b"payload", meta(note="again"))
    assert archive.entries() == [entry]


def change(sidecar: dict[str, object], **changes: object) -> bytes:
    return json.dumps({**sidecar, **changes}).encode()


def test_a_sidecar_that_cannot_be_trusted_does_not_count_and_is_told(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    entry = archive.add(b"payload", meta())
    path = entry.path.with_suffix(".json")
    good = json.loads(path.read_bytes())
    broken: list[tuple[bytes, str]] = [
        (b"", "is no JSON"),
        (path.read_bytes()[:30], "is no JSON"),
        (b"[" * 100_000, "nested too deep"),
        (b"[]", "it is a list, expected an object"),
        (json.dumps({k: v for k, v in good.items() if k != "url"}).encode(), "url is missing"),
        (change(good, sha256="0" * 64), "differ from the folder and file name"),
        (change(good, source="sec"), "differ from the folder and file name"),
        (change(good, origin="guess"), "'guess' is not a valid Origin"),
        (change(good, origin="user"), "needs added_at"),
        (change(good, composed_at="2030-01-01T00:00:00Z"), "no other time"),
        (change(good, fetched_at="yesterday"), "Invalid isoformat"),
        (change(good, fetched_at="2030-01-01T00:00:00"), "no time zone"),
        (change(good, bytes="7"), "expected a whole number"),
        (change(good, bytes=True), "expected a whole number"),
        (change(good, bytes=-1), "out of range"),
        (change(good, bytes=10**30), "out of range"),
        (change(good, status=1e400), "out of range"),
        (change(good, note="\ud800"), "half a character"),
        (change(good, fetched_at="0001-01-01T00:00:00+14:00"), "date value out of range"),
        (change(good, parameters=[]), "parameters is a list, expected an object"),
    ]
    for content, told in broken:
        path.write_bytes(content)
        assert archive.entries() == []
        problems = archive.problems()
        assert [p.kind for p in problems] == [ProblemKind.UNREADABLE_SIDECAR], content
        assert told in problems[0].message
        assert problems[0].path == path
    assert archive.add(b"payload", meta()).sha256 == entry.sha256
    assert archive.problems() == []


def test_a_tombstone_keeps_a_payload_out(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    entry = archive.add(b"payload", meta())
    tombstone = entry.path.with_name(f"{entry.sha256}.tombstone.json")
    tombstone.write_text('{"reason": "asked to forget"}')
    assert archive.entries() == []
    assert [p.kind for p in archive.problems()] == [ProblemKind.TOMBSTONE]
    assert "asked to forget" in archive.problems()[0].message
    with pytest.raises(TombstonedPayload, match="asked to forget"):
        archive.add(b"payload", meta())


class Stopped(BaseException):
    """The process dies here."""


def files_of(root: Path) -> list[Path]:
    return [p for p in root.rglob("*") if p.is_file()] if root.exists() else []


def test_stopped_after_any_step_nothing_half_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stop at the first, second, third … call that changes the disk, before and after it."""
    steps_seen = 0
    for step in range(40):
        root = tmp_path / str(step)
        archive = Archive(root)
        calls = 0

        def stopping(real: Callable[..., object], stop_at: int = step) -> Callable[..., object]:
            def call(*arguments: object) -> object:
                nonlocal calls
                calls += 1
                if calls - 1 == stop_at // 2 and stop_at % 2 == 0:
                    raise Stopped
                result = real(*arguments)
                if calls - 1 == stop_at // 2:
                    raise Stopped
                return result

            return call

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", stopping(os.fsync))
            patch.setattr(os, "replace", stopping(os.replace))
            try:
                archive.add(b"payload", meta())
            except Stopped:
                steps_seen += 1
            else:
                break
        counted = archive.entries()
        assert all(archive.read(entry) == b"payload" for entry in counted)
        if not counted and files_of(root):
            assert {p.kind for p in archive.problems()} <= {
                ProblemKind.UNFINISHED_WRITE,
                ProblemKind.PAYLOAD_WITHOUT_SIDECAR,
            }
            assert archive.problems()
        again = archive.add(b"payload", meta())
        assert archive.entries() == [again]
        assert archive.read(again) == b"payload"
    assert steps_seen >= 12


WRITER = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from pipelines.archive.store import Archive, Origin, PayloadMeta
archive = Archive(Path(sys.argv[1]))
number = int(sys.argv[2])
print("ready", flush=True)
while True:
    number += 1
    archive.add(
        (f"payload {number} " * 5000).encode(),
        PayloadMeta("csl", "entries", Origin.USER, datetime.now(UTC), "public domain", "public"),
    )
"""


def test_a_killed_writer_leaves_only_whole_payloads(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    chance = random.Random(7)  # noqa: S311
    for round_number in range(8):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), str(round_number * 1_000_000)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).resolve().parents[3],
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        time.sleep(chance.uniform(0.0, 0.1))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
    entries = archive.entries()
    assert entries
    for entry in entries:
        assert archive.read(entry).startswith(b"payload ")
    assert {p.kind for p in archive.problems()} <= {
        ProblemKind.UNFINISHED_WRITE,
        ProblemKind.PAYLOAD_WITHOUT_SIDECAR,
    }


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EACCES, "change the permissions"),
        (errno.EROFS, "change the permissions"),
        (errno.EIO, "check the disk"),
    ],
)
@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_failing_disk_is_told_and_leaves_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, told: str, call: str
) -> None:
    archive = Archive(tmp_path)
    kept = archive.add(b"kept", meta())

    def fail(*arguments: object) -> None:
        raise OSError(code, os.strerror(code), str(arguments[0]))

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        with pytest.raises(ArchiveError) as caught:
            archive.add(b"lost", meta())
    assert told in caught.value.remedy
    assert archive.entries() == [kept]
    assert archive.read(kept) == b"kept"
    assert not [p for p in archive.problems() if p.kind is ProblemKind.UNFINISHED_WRITE]


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path) -> None:
    place = tmp_path / "archive"
    place.write_text("a file")
    with pytest.raises(ArchiveError) as caught:
        Archive(place).add(b"x", meta())
    assert "choose another folder" in caught.value.remedy
    with pytest.raises(ArchiveError, match="is a file"):
        Archive(place).entries()
    assert place.read_text() == "a file"


@pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not bind the super-user")
def test_a_folder_without_write_permission_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(ArchiveError) as caught:
            Archive(tmp_path / "archive").add(b"x", meta())
    finally:
        tmp_path.chmod(0o700)
    assert "change the permissions" in caught.value.remedy


@settings(max_examples=40, deadline=None)
@given(payloads=st.lists(st.binary(max_size=300), max_size=6))
def test_any_bytes_come_back(payloads: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder))
        for payload in payloads:
            assert archive.read(archive.add(payload, meta())) == payload
        assert {archive.read(e) for e in archive.entries()} == set(payloads)
        assert len(archive.entries()) == len(set(payloads))


FEED, MIRROR = "https://a.example/list?day=1&token=canary", "https://b.example/list"


def test_the_same_bytes_from_two_addresses_keep_both(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    later = NOON + timedelta(days=1)
    archive.add(b"payload", meta(url=FEED))
    again = archive.add(b"payload", meta(url=MIRROR, observed_at=later, etag='"m"', status=200))
    archive.add(b"payload", meta(url=MIRROR, observed_at=later + timedelta(days=1)))
    assert archive.entries() == [again]
    assert (again.url, again.observed_at) == (FEED.replace("canary", "REDACTED"), NOON)
    [also] = again.also
    assert (also.url, also.observed_at, also.etag) == (MIRROR, later, '"m"')
    assert [(entry.url, entry.etag) for entry in again.asked] == [
        (again.url, None),
        (MIRROR, '"m"'),
    ]
    assert archive.problems() == []
    assert not any(b"canary" in path.read_bytes() for path in tmp_path.rglob("*.json"))


def test_a_growing_range_is_one_address(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for end in ("1", "2"):
        parameters = {"s": "x", "end": end, "varying": ["end"]}
        url = f"https://a.example/bars?s=x&end={end}"
        entry = archive.add(b"payload", meta(url=url, parameters=parameters))
    assert entry.also == ()
    other = {"s": "y", "end": "2", "varying": ["end"]}
    entry = archive.add(b"payload", meta(url="https://a.example/bars?s=y", parameters=other))
    assert [address.parameters["s"] for address in entry.also] == ["y"]
    assert archive.add(b"payload", meta()).also == entry.also


def test_a_damaged_address_is_told_and_the_payload_stands(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.add(b"payload", meta(url=FEED))
    archive.add(b"payload", meta(url=MIRROR))
    [path] = tmp_path.rglob("*.also-*.json")
    path.write_bytes(b"{")
    [entry] = archive.entries()
    assert entry.also == ()
    [problem] = archive.problems()
    assert (problem.kind, problem.path) == (ProblemKind.UNREADABLE_SIDECAR, path)


def test_a_content_type_is_filled_in_and_the_user_may_restate_it(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    archive.add(b"payload", meta(origin=Origin.USER, note="first"))
    for stated in ("text/csv; charset=big5", "text/csv; charset=gbk"):
        again = archive.add(b"payload", meta(origin=Origin.USER, content_type=stated))
        assert (again.content_type, again.note) == (stated, "first")
    assert archive.add(b"payload", meta(origin=Origin.USER)).content_type == stated
    archive.add(b"fetched", meta(content_type="text/csv"))
    assert archive.add(b"fetched", meta(content_type="text/html")).content_type == "text/csv"
