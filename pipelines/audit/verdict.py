"""The judgement on one candidate file: whose bytes, what content, which checks.

Belongs here: the record, its JSON form, the rule by which it passes.
Does not belong here: running checks or publishing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.audit.check import CHECK_SHAPE, CheckResult
from pipelines.errors import ChipwatchError
from pipelines.files.durable import write_durably
from pipelines.files.kept_json import read_kept

_SHAPE = {
    "candidate_sha256": str,
    "content_hashes": dict,
    "created_at": str,
    "checks": [CHECK_SHAPE],
}


@dataclass(frozen=True)
class Verdict:
    """What the audit came to for the file with hash `candidate_sha256`.

    `content_hashes` maps each table of `marts` to its content hash; `created_at` is ISO 8601 UTC.
    """

    candidate_sha256: str
    content_hashes: Mapping[str, str]
    checks: tuple[CheckResult, ...]
    created_at: str
    passed: bool = field(init=False)

    def __post_init__(self) -> None:
        """A verdict passes when it rests on checks and no critical one failed."""
        passed = bool(self.checks) and not any(check.blocks for check in self.checks)
        object.__setattr__(self, "passed", passed)

    @property
    def failed(self) -> tuple[CheckResult, ...]:
        """Every failed check, critical ones first."""
        failed = (check for check in self.checks if not check.passed)
        return tuple(sorted(failed, key=lambda check: (not check.blocks, check.check_id)))

    def to_json(self) -> dict[str, Any]:
        """The verdict as plain JSON types."""
        return {
            "candidate_sha256": self.candidate_sha256,
            "content_hashes": dict(sorted(self.content_hashes.items())),
            "passed": self.passed,
            "created_at": self.created_at,
            "checks": [check.to_json() for check in self.checks],
        }

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Verdict:
        """The inverse of `to_json`; `passed` is worked out again and not taken on trust."""
        return cls(
            candidate_sha256=record["candidate_sha256"],
            content_hashes=record["content_hashes"],
            checks=tuple(CheckResult.from_json(check) for check in record["checks"]),
            created_at=record["created_at"],
        )

    def write(self, path: Path) -> None:
        """Write the verdict as a JSON file, whole or not at all."""
        text = json.dumps(self.to_json(), indent=1, ensure_ascii=False) + "\n"
        write_durably(path, text.encode())

    @classmethod
    def read(cls, path: Path) -> Verdict:
        """Read a verdict file; ChipwatchError when it is missing or not a verdict."""
        try:
            return cls.from_json(read_kept(path, _SHAPE))
        except (OSError, ValueError) as error:
            raise ChipwatchError(
                f"The verdict {path} cannot be read ({type(error).__name__}).",
                "audit the candidate again by building it again: chipwatch run.",
            ) from error
