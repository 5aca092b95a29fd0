"""DAGSTER_HOME below the warehouse: the same history for `make run` and `make ui`.

Belongs here: the instance's settings. `python -m pipelines.defs.instance` starts the UI on them.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.archive.choose import choose_archive
from pipelines.errors import ChipwatchError
from pipelines.warehouse import REPOSITORY, Warehouse, locate

if TYPE_CHECKING:
    from dagster import DagsterInstance

SETTINGS = """\
# Written by chipwatch. Telemetry and the sign-up dialogue are off.
telemetry:
  enabled: false
nux:
  enabled: false
# What a step has to say is in its events; two watching processes a step would only cost time.
compute_logs:
  module: dagster._core.storage.noop_compute_log_manager
  class: NoOpComputeLogManager
event_log_storage:
  module: pipelines.defs.event_log
  class: PooledEventLogStorage
  config:
    base_dir:
      env: DAGSTER_HOME
"""


def prepare_home(warehouse: Warehouse) -> Path:
    """Make DAGSTER_HOME with its settings and point this process at it."""
    home = warehouse.dagster_home
    home.mkdir(parents=True, exist_ok=True)
    settings = home / "dagster.yaml"
    if not settings.exists() or settings.read_text() != SETTINGS:
        settings.write_text(SETTINGS)
    os.environ["DAGSTER_HOME"] = str(home)
    os.environ["CHIPWATCH_WAREHOUSE"] = str(warehouse.root)
    return home


def open_home(warehouse: Warehouse) -> DagsterInstance:
    """The Dagster instance whose runs and events lie below this warehouse."""
    prepare_home(warehouse)
    from dagster import DagsterInstance

    return DagsterInstance.get()


def serve(port: str = "3000") -> None:
    """Replace this process by the Dagster UI on 127.0.0.1."""
    warehouse = locate()
    warehouse.ensure(choose_archive(warehouse, None, live=False).kind)
    prepare_home(warehouse)
    dagster = Path(sys.executable).parent / "dagster"
    command = ["dev", "-m", "pipelines.defs.definitions", "-h", "127.0.0.1", "-p", port]
    os.chdir(REPOSITORY)
    os.execv(dagster, [str(dagster), *command])  # noqa: S606


if __name__ == "__main__":
    try:
        serve(*sys.argv[1:])
    except ChipwatchError as error:
        sys.exit(f"error: {error}")
