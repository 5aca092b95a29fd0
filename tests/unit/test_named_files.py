"""Files that documentation and docstrings name as files of this project exist.

A name stands between backticks: a file of code with or without its folders, or a path whose first
folder is one of this project. `<name>` and `*` stand for any word. Other data files have names that
their user gives them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache

from pipelines.warehouse import REPOSITORY
from tests.checkout import tracked

QUOTED = re.compile(r"`([^`\n]+)`")
CODE = re.compile(r"[\w.<>*/-]*[\w>*]\.(?:py|yml|sql|css|in)")
PATH = re.compile(r"[\w.-]+(?:/[\w.<>*-]+)+/?")
HASHED = re.compile(r"[0-9a-f]{2}")
MADE = ("warehouse/", "build/", "builds/", "archive/", "raw/", "derived/", "inputs/", "releases/")
"""What begins so is made by a build or a user, though a folder here may have the same name."""


@cache
def places() -> frozenset[str]:
    """Every file, with and without its ending, every folder, and each end of its path."""
    found: set[str] = set()
    for name in (form for file in tracked() for form in (file, file.rsplit(".", 1)[0])):
        parts = name.split("/")
        for end in range(1, len(parts) + 1):
            found.update("/".join(parts[start:end]) for start in range(end))
    return frozenset(found)


@cache
def folders() -> frozenset[str]:
    """The name of every folder that has a file, but those of an archive, which begin a hash."""
    every = {folder for name in tracked() for folder in name.split("/")[:-1]}
    return frozenset(folder for folder in every if not HASHED.fullmatch(folder))


def texts() -> Iterator[tuple[str, str]]:
    """Each page that people write, and each docstring of a module, with the file it stands in."""
    for name in tracked():
        path = REPOSITORY / name
        if name.endswith(".md") and not name.startswith(("docs/generated/", "CHANGELOG")):
            yield name, path.read_text("utf-8")
        elif name.endswith(".py"):
            yield name, ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""


def named_files(text: str) -> Iterator[str]:
    for quoted in QUOTED.findall(text):
        for word in quoted.split():
            is_path = PATH.fullmatch(word) and word.split("/")[0] in folders()
            if (CODE.fullmatch(word) or is_path) and not word.startswith(MADE):
                yield word.rstrip("/")


def exists(name: str) -> bool:
    pattern = re.sub(r"<[^>]*>", "*", name)
    if "*" in pattern:
        return any(fnmatchcase(place, pattern) for place in places())
    return name in places()


def test_every_file_that_is_named_exists() -> None:
    missing = {
        f"{where}: {name}"
        for where, text in texts()
        for name in named_files(text)
        if not exists(name)
    }
    assert not missing


def test_a_file_that_was_moved_is_found_missing() -> None:
    assert list(named_files("See `pipelines/specs/read_as.py`, `a.b` and `read_as.py`.")) == [
        "pipelines/specs/read_as.py",
        "read_as.py",
    ]
    assert exists("pipelines/specs/read_as.py")
    assert exists("specs/read_as.py")
    assert not exists("pipelines/read_as.py")
    assert exists("pipelines/sources/<name>/spec.yml")
    assert not exists("pipelines/sauces/<name>/spec.yml")
