"""A source is its folder: nothing else names it, so that adding one edits no file.

Its own places are its folder below `pipelines/sources/`, its staging models, its simulated service,
the sample that is composed of it, and tests of its parser and its payloads. In dbt only the union
of its subject names it, in the line of a `ref`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import pytest

from pipelines.specs import load_specs
from pipelines.warehouse import REPOSITORY
from tests.checkout import tracked

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
NAMED_BY_DBT: Mapping[str, tuple[str, str]] = {
    "intermediate/fx/int_fx__daily.sql": ("fred", "the only source of exchange rates"),
    "intermediate/fx/_models.yml": ("fred", "the unit test of that model"),
    "intermediate/vendors/int_vendors__sec_revenue_candidates.sql": (
        "sec",
        "the model between staging and the union that revenue needs (dbt_project/README.md)",
    ),
    "intermediate/vendors/int_vendors__filed_geographies.sql": (
        "sec",
        "facts that filings tag inline: revenue by geography comes from filings alone",
    ),
    "intermediate/vendors/_models.yml": ("sec", "the unit tests of those models"),
    "intermediate/events/int_events__filing_times.sql": (
        "sec",
        "when EDGAR showed a filing: its own rule of hours",
    ),
    "intermediate/events/_models.yml": ("sec", "the unit test of that model"),
    "intermediate/market/int_market__shares_outstanding.sql": (
        "sec",
        "shares on the cover of a filing",
    ),
    "intermediate/meta/int_meta__set_aside.sql": ("sec", "facts that its own model sets aside"),
    "intermediate/events/int_events__document_counts.sql": (
        "csl",
        "counts of the Entity List are compared with one file alone",
    ),
    "intermediate/events/int_events__text_lines.sql": (
        "federal_register",
        "full texts of rules about lists come from that register alone",
    ),
    "marts/reports/rpt_ledger_coverage.sql": ("csl", "what only that file says of a month"),
    "marts/reports/rpt_ledger_irrelevant.sql": ("csl", "the same records, one by one"),
}
"""The models beyond staging and unions that name a source all the same, which one, and why."""
OF_SEVERAL_SUBJECTS: Mapping[str, str] = {
    "opensanctions": "its one file holds the parties of lists and who owns whom",
}
"""The sources that stand in the unions of more than one subject, and why."""
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
    found: dict[str, set[str]] = {source: set() for source in SOURCES}
    words = re.compile(rf"(?<![\w.-])({'|'.join(SOURCES)})(?:(?:__|/)[a-z_]+)?(?![\w-])")
    for name in tracked("pipelines/*.py", "tests/*.py"):
        for source in set(words.findall((REPOSITORY / name).read_text("utf-8"))):
            found[source].add(name)
    return found


def sources_in_sql(text: str) -> set[str]:
    """The sources whose models a text reads, or whose names it has as values."""
    refs = rf"ref\('stg_({'|'.join(SOURCES)})__\w+'\)"
    values = rf"'({'|'.join(SOURCES)})(?:/\w+)?'"
    return {*re.findall(refs, text), *re.findall(values, text)}


def test_in_dbt_only_the_union_of_its_subject_names_a_source() -> None:
    folder = "dbt_project/models/"
    elsewhere: dict[str, set[str]] = {}
    unions: dict[str, int] = {}
    for name in tracked(f"{folder}*.sql", f"{folder}*.yml"):
        found = sources_in_sql((REPOSITORY / name).read_text("utf-8"))
        if name.endswith("__union.sql"):
            unions |= {source: unions.get(source, 0) + 1 for source in found}
        elif found and not name.startswith(f"{folder}staging/"):
            elsewhere[name.removeprefix(folder)] = found
    allowed = {name: {which} for name, (which, _) in NAMED_BY_DBT.items()}
    assert elsewhere == allowed, "a new source is one `ref` in the union of its subject"
    assert unions
    several = {source for source, count in unions.items() if count > 1}
    assert several == set(OF_SEVERAL_SUBJECTS), "a source stands in the union of one subject"


def test_a_source_named_in_sql_is_seen() -> None:
    first, second = SOURCES[:2]
    text = f"select '{first}' as source from {{{{ ref('stg_{second}__rows') }}}}"
    assert sources_in_sql(text) == {first, second}
    assert sources_in_sql("select 'nobody' as source") == set()


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
