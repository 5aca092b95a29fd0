"""What every parser gives back and how it says that a payload is not what the source returns.

Belongs here: outcomes, rejects, the row collector, and the recognition of error answers that
sources share (throttling texts, HTML pages, error objects, broken JSON).
Does not belong here: I/O, and anything only one source does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from pipelines.parsing.json_text import BROKEN, read_json

if TYPE_CHECKING:
    from pipelines.specs import DatasetSpec

RAW_TEXT_LIMIT = 500
_SNIFFED_BYTES = 100_000
_SENTENCE_LIMIT = 300
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Outcome(StrEnum):
    """How an attempt to get data out of a source or a payload ended."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    THROTTLED = "throttled"
    UNAUTHORIZED = "unauthorized"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    REJECTED_QUERY = "rejected_query"
    MALFORMED = "malformed"
    EMPTY = "empty"
    SHRUNKEN = "shrunken"
    TOO_LARGE = "too_large"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    GAP = "gap"
    CORRUPT = "corrupt"
    SET_ASIDE = "set_aside"


class PayloadError(Exception):
    """The payload as a whole is not data of its source.

    `outcome` classifies why; `message` tells it in one line.
    """

    def __init__(self, outcome: Outcome, message: str) -> None:
        self.outcome = outcome
        self.message = " ".join(printable(message).split())
        super().__init__(self.message)

    def __str__(self) -> str:
        return f"{self.outcome.value}: {self.message}"


CELL_SET_ASIDE, DAMAGED_TEXT = "cell_set_aside", "damaged_text"
CELL_REASONS = (CELL_SET_ASIDE, DAMAGED_TEXT)
"""Reasons that tell of a cell; its row was kept."""


class UnforeseenPayload(PayloadError):
    """The parser stopped at something that nobody foresaw: a defect of the parser, told as one.

    It costs this payload and no other one.
    """

    def __init__(self, dataset: str, error: Exception) -> None:
        told = f"{type(error).__name__}: {error}"[:_SENTENCE_LIMIT]
        super().__init__(
            Outcome.MALFORMED,
            f"an error that nobody foresaw in the parser of {dataset} ({told}); the bytes are "
            "kept: report it, and build again with a parser that reads them",
        )


@dataclass(frozen=True, slots=True)
class Reject:
    """One record of the payload that was not kept.

    `row_number` is its 1-based position, or None for something that has no position; `raw_text`
    is the record as it stood, cut to 500 characters. A cell that was set aside while its row was
    kept is told in the same form, with a reason of CELL_REASONS and the column first in `detail`.
    """

    row_number: int | None
    reason: str
    detail: str
    raw_text: str


@dataclass(frozen=True)
class Parsed:
    """Kept rows as equally long columns in payload order, their positions, and the rejects.

    `cells` tells of cells of kept rows that are null, or damaged, because of what stood there.
    `repair_count` values were put right as the spec declares; `outdated_repairs` tells of
    declarations that no longer fit.
    """

    columns: Mapping[str, Sequence[object]]
    row_numbers: Sequence[int]
    rejects: tuple[Reject, ...]
    cells: tuple[Reject, ...] = ()
    repair_count: int = 0
    outdated_repairs: tuple[str, ...] = ()

    @property
    def row_count(self) -> int:
        """Number of rows kept."""
        return len(self.row_numbers)

    @property
    def rows(self) -> list[dict[str, object]]:
        """The kept rows, one mapping of column name to value each, in payload order."""
        return list(self.each_row())

    def each_row(self) -> Iterator[dict[str, object]]:
        """The kept rows, one after the other."""
        names = list(self.columns)
        for values in zip(*self.columns.values(), strict=True):
            yield dict(zip(names, values, strict=True))


Parser = Callable[[bytes, "DatasetSpec"], Parsed]
"""From a payload in UTF-8 (`text.utf8` makes it so) to rows. Raises nothing but PayloadError."""


class BadRecord(Exception):
    """A record that cannot be kept: a short machine-readable reason and a detail for people."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


ReadRecord = TypeVar("ReadRecord")
Value = TypeVar("Value")


class RowCollector:
    """Gathers kept rows as columns and rejects with their reasons, in payload order."""

    def __init__(self, spec: DatasetSpec) -> None:
        self._columns: dict[str, list[object]] = {c.name: [] for c in spec.columns}
        self._natural_key, self._figures = spec.natural_key, spec.figures
        self._numbers: list[int] = []
        self._rejects: list[Reject] = []
        self._cells: list[Reject] = []
        self._set_aside: list[tuple[str, str]] = []

    def keep(self, row_number: int, row: Mapping[str, object]) -> None:
        """Keep a row; columns it does not name are null."""
        for name, values in self._columns.items():
            values.append(row.get(name))
        self._numbers.append(row_number)
        for detail, text in self._set_aside:
            self._cells.append(Reject(row_number, CELL_SET_ASIDE, detail, text))
        self._set_aside.clear()

    def keep_columns(
        self, row_numbers: Sequence[int], columns: Mapping[str, Sequence[object]]
    ) -> None:
        """Keep rows of which nothing was set aside; columns that are not named are null."""
        for name, values in self._columns.items():
            values.extend(columns.get(name) or [None] * len(row_numbers))
        self._numbers.extend(row_numbers)

    def cell(self, column: str, read: Callable[[], Value], stood: object) -> Value | None:
        """What `read` makes of a cell of the row to be kept next; None, and told, when it cannot.

        `stood` is what stood in the cell. For cells whose loss does not make the row untrue.
        """
        try:
            return read()
        except BadRecord as bad:
            self._set_aside.append((printable(f"{column}: {bad.detail}"), raw_text(stood)))
            return None

    def reject(self, row_number: int | None, reason: str, detail: str, record: object) -> None:
        """Set a record aside with its reason."""
        self._set_aside.clear()
        self._rejects.append(Reject(row_number, reason, printable(detail), raw_text(record)))

    def keep_each(
        self,
        records: Iterable[tuple[int, ReadRecord]],
        read: Callable[[ReadRecord], Mapping[str, object]],
    ) -> None:
        """Keep the row that `read` makes of each record; reject the records that it refuses.

        `records` gives each with its position in the payload.
        """
        for number, record in records:
            with self.reading(number, record):
                self.keep(number, read(record))

    @contextmanager
    def reading(self, row_number: int | None, record: object) -> Iterator[None]:
        """Whatever goes wrong inside makes this record a reject and no other one.

        An exception that no parser expects is a reject `unreadable` that names it.
        """
        try:
            yield
        except PayloadError:
            raise
        except BadRecord as bad:
            self.reject(row_number, bad.reason, bad.detail, record)
        except Exception as error:
            told = f"the record cannot be read ({type(error).__name__}: {error})"
            self.reject(row_number, "unreadable", told[:300], record)

    def finish(self) -> Parsed:
        """The result. Of rows with one natural key the first is kept, the others are duplicates.

        Where they state different figures none is kept: they contradict each other.
        """
        removed = self._repeated_rows()
        if removed:
            kept = [i for i in range(len(self._numbers)) if i not in removed]
            columns = {n: [values[i] for i in kept] for n, values in self._columns.items()}
            numbers = [self._numbers[i] for i in kept]
        else:
            columns, numbers = self._columns, self._numbers
        dropped = {self._numbers[index] for index in removed}
        cells = tuple(cell for cell in self._cells if cell.row_number not in dropped)
        return Parsed(columns, numbers, in_payload_order(self._rejects), cells)

    def _repeated_rows(self) -> set[int]:
        """The rows that are not kept because of their key, once they are told as rejects."""
        first_index: dict[tuple[object, ...], int] = {}
        repeated: dict[int, list[int]] = {}
        keys = list(zip(*(self._columns[name] for name in self._natural_key), strict=True))
        if len(set(keys)) == len(keys):
            return set()
        for index, key in enumerate(keys):
            first = first_index.setdefault(key, index)
            if first != index:
                repeated.setdefault(first, []).append(index)
        removed: set[int] = set()
        for first, others in repeated.items():
            together = [first, *others]
            names = [name for name in self._figures if self._contradict(name, together)]
            if names:
                removed.update(together)
                self._reject_contradiction(names, together)
            else:
                kept = max(together, key=self._figure_count)
                removed.update(set(together) - {kept})
                for index in together:
                    if index != kept:
                        self._reject_duplicate(index, kept)
        return removed

    def _contradict(self, name: str, rows: Sequence[int]) -> bool:
        return len({self._columns[name][index] for index in rows} - {None}) > 1

    def _figure_count(self, index: int) -> int:
        return sum(self._columns[name][index] is not None for name in self._figures)

    def _reject_contradiction(self, names: Sequence[str], together: Sequence[int]) -> None:
        found = "; ".join(
            f"{name} {', '.join(str(self._columns[name][one]) for one in together[:5])}"
            for name in names
        )
        key = self._key_of(together[0])
        told = f"{key} stands {len(together)} times with {found}: none is kept"
        for index in together:
            self.reject(self._numbers[index], "contradiction", told, self._record(index))

    def _record(self, index: int) -> dict[str, object]:
        return {name: values[index] for name, values in self._columns.items()}

    def _key_of(self, index: int) -> str:
        return ", ".join(f"{name}={self._columns[name][index]}" for name in self._natural_key)

    def _reject_duplicate(self, index: int, kept: int) -> None:
        differing = [n for n, values in self._columns.items() if values[index] != values[kept]]
        same = f"differs in {', '.join(differing)}" if differing else "identical"
        self.reject(
            self._numbers[index],
            "duplicate",
            f"{self._key_of(index)} stands in record {self._numbers[kept]} already ({same})",
            self._record(index),
        )


def in_payload_order(rejects: Sequence[Reject]) -> tuple[Reject, ...]:
    """By position; what has no position comes last."""
    return tuple(sorted(rejects, key=lambda r: (r.row_number is None, r.row_number or 0)))


def raw_text(record: object) -> str:
    """A record as text of at most 500 characters that every encoding accepts."""
    if isinstance(record, str):
        text = record
    else:
        try:
            text = json.dumps(record, ensure_ascii=False, default=str, separators=(",", ":"))
        except (ValueError, RecursionError, TypeError):
            text = repr(type(record))
    return printable(text[:RAW_TEXT_LIMIT])[:RAW_TEXT_LIMIT]


def brief(value: object) -> str:
    """A value in at most 60 characters, as Python writes it, for the detail of a reject."""
    return repr(value)[:60]


def printable(text: str) -> str:
    """The text with what no encoding accepts (lone surrogates) written as escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


@lru_cache(maxsize=65_536)
def iso_date(text: str) -> date:
    """A `YYYY-MM-DD` date. Raises BadRecord for anything else."""
    if _ISO_DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise BadRecord("bad_date", f"{text[:40]!r} is not a YYYY-MM-DD date")


def text_of(record: Mapping[str, Any], key: str) -> str | None:
    """A text member; missing, null and blank are None. Raises BadRecord for another type."""
    value = record.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise BadRecord("bad_type", f"{key} is {type(value).__name__}, expected text")
    return value if value.strip() else None


def required_text(record: Mapping[str, Any], key: str) -> str:
    """A text member that must be there."""
    value = text_of(record, key)
    if value is None:
        raise BadRecord(f"missing_{key}", f"{key} is missing or empty")
    return value


def date_of(record: Mapping[str, Any], key: str) -> date | None:
    """An ISO date member; missing, null and blank are None."""
    value = text_of(record, key)
    return None if value is None else iso_date(value)


def required_date(record: Mapping[str, Any], key: str) -> date:
    """An ISO date member that must be there."""
    return iso_date(required_text(record, key))


def int_of(record: Mapping[str, Any], key: str) -> int | None:
    """A whole-number member; missing and null are None. Raises BadRecord for another type."""
    value = record.get(key)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadRecord("bad_type", f"{key} is {brief(value)}, expected a whole number")
    return value


def members(record: Mapping[str, Any], key: str) -> list[Any] | None:
    """A list member; missing and null are None. Raises BadRecord for another type."""
    value = record.get(key)
    if value is None:
        return None
    if not isinstance(value, list):
        raise BadRecord("bad_type", f"{key} is {type(value).__name__}, expected a list")
    return value


def load_json(payload: bytes, *, decimals: bool = False) -> Any:
    """The JSON value of a payload; with `decimals` fractions become exact Decimal values.

    A record of a list that is no JSON is left to `each_record` to reject. Raises PayloadError: the
    classified error text when it is a known one, else empty or malformed.
    """
    raise_for_error_text(payload)
    try:
        return read_json(payload.decode("utf-8-sig", "replace"), decimals=decimals)
    except (ValueError, RecursionError) as error:
        raise PayloadError(
            Outcome.MALFORMED, f"not JSON, or cut off ({error or type(error).__name__})"
        ) from error


def raise_for_error_text(payload: bytes) -> None:
    """Raise PayloadError when the payload is blank, an HTML or XML page, or an error sentence."""
    stripped = payload.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not stripped:
        raise PayloadError(Outcome.EMPTY, "the payload holds no bytes but white space")
    if stripped[:1] in (b"{", b"["):
        return
    text = stripped[:_SNIFFED_BYTES].decode("utf-8", "replace")
    if text.startswith("<"):
        _raise_for_page(text)
    if len(stripped) <= _SENTENCE_LIMIT:
        _raise_for_known_error(text)


def _raise_for_page(text: str) -> NoReturn:
    """What the title says counts before what stands anywhere on the page."""
    match = re.search(r"<title[^>]{0,200}>([^<]{1,200})", text, re.IGNORECASE)
    title = " ".join(match.group(1).split()) if match else ""
    _raise_for_known_error(title)
    _raise_for_known_error(text)
    told = f' titled "{title}"' if title else ""
    raise PayloadError(Outcome.MALFORMED, f"an HTML or XML page{told} instead of data")


def _raise_for_known_error(text: str) -> None:
    for outcome, pattern, message in _ERROR_TEXTS:
        if pattern.search(text):
            raise PayloadError(outcome, message)


def raise_for_error_object(value: object) -> None:
    """Raise PayloadError when a JSON object is the error answer of a service."""
    if not isinstance(value, dict):
        return
    message = _first_text(value, ("message", "error_message", "error", "errors"))
    for key in ("status", "statusCode", "status_code", "code"):
        status = value.get(key)
        if isinstance(status, int) and not isinstance(status, bool) and status >= 400:
            raise_for_status(status, message)


def raise_for_status(status: int, message: str) -> NoReturn:
    """Raise the PayloadError that an HTTP status of 400 or more stands for."""
    outcome = _STATUS_OUTCOMES.get(status)
    if outcome is None:
        outcome = Outcome.UNREACHABLE if status >= 500 else Outcome.REJECTED_QUERY
    raise PayloadError(outcome, f"the source answered with error {status}: {message}")


def dig(value: object, *path: str | int) -> Any:
    """The member at the path, or None where the path ends early or holds another type."""
    for step in path:
        if isinstance(step, str):
            value = value.get(step) if isinstance(value, dict) else None
        elif isinstance(value, list) and len(value) > step:
            value = value[step]
        else:
            return None
    return value


def each_record(records: Sequence[object], rows: RowCollector) -> Iterator[tuple[int, Any]]:
    """Records that are JSON objects with their 1-based positions; the others are rejected."""
    for number, record in enumerate(records, start=1):
        if isinstance(record, dict):
            yield number, record
        elif isinstance(record, str) and record.startswith(BROKEN):
            broken = record.removeprefix(BROKEN)
            rows.reject(number, "broken_record", "the record is not JSON", broken)
        else:
            rows.reject(
                number, "bad_type", f"a {type(record).__name__}, expected an object", record
            )


def _first_text(value: Mapping[str, object], keys: Sequence[str]) -> str:
    for key in keys:
        if value.get(key):
            return raw_text(value[key])[:300]
    return "no message given"


_STATUS_OUTCOMES = {
    401: Outcome.UNAUTHORIZED,
    403: Outcome.FORBIDDEN,
    404: Outcome.NOT_FOUND,
    408: Outcome.TIMEOUT,
    413: Outcome.TOO_LARGE,
    429: Outcome.THROTTLED,
}

_ERROR_TEXTS: tuple[tuple[Outcome, re.Pattern[str], str], ...] = tuple(
    (outcome, re.compile(pattern, re.IGNORECASE), message)
    for outcome, pattern, message in (
        (
            Outcome.UNAUTHORIZED,
            r"undeclared automated tool",
            "the source asks automated clients to declare themselves; set a User-Agent with a"
            " name and an e-mail address",
        ),
        (
            Outcome.THROTTLED,
            r"too many requests|rate (?:limit|threshold) (?:is |was )?exceeded|limit requests"
            r"|exceeded the daily hits",
            "the source refuses more requests for now; wait and ask again more slowly",
        ),
        (
            Outcome.UNAUTHORIZED,
            r"captcha|request access|verify (?:that )?you are (?:a )?human"
            r"|programmatic access|api[ _-]?key (?:is )?(?:missing|invalid|required)"
            r"|missing key|invalid key",
            "the source wants proof of who asks (a captcha or a key) before it gives data",
        ),
        (
            Outcome.FORBIDDEN,
            r"<code>accessdenied|access denied|403 forbidden",
            "the source refuses access to this client or address",
        ),
        (
            Outcome.NOT_FOUND,
            r"nosuchkey|404 not found|page not found|^404\b",
            "the source has nothing under this address",
        ),
        (
            Outcome.UNREACHABLE,
            r"50[234] (?:bad gateway|service|gateway)|service unavailable|gateway time-?out",
            "the source was out of order when it answered; ask again later",
        ),
    )
)
