"""Whose a name is by the curated aliases alone, as an entry of a list would be linked.

Belongs here: asking the matcher about names that stand in no list.
Does not belong here: how a name is linked (`links.py`), or the entries of a build (`derive.py`).
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path


def linked_by_curated(seeds: Path, names: Sequence[str]) -> list[tuple[str | None, str]]:
    """Vendor and alias of each name; no vendor where none is meant, or several alike."""
    import pyarrow as pa

    from pipelines.derived.entity_links.links import find_links

    reference = seeds / "reference"
    entries = [
        {"entry_key": str(at), "name": name, "alt_names": [], "entry_type": "", "list_code": ""}
        for at, name in enumerate(names)
    ]
    aliases, overrides = (
        pa.Table.from_pylist(_rows(reference / file))
        for file in ("vendor_aliases.csv", "vendor_link_overrides.csv")
    )
    links = find_links(pa.Table.from_pylist(entries), aliases, overrides).links.to_pylist()
    found = {row["entry_key"]: (row["vendor_id"], row["alias"]) for row in links}
    return [found.get(str(at), (None, "")) for at in range(len(names))]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
