"""How much may differ from the last release: so many percent, or so few rows that it is no matter.

Belongs here: the one form of such a limit and how a file of limits is read. Does not belong here:
what is counted (`drift.py`, `restatement.py`), the figures (`drift.yml`, `restatement.yml`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml

from pipelines.errors import ChipwatchError

Read = TypeVar("Read")


@dataclass(frozen=True)
class Limit:
    """Too much is more than `pct` percent of what was there, and at least `rows` of it."""

    pct: float
    rows: int

    def allows(self, count: int, before: int) -> bool:
        """Whether `count` of `before` is within the limit."""
        return count < self.rows or count * 100 <= self.pct * before


def read_limits(path: Path, read: Callable[[Mapping[str, Any]], Read], needs: str) -> Read:
    """What `read` makes of a YAML file of limits; `needs` says for people what it must hold.

    Raises ChipwatchError naming the file when it does not hold that.
    """
    try:
        return read(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ChipwatchError(
            f"The limits {path} cannot be read ({type(error).__name__}: {error}).",
            f"restore the file from version control; it needs {needs}.",
        ) from error


def limit(entry: Mapping[str, Any]) -> Limit:
    """One entry of such a file. Raises ValueError or KeyError when it is not one."""
    found = Limit(float(entry["pct"]), int(entry["rows"]))
    if not 0 <= found.pct <= 100 or found.rows < 1:
        raise ValueError(f"limit {dict(entry)} is out of range")
    return found
