"""`chipwatch review`: the queue in its order, a decision written, what is refused."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from pipelines.cli.review import command


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    place = tmp_path / "warehouse"
    place.mkdir()
    with duckdb.connect(str(place / "chipwatch.duckdb")) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.rpt_event_candidates as from (values "
            "('document:1', 'document', 'review', date '2031-01-01', 'tariff', 'Old', 'x', ''),"
            "('document:2', 'document', 'review', date '2031-02-01', 'tariff', 'New', 'x', ''),"
            "('document:3', 'document', 'matched', date '2031-03-01', 'tariff', 'Met', 'x', '')"
            ") t(candidate_id, candidate_kind, candidate_state, first_on, instrument, title, "
            "reason, url)"
        )
        connection.execute(
            "create table marts.rpt_ledger_irrelevant as "
            "select 'document:4' as record_id, 'document' as record_kind"
        )
    return place


def run(place: Path, *arguments: str) -> Result:
    return CliRunner().invoke(command, ["--warehouse", str(place), *arguments])


def queue(place: Path) -> list[str]:
    result = run(place, "--json")
    assert result.exit_code == 0, result.output
    return [row["candidate_id"] for row in json.loads(result.output)]


def test_the_newest_is_first_and_what_is_decided_leaves(warehouse: Path) -> None:
    assert queue(warehouse) == ["document:2", "document:1"]
    result = run(
        warehouse, "document:2", "--decision", "none", "--why", "steel only", "--who", "ann"
    )
    assert "document:2 is not relevant, says ann" in result.output
    assert queue(warehouse) == ["document:1"]
    assert "1 to look at, 1 decided since the last run" in run(warehouse).output
    with (warehouse / "overlay" / "review.csv").open(encoding="utf-8", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["decision"], row["decided_by"], row["reason"]) == ("none", "ann", "steel only")


def test_a_misjudged_document_can_be_decided_too(warehouse: Path) -> None:
    for candidate in ("document:3", "document:4"):
        result = run(warehouse, candidate, "--decision", "core", "--why", "names chips")
        assert result.exit_code == 0, result.output


def test_what_is_refused(warehouse: Path) -> None:
    unknown = run(warehouse, "document:9", "--decision", "core", "--why", "x")
    assert "knows no document document:9" in str(unknown.exception)
    assert run(warehouse, "document:1", "--decision", "core", "--why", " ").exit_code == 2
    assert run(warehouse, "document:1", "--why", "x").exit_code == 2
    assert run(warehouse, "--decision", "core").exit_code == 2
    assert not (warehouse / "overlay").exists()
