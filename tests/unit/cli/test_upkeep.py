"""`chipwatch upkeep`: what is beyond its term is told, and only then freed."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest
from click.testing import CliRunner

from pipelines.archive.contents import read_contents
from pipelines.archive.store import Archive
from pipelines.cli.upkeep import command
from pipelines.defs import history
from pipelines.defs.instance import open_instance
from pipelines.derived.cache import UNUSED_DAYS, mark_used
from pipelines.errors import ChipwatchError
from pipelines.raw.write import parse_dataset
from pipelines.releases import upkeep as releases_upkeep
from pipelines.releases.shelf import current_release_id, releases
from pipelines.specs import spec
from pipelines.warehouse import SAMPLE_ARCHIVE, Warehouse
from tests.tiny import released, warehouse


@pytest.fixture
def place(tmp_path: Path) -> Warehouse:
    return warehouse(tmp_path / "w")


def upkeep(place: Warehouse, *arguments: str) -> dict[str, dict[str, object]]:
    result = CliRunner().invoke(
        command, ["--json", "--warehouse", str(place.root), *arguments], catch_exceptions=False
    )
    assert result.exit_code == 0, result.output
    return {one["part"]: one for one in map(json.loads, result.output.splitlines())}


def beyond(told: dict[str, dict[str, object]]) -> dict[str, object]:
    return {part: one["count"] for part, one in told.items() if one["count"]}


def test_raw_files_that_no_build_reads_go(place: Warehouse) -> None:
    declared = spec("fred/series")
    build = place.build("one").create()
    parse_dataset(place, build, read_contents(Archive(SAMPLE_ARCHIVE)), declared)
    kept = sorted(path for path in place.raw.rglob("*") if path.is_file())
    strangers = [
        place.raw / "fred" / "series" / "v1-old" / f"{'0' * 64}.parquet",
        place.raw / "nobody" / "rows" / "v1" / f"{'0' * 64}.parquet",
        kept[0].with_name(f"{'0' * 64}.rejects.parquet"),
    ]
    for path in strangers:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 10)
    told = upkeep(place)
    assert (beyond(told), told["raw"]["bytes"]) == ({"raw": 3}, 30)
    assert all(path.exists() for path in strangers)
    upkeep(place, "--free")
    assert sorted(path for path in place.raw.rglob("*") if path.is_file()) == kept
    assert beyond(upkeep(place)) == {}


def test_derived_files_go_when_no_run_used_them_for_long(place: Warehouse) -> None:
    folder = place.derived / "entity_links" / "rule"
    folder.mkdir(parents=True)
    old, fresh, again = (folder / f"{name}.parquet" for name in ("old", "fresh", "again"))
    long_ago = (datetime.now(UTC) - timedelta(days=UNUSED_DAYS + 1)).timestamp()
    for path in (old, fresh, again):
        path.write_bytes(b"x")
        if path is not fresh:
            os.utime(path, (long_ago, long_ago))
    mark_used([again, folder / "gone.parquet"])
    assert beyond(upkeep(place, "--free")) == {"derived": 1}
    assert sorted(folder.iterdir()) == sorted([fresh, again])


def test_old_releases_lose_their_files_and_keep_their_manifests(
    place: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(releases_upkeep, "KEPT_RELEASES", 2)
    made = [released(place, f"b{n}", n).release_id for n in range(4)]
    told = upkeep(place)
    assert beyond(told) == {"releases": 2}
    assert all(release.is_kept for release in releases(place))
    before = sum(path.stat().st_size for path in place.releases.rglob("*") if path.is_file())
    upkeep(place, "--free")
    assert [one.release_id for one in releases(place) if one.is_kept] == made[2:]
    assert [one.release_id for one in releases(place)] == made
    assert current_release_id(place) == made[-1]
    after = sum(
        path.stat().st_size
        for path in place.releases.rglob("*")
        if path.is_file() and path.name != "history.jsonl"
    )
    history_bytes = (place.releases / "history.jsonl").stat().st_size
    freed = told["releases"]["bytes"]
    assert isinstance(freed, int)
    assert 0 <= before - after - freed <= history_bytes


@dg.op
def _say() -> int:
    return 1


@dg.job
def _short() -> None:
    _say()


def test_old_runs_leave_the_history(place: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "KEPT_RUNS", 2)
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    assert beyond(upkeep(place)) == {}
    with open_instance(place) as instance:
        made = [_short.execute_in_process(instance=instance).run_id for _ in range(5)]
    told = upkeep(place)
    assert beyond(told) == {"Dagster's history": 3}
    upkeep(place, "--free")
    with open_instance(place) as instance:
        assert [one.run_id for one in instance.get_runs()] == made[:2:-1]
        assert instance.all_logs(made[0]) == []
        assert instance.all_logs(made[-1])


def test_without_a_warehouse_the_way_to_one_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, ["--warehouse", str(tmp_path / "none")])
    assert isinstance(result.exception, ChipwatchError)
    assert "`chipwatch run`" in result.exception.remedy


def test_people_read_what_is_kept_and_how_to_free(place: Warehouse) -> None:
    stranger = place.raw / "nobody" / "rows" / "v1" / "a.parquet"
    stranger.parent.mkdir(parents=True)
    stranger.write_bytes(b"x" * 2_000_000)
    told = CliRunner().invoke(command, ["--warehouse", str(place.root)]).output
    assert "2.0 MB" in told
    assert "chipwatch upkeep --free" in told
    freed = CliRunner().invoke(command, ["--warehouse", str(place.root), "--free"]).output
    assert "to free it" not in freed
    assert not stranger.exists()
