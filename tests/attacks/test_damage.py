"""What the program keeps, damaged in every way: each command answers in words, nothing published
changes, and a release with a damaged manifest hides itself alone."""

import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.errors import ChipwatchError
from pipelines.releases.shelf import hidden, releases
from pipelines.warehouse import Warehouse
from tests.attacks.damage import (
    COMMANDS,
    RUNS,
    Victim,
    attack,
    damages,
    furnish,
    preload,
    readers,
    state_files,
)

SHORT, LONG = 6, 100
SEEDS = range(7, 12)
PLAIN = [command for _, command in COMMANDS]


@pytest.fixture(scope="module")
def template(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template") / "warehouse"
    shutil.copytree(sample_warehouse, folder)
    furnish(folder)
    preload()
    return folder


def test_an_undamaged_warehouse_is_answered_well(template: Path, tmp_path: Path) -> None:
    victim = Victim(template, tmp_path)
    for command in (("status",), ("releases", "list"), ("sources", "check"), ("query", "select 1")):
        answer = victim.ask("none", command)
        assert not answer.wrong, answer
        assert answer.code == (3 if command == ("sources", "check") else 0), answer


def test_damage_is_answered_in_words(template: Path, tmp_path: Path) -> None:
    bad = [answer for answer in attack(template, tmp_path, SHORT, seed=1, each=2) if answer.wrong]
    assert bad == []


@pytest.mark.parametrize("rounds", [50, pytest.param(1000, marks=pytest.mark.slow)])
def test_every_reader_survives_damage(template: Path, tmp_path: Path, rounds: int) -> None:
    """Cheaper than whole commands, and on every file of every kind."""
    root = tmp_path / "warehouse"
    shutil.copytree(template, root)
    chance = random.Random(3)  # noqa: S311
    files = state_files(template)
    bad = []
    for number in range(rounds):
        original = files[number % len(files)] if number < len(files) else chance.choice(files)
        path = root / original.relative_to(template)
        told, content = damages(original, chance)
        path.write_bytes(content)
        os.utime(path, ns=(number, number))
        for name, read in readers(root).items():
            try:
                read()
            except ChipwatchError:
                continue
            except Exception as error:
                bad.append(f"{path.name}: {told}: {name}: {type(error).__name__}: {error}")
        path.write_bytes(original.read_bytes())
    assert bad == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_hundreds_of_damages_are_answered_in_words(
    template: Path, tmp_path: Path, seed: int
) -> None:
    """In parts, so that what was answered badly is known before the last one has ended."""
    bad = [answer for answer in attack(template, tmp_path, LONG, seed) if answer.wrong]
    assert bad == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda manifest: {},
        lambda manifest: {**manifest, "tables": 1},
        lambda manifest: {**manifest, "drift": [{}]},
        lambda manifest: {**manifest, "released_at": "yesterday"},
        lambda manifest: {**manifest, "release_id": "../x"},
        lambda manifest: {**manifest, "file_bytes": "many"},
        lambda manifest: [manifest],
        lambda manifest: {k: v for k, v in manifest.items() if k != "tables"},
    ],
)
def test_a_damaged_manifest_hides_its_release_alone(
    template: Path, tmp_path: Path, damage: Callable[[dict[str, object]], object]
) -> None:
    victim = Victim(template, tmp_path)
    place = Warehouse(victim.root)
    whole = [release.release_id for release in releases(place)]
    assert len(whole) == 2
    path = place.releases / whole[0] / "manifest.json"
    path.write_text(json.dumps(damage(json.loads(path.read_text()))))
    assert [release.release_id for release in releases(place)] == whole[1:]
    assert [folder.name for folder, _ in hidden(place)] == whole[:1]
    listed = victim.ask("a manifest", ("releases", "list"))
    assert listed.code == 0
    assert not listed.wrong, listed


MOVED = (
    "archive",
    "releases",
    "builds",
    "raw",
    "derived",
    "cursors",
    "state.json",
    "fetch_log.jsonl",
    "releases/history.jsonl",
    "chipwatch.duckdb",
)


@pytest.mark.slow
@pytest.mark.parametrize("name", MOVED)
@pytest.mark.parametrize("instead", ["nothing", "a file", "a folder", "a dangling link"])
def test_a_folder_that_was_moved_is_answered(
    template: Path, tmp_path: Path, name: str, instead: str
) -> None:
    victim = Victim(template, tmp_path)
    asked = [command for command in PLAIN if command not in RUNS or instead == "a file"]
    for command in asked:
        path = victim.root / name
        shutil.move(path, tmp_path / "moved")
        if instead == "a file":
            path.write_bytes(b"not what was here")
        elif instead == "a folder":
            path.mkdir()
        elif instead == "a dangling link":
            path.symlink_to(tmp_path / "nowhere")
        victim.sha = victim.sha if name != "chipwatch.duckdb" else ""
        answer = victim.ask(f"{name} is {instead}", command)
        told = (
            answer.wrong
            if name != "chipwatch.duckdb"
            else answer.wrong.replace("the published file is another one", "")
        )
        assert not told, answer
        victim.mend()
        shutil.rmtree(tmp_path / "moved", ignore_errors=True)
        (tmp_path / "moved").unlink(missing_ok=True)


@pytest.mark.parametrize("largest_file", [4_000, 400_000])
@pytest.mark.parametrize(
    "command",
    [
        ("releases", "rollback", "FIRST", "--reason", "a test"),
        pytest.param(("releases", "adopt", "STRANGER"), marks=pytest.mark.slow),
        ("report", "--output", "REPORT"),
        ("archive", "backup", "BACKUP", "--archive", "ARCHIVE"),
        ("run", "--archive", "ARCHIVE"),
        ("releases", "prune", "--keep", "1"),
    ],
)
def test_a_disk_that_fills_on_the_way_is_answered(
    template: Path, tmp_path: Path, command: tuple[str, ...], largest_file: int
) -> None:
    victim = Victim(template, tmp_path)
    answer = victim.ask("the disk is full", command, largest_file)
    assert not answer.wrong, answer
    assert not list(victim.root.glob(".chipwatch.duckdb.*")), "a half copy was left"
