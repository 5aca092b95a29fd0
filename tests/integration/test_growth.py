"""A warehouse that grew day by day publishes what one made at once from the same archive does."""

from pathlib import Path

import duckdb
import pytest

from pipelines.archive.store import Archive, PayloadMeta
from pipelines.audit.set_aside import recorded
from pipelines.releases.content_hash import content_hashes
from pipelines.warehouse import Warehouse
from tests.growing import compose, small_payloads
from tests.mutations.build import sound_build

DAYS = (60, 300, 301)
"""Payloads in the archive day by day: each alone, many of them packed, one more."""


def with_wrong_rows(archive: Archive) -> None:
    """One more answer of a service, with an article that was seen after it was asked for."""
    entry = archive.entries("gdelt_doc")[5]
    payload = archive.read(entry)
    seen = payload.partition(b'"seendate": "')[2][:16]
    kept = {name: getattr(entry, name) for name in PayloadMeta.__dataclass_fields__}
    wrong = payload.replace(seen, b"20261201T060000Z", 1)
    archive.add(wrong, PayloadMeta(**{**kept, "url": "https://api.gdeltproject.org/other"}))


def hashes(build: Path) -> dict[str, str]:
    with duckdb.connect(str(build / "candidate.duckdb"), read_only=True) as connection:
        return dict(content_hashes(connection, "marts"))


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A warehouse that was built on each of DAYS, and the build of the last one."""
    folder = tmp_path_factory.mktemp("grown")
    archive = folder / "archive"
    build = folder
    for day, count in enumerate(DAYS):
        compose(archive, count, small_payloads(archive) if archive.exists() else 0)
        if day == 0:
            with_wrong_rows(Archive(archive))
        build = sound_build(folder / "w", archive, f"day-{day}", sets_aside=True)
    return folder, build


@pytest.mark.slow
def test_day_by_day_and_at_once_give_the_same_marts(grown: tuple[Path, Path]) -> None:
    folder, build = grown
    assert list(Warehouse(folder / "w").raw.rglob("*.pack.parquet"))
    assert "gdelt_doc__articles__seen_at__future" in recorded(build)
    at_once = sound_build(folder / "once", folder / "archive", sets_aside=True)
    assert recorded(at_once) == recorded(build)
    assert len(hashes(build)) > 50
    assert hashes(at_once) == hashes(build)
