"""The recorded answers of the services: files below ../shared/payloads, no part of the project.

Belongs here: reading them, and what the parsers here say to them. Does not belong here: any one
source; which of them its parser reads, its simulated service declares (`recorded`).
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from pipelines.parsing.records import Parsed, PayloadError
from pipelines.raw.parse import parse_payload
from pipelines.specs import DatasetSpec, spec

ASSEMBLED = ("_from_issues", "_from_clients", "error_bodies")
"""Parts of the names of files that were put together from reports and clients, not recorded."""


def bodies(path: Path) -> Iterator[bytes]:
    """The answers that a file holds: itself, or each one of a cassette."""
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
    if path.suffix != ".yaml":
        yield content
        return
    for one in yaml.safe_load(content).get("interactions", []):
        body = one["response"]["body"]["string"]
        yield body.encode() if isinstance(body, str) else body


def is_of(file: Path, source: str) -> bool:
    """Whether a file is one of this source: its folder is named after the source or its site."""
    publisher = file.parts[0].replace("_", "")
    return source.replace("_", "").startswith(publisher)


def is_assembled(path: Path) -> bool:
    """Whether a file was put together from reports and clients, not recorded."""
    return any(mark in path.name for mark in ASSEMBLED)


def refusal(name: str, payload: bytes) -> PayloadError:
    """How the parser of a dataset refuses a payload."""
    with pytest.raises(PayloadError) as caught:
        parse_payload(spec(name), payload)
    told = str(caught.value)
    assert told.startswith(f"{caught.value.outcome.value}: ")
    assert "\n" not in told
    return caught.value


def by(parsed: Parsed, column: str, value: object) -> list[dict[str, object]]:
    """The rows that have this value."""
    return [row for row in parsed.rows if row[column] == value]


def read_from(folder: Path, declared: DatasetSpec) -> dict[str, int]:
    """The recorded files of the source's own that its parser reads rows from; how many rows."""
    found = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if is_of(path.relative_to(folder), declared.source) and not is_assembled(path):
            for body in bodies(path):
                try:
                    rows = parse_payload(declared, body).row_count
                except PayloadError:
                    continue
                if rows:
                    found[path.relative_to(folder).as_posix()] = rows
                    break
    return found
