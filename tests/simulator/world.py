"""What the simulated services know on a day: small facts that grow and change with time.

Belongs here: the clock, and the truth that more than one service tells, as plain values. Does not
belong here: what one service alone knows, and formats (`sources/`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

BEGINNING = date(2026, 1, 5)
FIRST_FETCH = datetime.combine(BEGINNING + timedelta(days=14), time(12, 7), UTC)


@dataclass
class World:
    """The services' knowledge at `now`; move it to let days pass."""

    now: datetime = FIRST_FETCH

    @property
    def today(self) -> date:
        return self.now.date()

    def days(self, first: date = BEGINNING, last: date | None = None) -> Iterator[date]:
        day, stop = max(first, BEGINNING), min(last or self.today, self.today)
        while day <= stop:
            yield day
            day += timedelta(days=1)

    def weekdays(self, first: date = BEGINNING, last: date | None = None) -> list[date]:
        return [day for day in self.days(first, last) if day.weekday() < 5]

    def close(self, day: date) -> float:
        """A price that a float32 holds exactly enough: quarters."""
        return 100 + (day - BEGINNING).days % 40

    def bars(self, first: date) -> list[dict[str, Any]]:
        """Daily bars of one security, of the sessions from `first` to before today."""
        found = []
        for day in (day for day in self.weekdays(first) if day < self.today):
            close = self.close(day)
            prices = {"open": close, "high": close + 1, "low": close - 1, "close": close}
            found.append({"day": day.isoformat(), **prices, "volume": 271_009_200})
        return found

    def feed_items(self) -> list[tuple[str, datetime]]:
        """The newest twenty items of the feed: one a day."""
        days = list(self.days())[-20:]
        return [(f"item-{day}", datetime.combine(day, time(8), UTC)) for day in days]

    def flows(self, periods: list[str], codes: list[str]) -> list[tuple[str, str, int]]:
        """Period, code and value of the months that are published (two months late)."""
        latest = (self.today.replace(day=1) - timedelta(days=40)).strftime("%Y%m")
        return [
            (period, code, int(period) * 10 + int(code[-2:]))
            for period in periods
            for code in codes
            if period <= latest
        ]

    @property
    def list_version(self) -> int:
        """Lists change every third day."""
        return (self.today - BEGINNING).days // 3
