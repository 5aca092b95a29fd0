"""What critical checks of rows and series find is set aside, told, and falls back where it can."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.audit.set_aside import SET_ASIDE, Finding, recorded, set_aside
from pipelines.specs import load_specs, spec
from pipelines.warehouse import Build

DAY = datetime(2026, 1, 1, tzinfo=UTC)
Row = dict[str, Any]


class Raw:
    """A build with the raw files and records that parsing leaves."""

    def __init__(self, path: Path) -> None:
        self.build = Build(path).create()
        self._records: dict[str, list[Row]] = {}

    def add(
        self,
        name: str,
        rows: Sequence[Row],
        sha: str,
        *,
        day: int = 0,
        url: str | None = None,
        basis: str = "fetched_at",
        parameters: Row | None = None,
    ) -> None:
        declared = spec(name)
        folder = self.build.raw / declared.raw_name
        folder.mkdir(exist_ok=True)
        whole = [
            {**row, "payload_sha256": sha, "row_number": n} for n, row in enumerate(rows, start=1)
        ]
        table = pa.Table.from_pylist(whole, declared.raw_schema)
        pq.write_table(declared.raw_schema.empty_table(), folder / "_empty.parquet")
        pq.write_table(table, folder / f"{sha}.parquet")
        self._records.setdefault(declared.raw_name, []).append(
            {
                "payload_sha256": sha,
                "source": declared.source,
                "dataset": declared.dataset,
                "url": url,
                "parameters": json.dumps(parameters) if parameters else None,
                "observed_at": (DAY + timedelta(days=day)).isoformat(),
                "observed_basis": basis,
                "outcome": "ok",
                "row_count": len(rows),
                "reject_count": 0,
                "note": None,
                "accepted_reason": None,
            }
        )

    def set_aside(self, accepted: frozenset[str] = frozenset()) -> dict[str, Finding]:
        for declared in load_specs().values():
            folder = self.build.raw / declared.raw_name
            folder.mkdir(exist_ok=True)
            pq.write_table(declared.raw_schema.empty_table(), folder / "_empty.parquet")
            records = self._records.get(declared.raw_name, [])
            path = self.build.results / f"parsed-{declared.raw_name}.json"
            path.write_text(json.dumps(records))
        return {one.check_id: one for one in set_aside(self.build, accepted)}

    def rows(self, name: str, columns: str) -> list[tuple[Any, ...]]:
        files = self.build.raw / spec(name).raw_name / "*.parquet"
        return duckdb.sql(f"select {columns} from read_parquet('{files}') order by all").fetchall()

    def rejects(self) -> list[tuple[Any, ...]]:
        files = self.build.inputs / "rejects" / "*.parquet"
        return duckdb.sql(
            f"select row_number, reason, detail, raw_text from read_parquet('{files}') order by all"
        ).fetchall()

    def record(self, name: str, sha: str) -> Row:
        path = self.build.results / f"parsed-{spec(name).raw_name}.json"
        return next(one for one in json.loads(path.read_text()) if one["payload_sha256"] == sha)


def entry(n: int, **changed: Any) -> Row:
    return {
        "entry_key": f"{n:016x}",
        "source_list": "Entity List (EL)",
        "list_code": "EL",
        "programs": [],
        "name": f"Example {n}",
        "addresses": [],
        "address_countries": [],
        "citations": [],
        "alt_names": [],
        "start_on": date(2022, 12, 16),
        **changed,
    }


def business_day(n: int) -> date:
    return date(2024, 1, 1) + timedelta(days=7 * (n // 5) + n % 5)


def bar(n: int, close: int, symbol: str = "NVDA") -> Row:
    return {
        "symbol": symbol,
        "session_on": business_day(n),
        "close": close,
        "currency": "USD",
        "exchange_timezone": "America/New_York",
    }


def test_a_sound_build_is_left_as_it_is(tmp_path: Path) -> None:
    raw = Raw(tmp_path / "b")
    raw.add("csl/entries", [entry(n) for n in range(5)], "a")
    file = raw.build.raw / "csl__entries" / "a.parquet"
    before = file.stat().st_ino
    assert raw.set_aside() == {}
    assert recorded(raw.build.path) == {}
    assert file.stat().st_ino == before
    assert not (raw.build.inputs / "rejects").exists()


def test_a_wrong_value_is_emptied_where_it_may_be_and_the_row_stays(tmp_path: Path) -> None:
    raw = Raw(tmp_path / "b")
    raw.add("csl/entries", [entry(1, start_on=date(97, 3, 4)), entry(2)], "a")
    found = raw.set_aside()["csl__entries__start_on__range"]
    assert (found.cells, found.rows, found.judged) == (1, 0, 2)
    assert raw.rows("csl/entries", "name, start_on") == [
        ("Example 1", None),
        ("Example 2", date(2022, 12, 16)),
    ]
    ((number, reason, detail, text),) = raw.rejects()
    assert (number, reason) == (1, "cell_set_aside")
    assert detail.startswith("csl__entries__start_on__range: A listing date")
    assert "start_on=0097-03-04" in text
    record = raw.record("csl/entries", "a")
    assert (record["row_count"], record["reject_count"], record["set_aside_count"]) == (2, 0, 0)


def test_a_wrong_member_leaves_its_list(tmp_path: Path) -> None:
    raw = Raw(tmp_path / "b")
    raw.add("csl/entries", [entry(1, citations=["87 FR 77505", "Fed. Reg. 9"])], "a")
    raw.set_aside()
    assert raw.rows("csl/entries", "citations") == [(["87 FR 77505"],)]


def test_a_row_that_cannot_stay_goes_and_is_counted(tmp_path: Path) -> None:
    raw = Raw(tmp_path / "b")
    bars = [bar(n, 100 + n) for n in range(60)]
    bars[7]["close"] = 0
    raw.add("yahoo_chart/bars", bars, "a", day=100)
    found = raw.set_aside()["yahoo_chart__bars__close__range"]
    assert (found.rows, found.cells) == (1, 0)
    assert len(raw.rows("yahoo_chart/bars", "session_on")) == 59
    record = raw.record("yahoo_chart/bars", "a")
    assert (record["row_count"], record["reject_count"], record["set_aside_count"]) == (59, 1, 1)
    assert [reject[:2] for reject in raw.rejects()] == [(8, "row_set_aside")]


def test_a_key_that_comes_twice_is_kept_once(tmp_path: Path) -> None:
    raw = Raw(tmp_path / "b")
    raw.add("csl/entries", [entry(1), entry(2), entry(1, name="Again")], "a")
    raw.set_aside()
    assert raw.rows("csl/entries", "name") == [("Example 1",), ("Example 2",)]


def test_too_much_wrong_falls_back_to_the_payload_before(tmp_path: Path) -> None:
    raw = Raw(tmp_path / "b")
    raw.add("csl/entries", [entry(n) for n in range(40)], "old", url="u")
    bad = [entry(n, start_on=date(97, 1, 1) if n < 10 else None) for n in range(40)]
    raw.add("csl/entries", bad, "new", day=1, url="u")
    found = raw.set_aside()["csl__entries__start_on__range"]
    assert found.payloads == ("new",)
    assert {sha for (sha,) in raw.rows("csl/entries", "payload_sha256")} == {"old"}
    record = raw.record("csl/entries", "new")
    assert record["outcome"] == SET_ASIDE
    assert "10 of 40 rows are wrong, more than 5%" in record["note"]
    assert "payload old holds" in record["stale"]


def test_too_much_wrong_on_a_first_run_is_published_without_it_and_incomplete(
    tmp_path: Path,
) -> None:
    raw = Raw(tmp_path / "b")
    raw.add("csl/entries", [entry(n, start_on=date(97, 1, 1)) for n in range(10)], "a")
    raw.set_aside()
    assert len(raw.rows("csl/entries", "name")) == 10
    assert "no earlier payload holds" in raw.record("csl/entries", "a")["incomplete"]


def test_a_payload_left_with_too_few_rows_is_not_loaded(tmp_path: Path) -> None:
    raw = Raw(tmp_path / "b")
    raw.add("yahoo_chart/bars", [bar(0, 0)], "a", day=100)
    raw.add("csl/entries", [entry(1)], "b")
    raw.set_aside()
    assert raw.rows("yahoo_chart/bars", "close") == []
    assert raw.record("yahoo_chart/bars", "a")["outcome"] == SET_ASIDE
    assert len(raw.rows("csl/entries", "name")) == 1


def test_one_series_keeps_its_last_good_state_and_the_others_go_on(tmp_path: Path) -> None:
    raw = Raw(tmp_path / "b")
    raw.add("price_csv/bars", _own(range(20)), "old")
    jumped = [
        {**row, "close": row["close"] * 10} if row["symbol"] == "AMD" and n > 50 else row
        for n, row in enumerate(_own(range(30)))
    ]
    raw.add("price_csv/bars", jumped, "new", day=1)
    found = raw.set_aside()["price_csv__bars__close__jump"]
    assert found.series == ("AMD",)
    counts = raw.rows("price_csv/bars", "payload_sha256 || symbol")
    assert {one: counts.count((one,)) for (one,) in counts} == {
        "oldAMD": 20,
        "oldNVDA": 20,
        "newNVDA": 30,
    }
    assert "symbol=AMD as in payload old" in raw.record("price_csv/bars", "new")["stale"]


def test_a_wrong_series_without_an_earlier_state_is_left_out_and_told(tmp_path: Path) -> None:
    raw = Raw(tmp_path / "b")
    rows = _own(range(30))
    rows[-1]["close"] *= 10
    raw.add("price_csv/bars", rows, "a")
    found = raw.set_aside()["price_csv__bars__close__jump"]
    assert found.series == ("AMD",)
    assert len(raw.rows("price_csv/bars", "close")) == 30
    assert "symbol=AMD is left out" in raw.record("price_csv/bars", "a")["incomplete"]


def test_a_gap_without_an_earlier_state_stays_and_makes_the_dataset_incomplete(
    tmp_path: Path,
) -> None:
    raw = Raw(tmp_path / "b")
    bars = [bar(n, 100) for n in range(120) if not 30 <= n < 90]
    raw.add("yahoo_chart/bars", bars, "a", day=100)
    found = raw.set_aside()["yahoo_chart__bars__session_on__month_missing"]
    assert found.kept
    assert len(raw.rows("yahoo_chart/bars", "close")) == 60
    assert "nothing earlier holds" in raw.record("yahoo_chart/bars", "a")["incomplete"]


def test_a_shrunken_payload_gives_way(tmp_path: Path) -> None:
    raw = Raw(tmp_path / "b")
    raw.add("csl/entries", [entry(n) for n in range(40)], "old", url="u")
    raw.add("csl/entries", [entry(n) for n in range(20)], "new", day=1, url="u")
    assert raw.set_aside()["csl__entries__shrunk"].payloads == ("new",)
    assert len(raw.rows("csl/entries", "name")) == 40


def test_what_a_person_accepted_is_not_set_aside(tmp_path: Path) -> None:
    raw = Raw(tmp_path / "b")
    raw.add("csl/entries", [entry(1, start_on=date(97, 3, 4))], "a")
    assert raw.set_aside(frozenset({"csl__entries__start_on__range"})) == {}
    assert raw.rows("csl/entries", "start_on") == [(date(97, 3, 4),)]


def _own(days: range) -> list[Row]:
    return [
        {"symbol": symbol, "session_on": business_day(n), "close": 100}
        for symbol in ("NVDA", "AMD")
        for n in days
    ]
