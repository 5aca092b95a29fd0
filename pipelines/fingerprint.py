"""What an answer was made from, as one hash: the same fingerprint means nothing changed.

Belongs here: which files, libraries and payloads count as input, of a whole build, of the dbt
project, or of one module. Does not belong here: what to do about it.
"""

from __future__ import annotations

import ast
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from pathlib import Path

from pipelines.warehouse import REPOSITORY

DBT_FOLDER = "dbt_project"
CODE_FOLDERS = ("pipelines", DBT_FOLDER, "expectations")
LOCK_FILE = "requirements.txt"
DBT_RUNNER = "pipelines/transform/run_dbt.py"
EXCLUDED = ("pipelines/sample/archive",)
"""Not code: payloads count one by one in the fingerprint of a build."""
EXCLUDED_SUFFIXES = (".md", ".pyc")
"""Texts for people, and what Python writes beside its modules."""
EXCLUDED_FOLDERS = frozenset({"uncommitted", "target", "logs"})
"""What dbt and Great Expectations write when they are called by hand."""


def code_files(root: Path = REPOSITORY) -> list[Path]:
    """Every file whose change could change a release, in a stable order."""
    return sorted({*_below(root, CODE_FOLDERS), root / LOCK_FILE})


def dbt_files(root: Path = REPOSITORY) -> list[Path]:
    """What the parsed dbt project and its loaded seeds depend on."""
    return sorted({*_below(root, (DBT_FOLDER,)), root / DBT_RUNNER, root / LOCK_FILE})


def hash_of(files: Iterable[Path], root: Path = REPOSITORY) -> str:
    """Hash over the relative names and the bytes of files; one that is missing counts as empty."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes() if path.exists() else b"").digest())
    return digest.hexdigest()


def code_hash(root: Path = REPOSITORY) -> str:
    """Hash of `code_files`."""
    return hash_of(code_files(root), root)


@cache
def module_hash(module: str, root: Path = REPOSITORY) -> str:
    """Hash of everything that decides what a module of this project does.

    Its own bytes and those of every module of the project that it imports, directly or through
    others; the data files beside them; the versions of the libraries that they import.
    """
    modules = _imported_modules(module, root)
    data = {path for one in modules for path in _data_files_of(one)}
    libraries = sorted({name for one in modules for name in _imports(one) if _is_library(name)})
    versions = json.dumps([(name, _version(name)) for name in libraries])
    return hashlib.sha256(
        (hash_of(sorted({*modules, *data}), root) + versions).encode()
    ).hexdigest()


def fingerprint(payloads: Iterable[tuple[str, str, str]], code: str, parameters: str) -> str:
    """Hash of a payload set, the code and the parameters.

    `payloads` are (source/dataset, sha256, observed_at and charset); their order does not matter.
    """
    content = json.dumps([sorted(payloads), code, parameters], separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def _below(root: Path, folders: Iterable[str]) -> Iterator[Path]:
    for folder in folders:
        for path in (root / folder).rglob("*"):
            name = path.relative_to(root).as_posix()
            if path.suffix in EXCLUDED_SUFFIXES or EXCLUDED_FOLDERS.intersection(path.parts):
                continue
            if path.is_file() and not name.startswith(EXCLUDED):
                yield path


def _imported_modules(module: str, root: Path) -> set[Path]:
    found: set[Path] = set()
    waiting = [module]
    while waiting:
        path = _module_file(waiting.pop(), root)
        if path is not None and path not in found:
            found.add(path)
            waiting += [name for name in _imports(path) if not _is_library(name)]
    return found


def _module_file(name: str, root: Path) -> Path | None:
    """The file of a dotted name, which may end in something that is no module; None outside."""
    path = root.joinpath(*name.split("."))
    for candidate in (path.with_suffix(".py"), path / "__init__.py"):
        if candidate.exists():
            return candidate
    return None


def _imports(path: Path) -> tuple[str, ...]:
    """Dotted names that a module imports; of `from a import b` both `a` and `a.b`."""
    return _imports_in(path.read_bytes())


@cache
def _imports_in(code: bytes) -> tuple[str, ...]:
    return tuple(_imported_names(ast.parse(code)))


def _imported_names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _data_files_of(module: Path) -> Iterator[Path]:
    """Data files in a module's folder and in its subfolders that are no packages."""
    if module.parent.name == "pipelines":
        return
    folders = [module.parent]
    folders += [
        path
        for path in module.parent.iterdir()
        if path.is_dir() and not any(path.glob("*.py")) and path.name != "__pycache__"
    ]
    for folder in folders:
        for path in folder.iterdir():
            if path.is_file() and path.suffix not in {".py", *EXCLUDED_SUFFIXES}:
                yield path


def _is_library(name: str) -> bool:
    top = name.partition(".")[0]
    return top != "pipelines" and top not in sys.stdlib_module_names


def _version(name: str) -> str:
    for distribution in _distributions().get(name.partition(".")[0], []):
        try:
            return f"{distribution} {version(distribution)}"
        except PackageNotFoundError:
            continue
    return ""


@cache
def _distributions() -> dict[str, list[str]]:
    return {name: sorted(set(found)) for name, found in packages_distributions().items()}
