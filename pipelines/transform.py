"""How dbt is called: the manifest, the environment of a build, the results it leaves.

Belongs here: the paths and variables of a dbt call. Does not belong here: SQL (`dbt_project/`),
Dagster assets (`defs/dbt.py`).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from pipelines.durable import write_durably
from pipelines.errors import ChipwatchError
from pipelines.fingerprint import code_hash
from pipelines.warehouse import REPOSITORY, Build, Warehouse

DBT_PROJECT = REPOSITORY / "dbt_project"
DBT_EXECUTABLE = Path(sys.executable).parent / "dbt"
AFTER_EVENT_STUDY = "tag:after_event_study"

PHASES = ("before_event_study", "after_event_study")


def environment(build: Build) -> dict[str, str]:
    """The variables that point the dbt profile and sources at one build."""
    return {
        "CHIPWATCH_BUILD_DIR": str(build.path),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DBT_LOG_PATH": str(build.path / "dbt_logs"),
    }


def target_path(build: Build, phase: str) -> Path:
    """Where one phase of dbt leaves its artifacts."""
    return build.path / f"dbt_{phase}"


def ensure_manifest(warehouse: Warehouse) -> Path:
    """The dbt manifest of the present project, parsed anew when the code has changed.

    Raises ChipwatchError when the project does not parse.
    """
    target = warehouse.dbt_target
    manifest, stamp = target / "manifest.json", target / "code_hash"
    code = code_hash()
    if manifest.exists() and stamp.exists() and stamp.read_text() == code:
        return manifest
    target.mkdir(parents=True, exist_ok=True)
    result = subprocess.run(  # noqa: S603
        [
            str(DBT_EXECUTABLE),
            "--quiet",
            "parse",
            "--project-dir",
            str(DBT_PROJECT),
            "--profiles-dir",
            str(DBT_PROJECT),
            "--target-path",
            str(target),
        ],
        env={**os.environ, **environment(Build(target))},
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode != 0 or not manifest.exists():
        raise ChipwatchError(
            f"The dbt project does not parse:\n{(result.stdout + result.stderr).strip()}",
            f"mend the file named above below {DBT_PROJECT.name}/.",
        )
    write_durably(stamp, code.encode())
    return manifest
