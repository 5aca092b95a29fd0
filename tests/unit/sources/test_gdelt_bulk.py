"""GKG files: every line is read or counted, whatever stands in it; a damaged zip is told as one."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.parsing.records import Outcome, PayloadError
from pipelines.raw.parse import parse_payload
from pipelines.sources import connector_of
from pipelines.sources.gdelt_bulk.requests import listed
from pipelines.sources.gdelt_bulk.slices import joined, read, reduce, unpack
from pipelines.sources.request import Occasion
from pipelines.specs import spec
from tests.gkg import FIELDS, Gkg, ended, list_line, zipped

STAMP = "20300102041500"
GKG = Gkg(7, kilobytes=0.2)
PLAIN = [GKG.line(STAMP, number) for number in range(12)]


def declared() -> dict[str, Any]:
    fetch = spec("gdelt_bulk/articles").source_spec.fetch
    assert fetch is not None
    return dict(fetch.settings)


def kept(*lines: bytes) -> list[dict[str, Any]]:
    reduced = reduce(zipped("a.csv", ended(lines)), declared())
    return list(pq.read_table(io.BytesIO(reduced)).to_pylist())


def counts(reduced: bytes) -> tuple[int, int, int]:
    told = pq.read_schema(io.BytesIO(reduced)).metadata
    return int(told[b"lines"]), int(told[b"unread"]), int(told[b"kept"])


ODD = st.sampled_from(
    [b"\xff", b"\x92", b'"', b"'", b"\\", b"\x00", b"\t", b"\t\t", b"\n", b"\n\n", b"\xe4\xbd"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4000), ODD), max_size=8), st.booleans())
def test_every_line_is_read_or_counted(damage: list[tuple[int, bytes]], is_ended: bool) -> None:
    text = ended(PLAIN)
    for at, odd in damage:
        text = text[: at % len(text)] + odd + text[at % len(text) :]
    text = text if is_ended else text.rstrip(b"\n")
    lines = text.split(b"\n")[:-1] if text.endswith(b"\n") else text.split(b"\n")
    whole = [line.split(b"\t") for line in lines if line.count(b"\t") == FIELDS - 1]
    table, unread = read(text)
    assert (table.num_rows, unread) == (len(whole), len(lines) - len(whole))
    for column in ("0", "4", "26"):
        assert table[column].to_pylist() == [fields[int(column)] for fields in whole]


@given(st.lists(st.sampled_from([b"\r", b"\r\n"]), min_size=1, max_size=5), st.integers(0, 3000))
@settings(max_examples=60, deadline=None)
def test_a_carriage_return_ends_no_line_of_its_own(returns: list[bytes], at: int) -> None:
    text = ended(PLAIN)
    for one in returns:
        text = text[:at] + one.removesuffix(b"\n") + text[at:]
    table, unread = read(text)
    assert table.num_rows + unread == len(PLAIN)
    assert unread == 0
    crlf, short = read(ended(PLAIN).replace(b"\n", b"\r\n"))
    assert crlf.drop(["26"]).equals(read(ended(PLAIN))[0].drop(["26"]))
    assert short == 0


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_damaged_zip_is_the_file_or_an_error(data: st.DataObject) -> None:
    text = ended(PLAIN)
    packed = bytearray(zipped("a.csv", text))
    if data.draw(st.booleans()):
        packed = packed[: data.draw(st.integers(0, len(packed) - 1))]
    else:
        for _ in range(data.draw(st.integers(1, 4))):
            packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert unpack(bytes(packed)) == text
    except PayloadError as error:
        assert error.outcome in {Outcome.CORRUPT, Outcome.TOO_LARGE}  # noqa: PT017


def test_zips_of_other_kinds() -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.csv", b"stored")
    assert unpack(sink.getvalue()) == b"stored"
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("a.csv", b"1")
        archive.writestr("b.csv", b"2")
    with pytest.raises(PayloadError, match="2 files are in it"):
        unpack(sink.getvalue())
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.csv", b"1")
    with pytest.raises(PayloadError, match="method 14"):
        unpack(sink.getvalue())
    for nothing in (b"", b"<html>", b"PK\x05\x06" + bytes(18)):
        with pytest.raises(PayloadError):
            unpack(nothing)


def test_a_zip_that_unpacks_to_more_than_it_says_is_stopped() -> None:
    packed = zipped("a.csv", b" " * 5_000_000)
    at = packed.index(b"PK\x01\x02") + 24
    lying = packed[:at] + struct.pack("<I", 1000) + packed[at + 4 :]
    with pytest.raises(PayloadError, match="cut off"):
        unpack(lying)
    huge = packed[:at] + struct.pack("<I", 2_000_000_000) + packed[at + 4 :]
    with pytest.raises(PayloadError) as caught:
        unpack(huge)
    assert caught.value.outcome is Outcome.TOO_LARGE


def test_an_empty_file_is_a_file_without_lines() -> None:
    assert counts(reduce(zipped("a.csv", b""), declared())) == (0, 0, 0)
    assert counts(reduce(zipped("a.csv", b"\n"), declared())) == (1, 1, 0)


def test_subject_and_measure_decide() -> None:
    def one(**told: Any) -> int:
        return len(kept(GKG.line(STAMP, 1, **told)))

    assert one(title="Chip makers fear export rules") == 1
    assert one(title="Chip makers meet") == 0
    assert one(title="Chipotle export") == 0
    assert one(title="Chip makers meet", themes=("SANCTIONS",)) == 1
    assert one(title="Chip makers meet", themes=("SANCTIONS_OF_OTHERS",)) == 0
    assert one(title="Rules for everyone", themes=("BAN",), organisations=("nvidia",)) == 1
    assert one(title="Rules for everyone", themes=("BAN",), organisations=("nvidiaful",)) == 0
    assert one(url="https://a.example/us-chip-export-rules") == 1
    assert one(title="Semiconductor rule", domain="www.bis.gov") == 1
    assert one(title="Semiconductor rule", domain="notbis.gov") == 0


def test_only_kept_rows_are_decoded_and_damage_is_told() -> None:
    bad = GKG.line(STAMP, 3, title="Chip export b@d").replace(b"b@d", b"b\xffd")
    other = GKG.line(STAMP, 4).replace(b"<PAGE_TITLE>", b"<PAGE_TITLE>\xfe\xff")
    rows = kept(bad, other)
    assert [row["title"] for row in rows] == ["Chip export b\ufffdd"]
    payload = joined([reduce(zipped("a.csv", ended([bad, other])), declared())])
    parsed = parse_payload(spec("gdelt_bulk/articles"), payload)
    assert parsed.row_count == 1
    assert [cell.reason for cell in parsed.cells] == ["damaged_text"] * 2


def test_the_same_bytes_give_the_same_parquet() -> None:
    packed = zipped("a.csv", GKG.file(STAMP, 200))
    assert reduce(packed, declared()) == reduce(packed, declared())
    assert counts(reduce(packed, declared())) == (200, 0, 4)


def test_lines_of_the_list() -> None:
    found = listed(list_line(STAMP, b"zip"))
    assert found is not None
    assert found.url == f"https://data.gdeltproject.org/gdeltv2/{STAMP}.gkg.csv.zip"
    assert (found.stamp, found.size) == (STAMP, 3)
    assert listed(list_line(STAMP, b"zip", "export.CSV.zip")) is None
    assert listed(list_line(STAMP, b"zip", "translation.gkg.csv.zip")) is None
    for damaged in (b"", b"12 http://x/20300102041500.gkg.csv.zip", b"\xff 1 2"):
        with pytest.raises(ValueError, match="not a size"):
            listed(damaged)


@given(st.integers(0, 3000), st.integers(1, 500))
def test_spans_cover_every_quarter_once(start: int, length: int) -> None:
    begin = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(minutes=15 * start)
    end = begin + timedelta(minutes=15 * length)
    connector = connector_of("gdelt_bulk")
    assert connector.slices is not None
    occasion = Occasion(
        end + timedelta(minutes=67), declared(), watermark=begin.strftime("%Y%m%d%H%M%S")
    )
    spans = list(connector.requests(occasion))
    stamps = [stamp for span in spans for stamp in connector.slices.stamps(span)]
    expected = [(begin + timedelta(minutes=15 * n)).strftime("%Y%m%d%H%M%S") for n in range(length)]
    assert stamps == expected
    assert all(len({s[:8] for s in connector.slices.stamps(span)}) == 1 for span in spans)
    assert connector.watermark(occasion) == end.strftime("%Y%m%d%H%M%S")
