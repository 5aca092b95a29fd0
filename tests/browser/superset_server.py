"""A Superset as a running process over a warehouse, for the tests that look at it or attack it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

from dashboards.superset import serve
from pipelines.warehouse import REPOSITORY, Warehouse

STARTED_WITHIN_SECONDS = 600


def publish(warehouse: Path) -> None:
    """Make a release with the project's own environment."""
    command = shutil.which("chipwatch", path=f"{REPOSITORY}/.venv/bin:{os.environ['PATH']}")
    assert command, "chipwatch is not installed: make run"
    result = subprocess.run(
        [command, "run", "--warehouse", str(warehouse)], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


class Running:
    """A Superset that `python -m dashboards.superset.serve` has started."""

    def __init__(self, warehouse: Path) -> None:
        with socket.socket() as probe:
            probe.bind((serve.HOST, 0))
            self.port = probe.getsockname()[1]
        self.home = serve.home_of(Warehouse(warehouse))
        self.url = f"http://{serve.HOST}:{self.port}"
        self.output = warehouse.parent / "serve.out"
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "dashboards.superset.serve", str(self.port)],
                cwd=REPOSITORY,
                env={**os.environ, "CHIPWATCH_WAREHOUSE": str(warehouse)},
                stdout=output,
                stderr=output,
            )
        deadline = time.monotonic() + STARTED_WITHIN_SECONDS
        while "Ctrl-C stops it" not in self.output.read_text():
            assert self.process.poll() is None, self.output.read_text()
            assert time.monotonic() < deadline, self.output.read_text()
            time.sleep(0.5)
        self.password = json.loads((self.home / "access.json").read_text())["password"]
