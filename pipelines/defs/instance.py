"""DAGSTER_HOME below the warehouse: the same history for `make run` and `make ui`.

Belongs here: the instance's settings. Does not belong here: serving the UI (`ui.py`).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.warehouse import Warehouse

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


def prepare_instance(warehouse: Warehouse) -> Path:
    """Make DAGSTER_HOME with its settings and point this process at it."""
    home = warehouse.dagster_home
    home.mkdir(parents=True, exist_ok=True)
    settings = home / "dagster.yaml"
    if not settings.exists() or settings.read_text() != SETTINGS:
        settings.write_text(SETTINGS)
    os.environ["DAGSTER_HOME"] = str(home)
    os.environ["CHIPWATCH_WAREHOUSE"] = str(warehouse.root)
    return home


def open_instance(warehouse: Warehouse) -> DagsterInstance:
    """The Dagster instance whose runs and events lie below this warehouse."""
    prepare_instance(warehouse)
    from dagster import DagsterInstance

    return DagsterInstance.get()
