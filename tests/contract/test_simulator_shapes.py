"""The simulator answers in the shapes that the services were recorded in.

Every member the simulator serves stands in a recorded payload with the same type, so that parsers
are never tested against a shape nobody serves.
"""

import csv
import gzip
import io
import json
import re
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from tests.simulator.service import Asked, Reply
from tests.simulator.sources import SERVICES
from tests.simulator.sources.ofac import FOLDER, SIGNED
from tests.simulator.world import World

LONE_BACKSLASH = re.compile(r'\\(?!["\\/bfnrtu])')
Shape = dict[str, set[str]]


def shape(value: object, place: str = "", found: Shape | None = None) -> Shape:
    """By path, the types that stand there; list positions and numeric names are one path."""
    found = defaultdict(set) if found is None else found
    if isinstance(value, dict):
        for name, member in value.items():
            shape(member, f"{place}.{'#' if name.isdigit() else name}", found)
    elif isinstance(value, list):
        for member in value:
            shape(member, f"{place}[]", found)
    else:
        kind = type(value).__name__
        found[place].add("number" if kind in {"int", "float"} else kind)
    return found


def assert_within(served: Shape, known: Shape, optional: frozenset[str] = frozenset()) -> None:
    for place, kinds in served.items():
        if place in optional:
            continue
        assert place in known, f"{place} was never recorded"
        odd = kinds - known[place] - {"NoneType"}
        assert not odd or known[place] == {"NoneType"}, f"{place}: {odd}, not {known[place]}"


def ask(source: str, path: str, **query: str) -> Reply:
    agent = {"user-agent": "Mozilla/5.0 (compatible; a simulated person) a@b.org"}
    asked = Asked(path, {k: [v] for k, v in query.items()}, agent)
    return SERVICES[source].answer(World(), asked)


def read(path: Path) -> object:
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return json.loads(LONE_BACKSLASH.sub(r"\\\\", content.decode("utf-8")), strict=False)


FR_QUERY = {
    "conditions[agencies][]": "industry-and-security-bureau",
    "conditions[publication_date][gte]": "2026-01-05",
    "conditions[publication_date][lte]": "2026-01-31",
}


def test_federal_register(recorded: Path) -> None:
    folder = recorded / "federal_register"
    served = json.loads(ask("federal_register", "/", **FR_QUERY).body)
    documents = served.pop("results")
    envelope = read(folder / "swift_search-newest-page-one.json")
    assert isinstance(envelope, dict)
    envelope.pop("results")
    assert_within(shape(served), shape(envelope))
    known = shape(read(folder / "fr_toolbelt_bis_docs_allfields.json"))
    for file in ("swift_batch-missing-duplicate.json", "swift_regulatory-document.json"):
        more = read(folder / file)
        results = more.get("results", [more]) if isinstance(more, dict) else []
        shape([r for r in results if r], "", known)
    never_filled = frozenset({"[].regulation_id_numbers[]"})  # always an empty list there
    assert_within(shape(documents), known, never_filled)


def test_federal_register_nothing_found(recorded: Path) -> None:
    zero = read(recorded / "federal_register" / "swift_search-terminal_zero.json")
    far = {**FR_QUERY, "conditions[publication_date][gte]": "2027-01-01"}
    served = json.loads(
        ask(
            "federal_register", "/", **{**far, "conditions[publication_date][lte]": "2027-02-01"}
        ).body
    )
    assert isinstance(zero, dict)
    assert set(served) == set(zero)


def test_csl(recorded: Path) -> None:
    text = (recorded / "csl" / "moov_consolidated_2025.csv").read_text("utf-8-sig")
    header = next(csv.reader(io.StringIO(text)))
    served = next(csv.reader(io.StringIO(ask("csl", "/").body.decode())))
    assert served == header


def test_csl_as_json(recorded: Path) -> None:
    known = shape(read(recorded / "csl" / "csl_json_records_real_2026-09-25.json"))
    served = json.loads(ask("csl", "/v1/consolidated.json").body)["results"]
    assert_within(shape(served), known)


def test_yahoo_chart(recorded: Path) -> None:
    known = shape(read(recorded / "yahoo" / "v8_chart_NVDA_5d_2024-01-22_presplit.json"))
    period = {"period1": "1767000000", "period2": "1800000000"}
    served = shape(json.loads(ask("yahoo_chart", "/v8/finance/chart/NVDA", **period).body))
    assert_within(served, known, frozenset({".chart.result[].meta.longName"}))


def test_yahoo_chart_unknown_symbol(recorded: Path) -> None:
    shapes = read(recorded / "yahoo" / "error_shapes_from_issues.json")
    assert isinstance(shapes, dict)
    period = {"period1": "1767000000", "period2": "1800000000"}
    reply = ask("yahoo_chart", "/v8/finance/chart/NONE", **period)
    assert reply.status == shapes["no_data"]["status"]
    assert json.loads(reply.body) == shapes["no_data"]["body"]


def test_sec(recorded: Path) -> None:
    recorded_facts = read(recorded / "sec" / "companyfacts_CIK0001045810_full.json.gz")
    assert isinstance(recorded_facts, dict)
    tag = recorded_facts["facts"]["us-gaap"]["NetIncomeLoss"]
    served = json.loads(ask("sec", "/api/xbrl/companyfacts/CIK0001045810.json").body)
    assert set(served) == set(recorded_facts)
    ours = served["facts"]["us-gaap"]["Revenues"]
    assert_within(shape(ours), shape(tag))


def test_sec_without_a_contact(recorded: Path) -> None:
    page = (recorded / "sec" / "undeclared_automated_tool.html").read_text("utf-8", "replace")
    reply = SERVICES["sec"].answer(World(), Asked("/CIK0001045810.json", {}, {}))
    assert reply.status == 403
    assert "Undeclared Automated Tool" in page
    assert b"Undeclared Automated Tool" in reply.body


def test_gdelt_doc(recorded: Path) -> None:
    known = shape(read(recorded / "gdelt_doc" / "artlist_oil_2023_raw.json"))
    window = {"startdatetime": "20260105000000", "enddatetime": "20260112000000"}
    reply = ask("gdelt_doc", "/", query="x", maxrecords="250", **window)
    with pytest.raises(ValueError, match="escape"):
        json.loads(reply.body)
    text = LONE_BACKSLASH.sub(r"\\\\", reply.body.decode())
    served = shape(json.loads(text))
    assert_within(served, known)
    assert set(served) == set(known)


def test_rss(recorded: Path) -> None:
    text = (recorded / "rss" / "guardian_rss.xml").read_text("utf-8")
    for name in re.findall(r"<(\w+)[ >]", ask("rss", "/").body.decode()):
        assert f"<{name}" in text, f"<{name}> was never recorded"


def test_comtrade(recorded: Path) -> None:
    known = shape(read(recorded / "comtrade" / "get_C_A_HS_CHN_2010.json"))
    query = {"reporterCode": "842", "partnerCode": "156", "period": "202510", "cmdCode": "854231"}
    reply = ask("comtrade", "/public/v1/preview/C/M/HS", flowCode="M", **query)
    assert_within(shape(json.loads(reply.body)), known)


def test_census(recorded: Path) -> None:
    layout = read(recorded / "census" / "layout_and_errors_from_clients.json")
    assert isinstance(layout, dict)
    query = {"key": "x", "E_COMMODITY": "854231", "COMM_LVL": "HS6"}
    served = json.loads(ask("census", "/data/timeseries/intltrade/exports/hs", **query).body)
    assert shape(served) == shape(layout["body"])
    assert set(served[0]) - set(layout["body"][0]) == {"SUMMARY_LVL"}
    long_ago = Asked("/data/timeseries/intltrade/exports/hs", {"key": ["x"]}, {})
    past = World(datetime(2025, 1, 2, tzinfo=UTC))
    query_of_past = {**long_ago.query, "E_COMMODITY": ["854231"]}
    nothing = SERVICES["census"].answer(past, Asked(long_ago.path, query_of_past, {}))
    assert (nothing.status, nothing.body) == (layout["no_rows"]["status"], b"")


def test_ofac(recorded: Path) -> None:
    """Served as recorded: twelve cells without a header, `-0- ` for nothing, the same quoting."""
    for served, file in (
        ("SDN", "moov_sdn_head400.csv"),
        ("CONS_PRIM", "moov_cons_prim_CMIC_rows.csv"),
    ):
        known = (recorded / "ofac" / file).read_text("utf-8").splitlines()
        lines = ask("ofac", f"/{FOLDER}/{served}.CSV", **SIGNED).body.decode().splitlines()
        assert len(next(csv.reader([lines[0]]))) == len(next(csv.reader([known[0]]))) == 12
        quoted = re.compile(r'\d+,"[^"]+",-0- ,"[^"]+",(-0- ,){7}(-0- |".*")')
        assert quoted.fullmatch(lines[0])
        assert any(quoted.fullmatch(line) for line in known)


def test_sec_lists_of_filings(recorded: Path) -> None:
    known = read(recorded / "sec" / "submissions_trimmed.json")
    served = json.loads(ask("sec", "/submissions/CIK0001045810.json").body)
    assert_within(shape(served), shape(known))
    page = json.loads(ask("sec", "/submissions/CIK0001045810-submissions-001.json").body)
    assert isinstance(known, dict)
    assert_within(shape(page), shape(known["filings"]["recent"]))


def test_sec_filings(recorded: Path) -> None:
    """Elements and attributes of the figures are those of a recorded filing."""
    packed = (recorded / "sec" / "filings" / "nvda_10q_q2_fy2026.htm.gz").read_bytes()
    known = gzip.decompress(packed).decode()
    listed = json.loads(ask("sec", "/submissions/CIK0001045810.json").body)["filings"]["recent"]
    folder = listed["accessionNumber"][0].replace("-", "")
    path = f"/Archives/edgar/data/1045810/{folder}/{listed['primaryDocument'][0]}"
    served = ask("sec", path).body.decode()
    for name in set(re.findall(r"<((?:ix|xbrli|xbrldi):\w+)[ >]", served)):
        assert f"<{name}" in known, f"<{name}> was never recorded"
    for tag in re.findall(r"<ix:nonFraction [^>]+>", served):
        for attribute in re.findall(r" (\w+)=", tag):
            assert re.search(rf"<ix:nonFraction [^>]*{attribute}=", known), attribute


def test_tiingo(recorded: Path) -> None:
    cassette = yaml.safe_load((recorded / "tiingo" / "ticker_price_with_date.yaml").read_text())
    known = json.loads(cassette["interactions"][0]["response"]["body"]["string"])
    query = {"token": "x", "startDate": "2026-01-05"}
    served = shape(json.loads(ask("tiingo", "/tiingo/daily/NVDA/prices", **query).body))
    assert served == shape(known)


@pytest.mark.parametrize(
    ("source", "file", "query"),
    [
        ("alpha_vantage", "alphavantage/TIME_SERIES_DAILY_SMH_compact.csv", {"symbol": "NVDA"}),
        ("stooq", "stooq/nvda_us_d_head_tail.csv", {"s": "nvda.us", "d1": "20260105"}),
    ],
)
def test_prices_as_csv(recorded: Path, source: str, file: str, query: dict[str, str]) -> None:
    served = ask(source, "/", apikey="x", **query).body.decode().splitlines()
    assert served[0] == (recorded / file).read_text("utf-8-sig").splitlines()[0]


def test_what_stooq_and_alpha_vantage_say_instead(recorded: Path) -> None:
    stooq = read(recorded / "stooq" / "error_shapes_from_issues.json")
    assert isinstance(stooq, dict)
    nothing = ask("stooq", "/", apikey="x", s="none", d1="20260105")
    assert nothing.body.decode() == stooq["no_data"]
    assert b"get_apikey" in ask("stooq", "/", s="nvda.us", d1="20260105").body
    known = read(recorded / "alphavantage" / "error_shapes_from_issues.json")
    assert isinstance(known, dict)
    served = json.loads(ask("alpha_vantage", "/query", apikey="x", symbol="NONE").body)
    assert set(served) == set(known["bad_call"])


def test_opensanctions(recorded: Path) -> None:
    file = recorded / "opensanctions" / "yente_t1_entities.ftm_head5.json"
    known = shape([json.loads(line) for line in file.read_text("utf-8").splitlines() if line])
    body = ask("opensanctions", "/datasets/latest/us_trade_csl/entities.ftm.json").body
    assert_within(shape([json.loads(line) for line in body.splitlines()]), known)


def test_google_news(recorded: Path) -> None:
    file = recorded / "google_news" / "google_news_search_brent_en-GB_20260805.xml"
    text = file.read_text("utf-8")
    for name in re.findall(r"<(\w+)[ >]", ask("google_news", "/rss/search").body.decode()):
        assert f"<{name}" in text, f"<{name}> was never recorded"
