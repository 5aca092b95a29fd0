"""Recorded files with lines damaged at random: what was not damaged is read as before."""

from __future__ import annotations

import csv
import gzip
import io
import random
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

from pipelines.parsing.records import Outcome, Parsed, PayloadError
from pipelines.raw.parse import parse_payload
from pipelines.specs import spec

WHOLE = "csl/whole_list_content_2022-04.csv.gz"
FILES = {
    "csl/moov_consolidated_2025.csv": "csl/entries",
    "csl/csl_ai_chip_rows_2022-04.csv": "csl/entries",
    "ofac/moov_cons_prim_CMIC_rows.csv": "ofac/consolidated",
    "ofac/moov_sdn_head400.csv": "ofac/sdn",
    "taiwan_customs/cuswebo_export_csv_8542_by_year.csv": "taiwan_customs/exports",
}
WITHOUT_HEADER = ("ofac/consolidated", "ofac/sdn")
SHARE = 0.01
Damage = Callable[[bytes, random.Random], bytes]


def _cells(line: bytes) -> list[str]:
    return next(csv.reader([line.decode("utf-8", "replace")]), [])


def _line(cells: list[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="").writerow(cells)
    return text.getvalue().encode()


def _cell_missing(line: bytes, rng: random.Random) -> bytes:
    cells = _cells(line)
    del cells[rng.randrange(len(cells))]
    return _line(cells)


def _cell_added(line: bytes, rng: random.Random) -> bytes:
    cells = _cells(line)
    cells.insert(rng.randrange(len(cells) + 1), "surplus")
    return _line(cells)


def _cells_swapped(line: bytes, rng: random.Random) -> bytes:
    cells = _cells(line)
    if len(cells) > 1:
        one, other = rng.sample(range(len(cells)), 2)
        cells[one], cells[other] = cells[other], cells[one]
    return _line(cells)


def _inserted(*choices: bytes) -> Damage:
    def damage(line: bytes, rng: random.Random) -> bytes:
        at = rng.randrange(len(line))
        return line[:at] + rng.choice(choices) + line[at:]

    return damage


def _other_encoding(line: bytes, rng: random.Random) -> bytes:
    encoding = rng.choice(["latin-1", "gbk", "shift_jis", "cp1251", "utf-16"])
    return line.decode("utf-8", "replace").encode(encoding, "replace")


DAMAGES: dict[str, Damage] = {
    "cell missing": _cell_missing,
    "cell added": _cell_added,
    "cells swapped": _cells_swapped,
    "other encoding": _other_encoding,
    "NUL": _inserted(b"\0"),
    "quotation mark": _inserted(b'"', b'""', "“".encode()),
    "line break": _inserted(b"\n"),
    "byte": _inserted(*(bytes([number]) for number in range(256))),
    "byte order mark": lambda line, _: b"\xef\xbb\xbf" + line,
    "another line end": lambda line, _: line + b"\r",
    "line twice": lambda line, _: line + b"\n" + line,
    "half a line": lambda line, _: line[: len(line) // 2],
    "no line": lambda line, _: b"",
}


def damaged_lines(payload: bytes, first: int, damage: Damage, seed: int) -> tuple[bytes, int]:
    """The payload with one line of a hundred damaged, at least one, and how many there are."""
    rng = random.Random(seed)  # noqa: S311
    lines = payload.split(b"\n")
    places = [n for n in range(first, len(lines) - 1) if len(lines[n].strip()) > 1]
    chosen = rng.sample(places, max(1, int(SHARE * len(places))))
    for place in chosen:
        lines[place] = damage(lines[place], rng)
    return b"\n".join(lines), len(chosen)


def _contents(parsed: Parsed) -> set[str]:
    return {repr(row) for row in parsed.rows}


@lru_cache(maxsize=8)
def _read(folder: Path, file: str, name: str) -> tuple[bytes, Parsed]:
    raw = (folder / file).read_bytes()
    payload = gzip.decompress(raw) if file.endswith(".gz") else raw
    return payload, parse_payload(spec(name), payload)


def _holds(folder: Path, file: str, name: str, kind: str, seed: int) -> None:
    payload, whole = _read(folder, file, name)
    header = 0 if name in WITHOUT_HEADER else payload[: payload.index(b"\n")].count(b"\n") + 1
    damaged, count = damaged_lines(payload, header, DAMAGES[kind], seed)
    parsed = parse_payload(spec(name), damaged)
    lost = _contents(whole) - _contents(parsed)
    assert len(lost) <= 2 * count, f"{count} lines damaged, {len(lost)} rows lost or changed"


@pytest.mark.parametrize("kind", DAMAGES)
@pytest.mark.parametrize("file", FILES)
def test_a_damaged_line_costs_itself_and_at_most_its_neighbour(
    recorded: Path, file: str, kind: str
) -> None:
    for seed in range(10):
        _holds(recorded, file, FILES[file], kind, seed)


@pytest.mark.slow
@pytest.mark.parametrize("kind", DAMAGES)
def test_the_whole_real_list_loses_nothing_but_its_damaged_lines(recorded: Path, kind: str) -> None:
    _holds(recorded, WHOLE, "csl/entries", kind, seed=5)


def _table(recorded: Path) -> tuple[list[list[str]], set[str]]:
    payload, whole = _read(recorded, "csl/csl_ai_chip_rows_2022-04.csv", "csl/entries")
    rows = list(csv.reader(io.StringIO(payload.decode("utf-8-sig"), newline="")))
    return [row for row in rows if row], _contents(whole)


def _parsed(rows: list[list[str]], line_end: str = "\n") -> Parsed:
    text = io.StringIO()
    csv.writer(text, lineterminator=line_end).writerows(rows)
    return parse_payload(spec("csl/entries"), text.getvalue().encode())


def test_columns_in_another_order_or_more_of_them_are_the_same_list(recorded: Path) -> None:
    rows, contents = _table(recorded)
    assert _contents(_parsed([row[::-1] for row in rows])) == contents
    more = [[*row, "surprise" if n == 0 else "1"] for n, row in enumerate(rows)]
    assert _contents(_parsed(more)) == contents


def test_line_ends_of_every_kind_are_the_same_list(recorded: Path) -> None:
    rows, contents = _table(recorded)
    assert _contents(_parsed(rows, "\r\n")) == contents
    lines = [io.StringIO() for _ in rows]
    for n, (line, row) in enumerate(zip(lines, rows, strict=True)):
        csv.writer(line, lineterminator=("\n", "\r\n", "\r")[n % 3]).writerow(row)
    mixed = "".join(line.getvalue() for line in lines) + "\n"
    assert _contents(parse_payload(spec("csl/entries"), mixed.encode())) == contents


def test_a_renamed_column_costs_itself_and_one_that_is_needed_the_payload(recorded: Path) -> None:
    rows, contents = _table(recorded)
    renamed = [[f"{c}_v2" if c == "remarks" else c for c in rows[0]], *rows[1:]]
    assert _parsed(renamed).row_count == len(contents)
    with pytest.raises(PayloadError) as caught:
        _parsed([[f"{c}_v2" if c == "name" else c for c in rows[0]], *rows[1:]])
    assert caught.value.outcome is Outcome.MALFORMED
    assert "lacks name" in caught.value.message


def test_a_file_that_breaks_off_is_no_list(recorded: Path) -> None:
    payload, _ = _read(recorded, "csl/csl_ai_chip_rows_2022-04.csv", "csl/entries")
    with pytest.raises(PayloadError) as caught:
        parse_payload(spec("csl/entries"), payload[: len(payload) - 40])
    assert "cut off" in caught.value.message


JSON_LISTS = {
    "gdelt_doc/artlist_oil_2023_raw.json": ("gdelt_doc/articles", b'"url"'),
    "federal_register/fr_toolbelt_bis_docs_allfields.json": (
        "federal_register/documents",
        b'"abstract"',
    ),
    "csl/csl_json_records_real_2026-09-25.json": ("csl/entries", b'"source"'),
    "comtrade/get_C_A_HS_CHN_2010.json": ("comtrade/flows", b'"reporterCode"'),
    "opensanctions/yente_t1_entities.ftm_head5.json": ("opensanctions/entities", b'"caption"'),
}
BROKEN: dict[str, Damage] = {
    "quotation mark": _inserted(b'"'),
    "backslash": _inserted(b"\\"),
    "NUL": _inserted(b"\0"),
    "comma": _inserted(b","),
    "bracket": _inserted(b"]", b"}", b"[", b"{"),
    "byte": _inserted(b"\xff", b"\x92", b"\xc3"),
}


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("file", JSON_LISTS)
def test_a_broken_record_of_a_json_list_costs_itself(recorded: Path, file: str, kind: str) -> None:
    """One place near a member that every record has is damaged; ten times, elsewhere each time."""
    name, member = JSON_LISTS[file]
    payload, whole = _read(recorded, file, name)
    starts = [found.start() for found in re.finditer(re.escape(member), payload)]
    assert len(starts) >= whole.row_count
    rng = random.Random(7)  # noqa: S311
    for _ in range(10):
        start = rng.choice(starts)
        damaged = BROKEN[kind](payload[start : start + 40], rng)
        parsed = parse_payload(spec(name), payload[:start] + damaged + payload[start + 40 :])
        lost = _contents(whole) - _contents(parsed)
        assert len(lost) <= 1, f"{payload[start : start + 40]!r} became {damaged!r}"
