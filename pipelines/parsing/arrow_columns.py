"""Columns of Arrow as the columns of a parse, which are sequences of Python values.

Belongs here: seeing an Arrow column as such a sequence, a few values at a time.
Does not belong here: what a column means, and the declared schema (`raw/parse.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

_AT_ONCE = 1000


class ArrowColumn(Sequence[object]):
    """A column of a table as Python values; `array` is the column itself."""

    def __init__(self, array: pa.ChunkedArray) -> None:
        self.array = array

    def __getitem__(self, place: Any) -> Any:
        found = self.array[place]
        return found.to_pylist() if isinstance(place, slice) else found.as_py()

    def __iter__(self) -> Iterator[object]:
        for start in range(0, len(self.array), _AT_ONCE):
            yield from self.array[start : start + _AT_ONCE].to_pylist()

    def __len__(self) -> int:
        return len(self.array)


class ArrowColumns(Mapping[str, ArrowColumn]):
    """The columns of a table by their names."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    def __getitem__(self, name: str) -> ArrowColumn:
        return ArrowColumn(self._table[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._table.schema.names)

    def __len__(self) -> int:
        return int(self._table.num_columns)
