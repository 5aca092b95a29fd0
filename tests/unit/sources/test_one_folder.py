"""A source is its folder: nothing else names it, so that adding one edits no file.

Its own places are its folder below `pipelines/sources/`, its staging models, its simulated service,
the sample that is composed of it, and tests of its parser and its payloads.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from functools import cache

import pytest

from pipelines.specs import load_specs
from pipelines.warehouse import REPOSITORY

SOURCES = sorted({declared.source for declared in load_specs().values()})
OWN_PLACES = (
    "pipelines/sources/",
    "pipelines/sample/",
    "tests/simulator/sources/",
    "tests/contract/",
    "tests/unit/sample/",
    "tests/unit/sources/",
)
NAMED_BY_CODE: Mapping[str, tuple[str, str]] = {
    "pipelines/report/data.py": (
        "taiwan_customs",
        "one chart of the report is of one publisher's series",
    ),
}
"""The code that names a source all the same, which one, and why."""
MOST_EXAMPLES = 5
"""A test of a rule that is the same for all may take so many sources as examples."""
MANY_EXAMPLES: Mapping[str, str] = {
    "tests/integration/test_fetch.py": "each kind of service fails in a way of its own",
    "tests/integration/test_gates.py": "faults are planted into rows whose meaning it has to know",
}
"""Tests that need more examples, and why; neither is a list of all."""


@cache
def named() -> Mapping[str, set[str]]:
    """By source, the Python files outside its own places that have its name as a word."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.py"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("this is no checkout: git cannot tell which files belong to the project")
    found: dict[str, set[str]] = {source: set() for source in SOURCES}
    words = re.compile(rf"(?<![\w.-])({'|'.join(SOURCES)})(?:(?:__|/)[a-z_]+)?(?![\w-])")
    for name in filter(None, listed.stdout.split("\0")):
        path = REPOSITORY / name
        if name.startswith(("pipelines/", "tests/")) and path.exists():
            for source in set(words.findall(path.read_text("utf-8"))):
                found[source].add(name)
    return found


@pytest.mark.parametrize("source", SOURCES)
def test_no_code_names_a_source_but_its_own(source: str) -> None:
    elsewhere = {
        name
        for name in named()[source]
        if name.startswith("pipelines/") and not name.startswith(OWN_PLACES)
    }
    allowed = {name for name, (which, _) in NAMED_BY_CODE.items() if which == source}
    assert elsewhere == allowed, (
        f"{source} is named outside its folder: declare in its spec.yml what that code has to"
        " know, or discover it by its folder (docs/contributing.md)"
    )


def test_no_test_lists_the_sources() -> None:
    examples: dict[str, int] = {}
    for names in named().values():
        for name in names:
            if name.startswith("tests/") and not name.startswith(OWN_PLACES):
                examples[name] = examples.get(name, 0) + 1
    many = {name for name, count in examples.items() if count > MOST_EXAMPLES}
    assert many == set(MANY_EXAMPLES), "discover the sources (load_specs, SERVICES)"
    assert max(examples.values()) < len(SOURCES) * 2 / 3


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_does_not_know_another(source: str) -> None:
    """But for a parser that two share: one imports it from the other."""
    others = {
        name
        for name in named()[source]
        if name.startswith("pipelines/sources/") and f"/{source}/" not in name
    }
    assert {name.rsplit("/", 1)[0] for name in others} <= SHARED.get(source, set())


SHARED = {"rss": {"pipelines/sources/google_news"}}
