"""Figures that publishers really send wrong, through the whole job: what is published of them.

Composed here in the shapes of EDGAR, Comtrade, the chart service and a user's own files.
"""

import csv
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.releases.query import ask
from tests.conftest import chipwatch

CONTRACTS = "RevenueFromContractWithCustomerExcludingAssessedTax"
SPLIT_ON = date(2024, 3, 11)


def fact(start: str, end: str, value: int, form: str, filed: str) -> dict[str, Any]:
    accession = f"0000804328-{filed[2:4]}-{filed[5:7]}{filed[8:10]}00"
    return {
        "start": start,
        "end": end,
        "val": value,
        "accn": accession,
        "fy": 2024,
        "fp": "FY",
        "form": form,
        "filed": filed,
    }


def company(cik: int, **tags: list[dict[str, Any]]) -> bytes:
    facts = {tag: {"label": "", "units": {"USD": found}} for tag, found in tags.items()}
    return json.dumps({"cik": cik, "entityName": "X", "facts": {"us-gaap": facts}}).encode()


QUALCOMM = {
    CONTRACTS: [
        fact("2023-09-25", "2024-06-23", 28_000_000_000, "10-Q", "2024-07-31"),
        fact("2023-09-25", "2024-09-29", 38_000_000_000, "10-K", "2024-11-06"),
        fact("2023-09-25", "2024-09-29", 38_000_000, "DEF 14A", "2025-01-23"),
        fact("2024-03-25", "2024-06-23", 9_000_000, "10-Q/A", "2024-08-15"),
    ],
    "Revenues": [
        fact("2023-09-25", "2024-06-23", 4_000_000_000, "10-Q", "2024-07-31"),
        fact("2023-09-25", "2024-09-29", 5_000_000_000, "10-K", "2024-11-06"),
    ],
}


def month(edition: str, code: str, value: int, quantity: int) -> dict[str, Any]:
    return {
        "typeCode": "C",
        "freqCode": "M",
        "period": "202401",
        "reporterCode": 410,
        "reporterISO": "KOR",
        "flowCode": "X",
        "partnerCode": 156,
        "partnerISO": "CHN",
        "classificationCode": edition,
        "cmdCode": code,
        "qtyUnitAbbr": "u",
        "qty": quantity,
        "primaryValue": value,
    }


def flows(*records: dict[str, Any]) -> bytes:
    return json.dumps({"count": len(records), "data": records, "error": ""}).encode()


def sessions(first: date, count: int) -> list[date]:
    days = (first + timedelta(days=n) for n in range(count * 2))
    return [day for day in days if day.isoweekday() < 6][:count]


def unadjusted_chart() -> bytes:
    """Intel as if split 2:1, the bars before the split as traded, one of them on Good Friday."""
    days = sessions(date(2024, 2, 20), 40)
    closes = [30 + n % 3 for n in range(40)]
    served = [2.0 * c if d < SPLIT_ON else float(c) for d, c in zip(days, closes, strict=True)]
    times = [int(datetime(d.year, d.month, d.day, 15, tzinfo=UTC).timestamp()) for d in days]
    quote = dict.fromkeys(("open", "high", "low", "close"), served)
    at = times[days.index(SPLIT_ON)]
    result = {
        "meta": {
            "currency": "USD",
            "symbol": "INTC",
            "exchangeTimezoneName": "America/New_York",
            "regularMarketTime": times[-1] + 90_000,
            "currentTradingPeriod": {"regular": {"start": times[-1], "end": times[-1] + 23_400}},
        },
        "timestamp": times,
        "indicators": {"quote": [{**quote, "volume": [100] * 40}]},
        "events": {"splits": {str(at): {"date": at, "numerator": 2, "denominator": 1}}},
    }
    return json.dumps({"chart": {"result": [result], "error": None}}).encode()


def own_prices(path: Path, days: list[date], close: float) -> Path:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["symbol", "date", "close"])
        writer.writerows(["MRVL", day.isoformat(), close + n % 4] for n, day in enumerate(days))
    return path


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("figures")
    place = folder / "warehouse"
    days = sessions(date(2024, 5, 1), 30)
    files: list[tuple[str, Path, bytes | None, list[str]]] = [
        ("sec/company_facts", folder / "qcom.json", company(804328, **QUALCOMM), []),
        (
            "comtrade/flows",
            folder / "h5.json",
            flows(month("H5", "854231", 50, 7), month("H5", "854232", 70, 0)),
            [],
        ),
        ("comtrade/flows", folder / "h6.json", flows(month("H6", "854231", 51, 7)), []),
        ("yahoo_chart/bars", folder / "intc.json", unadjusted_chart(), []),
        ("price_csv/bars", own_prices(folder / "mrvl.csv", days, 70.0), None, []),
        ("price_csv/bars", own_prices(folder / "two.csv", days[-2:], 7.0), None, []),
        (
            "stooq/bars",
            folder / "stooq.csv",
            b"Date,Open,High,Low,Close,Volume\n2024-05-01,9,9.5,8.5,9.1,100.5\n",
            ["--parameter", "s=qcom.us"],
        ),
    ]
    for name, path, content, options in files:
        if content is not None:
            path.write_bytes(content)
        added = chipwatch("archive", "add", name, path, *options, "--warehouse", place)
        assert added.returncode == 0, added.stderr
    overlay = place / "overlay"
    overlay.mkdir(exist_ok=True)
    (overlay / "securities.csv").write_text(
        "security_id,symbol,security_name,mic,currency\n"
        "example-sz,000001.SZ,A share of Shenzhen,XSHE,CNY\n"
        "example-tw,3034.TW,A share of Taipei,XTAI,TWD\n"
    )
    result = chipwatch("run", "--warehouse", place)
    assert result.returncode == 0, result.stderr
    return place / "chipwatch.duckdb"


def test_the_total_leads_and_the_fourth_quarter_rests_on_it(live: Path) -> None:
    rows = ask(
        live,
        "select period_kind, cast(revenue_amount as bigint), basis from marts.fct_vendor_revenue"
        " where vendor_id = 'qualcomm' and geography = 'total' and is_preferred"
        " and source_kind = 'sec_company_facts' order by period_start_on, period_end_on",
    ).rows
    assert rows == [
        ("nine_months", 28_000_000_000, "reported"),
        ("year", 38_000_000_000, "reported"),
        ("quarter", 10_000_000_000, "derived"),
    ]


def test_what_does_not_fit_is_told(live: Path) -> None:
    rows = ask(live, "select source, reason from meta.rejects order by 1, 2").rows
    assert rows == [
        ("price_csv", "exchange_closed"),
        ("price_csv", "other_basis"),
        ("sec", "not_a_periodic_report"),
        ("sec", "scale_contradicts_history"),
        ("yahoo_chart", "exchange_closed"),
    ]


def test_a_month_in_two_editions_is_one_figure(live: Path) -> None:
    rows = ask(
        live,
        "select hs_code, hs_edition, cast(value_usd as integer), cast(quantity as integer)"
        " from marts.fct_trade_flows where is_latest_vintage order by 1",
    ).rows
    assert rows == [("854231", "HS2022", 51, 7), ("854232", "HS2017", 70, None)]
    total = ask(
        live, "select sum(value_usd) filter (where is_additive)::integer from marts.fct_trade_flows"
    ).rows
    assert total == [(121,)]


def test_a_split_is_no_return(live: Path) -> None:
    rows = ask(
        live,
        "select count(*), max(abs(return_pct)) < 10, bool_or(is_adjusted_here), max(split_ratio)"
        " from marts.fct_stock_daily where security_id = 'intc'",
    ).rows
    assert rows == [(39, True, True, Decimal(2))]


def test_two_rows_displace_no_series(live: Path) -> None:
    rows = ask(
        live,
        "select security_id, source, price_basis, count(*), min(close_split_adjusted) > 8"
        " from marts.fct_stock_daily where security_id in ('mrvl', 'qcom') group by all order by 1",
    ).rows
    assert rows == [
        ("mrvl", "price_csv", "split_adjusted", 29, True),
        ("qcom", "stooq", "dividend_adjusted", 1, True),
    ]


def test_shares_of_other_exchanges_may_be_added(live: Path) -> None:
    rows = ask(
        live,
        "select mic, exchange_name from marts.dim_security where is_user_data order by 1",
    ).rows
    assert rows == [("XSHE", "Shenzhen Stock Exchange"), ("XTAI", "Taiwan Stock Exchange")]
