"""What every fetch came to, line by line.

Belongs here: `<warehouse>/fetch_log.jsonl` and what can be read from it. Does not belong here:
when a source is stale (`staleness.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from pipelines.files.durable import append_record, read_records
from pipelines.warehouse import Warehouse

LOG_NAME = "fetch_log.jsonl"


class NoFetch(StrEnum):
    """What stands for the outcome of a fetch where none was made."""

    ADDED_BY_HAND = "added_by_hand"
    NOT_ASKED = "not_asked"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class FetchState:
    """How the fetching of one source stands.

    `is_stale`: its last run did not get all it asked for. `reason` says why, in one line, or what
    a run that ended well left to the next one.
    """

    source: str
    last_run_at: datetime
    last_success_at: datetime | None
    outcome: str
    is_stale: bool
    reason: str | None
    warnings: tuple[str, ...]


def append(warehouse: Warehouse, record: Mapping[str, object]) -> None:
    """Add one line; several processes may add at the same time."""
    append_record(warehouse.root / LOG_NAME, record)


def read(warehouse: Warehouse) -> list[dict[str, Any]]:
    """Every whole line, oldest first."""
    return read_records(warehouse.root / LOG_NAME)


_RUN = {
    "kind": str,
    "source": str,
    "at": str,
    "is_complete": bool,
    "outcome": str,
    "message?": (str, None),
    "warnings?": [str],
}


def fetch_status(warehouse: Warehouse) -> dict[str, FetchState]:
    """The state of every source that was ever fetched, by source; without a clock.

    A run that ended well makes a source fresh, one that did not makes it stale with its reason.
    """
    states: dict[str, FetchState] = {}
    for record in read_records(warehouse.root / LOG_NAME, _RUN):
        at = _time(record["at"])
        if record["kind"] != "run" or at is None:
            continue
        source, is_good = record["source"], record["is_complete"]
        before = states.get(source)
        states[source] = FetchState(
            source=source,
            last_run_at=at,
            last_success_at=at if is_good else before.last_success_at if before else None,
            outcome=record["outcome"],
            is_stale=not is_good,
            reason=str(record.get("message") or "") or None,
            warnings=tuple(record.get("warnings", ())),
        )
    return states


def _time(text: str) -> datetime | None:
    """The recorded point in time, None when the text is none or names no time zone."""
    try:
        at = datetime.fromisoformat(text)
        return None if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def as_json(state: FetchState) -> dict[str, Any]:
    """The state as a JSON object."""
    return asdict(state)
