"""No payload costs a parse more than half a gigabyte or a minute, whatever it is."""

import gzip
from functools import partial
from pathlib import Path

import pytest

from pipelines.parsing.budget import MOST_BYTES, cost_of
from pipelines.specs import LARGEST_PAYLOAD, load_specs
from tests.attacks.bombs import BOMBS, payload_of, preload
from tests.attacks.bombs import cost_of as parse_cost

NAMES = sorted(load_specs())
SHORT = 1_000_000
SHORT_NAMES = ("rss/items", "csl/entries", "price_csv/bars", "sec/inline_facts")
ALL_BOMBS = (*BOMBS, "its own rows")


@pytest.fixture(autouse=True, scope="module")
def _loaded() -> None:
    preload()


@pytest.mark.parametrize("name", SHORT_NAMES)
def test_a_megabyte_of_anything_costs_little(name: str, tmp_path: Path) -> None:
    for bomb in ALL_BOMBS:
        cost = parse_cost(name, bomb, partial(payload_of, name, bomb, SHORT), tmp_path)
        assert cost.is_bounded, cost


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_largest_payload_of_anything_is_bounded(name: str, tmp_path: Path) -> None:
    for bomb in ALL_BOMBS:
        for size in (3_000_000, LARGEST_PAYLOAD):
            cost = parse_cost(name, bomb, partial(payload_of, name, bomb, size), tmp_path)
            assert cost.is_bounded, cost


@pytest.mark.parametrize("name", SHORT_NAMES)
def test_a_packed_bomb_is_not_unpacked(name: str, tmp_path: Path) -> None:
    """A gigabyte of zeros in a megabyte of gzip, and gzip in gzip."""
    twice_packed = gzip.compress(bytes(50_000_000))
    for make in (partial(bytes, 200_000_000), partial(bytes, twice_packed)):
        cost = parse_cost(name, "zeros", make, tmp_path, packed=True)
        assert cost.is_bounded, cost
        assert cost.code == 1


def test_what_a_source_really_sends_is_affordable() -> None:
    """The largest list known: 25,000 entries in 33 MB, once with letters of four bytes."""
    entry = (
        b'{"name":"Firm","addresses":[{"city":"A","country":"CN"},{"city":"B"}],"ids":[{"type":"x"}],'
        + b'"a":"b",' * 22 + b'"remarks":"' + b"words and more, " * 60 + b'"}'
    )  # fmt: skip
    whole = b'{"results":[' + b",".join([entry] * 25_000) + b"]}"
    assert 30_000_000 < len(whole) < 35_000_000
    assert cost_of(whole) < MOST_BYTES
    assert cost_of(whole.replace(b"Firm", "芯片".encode(), 1)) < MOST_BYTES
