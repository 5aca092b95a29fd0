"""`chipwatch audit`, which marts have a suite, and which commands never load Great Expectations."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipelines.audit.catalogue import load_catalogue
from pipelines.releases.shelf import file_sha256
from tests.conftest import REPOSITORY, chipwatch
from tests.integration.audit_builds import RawBuild, entries, sound_raw_build

WITHOUT_SUITE = {
    "rpt_changes": "made from the comparison of two releases, which the drift judges",
}
LOADED = """
import sys
from pipelines.cli import main
sys.argv = ["chipwatch", *sys.argv[1:]]
try:
    main()
except SystemExit:
    pass
print()
print("loaded" if "great_expectations" in sys.modules else "not loaded", flush=True)
"""


def test_every_published_mart_has_a_suite_or_an_exemption(sample_warehouse: Path) -> None:
    covered = {entry.table for entry in load_catalogue() if entry.layer == "publication"}
    with duckdb.connect(str(sample_warehouse / "chipwatch.duckdb"), read_only=True) as connection:
        published = {
            str(table)
            for (table,) in connection.execute(
                "select table_name from duckdb_tables() where schema_name = 'marts'"
            ).fetchall()
        }
    assert published - covered == set(WITHOUT_SUITE)
    assert covered <= published


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("audit", "--help"),
        ("query", "select 1"),
        ("status",),
        ("releases", "list"),
        ("releases", "show", "current"),
        ("sources", "list"),
    ],
    ids=" ".join,
)
def test_commands_that_do_not_audit_never_load_great_expectations(
    sample_warehouse: Path, arguments: tuple[str, ...]
) -> None:
    place = () if {"--help", "sources"} & set(arguments) else ("--warehouse", str(sample_warehouse))
    command = [sys.executable, "-c", LOADED, *arguments, *place]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=REPOSITORY)
    assert len(done.stdout.splitlines()) > 2
    assert done.stdout.splitlines()[-1] == "not loaded"


def test_the_published_release_is_audited_and_not_touched(sample_warehouse: Path) -> None:
    before = _content(sample_warehouse)
    result = chipwatch("audit", "--warehouse", sample_warehouse)
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.startswith("audited: release 20")
    assert "beside no earlier release" in result.stdout
    found = {
        line.rpartition("  ")[0].split("  ")[0]: line for line in result.stdout.splitlines() if line
    }
    assert "read from the record" in found["raw gate"]
    assert "read from the record" in found["dbt tests"]
    assert "run again" in found["publication gate"]
    (page,) = re.findall(r"^data docs: (.+)$", result.stdout, re.MULTILINE)
    assert Path(page).is_relative_to(sample_warehouse)
    assert Path(page).exists()
    assert result.stdout.rstrip().endswith("verdict: passes")
    assert _content(sample_warehouse) == before


def test_the_last_verdict_is_read_alone(sample_warehouse: Path) -> None:
    result = chipwatch("audit", "--recorded", "--warehouse", sample_warehouse, "--json")
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    with duckdb.connect(str(sample_warehouse / "chipwatch.duckdb"), read_only=True) as connection:
        recorded = connection.execute(
            "select check_id, is_passed from meta.checks order by 1, 2"
        ).fetchall()
    assert sorted((check["check_id"], check["passed"]) for check in told["checks"]) == recorded
    assert told["recorded_layers"] == ["raw", "dbt", "publication"]
    assert told["passed"] is True


@pytest.fixture
def refused(sample_warehouse: Path, tmp_path: Path) -> Path:
    """A warehouse that keeps a refused candidate: shifted dates, and one list is gone."""
    place = tmp_path / "warehouse"
    shutil.copytree(sample_warehouse, place)
    build = sound_raw_build(place / "builds" / "refused").write()
    shutil.copyfile(place / "chipwatch.duckdb", build / "candidate.duckdb")
    (build / "candidate.duckdb").chmod(0o644)
    with duckdb.connect(str(build / "candidate.duckdb")) as connection:
        connection.execute("update marts.fct_sanction_events set known_from = known_from + 1")
        connection.execute("delete from marts.fct_entity_listings where list_code = 'UVL'")
    return place


def test_a_refused_candidate_is_audited_again_and_says_why(refused: Path) -> None:
    before = _content(refused)
    result = chipwatch("audit", "--build", "newest", "--warehouse", refused)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "audited: candidate of build refused, beside 20" in result.stdout
    assert "CRITICAL release.fct_sanction_events.restated" in result.stdout
    assert "known_from (" in result.stdout
    assert "CRITICAL fct_entity_listings__list_code__lost_list" in result.stdout
    assert result.stdout.rstrip().endswith("verdict: refused")
    assert _content(refused) == before

    read = chipwatch("audit", "--recorded", "--warehouse", refused)
    assert read.returncode == 0
    assert read.stdout.rstrip().endswith("a build is kept: chipwatch audit --build refused")


def test_a_build_that_was_refused_before_its_candidate_is_told(tmp_path: Path) -> None:
    place = tmp_path / "warehouse"
    build = RawBuild(place / "builds" / "stopped")
    build.add("csl/entries", entries(), reported=7)
    path = build.write()
    result = chipwatch("audit", "--build", "stop", "--warehouse", place, "--json")
    told = json.loads(result.stdout)
    assert (result.returncode, told["file"], told["passed"]) == (1, None, False)
    assert told["subject"] == "raw data of build stopped"
    assert not (path / "audit").exists()
    nothing = chipwatch("audit", "--recorded", "--build", "stopped", "--warehouse", place)
    assert "ended before any check was made" in nothing.stderr

    (path / "results").mkdir()
    (path / "results" / "raw_gate.json").write_text(json.dumps(told["checks"]))
    read = chipwatch("audit", "--recorded", "--build", "stopped", "--warehouse", place)
    assert read.returncode == 1
    assert "CRITICAL csl__entries__payload_rows_match (release)" in read.stdout
    named = f"chipwatch sources accept --warehouse {place} --check"
    assert f"{named} csl__entries__payload_rows_match" in read.stdout


def test_what_cannot_be_audited_is_told(sample_warehouse: Path, tmp_path: Path) -> None:
    nothing = chipwatch("audit", "--warehouse", tmp_path / "none")
    assert nothing.returncode == 1
    assert "Nothing is published yet" in nothing.stderr
    unknown = chipwatch("audit", "--build", "x", "--warehouse", tmp_path / "none")
    assert "There is no single ended build x" in unknown.stderr
    both = chipwatch("audit", "--build", "x", "--release", "y", "--warehouse", tmp_path)
    assert both.returncode == 2
    place = tmp_path / "touched"
    shutil.copytree(sample_warehouse, place)
    (database,) = place.glob("releases/*/chipwatch.duckdb")
    database.chmod(0o644)
    with duckdb.connect(str(database)) as connection:
        connection.execute("delete from marts.dim_vendor where vendor_id = 'nvidia'")
    touched = chipwatch("audit", "--warehouse", place)
    assert touched.returncode == 1
    assert "is not the file that was released" in touched.stderr
    assert "Traceback" not in touched.stderr


def _content(place: Path) -> dict[str, str]:
    return {
        str(path.relative_to(place)): file_sha256(path)
        for path in place.rglob("*")
        if path.is_file()
    }
