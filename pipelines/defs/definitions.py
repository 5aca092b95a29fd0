"""What Dagster loads: every asset, check and job of chipwatch."""

from __future__ import annotations

import warnings

import dagster as dg

from pipelines.defs.audit import checks_of_tables, verdict
from pipelines.defs.dbt import (
    curated_seeds,
    models_after_event_study,
    models_before_event_study,
)
from pipelines.defs.derived import entity_links, event_candidates, inputs, studied
from pipelines.defs.executor import in_process_by_default
from pipelines.defs.fetch import (
    FETCH_GROUP,
    fetch_assets,
    fetch_jobs,
    fetch_schedules,
    fetch_sensors,
)
from pipelines.defs.overlay import overlay
from pipelines.defs.progress import progress_logger
from pipelines.defs.raw import raw_assets, raw_gate
from pipelines.defs.release import chipwatch, report
from pipelines.defs.resources import WarehouseResource

build_job = dg.define_asset_job(
    "build",
    selection=dg.AssetSelection.all() - FETCH_GROUP,
    executor_def=in_process_by_default,
    description="Parse what is archived, derive, transform, audit, and release when the audit "
    "allows it. Never fetches.",
)

with warnings.catch_warnings():
    # Where an asset's code stands is a beta feature of Dagster.
    warnings.simplefilter("ignore", dg.BetaWarning)
    assets = dg.with_source_code_references(
        [
            *fetch_assets,
            *raw_assets,
            overlay,
            entity_links,
            event_candidates,
            inputs,
            curated_seeds,
            models_before_event_study,
            studied,
            models_after_event_study,
            verdict,
            chipwatch,
            report,
        ]
    )

defs = dg.Definitions(
    assets=assets,
    asset_checks=[raw_gate, checks_of_tables],
    jobs=[build_job, *fetch_jobs],
    schedules=fetch_schedules,
    sensors=fetch_sensors,
    executor=in_process_by_default,
    loggers={"console": dg.colored_console_logger, "progress": progress_logger},
    resources={"store": WarehouseResource()},
)
