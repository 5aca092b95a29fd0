"""The content-addressed archive: the bytes of every payload, each with a sidecar of its origin.

Belongs here: adding, listing and reading payloads, and saying what is wrong with a folder.
Does not belong here: fetching, parsing, or any decision about what a payload means.

A payload lives at `<root>/<source>/<dataset>/<sha[:2]>/<sha>.gz` beside `<sha>.json`. The payload
is made durable first and the sidecar last, each by write, fsync, rename: a payload counts only
when its sidecar is there, so a process killed at any moment leaves nothing half that counts.
Where the same bytes come from another address too, `<sha>.also-<hash>.json` keeps that one.
"""

from __future__ import annotations

import contextlib
import errno
import gzip
import hashlib
import io
import json
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from pipelines.archive.index import Index
from pipelines.archive.redaction import redact_parameters, redact_text, redact_url
from pipelines.errors import ChipwatchError
from pipelines.files.durable import UNFINISHED_PREFIX, make_folders, write_durably
from pipelines.files.kept_json import Misshapen, read_kept

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_SHA = re.compile(r"[0-9a-f]{64}")
TOMBSTONE_SUFFIX = ".tombstone.json"
_ALSO = ".also-"
_ALSO_NAME = re.compile(r"([0-9a-f]{64})\.also-[0-9a-f]{16}\.json")
_LARGEST = 1_000_000_000
"""Bytes that a payload may have once unpacked."""
_TOLD_OF_AN_ANSWER = {
    "url": str,
    "parameters": dict,
    "status?": (int, None),
    "etag?": (str, None),
    "last_modified?": (str, None),
    "content_type?": (str, None),
}
_ADDRESS = {**_TOLD_OF_AN_ANSWER, "observed_at": str}
_SIDECAR = {
    **_TOLD_OF_AN_ANSWER,
    "source": str,
    "dataset": str,
    "sha256": str,
    "origin": str,
    "method": str,
    "bytes": int,
    "licence": str,
    "redistribution": str,
    "note?": (str, None),
    **{f"{name}?": str for name in ("fetched_at", "composed_at", "added_at")},
}


class Origin(StrEnum):
    """How a payload came into the archive."""

    FETCHED = "fetched"
    SAMPLE = "sample"
    USER = "user"


OBSERVED_BASIS: Mapping[Origin, str] = {
    Origin.FETCHED: "fetched_at",
    Origin.SAMPLE: "composed_at",
    Origin.USER: "added_at",
}


class ArchiveError(ChipwatchError):
    """The archive could not do what was asked; the message says what to do next."""


class CorruptPayload(ArchiveError):
    """The stored bytes are not the bytes that were archived."""


class TombstonedPayload(ArchiveError):
    """These bytes were removed on purpose and are not taken back."""


class ProblemKind(StrEnum):
    """What can be wrong with the files of an archive."""

    PAYLOAD_WITHOUT_SIDECAR = "payload_without_sidecar"
    SIDECAR_WITHOUT_PAYLOAD = "sidecar_without_payload"
    UNREADABLE_SIDECAR = "unreadable_sidecar"
    UNFINISHED_WRITE = "unfinished_write"
    TOMBSTONE = "tombstone"


@dataclass(frozen=True)
class Problem:
    """One file that does not count as a payload, and why."""

    kind: ProblemKind
    path: Path
    message: str


@dataclass(frozen=True)
class PayloadMeta:
    """What is known about a payload when it is added. `observed_at` must carry a time zone.

    The origin decides under which name the time is written: fetched_at, composed_at or added_at.
    URL, parameters and note are redacted before they are written.
    """

    source: str
    dataset: str
    origin: Origin
    observed_at: datetime
    licence: str
    redistribution: str
    url: str = ""
    parameters: Mapping[str, object] = field(default_factory=dict)
    method: str = "GET"
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    content_type: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Address:
    """Another address that gave the same bytes, and when it first did. URL and parameters are
    redacted.
    """

    url: str
    parameters: Mapping[str, object]
    observed_at: datetime
    status: int | None
    etag: str | None
    last_modified: str | None
    content_type: str | None


@dataclass(frozen=True)
class Entry:
    """One archived payload: its hash, its sidecar and where its bytes are.

    `also` are the other addresses that gave the same bytes later.
    """

    sha256: str
    source: str
    dataset: str
    url: str
    parameters: Mapping[str, object]
    method: str
    status: int | None
    etag: str | None
    last_modified: str | None
    content_type: str | None
    observed_at: datetime
    observed_basis: str
    bytes: int
    licence: str
    redistribution: str
    origin: Origin
    note: str | None
    path: Path
    also: tuple[Address, ...] = ()

    @property
    def asked(self) -> list[Entry]:
        """The payload as each of its addresses gave it, by time."""
        others = [replace(self, also=(), **vars(address)) for address in self.also]
        return sorted([replace(self, also=()), *others], key=lambda entry: entry.observed_at)

    @property
    def name(self) -> str:
        """`source/dataset`."""
        return f"{self.source}/{self.dataset}"

    @property
    def is_sample(self) -> bool:
        """Whether the payload was composed for the sample and never served by the source."""
        return self.origin is Origin.SAMPLE


class Archive:
    """A folder of payloads. Opening one touches nothing; the folder is made by the first `add`.

    With an `index` (a file elsewhere) `entries` reads only the sidecars that changed since.
    """

    def __init__(self, root: Path, index: Path | None = None) -> None:
        self.root = Path(root)
        self._index = index

    def add(self, payload: bytes, meta: PayloadMeta) -> Entry:
        """Keep the payload and its sidecar; the same bytes again change nothing.

        Bytes already archived for the same source and dataset keep their first sidecar, but for a
        content type that it lacks or that the user states anew for a file of theirs; another
        address that gives them is kept beside it, once. A payload file that was lost or damaged
        since is written again from these bytes.

        Raises ArchiveError (unwritable folder, full disk, invalid meta), TombstonedPayload.
        """
        _require_valid(meta)
        sha = hashlib.sha256(payload).hexdigest()
        folder = self.root / meta.source / meta.dataset / sha[:2]
        sidecar_path = folder / f"{sha}.json"
        payload_path = folder / f"{sha}.gz"
        with _clear_errors("add a payload to", folder):
            tombstone = folder / f"{sha}{TOMBSTONE_SUFFIX}"
            if tombstone.exists():
                raise TombstonedPayload(
                    f"{meta.source}/{meta.dataset} {sha}: this payload was removed from the archive"
                    f" ({_tombstone_reason(tombstone)}) and is not added again.",
                    f"delete {tombstone} if that was a mistake.",
                )
            make_folders(folder)
            if not _holds(payload_path, payload, sha):
                write_durably(payload_path, _compress(payload))
            if not _is_readable_sidecar(sidecar_path):
                sidecar = _sidecar(meta, sha, len(payload))
                write_record(sidecar_path, sidecar)
            entry = _read_sidecar(sidecar_path)
            if _restates_content_type(entry, meta):
                known = read_kept(sidecar_path)
                write_record(sidecar_path, {**known, "content_type": meta.content_type})
                entry = _read_sidecar(sidecar_path)
            _keep_address(entry, meta)
            return replace(entry, also=_read_also(sorted(folder.glob(f"{sha}{_ALSO}*.json"))))

    def entries(self, source: str | None = None, dataset: str | None = None) -> list[Entry]:
        """Payloads that count, by source, dataset, time observed and hash.

        Half-written or damaged files are left out here and told by `problems`. A folder that does
        not exist has no entries; one that cannot be read raises ArchiveError.
        """
        index = None if self._index is None else Index(self._index)
        found: list[Entry] = []
        for shard in self._shards(source, dataset):
            with _clear_errors("read", shard):
                files = {one.name: one for one in os.scandir(shard) if one.is_file()}
                found += _entries(shard, files, index)
        if index is not None and source is None:
            index.save()
        return sorted(found, key=lambda e: (e.source, e.dataset, e.observed_at, e.sha256))

    def read(self, entry: Entry) -> bytes:
        """The payload's bytes, checked against its hash.

        Raises CorruptPayload when they are not the bytes archived, ArchiveError when unreadable.
        """
        what = f"{entry.name} {entry.sha256}: {entry.path}"
        remedy = (
            "restore this file from a backup or add the original payload again;"
            " to build without it, move it and its .json out of the archive."
        )
        try:
            with gzip.open(entry.path, "rb") as stream:
                payload = stream.read(entry.bytes + 1)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise CorruptPayload(f"{what} does not unpack ({error}).", remedy) from error
        except OSError as error:
            told = error.strerror or error
            raise ArchiveError(f"{what} cannot be read ({told}).", remedy) from error
        if hashlib.sha256(payload).hexdigest() != entry.sha256:
            raise CorruptPayload(f"{what} does not hold the bytes that were archived.", remedy)
        return payload

    def problems(self) -> list[Problem]:
        """Every file that looks like part of a payload but does not count, in path order."""
        found: list[Problem] = []
        for path in self._files():
            problem = _problem_of(path)
            if problem is not None:
                found.append(problem)
        return found

    def _files(self) -> Iterator[Path]:
        for shard in self._shards(None, None):
            with _clear_errors("read", shard):
                yield from (p for p in sorted(shard.iterdir()) if p.is_file())

    def _shards(self, source: str | None, dataset: str | None) -> Iterator[Path]:
        with _clear_errors("read", self.root):
            if not self.root.exists():
                return
            if not self.root.is_dir():
                raise ArchiveError(
                    f"{self.root} is a file; an archive is a folder of payloads.",
                    "name the folder.",
                )
            for source_folder in _folders(self.root, source):
                for dataset_folder in _folders(source_folder, dataset):
                    yield from _folders(dataset_folder, None)


class _SidecarError(ArchiveError):
    """A sidecar that cannot be understood."""


def _entries(
    shard: Path, files: Mapping[str, os.DirEntry[str]], index: Index | None
) -> Iterator[Entry]:
    """The payloads of one folder that count."""
    also: dict[str, list[Path]] = {}
    for name in files:
        other = _ALSO_NAME.fullmatch(name)
        if other is not None:
            also.setdefault(other.group(1), []).append(shard / name)
    for name, file in files.items():
        sha = name.removesuffix(".json")
        if not _is_sidecar_name(name) or f"{sha}.gz" not in files:
            continue
        if f"{sha}{TOMBSTONE_SUFFIX}" in files:
            continue
        try:
            entry = _read_sidecar(shard / name) if index is None else _indexed(shard, file, index)
        except _SidecarError:
            continue
        yield replace(entry, also=_read_also(also[sha])) if sha in also else entry


def _indexed(shard: Path, file: os.DirEntry[str], index: Index) -> Entry:
    """The entry of a sidecar, from the index where the file is as it was."""
    path, marks = shard / file.name, file.stat()
    name = "/".join(path.parts[-4:])
    known = index.record(name, marks)
    if known is not None:
        with contextlib.suppress(ValueError, KeyError, TypeError, OverflowError):
            return _entry(known, path)
    record, entry = _read_record(path)
    index.keep(name, marks, record)
    return entry


def _folders(parent: Path, name: str | None) -> list[Path]:
    if name is not None:
        child = parent / name
        return [child] if child.is_dir() else []
    names = [one.name for one in os.scandir(parent) if one.is_dir()]
    return [parent / one for one in sorted(names) if not one.startswith(".")]


def _is_sidecar_name(name: str) -> bool:
    return name.endswith(".json") and _SHA.fullmatch(name.removesuffix(".json")) is not None


def _problem_of(path: Path) -> Problem | None:
    if path.name.startswith(UNFINISHED_PREFIX):
        return Problem(
            ProblemKind.UNFINISHED_WRITE,
            path,
            "left by a writer that was stopped (or is still writing); it does not count"
            " and may be deleted when no writer runs",
        )
    if path.name.endswith(TOMBSTONE_SUFFIX):
        return Problem(ProblemKind.TOMBSTONE, path, f"removed: {_tombstone_reason(path)}")
    if _is_sidecar_name(path.name):
        return _sidecar_problem(path)
    if _ALSO_NAME.fullmatch(path.name):
        try:
            _read_address(path)
        except _SidecarError as error:
            return Problem(ProblemKind.UNREADABLE_SIDECAR, path, str(error))
    if path.suffix == ".gz" and not path.with_suffix(".json").is_file():
        return Problem(
            ProblemKind.PAYLOAD_WITHOUT_SIDECAR,
            path,
            "without its sidecar it does not count; fetch or add the payload again",
        )
    return None


def _sidecar_problem(path: Path) -> Problem | None:
    try:
        _read_sidecar(path)
    except _SidecarError as error:
        return Problem(ProblemKind.UNREADABLE_SIDECAR, path, str(error))
    if path.with_suffix(".gz").is_file():
        return None
    return Problem(
        ProblemKind.SIDECAR_WITHOUT_PAYLOAD,
        path,
        "its payload file is gone; restore it from a backup or add the payload again",
    )


def _require_valid(meta: PayloadMeta) -> None:
    for label, value in (("source", meta.source), ("dataset", meta.dataset)):
        if not _NAME.fullmatch(value):
            raise ArchiveError(
                f"{label} {value!r} is not a name of lower-case letters, digits and underscores.",
                "use the name of a spec.",
            )
    if meta.observed_at.tzinfo is None:
        raise ArchiveError(
            f"{meta.source}/{meta.dataset}: observed_at {meta.observed_at} has no time zone.",
            "pass an aware datetime.",
        )


def _sidecar(meta: PayloadMeta, sha: str, size: int) -> dict[str, object]:
    observed = meta.observed_at.astimezone(UTC).isoformat(timespec="microseconds")
    sidecar: dict[str, object] = {
        "source": meta.source,
        "dataset": meta.dataset,
        "url": redact_url(meta.url),
        "parameters": redact_parameters(meta.parameters),
        "method": meta.method,
        "status": meta.status,
        "etag": meta.etag,
        "last_modified": meta.last_modified,
        "content_type": meta.content_type,
        OBSERVED_BASIS[meta.origin]: observed.replace(".000000", "").replace("+00:00", "Z"),
        "bytes": size,
        "sha256": sha,
        "licence": meta.licence,
        "redistribution": meta.redistribution,
        "origin": meta.origin.value,
    }
    if meta.note is not None:
        sidecar["note"] = redact_text(meta.note)
    return sidecar


def _read_sidecar(path: Path) -> Entry:
    """The entry a sidecar describes. Raises _SidecarError saying what is wrong with it."""
    return _read_record(path)[1]


def _read_record(path: Path) -> tuple[dict[str, Any], Entry]:
    """What a sidecar says, as it stands there and as an entry. Raises _SidecarError."""
    try:
        record = read_kept(path, _SIDECAR)
        return record, _entry(record, path)
    except OSError as error:
        raise _SidecarError(f"cannot read {path} ({error.strerror or error})") from error
    except (ValueError, OverflowError) as error:
        raise _SidecarError(f"{path}: {error}") from error


def _entry(raw: Mapping[str, Any], path: Path) -> Entry:
    origin = Origin(raw["origin"])
    present = [name for name in OBSERVED_BASIS.values() if name in raw]
    if present != [OBSERVED_BASIS[origin]]:
        raise ValueError(
            f"origin {origin.value} needs {OBSERVED_BASIS[origin]} and no other time,"
            f" found {', '.join(present) or 'none'}"
        )
    place = (path.parents[2].name, path.parents[1].name, path.stem)
    if raw["bytes"] < 0 or raw["bytes"] > _LARGEST:
        raise ValueError(f"bytes is {raw['bytes']}, out of range")
    if (raw["source"], raw["dataset"], raw["sha256"]) != place:
        raise ValueError("source, dataset or sha256 differ from the folder and file name")
    observed_at = datetime.fromisoformat(str(raw[present[0]]))
    if observed_at.tzinfo is None:
        raise ValueError(f"{present[0]} has no time zone")
    return Entry(
        sha256=place[2],
        source=place[0],
        dataset=place[1],
        url=raw["url"],
        parameters=raw["parameters"],
        method=raw["method"],
        status=raw.get("status"),
        etag=raw.get("etag"),
        last_modified=raw.get("last_modified"),
        content_type=raw.get("content_type"),
        observed_at=observed_at.astimezone(UTC),
        observed_basis=present[0],
        bytes=raw["bytes"],
        licence=raw["licence"],
        redistribution=raw["redistribution"],
        origin=origin,
        note=raw.get("note"),
        path=path.with_suffix(".gz"),
    )


def asked_for(url: str, parameters: Mapping[str, object]) -> tuple[str, str]:
    """Address and lasting parameters: what two fetches of one thing have in common.

    `parameters` are those of a sidecar: a repeated name has a list, `varying` names those that
    differ from day to day.
    """
    kept = dict(parameters)
    told = kept.pop("varying", [])
    varying = told if isinstance(told, list) else []
    pairs = [
        (name, str(value))
        for name, values in kept.items()
        for value in (values if isinstance(values, list) else [values])
        if name not in varying
    ]
    return (url.split("?", 1)[0] if kept else url), urlencode(sorted(pairs))


def _restates_content_type(entry: Entry, meta: PayloadMeta) -> bool:
    """Whether these bytes come with a content type that is to stand in their sidecar."""
    if meta.content_type is None or meta.content_type == entry.content_type:
        return False
    return entry.content_type is None or entry.origin is meta.origin is Origin.USER


def _keep_address(entry: Entry, meta: PayloadMeta) -> None:
    """Keep where the bytes came from this time, when that is none of the addresses known."""
    url, parameters = redact_url(meta.url), redact_parameters(meta.parameters)
    asked = asked_for(url, parameters)
    if not url or asked == asked_for(entry.url, entry.parameters):
        return
    digest = hashlib.sha256("\n".join(asked).encode()).hexdigest()[:16]
    path = entry.path.with_name(f"{entry.sha256}{_ALSO}{digest}.json")
    if path.exists():
        return
    kept = {
        "url": url,
        "parameters": parameters,
        "observed_at": meta.observed_at.astimezone(UTC).isoformat(),
        "status": meta.status,
        "etag": meta.etag,
        "last_modified": meta.last_modified,
        "content_type": meta.content_type,
    }
    write_record(path, kept)


def _read_also(paths: Iterable[Path]) -> tuple[Address, ...]:
    """Addresses by time; a damaged file is left out here and told by `problems`."""
    found = []
    for path in paths:
        try:
            found.append(_read_address(path))
        except _SidecarError:
            continue
    return tuple(sorted(found, key=lambda address: (address.observed_at, address.url)))


def _read_address(path: Path) -> Address:
    try:
        raw = read_kept(path, _ADDRESS)
        observed_at = datetime.fromisoformat(raw["observed_at"])
        return Address(
            url=raw["url"],
            parameters=raw["parameters"],
            observed_at=observed_at.astimezone(UTC),
            status=raw.get("status"),
            etag=raw.get("etag"),
            last_modified=raw.get("last_modified"),
            content_type=raw.get("content_type"),
        )
    except (OSError, ValueError, OverflowError) as error:
        raise _SidecarError(
            f"{path} does not tell of an address ({error}); delete it, the payload stands"
        ) from error


def write_record(path: Path, record: Mapping[str, object]) -> None:
    """Make what is recorded beside a payload durable, as JSON that people can read."""
    text = json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True)
    write_durably(path, f"{text}\n".encode())


def files_of(entry: Entry) -> list[Path]:
    """Every file of a payload: its bytes, its sidecar, and what was recorded beside them since."""
    found = entry.path.parent.glob(f"{entry.sha256}.*")
    return sorted(p for p in found if not p.name.endswith(TOMBSTONE_SUFFIX))


def _is_readable_sidecar(path: Path) -> bool:
    if not path.exists():
        return False
    try:
        _read_sidecar(path)
    except _SidecarError:
        return False
    return True


def _tombstone_reason(path: Path) -> str:
    try:
        reason = read_kept(path, {"reason": str})["reason"]
    except (OSError, Misshapen):
        return "reason not recorded"
    return str(reason)


def _compress(payload: bytes) -> bytes:
    """Gzip without name and time, so that the same payload gives the same file."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, mtime=0) as stream:
        stream.write(payload)
    return buffer.getvalue()


def _holds(path: Path, payload: bytes, sha: str) -> bool:
    """Whether the file already holds exactly these bytes."""
    if not path.is_file():
        return False
    try:
        with gzip.open(path, "rb") as stream:
            stored = stream.read(len(payload) + 1)
    except (EOFError, OSError, zlib.error):
        return False
    return hashlib.sha256(stored).hexdigest() == sha


@contextmanager
def _clear_errors(action: str, place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = error.filename or place
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            remedy = "the disk is full; free space and run the same command again."
        elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            remedy = "change the permissions of that folder or choose another one."
        elif error.errno in (errno.ENOTDIR, errno.EEXIST):
            remedy = "a file stands where a folder is needed; choose another folder."
        else:
            remedy = "check the disk and run the same command again."
        raise ArchiveError(
            f"cannot {action} the archive: {error.strerror or error} ({where});"
            " what was archived before is unchanged.",
            remedy,
        ) from error
