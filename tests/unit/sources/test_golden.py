"""Rows change only together with the parser version."""

import json

import pytest

from pipelines.sources import parser_for
from pipelines.specs import load_specs, spec
from tests.unit.sources.golden import golden_file, observed, payload_files


@pytest.mark.parametrize("name", sorted(load_specs()))
def test_golden_rows(name: str) -> None:
    declared = spec(name)
    path = golden_file(declared)
    assert path.exists(), (
        f"{name} has parser_version {declared.parser_version} but no golden rows:"
        " run `python -m tests.unit.sources.golden`, read the new file, commit it"
    )
    assert observed(declared) == json.loads(path.read_text("utf-8")), (
        f"rows, rejects or schema of {name} differ from those of parser_version"
        f" {declared.parser_version}: undo the change, or raise parser_version in spec.yml and"
        " run `python -m tests.unit.sources.golden`; raw files already written are reused otherwise"
    )


@pytest.mark.parametrize("name", sorted(load_specs()))
def test_parsers_are_pure(name: str) -> None:
    declared = spec(name)
    parse = parser_for(name)
    for path in payload_files(declared):
        assert parse(path.read_bytes(), declared) == parse(path.read_bytes(), declared)
