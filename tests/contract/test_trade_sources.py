"""Trade parsers on real files of the services, as recorded; skipped where they are absent."""

import datetime as dt
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.parsing.records import Outcome, PayloadError
from pipelines.raw.parse import parse_file, parse_payload
from pipelines.specs import spec

COMTRADE = "comtrade/flows"
TAIWAN = "taiwan_customs/exports"
CENSUS = "census/flows"


def test_an_answer_of_the_comtrade_api(recorded: Path) -> None:
    parsed = parse_file(COMTRADE, recorded / "comtrade" / "get_C_A_HS_CHN_2010.json")
    assert (parsed.row_count, parsed.rejects) == (4, ())
    first = parsed.rows[0]
    assert (first["reporter_iso3"], first["partner_iso3"], first["flow_code"]) == (
        "CHN",
        "ARG",
        "M",
    )
    assert first["primary_value_usd"] == Decimal(6_804_128_143)
    assert first["period_end_on"] == dt.date(2010, 12, 31)
    assert (first["quantity"], first["quantity_unit"]) == (None, None)


def test_a_download_of_the_comtrade_site(recorded: Path) -> None:
    parsed = parse_file(COMTRADE, recorded / "comtrade" / "comtradeplus_csv_annual_8542.csv")
    assert (parsed.row_count, parsed.rejects) == (32, ())
    assert {row["hs_code"] for row in parsed.rows} == {"8542"}
    assert "Côte d'Ivoire" in {row["reporter_name"] for row in parsed.rows}
    assert all(row["is_reported"] != row["is_aggregate"] for row in parsed.rows)


def test_a_listing_of_bulk_files_is_no_flow(recorded: Path) -> None:
    with pytest.raises(PayloadError) as caught:
        parse_file(COMTRADE, recorded / "comtrade" / "bulk_v1_get_listing.json")
    assert caught.value.outcome is Outcome.MALFORMED


def test_an_export_of_the_taiwan_portal(recorded: Path) -> None:
    path = recorded / "taiwan_customs" / "cuswebo_export_csv_8542_by_year.csv"
    parsed = parse_file(TAIWAN, path)
    assert (parsed.row_count, parsed.rejects) == (39, ())
    first = parsed.rows[0]
    assert first["hs_code"] == "85423100002"
    assert first["value_thousand_usd"] == Decimal("1194720.782440")
    assert first["period_start_on"] == dt.date(2013, 1, 1)
    assert Counter(str(row["period_text"]) for row in parsed.rows).keys() == {"102年", "103年"}
    assert {row["partner_name"] for row in parsed.rows} == {None}


def test_the_layout_and_errors_of_the_census_api(recorded: Path) -> None:
    path = recorded / "census" / "layout_and_errors_from_clients.json"
    shapes = json.loads(path.read_text("utf-8"))
    parsed = parse_payload(spec(CENSUS), json.dumps(shapes["body"]).encode())
    [row] = parsed.rows
    assert (row["flow"], row["country_code"], row["hs_code"]) == ("export", "5700", "854231")
    assert row["period_end_on"] == dt.date(2023, 3, 31)
    refused = {
        shapes["no_rows"]["body"]: Outcome.EMPTY,
        shapes["invalid_key"]["body"]: Outcome.UNAUTHORIZED,
    }
    for body, outcome in refused.items():
        with pytest.raises(PayloadError) as caught:
            parse_payload(spec(CENSUS), body.encode())
        assert caught.value.outcome is outcome
