"""Great Expectations on DuckDB: a data source whose engine keeps one connection open.

The stock SQL data source gives back its connection before it has fetched, which closes a DuckDB
cursor; and an in-memory database lives only as long as its connection. Importing this module
registers the type `duckdb`, so import it before a project that uses it is loaded. This stays:
Great Expectations keeps a connection only for the dialects that it lists (SQLite, SQL Server), it
has no place for `setup` statements, and a pandas or Spark source would hold in memory what DuckDB
reads from Parquet.
Does not belong here: rules, or which files are judged (`project.py`, `gates.py`).
"""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

import sqlalchemy as sa
from great_expectations.datasource.fluent.config_str import ConfigStr
from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
from great_expectations.execution_engine.sqlalchemy_execution_engine import (
    SqlAlchemyExecutionEngine,
)

EngineClass = type[SqlAlchemyExecutionEngine]


_WHOLE_BATCH = re.compile(r"\s*select \* from [\w.]+\s*", re.IGNORECASE)


def _adapted(
    connection: object, cursor: object, statement: str, parameters: Any, *_: object
) -> tuple[str, Any]:
    """The bare query of an asset is only run to learn its columns, so it gives no rows here."""
    if _WHOLE_BATCH.fullmatch(statement):
        statement = f"{statement} limit 0"
    return statement, parameters


def _do_nothing(_: object) -> None:
    """In the place of begin, commit and rollback: every statement stands for itself."""


class DuckDBExecutionEngine(SqlAlchemyExecutionEngine):
    """An engine with a single connection, prepared by `setup` statements (attach, create view).

    There are no transactions, so that a query that fails takes nothing else with it. `close()` must
    be called at the end: until then attached files stay locked.
    """

    def __init__(self, *args: Any, setup: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, poolclass=sa.StaticPool, **kwargs)
        for name in ("do_begin", "do_commit", "do_rollback"):
            setattr(self.engine.dialect, name, _do_nothing)
        sa.event.listen(self.engine, "before_cursor_execute", _adapted, retval=True)
        self._only_connection = self.engine.connect()
        for statement in setup:
            self._only_connection.exec_driver_sql(statement)

    @contextmanager
    def get_connection(self) -> Generator[sa.Connection, None, None]:
        """The one connection, left open."""
        yield self._only_connection

    def close(self) -> None:
        """Close the connection and free every file that it holds."""
        self._only_connection.close()
        self.engine.dispose()


class DuckDBDatasource(SQLDatasource):
    """The fluent data source type `duckdb`; `setup` runs once on its connection.

    `${VARIABLE}` is replaced in `connection_string` and in every `setup` statement.
    """

    type: Literal["duckdb"] = "duckdb"  # type: ignore[assignment]
    setup: list[ConfigStr | str] = []  # noqa: RUF012  (a pydantic field, copied per instance)

    @property
    def execution_engine_type(self) -> EngineClass:
        """The engine class that Great Expectations instantiates for this source."""
        return DuckDBExecutionEngine
