"""A person's word that one removal is right: kept beside the releases, used once.

Belongs here: the record and its file. Does not belong here: when one is needed (`audit/drift.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from pipelines.files.durable import read_records
from pipelines.warehouse import Warehouse


@dataclass(frozen=True)
class Approval:
    """One person's word that one removal is right: valid for one content after one release.

    `content_hash` is that of the refused candidate's table; `approved_at` is ISO 8601 UTC.
    """

    approval_id: str
    table: str
    content_hash: str
    base_release_id: str
    removed: int
    rows_before: int
    reason: str
    approved_by: str
    approved_at: str

    def to_json(self) -> dict[str, Any]:
        """The approval as plain JSON types."""
        return asdict(self)


_SHAPE = {field.name: {"int": int, "str": str}[str(field.type)] for field in fields(Approval)}


def approvals_file(warehouse: Warehouse) -> Path:
    """Where approvals are recorded, one JSON line each, never rewritten."""
    return warehouse.releases / "approvals.jsonl"


def open_approvals(warehouse: Warehouse, used: Iterable[str]) -> list[Approval]:
    """Approvals that no release has rested on yet; `used` are approval ids of manifests."""
    spent = set(used)
    found = []
    for record in read_records(approvals_file(warehouse), _SHAPE):
        approval = Approval(**{name: record[name] for name in _SHAPE})
        if approval.approval_id not in spent:
            found.append(approval)
    return found
