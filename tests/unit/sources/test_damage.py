"""A damaged byte costs its record, not the records around it."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.parsing.records import Parsed, PayloadError
from pipelines.raw.parse import parse_payload
from pipelines.specs import load_specs, spec
from tests.unit.sources.golden import DATA

FILES = {name: sorted((DATA / spec(name).raw_name).iterdir()) for name in load_specs()}
LINED = {
    name: [path for path in files if path.suffix == ".csv"] if files[0].suffix == ".csv" else files
    for name, files in FILES.items()
    if files[0].suffix == ".csv" or spec(name).accept.records_at == "lines"
}
"""Datasets that have a record a line."""
FEEDS = sorted(name for name, files in FILES.items() if files[0].suffix == ".xml")


def payloads(name: str) -> list[bytes]:
    """Those with some records, so that one is not most of them."""
    whole = [path.read_bytes() for path in LINED[name]]
    return [p for p in whole if p.count(b"\n") > 3 and readable(name, p) is not None]


def readable(name: str, payload: bytes) -> Parsed | None:
    try:
        return parse_payload(spec(name), payload)
    except PayloadError:
        return None


LINES = sorted(name for name in LINED if payloads(name))


def contents(parsed: Parsed) -> list[str]:
    return [repr(row) for row in parsed.rows]


@pytest.mark.parametrize("name", LINES)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_of_lines_only_the_damaged_one_and_its_neighbour_go(name: str, data: st.DataObject) -> None:
    payload = data.draw(st.sampled_from(payloads(name)))
    whole = parse_payload(spec(name), payload)
    first = payload.index(b"\n") + 1
    last = payload.rstrip(b"\r\n\x1a ").rindex(b"\n")
    at = data.draw(st.integers(first, max(first, last - 1)))
    byte = data.draw(st.sampled_from([b'"', b"\xff", b"\x92", b",", b"x", b"", b"\xe4", b"\x00"]))
    damaged = parse_payload(spec(name), payload[:at] + byte + payload[at + 1 :])
    lost = set(contents(whole)) - set(contents(damaged))
    doubles = sum(reject.reason in {"duplicate", "contradiction"} for reject in damaged.rejects)
    rows_each = max(1, len(re.findall(rb",", payload[: first - 1])) if name == "fred/series" else 1)
    assert len(lost) <= 2 * rows_each + doubles


@pytest.mark.parametrize("name", FEEDS)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_of_a_feed_only_the_damaged_item_goes(name: str, data: st.DataObject) -> None:
    item = (
        "<item><title>出口管制 {0} – Ü</title><link>https://wire.example/{0}</link>"
        "<guid isPermaLink='false'>w-{0}</guid>"
        "<pubDate>Wed, 02 Jan 2030 0{0}:00:00 +0800</pubDate></item>\n"
    )
    items = [item.format(number).encode() for number in range(9)]
    head = b"<?xml version='1.0' encoding='UTF-8'?><rss version='2.0'><channel><title>W</title>\n"
    which = data.draw(st.integers(0, 8))
    title = slice(items[which].index(b"<title>") + 7, items[which].index(b"</title>"))
    at = data.draw(st.integers(title.start, title.stop - 1))
    byte = data.draw(st.sampled_from([b"\xff", b"\x92", b"\x00", b"&", b"<", b"\x01", b"\xe4"]))
    items[which] = items[which][:at] + byte + items[which][at + 1 :]
    parsed = parse_payload(spec(name), head + b"".join(items) + b"</channel></rss>")
    titles = {row["title"] for row in parsed.rows}
    assert titles >= {f"出口管制 {n} – Ü" for n in range(9) if n != which}


JSON_LISTS = {
    "gdelt_doc/articles": (
        '{"articles": [%s]}',
        '{"url": "https://wire.example/{0}", "title": "Chips {0} 芯",'
        ' "seendate": "20300102T0{0}0000Z", "domain": "wire.example",'
        ' "language": "Chinese", "sourcecountry": "China"}',
    ),
    "guardian/articles": (
        '{"response": {"status": "ok", "results": [%s]}}',
        '{"id": "a/{0}", "type": "article", "webUrl": "https://wire.example/{0}",'
        ' "webTitle": "T {0} é", "webPublicationDate": "2030-01-02T0{0}:00:00Z"}',
    ),
    "csl/entries": (
        '{"results": [%s], "sources_used": []}',
        '{"id": "{0}", "source": "Entity List (EL) - Bureau of Industry and Security",'
        ' "name": "Firm {0}", "addresses": [{"city": "A", "country": "CN"}], "alt_names": null}',
    ),
    "opensanctions/entities": (
        "%s\n",
        '{"id": "e-{0}", "caption": "Firm {0} 芯", "schema": "Company",'
        ' "properties": {"name": ["F {0}"]}}',
    ),
}


@pytest.mark.parametrize("name", sorted(JSON_LISTS))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_of_a_json_list_only_the_damaged_record_goes(name: str, data: st.DataObject) -> None:
    frame, record = JSON_LISTS[name]
    records = [record.replace("{0}", str(number)).encode() for number in range(9)]
    which = data.draw(st.integers(0, 8))
    broken = records[which]
    at = data.draw(st.integers(1, len(broken) - 2))
    byte = data.draw(st.sampled_from([b'"', b"\xff", b"\x92", b"\\", b",", b":", b"\0"]))
    mended = [*records[:which], broken[:at] + byte + broken[at + 1 :], *records[which + 1 :]]
    between = b"\n" if frame == "%s\n" else b", "
    whole, damaged = (
        parse_payload(spec(name), frame.encode() % between.join(found))
        for found in (records, mended)
    )
    lost = set(contents(whole)) - set(contents(damaged))
    assert len(lost) <= 1
    assert len(damaged.rows) >= 8
