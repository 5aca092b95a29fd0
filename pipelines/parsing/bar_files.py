"""CSV files of daily bars in which every cell is regular, read in columns.

A file with one cell of any other form is left whole to the parser of its source, which reads row by
row and can say what is wrong. Belongs here: that one decision, and the conversion of a regular
file. Does not belong here: what to do with anything else (`spreadsheet.py`, the sources).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from pipelines.parsing.arrow_columns import ArrowColumns
from pipelines.parsing.prices import LARGEST
from pipelines.parsing.records import Parsed, PayloadError, raise_for_error_text
from pipelines.specs import DatasetSpec

_DAY = r"^(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$"
_NUMBER = r"^[0-9]{1,18}(\.[0-9]{1,12})?$"
_WIDE = pa.decimal128(38, 12)
_IRREGULAR = (b'"', b"\0", b"\xef\xbb\xbf")


@dataclass(frozen=True)
class BarFile:
    """The cells of a bar by the names of the file and the columns that they become.

    `prices` are above zero and low <= open, close <= high; `words` are texts by the form that they
    have; `numbers` are not below zero. A cell of `may_be_empty` may be blank, a file may have no
    column of `may_lack`. In `zero_is_none` a zero stands for nothing; the cells of `together` are
    given both or neither.
    """

    day: str
    prices: Mapping[str, str]
    numbers: Mapping[str, str]
    words: Mapping[str, str] | None = None
    may_be_empty: frozenset[str] = frozenset()
    may_lack: frozenset[str] = frozenset()
    zero_is_none: frozenset[str] = frozenset()
    together: tuple[str, str] | None = None


class _Irregular(Exception):
    """A cell, or the file, is not in the one form that is read in columns."""


def regular_bars(payload: bytes, spec: DatasetSpec, file: BarFile) -> Parsed | None:
    """The rows of a file in UTF-8, all of them kept; None unless every cell is regular.

    Regular is: no quotation mark, as many cells in each line as in the header, days as 2024-09-27,
    numbers of digits with at most one point before at most twelve more, no blank around them, bars
    that hold together, each key once.
    """
    if any(mark in payload for mark in _IRREGULAR):
        return None
    if payload.count(b"\r") != payload.count(b"\r\n"):
        return None
    try:
        raise_for_error_text(payload)
        cells = _cells(payload, file)
        columns = _columns(cells, spec, file)
        table = pa.table(
            [
                columns[field.name].cast(field.type)
                if field.name in columns
                else pa.nulls(cells.num_rows, field.type)
                for field in spec.arrow_schema
            ],
            schema=spec.arrow_schema,
        )
    except (_Irregular, PayloadError, pa.ArrowException):
        return None
    except Exception:
        # What nobody foresaw costs the parser of the source one record, here all of them.
        return None
    keys = table.group_by(list(spec.natural_key)).aggregate([])
    if keys.num_rows != table.num_rows:
        return None
    return Parsed(ArrowColumns(table), range(1, table.num_rows + 1), ())


def _cells(payload: bytes, file: BarFile) -> pa.Table:
    """The cells that are read, as text."""
    first = payload[: payload.find(b"\n") + 1].decode("utf-8", "replace")
    header = [name.strip() for name in first.split(",")]
    named = [file.day, *(file.words or {}), *file.prices, *file.numbers]
    there = [name for name in named if name in header]
    if len(set(header)) != len(header) or not set(named) - file.may_lack <= set(there):
        raise _Irregular
    cells = csv.read_csv(
        pa.py_buffer(payload),
        csv.ReadOptions(column_names=header, skip_rows=1),
        csv.ParseOptions(quote_char=False),
        csv.ConvertOptions(
            column_types=dict.fromkeys(there, pa.string()),
            include_columns=there,
            strings_can_be_null=False,
        ),
    )
    if not cells.num_rows:
        raise _Irregular
    return cells


def _columns(cells: pa.Table, spec: DatasetSpec, file: BarFile) -> dict[str, pa.ChunkedArray]:
    """The columns that the cells become."""
    decimals = {field.name: getattr(field.type, "scale", 0) for field in spec.arrow_schema}
    columns = {"session_on": _days(cells[file.day])}
    for name, form in (file.words or {}).items():
        if name in cells.column_names:
            columns[name] = _filled(cells[name], form, name in file.may_be_empty)
    for name, column in {**file.prices, **file.numbers}.items():
        if name in cells.column_names:
            text = _filled(cells[name], _NUMBER, name in file.may_be_empty)
            columns[column] = _rounded(text, decimals[column])
    for column in file.prices.values():
        if column in columns:
            _require(pc.greater(columns[column], pa.scalar(0, _WIDE)))
            _require(pc.less(columns[column], pa.scalar(LARGEST, _WIDE)))
    _require_consistent({name: columns.get(column) for name, column in file.prices.items()})
    for name in file.zero_is_none:
        if (column := file.numbers[name]) in columns:
            values = columns[column]
            is_none = pc.equal(values, pa.scalar(0, _WIDE))
            columns[column] = pc.if_else(is_none, pa.scalar(None, values.type), values)
    if file.together is not None:
        new, old = (columns.get(file.numbers[name]) for name in file.together)
        if (new is None) != (old is None):
            raise _Irregular
        if new is not None and old is not None:
            _require(pc.equal(pc.is_null(new), pc.is_null(old)))
    return columns


def _days(text: pa.ChunkedArray) -> pa.ChunkedArray:
    _require(pc.match_substring_regex(text, _DAY))
    return text.cast(pa.date32())


def _filled(text: pa.ChunkedArray, form: str, may_be_empty: bool) -> pa.ChunkedArray:
    """Text all of which has the form; what may be empty is null there."""
    if may_be_empty:
        text = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
    _require(pc.match_substring_regex(text, form))
    return text


def _rounded(text: pa.ChunkedArray, decimals: int) -> pa.ChunkedArray:
    """The numbers to so many decimals, a half to the even one, as Python's decimals do."""
    return pc.round(text.cast(_WIDE), ndigits=decimals, round_mode="half_to_even")


def _require_consistent(prices: Mapping[str, pa.ChunkedArray | None]) -> None:
    known: Sequence[pa.ChunkedArray] = [one for one in prices.values() if one is not None]
    by_name = {name.lower(): one for name, one in prices.items()}
    low, high = by_name["low"], by_name["high"]
    for one in known:
        if low is not None:
            _require(pc.less_equal(low, one))
        if high is not None:
            _require(pc.greater_equal(high, one))


def _require(holds: pa.ChunkedArray) -> None:
    """Raise _Irregular unless it is true wherever it is known."""
    if pc.all(holds).as_py() is False:
        raise _Irregular
