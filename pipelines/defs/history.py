"""How long Dagster's history is kept.

Belongs here: which runs are old, and taking them out of its databases. Does not belong here: the
instance (`instance.py`), or asking a person first (`cli/upkeep.py`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipelines.defs.instance import open_instance
from pipelines.warehouse import Warehouse

if TYPE_CHECKING:
    from dagster import DagsterInstance

KEPT_RUNS = 50
"""So many of the newest runs stay in the history."""
_EVENT_LOG = "event_log.db"


def old_runs(warehouse: Warehouse) -> tuple[list[str], int]:
    """The ended runs beyond the newest KEPT_RUNS, and about how many bytes their events take."""
    path = warehouse.dagster_home / _EVENT_LOG
    if not path.exists():
        return [], 0
    with open_instance(warehouse) as instance:
        known = _runs(instance)
    ended = [run_id for run_id, is_ended in known[KEPT_RUNS:] if is_ended]
    return ended, path.stat().st_size * len(ended) // max(len(known), 1)


def forget(warehouse: Warehouse, run_ids: Sequence[str]) -> None:
    """Take runs and their events out of the history and give the room back to the disk."""
    with open_instance(warehouse) as instance:
        for run_id in run_ids:
            instance.delete_run(run_id)
    connection = sqlite3.connect(warehouse.dagster_home / _EVENT_LOG)
    try:
        connection.execute("vacuum")
    finally:
        connection.close()


def _runs(instance: DagsterInstance) -> list[tuple[str, bool]]:
    """Every run, newest first, and whether it has ended."""
    runs = [record.dagster_run for record in instance.get_run_records()]
    return [(run.run_id, run.is_finished) for run in runs]
