"""An archive as it was read once: every payload that counts, what is refused, what was accepted.

A run reads its archive once and hands this on, so that all its steps speak of the same payloads,
whatever is fetched meanwhile. Belongs here: that one reading. Does not belong here: the form of the
files (`store.py`, `refusals.py`), or which archive is read (`choose.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from pipelines.archive.refusals import Refusal, acceptance_of, refusal_of
from pipelines.archive.store import Archive, Entry
from pipelines.errors import ChipwatchError
from pipelines.warehouse import Kind


@dataclass(frozen=True)
class Contents:
    """The payloads of an archive by source, dataset, time observed and hash.

    `refusals` and `acceptances` (reasons) are by the path of the payload.
    """

    archive: Archive
    entries: tuple[Entry, ...]
    refusals: Mapping[Path, Refusal]
    acceptances: Mapping[Path, str]

    @cached_property
    def kind(self) -> Kind:
        """Which kind of warehouse these payloads make. Raises ChipwatchError when they mix."""
        kinds: set[Kind] = {"sample" if entry.is_sample else "live" for entry in self.entries}
        if len(kinds) != 1:
            raise ChipwatchError(
                f"The archive {self.archive.root} mixes sample payloads with real ones.",
                "keep them in two archives; a sample payload has origin `sample` in its sidecar.",
            )
        return kinds.pop()

    def of(self, source: str, dataset: str) -> list[Entry]:
        """The payloads of one dataset."""
        return [one for one in self.entries if (one.source, one.dataset) == (source, dataset)]

    def first_observed(self, datasets: Collection[str]) -> dict[str, str]:
        """When each payload of these datasets (`<source>__<dataset>`) was first observed, by hash.

        Times are ISO text in UTC, which sorts.
        """
        found: dict[str, str] = {}
        for entry in self.entries:
            if f"{entry.source}__{entry.dataset}" in datasets:
                at = entry.observed_at.astimezone(UTC).isoformat(timespec="microseconds")
                found[entry.sha256] = min(at, found.get(entry.sha256, at))
        return found

    @property
    def newest(self) -> dict[str, datetime]:
        """When the newest payload of each source was observed (UTC)."""
        found: dict[str, datetime] = {}
        for entry in self.entries:
            found[entry.source] = max(entry.observed_at, found.get(entry.source, entry.observed_at))
        return found

    @property
    def refused(self) -> list[tuple[Entry, Refusal]]:
        """The payloads that are kept and not loaded, each with the reason."""
        return [(one, self.refusals[one.path]) for one in self.entries if one.path in self.refusals]

    @property
    def loadable(self) -> list[Entry]:
        """The payloads that are not refused."""
        return [entry for entry in self.entries if entry.path not in self.refusals]


def read_contents(archive: Archive) -> Contents:
    """Read every sidecar and every record beside it. Raises ChipwatchError when one is broken."""
    entries = tuple(archive.entries())
    refusals = {entry.path: refusal_of(entry) for entry in entries}
    acceptances = {entry.path: acceptance_of(entry) for entry in entries}
    return Contents(
        archive,
        entries,
        {path: refusal for path, refusal in refusals.items() if refusal is not None},
        {path: reason for path, reason in acceptances.items() if reason is not None},
    )
