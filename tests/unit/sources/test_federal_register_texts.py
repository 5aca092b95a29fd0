"""Full texts of rules about lists: what is read of them, and what is no such text."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.parsing.records import Outcome, PayloadError
from pipelines.raw.parse import parse_payload
from pipelines.sources import connector_of
from pipelines.sources.request import Request
from pipelines.specs import spec
from tests.unit.sources.golden import DATA

NAME = "federal_register/texts"
RULE = (DATA / "federal_register__texts" / "rule.txt").read_text()
HEAD = "[Federal Register Volume 91]\n[FR Doc No: 2026-00001]\n"
END = "\n[FR Doc. 2026-00001 Filed 1-2-26; 8:45 am]\n"

Line = tuple[object, ...]


def lines(text: str, kind: str) -> list[Line]:
    parsed = parse_payload(spec(NAME), text.encode())
    columns = ("change_kind", "country_code", "entity_name", "stated_count")
    return [
        tuple(row[name] for name in columns if row[name] is not None)
        for row in parsed.rows
        if row["line_kind"] == kind
    ]


def instructed(instructions: str) -> list[Line]:
    amended = f"2. Supplement No. 4 to part 744 is amended {instructions}"
    return lines(f"{HEAD}{amended} The additions read as follows: ``Table''{END}", "entry")


@pytest.mark.parametrize(
    ("summary", "counted"),
    [
        (
            "adds 5 under the destinations of China, People's Republic of (China) (3); Iran (2).",
            [("added", "CN", 3), ("added", "IR", 2)],
        ),
        (
            "adds two. They stand under the destinations of Burma (1) and the Peoples Republic of "
            "China (China) (1). This rule modifies 4 entries.",
            [("added", "MM", 1), ("added", "CN", 1)],
        ),
        ("revises entries under the destination of Malta (2).", [("modified", "MT", 2)]),
        ("adds seven entities under the destination of Iran.", []),
        ("adds one entity (1) to the list.", []),
    ],
)
def test_counts_by_country_of_a_summary(summary: str, counted: list[Line]) -> None:
    assert lines(f"{HEAD}SUMMARY: This rule {summary} DATES: today.{END}", "count") == counted


@pytest.mark.parametrize(
    ("instructions", "named"),
    [
        (
            "under China, People's Republic of, by adding in alphabetical order entries for "
            "``A Co., Ltd.,'' and ``B''; and by revising the entry for ``C''.",
            [("added", "CN", "A Co., Ltd."), ("added", "CN", "B"), ("modified", "CN", "C")],
        ),
        (
            "by: a. Removing, under Malta, the entry for ``D''; b. Adding, under Russia, ``E''.",
            [("removed", "MT", "D"), ("added", "RU", "E")],
        ),
        ("by adding a heading for ``Malta'' and an entry for ``F''.", [("added", "MT", "F")]),
        ("by correcting the entry for ``G''.", [("modified", "G")]),
    ],
)
def test_entries_that_instructions_name(instructions: str, named: list[Line]) -> None:
    assert instructed(instructions) == named


def test_a_name_goes_on_over_the_end_of_a_page_and_markup() -> None:
    assert ("added", "CN", "Beta Micro & Co.") in lines(RULE, "entry")


def test_a_name_without_an_instruction_is_told() -> None:
    parsed = parse_payload(
        spec(NAME), f"{HEAD}Supplement No. 4 to part 744 is amended: ``X''{END}".encode()
    )
    assert [reject.reason for reject in parsed.rejects] == ["no_instruction"]


@pytest.mark.parametrize(
    ("payload", "outcome"),
    [
        (RULE.replace("[FR Doc. 2026-00008 Filed", ""), Outcome.MALFORMED),
        (RULE.replace("[FR Doc No:", ""), Outcome.MALFORMED),
        ("<html><title>Page not found</title></html>", Outcome.NOT_FOUND),
        ("  ", Outcome.EMPTY),
    ],
)
def test_what_is_no_whole_text(payload: str, outcome: Outcome) -> None:
    with pytest.raises(PayloadError) as caught:
        parse_payload(spec(NAME), payload.encode())
    assert caught.value.outcome is outcome


@given(st.text(alphabet="`'()[],.;: AaddungChi123\n<>&", max_size=300))
def test_whatever_stands_in_a_text_costs_no_other_line(inside: str) -> None:
    amended = "2. Supplement No. 4 to part 744 is amended by adding, under Malta, ``A''."
    found = lines(f"{HEAD}{amended} The additions read as follows: {inside}{END}", "entry")
    assert ("added", "MT", "A") in found


def test_texts_of_rules_about_lists_are_asked_once_and_no_others() -> None:
    def document(number: str, **changed: object) -> dict[str, object]:
        return {
            "document_number": number,
            "title": "Additions to the Entity List",
            "type": "Rule",
            "publication_date": "2026-01-02",
            "agencies": [{"slug": "industry-and-security-bureau"}],
            "raw_text_url": f"https://www.federalregister.gov/documents/full_text/{number}.txt",
            **changed,
        }

    results = [
        document("2026-1"),
        document("2026-2", title="Export Administration Regulations"),
        document("2026-3", type="Notice"),
        document("2026-4", agencies=[{"slug": "state-department"}]),
        document("2026-5", raw_text_url="https://elsewhere.example/2026-5.txt"),
        document("2026-6", raw_text_url=None),
    ]
    payload = json.dumps({"results": results}).encode()
    parsed = parse_payload(spec("federal_register/documents"), payload)
    asked = Request("documents", "bis", "https://www.federalregister.gov/api/v1/documents.json")
    following = connector_of("federal_register").following(asked, payload, parsed)
    assert [(r.dataset, r.key, r.is_lasting) for r in following] == [
        ("texts", "text of 2026-1", True)
    ]
