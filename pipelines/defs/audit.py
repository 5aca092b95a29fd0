"""The verdict on a candidate, shown on every table that it judged.

Belongs here: Dagster declarations. Does not belong here: rules (`expectations/`, dbt tests) or the
verdict itself (`pipelines/audit/`).
"""

from collections.abc import Iterator

import dagster as dg

from pipelines.audit.catalogue import dbt_catalogue, load_catalogue
from pipelines.audit.judge import judge_candidate
from pipelines.audit.verdict import Verdict
from pipelines.defs.answered import answered
from pipelines.defs.checks import check_specs, evaluations
from pipelines.defs.dbt import MANIFEST, MART_KEYS, TABLE_KEYS
from pipelines.defs.resources import WarehouseResource, require
from pipelines.publish import webhook

VERDICT = dg.AssetKey(["release", "verdict"])
CHECKED_TABLES = [
    *dbt_catalogue(MANIFEST),
    *(check for check in load_catalogue() if check.layer == "publication"),
]


@dg.asset(
    key=VERDICT,
    deps=list(MART_KEYS.values()),
    group_name="release",
    kinds={"python"},
    owners=["team:chipwatch"],
    tags={"step": "audit"},
    description="The verdict on these very bytes: raw gate, dbt tests and publication gate, with "
    "the candidate's SHA-256.",
    check_specs=[
        dg.AssetCheckSpec(
            "candidate_may_be_published",
            asset=VERDICT,
            blocking=True,
            description="No critical check failed on this candidate.",
        )
    ],
)
@answered
def verdict(context: dg.AssetExecutionContext, store: WarehouseResource) -> dg.MaterializeResult:  # type: ignore[type-arg]
    build = store.build(context)
    require(build, build.candidate)
    judged = judge_candidate(store.located(), build)
    webhook.tell_refused(store.located(), judged.checks)
    failed = [check for check in judged.checks if not check.passed]
    blocking = [check for check in failed if check.blocks]
    return dg.MaterializeResult(
        metadata={
            "candidate_sha256": judged.candidate_sha256,
            "checks": len(judged.checks),
            "checks_failed": len(failed),
            "data_docs": dg.MetadataValue.path(str(build.data_docs / "index.html")),
        },
        check_results=[
            dg.AssetCheckResult(
                check_name="candidate_may_be_published",
                passed=judged.passed,
                description="\n".join(f"{check.check_id}: {check.message}" for check in blocking)
                or None,
                metadata={"critical_failed": len(blocking)},
            )
        ],
    )


@dg.multi_asset_check(
    name="checks_of_tables",
    specs=check_specs(CHECKED_TABLES, TABLE_KEYS, blocking=False, after=VERDICT),
    can_subset=False,
)
@answered
def checks_of_tables(
    context: dg.AssetCheckExecutionContext, store: WarehouseResource
) -> Iterator[dg.AssetCheckResult]:
    """Show on each table what the verdict's dbt tests and publication gate found there."""
    build = store.build(context)
    judged = Verdict.read(require(build, build.verdict))
    shown = (check for check in judged.checks if check.layer in {"dbt", "publication"})
    yield from evaluations(shown, TABLE_KEYS)
