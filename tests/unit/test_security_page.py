"""docs/security.md names tests that there are, and the page is linked."""

import re

from tests.conftest import REPOSITORY

PAGE = REPOSITORY / "docs" / "security.md"
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE.read_text())


def test_every_test_that_the_page_names_exists() -> None:
    assert len(NAMED) > 20
    missing = [
        f"{file}::{name}"
        for file, name in NAMED
        if not (REPOSITORY / file).is_file()
        or f"def {name}(" not in (REPOSITORY / file).read_text()
    ]
    assert missing == []


def test_every_row_of_the_tables_names_a_test() -> None:
    rows = [line for line in PAGE.read_text().splitlines() if line.count(" | ") == 2]
    bare = [row for row in rows if "`tests/" not in row and not row.startswith("| attack |")]
    assert len(rows) > 20
    assert bare == []


def test_the_page_is_linked() -> None:
    assert "docs/security.md" in (REPOSITORY / "SECURITY.md").read_text()


def test_make_attack_runs_every_test_file_that_the_page_names() -> None:
    makefile = (REPOSITORY / "Makefile").read_text()
    commands = makefile[makefile.index("\nattack:") : makefile.index("\nlive-check:")]
    named = {file for file, _ in NAMED}
    left = {file for file in named if file not in commands and "tests/attacks/" not in file}
    assert " tests/attacks " in commands
    assert left == {"tests/integration/chaos.py"}, "make chaos runs this one"
