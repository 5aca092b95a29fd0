"""When a derived file is stale, and how one is written and read.

A derived file is kept under `<warehouse>/derived/<dataset>/<rule>/`, where `<rule>` names
everything but the rows that decides its content: the bytes of every module that the deriving one
imports, of the data files beside them, of the curated files it is given, and the versions of the
libraries (`fingerprint.py` says which). Its own name carries the hash of the rows it is made from.
What is there is never stale; what is stale has another name.

Belongs here: that one rule, how long what has another name is kept, and the errors of these files.
Does not belong here: what is derived.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.errors import ChipwatchError
from pipelines.fingerprint import module_hash

_HASH_LENGTH = 16
UNUSED_DAYS = 30
"""A derived file that no run has used for so long may go; it is made again when it is wanted."""


class DerivedError(ChipwatchError):
    """A derived dataset could not be made; the message names the file."""


def folder_of(root: Path, dataset: str, module: str, curated: Iterable[Path]) -> Path:
    """Where the derived files of a dataset lie that are right under the present rule.

    `module` is the dotted name of the deriving module, `curated` the CSV files of people that it
    reads. Raises DerivedError when one of them cannot be read.
    """
    parts = [module_hash(module).encode(), *(_curated_bytes(path) for path in curated)]
    return root / dataset / name_of(b"\0".join(parts))


def name_of(content: bytes) -> str:
    """A short name for these bytes."""
    return hashlib.sha256(content).hexdigest()[:_HASH_LENGTH]


def joined_name(parts: Iterable[Path]) -> str:
    """File name of what joins these derived files, whatever their order."""
    return f"joined-{name_of(chr(10).join(sorted(part.name for part in parts)).encode())}.parquet"


def raw_bytes(path: Path) -> bytes:
    """The bytes of a raw file. Raises DerivedError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable_raw(path, error.strerror) from None


def read_raw(path: Path, columns: list[str] | None = None) -> pa.Table:
    """A raw file as a table. Raises DerivedError."""
    try:
        return pq.read_table(path, columns=columns)
    except (OSError, pa.ArrowException) as error:
        raise _unreadable_raw(path, error) from None


def read_derived(path: Path, schema: pa.Schema | None = None) -> pa.Table:
    """A file that `write_derived` wrote. Raises DerivedError."""
    try:
        return pq.read_table(path, schema=schema)
    except (OSError, pa.ArrowException) as error:
        raise DerivedError(
            f"The derived file {path} cannot be read: {error}.",
            f"Delete the folder {path.parent}; it is made again.",
        ) from None


def write_derived(table: pa.Table, path: Path) -> None:
    """Put a table at `path`, whole or not at all. Raises DerivedError."""
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(table, half)
        half.replace(path)
    except OSError as error:
        raise DerivedError(
            f"The derived file {path} cannot be written: {error.strerror}.",
            "Make the folder writable or free space on its disk.",
        ) from None


def mark_used(paths: Iterable[Path]) -> None:
    """Note that a run has used these files; one that cannot be marked is only kept for less."""
    for path in paths:
        with contextlib.suppress(OSError):
            os.utime(path)


def unused(root: Path, now: datetime) -> list[Path]:
    """The derived files below `root` that no run has used for UNUSED_DAYS."""
    last = (now - timedelta(days=UNUSED_DAYS)).timestamp()
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    return [path for path in files if path.stat().st_mtime < last]


def _unreadable_raw(path: Path, why: object) -> DerivedError:
    return DerivedError(
        f"The raw file {path} cannot be read: {why}.",
        "Delete it; the next run parses its payload again.",
    )


def _curated_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DerivedError(
            f"The curated file {path} cannot be read: {error.strerror}.",
            "Restore it from version control.",
        ) from None
