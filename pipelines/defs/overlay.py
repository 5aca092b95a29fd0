"""The user's own rows as assets: checked first, so that a wrong file stops a build before dbt."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from pipelines.defs.answered import answered
from pipelines.defs.dbt import CURATED
from pipelines.defs.metadata import parquet_metadata
from pipelines.defs.resources import WarehouseResource
from pipelines.errors import ChipwatchError
from pipelines.overlay.files import TABLES, own_rows


def overlay_key(table: str) -> dg.AssetKey:
    return dg.AssetKey(["overlay", table])


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            overlay_key(table),
            group_name=CURATED,
            kinds={"python", "parquet"},
            owners=["team:chipwatch"],
            tags={"step": "raw"},
            description=f"The user's own rows ({table}) from overlay/*.csv of the warehouse; "
            "empty when there is no such file.",
        )
        for table in TABLES
    ],
)
@answered
def overlay(context: dg.AssetExecutionContext, store: WarehouseResource) -> Iterator[Any]:
    build = store.build(context)
    try:
        own = own_rows(store.located())
    except ChipwatchError as wrong:
        raise dg.Failure(description=str(wrong)) from wrong
    for table in own.write(build.overlay):
        metadata = parquet_metadata(build.overlay / f"{table}.parquet")
        yield dg.MaterializeResult(overlay_key(table), metadata=metadata)
