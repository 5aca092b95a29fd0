"""Every documented question is answered as printed, and only as long as its payload is there."""

import shutil
from pathlib import Path

import pytest

from pipelines.archive.store import Archive
from pipelines.releases.query import ask
from pipelines.warehouse import SAMPLE_ARCHIVE
from tests.conftest import chipwatch
from tests.integration.questions import Question, printed, questions

QUESTIONS = questions()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.heading)
def test_the_answer_is_the_printed_one(sample_warehouse: Path, question: Question) -> None:
    assert printed(sample_warehouse / "chipwatch.duckdb", question.sql) == question.answer


def test_the_nine_questions_are_there() -> None:
    numbers = [question.heading.partition(".")[0] for question in QUESTIONS]
    assert [number for number in numbers if number.isdigit()][:9] == list("123456789")


BEHIND = {
    "yahoo_chart": b'"symbol":"NVDA"',
    "federal_register": b'"2022-27151"',
    "sec": b"",
}
"""What tells the payloads behind some answers: Nvidia's bars and facts, the documents of 2022."""


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A warehouse of a damaged archive; the payload cut short, the one without its sidecar."""
    folder = tmp_path_factory.mktemp("spoiled")
    archive = folder / "archive"
    shutil.copytree(SAMPLE_ARCHIVE, archive)
    store = Archive(archive)
    for entry in store.entries():
        mark = BEHIND.get(entry.source)
        if mark is not None and mark in store.read(entry).replace(b" ", b""):
            entry.path.unlink()
    cut_short = store.entries("yahoo_chart", "bars")[0]
    cut_short.path.write_bytes(cut_short.path.read_bytes()[:100])
    half_written = store.entries("federal_register", "documents")[0]
    half_written.path.with_suffix(".json").unlink()
    result = chipwatch("run", "--warehouse", folder / "warehouse", "--archive", archive)
    assert result.returncode == 0, result.stderr
    database = folder / "warehouse" / "chipwatch.duckdb"
    return database, cut_short.sha256, half_written.sha256


NVIDIA_DAY = """
    select count(*) from marts.fct_stock_daily
    where security_id = 'nvda' and session_on = '2024-09-27'
"""
NVIDIA_TOTAL = """
    select count(*) from marts.fct_vendor_revenue
    where vendor_id = 'nvidia' and geography = 'total' and period_end_on = '2024-07-28'
"""
CAMBRICON_RULE = """
    select count(*) from marts.fct_entity_listings
    where vendor_id = 'cambricon' and rule_document_number = '2022-27151'
"""
OCTOBER_RULE = """
    select count(*) from marts.fct_sanction_events
    where document_number = '2022-21658' and legal_citation = '87 FR 62186'
"""


@pytest.mark.slow
@pytest.mark.parametrize("sql", [NVIDIA_DAY, NVIDIA_TOTAL, CAMBRICON_RULE, OCTOBER_RULE])
def test_without_the_payload_the_answer_is_gone(
    sample_warehouse: Path, spoiled: tuple[Path, str, str], sql: str
) -> None:
    there = ask(sample_warehouse / "chipwatch.duckdb", sql).rows
    assert there[0][0] > 0
    assert ask(spoiled[0], sql).rows == [(0,)]


@pytest.mark.slow
def test_an_unreadable_payload_is_kept_out_and_recorded(spoiled: tuple[Path, str, str]) -> None:
    database, cut_short, _ = spoiled
    refused = "select payload_sha256, outcome from meta.payloads where outcome <> 'ok'"
    assert ask(database, refused).rows == [(cut_short, "corrupt")]


@pytest.mark.slow
def test_a_half_written_payload_does_not_count(spoiled: tuple[Path, str, str]) -> None:
    database, _, half_written = spoiled
    counted = f"select count(*) from meta.payloads where payload_sha256 = '{half_written}'"
    assert ask(database, counted).rows == [(0,)]
