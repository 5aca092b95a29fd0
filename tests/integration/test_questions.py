"""Every documented question is answered as printed, and only as long as its payload is there."""

import shutil
from pathlib import Path

import duckdb
import pytest

from pipelines.archive import Archive
from pipelines.cli.query import ask
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


@pytest.fixture(scope="module")
def without_payloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse whose archive lacks what stands behind some answers.

    Nvidia's bars, its company facts, and the Federal Register documents of 2022 are gone.
    """
    folder = tmp_path_factory.mktemp("without")
    archive = folder / "archive"
    shutil.copytree(SAMPLE_ARCHIVE, archive)
    for entry in Archive(archive).entries():
        content = Archive(archive).read(entry)
        behind = (
            (entry.source == "yahoo_chart" and b'"symbol":"NVDA"' in content.replace(b" ", b""))
            or (entry.source == "federal_register" and b'"2022-27151"' in content)
            or entry.source == "sec"
        )
        if behind:
            entry.path.unlink()
    place = folder / "warehouse"
    result = chipwatch("run", "--warehouse", place, "--archive", archive)
    assert (place / "builds").exists(), result.stderr
    if result.returncode == 0:
        return place / "chipwatch.duckdb"
    candidates = list((place / "builds").glob("*/candidate.duckdb"))
    assert candidates, result.stderr
    return candidates[0]


def answer(database: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


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


@pytest.mark.parametrize("sql", [NVIDIA_DAY, NVIDIA_TOTAL, CAMBRICON_RULE, OCTOBER_RULE])
def test_without_the_payload_the_answer_is_gone(
    sample_warehouse: Path, without_payloads: Path, sql: str
) -> None:
    _, there = ask(sample_warehouse / "chipwatch.duckdb", sql)
    assert there[0][0] > 0
    assert answer(without_payloads, sql) == [(0,)]
