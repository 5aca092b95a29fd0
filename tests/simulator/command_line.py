"""The command line on the simulator's clock and with its small settings; all else is real.

Belongs here: running `chipwatch` in a process of its own against a simulator. Does not belong here:
assertions.
"""

from __future__ import annotations

import os
import subprocess
import sys

from tests.conftest import REPOSITORY
from tests.simulator.harness import CANARY_VARIABLES
from tests.simulator.server import Simulator

_WITHOUT_WAITING = """
import sys
from datetime import datetime
from functools import partial
import pipelines.fetch.engine as engine
from pipelines.cli import main
from tests.simulator.harness import SETTINGS, FakeClock
from tests.simulator.world import World

seconds, now = float(sys.argv.pop(1)), sys.argv.pop(1)
clock = FakeClock(World(datetime.fromisoformat(now)))
engine.Fetcher = partial(
    engine.Fetcher, clock=clock, settings=SETTINGS, attempts=2, total_seconds=seconds
)
main()
"""


def command_line(
    simulator: Simulator, *arguments: object, total_seconds: float = 300.0
) -> subprocess.CompletedProcess[str]:
    """Run `chipwatch` with these arguments, every key set; an exchange may last `total_seconds`."""
    now = simulator.world.now.isoformat()
    return subprocess.run(
        [sys.executable, "-c", _WITHOUT_WAITING, str(total_seconds), now, *map(str, arguments)],
        env={**os.environ, **simulator.variables, **CANARY_VARIABLES, "COLUMNS": "200"},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        timeout=3600,
    )
