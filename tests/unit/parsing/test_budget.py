"""What a payload would cost is known before it is read, and refused from its bytes alone."""

import re
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from pipelines.parsing import characters, json_text, records
from pipelines.parsing.budget import MOST_BYTES, cost_of, require_affordable
from pipelines.parsing.csv_records import CsvTable
from pipelines.parsing.records import PayloadError


@pytest.mark.parametrize(
    "text",
    [b"<a>" * 1_000_000, b"{}," * 1_000_000, b"\n" * 1_000_000, b"," * 8_000_000,
     b'{"a":[' + b"[]," * 3_000_000, b"x" * 40_000_000 + "𠀀".encode()],
    ids=["tags", "objects", "lines", "cells", "lists", "one wide letter"],
)  # fmt: skip
def test_what_costs_more_than_a_parse_may_take_is_refused(text: bytes) -> None:
    with pytest.raises(PayloadError, match="too_large"):
        require_affordable(text)


@pytest.mark.parametrize(
    "text",
    [b"", b"<rss>" + b"<item><title>x</title></item>" * 10_000, b"a,b\n" + b"1,2\n" * 100_000,
     b'{"results":[' + b'{"name":"x","b":"y"},' * 100_000 + b"{}]}"],
    ids=["nothing", "feed", "table", "list"],
)  # fmt: skip
def test_what_sources_send_is_affordable(text: bytes) -> None:
    require_affordable(text)
    assert cost_of(text) < MOST_BYTES


@pytest.mark.parametrize(
    "work",
    [
        lambda: characters.mend_xml("<?xml version='1.0'?>" + " " * 300_000),
        lambda: records.raise_for_error_text(b"<html>" + b"<title" * 50_000),
        lambda: json_text.read_json('{"results":[{"a": 1' + " " * 300_000 + ",}, {}]}"),
        lambda: json_text.read_json('{"results":[' + '{"a":1,},' * 30_000 + "{}]}"),
    ],
    ids=["blanks in xml", "titles", "blanks in json", "broken records"],
)
def test_no_text_takes_time_out_of_proportion(work: Callable[[], object]) -> None:
    """Each took minutes: a pattern or a loop that began again at every character."""
    started = time.process_time()
    with suppress(PayloadError, ValueError):
        work()
    assert time.process_time() - started < 5


@pytest.mark.parametrize("text", [b"a," * 1_000_000, b"[" + b"1e99," * 1_000_000 + b"1]"])
def test_a_table_of_a_million_columns_is_told_before_it_is_split(text: bytes) -> None:
    started = time.process_time()
    with pytest.raises(PayloadError, match="1000001 columns"):
        CsvTable(text + b"\n1,2\n", "a file of daily prices", ["date"])
    assert time.process_time() - started < 5


def test_patterns_do_not_begin_with_a_repeated_blank() -> None:
    """Such a pattern is tried again at every blank of a long run of them."""
    modules = (characters, json_text, records)
    patterns = [
        value.pattern
        for module in modules
        for value in vars(module).values()
        if isinstance(value, re.Pattern)
    ]
    assert patterns
    assert [one for one in patterns if str(one).startswith((r"(\s*", r"\s*", r"(\s+"))] == []
