"""JSON as services send it: one broken record in a list costs that record, not the answer.

Belongs here: reading text to a JSON value, and finding where a broken record ends.
Does not belong here: what a record means, error answers (`records.py`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from itertools import islice, pairwise
from typing import Any

from pipelines.parsing.characters import mend_json_escapes

BROKEN = "\0broken record: "
"""What stands in the place of a record that is not JSON, before its text."""

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_MOST_BROKEN, _MOST_ENDS = 50, 40
_LONGEST_RECORD = 1_000_000
_MOST_READ = 600_000_000
"""Characters decoded again, in all, to find out where broken records end."""


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
    allowance = _MOST_READ
    for _ in range(_MOST_BROKEN):
        try:
            return decoder.decode(text)
        except json.JSONDecodeError as error:
            mended, tries = _without_broken_record(text, error.pos, decoder, allowance)
            allowance -= tries * len(text)
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


def _without_broken_record(
    text: str, at: int, decoder: json.JSONDecoder, allowance: int
) -> tuple[str | None, int]:
    """The text with the record around a position replaced, and how often it was decoded.

    The shortest record after which all is JSON, else the one after which most is; None where that
    does not help or takes more than `allowance` characters to find out. The only record of a list
    is never replaced: nothing would be left.
    """
    found = _record_around(text, at)
    if found is None:
        return None, 1
    furthest, best, tries = at, None, 1
    for end in sorted(set(islice(_possible_ends(text, found, at), _MOST_ENDS))):
        if (tries + 1) * len(text) > allowance:
            break
        if text[:found].rstrip().endswith("[") and text[end:].lstrip().startswith("]"):
            continue
        tries += 1
        broken = json.dumps(BROKEN + text[found:end])
        mended = text[:found] + broken + text[end:]
        try:
            decoder.decode(mended)
        except json.JSONDecodeError as error:
            reached = error.pos - len(broken) + end - found
            if reached > max(furthest, end + 1):
                furthest, best = reached, mended
        else:
            return mended, tries
    return best, tries


def _record_around(text: str, at: int) -> int | None:
    """Where the record of the outermost list begins in which a position lies."""
    open_at: list[int] = []
    for token in _TOKEN.finditer(text, 0, at):
        if token[0] in "[{":
            open_at.append(token.start())
        elif token[0] in "]}" and open_at:
            open_at.pop()
    return next((inner for outer, inner in pairwise(open_at) if text[outer] == "["), None)


def _possible_ends(text: str, record_at: int, at: int) -> Iterator[int]:
    """Where the record may end: its brackets close, another record begins, or a list ends."""
    until = min(len(text), at + _LONGEST_RECORD)
    depth = 0
    for token in _TOKEN.finditer(text, record_at, until):
        depth += (token[0] in "[{") - (token[0] in "]}")
        if depth == 0:
            yield token.end()
            break
    opening = text[record_at]
    closing = "}" if opening == "{" else "]"
    ends = re.compile(rf"\{closing}\s*(?=,\s*\{opening}|\])|(?<!\s)\s*(?=,\s*\{opening})")
    for found in ends.finditer(text, record_at + 1, until):
        yield found.start() + (found[0][:1] == closing)
