"""DuckDB's types in PostgreSQL, and the text in which COPY takes their values.

Belongs here: the type of a column there, and the expression that writes its values as text.
Does not belong here: which columns go.
"""

from __future__ import annotations

import re

from pipelines.errors import ChipwatchError

_SAME = {
    "BIGINT": "bigint",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "DOUBLE": "double precision",
    "FLOAT": "real",
    "HUGEINT": "numeric(39, 0)",
    "INTEGER": "integer",
    "JSON": "jsonb",
    "SMALLINT": "smallint",
    "TIME": "time",
    "TIMESTAMP": "timestamp",
    "TIMESTAMP WITH TIME ZONE": "timestamptz",
    "TINYINT": "smallint",
    "UBIGINT": "numeric(20, 0)",
    "UINTEGER": "bigint",
    "USMALLINT": "integer",
    "UTINYINT": "smallint",
    "UUID": "uuid",
    "VARCHAR": "text",
}
_DECIMAL = re.compile(r"DECIMAL\((\d+), ?(\d+)\)")
_ELEMENT = "case when e is null then 'NULL' else '\"' || {escaped} || '\"' end"
_ESCAPED = r"""replace(replace(cast(e as varchar), '\', '\\'), '"', '\"')"""


def is_list(kind: str) -> bool:
    """Whether a DuckDB type is a list of plain values, which PostgreSQL takes as an array."""
    return kind.endswith("[]") and not _is_nested(kind.removesuffix("[]"))


def postgres_type(kind: str) -> str:
    """The PostgreSQL type of a DuckDB type. Raises ChipwatchError when there is none."""
    if is_list(kind):
        return f"{postgres_type(kind.removesuffix('[]'))}[]"
    if _is_nested(kind):
        return "jsonb"
    decimal = _DECIMAL.fullmatch(kind)
    if decimal:
        return f"numeric({decimal[1]}, {decimal[2]})"
    if kind not in _SAME:
        raise ChipwatchError(
            f"The mirror has no PostgreSQL type for DuckDB's {kind}.",
            "declare it in pipelines/mirror/types.py, or cast the column in its model.",
        )
    return _SAME[kind]


def as_text(column: str, kind: str) -> str:
    """DuckDB SQL for a column's values as PostgreSQL reads them; NULL stays NULL."""
    if is_list(kind):
        element = _ELEMENT.format(escaped=_ESCAPED)
        joined = f"array_to_string(list_transform({column}, lambda e: {element}), ',')"
        return f"'{{' || {joined} || '}}'"
    if _is_nested(kind):
        return f"cast(to_json({column}) as varchar)"
    return f"cast({column} as varchar)"


def _is_nested(kind: str) -> bool:
    return kind.endswith(("]", ")")) and not _DECIMAL.fullmatch(kind)
