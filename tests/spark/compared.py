"""A portable model as another engine made it, beside DuckDB's, row by row.

Belongs here: when two values are equal, and the one list of what may differ and why. Keys, texts
and decimals must be identical, floats within 1e-9 of each other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import duckdb
import pyarrow as pa

TOLERANCE = 1e-9
DECLARED: dict[str, str] = {}
"""By `schema.model.column` why it may differ: such a column is not compared."""


def difference(
    connection: duckdb.DuckDBPyConnection, ours: str, place: str, theirs: pa.Table
) -> str:
    """What a relation of DuckDB and the other engine's table of the same model differ in, or
    nothing. A column may come in another order and an integer in another width.
    """
    described = connection.execute(f"describe {ours}").fetchall()
    columns = {str(name): str(kind) for name, kind, *_ in described}
    if set(columns) != set(theirs.column_names):
        return f"columns {sorted(set(columns) ^ set(theirs.column_names))} are in one alone"
    names = [name for name in columns if f"{place}.{name}" not in DECLARED]
    connection.register("theirs", theirs)
    found = connection.execute("describe theirs").fetchall()
    kinds = {str(name): str(kind) for name, kind, *_ in found}
    for name in names:
        if not _are_alike(columns[name], kinds[name], theirs[name]):
            return f"{name} is {kinds[name]}, not {columns[name]}"
    chosen = ", ".join(f'"{name}"' for name in names)
    cast = ", ".join(f'cast("{name}" as {columns[name]}) as "{name}"' for name in names)
    floats = [at for at, name in enumerate(names) if columns[name] == "DOUBLE"]
    if floats:
        one, other = (
            _in_order(connection.execute(f"select {sql}").fetchall(), floats)
            for sql in (f"{chosen} from {ours}", f"{cast} from theirs")
        )
        if len(one) != len(other):
            return f"{len(other)} rows, not {len(one)}"
        apart = [pair for pair in zip(one, other, strict=True) if not _are_equal(*pair)]
        return f"{len(apart)} rows differ, the first: {apart[0]}" if apart else ""
    missing = f"select {chosen} from {ours} except all select {cast} from theirs"
    more = f"select {cast} from theirs except all select {chosen} from {ours}"
    lost = connection.execute(f"{missing} order by all").fetchall()
    gained = connection.execute(f"{more} order by all").fetchall()
    if not lost and not gained:
        return ""
    return f"{len(lost)} rows missing, {len(gained)} more: {_told(names, lost, gained)}"


def _are_alike(ours: str, theirs: str, values: pa.ChunkedArray) -> bool:
    """Whether a cast from the one type to the other loses nothing."""
    if values.null_count == len(values):
        return True
    whole = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"}
    return ours == theirs or {ours, theirs} <= whole


def _in_order(rows: list[tuple[Any, ...]], floats: Sequence[int]) -> list[tuple[Any, ...]]:
    def key(row: tuple[Any, ...]) -> list[str]:
        return [
            f"{value:.6e}" if at in floats and value is not None else repr(value)
            for at, value in enumerate(row)
        ]

    return sorted(rows, key=key)


def _are_equal(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return all(
        math.isclose(a, b, rel_tol=TOLERANCE, abs_tol=1e-300)
        if isinstance(a, float) and isinstance(b, float)
        else a == b
        for a, b in zip(one, other, strict=True)
    )


def _told(names: Sequence[str], lost: list[Any], gained: list[Any]) -> str:
    if not lost or not gained:
        return str((lost or gained)[0])
    pairs = zip(names, lost[0], gained[0], strict=True)
    return str([(name, one, other) for name, one, other in pairs if one != other])
