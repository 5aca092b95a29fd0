"""The page: words, tables and charts of one release in a single HTML file.

Belongs here: HTML and the words around the charts. Does not belong here: queries (`data.py`) or
drawing (`charts.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from pipelines.files.closed_page import closed_page
from pipelines.parsing.news_items import canonical_url
from pipelines.report import charts
from pipelines.report.data import CHANGES_SHOWN, Report, Row

LONG_TEXT = 45
_STYLE = Path(__file__).with_name("style.css")
_COUNTRY = {"US": ("us", "Washington"), "CN": ("cn", "Beijing")}
_MARKS = {
    "o": '<circle cx="8" cy="8" r="5"/>',
    "s": '<rect x="3" y="3" width="10" height="10"/>',
    "D": '<path d="M8 2l6 6-6 6-6-6z"/>',
    "^": '<path d="M8 2l6 11H2z"/>',
    "v": '<path d="M8 14L2 3h12z"/>',
    "P": '<path d="M6 2h4v4h4v4h-4v4H6v-4H2V6h4z"/>',
}


def render_page(report: Report, watched: Sequence[Mapping[str, Any]] = ()) -> str:
    """The whole page; the same release gives the same bytes, and nothing in it is loaded.

    `watched` is what the release changed for the user's watch list.
    """
    release = report.release
    title = f"chipwatch report {release['release_id']}"
    sections: Sequence[tuple[str, str, Callable[[Report], str]]] = (
        ("new", "What is new", _new),
        ("timeline", "Actions and prices", _timeline),
        ("reactions", "Reactions", _reactions),
        ("chips", "Chip status", _chips),
        ("shares", "Shares", _shares),
        ("trade", "Trade", _trade),
        ("checks", "Checks", _checks),
        ("trust", "Sample and uncertain", _trust),
        ("review", "To decide", _queue),
        ("sources", "Sources", _sources),
    )
    links = "".join(f'<a href="#{key}">{escape(name)}</a>' for key, name, _ in sections)
    told = {"new": _watch_list(watched)}
    body = "\n".join(
        f'<section id="{key}">{write(report)}{told.get(key, "")}</section>'
        for key, _, write in sections
    )
    return closed_page(
        title,
        _STYLE.read_text(encoding="utf-8"),
        f'<div class="page">\n<header>{_header(report)}'
        f'<nav aria-label="Sections">{links}</nav>{_tiles(report)}</header>\n'
        f"<main>\n{body}\n</main>\n<footer>{_footer(report)}</footer>\n</div>",
    )


def _header(report: Report) -> str:
    release = report.release
    parts = [
        "<h1>AI-chip restrictions: what this release holds</h1>",
        f'<p class="lead">chipwatch release {escape(str(release["release_id"]))}, made '
        f"{release['released_at']:%Y-%m-%d %H:%M} UTC from {release['payload_count']:,} archived "
        "payloads.</p>",
    ]
    if release["is_sample"]:
        parts.append(
            '<p class="banner" role="note"><strong>Sample data.</strong> The payloads behind '
            "prices, lists, filings, trade and news are the bundled sample: composed from public "
            "facts in each source’s own form, not downloaded; parts are recollected, and "
            "outlets and headlines are made up. Do not cite them. The ledger of actions and the "
            "vendor figures are curated and carry their sources.</p>"
        )
    if report.is_public:
        names = ", ".join(report.restricted)
        parts.append(
            '<p class="banner" role="note"><strong>Public edition.</strong> Figures whose source '
            f"does not allow passing them on are left out: {escape(names)}.</p>"
        )
    return "".join(parts)


def _tiles(report: Report) -> str:
    core = report.events
    failed = sum(row["failed"] for row in report.checks)
    passed = sum(row["passed"] for row in report.checks)
    denied = {
        row["chip_name"]
        for row in report.chips
        if row["valid_to"] is None and row["us_status"].startswith("license_required")
    }
    every = {row["chip_name"] for row in report.chips}
    tiles = (
        (sum(r["jurisdiction"] == "US" for r in core), "US actions that tighten or loosen, since "
         + (f"{core[0]['public_on']:%Y}" if core else "ever")),
        (sum(r["jurisdiction"] == "CN" for r in core), "Chinese actions of the same kind"),
        (f"{len(denied)} of {len(every)}", "watched chip families need a US license for China"),
        (len(report.coming), "steps already scheduled"),
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


def _new(report: Report) -> str:
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
            _table(name, ("subject", "change", "what", "columns", "why"), rows, is_open=True)
        )
    else:
        before = report.release["previous_release_id"]
        parts.append(
            '<p class="empty">'
            + (
                f"No event, measure, listing, share or revenue figure differs from the release "
                f"before ({escape(before)})."
                if before
                else "This is the first release: there is none before it to compare with."
            )
            + "</p>"
        )
    latest = "".join(_feed_item(report, row) for row in report.latest)
    parts.append('<div class="two"><div><h3>Latest actions in scope</h3>')
    parts.append(f'<ol class="feed">{latest}</ol>' if latest else _empty("No action is known."))
    parts.append(f"</div><div><h3>Scheduled after {report.as_of_on}</h3>")
    coming = "".join(
        f"<li><time>{row['begins_on']}</time>{_tag(row['jurisdiction'])}"
        f"{escape(row['measure_title'])}<br><span class=grade>"
        f"{escape(report.said('status', row['status']))}"
        f"{escape(': ' + row['clause']) if row['clause'] else ''}; known since "
        f"{row['known_from']}</span></li>"
        for row in report.coming
    )
    nothing = _empty("No step with a date ahead is known.")
    parts.append(f'<ol class="feed">{coming}</ol>' if coming else nothing)
    parts.append("</div></div>")
    return "".join(parts)


def _watch_list(watched: Sequence[Mapping[str, Any]]) -> str:
    """What changed for the customers, chips and destinations that the user watches."""
    items = "".join(
        f"<li><b>{escape(one['watch_id'])}</b> {escape(one['change'])}: {escape(one['text'])}<br>"
        f'<span class="grade">{escape(one["why"])} {escape(one["citation"])}</span></li>'
        for one in watched
    )
    return f'<h3>Your watch list</h3><ol class="feed">{items}</ol>' if items else ""


def _feed_item(report: Report, row: Row) -> str:
    title = escape(row["title"])
    if row["source_url"] and canonical_url(row["source_url"]):
        title = f'<a href="{escape(row["source_url"])}" rel="noreferrer">{title}</a>'
    grade = report.said("evidence_grade", row["evidence_grade"])
    return (
        f"<li><time>{row['public_on']}</time>{_tag(row['jurisdiction'])}{title}<br>"
        f'<span class="grade">{escape(row["issuer_name"])}, '
        f"{escape(report.said('direction', row['direction']))}; rests on {escape(grade)}</span>"
        "</li>"
    )


def _timeline(report: Report) -> str:
    words = (
        "<p>Each mark is one action in scope on the day it became public: a filled triangle "
        "tightens, an open circle loosens."
    )
    if report.prices and any(report.prices.values()):
        words += (
            " On the price lines stand the actions that name the company, on the first session "
            "from that day on. A break in a line is a gap in the bars."
        )
    parts = [
        "<h2>Actions over the prices of Nvidia and Cambricon</h2>",
        words,
        "</p>",
        _by_issuer(),
    ]
    if not report.events:
        return parts[0] + _empty("No action of the United States or China is known.")
    parts.append(_figure(report, charts.timeline, "Rest the pointer on a mark to read it."))
    if report.prices is None:
        parts.append(_empty("Prices are left out: their source allows personal use only."))
    elif not any(report.prices.values()):
        parts.append(_empty("The archive holds no price bars of Nvidia or Cambricon."))
    rows = [
        (
            row["public_on"],
            row["issuer_name"],
            report.said("direction", row["direction"]),
            row["title"],
            report.said("evidence_grade", row["evidence_grade"]),
        )
        for row in reversed(report.events)
    ]
    parts.append(
        _table("All actions as a table", ("public on", "issuer", "", "what", "rests on"), rows)
    )
    return "".join(parts)


def _reactions(report: Report) -> str:
    heading = "<h2>How Nvidia reacted, with error bars</h2>"
    if report.reactions is None:
        return heading + _empty(
            "Reactions are left out: they are computed from prices whose source allows personal "
            "use only."
        )
    shown = charts.shown_reactions(report)
    if not shown:
        return heading + _empty(
            "No reaction can be estimated: bars of the security or of its benchmark are missing."
        )
    unsure = sum(float(r["p_quantile"]) > charts.CERTAIN for r in shown)
    words = (
        "<p>Abnormal return in percent on the first session that could know of the action: the "
        "return less what the market model expects, with its 95% interval. p is the share of the "
        "n sessions before, and of this one, that moved at least as far without an event. Open "
        f"marks: p above {charts.CERTAIN}, which holds for {unsure} of the {len(shown)} sessions "
        "shown. One session in twenty would stand out by chance: q counts all tests. Other news "
        "of the day is in the figure too.</p>"
    )
    rows = [
        (
            r["day0_on"],
            r["event_title"],
            f"{float(r['abnormal_return_pct']):+.2f}",
            f"±{charts.half_interval(r):.2f}",
            charts.probability(r["p_quantile"]),
            charts.probability(r["q_value"]),
            r["estimation_sessions"],
        )
        for r in report.reactions
    ]
    names = ("day 0", "action", "abnormal return, %", "95%, points", "p", "q", "n")
    return (
        heading
        + words
        + _by_issuer(any(row["jurisdiction"] not in _COUNTRY for row in shown))
        + _figure(
            report,
            charts.reactions,
            "Abnormal return of Nvidia on day 0, percent; sessions with the clearest reactions "
            f"(at most {charts.REACTIONS_SHOWN}), in the order of time. Actions that share a "
            "session share a figure.",
        )
        + _table("All estimates as a table", names, rows, numbers={2, 3, 4, 5, 6})
    )


def _chips(report: Report) -> str:
    heading = "<h2>Chip status for China through time</h2>"
    if not report.chips:
        return heading + _empty("No chip that an action names has a computed status.")
    used = {row["us_status"] for row in report.chips}
    seen: dict[str, list[str]] = {}
    for status, token in charts.STATUS.items():
        if status in used:
            seen.setdefault(token, []).append(report.said("us_status", status))
    legend = "".join(
        f'<li><span class="swatch" style="background:var(--{token})"></span>'
        f"{escape(' / '.join(words))}</li>"
        for token, words in seen.items()
    )
    legend += (
        '<li><span class="swatch line" style="background:var(--cn)"></span>a Chinese measure '
        "bears on it</li>"
    )
    rows = [
        (
            r["chip_name"],
            r["valid_from"],
            r["valid_to"] or "",
            report.said("us_status", r["us_status"]),
            report.said("us_license_policy", r["us_license_policy"]),
            r["us_paragraph"] or "",
            r["chinese_measures"] or "",
        )
        for r in report.chips
    ]
    names = ("chip", "from", "to", "US status", "license policy", "paragraph", "Beijing")
    return (
        heading
        + "<p>What US rules and letters say about exporting a chip to China, computed from its "
        "figures; one chip of each family that an action names. It tells what the texts come to, "
        "not whether licenses were given, and is not legal advice.</p>"
        + f'<ul class="legend">{legend}</ul>'
        + _figure(report, charts.chips, "Rest the pointer on a bar to read both sides.")
        + _table("All intervals as a table", names, rows)
    )


def _shares(report: Report) -> str:
    parts = ["<h2>Shares of China’s AI accelerators, with ranges</h2>"]
    if report.shares:
        firms = charts.share_firms(report)
        legend = "".join(
            f'<li><svg width="16" height="16" aria-hidden="true" fill="var(--bg)" '
            f'stroke="var(--accent)" stroke-width="1.6">{_MARKS[charts.FIRM_MARKS[i]]}</svg>'
            f"{escape(firm)}</li>"
            for i, firm in enumerate(firms)
        )
        parts += [
            "<p>Every estimate of a calendar year, never averaged. They count different things "
            "(cards, money, who makes or who buys), so a range is a range of answers, not of "
            "error. Filled: the estimate that the declared policy prefers.</p>",
            f'<ul class="legend">{legend}<li><span class="swatch" style="background:var(--soft);'
            'opacity:.35;height:5px"></span>from the lowest to the highest estimate</li></ul>',
            _figure(report, charts.shares, "Share of vendors in China’s AI accelerators, percent."),
            _table(
                "All estimates as a table",
                ("year", "vendor", "share, %", "firm", "of what", "kind", "confidence", "source"),
                [
                    (
                        year,
                        vendor,
                        f"{float(r['value']):g}" + (" or more" if r["is_lower_bound"] else ""),
                        r["firm"],
                        r["denominator"],
                        report.said("estimate_kind", r["estimate_kind"])
                        + (", preferred" if r["is_preferred"] else ""),
                        report.said("confidence", r["confidence"]),
                        r["source"],
                    )
                    for year, vendor, rows in charts.share_rows(report)
                    for r in rows
                ],
                numbers={2},
            ),
        ]
    else:
        parts.append(_empty("No estimate of a whole year is known."))
    parts.append("<h3>China with Hong Kong as a share of Nvidia’s revenue, percent</h3>")
    if len(report.revenue) > 1:
        parts += [
            '<ul class="legend"><li><span class="swatch dash"></span>US export rule that tightens'
            "</li></ul>",
            _figure(
                report,
                charts.revenue,
                "By quarter, as reported; where a customer is billed is not where the chip goes.",
            ),
        ]
    else:
        parts.append(_empty("Fewer than two quarters with both figures are known."))
    return "".join(parts)


def _trade(report: Report) -> str:
    heading = "<h2>Trade, with measures marked</h2>"
    if not report.trade:
        return heading + _empty("No trade figures of Taiwan are in the archive, or may be shown.")
    rows = [
        (
            r["period_year"],
            r["hs_code"],
            {"CN": "China", "HK": "Hong Kong"}[r["partner_code"]],
            f"{float(r['value_usd']) / 1e6:,.1f}",
            "part of the year" if r["is_partial"] else "",
        )
        for r in report.trade
    ]
    rules = [(row["public_on"], row["title"]) for row in charts.marked_rules(report)]
    return (
        heading + "<p>Taiwan’s exports of chips by customs heading, in billion US dollars a year. "
        "A heading mixes accelerators with far simpler parts, and goods pass "
        "through Hong Kong: the two lines belong together. An open mark is part of a year.</p>"
        '<ul class="legend"><li><span class="swatch dash"></span>US export rule that tightens'
        "</li></ul>"
        + _figure(report, charts.trade, "Exports of Taiwan as its customs report them.")
        + _table("All figures as a table", ("year", "HS", "to", "million USD", ""), rows, {3})
        + _table("The rules that are marked", ("public on", "rule"), rules)
    )


def _checks(report: Report) -> str:
    head = "<h2>Check results</h2><p>A failed critical check keeps a release from being published; "
    head += "a failed warning is published with it and stands here.</p>"
    rows = []
    for row in report.checks:
        total = row["passed"] + row["failed"]
        bar = (
            f'<div class="bar" role="img" aria-label="{row["passed"]} of {total} passed">'
            f'<i style="flex:{row["passed"]}"></i><i class="bad" style="flex:{row["failed"]}"></i>'
            "</div>"
        )
        rows.append(
            f"<tr><td>{escape(report.labels.shown('layer', row['layer']))}</td>"
            f"<td>{escape(report.said('severity', row['severity']))}</td>"
            f"<td class=n>{row['passed']:,}</td>"
            f"<td class=n>{row['failed']:,}</td><td class=meter>{bar}</td></tr>"
        )
    table = (
        '<div class="scroll"><table><thead><tr><th>layer</th><th>severity</th><th class=n>passed'
        "</th><th class=n>failed</th><th class=meter></th></tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )
    failed = [
        (
            ".".join(filter(None, (r["table_name"], r["column_name"]))),
            report.said("check_kind", r["check_kind"]),
            r["observed"],
            r["threshold"],
            r["message"].partition(" Found:")[0],
        )
        for r in report.failed_checks
    ]
    names = ("where", "check", "found", "allowed", "what it means")
    below = (
        _table(f"Failed warnings ({len(failed)})", names, failed, is_open=True)
        if failed
        else _empty("No check failed.")
    )
    return head + table + below


def _trust(report: Report) -> str:
    grades = "".join(
        f"<tr><td>{escape(report.said('evidence_grade', r['evidence_grade']))}</td>"
        f"<td class=n>{r['actions']}</td><td class=n>{r['low_confidence']}</td></tr>"
        for r in report.grades
    )
    doubts = "".join(
        f"<tr><td>{escape(text)}</td><td class=n>{doubtful:,} of {every:,}</td></tr>"
        for text, doubtful, every in report.doubts
    )
    sample = (
        "Every row that comes from a sample payload says so in <code>is_sample</code>; prices, "
        "bars, filings, lists, news and trade are such rows."
        if report.release["is_sample"]
        else "This warehouse is live: no payload of the sample is in it."
    )
    return (
        f"<h2>What is sample or uncertain</h2><p>{sample}</p>"
        '<div class="two"><div><h3>What the actions in scope rest on</h3><div class="scroll">'
        "<table><thead><tr><th>best evidence</th><th class=n>actions</th><th class=n>low "
        f"confidence in fact or date</th></tr></thead><tbody>{grades}</tbody></table></div></div>"
        '<div><h3>What to take with care</h3><div class="scroll"><table><thead><tr><th>what</th>'
        f"<th class=n>rows</th></tr></thead><tbody>{doubts}</tbody></table></div></div></div>"
        "<p>Acts of an authority were looked for until the day in the table. What it did later is "
        "not looked at, which is not that nothing happened.</p>"
        + _table(
            "Until when each authority was looked at",
            ("authority", "until", "in", "source"),
            [
                (
                    r["authority_name"],
                    r["checked_until_on"],
                    report.said("checked_in", r["checked_in"]),
                    r["checked_source"],
                )
                for r in report.looked_at
            ],
        )
    )


def _sources(report: Report) -> str:
    rows = [
        (
            f"{r['publisher']}: {r['title']}",
            r["newest_on"] or "",
            f"{r['row_count']:,}",
            f"{r['reject_count']:,}",
            report.said("status", r["status"])
            + (f": {r['status_reason']}" if r["status_reason"] else ""),
            f"{report.said('redistribution', r['redistribution'])}: {r['licence']}",
        )
        for r in report.sources
    ]
    names = ("source", "newest", "rows", "rejected", "state", "terms")
    return "<h2>Sources and their terms</h2>" + _table(
        f"{len(rows)} datasets", names, rows, numbers={2, 3}, is_open=True
    )


def _footer(report: Report) -> str:
    release = report.release
    return (
        f"<p>Release {escape(release['release_id'])}; code {escape(release['code_version'][:12])}; "
        f"audited file SHA-256 {escape(release['candidate_sha256'][:16])}…. Facts carry their "
        "sources in the warehouse. Neither legal nor investment advice.</p>"
    )


def _by_issuer(others: bool = False) -> str:
    marks = [
        ("us", _MARKS["v"], True, "the United States tightens"),
        ("us", _MARKS["o"], False, "the United States loosens"),
        ("cn", _MARKS["v"], True, "China tightens"),
        ("cn", _MARKS["o"], False, "China loosens"),
    ]
    if others:
        marks.append(("other", _MARKS["v"], True, "another government"))
    items = "".join(
        f'<li><svg width="16" height="16" aria-hidden="true" stroke="var(--{token})" '
        f'stroke-width="1.6" fill="var(--{token if filled else "bg"})">{shape}</svg>{words}</li>'
        for token, shape, filled, words in marks
    )
    return f'<ul class="legend">{items}</ul>'


def _figure(report: Report, draw: Callable[[Report, int], str], caption: str) -> str:
    wide, narrow = charts.both(draw, report)
    return (
        f'<figure><div class="wide">{wide}</div><div class="narrow">{narrow}</div>'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    )


def _queue(report: Report) -> str:
    head = "<h2>What waits for a person</h2>"
    if report.queue is None:
        return head + _empty("The queue is left out: it holds headlines that may not be passed on.")
    if not report.queue:
        return head + _empty("Nothing waits: no document and no headline is in doubt.")
    waiting = report.queue[0]["waiting"]
    rows = [
        (
            row["first_on"],
            row["title"],
            " or ".join(
                report.said("instrument", name)
                for name in (row["instrument"], row["second_instrument"])
                if name
            ),
            row["issuer_jurisdiction"],
            row["probability"],
            row["publisher_count"],
            row["reason"],
        )
        for row in report.queue
    ]
    columns = (
        "day",
        "what",
        "read as",
        "issuer",
        "probability",
        "publishers",
        "why it is in doubt",
    )
    shown = f"The first {len(rows)} of {waiting}" if waiting > len(rows) else f"All {waiting}"
    return (
        f"{head}<p>Documents and headlines that the rules leave in doubt, first what is most "
        "doubtful and most important. Nothing of it is published as a measure before somebody "
        "decides: <code>chipwatch review --each</code>.</p>"
        + _table(shown, columns, rows, numbers=(4, 5), is_open=True)
    )


def _table(
    name: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    numbers: Iterable[int] = (),
    is_open: bool = False,
) -> str:
    right = set(numbers)

    def cell(tag: str, place: int, value: Any) -> str:
        kind = ' class="n"' if place in right else ""
        if tag == "td" and len(str(value)) > LONG_TEXT:
            kind = ' class="long"'
        if not kind and tag == "td" and len(str(value)) == 10 and str(value)[4:5] == "-":
            kind = ' class="d"'
        return f"<{tag}{kind}>{escape('' if value is None else str(value))}</{tag}>"

    head = "".join(cell("th", i, column) for i, column in enumerate(columns))
    body = "\n".join(
        "<tr>" + "".join(cell("td", i, value) for i, value in enumerate(row)) + "</tr>"
        for row in rows
    )
    return (
        f"<details{' open' if is_open else ''}><summary>{escape(name)}</summary>"
        f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody>'
        "</table></div></details>"
    )


def _tag(jurisdiction: str) -> str:
    kind, name = _COUNTRY.get(jurisdiction, ("", jurisdiction))
    return f'<span class="tag {kind}">{escape(name)}</span>'


def _empty(text: str) -> str:
    return f'<p class="empty">{escape(text)}</p>'
