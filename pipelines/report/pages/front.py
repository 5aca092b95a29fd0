"""The first page: what is new, what is coming, the figures at a glance.

Belongs here: its HTML. Does not belong here: queries (`data.py`, `news.py`, `dates.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from html import escape
from typing import Any

from pipelines.report.data import CHANGES_SHOWN, Report
from pipelines.report.dates import Dated
from pipelines.report.feeds.documents import words_of
from pipelines.report.links import Links, linked, source_link, web_linked
from pipelines.report.news import DAYS, News
from pipelines.report.pages.frame import empty, folded_table, page, tag
from pipelines.report.reading import Row

NEWS_SHOWN = 20


@dataclass(frozen=True)
class Lately:
    """What became known lately, days to come and open ones, and changes for the watch list."""

    news: Sequence[News]
    dates: Sequence[Dated]
    watched: Sequence[Mapping[str, Any]]


def render_front(report: Report, links: Links, lately: Lately) -> str:
    """The page; the same release gives the same bytes."""
    return page(
        "AI-chip restrictions",
        report.release,
        report.is_public,
        f"{_header(report)}{_tiles(report, lately)}"
        f'<section id="new">{_new(report, links, lately)}{_watch_list(lately.watched)}</section>',
        here="index.html",
        restricted=report.restricted,
    )


def _header(report: Report) -> str:
    release = report.release
    return (
        "<h1>AI-chip restrictions: what this release holds</h1>"
        f'<p class="lead">chipwatch release {escape(str(release["release_id"]))}, made '
        f"{release['released_at']:%Y-%m-%d %H:%M} UTC from {release['payload_count']:,} archived "
        f"payloads. Its day is {report.as_of_on}, that of the newest payload: what is ahead, due "
        "or of unknown outcome is judged by it.</p>"
    )


def _tiles(report: Report, lately: Lately) -> str:
    core = report.events
    failed = sum(row["failed"] for row in report.checks)
    passed = sum(row["passed"] for row in report.checks)
    denied = {
        row["chip_name"]
        for row in report.chips
        if row["valid_from"] <= report.as_of_on
        and (row["valid_to"] is None or row["valid_to"] > report.as_of_on)
        and row["us_status"].startswith("license_required")
    }
    every = {row["chip_name"] for row in report.chips}
    tiles = (
        (sum(r["jurisdiction"] == "US" for r in core), "US actions that tighten or loosen, since "
         + (f"{core[0]['public_on']:%Y}" if core else "ever")),
        (sum(r["jurisdiction"] == "CN" for r in core), "Chinese actions of the same kind"),
        (f"{len(denied)} of {len(every)}", "watched chip families need a US license for China"),
        (sum(one.is_ahead(report.as_of_on) for one in lately.dates), "days already scheduled"),
        (f"{sum(row['change_count'] for row in _change_totals(report)):,}", "rows changed since "
         "the release before"),
        (f"{passed:,}", f"checks passed, {failed} failed as warnings"),
    )  # fmt: skip
    cells = "".join(
        f'<div class="tile"><b>{escape(str(number))}</b><span>{escape(words)}</span></div>'
        for number, words in tiles
    )
    return f'<div class="tiles">{cells}</div>'


def _change_totals(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "subject": r["subject"],
            "kind": report.said("change_kind", r["change_kind"]),
            "change_count": r["rows"],
        }
        for r in report.change_counts
    ]


def _new(report: Report, links: Links, lately: Lately) -> str:
    parts = ["<h2>What is new</h2>"]
    totals = _change_totals(report)
    if totals:
        told = "; ".join(f"{t['change_count']:,} {t['subject']} {t['kind']}" for t in totals)
        parts.append(f"<p>Against the release before: {escape(told)}.</p>")
        rows = [
            (
                r["subject"],
                report.said("change_kind", r["change_kind"]),
                r["title"],
                r["changed_columns"],
                r["reason"],
            )
            for r in report.changes
        ]
        name = f"The changes{f', the first {CHANGES_SHOWN}' if len(rows) == CHANGES_SHOWN else ''}"
        parts.append(
            folded_table(name, ("subject", "change", "what", "columns", "why"), rows, is_open=True)
        )
    else:
        parts.append(_known_lately(report, lately.news))
    latest = "".join(_feed_item(report, links, row) for row in report.latest)
    parts.append('<div class="two"><div><h3>Latest actions in scope</h3>')
    parts.append(f'<ol class="feed">{latest}</ol>' if latest else empty("No action is known."))
    parts.append(f"<h3>Scheduled after {report.as_of_on}</h3>")
    ahead = [one for one in lately.dates if one.is_ahead(report.as_of_on)]
    parts.append(_days(report, ahead) or empty("No step with a date ahead is known."))
    parts.append("</div><div><h3>Due, outcome unknown</h3>")
    due = [one for one in reversed(lately.dates) if not one.is_ahead(report.as_of_on)]
    parts.append(_days(report, due) or empty("No announced day has come without a known outcome."))
    parts.append("</div></div>")
    return "".join(parts)


def _known_lately(report: Report, news: Sequence[News]) -> str:
    """What became known lately, where no earlier release tells what is new."""
    before = report.release["previous_release_id"]
    why = (
        f"No event, measure, listing, share or revenue figure differs from the release before "
        f"({before})."
        if before
        else "This is the first release: there is none before it to compare with."
    )
    begin = report.as_of_on - timedelta(days=DAYS - 1)
    if not news:
        return empty(f"{why} Nothing became known from {begin} to {report.as_of_on} either.")
    shown = "".join(
        f"<li><time>{one.day}</time>{tag(one.jurisdiction) if one.jurisdiction else ' '}"
        f"{linked(one.title, one.path)}</li>"
        for one in news[:NEWS_SHOWN]
    )
    more = (
        f'<p class="soft">{len(news) - NEWS_SHOWN} more stand in the <a '
        f'href="feeds/new.atom.xml">feed</a>.</p>'
        if len(news) > NEWS_SHOWN
        else ""
    )
    return (
        f'<p class="empty">{escape(why)} Below stands what became known in the last {DAYS} days of '
        f"the data, {begin} to {report.as_of_on}.</p>"
        f'<ol class="feed">{shown}</ol>{more}'
    )


def _days(report: Report, days: Sequence[Dated]) -> str:
    items = "".join(
        f"<li><time>{one.day}</time>{tag(one.jurisdiction)}{_titled(one)}"
        f'<br><span class="grade">{escape(words_of(one, report.release, report.labels))}'
        f"{escape(': ' + one.more) if one.more else ''}; known since {one.known_from}</span></li>"
        for one in days
    )
    return f'<ol class="feed">{items}</ol>' if items else ""


def _titled(one: Dated) -> str:
    """The title with its page in the site, else with its source on the web."""
    return linked(one.title, one.path) if one.path else web_linked(one.title, one.source_url)


def _watch_list(watched: Sequence[Mapping[str, Any]]) -> str:
    """What changed for the customers, chips and destinations that the user watches."""
    items = "".join(
        f"<li><b>{escape(one['watch_id'])}</b> {escape(one['change'])}: {escape(one['text'])}<br>"
        f'<span class="grade">{escape(one["why"])} {escape(one["citation"])}</span></li>'
        for one in watched
    )
    return f'<h3>Your watch list</h3><ol class="feed">{items}</ol>' if items else ""


def _feed_item(report: Report, links: Links, row: Row) -> str:
    title = linked(row["title"], links.event(row["event_id"], row["authority_id"]))
    grade = report.said("evidence_grade", row["evidence_grade"])
    return (
        f"<li><time>{row['public_on']}</time>{tag(row['jurisdiction'])}{title}<br>"
        f'<span class="grade">'
        f"{linked(row['issuer_name'], links.page('authority', row['authority_id']))}, "
        f"{escape(report.said('direction', row['direction']))}; rests on {escape(grade)}"
        f" · {source_link(row)}</span>"
        "</li>"
    )
