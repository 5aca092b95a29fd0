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

from tests.simulator.services import SERVICES, Asked, Reply
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
    asked = Asked(path, {k: [v] for k, v in query.items()}, {"user-agent": "a@b.org"})
    return SERVICES[source](World(), asked)


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
    reply = SERVICES["sec"](World(), Asked("/CIK0001045810.json", {}, {}))
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
    nothing = SERVICES["census"](past, Asked(long_ago.path, query_of_past, {}))
    assert (nothing.status, nothing.body) == (layout["no_rows"]["status"], b"")
