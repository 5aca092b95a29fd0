"""The fetch in Dagster: declared for every source, off until switched on, apart from build."""

import subprocess
import sys

import dagster as dg

from pipelines.defs.definitions import defs
from pipelines.defs.fetch import fetch_key, fetch_schedules, fetch_sensors
from pipelines.sources import fetchable_sources
from tests.conftest import REPOSITORY


def test_one_job_fetches_and_each_source_has_its_schedule() -> None:
    jobs = {job.name for job in defs.resolve_all_job_defs() if not job.name.startswith("__")}
    assert {name for name in jobs if not name.startswith("backfill_")} == {"build", "fetch"}
    asked = {}
    for schedule in fetch_schedules:
        (request,) = schedule.evaluate_tick(dg.build_schedule_context()).run_requests
        asked[schedule.job_name, *request.asset_selection] = schedule.name
    assert set(asked) == {("fetch", fetch_key(source)) for source in fetchable_sources()}


def test_nothing_runs_by_itself() -> None:
    assert {s.default_status for s in fetch_schedules} == {dg.DefaultScheduleStatus.STOPPED}
    assert {s.default_status for s in fetch_sensors} == {dg.DefaultSensorStatus.STOPPED}


def test_a_build_never_fetches() -> None:
    nodes = {node.name for node in defs.resolve_job_def("build").nodes}
    assert not [name for name in nodes if name.startswith("ask_")]
    assert "raw_gate" in nodes


def test_loading_opens_no_connection() -> None:
    script = """
import socket
def refuse(*arguments, **options):
    raise AssertionError("a connection at load")
socket.socket.connect = refuse
socket.getaddrinfo = refuse
import pipelines.defs.definitions, sys
assert "pipelines.fetch.http" not in sys.modules
"""
    command = [sys.executable, "-c", script]
    result = subprocess.run(
        command, cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=300
    )
    assert result.returncode == 0, result.stderr[-1500:]
