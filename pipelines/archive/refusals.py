"""Payloads that are kept but not loaded, and a person's word to load one all the same.

Belongs here: `<sha>.refused.json` and `<sha>.accepted.json` beside a payload in the archive. Both
are only ever added. Does not belong here: the rules by which a payload is refused (`outcomes.py`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from pipelines.archive.store import Archive, Entry
from pipelines.errors import ChipwatchError
from pipelines.files.durable import write_durably
from pipelines.files.kept_json import read_kept
from pipelines.parsing.records import Outcome

_REFUSED, _ACCEPTED = ".refused.json", ".accepted.json"


@dataclass(frozen=True)
class Refusal:
    """Why a payload is not loaded."""

    outcome: Outcome
    reason: str
    refused_at: datetime


def refuse(entry: Entry, outcome: Outcome, reason: str, now: datetime) -> None:
    """Record that a payload is not to be loaded; one refused before stays as it was."""
    path = _record_path(entry, _REFUSED)
    if not path.exists():
        _write(path, {"outcome": outcome.value, "reason": reason, "refused_at": _utc(now)})


def refusal_of(entry: Entry) -> Refusal | None:
    """Why a payload is not loaded, or None when it is: never refused, or accepted since."""
    path = _record_path(entry, _REFUSED)
    if not path.exists():
        return None
    accepted = _accepted(entry)
    if accepted is not None and accepted.holds_on(datetime.now(UTC).date()):
        return None
    try:
        raw = read_kept(path, {"refused_at": str, "outcome": str, "reason": str})
        at, reason = datetime.fromisoformat(raw["refused_at"]), raw["reason"]
        if accepted is not None:
            reason += f"; {accepted.by} accepted it until {accepted.until}, which is over"
        return Refusal(Outcome(raw["outcome"]), reason, at)
    except (OSError, ValueError) as error:
        raise ChipwatchError(
            f"The record {path} cannot be read ({type(error).__name__}).",
            "delete it to load the payload, or restore it from a backup.",
        ) from error


def acceptance_of(entry: Entry) -> str | None:
    """Why a payload that was refused is loaded all the same; None for any other one."""
    accepted = _accepted(entry)
    holds = accepted is not None and accepted.holds_on(datetime.now(UTC).date())
    return accepted.reason if accepted is not None and holds else None


@dataclass(frozen=True)
class _Accepted:
    """A person's word on one payload; without `until` it holds for good."""

    reason: str
    by: str
    until: date | None

    def holds_on(self, day: date) -> bool:
        return self.until is None or day <= self.until


def _accepted(entry: Entry) -> _Accepted | None:
    path = _record_path(entry, _ACCEPTED)
    try:
        shape = {"reason": str, "accepted_by?": (str, None), "until?": (str, None)}
        raw = read_kept(path, shape)
        until = date.fromisoformat(raw["until"]) if raw.get("until") else None
        return _Accepted(raw["reason"], raw.get("accepted_by") or "somebody", until)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise ChipwatchError(
            f"The record {path} cannot be read ({type(error).__name__}).",
            "restore it from a backup, or delete it and accept the payload again.",
        ) from error


def refused(archive: Archive) -> list[tuple[Entry, Refusal]]:
    """Every payload of the archive that is kept and not loaded."""
    pairs = ((entry, refusal_of(entry)) for entry in archive.entries())
    return [(entry, refusal) for entry, refusal in pairs if refusal is not None]


def accept(
    archive: Archive, sha: str, reason: str, by: str, until: date | None, now: datetime
) -> Entry:
    """Load a refused payload from now on, for the reason given, up to and including `until`.

    `sha` may be the first characters of the hash. Raises ChipwatchError when no refused payload,
    or more than one, begins with it.
    """
    waiting = refused(archive)
    found = [entry for entry, _ in waiting if entry.sha256.startswith(sha.lower())]
    if len(found) != 1:
        known = ", ".join(f"{e.name} {e.sha256[:12]}" for e, _ in waiting) or "none"
        how_many = "no" if not found else "more than one"
        raise ChipwatchError(
            f"{how_many} refused payload begins with {sha}.", f"refused payloads: {known}."
        )
    record = {"reason": reason, "accepted_by": by, "accepted_at": _utc(now)}
    if until is not None:
        record["until"] = until.isoformat()
    _write(_record_path(found[0], _ACCEPTED), record)
    return found[0]


def _record_path(entry: Entry, suffix: str) -> Path:
    return entry.path.with_name(f"{entry.sha256}{suffix}")


def _write(path: Path, record: dict[str, str]) -> None:
    text = json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True)
    write_durably(path, f"{text}\n".encode())


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
