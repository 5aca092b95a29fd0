"""`chipwatch extract --documents`: lines in, a CSV out, and what is wrong with a line told."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pipelines.cli.extract import command
from pipelines.cli.extract_documents import COLUMNS, read_lines

LISTING = {
    "document_number": "2031-00001",
    "title": "Additions to the Entity List",
    "abstract": "Adds two makers of semiconductors in China.",
    "agencies": [{"slug": "industry-and-security-bureau"}],
    "cfr_references": [{"title": 15, "part": 744}],
}
CORRECTION = {
    "document_number": "C1-2031-00001",
    "title": "Errors Are Mended",
    "correction_of": "2031-00001",
}


def run(folder: Path, content: bytes) -> tuple[list[dict[str, str]], str]:
    source, target = folder / "in.jsonl", folder / "out.csv"
    source.write_bytes(content)
    result = CliRunner().invoke(command, ["--documents", str(source), "--output", str(target)])
    assert result.exit_code == 0, result.output
    with target.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    assert tuple(reader.fieldnames or ()) == COLUMNS
    return rows, result.output


def test_documents_are_judged_together(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps(record) for record in (CORRECTION, LISTING, {}))
    rows, told = run(tmp_path, lines.encode())
    assert [row["document_number"] for row in rows] == ["C1-2031-00001", "2031-00001", ""]
    assert [row["relevance"] for row in rows] == ["core", "core", "none"]
    assert rows[1] == {
        "document_number": "2031-00001",
        "relevance": "core",
        "instrument": "entity_listing",
        "action_type": "list",
        "direction": "tighten",
        "stage": "implementation",
        "reasons": rows[1]["reasons"],
    }
    assert rows[0]["reasons"].startswith("belongs to 2031-00001: ")
    assert (rows[2]["instrument"], rows[2]["stage"]) == ("", "")
    assert "3 documents (2 core, 0 context, 0 review, 1 none), 0 lines skipped" in told


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        (b"[1", "no JSON"),
        (b'"x"', "no object"),
        (b"\xff{}", "not UTF-8"),
        (b"[" * 100_000, "no JSON"),
        (b'{"document_number": "7"', "no JSON"),
    ],
)
def test_a_bad_line_is_told_and_skipped(line: bytes, wrong: str, tmp_path: Path) -> None:
    good = json.dumps(LISTING).encode()
    rows, told = run(tmp_path, b"\xef\xbb\xbf" + good + b"\r\n\n" + line + b"\n" + good)
    assert len(rows) == 2
    assert "line 3 skipped" in told
    assert wrong in told


def test_a_field_of_another_type_is_told_and_read_as_missing(tmp_path: Path) -> None:
    record = LISTING | {"title": 7, "docket_ids": {"a": 1}, "document_number": "\ud800"}
    rows, told = run(tmp_path, json.dumps(record).encode())
    assert rows[0]["document_number"] == "?"
    assert "line 1: title, docket_ids read as missing" in told


def test_one_kind_of_input_is_asked_for(tmp_path: Path) -> None:
    output = ["--output", str(tmp_path / "out.csv")]
    for given_ in ([], ["--input", "a", "--documents", "b"]):
        result = CliRunner().invoke(command, [*given_, *output])
        assert result.exit_code == 2
        assert "either --input" in result.output


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    arguments = ["--documents", str(tmp_path / "no"), "--output", str(tmp_path / "out.csv")]
    result = CliRunner().invoke(command, arguments)
    assert "There is no file" in str(result.exception)


@given(st.binary(max_size=200))
def test_any_bytes_are_read(content: bytes) -> None:
    numbers = [number for number, _ in read_lines(content)]
    assert numbers == sorted(set(numbers))
