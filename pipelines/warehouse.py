"""Where everything generated lives, what kind of warehouse it is, and who may write.

Belongs here: the folder layout of a warehouse, its state file, its lock, its build folders.
Does not belong here: what is written into those folders.
"""

from __future__ import annotations

import contextlib
import fcntl
import getpass
import json
import multiprocessing
import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, cast, get_args

from pipelines.errors import ChipwatchError
from pipelines.files.durable import UNFINISHED_PREFIX, write_durably
from pipelines.files.kept_json import read_kept

REPOSITORY = Path(__file__).resolve().parents[1]
SAMPLE_ARCHIVE = REPOSITORY / "pipelines" / "sample" / "archive"
STATE_VERSION = 1
ABANDONED_AFTER_SECONDS = 24 * 3600
MEMORY_LIMIT = "512MiB"
"""What a connection over a build may hold before DuckDB writes to a file beside it."""

Kind = Literal["sample", "live"]


@dataclass(frozen=True)
class Build:
    """One attempt to make a release: `<warehouse>/builds/<id>/`, thrown away when not released."""

    path: Path

    @property
    def build_id(self) -> str:
        return self.path.name

    @property
    def raw(self) -> Path:
        return self.path / "raw"

    @property
    def derived(self) -> Path:
        return self.path / "derived"

    @property
    def inputs(self) -> Path:
        return self.path / "inputs"

    @property
    def overlay(self) -> Path:
        """The user's own rows as Parquet."""
        return self.path / "overlay"

    @property
    def work(self) -> Path:
        return self.path / "work.duckdb"

    @property
    def candidate(self) -> Path:
        return self.path / "candidate.duckdb"

    @property
    def verdict(self) -> Path:
        return self.path / "verdict.json"

    @property
    def results(self) -> Path:
        """Check results gathered on the way, one JSON file a layer."""
        return self.path / "results"

    @property
    def data_docs(self) -> Path:
        return self.path / "data_docs"

    def create(self) -> Build:
        """Make the folders and note which processes own them.

        A process started to run one step of a run ends before the run: then its parent owns the
        build too. The parent of any other process is a shell or a scheduler and says nothing.
        """
        for folder in (self.raw, self.derived, self.inputs, self.results):
            folder.mkdir(parents=True, exist_ok=True)
        owner = self.path / "owner.json"
        if not owner.exists():
            is_step = multiprocessing.parent_process() is not None
            parent = os.getppid() if is_step else os.getpid()
            owner.write_text(json.dumps({"pid": os.getpid(), "parent_pid": parent}))
        return self

    def is_abandoned(self) -> bool:
        """True when no process that owned this build lives any more."""
        try:
            owner = read_kept(self.path / "owner.json", {"pid": int, "parent_pid": int})
        except (OSError, ValueError):
            return True
        if time.time() - self.path.stat().st_mtime > ABANDONED_AFTER_SECONDS:
            return True
        own = owner["pid"] == os.getpid()
        return own or not (_is_alive(owner["pid"]) or _is_alive(owner["parent_pid"]))


@dataclass(frozen=True)
class Warehouse:
    """The folder layout of one warehouse."""

    root: Path

    @property
    def archive(self) -> Path:
        return self.root / "archive"

    @property
    def archive_index(self) -> Path:
        """What the sidecars of the archive said when they were last read; made again at need."""
        return self.root / "archive_index.json"

    @property
    def raw(self) -> Path:
        return self.root / "raw"

    @property
    def slices(self) -> Path:
        """Lists of large files, and what was kept of those that no payload holds yet."""
        return self.root / "slices"

    @property
    def derived(self) -> Path:
        return self.root / "derived"

    @property
    def judged(self) -> Path:
        """Which raw rows were found sound; made again at need."""
        return self.root / "judged"

    @property
    def overlay(self) -> Path:
        """The user's own CSV files."""
        return self.root / "overlay"

    @property
    def builds(self) -> Path:
        return self.root / "builds"

    @property
    def releases(self) -> Path:
        return self.root / "releases"

    @property
    def published(self) -> Path:
        return self.root / "chipwatch.duckdb"

    @property
    def dagster_home(self) -> Path:
        return self.root / ".dagster"

    @property
    def lock(self) -> Path:
        return self.root / ".lock"

    @property
    def state(self) -> Path:
        return self.root / "state.json"

    def build(self, build_id: str) -> Build:
        return Build(self.builds / build_id)

    def kind(self) -> Kind | None:
        """`sample` or `live`, or None while the warehouse has not been created.

        Raises ChipwatchError when the state was written by a newer chipwatch or cannot be read.
        """
        if not self.state.exists():
            return None
        try:
            state = read_kept(self.state, {"state_version": int, "kind": str})
            version, kind = state["state_version"], state["kind"]
        except (OSError, ValueError) as error:
            raise ChipwatchError(
                f"The state file {self.state} cannot be read ({error}).",
                "restore it from a backup, or move the warehouse folder away and run again.",
            ) from error
        if version > STATE_VERSION:
            raise ChipwatchError(
                f"{self.root} was written by a newer chipwatch (state version {version}; "
                f"this one knows {STATE_VERSION}).",
                "update this checkout (git pull), or use another folder with --warehouse.",
            )
        if kind not in get_args(Kind):
            raise ChipwatchError(
                f"The state file {self.state} names no kind of warehouse that there is.",
                "restore it from a backup, or move the warehouse folder away and run again.",
            )
        return cast("Kind", kind)

    def ensure(self, kind: Kind) -> None:
        """Create the warehouse as `kind`, or check that it is of that kind.

        Raises ChipwatchError when the folder cannot be written, when the kinds differ, or when the
        state is newer than this code.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            for folder in (self.archive, self.raw, self.derived, self.builds, self.releases):
                folder.mkdir(exist_ok=True)
            probe = self.root / f".probe-{os.getpid()}"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise ChipwatchError(
                f"The warehouse folder {self.root} cannot be written ({error.strerror}).",
                "give this user write access to it, or name another folder with --warehouse.",
            ) from error
        existing = self.kind()
        if existing is None:
            state = {
                "state_version": STATE_VERSION,
                "kind": kind,
                "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
            }
            write_durably(self.state, json.dumps(state, indent=1).encode())
        elif existing != kind:
            raise ChipwatchError(
                f"{self.root} is a {existing} warehouse; {kind} data never mix with it.",
                f"use another folder for the {kind} data: --warehouse DIR "
                "(or the environment variable CHIPWATCH_WAREHOUSE).",
            )

    def remove_abandoned_builds(self) -> list[str]:
        """Delete the builds whose processes are gone, and temporary files of killed releases."""
        removed = []
        if self.builds.exists():
            for path in self.builds.iterdir():
                if Build(path).is_abandoned():
                    shutil.rmtree(path, ignore_errors=True)
                    removed.append(path.name)
        if self.releases.exists():
            for path in self.releases.glob(f"{UNFINISHED_PREFIX}*"):
                shutil.rmtree(path, ignore_errors=True)
                removed.append(path.name)
        for path in self.root.glob(".chipwatch.duckdb.*"):
            path.unlink(missing_ok=True)
        return removed


def locate(path: Path | str | None = None) -> Warehouse:
    """The warehouse at `path`, else at CHIPWATCH_WAREHOUSE, else `warehouse/` of this checkout."""
    chosen = path or os.environ.get("CHIPWATCH_WAREHOUSE") or REPOSITORY / "warehouse"
    try:
        return Warehouse(Path(chosen).expanduser().resolve())
    except (OSError, RuntimeError, ValueError) as error:
        raise ChipwatchError(
            f"{str(chosen)[:200]!r} names no folder ({error}).",
            "name another one with --warehouse (or the environment variable CHIPWATCH_WAREHOUSE).",
        ) from error


_held: dict[Path, int] = {}


@contextlib.contextmanager
def single_writer(
    warehouse: Warehouse, purpose: str, on_wait: Callable[[str], None] = lambda _: None
) -> Iterator[None]:
    """Hold the warehouse's lock; the kernel frees it when the process dies.

    A second process waits; `on_wait` is told once who holds the lock. Within one process the lock
    may be taken again (the job takes it around a release that `chipwatch run` already guards).
    """
    path = warehouse.lock
    if path in _held:
        _held[path] += 1
        try:
            yield
        finally:
            _held[path] -= 1
        return
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            on_wait(file.read().strip() or "another process")
            fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        file.truncate()
        since = datetime.now(UTC).isoformat(timespec="seconds")
        file.write(f"process {os.getpid()} ({purpose}, since {since})")
        file.flush()
        _held[path] = 1
        try:
            yield
        finally:
            del _held[path]
            file.seek(0)
            file.truncate()


def _is_alive(pid: int) -> bool:
    if pid <= 1:
        return False
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


DISK_MARGIN_BYTES = 64 * 1024 * 1024
"""Left free on the disk of a warehouse by everything that writes there."""
SEEDS = REPOSITORY / "dbt_project" / "seeds"


def user_name() -> str:
    """The name of the user who runs this process, or its number when it has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return f"uid {os.getuid()}"
