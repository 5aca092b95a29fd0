"""What every fetch came to, line by line, and how fresh each source is.

Belongs here: `<warehouse>/fetch_log.jsonl` and what can be read from it. Does not belong here:
what to do about a stale source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from pipelines.durable import append_record, read_records
from pipelines.warehouse import Warehouse

LOG_NAME = "fetch_log.jsonl"


@dataclass(frozen=True)
class FetchState:
    """How the fetching of one source stands.

    `is_stale`: its last run did not get all it asked for. `reason` says why, in one line.
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


def fetch_status(warehouse: Warehouse) -> dict[str, FetchState]:
    """The state of every source that was ever fetched, by source; without a clock.

    A run that ended well makes a source fresh, one that did not makes it stale with its reason.
    """
    states: dict[str, FetchState] = {}
    for record in read(warehouse):
        if record.get("kind") != "run":
            continue
        source, at = str(record["source"]), datetime.fromisoformat(str(record["at"]))
        before = states.get(source)
        is_good = bool(record["is_complete"])
        states[source] = FetchState(
            source=source,
            last_run_at=at,
            last_success_at=at if is_good else before.last_success_at if before else None,
            outcome=str(record["outcome"]),
            is_stale=not is_good,
            reason=None if is_good else str(record["message"]),
            warnings=tuple(record.get("warnings", ())),
        )
    return states


def aged(state: FetchState, fresh_hours: float, now: datetime) -> FetchState:
    """The state as it is at a time: a source that nobody asked for too long is stale too."""
    last = state.last_success_at
    if state.is_stale or last is None or now - last <= timedelta(hours=fresh_hours):
        return state
    days = (now - last).total_seconds() / 86_400
    told = f"not fetched for {days:.1f} days, fresh for {fresh_hours:g} hours"
    return replace(state, is_stale=True, outcome="overdue", reason=told)


def as_json(state: FetchState) -> dict[str, Any]:
    """The state as a JSON object."""
    return asdict(state)
