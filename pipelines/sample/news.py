"""Composes `gdelt_doc/articles` and `rss/items`: what made-up newsrooms wrote about real events.

Belongs here: the forms of an article list and of the feeds, with the bad habits of both. Titles are
the project's own words; every outlet is made up and lives on a reserved domain.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import urlencode
from xml.sax.saxutils import escape, quoteattr

from pipelines.sample.payloads import (
    INPUTS_FOLDER,
    Composed,
    ComposeError,
    Row,
    read_table,
)

_ENDPOINT = "https://api.gdeltproject.org/api/v2/doc/doc"
_QUERY = "(chip OR chips OR semiconductor)"
_SEARCH_SITE = "https://news-search.example"
_LANGUAGES = {"en": "English", "zh": "Chinese", "de": "German"}
_CRAWL_LAG = timedelta(minutes=20)
_QUARTER = timedelta(minutes=15)
_BACKSLASH_MARK = "\ue000"
_QUIRKS = frozenset(
    (
        "",
        "http_twin",
        "tracking",
        "bad_date",
        "no_date",
        "blank_title",
        "escape",
        "repeat",
        "lost_s",
    )
)
_SUMMARY = "A made-up summary that no table keeps."

_ITEM_COLUMNS = ("story_id", "outlet_id", "minutes", "channel", "quirk", "title")
_STORY_COLUMNS = ("story_id", "event_id", "first_report_at", "basis")
_OUTLET_COLUMNS = ("outlet_id", "outlet_name", "domain", "country", "language", "feed")


@dataclass(frozen=True)
class Item:
    """One article of one outlet: `channel` says where it shows up (g list, f feed, s search)."""

    story_id: str
    outlet: Row
    published_at: datetime
    channel: str
    quirk: str
    title: str

    @property
    def path(self) -> str:
        return f"{self.published_at:%Y/%m/%d}/{self.story_id}-{self.published_at:%H%M}"

    @property
    def url(self) -> str:
        return f"https://{self.outlet['domain']}/{self.path}"


def compose() -> list[Composed]:
    """An article list a week, a feed an outlet that has one, and a search feed.

    Raises ComposeError for an item without its story or outlet or with an unknown quirk.
    """
    items = _items()
    feeds = {
        item.outlet["outlet_id"]: item.outlet for item in items if item.outlet["feed"] != "none"
    }
    return [
        *_article_lists([item for item in items if "g" in item.channel]),
        *(
            _feed(outlet, [item for item in items if item.outlet == outlet and "f" in item.channel])
            for outlet in feeds.values()
        ),
        _search_feed([item for item in items if "s" in item.channel]),
    ]


def tokenise(title: str, *, keep_s: bool = False) -> str:
    """A title as the article list serves it: signs between blanks, apostrophes and quotes lost."""
    text = re.sub(r"['\u2019]s\b", " s" if keep_s else "", title)
    text = re.sub(r"([.,:;!?%()\uff0c\u3002\uff1a\uff1b\uff01\uff1f\u3001])", r" \1 ", text)
    text = re.sub(r"(?<=\w)-(?=\w)", " - ", text)
    return re.sub(r"['\u2018\u2019\"]", " ", re.sub(" +", " ", text)).rstrip()


def _items() -> list[Item]:
    stories = {
        row["story_id"]: row
        for row in read_table(INPUTS_FOLDER / "news_stories.csv", _STORY_COLUMNS)
    }
    outlets = {
        row["outlet_id"]: row
        for row in read_table(INPUTS_FOLDER / "news_outlets.csv", _OUTLET_COLUMNS)
    }
    items = []
    for row in read_table(INPUTS_FOLDER / "news_items.csv", _ITEM_COLUMNS):
        story, outlet = stories.get(row["story_id"]), outlets.get(row["outlet_id"])
        if story is None or outlet is None or row["quirk"] not in _QUIRKS:
            raise ComposeError(
                f"news_items.csv: {row['story_id']}, {row['outlet_id']}, {row['quirk']!r} names a"
                " story, outlet or quirk that is not known; add it or mend the row"
            )
        first = datetime.fromisoformat(story["first_report_at"])
        published_at = first + timedelta(minutes=int(row["minutes"]))
        items.append(
            Item(row["story_id"], outlet, published_at, row["channel"], row["quirk"], row["title"])
        )
    return sorted(items, key=lambda item: (item.published_at, item.url), reverse=True)


def _article_lists(items: Sequence[Item]) -> list[Composed]:
    by_week: dict[datetime, list[Item]] = defaultdict(list)
    for item in items:
        day = _seen_at(item).replace(hour=0, minute=0)
        by_week[day - timedelta(days=day.weekday())].append(item)
    return [_article_list(monday, by_week[monday]) for monday in sorted(by_week)]


def _article_list(monday: datetime, items: Sequence[Item]) -> Composed:
    articles: list[dict[str, str]] = []
    for item in items:
        articles.append(_article(item))
        if item.quirk == "http_twin":
            articles.append({**articles[-1], "url": item.url.replace("https://", "http://", 1)})
    start, end = monday - timedelta(seconds=1), monday + timedelta(days=7)
    parameters = {
        "query": _QUERY,
        "mode": "artlist",
        "format": "json",
        "maxrecords": "250",
        "startdatetime": f"{start:%Y%m%d%H%M%S}",
        "enddatetime": f"{end:%Y%m%d%H%M%S}",
        "sort": "datedesc",
    }
    text = json.dumps({"articles": articles}, ensure_ascii=False, indent=1)
    return Composed(
        source="gdelt_doc",
        dataset="articles",
        payload=text.replace(_BACKSLASH_MARK, "\\").encode(),
        url=f"{_ENDPOINT}?{urlencode(parameters)}",
        content_type="application/json; charset=utf-8",
        note=_note("GDELT", f"{len(articles)} articles of one week"),
        parameters=parameters,
    )


def _article(item: Item) -> dict[str, str]:
    title = tokenise(item.title, keep_s=item.quirk == "lost_s")
    if item.quirk == "escape":
        title = f"{title} {_BACKSLASH_MARK}_ {item.outlet['outlet_name']}"
    return {
        "url": item.url,
        "url_mobile": "",
        "title": title,
        "seendate": f"{_seen_at(item):%Y%m%dT%H%M%SZ}",
        "socialimage": "",
        "domain": item.outlet["domain"],
        "language": _LANGUAGES[item.outlet["language"]],
        "sourcecountry": item.outlet["country"],
    }


def _seen_at(item: Item) -> datetime:
    """The next quarter of an hour after the crawler's delay."""
    late = item.published_at + _CRAWL_LAG
    epoch = datetime(2000, 1, 1, tzinfo=UTC)
    return epoch + -((epoch - late) // _QUARTER) * _QUARTER


def _feed(outlet: Row, items: Sequence[Item]) -> Composed:
    listed = [copy for item in items for copy in ([item] * (2 if item.quirk == "repeat" else 1))]
    writer, encoding, content_type = _FEEDS[outlet["feed"]]
    text = writer(outlet, listed)
    return Composed(
        source="rss",
        dataset="items",
        payload=text.encode(encoding, "xmlcharrefreplace"),
        url=f"https://{outlet['domain']}/feed",
        content_type=content_type,
        note=_note("a newsroom", f"{len(listed)} items of the made-up outlet"),
        parameters={"feed": outlet["outlet_id"]},
    )


def _link(item: Item) -> str:
    return f"{item.url}?utm_source=rss&utm_medium=feed" if item.quirk == "tracking" else item.url


def _rss(outlet: Row, items: Sequence[Item]) -> str:
    return _rss_document("UTF-8", outlet, items, has_guid=True, offset_hours=0)


def _rss_latin1(outlet: Row, items: Sequence[Item]) -> str:
    return _rss_document("ISO-8859-1", outlet, items, has_guid=False, offset_hours=1)


def _rss_gbk(outlet: Row, items: Sequence[Item]) -> str:
    return _rss_document("GBK", outlet, items, has_guid=True, offset_hours=8)


def _rss_document(
    encoding: str, outlet: Row, items: Sequence[Item], *, has_guid: bool, offset_hours: int
) -> str:
    parts = []
    for item in items:
        guid = f"{item.outlet['outlet_id']}-{item.path.rpartition('/')[2]}"
        parts.append(
            "<item>"
            f"<title>{escape(item.title)}</title><link>{escape(_link(item))}</link>"
            + (f'<guid isPermaLink="false">{guid}</guid>' if has_guid else "")
            + f"{_pub_date(item, offset_hours)}<description>{_SUMMARY}</description></item>\n"
        )
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<rss version="2.0"><channel>\n'
        f"<title>{escape(outlet['outlet_name'])}</title><link>https://{outlet['domain']}/</link>"
        f"<description>{_SUMMARY}</description><language>{outlet['language']}</language>\n"
        f"{''.join(parts)}</channel></rss>\n"
    )


def _pub_date(item: Item, offset_hours: int) -> str:
    if item.quirk == "no_date":
        return ""
    if item.quirk == "bad_date":
        return f"<pubDate>{item.published_at:%d/%m/%Y}</pubDate>"
    local = item.published_at + timedelta(hours=offset_hours)
    stated = format_datetime(local).replace(
        "+0000", f"+{offset_hours:02d}00" if offset_hours else "GMT"
    )
    return f"<pubDate>{stated}</pubDate>"


def _rdf(outlet: Row, items: Sequence[Item]) -> str:
    site = f"https://{outlet['domain']}/"
    entries = "".join(
        f"<item rdf:about={quoteattr(item.url)}><title>{escape(item.title)}</title>"
        f"<link>{escape(_link(item))}</link><description>{_SUMMARY}</description>"
        f"{_dc_date(item)}</item>\n"
        for item in items
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<channel rdf:about="{site}"><title>{escape(outlet["outlet_name"])}</title>'
        f"<link>{site}</link><dc:language>{outlet['language']}</dc:language></channel>\n"
        f"{entries}</rdf:RDF>\n"
    )


def _dc_date(item: Item) -> str:
    if item.quirk == "no_date":
        return ""
    stated = (
        f"{item.published_at:%d/%m/%Y}" if item.quirk == "bad_date" else _iso(item.published_at)
    )
    return f"<dc:date>{stated}</dc:date>"


def _atom(outlet: Row, items: Sequence[Item]) -> str:
    site = f"https://{outlet['domain']}/"
    entries = "".join(
        f'<entry><id>tag:{outlet["domain"]},2022:{item.path}</id><title type="html">'
        f"{escape(escape(item.title))}</title><link href={quoteattr(_link(item))}/>"
        f"<published>{_iso(item.published_at)}</published>"
        f"<updated>{_iso(item.published_at + timedelta(hours=2))}</updated>"
        f"<summary>{_SUMMARY}</summary></entry>\n"
        for item in items
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"'
        f' xml:lang="{outlet["language"]}"><id>{site}</id><title>{escape(outlet["outlet_name"])}'
        f'</title><link href="{site}"/><updated>{_iso(items[0].published_at)}</updated>\n'
        f"{entries}</feed>\n"
    )


def _search_feed(items: Sequence[Item]) -> Composed:
    """A search feed: opaque links, outlets at the end of titles, most also named."""
    parts = []
    for number, item in enumerate(items):
        opaque = hashlib.sha256(item.url.encode()).hexdigest()[:40]
        outlet = item.outlet
        named = f'<source url="https://{outlet["domain"]}">{escape(outlet["outlet_name"])}</source>'
        parts.append(
            f"<item><title>{escape(item.title)} - {escape(outlet['outlet_name'])}</title>"
            f"<link>{_SEARCH_SITE}/rss/articles/{opaque}?oc=5</link>"
            f'<guid isPermaLink="false">{opaque}</guid>{_pub_date(item, 0)}'
            f"{named if number % 3 else ''}</item>\n"
        )
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>\n'
        f'<title>"AI chips" - News search</title><link>{_SEARCH_SITE}/search?q=AI+chips</link>'
        f"<language>en-US</language>\n{''.join(parts)}</channel></rss>\n"
    )
    return Composed(
        source="rss",
        dataset="items",
        payload=text.encode(),
        url=f"{_SEARCH_SITE}/rss/search?q=AI+chips",
        content_type="application/xml; charset=utf-8",
        note=_note("a search service", f"{len(items)} results"),
        parameters={"feed": "search", "query": "AI chips"},
    )


def _iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _note(service: str, what: str) -> str:
    return (
        f"Composed, never served by {service}: {what}. Titles are the project's own words about"
        " real and invented happenings; outlets and addresses do not exist; times of day are made"
        " up where the ledger knows only the day. Bad habits of the format are shown on purpose."
    )


_FEEDS: dict[str, tuple[Callable[[Row, Sequence[Item]], str], str, str]] = {
    "rss": (_rss, "utf-8", "application/rss+xml; charset=utf-8"),
    "rss_latin1": (_rss_latin1, "iso-8859-1", "text/xml"),
    "rss_gbk": (_rss_gbk, "gbk", "text/xml"),
    "rdf": (_rdf, "utf-8", "application/rdf+xml"),
    "atom": (_atom, "utf-8", "application/atom+xml"),
}
