"""SQL written by hand: texts and names as DuckDB takes them.

Belongs here: quoting. Does not belong here: any statement.
"""

from __future__ import annotations


def sql_text(value: object) -> str:
    """A value as an SQL text literal."""
    return "'" + str(value).replace("'", "''") + "'"


def sql_name(name: str) -> str:
    """The name of a table or column, quoted."""
    return '"' + name.replace('"', '""') + '"'
