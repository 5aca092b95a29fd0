"""The sections of the site: words, tables and charts of one release.

Belongs here: HTML and the words around the charts. Does not belong here: queries (`data.py`),
drawing (`charts/`), what is new (`front.py`), single subjects (`subject.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

from pipelines.derived.event_study.probabilities import probability
from pipelines.report.charts import overview as charts
from pipelines.report.charts import share_lines
from pipelines.report.charts.months import month_charts
from pipelines.report.data import Report
from pipelines.report.links import Links
from pipelines.report.pages.compute_and_costs import compute_section, cost_section
from pipelines.report.pages.frame import SECTIONS, empty, folded_table, millions, page
from pipelines.report.pages.hubs import hub_section
from pipelines.report.pages.share_measures import share_measures_section
from pipelines.report.reading import Row

_COUNTRY = {"US": ("us", "Washington"), "CN": ("cn", "Beijing")}
_MARKS = {
    "o": '<circle cx="8" cy="8" r="5"/>',
    "s": '<rect x="3" y="3" width="10" height="10"/>',
    "D": '<path d="M8 2l6 6-6 6-6-6z"/>',
    "^": '<path d="M8 2l6 11H2z"/>',
    "v": '<path d="M8 14L2 3h12z"/>',
    "P": '<path d="M6 2h4v4h4v4h-4v4H6v-4H2V6h4z"/>',
}


ACTIONS_LISTED = 200
_RULES_MARKED = (
    '<ul class="legend"><li><span class="swatch dash"></span>US export rule that tightens</li></ul>'
)


def render_sections(report: Report, links: Links) -> dict[str, str]:
    """Path → page of each section; the same release gives the same bytes."""
    sections: Mapping[str, Sequence[tuple[str, Callable[[Report, Links], str]]]] = {
        "timeline.html": (("timeline", _timeline),),
        "reactions.html": (("reactions", _reactions),),
        "chips.html": (("chips", _chips),),
        "shares.html": (
            ("shares", _shares),
            ("measures", share_measures_section),
            ("compute", compute_section),
            ("costs", cost_section),
        ),
        "trade.html": (("trade", _trade), ("hubs", hub_section), ("surges", _surges)),
        "trust.html": (
            ("checks", _checks),
            ("trust", _trust),
            ("review", _queue),
            ("sources", _sources),
        ),
    }
    titles = dict(SECTIONS)
    return {
        path: page(
            titles[path],
            report.release,
            report.is_public,
            "\n".join(
                f'<section id="{key}">{write(report, links)}</section>' for key, write in parts
            )
            .replace("<h2>", "<h1>", 1)
            .replace("</h2>", "</h1>", 1),
            here=path,
            restricted=report.restricted,
        )
        for path, parts in sections.items()
    }


def _timeline(report: Report, links: Links) -> str:
    words = (
        "<p>Each mark is one action in scope on the day it became public: a filled triangle "
        "tightens, an open circle loosens."
    )
    if report.prices and any(report.prices.values()):
        words += (
            " On the price lines stand the actions that name the company, on the first session "
            "from that day on. A break in a line is a gap in the bars. The page of each company "
            'with prices has the same of its own listings: <a href="subjects.html">all companies'
            "</a>."
        )
    parts = [
        "<h2>Actions over the prices of Nvidia and Cambricon</h2>",
        words,
        "</p>",
    ]
    if not report.events:
        return parts[0] + empty("No action of the United States or China is known.")
    priced = [f"prices-{name}" for name, rows in (report.prices or {}).items() if rows]
    parts.append(
        _figure(
            report,
            links,
            charts.timeline,
            _by_issuer(),
            "Source: the ledger of actions; closing prices as archived.",
            ["actions", *priced],
        )
    )
    if report.prices is None:
        parts.append(empty("Prices are left out: their source allows personal use only."))
    elif not any(report.prices.values()):
        parts.append(empty("The archive holds no price bars of Nvidia or Cambricon."))
    rows = [
        (
            row["public_on"],
            row["issuer_name"],
            report.said("direction", row["direction"]),
            row["title"],
            report.said("evidence_grade", row["evidence_grade"]),
        )
        for row in reversed(report.events[-ACTIONS_LISTED:])
    ]
    parts.append(
        folded_table(
            "All actions as a table"
            if len(rows) == len(report.events)
            else f"The newest {len(rows)} of {len(report.events)} actions as a table",
            ("public on", "issuer", "", "what", "rests on"),
            rows,
        )
    )
    return "".join(parts)


def _reactions(report: Report, links: Links) -> str:
    heading = "<h2>How Nvidia reacted, with error bars</h2>"
    if report.reactions is None:
        return heading + empty(
            "Reactions are left out: they are computed from prices whose source allows personal "
            "use only."
        )
    shown = charts.shown_reactions(report)
    if not shown:
        return heading + empty(
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
            probability(r["p_quantile"]),
            probability(r["q_value"]),
            r["estimation_sessions"],
        )
        for r in report.reactions
    ]
    names = ("day 0", "action", "abnormal return, %", "95%, points", "p", "q", "n")
    return (
        heading
        + words
        + _figure(
            report,
            links,
            charts.reactions,
            _by_issuer(any(row["jurisdiction"] not in _COUNTRY for row in shown)),
            "Abnormal return of Nvidia on day 0, percent; sessions with the clearest reactions "
            f"(at most {charts.REACTIONS_SHOWN}), in the order of time. Actions that share a "
            "session share a figure. The pages of companies hold those of every other security. "
            "Source: computed from archived prices.",
            ["reactions"],
        )
        + folded_table("All estimates as a table", names, rows, numbers={2, 3, 4, 5, 6})
    )


def _chips(report: Report, links: Links) -> str:
    heading = "<h2>Chip status for China through time</h2>"
    if not report.chips:
        return heading + empty("No chip that an action names has a computed status.")
    used = {row["us_status"] for row in report.chips}
    seen: dict[str, list[str]] = {}
    for status, token in charts.STATUS.items():
        if status in used:
            seen.setdefault(token, []).append(report.said("us_status", status))
    legend = "".join(
        f'<li data-of="{token}"><span class="swatch" style="background:var(--{token})"></span>'
        f"{escape(' / '.join(words))}</li>"
        for token, words in seen.items()
    )
    legend += (
        '<li><span class="swatch line" style="background:var(--cn)"></span>a Chinese measure '
        "bears on it</li>"
        '<li><span class="swatch hatched"></span>before the chip was on sale; * when it came on '
        "sale is not known</li>"
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
        + _figure(
            report,
            links,
            charts.chips,
            f'<ul class="legend">{legend}</ul>',
            "Source: the decision list of rules and letters, and the figures of each chip.",
            ["chip-status"],
        )
        + folded_table("All intervals as a table", names, rows)
    )


def _shares(report: Report, links: Links) -> str:
    parts = ["<h2>Shares of China’s AI accelerators, with ranges</h2>"]
    if report.shares:
        firms = charts.share_firms(report)
        legend = "".join(
            f'<li data-of="firm-{i}">'
            f"{_mark('accent', charts.FIRM_MARKS[i], is_filled=False)}{escape(firm)}</li>"
            for i, firm in enumerate(firms)
        )
        parts.append(_share_lines(report, links))
        parts += [
            "<p>Every estimate of a calendar year, never averaged. They count different things "
            "(cards, money, who makes or who buys), so a range is a range of answers, not of "
            "error. Filled: the estimate that the declared policy prefers.</p>",
            _figure(
                report,
                links,
                charts.shares,
                f'<ul class="legend">{legend}<li><span class="swatch" style="background:'
                'var(--soft);opacity:.35;height:5px"></span>from the lowest to the highest '
                "estimate</li></ul>",
                "Share of vendors in China’s AI accelerators, percent. Source: the firms named, "
                "each with its own in the table.",
                ["shares"],
            ),
            folded_table(
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
        parts.append(empty("No estimate of a whole year is known."))
    parts.append("<h3>China with Hong Kong as a share of Nvidia’s revenue, percent</h3>")
    if len(report.revenue) > 1:
        parts += [
            _figure(
                report,
                links,
                charts.revenue,
                _RULES_MARKED,
                "By quarter, as reported; where a customer is billed is not where the chip goes. "
                "Source: filings at the SEC and curated figures.",
                ["revenue"],
            ),
        ]
    else:
        parts.append(empty("Fewer than two quarters with both figures are known."))
    return "".join(parts)


def _share_lines(report: Report, links: Links) -> str:
    """The vendors' years as lines; nothing where no vendor has two."""
    drawn = share_lines.lines(report)
    if not drawn:
        return ""
    legend = "".join(
        f'<li data-of="{line.token}">{_mark(line.token, line.mark, is_filled=True)}'
        f"{escape(line.vendor)}</li>"
        for line in drawn
    )
    return _figure(
        report,
        links,
        share_lines.share_lines,
        f'<ul class="legend">{legend}<li><span class="swatch dash soft"></span>to a forecast (open '
        "mark)</li></ul>",
        "The estimate that the declared policy prefers, and the band of all estimates of the year. "
        "A line joins estimates of different firms where one firm has not every year. Source: the "
        "table below.",
        ["shares"],
    )


def _trade(report: Report, links: Links) -> str:
    heading = "<h2>Trade, with measures marked</h2>"
    if not report.trade:
        return heading + empty("No trade figures of Taiwan are in the archive, or may be shown.")
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
        + _figure(
            report,
            links,
            charts.trade,
            _RULES_MARKED,
            "Source: exports of Taiwan as its customs report them.",
            ["trade"],
        )
        + folded_table("All figures as a table", ("year", "HS", "to", "million USD", ""), rows, {3})
        + folded_table("The rules that are marked", ("public on", "rule"), rules)
    )


def _surges(report: Report, links: Links) -> str:
    heading = "<h2>By month, around announced rules</h2>"
    if not report.surges:
        return heading + empty("No window around a rule is in the archive, or may be shown.")
    told = [{**row, "said": _surge_in_words(report, row)} for row in report.surges]
    drawn = month_charts(report.surge_months, told)
    rows = [
        (
            row["why"],
            f"{row['reporter_name']}, {row['flow']}s, {row['partner_name']}: {row['group_name']}",
            report.labels.shown("part", row["part"]),
            f"{row['part_start_on']} to {row['part_end_on']}",
            *(millions(row[name]) for name in ("value_usd", "expected_usd", "excess_usd")),
            "" if row["p_value"] is None else probability(row["p_value"]),
            row["said"],
        )
        for row in told
    ]
    figure = (
        f"<figure>{drawn}<figcaption>Shaded: the months between the announcement of a rule and its"
        " effect. Source: customs as each line says; data until "
        f'{report.as_of_on}; rows: <a href="data/surge-months.csv" download>surge-months.csv</a>, '
        '<a href="data/surges.csv" download>surges.csv</a>.</figcaption></figure>'
        if drawn
        else empty("No series has two years of months.")
    )
    return (
        heading
        + "<p>Did buyers stock up before a rule took effect? What moved is set against what "
        "the same series did in the years before. More than expected is a question, not a proof; "
        "a series without three years before the window says nothing.</p>"
        + figure
        + folded_table(
            "All windows as a table",
            ("rule", "flow", "part", "months", "million USD", "expected", "excess", "p", "reading"),
            rows,
            {4, 5, 6, 7},
        )
    )


def _surge_in_words(report: Report, row: Row) -> str:
    if row["status"] == "estimated":
        return f"{row['excess_pct']:+.0f}% against expected" + (
            ", more than chance" if row["is_flagged"] else ", within chance"
        )
    missing = f", {row['missing_months']} months missing" if row["missing_months"] else ""
    return f"{report.labels.shown('status', row['status'])}{missing}"


def _checks(report: Report, links: Links) -> str:
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
        folded_table(f"Failed warnings ({len(failed)})", names, failed, is_open=True)
        if failed
        else empty("No check failed.")
    )
    return head + table + below


def _trust(report: Report, links: Links) -> str:
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
        "The payloads behind prices, lists, filings, trade and news are the bundled sample: "
        "composed from public facts in each source’s own form, not downloaded; parts are "
        "recollected, and outlets and headlines are made up. Do not cite them. The ledger of "
        "actions and the vendor figures are curated and carry their sources. Every row that comes "
        "from a sample payload says so in <code>is_sample</code>."
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
        + folded_table(
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


def _sources(report: Report, links: Links) -> str:
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
    return "<h2>Sources and their terms</h2>" + folded_table(
        f"{len(rows)} datasets", names, rows, numbers={2, 3}, is_open=True
    )


def _by_issuer(others: bool = False) -> str:
    marks = [
        ("us", "v", "US-tighten", "the United States tightens"),
        ("us", "o", "US-loosen", "the United States loosens"),
        ("cn", "v", "CN-tighten", "China tightens"),
        ("cn", "o", "CN-loosen", "China loosens"),
    ]
    items = "".join(
        f'<li data-of="{of}">{_mark(token, shape, is_filled=shape == "v")}{words}</li>'
        for token, shape, of, words in marks
    )
    if others:
        items += f"<li>{_mark('other', 'v', is_filled=True)}another government</li>"
    return f'<ul class="legend">{items}</ul>'


def _mark(token: str, shape: str, *, is_filled: bool) -> str:
    return (
        f'<svg width="16" height="16" aria-hidden="true" stroke="var(--{token})" '
        f'stroke-width="1.6" fill="var(--{token if is_filled else "bg"})">{_MARKS[shape]}</svg>'
    )


def _figure(
    report: Report,
    links: Links,
    draw: Callable[[Report, Links, int], str],
    legend: str,
    caption: str,
    files: Sequence[str],
) -> str:
    """A chart with its legend, its note (with source and until when) and its rows as files."""
    wide, narrow = charts.both(draw, report, links)
    rows = ", ".join(f'<a href="data/{name}.csv" download>{name}.csv</a>' for name in files)
    return (
        f'<figure>{legend}<div class="wide">{wide}</div><div class="narrow">{narrow}</div>'
        f"<figcaption>{escape(caption)} Data until {report.as_of_on}; rows: {rows}. Marks are read "
        "by pointer, tap, or arrow keys on the chart; a click opens the page behind.</figcaption>"
        "</figure>"
    )


def chart_rows(report: Report) -> dict[str, Sequence[Row]]:
    """Name of a file → the rows behind a chart, where there are any that may be shown."""
    prices = {f"prices-{name}": rows for name, rows in (report.prices or {}).items()}
    told = {
        "actions": report.events,
        **prices,
        "reactions": report.reactions or (),
        "chip-status": report.chips,
        "shares": report.shares,
        "revenue": report.revenue,
        "trade": report.trade,
        "compute": report.compute,
        "costs": report.costs,
        "share-measures": report.share_measures,
        "hubs": report.hubs,
        "surges": report.surges,
        "surge-months": report.surge_months,
    }
    return {name: rows for name, rows in told.items() if rows}


def _queue(report: Report, links: Links) -> str:
    head = "<h2>What waits for a person</h2>"
    if report.queue is None:
        return head + empty("The queue is left out: it holds headlines that may not be passed on.")
    if not report.queue:
        return head + empty("Nothing waits: no document and no headline is in doubt.")
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
        + folded_table(shown, columns, rows, numbers=(4, 5), is_open=True)
    )
