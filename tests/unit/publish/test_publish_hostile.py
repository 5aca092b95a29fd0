"""Publication against a hostile machine: the published file is always one whole release."""

import errno
import fcntl
import random
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from pipelines.publish.publish import ReleaseRefused, publish
from pipelines.releases import meta_tables
from pipelines.releases.shelf import current_release_id, file_sha256, is_intact, releases
from pipelines.releases.upkeep import verify_published
from pipelines.warehouse import Warehouse
from tests.conftest import REPOSITORY
from tests.tiny import at, candidate, judged, provenance, released, warehouse

MANY = tuple((f"l{n}", f"Entity {n} " + "x" * 200, "EL", "csl1") for n in range(3000))


@pytest.fixture
def place(tmp_path: Path) -> Warehouse:
    place = warehouse(tmp_path / "w")
    released(place, "b1", 1)
    return place


def unchanged(place: Warehouse, before: str) -> None:
    assert file_sha256(place.published) == before
    assert verify_published(place).state == "intact"
    assert len(releases(place)) == 1
    assert [p.name for p in place.root.rglob(".*") if p.name not in {".lock"}] == []


PUBLISH_WITH_LIMIT = """
import resource, signal, sys
from pipelines.publish.publish import ReleaseRefused, publish
from pipelines.warehouse import Warehouse
from tests.tiny import at, provenance
place = Warehouse(__import__("pathlib").Path(sys.argv[1]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    publish(place, place.build("b2"), provenance(), at(9))
except ReleaseRefused as refused:
    print("refused:", refused)
"""


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_disk_that_fills_up_on_the_way_leaves_the_last_release(
    place: Warehouse, share: float
) -> None:
    before = file_sha256(place.published)
    build = judged(place, candidate(place, "b2", listings=MANY))
    limit = int(build.candidate.stat().st_size * share)
    result = subprocess.run(
        [sys.executable, "-c", PUBLISH_WITH_LIMIT, str(place.root), str(limit)],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
    )
    assert result.stdout.startswith("refused: The release could not be written"), result
    assert "the published file is unchanged" in result.stdout
    unchanged(place, before)
    publish(place, build, provenance(), at(9))
    assert len(releases(place)) == 2


@pytest.mark.parametrize("step", ["first copy", "second copy", "duckdb", "swap"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_step_that_fails_leaves_the_last_release(
    place: Warehouse, monkeypatch: pytest.MonkeyPatch, step: str, code: int
) -> None:
    before = file_sha256(place.published)
    build = judged(place, candidate(place, "b2"))
    copy, replace, calls = shutil.copyfile, Path.replace, []

    def fail(*_: object) -> None:
        raise OSError(code, errno.errorcode[code])

    def copyfile(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == ("first copy", "second copy").index(step) + 1:
            fail()
        copy(source, target)

    if step == "duckdb":

        def refuse(*_: object) -> None:
            raise duckdb.IOException("Could not write all bytes to file: No space left on device")

        monkeypatch.setattr(meta_tables, "write_table", refuse)
    elif step == "swap":
        monkeypatch.setattr(Path, "replace", fail)
    else:
        monkeypatch.setattr(shutil, "copyfile", copyfile)
    with pytest.raises(ReleaseRefused, match="could not be written"):
        publish(place, build, provenance(), at(9))
    monkeypatch.undo()
    assert Path.replace is replace
    unchanged(place, before)


HOLD = """
import sys, time, duckdb
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
time.sleep(60)
"""


def test_a_published_file_that_another_process_locks_is_replaced_all_the_same(
    place: Warehouse,
) -> None:
    place.published.chmod(0o644)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(place.published)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        first = current_release_id(place)
        assert first is not None, "known by its bytes"
        made = released(place, "b2", 2)
        assert made.manifest["previous_release_id"] == first
        assert is_intact(place, made)
    finally:
        holder.kill()
        holder.communicate()
    assert current_release_id(place) == made.release_id


def test_flipped_bytes_anywhere_in_a_candidate_are_refused(place: Warehouse) -> None:
    before = file_sha256(place.published)
    build = judged(place, candidate(place, "b2"))
    content = build.candidate.read_bytes()
    chance = random.Random(3)  # noqa: S311
    for _ in range(8):
        flipped = bytearray(content)
        flipped[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        build.candidate.write_bytes(flipped)
        with pytest.raises(ReleaseRefused, match="not the file that was audited"):
            publish(place, build, provenance(), at(9))
    unchanged(place, before)


def test_a_clock_that_goes_back_keeps_the_order(place: Warehouse) -> None:
    first = current_release_id(place)
    build = judged(place, candidate(place, "b2"))
    made = publish(place, build, provenance(), at(1) - timedelta(days=400))
    assert first is not None
    assert made.release_id > first
    assert [one.release_id for one in releases(place)] == [first, made.release_id]
    with duckdb.connect(str(place.published), read_only=True) as connection:
        assert connection.execute(
            "select bool_and(released_at > before) from (select released_at, lag(released_at) "
            "over (order by release_id) as before from meta.releases) where before is not null"
        ).fetchone() == (True,)
    again = publish(place, judged(place, candidate(place, "b3")), provenance(), at(1))
    assert again.release_id > made.release_id


PUBLISH_NOW = """
import sys
from pathlib import Path
from pipelines.publish.publish import publish
from pipelines.warehouse import Warehouse, single_writer
from tests.tiny import candidate, judged, provenance
place = Warehouse(Path(sys.argv[1]))
with single_writer(place, "run", lambda holder: print("waited for", holder, flush=True)):
    build = judged(place, candidate(place, sys.argv[2]))
    print(publish(place, build, provenance()).release_id)
"""


def test_two_runs_at_once_publish_one_after_the_other(place: Warehouse) -> None:
    with place.lock.open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("process 1 (test)")
        lock.flush()
        runs = [
            subprocess.Popen(
                [sys.executable, "-c", PUBLISH_NOW, str(place.root), f"b{n}"],
                stdout=subprocess.PIPE,
                text=True,
                cwd=REPOSITORY,
            )
            for n in (2, 3)
        ]
        time.sleep(0.2)
        for run in runs:
            assert run.stdout is not None
            assert run.stdout.readline() == "waited for process 1 (test)\n"
    told = [run.communicate(timeout=60)[0].splitlines() for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    made = sorted(lines[-1] for lines in told)
    assert [one.release_id for one in releases(place)][1:] == made
    assert current_release_id(place) == made[-1]
    assert made[0] != made[1]


def test_a_stale_wal_of_a_foreign_writer_does_not_reach_readers(place: Warehouse) -> None:
    foreign = place.root / "foreign.duckdb"
    with duckdb.connect(str(foreign)) as connection:
        connection.execute("create table t as select 1 as x")
    stale = place.root / "chipwatch.duckdb.wal"
    stale.write_bytes(foreign.read_bytes()[:4096])
    made = released(place, "b2", 2)
    assert not stale.exists()
    assert len(list(place.root.glob("chipwatch.duckdb.wal.set-aside-*"))) == 1
    assert is_intact(place, made)
    with duckdb.connect(str(place.published), read_only=True) as connection:
        assert connection.execute("select count(*) from marts.fct_sanction_events").fetchone()


def test_release_times_are_whole_seconds_in_utc(place: Warehouse) -> None:
    made = publish(
        place,
        judged(place, candidate(place, "b2")),
        provenance(),
        datetime(2026, 3, 1, 12, 0, 0, 999999, tzinfo=UTC),
    )
    assert made.release_id.startswith("20260301T120000Z-")
    assert made.manifest["released_at"] == "2026-03-01T12:00:00"
