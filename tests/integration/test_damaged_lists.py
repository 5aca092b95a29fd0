"""A real list, whole and with damage at random, is published with its defects counted."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.archive.store import Archive, Origin, PayloadMeta
from pipelines.audit.gates import run_raw_gate
from pipelines.audit.set_aside import set_aside
from pipelines.overlay.files import own_rows
from pipelines.raw.inputs import write_inputs
from pipelines.raw.write import parse_dataset
from pipelines.releases.query import ask
from pipelines.specs import load_specs
from pipelines.warehouse import Build, Warehouse
from tests.conftest import REPOSITORY, chipwatch

WHOLE = REPOSITORY.parent / "shared/payloads/csl/whole_list_content_2022-04.csv.gz"
SHARE = 0.01
Row = dict[str, str]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not WHOLE.exists(), reason="../shared/payloads/csl is not here"),
]


def _dates(row: Row, rng: random.Random) -> None:
    wrong = ["0097-03-04", "0017-01-01", "2202-12-16", "12/22/20", "0000-00-00", "2021-13-45"]
    row["start_date"] = rng.choice([*wrong, "soon"])
    row["end_date"] = rng.choice(["", "0000-00-00", "9999-99-99"])


def _countries(row: Row, rng: random.Random) -> None:
    row["addresses"] += rng.choice(
        ["; Nowhere Street 5, ZZZ", "; Moscow, Atlantis", "; , ,", " xx"]
    )


def _encodings(text: bytes, rng: random.Random) -> bytes:
    place = rng.randrange(len(text) + 1)
    return text[:place] + rng.choice([b"\x92", b"\xff", b"\xc3", "Ã©".encode()]) + text[place:]


def _quotes(text: bytes, rng: random.Random) -> bytes:
    place = rng.randrange(len(text) + 1)
    return text[:place] + rng.choice([b'""', b"'", "“".encode()]) + text[place:]


def damaged(seed: int) -> bytes:
    """The whole list with each kind of damage in one row of a hundred."""
    rng = random.Random(seed)  # noqa: S311
    rows = list(csv.DictReader(io.StringIO(gzip.decompress(WHOLE.read_bytes()).decode("utf-8"))))
    chosen = [set(rng.sample(range(len(rows)), int(SHARE * len(rows)))) for _ in range(4)]
    lines: list[bytes] = []
    of_text: list[tuple[set[int], Callable[[bytes, random.Random], bytes]]] = [
        (chosen[2], _encodings),
        (chosen[3], _quotes),
    ]
    for place, row in enumerate(rows):
        if place in chosen[0]:
            _dates(row, rng)
        if place in chosen[1]:
            _countries(row, rng)
        cells = {name: (value or "").encode() for name, value in row.items()}
        for places, damage in of_text:
            if place in places:
                cells["name"] = damage(cells["name"], rng)
        lines.append(b",".join(b'"' + cell.replace(b'"', b'""') + b'"' for cell in cells.values()))
    header = ",".join(rows[0]).encode()
    return b"\n".join([header, *lines, b""])


def parsed(place: Path, payloads: list[bytes]) -> Build:
    """A build of these lists, parsed and set aside, ready for the raw gate."""
    warehouse = Warehouse(place)
    warehouse.ensure("live")
    archive = Archive(warehouse.archive)
    for day, payload in enumerate(payloads, start=1):
        archive.add(
            payload,
            PayloadMeta(
                source="csl",
                dataset="entries",
                origin=Origin.USER,
                observed_at=datetime(2026, 1, day, tzinfo=UTC),
                licence="public domain",
                redistribution="public",
            ),
        )
    build = warehouse.build("b").create()
    for declared in load_specs().values():
        parse_dataset(warehouse, build, warehouse.archive, declared)
    set_aside(build)
    write_inputs(build, warehouse.archive, own_rows(warehouse))
    return build


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_list_passes_the_raw_gate_with_its_defects_counted(
    tmp_path: Path, seed: int
) -> None:
    build = parsed(tmp_path / "w", [damaged(seed)])
    results = run_raw_gate(build.path)
    assert [result.check_id for result in results if result.blocks] == []
    (record,) = json.loads((build.results / "parsed-csl__entries.json").read_text())
    assert record["outcome"] == "ok"
    assert record["row_count"] >= 14159 * (1 - 3 * SHARE)


def test_the_whole_real_list_is_published_with_its_defects_counted(tmp_path: Path) -> None:
    place = tmp_path / "w"
    added = chipwatch("archive", "add", "csl/entries", WHOLE, "--warehouse", place)
    assert added.returncode == 0, added.stderr
    ran = chipwatch("run", "--warehouse", place)
    assert ran.returncode == 0, ran.stderr
    _, told = ask(
        place / "chipwatch.duckdb",
        "select count(*) from meta.rejects where dataset = 'entries' and source = 'csl'",
    )
    assert told[0][0] > 0
    _, listed = ask(place / "chipwatch.duckdb", "select count(*) from marts.fct_entity_listings")
    assert listed[0][0] > 10000
    story = (place / "last_run.log").read_text()
    assert "succeeded raw_gate" in story


def test_a_damaged_list_is_published(tmp_path: Path) -> None:
    place, file = tmp_path / "w", tmp_path / "list.csv"
    file.write_bytes(damaged(7))
    assert chipwatch("archive", "add", "csl/entries", file, "--warehouse", place).returncode == 0
    ran = chipwatch("run", "--warehouse", place)
    assert ran.returncode == 0, ran.stderr
