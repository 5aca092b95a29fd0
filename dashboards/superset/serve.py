"""`make bi`: Superset on 127.0.0.1 over the published file, with the declared dashboards.

Belongs here: its folder below the warehouse, its processes, what a person is told. Does not belong
here: the bundle, Superset's settings. Runs in `.venv-bi` as `python -m dashboards.superset.serve`.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from dashboards.superset.bundle import files, hardened_uri, write_zip
from dashboards.superset.declarations import FOLDER, read_declared
from dashboards.superset.local_only import PORT_VARIABLE
from pipelines.errors import ChipwatchError
from pipelines.settings import require_sound
from pipelines.warehouse import REPOSITORY, Warehouse, locate

HOST = "127.0.0.1"
PORT = 8088
WORKERS = 3
READY_WITHIN_SECONDS = 300
STOPPED_WITHIN_SECONDS = 20


def home_of(warehouse: Warehouse) -> Path:
    """Superset's folder: its database, its log, its secrets."""
    return warehouse.root / ".superset"


def check(warehouse: Warehouse, port: int) -> None:
    """Refuse to start where it could not work, and say why.

    Raises ChipwatchError when nothing is published or the port is taken.
    """
    if not warehouse.published.exists():
        raise ChipwatchError(
            f"No release is published in {warehouse.root}: there is nothing to show.",
            "run `make run` first, or name another warehouse in CHIPWATCH_WAREHOUSE.",
        )
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise ChipwatchError(
                f"Port {port} on {HOST} is taken ({error.strerror}); is `make bi` already running?",
                "stop the other program, or choose another port: make bi PORT=8089.",
            ) from error


def prepare(warehouse: Warehouse) -> tuple[Path, dict[str, str]]:
    """Make Superset's folder with its secrets and bundle; return it and the environment."""
    home = home_of(warehouse)
    home.mkdir(mode=0o700, exist_ok=True)
    access = home / "access.json"
    if not access.exists():
        generated = {
            "user": "admin",
            "password": secrets.token_urlsafe(12),
            "secret_key": secrets.token_urlsafe(48),
        }
        with os.fdopen(os.open(access, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(generated, file, indent=1)
    write_zip(files(read_declared(), hardened_uri(warehouse.published)), home / "bundle.zip")
    environment = {
        **os.environ,
        "CHIPWATCH_SUPERSET_HOME": str(home),
        "SUPERSET_HOME": str(home),
        "SUPERSET_CONFIG_PATH": str(FOLDER / "superset_config.py"),
        "SCARF_ANALYTICS": "false",
        "DO_NOT_TRACK": "1",
        "FLASK_APP": "superset.app:create_app()",
    }
    return home, environment


def import_bundle(home: Path, environment: dict[str, str]) -> None:
    """Import the bundle in a process of its own.

    Raises ChipwatchError that names the log when Superset does not take it.
    """
    log = home / "superset.log"
    with log.open("ab") as output:
        command = [sys.executable, "-m", "dashboards.superset.load", str(home / "bundle.zip")]
        result = subprocess.run(  # noqa: S603
            command, env=environment, cwd=REPOSITORY, stdout=output, stderr=output, check=False
        )
    if result.returncode:
        raise ChipwatchError(
            f"Superset did not take the dashboards: {_last_line(log)}",
            f"read {log}; after a change of Superset's version remove {home} and start again.",
        )


def start(home: Path, environment: dict[str, str], port: int) -> subprocess.Popen[bytes]:
    """Start the server and wait until it answers.

    Each worker answers one request at a time: DuckDB shares one open file among the connections
    of a process, so a worker must have closed the last before it opens the next.
    Raises ChipwatchError that names the log when it does not come up.
    """
    log = home / "superset.log"
    with log.open("ab") as output:
        server = subprocess.Popen(  # noqa: S603
            [
                sys.executable, "-m", "gunicorn", "--bind", f"{HOST}:{port}",
                "--workers", str(WORKERS), "--worker-class", "sync", "--preload",
                "--timeout", "120", "--graceful-timeout", "5", "--pid", str(home / "gunicorn.pid"),
                "--access-logfile", "/dev/null", "--no-control-socket",
                "superset.app:create_app()",
            ],
            env={**environment, PORT_VARIABLE: str(port)}, cwd=REPOSITORY,
            stdout=output, stderr=output,
        )  # fmt: skip
    try:
        if _answers(server, port):
            return server
    except KeyboardInterrupt:
        stop(server)
        raise
    stop(server)
    raise ChipwatchError(f"Superset did not start: {_last_line(log)}", f"read {log}.")


def _answers(server: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/health", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    return False


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server and its workers."""
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(STOPPED_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def digest(home: Path) -> str:
    """What an import depends on: the bundle and the versions installed."""
    content = (home / "bundle.zip").read_bytes() + (FOLDER / "requirements.txt").read_bytes()
    return hashlib.sha256(content).hexdigest()


def import_if_changed(home: Path, environment: dict[str, str]) -> None:
    """Import the bundle, unless it is the one imported last."""
    imported = home / "imported.sha256"
    if imported.exists() and imported.read_text() == digest(home):
        return
    import_bundle(home, environment)
    imported.write_text(digest(home))


def serve(port: int = PORT) -> None:
    """Run until Ctrl-C, or until it is terminated."""
    # A program started in the background inherits that Ctrl-C is ignored.
    signal.signal(signal.SIGINT, _interrupt)
    signal.signal(signal.SIGTERM, _interrupt)
    require_sound(os.environ, _say)
    warehouse = locate()
    check(warehouse, port)
    home, environment = prepare(warehouse)
    is_first = not (home / "metadata.db").exists()
    _say("preparing Superset" + (" (the first time takes a minute)" if is_first else ""))
    import_if_changed(home, environment)
    server = start(home, environment, port)
    _say(f"Superset reads {warehouse.published}")
    for dashboard in read_declared().dashboards:
        _say(f"  http://{HOST}:{port}/superset/dashboard/{dashboard.slug}/   {dashboard.title}")
    _say(f"user admin; the password stands in {home / 'access.json'} (readable by you alone)")
    _say("Ctrl-C stops it")
    try:
        code = server.wait()
    except KeyboardInterrupt:
        stop(server)
        raise
    raise ChipwatchError(
        f"Superset ended by itself (code {code}): {_last_line(home / 'superset.log')}",
        f"read {home / 'superset.log'}.",
    )


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _last_line(log: Path) -> str:
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        serve(*map(int, sys.argv[1:]))
    except KeyboardInterrupt:
        _say("\nSuperset has stopped")
    except ChipwatchError as error:
        sys.exit(f"error: {error}")
