"""Decisions of a person on candidates: rows of `warehouse/overlay/review.csv`.

Belongs here: adding a decision to that file without losing one. Does not belong here: which
candidates wait (marts.rpt_event_candidates), what a decision means (dbt), decisions as labels
(derived/event_candidates/headlines/labels.py).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.files.durable import write_durably
from pipelines.letters.invisible import is_hidden
from pipelines.overlay.columns import REVIEW
from pipelines.overlay.files import Row, read_overlay
from pipelines.warehouse import SEEDS, Warehouse, single_writer

COLUMNS = tuple(column.name for column in REVIEW.columns)


@dataclass(frozen=True)
class Decision:
    """One row: which candidate, how relevant it is, who says so, when and why.

    Of a headline also the story it is merged into, the measure as the person reads it, and the
    headline itself, so that the row is a labelled example.
    """

    candidate_id: str
    decision: str
    decided_by: str
    decided_at: datetime
    reason: str
    merged_into: str = ""
    instrument: str = ""
    issuer_jurisdiction: str = ""
    direction: str = ""
    title: str = ""
    published_on: date | None = None
    story_id: str = ""


def decided(warehouse: Warehouse) -> set[str]:
    """Candidates that somebody decided on. Raises OverlayError for files that cannot be used."""
    rows = read_overlay(warehouse.overlay, SEEDS).tables["review"].rows
    return {str(row["candidate_id"]) for row in rows}


def add_decision(warehouse: Warehouse, decision: Decision) -> None:
    """Add a row to review.csv; what stands there stays as it is.

    A file without columns that the row fills gets them, empty in its other rows. Characters of a
    title that show nothing are left out.

    Raises OverlayError when the file that is there, or the row, cannot be used.
    """
    path = warehouse.overlay / "review.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    title = "".join(sign for sign in decision.title if not is_hidden(sign))
    day = decision.published_on or ""
    with single_writer(warehouse, "a decision"):
        at = _later(decision, read_overlay(warehouse.overlay, SEEDS).tables["review"].rows)
        row = asdict(decision) | {"decided_at": at, "published_on": day, "title": title}
        before = path.read_bytes() if path.exists() else b""
        after = _with_row(before, row)
        with TemporaryDirectory() as tried:
            (Path(tried) / path.name).write_bytes(after)
            read_overlay(Path(tried), SEEDS)
        write_durably(path, after)


def _later(decision: Decision, rows: Sequence[Row]) -> str:
    """When it was decided, at least a second after the last decision on the candidate."""
    of_candidate = [r["decided_at"] for r in rows if r["candidate_id"] == decision.candidate_id]
    after = [last.astimezone(UTC) + timedelta(seconds=1) for last in of_candidate]
    return f"{max([decision.decided_at.astimezone(UTC), *after]):%Y-%m-%dT%H:%M:%SZ}"


def _with_row(before: bytes, row: dict[str, object]) -> bytes:
    header = next(csv.reader([before.decode("utf-8-sig").partition("\n")[0]]), None)
    columns = [name.strip() for name in header or COLUMNS]
    missing = [name for name in COLUMNS if row[name] != "" and name not in columns]
    if missing:
        before = _with_columns(before, columns, missing)
        columns += missing
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    if not before:
        writer.writeheader()
    elif not before.endswith(b"\n"):
        text.write("\n")
    writer.writerow(row)
    return before + text.getvalue().encode()


def _with_columns(content: bytes, columns: list[str], missing: list[str]) -> bytes:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*columns, *missing])
    writer.writerows([*cells, *([""] * len(missing))] for cells in rows[1:] if cells)
    return text.getvalue().encode()
