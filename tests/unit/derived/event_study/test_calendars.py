"""Day 0: which session is the first that could know."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from pipelines.derived.event_study.calendars import public_instants, sessions_of
from pipelines.derived.event_study.config import StudyInputError

FIRST, LAST = dt.date(2022, 1, 1), dt.date(2026, 3, 1)


def day0(mic: str, instant: str) -> str | None:
    sessions = sessions_of(mic, FIRST, LAST)
    assert sessions is not None
    (position,) = sessions.first_closing_after(np.array([instant], dtype="datetime64[us]"))
    return None if position < 0 else str(sessions.days[position])


def instant_of(day: dt.date, zone: str, session: str | None) -> str:
    instants, _, reasons = public_instants([None], [day], [zone], [session])
    assert reasons == [None]
    return str(instants[0])


@pytest.mark.parametrize(
    ("mic", "instant", "expected"),
    [
        ("XNAS", "2025-04-15T20:00:00", "2025-04-16"),  # at the bell itself: too late for it
        ("XNAS", "2025-04-15T19:59:59", "2025-04-15"),
        ("XNYS", "2025-01-15T20:30:00", "2025-01-15"),  # winter: the close is 21:00 UTC
        ("XNYS", "2025-07-15T20:30:00", "2025-07-16"),  # summer: the close was 20:00 UTC
        ("XNYS", "2025-11-28T18:30:00", "2025-12-01"),  # half day after Thanksgiving, closed 18:00
        ("XNYS", "2025-01-08T22:00:00", "2025-01-10"),  # day of mourning on 2025-01-09
        ("XNYS", "2024-11-08T23:00:00", "2024-11-11"),  # over a weekend
        ("XHKG", "2023-08-31T09:00:00", "2023-09-04"),  # typhoon on Friday 2023-09-01
        ("XHKG", "2023-09-07T09:00:00", "2023-09-11"),  # rainstorm on Friday 2023-09-08
        ("XHKG", "2025-04-15T08:30:00", "2025-04-16"),
        ("XSHG", "2024-09-30T08:00:00", "2024-10-08"),  # the October holidays
        ("XSHG", "2024-09-27T06:59:59", "2024-09-27"),
        ("XSHG", "2024-09-27T07:00:00", "2024-09-30"),
    ],
)
def test_day0_is_the_first_session_that_closes_after_the_news(
    mic: str, instant: str, expected: str
) -> None:
    assert day0(mic, instant) == expected


@pytest.mark.parametrize(
    ("day", "zone", "session", "expected"),
    [
        (dt.date(2025, 4, 15), "America/New_York", "before_open", "2025-04-15T12:00"),
        (dt.date(2025, 1, 15), "America/New_York", "before_open", "2025-01-15T13:00"),
        (dt.date(2025, 4, 15), "America/New_York", "after_close", "2025-04-15T21:00"),
        (dt.date(2024, 9, 27), "Asia/Shanghai", "during_session", "2024-09-27T04:00"),
        (dt.date(2024, 9, 27), "Asia/Shanghai", "unknown", "2024-09-27T04:00"),
        (dt.date(2024, 9, 27), "Europe/Amsterdam", None, "2024-09-27T10:00"),
        (dt.date(2024, 3, 10), "America/New_York", "before_open", "2024-03-10T12:00"),  # DST begins
        (dt.date(2024, 11, 3), "America/New_York", "before_open", "2024-11-03T13:00"),  # DST ends
    ],
)
def test_a_date_with_zone_and_part_of_the_day_becomes_an_instant(
    day: dt.date, zone: str, session: str | None, expected: str
) -> None:
    assert instant_of(day, zone, session).startswith(expected)


def test_the_same_news_has_its_own_day0_on_each_exchange() -> None:
    evening_in_washington = instant_of(dt.date(2025, 4, 15), "America/New_York", "after_close")
    assert [day0(mic, evening_in_washington) for mic in ("XNAS", "XHKG", "XSHG")] == [
        "2025-04-16"
    ] * 3
    noon_in_washington = instant_of(dt.date(2025, 4, 15), "America/New_York", "during_session")
    assert [day0(mic, noon_in_washington) for mic in ("XNAS", "XHKG")] == [
        "2025-04-15",
        "2025-04-16",
    ]


def test_the_basis_and_the_missing_are_named() -> None:
    day, moment = dt.date(2025, 4, 15), dt.datetime(2025, 4, 15, 20, 30, tzinfo=dt.UTC)
    zone = "America/New_York"
    instants, bases, reasons = public_instants(
        [moment, None, None, None, None, None],
        [day, day, day, day, None, day],
        [zone, zone, zone, zone, zone, None],
        ["before_open", "after_close", "unknown", None, "unknown", "unknown"],
    )
    assert bases == ["timestamp", "date_and_session", "date_only", "date_only", None, None]
    assert reasons == [None] * 4 + ["no_first_public_date", "no_first_public_zone"]
    assert str(instants[0]) == "2025-04-15T20:30:00.000000"
    assert np.isnat(instants).tolist() == [False] * 4 + [True] * 2


@pytest.mark.parametrize(
    ("zone", "session", "named"),
    [("Mars/Olympus", "unknown", "Mars/Olympus"), ("", "unknown", None), ("UTC", "noon", "noon")],
)
def test_a_zone_or_session_that_does_not_exist_is_refused(
    zone: str, session: str, named: str | None
) -> None:
    day = dt.date(2025, 4, 15)
    if named is None:
        assert public_instants([None], [day], [zone], [session])[2] == ["no_first_public_zone"]
        return
    with pytest.raises(StudyInputError, match=named):
        public_instants([None], [day], [zone], [session])


def test_the_recorded_horizon_of_a_calendar_is_not_passed() -> None:
    sessions = sessions_of("XSHG", dt.date(2026, 1, 1), dt.date(2030, 1, 1))
    assert sessions is not None
    assert str(sessions.days[-1]) == "2026-12-31"
    instants = np.array(["2026-12-30T00:00", "2027-06-01T00:00", "NaT"], dtype="datetime64[us]")
    assert (sessions.first_closing_after(instants) >= 0).tolist() == [True, False, False]


def test_days_no_calendar_reaches_have_no_session() -> None:
    for mic in ("XNYS", "XHKG", "XSHG"):
        for day in (dt.date(1900, 1, 1), dt.date(2100, 12, 31)):
            sessions = sessions_of(mic, day, day)
            assert sessions is not None
            noon = np.array([f"{day}T12:00"], dtype="datetime64[us]")
            assert sessions.first_closing_after(noon).tolist() == [-1]


def test_an_exchange_without_calendar_is_none() -> None:
    assert sessions_of("XBOM", FIRST, LAST) is None
