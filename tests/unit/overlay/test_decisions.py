"""Decisions on candidates: added one by one, nothing lost, a broken file untouched."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.overlay.decisions import Decision, add_decision, decided
from pipelines.overlay.files import OverlayError
from pipelines.warehouse import Warehouse, locate

AT = datetime(2031, 3, 3, 12, tzinfo=UTC)


@pytest.fixture
def place(tmp_path: Path) -> Warehouse:
    return locate(tmp_path / "warehouse")


def rows(place: Warehouse) -> list[dict[str, str]]:
    with (place.overlay / "review.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_decisions_are_added(place: Warehouse) -> None:
    assert decided(place) == set()
    add_decision(place, Decision("document:1", "core", "ann", AT, 'it says "chips",\nand more'))
    add_decision(place, Decision("document:2", "none", "bob", AT, "no chips"))
    assert decided(place) == {"document:1", "document:2"}
    first = {name: value for name, value in rows(place)[0].items() if value}
    assert first == {
        "candidate_id": "document:1",
        "decision": "core",
        "decided_by": "ann",
        "decided_at": "2031-03-03T12:00:00Z",
        "reason": 'it says "chips",\nand more',
    }


def test_a_file_in_another_order_without_a_last_line_end_is_kept(place: Warehouse) -> None:
    place.overlay.mkdir(parents=True)
    (place.overlay / "review.csv").write_bytes(
        b"\xef\xbb\xbfreason,decided_at,decided_by,decision,candidate_id\r\n"
        b"old,2031-01-01T00:00:00Z,ann,none,document:1"
    )
    add_decision(place, Decision("document:1", "core", "bob", AT, "new"))
    assert [(row["reason"], row["decision"]) for row in rows(place)] == [
        ("old", "none"),
        ("new", "core"),
    ]


def test_a_second_decision_is_later_than_the_first(place: Warehouse) -> None:
    for word in ("none", "core"):
        add_decision(place, Decision("document:1", word, "ann", AT, "x"))
    assert [(row["decision"], row["decided_at"]) for row in rows(place)] == [
        ("none", "2031-03-03T12:00:00Z"),
        ("core", "2031-03-03T12:00:01Z"),
    ]


def test_a_file_of_before_gets_the_columns_that_a_headline_needs(place: Warehouse) -> None:
    place.overlay.mkdir(parents=True)
    (place.overlay / "review.csv").write_text(
        "candidate_id,decision,decided_by,decided_at,reason\n"
        'document:1,none,ann,2031-01-01T00:00:00Z,"a, b"\n',
        encoding="utf-8",
    )
    add_decision(place, Decision("headline:1", "core", "bob", AT, "new", title="A \u200bban"))
    old, new = rows(place)
    assert (old["reason"], old["title"]) == ("a, b", "")
    assert (new["title"], new["decision"]) == ("A ban", "core")


def test_a_file_that_cannot_be_used_is_left_alone(place: Warehouse) -> None:
    place.overlay.mkdir(parents=True)
    path = place.overlay / "review.csv"
    path.write_text("candidate_id,decision\ndocument:1,perhaps\n", encoding="utf-8")
    with pytest.raises(OverlayError, match=r"review\.csv"):
        add_decision(place, Decision("document:2", "core", "ann", AT, "x"))
    assert path.read_text(encoding="utf-8").endswith("perhaps\n")
