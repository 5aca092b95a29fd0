"""Verify, roll back, prune, room on the disk, and tidying after the killed."""

import json
import os
import shutil
from collections import namedtuple
from pathlib import Path

import duckdb
import pytest

from pipelines.errors import ChipwatchError
from pipelines.releases import upkeep
from pipelines.releases.shelf import (
    Release,
    comparison_base,
    current_release_id,
    file_sha256,
    history_file,
    releases,
    rollbacks,
    settle,
    stage,
    strangers,
    swap,
)
from pipelines.releases.site_files import LIST_NAME, SITE_NAME, list_of
from pipelines.warehouse import Warehouse
from tests.tiny import released, warehouse


@pytest.fixture
def place(tmp_path: Path) -> Warehouse:
    return warehouse(tmp_path / "w")


def three(place: Warehouse) -> list[str]:
    events = [(("e1", f"Title {n}", "official_text", "seed1"),) for n in range(3)]
    return [
        released(place, f"b{n}", n + 1, fingerprint=str(n) * 64, events=rows).release_id
        for n, rows in enumerate(events)
    ]


def damage(path: Path) -> None:
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_whole_releases_are_intact(place: Warehouse) -> None:
    three(place)
    assert [upkeep.verify(one).state for one in releases(place)] == ["intact"] * 3
    assert upkeep.verify_published(place).state == "intact"


def test_one_flipped_byte_is_found(place: Warehouse) -> None:
    first, *_ = three(place)
    damage(upkeep.find(place, first).database)
    found = upkeep.verify(upkeep.find(place, first))
    assert found.state == "damaged"
    assert "bytes" in found.problems[0]
    with pytest.raises(ChipwatchError, match="is damaged"):
        upkeep.rollback(place, first, "try")
    damage(place.published)
    assert upkeep.verify_published(place).state == "damaged"


def test_content_that_differs_from_the_manifest_is_named(place: Warehouse) -> None:
    first, *_ = three(place)
    release = upkeep.find(place, first)
    manifest = json.loads((release.path / "manifest.json").read_text())
    for table in manifest["tables"]:
        if table["table"] == "marts.fct_stock_daily":
            table["content_hash"] = "9:0"
    (release.path / "manifest.json").write_text(json.dumps(manifest))
    assert upkeep.verify(upkeep.find(place, first)).problems == (
        "marts.fct_stock_daily: its content is not that of the manifest",
    )


def test_rollback_is_bit_for_bit_and_recorded(place: Warehouse) -> None:
    first, _, third = three(place)
    target = upkeep.rollback(place, first, "a wrong title", "Ada")
    assert place.published.read_bytes() == target.database.read_bytes()
    assert place.published.stat().st_mode & 0o777 == 0o444
    assert current_release_id(place) == first
    (event,) = rollbacks(place)
    assert (event["from"], event["to"], event["by"], event["reason"]) == (
        third, first, "Ada", "a wrong title",
    )  # fmt: skip
    made = released(place, "b9", 9)
    assert made.manifest["previous_release_id"] == first
    with duckdb.connect(str(place.published), read_only=True) as connection:
        assert connection.execute(
            "select release_id, rolled_back_reason from meta.releases "
            "where rolled_back_at is not null"
        ).fetchall() == [(third, "a wrong title")]


def test_rollback_refuses_what_makes_no_sense(place: Warehouse) -> None:
    first, second, third = three(place)
    with pytest.raises(ChipwatchError, match="is the current one already"):
        upkeep.rollback(place, third, "x")
    with pytest.raises(ChipwatchError, match="There is no release"):
        upkeep.rollback(place, "2031", "x")
    with pytest.raises(ChipwatchError, match="3 releases begin with"):
        upkeep.rollback(place, "2026", "x")
    upkeep.prune(place, 1)
    with pytest.raises(ChipwatchError, match="was pruned"):
        upkeep.rollback(place, second, "x")
    assert current_release_id(place) == third
    assert rollbacks(place) == []
    assert first < third


def test_inputs_of_a_release_that_was_taken_back_are_held(place: Warehouse) -> None:
    first, second, third = three(place)
    assert upkeep.held_back(place, "2" * 64) is None
    upkeep.rollback(place, second, "wrong")
    upkeep.rollback(place, first, "wrong too")
    held = upkeep.held_back(place, "2" * 64)
    assert held is not None
    assert (held[0], held[2]) == (third, "wrong")
    assert (upkeep.held_back(place, "1" * 64) or ("",))[0] == second
    assert upkeep.held_back(place, "7" * 64) is None
    released(place, "b9", 9, fingerprint="7" * 64)
    assert upkeep.held_back(place, "2" * 64) is None


def test_a_rollback_repairs_a_damaged_published_file(place: Warehouse) -> None:
    *_, third = three(place)
    place.published.chmod(0o644)
    place.published.write_bytes(b"not a database")
    upkeep.rollback(place, third, "damaged")
    assert upkeep.verify_published(place).state == "intact"


def pages(release: Release) -> Path:
    """Pages beside a release, as `chipwatch report` leaves them."""
    folder = release.path / SITE_NAME
    (folder / "chips").mkdir(parents=True)
    files = {"index.html": b"<p>one</p>", "chips/a.html": b"<p>two</p>"}
    for path, content in files.items():
        (folder / path).write_bytes(content)
    (folder / LIST_NAME).write_bytes(list_of(files, release.release_id))
    return folder


def test_pages_that_are_not_as_they_were_written_are_told(place: Warehouse) -> None:
    first, *_ = three(place)
    release = upkeep.find(place, first)
    folder = pages(release)
    assert upkeep.verify(release).state == "intact"
    damage(folder / "chips" / "a.html")
    (folder / "index.html").unlink()
    found = upkeep.verify(release)
    assert found.state == "damaged"
    assert sorted(found.problems) == [
        f"{folder / 'chips' / 'a.html'}: it is not as it was written",
        f"{folder / 'index.html'}: it is not as it was written",
    ]


def test_prune_deletes_the_pages_of_a_release_with_its_file(place: Warehouse) -> None:
    first, _, third = three(place)
    gone, kept = (pages(upkeep.find(place, one)) for one in (first, third))
    bytes_of_pages = sum(path.stat().st_size for path in gone.rglob("*") if path.is_file())
    size = upkeep.find(place, first).database.stat().st_size
    freed = dict(upkeep.prune(place, 1))[first]
    assert freed >= size + bytes_of_pages
    assert not gone.exists()
    assert kept.exists()


def test_prune_keeps_the_newest_the_current_and_every_manifest(place: Warehouse) -> None:
    first, second, third = three(place)
    upkeep.rollback(place, first, "older is better")
    pruned = upkeep.prune(place, 1)
    assert [release_id for release_id, _ in pruned] == [second]
    assert pruned[0][1] > 0
    assert {one.release_id: one.is_kept for one in releases(place)} == {
        first: True, second: False, third: True,
    }  # fmt: skip
    assert upkeep.verify(upkeep.find(place, second)).state == "pruned"
    released(place, "b9", 9)
    with duckdb.connect(str(place.published), read_only=True) as connection:
        assert connection.execute("select count(*) from meta.releases").fetchone() == (4,)
    with pytest.raises(ChipwatchError, match="At least one"):
        upkeep.prune(place, 0)


def killed_before_the_swap(place: Warehouse, second: str) -> None:
    """As a kill leaves it: the folder is there, the file is not swapped, nothing is recorded."""
    swap(place, stage(place, upkeep.find(place, second).database), second)
    history = history_file(place)
    *lines, last = history.read_text().splitlines()
    assert '"published"' in last
    history.write_text("\n".join(lines) + "\n")


def test_a_release_that_was_killed_before_the_swap_is_put_in_place(place: Warehouse) -> None:
    first, second, third = three(place)
    killed_before_the_swap(place, second)
    assert current_release_id(place) == second
    settled = settle(place)
    assert settled is not None
    assert current_release_id(place) == third
    assert settle(place) is None
    assert first < second
    assert len(releases(place)) == 3


def test_what_was_taken_back_is_not_put_in_place_again(place: Warehouse) -> None:
    first, *_ = three(place)
    upkeep.rollback(place, first, "wrong")
    assert settle(place) is None
    assert current_release_id(place) == first


def test_a_damaged_unfinished_release_is_not_put_in_place(place: Warehouse) -> None:
    _, second, third = three(place)
    killed_before_the_swap(place, second)
    damage(upkeep.find(place, third).database)
    assert settle(place) is None
    assert current_release_id(place) == second


def test_a_build_is_refused_with_figures_when_the_disk_is_small(
    place: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upkeep.require_room(place, tmp_path)
    full = warehouse(tmp_path / "full")
    three(full)
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(upkeep.shutil, "disk_usage", lambda _: usage(10**9, 10**9, 10**6))
    with pytest.raises(ChipwatchError, match=r"1 MB free; a build needs about 134 MB") as caught:
        upkeep.require_room(place, tmp_path)
    assert "prune" in caught.value.remedy
    with pytest.raises(ChipwatchError, match=r"a build needs about \d MB"):
        upkeep.require_room(full, tmp_path)


def test_what_killed_processes_left_is_removed(place: Warehouse) -> None:
    three(place)
    before = file_sha256(place.published)
    left = [
        place.raw / "csl" / "entries" / "v1" / ".unfinished-x.parquet",
        place.derived / "links" / ".unfinished-y",
        place.root / ".unfinished-state.json-1",
        place.root / ".probe-77",
        place.root / ".chipwatch.duckdb.4242",
        place.releases / ".unfinished-2026" / "chipwatch.duckdb",
        place.archive / "csl" / "entries" / "aa" / ".unfinished-old",
    ]
    young = place.archive / "csl" / "entries" / "aa" / ".unfinished-young"
    for path in (*left, young):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    os.utime(left[-1], (0, 0))
    upkeep.tidy(place)
    assert [path for path in left if path.exists()] == []
    assert young.exists()
    assert file_sha256(place.published) == before
    assert len(releases(place)) == 3


def planted(place: Warehouse, tmp_path: Path) -> Release:
    """A whole, newer release of another warehouse, put onto the shelf by hand."""
    other = warehouse(tmp_path / "other")
    made = released(other, "x", 40)
    shutil.copytree(made.path, place.releases / made.release_id)
    return made


def test_a_planted_release_never_goes_live_by_itself(place: Warehouse, tmp_path: Path) -> None:
    *_, third = three(place)
    made = planted(place, tmp_path)
    assert settle(place) is None
    assert current_release_id(place) == third
    assert [one.release_id for one in strangers(place)] == [made.release_id]
    assert made.release_id not in {one.release_id for one in releases(place)}
    with pytest.raises(ChipwatchError, match="There is no release"):
        upkeep.rollback(place, made.release_id, "try")
    place.published.chmod(0o644)
    place.published.unlink()
    base = comparison_base(place)
    assert base is not None
    assert base.release_id == third


def test_a_release_whose_manifest_names_other_bytes_is_a_stranger(place: Warehouse) -> None:
    first, *_ = three(place)
    manifest = upkeep.find(place, first).path / "manifest.json"
    record = json.loads(manifest.read_bytes())
    record["file_sha256"] = "0" * 64
    manifest.chmod(0o644)
    manifest.write_text(json.dumps(record))
    assert [one.release_id for one in strangers(place)] == [first]


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"release_id": 1}', "[" * 5000, "null"])
def test_a_damaged_manifest_hides_only_its_own_release(place: Warehouse, manifest: str) -> None:
    first, second, third = three(place)
    path = upkeep.find(place, second).path / "manifest.json"
    path.chmod(0o644)
    path.write_text(manifest)
    assert [one.release_id for one in releases(place)] == [first, third]
    released(place, "b9", 9)
    assert len(releases(place)) == 3


def test_an_adopted_release_is_a_member_and_live_when_it_is_newer(
    place: Warehouse, tmp_path: Path
) -> None:
    three(place)
    made = planted(place, tmp_path)
    assert upkeep.adopt(place, upkeep.stranger(place, made.release_id[:12]))
    assert current_release_id(place) == made.release_id
    assert strangers(place) == []
    assert upkeep.verify_published(place).state == "intact"


def test_a_shelf_of_an_older_version_is_taken_in(place: Warehouse) -> None:
    three(place)
    history_file(place).unlink()
    assert len(releases(place)) == 3
    released(place, "b9", 9)
    assert len(releases(place)) == 4
    assert strangers(place) == []
