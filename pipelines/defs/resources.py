"""The one resource of every asset: which warehouse and archive a run works on.

Belongs here: what a run is given by its process. Does not belong here: paths inside a
warehouse (`pipelines/warehouse.py`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import dagster as dg

from pipelines.archive.choose import choose_archive
from pipelines.archive.contents import Contents
from pipelines.archive.fetch_log import FetchState
from pipelines.archive.staleness import source_states
from pipelines.releases.upkeep import require_room
from pipelines.warehouse import Build, Warehouse, locate

StepContext = dg.AssetExecutionContext | dg.AssetCheckExecutionContext

_CONTENTS: dict[str, Contents] = {}
"""What is in the archive, by run; only the last run of this process is remembered."""


def hand_on(run_id: str, contents: Contents) -> None:
    """Let the steps of a run in this process use what was read already."""
    _CONTENTS.clear()
    _CONTENTS[run_id] = contents


class WarehouseResource(dg.ConfigurableResource):  # type: ignore[type-arg]
    """Where a run reads payloads and where it writes."""

    def located(self) -> Warehouse:
        """The warehouse of this process; a run's configuration cannot name another one."""
        return locate()

    def contents(self, context: StepContext) -> Contents:
        """What is in the archive of this run, read once; creates the warehouse when new."""
        if context.run.run_id not in _CONTENTS:
            warehouse = self.located()
            hand_on(context.run.run_id, choose_archive(warehouse, None, live=False))
            warehouse.ensure(_CONTENTS[context.run.run_id].kind)
        return _CONTENTS[context.run.run_id]

    def source_states(self, context: StepContext) -> dict[str, FetchState]:
        """How fresh each source is in this run."""
        now = datetime.now(UTC)
        return source_states(self.located(), self.contents(context).newest, now)

    def build(self, context: StepContext) -> Build:
        """The build folder of this run, created when this is its first step and there is room."""
        contents = self.contents(context)
        build = self.located().build(context.run.run_id)
        if not build.path.exists():
            require_room(self.located(), contents.archive.root)
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
