"""Which raw datasets no mart rests on, from dbt's manifest.

Belongs here: following the models. Does not belong here: telling people (`cli/run.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def unread_datasets(manifest: Mapping[str, Any], datasets: Iterable[str]) -> list[str]:
    """Those of `datasets` (`source/dataset`) from which no way leads to a published mart."""
    nodes = {**manifest["sources"], **manifest["nodes"]}
    read: set[str] = set()
    waiting = [
        unique_id
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] == "model" and node["fqn"][1] == "marts"
    ]
    while waiting:
        unique_id = waiting.pop()
        if unique_id in read or unique_id not in nodes:
            continue
        read.add(unique_id)
        waiting += nodes[unique_id].get("depends_on", {}).get("nodes", [])
    tables = {nodes[one]["name"] for one in read if one in manifest["sources"]}
    return sorted(name for name in set(datasets) if name.replace("/", "__") not in tables)
