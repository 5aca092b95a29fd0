"""The SQL of a model over tables that a test gives, as the compiled project has it.

Belongs here: nothing but that. Does not belong here: what any model should say.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache

import duckdb
import pyarrow as pa

from pipelines.transform.run_dbt import ensure_manifest

Row = Mapping[str, object]


@cache
def compiled(model: str) -> str:
    """The SQL of a model that reads its parents from the schema `given`."""
    nodes = json.loads(ensure_manifest().read_bytes())["nodes"]
    sql = str(nodes[f"model.chipwatch.{model}"]["compiled_code"])
    for parent in nodes[f"model.chipwatch.{model}"]["depends_on"]["nodes"]:
        sql = sql.replace(nodes[parent]["relation_name"], f"given.{parent.split('.')[-1]}")
    return sql


def made(model: str, **given: Iterable[Row] | pa.Table) -> list[dict[str, object]]:
    """The rows of a model over these parents, by their names."""
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute("create schema given")
        for name, rows in given.items():
            table = rows if isinstance(rows, pa.Table) else pa.Table.from_pylist(list(rows))
            connection.register("rows", table)
            connection.execute(f"create table given.{name} as from rows")
        found: list[dict[str, object]] = (
            connection.sql(compiled(model)).to_arrow_table().to_pylist()
        )
    return found
