"""Files that are there whole or not at all, also after a crash or a power cut.

Belongs here: write, fsync, rename, fsync of the folder. Does not belong here: what is written.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

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
