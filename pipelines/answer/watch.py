"""What a release changed for the customers, chips and destinations on the user's watch list.

Belongs here: the questions of the list asked of two releases, what differs and why, the files that
tell of it. Does not belong here: checking the list (overlay/), sending anything (publish/webhook).

A release that changes nothing for a row tells nothing of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipelines.answer.again import Difference, differences
from pipelines.answer.chips import Chips
from pipelines.answer.compose import answer
from pipelines.answer.customer import Names
from pipelines.answer.limits import NO_CLEARANCE
from pipelines.answer.question import NotUnderstood, Question
from pipelines.answer.statements import KINDS
from pipelines.files.durable import write_durably
from pipelines.releases.atom import Entry, atom, urn
from pipelines.releases.changes import FEED_LIMIT, WATCH_FEED_NAME, WATCH_NAME
from pipelines.releases.query import Reading, reading
from pipelines.releases.shelf import Release

_ABOUT_THE_ANSWER = frozenset({"limit", "looked_at"})
"""Topics that say nothing of the row itself."""
_NOTHING: Mapping[str, Any] = {kind: [] for kind in KINDS}
_REASONS = """
    select table_name, row_key, reason from marts.rpt_changes where release_id = $1
"""


@dataclass(frozen=True)
class Watched:
    """A row of the watch list."""

    watch_id: str
    note: str | None
    question: Question


@dataclass(frozen=True)
class WatchChange:
    """One thing that a release changed for one row, and why."""

    watched: Watched
    difference: Difference
    why: str

    @property
    def title(self) -> str:
        """The change in a line."""
        asked = self.watched.question
        about = ", ".join(filter(None, (asked.to, asked.chip, asked.country)))
        return f"{self.watched.watch_id} ({about}): {self.difference.change}"

    def to_json(self) -> dict[str, Any]:
        """The change as plain JSON types."""
        shown = self.difference.shown
        return {
            "watch_id": self.watched.watch_id,
            "note": self.watched.note,
            "question": self.watched.question.to_json(),
            "change": self.difference.change,
            "kind": shown["kind"],
            "text": shown["text"],
            "was": None if self.difference.before is None else self.difference.before["text"],
            "what": self.difference.what,
            "why": self.why,
            "key": shown["key"],
            "citation": shown["citation"],
            "document_number": shown.get("document_number"),
            "url": shown.get("url"),
        }


def watch_list(file: Path) -> list[Watched]:
    """The rows of the list that a build checked and kept as Parquet; none when there is no file."""
    import pyarrow.parquet as pq

    if not file.exists():
        return []
    return [
        Watched(
            row["watch_id"],
            row["note"],
            Question(
                chip=row["chip"] or "",
                to=row["customer"] or "",
                owners=row["owners"] or "",
                country=row["country"] or "",
                headquarters=row["headquarters"] or "",
                export_type=row["export_type"],
            ),
        )
        for row in pq.read_table(file).to_pylist()
    ]


def changes(rows: Sequence[Watched], before: Release, after: Release) -> list[WatchChange]:
    """What differs for each row between two releases, each asked on its own day.

    What already differs on the day of the earlier one came by the data; the rest by the days
    between. Raises ChipwatchError when one of the files cannot be read.
    """
    if not rows:
        return []
    then, now = (day_of(release) for release in (before, after))
    with reading(before.database) as old, reading(after.database) as new:
        asked_old, asked_new = _Asker(old), _Asker(new)
        why = _Why(old, new, after.release_id)
        found = []
        for row in rows:
            was, is_now = asked_old(row.question, then), asked_new(row.question, now)
            on_the_day_before = asked_new(replace(row.question, on=then), now)
            by_data = {one.shown["key"]: one.after for one in differences(was, on_the_day_before)}
            for one in differences(was, is_now):
                key = one.shown["key"]
                is_by_data = key in by_data and _same(by_data[key], one.after)
                reason = why(one, is_by_data) or f"The day came: {now} instead of {then}."
                found.append(WatchChange(row, one, reason))
    return found


def write(release: Release, found: Sequence[WatchChange]) -> None:
    """Write what changed beside the release, as JSON and as a feed; nothing when nothing did."""
    if not found:
        return
    manifest = release.manifest
    told = {
        "release_id": release.release_id,
        "previous_release_id": manifest["previous_release_id"],
        "is_sample": manifest["is_sample"],
        "note": NO_CLEARANCE,
        "changes": [one.to_json() for one in found],
    }
    text = json.dumps(told, indent=1, ensure_ascii=False)
    write_durably(release.path / WATCH_NAME, f"{text}\n".encode())
    entries = [
        Entry(
            urn(release.release_id, "watch", one.watched.watch_id, one.difference.shown["key"]),
            one.title,
            "watch",
            f"{one.difference.shown['text']} {one.why}"
            + (f" ({one.difference.what})" if one.difference.what else ""),
        )
        for one in found[:FEED_LIMIT]
    ]
    sample = " (sample data)" if manifest["is_sample"] else ""
    feed = atom(
        urn(release.release_id, "watch"),
        f"chipwatch: your watch list in release {release.release_id}{sample}",
        f"{len(found)} changes since release {manifest['previous_release_id']}; {NO_CLEARANCE}",
        datetime.fromisoformat(manifest["released_at"]).replace(tzinfo=None),
        entries,
    )
    write_durably(release.path / WATCH_FEED_NAME, feed)


def day_of(release: Release) -> date:
    """The day on which a release was made."""
    return datetime.fromisoformat(release.manifest["released_at"]).date()


class _Asker:
    """Asks one release several questions; names and chips are read when first needed."""

    def __init__(self, release: Reading) -> None:
        self._release = release
        self._names: Names | None = None
        self._chips: Chips | None = None

    def __call__(self, question: Question, today: date) -> Mapping[str, Any]:
        """The answer without what it says of itself; nothing where the chip is not known there."""
        if question.to and self._names is None:
            self._names = Names(self._release)
        if question.chip and self._chips is None:
            self._chips = Chips(self._release)
        try:
            answered = answer(self._release, question, today, self._names, self._chips)
        except NotUnderstood:
            return _NOTHING
        told = answered.to_json()
        return {
            kind: [one for one in told[kind] if one["topic"] not in _ABOUT_THE_ANSWER]
            for kind in KINDS
        }


class _Why:
    """Why a sentence differs: what is told of its row in marts.rpt_changes, or of its payload."""

    def __init__(self, old: Reading, new: Reading, release_id: str) -> None:
        self._reasons: dict[str, list[tuple[str, str]]] = {}
        if new.has("rpt_changes"):
            for table, key, reason in new.answer(_REASONS, [release_id]).rows:
                self._reasons.setdefault(table, []).append((key, reason))
        self._known = {
            sha for (sha,) in old.answer("select distinct payload_sha256 from meta.payloads").rows
        }

    def __call__(self, one: Difference, is_by_data: bool) -> str | None:
        """The reason; None where the data did not bring it."""
        shown = one.shown
        for key, reason in self._reasons.get(shown.get("table") or "", ()):
            wanted = shown.get("row_key")
            if wanted and (key == wanted or key.startswith(f"{wanted} / ")):
                return reason
        payload: Mapping[str, Any] = (one.after or {}).get("payload") or {}
        is_new = bool(payload) and payload["payload_sha256"] not in self._known
        if is_new and (is_by_data or payload["source"] != "curated"):
            return (
                f"A payload of {payload['source']}/{payload['dataset']} came in that the release "
                "before did not have."
            )
        if is_by_data:
            return "Another input changed: a curated file, your own rows, the code or the rules."
        return None


def _same(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    if one is None or other is None:
        return one is other
    return bool(one["kind"] == other["kind"] and one["state"] == other["state"])


def told_lines(found: Iterable[WatchChange]) -> list[dict[str, Any]]:
    """The changes as a receiver outside is told of them."""
    return [
        {
            "watch_id": one.watched.watch_id,
            "change": one.difference.change,
            "kind": one.difference.shown["kind"],
            "text": one.difference.shown["text"],
            "why": one.why,
            "citation": one.difference.shown["citation"],
        }
        for one in found
    ]
