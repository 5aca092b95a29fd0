"""Decisions of a person on candidates: rows of `warehouse/overlay/review.csv`.

Belongs here: adding a decision to that file without losing one. Does not belong here: which
candidates wait (marts.rpt_event_candidates), what a decision means (dbt).
"""

from __future__ import annotations

import csv
import io
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from pipelines.files.durable import write_durably
from pipelines.overlay.columns import REVIEW
from pipelines.overlay.files import read_overlay
from pipelines.warehouse import SEEDS, Warehouse, single_writer

COLUMNS = tuple(column.name for column in REVIEW.columns)


@dataclass(frozen=True)
class Decision:
    """One row: which candidate, how relevant it is, who says so, when and why."""

    candidate_id: str
    decision: str
    decided_by: str
    decided_at: datetime
    reason: str


def decided(warehouse: Warehouse) -> set[str]:
    """Candidates that somebody decided on. Raises OverlayError for files that cannot be used."""
    rows = read_overlay(warehouse.overlay, SEEDS).tables["review"].rows
    return {str(row["candidate_id"]) for row in rows}


def add_decision(warehouse: Warehouse, decision: Decision) -> None:
    """Add a row to review.csv; what stands there stays as it is.

    Raises OverlayError when the file that is there cannot be used.
    """
    path = warehouse.overlay / "review.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with single_writer(warehouse, "a decision"):
        decided(warehouse)
        before = path.read_bytes() if path.exists() else b""
        header = next(csv.reader([before.decode("utf-8-sig").partition("\n")[0]]), None)
        columns = [name.strip() for name in header or COLUMNS]
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, columns, lineterminator="\n")
        if not before:
            writer.writeheader()
        elif not before.endswith(b"\n"):
            text.write("\n")
        at = decision.decided_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        writer.writerow(asdict(decision) | {"decided_at": at})
        write_durably(path, before + text.getvalue().encode())
