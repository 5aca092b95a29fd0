"""Commands as a person can paste them: the program where it is, the warehouse that is meant.

Belongs here: completing the commands that messages name. Does not belong here: the messages.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

from pipelines.warehouse import REPOSITORY, Warehouse

_COMMAND = re.compile(r"(?<![/\w])chipwatch (sources accept|releases approve)(?! --warehouse)")


def for_pasting(text: str, place: Warehouse) -> str:
    """The text, its commands that decide about a warehouse naming this one."""
    return _COMMAND.sub(lambda found: f"{program()} {found[1]}{named(place)}", text)


def named(place: Warehouse) -> str:
    """` --warehouse DIR`; empty for the warehouse that a command takes when none is named."""
    if place.root == REPOSITORY / "warehouse":
        return ""
    return f" --warehouse {shlex.quote(str(place.root))}"


def program() -> str:
    """How `chipwatch` is called from where the person stands."""
    folder = REPOSITORY / ".venv" / "bin"
    if str(folder) in os.environ.get("PATH", "").split(os.pathsep):
        return "chipwatch"
    if Path.cwd() == REPOSITORY:
        return ".venv/bin/chipwatch"
    return shlex.quote(str(folder / "chipwatch"))
