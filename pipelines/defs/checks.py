"""From the project's check records to Dagster: one check a table, its rules inside it.

Belongs here: the declaration and the result as the Dagster UI shows them. Does not belong here:
single rules (`docs/generated/checks.md` and `meta.checks` list them).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import dagster as dg

from pipelines.audit.catalogue import CatalogueEntry
from pipelines.audit.check import CheckResult
from pipelines.defs.metadata import documented
from pipelines.labels import curated_labels
from pipelines.transform.contents import markdown_table

Of = TypeVar("Of", CatalogueEntry, CheckResult)

RULES_HOLD = "rules_hold"
_COLUMNS = (
    "result", "what it asks", "found", "allowed", "severity", "reach", "examples", "layer", "rule"
)  # fmt: skip


def check_specs(
    entries: Iterable[CatalogueEntry],
    keys: Mapping[str, dg.AssetKey],
    *,
    blocking: bool,
    after: dg.AssetKey | None = None,
) -> list[dg.AssetCheckSpec]:
    """One declaration a table, which says for how many rules it stands."""
    return [
        dg.AssetCheckSpec(
            RULES_HOLD,
            asset=keys[table],
            description=f"{len(rules)} rules of this table; each is a row of meta.checks.",
            blocking=blocking,
            metadata=documented("checks.md"),
            additional_deps=[after] if after else None,
        )
        for table, rules in _by_table(entries).items()
    ]


def evaluations(
    results: Iterable[CheckResult], keys: Mapping[str, dg.AssetKey]
) -> Iterator[dg.AssetCheckResult]:
    """One result a table: passed when every rule holds, an error when one blocks."""
    for table, checks in _by_table(results).items():
        failed = [check for check in checks if not check.passed]
        blocks = any(check.blocks for check in failed)
        yield dg.AssetCheckResult(
            check_name=RULES_HOLD,
            asset_key=keys[table],
            passed=not failed,
            severity=dg.AssetCheckSeverity.ERROR if blocks else dg.AssetCheckSeverity.WARN,
            description="\n".join(check.message for check in failed) or None,
            metadata={
                "rules": len(checks),
                "rules_failed": len(failed),
                "each": dg.MetadataValue.md(_each(checks)),
            },
        )


def _by_table(found: Iterable[Of]) -> dict[str, list[Of]]:
    grouped: dict[str, list[Of]] = {}
    for one in found:
        grouped.setdefault(one.table, []).append(one)
    return grouped


def _each(checks: Sequence[CheckResult]) -> str:
    """Every rule by what it asks, with what it found; failed ones first."""
    labels = curated_labels()
    asked = labels.of_column("check_kind")
    rows = [
        (
            "passed" if check.passed else "**failed**",
            f"{check.column or 'the table'}: "
            + (asked[check.kind].meaning if check.kind in asked else check.kind),
            check.observed,
            check.threshold,
            labels.shown("severity", check.severity),
            labels.shown("reach", check.reach),
            "; ".join(check.failing_examples[:3]),
            check.layer,
            check.check_id,
        )
        for check in sorted(checks, key=lambda check: (check.passed, check.column, check.check_id))
    ]
    return markdown_table(_COLUMNS, rows, cut=False)
