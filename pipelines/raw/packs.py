"""Raw rows of many small payloads in one file a dataset and month.

A pack is two files of a folder `v…`: `<month>-<name>.pack.parquet` with the rows of its payloads
(each row names its payload) and, in its metadata, how the parsing of each ended; and
`<month>-<name>.rejects.parquet` with their rejects. `<name>` is the hash of both files, which is
looked at whenever they are read.

The rows are written last, both by write, fsync, rename, and only then is what they replace
removed: after a kill a payload stands in two places at most, and the larger pack counts. A pack
that cannot be read, or holds a payload that is not to be read as it was any more, is made again
from what still counts; the payloads that are lost with it are parsed again.

Belongs here: reading packs, making them. Does not belong here: parsing, or files of one payload
(`write.py`).
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.files.durable import write_durably
from pipelines.files.kept_json import Misshapen, parse_kept
from pipelines.parsing.records import Outcome
from pipelines.raw.rejects import REJECTS_SCHEMA

PACKED_FROM = 32
"""So many small payloads of a dataset that stand alone are packed."""
SMALL_BYTES = 1_000_000
"""A payload whose raw file is larger stands alone for good."""
FULL_BYTES = 16_000_000
"""A pack that is larger takes in no more."""
ROWS_SUFFIX, REJECTS_SUFFIX = ".pack.parquet", ".rejects.parquet"
PACK_NAME = re.compile(r"\d{4}-\d{2}-[0-9a-f]{16}")
_PAYLOADS = b"chipwatch_payloads"
_SHAPE = [
    {
        "sha256": str,
        "rows": int,
        "rejects": int,
        "cells": int,
        "outcome": str,
        "message": str,
        "repairs": int,
        "outdated_repairs": [str],
        "charset": str,
        "declared": str,
    }
]


@dataclass(frozen=True)
class Member:
    """How the parsing of one packed payload ended, and what else its rows depend on.

    `charset` is that of the transport, `declared` the name of the declared repairs.
    """

    sha256: str
    rows: int
    rejects: int
    cells: int
    outcome: str
    message: str
    repairs: int
    outdated_repairs: tuple[str, ...]
    charset: str
    declared: str

    @property
    def depends_on(self) -> tuple[str, str]:
        return self.charset, self.declared


@dataclass(frozen=True)
class Pack:
    """One pack: its two files, its month (YYYY-MM) and its payloads by hash."""

    path: Path
    month: str
    members: Mapping[str, Member]

    @property
    def rejects_path(self) -> Path:
        return self.path.with_name(self.path.name.removesuffix(ROWS_SUFFIX) + REJECTS_SUFFIX)

    @property
    def is_full(self) -> bool:
        return self.path.stat().st_size > FULL_BYTES

    def remove(self) -> None:
        """Take the pack away, its rows first: without them its rejects count for nothing."""
        self.path.unlink(missing_ok=True)
        self.rejects_path.unlink(missing_ok=True)


class _UnreadablePartError(Exception):
    """What a pack is to be made of cannot be read; that stays where it is."""


@dataclass(frozen=True)
class Loose:
    """A small payload that stands alone: its two files, the rows' only when it has any."""

    month: str
    member: Member
    path: Path
    rejects_path: Path


def read_packs(
    folder: Path, schema: pa.Schema, wanted: Mapping[str, tuple[str, str]]
) -> list[Pack]:
    """The packs of a folder, of this schema, with none but the payloads that are `wanted`.

    `wanted` has what the rows of each payload depend on now (`Member.depends_on`), by hash. What
    does not count is removed: unreadable and superseded packs, and files of one payload that
    stands in a pack. OSError when the folder cannot be written.
    """
    if not folder.is_dir():
        return []
    names = sorted(path.name for path in folder.iterdir())
    found: list[Pack] = []
    for name in (one for one in names if one.endswith(ROWS_SUFFIX)):
        pack = _read(folder / name, schema)
        if pack is not None:
            found.append(pack)
    kept: list[Pack] = []
    taken: set[str] = set()
    for pack in sorted(found, key=lambda one: (-len(one.members), one.path.name)):
        right = {
            sha: member
            for sha, member in pack.members.items()
            if wanted.get(sha) == member.depends_on and sha not in taken
        }
        left: Pack | None = pack
        if len(right) < len(pack.members):
            try:
                left = _made_of(folder, pack.month, [(pack, right)], (), schema)
            except _UnreadablePartError:
                left = None
            pack.remove()
        if left is not None:
            kept.append(left)
            taken |= right.keys()
    _remove_leftovers(folder, names, kept, taken)
    return sorted(kept, key=lambda one: one.path.name)


def packed(
    folder: Path, packs: Sequence[Pack], loose: Sequence[Loose], schema: pa.Schema
) -> list[Pack]:
    """The packs with these payloads in them, whose own files are gone.

    The packs of a month become one, but for full ones; a month of which something cannot be read
    stays as it is. OSError when a pack cannot be written.
    """
    left = list(packs)
    for month in sorted({one.month for one in loose}):
        joining = [one for one in left if one.month == month and not one.is_full]
        added = [one for one in loose if one.month == month]
        try:
            made = _made_of(folder, month, [(one, one.members) for one in joining], added, schema)
        except _UnreadablePartError:
            continue
        if made is None:
            continue
        for one in joining:
            one.remove()
        for alone in added:
            alone.path.unlink(missing_ok=True)
            alone.rejects_path.unlink(missing_ok=True)
        left = [one for one in left if one not in joining] + [made]
    return sorted(left, key=lambda one: one.path.name)


def _made_of(
    folder: Path,
    month: str,
    parts: Sequence[tuple[Pack, Mapping[str, Member]]],
    loose: Sequence[Loose],
    schema: pa.Schema,
) -> Pack | None:
    """A pack of some payloads of other packs and of payloads that stood alone; none makes no file.

    Raises _UnreadablePartError when a part of it cannot be read, OSError when it cannot be written.
    """
    members = {sha: member for _, chosen in parts for sha, member in chosen.items()}
    members |= {one.member.sha256: one.member for one in loose}
    if not members:
        return None
    ordered = [members[sha] for sha in sorted(members)]
    told = json.dumps([asdict(one) for one in ordered], ensure_ascii=False).encode()
    try:
        rows = [_only(pq.read_table(pack.path), chosen) for pack, chosen in parts]
        rows += [pq.read_table(one.path) for one in loose if one.member.outcome == Outcome.OK]
        rejects = [_only(pq.read_table(pack.rejects_path), chosen) for pack, chosen in parts]
        rejects += [pq.read_table(one.rejects_path) for one in loose]
    except (OSError, pa.ArrowException) as error:
        raise _UnreadablePartError from error
    whole = _in_order(rows, schema).replace_schema_metadata({_PAYLOADS: told})
    contents = _bytes(whole), _bytes(_in_order(rejects, REJECTS_SCHEMA))
    name = f"{month}-{_name_of(*contents)}"
    made = Pack(folder / f"{name}{ROWS_SUFFIX}", month, {one.sha256: one for one in ordered})
    write_durably(made.rejects_path, contents[1])
    write_durably(made.path, contents[0])
    return made


def _read(path: Path, schema: pa.Schema) -> Pack | None:
    """The pack, or None, and nothing is left of it, when it is none of this form."""
    month, _, named = path.name.removesuffix(ROWS_SUFFIX).rpartition("-")
    pack = Pack(path, month, {})
    try:
        members = _members(pack, named, schema)
    except (OSError, KeyError, pa.ArrowException, Misshapen):
        pack.remove()
        return None
    return replace(pack, members={one.sha256: one for one in members})


def _members(pack: Pack, named: str, schema: pa.Schema) -> list[Member]:
    if _name_of(pack.path.read_bytes(), pack.rejects_path.read_bytes()) != named:
        raise Misshapen("its bytes are not those that were written")
    kept = pq.read_schema(pack.path)
    told = parse_kept((kept.metadata or {})[_PAYLOADS], _SHAPE)
    if not kept.equals(schema) or not {one["outcome"] for one in told} <= set(Outcome):
        raise Misshapen("it is of another form")
    known = ({field.name: one[field.name] for field in fields(Member)} for one in told)
    return [Member(**{**one, "outdated_repairs": tuple(one["outdated_repairs"])}) for one in known]


def _only(table: pa.Table, chosen: Mapping[str, Member]) -> pa.Table:
    return table.filter(pc.is_in(table["payload_sha256"], pa.array(list(chosen), pa.string())))


def _in_order(tables: Iterable[pa.Table], schema: pa.Schema) -> pa.Table:
    whole = pa.concat_tables(
        [schema.empty_table(), *(one.replace_schema_metadata(None).cast(schema) for one in tables)]
    )
    return whole.sort_by("payload_sha256")


def _bytes(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def _name_of(rows: bytes, rejects: bytes) -> str:
    return hashlib.sha256(rows + rejects).hexdigest()[:16]


def _remove_leftovers(
    folder: Path, names: Sequence[str], kept: Sequence[Pack], taken: set[str]
) -> None:
    """What a kill left: rejects of no pack, files of payloads that are packed."""
    own = {one.rejects_path.name for one in kept}
    for name in names:
        stem = name.partition(".")[0]
        is_rejects = name.endswith(REJECTS_SUFFIX) and PACK_NAME.fullmatch(stem) is not None
        if stem in taken or (is_rejects and name not in own):
            (folder / name).unlink(missing_ok=True)
