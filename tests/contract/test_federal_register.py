"""The Federal Register, as recorded: what the parser reads, and what the simulator imitates."""

import datetime as dt
import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipelines.parsing.records import Outcome
from pipelines.raw.parse import parse_file, read_payload
from tests.contract.recordings import by, refusal
from tests.contract.shapes import ask, assert_within, read, shape

FR_QUERY = {
    "conditions[agencies][]": "industry-and-security-bureau",
    "conditions[publication_date][gte]": "2026-01-05",
    "conditions[publication_date][lte]": "2026-01-31",
}
FR = "federal_register/documents"


def test_federal_register(recorded: Path) -> None:
    folder = recorded / "federal_register"
    served = json.loads(ask("federal_register", "/", **FR_QUERY).body)
    documents = served.pop("results")
    envelope = read(folder / "swift_search-newest-page-one.json")
    assert isinstance(envelope, dict)
    envelope.pop("results")
    assert_within(shape(served), shape(envelope))
    known = shape(read(folder / "fr_toolbelt_bis_docs_allfields.json"))
    for file in ("swift_batch-missing-duplicate.json", "swift_regulatory-document.json"):
        more = read(folder / file)
        results = more.get("results", [more]) if isinstance(more, dict) else []
        shape([r for r in results if r], "", known)
    never_filled = frozenset({"[].regulation_id_numbers[]"})  # always an empty list there
    assert_within(shape(documents), known, never_filled)


def test_a_file_on_public_inspection_tells_when_it_was_filed(recorded: Path) -> None:
    """Ten recorded files are of 08:45 Eastern, the regular filing, the day before publication."""
    files = {
        "fr_toolbelt_bis_docs_allfields.json": 4,
        "swift_regulatory-document.json": 1,
        "swift_batch-missing-duplicate.json": 1,
        "swift_search-newest-page-one.json": 2,
        "swift_search-newest-page-two.json": 2,
    }
    for name, count in files.items():
        parsed = parse_file(FR, recorded / "federal_register" / name)
        assert len(parsed.rows) == count
        for row in parsed.rows:
            filed, published = row["inspection_file_at"], row["publication_date"]
            assert isinstance(filed, dt.datetime)
            assert isinstance(published, dt.date)
            local = filed.astimezone(ZoneInfo("America/New_York"))
            assert (local.hour, local.minute) == (8, 45)
            assert local.date() == published - dt.timedelta(days=1)


def test_federal_register_nothing_found(recorded: Path) -> None:
    zero = read(recorded / "federal_register" / "swift_search-terminal_zero.json")
    far = {**FR_QUERY, "conditions[publication_date][gte]": "2027-01-01"}
    served = json.loads(
        ask(
            "federal_register", "/", **{**far, "conditions[publication_date][lte]": "2027-02-01"}
        ).body
    )
    assert isinstance(zero, dict)
    assert set(served) == set(zero)


def test_a_bis_notice_as_the_federal_register_describes_it(recorded: Path) -> None:
    parsed = parse_file(FR, recorded / "federal_register" / "fr_toolbelt_bis_docs_allfields.json")
    [notice] = by(parsed, "document_number", "2024-00190")
    assert notice["publication_date"] == dt.date(2024, 1, 9)
    assert (notice["citation"], notice["volume"]) == ("89 FR 1064", 89)
    assert (notice["start_page"], notice["end_page"]) == (1064, 1065)
    assert notice["agency_slugs"] == ["commerce-department", "industry-and-security-bureau"]
    assert notice["docket_ids"] == ["Docket No. 231222-9999"]
    assert notice["effective_on"] is None
    rule = parse_file(FR, recorded / "federal_register" / "swift_regulatory-document.json").rows[0]
    assert rule["effective_on"] == dt.date(2025, 1, 30)
    assert rule["cfr_references"] == ["40 CFR 52"]


@pytest.mark.parametrize(
    ("file", "rows", "reason"),
    [
        ("swift_batch-missing-duplicate.json", 1, "document_not_found"),
        ("fr_2026-00789_metadata_fields_2026-09-18.json", 0, "missing_title"),
    ],
)
def test_a_document_that_is_none_is_a_reject(
    recorded: Path, file: str, rows: int, reason: str
) -> None:
    parsed = parse_file(FR, recorded / "federal_register" / file)
    assert (parsed.row_count, [r.reason for r in parsed.rejects]) == (rows, [reason])


@pytest.mark.parametrize(
    ("file", "outcome"),
    [
        ("swift_search-terminal_zero.json", Outcome.EMPTY),
        ("swift_error400_fields-unknown.json", Outcome.REJECTED_QUERY),
        ("swift_error400_invalid-cursor.json", Outcome.REJECTED_QUERY),
        ("fr_bis_title_abstract_2026-09-25_excerpt.json", Outcome.MALFORMED),
    ],
)
def test_recorded_refusals(recorded: Path, file: str, outcome: Outcome) -> None:
    assert refusal(FR, read_payload(recorded / "federal_register" / file)).outcome is outcome
