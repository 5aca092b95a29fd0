"""The bundled sample archive: its form, its size, and that rules and listings fit together."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pipelines.archive.store import Archive, Entry, Origin
from pipelines.parsing.records import Parsed
from pipelines.raw.parse import parse_payload
from pipelines.sample.compose import COMPOSED_AT, SAMPLE_ARCHIVE, compose_all, main, write_archive
from pipelines.sample.documents import title_slug
from pipelines.sample.payloads import Composed, ComposeError
from pipelines.specs import spec

FACTS = Path(__file__).parents[4] / "shared" / "facts"
MEGABYTE = 1_000_000
LARGEST_ARCHIVE = 3 * MEGABYTE

# Pages on which one document ends and the next begins, as printed.
SHARED_PAGES = {(84, 43493), (87, 61971), (89, 96830)}
# First citations whose document is not in the sample; a new one needs a reason here.
UNRESOLVED_FIRST_CITATIONS: frozenset[str] = frozenset()


@pytest.fixture(scope="module")
def archive() -> Archive:
    return Archive(SAMPLE_ARCHIVE)


@pytest.fixture(scope="module")
def entries(archive: Archive) -> list[Entry]:
    return archive.entries()


@pytest.fixture(scope="module")
def parsed(archive: Archive, entries: list[Entry]) -> dict[str, list[Parsed]]:
    answers: dict[str, list[Parsed]] = {}
    for entry in entries:
        answer = parse_payload(spec(entry.name), archive.read(entry))
        answers.setdefault(entry.name, []).append(answer)
    return answers


def _rows(parsed: dict[str, list[Parsed]], name: str) -> list[dict[str, Any]]:
    return [row for answer in parsed[name] for row in answer.rows]


@pytest.fixture(scope="module")
def documents(parsed: dict[str, list[Parsed]]) -> list[dict[str, Any]]:
    return _rows(parsed, "federal_register/documents")


@pytest.fixture(scope="module")
def listings(parsed: dict[str, list[Parsed]]) -> list[dict[str, Any]]:
    return _rows(parsed, "csl/entries")


def _resolve(citation: str, documents: list[dict[str, Any]]) -> list[str]:
    volume, page = (int(part) for part in citation.split(" FR "))
    return [
        document["document_number"]
        for document in documents
        if document["volume"] == volume
        and document["start_page"] is not None
        and document["end_page"] is not None
        and document["start_page"] <= page <= document["end_page"]
    ]


def test_stays_small() -> None:
    size = sum(path.stat().st_size for path in SAMPLE_ARCHIVE.rglob("*") if path.is_file())
    assert 100_000 < size < LARGEST_ARCHIVE


def test_nothing_but_whole_payloads(archive: Archive, entries: list[Entry]) -> None:
    assert archive.problems() == []
    files = [path for path in SAMPLE_ARCHIVE.rglob("*") if path.is_file()]
    assert len(files) == 2 * len(entries)


def test_every_sidecar_matches_its_payload_and_says_sample() -> None:
    sidecars = sorted(SAMPLE_ARCHIVE.rglob("*.json"))
    assert sidecars
    for path in sidecars:
        sidecar = json.loads(path.read_text(encoding="utf-8"))
        payload = gzip.decompress(path.with_suffix(".gz").read_bytes())
        assert hashlib.sha256(payload).hexdigest() == sidecar["sha256"] == path.stem
        assert len(payload) == sidecar["bytes"]
        assert sidecar["origin"] == Origin.SAMPLE.value
        assert sidecar["composed_at"] == COMPOSED_AT.strftime("%Y-%m-%dT%H:%M:%SZ")
        assert not {"fetched_at", "added_at"} & sidecar.keys()
        assert sidecar["status"] == 200
        assert sidecar["url"].startswith("https://")
        assert sidecar["note"].startswith("Composed, never served by ")


def test_payloads_are_packed_without_a_time() -> None:
    for path in SAMPLE_ARCHIVE.rglob("*.gz"):
        assert path.read_bytes()[4:8] == bytes(4)


def test_rejects_are_the_planned_ones(parsed: dict[str, list[Parsed]]) -> None:
    reasons = Counter(
        (name, reject.reason)
        for name, answers in parsed.items()
        for answer in answers
        for reject in answer.rejects
    )
    assert reasons == {
        ("yahoo_chart/bars", "null_close"): 525 + 525 + 455,
        ("csl/entries", "address_as_name"): 1,
        ("csl/entries", "duplicate"): 1,
        ("rss/items", "duplicate"): 1,
    }


def test_enough_documents_and_securities(
    parsed: dict[str, list[Parsed]], documents: list[dict[str, Any]]
) -> None:
    assert len(documents) >= 75
    numbers = [document["document_number"] for document in documents]
    assert len(set(numbers)) == len(numbers)
    symbols = {answer.rows[0]["symbol"] for answer in parsed["yahoo_chart/bars"]}
    assert len(symbols) >= 14
    assert "^GSPC" in symbols


def test_the_press_move_of_nvidia_on_2024_09_27(parsed: dict[str, list[Parsed]]) -> None:
    bars = {
        row["session_on"]: row
        for row in _rows(parsed, "yahoo_chart/bars")
        if row["symbol"] == "NVDA"
    }
    before, day = bars[date(2024, 9, 26)], bars[date(2024, 9, 27)]
    assert before["close"] == Decimal("124.04")
    shown = {key: day[key] for key in ("open", "high", "low", "close", "volume")}
    assert shown == {
        "open": Decimal("123.97"),
        "high": Decimal("124.03"),
        "low": Decimal("119.26"),
        "close": Decimal("121.40"),
        "volume": 271_009_200,
    }


def test_splits_are_listed_and_not_applied(parsed: dict[str, list[Parsed]]) -> None:
    splits = {
        (row["symbol"], row["session_on"], row["split_numerator"], row["split_denominator"])
        for row in _rows(parsed, "yahoo_chart/bars")
        if row["split_numerator"] is not None
    }
    assert splits == {
        ("NVDA", date(2021, 7, 20), Decimal(4), Decimal(1)),
        ("NVDA", date(2024, 6, 10), Decimal(10), Decimal(1)),
        ("AVGO", date(2024, 7, 15), Decimal(10), Decimal(1)),
    }
    close = next(
        row["close"]
        for row in _rows(parsed, "yahoo_chart/bars")
        if row["symbol"] == "NVDA" and row["session_on"] == date(2022, 8, 31)
    )
    assert close == Decimal("15.094")


def test_timestamps_are_session_opens_in_summer_and_winter(
    archive: Archive, entries: list[Entry]
) -> None:
    opens: dict[str, set[int]] = {}
    for entry in entries:
        if entry.name != "yahoo_chart/bars":
            continue
        result = json.loads(archive.read(entry))["chart"]["result"][0]
        zone = result["meta"]["exchangeTimezoneName"]
        seconds = {timestamp % 86_400 for timestamp in result["timestamp"]}
        opens.setdefault(zone, set()).update(seconds)
    assert opens == {
        "America/New_York": {13 * 3600 + 1800, 14 * 3600 + 1800},
        "Asia/Hong_Kong": {3600 + 1800},
        "Asia/Shanghai": {3600 + 1800},
    }


def test_page_ranges_do_not_overlap(documents: list[dict[str, Any]]) -> None:
    ranges = sorted(
        (document["volume"], document["start_page"], document["end_page"])
        for document in documents
        if document["start_page"] is not None and document["end_page"] is not None
    )
    assert len(ranges) >= 75
    touching = {
        (volume, start)
        for (earlier, _, end), (volume, start, _) in pairwise(ranges)
        if earlier == volume and start <= end
    }
    assert touching == SHARED_PAGES
    for (earlier, _, end), (volume, start, _) in pairwise(ranges):
        assert earlier != volume or start >= end


def test_citation_is_the_first_page(documents: list[dict[str, Any]]) -> None:
    for document in documents:
        start = document["start_page"]
        expected = None if start is None else f"{document['volume']} FR {start}"
        assert document["citation"] == expected
        assert document["volume"] == document["publication_date"].year - 1935


def test_every_listing_citation_leads_to_one_document(
    documents: list[dict[str, Any]], listings: list[dict[str, Any]]
) -> None:
    first, later = set(), set()
    for listing in listings:
        if listing["list_code"] in {"EL", "MEU"}:
            first.add(listing["citations"][0])
            later.update(listing["citations"][1:])
    unresolved = {citation for citation in first if len(_resolve(citation, documents)) != 1}
    assert unresolved == UNRESOLVED_FIRST_CITATIONS
    assert [citation for citation in later if len(_resolve(citation, documents)) != 1] == []


def test_a_listing_begins_when_its_first_rule_takes_effect(
    documents: list[dict[str, Any]], listings: list[dict[str, Any]]
) -> None:
    effective = {document["document_number"]: document["effective_on"] for document in documents}
    differing = {
        listing["name"]
        for listing in listings
        if listing["list_code"] in {"EL", "MEU"}
        and effective[_resolve(listing["citations"][0], documents)[0]] != listing["start_on"]
    }
    # Printed under the 2019-05 rule, although listed as a unit of Huawei in 2019-08.
    assert differing == {
        "Huawei Technologies Co., Ltd. (Huawei). Affiliated Entity: Huawei Technologies Co., Ltd.,"
        " Beijing Research Institute"
    }


@pytest.mark.parametrize(
    ("name", "started", "number"),
    [
        ("Fujian Jinhua Integrated Circuit Company, Ltd.", date(2018, 10, 30), "2018-23693"),
        ("Huawei Technologies Co., Ltd. (Huawei)", date(2019, 5, 16), "2019-10616"),
        (
            "Semiconductor Manufacturing International Corporation (SMIC)",
            date(2020, 12, 18),
            "2020-28031",
        ),
        ("Cambricon Technologies Corporation Limited", date(2022, 12, 16), "2022-27151"),
        ("Shanghai Biren Intelligent Technology Co., Ltd.", date(2023, 10, 17), "2023-23048"),
        ("Naura Technology Group Co., Ltd.", date(2024, 12, 2), "2024-28267"),
        ("Sophgo Technologies Ltd.", date(2025, 1, 16), "2025-00480"),
        ("Beijing Zhipu Huazhang Technology Co., Ltd.", date(2025, 1, 16), "2025-00704"),
        ("Beijing Academy of Artificial Intelligence", date(2025, 3, 25), "2025-05427"),
    ],
)
def test_known_listings(
    name: str,
    started: date,
    number: str,
    documents: list[dict[str, Any]],
    listings: list[dict[str, Any]],
) -> None:
    rows = [row for row in listings if row["name"] == name]
    assert rows
    for row in rows:
        assert row["start_on"] == started
        assert _resolve(row["citations"][0], documents) == [number]


def test_october_2022_rule_keeps_its_stages(documents: list[dict[str, Any]]) -> None:
    rule = next(row for row in documents if row["document_number"] == "2022-21658")
    assert rule["citation"] == "87 FR 62186"
    assert rule["publication_date"] == date(2022, 10, 13)
    assert rule["effective_on"] == date(2022, 10, 7)
    for stage in ("7 October", "12 October", "21 October"):
        assert stage in rule["dates"]


def test_fourth_quarter_of_nvidia_is_year_minus_nine_months(
    parsed: dict[str, list[Parsed]],
) -> None:
    facts = {
        (row["period_start"], row["period_end"]): row["value"]
        for row in _rows(parsed, "sec/company_facts")
    }
    year = facts[date(2024, 1, 29), date(2025, 1, 26)]
    nine_months = facts[date(2024, 1, 29), date(2024, 10, 27)]
    assert year - nine_months == Decimal(39_331_000_000)
    assert facts[date(2024, 4, 29), date(2024, 7, 28)] == Decimal(30_040_000_000)
    assert (date(2024, 10, 28), date(2025, 1, 26)) not in facts


def test_only_the_last_filed_copy_of_a_fact_has_a_frame(parsed: dict[str, list[Parsed]]) -> None:
    rows = _rows(parsed, "sec/company_facts")
    last_filed: dict[tuple[Any, ...], date] = {}
    for row in rows:
        key = (row["tag"], row["period_start"], row["period_end"])
        last_filed[key] = max(last_filed.get(key, row["filed_on"]), row["filed_on"])
    framed = [row for row in rows if row["frame"] is not None]
    assert framed
    for row in framed:
        key = (row["tag"], row["period_start"], row["period_end"])
        assert row["filed_on"] == last_filed[key]
        assert re.fullmatch(r"CY\d{4}(Q[1-4])?", row["frame"])


def test_slug_is_cut_at_a_word() -> None:
    title = (
        "Addition of Huawei Non-U.S. Affiliates to the Entity List, the Removal of Temporary"
        " General License, and Amendments to General Prohibition Three"
    )
    assert title_slug(title) == (
        "addition-of-huawei-non-us-affiliates-to-the-entity-list-the-removal-of-temporary-general"
        "-license-and"
    )


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.skipif(not FACTS.is_dir(), reason="the fact tables are not beside the repository")
def test_composing_again_gives_the_committed_bytes(tmp_path: Path) -> None:
    out = tmp_path / "archive"
    assert main(["--facts", str(FACTS), "--out", str(out)]) == 0
    assert _tree(out) == _tree(SAMPLE_ARCHIVE)


@pytest.mark.skipif(not FACTS.is_dir(), reason="the fact tables are not beside the repository")
def test_a_cited_document_that_is_missing_stops_composing(tmp_path: Path) -> None:
    for path in FACTS.glob("*.csv"):
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / "events.csv").unlink()
    (tmp_path / "events.csv").write_text("citation\nFR Doc 2099-00001\n", encoding="utf-8")
    with pytest.raises(ComposeError, match="2099-00001"):
        compose_all(tmp_path)


def test_missing_facts_give_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--facts", str(tmp_path), "--out", str(tmp_path / "archive")]) == 1
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    assert "prices_daily.csv" in message


def _composed(payload: bytes) -> Composed:
    return Composed("sec", "company_facts", payload, "https://example.org/", "text/plain", "note")


def test_writing_replaces_the_whole_archive(tmp_path: Path) -> None:
    out = tmp_path / "archive"
    write_archive([_composed(b"old")], out)
    write_archive([_composed(b"new")], out)
    archive = Archive(out)
    assert [archive.read(entry) for entry in archive.entries()] == [b"new"]
    assert [path.name for path in tmp_path.iterdir()] == ["archive"]


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "archive"
    out.mkdir()
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ComposeError, match="no payloads"):
        write_archive([_composed(b"new")], out)
    assert (out / "notes.txt").read_text(encoding="utf-8") == "mine"
