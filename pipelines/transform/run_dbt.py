"""How dbt is called: what the code alone decides, the phases of a build, the results it leaves.

The parsed project and the loaded and tested seeds depend on nothing but the checkout, so they are
made once a code version (at installation) and shared by all warehouses and builds.
Belongs here: the paths and variables of a dbt call, and running it.
Does not belong here: SQL (`dbt_project/`), Dagster assets (`defs/dbt.py`).
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple

from pipelines.errors import ChipwatchError
from pipelines.files.durable import write_durably
from pipelines.fingerprint import dbt_files, hash_of
from pipelines.transform.contents import read_contents
from pipelines.warehouse import REPOSITORY, Build
from pipelines.worker import Worker

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

DBT_PROJECT = REPOSITORY / "dbt_project"
DBT_EXECUTABLE = Path(sys.executable).parent / "dbt"
PARSED = REPOSITORY / "warehouse" / ".dbt"
KEEP_PARSED_SECONDS = 24 * 3600
RELATION_EVENTS = {"LogModelResult", "LogSeedResult"}
RESULT_EVENTS = {*RELATION_EVENTS, "LogTestResult"}

CURATED, BEFORE_EVENT_STUDY, AFTER_EVENT_STUDY = PHASES = (
    "curated",
    "before_event_study",
    "after_event_study",
)


class Selection(NamedTuple):
    """What one phase runs, in dbt's selection syntax."""

    select: str
    exclude: str = ""
    indirect_selection: str = "eager"


SELECTIONS = {
    CURATED: Selection("path:seeds", indirect_selection="empty"),
    BEFORE_EVENT_STUDY: Selection("path:models path:tests", exclude="tag:after_event_study"),
    AFTER_EVENT_STUDY: Selection("tag:after_event_study"),
}
DATABASES = ("work.duckdb", "candidate.duckdb")


def target_path(build: Build, phase: str) -> Path:
    """Where one phase of dbt leaves its artifacts."""
    return build.path / _target_name(phase)


def _target_name(phase: str) -> str:
    return f"dbt_{phase}"


def ensure_manifest() -> Path:
    """The dbt manifest of the present project, parsed anew when the code has changed.

    It depends on the code alone, so every warehouse of this checkout shares it. `make` calls this
    at installation (`python -m pipelines.transform.run_dbt`). Raises ChipwatchError when the
    project does not parse.
    """
    target = PARSED / hash_of(dbt_files())[:16]
    manifest, done = target / "manifest.json", target / "parsed"
    if done.exists():
        return manifest
    target.mkdir(parents=True, exist_ok=True)
    result = _invoke(["parse"], target, target)
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


def ensure_curated() -> Path:
    """A folder with the seeds loaded into `DATABASES`, dbt's artifacts and its `events.json`.

    Made anew when the code or a seed has changed. Failed tests of a seed are kept in it like any
    other result: every build that takes it over reports them. Raises ChipwatchError when dbt could
    not run.
    """
    manifest = ensure_manifest()
    curated = manifest.parent / CURATED
    if curated.exists():
        return curated
    making = Path(tempfile.mkdtemp(prefix=f"{CURATED}-", dir=manifest.parent))
    events = list(run_selection(making, CURATED, manifest))
    (making / "events.json").write_text(json.dumps(events))
    try:
        making.rename(curated)
    except OSError:
        shutil.rmtree(making)
    return curated


def take_curated(build: Build) -> Iterator[dict[str, Any]]:
    """Start the databases of a build with the curated seeds; yield dbt's result events of them."""
    curated = ensure_curated()
    for name in DATABASES:
        shutil.copyfile(curated / name, build.path / name)
    folder = target_path(build, CURATED)
    shutil.copytree(curated / folder.name, folder, dirs_exist_ok=True)
    yield from json.loads((curated / "events.json").read_text())


def run_phase(build: Build, phase: str, manifest: Path) -> Iterator[dict[str, Any]]:
    """Run one selection of the project on a build; yield dbt's result events as they come.

    The parsed project beside `manifest` is used as it is: parsing again would take longer than
    most runs. Raises ChipwatchError when dbt itself could not run; failed models and tests are
    left to the artifacts in `target_path`.
    """
    return DBT.stream(run_selection, build.path, phase, manifest)


def run_selection(folder: Path, phase: str, manifest: Path) -> Iterator[dict[str, Any]]:
    """As `run_phase`, in this process, on the databases in `folder`.

    The event of a relation that was made says under `contents` what it holds (`contents.py`).
    """
    chosen = SELECTIONS[phase]
    command = ["build", "--exclude-resource-type", "unit_test"]
    command += ["--select", *chosen.select.split()]
    command += ["--indirect-selection", chosen.indirect_selection]
    command += ["--exclude", chosen.exclude] if chosen.exclude else []
    told: SimpleQueue[dict[str, Any] | None] = SimpleQueue()
    target, project = folder / _target_name(phase), _parsed_project(manifest.parent)
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(_invoke, command, target, folder, project, told.put)
        running.add_done_callback(lambda _: told.put(None))
        while (event := told.get()) is not None:
            yield event
        result = running.result()
    if result.exception is not None:
        raise ChipwatchError(
            f"dbt stopped in the phase {phase}: {result.exception}",
            f"see {folder / 'dbt_logs' / 'dbt.log'}.",
        )


def compile_models(folder: Path, manifest: Path) -> Path:
    """Compile every model of the parsed project in `folder`; return the manifest with their SQL.

    No model is run. Raises ChipwatchError when one does not compile.
    """
    target, project = folder / "dbt_compiled", _parsed_project(manifest.parent)
    result = _invoke(["compile", "--select", "resource_type:model"], target, folder, project)
    if not result.success:
        raise ChipwatchError(
            f"The dbt project does not compile: {result.exception or 'see the log'}",
            f"see {folder / 'dbt_logs' / 'dbt.log'}.",
        )
    return target / "manifest.json"


def _parsed_project(target: Path) -> Manifest:
    from dbt.contracts.graph.manifest import Manifest

    manifest = Manifest.from_msgpack((target / "partial_parse.msgpack").read_bytes())
    manifest.build_flat_graph()
    return manifest


def _invoke(
    command: list[str],
    target: Path,
    folder: Path,
    manifest: Manifest | None = None,
    tell: Callable[[dict[str, Any]], None] = lambda _: None,
) -> Any:
    """Call dbt on the databases in `folder`; tell each node's result as it comes."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner
    from google.protobuf.json_format import MessageToDict

    os.environ["CHIPWATCH_BUILD_DIR"] = str(folder)
    os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"

    def tell_result(message: Any) -> None:
        if message.info.name not in RESULT_EVENTS:
            return
        event = MessageToDict(message, preserving_proto_field_name=True)
        node = event["data"]["node_info"]
        if message.info.name in RELATION_EVENTS and node["node_status"] == "success":
            handle = DuckDBConnectionManager.env().handle()
            relation = node["node_relation"]["relation_name"]
            event["contents"] = asdict(read_contents(handle.cursor(), relation))
            handle.close()
        tell(event)

    options = {
        "--project-dir": DBT_PROJECT,
        "--profiles-dir": DBT_PROJECT,
        "--target-path": target,
        "--log-path": folder / "dbt_logs",
    }
    arguments = [text for option, path in options.items() for text in (option, str(path))]
    try:
        runner = dbtRunner(manifest=manifest, callbacks=[tell_result])
        return runner.invoke(["--quiet", "--log-level-file", "warn", *command, *arguments])
    finally:
        DuckDBConnectionManager.close_all_connections()


def load_dbt() -> None:
    """Import what a run of dbt needs."""
    import dbt.adapters.duckdb.impl
    import dbt.cli.main  # noqa: F401


DBT = Worker(load_dbt)


if __name__ == "__main__":
    ensure_curated()
