"""How often a host is asked, and when it is left alone.

Belongs here: one limiter and one circuit breaker a host, both kept in files below the warehouse so
that all processes share them. Does not belong here: retries of one request (`transfer.py`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from filelock import FileLock
from pyrate_limiter import Rate, RateItem, SQLiteBucket

from pipelines.fetch.clock import Clock
from pipelines.files.durable import write_durably
from pipelines.files.kept_json import read_kept
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


@dataclass(frozen=True)
class _Standing:
    """How a host stands: failures in a row, and until when it is left alone."""

    failures: int = 0
    closed_until: datetime | None = None


class Breaker:
    """Stops asking a host that failed several times in a row, over runs and processes.

    Once the time is over, one more failure leaves the host alone again; one success forgets all.
    """

    def __init__(self, folder: Path, host: str, clock: Clock) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._host = host
        self._clock = clock
        self._path = folder / f"{_file_name(host)}.json"
        self._lock = FileLock(f"{self._path}.lock")

    @contextmanager
    def guarding(self) -> Iterator[None]:
        """Around one exchange with the host; an exception inside counts as its failure.

        Raises HostClosed instead of entering while the host is left alone.
        """
        until = self._read().closed_until
        if until is not None and self._clock.now() < until:
            raise HostClosed(self._host, until)
        try:
            yield
        except Exception:
            with self._lock:
                failures = self._read().failures + 1
                again = self._clock.now() + timedelta(seconds=SECONDS_OPEN)
                self._write(_Standing(failures, again if failures >= FAILURES_TO_OPEN else None))
            raise
        with self._lock:
            if self._read() != _Standing():
                self._write(_Standing())

    def close_for(self, seconds: float) -> None:
        """Leave the host alone for as long as it asked."""
        with self._lock:
            until = self._clock.now() + timedelta(seconds=max(seconds, 1.0))
            self._write(_Standing(self._read().failures, until))

    def _read(self) -> _Standing:
        try:
            kept = read_kept(self._path, {"failures": int, "closed_until": (str, None)})
            until = kept["closed_until"]
            at = datetime.fromisoformat(until).astimezone(UTC) if until else None
            return _Standing(kept["failures"], at)
        except (OSError, ValueError, OverflowError):
            return _Standing()

    def _write(self, standing: _Standing) -> None:
        until = standing.closed_until and standing.closed_until.isoformat()
        kept = {"failures": standing.failures, "closed_until": until}
        write_durably(self._path, json.dumps(kept).encode())


def _file_name(host: str) -> str:
    return re.sub(r"[^a-z0-9.-]", "_", host.lower())
