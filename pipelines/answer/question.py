"""What is asked: a chip, a customer and a destination, on a day, as known on a day.

Belongs here: reading it from texts, and saying which word of it is not understood.
Does not belong here: which chips there are (chips.py), or the answer.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from pipelines.errors import ChipwatchError
from pipelines.letters.invisible import invisible_in
from pipelines.screening.countries import country_code, near_countries
from pipelines.screening.stated_owners import stated_owners

EXPORT_TYPES = ("export_from_us", "reexport", "in_country_transfer")
LONGEST = 300
"""Characters of a name; no chip, firm or country has more."""
LONGEST_OWNERS = 2000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIRST_DAY, _LAST_DAY = date(1940, 1, 1), date(2099, 12, 31)


class NotUnderstood(ChipwatchError):
    """A word of the question names nothing that is known here, or more than one thing."""

    exit_code = 3


@dataclass(frozen=True)
class Question:
    """Countries are codes of ISO 3166; what is empty is not asked about. A day of None is today.

    `known_on` None means all that is known today.
    """

    chip: str = ""
    to: str = ""
    country: str = ""
    headquarters: str = ""
    export_type: str = EXPORT_TYPES[0]
    owners: str = ""
    id: str = ""
    on: date | None = None
    known_on: date | None = None

    def to_json(self) -> dict[str, str | None]:
        """The question as plain JSON types."""
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in told.items()
        }

    @property
    def input_hash(self) -> str:
        """SHA-256 over the question as it was understood."""
        text = json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def understood(words: Mapping[str, Any]) -> Question:
    """The question in these texts, by the names of its members.

    Raises NotUnderstood: an unknown country, a day or an owner's share that is none, a text too
    long or not visible, nothing asked at all.
    """
    texts = {name: _text(name, words.get(name)) for name in _NAMES}
    unknown = sorted(set(words) - set(_NAMES))
    if unknown:
        raise NotUnderstood(
            f"Nothing is called {', '.join(unknown)[:LONGEST]} here.",
            f"ask with {', '.join(_NAMES)}.",
        )
    kind = texts["export_type"] or EXPORT_TYPES[0]
    if kind not in EXPORT_TYPES:
        raise NotUnderstood(
            f"{kind!r} is no kind of export.", f"give one of {', '.join(EXPORT_TYPES)}."
        )
    if not (texts["chip"] or texts["to"] or texts["country"]):
        raise NotUnderstood("Nothing is asked.", "name a chip, a customer or a destination.")
    _require_shares(texts["owners"])
    return Question(
        chip=texts["chip"],
        to=texts["to"],
        country=_country("country", texts["country"]),
        headquarters=_country("headquarters", texts["headquarters"]),
        export_type=kind,
        owners=texts["owners"],
        id=texts["id"],
        on=_day("on", texts["on"]),
        known_on=_day("known_on", texts["known_on"]),
    )


def _require_shares(owners: str) -> None:
    for owner in stated_owners(owners):
        if owner.share_pct is None and "=" in owner.name:
            raise NotUnderstood(
                f"{owner.name!r} (owners) states a share that is none.",
                "write the share in percent, from 0 to 100, such as Huawei = 30, or leave it out.",
            )


_NAMES = tuple(field.name for field in fields(Question))


def _text(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        raise NotUnderstood(f"{name} is no text.", f"give {name} as text.")
    text = " ".join(value.split()) if name != "owners" else value.strip()
    longest = LONGEST_OWNERS if name == "owners" else LONGEST
    if len(text) > longest:
        raise NotUnderstood(
            f"{name} has {len(text)} characters; {longest} are read at most.", "shorten it."
        )
    hidden = invisible_in(text, "\n" if name == "owners" else "")
    if hidden is not None:
        raise NotUnderstood(
            f"Character {text.index(hidden) + 1} of {name} is U+{ord(hidden):04X}, which shows "
            "nothing.",
            "type it anew.",
        )
    return text


def _country(name: str, text: str) -> str:
    if not text:
        return ""
    code = country_code(text)
    if not code:
        near = ", ".join(f"{country} ({code})" for code, country in near_countries(text))
        raise NotUnderstood(
            f"{text!r} ({name}) is no country that is known here"
            + (f"; near it are {near}." if near else "."),
            "give a code of ISO 3166 such as CN, or the usual name of one country.",
        )
    return code


def _day(name: str, text: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise NotUnderstood(f"{text!r} ({name}) is no day.", "write it as 2025-04-15.")
    if not _FIRST_DAY <= day <= _LAST_DAY:
        raise NotUnderstood(
            f"{day} ({name}) lies outside {_FIRST_DAY.year} to {_LAST_DAY.year}.",
            "correct the year.",
        )
    return day
