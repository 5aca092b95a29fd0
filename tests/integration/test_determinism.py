"""Same archive and code, same content of every mart: wherever, whenever and however it is built."""

import json
import os
import random
import shutil
from pathlib import Path

import pytest

from pipelines.releases.shelf import Release, releases
from pipelines.warehouse import SAMPLE_ARCHIVE, Warehouse
from tests.conftest import chipwatch


def content(folder: Path) -> dict[str, str]:
    """The content hash of every mart of the newest release, tables about releases aside."""
    newest: Release = releases(Warehouse(folder))[-1]
    manifest = json.loads((newest.path / "manifest.json").read_text())
    return {
        table["table"]: table["content_hash"]
        for table in manifest["tables"]
        if table["table"].startswith("marts.") and table["table"] not in manifest["history_tables"]
    }


def shuffled_archive(folder: Path, seed: int) -> Path:
    """The sample's files copied in another order and with other file times."""
    files = sorted(path for path in SAMPLE_ARCHIVE.rglob("*") if path.is_file())
    random.Random(seed).shuffle(files)  # noqa: S311
    for number, path in enumerate(files):
        target = folder / path.relative_to(SAMPLE_ARCHIVE)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        os.utime(target, (10**9 + number, 10**9 + number))
    return folder


def built(
    folder: Path, monkeypatch: pytest.MonkeyPatch, threads: int, zone: str, seed: int
) -> dict[str, str]:
    monkeypatch.setenv("CHIPWATCH_DBT_THREADS", str(threads))
    monkeypatch.setenv("TZ", zone)
    monkeypatch.setenv("PYTHONHASHSEED", str(seed))
    archive = shuffled_archive(folder / "archive", seed)
    place = folder / "another place" / "warehouse"
    result = chipwatch("run", "--warehouse", place, "--archive", archive)
    assert result.returncode == 0, result.stdout + result.stderr
    return content(place)


def differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    return sorted(table for table in one | other if one.get(table) != other.get(table))


@pytest.mark.slow
def test_another_folder_zone_threads_and_order_give_the_same_content(
    sample_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = built(tmp_path, monkeypatch, threads=4, zone="Pacific/Kiritimati", seed=5)
    assert len(again) > 20
    assert differing(content(sample_warehouse), again) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("threads", "zone"),
    [(1, "UTC"), (2, "America/Los_Angeles"), (4, "Asia/Shanghai"), (1, "Pacific/Pago_Pago")],
)
def test_every_number_of_threads_gives_the_same_content(
    sample_warehouse: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    threads: int,
    zone: str,
) -> None:
    again = built(tmp_path, monkeypatch, threads, zone, seed=threads)
    assert differing(content(sample_warehouse), again) == []
