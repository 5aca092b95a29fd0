"""Derived dataset entity_links: the entries of the lists with the vendors that they name.

Belongs here: which raw files and curated CSVs are read, how links of payloads are joined, and
how they stand beside those of the curated aliases alone.
Does not belong here: how an entry is linked (`links.py`), when a file is stale (`cache.py`).
"""

from __future__ import annotations

import csv
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.derived.cache import (
    DerivedError,
    folder_of,
    joined_name,
    mark_used,
    name_of,
    raw_bytes,
    read_derived,
    read_raw,
    write_derived,
)
from pipelines.derived.entity_links.links import ENTRY_COLUMNS, LINKS_SCHEMA, Links, find_links
from pipelines.specs import datasets_read_as
from pipelines.warehouse import SEEDS, Build, Warehouse

DATASETS = tuple(datasets_read_as("list_entries"))
"""Raw datasets (`<source>__<dataset>`) whose entries are linked."""
AMBIGUOUS_SUFFIX = ".ambiguous.parquet"
CURATED_ALIASES = SEEDS / "reference" / "vendor_aliases.csv"
BUILD_SCHEMA = pa.schema(
    [
        *(pa.field(field.name, field.type) for field in LINKS_SCHEMA),
        pa.field("curated_vendor_id", pa.string()),
        pa.field("tied_aliases", pa.string()),
    ]
)
"""What a build holds: `alias` is the curated one where the user's own left the entry no vendor,
and `tied_aliases` are then the own ones that fit as well.
"""

log = logging.getLogger(__name__)


def derive_entity_links(
    raw_files: Sequence[Path], aliases_csv: Path, overrides_csv: Path, out_root: Path
) -> Path:
    """Link the screening-list entries of raw files to vendors; return one Parquet file.

    Args:
        raw_files: Parquet files of list entries, each of one payload or of many; none is allowed.
        aliases_csv: vendor_id, alias, match_kind and more.
        overrides_csv: name, vendor_id and more.
        out_root: the warehouse's `derived` folder.

    Results are kept as `cache.py` says, one file a raw file. The returned file (LINKS_SCHEMA,
    sorted by entry_key) joins those of `raw_files`: an entry that stands in several payloads has
    its link once, the one with the higher score. Entries that fit two vendors equally well have no
    link; they stand in the file beside it that ends in `.ambiguous.parquet`.

    Raises:
        DerivedError: a file is missing or unreadable. LinkInputError: a curated table is wrong.
    """
    folder = folder_of(out_root, "entity_links", __name__, [aliases_csv, overrides_csv])
    made = {folder / f"{path.stem}-{name_of(raw_bytes(path))}.parquet": path for path in raw_files}
    targets = sorted(made)
    missing = [target for target in targets if not target.exists()]
    if missing:
        aliases, overrides = _read_csv(aliases_csv), _read_csv(overrides_csv)
        for target in missing:
            payloads = _payloads(read_raw(made[target], ["payload_sha256", *ENTRY_COLUMNS]))
            _write(_join([find_links(one, aliases, overrides) for one in payloads]), target)
    joined = folder / joined_name(targets)
    if not joined.exists():
        _write(_join([_read_links(target) for target in targets]), joined)
    mark_used(
        path for one in (joined, *targets) for path in (one, one.with_suffix(AMBIGUOUS_SUFFIX))
    )
    ambiguous = _read_links(joined).ambiguous
    if ambiguous.num_rows:
        log.warning(
            "%d screening-list entries fit more than one vendor and are not linked; they stand in "
            "%s. An override decides them.",
            len(pc.unique(ambiguous.column("entry_key"))),
            joined.with_suffix(AMBIGUOUS_SUFFIX),
        )
    return joined


def _payloads(rows: pa.Table) -> list[pa.Table]:
    """The entries of each payload in a raw file."""
    found = pc.unique(rows["payload_sha256"])
    return [rows.filter(pc.equal(rows["payload_sha256"], sha)) for sha in found]


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
    """Ties first: a raw file counts as done when its links are there."""
    write_derived(links.ambiguous, path.with_suffix(AMBIGUOUS_SUFFIX))
    write_derived(links.links, path)


def _read_links(path: Path) -> Links:
    return Links(
        read_derived(path, LINKS_SCHEMA),
        read_derived(path.with_suffix(AMBIGUOUS_SUFFIX), LINKS_SCHEMA),
    )


def _read_csv(path: Path) -> pa.Table:
    """Every column as text, as it stands in the file."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = list(csv.reader(file)) or [[]]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DerivedError(
            f"The curated file {path} cannot be read: {error}.",
            "Restore it from version control or correct it.",
        ) from None
    rows = [row for row in rows if row]
    for number, row in enumerate(rows, start=1):
        if len(row) != len(header):
            raise DerivedError(
                f"Row {number} of {path} has {len(row)} cells, its header has {len(header)}.",
                "Correct that row; a cell with a comma stands in quotes.",
            )
    return pa.table(
        {name: pa.array([row[at] for row in rows], pa.string()) for at, name in enumerate(header)}
    )


def derive(warehouse: Warehouse, build: Build) -> None:
    """Link list entries to vendors, the user's own ones too (BUILD_SCHEMA).

    Beside each link stands the vendor that the curated aliases alone give, so that dbt can tell
    what the user's own ones change.
    """
    build.derived.mkdir(exist_ok=True)
    files = [
        file for dataset in DATASETS for file in sorted((build.raw / dataset).glob("*.parquet"))
    ]
    overrides = SEEDS / "reference" / "vendor_link_overrides.csv"
    curated = derive_entity_links(files, CURATED_ALIASES, overrides, warehouse.derived)
    aliases, own = _aliases(build), curated
    if aliases != CURATED_ALIASES:
        own = derive_entity_links(files, aliases, overrides, warehouse.derived)
    links = beside_curated(_read_links(own), _read_links(curated).links)
    write_derived(links, build.derived / "entity_links.parquet")


def beside_curated(own: Links, curated: pa.Table) -> pa.Table:
    """The links of `own` with the vendor of `curated` (BUILD_SCHEMA, sorted by entry_key).

    An entry that only `curated` links stands there without a vendor.
    """
    before = {row["entry_key"]: row for row in curated.to_pylist()}
    rows = [
        {**row, "curated_vendor_id": before.get(row["entry_key"], {}).get("vendor_id")}
        for row in own.links.to_pylist()
    ]
    tied: dict[str, set[str]] = {}
    for row in own.ambiguous.to_pylist():
        if row["vendor_id"] != before.get(row["entry_key"], {}).get("vendor_id"):
            tied.setdefault(row["entry_key"], set()).add(row["alias"])
    left = before.keys() - {row["entry_key"] for row in rows}
    rows += [
        {
            "entry_key": key,
            "matched_name": before[key]["matched_name"],
            "alias": before[key]["alias"],
            "curated_vendor_id": before[key]["vendor_id"],
            "tied_aliases": "; ".join(sorted(tied.get(key, ()))) or None,
        }
        for key in left
    ]
    return pa.Table.from_pylist(sorted(rows, key=lambda row: row["entry_key"]), BUILD_SCHEMA)


def _aliases(build: Build) -> Path:
    """The curated aliases, or a table of them and the user's own where there are some."""
    own = pq.read_table(build.overlay / "vendor_aliases.parquet").to_pylist()
    if not own:
        return CURATED_ALIASES
    joined = build.overlay / "all_vendor_aliases.csv"
    with CURATED_ALIASES.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with joined.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows([*rows, *own])
    return joined
