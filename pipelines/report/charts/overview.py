"""The charts of the overview, each drawn for a wide and for a narrow page.

Belongs here: what is drawn where. Does not belong here: queries, words around a chart, or colours
(`svg.py` and `shared/site.css`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from matplotlib import dates as mdates
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullFormatter, NullLocator

from pipelines.derived.event_study.probabilities import probability
from pipelines.report.charts.svg import TOKENS, Sheet, drawing
from pipelines.report.data import Report, with_gaps
from pipelines.report.links import Links
from pipelines.report.reading import Row

WIDE, NARROW = 1120, 360
TEXT_SIZE = {WIDE: 13, NARROW: 11}
LONGEST_GAP = timedelta(days=12)
PRICED = {
    "nvda": ("Nvidia", "names_nvidia"),
    "688256-ss": ("Cambricon", "names_cambricon"),
}
LANES = (("US", "tighten"), ("US", "loosen"), ("CN", "tighten"), ("CN", "loosen"))
COUNTRY = {"US": "US", "CN": "China"}
STATUS = {
    "not_controlled": "s-free",
    "nac_notification": "s-exception",
    "license_required_case_by_case": "s-case",
    "license_required_letter_granting": "s-case",
    "license_required_letter": "s-letter",
    "license_required_denial": "s-denial",
    "gp10_risk": "s-risk",
    "no_us_export_matter": "s-outside",
    "unknown": "s-unknown",
}
"""Colour of a US status; the words are those of `meta.labels`."""
FIRM_MARKS = "osD^vP"
REACTIONS_SHOWN = 24
CERTAIN = 0.05


def issuer_colour(jurisdiction: str) -> str:
    """The colour of an issuer's marks."""
    return TOKENS[{"US": "us", "CN": "cn"}.get(jurisdiction, "other")]


def both(
    draw: Callable[[Report, Links, int], str], report: Report, links: Links
) -> tuple[str, str]:
    """A chart for the wide and for the narrow page."""
    with drawing(TEXT_SIZE[WIDE]):
        wide = draw(report, links, WIDE)
    with drawing(TEXT_SIZE[NARROW]):
        return wide, draw(report, links, NARROW)


def timeline(report: Report, links: Links, width: int) -> str:
    """Lanes of actions over the closing prices of Nvidia and Cambricon, on one axis of time."""
    wide = width == WIDE
    priced = [(security, rows) for security, rows in (report.prices or {}).items() if rows]
    lane, panel, gap = (26, 210, 52) if wide else (24, 150, 50)
    left, right = (118, 12) if wide else (44, 6)
    lanes_top = 8
    lanes_high = lane * len(LANES) * (1 if wide else 1.5)
    height = int(lanes_top + lanes_high + len(priced) * (panel + gap) + (28 if not priced else 26))
    sheet = Sheet("timeline", width, height)
    begin = (
        min(rows[0]["session_on"] for _, rows in priced)
        if priced
        else min((row["public_on"] for row in report.events), default=report.as_of_on)
    )
    span = (begin - timedelta(days=20), report.as_of_on + timedelta(days=20))
    axes = sheet.axes(left, lanes_top, width - left - right, lanes_high)
    _time_axis(axes, span, wide, bottom=not priced)
    axes.set_ylim(len(LANES) - 0.5, -0.5)
    axes.set_yticks([])
    axes.spines[["left", "bottom"]].set_visible(False)
    for place, (jurisdiction, direction) in enumerate(LANES):
        title = f"{COUNTRY[jurisdiction]} {report.said('direction', direction)}"
        chosen = [
            row
            for row in report.events
            if (row["jurisdiction"], row["direction"]) == (jurisdiction, direction)
        ]
        colour = issuer_colour(jurisdiction)
        axes.axhline(place, color=TOKENS["grid"], linewidth=0.8, zorder=0)
        if wide:
            axes.text(
                -8 / (width - left - right), place, title, transform=axes.get_yaxis_transform(),
                ha="right", va="center", color=TOKENS["soft"],
            )  # fmt: skip
        else:
            axes.text(
                0, place - 0.45, title, transform=axes.get_yaxis_transform(), ha="left",
                va="center", color=TOKENS["soft"], fontsize=10,
            )  # fmt: skip
        for row in chosen:
            if row["public_on"] >= span[0]:
                _action(sheet, axes, links, row, place, colour, 7 if wide else 5.5)
    top = lanes_top + lanes_high + gap - 14
    for number, (security, rows) in enumerate(priced):
        panel_axes = sheet.axes(left, top, width - left - right, panel)
        _price_panel(sheet, panel_axes, report, links, security, rows, span, wide)
        _time_axis(panel_axes, span, wide, bottom=number == len(priced) - 1)
        top += panel + gap
    return sheet.svg(
        "Actions of the United States and China by day"
        + (" over the closing prices of Nvidia and Cambricon" if priced else "")
    )


def _action(
    sheet: Sheet, axes: Axes, links: Links, row: Row, y: float, colour: str, size: float
) -> None:
    tightens = row["direction"] == "tighten"
    axes.plot(
        [_number(row["public_on"])], [y], marker="v" if tightens else "o", markersize=size,
        markerfacecolor=colour if tightens else TOKENS["bg"], markeredgecolor=colour,
        markeredgewidth=1.4, linestyle="none", clip_on=False,
        gid=sheet.tell(
            f"{row['public_on']} · {row['issuer_name']}: {row['title']}",
            f"{row['jurisdiction']}-{row['direction']}",
        ),
        url=links.event(row["event_id"], row["authority_id"]),
    )  # fmt: skip


def _price_panel(
    sheet: Sheet,
    axes: Axes,
    report: Report,
    links: Links,
    security: str,
    rows: Sequence[Row],
    span: tuple[date, date],
    wide: bool,
) -> None:
    name, named = PRICED[security]
    each = -(-len(rows) // (WIDE if wide else NARROW))
    days, closes = with_gaps([*rows[:-1:each], rows[-1]], LONGEST_GAP * each)
    axes.plot(_numbers(days), closes, color=TOKENS["fg"], linewidth=1.3, zorder=2)
    axes.set_yscale("log")
    lowest, highest = min(float(r["close"]) for r in rows), max(float(r["close"]) for r in rows)
    ticks = [
        value
        for value in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
        if lowest * 0.8 <= value <= highest * 1.25
    ]
    axes.yaxis.set_major_locator(FixedLocator([float(t) for t in ticks]))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.grid(axis="y")
    axes.tick_params(length=0)
    axes.spines[["left"]].set_visible(False)
    axes.set_title(
        f"{name}, close in {rows[0]['currency']}"
        + (", split-adjusted, log scale" if wide else " (log scale)"),
        loc="left", fontweight="bold", pad=8,
    )  # fmt: skip
    by_day = {row["session_on"]: float(row["close"]) for row in rows}
    for row in report.events:
        if not row[named]:
            continue
        day = next(
            (
                row["public_on"] + timedelta(days=offset)
                for offset in range(6)
                if row["public_on"] + timedelta(days=offset) in by_day
            ),
            None,
        )
        if day is not None and span[0] <= day:
            colour = issuer_colour(row["jurisdiction"])
            size = 7 if wide else 5.5
            _action(sheet, axes, links, {**row, "public_on": day}, by_day[day], colour, size)


def _time_axis(axes: Axes, span: tuple[date, date], wide: bool, bottom: bool) -> None:
    axes.set_xlim(*(mdates.date2num(day) for day in span))  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(mdates.YearLocator())  # type: ignore[no-untyped-call]
    form = "%Y" if wide else "’%y"
    axes.xaxis.set_major_formatter(mdates.DateFormatter(form))  # type: ignore[no-untyped-call]
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.grid(axis="x", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(axis="x", length=0, labelbottom=bottom, pad=6)


def reactions(report: Report, links: Links, width: int) -> str:
    """Abnormal return of Nvidia on day 0 with its 95% interval, one row an action."""
    wide = width == WIDE
    rows = shown_reactions(report)
    step = 27 if wide else 44
    left, right, top = (500, 20, 30) if wide else (8, 10, 30)
    sheet = Sheet("reactions", width, top + step * len(rows) + 34)
    axes = sheet.axes(left, top, width - left - right, step * len(rows))
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks([])
    axes.axvline(0, color=TOKENS["soft"], linewidth=1)
    axes.grid(axis="x")
    axes.set_axisbelow(True)
    axes.tick_params(length=0, labeltop=True)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda value, _: f"{value:+.0f}%".replace("-", "−").replace("+0%", "0%"))
    )
    for place, row in enumerate(rows):
        colour = issuer_colour(row["jurisdiction"])
        middle, half = float(row["abnormal_return_pct"]), half_interval(row)
        y = place if wide else place + 0.18
        certain = float(row["p_quantile"]) <= CERTAIN
        words = (
            f"{row['day0_on']}: {middle:+.2f}% (95%: {middle - half:+.2f} to "
            f"{middle + half:+.2f}), {quoted_p(row)}: {row['event_title']}"
        )
        bar = axes.errorbar(
            [middle], [y], xerr=[half], color=colour, linewidth=1.6, capsize=3, fmt="none"
        )
        bar.lines[2][0].set_gid(sheet.tell(words, f"{row['jurisdiction']}-{row['direction']}"))
        axes.plot(
            [middle], [y], marker="v" if row["direction"] == "tighten" else "o", markersize=7.5,
            markeredgecolor=colour, markerfacecolor=colour if certain else TOKENS["bg"],
            markeredgewidth=1.6, linestyle="none",
            gid=sheet.tell(words, f"{row['jurisdiction']}-{row['direction']}"),
            url=links.event(row["event_id"]),
        )  # fmt: skip
        more = f" (+{row['events_on_day0'] - 1} more)" if row["events_on_day0"] > 1 else ""
        label = f"{row['day0_on']}  {_short(row['event_title'], 50 if wide else 40)}{more}"
        if wide:
            axes.text(
                -10 / (width - left - right), y, label, transform=axes.get_yaxis_transform(),
                ha="right", va="center",
            )  # fmt: skip
        else:
            axes.text(
                0, place - 0.26, _short(label, 54), transform=axes.get_yaxis_transform(),
                ha="left", va="center", fontsize=10,
            )  # fmt: skip
    return sheet.svg("Abnormal return of Nvidia in percent on the first session after an action")


def shown_reactions(report: Report) -> list[Row]:
    """One row a session, the clearest (by p, then t) of all, in the order of time."""
    first: dict[date, Row] = {}
    for row in report.reactions or ():
        first.setdefault(row["day0_on"], row)
    clearest = sorted(
        first.values(),
        key=lambda r: (r["p_quantile"], -abs(float(r["t_statistic"])), r["day0_on"]),
    )
    return sorted(clearest[:REACTIONS_SHOWN], key=lambda row: row["day0_on"])


def quoted_p(row: Row) -> str:
    """The p value to quote for a single event, with the sessions that it counts."""
    return f"p {probability(row['p_quantile'])}, n {row['estimation_sessions']}"


def half_interval(row: Row) -> float:
    """Half the width of the 95% interval in percentage points, from estimate and t statistic."""
    from scipy.special import stdtrit

    error = abs(float(row["abnormal_return_pct"]) / float(row["t_statistic"]))
    return float(stdtrit(int(row["estimation_sessions"]) - 2, 0.975)) * error


def chips(report: Report, links: Links, width: int) -> str:
    """US status of chips for China through time, with a line where a Chinese measure holds."""
    wide = width == WIDE
    names = list(dict.fromkeys(row["chip_name"] for row in report.chips))
    step = 30 if wide else 42
    left, right = (230, 12) if wide else (6, 6)
    sheet = Sheet("chips", width, step * len(names) + 40)
    axes = sheet.axes(left, 6, width - left - right, step * len(names))
    begin = date(2022, 1, 1)
    span = (begin, report.as_of_on + timedelta(days=45))
    _time_axis(axes, span, wide, bottom=True)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_yticks([])
    axes.spines[["left", "bottom"]].set_visible(False)
    high = 0.5 if wide else 0.34
    for place, name in enumerate(names):
        middle = place if wide else place + 0.14
        for row in report.chips:
            end = row["valid_to"] or report.as_of_on
            if row["chip_name"] != name or end <= begin:
                continue
            start = max(row["valid_from"], begin)
            token = STATUS.get(row["us_status"], "s-unknown")
            words = report.said("us_status", row["us_status"])
            at, days, launched = _number(start), (end - start).days, row["launched_on"]
            beijing = row["chinese_measures"] or "no Chinese measure against it"
            axes.barh(
                middle, days, left=at, height=high, color=TOKENS[token],
                edgecolor=TOKENS[token], linewidth=0.5,
                url=links.page("chip", row["chip_id"]),
                gid=sheet.tell(
                    f"{name}, {start} to {row['valid_to'] or 'now'}: {words}. Beijing: {beijing}. "
                    + (f"On sale since {launched}" if launched else "When on sale is not known"),
                    token,
                ),
            )  # fmt: skip
            if launched and start < launched:
                axes.barh(
                    middle, (min(end, launched) - start).days, left=at, height=high,
                    color="none", hatch="////", linewidth=0,
                )  # fmt: skip
            if row["has_chinese_measure"]:
                axes.plot(
                    [at, at + days], [middle + high / 2 + 0.1] * 2, color=TOKENS["cn"],
                    linewidth=3, solid_capstyle="butt",
                )  # fmt: skip
        vendor = next(row["vendor_name"] for row in report.chips if row["chip_name"] == name)
        label = name if name.startswith(vendor) else f"{vendor} {name}"
        if all(row["launched_on"] is None for row in report.chips if row["chip_name"] == name):
            label += " *"
        if wide:
            axes.text(
                -10 / (width - left - right), middle, label, va="center", ha="right",
                transform=axes.get_yaxis_transform(),
            )  # fmt: skip
        else:
            axes.text(
                0, place - 0.27, label, va="center", ha="left", fontsize=10.5,
                transform=axes.get_yaxis_transform(),
            )  # fmt: skip
    return sheet.svg("US control status of chips for export to China, 2022 to the release")


def shares(report: Report, links: Links, width: int) -> str:
    """Every estimate of a vendor's share in a year, and the range that they span."""
    wide = width == WIDE
    things = share_rows(report)
    firms = share_firms(report)
    step = 30 if wide else 40
    left, right, top = (280, 20, 30) if wide else (8, 12, 30)
    sheet = Sheet("shares", width, top + step * len(things) + 30)
    axes = sheet.axes(left, top, width - left - right, step * len(things))
    axes.set_ylim(len(things) - 0.5, -0.5)
    axes.set_xlim(0, max(100.0, *(float(r["value"]) for r in report.shares)) if things else 100)
    axes.set_yticks([])
    axes.grid(axis="x")
    axes.set_axisbelow(True)
    axes.tick_params(length=0, labeltop=True)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}%"))
    before = None
    for place, (year, vendor, rows) in enumerate(things):
        y = place if wide else place + 0.18
        if before not in {None, year}:
            axes.axhline(place - 0.5, color=TOKENS["soft"], linewidth=0.8)
        before = year
        lowest, highest = float(rows[0]["lowest"]), float(rows[0]["highest"])
        axes.plot([lowest, highest], [y, y], color=TOKENS["soft"], linewidth=5, alpha=0.35,
                  solid_capstyle="round")  # fmt: skip
        for row in rows:
            axes.plot(
                [float(row["value"])], [y], marker=FIRM_MARKS[_firm(firms, row)],
                markersize=8.5, linestyle="none", markeredgecolor=TOKENS["accent"],
                markeredgewidth=1.6, clip_on=False, url=links.page("company", row["vendor_id"]),
                markerfacecolor=TOKENS["accent"] if row["is_preferred"] else TOKENS["bg"],
                gid=sheet.tell(
                    f"{vendor} {year}: {float(row['value']):g}% · {row['firm']} · "
                    f"{row['denominator']} · {report.said('estimate_kind', row['estimate_kind'])}, "
                    f"confidence {report.said('confidence', row['confidence'])}",
                    f"firm-{_firm(firms, row)}",
                ),
            )  # fmt: skip
        is_ahead = all(row["estimate_kind"] == "forecast" for row in rows)
        label = f"{year}  {vendor}{' (forecast)' if is_ahead else ''}"
        if wide:
            axes.text(-10 / (width - left - right), y, label, va="center", ha="right",
                      transform=axes.get_yaxis_transform())  # fmt: skip
        else:
            axes.text(0, place - 0.27, label, va="center", ha="left", fontsize=10.5,
                      transform=axes.get_yaxis_transform())  # fmt: skip
    return sheet.svg("Estimated share of vendors in China's AI accelerators, percent, by year")


def share_rows(report: Report) -> list[tuple[int, str, list[Row]]]:
    """(year, vendor, its estimates), newest year first, the largest share first."""
    found: dict[tuple[int, str], list[Row]] = {}
    for row in report.shares:
        found.setdefault((row["period_end_on"].year, row["vendor_name"]), []).append(row)
    ordered = sorted(
        found.items(), key=lambda item: (-item[0][0], -float(item[1][0]["highest"]), item[0][1])
    )
    return [(year, vendor, rows) for (year, vendor), rows in ordered]


def share_firms(report: Report) -> list[str]:
    """The firms behind the estimates, in the order of their marks; the last mark is of the rest."""
    firms = sorted({row["firm"] or "unnamed" for row in report.shares})
    if len(firms) <= len(FIRM_MARKS):
        return firms
    return [*firms[: len(FIRM_MARKS) - 1], "other firms"]


def _firm(firms: Sequence[str], row: Row) -> int:
    """The place of an estimate's firm among the marks."""
    name = row["firm"] or "unnamed"
    return firms.index(name) if name in firms else len(firms) - 1


def revenue(report: Report, links: Links, width: int) -> str:
    """China with Hong Kong as a share of Nvidia's revenue, quarter by quarter."""
    wide = width == WIDE
    left, right, top = (50, 14, 12) if wide else (36, 8, 12)
    sheet = Sheet("revenue", width, 280 if wide else 230)
    axes = sheet.axes(left, top, width - left - right, sheet.height - top - 34)
    days = [row["period_end_on"] for row in report.revenue]
    values = [float(row["share_of_total_pct"]) for row in report.revenue]
    span = (days[0] - timedelta(days=60), days[-1] + timedelta(days=60))
    _time_axis(axes, span, wide, bottom=True)
    axes.set_ylim(0, max(values) * 1.15)
    axes.grid(axis="y")
    axes.tick_params(length=0)
    axes.spines[["left"]].set_visible(False)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}%"))
    axes.plot(_numbers(days), values, color=TOKENS["accent"], linewidth=1.6)
    for row, value in zip(report.revenue, values, strict=True):
        by = report.said("geo_basis", row["geo_basis"])
        axes.plot(
            [_number(row["period_end_on"])], [value], marker="o", markersize=6 if wide else 4.5,
            color=TOKENS["accent"], linestyle="none",
            gid=sheet.tell(
                f"quarter to {row['period_end_on']}: {value:.1f}% of revenue, "
                f"{float(row['revenue_usd']) / 1e6:,.0f} million USD, by {by}"
            ),
        )  # fmt: skip
    _marks(sheet, axes, report, span)
    return sheet.svg("China and Hong Kong as a share of Nvidia's revenue in percent, by quarter")


def trade(report: Report, links: Links, width: int) -> str:
    """Taiwan's exports of two kinds of chips to China and Hong Kong, with US rules marked."""
    wide = width == WIDE
    codes = sorted({row["hs_code"] for row in report.trade})
    gap, panel = (70, 230) if wide else (58, 190)
    left, right, top = (54, 84, 34) if wide else (34, 70, 34)
    each = (width - left - right - gap - right) / 2 if wide else width - left - right
    rows_of_panels = 1 if wide else len(codes)
    sheet = Sheet("trade", width, int(top + rows_of_panels * (panel + gap) - 20))
    for number, code in enumerate(codes):
        x = left + number * (each + right + gap) if wide else left
        y = top if wide else top + number * (panel + gap)
        _trade_panel(sheet, sheet.axes(x, y, each, panel), report, code, wide)
    return sheet.svg("Taiwan's exports of chips to China and Hong Kong, billion US dollars a year")


def _trade_panel(sheet: Sheet, axes: Axes, report: Report, code: str, wide: bool) -> None:
    rows = [row for row in report.trade if row["hs_code"] == code]
    years = sorted({row["period_year"] for row in rows})
    span = (date(years[0], 3, 1), date(years[-1], 10, 30))
    _time_axis(axes, span, wide, bottom=True)
    locator = mdates.YearLocator(2 if wide else 4)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.set_ylim(0, max(float(row["value_usd"]) for row in rows) / 1e9 * 1.12)
    axes.grid(axis="y")
    axes.tick_params(length=0)
    axes.spines[["left"]].set_visible(False)
    kind = {"854231": "Processors and controllers", "854232": "Memories"}[code]
    axes.set_title(
        f"{kind}{f' (HS {code[:4]}.{code[4:]})' if wide else ''}, billion USD",
        loc="left",
        fontweight="bold",
        pad=8,
    )
    ends: dict[str, tuple[str, str, float, float]] = {}
    for partner, name, token in (("CN", "China", "cn"), ("HK", "Hong Kong", "fg")):
        chosen = [row for row in rows if row["partner_code"] == partner]
        days = [date(row["period_year"], 7, 1) for row in chosen]
        values = [float(row["value_usd"]) / 1e9 for row in chosen]
        axes.plot(_numbers(days), values, color=TOKENS[token], linewidth=1.8)
        for row, day, value in zip(chosen, days, values, strict=True):
            part = ", part of the year" if row["is_partial"] else ""
            axes.plot(
                [_number(day)], [value], marker="o", markersize=5.5, linestyle="none",
                markeredgecolor=TOKENS[token], markeredgewidth=1.5,
                markerfacecolor=TOKENS["bg"] if row["is_partial"] else TOKENS[token],
                gid=sheet.tell(f"{name} {row['period_year']}{part}: {value:,.2f} billion USD"),
            )  # fmt: skip
        if values:
            ends[partner] = (name, token, _number(days[-1]), values[-1])
    close = len({round(end[3] / axes.get_ylim()[1] * 12) for end in ends.values()}) < len(ends)
    upper = max(ends, key=lambda partner: ends[partner][3], default="")
    for partner, (name, token, at, value) in ends.items():
        axes.annotate(
            name, (at, value), xytext=(9, (6 if partner == upper else -6) if close else 0),
            textcoords="offset points", color=TOKENS[token], va="center", annotation_clip=False,
        )  # fmt: skip
    _marks(sheet, axes, report, span)


def marked_rules(report: Report) -> list[Row]:
    """The US export rules of the core that tighten: what charts of quantities mark."""
    return [
        row
        for row in report.events
        if row["instrument"] == "export_rule"
        and row["jurisdiction"] == "US"
        and row["direction"] == "tighten"
    ]


def _marks(sheet: Sheet, axes: Axes, report: Report, span: tuple[date, date]) -> None:
    for row in marked_rules(report):
        if span[0] <= row["public_on"] <= span[1]:
            axes.axvline(
                _number(row["public_on"]), color=TOKENS["us"], linewidth=1.1, linestyle=(0, (4, 3)),
                alpha=0.75, zorder=1, gid=sheet.tell(f"{row['public_on']} · {row['title']}"),
            )  # fmt: skip


def _number(day: date) -> float:
    return float(mdates.date2num(day))  # type: ignore[no-untyped-call]


def _numbers(days: Sequence[date]) -> list[float]:
    return [_number(day) for day in days]


def _short(text: Any, length: int) -> str:
    plain = str(text)
    return plain if len(plain) <= length else f"{plain[: length - 1].rstrip()}…"
