"""When news could first move a price: exchange sessions, their closes, and day 0.

Belongs here: the exchanges the study knows, the days they stayed shut against their calendar, the
instant at which news counts as public.
Does not belong here: prices. Whether a security traded on day 0 is for the kernel to find out.
"""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from pipelines.derived.event_study.config import StudyInputError

Days = NDArray[np.datetime64]
Instants = NDArray[np.datetime64]

CALENDARS: dict[str, str] = {
    **dict.fromkeys(("XNYS", "XNAS", "XNGS", "XNMS", "ARCX", "XASE", "BATS"), "XNYS"),
    **dict.fromkeys(("XSHG", "XSHE", "BJSE"), "XSHG"),
    **dict.fromkeys(("XTAI", "ROCO"), "XTAI"),
    **dict.fromkeys(("XKRX", "XKOS"), "XKRX"),
    **{mic: mic for mic in ("XHKG", "XTKS", "XAMS", "XPAR", "XETR", "XLON", "XSWX", "XSES")},
}
"""Calendar of each exchange, by market identifier code (ISO 10383)."""

CALENDAR_GROUPS = {"XNYS": "US"}
"""Name of the exchanges that share a calendar, where it is not that of the calendar."""

UNSCHEDULED_CLOSURES: dict[str, tuple[str, ...]] = {
    # Typhoon Saola and the black rainstorm of September 2023; the calendar package lists both
    # days as sessions, no Hong Kong share has a bar on them.
    "XHKG": ("2023-09-01", "2023-09-08"),
}

LOCAL_TIME: dict[str, dt.time] = {
    "before_open": dt.time(8),
    "during_session": dt.time(12),
    "after_close": dt.time(17),
    "unknown": dt.time(12),
}
"""Hour in first_public_zone that stands for a date whose exact hour is not known."""

EARLIEST = dt.date(1990, 1, 1)
LATEST = dt.date(2049, 12, 31)
MARGIN = dt.timedelta(days=20)
"""Longer than any closure of these exchanges, so that a session lies before and after."""


@dataclass(frozen=True)
class Sessions:
    """The sessions an exchange held, oldest first, with the UTC instant of each close."""

    days: Days
    closes: Instants

    def first_closing_after(self, instants: Instants) -> NDArray[np.int64]:
        """Position of the first session that closes after each instant.

        -1 where the calendar does not reach: before its first close, after its last one, or NaT.
        """
        position = np.searchsorted(self.closes, instants, side="right").astype(np.int64)
        outside = np.isnat(instants) | (position == 0) | (position == len(self.closes))
        return np.where(outside, -1, position)


def calendar_group(calendar: str) -> str:
    """Name of the exchanges that share a calendar, as event days carry it."""
    return CALENDAR_GROUPS.get(calendar, calendar)


def sessions_of(mic: str, first: dt.date, last: dt.date) -> Sessions | None:
    """Sessions of an exchange that cover `first` to `last`, or None for an unknown exchange.

    Whole years are loaded, as far as the calendar is recorded: XSHG is known to the end of 2026.
    """
    if mic not in CALENDARS:
        return None
    start = max(first, EARLIEST + MARGIN) - MARGIN
    end = min(last, LATEST - MARGIN) + MARGIN
    return _load(mic, min(start.year, LATEST.year), max(end.year, EARLIEST.year))


@lru_cache(maxsize=32)
def _load(mic: str, first_year: int, last_year: int) -> Sessions:
    calendar_class = _calendar_class(CALENDARS[mic])
    start, end = dt.date(first_year, 1, 1), dt.date(last_year, 12, 31)
    if (bound := calendar_class.bound_min()) is not None:
        start = max(start, bound.date())
    if (bound := calendar_class.bound_max()) is not None:
        end = min(end, bound.date())
    if start >= end:
        return Sessions(np.empty(0, "datetime64[D]"), np.empty(0, "datetime64[us]"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        calendar = calendar_class(start=start.isoformat(), end=end.isoformat())
        days = calendar.sessions.to_numpy().astype("datetime64[D]")
        closes = calendar.closes.dt.tz_convert(None).to_numpy().astype("datetime64[us]")
    held = ~np.isin(days, np.array(UNSCHEDULED_CLOSURES.get(mic, ()), dtype="datetime64[D]"))
    return Sessions(days[held], closes[held])


def _calendar_class(code: str) -> Any:
    """The package's class of a calendar; only calendars that are asked for are imported."""
    module = import_module(f"exchange_calendars.exchange_calendar_{code.lower()}")
    return getattr(module, f"{code}ExchangeCalendar")


def closed_weekdays(mic: str, first: dt.date, last: dt.date) -> Sequence[dt.date]:
    """Mondays to Fridays without a session, oldest first, as far as the calendar is recorded."""
    sessions = sessions_of(mic, first, last)
    if sessions is None or not len(sessions.days):
        return ()
    known_to = min(np.datetime64(last), sessions.days[-1])
    known_from = max(np.datetime64(first), sessions.days[0])
    days = np.arange(known_from, known_to + 1, dtype="datetime64[D]")
    closed = days[np.is_busday(days) & ~np.isin(days, sessions.days)]
    return [day.item() for day in closed]


def public_instants(
    at: Sequence[dt.datetime | None],
    on: Sequence[dt.date | None],
    zones: Sequence[str | None],
    sessions: Sequence[str | None],
) -> tuple[Instants, list[str | None], list[str | None]]:
    """When each piece of news was first public, how that is known, and why it is not.

    The stated instant wins; without it the date, zone and part of the day decide. Returns UTC
    instants (NaT where unknown), the basis (timestamp, date_and_session, date_only) and the reason
    for a NaT (no_first_public_date, no_first_public_zone). Raises StudyInputError for a time zone
    or a part of the day that does not exist.
    """
    distinct: dict[tuple[Any, ...], int] = {}
    places = [
        distinct.setdefault(row, len(distinct)) for row in zip(at, on, zones, sessions, strict=True)
    ]
    found = [
        _instant(moment, day, zone or None, part or "unknown")
        for moment, day, zone, part in distinct
    ]
    stated = np.array([instant for instant, _, _ in found], dtype="datetime64[us]")
    bases = [found[place][1] for place in places]
    return stated[np.array(places, dtype=np.int64)], bases, [found[place][2] for place in places]


def _instant(
    moment: dt.datetime | None, day: dt.date | None, zone: str | None, part: str
) -> tuple[np.datetime64, str | None, str | None]:
    if moment is not None:
        return np.datetime64(moment.replace(tzinfo=None), "us"), "timestamp", None
    if day is None:
        return np.datetime64("NaT", "us"), None, "no_first_public_date"
    if zone is None:
        return np.datetime64("NaT", "us"), None, "no_first_public_zone"
    basis = "date_only" if part == "unknown" else "date_and_session"
    return _local_instant(day, zone, part), basis, None


@lru_cache(maxsize=65536)
def _local_instant(day: dt.date, zone: str, part: str) -> np.datetime64:
    if part not in LOCAL_TIME:
        raise StudyInputError(
            f"first_public_session is {part!r} on {day}; it must be one of "
            f"{', '.join(LOCAL_TIME)}.",
            "Correct the event.",
        )
    try:
        local_zone = ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise StudyInputError(
            f"first_public_zone is {zone!r} on {day}, which is no IANA time zone.",
            "Write it like America/New_York or Asia/Shanghai.",
        ) from None
    local = dt.datetime.combine(day, LOCAL_TIME[part], tzinfo=local_zone)
    return np.datetime64(local.astimezone(dt.UTC).replace(tzinfo=None), "us")
