"""Append-only JSON lines that survive a kill: the history of releases and the approvals.

Belongs here: appending one record durably, reading back every whole record.
Does not belong here: what a record means (`upkeep.py`, `drift.py`).
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.durable import fsync_folder


def append(path: Path, record: Mapping[str, Any]) -> None:
    """Add one record at the end and make it durable. OSError when it cannot be written.

    A record that a kill or a full disk cut short stays behind as a broken line, which readers pass
    over; the next record begins on a line of its own.
    """
    line = json.dumps(record, ensure_ascii=False, sort_keys=True).encode() + b"\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        size = file.seek(0, os.SEEK_END)
        if size:
            file.seek(size - 1)
            line = line if file.read(1) == b"\n" else b"\n" + line
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    fsync_folder(path.parent)


def read(path: Path) -> list[dict[str, Any]]:
    """Every whole record, oldest first; none when there is no file."""
    if not path.exists():
        return []
    found = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        with contextlib.suppress(ValueError):
            record = json.loads(line)
            if isinstance(record, dict):
                found.append(record)
    return found
