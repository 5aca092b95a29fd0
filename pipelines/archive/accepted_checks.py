"""A person's word that what a raw check finds is right all the same, until a day.

Belongs here: the record and its file. Does not belong here: what the word changes
(`audit/reached.py`), or payloads that a fetch refused (`refusals.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pipelines.errors import ChipwatchError
from pipelines.files.durable import append_record, read_records
from pipelines.warehouse import Warehouse

DAYS = 90
"""How long a word holds when no day is named."""


@dataclass(frozen=True)
class AcceptedCheck:
    """What one check of the raw gate finds is accepted up to and including `until` (ISO day)."""

    check_id: str
    reason: str
    accepted_by: str
    accepted_at: str
    until: str

    @property
    def in_words(self) -> str:
        """Who said so, until when and why."""
        return f"accepted by {self.accepted_by} until {self.until}: {self.reason}"

    @property
    def ended_in_words(self) -> str:
        """That the word no longer counts."""
        return f"{self.accepted_by} accepted it until {self.until}, which is over: {self.reason}."


_SHAPE = {field.name: str for field in fields(AcceptedCheck)}


def accepted_file(warehouse: Warehouse) -> Path:
    """Where the words are recorded, one JSON line each, never rewritten."""
    return warehouse.releases / "accepted_checks.jsonl"


def accept_check(
    warehouse: Warehouse,
    check_id: str,
    reason: str,
    by: str,
    until: date | None,
    now: datetime,
) -> AcceptedCheck:
    """Record that a check's findings are right, by default for 90 days.

    Raises ChipwatchError without a reason or with a day that is over.
    """
    last = until or now.astimezone(UTC).date() + timedelta(days=DAYS)
    if not reason.strip():
        raise ChipwatchError("An acceptance needs a reason.", 'name it: --reason "…".')
    if last < now.astimezone(UTC).date():
        raise ChipwatchError(f"{last} is over.", "name a day to come: --until YYYY-MM-DD.")
    accepted = AcceptedCheck(
        check_id=check_id,
        reason=reason.strip(),
        accepted_by=by,
        accepted_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        until=last.isoformat(),
    )
    append_record(accepted_file(warehouse), asdict(accepted))
    return accepted


def accepted_checks(warehouse: Warehouse, now: datetime) -> Mapping[str, AcceptedCheck]:
    """The words that still hold, by check id; the newest of each."""
    today = now.astimezone(UTC).date().isoformat()
    return _newest(word for word in _words(warehouse) if word.until >= today)


def ended_checks(warehouse: Warehouse, now: datetime) -> Mapping[str, AcceptedCheck]:
    """The words that no longer count, by check id, where no other one holds."""
    holding = accepted_checks(warehouse, now)
    newest = _newest(_words(warehouse))
    return {name: word for name, word in newest.items() if name not in holding}


def _newest(words: Iterable[AcceptedCheck]) -> dict[str, AcceptedCheck]:
    return {word.check_id: word for word in words}


def _words(warehouse: Warehouse) -> Iterator[AcceptedCheck]:
    """Every word that can be read, oldest first."""
    for record in read_records(accepted_file(warehouse), _SHAPE):
        yield AcceptedCheck(**{name: record[name] for name in _SHAPE})
