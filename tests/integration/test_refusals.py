"""A failed audit, a crash, or the release step alone never change the published file."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from pipelines.archive.store import Archive, Origin, PayloadMeta
from pipelines.releases.shelf import file_sha256
from pipelines.warehouse import SAMPLE_ARCHIVE
from tests.conftest import CHIPWATCH, REPOSITORY, chipwatch


@pytest.fixture
def published(sample_warehouse: Path, tmp_path: Path) -> Path:
    """A copy of the sample warehouse that a test may try to harm."""
    place = tmp_path / "warehouse"
    shutil.copytree(sample_warehouse, place)
    return place


def test_a_failed_gate_publishes_nothing_and_names_the_check(
    published: Path, tmp_path: Path
) -> None:
    before = file_sha256(published / "chipwatch.duckdb")
    archive = tmp_path / "archive"
    shutil.copytree(SAMPLE_ARCHIVE, archive)
    entry = Archive(archive).entries("yahoo_chart", "bars")[0]
    chart = json.loads(Archive(archive).read(entry))
    prices = chart["chart"]["result"][0]["indicators"]["quote"][0]
    for name in ("open", "high", "low", "close"):
        prices[name][:200] = [price * 10 for price in prices[name][:200]]
    shutil.rmtree(archive / "yahoo_chart")
    Archive(archive).add(
        json.dumps(chart).encode(),
        PayloadMeta(
            source="yahoo_chart",
            dataset="bars",
            origin=Origin.SAMPLE,
            observed_at=entry.observed_at,
            licence=entry.licence,
            redistribution=entry.redistribution,
        ),
    )
    result = chipwatch("run", "--warehouse", published, "--archive", archive)
    assert result.returncode == 1
    assert "Nothing was published" in result.stderr
    assert "yahoo_chart__bars__close__jump" in result.stderr
    assert "what to do" in result.stderr
    assert "Traceback" not in result.stderr
    assert file_sha256(published / "chipwatch.duckdb") == before


RELEASE_ALONE = """
import sys
from pathlib import Path
from pipelines.defs.instance import open_instance
from pipelines.warehouse import locate
instance = open_instance(locate(sys.argv[1]))
import dagster as dg
from pipelines.defs.definitions import defs

result = defs.resolve_implicit_global_asset_job_def().execute_in_process(
    instance=instance, raise_on_error=False,
    asset_selection=[dg.AssetKey(["release", "chipwatch"])],
)
print("success", result.success)
for event in result.get_step_failure_events():
    print(event.step_failure_data.user_failure_data.description)
"""


def test_the_release_asset_alone_in_another_run_changes_nothing(published: Path) -> None:
    before = file_sha256(published / "chipwatch.duckdb")
    result = subprocess.run(
        [sys.executable, "-c", RELEASE_ALONE, str(published)],
        capture_output=True,
        text=True,
        check=True,
        cwd=REPOSITORY,
    )
    assert "success False" in result.stdout
    assert "no candidate to release" in result.stdout
    assert file_sha256(published / "chipwatch.duckdb") == before


@pytest.mark.slow
def test_a_killed_run_leaves_the_last_release_and_the_next_one_succeeds(published: Path) -> None:
    database = published / "chipwatch.duckdb"
    before = file_sha256(database)
    process = subprocess.Popen(
        [str(CHIPWATCH), "run", "--force", "--warehouse", str(published)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + 120
    while not list((published / "builds").glob("*/work.duckdb")):
        assert process.poll() is None, "the run ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert file_sha256(database) == before

    database.chmod(0o644)
    database.write_bytes(b"not a database")
    result = chipwatch("run", "--force", "--warehouse", published)
    assert result.returncode == 0, result.stderr
    assert "cannot be read" in result.stderr
    with duckdb.connect(str(database), read_only=True) as connection:
        assert connection.execute("select count(*) from marts.fct_sanction_events").fetchone()
    assert not list((published / "builds").iterdir())
    assert len(list((published / "releases").glob("*/manifest.json"))) == 2
