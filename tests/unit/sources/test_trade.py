"""Trade sources: what each of them says no with, and how figures and periods are read."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.parsing.records import Outcome, Parsed, PayloadError
from pipelines.sources import parser_for
from pipelines.sources.customs_csv.flows import COLUMNS
from pipelines.specs import spec

COMTRADE, TAIWAN, CENSUS = "comtrade/flows", "taiwan_customs/exports", "census/flows"
FRED, OWN = "fred/series", "customs_csv/flows"
TAIWAN_HEADER = "進出口別,日期,貨品號列,美元(千元)\n"


def parse(name: str, payload: str | bytes) -> Parsed:
    as_bytes = payload.encode() if isinstance(payload, str) else payload
    return parser_for(name)(as_bytes, spec(name))


def flow(**members: object) -> dict[str, object]:
    return {
        "typeCode": "C",
        "freqCode": "A",
        "classificationCode": "H6",
        "period": "2030",
        "reporterCode": 156,
        "flowCode": "M",
        "partnerCode": 0,
        "cmdCode": "8542",
        "primaryValue": 5,
        **members,
    }


def answer(*flows: dict[str, object]) -> str:
    return json.dumps({"elapsedTime": "0", "count": len(flows), "data": flows, "error": ""})


@pytest.mark.parametrize(
    ("name", "payload", "outcome"),
    [
        (COMTRADE, answer(), Outcome.EMPTY),
        (COMTRADE, "Rate limit is exceeded. Try again in 2 seconds.", Outcome.THROTTLED),
        (
            COMTRADE,
            '{"statusCode": 429, "message": "Rate limit is exceeded. Try again in 2 seconds."}',
            Outcome.THROTTLED,
        ),
        (
            COMTRADE,
            '{"statusCode": 401, "message": "Access denied due to invalid subscription key."}',
            Outcome.UNAUTHORIZED,
        ),
        (
            COMTRADE,
            '{"elapsedTime": "0", "count": 0, "data": [], "error": "period is not valid"}',
            Outcome.REJECTED_QUERY,
        ),
        (COMTRADE, '{"data": [{"fileUrl": "a", "reporterCode": 32}]}', Outcome.MALFORMED),
        (COMTRADE, '{"data": 5}', Outcome.MALFORMED),
        (COMTRADE, "typeCode,freqCode\nC,A\n", Outcome.MALFORMED),
        (TAIWAN, "", Outcome.EMPTY),
        (TAIWAN, TAIWAN_HEADER, Outcome.EMPTY),
        (TAIWAN, TAIWAN_HEADER + "出口,102年,85", Outcome.MALFORMED),
        (TAIWAN, TAIWAN_HEADER.encode("big5"), Outcome.MALFORMED),
        (TAIWAN, "進出口別,日期,日期,貨品號列,美元(千元)\n", Outcome.MALFORMED),
        (TAIWAN, "<html><title>系統維護</title></html>", Outcome.MALFORMED),
        (CENSUS, "", Outcome.EMPTY),
        (CENSUS, "<html><title>Missing Key</title></html>", Outcome.UNAUTHORIZED),
        (CENSUS, "<html>Invalid Key</html>", Outcome.UNAUTHORIZED),
        (CENSUS, "error: unknown variable 'ALL_VAL'", Outcome.REJECTED_QUERY),
        (CENSUS, '[["CTY_CODE","ALL_VAL_MO","time","E_COMMODITY"]]', Outcome.EMPTY),
        (
            CENSUS,
            '[["CTY_CODE","time","E_COMMODITY"],["5700","2030-01","8542"]]',
            Outcome.MALFORMED,
        ),
        (CENSUS, "[5]", Outcome.MALFORMED),
        (CENSUS, "{}", Outcome.MALFORMED),
        (FRED, "<!DOCTYPE html><title>Error | FRED</title>", Outcome.NOT_FOUND),
        (FRED, "<html><title>404 Not Found</title>", Outcome.NOT_FOUND),
        (FRED, "observation_date,DEXCHUS\n", Outcome.EMPTY),
        (FRED, "observation_date\n2030-01-01\n", Outcome.MALFORMED),
        (FRED, "Date,Open,High\n2030-01-01,1,2\n", Outcome.MALFORMED),
        (FRED, "DATE,close price\n2030-01-01,1\n", Outcome.MALFORMED),
        (OWN, "reporter,partner\nCN,XW\n", Outcome.MALFORMED),
        (OWN, ",".join(COLUMNS) + "\n", Outcome.EMPTY),
    ],
)
def test_what_is_no_data(name: str, payload: str | bytes, outcome: Outcome) -> None:
    with pytest.raises(PayloadError) as caught:
        parse(name, payload)
    assert caught.value.outcome is outcome
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"cmdCode": None}, "missing_cmdCode"),
        ({"reporterCode": "China"}, "bad_code"),
        ({"cmdCode": "85-42"}, "bad_code"),
        ({"period": "203013"}, "bad_period"),
        ({"period": 2030.5}, "bad_type"),
        ({"primaryValue": None}, ""),
        ({"primaryValue": True}, "bad_number"),
        ({"primaryValue": 1e30}, "bad_number"),
        ({"primaryValue": -5}, "negative_value"),
        ({"isReported": "perhaps"}, "bad_type"),
    ],
)
def test_a_bad_member_rejects_its_flow_only(members: dict[str, object], reason: str) -> None:
    parsed = parse(COMTRADE, answer(flow(**members), flow(cmdCode="8541")))
    assert parsed.rows[-1]["hs_code"] == "8541"
    found = [(r.row_number, r.reason) for r in parsed.rejects]
    assert found == ([(1, reason)] if reason else [])


def test_an_annual_period_with_month_52_is_the_year() -> None:
    [row] = parse(COMTRADE, answer(flow(refMonth=52))).rows
    assert (row["period_start_on"], row["period_end_on"]) == (
        dt.date(2030, 1, 1),
        dt.date(2030, 12, 31),
    )


def test_totals_and_their_parts_are_different_flows() -> None:
    parsed = parse(COMTRADE, answer(flow(), flow(motCode=2000), flow(partner2Code=344), flow()))
    assert [(r["transport_code"], r["partner2_code"]) for r in parsed.rows] == [
        (0, 0),
        (2000, 0),
        (0, 344),
    ]
    assert [r.reason for r in parsed.rejects] == ["duplicate"]


@given(st.integers(1, 200), st.integers(1, 12), st.integers(0, 11))
def test_periods_of_the_republic_of_china(year: int, first: int, more: int) -> None:
    last = min(first + more, 12)
    text = f"{year}年{first}月" if last == first else f"{year}年{first}-{last}月"
    payload = f"{TAIWAN_HEADER}出口,{text},8542,1\n"
    parsed = parse(TAIWAN, payload)
    if year < 10:
        assert [r.reason for r in parsed.rejects] == ["bad_period"]
        return
    [row] = parsed.rows
    assert row["period_start_on"] == dt.date(1911 + year, first, 1)
    end_on = row["period_end_on"]
    assert isinstance(end_on, dt.date)
    assert (end_on.year, end_on.month) == (1911 + year, last)
    assert (end_on + dt.timedelta(days=1)).day == 1


@given(st.decimals("0", "99999999999", places=5))
def test_values_in_thousand_dollars_are_exact(value: Decimal) -> None:
    [row] = parse(TAIWAN, f"{TAIWAN_HEADER}復出口,119年,854231,{value:f}\n").rows
    assert row["value_thousand_usd"] == value
    assert (row["flow"], row["includes_re_trade"]) == ("re_export", False)


@given(st.dates(dt.date(1971, 1, 1), dt.date(2100, 1, 1)), st.decimals("0.0001", "9999", places=4))
def test_a_rate_is_read_as_written(day: dt.date, rate: Decimal) -> None:
    parsed = parse(FRED, f"observation_date,DEXCHUS\n{day},{rate:f}\n")
    assert [(r["observation_on"], r["value"]) for r in parsed.rows] == [(day, rate)]


@pytest.mark.parametrize("missing", ["", ".", " . "])
def test_a_day_without_rate_is_kept_without_value(missing: str) -> None:
    parsed = parse(FRED, f"DATE,DEXCHUS,DEXTAUS\n2030-01-01,{missing},31.5\n")
    assert [row["value"] for row in parsed.rows] == [None, Decimal("31.5")]
    assert list(parsed.row_numbers) == [1, 2]


def test_a_month_of_the_census_below_zero_is_one_reject() -> None:
    header = ["CTY_CODE", "ALL_VAL_MO", "time", "E_COMMODITY"]
    cells = [["5700", "-12", "2030-02", "8542"], ["5700", "12", "2030-03", "8542"]]
    parsed = parse(CENSUS, json.dumps([header, *cells]))
    assert [reject.reason for reject in parsed.rejects] == ["negative_value"]
    assert parsed.row_count == 1


def test_the_columns_of_a_census_answer_may_stand_twice() -> None:
    header = ["CTY_CODE", "GEN_VAL_MO", "time", "I_COMMODITY", "CTY_CODE"]
    [row] = parse(CENSUS, json.dumps([header, ["5700", "12", "2030-02", "8542", "5700"]])).rows
    assert (row["flow"], row["value_variable"], row["value_usd"]) == (
        "import",
        "GEN_VAL_MO",
        Decimal(12),
    )


@pytest.mark.parametrize(
    ("period", "start_on", "end_on"),
    [
        ("2030", dt.date(2030, 1, 1), dt.date(2030, 12, 31)),
        ("2032-02", dt.date(2032, 2, 1), dt.date(2032, 2, 29)),
        ("2030Q4", dt.date(2030, 10, 1), dt.date(2030, 12, 31)),
        ("2030-11/2031-02", dt.date(2030, 11, 1), dt.date(2031, 2, 28)),
    ],
)
def test_periods_of_a_users_file(period: str, start_on: dt.date, end_on: dt.date) -> None:
    line = f"CN,XW,,8542,{period},import,5,USD,,,CIF,origin,a page"
    [row] = parse(OWN, f"{','.join(COLUMNS)}\n{line}\n").rows
    assert (row["period_start_on"], row["period_end_on"]) == (start_on, end_on)
