"""A real list, whole and with damage at random, is published with its defects counted."""

from __future__ import annotations

import csv
import gzip
import io
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.releases.query import ask
from tests.conftest import REPOSITORY, chipwatch
from tests.contract.test_damaged_lines import DAMAGES, damaged_lines

WHOLE = REPOSITORY.parent / "shared/payloads/csl/whole_list_content_2022-04.csv.gz"
ENTRIES = 14159
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
    """The whole list with wrong dates, countries, bytes and quotes, each in a row of a hundred."""
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


def published(place: Path, payload: bytes) -> tuple[int, int]:
    """The rows that a release of this list kept, and what `meta.rejects` tells of it."""
    file = place.with_suffix(".csv")
    file.write_bytes(payload)
    added = chipwatch("archive", "add", "csl/entries", file, "--warehouse", place)
    assert added.returncode == 0, added.stderr
    ran = chipwatch("run", "--warehouse", place)
    assert ran.returncode == 0, ran.stderr
    assert "succeeded raw_gate" in (place / "last_run.log").read_text()
    database = place / "chipwatch.duckdb"
    rows = ask(database, "select row_count from meta.payloads where source = 'csl'").rows
    told = ask(database, "select count(*) from meta.rejects where source = 'csl'").rows
    wrong = ask(
        database,
        "select count(*) from marts.fct_entity_listings where valid_from < date '1979-01-01' "
        "or valid_from > date '2040-01-01' or entity_name like '%Ã©%'",
    ).rows
    assert wrong[0][0] < ENTRIES * SHARE / 2
    return rows[0][0], told[0][0]


def test_the_whole_real_list_is_published_with_its_defects_counted(tmp_path: Path) -> None:
    kept, told = published(tmp_path / "w", gzip.decompress(WHOLE.read_bytes()))
    assert kept == ENTRIES
    assert told > 0


@pytest.mark.parametrize("seed", [7, 8])
def test_a_list_with_wrong_values_is_published(tmp_path: Path, seed: int) -> None:
    kept, told = published(tmp_path / "w", damaged(seed))
    assert kept > ENTRIES * (1 - SHARE)
    assert told > ENTRIES * SHARE


def test_a_list_with_every_kind_of_damaged_line_is_published(tmp_path: Path) -> None:
    payload, hit = damaged(9), 0
    for seed, damage in enumerate(DAMAGES.values()):
        payload, count = damaged_lines(payload, 1, damage, seed)
        hit += count
    kept, told = published(tmp_path / "w", payload)
    assert kept > ENTRIES - 2 * hit
    assert told > hit / 2
