"""JSON as services send it: one broken record in a list costs that record, not the answer.

Belongs here: reading text to a JSON value, and finding where a broken record ends.
Does not belong here: what a record means, error answers (`records.py`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from pipelines.parsing.characters import mend_json_escapes

BROKEN = "\0broken record: "
"""What stands in the place of a record that is not JSON, before its text."""

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_FIRST_NAME = re.compile(r'\s*[{\[]\s*("(?:[^"\\]|\\.)*")', re.DOTALL)
_MOST_BROKEN = 50
_LONGEST_RECORD = 1_000_000


def read_json(text: str, *, decimals: bool = False) -> Any:
    """The value of JSON text; a record of a list that is no JSON is a text that starts BROKEN.

    NaN, Infinity and numbers beyond any range are floats that no reader of figures takes; with
    `decimals` other fractions are exact. Raises ValueError or RecursionError when it is no JSON,
    is cut off, or more than 50 records are broken.
    """
    text = mend_json_escapes(text)
    decoder = json.JSONDecoder(
        strict=False,
        parse_float=_exact if decimals else None,
        parse_int=_whole,
        parse_constant=float,
    )
    for _ in range(_MOST_BROKEN):
        try:
            return decoder.decode(text)
        except json.JSONDecodeError as error:
            mended = _without_broken_record(text, error.pos, decoder)
            if mended is None:
                raise
            text = mended
    return decoder.decode(text)


def _exact(number: str) -> Decimal | float:
    try:
        return Decimal(number)
    except InvalidOperation:
        return float("inf")


def _whole(number: str) -> int | float:
    try:
        return int(number)
    except ValueError:
        return float("inf")


def _without_broken_record(text: str, at: int, decoder: json.JSONDecoder) -> str | None:
    """The text with the record around a position replaced, or None where that does not help."""
    found = _list_and_record(text, at)
    if found is None:
        return None
    list_at, record_at = found
    for end in _possible_ends(text, list_at, record_at, at):
        broken = json.dumps(BROKEN + text[record_at:end])
        mended = text[:record_at] + broken + text[end:]
        try:
            decoder.decode(mended)
        except json.JSONDecodeError as error:
            if error.pos <= record_at + len(broken) + 1:
                continue
        return mended
    return None


def _list_and_record(text: str, at: int) -> tuple[int, int] | None:
    """Where the outermost list around a position begins, and the record of it in which it lies."""
    open_at: list[int] = []
    for token in _TOKEN.finditer(text, 0, at):
        if token[0] in "[{":
            open_at.append(token.start())
        elif token[0] in "]}" and open_at:
            open_at.pop()
    for outer, inner in pairwise(open_at):
        if text[outer] == "[":
            return outer, inner
    return None


def _possible_ends(text: str, list_at: int, record_at: int, at: int) -> Iterator[int]:
    """Ends of the record: before one that begins as the others do, then at the end of a list."""
    closing = {"{": "}", "[": "]"}[text[record_at]]
    first_name = _FIRST_NAME.match(text, list_at + 1) or _FIRST_NAME.match(text, record_at)
    if first_name is None:
        return
    opening = re.escape(text[record_at])
    begins = rf"\s*,\s*(?={opening}\s*{re.escape(first_name[1])})"
    until = min(len(text), at + _LONGEST_RECORD)
    start = max(record_at + 1, at - 2)
    for end in (rf"{re.escape(closing)}{begins}", begins, rf"{re.escape(closing)}\s*(?=\])"):
        for found in re.compile(end).finditer(text, start, until):
            yield found.start() + (found[0][0] == closing)
