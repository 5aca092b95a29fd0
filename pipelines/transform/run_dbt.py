"""How dbt is called: once a code version it compiles the project and loads the curated seeds.

Both depend on nothing but the checkout, so they are made at installation and shared by all
warehouses and builds; a build runs what was compiled (`models.py`, `audit/dbt_tests.py`).
Belongs here: the paths and variables of a dbt call, and running it.
Does not belong here: SQL (`dbt_project/`), Dagster assets (`defs/dbt.py`).
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from pipelines.errors import ChipwatchError
from pipelines.files.durable import write_durably
from pipelines.fingerprint import dbt_files, hash_of
from pipelines.warehouse import REPOSITORY, Build

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

DBT_PROJECT = REPOSITORY / "dbt_project"
DBT_EXECUTABLE = Path(sys.executable).parent / "dbt"
COMPILED = REPOSITORY / "warehouse" / ".dbt"
KEEP_COMPILED_SECONDS = 24 * 3600
DATABASES = ("work.duckdb", "candidate.duckdb")


def ensure_manifest() -> Path:
    """The dbt manifest of the present project with its compiled SQL, made anew with the code.

    It depends on the code alone, so every warehouse of this checkout shares it. `make` calls this
    at installation (`python -m pipelines.transform.run_dbt`). Raises ChipwatchError when the
    project does not compile.
    """
    target = COMPILED / hash_of(dbt_files())[:16]
    manifest, done = target / "manifest.json", target / "compiled_whole"
    if not done.exists():
        target.mkdir(parents=True, exist_ok=True)
        with FileLock(target / "compiling.lock"):
            if not done.exists():
                _compile(target, manifest, done)
    return manifest


def _compile(target: Path, manifest: Path, done: Path) -> None:
    result = _invoke(["compile"], target, target)
    if not result.success or not manifest.exists():
        raise ChipwatchError(
            f"The dbt project does not compile: {result.exception or 'see the log'}",
            f"mend the file named there below {DBT_PROJECT.name}/ "
            f"(the log: {target / 'dbt_logs' / 'dbt.log'}).",
        )
    write_durably(done, b"")
    for older in COMPILED.iterdir():
        if older != target and time.time() - older.stat().st_mtime > KEEP_COMPILED_SECONDS:
            shutil.rmtree(older, ignore_errors=True)


def ensure_curated() -> Path:
    """A folder with `DATABASES` that hold the curated seeds, made anew when one has changed.

    Raises ChipwatchError when dbt could not load a seed.
    """
    manifest = ensure_manifest()
    curated = manifest.parent / "curated"
    if curated.exists():
        return curated
    making = Path(tempfile.mkdtemp(prefix="curated-", dir=manifest.parent))
    result = _invoke(["seed"], making / "dbt", making, _parsed_project(manifest.parent))
    if not result.success:
        raise ChipwatchError(
            f"dbt could not load the curated seeds: {result.exception or 'see the log'}",
            f"mend the file named in {making / 'dbt_logs' / 'dbt.log'}, below dbt_project/seeds/.",
        )
    try:
        making.rename(curated)
    except OSError:
        shutil.rmtree(making)
    return curated


def take_curated(build: Build) -> None:
    """Start the databases of a build with the curated seeds in them."""
    curated = ensure_curated()
    for name in DATABASES:
        shutil.copyfile(curated / name, build.path / name)


def _parsed_project(target: Path) -> Manifest:
    from dbt.contracts.graph.manifest import Manifest

    manifest = Manifest.from_msgpack((target / "partial_parse.msgpack").read_bytes())
    manifest.build_flat_graph()
    return manifest


def _invoke(
    command: list[str], target: Path, folder: Path, manifest: Manifest | None = None
) -> Any:
    """Call dbt on the databases in `folder`."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    os.environ["CHIPWATCH_BUILD_DIR"] = str(folder)
    os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
    options = {
        "--project-dir": DBT_PROJECT,
        "--profiles-dir": DBT_PROJECT,
        "--target-path": target,
        "--log-path": folder / "dbt_logs",
    }
    arguments = [text for option, path in options.items() for text in (option, str(path))]
    try:
        runner = dbtRunner(manifest=manifest)
        return runner.invoke(["--quiet", "--log-level-file", "warn", *command, *arguments])
    finally:
        DuckDBConnectionManager.close_all_connections()


if __name__ == "__main__":
    ensure_curated()
