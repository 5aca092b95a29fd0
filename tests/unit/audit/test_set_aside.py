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
import pytest

from pipelines.audit.set_aside import Finding, recorded, set_aside
from pipelines.parsing.records import Outcome, Reject
from pipelines.raw.rejects import rejects_table
from pipelines.specs import load_specs, spec
from pipelines.warehouse import Build

PRICES = ("open", "high", "low")
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

    def write(self) -> None:
        for declared in load_specs().values():
            folder = self.build.raw / declared.raw_name
            folder.mkdir(exist_ok=True)
            pq.write_table(declared.raw_schema.empty_table(), folder / "_empty.parquet")
            records = self._records.get(declared.raw_name, [])
            path = self.build.results / f"parsed-{declared.raw_name}.json"
            path.write_text(json.dumps(records))

    def set_aside(self, accepted: frozenset[str] = frozenset()) -> dict[str, Finding]:
        self.write()
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
    assert record["outcome"] == Outcome.SET_ASIDE
    assert "10 of 40 rows are wrong, more than 5%" in record["note"]
    assert "payload old holds" in record["stale"]


@pytest.mark.parametrize("url", ["", None, "https://example.com/{symbol}"])
def test_the_payload_of_another_series_does_not_hold(tmp_path: Path, url: str | None) -> None:
    raw = Raw(tmp_path / "b")
    for day, (sha, symbol, wrong) in enumerate(
        [("one", "AAA", 0), ("other", "BBB", 0), ("bad", "AAA", 10), ("alone", "CCC", 10)]
    ):
        rows = [bar(n, 0 if n < wrong else 50, symbol) for n in range(40)]
        raw.add("yahoo_chart/bars", rows, sha, day=day, url=url and url.format(symbol=symbol))
    raw.set_aside()
    assert "payload one holds" in raw.record("yahoo_chart/bars", "bad")["note"]
    assert raw.record("yahoo_chart/bars", "alone")["outcome"] == Outcome.OK
    kept = set(raw.rows("yahoo_chart/bars", "payload_sha256, symbol"))
    assert kept == {("one", "AAA"), ("other", "BBB"), ("alone", "CCC")}


def test_a_file_that_does_not_say_whose_it_is_holds_nothing(tmp_path: Path) -> None:
    raw = Raw(tmp_path / "b")
    name = max(
        name
        for name, one in load_specs().items()
        if one.natural_key == (one.newest_column,) and not one.checks.series
    )
    prices = [one.name for one in spec(name).raw_schema if pa.types.is_decimal(one.type)]
    for day, (sha, wrong) in enumerate([("good", 0), ("bad", 10)]):
        rows = [
            {"session_on": business_day(n), **dict.fromkeys(prices, 0 if n < wrong else 50)}
            for n in range(40)
        ]
        raw.add(name, rows, sha, day=day, url="")
    raw.set_aside()
    assert raw.record(name, "bad")["outcome"] == Outcome.OK
    assert "no earlier payload holds" in raw.record(name, "bad")["incomplete"]


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
    assert raw.record("yahoo_chart/bars", "a")["outcome"] == Outcome.SET_ASIDE
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


def _symbols(days: range, **closes: int) -> list[Row]:
    """Bars of two symbols, the close of each day its own."""
    first = {"NVDA": 100, "AMD": 50, **closes}
    return [
        {
            **bar(n, start + n % 7, symbol),
            **dict.fromkeys(PRICES, start + n % 7),
            "volume": 1000 + n,
        }
        for symbol, start in first.items()
        for n in days
    ]


def _shifted(rows: list[Row], symbol: str) -> list[Row]:
    """Every bar of a symbol dated as the session after it."""
    mine = [row for row in rows if row["symbol"] == symbol]
    late = [{**row, "session_on": business_day(n + 1)} for n, row in enumerate(mine)]
    return [row for row in rows if row["symbol"] != symbol] + late


def _counted(raw: Raw, name: str, columns: str) -> dict[tuple[Any, ...], int]:
    counted: dict[tuple[Any, ...], int] = {}
    for row in raw.rows(name, columns):
        counted[row] = counted.get(row, 0) + 1
    return counted


def test_a_series_shifted_by_a_session_stays_as_it_was_however_often_it_comes(
    tmp_path: Path,
) -> None:
    raw = Raw(tmp_path / "b")
    raw.add("yahoo_chart/bars", _symbols(range(40)), "good", day=100, url="u")
    for day in (1, 2, 3):
        later = _symbols(range(40 + day))
        raw.add("yahoo_chart/bars", _shifted(later, "AMD"), f"bad{day}", day=100 + day, url="u")
    raw.add("yahoo_chart/bars", _symbols(range(44)), "mended", day=104, url="u")
    found = raw.set_aside()["yahoo_chart__bars__restated"]
    assert found.series == ("AMD",)
    counts = _counted(raw, "yahoo_chart/bars", "payload_sha256, symbol")
    assert [key for key in counts if key[1] == "AMD"] == [("good", "AMD"), ("mended", "AMD")]
    assert len([key for key in counts if key[1] == "NVDA"]) == 5
    assert "symbol=AMD as in payload good" in raw.record("yahoo_chart/bars", "bad1")["stale"]


def test_a_new_split_explains_a_rewritten_series(tmp_path: Path) -> None:
    raw = Raw(tmp_path / "b")
    raw.add("yahoo_chart/bars", _symbols(range(40)), "before", day=100, url="u")
    after = _symbols(range(41), NVDA=10)
    after[40] |= {"split_numerator": 10, "split_denominator": 1}
    raw.add("yahoo_chart/bars", after, "after", day=101, url="u")
    assert "yahoo_chart__bars__restated" not in raw.set_aside()


def test_a_reporter_in_another_unit_stays_as_it_was(tmp_path: Path) -> None:
    raw = Raw(tmp_path / "b")
    raw.add("customs_csv/flows", _flows(), "old")
    changed = [
        {**row, "value": row["value"] * 1000} if row["reporter"] == "KR" else row
        for row in _flows()
    ]
    raw.add("customs_csv/flows", changed, "new", day=1)
    assert raw.set_aside()["customs_csv__flows__rescaled"].series == ("KR",)
    counts = _counted(raw, "customs_csv/flows", "payload_sha256, reporter")
    assert set(counts) == {("new", "JP"), ("old", "JP"), ("old", "KR")}


def test_a_list_whose_keys_are_gone_stays_as_it_was(tmp_path: Path) -> None:
    raw = Raw(tmp_path / "b")
    full = {"source_list_url": "https://example.org", "federal_register_notice": "87 FR 77505"}
    rows = [entry(n, list_code="EL" if n < 90 else "MEU", **full) for n in range(100)]
    raw.add("csl/entries", rows, "old", url="u")
    rekeyed = [
        {**row, "entry_key": f"f{row['entry_key'][1:]}"} if row["list_code"] == "MEU" else row
        for row in rows
    ]
    raw.add("csl/entries", rekeyed, "new", day=1, url="u")
    assert raw.set_aside()["csl__entries__entry_key__lost_keys"].series == ("MEU",)
    counts = _counted(raw, "csl/entries", "payload_sha256, list_code")
    assert counts == {("new", "EL"): 90, ("old", "EL"): 90, ("old", "MEU"): 10}


def test_a_list_that_comes_short_again_is_judged_beside_the_last_whole_one(
    tmp_path: Path,
) -> None:
    raw = Raw(tmp_path / "b")
    raw.add("csl/entries", [entry(n) for n in range(40)], "whole", url="u")
    raw.add("csl/entries", [entry(n) for n in range(20)], "half", day=1, url="u")
    raw.add("csl/entries", [entry(n) for n in range(1, 20)], "again", day=2, url="u")
    assert raw.set_aside()["csl__entries__shrunk"].payloads == ("half", "again")
    assert {sha for (sha,) in raw.rows("csl/entries", "payload_sha256")} == {"whole"}


def _flows() -> list[Row]:
    return [
        {
            "reporter": reporter,
            "partner": "CN",
            "hs_edition": "HS2022",
            "hs_code": "854231",
            "period": f"2024-{month:02}",
            "period_start_on": date(2024, month, 1),
            "period_end_on": date(2024, month, 28),
            "flow": "export",
            "value": 1000 + month,
            "currency": "USD",
            "source": "customs",
        }
        for reporter in ("KR", "JP")
        for month in range(1, 13)
    ]


def test_a_defect_that_every_payload_has_takes_nothing_back(tmp_path: Path) -> None:
    raw = Raw(tmp_path / "b")
    gap = [one for n, one in enumerate(_symbols(range(120))) if not 30 <= n % 120 < 90]
    raw.add("yahoo_chart/bars", gap, "old", day=200, url="u")
    later = [one for n, one in enumerate(_symbols(range(121))) if not 30 <= n % 121 < 90]
    raw.add("yahoo_chart/bars", later, "new", day=201, url="u")
    raw.add("csl/entries", [entry(n) for n in range(40)], "list1", url="u")
    raw.add("csl/entries", [entry(n) for n in range(41)], "list2", day=1, url="u")
    found = raw.set_aside()
    assert found["yahoo_chart__bars__session_on__month_missing"].kept
    assert len(raw.rows("yahoo_chart/bars", "close")) == len(gap) + len(later)
    assert found["csl__entries__federal_register_notice__all_null"].kept
    assert len(raw.rows("csl/entries", "name")) == 81


def test_each_payload_that_lost_a_column_gives_way_to_the_last_one_with_it(tmp_path: Path) -> None:
    raw = Raw(tmp_path / "b")
    notice = {"federal_register_notice": "87 FR 77505", "source_list_url": "https://l.example"}
    whole = [entry(n, **notice) for n in range(30)]
    lost = [{**one, "federal_register_notice": None} for one in whole]
    raw.add("csl/entries", whole, "list1", url="u")
    raw.add("csl/entries", lost, "list2", day=1, url="u")
    raw.add("csl/entries", lost, "list3", day=2, url="u")
    strangers = [entry(n) for n in range(100, 130)]
    raw.add("csl/entries", strangers, "other", day=2, url="v")
    found = raw.set_aside()["csl__entries__federal_register_notice__all_null"]
    assert set(found.payloads) == {"list2", "list3"}
    assert "payload list1 holds" in raw.record("csl/entries", "list3")["note"]
    assert {sha for (sha,) in raw.rows("csl/entries", "payload_sha256")} == {"list1", "other"}


def test_a_column_that_no_payload_has_is_told_of_each(tmp_path: Path) -> None:
    raw = Raw(tmp_path / "b")
    for day in range(3):
        raw.add("csl/entries", [entry(n) for n in range(9)], f"list{day}", day=day, url="u")
    found = raw.set_aside()["csl__entries__federal_register_notice__all_null"]
    assert found.kept
    assert {told.partition(",")[0] for told in found.examples} == {
        f"payload_sha256=list{day}" for day in range(3)
    }


def test_an_item_keeps_either_a_time_or_the_reason_why_there_is_none(tmp_path: Path) -> None:
    raw = Raw(tmp_path / "b")
    sound = _items("u", 2025)
    late = {**sound[1], "published_at": datetime(2027, 1, 1, tzinfo=UTC)}
    early = {**sound[2], "published_at": datetime(1970, 1, 1, tzinfo=UTC)}
    both = {**sound[3], "time_problem": "missing"}
    neither = {**sound[4], "published_at": None}
    strange = {**sound[5], "published_at": None, "time_problem": "lost"}
    many = [{**one, "item_key": f"{n:016x}"} for n in range(30) for one in sound]
    raw.add("rss/items", [*many, late, early, both, neither, strange], "u1", url="u")
    found = raw.set_aside()
    assert found["rss__items__published_at__reason"].cells == 2
    read = raw.rows("rss/items", "row_number, published_at, time_problem")[-5:]
    assert [row[1:] for row in read] == [
        (None, "after_payload"),
        (None, "out_of_range"),
        (None, "missing"),
        (None, "unstated"),
        (None, "unstated"),
    ]
    assert not any((time is None) == (problem is None) for _, time, problem in read)


def test_a_series_wrong_in_every_payload_is_left_out_and_no_payload_is_said_to_hold(
    tmp_path: Path,
) -> None:
    raw = Raw(tmp_path / "b")
    for sha, days in (("old", 30), ("new", 31)):
        jumped = [
            {**one, "close": one["close"] * 4} if one["symbol"] == "AMD" and n % days > 9 else one
            for n, one in enumerate(_symbols(range(days)))
        ]
        whole = [{**one, **dict.fromkeys(PRICES, one["close"])} for one in jumped]
        raw.add("yahoo_chart/bars", whole, sha, day=100 + days, url="u")
    assert raw.set_aside()["yahoo_chart__bars__close__jump"].series == ("AMD",)
    assert {symbol for (symbol,) in raw.rows("yahoo_chart/bars", "symbol")} == {"NVDA"}
    for sha in ("old", "new"):
        record = raw.record("yahoo_chart/bars", sha)
        assert "symbol=AMD is left out" in record["incomplete"]
        assert not record["stale"]


def test_the_payload_that_brings_a_second_currency_gives_way(tmp_path: Path) -> None:
    raw = Raw(tmp_path / "b")
    raw.add("yahoo_chart/bars", _symbols(range(40)), "old", day=100, url="u")
    other = [
        {**one, "currency": "HKD"} if one["symbol"] == "AMD" else one for one in _symbols(range(41))
    ]
    raw.add("yahoo_chart/bars", other, "new", day=101, url="u")
    only = [one for one in _symbols(range(42)) if one["symbol"] == "NVDA"]
    raw.add("yahoo_chart/bars", only, "newest", day=102, url="v")
    raw.set_aside()
    counts = _counted(raw, "yahoo_chart/bars", "payload_sha256, symbol")
    assert [key[0] for key in counts if key[1] == "AMD"] == ["old"]
    assert [key[0] for key in counts if key[1] == "NVDA"] == ["new", "newest", "old"]


def test_names_of_a_wrong_encoding_are_set_aside_where_nothing_earlier_holds(
    tmp_path: Path,
) -> None:
    raw = Raw(tmp_path / "b")
    rows = [entry(n, name=f"SociÃ©tÃ© {n}" if n < 10 else f"Example {n}") for n in range(100)]
    raw.add("csl/entries", rows, "a")
    found = raw.set_aside()["csl__entries__name__encoding_share"]
    assert (found.rows, found.kept != "") == (10, True)
    assert len(raw.rows("csl/entries", "name")) == 90
    assert "wrong encoding" in raw.record("csl/entries", "a")["incomplete"]


@pytest.mark.parametrize(("left_out", "outcome"), [(5, Outcome.SET_ASIDE), (2, Outcome.OK)])
def test_what_the_parser_left_out_counts_towards_the_limit(
    tmp_path: Path, left_out: int, outcome: str
) -> None:
    raw = Raw(tmp_path / "b")
    raw.add("csl/entries", [entry(n) for n in range(40)], "old", url="u")
    raw.add("csl/entries", [entry(n) for n in range(39)], "new", day=1, url="u")
    told = [Reject(40 + n, "bad_quotes", "no CSV", "") for n in range(left_out)]
    told += [Reject(50 + n, "duplicate", "again", "") for n in range(5)]
    folder = raw.build.inputs / "rejects"
    folder.mkdir(parents=True)
    pq.write_table(rejects_table("new", told), folder / "csl__entries.parquet")
    raw.set_aside()
    record = raw.record("csl/entries", "new")
    assert record["outcome"] == outcome
    assert ("5 of 44 rows are wrong, more than 5%" in str(record["note"])) == (outcome != "ok")


def test_a_feed_whose_times_are_rewritten_stays_as_it_was(tmp_path: Path) -> None:
    raw = Raw(tmp_path / "b")
    for feed in ("u", "v"):
        raw.add("rss/items", _items(feed, 2025), f"{feed}1", url=feed)
    raw.add("rss/items", _items("u", 2024), "u2", day=1, url="u")
    raw.add("rss/items", _items("v", 2025), "v2", day=1, url="v")
    assert raw.set_aside()["rss__items__restated"].payloads == ("u2",)
    assert "payload u1 holds" in raw.record("rss/items", "u2")["note"]


def _items(feed: str, year: int) -> list[Row]:
    return [
        {
            "item_key": f"{ord(feed):08x}{n:08x}",
            "guid": f"{feed}{n}",
            "url": f"https://wire.example/{feed}/{n}",
            "served_url": f"https://wire.example/{feed}/{n}",
            "domain": "wire.example",
            "title": f"Chips {n}",
            "outlet": "Wire",
            "published_at": datetime(year, 1, 1, n, tzinfo=UTC),
            "published_on": date(year, 1, 1),
        }
        for n in range(12)
    ]
