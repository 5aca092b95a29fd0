"""What the records beside payloads said when they were last read, in one file.

An archive of thousands of payloads is told by thousands of small files. The index keeps what was
in each, with size, times and inode of the file; a record whose file differs in one of them is read
anew, one whose file is gone is forgotten. An index that is damaged or missing is made again: it
saves reading and decides nothing.

Belongs here: that file. Does not belong here: what a record means (`store.py`).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path
from typing import Any

from pipelines.files.durable import write_durably

_FORM = "1"

Marks = list[int]
"""Size, time of the last change of bytes and of the inode in nanoseconds, and the inode."""


class Index:
    """Records by the path of their file below an archive, as they stood in the index at `path`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = _read(path)
        self._seen: dict[str, list[Any]] = {}

    def record(self, name: str, found: os.stat_result) -> dict[str, Any] | None:
        """What the file `name` holds if it is the one that was read before, else None."""
        kept = self._known.get(name)
        if kept is None or kept[0] != _marks(found):
            return None
        self._seen[name] = kept
        record: dict[str, Any] = kept[1]
        return record

    def keep(self, name: str, found: os.stat_result, record: dict[str, Any]) -> None:
        """Remember what the file `name` held; `found` are its marks from before it was read."""
        self._seen[name] = [_marks(found), record]

    def save(self) -> None:
        """Write what was asked for and kept since, if that differs from the file.

        A folder that cannot be written keeps its old index, or none.
        """
        if self._seen == self._known:
            return
        body = json.dumps(self._seen, ensure_ascii=False, separators=(",", ":")).encode()
        with contextlib.suppress(OSError):
            write_durably(self._path, _sum(body) + b"\n" + body)
        self._known = self._seen


def _read(path: Path) -> dict[str, list[Any]]:
    try:
        total, _, body = path.read_bytes().partition(b"\n")
        if total != _sum(body):
            return {}
        known = json.loads(body)
    except (OSError, ValueError, RecursionError):
        return {}
    is_whole = isinstance(known, dict) and all(map(_is_kept, known.values()))
    return known if is_whole else {}


def _is_kept(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and isinstance(value[1], dict)


def _sum(body: bytes) -> bytes:
    return hashlib.sha256(_FORM.encode() + body).hexdigest().encode()


def _marks(found: os.stat_result) -> Marks:
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]
