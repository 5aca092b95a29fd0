"""From an answer to its outcome: what kind of answer it is, and whether its rows may be loaded.

Belongs here: HTTP status to outcome, Retry-After, parsing with the source's own parser before
anything counts as data, the acceptance rules of the spec. Pure functions.
Does not belong here: sending, waiting, writing.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from pipelines.fetch.http import Answer
from pipelines.parsing.records import (
    CELL_SET_ASIDE,
    Outcome,
    Parsed,
    Parser,
    PayloadError,
    raise_for_error_text,
    raise_for_status,
)
from pipelines.parsing.text import utf8
from pipelines.specs import AcceptSpec, DatasetSpec

MAY_CHANGE = frozenset({Outcome.THROTTLED, Outcome.TIMEOUT, Outcome.UNREACHABLE})
"""Outcomes after which the same request may be answered when it is sent again soon."""

WHOLE_HOST = frozenset(
    {
        Outcome.THROTTLED,
        Outcome.TIMEOUT,
        Outcome.UNREACHABLE,
        Outcome.UNAUTHORIZED,
        Outcome.FORBIDDEN,
    }
)
"""Outcomes that the other requests to the host would share."""

_LONE_BACKSLASH = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
_SENTENCE_BYTES = 2000
_LONGEST_RETRY_AFTER = timedelta(days=7)
_HARMLESS_REJECTS = frozenset({"duplicate", "session_open"})


@dataclass(frozen=True)
class Judgement:
    """How one answer ended.

    `parsed` holds its rows when the parser could read it, none when an empty answer was one that
    may come; `is_kept` whether the bytes belong in
    the archive; `is_refused` whether they are kept but not loaded. `warnings` are things to look
    at in a payload that is loaded.
    """

    outcome: Outcome
    message: str = ""
    parsed: Parsed | None = None
    is_kept: bool = False
    is_refused: bool = False
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sizes:
    """Rows of a payload, in all and by the group column of its acceptance rule."""

    rows: int
    groups: Mapping[str, int] = field(default_factory=dict)


def judge_answer(
    answer: Answer,
    spec: DatasetSpec,
    parse: Parser,
    *,
    today: date,
    before: Sizes | None = None,
    may_be_empty: bool = False,
    gap_when_missing: bool = False,
) -> Judgement:
    """What an answer is. `before` are the sizes of the payload accepted last for the same request.

    A payload that the rules of the spec refuse is kept; an error page never is.
    """
    if answer.status == 304:
        return Judgement(Outcome.NOT_MODIFIED, "unchanged since the last fetch")
    if answer.status in {404, 410} and gap_when_missing:
        return Judgement(Outcome.GAP, "the source has nothing for this and never will")
    if answer.status == 204:
        return _empty("the answer has no content", may_be_empty)
    if answer.status != 200:
        return judge_status(answer)
    return _of_payload(answer, spec, parse, today, before, may_be_empty)


def retry_after(answer: Answer, now: datetime) -> float | None:
    """The seconds a Retry-After header asks to wait, whether it states seconds or a date."""
    stated = answer.headers.get("retry-after", "").strip()
    if not stated:
        return None
    if stated.isdigit():
        seconds = float(stated[:9])
    else:
        try:
            until = parsedate_to_datetime(stated)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        aware = until if until.tzinfo else until.replace(tzinfo=UTC)
        seconds = max(0.0, (aware - now).total_seconds())
    return min(seconds, _LONGEST_RETRY_AFTER.total_seconds())


def sizes_of(parsed: Parsed, rule: AcceptSpec) -> Sizes:
    """How many rows there are, by group where the rule names a group column."""
    if rule.group_column is None:
        return Sizes(parsed.row_count)
    groups = Counter(str(value) for value in parsed.columns[rule.group_column])
    return Sizes(parsed.row_count, dict(groups))


def columns_at(payload: bytes, place: str) -> list[str]:
    """The names of the columns or members of the records at a place, in order of appearance.

    `header` is the first line of a CSV, `lines` a JSON object a line (the first thousand); anything
    else a dotted path into JSON, `*` for every member. A payload without that place, or whose
    records cannot be read that way, gives none.
    """
    if place == "header":
        line = payload.decode("utf-8-sig", "replace").split("\n", 1)[0]
        return [name.strip() for name in next(csv.reader(io.StringIO(line)), [])]
    if place == "lines":
        value: object = [_json_or_none(line) for line in payload.split(b"\n", 1000)[:1000]]
    else:
        value = _json_or_none(payload)
    names: dict[str, None] = {}
    for record in _at(value, [] if place in {".", "lines"} else place.split(".")):
        if isinstance(record, dict):
            names.update(dict.fromkeys(map(str, record)))
    return list(names)


def _json_or_none(payload: bytes) -> object:
    """The JSON value, with lone backslashes doubled where that makes it readable."""
    text = payload.decode("utf-8-sig", "replace")
    for attempt in (text, _LONE_BACKSLASH.sub(r"\\\\", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _at(value: object, path: Sequence[str]) -> Iterator[object]:
    """The records at a path; a list on the way or at its end stands for each of its members."""
    if isinstance(value, list):
        for member in value:
            yield from _at(member, path)
    elif not path:
        yield value
    elif isinstance(value, dict):
        step, *rest = path
        members = value.values() if step == "*" else [value[step]] if step in value else []
        for member in members:
            yield from _at(member, rest)


def _empty(message: str, may_be_empty: bool) -> Judgement:
    return Judgement(Outcome.EMPTY, message, parsed=_NO_ROWS if may_be_empty else None)


_NO_ROWS = Parsed({}, (), ())


def judge_status(answer: Answer) -> Judgement:
    """An answer that is no data by its status; its body refines that: a 403 may be throttling."""
    if 300 <= answer.status < 400 or answer.status < 200:
        return Judgement(Outcome.MALFORMED, f"status {answer.status} without anything to follow")
    if 200 <= answer.status < 300:
        return Judgement(Outcome.MALFORMED, f"status {answer.status} is not an answer to a GET")
    if answer.status in {403, 503}:
        try:
            raise_for_error_text(answer.body)
        except PayloadError as error:
            if error.outcome in {Outcome.THROTTLED, Outcome.UNAUTHORIZED}:
                return Judgement(error.outcome, error.message)
    try:
        raise_for_status(404 if answer.status == 410 else answer.status, _told(answer.body))
    except PayloadError as error:
        return Judgement(error.outcome, error.message)


def _told(body: bytes) -> str:
    text = " ".join(body[:_SENTENCE_BYTES].decode("utf-8-sig", "replace").split())
    return text[:200] if text and not text.startswith("<") else "no message given"


def _of_payload(
    answer: Answer,
    spec: DatasetSpec,
    parse: Parser,
    today: date,
    before: Sizes | None,
    may_be_empty: bool,
) -> Judgement:
    from pipelines.raw.parse import parse_to_table
    from pipelines.raw.parts import first_part

    content_type = answer.headers.get("content-type")
    try:
        parsed = parse_to_table(answer.body, spec, parse, content_type)[0]
    except PayloadError as error:
        if error.outcome is Outcome.EMPTY:
            return _empty(error.message, may_be_empty and bool(answer.body.strip()))
        is_data = error.outcome in {Outcome.MALFORMED, Outcome.SHRUNKEN} and _is_data(answer.body)
        return Judgement(error.outcome, error.message, is_kept=is_data, is_refused=is_data)
    if not parsed.row_count and not parsed.rejects:
        return _empty("the answer holds no records", may_be_empty)
    text = utf8(first_part(answer.body, spec), content_type, spec.fallback_encoding)
    refusal = _refusal(parsed, text, spec, today, before)
    if refusal is not None:
        return Judgement(*refusal, parsed=parsed, is_kept=True, is_refused=True)
    return Judgement(
        Outcome.OK,
        parsed=parsed,
        is_kept=True,
        warnings=tuple(_signals(parsed, answer, text, spec)),
    )


def _is_data(body: bytes) -> bool:
    """Whether unreadable bytes may be the source's data in another form, not an error page."""
    if len(body) <= _SENTENCE_BYTES and body.lstrip()[:1] not in {b"{", b"["}:
        return False
    try:
        raise_for_error_text(body)
    except PayloadError:
        return False
    return True


def _refusal(
    parsed: Parsed, body: bytes, spec: DatasetSpec, today: date, before: Sizes | None
) -> tuple[Outcome, str] | None:
    """Why rows that could be read must not be loaded, or None."""
    rule = spec.accept
    left_out = _too_much_left_out(parsed, rule)
    if left_out is not None:
        return Outcome.MALFORMED, left_out
    gone = _missing_columns(body, rule)
    if gone:
        return Outcome.MALFORMED, f"no record has {', '.join(gone)} any more"
    blank = [
        name
        for name in rule.filled_columns
        if parsed.row_count and not any(value is not None for value in parsed.columns[name])
    ]
    if blank:
        return Outcome.MALFORMED, f"no row has {', '.join(blank)} any more"
    ahead = _days_ahead(parsed, spec, today)
    if ahead is not None and ahead > rule.future_days:
        return Outcome.MALFORMED, f"{spec.newest_column} lies {ahead} days in the future"
    if parsed.row_count < rule.min_rows:
        return Outcome.SHRUNKEN, f"{parsed.row_count} rows, never below {rule.min_rows}"
    return _shrinkage(sizes_of(parsed, rule), before, rule)


def _too_much_left_out(parsed: Parsed, rule: AcceptSpec) -> str | None:
    """What is told when more than the declared share of records, or of a column, is left out."""
    counted = Counter(r.reason for r in parsed.rejects if r.reason not in _HARMLESS_REJECTS)
    rejected = sum(counted.values())
    records = parsed.row_count + rejected
    if rejected > rule.max_rejected_share * records:
        reason, count = counted.most_common(1)[0]
        return f"{rejected} of {records} records rejected ({count} {reason})"
    columns = Counter(
        cell.detail.partition(":")[0] for cell in parsed.cells if cell.reason == CELL_SET_ASIDE
    )
    for column, count in columns.most_common(1):
        if count > rule.max_rejected_share * parsed.row_count:
            return f"{count} cells of {column} in {parsed.row_count} rows set aside"
    return None


def _missing_columns(body: bytes, rule: AcceptSpec) -> list[str]:
    if rule.records_at is None or not rule.required_columns:
        return []
    present = set(columns_at(body, _place(body, rule)))
    if not present:
        return []
    return [name for name in rule.required_columns if name not in present]


def _place(body: bytes, rule: AcceptSpec) -> str:
    """Where the records of this answer stand, whichever of the two forms it has."""
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if rule.json_records_at is None or start not in {b"{", b"["}:
        return rule.records_at or "."
    return "." if start == b"[" else rule.json_records_at


def _days_ahead(parsed: Parsed, spec: DatasetSpec, today: date) -> int | None:
    if spec.newest_column is None:
        return None
    days = [value for value in parsed.columns[spec.newest_column] if isinstance(value, date)]
    return (max(days) - today).days if days else None


def _shrinkage(sizes: Sizes, before: Sizes | None, rule: AcceptSpec) -> tuple[Outcome, str] | None:
    if before is None or rule.shrink_tolerance is None:
        return None
    least = (1 - rule.shrink_tolerance) * before.rows
    if sizes.rows < least:
        return Outcome.SHRUNKEN, f"{sizes.rows} rows, {before.rows} the time before"
    for group, count in sorted(before.groups.items()):
        left = sizes.groups.get(group, 0)
        if left == 0 or (left < (1 - rule.shrink_tolerance) * count and count - left > 5):
            return (
                Outcome.SHRUNKEN,
                f"{left} rows with {rule.group_column} {group}, {count} the time before",
            )
    return None


def _signals(parsed: Parsed, answer: Answer, text: bytes, spec: DatasetSpec) -> Iterator[str]:
    rule = spec.accept
    if rule.records_at is not None and (rule.required_columns or rule.known_columns):
        known = {*rule.required_columns, *rule.known_columns}
        news = [n for n in columns_at(text, _place(text, rule)) if n not in known]
        if news:
            yield f"unknown column {', '.join(news[:5])}"
    for column, known_values in sorted(rule.known_values.items()):
        values = {str(value) for value in parsed.columns[column] if value is not None}
        unknown = sorted(values - set(known_values))
        if unknown:
            yield f"unknown {column} {', '.join(unknown[:5])}"
    for outdated in parsed.outdated_repairs:
        yield f"declared repair no longer applies: {outdated}"
    content_type = answer.headers.get("content-type", "")
    if content_type.startswith("text/html") and b"<html" not in answer.body[:_SENTENCE_BYTES]:
        yield "served as text/html although it is data"
    if parsed.cells:
        reasons = Counter(cell.reason for cell in parsed.cells).most_common()
        yield "cells told of: " + ", ".join(f"{count} {why}" for why, count in reasons)
    counted = Counter(r.reason for r in parsed.rejects if r.reason not in _HARMLESS_REJECTS)
    if counted:
        yield "rejected " + ", ".join(f"{count} {why}" for why, count in counted.most_common(3))
