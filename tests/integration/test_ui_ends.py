"""The Dagster UI, ended as a service manager ends it, leaves no process behind."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.browser.dagster_ui import running_ui

pytestmark = pytest.mark.slow

SECONDS_TO_END = 40


def is_running(group: int) -> bool:
    """Whether a process of the group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_terminated_ui_takes_its_daemon_with_it(tmp_path: Path) -> None:
    with running_ui(tmp_path / "w") as ui:
        os.kill(ui.process.pid, signal.SIGTERM)
        until = time.monotonic() + SECONDS_TO_END
        ui.process.wait(SECONDS_TO_END)
        while is_running(ui.process.pid) and time.monotonic() < until:
            time.sleep(0.2)
        assert not is_running(ui.process.pid)
