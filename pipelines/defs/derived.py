"""Assets between raw and dbt, and the event study between the two dbt selections."""

import time
from collections.abc import Iterator
from typing import Any

import dagster as dg

from pipelines.defs.answered import answered
from pipelines.defs.dbt import model_key
from pipelines.defs.metadata import parquet_metadata
from pipelines.defs.overlay import overlay_key
from pipelines.defs.raw import SPECS, raw_key
from pipelines.defs.resources import WarehouseResource, require
from pipelines.derived.entity_links.derive import DATASETS as LINKED_DATASETS
from pipelines.derived.entity_links.derive import derive
from pipelines.derived.event_candidates.candidates import DATASETS as CANDIDATE_DATASETS
from pipelines.derived.event_candidates.candidates import derive_candidates
from pipelines.derived.event_study.derive import TABLES, study
from pipelines.overlay.files import own_rows
from pipelines.raw.inputs import write_inputs
from pipelines.warehouse import Build

STUDIED = {
    "market_reactions": "Event study: return of each security around each event by every model, or "
    "the reason why it cannot be estimated.",
    "group_reactions": "Event study: tests of groups of shares over event days.",
    "event_paths": "Event study: abnormal returns from session to session around each event day.",
    "event_days": "Sessions in which news could first be traded on, with the events of each.",
    "market_confounders": "What else moved a security, with the session it fell on.",
    "study_calibration": "How often each test of the study rejects on days without an event.",
}


@dg.asset(
    key=["derived", "entity_links"],
    deps=[
        *map(raw_key, LINKED_DATASETS),
        overlay_key("vendor_aliases"),
    ],
    group_name="derived",
    kinds={"python", "parquet"},
    owners=["team:chipwatch"],
    tags={"step": "derive"},
    description="Screening-list entries linked to vendors by declared aliases and overrides, "
    "with method and score. Ambiguous names are left unlinked.",
)
@answered
def entity_links(
    context: dg.AssetExecutionContext, store: WarehouseResource
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    build = store.build(context)
    for name in LINKED_DATASETS:
        require(build, build.raw / name)
    require(build, build.overlay / "vendor_aliases.parquet")
    started = time.perf_counter()
    derive(store.located(), build)
    return _made(build, "entity_links", started)


@dg.asset(
    key=["derived", "event_candidates"],
    deps=[raw_key(name) for name in CANDIDATE_DATASETS],
    group_name="derived",
    kinds={"python", "parquet"},
    owners=["team:chipwatch"],
    tags={"step": "derive"},
    description="Federal Register documents and headlines read by the rules of the lexicon: which "
    "state a government measure on chips, by whom, and which headlines tell one story.",
)
@answered
def event_candidates(
    context: dg.AssetExecutionContext, store: WarehouseResource
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    build = store.build(context)
    for name in CANDIDATE_DATASETS:
        require(build, build.raw / name)
    started = time.perf_counter()
    met = store.contents(context).first_observed(CANDIDATE_DATASETS)
    derive_candidates(store.located(), build, met)
    return _made(build, "event_candidates", started)


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            ["inputs", name],
            deps=[
                *(raw_key(spec.raw_name) for spec in SPECS.values()),
                overlay_key("rejections"),
            ],
            group_name="raw",
            kinds={"python", "parquet"},
            owners=["team:chipwatch"],
            tags={"step": "raw"},
            description=description,
        )
        for name, description in (
            ("payloads", "Every archived payload and curated file of this build, with its hash."),
            ("sources", "Every dataset with its licence, freshness and outcome."),
            ("rejects", "Every row, cell or payload that was not kept, with the reason."),
        )
    ],
)
@answered
def inputs(context: dg.AssetExecutionContext, store: WarehouseResource) -> Iterator[Any]:
    build = store.build(context)
    for spec in SPECS.values():
        require(build, build.results / f"parsed-{spec.raw_name}.json")
    own = own_rows(store.located())
    for name in write_inputs(build, store.contents(context), own, store.source_states(context)):
        metadata = parquet_metadata(build.inputs / f"{name}.parquet")
        yield dg.MaterializeResult(["inputs", name], metadata=metadata)


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            ["derived", name],
            deps=[
                model_key(f"int_market__study_{model}")
                for model in ("bars", "events", "benchmarks", "peers", "confounders")
            ],
            group_name="derived",
            kinds={"python", "parquet"},
            owners=["team:chipwatch"],
            tags={"step": "derive"},
            description=STUDIED[name],
        )
        for name in TABLES
    ],
)
@answered
def studied(context: dg.AssetExecutionContext, store: WarehouseResource) -> Iterator[Any]:
    build = store.build(context)
    require(build, build.work)
    started = time.perf_counter()
    study(build)
    seconds = time.perf_counter() - started
    for name in TABLES:
        metadata = parquet_metadata(build.derived / f"{name}.parquet", seconds)
        yield dg.MaterializeResult(["derived", name], metadata=metadata)


def _made(build: Build, name: str, started: float) -> dg.MaterializeResult:  # type: ignore[type-arg]
    metadata = parquet_metadata(build.derived / f"{name}.parquet", time.perf_counter() - started)
    return dg.MaterializeResult(metadata=metadata)
