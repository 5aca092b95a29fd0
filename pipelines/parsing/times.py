"""Times as feeds and news services print them, to UTC, or the reason why there is none.

Belongs here: the forms of RFC 822, ISO 8601, JavaScript and what is written between them; names of
zones, and which of them mean several. Does not belong here: calendars, days without time.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import cache

from babel.dates import get_month_names

Time = tuple[datetime | None, str | None]

_EARLIEST_YEAR, _LATEST_YEAR = 1990, 2100
_LONGEST_OFFSET = timedelta(hours=14)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)

_LANGUAGES = (
    *("cs", "da", "de", "el", "es", "fi", "fr", "hu", "id", "it", "ms", "nb", "nl", "pl", "pt"),
    *("ro", "ru", "sv", "tr", "uk"),
)

_ZONES = """
0 UT UTC GMT Z WET; -3.5 NST; -2.5 NDT; -5 EST CDT; -4 EDT; -7 MST PDT; -6 MDT; -8 PST AKDT;
-9 AKST; -10 HST; 1 WEST CET; 2 CEST EET; 3 EEST MSK TRT; 5 PKT; 7 WIB; 9 JST KST;
8 HKT SGT PHT MYT AWST;
9.5 ACST; 10.5 ACDT; 10 AEST; 11 AEDT; 12 NZST; 13 NZDT
"""
_ZONE_HOURS = {
    name: float(hours)
    for hours, *names in (entry.split() for entry in _ZONES.split(";"))
    for name in names
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
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|er)?[\s.-]+(?P<month>{_MONTH})"
        r"[\s,-]+(?P<year>\d{4}|\d{2})(?![\d:])",
        rf"\b(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?![\d:])",
        rf"\b(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})\b(?=.*\b(?P<year>\d{{4}})$)",
    )
)
_WORD = re.compile(r"[^\W\d_]+")
_EPOCH = re.compile(r"(\d{10})(\d{3})?")
_YEAR_AT_END = re.compile(r"\s\d{4}$")
_WEEKDAY = re.compile(
    r"^(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s*"
    r"|[^\W\d_]+\.?,\s*(?=\d{1,2}(?!\d)))",
    re.IGNORECASE,
)
_OFFSET = re.compile(
    r"(?:(?:GMT|UTC?|Z)\s*)?([+\-\u2212])\s*(\d{1,2})(?:\s*:?\s*(\d{2})(?:\s+[A-Z]{1,5})?)?",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Z]{1,5}", re.IGNORECASE)


def read_time(text: str | None, language: str | None = None) -> Time:
    """The UTC time that a text prints, and why there is none.

    `language` is what the feed says of itself (`zh-cn`); it decides names of zones that mean
    several. Names of months may be in any of the larger European languages. Ten figures are
    seconds since 1970, thirteen milliseconds. Reasons: missing, unreadable, without_zone,
    ambiguous_zone, unknown_zone, out_of_range. A time without zone is not guessed; nor is a day
    without time or a date in figures alone that may be read in two ways.
    """
    if text is None or not text.strip():
        return None, "missing"
    try:
        read = _read(text, language or "")
    except _NoTime as problem:
        return None, problem.reason
    if not _EARLIEST_YEAR <= read.year <= _LATEST_YEAR:
        return None, "out_of_range"
    return read, None


class _NoTime(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _read(text: str, language: str) -> datetime:
    rest = " ".join(_COMMENT.sub(" ", text).split())
    epoch = _EPOCH.fullmatch(rest)
    if epoch is not None:
        return datetime.fromtimestamp(int(epoch[1]), UTC) + timedelta(
            milliseconds=int(epoch[2] or 0)
        )
    rest = _BASIC.sub(r"\1-\2-\3T\4:\5:\6", rest)
    clock = _CLOCK.search(rest)
    if clock is None:
        is_day = any(form.fullmatch(_WEEKDAY.sub("", rest)) for form in _DATES)
        raise _NoTime("without_zone" if is_day else "unreadable")
    without_clock = f"{rest[: clock.start()]} {rest[clock.end() :]}"
    without_clock = " ".join(_WEEKDAY.sub("", without_clock.strip()).split())
    date = _date(without_clock)
    if date is None:
        without_clock = _in_english(without_clock)
        date = _date(without_clock)
    if date is None:
        raise _NoTime("unreadable")
    left = f"{without_clock[: date.start()]} {without_clock[date.end() :]}"
    if date.end("year") > date.end():
        left = _YEAR_AT_END.sub("", left)
    zone = timezone(_offset(left.strip(" ,"), language))
    minute, second, fraction = int(clock[2]), int(clock[3] or 0), (clock[4] or "")[:6].ljust(6, "0")
    try:
        day = datetime(*_day(date), tzinfo=zone)
        local = day.replace(
            hour=_hour(clock), minute=minute, second=second, microsecond=int(fraction)
        )
        return local.astimezone(UTC)
    except ValueError as error:
        raise _NoTime("unreadable") from error
    except OverflowError as error:
        raise _NoTime("out_of_range") from error


def _date(text: str) -> re.Match[str] | None:
    return next((found for form in _DATES if (found := form.search(text))), None)


def _in_english(text: str) -> str:
    """The text with names of months in English where they are known in another language."""
    names = _other_months()
    return _WORD.sub(lambda word: names.get(word[0].lower(), word[0]), text)


@cache
def _other_months() -> dict[str, str]:
    """English months by their names in `_LANGUAGES`, none of which means two months."""
    forms = (
        names
        for language in _LANGUAGES
        for names in (
            get_month_names("wide", "format", language),
            get_month_names("wide", "stand-alone", language),
            get_month_names("abbreviated", "format", language),
            get_month_names("abbreviated", "stand-alone", language),
        )
    )
    return {
        name.rstrip(".").lower(): _MONTHS[month - 1]
        for names in forms
        for month, name in names.items()
    }


def _hour(clock: re.Match[str]) -> int:
    """The hour of 24. Raises ValueError where the halves of the day contradict it."""
    hour = int(clock[1])
    if clock[5] is None:
        return hour
    is_afternoon = clock[5].lower() == "p"
    if 1 <= hour <= 12:
        return hour % 12 + (12 if is_afternoon else 0)
    if is_afternoon != (hour >= 12):
        raise ValueError(f"{hour} is not in that half of the day")
    return hour


def _day(found: re.Match[str]) -> tuple[int, int, int]:
    year = int(found["year"])
    if len(found["year"]) == 2:
        year += 2000 if year < 50 else 1900
    parts = found.groupdict()
    if parts.get("number"):
        return year, int(parts["number"]), int(parts["day"])
    return year, _MONTHS.index(parts["month"][:3].lower()) + 1, int(parts["day"])


def _offset(text: str, language: str) -> timedelta:
    """The offset from UTC that what is left of the text states."""
    stated = _OFFSET.fullmatch(text)
    if stated is not None:
        minutes = int(stated[3] or 0)
        offset = timedelta(hours=int(stated[2]), minutes=minutes)
        if minutes >= 60 or offset > _LONGEST_OFFSET:
            raise _NoTime("unreadable")
        return offset if stated[1] == "+" else -offset
    if _NAME.fullmatch(text) is None:
        raise _NoTime("unreadable" if text else "without_zone")
    return timedelta(hours=_hours_of(text.upper(), language))


def _hours_of(name: str, language: str) -> float:
    """The offset that a name of a zone means in a feed of that language."""
    if any(form.fullmatch(language) and name in names for form, names in _NOT_MEANT_BY_LANGUAGE):
        raise _NoTime("ambiguous_zone")
    if name in _ZONE_HOURS:
        return _ZONE_HOURS[name]
    for form, ambiguous, hours in _MEANT_BY_LANGUAGE:
        if ambiguous == name and form.fullmatch(language):
            return hours
    raise _NoTime("ambiguous_zone" if name in _AMBIGUOUS else "unknown_zone")
