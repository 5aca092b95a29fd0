"""Days as people and programs write them into lists, to dates, where they can mean one day only.

Belongs here: the forms of a day and the bounds between which a day can be that of a list.
Does not belong here: times and zones (`times.py`), days after the payload was fetched (the audit).
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from pipelines.parsing.records import BadRecord

EARLIEST, LATEST = date(1940, 1, 1), date(2100, 12, 31)
_CLOCK_ZERO = date(1970, 1, 1)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
_REMARK = r"(?:\s*\([^()]*\))?"
_FORMS = tuple(
    re.compile(form + _REMARK, re.IGNORECASE)
    for form in (
        rf"(?P<year>\d{{4}})([-/.])(?P<number>\d{{1,2}})\2(?P<day>\d{{1,2}}){_TIME}",
        r"(?P<year>\d{4})(?P<number>\d{2})(?P<day>\d{2})",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_MONTH}[\s,-]+(?P<year>\d{{4}})",
        rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
    )
)
_MONTH_FIRST = re.compile(
    rf"(?P<number>\d{{1,2}})/(?P<day>\d{{1,2}})/(?P<year>\d{{4}}){_TIME}{_REMARK}"
)


@lru_cache(maxsize=65_536)
def read_day(text: str, *, month_first: bool = False) -> date:
    """The one day that a text can mean.

    Figures alone are read year first, and month first where the source is known to write so; a
    time or a remark in parentheses behind the day is passed over. Raises BadRecord bad_date: two
    readings, no day of the calendar, before 1940 or after 2100, or 1970-01-01, which is how a
    clock that was never set writes nothing.
    """
    forms = (*_FORMS, _MONTH_FIRST) if month_first else _FORMS
    plain = " ".join(text.split())
    found = next((match for form in forms if (match := form.fullmatch(plain))), None)
    if found is None:
        raise BadRecord("bad_date", f"{text[:40]!r} is not a date such as 2021-06-03")
    parts = found.groupdict()
    named = parts.get("month")
    month = _MONTHS.index(named[:3].lower()) + 1 if named else int(parts["number"])
    try:
        day = date(int(parts["year"]), month, int(parts["day"]))
    except ValueError as error:
        raise BadRecord("bad_date", f"{text[:40]!r} is no day of the calendar") from error
    if not EARLIEST <= day <= LATEST or day == _CLOCK_ZERO:
        raise BadRecord("bad_date", f"{text[:40]!r} cannot be the date of a listing")
    return day
