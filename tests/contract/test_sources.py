"""Parsers on real answers of the sources, as recorded; skipped where the recordings are absent."""

import datetime as dt
import gzip
import json
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.archive.store import Archive, Origin, PayloadMeta
from pipelines.parsing.records import Outcome, Parsed, PayloadError
from pipelines.raw.parse import parse_file, parse_payload, parse_to_table, read_payload
from pipelines.raw.write import write_raw
from pipelines.sources import parser_for
from pipelines.specs import load_specs, spec

FR = "federal_register/documents"
BARS = "yahoo_chart/bars"
FACTS = "sec/company_facts"
LIST = "csl/entries"
FULL_FACTS = "sec/companyfacts_CIK0001045810_full.json.gz"


def refusal(name: str, payload: bytes) -> PayloadError:
    with pytest.raises(PayloadError) as caught:
        parse_payload(spec(name), payload)
    return caught.value


def by(parsed: Parsed, column: str, value: object) -> list[dict[str, object]]:
    return [row for row in parsed.rows if row[column] == value]


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


@pytest.mark.parametrize(
    ("name", "file", "rows", "rejects"),
    [
        (FR, "federal_register/fr_toolbelt_bis_docs_allfields.json", 4, []),
        (FR, "federal_register/swift_search-newest-page-one.json", 2, []),
        (FR, "federal_register/swift_search-newest-page-two.json", 2, []),
        (FR, "federal_register/swift_regulatory-document.json", 1, []),
        (FR, "federal_register/swift_batch-missing-duplicate.json", 1, ["document_not_found"]),
        (
            FR,
            "federal_register/fr_2026-00789_metadata_fields_2026-09-18.json",
            0,
            ["missing_title"],
        ),
        (BARS, "yahoo/v8_chart_NVDA_5d_2024-01-22_presplit.json", 5, []),
        (FACTS, "sec/companyfacts_CIK0001045810_trimmed.json", 852, []),
        (FACTS, FULL_FACTS, 26_903, []),
        (LIST, "csl/csl_ai_chip_rows_2022-04.csv", 167, []),
        (LIST, "csl/moov_consolidated_2022-04_head200lines.csv", 199, []),
        (LIST, "csl/moov_consolidated_2025.csv", 13, []),
        (LIST, "csl/csl_json_records_real_2026-09-25.json", 3, []),
    ],
)
def test_every_recorded_answer_gives_its_rows(
    recorded: Path, name: str, file: str, rows: int, rejects: list[str]
) -> None:
    parsed = parse_file(name, recorded / file)
    assert parsed.row_count == rows
    assert [r.reason for r in parsed.rejects] == rejects


@pytest.mark.parametrize(
    ("name", "file", "outcome"),
    [
        (FR, "federal_register/swift_search-terminal_zero.json", Outcome.EMPTY),
        (FR, "federal_register/swift_error400_fields-unknown.json", Outcome.REJECTED_QUERY),
        (FR, "federal_register/swift_error400_invalid-cursor.json", Outcome.REJECTED_QUERY),
        (FR, "federal_register/fr_bis_title_abstract_2026-09-25_excerpt.json", Outcome.MALFORMED),
        (FACTS, "sec/undeclared_automated_tool.html", Outcome.UNAUTHORIZED),
        (FACTS, "sec/submissions_trimmed.json", Outcome.MALFORMED),
        (FACTS, "sec/company_tickers_trimmed.json", Outcome.MALFORMED),
        (LIST, "csl/csl_snapshot_2026-07-31_meta.json", Outcome.MALFORMED),
        (BARS, "stooq/nvda_us_d_head_tail.csv", Outcome.MALFORMED),
        (LIST, "ofac/moov_sdn_head400.csv", Outcome.MALFORMED),
    ],
)
def test_every_recorded_refusal_is_classified(
    recorded: Path, name: str, file: str, outcome: Outcome
) -> None:
    error = refusal(name, read_payload(recorded / file))
    assert error.outcome is outcome
    assert str(error).startswith(f"{outcome.value}: ")
    assert "\n" not in str(error)


@pytest.mark.parametrize("name", sorted(load_specs()))
def test_no_parser_takes_another_source_for_its_own(recorded: Path, name: str) -> None:
    source = spec(name).source
    feeds = ("rss", "google_news")
    named = {"yahoo_chart": ("yahoo",), "alpha_vantage": ("alphavantage",)}
    own = feeds if source in feeds else named.get(source, (source,))
    filings = recorded.glob("sec/filings/*")
    for path in sorted([*recorded.glob("*/*.*"), *(f for f in filings if source != "sec")]):
        if path.parent.name in own:
            continue
        with pytest.raises(PayloadError):
            parse_file(name, path)


def test_yahoo_errors_as_reported(recorded: Path) -> None:
    shapes = json.loads((recorded / "yahoo" / "error_shapes_from_issues.json").read_text())
    throttled = (shapes["rate_limited"], shapes["edge_rate_limited"], shapes["bad_crumb_200"])
    for shape in throttled:
        assert refusal(BARS, shape["body"].encode()).outcome is Outcome.THROTTLED
    missing = refusal(BARS, json.dumps(shapes["no_data"]["body"]).encode())
    assert missing.outcome is Outcome.NOT_FOUND
    assert "may be delisted" in missing.message


def test_an_unknown_company_is_not_found(recorded: Path) -> None:
    cassette = yaml.safe_load((recorded / "sec" / "http_404_submissions.yaml").read_text())
    body: Any = cassette["interactions"][0]["response"]["body"]["string"]
    assert refusal(FACTS, body.encode()).outcome is Outcome.NOT_FOUND


@pytest.mark.parametrize(
    ("name", "file"),
    [
        (FR, "federal_register/swift_search-newest-page-one.json"),
        (BARS, "yahoo/v8_chart_NVDA_5d_2024-01-22_presplit.json"),
        (FACTS, "sec/companyfacts_CIK0001045810_trimmed.json"),
    ],
)
def test_json_cut_off_anywhere_is_malformed(recorded: Path, name: str, file: str) -> None:
    payload = (recorded / file).read_bytes()
    for share in (0.1, 0.5, 0.9, 0.99):
        assert refusal(name, payload[: int(len(payload) * share)]).outcome is Outcome.MALFORMED


def test_a_bis_notice_as_the_federal_register_describes_it(recorded: Path) -> None:
    parsed = parse_file(FR, recorded / "federal_register" / "fr_toolbelt_bis_docs_allfields.json")
    [notice] = by(parsed, "document_number", "2024-00190")
    assert notice["publication_date"] == dt.date(2024, 1, 9)
    assert (notice["citation"], notice["volume"]) == ("89 FR 1064", 89)
    assert (notice["start_page"], notice["end_page"]) == (1064, 1065)
    assert notice["agency_slugs"] == ["commerce-department", "industry-and-security-bureau"]
    assert notice["docket_ids"] == ["Docket No. 231222-9999"]
    assert notice["effective_on"] is None
    rule = parse_file(FR, recorded / "federal_register" / "swift_regulatory-document.json").rows[0]
    assert rule["effective_on"] == dt.date(2025, 1, 30)
    assert rule["cfr_references"] == ["40 CFR 52"]


def test_nvidia_bars_before_the_split(recorded: Path) -> None:
    parsed = parse_file(BARS, recorded / "yahoo" / "v8_chart_NVDA_5d_2024-01-22_presplit.json")
    last = parsed.rows[-1]
    assert last["session_on"] == dt.date(2024, 1, 22)
    assert (last["close"], last["open"]) == (Decimal("596.54"), Decimal("600.49"))
    assert (last["high"], last["low"]) == (Decimal("603.31"), Decimal("590.7"))
    assert (last["volume"], last["exchange_timezone"]) == (45_213_100, "America/New_York")


def test_the_last_nvidia_bar_is_refused_while_its_session_runs(recorded: Path) -> None:
    path = recorded / "yahoo" / "v8_chart_NVDA_5d_2024-01-22_presplit.json"
    answer = json.loads(path.read_text())
    meta = answer["chart"]["result"][0]["meta"]
    meta["regularMarketTime"] = 1705933800 + 3600
    meta["currentTradingPeriod"]["regular"] = {"start": 1705933800, "end": 1705957200}
    parsed = parse_payload(spec(BARS), json.dumps(answer).encode())
    assert parsed.row_count == 4
    assert [(r.row_number, r.reason) for r in parsed.rejects] == [(5, "session_open")]


def test_nvidia_revenue_as_reported(recorded: Path) -> None:
    parsed = parse_file(FACTS, recorded / FULL_FACTS)
    quarter = [
        row
        for row in by(parsed, "tag", "Revenues")
        if (row["period_start"], row["period_end"]) == (dt.date(2024, 4, 29), dt.date(2024, 7, 28))
    ]
    assert {row["value"] for row in quarter} == {Decimal(30_040_000_000)}
    assert {row["unit"] for row in quarter} == {"USD"}
    assert {row["taxonomy"] for row in parsed.rows} == {
        "us-gaap",
        "dei",
        "ecd",
        "invest",
        "srt",
        "ffd",
    }


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


def test_all_facts_of_a_company_parse_in_a_second(recorded: Path) -> None:
    payload = read_payload(recorded / FULL_FACTS)
    started = time.process_time()
    parse_to_table(payload, spec(FACTS), parser_for(FACTS))
    assert time.process_time() - started < 4


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
