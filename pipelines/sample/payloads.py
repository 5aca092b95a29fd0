"""What composing hands over: payload bytes with what their sidecar says, and reading the inputs.

Belongs here: types and helpers shared by the composers.
Does not belong here: the form of any one source.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

INPUTS_FOLDER = Path(__file__).parent / "inputs"

Row = Mapping[str, str]


class ComposeError(Exception):
    """The sample cannot be composed; the message says from what, why and what to do."""


@dataclass(frozen=True)
class Composed:
    """One payload in the form of its source. `note` says how it was composed, without gloss."""

    source: str
    dataset: str
    payload: bytes
    url: str
    content_type: str
    note: str
    parameters: Mapping[str, object] = field(default_factory=dict)


def read_table(path: Path, columns: Sequence[str]) -> list[Row]:
    """The rows of a CSV file. Raises ComposeError when it is absent or lacks a column."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            rows: list[Row] = list(reader)
            header = reader.fieldnames or ()
    except OSError as error:
        raise ComposeError(f"{path} cannot be read ({error.strerror}); check --facts") from error
    missing = [column for column in columns if column not in header]
    if missing:
        raise ComposeError(f"{path} lacks the columns {', '.join(missing)}; add them")
    return rows


def as_json(value: object) -> bytes:
    """Compact JSON, the same bytes every time."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def parts(cell: str) -> list[str]:
    """The members of a cell parted by semicolons."""
    return [part.strip() for part in cell.split(";") if part.strip()]
