"""Dagster's event log in one SQLite file whose connections stay open.

A run here stores more than a thousand events. The stock storage opens and closes a database for
each of them, and closing the last connection to a WAL database rewrites it; it also asks the
database before each of them whether its tables are there. Belongs here: only how connections are
kept, and what is known of the tables. Named in `dagster.yaml` by `instance.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from dagster._core.storage.event_log import ConsolidatedSqliteEventLogStorage

BUSY_TIMEOUT_SECONDS = 60


class PooledEventLogStorage(ConsolidatedSqliteEventLogStorage):
    """One SQLite file for all runs, reached through a pool; a commit need not reach the disk."""

    @cached_property
    def _engine(self) -> sa.Engine:
        engine = sa.create_engine(self._conn_string, connect_args={"timeout": BUSY_TIMEOUT_SECONDS})
        sa.event.listen(engine, "connect", _commit_without_sync)
        return engine

    def has_table(self, table_name: str) -> bool:
        """As the stock storage answers; that a table is there is asked once."""
        if table_name not in self._tables:
            if not super().has_table(table_name):
                return False
            self._tables.add(table_name)
        return True

    @cached_property
    def _tables(self) -> set[str]:
        return set()

    @contextmanager
    def _connect(self) -> Iterator[sa.Connection]:
        with self._engine.connect() as connection, connection.begin():
            yield connection


def _commit_without_sync(connection: Any, _: object) -> None:
    connection.execute("pragma synchronous = normal")
