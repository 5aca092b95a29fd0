"""UN Comtrade, as recorded: what the parser reads, and what the simulator imitates."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.parsing.records import Outcome, PayloadError
from pipelines.raw.parse import parse_file
from tests.contract.shapes import ask, assert_within, read, shape

COMTRADE = "comtrade/flows"


def test_comtrade(recorded: Path) -> None:
    known = shape(read(recorded / "comtrade" / "get_C_A_HS_CHN_2010.json"))
    query = {"reporterCode": "842", "partnerCode": "156", "period": "202510", "cmdCode": "854231"}
    reply = ask("comtrade", "/public/v1/preview/C/M/HS", flowCode="M", **query)
    assert_within(shape(json.loads(reply.body)), known)


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
