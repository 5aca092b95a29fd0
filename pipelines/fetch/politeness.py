"""How often a host is asked, and when it is left alone.

Belongs here: one limiter and one circuit breaker a host, both kept in files below the warehouse so
that all processes share them. Does not belong here: retries of one request (`transfer.py`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pybreaker
from filelock import FileLock
from pyrate_limiter import Rate, RateItem, SQLiteBucket

from pipelines.durable import write_durably
from pipelines.fetch.clock import Clock
from pipelines.specs import RateLimit

FAILURES_TO_OPEN = 4
SECONDS_OPEN = 900.0
_LONGEST_WAIT_MS = 3_600_000


class HostClosed(Exception):
    """The host failed again and again and is left alone until the time given."""

    def __init__(self, host: str, until: datetime) -> None:
        self.until = until
        super().__init__(
            f"{host} failed {FAILURES_TO_OPEN} times in a row and is left alone until"
            f" {until.isoformat(timespec='seconds')}"
        )


class Limiter:
    """Lets requests to one host through at the rate its spec states, over all processes."""

    def __init__(self, folder: Path, host: str, limit: RateLimit, clock: Clock) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._clock = clock
        self._host = host
        self._path = folder / f"{_file_name(host)}.sqlite"
        self._rate = Rate(limit.requests, max(1, int(limit.per_seconds * 1000)))

    def wait(self) -> float:
        """Return when the next request may be sent; the seconds waited."""
        bucket = SQLiteBucket.init_from_file(
            [self._rate], db_path=str(self._path), use_file_lock=True
        )
        waited = 0.0
        try:
            while True:
                now = int(self._clock.now().timestamp() * 1000)
                item = RateItem(self._host, now)
                if bucket.put(item):
                    bucket.leak(now)
                    return waited
                pause = max(1, min(int(bucket.waiting(item)), _LONGEST_WAIT_MS)) / 1000  # type: ignore[arg-type]
                self._clock.sleep(pause)
                waited += pause
        finally:
            bucket.conn.close()


class Breaker:
    """Stops asking a host that failed several times in a row, over runs and processes."""

    def __init__(self, folder: Path, host: str, clock: Clock) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._host = host
        self._clock = clock
        self._path = folder / f"{_file_name(host)}.json"

    @contextmanager
    def guarding(self) -> Iterator[None]:
        """Around one exchange with the host; an exception inside counts as its failure.

        Raises HostClosed instead of entering while the host is left alone.
        """
        with FileLock(f"{self._path}.lock"):
            storage = _FileStorage(self._path, self._clock)
        breaker = pybreaker.CircuitBreaker(
            fail_max=FAILURES_TO_OPEN,
            reset_timeout=storage.seconds_open,
            state_storage=storage,
            throw_new_error_on_trip=False,
        )
        try:
            with breaker.calling():
                yield
        except pybreaker.CircuitBreakerError:
            raise HostClosed(self._host, storage.closed_until) from None

    def close_for(self, seconds: float) -> None:
        """Leave the host alone for as long as it asked."""
        storage = _FileStorage(self._path, self._clock)
        storage.open_for(seconds)


class _FileStorage(pybreaker.CircuitBreakerStorage):
    """State of a breaker in a JSON file, on the clock of the fetch instead of the machine's."""

    def __init__(self, path: Path, clock: Clock) -> None:
        super().__init__("file")
        self._path = path
        self._clock = clock
        self._kept: dict[str, object] = {
            "state": pybreaker.STATE_CLOSED,
            "failures": 0,
            "successes": 0,
            "opened_at": None,
            "seconds_open": SECONDS_OPEN,
        }
        try:
            read = json.loads(path.read_text())
            datetime.fromisoformat(read["opened_at"] or "2000-01-01T00:00:00+00:00")
            self._kept.update({key: read[key] for key in self._kept})
        except (OSError, ValueError, KeyError, TypeError):
            pass

    def _write(self, **changes: object) -> None:
        self._kept.update(changes)
        write_durably(self._path, json.dumps(self._kept, indent=1).encode())

    @property
    def seconds_open(self) -> float:
        return float(str(self._kept["seconds_open"]))

    @property
    def closed_until(self) -> datetime:
        opened = self._opened() or self._clock.now()
        return opened + timedelta(seconds=self.seconds_open)

    def open_for(self, seconds: float) -> None:
        self._write(
            state=pybreaker.STATE_OPEN,
            opened_at=self._clock.now().isoformat(),
            seconds_open=max(seconds, 1.0),
        )

    def _opened(self) -> datetime | None:
        opened = self._kept["opened_at"]
        return None if opened is None else datetime.fromisoformat(str(opened))

    @property
    def state(self) -> str:
        return str(self._kept["state"])

    @state.setter
    def state(self, state: str) -> None:
        seconds = self.seconds_open if state == pybreaker.STATE_OPEN else SECONDS_OPEN
        if state != self.state:
            self._write(state=state, seconds_open=seconds)

    def increment_counter(self) -> None:
        self._write(failures=self.counter + 1)

    def reset_counter(self) -> None:
        if self.counter:
            self._write(failures=0)

    def increment_success_counter(self) -> None:
        self._write(successes=self.success_counter + 1)

    def reset_success_counter(self) -> None:
        if self.success_counter:
            self._write(successes=0)

    @property
    def counter(self) -> int:
        return int(str(self._kept["failures"]))

    @property
    def success_counter(self) -> int:
        return int(str(self._kept["successes"]))

    @property
    def opened_at(self) -> datetime | None:
        """The time of opening as far back on the machine's clock as it is on ours."""
        opened = self._opened()
        return None if opened is None else datetime.now(UTC) - (self._clock.now() - opened)

    @opened_at.setter
    def opened_at(self, datetime: datetime) -> None:
        self._write(opened_at=self._clock.now().isoformat())


def _file_name(host: str) -> str:
    return re.sub(r"[^a-z0-9.-]", "_", host.lower())
