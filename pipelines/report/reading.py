"""One released file, opened to be asked for what may be shown of it.

Belongs here: opening a release, and which rows of a mart may be shown. Does not belong here: any
query (`data.py`, `subjects/`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from pipelines.errors import ChipwatchError
from pipelines.labels import Labels, released_labels
from pipelines.releases.export import shareable

Row = Mapping[str, Any]


class Reader:
    """Asks one release; `{mart}` in a query stands for what may be shown of that mart.

    A mart of which nothing may be shown has no rows, and all its columns. `release_day` has one
    row: `as_of_on`, the day of the newest payload, against which every mart judges what is ahead,
    due or of unknown outcome (the macro `newest_observed_on` of the models); `holds(from, to)` says
    what holds on it.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, is_public: bool) -> None:
        self._connection = connection
        self.is_public = is_public
        marts: dict[str, dict[str, str]] = {}
        for mart, column, kind in connection.execute(
            "select table_name, column_name, data_type from duckdb_columns() "
            "where schema_name = 'marts' and database_name = current_database()"
        ).fetchall():
            marts.setdefault(str(mart), {})[str(column)] = str(kind)
        shown = shareable(connection) if is_public else None
        self._relations = {
            mart: f"marts.{mart}" if shown is None else self._outgoing(columns, mart, shown)
            for mart, columns in marts.items()
        }
        connection.execute(
            "create temp view release_day as select cast(coalesce(max(payloads.observed_at), "
            "max(releases.released_at)) as date) as as_of_on from meta.releases as releases "
            "left join meta.payloads as payloads on payloads.source <> 'curated' "
            "where releases.is_current"
        )
        connection.execute("set variable release_day = (select as_of_on from release_day)")
        connection.execute(
            "create temp macro holds(begins_on, ends_on) as "
            "begins_on <= getvariable('release_day') "
            "and (ends_on is null or ends_on > getvariable('release_day'))"
        )
        self._withheld = {mart for mart in marts if shown is not None and mart not in shown}

    def _outgoing(self, columns: Mapping[str, str], mart: str, shown: Mapping[str, str]) -> str:
        if mart not in shown:
            return f"(select * from marts.{mart} limit 0)"
        described = self._connection.execute(f"select * from ({shown[mart]}) limit 0").description
        left_out = columns.keys() - {str(column[0]) for column in described or ()}
        empty = "".join(f", cast(null as {columns[one]}) as {one}" for one in sorted(left_out))
        return f"(select *{empty} from ({shown[mart]}))"

    def labels(self) -> Labels:
        """Words for values, those of the release first."""
        return released_labels(self._connection)

    def may_show(self, mart: str) -> bool:
        """Whether any row of a mart may be shown: it is whole, or holds a row that may leave."""
        if mart in self._withheld or mart not in self._relations:
            return False
        every, shown = (
            self.rows(f"select count(*) as n from {relation}")[0]["n"]
            for relation in (f"marts.{mart}", self._relations[mart])
        )
        return bool(every == 0 or shown > 0)

    def rows(self, sql: str, *parameters: object) -> list[dict[str, Any]]:
        """The answer as one mapping a row."""
        cursor = self._connection.execute(sql.format(**self._relations), list(parameters))
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@contextmanager
def opened(database: Path, is_public: bool) -> Iterator[Reader]:
    """A release to be asked. Raises ChipwatchError when it is missing or no released warehouse."""
    try:
        with duckdb.connect(str(database), read_only=True) as connection:
            connection.execute("set TimeZone = 'UTC'")
            yield Reader(connection, is_public)
    except duckdb.Error as error:
        raise ChipwatchError(
            f"{database} cannot be read as a release: {str(error).splitlines()[0]}",
            "run `chipwatch run`, or name a release of `chipwatch releases list` with --release.",
        ) from error
