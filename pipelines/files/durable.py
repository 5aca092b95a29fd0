"""Files that are there whole or not at all, also after a crash or a power cut.

Belongs here: write, fsync, rename, fsync of the folder; files of records to which lines are only
added. Does not belong here: what is written.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.files.kept_json import Misshapen, Shape, parse_kept

UNFINISHED_PREFIX = ".unfinished-"


def write_durably(path: Path, content: bytes) -> None:
    """Put this content at `path` so that a reader sees the old bytes or the new, never a part.

    A process killed on the way leaves at most a file that begins with UNFINISHED_PREFIX in the
    same folder. On an error the target is as before and OSError tells why.
    """
    unique = f"{os.getpid()}-{secrets.token_hex(4)}"
    temporary = path.with_name(f"{UNFINISHED_PREFIX}{path.name}-{unique}")
    try:
        with temporary.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    fsync_folder(path.parent)


def make_folders(folder: Path) -> None:
    """Make a folder and its missing parents durable."""
    missing = [p for p in (folder, *folder.parents) if not p.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for made in missing:
        fsync_folder(made.parent)


def fsync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def link_or_copy(source: Path, target: Path) -> None:
    """Hard link, or copy where the file system has none."""
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def fsync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def append_record(path: Path, record: Mapping[str, Any]) -> None:
    """Add one record as a JSON line and make it durable; several processes may add at a time.

    A line that a kill or a full disk cut short stays behind and readers pass over it; the next
    record begins on a line of its own. OSError when it cannot be written.
    """
    line = json.dumps(record, ensure_ascii=False, sort_keys=True, default=str).encode() + b"\n"
    make_folders(path.parent)
    with path.open("ab+", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        size = file.seek(0, os.SEEK_END)
        if size:
            file.seek(size - 1)
            line = line if file.read(1) == b"\n" else b"\n" + line
        while line:
            line = line[file.write(line) :]
        os.fsync(file.fileno())
    fsync_folder(path.parent)


def read_records(path: Path, shape: Shape = dict) -> list[dict[str, Any]]:
    """Every whole record of this shape in such a file, oldest first; none when there is no file."""
    if not path.exists():
        return []
    found = []
    for line in path.read_text(encoding="utf-8", errors="replace").split("\n"):
        with contextlib.suppress(Misshapen):
            found.append(parse_kept(line, shape))
    return found
