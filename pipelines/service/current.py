"""The release that is published now, opened for one request.

Belongs here: following a new release without a restart, and what is read of a release once.
Does not belong here: any question.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from pipelines.answer.chips import Chips
from pipelines.answer.compose import about
from pipelines.answer.customer import Names
from pipelines.answer.record import content_hash
from pipelines.releases.query import Reading, reading
from pipelines.releases.shelf import Release, releases
from pipelines.screening.lookup import Listed, Lookup
from pipelines.warehouse import Warehouse


class Prepared:
    """What questions to one release share: names ready to be looked up. Safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listed: Listed | None = None
        self._names: Names | None = None
        self._chips: Chips | None = None
        self._lookups: dict[date, Lookup] = {}

    def names(self, release: Reading) -> Names:
        """Listed names and owned companies."""
        with self._lock:
            if self._names is None:
                self._names = Names(release, self._list(release))
            return self._names

    def chips(self, release: Reading) -> Chips:
        """Chips by name."""
        with self._lock:
            if self._chips is None:
                self._chips = Chips(release)
            return self._chips

    def lookup(self, release: Reading, today: date) -> Lookup:
        """Names on lists and owners as of a day; those of other days are forgotten."""
        with self._lock:
            if today not in self._lookups:
                listed = self._list(release)
                self._lookups = {today: Lookup(release, today, today, listed)}
            return self._lookups[today]

    def _list(self, release: Reading) -> Listed:
        if self._listed is None:
            self._listed = Listed(release)
        return self._listed


@dataclass(frozen=True)
class Session:
    """One request's release: what it is, the open file, what is prepared of it."""

    release: Reading
    about: dict[str, Any]
    prepared: Prepared
    now: datetime
    shelved: Release | None

    @property
    def today(self) -> date:
        """The day of the request."""
        return self.now.date()

    @property
    def content_hash(self) -> str | None:
        """One hash over the content of the release."""
        return content_hash(self.shelved)


class Current:
    """Opens the published file for each request, whichever release it is by then."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse
        self._lock = threading.Lock()
        self._prepared: dict[str, Prepared] = {}

    @contextmanager
    def session(self, seconds: float) -> Iterator[Session]:
        """The release of this moment. Raises ChipwatchError when nothing is published."""
        with reading(self.warehouse.published, seconds) as release:
            told = about(release)
            release_id = str(told["release_id"])
            known = {one.release_id: one for one in releases(self.warehouse)}
            yield Session(
                release,
                told,
                self._prepare(release_id),
                datetime.now(UTC),
                known.get(release_id),
            )

    def _prepare(self, release_id: str) -> Prepared:
        """What is kept of this release; what was kept of an earlier one is let go."""
        with self._lock:
            if release_id not in self._prepared:
                self._prepared = {release_id: Prepared()}
            return self._prepared[release_id]
