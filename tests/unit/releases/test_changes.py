"""What a release tells about itself: rpt_changes and its Atom feed."""

import xml.etree.ElementTree as ET
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from pipelines.publish.publish import publish
from pipelines.releases.changes import FEED_LIMIT, Change, changes_of, feed, newly_confirmed
from pipelines.releases.content_hash import content_hashes
from pipelines.warehouse import Warehouse
from tests.tiny import at, candidate, judged, provenance, released, warehouse

ATOM = "{http://www.w3.org/2005/Atom}"
PAYLOADS = (
    ("seed1", "curated", "actions", "attribution"),
    ("csl1", "csl", "entries", "public"),
    ("bars1", "yahoo_chart", "bars", "personal"),
)


@pytest.fixture
def place(tmp_path: Path) -> Warehouse:
    place = warehouse(tmp_path / "w")
    released(
        place,
        "b1",
        1,
        events=(
            ("e1", "First", "single_press", "seed1"),
            ("e2", "Second", "official_text", "seed1"),
        ),
        listings=(("l1", "Acme", "EL", "csl1"), ("l2", "Beta", "EL", "csl1")),
    )
    return place


def told(place: Warehouse, release_id: str) -> dict[str, tuple[str, str | None, str, str]]:
    with duckdb.connect(str(place.published), read_only=True) as connection:
        rows = connection.execute(
            "select row_key, change_kind, title, changed_columns, reason_kind "
            "from marts.rpt_changes where release_id = ? and is_sample",
            [release_id],
        ).fetchall()
    return {row[0]: row[1:] for row in rows}


def test_the_first_release_tells_of_no_change_and_has_an_empty_feed(place: Warehouse) -> None:
    with duckdb.connect(str(place.published), read_only=True) as connection:
        assert connection.execute("select count(*) from marts.rpt_changes").fetchone() == (0,)
        assert connection.execute(
            "select count(*) from duckdb_columns() where table_name = 'rpt_changes' "
            "and coalesce(comment, '') = ''"
        ).fetchone() == (0,)
    root = ET.fromstring(next(place.releases.glob("*/changes.atom.xml")).read_bytes())  # noqa: S314
    assert root.findall(f"{ATOM}entry") == []


def test_new_changed_and_withdrawn_rows_have_their_reasons(place: Warehouse) -> None:
    made = released(
        place,
        "b2",
        2,
        events=(
            ("e1", "First!", "official_text", "seed2"),
            ("e3", "Third", "single_press", "seed2"),
        ),
        listings=(("l1", "Acme Ltd", "EL", "csl1"), ("l3", "Gamma", "EL", "csl2")),
        payloads=(
            ("seed2", "curated", "actions", "attribution"),
            ("csl1", "csl", "entries", "public"),
            ("csl2", "csl", "entries", "public"),
        ),
    )
    assert told(place, made.release_id) == {
        "e1": ("changed", "First!", "title; evidence_grade", "curated_file"),
        "e2": ("withdrawn", "Second", None, "curated_file"),
        "e3": ("new", "Third", None, "curated_file"),
        "l1": ("changed", "Acme Ltd, EL", "entity_name", "other_input"),
        "l2": ("withdrawn", "Beta, EL", None, "newer_payload"),
        "l3": ("new", "Gamma, EL", None, "new_payload"),
    }
    assert made.manifest["change_count"] == 6
    with duckdb.connect(str(place.published), read_only=True) as connection:
        confirmed = newly_confirmed(connection, made.release_id)
        assert len(changes_of(connection, made.release_id)) == 6
    assert [event.row_key for event in confirmed] == ["e1"]


def test_changed_code_is_the_reason_when_no_payload_changed(place: Warehouse) -> None:
    build = judged(
        place,
        candidate(place, "b2", events=(("e1", "Other", "single_press", "seed1"),)),
        code_changed=True,
    )
    made = publish(place, build, provenance(), at(2))
    assert told(place, made.release_id)["e1"][3] == "code"


def test_history_is_carried_on_and_stamped(place: Warehouse) -> None:
    second = released(place, "b2", 2, events=(("e1", "Two", "official_text", "seed1"),))
    third = released(place, "b3", 3, events=(("e1", "Three", "official_text", "seed1"),))
    assert "e1" in told(place, second.release_id)
    assert told(place, third.release_id)["e1"][1] == "Three"
    with duckdb.connect(str(place.published), read_only=True) as connection:
        assert connection.execute(
            "select count(*) from marts.rpt_changes where release_id is null or released_at is null"
        ).fetchone() == (0,)


def test_a_removed_payload_takes_its_text_out_of_the_history(place: Warehouse) -> None:
    second = released(
        place,
        "b2",
        2,
        listings=(("l1", "Acme secret", "EL", "csl1"), ("l2", "Beta", "EL", "csl1")),
    )
    assert told(place, second.release_id)["l1"][1] == "Acme secret, EL"
    third = released(
        place, "b3", 3, listings=(), payloads=(("seed1", "curated", "actions", "attribution"),)
    )
    assert told(place, second.release_id)["l1"][1] is None
    assert told(place, third.release_id)["l1"] == ("withdrawn", None, None, "payload_removed")
    assert b"Acme" not in (third.path / "changes.atom.xml").read_bytes()


def test_a_reload_of_the_same_content_is_no_change(place: Warehouse) -> None:
    same = released(
        place,
        "b2",
        2,
        events=(
            ("e1", "First", "single_press", "seed9"),
            ("e2", "Second", "official_text", "seed9"),
        ),
        listings=(("l1", "Acme", "EL", "csl9"), ("l2", "Beta", "EL", "csl9")),
        payloads=(*PAYLOADS, ("seed9", "curated", "actions", "x"), ("csl9", "csl", "entries", "x")),
    )
    assert told(place, same.release_id) == {}
    assert [one["changed"] for one in same.manifest["drift"]] == [0] * len(same.manifest["drift"])


def test_run_columns_do_not_enter_the_hash_of_the_table(place: Warehouse) -> None:
    made = released(place, "b2", 2, events=(("e1", "Two", "official_text", "seed1"),))
    assert made.manifest["history_tables"] == ["marts.rpt_changes"]
    with duckdb.connect(str(made.database), read_only=True) as connection:
        stated = {t["table"]: t["content_hash"] for t in made.manifest["tables"]}
        found = content_hashes(connection, "marts")
    assert stated["marts.rpt_changes"] == found["rpt_changes"]


def test_the_feed_is_valid_atom_whatever_the_text_holds() -> None:
    many = [
        Change("events", "fct_sanction_events", f"e{n}", "new", f"<b>&\x00\x0b é {n}", "", "Why.")
        for n in range(FEED_LIMIT + 7)
    ]
    document = feed("r1", datetime.fromisoformat("2026-01-02T03:04:05"), "r0", True, many)
    root = ET.fromstring(document)  # noqa: S314
    assert root.tag == f"{ATOM}feed"
    for required in ("id", "title", "updated", "author"):
        assert root.find(f"{ATOM}{required}") is not None
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == FEED_LIMIT + 1
    identities = {entry.findtext(f"{ATOM}id") for entry in entries}
    assert len(identities) == len(entries)
    for entry in entries:
        assert entry.findtext(f"{ATOM}updated") == "2026-01-02T03:04:05Z"
        assert entry.findtext(f"{ATOM}title")
    assert entries[-1].findtext(f"{ATOM}title") == "7 more changes"
    assert "sample" in (root.findtext(f"{ATOM}title") or "")
