"""What the simulated services know on a day: small facts that grow and change with time.

Belongs here: the truth, as plain values. Does not belong here: formats (`services.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

BEGINNING = date(2026, 1, 5)
FIRST_FETCH = datetime.combine(BEGINNING + timedelta(days=14), time(12, 7), UTC)
SYMBOLS = ("NVDA", "^GSPC")
SERIES = ("DEXCHUS", "DEXTAUS")
CIKS = (1045810, 2488)
LISTED = {"CONS_PRIM.CSV": 400, "SDN.CSV": 10_400}
COLLECTIONS = ("us_trade_csl",)
STOCKS = ("NVDA", "nvda.us")
LISTS = {
    "Entity List (EL) - Bureau of Industry and Security": 3000,
    "Specially Designated Nationals (SDN) - Treasury Department": 12000,
    "Unverified List (UVL) - Bureau of Industry and Security": 220,
    "Military End User (MEU) List - Bureau of Industry and Security": 70,
    "Denied Persons List (DPL) - Bureau of Industry and Security": 600,
}


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

    def documents(self, first: date, last: date) -> list[tuple[str, date]]:
        """One Federal Register document a weekday: number and day of publication."""
        return [
            (f"{day.year}-{day.timetuple().tm_yday:05d}", day) for day in self.weekdays(first, last)
        ]

    def close(self, symbol: str, day: date) -> float:
        """A price that a float32 holds exactly enough: quarters."""
        place = SYMBOLS.index(symbol) if symbol in SYMBOLS else 0
        return 100 + (day - BEGINNING).days % 40 + place * 0.25

    def rate(self, series: str, day: date) -> str:
        return f"{7 + SERIES.index(series) * 20 + (day - BEGINNING).days % 9 / 10:.4f}"

    def facts(self, cik: int) -> list[tuple[date, date, int]]:
        """Start and end of each reported month and its figure, filed on the 20th day after."""
        found = []
        month = date(2025, 10, 1)
        while True:
            end = (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
            if end + timedelta(days=20) > self.today:
                return found
            found.append((month, end, cik + month.month))
            month = end + timedelta(days=1)

    def filings(self, cik: int) -> list[tuple[str, date, date]]:
        """Accession number, end of period and day of each report, newest first."""
        ends = [end for _, end, _ in self.facts(cik)]
        return [
            (f"{cik:010d}-{end:%y}-{end:%m%d}00", end, end + timedelta(days=20))
            for end in reversed(ends)
        ]

    def parties(self, file: str) -> Iterator[tuple[str, str]]:
        """Number and name of every party of one of OFAC's files."""
        for number in range(LISTED[file] + self.list_version):
            yield str(number + 1), f"PARTY {number} OF {file[:4]}"

    def entities(self) -> list[tuple[str, str]]:
        """Identifier and caption of every entity of a collection."""
        return [
            (f"NK-{number}", f"Firm {number} – Café") for number in range(60 + self.list_version)
        ]

    def reports(self, first: date, last: date) -> list[tuple[str, datetime]]:
        """What one newsroom published: an article a day, identifier and time."""
        return [
            (f"technology/{day}/chips", datetime.combine(day, time(7), UTC))
            for day in self.days(first, last)
            if datetime.combine(day, time(7), UTC) <= self.now
        ]

    def articles(self, start: datetime, stop: datetime) -> list[tuple[str, datetime]]:
        """Articles seen strictly between two times: three a day, three hundred on the 10th."""
        found = []
        for day in self.days(start.date(), stop.date()):
            count = 300 if day.day == 10 else 3
            for number in range(count):
                quarter = timedelta(minutes=15 * (number * 96 // count))
                seen = datetime.combine(day, time(), UTC) + quarter
                if start < seen < stop and seen <= self.now:
                    found.append((f"https://outlet.example/{day}/{number}", seen))
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
        """The screening list changes every third day."""
        return (self.today - BEGINNING).days // 3

    def listings(self) -> Iterator[tuple[str, str, str]]:
        """Source list, name and start date of every entry."""
        for source_list, count in LISTS.items():
            extra = self.list_version if "Entity List" in source_list else 0
            for number in range(count + extra):
                yield source_list, f"Firm {number} of {source_list[:6]}", "2020-01-15"
