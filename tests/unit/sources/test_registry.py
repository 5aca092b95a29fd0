"""Files are read plain or gzip-compressed, within the declared size, and errors name the file."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.parsing.records import Outcome, PayloadError
from pipelines.raw.parse import parse_file, read_payload
from pipelines.sources import describe_sources, parser_for
from pipelines.specs import SpecError, load_specs
from tests.unit.sources.golden import DATA

PAGE = DATA / "federal_register__documents" / "search_page.json"


@pytest.mark.parametrize("name", sorted(load_specs()))
def test_every_dataset_has_a_parser(name: str) -> None:
    assert callable(parser_for(name))


def test_a_gzip_file_gives_the_same_rows(tmp_path: Path) -> None:
    packed = tmp_path / "page.json.gz"
    packed.write_bytes(gzip.compress(PAGE.read_bytes()))
    assert read_payload(packed) == PAGE.read_bytes()
    assert parse_file("federal_register/documents", packed) == parse_file(
        "federal_register/documents", PAGE
    )


def test_a_packed_file_is_not_unpacked_beyond_the_limit(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.gz"
    bomb.write_bytes(gzip.compress(b"\0" * 5_000_000))
    with pytest.raises(PayloadError) as caught:
        read_payload(bomb, limit=1_000_000)
    assert caught.value.outcome is Outcome.TOO_LARGE


@pytest.mark.parametrize("damage", [lambda b: b[:-12], lambda b: b[:30] + b"\0\0\0\0" + b[34:]])
def test_a_damaged_gzip_file_is_told(tmp_path: Path, damage) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "page.json.gz"
    path.write_bytes(damage(gzip.compress(PAGE.read_bytes())))
    with pytest.raises(PayloadError) as caught:
        parse_file("federal_register/documents", path)
    assert caught.value.outcome is Outcome.CORRUPT
    assert str(path) in caught.value.message


def test_an_unknown_dataset_is_told() -> None:
    with pytest.raises(SpecError, match=f"known: {next(iter(load_specs()))}"):
        parse_file("nobody/nothing", PAGE)


def test_sources_are_described_for_people_and_scripts() -> None:
    described = describe_sources()
    assert [row["name"] for row in described] == sorted(load_specs())
    assert json.loads(json.dumps(described)) == described


def test_listing_sources_imports_no_arrow() -> None:
    code = (
        "import sys; from pipelines.sources import describe_sources; describe_sources();"
        "sys.exit(any(m in sys.modules for m in ('pyarrow', 'numpy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
