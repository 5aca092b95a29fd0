"""The screening list, as recorded: what the parser reads, and what the simulator imitates."""

import csv
import datetime as dt
import gzip
import io
import json
import time
from pathlib import Path

from pipelines.archive.store import Archive, Origin, PayloadMeta
from pipelines.parsing.records import Outcome
from pipelines.raw.parse import parse_file, parse_payload, parse_to_table, read_payload
from pipelines.raw.write import write_raw
from pipelines.sources import parser_for
from pipelines.specs import spec
from tests.contract.recordings import by, refusal
from tests.contract.shapes import ask, assert_within, read, shape

LIST = "csl/entries"


def test_csl(recorded: Path) -> None:
    text = (recorded / "csl" / "moov_consolidated_2025.csv").read_text("utf-8-sig")
    header = next(csv.reader(io.StringIO(text)))
    served = next(csv.reader(io.StringIO(ask("csl", "/").body.decode())))
    assert served == header


def test_csl_as_json(recorded: Path) -> None:
    known = shape(read(recorded / "csl" / "csl_json_records_real_2026-09-25.json"))
    served = json.loads(ask("csl", "/v1/consolidated.json").body)["results"]
    assert_within(shape(served), known)


def test_an_entry_is_the_same_row_from_the_json_and_from_the_csv(recorded: Path) -> None:
    """Three entries are recorded in both forms, four years apart: what cannot have changed.

    Addresses of web pages and notices did change, addresses were left out of the recorded JSON, and
    the CSV wrote numbers in another order then; it writes them as the JSON has them since 2025.
    """
    packed = (recorded / "csl" / "whole_list_content_2022-04.csv.gz").read_bytes()
    whole = parse_payload(spec(LIST), gzip.decompress(packed))
    known = {(row["list_code"], row["name"]): row for row in whole.rows}
    records = parse_file(LIST, recorded / "csl" / "csl_json_records_real_2026-09-25.json").rows
    for row in records:
        other = known[row["list_code"], row["name"]]
        for column in (
            *("source_list", "entity_number", "entry_type", "programs", "alt_names", "start_on"),
            *("end_on", "standard_order", "license_requirement", "license_policy", "remarks"),
        ):
            assert row[column] == other[column], (row["name"], column)
        addresses, printed = row["addresses"], other["addresses"]
        assert isinstance(addresses, list)
        assert isinstance(printed, list)
        assert len(addresses) == 0 or addresses[0].rsplit(",", 1)[1] == printed[0].rsplit(",", 1)[1]
    numbers = parse_file(LIST, recorded / "csl" / "moov_consolidated_2025.csv").rows
    assert any(str(row["ids"]).startswith("Passport, 836238033, KP;") for row in numbers)
    assert str(records[0]["ids"]).startswith("Company Number, 01074897, GB;")


def test_listed_chip_makers_with_their_entry_pages(recorded: Path) -> None:
    parsed = parse_file(LIST, recorded / "csl" / "csl_ai_chip_rows_2022-04.csv")
    smic = [row for row in parsed.rows if "85 FR 83420" in str(row["citations"])]
    assert len(smic) == 9
    assert {row["start_on"] for row in smic} <= {dt.date(2020, 12, 18), dt.date(2020, 12, 22)}
    affiliated = [row for row in parsed.rows if "Affiliated Entity:" in str(row["name"])]
    assert len(affiliated) == 23
    assert {row["list_code"] for row in parsed.rows} == {"EL", "CMIC"}
    assert all(row["citations"] for row in parsed.rows if row["list_code"] == "EL")
    without_country = [r for r in parsed.rows if r["addresses"] and not r["address_countries"]]
    assert ["Rabat" in str(row["addresses"]) for row in without_country] == [True]


def test_one_entry_a_list_in_the_layout_of_2025(recorded: Path) -> None:
    parsed = parse_file(LIST, recorded / "csl" / "moov_consolidated_2025.csv")
    assert {row["list_code"] for row in parsed.rows} == {
        *("ISN", "UVL", "MEU", "PLC", "SDN", "DTC", "DPL", "SSI", "FSE", "EL")
    }
    [denied] = by(parsed, "list_code", "DPL")
    assert denied["citations"] == ["67 FR 56530", "67 FR 10890", "71 FR 38843"]
    assert denied["end_on"] == dt.date(2056, 6, 29)


def test_recorded_payloads_through_archive_and_raw(recorded: Path, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    declared = spec(LIST)
    for path in sorted((recorded / "csl").glob("*.*")):
        meta = PayloadMeta(
            declared.source,
            declared.dataset,
            Origin.USER,
            dt.datetime(2030, 1, 1, tzinfo=dt.UTC),
            declared.source_spec.licence,
            declared.source_spec.redistribution,
        )
        archive.add(read_payload(path), meta)
    results = [
        write_raw(archive, entry, declared, parser_for(LIST), tmp_path / "raw")
        for entry in archive.entries()
    ]
    assert sum(result.rows for result in results) == 167 + 199 + 13 + 3 + 14_159
    assert sorted(result.outcome for result in results) == ["malformed", *["ok"] * 5]


def test_a_whole_list_parses_in_seconds(recorded: Path) -> None:
    """26,000 entries made from real ones; 2 s on an idle machine, with room for a busy one."""
    head = (recorded / "csl" / "csl_ai_chip_rows_2022-04.csv").read_text("utf-8")
    header, *lines = head.splitlines(keepends=True)
    copies = -(-26_000 // len(lines))
    body = "".join(line.replace("Co., Ltd.", f"Co. {i}") for i in range(copies) for line in lines)
    payload = (header + body).encode()
    started = time.process_time()
    parsed, _ = parse_to_table(payload, spec(LIST), parser_for(LIST))
    assert time.process_time() - started < 8
    assert parsed.row_count + len(parsed.rejects) >= 26_000


def test_declared_repairs_fit_the_recorded_list(recorded: Path) -> None:
    file = recorded / "csl" / "csl_ai_chip_rows_2022-04.csv"
    parsed = parse_file(LIST, file)
    assert (parsed.repair_count, parsed.outdated_repairs) == (3, ())
    names = {row["name"] for row in parsed.rows}
    assert {
        "Huawei Technologies Coöperatief U.A.",
        "Huawei do Brasil Telecomunicações Ltda",
        "Xi'an Huawei Technologies Co., Ltd., Xi'an, Shaanxi",
    } <= names
    mended = file.read_text("utf-8").replace("Xi?an Huawei", "Xi'an Huawei").encode()
    changed = parse_payload(spec(LIST), mended)
    assert changed.repair_count == 2
    assert ["Xi?an" in told for told in changed.outdated_repairs] == [True]


def test_what_is_told_of_a_snapshot_is_no_list(recorded: Path) -> None:
    file = recorded / "csl" / "csl_snapshot_2026-07-31_meta.json"
    assert refusal(LIST, read_payload(file)).outcome is Outcome.MALFORMED
