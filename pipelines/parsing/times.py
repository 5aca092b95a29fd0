"""Times as feeds and news services print them, to UTC, or the reason why there is none.

Belongs here: the forms of RFC 822, ISO 8601, JavaScript and what is written between them; names of
zones, and which of them mean several. Does not belong here: calendars, days without time.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

Time = tuple[datetime | None, str | None]

_EARLIEST_YEAR, _LATEST_YEAR = 1990, 2100
_LONGEST_OFFSET = timedelta(hours=14)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)

_ZONE_HOURS = {
    **dict.fromkeys(("UT", "UTC", "GMT", "Z", "WET"), 0.0),
    **{"EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7},
    **{"AKST": -9, "AKDT": -8, "HST": -10, "NST": -3.5, "NDT": -2.5},
    **{"WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "TRT": 3},
    **{"HKT": 8, "SGT": 8, "JST": 9, "KST": 9, "PHT": 8, "MYT": 8, "WIB": 7, "PKT": 5},
    **{"AWST": 8, "ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13},
}
_AMBIGUOUS = {
    *("CST", "IST", "BST", "AST", "ADT", "SST", "GST", "ECT", "AMT", "AMST", "ART", "ICT", "PYT"),
    *("WST", "EAST", "CAST", "COT", "CT", "ET", "PT", "MT", "BT", "LMT", "LST", "BDT", "ACT"),
}
_MEANT_BY_LANGUAGE = (
    (re.compile(r"zh\b.*", re.IGNORECASE), "CST", 8.0),
    (re.compile(r"(?:hi|bn|ta|te|mr|gu|kn|ml|pa|.*-in)", re.IGNORECASE), "IST", 5.5),
    (re.compile(r"(?:he|iw)\b.*", re.IGNORECASE), "IST", 2.0),
    (re.compile(r"(?:ga|en-ie)", re.IGNORECASE), "IST", 1.0),
    (re.compile(r"en-gb", re.IGNORECASE), "BST", 1.0),
)
_NOT_MEANT_BY_LANGUAGE = (
    (re.compile(r"en-(?:au|nz)", re.IGNORECASE), {"EST", "EDT"}),
    (re.compile(r"(?:zh|ms|fil|tl|ur)\b.*|en-(?:ph|my|pk)", re.IGNORECASE), {"PST", "MST", "CDT"}),
)

_COMMENT = re.compile(r"\([^()]*\)?")
_CLOCK = re.compile(
    r"(?<![\d:])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?![\d:])"
    r"(?:\s*([ap])\.?\s?m\b\.?)?",
    re.IGNORECASE,
)
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(?=Z|[+-])", re.IGNORECASE)
_MONTH = rf"({'|'.join((*_FULL_MONTHS, 'sept', *_MONTHS))})\b\.?"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<year>\d{4})-(?P<number>\d{1,2})-(?P<day>\d{1,2})(?:T\b|(?!\d))",
        r"(?<!\d)(?P<year>\d{4})/(?P<number>\d{1,2})/(?P<day>\d{1,2})(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s.-]+(?P<month>{_MONTH})"
        r"[\s,-]+(?P<year>\d{4}|\d{2})(?![\d:])",
        rf"\b(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?![\d:])",
        rf"\b(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})\b(?=.*\b(?P<year>\d{{4}})$)",
    )
)
_YEAR_AT_END = re.compile(r"\s\d{4}$")
_WEEKDAY = re.compile(
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s*", re.IGNORECASE
)
_OFFSET = re.compile(
    r"(?:(?:GMT|UTC?|Z)\s*)?([+\-\u2212])\s*(\d{1,2})(?:\s*:?\s*(\d{2}))?", re.IGNORECASE
)
_NAME = re.compile(r"[A-Z]{1,5}", re.IGNORECASE)


def read_time(text: str | None, language: str | None = None) -> Time:
    """The UTC time that a text prints, and why there is none.

    `language` is what the feed says of itself (`zh-cn`); it decides names of zones that mean
    several. Reasons: missing, unreadable, without_zone, ambiguous_zone, unknown_zone,
    out_of_range. A time without zone is not guessed; nor is a day without time or a date in
    figures alone that may be read in two ways.
    """
    if text is None or not text.strip():
        return None, "missing"
    rest = " ".join(_COMMENT.sub(" ", text).split())
    rest = _BASIC.sub(r"\1-\2-\3T\4:\5:\6", rest)
    clock = _CLOCK.search(rest)
    if clock is None:
        is_day = any(form.fullmatch(_WEEKDAY.sub("", rest)) for form in _DATES)
        return None, "without_zone" if is_day else "unreadable"
    without_clock = rest[: clock.start()] + " " + rest[clock.end() :]
    without_clock = " ".join(_WEEKDAY.sub("", without_clock.strip()).split())
    date = next((found for form in _DATES if (found := form.search(without_clock))), None)
    hour = _hour(clock)
    if date is None or hour is None:
        return None, "unreadable"
    left = without_clock[: date.start()] + " " + without_clock[date.end() :]
    if date.end("year") > date.end():
        left = _YEAR_AT_END.sub("", left)
    offset, problem = _offset(left.strip(" ,"), language or "")
    if offset is None:
        return None, problem
    try:
        local = datetime(
            *_day(date), hour, int(clock[2]), int(clock[3] or 0), _microseconds(clock[4]),
            tzinfo=timezone(offset),
        )  # fmt: skip
        read = local.astimezone(UTC)
    except ValueError:
        return None, "unreadable"
    except OverflowError:
        return None, "out_of_range"
    if not _EARLIEST_YEAR <= read.year <= _LATEST_YEAR:
        return None, "out_of_range"
    return read, None


def _hour(clock: re.Match[str]) -> int | None:
    """The hour of 24; None where the halves of the day contradict it."""
    hour = int(clock[1])
    if clock[5] is None:
        return hour
    is_afternoon = clock[5].lower() == "p"
    if 1 <= hour <= 12:
        return hour % 12 + (12 if is_afternoon else 0)
    return hour if is_afternoon == (hour >= 12) and hour < 24 else None


def _day(found: re.Match[str]) -> tuple[int, int, int]:
    year = int(found["year"])
    if len(found["year"]) == 2:
        year += 2000 if year < 50 else 1900
    parts = found.groupdict()
    if parts.get("number"):
        return year, int(parts["number"]), int(parts["day"])
    return year, _MONTHS.index(parts["month"][:3].lower()) + 1, int(parts["day"])


def _microseconds(fraction: str | None) -> int:
    return int((fraction or "0")[:6].ljust(6, "0"))


def _offset(text: str, language: str) -> tuple[timedelta | None, str]:
    """The offset from UTC, and why there is none."""
    if not text:
        return None, "without_zone"
    stated = _OFFSET.fullmatch(text)
    if stated is not None:
        return _stated_offset(stated)
    if _NAME.fullmatch(text) is None:
        return None, "unreadable"
    name = text.upper()
    if any(form.fullmatch(language) and name in names for form, names in _NOT_MEANT_BY_LANGUAGE):
        return None, "ambiguous_zone"
    if name in _ZONE_HOURS:
        return timedelta(hours=_ZONE_HOURS[name]), ""
    if name not in _AMBIGUOUS:
        return None, "unknown_zone"
    for form, ambiguous, hours in _MEANT_BY_LANGUAGE:
        if ambiguous == name and form.fullmatch(language):
            return timedelta(hours=hours), ""
    return None, "ambiguous_zone"


def _stated_offset(stated: re.Match[str]) -> tuple[timedelta | None, str]:
    digits, minutes = stated[2], int(stated[3] or 0)
    offset = timedelta(hours=int(digits), minutes=minutes)
    if minutes >= 60 or offset > _LONGEST_OFFSET:
        return None, "unreadable"
    return (offset if stated[1] == "+" else -offset), ""
