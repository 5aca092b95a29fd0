"""The whole way on the bundled sample, as a new user goes it."""

import json
from pathlib import Path

import duckdb
import pytest

from pipelines.releases.shelf import file_sha256
from tests.conftest import chipwatch


def test_the_summary_says_what_a_new_user_needs(sample_warehouse: Path) -> None:
    printed = (sample_warehouse / "run.out").read_text()
    assert printed.startswith("published release ")
    for expected in (
        "releases show",
        "first release",
        "checks: ",
        "sample: every payload is the bundled sample",
        "file: ",
        "next: ",
    ):
        assert expected in printed
    assert not list((sample_warehouse / "builds").iterdir())


def test_a_second_run_changes_nothing_and_says_so(sample_warehouse: Path) -> None:
    before = file_sha256(sample_warehouse / "chipwatch.duckdb")
    result = chipwatch("run", "--warehouse", sample_warehouse)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("nothing changed since release ")
    assert file_sha256(sample_warehouse / "chipwatch.duckdb") == before
    assert len(list((sample_warehouse / "releases").glob("*/manifest.json"))) == 1


def test_every_published_table_and_column_has_a_comment(sample_warehouse: Path) -> None:
    with duckdb.connect(str(sample_warehouse / "chipwatch.duckdb"), read_only=True) as connection:
        bare = connection.execute(
            "select table_schema, table_name, column_name from meta.columns "
            "where coalesce(description, '') = '' or coalesce(table_description, '') = ''"
        ).fetchall()
        schemas = connection.execute(
            "select distinct schema_name from duckdb_tables() where not internal order by 1"
        ).fetchall()
    assert bare == []
    assert schemas == [("marts",), ("meta",)]


def test_meta_says_where_everything_came_from(sample_warehouse: Path) -> None:
    with duckdb.connect(str(sample_warehouse / "chipwatch.duckdb"), read_only=True) as connection:
        orphans = {}
        for (table,) in connection.execute(
            "select distinct table_name from meta.columns "
            "where column_name = 'payload_sha256' and table_schema = 'marts'"
        ).fetchall():
            row = connection.execute(
                f"select count(*) from marts.{table} anti join meta.payloads using (payload_sha256)"
            ).fetchone()
            assert row is not None
            orphans[table] = row[0]
        facts = {
            name
            for (name,) in connection.execute(
                "select table_name from duckdb_tables() where table_name like 'fct\\_%' escape '\\'"
            ).fetchall()
        }
    assert facts <= set(orphans), "a fact table without payload_sha256"
    assert set(orphans.values()) == {0}, orphans


def test_status_and_releases_speak_to_people_and_scripts(sample_warehouse: Path) -> None:
    status = json.loads(chipwatch("status", "--warehouse", sample_warehouse, "--json").stdout)
    assert status["is_sample"] is True
    assert {source["status"] for source in status["sources"]} <= {"ok", "empty"}
    people = chipwatch("status", "--warehouse", sample_warehouse).stdout
    assert status["release_id"] in people
    listed = chipwatch("releases", "list", "--warehouse", sample_warehouse, "--json").stdout
    assert json.loads(listed)["release_id"] == status["release_id"]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select * from read_csv('/etc/passwd')", "disabled"),
        ("set enable_external_access=true", "configuration"),
        ("create table marts.x (y int)", "read-only"),
        ("attach 'other.duckdb'", "disabled"),
        ("select * from marts.no_such_table", "no_such_table"),
        ("selec 1", "syntax error"),
    ],
)
def test_query_can_neither_write_nor_reach_out(sample_warehouse: Path, sql: str, said: str) -> None:
    result = chipwatch("query", sql, "--warehouse", sample_warehouse)
    assert result.returncode == 1
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_query_prints_tables_json_and_csv(sample_warehouse: Path) -> None:
    sql = "select 1 as a, 'é;\"' as b, null as c"
    run = lambda *form: chipwatch("query", sql, "--warehouse", sample_warehouse, *form).stdout  # noqa: E731
    assert run() == 'a  b    c\n-  ---  -\n1  é;"\n'
    assert json.loads(run("--json")) == {"a": 1, "b": 'é;"', "c": None}
    assert run("--csv") == 'a,b,c\n1,"é;""",\n'


def test_live_on_a_sample_warehouse_is_refused_with_the_way_out(sample_warehouse: Path) -> None:
    result = chipwatch("run", "--live", "--warehouse", sample_warehouse)
    assert result.returncode == 1
    assert "sample warehouse; fetched data never mix with it" in result.stderr
    assert "name another folder with --warehouse" in result.stderr


def test_an_empty_archive_stops_before_anything_is_built(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = chipwatch("run", "--warehouse", tmp_path / "w", "--archive", tmp_path / "empty")
    assert result.returncode == 1
    assert "holds no payload that counts" in result.stderr
    assert not (tmp_path / "w" / "chipwatch.duckdb").exists()


@pytest.mark.slow
def test_a_new_live_warehouse_without_payloads_says_how_to_get_some(tmp_path: Path) -> None:
    result = chipwatch("run", "--live", "--warehouse", tmp_path / "w")
    assert result.returncode == 1
    assert "chipwatch archive add" in result.stderr


def test_state_of_a_newer_version_is_refused(sample_warehouse: Path, tmp_path: Path) -> None:
    place = tmp_path / "w"
    place.mkdir()
    (place / "state.json").write_text('{"state_version": 99, "kind": "sample"}')
    result = chipwatch("run", "--warehouse", place)
    assert result.returncode == 1
    assert "newer chipwatch" in result.stderr


def test_status_before_the_first_run_says_what_to_do(tmp_path: Path) -> None:
    result = chipwatch("status", "--warehouse", tmp_path)
    assert result.returncode == 1
    assert "make run" in result.stderr
