"""Files of bars read in columns give what the parser reads of them row by row."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.parsing.arrow_columns import ArrowColumns
from pipelines.parsing.records import Parsed, PayloadError
from pipelines.raw.parse import parse_to_table
from pipelines.specs import spec

HEADERS: Mapping[str, Sequence[str]] = {
    "stooq/bars": ("Date", "Open", "High", "Low", "Close", "Volume"),
    "alpha_vantage/bars": ("timestamp", "open", "high", "low", "close", "volume"),
    "price_csv/bars": (
        *("symbol", "date", "open", "high", "low", "close", "volume", "currency"),
        *("dividend", "split_numerator", "split_denominator", "note"),
    ),
}
ODD = [
    *("", " ", "0", "-1", "+1.5", "1e3", "1,5", "1.234", "1.2.3", "1.", ".5", "nan", "NULL", "N/A"),
    *("0.0000005", "0.0000015", "1.123456789012", "1.1234567890123", "99999999999.9999999"),
    *("100000000000", "9223372036854775807", "9223372036854775808", "12.50", " 7", "7 ", "007"),
    *("1 234", "1'234", "\u0663", "２", "2024-02-30", "2024-2-3", "03.02.2024", "0001-01-01"),
    *("2024-02-03 00:00", "1899-12-31", '"7"', '"', "usd", "USD", "A B", "\u00a0", "\x1c", "x\ry"),
    *("2100-01-01", "20240203", "1_0", "true", "\ufffd", "-", "12\t", "1;2"),
]


def bars(name: str, count: int, source: random.Random) -> list[list[str]]:
    """Regular lines of a file, with days in order."""
    lines = []
    for number in range(count):
        low, step, more = (source.randrange(1, 10**6) for _ in range(3))
        prices = (low + step, low + step + more, low, low + more)
        scale = source.choice((1, 100, 10**4, 10**8))
        day = f"20{10 + number // 300}-{1 + number // 25 % 12:02}-{1 + number % 25:02}"
        cells = dict(
            zip(
                ("open", "high", "low", "close"),
                (f"{price / scale:.8f}".rstrip("0").rstrip(".") for price in prices),
                strict=True,
            ),
            date=day,
            timestamp=day,
            symbol=f"S{number % 3}",
            volume=source.choice(("", "0", "1200", "35.5", "7.0")),
            currency=source.choice(("", "USD")),
            dividend=source.choice(("", "0", "0.25")),
            note=source.choice(("", "as printed", "\u00e9")),
        )
        split = source.choice((("", ""), ("0", "0"), ("3", "2")))
        cells |= dict(zip(("split_numerator", "split_denominator"), split, strict=True))
        lines.append([cells[column.lower()] for column in HEADERS[name]])
    return lines


def written(name: str, lines: Sequence[Sequence[str]], end: str = "\n") -> bytes:
    return end.join(map(",".join, [HEADERS[name], *lines, []])).encode("utf-8")


def outcome(name: str, payload: bytes, *, in_columns: bool) -> tuple[Any, ...]:
    """What a build would make of it, all of it comparable."""
    module = import_module(f"pipelines.sources.{name.replace('/', '.')}")
    with pytest.MonkeyPatch.context() as patch:
        if not in_columns:
            patch.setattr(module, "regular_bars", lambda *_: None)
        try:
            parsed, table = parse_to_table(payload, spec(name), module.parse)
        except PayloadError as error:
            return error.outcome, error.message
    rows = {column: list(values) for column, values in parsed.columns.items()}
    return list(parsed.row_numbers), rows, parsed.rejects, parsed.cells, table.to_pylist()


def read_in_columns(name: str, payload: bytes) -> Parsed | None:
    module = import_module(f"pipelines.sources.{name.replace('/', '.')}")
    parsed: Parsed = module.parse(payload, spec(name))
    return parsed if isinstance(parsed.columns, ArrowColumns) else None


@pytest.mark.parametrize("name", HEADERS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_regular_file_is_read_in_columns_with_the_same_rows(name: str, end: str) -> None:
    payload = written(name, bars(name, 600, random.Random(3)), end)  # noqa: S311
    assert read_in_columns(name, payload) is not None
    assert outcome(name, payload, in_columns=True) == outcome(name, payload, in_columns=False)


@pytest.mark.parametrize("name", HEADERS)
@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32), damage=st.lists(st.sampled_from(ODD), max_size=3))
def test_damaged_cells_come_to_the_same(name: str, seed: int, damage: list[str]) -> None:
    source = random.Random(seed)  # noqa: S311
    lines = bars(name, source.randrange(1, 12), source)
    for cell in damage:
        line = source.choice(lines)
        line[source.randrange(len(line))] = cell
    payload = written(name, lines)
    assert outcome(name, payload, in_columns=True) == outcome(name, payload, in_columns=False)


@pytest.mark.parametrize("name", HEADERS)
@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_damaged_bytes_come_to_the_same(name: str, seed: int) -> None:
    source = random.Random(seed)  # noqa: S311
    payload = bytearray(written(name, bars(name, source.randrange(1, 9), source)))
    for _ in range(source.randrange(3)):
        start = source.randrange(len(payload))
        end = start + source.randrange(3)
        payload[start:end] = source.choice((b"", b",", b"\n", b"\r", b" ", b"\0", b"\xff", b"9"))
    damaged = bytes(payload)
    assert outcome(name, damaged, in_columns=True) == outcome(name, damaged, in_columns=False)


@pytest.mark.parametrize("name", HEADERS)
@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_repeated_lines_and_other_lengths_come_to_the_same(name: str, seed: int) -> None:
    source = random.Random(seed)  # noqa: S311
    lines = bars(name, source.randrange(2, 9), source)
    for _ in range(source.randrange(3)):
        at = source.randrange(len(lines))
        extra = source.choice(([], list(lines[at]), [*lines[at], ""], lines[at][:-1], [""] * 6))
        lines.insert(source.randrange(len(lines)), extra)
    payload = written(name, lines)
    assert outcome(name, payload, in_columns=True) == outcome(name, payload, in_columns=False)


@pytest.mark.parametrize("name", HEADERS)
def test_a_file_may_lack_what_its_parser_does_not_require(name: str) -> None:
    lines = bars(name, 5, random.Random(3))  # noqa: S311
    for gone in range(len(HEADERS[name])):
        without = [[*line[:gone], *line[gone + 1 :]] for line in [HEADERS[name], *lines]]
        payload = "".join(f"{','.join(line)}\n" for line in without).encode()
        assert outcome(name, payload, in_columns=True) == outcome(name, payload, in_columns=False)


@pytest.mark.parametrize("header", ["date,close", "symbol,date,close,close", ",,", "sep=,"])
def test_another_header_is_left_to_the_parser(header: str) -> None:
    payload = f"{header}\nNVDA,2024-09-27,121.4\n".encode()
    told = outcome("price_csv/bars", payload, in_columns=True)
    assert told == outcome("price_csv/bars", payload, in_columns=False)
