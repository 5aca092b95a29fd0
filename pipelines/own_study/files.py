"""A user's prices and events as the tables of the kernel, or an error that names the row.

Belongs here: the columns of the two files, what may stand in them.
Does not belong here: the study, what is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from zoneinfo import available_timezones

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import csv

from pipelines.derived.event_study.calendars import CALENDARS, LOCAL_TIME, sessions_of
from pipelines.derived.event_study.config import (
    BARS_SCHEMA,
    EVENTS_SCHEMA,
    StudyInputError,
)

OTHER_NAMES = {
    "security": ("security_id", "ticker", "symbol"),
    "date": ("session_on", "day"),
    "close": ("adj_close", "price"),
    "event": ("event_id", "id"),
    "zone": ("time_zone", "timezone"),
    "exchange": ("mic",),
}
"""Names under which a column is looked for as well, in this order."""

ROW = "file_row"
EVERY_PAIR = "every_pair"
GROUPED_AS_THEY_ARE = {"event_id", "security_id", "mic", "direction"}
RESERVED = {*EVENTS_SCHEMA.names, ROW, EVERY_PAIR, "on_day", "number"} - GROUPED_AS_THEY_ARE
ON_DAY = (
    "case when try_cast(date as date) between date '1900-01-01' and date '2100-12-31' "
    "then try_cast(date as date) end as on_day"
)
A_DATE = "write dates like 2024-05-31"
LONGEST_HEADER = 65536
SEPARATORS = (",", ";", "\t")
MOST_SHUT = 0.01
EXTREMES = ("open", "high", "low")


def read_prices(path: Path) -> pa.Table:
    """BARS_SCHEMA from a file with security, date, close and, where known, open, high and low.

    Dates of a security ascend. Raises StudyInputError for a row that is out of order, doubled, or
    has no security, no date or no positive close, or a price in another column that is none.
    """
    table = _read(path, ("security", "date", "close"), EXTREMES)
    with duckdb.connect() as connection:
        connection.register("given", table)
        connection.execute(
            "create table prices as select file_row, nullif(trim(security), '') as security, date, "
            f"close, {ON_DAY}, try_cast(close as double) as price, "
            + ", ".join(
                f"nullif(trim({name}), '') as {name}, try_cast({name} as double) as {name}_price"
                for name in EXTREMES
            )
            + " from given"
        )
        _refuse(
            connection,
            path,
            (
                ("security is null", "has no security", "fill the column security"),
                ("on_day is null", "has the date {date}, which is none", A_DATE),
                (
                    "coalesce(trim(close), '') = ''",
                    "has no close",
                    "fill it or leave the row out; a missing session is no row",
                ),
                (
                    "price is null or not isfinite(price)",
                    "has the close {close}, which is no number",
                    "write numbers like 1234.5; a missing session is no row",
                ),
                ("price <= 0", "has a close of {close}", "a price is above zero"),
                *(
                    (
                        f"{name} is not null and not coalesce("
                        f"isfinite({name}_price) and {name}_price > 0, false)",
                        f"has the {name} {{{name}}}, which is no price",
                        "write a number above zero, or leave it empty",
                    )
                    for name in EXTREMES
                ),
            ),
            "prices",
        )
        _refuse(
            connection,
            path,
            (
                (
                    "on_day = before",
                    "repeats {date} of {security}",
                    "keep one row a security and date",
                ),
                (
                    "on_day < before",
                    "goes back to {date} in the prices of {security}",
                    "sort the file by security and date",
                ),
            ),
            "(select *, lag(on_day) over (partition by security order by file_row) as before "
            "from prices)",
        )
        found = connection.sql(
            "select security as security_id, on_day as session_on, open_price as open, "
            "high_price as high, low_price as low, price as close from prices"
        ).to_arrow_table()
    return found.cast(BARS_SCHEMA)


def read_events(path: Path, *, exchange: str, zone: str, columns: Sequence[str] = ()) -> pa.Table:
    """EVENTS_SCHEMA, with the `columns` to group by, from a file with event, security and date.

    Where known the file has zone, session (before_open, during_session, after_close, unknown),
    exchange and direction; `exchange` and `zone` stand where it has none. Raises StudyInputError
    as read_prices, and for a zone, exchange or session that does not exist.
    """
    if missing := [name for name in columns if name not in _names(path)]:
        raise StudyInputError(
            f"{path} has no column {missing[0]} to group by.",
            f"it has {', '.join(_names(path))}.",
        )
    if taken := [name for name in columns if name in RESERVED]:
        raise StudyInputError(
            f"The column {taken[0]} of {path} has a name that the study uses itself.",
            "rename it to group by it.",
        )
    table = _read(
        path,
        ("event", "security", "date"),
        ("zone", "session", "exchange", "direction", *columns),
    )
    with duckdb.connect() as connection:
        connection.register("given", table)
        connection.register("zones", pa.table({"name": sorted(available_timezones())}))
        connection.register("exchanges", pa.table({"name": sorted(CALENDARS)}))
        connection.register("sessions", pa.table({"name": sorted(LOCAL_TIME)}))
        connection.execute(
            "create table events as select * replace (nullif(trim(event), '') as event, "
            "nullif(trim(security), '') as security, coalesce(nullif(trim(zone), ''), ?) as zone, "
            "coalesce(nullif(trim(session), ''), 'unknown') as session, "
            "coalesce(nullif(trim(exchange), ''), ?) as exchange), "
            f"{ON_DAY} from given",
            [zone, exchange],
        )
        _refuse(
            connection,
            path,
            (
                ("event is null", "has no event", "fill the column event"),
                ("security is null", "has no security", "fill the column security"),
                ("on_day is null", "has the date {date}, which is none", A_DATE),
                (
                    "try_cast(date as timestamp) <> on_day",
                    "has a time of day in the date {date}",
                    "write the day in date, and in session where in the day the news fell",
                ),
                (
                    "zone not in (select name from zones)",
                    "has the zone {zone}, which is none",
                    "write zones like America/New_York or Asia/Shanghai",
                ),
                (
                    "exchange not in (select name from exchanges)",
                    "has the exchange {exchange}, whose calendar is not known",
                    f"write a market identifier code: {', '.join(sorted(CALENDARS))}",
                ),
                (
                    "session not in (select name from sessions)",
                    "has the session {session}",
                    f"write one of {', '.join(LOCAL_TIME)}",
                ),
                (
                    "direction <> '' and direction not in ('tighten', 'loosen', 'neutral')",
                    "has the direction {direction}",
                    "write tighten, loosen or neutral, or leave it empty",
                ),
            ),
            "events",
        )
        _refuse(
            connection,
            path,
            (("number > 1", "repeats {event} for {security}", "keep one row a pair"),),
            "(select *, row_number() over (partition by event, security order by file_row) "
            "as number from events)",
        )
        kept = ", ".join(
            f"nullif({_quoted(name)}, '') as {_quoted(name)}"
            for name in columns
            if name not in EVENTS_SCHEMA.names
        )
        found = connection.sql(
            "select event as event_id, security as security_id, cast(null as varchar) as issuer_id,"
            " exchange as mic, 'official' as day0_kind, true as is_default, "
            "nullif(direction, '') as direction, cast(null as timestamptz) as first_public_at, "
            "on_day as first_public_on, zone as first_public_zone, session as first_public_session,"
            " cast(null as double) as daily_limit_pct, cast(null as date) as listed_on"
            f"{', ' + kept if kept else ''} from events"
        ).to_arrow_table()
    schema = EVENTS_SCHEMA
    for name in columns:
        if name not in schema.names:
            schema = schema.append(pa.field(name, pa.string()))
    return found.select(schema.names).cast(schema)


def require_enough(prices: pa.Table, events: pa.Table, benchmark: str | None, fewest: int) -> None:
    """Raise StudyInputError for a series that is missing or too short to estimate from."""
    counts = dict(
        zip(
            *(
                column.to_pylist()
                for column in prices.group_by("security_id")
                .aggregate([([], "count_all")])
                .select(["security_id", "count_all"])
                .columns
            ),
            strict=True,
        )
    )
    for name in [*([benchmark] if benchmark else []), *events["security_id"].unique().to_pylist()]:
        what = "The benchmark" if name == benchmark else "The security"
        if name not in counts:
            raise StudyInputError(
                f"{what} {name} has no prices.",
                f"the prices are of {', '.join(sorted(counts)[:10])}"
                f"{' …' if len(counts) > 10 else ''}.",
            )
        if counts[name] <= fewest:
            raise StudyInputError(
                f"{what} {name} has {counts[name]} prices; {fewest + 1} are the fewest to estimate "
                "from.",
                "add earlier prices, or leave it out.",
            )


def require_sessions(prices: pa.Table, events: pa.Table, path: Path) -> None:
    """Raise StudyInputError for prices on days on which the exchange of the events is shut.

    A few may be corrections of the calendar; more are days of another exchange, or shifted ones.
    """
    pairs = events.group_by(["security_id", "mic"]).aggregate([]).sort_by("security_id")
    for pair in pairs.to_pylist():
        security, mic = pair["security_id"], pair["mic"]
        own = prices.filter(pc.equal(prices["security_id"], security))["session_on"].to_numpy()
        days = own.astype("datetime64[D]")
        held = sessions_of(mic, days.min().item(), days.max().item())
        if held is None or not len(held.days):
            continue
        inside = days[(days >= held.days[0]) & (days <= held.days[-1])]
        shut = inside[~np.isin(inside, held.days)]
        if len(shut) > MOST_SHUT * len(inside):
            raise StudyInputError(
                f"{len(shut)} of {len(inside)} prices of {security} in {path} are of days on which "
                f"{mic} was shut, first {shut.min()}.",
                f"name the exchange of {security} in the column exchange of the events (such as "
                "XHKG) or with --exchange, and write the days of its own zone.",
            )


def _read(path: Path, required: Sequence[str], optional: Sequence[str]) -> pa.Table:
    """The columns as text, null where the file lacks an optional one, with the row in the file."""
    table = _table(path)
    columns = {}
    for name in dict.fromkeys([*required, *optional]):
        known = (name, *OTHER_NAMES.get(name, ()))
        found = next((one for one in known if one in table.column_names), None)
        if found is not None:
            columns[name] = _as_text(table.column(found), path, found)
        elif name in required:
            raise StudyInputError(
                f"{path} has no column {name}.",
                f"it has {', '.join(table.column_names)}; {name} may also be called "
                f"{' or '.join(known[1:]) or 'nothing else'}.",
            )
        else:
            columns[name] = pa.chunked_array([pa.nulls(table.num_rows, pa.string())])
    first = 1 if _is_parquet(path) else 2
    columns[ROW] = pa.chunked_array([pa.array(range(first, first + table.num_rows), pa.int64())])
    if not table.num_rows:
        raise StudyInputError(f"{path} has no rows.", "give a file with at least one row.")
    return pa.table(columns)


def _as_text(column: pa.ChunkedArray, path: Path, name: str) -> pa.ChunkedArray:
    try:
        return column.cast(pa.string())
    except pa.ArrowException:
        raise StudyInputError(
            f"The column {name} of {path} is {column.type}, which cannot be read.",
            "write texts, numbers or dates.",
        ) from None


def _is_parquet(path: Path) -> bool:
    return path.suffix.lower() in {".parquet", ".pq"}


def _table(path: Path) -> pa.Table:
    names = _names(path)
    if repeated := [name for name in dict.fromkeys(names) if names.count(name) > 1]:
        raise StudyInputError(
            f"{path} has the column {repeated[0]} {names.count(repeated[0])} times.",
            "keep one of them.",
        )
    try:
        if _is_parquet(path):
            return pq.ParquetFile(path).read()
        return csv.read_csv(
            path,
            parse_options=csv.ParseOptions(delimiter=_separator(path)),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except (pa.ArrowException, UnicodeDecodeError, OSError) as error:
        raise _unreadable(path, error) from None


def _names(path: Path) -> list[str]:
    try:
        if _is_parquet(path):
            return [str(name) for name in pq.read_schema(path).names]
        options = csv.ParseOptions(delimiter=_separator(path))
        with csv.open_csv(path, parse_options=options) as reader:
            return [str(name) for name in reader.schema.names]
    except (pa.ArrowException, UnicodeDecodeError, OSError) as error:
        raise _unreadable(path, error) from None


def _separator(path: Path) -> str:
    """What stands between the names of the first line: a comma, a semicolon or a tab."""
    with path.open("rb") as file:
        line = file.readline(LONGEST_HEADER).decode("utf-8", "replace")
    return max(SEPARATORS, key=line.count)


def _unreadable(path: Path, error: Exception) -> StudyInputError:
    return StudyInputError(
        f"{path} cannot be read: {(str(error).splitlines() or ['no reason is told'])[0]}.",
        "give a CSV file in UTF-8 with a header, or a .parquet file.",
    )


def _refuse(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    faults: Sequence[tuple[str, str, str]],
    relation: str,
) -> None:
    """Raise StudyInputError for the first row that has one of the faults."""
    for condition, told, remedy in faults:
        asked = f"from {relation} where {condition} order by file_row limit 1"
        rows = connection.sql(f"select *, count(*) over () as alike {asked}").to_arrow_table()
        if rows.num_rows:
            values = rows.to_pylist()[0]
            count = values["alike"]
            more = f" ({count} rows are like that)" if count > 1 else ""
            raise StudyInputError(
                f"Row {values[ROW]} of {path} {told.format(**values)}{more}.", f"{remedy}."
            )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
