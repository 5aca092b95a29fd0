"""Federal Register answers that are not a page of documents."""

import json
from datetime import date

import pytest

from pipelines.parsing.records import Outcome, PayloadError
from pipelines.sources import parser_for
from pipelines.specs import spec

NAME = "federal_register/documents"
DOCUMENT = {"document_number": "2030-1", "title": "T", "publication_date": "2030-01-02"}


def parse(value: object):  # type: ignore[no-untyped-def]
    return parser_for(NAME)(json.dumps(value).encode(), spec(NAME))


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ({"description": "d", "count": 0}, Outcome.EMPTY),
        ({"count": 0, "results": []}, Outcome.EMPTY),
        ([], Outcome.EMPTY),
        ({"status": 400, "message": "bad"}, Outcome.REJECTED_QUERY),
        ({"status": 404, "message": "none"}, Outcome.NOT_FOUND),
        ({"errors": {"per_page": "is too large"}}, Outcome.REJECTED_QUERY),
        ({"count": 0, "results": [], "errors": {"not_found": ["2030-9"]}}, Outcome.NOT_FOUND),
        ({"results": {"a": 1}}, Outcome.MALFORMED),
        ({"chart": {}}, Outcome.MALFORMED),
        ([1, 2], Outcome.MALFORMED),
        ("text", Outcome.MALFORMED),
        (5, Outcome.MALFORMED),
        (None, Outcome.MALFORMED),
    ],
)
def test_answers_without_documents(answer: object, outcome: Outcome) -> None:
    with pytest.raises(PayloadError) as caught:
        parse(answer)
    assert caught.value.outcome is outcome


@pytest.mark.parametrize(
    ("member", "value", "reason"),
    [
        ("document_number", "", "missing_document_number"),
        ("publication_date", None, "missing_publication_date"),
        ("title", ["T"], "bad_type"),
    ],
)
def test_a_bad_member_rejects_its_document_only(member: str, value: object, reason: str) -> None:
    parsed = parse({"results": [{**DOCUMENT, member: value}, {**DOCUMENT, "document_number": "2"}]})
    assert [row["document_number"] for row in parsed.rows] == ["2"]
    assert [(r.row_number, r.reason) for r in parsed.rejects] == [(1, reason)]


@pytest.mark.parametrize(
    ("member", "value", "column", "left"),
    [
        ("effective_on", "soon", "effective_on", None),
        ("comments_close_on", "30 days", "comments_close_on", None),
        ("volume", "95", "volume", None),
        ("end_page", 1, "end_page", None),
        ("agencies", {}, "agency_slugs", None),
        ("agencies", [{}, {"slug": "a"}], "agency_slugs", ["a"]),
        ("docket_ids", [5, "D-1"], "docket_ids", ["D-1"]),
        ("cfr_references", [{"part": "744"}], "cfr_references", []),
        ("html_url", "javascript:alert(1)", "html_url", None),
        ("pdf_url", "ftp://files.example/a.pdf", "pdf_url", None),
    ],
)
def test_a_bad_member_is_set_aside(member: str, value: object, column: str, left: object) -> None:
    parsed = parse({"results": [{**DOCUMENT, "start_page": 2, member: value}]})
    assert parsed.rejects == ()
    assert parsed.rows[0][column] == left
    assert [cell.reason for cell in parsed.cells] == ["cell_set_aside"]


def test_absent_lists_differ_from_empty_ones() -> None:
    [absent] = parse(DOCUMENT).rows
    [empty] = parse({**DOCUMENT, "docket_ids": [], "agencies": []}).rows
    assert (absent["docket_ids"], absent["agency_slugs"]) == (None, None)
    assert (empty["docket_ids"], empty["agency_slugs"]) == ([], [])


def test_the_last_day_for_comments_is_read_and_asked_for() -> None:
    [told] = parse({**DOCUMENT, "comments_close_on": "2025-05-15"}).rows
    [not_asked] = parse(DOCUMENT).rows
    assert told["comments_close_on"] == date(2025, 5, 15)
    assert not_asked["comments_close_on"] is None
    fetch = spec(NAME).source_spec.fetch
    assert fetch
    assert "comments_close_on" in fetch.settings["fields"]
