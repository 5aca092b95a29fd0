"""What a release was made from and judged by: beside its manifest, carried on in meta.checks."""

import json
from pathlib import Path

import duckdb
import pytest

from pipelines.errors import ChipwatchError
from pipelines.publish import meta_rows
from pipelines.releases import upkeep
from pipelines.releases.details import (
    CHECKS_FILE,
    PAYLOADS_FILE,
    checks_of,
    payloads_of,
    released_payloads,
    releases_with,
)
from pipelines.releases.shelf import Release, releases
from pipelines.warehouse import Warehouse
from tests.tiny import released, warehouse


@pytest.fixture
def place(tmp_path: Path) -> Warehouse:
    return warehouse(tmp_path / "w")


def judged(place: Warehouse) -> dict[str, int]:
    """Release → rows of meta.checks in the published file."""
    with duckdb.connect(str(place.published), read_only=True) as connection:
        rows = connection.execute(
            "select release_id, count(*) from meta.checks group by all order by 1"
        ).fetchall()
    return dict(rows)


def test_a_manifest_is_short_and_the_lists_stand_beside_it(place: Warehouse) -> None:
    release = released(place, "b1", 1)
    manifest = json.loads((release.path / "manifest.json").read_text())
    assert not {"checks", "payloads"} & manifest.keys()
    assert len(payloads_of(release)) == manifest["payload_count"]
    assert len(checks_of(release)) == judged(place)[release.release_id]


def test_earlier_checks_are_carried_on_even_of_what_was_taken_back(place: Warehouse) -> None:
    first, second = released(place, "b1", 1), released(place, "b2", 2)
    upkeep.rollback(place, first.release_id, "the second was wrong")
    third = released(place, "b3", 3)
    assert list(judged(place)) == [first.release_id, second.release_id, third.release_id]


def test_checks_are_kept_as_long_as_the_files_of_their_releases(
    place: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meta_rows, "KEPT_RELEASES", 2)
    made = [released(place, f"b{n}", n).release_id for n in (1, 2, 3)]
    assert list(judged(place)) == made[1:]


def test_a_damaged_newest_file_costs_only_what_it_alone_tells(place: Warehouse) -> None:
    first, second = released(place, "b1", 1), released(place, "b2", 2)
    second.database.chmod(0o644)
    second.database.write_bytes(b"not a database")
    third = released(place, "b3", 3)
    assert list(judged(place)) == [first.release_id, third.release_id]


@pytest.mark.parametrize("content", [b"", b"{", b'{"a": 1}', b"[1]", b"\xff"])
def test_a_damaged_list_is_told_and_stops_no_build(place: Warehouse, content: bytes) -> None:
    first, second = released(place, "b1", 1), released(place, "b2", 2)
    for name in (CHECKS_FILE, PAYLOADS_FILE):
        (second.path / name).write_bytes(content)
    for read in (checks_of, payloads_of):
        with pytest.raises(ChipwatchError, match="cannot be read"):
            read(second)
    assert released_payloads(place) == frozenset(payloads_of(first))
    assert released(place, "b3", 3).is_kept


def test_a_release_of_an_older_version_has_them_in_its_manifest(place: Warehouse) -> None:
    made = released(place, "b1", 1)
    checks, sha = checks_of(made), "f" * 64
    manifest = {**made.manifest, "checks": checks, "payloads": [f"a/b/{sha}"]}
    (made.path / "manifest.json").write_text(json.dumps(manifest))
    for name in (CHECKS_FILE, PAYLOADS_FILE):
        (made.path / name).unlink()
    (older,) = releases(place)
    assert checks_of(older) == checks
    assert releases_with(place, sha) == [older]
    with pytest.raises(ChipwatchError, match=r"manifest.json cannot be read \(payloads"):
        payloads_of(Release(older.release_id, older.path, {**manifest, "payloads": [1]}))


def test_pruning_takes_the_lists_along(place: Warehouse) -> None:
    first, _ = released(place, "b1", 1), released(place, "b2", 2)
    upkeep.prune(place, 1)
    assert sorted(path.name for path in first.path.iterdir()) == ["manifest.json"]
