"""What `deploy/` says holds: units as systemd reads them, and the services of the compose file as
processes of this machine on a real PostgreSQL.

`make deploy-test` runs it whole. Without PostgreSQL or dagster-postgres the services are skipped,
and that is said.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.archive.store import Archive
from pipelines.cli import VERBS
from tests.conftest import REPOSITORY
from tests.postgres import binaries, running
from tests.simulator.server import Simulator
from tests.simulator.world import World

DEPLOY = REPOSITORY / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
DAYS = ("2026-01-12", "2026-01-13", "2026-01-14")
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yml").read_text())
RUN = """mutation($run: ExecutionParams!) { launchPipelineExecution(executionParams: $run) {
  __typename ... on LaunchRunSuccess { run { runId } }
  ... on PythonError { message } ... on RunConfigValidationInvalid { errors { message } } } }"""
STATES = "{ runsOrError { ... on Runs { results { runId status startTime endTime } } } }"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze here")
def test_systemd_takes_every_unit(tmp_path: Path) -> None:
    for unit in UNITS:
        text = unit.read_text().replace("/opt/chipwatch/.venv/bin/chipwatch", sys.executable)
        (tmp_path / unit.name).write_text(text)
    told = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / unit.name) for unit in UNITS)],
        capture_output=True,
        text=True,
        check=False,
    )
    about_ours = [line for line in told.stderr.splitlines() if "chipwatch" in line]
    assert about_ours == []
    assert told.returncode == 0, told.stderr


def test_units_and_cron_run_commands_that_there_are() -> None:
    texts = [path.read_text() for path in (*UNITS, DEPLOY / "cron" / "chipwatch")]
    asked = {words for text in texts for words in re.findall(r"bin/chipwatch ([a-z]+)", text)}
    assert asked == {"run", "archive"}
    assert asked <= set(VERBS)
    assert all(line.isascii() for text in texts for line in text.splitlines())


def test_every_timer_has_its_service() -> None:
    names = {unit.name for unit in UNITS}
    timers = {name for name in names if name.endswith(".timer")}
    assert timers
    assert {name.replace(".timer", ".service") for name in timers} <= names


def test_nothing_but_the_web_page_is_published_and_that_to_this_machine() -> None:
    ports = {name: service.get("ports", []) for name, service in COMPOSE["services"].items()}
    assert {name: found for name, found in ports.items() if found} == {
        "web": ["127.0.0.1:3000:3000"]
    }
    assert set(ports) == {"postgresql", "code", "daemon", "web"}
    text = (DEPLOY / "compose.yml").read_text()
    assert "${POSTGRES_PASSWORD:?" in text
    assert not re.search(r"PASSWORD: (?!\$)\S", text)


def test_the_image_is_made_of_locked_packages_and_runs_as_nobody_special() -> None:
    lines = (DEPLOY / "Containerfile").read_text().splitlines()
    words = [line.split()[0] for line in lines if line and not line.startswith((" ", "#"))]
    assert set(words) <= {"FROM", "ENV", "RUN", "WORKDIR", "COPY", "USER", "CMD"}
    text = "\n".join(lines)
    assert "--require-hashes -r requirements-deploy.txt" in text
    assert text.index("USER 10001") < text.index("CMD")
    locked = (REPOSITORY / "requirements-deploy.txt").read_text()
    assert "dagster-postgres==" in locked
    assert "--hash=sha256:" in locked


def test_the_linter_of_containers_has_nothing_to_say() -> None:
    linter = Path(sys.executable).parent / "hadolint"
    told = subprocess.run(
        [linter, "--no-color", DEPLOY / "Containerfile"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stdout) == (0, ""), told.stdout + told.stderr


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def asked(port: int, query: str, **variables: object) -> dict[str, Any]:
    body = json.dumps({"query": query, "variables": variables}).encode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/graphql", body, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        found: dict[str, Any] = json.load(answer)
    assert "errors" not in found, found["errors"]
    return dict(found["data"])


def until(what: str, holds: Any, seconds: float = 240.0) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        with contextlib.suppress(OSError):
            if holds():
                return
        time.sleep(0.5)
    raise AssertionError(f"{what} did not come within {seconds:.0f} s")


@contextlib.contextmanager
def services(folder: Path, variables: dict[str, str]) -> Iterator[int]:
    """The commands of the compose file as processes; gives the port of the web server."""
    code, web = free_port(), free_port()
    settings = folder / "dagster"
    settings.mkdir()
    shutil.copyfile(DEPLOY / "dagster" / "dagster.yaml", settings / "dagster.yaml")
    workspace = (DEPLOY / "dagster" / "workspace.yaml").read_text()
    (settings / "workspace.yaml").write_text(workspace.replace("4000", str(code)))
    changed = {"4000": str(code), "3000": str(web), "0.0.0.0": "127.0.0.1"}  # noqa: S104
    place = {"deploy/dagster/workspace.yaml": str(settings / "workspace.yaml")}
    environment = {**os.environ, **variables, "DAGSTER_HOME": str(settings)}
    processes = []
    try:
        for name in ("code", "daemon", "web"):
            first, *rest = [str(word) for word in COMPOSE["services"][name]["command"]]
            words = [{**changed, **place}.get(word, word) for word in rest]
            program = Path(sys.executable).parent / first
            with (folder / f"{name}.log").open("w") as log:
                processes.append(
                    subprocess.Popen(
                        [program, *words], cwd=REPOSITORY, env=environment, stdout=log, stderr=log
                    )
                )
            if name == "code":
                until("the code location", lambda: socket.create_connection(("127.0.0.1", code)))
        until("the web server", lambda: asked(web, "{ version }"))
        yield web
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(30)
            process.kill()


@pytest.mark.slow
def test_two_run_workers_take_days_from_the_queue(tmp_path: Path) -> None:
    folder = binaries()
    if folder is None or importlib.util.find_spec("dagster_postgres") is None:
        pytest.skip("SKIPPED: no PostgreSQL or no dagster-postgres here; deploy/ is not tested")
    simulator = Simulator(World())
    with running(folder) as server, simulator.running():
        database = server.database()
        variables = {
            **simulator.variables,
            "DAGSTER_STORAGE_URL": server.url(database),
            "DAGSTER_CODE_HOST": "127.0.0.1",
            "CHIPWATCH_WAREHOUSE": str(tmp_path / "warehouse"),
        }
        with services(tmp_path, variables) as web:
            for day in DAYS:
                told = asked(web, RUN, run=_run_of(day))["launchPipelineExecution"]
                assert told["__typename"] == "LaunchRunSuccess", told
            until("the end of the runs", lambda: _all_ended(web), 420.0)
            runs = asked(web, STATES)["runsOrError"]["results"]
        with server.connect(database) as connection:
            [(stored,)] = connection.execute("select count(*) from runs").fetchall()
            steps = connection.execute(
                "select count(*) from event_logs where dagster_event_type = 'STEP_SUCCESS'"
            ).fetchall()
    assert [run["status"] for run in runs] == ["SUCCESS"] * len(DAYS), _logs(tmp_path)
    assert (stored, steps) == (len(DAYS), [(len(DAYS),)])
    assert _most_at_once(runs) == 2
    entries = Archive(tmp_path / "warehouse" / "archive").entries("gdelt_bulk")
    assert sorted(str(entry.parameters["from"])[:8] for entry in entries) == [
        day.replace("-", "") for day in DAYS
    ]
    assert sum(int(str(entry.parameters["kept"])) for entry in entries) == 8 * len(DAYS)


def _run_of(day: str) -> dict[str, object]:
    return {
        "selector": {
            "repositoryLocationName": "chipwatch",
            "repositoryName": "__repository__",
            "pipelineName": "backfill_gdelt_bulk",
        },
        "runConfigData": {"execution": {"config": {"multiprocess": {"max_concurrent": 2}}}},
        "executionMetadata": {"tags": [{"key": "dagster/partition", "value": day}]},
        "mode": "default",
    }


def _all_ended(web: int) -> bool:
    runs = asked(web, STATES)["runsOrError"]["results"]
    return all(run["status"] in {"SUCCESS", "FAILURE", "CANCELED"} for run in runs)


def _most_at_once(runs: list[dict[str, Any]]) -> int:
    return max(
        sum(other["startTime"] <= run["startTime"] < other["endTime"] for other in runs)
        for run in runs
    )


def _logs(folder: Path) -> str:
    return "\n".join(path.read_text()[-3000:] for path in sorted(folder.glob("*.log")))
