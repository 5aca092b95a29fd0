"""What an answer says now that an earlier one on the same question did not, and the other way.

Belongs here: which differences count. Does not belong here: which releases there are, printing.
A sentence is the same as long as its state is; other words for it, a newer copy of a list or a
longer time are no change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pipelines.answer.statements import KINDS

Told = Mapping[str, Any]
"""A sentence as `Statement.to_json` tells it."""


@dataclass(frozen=True)
class Difference:
    """A sentence that is new, gone, or says something else. One of the two may be None."""

    change: Literal["new", "changed", "gone"]
    before: Told | None
    after: Told | None

    @property
    def shown(self) -> Told:
        """The newer of the two."""
        return self.after or self.before or {}

    @property
    def what(self) -> str:
        """The members of its state that differ, as they were and as they are."""
        if self.before is None or self.after is None:
            return ""
        old, new = self.before["state"], self.after["state"]
        told = [
            f"{name}: {_said(old.get(name))} → {_said(new.get(name))}"
            for name in dict.fromkeys((*old, *new))
            if old.get(name) != new.get(name)
        ]
        if self.before["kind"] != self.after["kind"]:
            told.append(f"{self.before['kind']} → {self.after['kind']}")
        return "; ".join(told)

    def to_json(self) -> dict[str, Any]:
        """The difference as plain JSON types."""
        return {"change": self.change, "what": self.what, "was": self.before, "is": self.after}


def differences(before: Told, after: Told) -> list[Difference]:
    """What differs between two answers as `Answered.to_json` tells them, by kind and key."""
    old, new = dict(_by_key(before)), dict(_by_key(after))
    found = [Difference("new", None, new[key]) for key in new if key not in old]
    found += [
        Difference("changed", old[key], new[key])
        for key in new
        if key in old and _state(old[key]) != _state(new[key])
    ]
    found += [Difference("gone", old[key], None) for key in old if key not in new]
    return sorted(found, key=lambda one: KINDS.index(one.shown["kind"]))


def list_changes(before: Told, after: Told) -> list[str]:
    """Lists that one answer consulted and the other did not."""
    old, new = (
        {each["list_code"] for each in answer["lists"] if each["is_held"]}
        for answer in (before, after)
    )
    return [f"{code} is consulted now" for code in sorted(new - old)] + [
        f"{code} is no longer consulted" for code in sorted(old - new)
    ]


def _by_key(answer: Told) -> Iterator[tuple[str, Told]]:
    sentences: Iterable[Told] = (one for kind in KINDS for one in answer[kind])
    for one in sentences:
        yield one["key"], one


def _state(told: Told) -> tuple[str, dict[str, Any]]:
    return told["kind"], dict(told["state"])


def _said(value: object) -> str:
    return "nothing" if value is None else str(value)
