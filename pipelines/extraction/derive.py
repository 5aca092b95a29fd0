"""Derived datasets on disk: entity links, made once for each payload and curated state.

Belongs here: reading raw Parquet and curated CSVs, the cache layout, writing derived Parquet.
Does not belong here: how an entry is linked (entity_links.py).
"""

from __future__ import annotations

import csv
import hashlib
import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.errors import ChipwatchError
from pipelines.extraction.entity_links import ENTRY_COLUMNS, LINKS_SCHEMA, Links, find_links

ENTITY_LINKS_VERSION = 1
"""Raise it when the same names and aliases give other links: old results are then left aside."""

AMBIGUOUS_SUFFIX = ".ambiguous.parquet"

log = logging.getLogger(__name__)


class DeriveError(ChipwatchError):
    """A derived dataset could not be made; the message names the file."""


def derive_entity_links(
    raw_files: Sequence[Path], aliases_csv: Path, overrides_csv: Path, out_root: Path
) -> Path:
    """Link the screening-list entries of raw files to vendors; return one Parquet file.

    Args:
        raw_files: csl__entries Parquet files named `<payload sha>.parquet`; none is allowed.
        aliases_csv: vendor_id, alias, match_kind and more.
        overrides_csv: name, vendor_id and more.
        out_root: the warehouse's `derived` folder.

    Results are kept under `<out_root>/entity_links/v<version>/<hash of the two CSVs>/`, one file a
    payload, and made again only when one of the three changes, or the rows parsed from the payload
    do (the hash of the raw file is part of the name). The returned file (LINKS_SCHEMA,
    sorted by entry_key) joins those of `raw_files`: an entry that stands in several payloads has
    its link once, the one with the higher score. Entries that fit two vendors equally well have no
    link; they stand in the file beside it that ends in `.ambiguous.parquet`.

    Raises:
        DeriveError: a file is missing or unreadable. LinkInputError: a curated table is wrong.
    """
    curated = _sha256(_bytes(aliases_csv) + b"\0" + _bytes(overrides_csv))
    folder = out_root / "entity_links" / f"v{ENTITY_LINKS_VERSION}" / curated[:16]
    made = {folder / f"{path.stem}-{_sha256(_raw(path))[:16]}.parquet": path for path in raw_files}
    targets = sorted(made)
    missing = [target for target in targets if not target.exists()]
    if missing:
        aliases, overrides = _read_csv(aliases_csv), _read_csv(overrides_csv)
        for target in missing:
            _write(find_links(_read_entries(made[target]), aliases, overrides), target)
    names = "\n".join(target.name for target in targets)
    joined = folder / f"joined-{_sha256(names.encode())[:16]}.parquet"
    if not joined.exists():
        _write(_join([_read_links(target) for target in targets]), joined)
    ambiguous = _read_links(joined).ambiguous
    if ambiguous.num_rows:
        log.warning(
            "%d screening-list entries fit more than one vendor and are not linked; they stand in "
            "%s. An override decides them.",
            len(pc.unique(ambiguous.column("entry_key"))),
            joined.with_suffix(AMBIGUOUS_SUFFIX),
        )
    return joined


def _join(parts: Sequence[Links]) -> Links:
    """One link an entry: the highest score, none where two vendors share it.

    The same entry comes out differently only where its other names changed between payloads.
    """
    found: dict[str, dict[str, dict[str, Any]]] = {}
    tables = [table for part in parts for table in (part.links, part.ambiguous)]
    rows = [row for table in tables for row in table.to_pylist()]
    for row in sorted(rows, key=lambda r: (-r["score"], r["alias"], r["matched_name"])):
        found.setdefault(row["entry_key"], {}).setdefault(row["vendor_id"], row)
    links: list[dict[str, Any]] = []
    ambiguous: list[dict[str, Any]] = []
    for _, vendors in sorted(found.items()):
        top = max(row["score"] for row in vendors.values())
        best = [row for _, row in sorted(vendors.items()) if row["score"] == top]
        (links if len(best) == 1 else ambiguous).extend(best)
    return Links(
        pa.Table.from_pylist(links, schema=LINKS_SCHEMA),
        pa.Table.from_pylist(ambiguous, schema=LINKS_SCHEMA),
    )


def _write(links: Links, path: Path) -> None:
    """Ties first: a payload counts as done when its links are there."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for table, target in (
            (links.ambiguous, path.with_suffix(AMBIGUOUS_SUFFIX)),
            (links.links, path),
        ):
            half = target.with_name(f".{target.name}.{os.getpid()}")
            pq.write_table(table, half)
            half.replace(target)
    except OSError as error:
        raise DeriveError(
            f"The derived file {path} cannot be written: {error.strerror}.",
            "Make the folder writable or free space on its disk.",
        ) from None


def _read_links(path: Path) -> Links:
    try:
        return Links(
            pq.read_table(path, schema=LINKS_SCHEMA),
            pq.read_table(path.with_suffix(AMBIGUOUS_SUFFIX), schema=LINKS_SCHEMA),
        )
    except (OSError, pa.ArrowException) as error:
        raise DeriveError(
            f"The derived file {path} cannot be read: {error}.",
            f"Delete the folder {path.parent}; it is made again.",
        ) from None


def _read_entries(path: Path) -> pa.Table:
    try:
        return pq.read_table(path, columns=list(ENTRY_COLUMNS))
    except (OSError, pa.ArrowException) as error:
        raise _unreadable_raw(path, error) from None


def _read_csv(path: Path) -> pa.Table:
    """Every column as text, as it stands in the file."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = list(csv.reader(file)) or [[]]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DeriveError(
            f"The curated file {path} cannot be read: {error}.",
            "Restore it from version control or correct it.",
        ) from None
    rows = [row for row in rows if row]
    for number, row in enumerate(rows, start=1):
        if len(row) != len(header):
            raise DeriveError(
                f"Row {number} of {path} has {len(row)} cells, its header has {len(header)}.",
                "Correct that row; a cell with a comma stands in quotes.",
            )
    return pa.table(
        {name: pa.array([row[at] for row in rows], pa.string()) for at, name in enumerate(header)}
    )


def _raw(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable_raw(path, error.strerror) from None


def _unreadable_raw(path: Path, why: object) -> DeriveError:
    return DeriveError(
        f"The raw file {path} cannot be read: {why}.",
        "Delete it; the next run parses its payload again.",
    )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DeriveError(
            f"The curated file {path} cannot be read: {error.strerror}.",
            "Restore it from version control.",
        ) from None


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
