"""GDELT's article lists, as recorded: what the parser reads, and what the simulator imitates."""

import csv
import datetime as dt
import json
from collections import Counter
from pathlib import Path

import pytest

from pipelines.parsing.news_items import detokenise
from pipelines.parsing.records import Outcome, PayloadError
from pipelines.raw.parse import parse_file, parse_payload
from pipelines.specs import spec
from tests.contract.shapes import LONE_BACKSLASH, ask, assert_within, read, shape

LISTS = "gdelt_doc/articles"
ERRORS = {
    "Please limit requests": Outcome.THROTTLED,
    "One or more of your keywords": Outcome.REJECTED_QUERY,
    "Queries containing OR'd terms": Outcome.REJECTED_QUERY,
    "Boolean OR's": Outcome.REJECTED_QUERY,
    "One or more of your parenthetical": Outcome.REJECTED_QUERY,
    "Your query was too short": Outcome.REJECTED_QUERY,
    "{}": Outcome.EMPTY,
    "(empty body)": Outcome.EMPTY,
}


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


def test_a_recorded_article_list(recorded: Path) -> None:
    parsed = parse_file(LISTS, recorded / "gdelt_doc" / "artlist_oil_2023_raw.json")
    assert (parsed.row_count, parsed.rejects) == (250, ())
    rows = parsed.rows
    assert len({row["served_url"] for row in rows}) == 250
    assert len({row["url"] for row in rows}) == 248
    assert len({row["served_title"] for row in rows}) == 219
    assert [row["title"] for row in rows].count(None) == 2
    assert all(row["language"] and row["source_country"] for row in rows)
    assert Counter(row["language"] for row in rows)["zh"] == 22
    assert {row["seen_at"].minute for row in rows} <= {0, 15, 30, 45}  # type: ignore[attr-defined]
    assert {row["seen_on"].year for row in rows} == {2023}  # type: ignore[attr-defined]
    served = {row["served_title"]: row["title"] for row in rows}
    assert (
        served["Chevron Sending Two Oil Tankers To Venezuela Under U . S . Approval"]
        == "Chevron Sending Two Oil Tankers To Venezuela Under U.S. Approval"
    )
    assert served["EU Stopped 90 % Of Russian Oil Supplies - Maasikas"].startswith("EU Stopped 90%")  # type: ignore[attr-defined]
    first = rows[0]
    assert first["seen_at"] == dt.datetime(2023, 1, 3, 4, 45, tzinfo=dt.UTC)
    assert (first["domain"], first["language"], first["source_country"]) == (
        "money.kompas.com",
        "id",
        "ID",
    )


def test_recorded_titles_are_clean(recorded: Path) -> None:
    for row in parse_file(LISTS, recorded / "gdelt_doc" / "artlist_oil_2023_raw.json").rows:
        title = row["title"]
        if title is not None:
            assert detokenise(str(title)) == title
            assert " ," not in str(title)


def test_recorded_error_bodies(recorded: Path) -> None:
    with (recorded / "gdelt_doc" / "error_bodies.tsv").open(newline="") as stream:
        bodies = [row["body"] for row in csv.DictReader(stream, delimiter="\t", quoting=3)]
    assert len(bodies) == len(ERRORS)
    for body in bodies:
        [expected] = [outcome for start, outcome in ERRORS.items() if body.startswith(start)]
        payload = b"" if body == "(empty body)" else body.encode()
        with pytest.raises(PayloadError) as caught:
            parse_payload(spec(LISTS), payload)
        assert caught.value.outcome is expected
