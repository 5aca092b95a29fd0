"""The index of an archive saves reading and changes nothing."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.archive import store
from pipelines.archive.index import Index
from pipelines.archive.store import Archive, Origin, PayloadMeta
from pipelines.files import kept_json


def meta(number: int) -> PayloadMeta:
    return PayloadMeta(
        "fred",
        "series",
        Origin.FETCHED,
        datetime(2026, 1, 1 + number, tzinfo=UTC),
        "test",
        "public",
        url=f"https://example.org/{number}",
    )


@pytest.fixture
def filled(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path / "archive", tmp_path / "index.json")
    for number in range(6):
        archive.add(b"payload %d" % number, meta(number))
    archive.entries()
    return archive


def plain(archive: Archive) -> list[store.Entry]:
    return Archive(archive.root).entries()


def test_what_is_in_the_index_is_not_read_again(
    filled: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = plain(filled)
    read: list[Path] = []
    real = kept_json.read_kept

    def counted(path: Path, *shape: object) -> object:
        read.append(path)
        return real(path, *shape)

    monkeypatch.setattr(store, "read_kept", counted)
    assert filled.entries() == expected
    assert read == []
    added = filled.add(b"one more", meta(9))
    read.clear()
    assert added in filled.entries()
    assert read == [added.path.with_suffix(".json")]


def rewritten(archive: Archive) -> None:
    sidecar = archive.entries()[0].path.with_suffix(".json")
    record = json.loads(sidecar.read_text())
    times = sidecar.stat()
    sidecar.write_text(json.dumps({**record, "licence": "else"}, indent=2, sort_keys=True) + "\n")
    os.utime(sidecar, ns=(times.st_atime_ns, times.st_mtime_ns))


def removed(archive: Archive) -> None:
    archive.entries()[0].path.with_suffix(".json").unlink()


def without_bytes(archive: Archive) -> None:
    archive.entries()[0].path.unlink()


def redacted(archive: Archive) -> None:
    entry = archive.entries()[0]
    entry.path.with_name(f"{entry.sha256}{store.TOMBSTONE_SUFFIX}").write_text("{}")


def from_elsewhere_too(archive: Archive) -> None:
    archive.add(b"payload 0", PayloadMeta(**{**vars(meta(0)), "url": "https://other.example/x"}))


Change = Callable[[Archive], None]


@pytest.mark.parametrize(
    "change", [rewritten, removed, without_bytes, redacted, from_elsewhere_too]
)
def test_an_archive_that_changed_is_read_as_it_is(filled: Archive, change: Change) -> None:
    before = plain(filled)
    change(filled)
    assert filled.entries() == plain(filled) != before
    assert filled.entries() == plain(filled)


def _summed(body: bytes) -> bytes:
    from pipelines.archive import index

    return index._sum(body) + b"\n" + body


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"\xff\xfe\n\x00",
        _summed(b"[1, 2]"),
        _summed(b"[" * 100_000),
        _summed(b'{"a": 1}'),
        _summed(b'{"fred/series/aa/x.json": [[1], {}]}'),
        None,
    ],
)
def test_a_damaged_index_is_made_again(
    filled: Archive, tmp_path: Path, content: bytes | None
) -> None:
    index = tmp_path / "index.json"
    whole = index.read_bytes()
    index.write_bytes(whole[: len(whole) // 2] if content is None else content)
    assert filled.entries() == plain(filled)
    assert index.read_bytes() == whole


def test_an_index_whose_records_lie_is_not_believed(filled: Archive, tmp_path: Path) -> None:
    index = tmp_path / "index.json"
    known = json.loads(index.read_bytes().partition(b"\n")[2])
    for marks, record in known.values():
        assert len(marks) == 4
        record["sha256"] = "0" * 64
    index.write_bytes(_summed(json.dumps(known).encode()))
    assert filled.entries() == plain(filled)


def test_an_index_that_cannot_be_written_is_done_without(filled: Archive, tmp_path: Path) -> None:
    nowhere = Archive(filled.root, tmp_path / "none" / "index.json")
    assert nowhere.entries() == plain(filled)
    assert not (tmp_path / "none").exists()


def test_one_source_alone_does_not_forget_the_others(filled: Archive, tmp_path: Path) -> None:
    before = (tmp_path / "index.json").read_bytes()
    assert filled.entries("csl") == []
    assert (tmp_path / "index.json").read_bytes() == before
    assert Index(tmp_path / "index.json").record("csl/x", os.stat(tmp_path)) is None
