"""Many small payloads lie in one file a month, and give a build what they gave each alone."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.archive.contents import read_contents
from pipelines.archive.store import Archive, PayloadMeta
from pipelines.archive.upkeep import redact
from pipelines.raw import packs, write
from pipelines.raw.packs import PACKED_FROM, REJECTS_SUFFIX, ROWS_SUFFIX
from pipelines.raw.rejects import rejects_file
from pipelines.raw.write import parse_dataset, parsed_by
from pipelines.sources import parser_for
from pipelines.specs import spec
from pipelines.warehouse import Build, Warehouse
from tests.growing import compose

NAMES = ("fred/series", "gdelt_doc/articles", "rss/items")
COUNT = 300
"""Enough that each of NAMES is packed, over two months and more."""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("growing") / "archive"
    compose(root, COUNT)
    return root


@pytest.fixture
def place(tmp_path: Path) -> Warehouse:
    made = Warehouse(tmp_path / "w")
    made.ensure("live")
    return made


def given(place: Warehouse, archive: Path, name: str, build: str) -> dict[str, Any]:
    """What a build gets of a dataset: rows, rejects and records, whatever files they stand in."""
    made = place.build(build).create()
    parse_dataset(place, made, read_contents(Archive(archive)), spec(name))
    return _found(made, name)


def _found(made: Build, name: str) -> dict[str, Any]:
    declared = spec(name)
    rows = pa.concat_tables(map(pq.read_table, (made.raw / declared.raw_name).glob("*.parquet")))
    path = rejects_file(made, declared.raw_name)
    records = json.loads((made.results / f"parsed-{declared.raw_name}.json").read_bytes())
    return {
        "rows": rows.sort_by([("payload_sha256", "ascending"), ("row_number", "ascending")]),
        "rejects": pq.read_table(path).to_pylist() if path.exists() else [],
        "records": [{**record, "raw_file": ""} for record in records],
    }


def folder_of(place: Warehouse, name: str) -> Path:
    declared = spec(name)
    version = parsed_by(declared, parser_for(name))
    return place.raw / declared.source / declared.dataset / version


@pytest.fixture
def alone(
    tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], dict[str, Any]]:
    """What a build gets when every payload stands alone."""

    def of(name: str) -> dict[str, Any]:
        with monkeypatch.context() as patch:
            patch.setattr(write, "PACKED_FROM", 10**9)
            place = Warehouse(tmp_path / "alone")
            place.ensure("live")
            return given(place, archive, name, f"alone-{spec(name).raw_name}")

    return of


@pytest.mark.parametrize("name", NAMES)
def test_packed_payloads_give_what_they_gave_alone(
    place: Warehouse, archive: Path, name: str, alone: Callable[[str], dict[str, Any]]
) -> None:
    expected = alone(name)
    assert given(place, archive, name, "first") == expected
    names = sorted(path.name for path in folder_of(place, name).iterdir())
    months = {record["observed_at"][:7] for record in expected["records"]}
    assert len(months) > 1
    assert [one[:7] for one in names if one.endswith(ROWS_SUFFIX)] == sorted(months)
    assert len(names) == 2 * len(months)
    assert given(place, archive, name, "second") == expected
    assert sorted(path.name for path in folder_of(place, name).iterdir()) == names


def test_a_packed_payload_is_not_parsed_again(
    place: Warehouse, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = given(place, archive, "rss/items", "first")
    monkeypatch.setattr(write, "write_raw", None)
    assert given(place, archive, "rss/items", "second") == before


def test_another_state_of_the_parser_reads_every_payload_again(
    place: Warehouse, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(place, archive, "rss/items", "first")
    old = folder_of(place, "rss/items")
    monkeypatch.setattr(write, "_code_hash", lambda _: "another")
    parsed: list[str] = []
    real = write.write_raw

    def counted(*arguments: Any) -> Any:
        parsed.append(arguments[1].sha256)
        return real(*arguments)

    monkeypatch.setattr(write, "write_raw", counted)
    found = given(place, archive, "rss/items", "second")
    assert len(parsed) == len(found["records"]) > PACKED_FROM
    assert not old.exists()
    assert any(folder_of(place, "rss/items").glob(f"*{ROWS_SUFFIX}"))


def a_pack(folder: Path) -> Path:
    return sorted(folder.glob(f"*{ROWS_SUFFIX}"))[0]


def cut(pack: Path) -> None:
    pack.write_bytes(pack.read_bytes()[:-30])


def one_byte_else(pack: Path) -> None:
    content = bytearray(pack.read_bytes())
    content[40] ^= 1
    pack.write_bytes(content)


def foreign(pack: Path) -> None:
    pq.write_table(pa.table({"other": [1]}), pack)


def without_rejects(pack: Path) -> None:
    pack.with_name(pack.name.removesuffix(ROWS_SUFFIX) + REJECTS_SUFFIX).unlink()


def twice(pack: Path) -> None:
    """As a kill leaves it after a pack was made anew and before the old one went."""
    table = pq.read_table(pack)
    sha = table["payload_sha256"][0].as_py()
    rejects = pack.with_name(pack.name.removesuffix(ROWS_SUFFIX) + REJECTS_SUFFIX)
    whole = pq.read_schema(pack)
    (member,) = [one for one in json.loads(whole.metadata[packs._PAYLOADS]) if one["sha256"] == sha]
    part = packs._only(table, {sha: member})
    told = {packs._PAYLOADS: json.dumps([member]).encode()}
    contents = (
        packs._bytes(part.replace_schema_metadata(told)),
        packs._bytes(packs._only(pq.read_table(rejects), {sha: member})),
    )
    name = f"{pack.name[:7]}-{packs._name_of(*contents)}"
    pack.with_name(name + REJECTS_SUFFIX).write_bytes(contents[1])
    pack.with_name(name + ROWS_SUFFIX).write_bytes(contents[0])


def alone_too(pack: Path) -> None:
    """As a kill leaves it before the files of the payloads themselves went."""
    table = pq.read_table(pack)
    sha = table["payload_sha256"][0].as_py()
    pq.write_table(table, pack.with_name(f"{sha}.parquet"))
    pq.write_table(table, pack.with_name(f"{sha}.rejects.parquet"))


@pytest.mark.parametrize("damage", [cut, one_byte_else, foreign, without_rejects, twice, alone_too])
def test_a_damaged_or_doubled_pack_changes_nothing(
    place: Warehouse, archive: Path, damage: Callable[[Path], None]
) -> None:
    before = given(place, archive, "gdelt_doc/articles", "first")
    folder = folder_of(place, "gdelt_doc/articles")
    damage(a_pack(folder))
    assert given(place, archive, "gdelt_doc/articles", "second") == before
    assert given(place, archive, "gdelt_doc/articles", "third") == before
    packed = {one for p in folder.glob(f"*{ROWS_SUFFIX}") for one in _shas(p)}
    own = {p.name.partition(".")[0] for p in folder.glob("?" * 64 + ".parquet")}
    assert packed.isdisjoint(own)


def _shas(pack: Path) -> list[str]:
    return list(dict.fromkeys(pq.read_table(pack)["payload_sha256"].to_pylist()))


def test_a_payload_that_is_refused_or_gone_leaves_its_pack(place: Warehouse, archive: Path) -> None:
    before = given(place, archive, "rss/items", "first")
    contents = read_contents(Archive(archive))
    gone = [one for one in contents.entries if one.name == "rss/items"][3]
    without = replace(contents, entries=tuple(one for one in contents.entries if one != gone))
    made = place.build("second").create()
    parse_dataset(place, made, without, spec("rss/items"))
    found = _found(made, "rss/items")
    assert gone.sha256 not in found["rows"]["payload_sha256"].to_pylist()
    assert len(found["records"]) == len(before["records"]) - 1
    assert given(place, archive, "rss/items", "third") == before


def test_a_redaction_takes_the_packs_of_its_dataset(place: Warehouse, archive: Path) -> None:
    own = Archive(place.archive)
    compose(own.root, COUNT)
    given(place, own.root, "rss/items", "first")
    given(place, own.root, "fred/series", "first")
    kept = sorted(folder_of(place, "fred/series").iterdir())
    entry = own.entries("rss")[5]
    done = redact(place, own, entry.sha256, "a private address", "Ada")
    assert not list(folder_of(place, "rss/items").iterdir())
    assert any(path.name.endswith(ROWS_SUFFIX) for path in done.files)
    assert sorted(folder_of(place, "fred/series").iterdir()) == kept
    found = given(place, own.root, "rss/items", "second")
    assert entry.sha256 not in found["rows"]["payload_sha256"].to_pylist()


def test_one_more_payload_waits_until_there_are_enough(place: Warehouse, tmp_path: Path) -> None:
    root = tmp_path / "archive"
    compose(root, COUNT)
    given(place, root, "rss/items", "first")
    folder = folder_of(place, "rss/items")
    before = sorted(folder.iterdir())
    _add_feed(root, 1)
    found = given(place, root, "rss/items", "second")
    assert sorted(set(folder.iterdir()) - set(before))[0].name.endswith(".parquet")
    assert len(list(folder.iterdir())) == len(before) + 2
    for number in range(2, PACKED_FROM + 1):
        _add_feed(root, number)
    found = given(place, root, "rss/items", "third")
    assert len(found["records"]) == len(set(found["rows"]["payload_sha256"].to_pylist()))
    assert len(list(folder.iterdir())) == len(before)


def _add_feed(root: Path, number: int) -> None:
    archive = Archive(root)
    entry = archive.entries("rss")[-1]
    payload = archive.read(entry).replace(b"</title>", b" anew %d</title>" % number)
    kept = {name: getattr(entry, name) for name in PayloadMeta.__dataclass_fields__}
    archive.add(payload, PayloadMeta(**kept))


KILLED = """
import os, signal, sys
from pathlib import Path
from pipelines.archive.contents import read_contents
from pipelines.archive.store import Archive
from pipelines.files import durable
from pipelines.raw.write import parse_dataset
from pipelines.specs import spec
from pipelines.warehouse import Warehouse

place, archive, steps = Warehouse(Path(sys.argv[1])), Path(sys.argv[2]), int(sys.argv[3])
left = [steps]
def count():
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
for module, name in ((os, "replace"), (Path, "unlink")):
    def watched(*arguments, real=getattr(module, name), **options):
        count()
        return real(*arguments, **options)
    setattr(module, name, watched)
build = place.build(f"killed-{steps}").create()
parse_dataset(place, build, read_contents(Archive(archive)), spec("fred/series"))
"""


@pytest.mark.parametrize("apart", [21, pytest.param(7, marks=pytest.mark.slow)])
def test_a_kill_at_any_step_leaves_what_the_next_build_reads_alike(
    place: Warehouse, archive: Path, alone: Callable[[str], dict[str, Any]], apart: int
) -> None:
    expected = alone("fred/series")
    killed = 0
    steps_of_kills = range(60, 200, apart)
    for steps in steps_of_kills:
        arguments = [sys.executable, "-c", KILLED, str(place.root), str(archive), str(steps)]
        ended = subprocess.run(arguments, check=False, env={**os.environ})
        killed += ended.returncode == -signal.SIGKILL
        assert given(place, archive, "fred/series", f"after-{steps}") == expected
        for path in folder_of(place, "fred/series").iterdir():
            path.unlink()
    assert killed > len(steps_of_kills) // 2
