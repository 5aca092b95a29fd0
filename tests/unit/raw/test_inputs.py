"""What is written of the payloads of a build, and what that leaves behind."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from pipelines.archive.contents import read_contents
from pipelines.archive.store import Archive
from pipelines.overlay.files import own_rows
from pipelines.raw.inputs import write_inputs
from pipelines.raw.write import parse_dataset
from pipelines.specs import load_specs
from pipelines.warehouse import SAMPLE_ARCHIVE, Warehouse


def test_the_newest_row_is_told_and_no_result_stays_open(tmp_path: Path) -> None:
    """An open result on the shared connection would fail whoever reads over it next."""
    shutil.copytree(SAMPLE_ARCHIVE / "ofac", tmp_path / "archive" / "ofac")
    place = Warehouse(tmp_path / "warehouse")
    contents = read_contents(Archive(tmp_path / "archive"))
    place.ensure(contents.kind)
    build = place.build("00000000-0000-0000-0000-000000000000").create()
    for spec in load_specs().values():
        parse_dataset(place, build, contents, spec)
    list(write_inputs(build, contents, own_rows(place), {}))
    assert duckdb.sql("select 1").fetchall() == [(1,)]
    rows = pq.read_table(build.inputs / "sources.parquet").to_pylist()
    (told,) = [row for row in rows if row["payload_count"]]
    assert told["source"] == "ofac"
    assert told["newest_on"] is not None
