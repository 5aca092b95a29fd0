"""`chipwatch extract` on files: columns, order, and what it says about bad ones."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.cli.extract import ANSWER_COLUMNS, command, read_headlines
from pipelines.errors import ChipwatchError


def run(source: Path, target: Path) -> list[dict[str, str]]:
    result = CliRunner().invoke(
        command, ["--input", str(source), "--output", str(target)], catch_exceptions=False
    )
    assert result.exit_code == 0, result.output
    with target.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_rows_keep_their_order_and_columns(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text(
        "\ufefflanguage,note,headline,published_on\n"
        'en,x,"Chip shares, again, fall",2031-01-02\n'
        "zh,y,美国限制英伟达H20芯片出口,2031-01-01\n",
        encoding="utf-8",
    )
    rows = run(source, tmp_path / "out.csv")
    assert list(rows[0]) == ["headline", "published_on", "language", *ANSWER_COLUMNS]
    assert [row["headline"] for row in rows] == [
        "Chip shares, again, fall",
        "美国限制英伟达H20芯片出口",
    ]
    assert [row["is_event"] for row in rows] == ["0", "1"]
    assert (rows[1]["vendors"], rows[1]["chips"]) == ("Nvidia", "H20")
    assert rows[1]["needs_review"] in ("0", "1")
    assert 0.5 <= float(rows[1]["probability"]) <= 1
    assert rows[1]["second_instrument"] != rows[1]["instrument"]
    assert not (tmp_path / "out.csv.part").exists()


def test_a_file_with_only_a_header_gives_only_a_header(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("headline\n")
    assert run(source, tmp_path / "out.csv") == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"title\nx\n", "no column `headline`; it has title"),
        (b"", "no column at all"),
        (b"headline\n\xff\xfe\n", r"not UTF-8 \(byte 9\)"),
        (b'headline\n"open\n', "not a readable CSV: line"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path: Path, content: bytes, message: str) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(content)
    with pytest.raises(ChipwatchError, match=message):
        read_headlines(source)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(ChipwatchError, match="There is no file"):
        read_headlines(tmp_path / "absent.csv")
    with pytest.raises(ChipwatchError, match="is a folder"):
        read_headlines(tmp_path)


def test_a_missing_output_folder_is_named(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("headline\nx\n")
    with pytest.raises(ChipwatchError, match="There is no folder"):
        CliRunner().invoke(
            command,
            ["--input", str(source), "--output", str(tmp_path / "no" / "out.csv")],
            catch_exceptions=False,
        )
