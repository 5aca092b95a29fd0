"""The study on a user's own files: what is read, refused and written."""

from __future__ import annotations

import csv
import datetime as dt
import json
import random
from collections.abc import Callable
from contextlib import suppress
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


def test_why_a_pair_has_no_estimate_is_told_in_words(tmp_path: Path) -> None:
    first = min(dt.date.fromisoformat(row["date"]) for row in events())
    short = [
        row
        for row in prices()
        if dt.date.fromisoformat(row["date"]) > first - dt.timedelta(days=120)
    ]
    arguments = [
        "--events", str(write(tmp_path, "events.csv", events())),
        "--prices", str(write(tmp_path, "prices.csv", short)),
        "--benchmark", "index", "--output", str(tmp_path / "out"),
    ]  # fmt: skip
    run = CliRunner().invoke(command, arguments)
    assert run.exit_code == 0, run.output
    assert "too few sessions before (short_estimation_window)" in run.output


def as_csv(rows: list[Row], separator: str = ",", mark: bytes = b"") -> bytes:
    lines = [separator.join(rows[0]), *(separator.join(map(str, row.values())) for row in rows)]
    return mark + "\n".join(lines).encode() + b"\n"


@pytest.mark.parametrize(
    ("separator", "mark"), [(";", b""), ("\t", b""), (",", b"\xef\xbb\xbf"), (";", b"\xef\xbb\xbf")]
)
def test_what_a_spreadsheet_saves_is_read(tmp_path: Path, separator: str, mark: bytes) -> None:
    """A mark of the encoding first, semicolons or tabs between, days with a midnight."""
    plain, saved = tmp_path / "plain", tmp_path / "saved"
    plain.mkdir()
    saved.mkdir()
    expected = study(plain, prices(), events(), groups=["kind"])
    with_hours = [row | {"date": f"{row['date']} 00:00:00"} for row in events()]
    (saved / "events.csv").write_bytes(as_csv(with_hours, separator, mark))
    (saved / "prices.csv").write_bytes(as_csv(prices(), separator, mark))
    study_files(
        saved / "events.csv",
        saved / "prices.csv",
        saved / "out",
        benchmark="index",
        groups=["kind"],
    )
    for name in ("reactions.csv", "groups.csv"):
        assert (saved / "out" / name).read_bytes() == (expected / name).read_bytes()


PARQUET_TYPES: list[tuple[str, Callable[[str], Any], pa.DataType]] = [
    ("date", dt.datetime.fromisoformat, pa.timestamp("ns")),
    ("date", lambda day: dt.datetime.fromisoformat(f"{day}T04:00+00:00"), pa.timestamp("s", "UTC")),
    ("date", dt.date.fromisoformat, pa.date64()),
    ("ticker", str, pa.dictionary(pa.int8(), pa.string())),
    ("ticker", str, pa.large_string()),
    ("close", lambda text: round(float(text), 2), pa.float32()),
    ("close", lambda text: round(float(text)), pa.int64()),
]


@pytest.mark.parametrize(("column", "read", "kind"), PARQUET_TYPES)
def test_parquet_may_have_other_types(
    tmp_path: Path, column: str, read: Callable[[str], Any], kind: pa.DataType
) -> None:
    rows = prices()
    columns = {
        name: pa.array([row[name] for row in rows]) if name != column else None
        for name in ("ticker", "date", "close")
    }
    columns[column] = pa.array([read(row[column]) for row in rows], kind)
    pq.write_table(pa.table(columns), tmp_path / "prices.PARQUET")
    study_files(
        write(tmp_path, "events.csv", events()),
        tmp_path / "prices.PARQUET",
        tmp_path / "out",
        benchmark="index",
    )
    own = [row for row in table(tmp_path / "out" / "reactions.csv") if row["model"] == "raw_return"]
    assert {row["not_estimable_reason"] for row in own} == {""}


def test_a_column_of_lists_and_one_that_stands_twice_are_refused(tmp_path: Path) -> None:
    lists = pa.table({"ticker": ["a"], "date": ["2024-05-31"], "close": [[1.0]]})
    pq.write_table(lists, tmp_path / "prices.parquet")
    (tmp_path / "twice.csv").write_text("ticker,date,close,close\na,2024-05-31,1,2\n")
    for name, told in (
        ("prices.parquet", "close .* cannot be read"),
        ("twice.csv", "close 2 times"),
    ):
        with pytest.raises(StudyInputError, match=told):
            study_files(write(tmp_path, "events.csv", events()), tmp_path / name, tmp_path / "out")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"date": "01/02/03"}, "date 01/02/03, which is none"),
        ({"date": "45443"}, "date 45443, which is none"),
        ({"date": "-2024-05-31"}, "date -2024-05-31, which is none"),
        ({"date": "infinity"}, "date infinity, which is none"),
        ({"close": "1234,5"}, "close 1234,5, which is no number"),
        ({"close": "inf"}, "close inf, which is no number"),
        ({"low": "0"}, "low 0, which is no price"),
        ({"high": "n/a"}, "high n/a, which is no price"),
        ({"open": "nan"}, "open nan, which is no price"),
    ],
)
def test_a_price_row_that_means_nothing_is_named(tmp_path: Path, values: Row, told: str) -> None:
    rows = [row | dict.fromkeys(values.keys() - row.keys(), "") for row in prices()]
    with pytest.raises(StudyInputError, match=f"Row 6 .*{told}"):
        study(tmp_path, changed(rows, 4, **values), events())


def test_a_time_of_day_is_not_dropped_from_an_event(tmp_path: Path) -> None:
    rows = changed(events(), 0, date=f"{DAYS[500]} 16:30:00")
    with pytest.raises(StudyInputError, match=r"Row 2 .*time of day"):
        study(tmp_path, prices(), rows)


@pytest.mark.parametrize("name", ["direction", "ticker", "sector of it"])
def test_any_column_may_be_grouped_by(tmp_path: Path, name: str) -> None:
    rows = [{name: "x", "direction": "tighten", **row} for row in events()]
    output = study(tmp_path, prices(), rows, groups=[name])
    assert name in {row["group_kind"] for row in table(output / "groups.csv")}


@pytest.mark.parametrize("name", ["every_pair", "issuer_id", "day0_kind", "file_row"])
def test_a_column_with_a_name_of_the_study_is_refused_as_a_group(tmp_path: Path, name: str) -> None:
    with pytest.raises(StudyInputError, match=f"column {name} .* uses itself"):
        study(tmp_path, prices(), [{name: "x", **row} for row in events()], groups=[name])


@pytest.mark.parametrize("shift", [1, -1])
def test_days_of_another_exchange_are_refused(tmp_path: Path, shift: int) -> None:
    moved = [
        row | {"date": str(np.datetime64(row["date"]) + shift)} if row["ticker"] == "s02" else row
        for row in prices()
    ]
    with pytest.raises(StudyInputError, match=r"of s02 .* days on which XNYS was shut"):
        study(tmp_path, moved, events())
    with pytest.raises(StudyInputError, match="days on which XHKG was shut"):
        study(tmp_path, prices(), events(), exchange="XHKG")


def test_random_damage_is_refused_in_words_or_told_in_the_table(tmp_path: Path) -> None:
    """Bytes and cells changed at random: an error of ours that names the file, or a result."""
    few = [row for row in prices() if row["ticker"] in {"index", "s00", "s01"}]
    texts = {
        "events": as_csv([row for row in events() if row["ticker"] in {"s00", "s01"}]),
        "prices": as_csv(few),
    }
    junk = [b"", b"\x00", b"\xff", b'"', b",", b";", b"\n", b"-", b"nan", b"1e999", b"\xe2\x80\x8b"]
    for seed in range(60):
        chance = random.Random(seed)  # noqa: S311
        damaged = dict(texts)
        which = chance.choice(["events", "prices"])
        body = bytearray(damaged[which])
        for _ in range(chance.choice([1, 1, 3, 20])):
            place = chance.randrange(len(body))
            body[place : place + chance.randrange(3)] = chance.choice(junk)
        damaged[which] = bytes(body[: chance.choice([len(body), len(body), len(body) // 2])])
        for name, content in damaged.items():
            (tmp_path / f"{name}.csv").write_bytes(content)
        output = tmp_path / f"out{seed}"
        with suppress(StudyInputError):
            study_files(tmp_path / "events.csv", tmp_path / "prices.csv", output, benchmark="index")
        assert (output / "index.html").exists() == output.exists()
