"""The Dagster UI of a warehouse as a running process, and its GraphQL interface."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from tests.conftest import REPOSITORY

SECONDS_TO_START = 180
ENDED = {"SUCCESS", "FAILURE", "CANCELED"}

_ASSETS = """
query { assetNodes { assetKey { path } opNames jobNames isMaterializable isPartitioned } }
"""
_LAUNCH = """
mutation Launch($parameters: ExecutionParams!) {
  launchRun(executionParams: $parameters) {
    __typename
    ... on LaunchRunSuccess { run { runId } }
    ... on PythonError { message }
    ... on RunConfigValidationInvalid { errors { message } }
  }
}
"""
_STATUS = "query Run($id: ID!) { runOrError(runId: $id) { ... on Run { status } } }"
_TERMINATE = """
mutation End($id: String!) {
  terminateRun(runId: $id, terminatePolicy: MARK_AS_CANCELED_IMMEDIATELY) { __typename }
}
"""


class Ui:
    """The UI that `process` serves at `address`; launches runs and waits for them."""

    def __init__(self, address: str, process: subprocess.Popen[bytes]) -> None:
        self.address = address
        self.process = process

    def ask(self, query: str, **variables: Any) -> Any:
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = Request(f"{self.address}/graphql", body, {"Content-Type": "application/json"})  # noqa: S310
        with urlopen(request, timeout=60) as answer:  # noqa: S310
            told = json.load(answer)
        assert "errors" not in told, told["errors"]
        return told["data"]

    def asset_paths(self) -> list[list[str]]:
        """The keys that `Materialize all` sends."""
        return [node["assetKey"]["path"] for node in self.ask(_ASSETS)["assetNodes"]]

    def launch(self, job: str, **config: Any) -> str:
        """Launch a job and return the run's id; `__ASSET_JOB` is `Materialize all`."""
        selector: dict[str, Any] = {
            "repositoryLocationName": "pipelines.defs.definitions",
            "repositoryName": "__repository__",
            "pipelineName": job,
        }
        if job == "__ASSET_JOB":
            selector["assetSelection"] = [{"path": path} for path in self.asset_paths()]
        parameters = {"selector": selector, "runConfigData": json.dumps(config), "mode": "default"}
        launched = self.ask(_LAUNCH, parameters=parameters)["launchRun"]
        assert launched["__typename"] == "LaunchRunSuccess", launched
        return str(launched["run"]["runId"])

    def status(self, run: str) -> str:
        return str(self.ask(_STATUS, id=run)["runOrError"]["status"])

    def wait(self, run: str, seconds: float = 900) -> str:
        """The status in which the run ended."""
        until = time.monotonic() + seconds
        while (status := self.status(run)) not in ENDED:
            assert time.monotonic() < until, f"run {run} is still {status}"
            time.sleep(1)
        return status

    def end(self, run: str) -> None:
        self.ask(_TERMINATE, id=run)


@contextmanager
def running_ui(warehouse: Path) -> Iterator[Ui]:
    """`make ui` on a free port for `warehouse`; everything it started has ended afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "CHIPWATCH_WAREHOUSE": str(warehouse)}
    log = warehouse.parent / "ui.log"
    with log.open("w") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "pipelines.defs.ui", str(port)],
            cwd=REPOSITORY,
            env=environment,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    ui = Ui(f"http://127.0.0.1:{port}", process)
    try:
        _wait_until_loaded(ui, process, log)
        yield ui
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_until_loaded(ui: Ui, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while True:
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < until, log.read_text()
        try:
            if ui.asset_paths():
                return
        except (URLError, OSError, AssertionError):
            pass
        time.sleep(1)
