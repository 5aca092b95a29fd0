"""What is asked of a source: one request, the occasion it is planned on, and a source's planner.

Belongs here: the values that a source's `requests.py` makes and the engine works off; they can be
written to the cursor file and read back. Does not belong here: HTTP, keys, files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from pipelines.parsing.records import Parsed

Parameter = tuple[str, str]


@dataclass(frozen=True)
class Request:
    """One GET. Everything in it may be written down: keys are added when it is sent.

    `key` names what is asked within the source and stays the same from day to day; a newer
    request of the same key replaces one that is still waiting. `varying` are parameters that
    differ from day to day without asking for something else (the end of a growing range).
    `window` is the slice of time asked for, as the source writes it. `may_be_empty`: nothing found
    is an answer. `gap_when_missing`: nothing there is a permanent gap. `is_lasting`: it never
    changes and is not asked for again once it is archived. `first` is the request a
    chain of pages began with and `seen` the digests of the addresses already asked in it.
    `found` is recorded beside the parameters and is not sent: what a span of slices came to.
    """

    dataset: str
    key: str
    url: str
    parameters: tuple[Parameter, ...] = ()
    varying: tuple[str, ...] = ()
    window: tuple[str, str] | None = None
    may_be_empty: bool = False
    gap_when_missing: bool = False
    is_lasting: bool = False
    first: Request | None = None
    seen: tuple[str, ...] = ()
    found: tuple[Parameter, ...] = ()

    @property
    def full_url(self) -> str:
        """The address with its query, without any key."""
        if not self.parameters:
            return self.url
        return f"{self.url}{'&' if '?' in self.url else '?'}{urlencode(self.parameters)}"

    @property
    def host(self) -> str:
        """The host that is asked."""
        return urlsplit(self.url).hostname or ""

    @property
    def identity(self) -> tuple[str, str, str]:
        """Dataset, address and lasting parameters: what two fetches of one thing have in common."""
        lasting = sorted(p for p in self.parameters if p[0] not in self.varying)
        return self.dataset, self.url, urlencode(lasting)

    @property
    def recorded_parameters(self) -> dict[str, object]:
        """The parameters as the sidecar keeps them; a repeated name has a list."""
        kept: dict[str, object] = {}
        for name, value in (*self.parameters, *self.found):
            present = kept.get(name)
            if present is None:
                kept[name] = value
            else:
                kept[name] = [*(present if isinstance(present, list) else [present]), value]
        if self.varying:
            kept["varying"] = list(self.varying)
        return kept

    @property
    def digest(self) -> str:
        """A short name of the address asked."""
        return hashlib.sha256(self.full_url.encode()).hexdigest()[:16]

    @property
    def start(self) -> Request:
        """The first request of this chain of pages."""
        return self if self.first is None else self.first

    def followed_by(self, key: str, url: str) -> Request:
        """The request of the next page, at the address that this page names."""
        return Request(
            dataset=self.dataset,
            key=key,
            url=url,
            window=self.window,
            may_be_empty=self.may_be_empty,
            first=self.start,
            seen=(*self.seen, self.digest),
        )

    def to_json(self) -> dict[str, Any]:
        """A JSON object that `from_json` reads back."""
        return {
            "dataset": self.dataset,
            "key": self.key,
            "url": self.url,
            "parameters": [list(parameter) for parameter in self.parameters],
            "varying": list(self.varying),
            "window": list(self.window) if self.window else None,
            "may_be_empty": self.may_be_empty,
            "gap_when_missing": self.gap_when_missing,
            "is_lasting": self.is_lasting,
            "first": self.first.to_json() if self.first else None,
            "seen": list(self.seen),
        }

    @staticmethod
    def from_json(raw: Mapping[str, Any]) -> Request:
        """The request a JSON object describes. Raises KeyError, TypeError or ValueError."""
        window = raw["window"]
        return Request(
            dataset=str(raw["dataset"]),
            key=str(raw["key"]),
            url=str(raw["url"]),
            parameters=tuple((str(name), str(value)) for name, value in raw["parameters"]),
            varying=tuple(str(name) for name in raw["varying"]),
            window=None if window is None else (str(window[0]), str(window[1])),
            may_be_empty=bool(raw["may_be_empty"]),
            gap_when_missing=bool(raw["gap_when_missing"]),
            is_lasting=bool(raw.get("is_lasting", False)),
            first=None if raw["first"] is None else Request.from_json(raw["first"]),
            seen=tuple(str(digest) for digest in raw["seen"]),
        )


@dataclass(frozen=True)
class Occasion:
    """What a plan may depend on; nothing else.

    `watermark` is what the source's `watermark` gave on the occasion before, None at first;
    `watermarks` the same by query, for a source that plans several.
    `window` is the span of days a person asked for (both ends included). `settings` are those of
    the spec; `symbols`, `ciks` and `feeds` come from curated tables and the user's overlay.
    """

    now: datetime
    settings: Mapping[str, Any]
    watermark: str | None = None
    watermarks: Mapping[str, str] = field(default_factory=dict)
    window: tuple[date, date] | None = None
    has_key: bool = False
    symbols: Sequence[str] = ()
    ciks: Sequence[int] = ()
    feeds: Sequence[tuple[str, str]] = ()

    @property
    def today(self) -> date:
        """The UTC day."""
        return self.now.date()

    def days_back(self, key: str) -> date:
        """The day that many days before today as the setting says."""
        return self.today - timedelta(days=int(self.settings[key]))

    def quarters(self, form: str, lag: timedelta = timedelta()) -> tuple[datetime, datetime]:
        """From where to where in whole quarters of an hour, `lag` before now at the latest.

        From the watermark, a time in this form, or over the window; `days_at_first` days at first.
        """
        now = (self.now.astimezone(UTC) - lag).replace(second=0, microsecond=0)
        latest = now - timedelta(minutes=now.minute % 15)
        if self.window:
            first, last = self.window
            end = datetime.combine(last + timedelta(days=1), time(), UTC)
            return datetime.combine(first, time(), UTC), min(end, latest)
        if self.watermark is None:
            return datetime.combine(self.days_back("days_at_first"), time(), UTC), latest
        return datetime.strptime(self.watermark, form).replace(tzinfo=UTC), latest


def _nothing_follows(request: Request, payload: bytes, parsed: Parsed) -> Sequence[Request]:
    """A source whose answers are whole."""
    return ()


def _nothing_narrower(request: Request) -> Sequence[Request]:
    """A source whose requests cannot be asked in parts."""
    return ()


def _holds_nothing(parameters: Mapping[str, object], request: Request) -> bool:
    """A source whose requests do not overlap."""
    return False


def _no_watermark(occasion: Occasion) -> str | None:
    """A source that is asked for all it has each time."""
    return None


def _no_watermarks(occasion: Occasion) -> Mapping[str, str]:
    """A source that plans one query."""
    return {}


@dataclass(frozen=True)
class Newest:
    """The small question whether a source has something newer than before.

    `request` makes it from the settings of the spec; `name_in` reads what the answer calls the
    newest thing, None when it does not say. It raises ValueError or PayloadError on no answer.
    """

    request: Callable[[Mapping[str, Any]], Request]
    name_in: Callable[[bytes], str | None]


@dataclass(frozen=True)
class Listed:
    """A file that a list of files names: the time of its slice, its address, size and MD5."""

    stamp: str
    url: str
    size: int
    md5: str


@dataclass(frozen=True)
class Slices:
    """How a source of many files is read: a request is a span of them, its payload what is kept.

    `stamps` are the slices of a request, oldest first. `mark` is what every line of a list has
    that names a slice of the request, `listed` reads one such line, None when it names a file
    that is not wanted; ValueError when it is damaged. `reduce` makes Parquet of a file, with what
    is counted in its metadata (PayloadError when it is none), `joined` the payload of the Parquet
    of slices in order. `decided_by` are the settings that decide what `reduce` keeps. All are pure.
    """

    stamps: Callable[[Request], Sequence[str]]
    mark: Callable[[Request], bytes]
    listed: Callable[[bytes], Listed | None]
    reduce: Callable[[bytes, Mapping[str, Any]], bytes]
    joined: Callable[[Sequence[bytes]], bytes]
    decided_by: tuple[str, ...]


@dataclass(frozen=True)
class Connector:
    """How one source is asked: pure functions, given as `CONNECTOR` in its `requests.py`.

    `requests` plans an occasion. `following` says what an answer makes necessary (the next page,
    the halves of a slice that was full). `narrower` gives what is asked instead of a request that
    the service refuses or cannot answer whole, nothing when it has no parts; `holds` says whether
    what was asked with these recorded parameters covers another request. `watermark` is how far
    the planned requests reach, `watermarks` how far those of each query do.
    `newest`, where a source has one, lets a sensor look before a whole fetch. `slices`: a request
    is asked as the files that a list names.
    """

    requests: Callable[[Occasion], Iterator[Request]]
    following: Callable[[Request, bytes, Parsed], Sequence[Request]] = field(
        default=_nothing_follows
    )
    watermark: Callable[[Occasion], str | None] = field(default=_no_watermark)
    newest: Newest | None = None
    watermarks: Callable[[Occasion], Mapping[str, str]] = field(default=_no_watermarks)
    narrower: Callable[[Request], Sequence[Request]] = field(default=_nothing_narrower)
    holds: Callable[[Mapping[str, object], Request], bool] = field(default=_holds_nothing)
    slices: Slices | None = None


class CannotSplit(Exception):
    """An answer was cut by the service and what was asked cannot be asked in smaller parts."""
