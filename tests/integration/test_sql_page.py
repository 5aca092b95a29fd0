"""docs/sql.md: what it calls tried works, and the hardened forms refuse what they promise."""

import re
from pathlib import Path

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


@pytest.mark.parametrize("block", BLOCKS, ids=["duckdb", "sqlalchemy"])
def test_the_python_of_the_page_runs(sample_warehouse: Path, block: str) -> None:
    assert NAMED in block
    names: dict[str, object] = {}
    code = block.replace(NAMED, str(sample_warehouse / "chipwatch.duckdb"))
    exec(compile(code, "docs/sql.md", "exec"), names)  # noqa: S102
    frame = names["frame"]
    assert len(frame) > 50  # type: ignore[arg-type]


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
