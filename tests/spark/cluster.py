"""Servers to run Spark on: a standalone cluster out of the pyspark package, and pysail.

Belongs here: starting them as processes of this machine and ending them. Does not belong here: what
runs on them.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
SECONDS = 240
MASTER = "org.apache.spark.deploy.master.Master"
WORKER = "org.apache.spark.deploy.worker.Worker"
WORK = (WORKER, "--cores", "1", "--memory", "1500m", "--host", HOST)


def why_no_cluster() -> str:
    """What a cluster of this machine lacks, or nothing."""
    if shutil.which("java") is None:
        return "no Java on this machine"
    told = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    version = told.partition('"')[2].partition(".")[0]
    if not version.isdigit() or int(version) not in (17, 21):
        return f"Spark 4 needs Java 17 or 21, here is {told.splitlines()[:1]}"
    return ""


@contextlib.contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[str]:
    """A master and workers of one core each; yields the master's address once all have come."""
    import pyspark

    home = Path(pyspark.__file__).parent
    master, page = free_port(), free_port()
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": HOST,
        "SPARK_WORKER_DIR": str(folder / "work"),
        "SPARK_DAEMON_MEMORY": "256m",
    }
    address = f"spark://{HOST}:{master}"
    started = [
        [MASTER, "--host", HOST, "--port", str(master), "--webui-port", str(page)],
        *([*WORK, "--webui-port", str(free_port()), address] for _ in range(workers)),
    ]
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as running:
        for number, arguments in enumerate(started):
            log = running.enter_context((folder / f"{number}.log").open("wb"))
            process = subprocess.Popen(
                [str(home / "bin" / "spark-class"), *arguments],
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            running.callback(_end, process)
            if number == 0:
                _wait_for(page, 0)
        _wait_for(page, workers)
        yield address


@contextlib.contextmanager
def sail() -> Iterator[str]:
    """A server of pysail; yields its address. It ends with the process: asked to stop after it has
    called Python functions, it waits for ever (pysail 0.7.2).
    """
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer(HOST, 0)
    server.start(background=True)
    _, port = server.listening_address
    address = f"sc://{HOST}:{port}"
    os.environ["SPARK_REMOTE"] = address
    yield address


@contextlib.contextmanager
def on_cluster(folder: Path, workers: int = 2) -> Iterator[Any]:
    """A session on a cluster of its own, whose files lie in `folder`."""
    from pipelines.spark.engine import session

    os.environ["PYSPARK_PYTHON"] = sys.executable
    settings = {
        "spark.sql.warehouse.dir": str(folder / "tables"),
        "spark.driver.host": HOST,
        "spark.driver.bindAddress": HOST,
    }
    with cluster(folder / "cluster", workers) as address:
        opened = session(address, settings)
        try:
            yield opened
        finally:
            opened.stop()


@contextlib.contextmanager
def on(engine: str, folder: Path, workers: int = 2) -> Iterator[Any]:
    """A session on an engine by its name: cluster or sail."""
    from pipelines.spark.engine import session

    os.environ["PYSPARK_PYTHON"] = sys.executable
    if engine == "sail":
        with sail() as address:
            yield session(address)
    else:
        with on_cluster(folder, workers) as opened:
            yield opened


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


def _wait_for(page: int, workers: int) -> None:
    """Wait until the master's page says that so many workers are alive."""
    ends = time.monotonic() + SECONDS
    while time.monotonic() < ends:
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"http://{HOST}:{page}/json/", timeout=10) as answer,
        ):
            if answer.read().count(b'"ALIVE"') > workers:
                return
        time.sleep(0.3)
    raise TimeoutError(f"the cluster did not come up within {SECONDS} s")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
