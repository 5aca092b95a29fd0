"""What several suites share: the command line as a user calls it, and the recorded payloads."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
PAYLOADS = REPOSITORY.parent / "shared" / "payloads"
CHIPWATCH = Path(sys.executable).parent / "chipwatch"


def chipwatch(
    *arguments: object, cwd: Path | None = None, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the installed command and return what it printed."""
    environment = {key: value for key, value in os.environ.items() if key != "CHIPWATCH_WAREHOUSE"}
    return subprocess.run(
        [str(CHIPWATCH), *map(str, arguments)],
        capture_output=True,
        input=stdin,
        text=True,
        check=False,
        env={**environment, "COLUMNS": "200"},
        cwd=cwd or REPOSITORY,
        timeout=600,
    )


@pytest.fixture(scope="session")
def recorded() -> Path:
    """The folder of recorded payloads, or a skip that says why."""
    if not PAYLOADS.is_dir():
        pytest.skip("the recorded payloads (../shared/payloads) are not on this machine")
    return PAYLOADS


@pytest.fixture(scope="session")
def sample_warehouse(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A warehouse built from the bundled sample, once for all tests; never change it."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    folder = shared / "sample" / "warehouse"
    with (shared / "sample.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "run.out").exists():
            result = chipwatch("run", "--warehouse", folder)
            assert result.returncode == 0, result.stdout + result.stderr
            (folder / "run.out").write_text(result.stdout)
    return folder
