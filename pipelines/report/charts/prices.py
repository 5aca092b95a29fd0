"""The closing prices of a company's listings with its actions on them, as small SVG.

Belongs here: which listings and actions are drawn, the line, its marks and the log scale.
Does not belong here: years and their axis (`strip.py`), colours (`shared/site.css`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from math import log

from pipelines.report.charts.strip import share, years
from pipelines.report.links import Links
from pipelines.report.reading import Reader, Row
from pipelines.report.subjects.model import Subject

_PRICES = """
    select securities.vendor_id, securities.symbol, bars.session_on, bars.currency,
        cast(bars.close_split_adjusted as double) as close
    from {fct_stock_daily} as bars
    inner join {dim_security} as securities on bars.security_id = securities.security_id
    where securities.vendor_id is not null and bars.close_split_adjusted > 0
    order by securities.vendor_id, securities.symbol, bars.session_on
"""
HIGH, TOP, FOOT = 220, 30, 24
MOST_POINTS = 500
FEWEST_SESSIONS = 20
LONGEST_GAP = timedelta(days=12)
STEPS = tuple(base * 10**power for power in range(-1, 6) for base in (1, 2, 5))
"""Prices that may be written beside the line."""
UP = "../"
SIDES = {"US": ("us", "the United States"), "CN": ("cn", "China")}
MARKS = {
    "tighten": ("tightens", '<path d="M-6 -5 6 -5 0 6Z" fill="{0}" stroke="{0}"/>'),
    "loosen": ("loosens", '<circle r="5" fill="var(--bg)" stroke="{0}" stroke-width="1.6"/>'),
}

Prices = Mapping[str, Mapping[str, Sequence[Row]]]


def read_prices(reader: Reader) -> Prices:
    """Vendor → symbol → its sessions in order; empty where prices may not be shown."""
    found: dict[str, dict[str, list[Row]]] = {}
    if reader.may_show("fct_stock_daily"):
        for row in reader.rows(_PRICES):
            found.setdefault(row["vendor_id"], {}).setdefault(row["symbol"], []).append(row)
    return found


def price_chart(subject: Subject, prices: Prices, links: Links, as_of_on: date) -> str:
    """A line a listing with the actions that name the company; nothing without prices."""
    if subject.kind.key != "company":
        return ""
    listings = prices.get(subject.subject_id, {})
    drawn = [
        _line(subject, symbol, rows, links)
        for symbol, rows in listings.items()
        if len(rows) >= FEWEST_SESSIONS
    ]
    if not drawn:
        return ""
    legend = "".join(
        f'<li data-of="{key}-{direction}"><svg class="key" width="16" height="16" '
        f'viewBox="-8 -8 16 16">{sign.format(f"var(--{token})")}</svg>{name} {verb}</li>'
        for key, (token, name) in SIDES.items()
        for direction, (verb, sign) in MARKS.items()
    )
    return (
        f'<figure>{"".join(drawn)}<ul class="legend">{legend}</ul><figcaption>Each mark is an '
        "action that names the company, on the first session from the day it became public. A "
        "break in a line is a gap in the bars. Source: closing prices as archived; rows: "
        f"marts.fct_stock_daily; data until {as_of_on}.</figcaption></figure>"
    )


@dataclass(frozen=True)
class _Scale:
    """Where a day and a close stand: in percent from the left, in pixels from the top."""

    span: tuple[date, date]
    low: float
    high: float

    @classmethod
    def of(cls, rows: Sequence[Row]) -> _Scale:
        closes = [row["close"] for row in rows]
        margin = timedelta(days=20)
        span = (rows[0]["session_on"] - margin, rows[-1]["session_on"] + margin)
        return cls(span, log(min(closes) * 0.97), log(max(closes) * 1.03))

    def down(self, close: float) -> float:
        return HIGH * (self.high - log(close)) / (self.high - self.low)


def _line(subject: Subject, symbol: str, rows: Sequence[Row], links: Links) -> str:
    scale = _Scale.of(rows)
    label = f"{symbol}, close in {rows[0]['currency']}, split-adjusted, log scale"
    by_day = {row["session_on"]: row["close"] for row in rows}
    marks = [_mark(action, by_day, scale, links) for action in subject.rows.get("actions", ())]
    return "".join(
        [
            f'<svg class="chart strip" role="img" '
            f'aria-label="{escape(f"{subject.name}: {label}")}" width="100%" '
            f'height="{TOP + HIGH + FOOT}"><text x="0" y="12" class="lane">{escape(label)}</text>',
            *years(scale.span, TOP, TOP + HIGH),
            *_steps(scale),
            f'<svg x="0" y="{TOP}" width="100%" height="{HIGH}" viewBox="0 0 100 {HIGH}" '
            f'preserveAspectRatio="none"><path class="price" d="{_path(rows, scale)}"/></svg>',
            *marks,
            "</svg>",
        ]
    )


def _steps(scale: _Scale) -> list[str]:
    drawn = []
    for step in STEPS:
        if scale.low < log(step) < scale.high:
            y = TOP + scale.down(step)
            drawn.append(
                f'<line x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}" class="grid"/>'
                f'<text x="0" y="{y - 3:.1f}" class="tick">{step:,g}</text>'
            )
    return drawn


def _path(rows: Sequence[Row], scale: _Scale) -> str:
    each = -(-len(rows) // MOST_POINTS)
    points, before = [], date.min
    for row in [*rows[:-1:each], rows[-1]]:
        day = row["session_on"]
        joins = "L" if day - before <= LONGEST_GAP * each else "M"
        points.append(f"{joins}{share(day, scale.span):.2f} {scale.down(row['close']):.1f}")
        before = day
    return "".join(points)


def _mark(action: Row, by_day: Mapping[date, float], scale: _Scale, links: Links) -> str:
    """One action on the line; nothing where the week after it has no session."""
    side, direction = SIDES.get(action["jurisdiction"]), MARKS.get(action["direction"])
    week = (action["public_on"] + timedelta(days=n) for n in range(6))
    day = next((one for one in week if one in by_day), None)
    if day is None or side is None or direction is None:
        return ""
    words = f"{action['public_on']} · {action['issuer_name']}: {action['title']}"
    sign = direction[1].format(f"var(--{side[0]})")
    path = links.event(action["event_id"], action["authority_id"])
    if path:
        sign = f'<a href="{escape(UP + path)}">{sign}</a>'
    return (
        f'<g class="mark" data-of="{action["jurisdiction"]}-{action["direction"]}">'
        f"<title>{escape(words)}</title>"
        f'<svg x="{share(day, scale.span):.2f}%" y="{TOP + scale.down(by_day[day]):.1f}" '
        f'overflow="visible">{sign}</svg></g>'
    )
