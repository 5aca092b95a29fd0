"""A screening list read in columns gives what its reading row by row gives."""

from __future__ import annotations

import csv
import io
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.parsing.csv_records import CsvTable
from pipelines.parsing.records import PayloadError
from pipelines.raw.parse import parse_to_table
from pipelines.sources.csl import entries
from pipelines.specs import spec

NAME = "csl/entries"
HEADER = [
    *("_id", "source", "entity_number", "type", "programs", "name", "addresses", "title"),
    *("federal_register_notice", "start_date", "end_date", "standard_order", "country"),
    *("license_requirement", "license_policy", "remarks", "source_list_url", "alt_names"),
    *("source_information_url", "ids"),
]
CELLS: dict[str, list[str]] = {
    "source": ["Entity List (EL) - Bureau", "Unverified List (UVL)", "A list of nobody", " "],
    "name": ["Firm", "Firm & Söhne", " Two  blanks ", "Address 3", "", "Line\nbreak", 'A "B" C'],
    "addresses": ["1 Road, CN", "1 Road, CN; and 2 Lane, Newark, DE 19711", ";", " ; and ", "DE"],
    "alt_names": ["One; Two", "and; and Three", "One;One", "&amp;Co"],
    "programs": ["EAR; SDGT", ""],
    "federal_register_notice": ["87 FR 77505", "82 F.R. 16788, 16789 4/6/2017", "none"],
    "start_date": ["2020-12-18", "4/15/2030", "1970-01-01", "soon", ""],
    "end_date": ["2056-06-29", "2156-06-29", "2021-02-30"],
    "country": ["CN", "Taiwan", "nowhere"],
    "source_list_url": ["https://example.org/a", "example.org", "ftp://example.org"],
    "source_information_url": ["http://example.org", "//"],
    "remarks": ["\u200bhidden", "\u00a0", "a\tb", "\ufffd"],
}


def written(seed: int, count: int) -> bytes:
    """A list whose cells are plain and odd ones at random, a few of its lines damaged."""
    source = random.Random(seed)  # noqa: S311
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=source.choice(("\n", "\r\n")))
    header = [name for name in HEADER if name in entries._KEY_COLUMNS or source.random() < 0.9]
    writer.writerow(header)
    for number in range(count):
        row = {name: source.choice(["", f"{name} {number}"]) for name in header}
        row |= {"source": CELLS["source"][0], "name": f"Firm {number}", "start_date": "2020-12-18"}
        for name in source.sample(header, source.randrange(4)):
            row[name] = source.choice(CELLS.get(name, [""]))
        writer.writerow(row[name] for name in header)
    lines = text.getvalue().splitlines(keepends=True)
    if source.random() < 0.3:
        at = source.randrange(len(lines))
        lines[at] = source.choice(["\n", ",,,\n", lines[at] * 2, lines[at][:-3], f'"{lines[at]}'])
    return "".join(lines).encode()


def outcome(payload: bytes) -> tuple[Any, ...]:
    try:
        parsed, table = parse_to_table(payload, spec(NAME), entries.parse)
    except PayloadError as error:
        return error.outcome, error.message
    return table.to_pylist(), parsed.row_numbers, parsed.rejects, parsed.cells


def outcome_by_rows(payload: bytes) -> tuple[Any, ...]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CsvTable, "whole_records", lambda _: None)
        return outcome(payload)


@settings(max_examples=400, deadline=None)
@given(seed=st.integers(0, 2**32), count=st.integers(1, 12))
def test_rows_rejects_and_cells_are_the_same(seed: int, count: int) -> None:
    payload = written(seed, count)
    assert outcome(payload) == outcome_by_rows(payload)


def test_a_doubtful_row_stands_between_its_neighbors() -> None:
    cells = "source,entity_number,name,addresses,federal_register_notice,start_date\n"
    plain, bad = "(EL),,{},,,2020-12-18\n", "(EL),,{},,,soon\n"
    payload = (cells + "".join(bad.format(f"F{n}") if n % 3 == 1 else plain.format(f"F{n}")
                               for n in range(9))).encode()  # fmt: skip
    assert CsvTable(payload, "a list", ()).whole_records() is not None
    rows, numbers, rejects, told = outcome(payload)
    assert [row["name"] for row in rows] == [f"F{n}" for n in range(9)]
    assert numbers == list(range(1, 10))
    assert rejects == ()
    assert [cell.row_number for cell in told] == [2, 5, 8]
