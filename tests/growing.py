"""Archives of many small payloads, as a year of daily fetches leaves them; the same every time.

Belongs here: payloads in the form of five sources, each with bytes, rows and an address of its own,
beside one whole payload of every dataset of the bundled sample. Nothing of it was fetched: it says
`fetched_at` so that it makes a live warehouse. Does not belong here: measuring or judging.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.archive.store import Archive, Entry, Origin, PayloadMeta
from pipelines.warehouse import SAMPLE_ARCHIVE

FIRST_DAY = datetime(2026, 1, 15, 6, tzinfo=UTC)
WHOLE_ON = datetime(2026, 11, 20, tzinfo=UTC)
A_DAY = 16
"""Small payloads a day."""
_BARS = 5
_RATES = 22


def compose(root: Path, count: int, first: int = 0) -> None:
    """Add small payloads `first` up to `count` to the archive at `root`.

    A new archive gets one payload of every dataset of the sample as well, which count among them.
    """
    archive = Archive(root)
    whole = list(_whole())
    if first == 0:
        for payload, meta in whole:
            archive.add(payload, meta)
    for number in range(first, count - len(whole)):
        archive.add(*_small(number))


def small_payloads(root: Path) -> int:
    """The number of the next small payload of an archive."""
    return len(Archive(root).entries()) - len(list(_whole()))


def _whole() -> Iterator[tuple[bytes, PayloadMeta]]:
    """The first sample payload of each dataset, as if it had been fetched."""
    chosen: dict[str, Entry] = {}
    archive = Archive(SAMPLE_ARCHIVE)
    for entry in archive.entries():
        chosen.setdefault(entry.name, entry)
    for entry in chosen.values():
        yield archive.read(entry), _meta(entry, entry.url, dict(entry.parameters), WHOLE_ON)


def _small(number: int) -> tuple[bytes, PayloadMeta]:
    kinds = (_bars, _feed, _articles, _feed, _bars, _rates, _articles, _documents)
    day, place = divmod(number, A_DAY)
    at = FIRST_DAY + timedelta(days=day, minutes=15 * place)
    return kinds[number % len(kinds)](number, at)


def _bars(number: int, at: datetime) -> tuple[bytes, PayloadMeta]:
    """A week of one symbol, cut from the history in the sample."""
    kept = _kept("yahoo_chart")
    entry, payload = kept[number % len(kept)]
    answer = json.loads(payload)
    result = answer["chart"]["result"][0]
    quotes = result["indicators"]["quote"][0]
    traded = [at for at, close in enumerate(quotes["close"]) if close is not None]
    start = number // len(kept) * 3 % (len(traded) - _BARS)
    chosen = traded[start : start + _BARS]
    result["timestamp"] = [result["timestamp"][at] for at in chosen]
    for prices in (quotes, *result["indicators"].get("adjclose", ())):
        for name, values in prices.items():
            prices[name] = [values[at] for at in chosen]
    result.pop("events", None)
    first, last = result["timestamp"][0], result["timestamp"][-1]
    parameters = {**entry.parameters, "period1": first, "period2": last + 86_400}
    url = f"{entry.url.partition('?')[0]}?period1={first}"
    return json.dumps(answer).encode(), _meta(entry, url, parameters, at)


def _rates(number: int, at: datetime) -> tuple[bytes, PayloadMeta]:
    """A month of one exchange rate."""
    kept = _kept("fred")
    entry, payload = kept[number % len(kept)]
    header, *lines = payload.decode().splitlines()
    start = number // len(kept) * 2 % (len(lines) - _RATES)
    chosen = lines[start : start + _RATES]
    first, last = chosen[0][:10], chosen[-1][:10]
    parameters = {**entry.parameters, "cosd": first, "coed": last}
    url = f"{entry.url.partition('?')[0]}?id={header.partition(',')[2]}&cosd={first}&coed={last}"
    body = "\n".join([header, *chosen, ""]).encode()
    return body, _meta(entry, url, parameters, at)


_CITIES = ("Dresden", "Hsinchu", "Penang", "Austin", "Kumamoto", "Eindhoven", "Pune", "Incheon")
_MAKERS = ("Nvidia", "AMD", "Micron", "SMIC", "TSMC", "Intel", "Cambricon", "Broadcom", "Samsung")
_TOLD = (
    "{maker} hires {n} engineers for its site in {city}",
    "{maker} shares end the week {n} basis points higher",
    "{maker} shows memory of {n} gigabytes a second in {city}",
    "{city} plant of {maker} runs at {n} wafers a day",
    "Survey of {n} buyers in {city} names {maker} first",
    "US weighs export curbs on {maker} chips, {n} companies tell {city} panel",
)


def _headline(number: int) -> str:
    told = _TOLD[number % len(_TOLD)]
    maker = _MAKERS[number // 3 % len(_MAKERS)]
    return told.format(maker=maker, city=_CITIES[number // 7 % len(_CITIES)], n=100 + number)


def _feed(number: int, at: datetime) -> tuple[bytes, PayloadMeta]:
    """Three items of one of six feeds."""
    entry, _ = _kept("rss")[0]
    feed = f"feed-{number % 6}"
    items = "".join(
        f"<item><title>{_headline(3 * number + one)}</title>"
        f"<link>https://{feed}.example/{at:%Y/%m/%d}/{number}-{one}</link>"
        f"<pubDate>{at - timedelta(hours=one + 1):%a, %d %b %Y %H:%M:%S} +0000</pubDate></item>"
        for one in range(3)
    )
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>{feed}</title><link>https://{feed}.example/</link><description>x</description>"
        f"<language>en</language>{items}</channel></rss>"
    )
    url = f"https://{feed}.example/feed"
    return body.encode(), _meta(entry, url, {"feed": feed}, at)


def _articles(number: int, at: datetime) -> tuple[bytes, PayloadMeta]:
    """Three articles of one window."""
    entry, _ = _kept("gdelt_doc")[0]
    articles = [
        {
            "url": f"https://paper-{number % 9}.example/{at:%Y/%m/%d}/{number}-{one}",
            "url_mobile": "",
            "title": _headline(3 * number + one + 1),
            "seendate": f"{at - timedelta(hours=one + 1):%Y%m%dT%H%M%SZ}",
            "socialimage": "",
            "domain": f"paper-{number % 9}.example",
            "language": "English",
            "sourcecountry": "United States",
        }
        for one in range(3)
    ]
    window = {
        "startdatetime": f"{at - timedelta(days=1):%Y%m%d%H%M%S}",
        "enddatetime": f"{at:%Y%m%d%H%M%S}",
    }
    url = f"{entry.url.partition('?')[0]}?startdatetime={window['startdatetime']}"
    return json.dumps({"articles": articles}).encode(), _meta(
        entry, url, {**entry.parameters, **window}, at
    )


def _documents(number: int, at: datetime) -> tuple[bytes, PayloadMeta]:
    """One document that is no measure."""
    entry, payload = _kept("federal_register")[0]
    answer = json.loads(payload)
    day, name = at.date().isoformat(), f"{at.year}-{50_000 + number}"
    document: dict[str, Any] = {
        **answer["results"][0],
        "abstract": f"Notice {number} of a meeting on the paper work of a survey.",
        "action": "Notice.",
        "cfr_references": [],
        "citation": f"91 FR {10_000 + number}",
        "dates": None,
        "document_number": name,
        "effective_on": None,
        "start_page": 10_000 + number,
        "end_page": 10_000 + number,
        "html_url": f"https://www.federalregister.gov/documents/{day.replace('-', '/')}/{name}/x",
        "pdf_url": f"https://www.govinfo.gov/content/pkg/FR-{day}/pdf/{name}.pdf",
        "publication_date": day,
        "raw_text_url": f"https://www.federalregister.gov/documents/full_text/text/{name}.txt",
        "regulation_id_numbers": [],
        "title": f"Agency Information Collection Activities, Survey {number}",
        "type": "Notice",
        "volume": 91,
    }
    body = {**answer, "count": 1, "results": [document], "description": f"Document {name}"}
    parameters = {"document_numbers": [name], "publication_year": str(at.year)}
    url = f"{entry.url.partition('?')[0]}?conditions%5Bdocument_numbers%5D%5B%5D={name}"
    return json.dumps(body).encode(), _meta(entry, url, parameters, at)


@cache
def _kept(source: str) -> list[tuple[Entry, bytes]]:
    archive = Archive(SAMPLE_ARCHIVE)
    return [(entry, archive.read(entry)) for entry in archive.entries(source)]


def _meta(entry: Entry, url: str, parameters: dict[str, Any], at: datetime) -> PayloadMeta:
    return PayloadMeta(
        source=entry.source,
        dataset=entry.dataset,
        origin=Origin.FETCHED,
        observed_at=at,
        licence=entry.licence,
        redistribution=entry.redistribution,
        url=url,
        parameters=parameters,
        status=200,
        content_type=entry.content_type,
    )
