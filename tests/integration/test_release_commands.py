"""`chipwatch releases` and `chipwatch archive` as a person and a script use them."""

import json
import shutil
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.releases import export, upkeep
from pipelines.warehouse import SAMPLE_ARCHIVE, Warehouse
from tests.as_if_live import as_if_live
from tests.conftest import chipwatch
from tests.tiny import candidate, judged, released, warehouse

MANY = tuple((f"l{n}", f"Entity {n}", "EL", "csl1") for n in range(100))


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A warehouse of two releases that no test changes."""
    return filled(tmp_path_factory.mktemp("two") / "w")


def filled(folder: Path) -> Warehouse:
    place = warehouse(folder)
    released(place, "b1", 1, listings=MANY)
    released(place, "b2", 2, listings=MANY, events=(("e1", "Renamed", "official_text", "seed1"),))
    return place


def say(place: Warehouse, *arguments: object, code: int = 0) -> str:
    result = chipwatch("releases", *arguments, "--warehouse", place.root)
    assert result.returncode == code, result.stderr
    assert "Traceback" not in result.stderr
    return result.stdout if code == 0 else result.stderr


def records(place: Warehouse, *arguments: object) -> list[dict[str, object]]:
    return [json.loads(line) for line in say(place, *arguments, "--json").splitlines()]


def test_diff_for_people_and_scripts(two: Warehouse) -> None:
    first, second = (str(one["release_id"]) for one in records(two, "list"))
    people = say(two, "diff", first, "current", "--rows")
    assert "fct_sanction_events changed: event_id=e1" in people
    assert "title: First -> Renamed" in people
    told = {one["table"]: one for one in records(two, "diff", first, second, "--rows")}
    assert (told["fct_sanction_events"]["changed"], told["fct_entity_listings"]["changed"]) == (
        1,
        0,
    )
    assert told["fct_sanction_events"]["rows"] == [
        {
            "table": "fct_sanction_events",
            "change": "changed",
            "key": {"event_id": "e1"},
            "before": {"title": "First"},
            "after": {"title": "Renamed"},
        }
    ]
    only = records(two, "diff", first, second, "--table", "dim_source")
    assert [one["table"] for one in only] == ["dim_source"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("diff", "current", "current"), "Both names mean"),
        (("diff", "nope", "current"), "There is no release nope"),
        (("show", "2026"), "2 releases begin with 2026"),
        (("rollback", "current", "--reason", "x"), "is the current one already"),
        (("approve", "--table", "fct_x", "--reason", "x"), "No candidate waits"),
    ],
)
def test_mistakes_are_told_with_a_remedy(
    two: Warehouse, arguments: tuple[str, ...], said: str
) -> None:
    told = say(two, *arguments, code=1)
    assert said in told
    assert "what to do" in told


def test_show_tells_of_tables_and_drift(two: Warehouse) -> None:
    told = say(two, "show", "current")
    assert "marts.fct_sanction_events" in told
    (record,) = records(two, "show", "current")
    assert record["keys"] == {
        "fct_entity_listings": ["listing_id"],
        "fct_sanction_events": ["event_id"],
        "fct_stock_daily": ["security_id", "session_on"],
    }


def test_verify_says_so_and_fails_on_damage(tmp_path: Path) -> None:
    place = filled(tmp_path / "w")
    assert [one["state"] for one in records(place, "verify")] == ["intact"] * 3
    victim = upkeep.find(place, "current").database
    victim.chmod(0o644)
    victim.write_bytes(victim.read_bytes()[:-1] + b"?")
    assert "1 of 3 are damaged" in say(place, "verify", code=1)


def test_approve_rollback_and_prune(tmp_path: Path) -> None:
    place = filled(tmp_path / "w")
    judged(place, candidate(place, "b3", listings=MANY[:50]))
    told = say(place, "approve", "--table", "fct_entity_listings", "--reason", "cleaned up")
    assert "50 of 100 rows may vanish" in told
    first = str(records(place, "list")[0]["release_id"])
    assert f"published again: {first}" in say(place, "rollback", first, "--reason", "wrong title")
    listed = records(place, "list")
    assert [one["is_current"] for one in listed] == [True, False]
    assert listed[1]["rolled_back_reason"] == "wrong title"
    assert say(place, "prune", "--keep", "1") == "nothing to prune\n"


def test_export_leaves_out_and_says_what(two: Warehouse, tmp_path: Path) -> None:
    told = say(two, "export", "current", tmp_path / "out")
    assert "its source does not allow redistribution" in told
    assert (tmp_path / "out" / "datapackage.json").exists()
    assert "not an empty folder" in say(two, "export", "current", tmp_path / "out", code=1)


def test_archive_verify_stats_and_backup_on_the_sample(tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    for verb in (("verify",), ("stats",), ("backup", str(backup))):
        result = chipwatch("archive", *verb, "--archive", SAMPLE_ARCHIVE, "--json")
        assert result.returncode == 0, result.stderr
        assert json.loads(result.stdout.splitlines()[0])
    again = chipwatch("archive", "verify", "--archive", backup)
    assert "are whole" in again.stdout


def test_the_sample_of_the_code_is_not_redacted(two: Warehouse) -> None:
    result = chipwatch("archive", "redact", "f" * 64, "--reason", "x", "--warehouse", two.root)
    assert result.returncode == 1
    assert "its archive is the bundled one" in result.stderr


def test_every_mart_of_the_sample_is_keyed_declared_and_has_a_feed(
    sample_warehouse: Path, tmp_path: Path
) -> None:
    release = upkeep.find(Warehouse(sample_warehouse), "current")
    marts = {
        table["table"].partition(".")[2]
        for table in release.manifest["tables"]
        if table["table"].startswith("marts.")
    }
    assert marts - set(release.manifest["keys"]) == {"rpt_changes"}
    rules = export.load_rules()
    assert {*rules.open, *rules.tables, *rules.columns, *rules.through} <= marts
    told = export.export(release, tmp_path / "sample", False)
    assert [one for one in told if one.rows_left_out or one.columns_left_out] == []
    (tmp_path / "live").mkdir()
    live = replace(release, path=as_if_live(release.database, tmp_path / "live").parent)
    told = export.export(live, tmp_path / "exported", False)
    assert [one.table for one in told if "nothing declares" in one.left_out_because] == []
    assert {one.table for one in told if one.rows == 0 and one.rows_left_out} >= {
        "fct_stock_daily",
        "fct_event_market_reaction",
        "rpt_market_reaction",
    }
    ET.fromstring((release.path / "changes.atom.xml").read_bytes())  # noqa: S314


@pytest.mark.slow
def test_rows_that_vanish_need_a_word_and_then_go(sample_warehouse: Path, tmp_path: Path) -> None:
    place, archive = tmp_path / "w", tmp_path / "archive"
    shutil.copytree(sample_warehouse, place)
    shutil.copytree(SAMPLE_ARCHIVE, archive)
    for bars in sorted((archive / "yahoo_chart").rglob("*.gz"))[:2]:
        bars.unlink()
    before = (place / "chipwatch.duckdb").read_bytes()
    refused = chipwatch("run", "--warehouse", place, "--archive", archive)
    assert refused.returncode == 1
    assert "chipwatch releases approve" in refused.stderr
    assert "--table fct_stock_daily" in refused.stderr
    assert (place / "chipwatch.duckdb").read_bytes() == before
    waiting = json.loads((place / "releases" / "refused.json").read_text())["tables"]
    for table in waiting:
        reason = ("--reason", "two symbols are no longer followed")
        given = chipwatch("releases", "approve", "--table", table, *reason, "--warehouse", place)
        assert given.returncode == 0, given.stderr
    result = chipwatch("run", "--warehouse", place, "--archive", archive)
    assert result.returncode == 0, result.stderr
    (record,) = records(Warehouse(place), "show", "current")
    approvals = record["approvals"]
    assert isinstance(approvals, list)
    assert {approval["table_name"] for approval in approvals} == set(waiting)
