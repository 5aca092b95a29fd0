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
EXAMPLES: Mapping[str, Mapping[str, str]] = {
    "one chart of the report is of one publisher's series": {
        "pipelines/report/data.py": "taiwan_customs",
    },
    "faults are planted into rows whose meaning the test has to know": {
        "tests/integration/audit_builds.py": "csl federal_register price_csv sec yahoo_chart",
        "tests/integration/test_audit_command.py": "csl",
        "tests/integration/test_gates.py": "alpha_vantage csl federal_register google_news guardian"
        " ofac opensanctions price_csv sec stooq tiingo yahoo_chart",
        "tests/integration/test_planted_faults.py": "csl federal_register sec yahoo_chart",
        "tests/integration/test_refusals.py": "yahoo_chart",
        "tests/mutations/test_short.py": "csl yahoo_chart",
        "tests/unit/audit/test_verdict.py": "csl",
    },
    "a rule that is the same for all sources is tried on services of one kind": {
        "tests/integration/test_fetch.py": "comtrade csl customs_csv federal_register fred"
        " gdelt_doc ofac rss sec tiingo yahoo_chart",
        "tests/integration/test_sensors.py": "federal_register fred",
        "tests/unit/defs/test_definitions.py": "fred",
        "tests/unit/fetch/test_cursor.py": "rss",
        "tests/unit/fetch/test_environment.py": "csl sec",
        "tests/unit/fetch/test_http.py": "csl",
        "tests/unit/fetch/test_outcomes.py": "csl federal_register fred gdelt_doc sec",
    },
    "an archive, a raw file or a release needs payloads of some source": {
        "tests/integration/test_dictionary.py": "customs_csv fred yahoo_chart",
        "tests/integration/test_live.py": "customs_csv price_csv",
        "tests/integration/test_questions.py": "federal_register sec yahoo_chart",
        "tests/integration/test_real_input.py": "csl federal_register sec yahoo_chart",
        "tests/integration/test_release_commands.py": "yahoo_chart",
        "tests/screening_quality.py": "csl",
        "tests/tiny.py": "csl yahoo_chart",
        "tests/unit/archive/test_fetch_log.py": "fred opensanctions rss",
        "tests/unit/archive/test_staleness.py": "customs_csv fred opensanctions",
        "tests/unit/archive/test_store.py": "csl ofac sec",
        "tests/unit/archive/test_upkeep.py": "csl",
        "tests/unit/publish/test_webhook.py": "csl yahoo_chart",
        "tests/unit/raw/test_repairs.py": "csl fred",
        "tests/unit/raw/test_write.py": "csl federal_register sec yahoo_chart",
        "tests/unit/releases/test_changes.py": "csl yahoo_chart",
        "tests/unit/releases/test_export.py": "csl yahoo_chart",
        "tests/unit/releases/test_upkeep.py": "csl",
    },
    "a reader of declarations or rows is shown one of each kind": {
        "tests/unit/derived/event_candidates/test_candidates.py": "federal_register gdelt_doc rss",
        "tests/unit/parsing/test_records.py": "federal_register",
        "tests/unit/test_specs.py": "csl sec yahoo_chart",
        "tests/unit/transform/test_column_lineage.py": "fred",
    },
}
"""By reason and file, the sources that it may name as an example; none of them is a list of all."""
ALLOWED = {file: set(names.split()) for files in EXAMPLES.values() for file, names in files.items()}


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
        for name in named()[source] - {"tests/unit/sources/test_one_folder.py"}
        if not name.startswith(OWN_PLACES)
    }
    allowed = {name for name, sources in ALLOWED.items() if source in sources}
    assert elsewhere - allowed == set(), (
        f"{source} is named outside its folder: declare in its spec.yml what that code has to"
        " know, or discover it by its folder (docs/contributing.md)"
    )
    assert allowed - elsewhere == set(), "these exceptions are not needed any more"


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


def test_no_example_is_a_list_of_all() -> None:
    assert max(len(sources) for sources in ALLOWED.values()) < len(SOURCES) * 2 / 3
