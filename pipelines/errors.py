"""The one error a person is meant to read: what happened, where, and what to do next.

Belongs here: the base class that the command line and Dagster turn into a clear message.
Does not belong here: errors of one module (they derive from this one, beside their code).
"""

from __future__ import annotations


class ChipwatchError(Exception):
    """Something asked for could not be done.

    `message` says what happened and where, `remedy` what to do next. The command line prints both
    and exits with `exit_code`; Dagster shows them as the failure of the step.
    """

    exit_code = 1

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}\n  What to do: {self.remedy}" if self.remedy else self.message
