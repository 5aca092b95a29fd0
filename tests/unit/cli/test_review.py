"""`chipwatch review`: the queue in its order, decisions written, keys, what is refused."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from pipelines.cli.review import command
from pipelines.derived.event_candidates.headlines.labels import labelled
from pipelines.overlay.files import OverlayError

CANDIDATES = (
    ("document:1", "document", "review", "2031-01-01", None, "tariff", "Old", None, 3),
    ("document:2", "document", "review", "2031-02-01", None, "tariff", "New", None, 3),
    ("document:3", "document", "matched", "2031-03-01", None, "tariff", "Met", None, None),
    (
        *("headline:a", "headline", "review", "2031-03-02", 0.5, "export_rule"),
        *("Perhaps\u200b a ban", "story:s", 4),
    ),
    ("headline:b", "headline", "review", "2031-03-02", 0.2, "tariff", "Hardly", None, 0.4),
    ("story:s", "story", "reported", "2031-03-01", 0.9, "export_rule", "A ban", None, None),
    ("story:t", "story", "reported", "2031-03-02", 0.9, "tariff", "A duty", None, None),
)
ARTICLES = (("a", "Perhaps\u200b a ban"), ("b", "Hardly"), ("c", "Overlooked"))


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    place = tmp_path / "warehouse"
    place.mkdir()
    with duckdb.connect(str(place / "chipwatch.duckdb")) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.rpt_event_candidates (candidate_id varchar, "
            "candidate_kind varchar, candidate_state varchar, first_on date, probability double, "
            "instrument varchar, title varchar, likely_candidate_id varchar, "
            "review_weight double, reason varchar default 'x', second_instrument varchar, "
            "vendors varchar, chips varchar, url varchar, "
            "issuer_jurisdiction varchar default 'US', direction varchar default 'tighten')"
        )
        connection.executemany(
            "insert into marts.rpt_event_candidates (candidate_id, candidate_kind, "
            "candidate_state, first_on, probability, instrument, title, likely_candidate_id, "
            "review_weight) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            CANDIDATES,
        )
        connection.execute(
            "create table marts.rpt_ledger_irrelevant as "
            "select 'document:4' as record_id, 'document' as record_kind"
        )
        connection.execute(
            "create table marts.fct_articles (article_id varchar, title varchar, "
            "first_known_on date default date '2031-03-02')"
        )
        connection.executemany(
            "insert into marts.fct_articles (article_id, title) values (?, ?)", ARTICLES
        )
    return place


def run(place: Path, *arguments: str, keys: str = "") -> Result:
    return CliRunner().invoke(command, ["--warehouse", str(place), *arguments], input=keys)


def queue(place: Path) -> list[str]:
    result = run(place, "--json")
    assert result.exit_code == 0, result.output
    return [row["candidate_id"] for row in json.loads(result.output)]


def decisions(place: Path) -> list[dict[str, str]]:
    with (place / "overlay" / "review.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_what_weighs_most_is_first_and_what_is_decided_leaves(warehouse: Path) -> None:
    assert queue(warehouse) == ["headline:a", "document:2", "document:1", "headline:b"]
    result = run(
        warehouse, "document:2", "--decision", "none", "--why", "steel only", "--who", "ann"
    )
    assert "document:2 is not relevant, says ann" in result.output
    assert queue(warehouse) == ["headline:a", "document:1", "headline:b"]
    assert "3 to look at, 1 decided since the last run" in run(warehouse).output
    [row] = decisions(warehouse)
    assert (row["decision"], row["decided_by"], row["reason"]) == ("none", "ann", "steel only")


def test_a_misjudged_document_can_be_decided_too(warehouse: Path) -> None:
    for candidate in ("document:3", "document:4"):
        result = run(warehouse, candidate, "--decision", "core", "--why", "names chips")
        assert result.exit_code == 0, result.output


def test_decisions_on_headlines_are_labelled_examples(warehouse: Path) -> None:
    merged = ("headline:a", "--decision", "merge", "--into", "story:t", "--why", "same act")
    assert "headline:a tells story:t" in run(warehouse, *merged).output
    [row] = decisions(warehouse)
    assert (row["merged_into"], row["instrument"]) == ("story:t", "tariff")
    corrected = ("--instrument", "bill", "--issuer", "CN", "--direction", "loosen")
    run(warehouse, "headline:a", "--decision", "core", "--why", "a bill", *corrected)
    run(warehouse, "headline:b", "--decision", "none", "--why", "no measure")
    run(warehouse, "headline:c", "--decision", "core", "--instrument", "tariff", "--why", "missed")
    found = labelled(warehouse / "overlay" / "review.csv")
    assert {(one.headline, one.is_event, one.instrument, one.issuer) for one in found} == {
        ("Perhaps a ban", True, "bill", "CN"),
        ("Hardly", False, "none", "none"),
        ("Overlooked", True, "tariff", "none"),
    }
    assert {one.published_on for one in found} == {"2031-03-02"}
    assert queue(warehouse) == ["document:2", "document:1"]


def test_one_key_decides(warehouse: Path) -> None:
    keys = "a\n" + "s" + "r\n" + "c\nbill\neu\nloosen\n"
    result = run(warehouse, "--each", "--who", "ann", keys=keys)
    assert result.exit_code == 0, result.output
    assert "3 decided" in result.output
    assert [
        (row["candidate_id"], row["decision"], row["instrument"], row["issuer_jurisdiction"])
        for row in decisions(warehouse)
    ] == [
        ("headline:a", "core", "export_rule", "US"),
        ("document:1", "none", "", ""),
        ("headline:b", "core", "bill", "EU"),
    ]


def test_a_key_merges_into_the_likely_story(warehouse: Path) -> None:
    result = run(warehouse, "--each", keys="zm1the same\nq")
    assert "1 decided" in result.output, result.output
    [row] = decisions(warehouse)
    assert (row["merged_into"], row["story_id"], row["reason"]) == (
        "story:s",
        "story:s",
        "the same",
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("document:9", "--decision", "core", "--why", "x"), "knows no document document:9"),
        (("headline:9", "--decision", "core", "--why", "x"), "knows no headline headline:9"),
        (
            ("headline:a", "--decision", "merge", "--into", "story:9", "--why", "x"),
            "knows no story story:9",
        ),
    ],
)
def test_what_is_not_there_is_named(warehouse: Path, arguments: tuple[str, ...], told: str) -> None:
    assert told in str(run(warehouse, *arguments).exception)
    assert not (warehouse / "overlay").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("document:1", "--decision", "core", "--why", " "),
        ("document:1", "--why", "x"),
        ("document:1", "--decision", "core", "--why", "x", "--instrument", "tariff"),
        ("--decision", "core"),
        ("headline:a", "--decision", "context", "--why", "x"),
        ("headline:a", "--decision", "merge", "--why", "x"),
        ("headline:c", "--decision", "core", "--why", "x"),
        ("headline:a", "--each"),
    ],
)
def test_what_does_not_go_together_is_refused(warehouse: Path, arguments: tuple[str, ...]) -> None:
    assert run(warehouse, *arguments).exit_code == 2
    assert not (warehouse / "overlay").exists()


def test_an_issuer_that_is_no_country_leaves_the_file_as_it_is(warehouse: Path) -> None:
    wrong = ("headline:a", "--decision", "core", "--issuer", "ZZ", "--why", "x")
    assert isinstance(run(warehouse, *wrong).exception, OverlayError)
    assert not (warehouse / "overlay" / "review.csv").exists()
