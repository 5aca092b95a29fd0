"""What Dagster loads: every asset, check and job of chipwatch."""

from __future__ import annotations

import dagster as dg

from pipelines.defs.audit import publication_gate, verdict
from pipelines.defs.dbt import (
    curated_seeds,
    models_after_event_study,
    models_before_event_study,
)
from pipelines.defs.derived import entity_links, event_candidates, inputs, market_reactions
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
from pipelines.defs.release import chipwatch
from pipelines.defs.resources import WarehouseResource

build_job = dg.define_asset_job(
    "build",
    selection=dg.AssetSelection.all() - FETCH_GROUP,
    executor_def=dg.in_process_executor,
    description="Parse what is archived, derive, transform, audit, and release when the audit "
    "allows it. Never fetches.",
)

defs = dg.Definitions(
    assets=[
        *fetch_assets,
        *raw_assets,
        overlay,
        entity_links,
        event_candidates,
        inputs,
        curated_seeds,
        models_before_event_study,
        market_reactions,
        models_after_event_study,
        verdict,
        chipwatch,
    ],
    asset_checks=[raw_gate, publication_gate],
    jobs=[build_job, *fetch_jobs],
    schedules=fetch_schedules,
    sensors=fetch_sensors,
    executor=dg.in_process_executor,
    loggers={"console": dg.colored_console_logger, "progress": progress_logger},
    resources={"store": WarehouseResource()},
)
