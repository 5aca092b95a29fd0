"""Publication: only these bytes, only by their verdict, all or nothing."""

import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from pipelines.audit.check import CheckResult
from pipelines.audit.verdict import Verdict
from pipelines.publish.provenance import Provenance
from pipelines.publish.publish import ReleaseRefused, publish
from pipelines.releases.content_hash import content_hashes
from pipelines.releases.shelf import (
    Release,
    current_release,
    current_release_id,
    file_sha256,
    is_intact,
    releases,
)
from pipelines.warehouse import Build, Warehouse

PROVENANCE = Provenance("f" * 64, "c0de", "sample", ("x/y/1",))
PASSED = CheckResult(
    "marts.fct_x.rows", "publication", "fct_x", "", "row_count", "critical", True, "2", ">= 1",
    (), 0.1, "fct_x has too few rows",
)  # fmt: skip


def at(second: int) -> datetime:
    return datetime(2026, 1, 2, 3, 4, second, tzinfo=UTC)


@pytest.fixture
def place(tmp_path: Path) -> Warehouse:
    warehouse = Warehouse(tmp_path / "w")
    warehouse.ensure("sample")
    return warehouse


def candidate(place: Warehouse, build_id: str, rows: int) -> Build:
    build = place.build(build_id).create()
    with duckdb.connect() as connection:
        connection.execute(f"attach '{build.candidate}' as c (storage_version 'v1.2.0')")
        connection.execute("create schema c.marts; create schema c.meta")
        connection.execute(f"create table c.marts.fct_x as select range as x from range({rows})")
        connection.execute("comment on table c.marts.fct_x is 'One row an x.'")
        connection.execute("comment on column c.marts.fct_x.x is 'It''s x.'")
    return build


def judged(build: Build, *checks: CheckResult) -> Build:
    with duckdb.connect(str(build.candidate), read_only=True) as connection:
        hashes = content_hashes(connection, "marts")
    Verdict(
        candidate_sha256=file_sha256(build.candidate),
        content_hashes=hashes,
        checks=checks or (PASSED,),
        created_at="2026-01-02T03:04:05+00:00",
    ).write(build.verdict)
    return build


def released(place: Warehouse, build_id: str = "b1", rows: int = 2, second: int = 1) -> Release:
    return publish(place, judged(candidate(place, build_id, rows)), PROVENANCE, at(second))


def test_a_passing_candidate_is_published_with_its_story(place: Warehouse) -> None:
    made = released(place)
    assert made.release_id == "20260102T030401Z-ffffffff"
    assert current_release_id(place) == made.release_id
    assert is_intact(place, made)
    with duckdb.connect(str(place.published), read_only=True) as connection:
        assert connection.execute("select count(*) from marts.fct_x").fetchone() == (2,)
        assert connection.execute(
            "select check_id, is_passed, release_id from meta.checks"
        ).fetchall() == [("marts.fct_x.rows", True, made.release_id)]
        assert connection.execute(
            "select description, table_description from meta.columns where column_name = 'x'"
        ).fetchall() == [("It's x.", "One row an x.")]
        assert connection.execute(
            "select is_sample, payload_count, row_count from meta.releases"
        ).fetchall() == [(True, 1, 2)]
    assert not os.access(place.published, os.W_OK) or os.geteuid() == 0
    assert place.published.stat().st_mode & 0o777 == 0o444
    assert {table["table"]: table["rows"] for table in made.manifest["tables"]} == {
        "marts.fct_x": 2
    }


def test_history_of_releases_and_checks_is_carried_on(place: Warehouse) -> None:
    first = released(place)
    second = released(place, "b2", rows=3, second=2)
    with duckdb.connect(str(place.published), read_only=True) as connection:
        assert connection.execute(
            "select release_id, is_current, previous_release_id from meta.releases order by 1"
        ).fetchall() == [
            (first.release_id, False, None),
            (second.release_id, True, first.release_id),
        ]
        assert connection.execute("select count(*) from meta.checks").fetchone() == (2,)
    assert [release.release_id for release in releases(place)] == [
        first.release_id,
        second.release_id,
    ]
    current = current_release(place)
    assert current is not None
    assert current.release_id == second.release_id


def refuse(place: Warehouse, build: Build, match: str) -> None:
    before = file_sha256(place.published)
    with pytest.raises(ReleaseRefused, match=match) as caught:
        publish(place, build, PROVENANCE, at(30))
    assert caught.value.remedy
    assert file_sha256(place.published) == before
    assert len(releases(place)) == 1
    assert not list(place.releases.glob(".unfinished-*"))


def test_no_verdict_no_release(place: Warehouse) -> None:
    released(place)
    refuse(place, candidate(place, "b2", 3), "has not been audited")


def test_no_candidate_no_release(place: Warehouse) -> None:
    released(place)
    refuse(place, place.build("b2").create(), "no candidate")


def test_a_failed_critical_check_keeps_the_candidate_back_and_is_named(place: Warehouse) -> None:
    released(place)
    build = judged(candidate(place, "b2", 0), replace(PASSED, passed=False))
    refuse(place, build, "fct_x has too few rows")


def test_a_failed_warning_does_not(place: Warehouse) -> None:
    build = judged(candidate(place, "b1", 2), replace(PASSED, passed=False, severity="warning"))
    made = publish(place, build, PROVENANCE, at(1))
    assert made.manifest["checks_failed_count"] == 1


def test_how_a_check_went_over_the_releases_can_be_asked(place: Warehouse) -> None:
    found = tuple(f"x={n}" for n in range(30))
    warned = replace(
        PASSED, severity="warning", passed=False, observed="30 rows", failing_examples=found
    )
    for second, check in enumerate((PASSED, warned, PASSED), 1):
        build = judged(candidate(place, f"b{second}", second), check)
        publish(place, build, PROVENANCE, at(second))
    with duckdb.connect(str(place.published), read_only=True) as connection:
        history = connection.execute(
            "select is_passed, severity, observed, threshold, "
            "len(string_split(failing_examples, chr(10))), "
            "c.candidate_sha256 = r.candidate_sha256 "
            "from meta.checks c join meta.releases r using (release_id) "
            "where check_id = ? order by released_at",
            [PASSED.check_id],
        ).fetchall()
    assert history == [
        (True, "critical", "2", ">= 1", 1, True),
        (False, "warning", "30 rows", ">= 1", 20, True),
        (True, "critical", "2", ">= 1", 1, True),
    ]


def test_a_candidate_changed_after_the_audit_is_refused(place: Warehouse) -> None:
    released(place)
    build = judged(candidate(place, "b2", 3))
    with duckdb.connect(str(build.candidate)) as connection:
        connection.execute("insert into marts.fct_x values (99)")
    refuse(place, build, "not the file that was audited")


def test_one_flipped_byte_is_noticed(place: Warehouse) -> None:
    released(place)
    build = judged(candidate(place, "b2", 3))
    content = bytearray(build.candidate.read_bytes())
    content[-1] ^= 1
    build.candidate.write_bytes(content)
    refuse(place, build, "not the file that was audited")


def test_a_verdict_of_another_build_does_not_help(place: Warehouse) -> None:
    released(place)
    good = judged(candidate(place, "b2", 3))
    other = candidate(place, "b3", 4)
    other.verdict.write_bytes(good.verdict.read_bytes())
    refuse(place, other, "not the file that was audited")


def test_unfinished_writes_beside_the_candidate_are_refused(place: Warehouse) -> None:
    released(place)
    build = judged(candidate(place, "b2", 3))
    build.candidate.with_name("candidate.duckdb.wal").write_bytes(b"x")
    refuse(place, build, "unfinished writes")


def test_a_full_disk_is_said_with_figures(
    place: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    released(place)
    build = judged(candidate(place, "b2", 3))
    full = shutil_usage(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    refuse(place, build, r"0 MB free; a release needs \d+ MB")


def shutil_usage(free: int) -> object:
    from collections import namedtuple

    return namedtuple("usage", "total used free")(10**9, 10**9 - free, free)


@pytest.mark.parametrize("step", ["copyfile", "rename"])
def test_a_crash_while_writing_leaves_the_last_release(
    place: Warehouse, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    released(place)
    build = judged(candidate(place, "b2", 3))

    def crash(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    if step == "copyfile":
        monkeypatch.setattr(shutil, "copyfile", crash)
    else:
        monkeypatch.setattr(Path, "rename", crash)
    refuse(place, build, "No space left on device")


def test_a_stale_wal_beside_the_published_file_is_set_aside(place: Warehouse) -> None:
    released(place)
    stale = place.root / "chipwatch.duckdb.wal"
    stale.write_bytes(b"old writes")
    released(place, "b2", rows=5, second=2)
    assert not stale.exists()
    assert list(place.root.glob("chipwatch.duckdb.wal.set-aside-*"))
    with duckdb.connect(str(place.published), read_only=True) as connection:
        assert connection.execute("select count(*) from marts.fct_x").fetchone() == (5,)


def test_a_reader_that_holds_the_old_file_keeps_it_and_does_not_block(place: Warehouse) -> None:
    released(place, rows=2)
    with duckdb.connect(str(place.published), read_only=True) as reader:
        released(place, "b2", rows=7, second=2)
        assert reader.execute("select count(*) from marts.fct_x").fetchone() == (2,)
    with duckdb.connect(str(place.published), read_only=True) as reader:
        assert reader.execute("select count(*) from marts.fct_x").fetchone() == (7,)
