"""From the project's check records to Dagster's check specs and results."""

from __future__ import annotations

import dagster as dg

from pipelines.audit.catalogue import CatalogueEntry
from pipelines.audit.check import CheckResult
from pipelines.labels import curated_labels


def check_name(check_id: str) -> str:
    """A check id as Dagster allows names: letters, digits and underscores."""
    return "".join(c if c.isalnum() else "_" for c in check_id)


def check_spec(
    entry: CatalogueEntry, asset: dg.AssetKey, *, blocking: bool, after: dg.AssetKey | None = None
) -> dg.AssetCheckSpec:
    """The declaration of one check; only critical checks block."""
    labels = curated_labels()
    return dg.AssetCheckSpec(
        check_name(entry.check_id),
        asset=asset,
        description=entry.message,
        blocking=blocking and entry.severity == "critical",
        additional_deps=[after] if after else None,
        metadata={
            "layer": labels.shown("layer", entry.layer),
            "kind": labels.shown("check_kind", entry.kind),
            "severity": labels.shown("severity", entry.severity),
            "reach": labels.shown("reach", entry.reach),
        },
    )


def evaluation(result: CheckResult, asset: dg.AssetKey) -> dg.AssetCheckResult:
    """One check's result as Dagster shows it."""
    critical = result.severity == "critical"
    return dg.AssetCheckResult(
        check_name=check_name(result.check_id),
        asset_key=asset,
        passed=result.passed,
        severity=dg.AssetCheckSeverity.ERROR if critical else dg.AssetCheckSeverity.WARN,
        description=None if result.passed else result.message,
        metadata={
            "observed": result.observed,
            "threshold": result.threshold,
            "failing_examples": dg.MetadataValue.md(
                "\n".join(f"- `{example}`" for example in result.failing_examples) or "none"
            ),
        },
    )
