"""`chipwatch query` as people and scripts use it, and what it refuses."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.conftest import chipwatch


def query(warehouse: Path, *arguments: object) -> tuple[int, str, str]:
    done = chipwatch("query", *arguments, "--warehouse", warehouse)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("", "no statement"),
        (" ; ;", "no statement"),
        ("/* nothing */", "no statement"),
        ("select 1; select 2", "2 statements"),
        ("selec 1", "The query failed"),
        ("select * from marts.no_such_table", "The query failed"),
        ("copy (select 1) to 'x.csv'", "The query failed"),
        ("select * from read_text('README.md')", "The query failed"),
        ("attach 'other.duckdb'", "The query failed"),
        ("install httpfs", "The query failed"),
        ("set memory_limit = '100GB'", "The query failed"),
        ("create table marts.mine as select 1", "The query failed"),
        ("select \udce9", "is not text"),
    ],
)
def test_what_cannot_be_answered_is_told(sample_warehouse: Path, sql: str, told: str) -> None:
    code, printed, error = query(sample_warehouse, sql)
    assert (code, printed) == (1, "")
    assert told in error


def test_a_query_without_end_is_stopped(sample_warehouse: Path) -> None:
    endless = "select count(*) from range(1000000000) a, range(1000000000) b"
    code, _, error = query(sample_warehouse, endless, "--timeout", 1)
    assert (code, "stopped after 1 seconds" in error) == (1, True)


def test_json_is_json(sample_warehouse: Path) -> None:
    sql = "select 'nan'::double as x, [1.0, 'inf'::double] as l, {'a': '-inf'::double} as s"
    code, printed, _ = query(sample_warehouse, sql, "--json")
    record = json.loads(printed, parse_constant=pytest.fail)
    assert (code, record) == (0, {"x": None, "l": [1.0, None], "s": {"a": None}})
    code, _, error = query(sample_warehouse, "select 1 as a, 2 as a", "--json")
    assert (code, "Several columns are called a" in error) == (1, True)


def test_csv_is_plain_and_excel_runs_nothing(sample_warehouse: Path) -> None:
    sql = "select '=1+1' as f, -5 as n, ' @x' as g, 'plain' as p, ['=a'] as l"
    _, plain, _ = query(sample_warehouse, sql, "--csv")
    assert list(csv.reader(io.StringIO(plain)))[1] == ["=1+1", "-5", " @x", "plain", "['=a']"]
    _, sheet, _ = query(sample_warehouse, sql, "--excel")
    assert sheet.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(sheet)))[1] == ["'=1+1", "-5", "' @x", "plain", "['=a']"]


def test_a_table_is_cut_with_a_hint_and_never_acts_on_the_terminal(sample_warehouse: Path) -> None:
    code, printed, error = query(sample_warehouse, "select * from range(5000)")
    assert (code, len(printed.splitlines())) == (0, 1002)
    assert "--limit 0 shows all" in error
    _, printed, error = query(sample_warehouse, "select * from range(5000)", "--limit", 0)
    assert (len(printed.splitlines()), error) == (5002, "")
    _, printed, _ = query(sample_warehouse, "select chr(27) || '[2J' || chr(8238) || 'x' as t")
    assert printed.splitlines()[2] == "\ufffd[2J\ufffdx"
