"""Where reduced slices lie until their payload is archived: a folder, or object storage if asked.

Belongs here: reading, writing and removing slices by name. A slice is written once, under a name
made of the hashes of what it depends on, so that two who write it write the same: that is what
object storage can keep without a lock. Does not belong here: what is in a slice; the archive, its
lock and releases, which stay on a file system.

`CHIPWATCH_SLICES` names the object storage, such as `s3://bucket/prefix`; the package for it
(`s3fs`, extra `storage`) reads its own settings and keys.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from pipelines.errors import ChipwatchError
from pipelines.files.durable import make_folders, write_durably
from pipelines.settings import SLICES


class SliceStore(Protocol):
    """Slices by name, `<day>/<stamp>-<hash>.parquet`."""

    def read(self, name: str) -> bytes | None:
        """The bytes of a slice; None where there is none."""

    def write(self, name: str, content: bytes) -> None:
        """Keep a slice, whole or not at all."""

    def forget(self, beginning: str) -> None:
        """Remove the slices whose names begin so."""


class Folder:
    """Slices below a folder of this file system."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> bytes | None:
        """The bytes of a slice; None where there is none."""
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def write(self, name: str, content: bytes) -> None:
        """Keep a slice, whole or not at all."""
        path = self._folder / name
        make_folders(path.parent)
        write_durably(path, content)

    def forget(self, beginning: str) -> None:
        """Remove the slices whose names begin so, and the folder once nothing is in it."""
        day, _, stamp = beginning.partition("/")
        for path in (self._folder / day).glob(f"{stamp}*.parquet"):
            path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            (self._folder / day).rmdir()


class Objects:
    """Slices on object storage. Raises ChipwatchError when it cannot be reached."""

    def __init__(self, address: str) -> None:
        import fsspec

        self._address = address
        try:
            system, root = fsspec.core.url_to_fs(address)
        except (ImportError, ValueError) as error:
            raise ChipwatchError(
                f"{SLICES}={address} cannot be used: {error}.",
                "install the package for it (`pip install 'chipwatch[storage]'` for s3://).",
            ) from error
        self._system: Any = system
        self._root = str(root).rstrip("/")

    def read(self, name: str) -> bytes | None:
        """The bytes of a slice; None where there is none."""
        with self._told():
            try:
                return bytes(self._system.cat_file(self._place(name)))
            except FileNotFoundError:
                return None

    def write(self, name: str, content: bytes) -> None:
        """Keep a slice; one that is there already says the same."""
        with self._told(), contextlib.suppress(FileExistsError):
            self._system.pipe_file(self._place(name), content, mode="create")

    def forget(self, beginning: str) -> None:
        """Remove the slices whose names begin so."""
        with self._told():
            self._system.invalidate_cache()
            for path in self._system.glob(f"{self._place(beginning)}*.parquet"):
                self._system.rm_file(path)

    def _place(self, name: str) -> str:
        return f"{self._root}/{name}"

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise ChipwatchError(
                f"The object storage {self._address} did not answer as it should: {error}.",
                f"check its address and keys, or unset {SLICES} to keep slices in the warehouse.",
            ) from error


def slice_store(folder: Path, source: str) -> SliceStore:
    """The store of a source's slices: object storage if the environment names one, or a folder."""
    address = os.environ.get(SLICES, "").strip()
    return Objects(f"{address.rstrip('/')}/{source}") if address else Folder(folder / source)
