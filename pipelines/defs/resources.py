"""The one resource of every asset: which warehouse and archive a run works on.

Belongs here: configuration that the launchpad shows. Does not belong here: paths inside a
warehouse (`pipelines/warehouse.py`).
"""

from __future__ import annotations

from pathlib import Path

import dagster as dg
from pydantic import Field

from pipelines.archive.choose import choose_archive
from pipelines.releases.upkeep import require_room
from pipelines.warehouse import Build, Kind, Warehouse, locate


class WarehouseResource(dg.ConfigurableResource):  # type: ignore[type-arg]
    """Where a run reads payloads and where it writes."""

    warehouse: str = Field(
        default="",
        description="Folder of the warehouse; empty means CHIPWATCH_WAREHOUSE, else `warehouse/`.",
    )
    archive: str = Field(
        default="",
        description="Archive to read; empty means the warehouse's own (the bundled sample for a "
        "sample warehouse).",
    )

    def located(self) -> Warehouse:
        return locate(self.warehouse or None)

    def archive_and_kind(self) -> tuple[Path, Kind]:
        """The archive to read and the kind of data in it; creates the warehouse when new."""
        warehouse = self.located()
        archive, kind = choose_archive(
            warehouse, Path(self.archive) if self.archive else None, live=False
        )
        warehouse.ensure(kind)
        return archive, kind

    def build(self, context: dg.AssetExecutionContext | dg.AssetCheckExecutionContext) -> Build:
        """The build folder of this run, created when this is its first step and there is room."""
        archive, _ = self.archive_and_kind()
        build = self.located().build(context.run.run_id)
        if not build.path.exists():
            require_room(self.located(), archive)
        return build.create()


def require(build: Build, path: Path) -> Path:
    """`path`, or a failure that says why a part of a build cannot run alone."""
    if not path.exists():
        raise dg.Failure(
            description=(
                f"{path.name} of this build is missing: this step was launched without the steps "
                "before it. What to do: launch the job `build`, which makes, audits and releases "
                "a whole candidate; the published file is unchanged."
            ),
            metadata={"build": dg.MetadataValue.path(str(build.path))},
        )
    return path
