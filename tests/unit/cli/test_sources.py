"""What a person states of a file reaches the parser, and stays in the archive."""

from pathlib import Path

from click.testing import CliRunner

from pipelines.archive.store import Archive
from pipelines.cli.archive import command as archive
from pipelines.cli.sources import command as sources
from tests.unit.sources.golden import DATA

STATED = "text/csv; charset=gbk"


def price_file(folder: Path) -> Path:
    path = folder / "prices.csv"
    path.write_bytes("symbol,date,close\n芯片,2030-01-02,1\n".encode("gbk"))
    return path


def test_parse_takes_a_content_type(tmp_path: Path) -> None:
    file = str(price_file(tmp_path))
    refused = CliRunner().invoke(sources, ["parse", "price_csv/bars", file])
    assert refused.exit_code == 1
    assert "--content-type" in refused.stderr
    read = CliRunner().invoke(sources, ["parse", "--content-type", STATED, "price_csv/bars", file])
    assert read.exit_code == 0
    assert '"symbol": "芯片"' in read.stdout


def test_add_keeps_the_content_type(tmp_path: Path) -> None:
    place, file = str(tmp_path / "archive"), str(price_file(tmp_path))
    CliRunner().invoke(archive, ["add", "--archive", place, "price_csv/bars", file])
    added = CliRunner().invoke(
        archive, ["add", "--archive", place, "--content-type", STATED, "price_csv/bars", file]
    )
    assert "1 rows, 0 rejects" in added.stdout
    [entry] = Archive(Path(place)).entries()
    assert entry.content_type == STATED


def test_a_cell_that_is_set_aside_is_told(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text((DATA / "csl__entries" / "current.csv").read_text("utf-8"), "utf-8")
    told = CliRunner().invoke(sources, ["parse", "csl/entries", str(path)])
    assert "row 7 kept: cell_set_aside: start_on" in told.stderr
