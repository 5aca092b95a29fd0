"""Raw Parquet holds exactly what fits the declared schema, once, and the rest as rejects."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.archive.contents import read_contents
from pipelines.archive.store import Archive, Entry, Origin, PayloadMeta
from pipelines.parsing.records import CELL_REASONS, Outcome, Parsed, Parser, PayloadError
from pipelines.raw import write as raw
from pipelines.raw.parse import conform, empty_table, parse_to_table
from pipelines.raw.rejects import REJECTS_SCHEMA
from pipelines.raw.write import RawError, write_raw
from pipelines.sources import parser_for
from pipelines.specs import DatasetSpec, spec
from pipelines.warehouse import Warehouse

DATA = Path(__file__).parents[1] / "sources" / "data"
NAMES = {
    "csl/entries": "current.csv",
    "federal_register/documents": "search_page.json",
    "sec/company_facts": "facts.json",
    "yahoo_chart/bars": "daily.json",
}


def archived(root: Path, declared: DatasetSpec, payload: bytes) -> tuple[Archive, Entry]:
    archive = Archive(root)
    meta = PayloadMeta(
        declared.source,
        declared.dataset,
        Origin.SAMPLE,
        dt.datetime(2030, 1, 1, tzinfo=dt.UTC),
        "test",
        "public",
    )
    return archive, archive.add(payload, meta)


def composed(name: str) -> bytes:
    return (DATA / spec(name).raw_name / NAMES[name]).read_bytes()


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_payload_becomes_one_parquet_in_the_declared_schema(tmp_path: Path, name: str) -> None:
    declared = spec(name)
    archive, entry = archived(tmp_path / "archive", declared, composed(name))
    result = write_raw(archive, entry, declared, parser_for(name), tmp_path / "raw")
    version = raw.parsed_by(declared, parser_for(name))
    folder = tmp_path / "raw" / declared.source / declared.dataset / version
    assert result.path == folder / f"{entry.sha256}.parquet"
    assert result.outcome is Outcome.OK
    table = pq.read_table(result.path)
    assert table.schema.equals(declared.raw_schema)
    assert table.num_rows == result.rows > 0
    assert set(table["payload_sha256"].to_pylist()) == {entry.sha256}
    numbers = table["row_number"].to_pylist()
    assert numbers == sorted(set(numbers))
    rejects = pq.read_table(result.rejects_path)
    assert rejects.schema.equals(REJECTS_SCHEMA)
    told = rejects.select(["row_number", "reason"]).to_pylist()
    records = [record for record in told if record["reason"] not in CELL_REASONS]
    assert len(records) == result.rejects > 0
    assert not set(numbers) & {record["row_number"] for record in records}
    assert {r["row_number"] for r in told if r["reason"] in CELL_REASONS} <= set(numbers)
    assert sorted(p.name for p in folder.iterdir()) == sorted(
        [result.path.name, result.rejects_path.name]
    )


def not_again(name: str) -> Parser:
    """What stands for the parser of a dataset and must not be called."""

    def refuse(_payload: bytes, _spec: DatasetSpec) -> Parsed:
        raise AssertionError("parsed again")

    refuse.__module__ = parser_for(name).__module__
    return refuse


def test_a_payload_is_parsed_once(tmp_path: Path) -> None:
    declared = spec("csl/entries")
    archive, entry = archived(tmp_path / "archive", declared, composed("csl/entries"))
    first = write_raw(archive, entry, declared, parser_for("csl/entries"), tmp_path / "raw")
    entry.path.unlink()
    assert write_raw(archive, entry, declared, not_again("csl/entries"), tmp_path / "raw") == first


def test_the_files_are_the_same_bytes_wherever_they_are_made(tmp_path: Path) -> None:
    declared = spec("csl/entries")
    made = []
    for place in ("a", "b"):
        archive, entry = archived(tmp_path / place, declared, composed("csl/entries"))
        result = write_raw(archive, entry, declared, parser_for("csl/entries"), tmp_path / place)
        made.append((result.path.read_bytes(), result.rejects_path.read_bytes()))
    assert made[0] == made[1]


Damage = Callable[[Path, Path], object]


@pytest.mark.parametrize(
    "damage",
    [
        lambda rows, _: rows.unlink(),
        lambda _, rejects: rejects.unlink(),
        lambda rows, _: rows.write_bytes(rows.read_bytes()[:-20]),
        lambda _, rejects: rejects.write_bytes(b"PAR1"),
        lambda rows, _: pq.write_table(pa.table({"other": [1]}), rows),
    ],
)
def test_half_or_foreign_files_are_written_again(tmp_path: Path, damage: Damage) -> None:
    declared = spec("yahoo_chart/bars")
    archive, entry = archived(tmp_path / "archive", declared, composed("yahoo_chart/bars"))
    parse = parser_for("yahoo_chart/bars")
    first = write_raw(archive, entry, declared, parse, tmp_path / "raw")
    good = first.path.read_bytes(), first.rejects_path.read_bytes()
    damage(first.path, first.rejects_path)
    assert write_raw(archive, entry, declared, parse, tmp_path / "raw") == first
    assert (first.path.read_bytes(), first.rejects_path.read_bytes()) == good


def test_a_refused_payload_is_one_reject_without_a_place(tmp_path: Path) -> None:
    declared = spec("federal_register/documents")
    archive, entry = archived(
        tmp_path / "archive", declared, b'{"status":400,"message":"no such field"}'
    )
    parse = parser_for(declared.name)
    result = write_raw(archive, entry, declared, parse, tmp_path / "raw")
    assert (result.rows, result.rejects, result.outcome) == (0, 1, Outcome.REJECTED_QUERY)
    assert "no such field" in result.message
    assert not result.path.exists()
    [reject] = pq.read_table(result.rejects_path).to_pylist()
    assert (reject["row_number"], reject["reason"]) == (None, "rejected_query")
    parse = not_again(declared.name)
    assert write_raw(archive, entry, declared, parse, tmp_path / "raw") == result


def test_an_error_that_no_parser_foresaw_refuses_the_payload_alone(tmp_path: Path) -> None:
    declared = spec("csl/entries")

    def stumbles(_payload: bytes, _spec: DatasetSpec) -> Parsed:
        raise ZeroDivisionError("nobody foresaw this")

    archive, entry = archived(tmp_path / "archive", declared, composed("csl/entries"))
    result = write_raw(archive, entry, declared, stumbles, tmp_path / "raw")
    assert (result.outcome, result.rows) == (Outcome.MALFORMED, 0)
    assert "csl/entries (ZeroDivisionError: nobody foresaw this)" in result.message


def test_a_damaged_payload_is_told_and_read_again_once_repaired(tmp_path: Path) -> None:
    declared = spec("csl/entries")
    payload = composed("csl/entries")
    archive, entry = archived(tmp_path / "archive", declared, payload)
    entry.path.write_bytes(entry.path.read_bytes()[:-30])
    parse = parser_for(declared.name)
    broken = write_raw(archive, entry, declared, parse, tmp_path / "raw")
    assert broken.outcome is Outcome.CORRUPT
    assert "backup" in broken.message
    archived(tmp_path / "archive", declared, payload)
    assert write_raw(archive, entry, declared, parse, tmp_path / "raw").outcome is Outcome.OK


def test_an_unwritable_warehouse_is_told(tmp_path: Path) -> None:
    declared = spec("csl/entries")
    archive, entry = archived(tmp_path / "archive", declared, composed("csl/entries"))
    (tmp_path / "raw").write_text("a file where a folder is needed")
    with pytest.raises(RawError) as caught:
        write_raw(archive, entry, declared, parser_for(declared.name), tmp_path / "raw")
    assert "cannot write" in caught.value.message
    assert "permissions" in caught.value.remedy


def good_bar() -> dict[str, Any]:
    return {
        "symbol": "EXMP",
        "session_on": dt.date(2030, 5, 9),
        "close": Decimal("121.400000"),
        "volume": 5,
        "currency": "USD",
        "exchange_timezone": "America/New_York",
    }


def parsed_of(declared: DatasetSpec, *rows: dict[str, Any]) -> Parsed:
    columns = {c.name: [row.get(c.name) for row in rows] for c in declared.columns}
    return Parsed(columns, list(range(1, len(rows) + 1)), ())


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("close", None, "null_value"),
        ("symbol", None, "null_value"),
        ("symbol", 5, "value_misfit"),
        ("symbol", "\ud800", "value_misfit"),
        ("close", 121.4, "value_misfit"),
        ("close", 121, "value_misfit"),
        ("close", Decimal("1.2345678"), "value_misfit"),
        ("close", Decimal("1e40"), "value_misfit"),
        ("close", Decimal("NaN"), "value_misfit"),
        ("close", Decimal("Infinity"), "value_misfit"),
        ("volume", True, "value_misfit"),
        ("volume", 2**63, "value_misfit"),
        ("volume", 1.0, "value_misfit"),
        ("volume", "5", "value_misfit"),
        ("session_on", "2030-05-09", "value_misfit"),
        ("session_on", dt.datetime(2030, 5, 9, 12, tzinfo=dt.UTC), "value_misfit"),
        ("session_on", 21_000, "value_misfit"),
    ],
)
def test_a_value_that_does_not_fit_rejects_its_row_only(
    column: str, value: object, reason: str
) -> None:
    declared = spec("yahoo_chart/bars")
    bad = {**good_bar(), column: value}
    parsed, table = conform(parsed_of(declared, good_bar(), bad, good_bar()), declared)
    assert table.num_rows == parsed.row_count == 2
    assert list(parsed.row_numbers) == [1, 3]
    [reject] = parsed.rejects
    assert (reject.row_number, reject.reason) == (2, reason)
    assert column in reject.detail


def test_a_list_must_hold_texts() -> None:
    declared = spec("csl/entries")
    row: dict[str, Any] = {
        c.name: [] if c.type == "list<string>" else "x" for c in declared.columns if not c.nullable
    }
    bad = {**row, "addresses": ["ok", 5]}
    parsed, table = conform(parsed_of(declared, row, bad), declared)
    assert table.num_rows == 1
    assert [(r.row_number, r.reason) for r in parsed.rejects] == [(2, "value_misfit")]


def test_the_declared_size_binds() -> None:
    declared = spec("csl/entries")
    small = b'[{"source":"Entity List (EL) - X","name":"a"}]'
    assert len(small) < declared.bytes.minimum
    with pytest.raises(PayloadError) as caught:
        parse_to_table(small, declared, parser_for(declared.name))
    assert caught.value.outcome is Outcome.SHRUNKEN
    with pytest.raises(PayloadError) as caught:
        parse_to_table(b" " * (declared.bytes.maximum + 1), declared, parser_for(declared.name))
    assert caught.value.outcome is Outcome.TOO_LARGE


def test_the_empty_table_has_the_raw_schema() -> None:
    declared = spec("sec/company_facts")
    assert empty_table(declared).schema == declared.raw_schema
    assert empty_table(declared).num_rows == 0


def test_another_charset_reads_the_payload_again(tmp_path: Path) -> None:
    declared = spec("price_csv/bars")
    parse = parser_for(declared.name)
    payload = "symbol,date,close\n芯片,2030-01-02,1\n".encode("gbk")
    archive, entry = archived(tmp_path / "archive", declared, payload)
    refused = write_raw(archive, entry, declared, parse, tmp_path / "raw")
    assert (refused.outcome, refused.rows) == (Outcome.MALFORMED, 0)
    entry = replace(entry, content_type="text/csv; charset=gb2312")
    for _ in range(2):
        result = write_raw(archive, entry, declared, parse, tmp_path / "raw")
        assert (result.outcome, result.rows, result.cells) == (Outcome.OK, 1, 0)
    assert pq.read_table(result.path)["symbol"].to_pylist() == ["芯片"]


def test_cells_are_counted_apart_from_rejects(tmp_path: Path) -> None:
    declared = spec("csl/entries")
    archive, entry = archived(tmp_path / "archive", declared, composed(declared.name))
    parse = parser_for(declared.name)
    first, again = (write_raw(archive, entry, declared, parse, tmp_path / "raw") for _ in range(2))
    assert first == again
    assert first.cells > 0
    told = pq.read_table(first.rejects_path)["reason"].to_pylist()
    assert len(told) == first.rejects + first.cells
    assert told.count("cell_set_aside") == first.cells


def test_another_state_of_the_parser_parses_again_and_leaves_nothing_of_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse = Warehouse(tmp_path)
    declared = spec("csl/entries")
    archive, entry = archived(tmp_path / "archive", declared, composed("csl/entries"))
    contents = read_contents(archive)
    build, next_build = warehouse.build("one"), warehouse.build("two")
    for one in (build, next_build):
        one.results.mkdir(parents=True)
    raw.parse_dataset(warehouse, build, contents, declared)
    [before] = warehouse.raw.rglob(f"{entry.sha256}.parquet")
    monkeypatch.setattr(raw, "_code_hash", lambda parser: "mended")
    raw.parse_dataset(warehouse, next_build, contents, declared)
    [after] = warehouse.raw.rglob(f"{entry.sha256}.parquet")
    assert after.parent.name == f"v{declared.parser_version}-mended" != before.parent.name
    assert (build.raw / declared.raw_name / before.name).exists()
