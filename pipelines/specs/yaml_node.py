"""A YAML mapping read strictly: typed access, and errors that name the place in the file.

Belongs here: what every declaration written in YAML needs when it is read. Does not belong here:
what a declaration means (`specs/__init__.py`, `specs/checks.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from pipelines.errors import ChipwatchError

NAME = re.compile(r"[a-z][a-z0-9_]*")


class SpecError(ChipwatchError):
    """A spec file is wrong; the message names file, key and what is expected."""

    def __init__(
        self,
        message: str,
        remedy: str = "mend the spec file that is named, or restore it from version control.",
    ) -> None:
        super().__init__(message, remedy)


class Node:
    """A YAML mapping and where it stands, for typed access with errors that name the place."""

    def __init__(self, place: str, raw: object) -> None:
        if not isinstance(raw, dict):
            raise SpecError(f"{place}: expected a mapping, found {type(raw).__name__}")
        self.place = place
        self._raw: dict[str, Any] = {str(key): value for key, value in raw.items()}

    def names(self) -> list[str]:
        return list(self._raw)

    def has(self, key: str) -> bool:
        return key in self._raw

    def members(self) -> Mapping[str, Any]:
        return self._raw

    def only(self, allowed: set[str], optional: AbstractSet[str] = frozenset()) -> None:
        unknown = sorted(set(self._raw) - allowed - optional)
        missing = sorted(allowed - set(self._raw))
        if unknown:
            raise SpecError(f"{self.place}: unknown key {', '.join(unknown)}")
        if missing:
            raise SpecError(f"{self.place}: missing key {', '.join(missing)}")

    def wrong(self, key: str, expected: str) -> SpecError:
        return SpecError(f"{self.place}: {key} is {self._raw.get(key)!r}, expected {expected}")

    def node(self, key: str) -> Node:
        return Node(f"{self.place}: {key}", self._raw[key])

    mapping = node

    def nodes(self, key: str) -> list[Node]:
        items = self._raw[key]
        if not isinstance(items, list) or not items:
            raise self.wrong(key, "a list of mappings")
        return [Node(f"{self.place}: {key}[{i}]", item) for i, item in enumerate(items)]

    def text(self, key: str) -> str:
        value = self._raw[key]
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, "a text")
        return " ".join(value.split())

    def optional_text(self, key: str) -> str | None:
        return None if self._raw[key] is None else self.text(key)

    def choice(self, key: str, among: tuple[str, ...]) -> str:
        value = self.text(key)
        if value not in among:
            raise self.wrong(key, f"one of {', '.join(among)}")
        return value

    def share(self, key: str) -> float:
        value = self._raw[key]
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
            raise self.wrong(key, "a number from 0 to 1")
        return float(value)

    def identifier(self, key: str) -> str:
        value = self.text(key)
        if not NAME.fullmatch(value):
            raise self.wrong(key, "lower-case letters, digits and underscores")
        return value

    def texts(self, key: str) -> list[str]:
        items = self._raw[key]
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise self.wrong(key, "a list of texts")
        return list(items)

    def integer(self, key: str, at_least: int) -> int:
        value = self._raw[key]
        if not isinstance(value, int) or isinstance(value, bool) or value < at_least:
            raise self.wrong(key, f"a whole number of at least {at_least}")
        return value

    def number(self, key: str) -> float:
        value = self._raw[key]
        if not isinstance(value, int | float) or isinstance(value, bool) or value <= 0:
            raise self.wrong(key, "a number above zero")
        return float(value)

    def boolean(self, key: str) -> bool:
        value = self._raw[key]
        if not isinstance(value, bool):
            raise self.wrong(key, "true or false")
        return value
