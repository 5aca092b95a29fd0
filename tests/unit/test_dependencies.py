"""What the project imports is what it declares, and imports run towards the ground only."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.conftest import REPOSITORY

OWN = {"pipelines", "dashboards", "tests"}
OF_SUPERSET = {"superset", "flask_migrate"}
"""Imported by what runs in the environment of Superset, which has requirements of its own."""
OF_SPARK = {"pyspark"}
"""Imported by `pipelines/spark/engine.py` alone; requirements-spark.txt has it."""


def imported(folder: str) -> set[str]:
    found = set()
    for path in (REPOSITORY / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found - OWN - OF_SUPERSET - OF_SPARK - set(sys.stdlib_module_names)


def test_every_import_is_a_declared_dependency() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["mcp"], *extras["storage"]]
    declared = {_normal(re.split(r"[\[<>=]", one)[0]) for one in wanted}
    distributions = packages_distributions()
    missing = {
        name
        for name in imported("pipelines") | imported("dashboards")
        if not declared & {_normal(one) for one in distributions.get(name, [name])}
    }
    assert missing == set()


def test_an_extra_is_imported_where_it_is_used_alone() -> None:
    """Without the extra everything else works: no module needs it to be loaded."""
    extra = re.compile(r"^(?:import|from) (?:mcp|fsspec|s3fs)\b", re.MULTILINE)
    for path in (REPOSITORY / "pipelines").rglob("*.py"):
        assert not extra.search(path.read_text("utf-8")), path


def test_one_module_knows_spark_and_nothing_imports_it() -> None:
    spark = re.compile(r"^\s*(?:import|from) (?:pyspark|pipelines\.spark|pysail)\b", re.MULTILINE)
    found = [
        path.relative_to(REPOSITORY).as_posix()
        for path in (REPOSITORY / "pipelines").rglob("*.py")
        if spark.search(path.read_text("utf-8"))
    ]
    assert found == ["pipelines/spark/engine.py"]


def test_imports_run_towards_the_ground() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    result = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def _normal(name: str) -> str:
    return name.lower().replace("_", "-")
