"""The raw rows of one dataset in one build, payload by payload.

A build links whole files of the warehouse, each of one payload or of many. Belongs here: reading
the rows of a payload, and putting others in their place without touching the warehouse's files.
Does not belong here: which rows are wrong (`audit/set_aside.py`).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.files.durable import write_durably


class BuildRows:
    """The files of a dataset in a build.

    `records` say in which file the rows of each payload stand (`raw_file`; without one, in a file
    of its own) and are kept true.
    """

    def __init__(self, folder: Path, records: Iterable[dict[str, Any]]) -> None:
        self._folder = folder
        self._records = {str(record["payload_sha256"]): record for record in records}

    def of(self, sha256: str) -> pa.Table:
        """The rows of one payload."""
        return _but_for(pq.read_table(self._file(sha256)), {sha256}, is_inverted=True)

    def replace(self, changed: Mapping[str, pa.Table | None]) -> None:
        """Let payloads have these rows, or none at all; each in a file of its own from now on."""
        shared: dict[Path, set[str]] = {}
        for sha256 in changed:
            if self._file(sha256) != self._own(sha256):
                shared.setdefault(self._file(sha256), set()).add(sha256)
        for path, gone in shared.items():
            _write(path, _but_for(pq.read_table(path), gone))
        for sha256, table in changed.items():
            self._records[sha256]["raw_file"] = self._own(sha256).name
            if table is None:
                self._own(sha256).unlink(missing_ok=True)
            else:
                _write(self._own(sha256), table)

    def _own(self, sha256: str) -> Path:
        return self._folder / f"{sha256}.parquet"

    def _file(self, sha256: str) -> Path:
        named = self._records[sha256].get("raw_file")
        return self._folder / named if named else self._own(sha256)


def _but_for(table: pa.Table, hashes: set[str], *, is_inverted: bool = False) -> pa.Table:
    among = pc.is_in(table["payload_sha256"], pa.array(sorted(hashes), pa.string()))
    return table.filter(among if is_inverted else pc.invert(among))


def _write(path: Path, table: pa.Table) -> None:
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    write_durably(path, buffer.getvalue())
