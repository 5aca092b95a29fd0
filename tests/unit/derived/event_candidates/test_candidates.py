"""The derived dataset event_candidates: columns, stories over payloads, what is made again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.derived.cache import DerivedError
from pipelines.derived.event_candidates import candidates
from pipelines.derived.event_candidates.candidates import (
    CANDIDATES_SCHEMA,
    derive_event_candidates,
)
from pipelines.derived.event_candidates.headlines.labels import KINDS, labelled
from pipelines.specs import datasets_read_as

DAY = dt.date(2031, 3, 1)


def documents(path: Path, *titles: str) -> Path:
    table = pa.table(
        {
            "document_number": [f"d{n}" for n in range(len(titles))],
            "title": list(titles),
            "document_type": ["Rule"] * len(titles),
            "abstract": ["Adds two entities that make chips to the list under China."]
            * len(titles),
            "action": ["Final rule."] * len(titles),
            "publication_date": pa.array([DAY] * len(titles), pa.date32()),
            "agency_slugs": [["industry-and-security-bureau"]] * len(titles),
            "cfr_references": [["15 CFR 744"]] * len(titles),
            "correction_of": pa.array([None] * len(titles), pa.string()),
            "regulation_id_numbers": [["0694-AZ01"]] * len(titles),
            "docket_ids": pa.array([None] * len(titles), pa.list_(pa.string())),
            "payload_sha256": [path.stem] * len(titles),
            "row_number": list(range(1, len(titles) + 1)),
        }
    )
    pq.write_table(table, path)
    return path


def headlines(path: Path, *rows: tuple[str | None, dt.date]) -> Path:
    table = pa.table(
        {
            "title": pa.array([title for title, _ in rows], pa.string()),
            "seen_on": pa.array([day for _, day in rows], pa.date32()),
            "payload_sha256": [path.stem] * len(rows),
            "row_number": list(range(1, len(rows) + 1)),
        }
    )
    pq.write_table(table, path)
    return path


def test_documents_and_headlines_are_read(tmp_path: Path) -> None:
    made = derive_event_candidates(
        {
            "federal_register__documents": [
                documents(tmp_path / "a.parquet", "Additions to the Entity List")
            ],
            "gdelt_doc__articles": [
                headlines(
                    tmp_path / "b.parquet",
                    ("US bans sales of Nvidia H20 chips to China", DAY),
                    ("A recipe for potato chips", DAY),
                    (None, DAY),
                )
            ],
        },
        tmp_path / "derived",
    )
    table = pq.read_table(made)
    assert table.schema.equals(CANDIDATES_SCHEMA)
    document, event, food, untitled = table.to_pylist()
    assert (document["record_kind"], document["relevance"]) == ("document", "core")
    assert document["stated_entities_added"] == 2
    assert document["ledger_instruments"] == ["entity_listing"]
    assert (event["relevance"], event["vendor_ids"]) == ("core", ["nvidia"])
    assert event["family_chip_ids"] == ["nvidia-h20"]
    assert event["story_id"] is not None
    assert (food["relevance"], food["story_id"]) == ("none", None)
    assert untitled["reason"] == "has no headline"


def test_a_doubtful_headline_goes_to_review_without_a_story(tmp_path: Path) -> None:
    titles = [(row.headline, DAY) for row in labelled(KINDS)]
    made = derive_event_candidates(
        {"gdelt_doc__articles": [headlines(tmp_path / "b.parquet", *titles)]}, tmp_path / "derived"
    )
    rows = pq.read_table(made).to_pylist()
    doubtful = [row for row in rows if row["relevance"] == "review"]
    assert doubtful
    for row in doubtful:
        assert row["story_id"] is None
        assert row["reason"].startswith("rules ")
        assert row["instrument"] is not None
        assert row["ledger_instruments"]


@pytest.mark.parametrize("name", datasets_read_as("headlines"))
def test_headlines_of_every_declared_dataset_are_read(name: str, tmp_path: Path) -> None:
    spec = datasets_read_as("headlines")[name]
    assert spec.read_as is not None
    path = headlines(tmp_path / "one.parquet", ("US bans Nvidia H20 chip sales to China", DAY))
    table = pq.read_table(path)
    names = [spec.read_as.date if name == "seen_on" else name for name in table.column_names]
    pq.write_table(table.rename_columns(names), path)
    made = derive_event_candidates({name: [path]}, tmp_path / "derived")
    [found] = pq.read_table(made).to_pylist()
    assert (found["source"], found["dataset"]) == (spec.source, spec.dataset)
    assert (found["relevance"], found["published_on"]) == ("core", DAY)


def test_a_story_reaches_over_payloads_and_their_order_does_not_matter(tmp_path: Path) -> None:
    one = headlines(tmp_path / "one.parquet", ("US bans Nvidia H20 chip sales to China", DAY))
    two = headlines(
        tmp_path / "two.parquet",
        ("Washington bans Nvidia H20 chip sales to China", DAY + dt.timedelta(days=1)),
    )
    name = "gdelt_doc__articles"
    made = derive_event_candidates({name: [one, two]}, tmp_path / "derived")
    assert len(set(pq.read_table(made).column("story_id").to_pylist())) == 1
    again = derive_event_candidates({name: [two, one]}, tmp_path / "other")
    assert again.read_bytes() == made.read_bytes()


def test_only_what_changed_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    original = candidates.read_payload

    def counted(name: str, rows: pa.Table) -> pa.Table:
        read.append(name)
        return original(name, rows)

    monkeypatch.setattr(candidates, "read_payload", counted)
    name = "gdelt_doc__articles"
    one = headlines(tmp_path / "one.parquet", ("US bans Nvidia H20 chip sales", DAY))
    first = derive_event_candidates({name: [one]}, tmp_path / "derived")
    assert derive_event_candidates({name: [one]}, tmp_path / "derived") == first
    assert read == [name]
    two = headlines(tmp_path / "two.parquet", ("Chip makers rise", DAY))
    derive_event_candidates({name: [one, two]}, tmp_path / "derived")
    assert read == [name, name]
    headlines(tmp_path / "one.parquet", ("US bans Nvidia H20 chip sales at once", DAY))
    derive_event_candidates({name: [one, two]}, tmp_path / "derived")
    assert read == [name] * 3


def test_two_processes_make_what_one_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    titles = ("US bans Nvidia H20 chip sales to China", "Chip makers rise", "Beijing probes Nvidia")
    name = "gdelt_doc__articles"
    files = [
        headlines(tmp_path / f"{number}.parquet", (title, DAY + dt.timedelta(days=number)))
        for number, title in enumerate(titles)
    ]
    one = derive_event_candidates({name: files}, tmp_path / "one")
    monkeypatch.setattr(candidates, "WORTH_A_PROCESS", 0)
    two = derive_event_candidates({name: files}, tmp_path / "two")
    assert {p.name: p.read_bytes() for p in one.parent.iterdir()} == {
        p.name: p.read_bytes() for p in two.parent.iterdir()
    }
    (tmp_path / "smallest.parquet").write_bytes(b"no parquet")
    with pytest.raises(DerivedError, match=r"smallest\.parquet"):
        derive_event_candidates(
            {name: [files[0], tmp_path / "smallest.parquet"]}, tmp_path / "three"
        )


def test_changed_rules_are_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = headlines(tmp_path / "one.parquet", ("Chip makers rise", DAY))
    before = derive_event_candidates({"gdelt_doc__articles": [one]}, tmp_path / "derived")
    aliases = tmp_path / "chip_aliases.csv"
    aliases.write_text("family_chip_id,alias\nx,Y1\n", encoding="utf-8")
    monkeypatch.setattr(candidates, "CHIP_ALIASES", aliases)
    after = derive_event_candidates({"gdelt_doc__articles": [one]}, tmp_path / "derived")
    assert before.parent != after.parent
    assert before.exists()


def test_nothing_archived_is_an_empty_table(tmp_path: Path) -> None:
    table = pq.read_table(derive_event_candidates({}, tmp_path / "derived"))
    assert table.num_rows == 0
    assert table.schema.equals(CANDIDATES_SCHEMA)


def test_unreadable_files_are_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"no parquet")
    with pytest.raises(DerivedError, match=r"broken\.parquet"):
        derive_event_candidates({"rss__items": [broken]}, tmp_path / "derived")
    with pytest.raises(DerivedError, match=r"gone\.parquet"):
        derive_event_candidates({"rss__items": [tmp_path / "gone.parquet"]}, tmp_path / "derived")
    one = headlines(tmp_path / "one.parquet", ("Chip makers rise", DAY))
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(DerivedError, match="cannot be written"):
        derive_event_candidates({"gdelt_doc__articles": [one]}, tmp_path / "file")


def test_relevance_is_handed_on_over_payloads(tmp_path: Path) -> None:
    made = derive_event_candidates(
        {
            "federal_register__documents": [
                documents(tmp_path / "a.parquet", "Controls on Advanced Computing"),
                documents(tmp_path / "b.parquet", "Burma Rule; Correction", "Notice of Meeting"),
            ]
        },
        tmp_path / "derived",
    )
    rows = pq.read_table(made).to_pylist()
    assert [row["relevance"] for row in rows] == ["core", "core", "none"]
    assert rows[1]["reason"].startswith("belongs to d0: ")
    assert (rows[1]["action_type"], rows[2]["action_type"]) == ("correct", None)
    assert rows[2]["ledger_instruments"] == []


def test_a_story_keeps_its_id_when_an_older_headline_arrives(tmp_path: Path) -> None:
    name = "gdelt_doc__articles"
    one = headlines(tmp_path / "one.parquet", ("US bans Nvidia H20 chip sales to China", DAY))
    first = derive_event_candidates({name: [one]}, tmp_path / "derived", {"one": "2031-03-01"})
    [known] = pq.read_table(first).column("story_id").to_pylist()
    older = headlines(
        tmp_path / "older.parquet",
        ("Washington bans Nvidia H20 chip sales to China", DAY - dt.timedelta(days=1)),
    )
    met = {"one": "2031-03-01", "older": "2031-03-05"}
    second = derive_event_candidates({name: [one, older]}, tmp_path / "derived", met)
    assert set(pq.read_table(second).column("story_id").to_pylist()) == {known}


def test_what_is_in_review_names_its_story_and_changes_none(tmp_path: Path) -> None:
    name = "gdelt_doc__articles"
    titles = [(row.headline, DAY) for row in labelled(KINDS)]
    made = derive_event_candidates(
        {name: [headlines(tmp_path / "a.parquet", *titles)]}, tmp_path / "derived"
    )
    rows = pq.read_table(made).to_pylist()
    sure = [(row["title"], DAY) for row in rows if row["relevance"] == "core"]
    alone = derive_event_candidates(
        {name: [headlines(tmp_path / "b.parquet", *sure)]}, tmp_path / "derived"
    )
    stories = [row["story_id"] for row in rows if row["relevance"] == "core"]
    assert stories == pq.read_table(alone).column("story_id").to_pylist()
    assert all(row["proposed_story_id"] for row in rows if row["relevance"] == "review")
    assert {row["proposed_story_id"] for row in rows if row["relevance"] != "review"} == {None}
