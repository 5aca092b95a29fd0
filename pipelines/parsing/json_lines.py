"""Files of a JSON object a line: one broken line costs its record, not the file.

Belongs here: the lines, and when the whole is no such file. Does not belong here: what a record
means (the sources), a JSON text of many records (`json_text.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pipelines.parsing.json_text import read_json
from pipelines.parsing.records import (
    Outcome,
    Parsed,
    PayloadError,
    RowCollector,
    raise_for_error_object,
    raise_for_error_text,
)
from pipelines.specs import DatasetSpec

Record = Mapping[str, Any]


def parse_json_lines(
    payload: bytes,
    spec: DatasetSpec,
    row: Callable[[Record, RowCollector], dict[str, object]],
    is_own: Callable[[Record], bool],
    called: str,
) -> Parsed:
    """`row` of every record, in the order of the file.

    `is_own` knows a record of this kind, which is `called` so in messages. Rejects broken_record (a
    line that is no JSON object) besides what `row` raises. Raises PayloadError: empty, malformed
    (cut off, no line is such a record), throttled and the other error answers.
    """
    raise_for_error_text(payload)
    rows = RowCollector(spec)
    lines = [line for line in payload.decode("utf-8-sig", "replace").split("\n") if line.strip()]
    if not lines:
        raise PayloadError(Outcome.EMPTY, f"the file holds no {called}")
    own = 0
    for number, line in enumerate(lines, start=1):
        record = _object(line)
        if number == 1 and record is not None and not is_own(record):
            raise_for_error_object(record)
        if record is not None:
            own += is_own(record)
            with rows.reading(number, record):
                rows.keep(number, row(record, rows))
        elif number == len(lines) and not payload.endswith(b"\n"):
            raise PayloadError(Outcome.MALFORMED, f"cut off: line {number} is not whole")
        else:
            rows.reject(number, "broken_record", "the line is no JSON object", line)
    if not own:
        raise PayloadError(Outcome.MALFORMED, f"no line is a {called}")
    return rows.finish()


def _object(line: str) -> dict[str, Any] | None:
    try:
        record = read_json(line)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None
