"""docs/sql.md: what it calls tried works, and the hardened forms refuse what they promise."""

import re
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from pipelines.warehouse import REPOSITORY

PAGE = (REPOSITORY / "docs" / "sql.md").read_text()
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
NAMED = "warehouse/chipwatch.duckdb"
REFUSED = (
    "select * from read_text('/etc/passwd')",
    "set enable_external_access = true",
    "attach ':memory:' as other",
    "delete from marts.rpt_events",
)


@pytest.mark.parametrize("block", BLOCKS, ids=["duckdb", "service", "sqlalchemy"])
def test_the_python_of_the_page_runs(sample_warehouse: Path, block: str) -> None:
    assert NAMED in block
    names: dict[str, object] = {}
    code = block.replace(NAMED, str(sample_warehouse / "chipwatch.duckdb"))
    exec(compile(code, "docs/sql.md", "exec"), names)  # noqa: S102
    frame = names["frame"]
    assert len(frame) > 50  # type: ignore[arg-type]


def test_a_service_sees_the_next_release_and_is_hardened(
    sample_warehouse: Path, tmp_path: Path
) -> None:
    [block] = (block for block in BLOCKS if "def ask" in block)
    file = tmp_path / "chipwatch.duckdb"
    shutil.copy(sample_warehouse / "chipwatch.duckdb", file)
    names: dict[str, Any] = {}
    exec(compile(block.replace(NAMED, str(file)), "docs/sql.md", "exec"), names)  # noqa: S102
    wanted = "select count(*) from duckdb_tables() where table_name = 'of_the_next'"
    assert names["ask"](wanted) == [(0,)]
    harmless = "attach ':memory:' as other"
    for sql in {*REFUSED, f"attach '{tmp_path / 'another.duckdb'}' as other"} - {harmless}:
        with pytest.raises(duckdb.Error):
            names["ask"](sql)
    following = tmp_path / "next.duckdb"
    shutil.copy(file, following)
    following.chmod(0o600)
    with duckdb.connect(str(following)) as connection:
        connection.execute("create table of_the_next as select 1")
    following.replace(file)
    assert names["ask"](wanted) == [(1,)]


@pytest.mark.parametrize("sql", REFUSED)
def test_the_hardened_uri_refuses(sample_warehouse: Path, sql: str) -> None:
    options = re.search(r"\?access_mode=\S+?(?=\")", PAGE)
    assert options is not None
    engine = create_engine(f"duckdb:///{sample_warehouse / 'chipwatch.duckdb'}{options[0]}")
    with engine.connect() as connection, pytest.raises(DBAPIError):
        connection.execute(text(sql))
    engine.dispose()


@pytest.mark.parametrize("sql", REFUSED)
def test_settings_after_connecting_refuse_too(sample_warehouse: Path, sql: str) -> None:
    settings = re.findall(r'-cmd "([^"]+)"', PAGE)
    assert len(settings) == 2
    with duckdb.connect(str(sample_warehouse / "chipwatch.duckdb"), read_only=True) as connection:
        for setting in settings:
            connection.execute(setting)
        with pytest.raises(duckdb.Error):
            connection.execute(sql)


def test_every_macro_that_the_page_names_exists(sample_warehouse: Path) -> None:
    with duckdb.connect(str(sample_warehouse / "chipwatch.duckdb"), read_only=True) as connection:
        there = {
            name
            for (name,) in connection.execute(
                "select function_name from duckdb_functions() where schema_name = 'marts'"
            ).fetchall()
        }
    named = set(re.findall(r"marts\.(\w+_as_of|events_in_force)\(", PAGE))
    assert len(named) >= 5
    assert named <= there
