"""The as-of macros of a release as functions of PostgreSQL.

Belongs here: rewriting a macro's own body, so that the rule stands in one place (`dbt_project/
macros/as_of.sql`). Does not belong here: the rules themselves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from pipelines.mirror.types import postgres_type
from pipelines.sql_text import sql_text

_TABLE = re.compile(r'marts\."?(\w+)\b"?(?!\()(?: AS "?(\w+)"?)?')
_CALL = re.compile(r'marts\."?(\w+)"?\(')
_NAMED = re.compile(r"\b\w+ := ")
_STAR = re.compile(r"(\w+)\.\*(?: EXCLUDE \(([^)]*)\))?")
_NULLS = {"date": "null::date", "text": "null::varchar", "boolean": "null::boolean"}


@dataclass(frozen=True)
class Function:
    """One function: its name, the types of its parameters and the CREATE in the final schema."""

    name: str
    signature: str
    create: str
    comment: str


def as_of_functions(
    connection: duckdb.DuckDBPyConnection,
    columns: Mapping[str, Sequence[str]],
    declared: Mapping[str, Sequence[str]],
) -> tuple[Function, ...]:
    """A function for every declared macro of the release whose marts all go, callees first.

    `columns` are the columns of those marts.
    """
    macros = connection.execute(
        "select function_name, parameters, macro_definition, coalesce(comment, '') "
        "from duckdb_functions() where schema_name = 'marts' and function_type = 'table_macro' "
        "order by 1"
    ).fetchall()
    waiting = {
        name: (parameters, body, comment)
        for name, parameters, body, comment in macros
        if name in declared and {table for table, _ in _TABLE.findall(body)} <= columns.keys()
    }
    made: dict[str, Function] = {}
    while ready := [n for n, (_, body, _) in waiting.items() if made.keys() >= _called(body)]:
        for name in ready:
            parameters, body, comment = waiting.pop(name)
            made[name] = _function(
                connection, name, parameters, body, comment, declared[name], columns
            )
    return tuple(made.values())


def _called(body: str) -> set[str]:
    return set(_CALL.findall(body))


def _function(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    parameters: Sequence[str],
    body: str,
    comment: str,
    declared: Sequence[str],
    columns: Mapping[str, Sequence[str]],
) -> Function:
    types = [re.split(r" ?= ?", one)[0].split()[-1] for one in declared]
    nulls = ", ".join(_NULLS[kind] for kind in types[: _required(declared)])
    answer = connection.execute(f"describe select * from marts.{name}({nulls})").fetchall()
    returned = ", ".join(f'"{column}" {postgres_type(kind)}' for column, kind, *_ in answer)
    given = ", ".join(one.replace(" = ", " default ") for one in declared)
    text = _positional(_starless(body, columns), parameters)
    return Function(
        name,
        ", ".join(types),
        f"create function marts.{name}({given}) returns table ({returned}) "
        f"language sql stable as {sql_text(text)}",
        comment,
    )


def _required(declared: Sequence[str]) -> int:
    return sum("=" not in one for one in declared)


def _starless(body: str, columns: Mapping[str, Sequence[str]]) -> str:
    """The body with every `alias.*` written out: PostgreSQL knows no EXCLUDE."""
    tables = {alias or table: table for table, alias in _TABLE.findall(body)}

    def listed(star: re.Match[str]) -> str:
        left_out = {one.strip().strip('"') for one in (star[2] or "").split(",")}
        kept = [column for column in columns[tables[star[1]]] if column not in left_out]
        return ", ".join(f'{star[1]}."{column}"' for column in kept)

    return _STAR.sub(listed, body)


def _positional(body: str, parameters: Sequence[str]) -> str:
    """The body with $1, $2 … for the parameters: a column of the same name would win.

    What a call gives by name stands in the order of the callee's parameters there as well.
    """
    body = _NAMED.sub("", body)
    for place, parameter in enumerate(parameters, start=1):
        body = re.sub(rf'(?<![\w."])(?<!AS ){parameter}(?![\w"])', f"${place}", body)
    return body
