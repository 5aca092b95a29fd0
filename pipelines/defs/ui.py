"""`make ui`: the Dagster UI of a warehouse on this machine, for its own pages only.

Dagster's web server checks neither who asks nor from which page, so it runs here behind
`local_only`; schedules and sensors run in the daemon beside it.
Belongs here: starting the two and ending them together. Does not belong here: the instance's
settings (`instance.py`), which requests are let through (`local_only.py`).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from dagster import DagsterInstance, __version__
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import ModuleTarget
from dagster_webserver.app import create_app_from_workspace_process_context

from pipelines.archive.choose import choose_archive
from pipelines.defs.instance import prepare_instance
from pipelines.defs.overlay_first import OverlayFirst
from pipelines.errors import ChipwatchError
from pipelines.local_only import LocalOnly
from pipelines.overlay.files import own_rows
from pipelines.settings import require_sound
from pipelines.warehouse import REPOSITORY, locate

ADDRESS = "127.0.0.1"
CODE_LOCATION = "pipelines.defs.definitions"
SECONDS_TO_END = 20


def serve(port: int) -> None:
    """Serve the UI until the process is interrupted."""
    warehouse = locate()
    warehouse.ensure(choose_archive(warehouse, None, live=False).kind)
    prepare_instance(warehouse)
    os.chdir(REPOSITORY)
    with (
        DagsterInstance.get() as instance,
        WorkspaceProcessContext(
            instance, ModuleTarget(CODE_LOCATION, None, None, None), version=__version__
        ) as code,
        _daemon(),
    ):
        app = create_app_from_workspace_process_context(code, live_data_poll_rate=2000)
        sys.stderr.write(f"Dagster on http://{ADDRESS}:{port}\n")
        sound = OverlayFirst(app, lambda: own_rows(warehouse))
        guarded = LocalOnly(sound, port, json_paths=("/graphql",))
        uvicorn.run(guarded, host=ADDRESS, port=port, log_level="warning")


@contextmanager
def _daemon() -> Iterator[None]:
    """Schedules, sensors and queued runs, in a process that ends with this one."""
    command = [sys.executable, "-m", "dagster._daemon", "run", "-m", CODE_LOCATION]
    process = subprocess.Popen([*command, "--log-level", "warning"])  # noqa: S603
    # The web server raises the signal that ended it once more: an exit lets this process be ended.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def main(arguments: list[str]) -> int:
    """Serve on the port named, 3000 by default; return the exit code."""
    try:
        port = int(arguments[0]) if arguments else 3000
    except ValueError:
        sys.stderr.write(f"error: {arguments[0]} is not a port\n")
        return 2
    try:
        require_sound(os.environ, lambda text: sys.stderr.write(f"note: {text}\n"))
        serve(port)
    except ChipwatchError as error:
        sys.stderr.write(f"error: {error}\n")
        return error.exit_code
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
