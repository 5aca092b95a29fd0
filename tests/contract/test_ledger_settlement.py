"""Every row of the fact tables and of the review is settled in docs/ledger-settlement.csv."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SETTLEMENT = REPOSITORY / "docs" / "ledger-settlement.csv"
ACTIONS = REPOSITORY / "dbt_project" / "seeds" / "ledger" / "actions.csv"
FACTS = REPOSITORY.parent / "shared" / "facts"
SECTIONS = ("dates", "measures", "rows", "vendors", "prices", "trade", "rates")

needs_facts = pytest.mark.skipif(
    not FACTS.is_dir(), reason=f"the fact table and its review are not here: {FACTS}"
)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_settled_row_has_a_verdict_a_reason_and_events_that_exist() -> None:
    known = {row["event_id"]: row["scope"] for row in rows(ACTIONS)}
    wrong = []
    for row in rows(SETTLEMENT):
        events = [event for event in row["event_ids"].split(";") if event]
        is_settled = row["verdict"] in {"in", "corrected", "context", "out"} and row["reason"]
        has_events = all(event in known for event in events) and (events or row["verdict"] == "out")
        is_in_scope = row["verdict"] != "context" or all(known[e] == "context" for e in events)
        if not (is_settled and has_events and is_in_scope):
            wrong.append(row)
    assert wrong == []


def test_no_row_is_settled_twice() -> None:
    keys = Counter((row["table"], row["row_key"], row["row_number"]) for row in rows(SETTLEMENT))
    assert [key for key, count in keys.items() if count > 1] == []


def test_an_out_row_names_no_event_of_its_own() -> None:
    settled = rows(SETTLEMENT)
    taken = {e for row in settled if row["verdict"] != "out" for e in row["event_ids"].split(";")}
    left_out = [row["event_ids"] for row in settled if row["verdict"] == "out" and row["event_ids"]]
    assert all(event in taken for events in left_out for event in events.split(";"))


@needs_facts
def test_every_row_of_the_fact_table_is_settled() -> None:
    facts = rows(FACTS / "events.csv")
    settled = Counter(row["row_key"] for row in rows(SETTLEMENT) if row["table"] == "events")
    assert len(facts) == 146
    assert settled == Counter(fact["announced_on"] for fact in facts)


@needs_facts
def test_every_item_of_the_review_is_settled() -> None:
    text = (FACTS / "review.md").read_text(encoding="utf-8")
    sections = re.split(r"^## .*$", text, flags=re.MULTILINE)[1:]
    items = {
        name: sum(bool(line.strip()) for line in body.splitlines())
        for name, body in zip(SECTIONS, sections, strict=True)
    }
    settled = Counter(row["row_key"] for row in rows(SETTLEMENT) if row["table"] == "review")
    assert settled == items


@needs_facts
@pytest.mark.parametrize("table", ["missing", "wrong", "day0"])
def test_every_row_of_the_later_tables_is_settled(table: str) -> None:
    name = "more_day0.csv" if table == "day0" else f"more_events_{table}.csv"
    settled = [row["row_number"] for row in rows(SETTLEMENT) if row["table"] == table]
    assert settled == [str(number) for number, _ in enumerate(rows(FACTS / name), 1)]


@needs_facts
def test_nothing_is_copied_from_the_fact_table() -> None:
    titles = {fact["title_short"].casefold() for fact in rows(FACTS / "events.csv")}
    assert not titles & {row["reason"].casefold() for row in rows(SETTLEMENT)}
