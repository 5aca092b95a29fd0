"""How dbt is called: the manifest, the environment of a build, the results it leaves.

Belongs here: the paths and variables of a dbt call, and running it in this process.
Does not belong here: SQL (`dbt_project/`), Dagster assets (`defs/dbt.py`).
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.durable import write_durably
from pipelines.errors import ChipwatchError
from pipelines.fingerprint import code_hash
from pipelines.warehouse import REPOSITORY, Build

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

DBT_PROJECT = REPOSITORY / "dbt_project"
DBT_EXECUTABLE = Path(sys.executable).parent / "dbt"
AFTER_EVENT_STUDY = "tag:after_event_study"

PARSED = REPOSITORY / "warehouse" / ".dbt"
KEEP_PARSED_SECONDS = 24 * 3600
RESULT_EVENTS = {"LogModelResult", "LogSeedResult", "LogSnapshotResult", "LogTestResult"}

PHASES = ("before_event_study", "after_event_study")
SELECTION = {
    PHASES[0]: ("--exclude", AFTER_EVENT_STUDY),
    PHASES[1]: ("--select", AFTER_EVENT_STUDY),
}


def target_path(build: Build, phase: str) -> Path:
    """Where one phase of dbt leaves its artifacts."""
    return build.path / f"dbt_{phase}"


def ensure_manifest() -> Path:
    """The dbt manifest of the present project, parsed anew when the code has changed.

    It depends on the code alone, so every warehouse of this checkout shares it. `make` calls this
    at installation (`python -m pipelines.transform`). Raises ChipwatchError when the project does
    not parse.
    """
    target = PARSED / code_hash()[:16]
    manifest, done = target / "manifest.json", target / "parsed"
    if done.exists():
        return manifest
    target.mkdir(parents=True, exist_ok=True)
    result, _ = _invoke(["parse"], target, target)
    if not result.success or not manifest.exists():
        raise ChipwatchError(
            f"The dbt project does not parse:\n{result.exception}",
            f"mend the file named above below {DBT_PROJECT.name}/.",
        )
    write_durably(done, b"")
    for older in PARSED.iterdir():
        if older != target and time.time() - older.stat().st_mtime > KEEP_PARSED_SECONDS:
            shutil.rmtree(older, ignore_errors=True)
    return manifest


def run_phase(build: Build, phase: str, manifest: Path) -> list[dict[str, Any]]:
    """Run one selection of the project on a build; return the result events in order.

    The parsed project beside `manifest` is used as it is: parsing again would take longer than
    most runs. Raises ChipwatchError when dbt itself could not run; failed models and tests are
    left to the artifacts in `target_path`.
    """
    command = ["build", *SELECTION[phase], "--exclude-resource-type", "unit_test"]
    result, events = _invoke(
        command, target_path(build, phase), build.path, _parsed_project(manifest.parent)
    )
    if result.exception is not None:
        raise ChipwatchError(
            f"dbt stopped in the phase {phase}: {result.exception}",
            f"see {build.path / 'dbt_logs' / 'dbt.log'}.",
        )
    return events


def _parsed_project(target: Path) -> Manifest:
    from dbt.contracts.graph.manifest import Manifest  # noqa: PLC0415

    manifest = Manifest.from_msgpack((target / "partial_parse.msgpack").read_bytes())
    manifest.build_flat_graph()
    return manifest


def _invoke(
    command: list[str], target: Path, folder: Path, manifest: Manifest | None = None
) -> tuple[Any, list[dict[str, Any]]]:
    """Call dbt in this process on the databases in `folder`; return its result and the events."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager  # noqa: PLC0415
    from dbt.cli.main import dbtRunner  # noqa: PLC0415
    from google.protobuf.json_format import MessageToDict  # noqa: PLC0415

    os.environ["CHIPWATCH_BUILD_DIR"] = str(folder)
    os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
    messages: list[Any] = []

    def keep_result(message: Any) -> None:
        if message.info.name in RESULT_EVENTS:
            messages.append(message)

    options = {
        "--project-dir": DBT_PROJECT,
        "--profiles-dir": DBT_PROJECT,
        "--target-path": target,
        "--log-path": folder / "dbt_logs",
    }
    arguments = [text for option, path in options.items() for text in (option, str(path))]
    try:
        runner = dbtRunner(manifest=manifest, callbacks=[keep_result])
        result = runner.invoke(["--quiet", "--log-level-file", "info", *command, *arguments])
    finally:
        DuckDBConnectionManager.close_all_connections()
    return result, [MessageToDict(m, preserving_proto_field_name=True) for m in messages]


if __name__ == "__main__":
    ensure_manifest()
