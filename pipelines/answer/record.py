"""The record of an answer, for the file: who asked what when, of which release, and what was said.

Belongs here: its members, writing it beside the page, reading it back without trust.
Does not belong here: what an answer says, or what changed since (again.py).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines.answer.compose import Answered
from pipelines.answer.question import Question, understood
from pipelines.errors import ChipwatchError
from pipelines.files.durable import write_durably
from pipelines.files.kept_json import Misshapen, read_kept, require_shape
from pipelines.releases.shelf import Release

FORM = "chipwatch check"
VERSION = 1
_TEXT_OR_NONE = (str, None)
_STATEMENT = {"kind": str, "topic": str, "key": str, "text": str, "citation": str, "state": dict}
_SHAPE = {
    "form": str,
    "version": int,
    "asked_by": str,
    "asked_at": str,
    "content_hash": _TEXT_OR_NONE,
    "record_hash": str,
    "answer": {
        "question": {field.name: _TEXT_OR_NONE for field in fields(Question)},
        "input_hash": str,
        "on": str,
        "known_on": str,
        "release": {"release_id": str},
        "lists": [{"list_code": str, "as_of": _TEXT_OR_NONE, "is_held": bool}],
        "against": [_STATEMENT],
        "license": [_STATEMENT],
        "unknown": [_STATEMENT],
        "noted": [_STATEMENT],
    },
}


@dataclass(frozen=True)
class Record:
    """A record as it was kept. `is_unaltered` says that its hashes fit what stands in it."""

    question: Question
    answer: Mapping[str, Any]
    asked_at: str
    asked_by: str
    is_unaltered: bool

    @property
    def release_id(self) -> str:
        """The release that the answer came from."""
        return str(self.answer["release"]["release_id"])


def record_of(
    answered: Answered, asked_by: str, asked_at: datetime, content_hash: str | None
) -> dict[str, Any]:
    """An answer with who asked when, the content hash of its release and a hash over it all."""
    record = {
        "form": FORM,
        "version": VERSION,
        "asked_by": asked_by,
        "asked_at": asked_at.astimezone(UTC).isoformat(timespec="seconds"),
        "content_hash": content_hash,
        "answer": answered.to_json(),
    }
    record = json.loads(json.dumps(record, default=str))
    return {**record, "record_hash": _hash(record)}


def content_hash(release: Release | None) -> str | None:
    """One hash over the content hashes of all tables of a release; None where it has none."""
    if release is None:
        return None
    tables = sorted(
        f"{table['table']} {table['content_hash']}"
        for table in release.manifest["tables"]
        if table["content_hash"]
    )
    return hashlib.sha256("\n".join(tables).encode()).hexdigest() if tables else None


def keep(record: Mapping[str, Any], page: bytes, path: Path) -> Path:
    """Write the page, and the record beside it; return where the record is.

    Raises ChipwatchError when either is there already or cannot be written: a record is never
    replaced.
    """
    beside = path.with_suffix(".json")
    if beside == path:
        raise ChipwatchError(
            f"{path} would be both the page and its record.", "name a page that ends in .html."
        )
    for each in (path, beside):
        if each.exists():
            raise ChipwatchError(
                f"{each} is there already; a record is never replaced.", "name another file."
            )
    try:
        text = json.dumps(record, indent=1, ensure_ascii=False)
        write_durably(beside, f"{text}\n".encode())
        write_durably(path, page)
    except OSError as error:
        raise ChipwatchError(
            f"{path} could not be written ({error.strerror}).",
            "name a file in a folder that exists and can be written.",
        ) from error
    return beside


def read_record(path: Path) -> Record:
    """A record that was kept. Raises ChipwatchError when the file is none."""
    try:
        record = read_kept(path)
        require_shape(record, _SHAPE)
        if record["form"] != FORM or record["version"] > VERSION:
            raise Misshapen(f"it is {record['form'][:40]!r} of version {record['version']}")
        question = understood(record["answer"]["question"])
        datetime.fromisoformat(record["asked_at"])
    except (OSError, ValueError, ChipwatchError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise ChipwatchError(
            f"{path} is no record of `chipwatch check` ({reason}).",
            "name the JSON file that lies beside a page of `chipwatch check --page`.",
        ) from error
    kept = {name: value for name, value in record.items() if name != "record_hash"}
    return Record(
        question,
        record["answer"],
        record["asked_at"],
        record["asked_by"],
        _hash(kept) == record["record_hash"]
        and record["answer"]["input_hash"] == question.input_hash,
    )


def _hash(record: Mapping[str, Any]) -> str:
    text = json.dumps(record, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
