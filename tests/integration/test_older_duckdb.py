"""The published file opens in the older DuckDB that BI tools still bundle."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

VERSIONS = ("1.2.2", "1.4.4", "1.5.6")
CACHE = Path(os.environ.get("CHIPWATCH_WHEELS", Path.home() / ".cache" / "chipwatch" / "duckdb"))

READ = """
import json, sys
import duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
connection.execute("set enable_progress_bar = false")
tables = connection.execute(
    "select schema_name || '.' || table_name from duckdb_tables() where not internal"
).fetchall()
macros = connection.execute(
    "select distinct function_name from duckdb_functions() "
    "where schema_name = 'marts' and function_type = 'table_macro'"
).fetchall()
rows = {name: len(connection.execute("from " + name).fetchall()) for (name,) in tables}
day = "date '2025-12-01'"
arguments = {"chip_status_as_of": day + ", 'CN'"}
answers = {
    name: len(connection.execute(f"from marts.{name}({arguments.get(name, day)})").fetchall())
    for (name,) in macros
}
bare = connection.execute(
    "select count(*) from duckdb_columns() where not internal and coalesce(comment, '') = ''"
).fetchone()[0]
print(json.dumps([duckdb.__version__, rows, answers, bare]))
"""


def older(version: str) -> Path:
    """A folder with that wheel alone, installed once a machine."""
    folder = CACHE / version
    if not (folder / "duckdb").exists():
        command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target"]
        result = subprocess.run(
            [*command, str(folder), f"duckdb=={version}"],
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode != 0:
            pytest.skip(f"the wheel of duckdb {version} cannot be installed here: {result.stderr}")
    return folder


def read_with(folder: Path | None, database: Path) -> list[object]:
    environment = dict(os.environ)
    if folder is not None:
        environment["PYTHONPATH"] = str(folder)
    result = subprocess.run(
        [sys.executable, "-c", READ, str(database)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert result.returncode == 0, result.stderr
    answer: list[object] = json.loads(result.stdout)
    return answer


@pytest.mark.parametrize("version", VERSIONS)
def test_every_table_macro_and_comment_is_there(sample_warehouse: Path, version: str) -> None:
    database = sample_warehouse / "chipwatch.duckdb"
    present = read_with(None, database)
    past = read_with(older(version), database)
    assert past[0] == version
    assert past[1:] == present[1:]
    assert present[2], "no as-of macro"
    assert present[3] == 0, "columns without a comment"
