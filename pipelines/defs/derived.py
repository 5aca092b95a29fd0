"""Assets between raw and dbt, and the event study between the two dbt selections."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from pipelines import build as steps
from pipelines.defs.dbt import model_key
from pipelines.defs.overlay import overlay_key
from pipelines.defs.raw import SPECS, raw_key
from pipelines.defs.resources import WarehouseResource, require
from pipelines.extraction.candidates import DATASETS as CANDIDATE_DATASETS


@dg.asset(
    key=["derived", "entity_links"],
    deps=[
        raw_key("csl__entries"),
        raw_key("ofac__consolidated"),
        overlay_key("vendor_aliases"),
    ],
    group_name="derived",
    kinds={"python", "parquet"},
    owners=["team:chipwatch"],
    description="Screening-list entries linked to vendors by declared aliases and overrides, "
    "with method and score. Ambiguous names are left unlinked.",
)
def entity_links(
    context: dg.AssetExecutionContext, store: WarehouseResource
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    build = store.build(context)
    require(build, build.raw / "csl__entries")
    require(build, build.overlay / "vendor_aliases.parquet")
    rows = steps.derive(store.located(), build)
    return dg.MaterializeResult(metadata={"dagster/row_count": rows})


@dg.asset(
    key=["derived", "event_candidates"],
    deps=[raw_key(name) for name in CANDIDATE_DATASETS],
    group_name="derived",
    kinds={"python", "parquet"},
    owners=["team:chipwatch"],
    description="Federal Register documents and headlines read by the rules of the lexicon: which "
    "state a government measure on chips, by whom, and which headlines tell one story.",
)
def event_candidates(
    context: dg.AssetExecutionContext, store: WarehouseResource
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    build = store.build(context)
    for name in CANDIDATE_DATASETS:
        require(build, build.raw / name)
    rows = steps.derive_candidates(store.located(), build)
    return dg.MaterializeResult(metadata={"dagster/row_count": rows})


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            ["inputs", name],
            deps=[
                *(raw_key(spec.raw_name) for spec in SPECS.values()),
                overlay_key("rejections"),
            ],
            group_name="inputs",
            kinds={"python", "parquet"},
            owners=["team:chipwatch"],
            description=description,
        )
        for name, description in (
            ("payloads", "Every archived payload and curated file of this build, with its hash."),
            ("sources", "Every dataset with its licence, freshness and outcome."),
            ("rejects", "Every row or payload that was not kept, with the reason."),
        )
    ],
)
def inputs(context: dg.AssetExecutionContext, store: WarehouseResource) -> Iterator[Any]:
    build = store.build(context)
    for spec in SPECS.values():
        require(build, build.results / f"parsed-{spec.raw_name}.json")
    archive, _ = store.archive_and_kind()
    own = steps.own_rows(store.located())
    for name, rows in steps.write_inputs(build, archive, own).items():
        yield dg.MaterializeResult(["inputs", name], metadata={"dagster/row_count": rows})


@dg.asset(
    key=["derived", "market_reactions"],
    deps=[model_key("int_market__study_bars"), model_key("int_market__study_events")],
    group_name="derived",
    kinds={"python", "parquet"},
    owners=["team:chipwatch"],
    description="Event study: return of each security around each event (raw, intraday extremes, "
    "market model), or the reason why it cannot be estimated.",
)
def market_reactions(
    context: dg.AssetExecutionContext, store: WarehouseResource
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    build = store.build(context)
    require(build, build.work)
    rows = steps.study(build)
    return dg.MaterializeResult(metadata={"dagster/row_count": rows})
