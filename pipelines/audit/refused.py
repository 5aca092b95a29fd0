"""A build that came after the published release and was refused: which one, when, and why.

Belongs here: finding it among the kept builds, and saying it in few words. Does not belong here:
printing (`cli/`) or judging a build (`judge.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pipelines.audit.check import MAX_EXAMPLES, CheckResult
from pipelines.errors import ChipwatchError
from pipelines.labels import curated_labels
from pipelines.warehouse import Warehouse

SHOWN_EXAMPLES = 3


@dataclass(frozen=True)
class Refused:
    """The refused build, when it ended (ISO 8601 UTC), and the checks that kept it back."""

    build_id: str
    refused_at: str
    blocking: tuple[CheckResult, ...]

    @property
    def in_words(self) -> str:
        """One line for a person who reads the older release."""
        first, *others = self.blocking
        more = f" (and {len(others)} more)" if others else ""
        return (
            f"a newer build was refused on {self.refused_at}, this is the release before it: "
            f"{first.check_id}: {first.message}{more}"
        )

    def to_json(self) -> dict[str, Any]:
        """The refusal as plain JSON types."""
        return {
            "build_id": self.build_id,
            "refused_at": self.refused_at,
            "checks": [
                {
                    "check_id": check.check_id,
                    "reach": check.reach,
                    "observed": check.observed,
                    "message": check.message,
                }
                for check in self.blocking
            ],
        }


def newer_refusal(warehouse: Warehouse) -> Refused | None:
    """The newest kept build when checks kept it back after the current release was made."""
    if not warehouse.builds.exists() or not any(warehouse.builds.iterdir()):
        return None
    from pipelines.audit.recorded import kept_builds, recorded_build
    from pipelines.releases.shelf import current_release

    kept = kept_builds(warehouse)
    if not kept:
        return None
    try:
        verdict = recorded_build(kept[-1]).verdict
        release = current_release(warehouse)
    except ChipwatchError:
        return None
    blocking = tuple(check for check in verdict.failed if check.blocks)
    ended = datetime.fromtimestamp(kept[-1].path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    if not blocking or (release is not None and release.manifest["released_at"] > ended):
        return None
    return Refused(kept[-1].build_id, ended, blocking)


def heading(check: CheckResult) -> str:
    """How grave a failed check is, its id and how far it reaches; in capitals when it blocks."""
    labels = curated_labels()
    grave = labels.said("severity", "critical" if check.blocks else "warning")
    reach = labels.said("reach", check.reach)
    return f"{grave.upper() if check.blocks else grave} {check.check_id} ({reach})"


def story(checks: Sequence[CheckResult], examples: int) -> list[str]:
    """Lines that tell every failed check with what was found and its first examples.

    What is wrong in the user's own files is told whole, so that it can be mended at once.
    """
    lines = []
    for check in checks:
        shown = MAX_EXAMPLES if check.kind == "own_rows" else examples
        lines.append(f"  - {heading(check)}: {check.message}")
        lines += [f"      {example}" for example in check.failing_examples[:shown]]
        left = len(check.failing_examples) - shown
        if left > 0:
            lines.append(f"      … {left} more")
    return lines
