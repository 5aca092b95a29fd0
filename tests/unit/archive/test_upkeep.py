"""Verify, count, back up and redact an archive."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.archive import upkeep as archive_upkeep
from pipelines.archive.refusals import refuse, refused
from pipelines.archive.store import (
    Archive,
    ArchiveError,
    Entry,
    Origin,
    PayloadMeta,
    TombstonedPayload,
)
from pipelines.errors import ChipwatchError
from pipelines.parsing.records import Outcome
from pipelines.publish.publish import publish
from pipelines.releases.details import releases_with
from pipelines.warehouse import Warehouse
from tests.tiny import at, candidate, judged, provenance, warehouse


def meta(dataset: str = "entries", note: str | None = None) -> PayloadMeta:
    return PayloadMeta(
        source="csl",
        dataset=dataset,
        origin=Origin.FETCHED,
        observed_at=datetime(2026, 1, 2, tzinfo=UTC),
        licence="public domain",
        redistribution="public",
        url="https://example.org/list",
        note=note,
    )


@pytest.fixture
def place(tmp_path: Path) -> Warehouse:
    return warehouse(tmp_path / "w", "live")


@pytest.fixture
def archive(place: Warehouse) -> Archive:
    store = Archive(place.archive)
    for payload in (b"one", b"two" * 100, b"three"):
        store.add(payload, meta())
    store.add(b"other", meta("more"))
    return store


def entry_of(archive: Archive, payload: bytes) -> Entry:
    return next(entry for entry in archive.entries() if archive.read(entry) == payload)


@pytest.mark.parametrize("held", ["notes.txt", "warehouse/state.json", "csl/entries/list.json"])
def test_a_folder_that_is_no_archive_is_told(tmp_path: Path, held: str) -> None:
    """It once answered that 0 payloads are whole."""
    (tmp_path / held).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / held).write_text("x")
    with pytest.raises(ArchiveError, match="is no archive"):
        archive_upkeep.verify(Archive(tmp_path))


def test_an_empty_folder_is_an_archive_without_payloads(tmp_path: Path) -> None:
    assert archive_upkeep.verify(Archive(tmp_path)).payloads == 0


def test_a_whole_archive_is_whole(archive: Archive) -> None:
    checked = archive_upkeep.verify(archive)
    assert (checked.payloads, checked.bytes, checked.faults) == (4, 3 + 300 + 5 + 5, ())


def test_damage_and_half_written_files_are_told(archive: Archive) -> None:
    entry_of(archive, b"one").path.write_bytes(b"garbage")
    three = entry_of_name(archive, b"three")
    three.with_suffix(".json").unlink()
    checked = archive_upkeep.verify(archive)
    assert checked.payloads == 2
    assert len(checked.damaged) == 1
    assert len(checked.faults) == 2


def entry_of_name(archive: Archive, payload: bytes) -> Path:
    import hashlib

    sha = hashlib.sha256(payload).hexdigest()
    return next(archive.root.rglob(f"{sha}.gz"))


def test_counts_by_dataset(archive: Archive) -> None:
    entries, more = archive_upkeep.stats(archive)
    assert (entries.name, entries.payloads, entries.bytes) == ("csl/entries", 3, 308)
    assert (more.name, more.payloads, more.redistribution) == ("csl/more", 1, "public")
    assert entries.stored_bytes > 0


def test_a_backup_copies_what_is_missing_or_damaged(archive: Archive, tmp_path: Path) -> None:
    target = tmp_path / "backup"
    assert archive_upkeep.backup(archive, target) == archive_upkeep.BackedUp(4, 0, 0)
    assert archive_upkeep.backup(archive, target) == archive_upkeep.BackedUp(0, 4, 0)
    assert archive_upkeep.verify(Archive(target)).payloads == 4
    entry_of(Archive(target), b"one").path.write_bytes(b"garbage")
    archive.add(b"new", meta())
    assert archive_upkeep.backup(archive, target) == archive_upkeep.BackedUp(2, 3, 0)
    assert archive_upkeep.verify(Archive(target)).faults == ()


def test_a_damaged_payload_is_not_backed_up_but_the_others_are(
    archive: Archive, tmp_path: Path
) -> None:
    entry_of(archive, b"one").path.write_bytes(b"garbage")
    with pytest.raises(ArchiveError, match=r"1 payload\(s\) are damaged"):
        archive_upkeep.backup(archive, tmp_path / "backup")
    assert archive_upkeep.verify(Archive(tmp_path / "backup")).payloads == 3


def test_a_backup_into_the_archive_is_refused(archive: Archive) -> None:
    for target in (archive.root, archive.root / "copy", archive.root.parent):
        with pytest.raises(ChipwatchError, match="within each other"):
            archive_upkeep.backup(archive, target)


def test_a_redaction_takes_bytes_raw_and_derived_and_names_the_releases(
    place: Warehouse, archive: Archive, tmp_path: Path
) -> None:
    archive_upkeep.backup(archive, tmp_path / "backup")
    entry = entry_of(archive, b"one")
    raw = place.raw / "csl" / "entries" / "v3"
    raw.mkdir(parents=True)
    mine = [raw / f"{entry.sha256}.parquet", raw / f"{entry.sha256}.rejects.parquet"]
    others = raw / f"{'0' * 64}.parquet"
    derived = place.derived / "entity_links" / "v1" / "joined-aa.parquet"
    derived.parent.mkdir(parents=True)
    for path in (*mine, others, derived):
        path.write_bytes(b"x")
    made = provenance(kind="live")
    holding = type(made)(made.fingerprint, "c0de", "live", (f"csl/entries/{entry.sha256}",))
    release = publish(place, judged(place, candidate(place, "b1")), holding, at(1))
    publish(place, judged(place, candidate(place, "b2")), provenance(kind="live"), at(2))
    done = archive_upkeep.redact(place, archive, entry.sha256[:12], "a private address", "Ada")
    assert [one.release_id for one in releases_with(place, done.sha256)] == [release.release_id]
    assert not any(path.exists() for path in (entry.path, *mine, derived))
    assert others.exists()
    tombstone = json.loads(next(archive.root.rglob("*.tombstone.json")).read_text())
    assert tombstone["reason"] == "a private address"
    assert tombstone["removed_by"] == "Ada"
    assert "url" not in tombstone
    assert len(archive.entries()) == 3
    assert archive_upkeep.verify(archive).faults == ()
    with pytest.raises(TombstonedPayload, match="a private address"):
        archive.add(b"one", meta())
    assert archive_upkeep.backup(archive, tmp_path / "backup").removed == 1
    assert archive_upkeep.verify(Archive(tmp_path / "backup")).payloads == 3


def test_a_redaction_must_be_clear(place: Warehouse, archive: Archive) -> None:
    with pytest.raises(ChipwatchError, match="Too few digits"):
        archive_upkeep.redact(place, archive, "ab", "x")
    with pytest.raises(ChipwatchError, match="0 payloads begin with"):
        archive_upkeep.redact(place, archive, "f" * 64, "x")
    with pytest.raises(ChipwatchError, match="needs a reason"):
        archive_upkeep.redact(place, archive, "f" * 64, " ")
    assert len(archive.entries()) == 4


def test_what_stands_beside_a_payload_is_backed_up_and_redacted_with_it(
    place: Warehouse, archive: Archive, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    archive_upkeep.backup(archive, copy)
    mirror = replace(meta(), url="https://mirror.example.org/list")
    entry = archive.add(b"one", mirror)
    refuse(entry, Outcome.SHRUNKEN, "half of it", datetime(2026, 1, 3, tzinfo=UTC))
    assert len(entry.also) == 1
    assert archive_upkeep.backup(archive, copy).copied == 0
    assert entry_of(Archive(copy), b"one").also == entry.also
    assert len(refused(Archive(copy))) == 1
    archive_upkeep.redact(place, archive, entry.sha256, "asked to")
    archive_upkeep.backup(archive, copy)
    for root in (archive.root, copy):
        left = [path.name for path in root.rglob(f"{entry.sha256}.*")]
        assert left == [f"{entry.sha256}.tombstone.json"]
