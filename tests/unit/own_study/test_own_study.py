"""The study on a user's own files: what is read, refused and written."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from pipelines.cli.event_study import command
from pipelines.derived.event_study import StudyInputError
from pipelines.own_study.study import study_files
from tests.unit.derived.event_study.made_up import DAYS, market

Row = dict[str, Any]
MADE = market(3, 6, correlation=0.3)
FIRST = 200
LAST = 620


def prices() -> list[Row]:
    closes = 100 * np.cumprod(1 + MADE.returns, axis=1)
    return [
        {"ticker": name, "date": str(DAYS[place]), "close": f"{closes[row, place]:.6f}"}
        for row, name in enumerate(["index", *MADE.shares])
        for place in range(FIRST, LAST)
    ]


def events() -> list[Row]:
    return [
        {"event": f"e{place}", "ticker": name, "date": str(DAYS[place]), "kind": kind}
        for place, kind in ((500, "rule"), (560, "list"))
        for name in MADE.shares
    ]


def write(folder: Path, name: str, rows: list[Row]) -> Path:
    path = folder / name
    if name.endswith(".parquet"):
        pq.write_table(pa.Table.from_pylist(rows), path)
        return path
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def study(folder: Path, price_rows: list[Row], event_rows: list[Row], **options: Any) -> Path:
    output = folder / "out"
    study_files(
        write(folder, "events.csv", event_rows),
        write(folder, "prices.csv", price_rows),
        output,
        **({"benchmark": "index"} | options),
    )
    return output


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_tables_and_page_are_written(tmp_path: Path) -> None:
    output = study(tmp_path, prices(), events(), groups=["kind"])
    assert sorted(path.name for path in output.iterdir()) == [
        "event_days.csv", "groups.csv", "index.html", "paths.csv", "reactions.csv",
    ]  # fmt: skip
    groups = {
        (row["group_kind"], row["group_value"])
        for row in table(output / "groups.csv")
        if row["model"] == "market_model"
    }
    assert groups == {("every_pair", "all"), ("kind", "list"), ("kind", "rule")}
    reactions = table(output / "reactions.csv")
    own = [row for row in reactions if row["model"] == "market_model"]
    assert len(own) == 12 * 5
    assert {row["not_estimable_reason"] for row in own} == {""}
    page = (output / "index.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 12
    assert "<polygon" in page


def test_parquet_gives_what_csv_gives(tmp_path: Path) -> None:
    first, second = tmp_path / "csv", tmp_path / "parquet"
    for folder in (first, second):
        folder.mkdir()
    output = study(first, prices(), events())
    as_days = [row | {"date": dt.date.fromisoformat(row["date"])} for row in events()]
    as_numbers = [
        row | {"date": dt.date.fromisoformat(row["date"]), "close": float(row["close"])}
        for row in prices()
    ]
    study_files(
        write(second, "events.parquet", as_days),
        write(second, "prices.parquet", as_numbers),
        second / "out",
        benchmark="index",
    )
    for name in ("reactions.csv", "groups.csv", "paths.csv"):
        assert (second / "out" / name).read_bytes() == (output / name).read_bytes()


def test_without_a_benchmark_returns_are_compared_with_mean_and_peers(tmp_path: Path) -> None:
    output = study(tmp_path, prices(), events(), benchmark=None)
    models = {row["model"] for row in table(output / "reactions.csv")}
    assert models == {
        "raw_return", "intraday_low", "intraday_high", "mean_adjusted", "peer_adjusted",
    }  # fmt: skip
    peers = [row for row in table(output / "reactions.csv") if row["model"] == "peer_adjusted"]
    assert {row["benchmark_kind"] for row in peers} == {"peer_basket"}
    assert all(row["p_quantile"] for row in peers)


def changed(rows: list[Row], place: int, **values: str) -> list[Row]:
    return [row | values if number == place else row for number, row in enumerate(rows)]


def swapped(rows: list[Row]) -> list[Row]:
    return [rows[1], rows[0], *rows[2:]]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (swapped, rf"Row 3 .*goes back to {DAYS[FIRST]} in the prices of index"),
        (lambda rows: [rows[0], *rows], rf"Row 3 .*repeats {DAYS[FIRST]} of index"),
        (lambda rows: changed(rows, 4, close=""), r"Row 6 .*has no close"),
        (lambda rows: changed(rows, 4, close="n/a"), r"Row 6 .*close n/a"),
        (lambda rows: changed(rows, 4, close="0"), r"Row 6 .*a close of 0"),
        (lambda rows: changed(rows, 4, close="-3.5"), r"Row 6 .*a close of -3\.5"),
        (lambda rows: changed(rows, 4, date="31.05.2024"), r"Row 6 .*date 31\.05\.2024"),
        (lambda rows: changed(rows, 4, ticker=" "), r"Row 6 .*no security"),
        (
            lambda rows: [row for row in rows if row["ticker"] != "s03"],
            "The security s03 has no prices",
        ),
        (
            lambda rows: [row for row in rows if row["ticker"] != "index"],
            "The benchmark index has no prices",
        ),
        (
            lambda rows: [
                row for row in rows if row["ticker"] != "s03" or row["date"] >= str(DAYS[LAST - 50])
            ],
            "The security s03 has 50 prices; 121 are the fewest",
        ),
        (
            lambda rows: [{"ticker": row["ticker"], "date": row["date"]} for row in rows],
            "no column close",
        ),
    ],
)
def test_prices_that_cannot_be_used_name_the_row(
    tmp_path: Path, change: Callable[[list[Row]], list[Row]], told: str
) -> None:
    with pytest.raises(StudyInputError, match=told):
        study(tmp_path, change(prices()), events())
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"date": "soon"}, "Row 2 .*date soon"),
        ({"zone": "Mars/Olympus"}, "Row 2 .*zone Mars/Olympus"),
        ({"exchange": "XMAR"}, "Row 2 .*exchange XMAR"),
        ({"session": "midnight"}, "Row 2 .*session midnight"),
        ({"direction": "up"}, "Row 2 .*direction up"),
        ({"event": ""}, "Row 2 .*no event"),
        ({"event": "e560"}, "repeats e560 for s00"),
    ],
)
def test_events_that_cannot_be_used_name_the_row(tmp_path: Path, values: Row, told: str) -> None:
    blank = dict.fromkeys(values, "") | {}
    rows = [blank | row for row in events()]
    with pytest.raises(StudyInputError, match=told):
        study(tmp_path, prices(), [rows[0] | values, *rows[1:]])


def test_a_column_to_group_by_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StudyInputError, match="no column sector to group by"):
        study(tmp_path, prices(), events(), groups=["sector"])


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a,b\n1,2,3\n"])
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.csv").write_bytes(content)
    with pytest.raises(StudyInputError, match=r"bad\.csv"):
        study_files(write(tmp_path, "events.csv", events()), tmp_path / "bad.csv", tmp_path / "out")


def test_the_command_says_what_came_out_and_never_writes_over_a_folder(tmp_path: Path) -> None:
    arguments = [
        "--events", str(write(tmp_path, "events.csv", events())),
        "--prices", str(write(tmp_path, "prices.csv", prices())),
        "--benchmark", "index", "--output", str(tmp_path / "out"), "--json",
    ]  # fmt: skip
    run = CliRunner().invoke(command, arguments)
    assert run.exit_code == 0, run.output
    told = json.loads(run.output)
    assert (told["pairs"], told["estimated"], told["event_days"]) == (12, 12, 2)
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    again = CliRunner().invoke(command, arguments)
    assert isinstance(again.exception, StudyInputError)
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
