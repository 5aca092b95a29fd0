"""Which columns each column of a dbt model is made of, kept in dbt_project/column_lineage.json.

Belongs here: reading the columns out of the compiled SQL, the file that keeps them, and which part
of it still fits the code. Does not belong here: how Dagster shows them (`defs/dbt.py`).
Reading the SQL takes longer than loading Dagster may, so the file is made once a change of the
models (`python -m pipelines.transform.column_lineage`) and read ever after.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.errors import ChipwatchError
from pipelines.transform.run_dbt import DBT_PROJECT, ensure_manifest
from pipelines.warehouse import REPOSITORY

if TYPE_CHECKING:
    from sqlglot import Schema, exp

FILE = DBT_PROJECT / "column_lineage.json"
COMMAND = "python -m pipelines.transform.column_lineage"
DIALECT = "duckdb"

Columns = Mapping[str, list[tuple[str, str]]]
"""Column → (unique_id of a parent, its column), in order; empty for a constant or a count."""


def read_lineage(manifest: Mapping[str, Any], file: Path = FILE) -> dict[str, Columns]:
    """unique_id → columns of every model whose code is still the one that was read.

    Raises ChipwatchError when the file cannot be read.
    """
    kept = _kept(file)
    ids = {_name(unique_id): unique_id for unique_id in _relations(manifest)}
    return {
        ids[name]: {
            column: [(ids[parent], of) for parent, of in map(_parted, made_of) if parent in ids]
            for column, made_of in entry["columns"].items()
        }
        for name, entry in kept.items()
        if name in ids and entry["code"] == code_of(manifest, ids[name])
    }


def out_of_date(manifest: Mapping[str, Any], file: Path = FILE) -> list[str]:
    """Names of models that were changed, added or removed since the file was made."""
    now = {_name(model): code_of(manifest, model) for model in _models(manifest)}
    then = {name: entry["code"] for name, entry in _kept(file).items()}
    return sorted(name for name in now.keys() | then.keys() if now.get(name) != then.get(name))


def code_of(manifest: Mapping[str, Any], model: str) -> str:
    """Hash of a model's SQL and of every macro of this project that it calls."""
    node = manifest["nodes"][model]
    called, waiting = set(), list(node["depends_on"]["macros"])
    while waiting:
        macro = waiting.pop()
        if macro not in called and macro.startswith("macro.chipwatch."):
            called.add(macro)
            waiting += manifest["macros"][macro]["depends_on"]["macros"]
    texts = [node["checksum"]["checksum"]]
    texts += [manifest["macros"][macro]["macro_sql"] for macro in sorted(called)]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]


def lineage_of(manifest: Mapping[str, Any], project: Path = DBT_PROJECT) -> dict[str, Columns]:
    """unique_id → columns of every model of a manifest that holds the compiled SQL.

    What decides only which rows there are (joins, filters, groups) is not counted.
    Raises ChipwatchError when the SQL of a model cannot be read.
    """
    from sqlglot import MappingSchema, exp
    from sqlglot.errors import SqlglotError
    from sqlglot.lineage import lineage

    relations = _relations(manifest)
    ids = {_table(unique_id).sql(): unique_id for unique_id in relations}
    by_sql = {
        _bare(_from(node["relation_name"])): unique_id for unique_id, node in relations.items()
    }
    schema = MappingSchema(dialect=DIALECT)
    for unique_id, node in relations.items():
        if node["resource_type"] == "seed":
            _declare(schema, unique_id, _header(project / node["original_file_path"]))
    found: dict[str, Columns] = {}
    for model in _parents_first(manifest):
        try:
            query = _with_known_tables(relations[model]["compiled_code"], by_sql)
            query = _unions_by_position(query, schema)
            traced = lineage(None, query, schema, dialect=DIALECT, trim_selects=False)
        except SqlglotError as error:
            raise ChipwatchError(
                f"The columns of {_name(model)} cannot be read: {error}",
                f"see {relations[model]['original_file_path']}.",
            ) from error
        found[model] = {
            column: sorted(
                {
                    (ids[_bare(leaf.expression)], leaf.name.rpartition(".")[2])
                    for leaf in root.walk()
                    if isinstance(leaf.expression, exp.Table) and _bare(leaf.expression) in ids
                }
            )
            for column, root in traced.items()
        }
        _declare(schema, model, traced)
    return found


def render(manifest: Mapping[str, Any], found: Mapping[str, Columns]) -> str:
    """The file's text: one line a column, so that a change shows in a review."""
    models = []
    for model in sorted(found, key=_name):
        columns = [
            f"   {json.dumps(column)}: {json.dumps([f'{_name(p)}.{of}' for p, of in made_of])}"
            for column, made_of in found[model].items()
        ]
        models.append(
            f' "{_name(model)}": {{\n  "code": "{code_of(manifest, model)}",\n  "columns": {{\n'
            + ",\n".join(columns)
            + "\n  }\n }"
        )
    return "{\n" + ",\n".join(models) + "\n}\n"


def _kept(file: Path) -> dict[str, Any]:
    try:
        kept: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ChipwatchError(
            f"{file.name} cannot be read: {error}.", f"make it again with `{COMMAND}`."
        ) from error
    return kept


def _relations(manifest: Mapping[str, Any]) -> dict[str, Any]:
    nodes = manifest["nodes"]
    made = {key: node for key, node in nodes.items() if node["resource_type"] in {"model", "seed"}}
    return {**made, **manifest["sources"]}


def _models(manifest: Mapping[str, Any]) -> list[str]:
    return [k for k, node in manifest["nodes"].items() if node["resource_type"] == "model"]


def _parents_first(manifest: Mapping[str, Any]) -> Iterable[str]:
    models = set(_models(manifest))
    parents = {model: manifest["nodes"][model]["depends_on"]["nodes"] for model in models}
    order = TopologicalSorter({model: models & set(of) for model, of in parents.items()})
    return order.static_order()


def _name(unique_id: str) -> str:
    """`fct_fx_daily` of a model or seed, `raw.fred__series` of a source."""
    return ".".join(unique_id.split(".")[2:])


def _parted(made_of: str) -> tuple[str, str]:
    parent, _, column = made_of.rpartition(".")
    return parent, column


def _from(relation: str) -> exp.Table:
    from sqlglot import exp, parse_one

    return next(parse_one(f"from {relation}", dialect=DIALECT).find_all(exp.Table))


def _bare(table: exp.Table) -> str:
    """A table, or the call that stands for one, without alias and quotes."""
    from sqlglot import exp

    if isinstance(table.this, exp.Func):
        return table.this.sql(dialect=DIALECT)
    return ".".join(part.name for part in table.parts)


def _table(unique_id: str) -> exp.Table:
    from sqlglot import exp

    kind = unique_id.partition(".")[0]
    return exp.table_(_name(unique_id).replace(".", "__"), db=kind)


def _with_known_tables(sql: str, by_sql: Mapping[str, str]) -> exp.Expr:
    """A model's query reading tables named by kind and name.

    A source is a call of read_parquet, from which no column could be traced.
    """
    from sqlglot import exp, parse_one

    query = parse_one(sql, dialect=DIALECT)
    for table in list(query.find_all(exp.Table)):
        unique_id = by_sql.get(_bare(table))
        if unique_id is not None:
            alias = table.alias or unique_id.rpartition(".")[2]
            table.replace(exp.alias_(_table(unique_id), alias, table=True))
    return query


def _unions_by_position(query: exp.Expr, schema: Schema) -> exp.Expr:
    """The query with every `union by name` written out as a plain one.

    sqlglot traces the columns of a union by their position, whatever its kind.
    """
    from sqlglot import exp
    from sqlglot.optimizer.qualify import qualify

    query = qualify(
        query, dialect=DIALECT, schema=schema, validate_qualify_columns=False, identify=False
    )
    for union in reversed(list(query.find_all(exp.SetOperation))):
        if union.args.get("by_name"):
            sides = list(_selects(union))
            columns = dict.fromkeys(one.alias_or_name for side in sides for one in side.selects)
            for side in sides:
                own = {one.alias_or_name: one for one in side.selects}
                missing = {name: exp.alias_(exp.null(), name) for name in columns.keys() - own}
                side.set("expressions", [{**own, **missing}[name] for name in columns])
            union.set("by_name", False)
    return query


def _selects(query: exp.Expr) -> Iterator[exp.Select]:
    """The plain queries of a union, nested ones too, from left to right."""
    from sqlglot import exp

    if isinstance(query, exp.SetOperation):
        yield from _selects(query.left)
        yield from _selects(query.right)
    elif isinstance(query, exp.Subquery):
        yield from _selects(query.unnest())
    elif isinstance(query, exp.Select):
        yield query


def _declare(schema: Schema, unique_id: str, columns: Iterable[str]) -> None:
    schema.add_table(_table(unique_id), dict.fromkeys(columns, "varchar"), dialect=DIALECT)


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def main() -> int:
    """Write the file; return the exit code."""
    compiled = json.loads(ensure_manifest().read_bytes())
    found = lineage_of(compiled)
    FILE.write_text(render(compiled, found), encoding="utf-8")
    sys.stdout.write(f"written: {FILE.relative_to(REPOSITORY)} ({len(found)} models)\n")
    return 0


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except ChipwatchError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(error.exit_code) from None
