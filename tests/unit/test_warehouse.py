"""The folder of a warehouse: its kind, its state, its lock, what is cleaned up."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.archive.choose import choose_archive
from pipelines.errors import ChipwatchError
from pipelines.warehouse import STATE_VERSION, Warehouse, single_writer


def test_a_new_warehouse_takes_the_kind_it_is_made_with(tmp_path: Path) -> None:
    place = Warehouse(tmp_path / "w")
    assert place.kind() is None
    place.ensure("sample")
    assert place.kind() == "sample"
    place.ensure("sample")
    with pytest.raises(ChipwatchError, match="sample warehouse; live data never mix"):
        place.ensure("live")


def test_an_empty_live_archive_is_not_told_to_use_the_sample(tmp_path: Path) -> None:
    place = Warehouse(tmp_path / "w")
    place.ensure("live")
    with pytest.raises(ChipwatchError) as caught:
        choose_archive(place, None, live=False)
    assert "chipwatch sources check" in caught.value.remedy
    assert "sample" not in caught.value.remedy


def test_newer_state_is_refused_with_a_remedy(tmp_path: Path) -> None:
    place = Warehouse(tmp_path)
    place.ensure("live")
    place.state.write_text(json.dumps({"state_version": STATE_VERSION + 1, "kind": "live"}))
    with pytest.raises(ChipwatchError) as caught:
        place.ensure("live")
    assert "newer chipwatch" in caught.value.message
    assert "update this checkout" in caught.value.remedy


@pytest.mark.parametrize("content", ["", "{", "[]", '{"kind": "live"}', "\x00\x01"])
def test_unreadable_state_is_an_error_not_a_new_warehouse(tmp_path: Path, content: str) -> None:
    place = Warehouse(tmp_path)
    place.ensure("live")
    place.state.write_text(content)
    with pytest.raises(ChipwatchError, match="cannot be read"):
        place.kind()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_unwritable_folder_names_the_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ChipwatchError, match="cannot be written"):
        Warehouse(tmp_path / "w").ensure("sample")


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "w").write_text("")
    with pytest.raises(ChipwatchError, match="cannot be written"):
        Warehouse(tmp_path / "w").ensure("sample")


HOLD = """
import sys, time
from pathlib import Path
from pipelines.warehouse import Warehouse, single_writer
with single_writer(Warehouse(Path(sys.argv[1])), "holder"):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def hold(place: Warehouse, seconds: float) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(place.root), str(seconds)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "held"
    return process


def test_a_second_writer_waits_and_is_told_who_holds(tmp_path: Path) -> None:
    place = Warehouse(tmp_path)
    place.ensure("sample")
    process = hold(place, 1.0)
    told: list[str] = []
    with single_writer(place, "second", told.append):
        assert process.poll() is not None or process.wait(timeout=5) == 0
    assert told[0].startswith(f"process {process.pid} (holder, since ")


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    place = Warehouse(tmp_path)
    place.ensure("sample")
    process = hold(place, 60)
    process.kill()
    process.wait()
    told: list[str] = []
    with single_writer(place, "second", told.append):
        pass
    assert told == []


def test_the_lock_may_be_taken_again_in_one_process(tmp_path: Path) -> None:
    place = Warehouse(tmp_path)
    place.ensure("sample")
    with single_writer(place, "outer"), single_writer(place, "inner"):
        pass
    with single_writer(place, "again", pytest.fail):
        pass


def test_builds_of_dead_processes_are_removed_and_others_kept(tmp_path: Path) -> None:
    place = Warehouse(tmp_path)
    place.ensure("sample")
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    for name, pid in (("dead", dead.pid), ("alive", os.getppid())):
        build = place.build(name).create()
        owner = {"pid": pid, "parent_pid": pid}
        (build.path / "owner.json").write_text(json.dumps(owner))
    (place.releases / ".unfinished-x").mkdir()
    (place.root / ".chipwatch.duckdb.123").write_text("")
    removed = place.remove_abandoned_builds()
    assert sorted(removed) == [".unfinished-x", "dead"]
    assert [path.name for path in place.builds.iterdir()] == ["alive"]
    assert not list(place.root.glob(".chipwatch.duckdb.*"))


def test_a_build_older_than_a_day_is_removed_whoever_owned_it(tmp_path: Path) -> None:
    place = Warehouse(tmp_path)
    place.ensure("sample")
    build = place.build("old").create()
    owner = {"pid": os.getppid(), "parent_pid": os.getppid()}
    (build.path / "owner.json").write_text(json.dumps(owner))
    yesterday = time.time() - 25 * 3600
    os.utime(build.path, (yesterday, yesterday))
    assert place.remove_abandoned_builds() == ["old"]
