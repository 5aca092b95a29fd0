"""A backup put back on an empty machine: what cannot be made again is there, and goes live."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from pipelines.archive import backup
from pipelines.archive.store import Archive
from pipelines.archive.upkeep import verify
from pipelines.errors import ChipwatchError
from pipelines.releases.shelf import current_release_id, settle, strangers
from pipelines.releases.upkeep import adopt, stranger
from pipelines.releases.upkeep import verify as verify_release
from pipelines.warehouse import SAMPLE_ARCHIVE, Warehouse
from tests.conftest import chipwatch
from tests.tiny import released, warehouse

OWN = "vendor_id,alias\nnvidia,Our Supplier\n"


def with_overlay(folder: Path) -> Warehouse:
    place = Warehouse(folder)
    place.ensure("live")
    place.overlay.mkdir(exist_ok=True)
    (place.overlay / "vendor_aliases.csv").write_text(OWN)
    (place.releases / "approvals.jsonl").write_text('{"table": "t"}\n')
    return place


def test_a_backup_follows_the_warehouse(tmp_path: Path) -> None:
    place, target = with_overlay(tmp_path / "w"), tmp_path / "backup"
    archive = Archive(SAMPLE_ARCHIVE)
    done, files = backup.back_up(place, archive, target)
    assert (done.copied, files) == (len(archive.entries()), 3)
    kept = target / backup.REST
    assert (kept / "overlay" / "vendor_aliases.csv").read_text() == OWN
    (place.overlay / "vendor_aliases.csv").unlink()
    (place.overlay / "feeds.csv").write_text("feed,url\n")
    done, files = backup.back_up(place, archive, target)
    assert (done.copied, done.present, files) == (0, len(archive.entries()), 3)
    assert [path.name for path in (kept / "overlay").iterdir()] == ["feeds.csv"]
    assert verify(Archive(target)).faults == ()


def test_a_restore_that_was_stopped_goes_on_and_a_second_one_is_refused(tmp_path: Path) -> None:
    place, target = with_overlay(tmp_path / "w"), tmp_path / "backup"
    backup.back_up(place, Archive(SAMPLE_ARCHIVE), target)
    anew = Warehouse(tmp_path / "anew")
    shutil.copytree(target / backup.REST / "overlay", anew.overlay)
    done = backup.restore(target, anew)
    assert (done.payloads, done.release_id) == (len(Archive(SAMPLE_ARCHIVE).entries()), None)
    assert anew.kind() == "live"
    with pytest.raises(ChipwatchError, match="is a warehouse already"):
        backup.restore(target, anew)
    with pytest.raises(ChipwatchError, match="no backup of a warehouse"):
        backup.restore(SAMPLE_ARCHIVE, Warehouse(tmp_path / "other"))


def test_a_damaged_payload_in_the_backup_leaves_no_warehouse(tmp_path: Path) -> None:
    place, target = with_overlay(tmp_path / "w"), tmp_path / "backup"
    backup.back_up(place, Archive(SAMPLE_ARCHIVE), target)
    Archive(target).entries()[0].path.write_bytes(b"damaged")
    anew = Warehouse(tmp_path / "anew")
    with pytest.raises(ChipwatchError, match="damaged"):
        backup.restore(target, anew)
    assert anew.kind() is None


def test_a_restored_release_waits_and_is_adopted_beside_those_before_it(tmp_path: Path) -> None:
    place, target = warehouse(tmp_path / "w"), tmp_path / "backup"
    for number, build_id in enumerate(("b1", "b2"), start=1):
        last = released(place, build_id, number)
    backup.back_up(place, Archive(SAMPLE_ARCHIVE), target)
    anew = Warehouse(tmp_path / "anew")
    assert backup.restore(target, anew).release_id == last.release_id
    assert settle(anew) is None
    assert not anew.published.exists()
    found = stranger(anew, last.release_id)
    assert verify_release(found).state == "intact"
    assert adopt(anew, found)
    assert current_release_id(anew) == last.release_id
    assert anew.published.read_bytes() == place.published.read_bytes()


@pytest.mark.slow
def test_a_restored_release_goes_live_when_it_is_adopted(
    sample_warehouse: Path, tmp_path: Path
) -> None:
    place, target = Warehouse(sample_warehouse), tmp_path / "backup"
    backup.back_up(place, Archive(SAMPLE_ARCHIVE), target)
    anew = tmp_path / "machine" / "warehouse"
    told = chipwatch("archive", "restore", target, "--warehouse", anew, "--json")
    assert told.returncode == 0, told.stderr
    release_id = json.loads(told.stdout)["release_id"]
    assert release_id == current_release_id(place)
    assert [one.release_id for one in strangers(Warehouse(anew))] == [release_id]
    assert not Warehouse(anew).published.exists()
    adopted = chipwatch("releases", "adopt", release_id, "--warehouse", anew)
    assert adopted.returncode == 0, adopted.stderr
    assert "it is live" in adopted.stdout
    assert Warehouse(anew).published.read_bytes() == place.published.read_bytes()
    with duckdb.connect(str(Warehouse(anew).published), read_only=True) as connection:
        query = "select count(*) > 0 from marts.fct_sanction_events"
        assert connection.execute(query).fetchall() == [(True,)]
