from pathlib import Path

import pytest

from pipelines.audit.common_rules import least_rows
from pipelines.audit.suites import load_suites
from pipelines.errors import ChipwatchError

GOOD = """
title: things
when_it_shrinks: look.
checks:
  - {column: n, kind: range, severity: critical, between: {min: 0}, allowed: from 0, message: No.}
"""


def suite(tmp_path: Path, text: str) -> Path:
    (tmp_path / "fct_things.yml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_suite_has_the_sizes_of_every_mart_and_its_own_checks(tmp_path: Path) -> None:
    (found,) = load_suites(suite(tmp_path, GOOD))
    assert found.table == "fct_things"
    assert [(rule.kind, rule.severity) for rule in found.rules] == [
        ("rows_halved", "critical"),
        ("rows_shrunk", "warning"),
        ("range", "critical"),
    ]
    assert found.rules[0].message == (
        "marts.fct_things (things) has lost half or more of its rows since the last release: look."
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("title: things", "titel: things"), "unknown key titel"),
        (("between: {min: 0}", "between: {least: 0}"), "unknown key least"),
        (("between: {min: 0}", "bad: n < 0, filled: true"), "a check written as one of"),
        (("severity: critical", "severity: grave"), "one of critical, warning"),
        (("column: n, ", ""), "the column of between"),
        (("title: things", "title: ["), "cannot be read"),
    ],
)
def test_a_suite_that_breaks_a_rule_is_named(
    tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    with pytest.raises(ChipwatchError, match=told) as caught:
        load_suites(suite(tmp_path, GOOD.replace(*change)))
    assert "fct_things.yml" in str(caught.value)


def test_a_folder_without_suites_is_told(tmp_path: Path) -> None:
    with pytest.raises(ChipwatchError, match="no suite"):
        load_suites(tmp_path)


@pytest.mark.parametrize(("before", "halved", "shrunk"), [(0, 0, 0), (1, 1, 1), (6, 4, 5)])
def test_a_mart_that_lost_half_of_its_rows_is_halved(before: int, halved: int, shrunk: int) -> None:
    assert least_rows(before) == {"rows_halved": halved, "rows_shrunk": shrunk}
