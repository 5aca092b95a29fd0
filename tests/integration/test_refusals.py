"""A failed audit, a crash, or the release step alone never change the published file."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.release import file_sha256
from pipelines.warehouse import SAMPLE_ARCHIVE
from tests.conftest import CHIPWATCH, REPOSITORY, chipwatch


@pytest.fixture
def published(sample_warehouse: Path, tmp_path: Path) -> Path:
    """A copy of the sample warehouse that a test may try to harm."""
    place = tmp_path / "warehouse"
    shutil.copytree(sample_warehouse, place)
    return place


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A copy of the bundled sample archive that a test may change."""
    copied = tmp_path / "archive"
    shutil.copytree(SAMPLE_ARCHIVE, copied)
    return copied


def test_a_failed_audit_publishes_nothing_and_names_the_check(
    published: Path, archive: Path
) -> None:
    before = file_sha256(published / "chipwatch.duckdb")
    shutil.rmtree(archive / "yahoo_chart")
    result = chipwatch("run", "--warehouse", published, "--archive", archive)
    assert result.returncode == 1
    assert "Nothing was published" in result.stderr
    assert "yahoo_chart__bars" in result.stderr
    assert "Traceback" not in result.stderr
    assert file_sha256(published / "chipwatch.duckdb") == before


def test_an_unreadable_payload_is_kept_out_and_recorded(published: Path, archive: Path) -> None:
    victim = sorted((archive / "yahoo_chart").rglob("*.gz"))[0]
    victim.write_bytes(victim.read_bytes()[:100])
    result = chipwatch("run", "--warehouse", published, "--archive", archive)
    assert result.returncode == 0, result.stderr
    answer = chipwatch(
        "query",
        "select outcome, payload_sha256 from meta.payloads where outcome <> 'ok'",
        "--warehouse",
        published,
        "--csv",
    ).stdout
    assert f"corrupt,{victim.name.removesuffix('.gz')}" in answer


def test_a_half_written_payload_does_not_count(published: Path, archive: Path) -> None:
    victim = sorted((archive / "federal_register").rglob("*.json"))[0]
    victim.unlink()
    result = chipwatch("run", "--warehouse", published, "--archive", archive)
    assert result.returncode == 0, result.stderr
    counted = chipwatch(
        "query",
        f"select count(*) from meta.payloads where payload_sha256 = '{victim.stem}'",
        "--warehouse",
        published,
        "--csv",
    ).stdout
    assert counted.splitlines()[1] == "0"


RELEASE_ALONE = """
import sys
from pathlib import Path
from pipelines.home import open_home
from pipelines.warehouse import locate
instance = open_home(locate(sys.argv[1]))
import dagster as dg
from pipelines.definitions import defs
result = defs.resolve_implicit_global_asset_job_def().execute_in_process(
    instance=instance, raise_on_error=False,
    asset_selection=[dg.AssetKey(["release", "chipwatch"])],
    run_config={"resources": {"store": {"config": {"warehouse": sys.argv[1]}}}},
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


def test_a_killed_run_leaves_the_last_release_and_the_next_one_succeeds(published: Path) -> None:
    before = file_sha256(published / "chipwatch.duckdb")
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
    assert file_sha256(published / "chipwatch.duckdb") == before
    result = chipwatch("run", "--force", "--warehouse", published)
    assert result.returncode == 0, result.stderr
    assert not list((published / "builds").iterdir())
    assert len(list((published / "releases").iterdir())) == 2
