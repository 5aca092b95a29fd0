"""One sentence of an answer: what it says, where that stands, and which bytes say it.

Belongs here: the form of a sentence, its source as people write it, and the payload behind it.
Does not belong here: which sentences an answer has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from pipelines.parsing.news_items import canonical_url
from pipelines.releases.query import Reading

Kind = Literal["against", "license", "unknown", "noted"]
KINDS: tuple[Kind, ...] = ("against", "license", "unknown", "noted")
HEADINGS: Mapping[Kind, str] = {
    "against": "What speaks against it",
    "license": "What needs a license",
    "unknown": "What is not known",
    "noted": "What else is recorded",
}
TOPICS = ("customer", "owner", "chip", "rule", "measure", "destination", "looked_at", "limit")
"""What a sentence is about, in the order in which it is told."""
OURSELVES = "chipwatch: what this answer covers (docs/answers.md)"
"""The source of a sentence about the answer itself."""
_REGISTER = re.compile(r"(?:20\d{2}|E\d)-\d{4,5}")


@dataclass(frozen=True)
class Statement:
    """One sentence. `key` names it in every release; `state` is what makes it another one.

    `table` and `row_key` are the row that it was read from, as marts.rpt_changes names it.
    """

    kind: Kind
    topic: str
    key: str
    text: str
    citation: str
    document_number: str | None = None
    url: str | None = None
    payload_sha256: str | None = None
    confidence: str | None = None
    table: str | None = None
    row_key: str | None = None
    state: Mapping[str, str | None] = field(default_factory=dict)
    payload: Mapping[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        """The sentence as plain JSON types."""
        return {
            "kind": self.kind,
            "topic": self.topic,
            "key": self.key,
            "text": self.text,
            "citation": self.citation,
            "document_number": self.document_number,
            "url": self.url,
            "payload": None if self.payload is None else dict(self.payload),
            "confidence": self.confidence,
            "table": self.table,
            "row_key": self.row_key,
            "state": dict(self.state),
        }


def state_of(**members: object) -> dict[str, str | None]:
    """Values that make a sentence another one, as text."""
    return {name: None if value is None else str(value) for name, value in members.items()}


def address(url: str | None, document_number: str | None) -> str | None:
    """The web address of a source: its own, or that of its document in the Federal Register."""
    if url and canonical_url(url):
        return url
    if document_number and _REGISTER.fullmatch(document_number):
        return f"https://www.federalregister.gov/d/{document_number}"
    return None


def with_payloads(release: Reading, statements: Iterable[Statement]) -> list[Statement]:
    """The sentences with what is recorded of the payloads behind them."""
    found = list(statements)
    wanted = sorted({one.payload_sha256 for one in found if one.payload_sha256})
    rows = release.rows(
        "select payload_sha256, source, dataset, url, "
        "strftime(observed_at, '%Y-%m-%dT%H:%M:%SZ') as observed_at, is_sample "
        "from meta.payloads where list_contains($1, payload_sha256)",
        wanted,
    )
    payloads = {row["payload_sha256"]: row for row in rows}
    return [replace(one, payload=payloads.get(one.payload_sha256 or "")) for one in found]


def quoted(name: str) -> str:
    """A name as somebody wrote it, in a sentence."""
    return f"\u201c{name}\u201d"
