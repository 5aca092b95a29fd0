"""The result of one data-quality check, whoever ran it.

Belongs here: the record that Great Expectations, dbt and the release drift all report in.
Does not belong here: running checks (`pipelines/audit/`) or deciding on them (`audit/verdict.py`).
"""

from __future__ import annotations

import shlex
from dataclasses import asdict, dataclass
from typing import Any

from pipelines.specs.checks import Layer, Reach, Severity

MAX_EXAMPLES = 20
NOT_RUN = "not run"
"""What a check that could not look has observed."""


@dataclass(frozen=True)
class CheckResult:
    """One check on one table: what was looked at, what was found, what was allowed.

    `check_id` is stable over builds; `column` is empty for checks of a whole table;
    `failing_examples` holds at most 20 short texts without secrets; `message` is what a person
    reads when the check fails; `reach` is how far a failure goes: the row, the series or the whole
    release. Only the last keeps a candidate back.
    """

    check_id: str
    layer: Layer
    table: str
    column: str
    kind: str
    severity: Severity
    passed: bool
    observed: str
    threshold: str
    failing_examples: tuple[str, ...]
    duration_seconds: float
    message: str
    reach: Reach = "release"

    @property
    def blocks(self) -> bool:
        """True when this result alone keeps a candidate from being published."""
        return not self.passed and self.severity == "critical"

    @property
    def quoted_id(self) -> str:
        """The check id as a shell takes it: the ids of some keys hold blanks."""
        return shlex.quote(self.check_id)

    def to_json(self) -> dict[str, Any]:
        """The result as plain JSON types."""
        record = asdict(self)
        record["failing_examples"] = list(self.failing_examples[:MAX_EXAMPLES])
        return record

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> CheckResult:
        """The inverse of `to_json`."""
        known = {name: record[name] for name in cls.__dataclass_fields__ if name in record}
        return cls(**{**known, "failing_examples": tuple(record["failing_examples"])})


CHECK_SHAPE = {
    "check_id": str,
    "layer": str,
    "table": str,
    "column": str,
    "kind": str,
    "severity": str,
    "passed": bool,
    "observed": str,
    "threshold": str,
    "failing_examples": [str],
    "duration_seconds": float,
    "message": str,
    "reach?": str,
}
"""A result as `to_json` writes it."""
