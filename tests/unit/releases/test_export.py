"""What leaves the house: Parquet and datapackage.json, restricted rows and columns left out."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.errors import ChipwatchError
from pipelines.releases.export import Rules, export, load_rules, undeclared
from pipelines.releases.shelf import Release, file_sha256
from pipelines.warehouse import Warehouse
from tests.tiny import released, warehouse

RULES = Rules(
    open=("dim_source",),
    tables={"fct_entity_listings": "yahoo_chart"},
    columns={"fct_sanction_events": {"title": "yahoo_chart", "evidence_grade": "csl"}},
    by_source_column={"rpt_changes": "source"},
    through={},
)
NOTHING = Rules((), {}, {}, {}, {})


@pytest.fixture
def place(tmp_path: Path) -> Warehouse:
    return warehouse(tmp_path / "w")


def made(place: Warehouse) -> Release:
    released(place, "b1", 1)
    return released(
        place,
        "b2",
        2,
        events=(("e1", "Changed", "official_text", "seed1"), ("e2", "Lost", "x", "unknown")),
        bars=(("nvda", "2026-01-02", "1.5", "bars1"), ("amd", "2026-01-02", "2.5", "csl1")),
    )


def package(folder: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((folder / "datapackage.json").read_text())
    return record


def test_rows_of_restricted_or_unknown_payloads_stay(place: Warehouse, tmp_path: Path) -> None:
    out = tmp_path / "out"
    told = {one.table: one for one in export(made(place), out, False, RULES)}
    assert (told["fct_stock_daily"].rows, told["fct_stock_daily"].rows_left_out) == (1, 1)
    assert (told["fct_sanction_events"].rows, told["fct_sanction_events"].rows_left_out) == (1, 1)
    securities = duckdb.execute(
        f"select security_id from '{out}/data/fct_stock_daily.parquet'"
    ).fetchall()
    assert securities == [("amd",)]


def test_declared_tables_and_columns_stay_by_their_source(place: Warehouse, tmp_path: Path) -> None:
    out = tmp_path / "out"
    told = {one.table: one for one in export(made(place), out, False, RULES)}
    assert told["fct_entity_listings"].rows == 0
    assert not (out / "data" / "fct_entity_listings.parquet").exists()
    assert told["fct_sanction_events"].columns_left_out == ("title",)
    columns = duckdb.execute(
        f"select column_name from (describe from '{out}/data/fct_sanction_events.parquet')"
    ).fetchall()
    assert columns == [("event_id",), ("evidence_grade",), ("payload_sha256",)]


def test_restricted_data_go_along_only_when_asked_for(place: Warehouse, tmp_path: Path) -> None:
    out = tmp_path / "out"
    told = export(made(place), out, True, NOTHING)
    assert sum(one.rows_left_out for one in told) == 0
    assert {one.table for one in told if one.columns_left_out} == set()
    assert package(out)["chipwatch"]["includes_restricted"] is True


def test_the_package_describes_every_file(place: Warehouse, tmp_path: Path) -> None:
    out = tmp_path / "out"
    release = made(place)
    export(release, out, False, RULES)
    described = package(out)
    files = {path.relative_to(out).as_posix() for path in (out / "data").iterdir()}
    assert {resource["path"] for resource in described["resources"]} == files
    for resource in described["resources"]:
        assert resource["hash"] == f"sha256:{file_sha256(out / resource['path'])}"
        assert resource["bytes"] == (out / resource["path"]).stat().st_size
    bars = next(r for r in described["resources"] if r["name"] == "fct_stock_daily")
    assert bars["schema"]["primaryKey"] == ["security_id", "session_on"]
    types = {field["name"]: field["type"] for field in bars["schema"]["fields"]}
    assert types == {
        "security_id": "string",
        "session_on": "date",
        "close": "number",
        "payload_sha256": "string",
    }
    assert [source["title"] for source in described["sources"]] == ["Screening list"]
    left = {one["table"]: one for one in described["chipwatch"]["left_out"]}
    assert left["fct_entity_listings"]["because"] == "yahoo_chart does not allow redistribution"


def test_a_mart_that_nothing_is_declared_about_stays(place: Warehouse, tmp_path: Path) -> None:
    told = {one.table: one for one in export(made(place), tmp_path / "out", False, NOTHING)}
    assert told["dim_source"].left_out_because == "nothing declares what may leave the house"
    assert undeclared({"a": ["x"], "b": ["rule_payload_sha256"]}, NOTHING) == ["a"]


def test_a_folder_with_files_is_not_touched(place: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(ChipwatchError, match="not an empty folder"):
        export(made(place), tmp_path, False, RULES)


def test_a_failed_export_leaves_nothing(place: Warehouse, tmp_path: Path) -> None:
    release = made(place)
    release.database.chmod(0o644)
    release.database.write_bytes(b"not a database" * 1000)
    with pytest.raises(ChipwatchError, match="could not be exported"):
        export(release, tmp_path / "out", False, RULES)
    assert not (tmp_path / "out").exists()
    assert list(tmp_path.glob(".unfinished-*")) == []


def test_the_declaration_of_the_project_reads(tmp_path: Path) -> None:
    rules = load_rules()
    assert rules.tables["fct_event_market_reaction"] == "yahoo_chart"
    (tmp_path / "export.yml").write_text("open: 3")
    with pytest.raises(ChipwatchError, match=r"export\.yml cannot be read"):
        load_rules(tmp_path / "export.yml")
