"""Looking after an archive: verify it, count it, back it up, and take a payload out for good.

Belongs here: what a person does with an archive as a whole. Does not belong here: its file form
(`archive.py`), fetching or parsing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipelines.archive.store import (
    TOMBSTONE_SUFFIX,
    Archive,
    ArchiveError,
    Entry,
    Problem,
    ProblemKind,
    files_of,
    write_record,
)
from pipelines.errors import ChipwatchError
from pipelines.files.durable import make_folders, write_durably
from pipelines.warehouse import Warehouse, single_writer, user_name


@dataclass(frozen=True)
class Checked:
    """What verifying an archive came to: whole payloads, damaged ones, files that do not count."""

    payloads: int
    bytes: int
    damaged: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def tombstones(self) -> int:
        return sum(problem.kind is ProblemKind.TOMBSTONE for problem in self.problems)

    @property
    def faults(self) -> tuple[str, ...]:
        """Everything a person should look at; tombstones are as they should be."""
        told = (
            f"{problem.path}: {problem.message}"
            for problem in self.problems
            if problem.kind is not ProblemKind.TOMBSTONE
        )
        return (*self.damaged, *told)


@dataclass(frozen=True)
class DatasetStats:
    """One dataset of an archive. Times are UTC; `stored_bytes` is what the disk holds."""

    name: str
    payloads: int
    bytes: int
    stored_bytes: int
    first_observed_at: datetime
    last_observed_at: datetime
    redistribution: str


@dataclass(frozen=True)
class BackedUp:
    """What a backup did: payloads copied, already there, and taken out because of a tombstone."""

    copied: int
    present: int
    removed: int


@dataclass(frozen=True)
class Redacted:
    """What a redaction removed."""

    sha256: str
    source: str
    dataset: str
    files: tuple[Path, ...]


def verify(archive: Archive) -> Checked:
    """Read every payload and compare it with its hash.

    Raises ArchiveError for a folder that holds something and nothing of an archive.
    """
    _require_archive(archive)
    damaged, count, size = [], 0, 0
    for entry in archive.entries():
        try:
            archive.read(entry)
        except ArchiveError as error:
            damaged.append(f"{error.message} {error.remedy}")
        else:
            count, size = count + 1, size + entry.bytes
    return Checked(count, size, tuple(damaged), tuple(archive.problems()))


def _require_archive(archive: Archive) -> None:
    if archive.entries() or archive.problems():
        return
    other = next((path for path in sorted(archive.root.iterdir())), None)
    if other is not None:
        raise ArchiveError(
            f"{archive.root} is no archive: it holds {other.name} and no payload.",
            "name the folder that holds one folder a source, such as warehouse/archive.",
        )


def stats(archive: Archive) -> list[DatasetStats]:
    """Counts, sizes and times by dataset, in name order."""
    grouped: dict[str, list[Entry]] = {}
    for entry in archive.entries():
        grouped.setdefault(entry.name, []).append(entry)
    return [
        DatasetStats(
            name,
            len(entries),
            sum(entry.bytes for entry in entries),
            sum(entry.path.stat().st_size for entry in entries),
            min(entry.observed_at for entry in entries),
            max(entry.observed_at for entry in entries),
            "; ".join(sorted({entry.redistribution for entry in entries})),
        )
        for name, entries in sorted(grouped.items())
    ]


def backup(archive: Archive, target: Path) -> BackedUp:
    """Bring `target` up to this archive, payload by payload; each is checked before it is copied.

    Runs again at any time and copies only what is missing or damaged there. A payload that was
    redacted here is taken out there as well; nothing else is ever deleted. Raises ArchiveError for
    a damaged payload, after all the others have been copied.
    """
    root, copy_root = archive.root.resolve(), target.resolve()
    if copy_root == root or root in copy_root.parents or copy_root in root.parents:
        raise ChipwatchError(
            f"{target} and the archive {archive.root} lie within each other.",
            "name a folder elsewhere, best on another disk.",
        )
    there = Archive(target)
    backed_up = {(e.name, e.sha256): e for e in there.entries()}
    copied = present = removed = 0
    damaged: list[str] = []
    for entry in archive.entries():
        folder = target / entry.path.relative_to(archive.root).parent
        sidecar = folder / f"{entry.sha256}.json"
        if _is_whole(there, backed_up.get((entry.name, entry.sha256))):
            present += 1
            _copy_missing(files_of(entry), folder)
            continue
        try:
            archive.read(entry)
        except ArchiveError as error:
            damaged.append(error.message)
            continue
        make_folders(folder)
        write_durably(folder / entry.path.name, entry.path.read_bytes())
        write_durably(sidecar, entry.path.with_suffix(".json").read_bytes())
        _copy_missing(files_of(entry), folder)
        copied += 1
    for tombstone in _tombstones(archive):
        folder = target / tombstone.relative_to(archive.root).parent
        make_folders(folder)
        write_durably(folder / tombstone.name, tombstone.read_bytes())
        sha = tombstone.name.removesuffix(TOMBSTONE_SUFFIX)
        there_still = [p for p in folder.glob(f"{sha}.*") if p.name != tombstone.name]
        removed += bool(_unlink_all(there_still))
    if damaged:
        raise ArchiveError(
            f"{len(damaged)} payload(s) are damaged and were not copied: {'; '.join(damaged[:5])}",
            "restore them (`chipwatch archive verify` lists them) and back up again; "
            f"{copied} were copied, {present} were there already.",
        )
    return BackedUp(copied, present, removed)


def find(archive: Archive, name: str) -> Entry:
    """The payload of that SHA-256, or of a beginning of at least 8 digits that only one has."""
    found = [entry for entry in archive.entries() if entry.sha256.startswith(name.lower())]
    if len(name) < 8 or len(found) != 1:
        what = f"{len(found)} payloads begin with" if len(name) >= 8 else "Too few digits:"
        raise ChipwatchError(
            f"{what} {name} in {archive.root}.",
            "give the whole SHA-256 (`select payload_sha256, source, dataset from meta.payloads`).",
        )
    return found[0]


def redact(
    warehouse: Warehouse, archive: Archive, name: str, reason: str, by: str | None = None
) -> Redacted:
    """Take a payload out for good: its bytes, its sidecar, and what was parsed from it.

    A tombstone stays, so that the same bytes are never taken in again; the next build has none of
    its rows. Raises ChipwatchError when the payload is not found, is of the bundled sample, or a
    file cannot be removed (run it again then: the tombstone already counts).
    """
    if not reason.strip():
        raise ChipwatchError("A redaction needs a reason.", 'name it: --reason "…".')
    with single_writer(warehouse, "archive redact"):
        entry = find(archive, name)
        tombstone = {
            "sha256": entry.sha256,
            "source": entry.source,
            "dataset": entry.dataset,
            "bytes": entry.bytes,
            entry.observed_basis: entry.observed_at.isoformat(),
            "origin": entry.origin.value,
            "licence": entry.licence,
            "redistribution": entry.redistribution,
            "reason": reason.strip(),
            "removed_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "removed_by": by or user_name(),
        }
        write_record(entry.path.with_name(f"{entry.sha256}{TOMBSTONE_SUFFIX}"), tombstone)
        files = [*files_of(entry), *_parsed(warehouse, entry)]
        removed = _unlink_all(files)
        warehouse.remove_abandoned_builds()
    return Redacted(entry.sha256, entry.source, entry.dataset, tuple(removed))


def _parsed(warehouse: Warehouse, entry: Entry) -> Iterator[Path]:
    """Raw Parquet of the payload, and everything derived: that is made anew from what is left.

    So are raw files of many payloads, which begin with their month.
    """
    raw = warehouse.raw / entry.source / entry.dataset
    yield from raw.glob(f"v*/{entry.sha256}.*parquet")
    yield from raw.glob("v*/????-??-*.parquet")
    yield from (path for path in warehouse.derived.rglob("*") if path.is_file())


def _is_whole(archive: Archive, entry: Entry | None) -> bool:
    if entry is None:
        return False
    try:
        archive.read(entry)
    except ArchiveError:
        return False
    return True


def _tombstones(archive: Archive) -> Iterator[Path]:
    for problem in archive.problems():
        if problem.kind is ProblemKind.TOMBSTONE:
            yield problem.path


def _copy_missing(files: list[Path], folder: Path) -> None:
    """What was recorded beside a payload since it was copied: refusals, further addresses."""
    for path in files:
        if not (folder / path.name).exists():
            write_durably(folder / path.name, path.read_bytes())


def _unlink_all(paths: list[Path]) -> list[Path]:
    removed = []
    for path in paths:
        if path.exists():
            path.unlink()
            removed.append(path)
    return removed
