"""No payload costs a parse more than half a gigabyte or a minute, whatever it is."""

import subprocess
import sys

import pytest

from pipelines.parsing.budget import MOST_BYTES, cost_of
from pipelines.specs import LARGEST_PAYLOAD, load_specs
from pipelines.warehouse import REPOSITORY
from tests.attacks.bombs import BOMBS

NAMES = sorted(load_specs())
SHORT = 1_000_000
SHORT_NAMES = ("rss/items", "csl/entries", "price_csv/bars", "sec/inline_facts")


def measured(*arguments: str) -> str:
    """What `tests/attacks/bombs.py` prints, in a process that holds little."""
    command = [sys.executable, "-m", "tests.attacks.bombs", *arguments]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    return done.stdout


@pytest.mark.parametrize("name", SHORT_NAMES)
def test_a_megabyte_of_anything_costs_little(name: str) -> None:
    assert len(measured("--bytes", str(SHORT), name).splitlines()) == len(BOMBS) + 1


@pytest.mark.slow
@pytest.mark.parametrize("size", [3_000_000, LARGEST_PAYLOAD])
@pytest.mark.parametrize("name", NAMES)
def test_the_largest_payload_of_anything_is_bounded(name: str, size: int) -> None:
    assert len(measured("--bytes", str(size), name).splitlines()) == len(BOMBS) + 1


def test_a_packed_bomb_is_not_unpacked() -> None:
    """A gigabyte of zeros in a megabyte of gzip, and gzip in gzip."""
    told = measured("--packed", *SHORT_NAMES).splitlines()
    assert len(told) == 2 * len(SHORT_NAMES)
    assert {line.split("\t")[5] for line in told} == {"1"}


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
