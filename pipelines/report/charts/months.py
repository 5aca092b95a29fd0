"""Months of trade around announced rules, as small SVG: the flow, the window, the rule.

Belongs here: which series are drawn, the line, the shaded window. Does not belong here: queries
(`data.py`), years and their axis (`strip.py`), colours (`shared/site.css`), tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from pipelines.report.charts.strip import round_steps, share, years
from pipelines.report.reading import Row

HIGH, TOP, FOOT = 170, 4, 10
FEWEST_MONTHS = 24
MARGIN = timedelta(days=25)
SERIES = ("reporter_name", "partner_name", "flow", "group_name", "dataset")
"""What tells one series of months from another."""


def month_charts(months: Sequence[Row], surges: Sequence[Row]) -> str:
    """A panel a series of two years or more, in the order of the rows.

    A window tells `why` it is one and what is `said` of it.
    """
    series: dict[tuple[str, ...], list[Row]] = {}
    for row in months:
        series.setdefault(_of(row), []).append(row)
    return "".join(
        _panel(key, rows, [one for one in surges if _of(one) == key])
        for key, rows in series.items()
        if len(rows) >= FEWEST_MONTHS
    )


def _of(row: Row) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in SERIES)


def _panel(key: tuple[str, ...], rows: Sequence[Row], surges: Sequence[Row]) -> str:
    reporter, partner, flow, goods, _ = key
    span = (rows[0]["month_on"] - MARGIN, rows[-1]["month_on"] + MARGIN)
    most = max(float(row["value_usd"]) for row in rows)
    way = f"{reporter} to {partner}" if flow == "export" else f"{reporter} from {partner}"
    label = f"{way}: {goods}, by month, million US dollars ({flow}s as reported)"
    points = "".join(
        f"{'L' if place else 'M'}{share(row['month_on'], span):.2f} "
        f"{_down(float(row['value_usd']), most):.1f}"
        for place, row in enumerate(rows)
    )
    return "".join(
        [
            f"<p>{escape(label)}</p>"
            f'<svg class="chart strip" role="img" aria-label="{escape(label)}" width="100%" '
            f'height="{TOP + HIGH + FOOT}">',
            *(_window(one, span) for one in surges if one["part"] == "during"),
            *years(span, TOP, TOP + HIGH),
            *_steps(most),
            f'<svg x="0" y="{TOP}" width="100%" height="{HIGH}" viewBox="0 0 100 {HIGH}" '
            f'preserveAspectRatio="none"><path class="price" d="{points}"/></svg></svg>',
        ]
    )


def _steps(most: float) -> list[str]:
    """Lines at round values, at most four, with the value at the right end."""
    drawn = []
    for value in round_steps(most, 4):
        y = TOP + _down(value, most)
        drawn.append(
            f'<line x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}" class="grid"/>'
            f'<text x="100%" y="{y - 3:.1f}" text-anchor="end" class="tick">'
            f"{value / 1e6:,g}</text>"
        )
    return drawn


def _down(value: float, most: float) -> float:
    return HIGH * (1 - value / (most * 1.12)) if most else float(HIGH)


def _window(surge: Row, span: tuple[date, date]) -> str:
    left, right = (share(surge[name], span) for name in ("part_start_on", "part_end_on"))
    words = f"{surge['part_start_on']} to {surge['part_end_on']}: {surge['why']} ({surge['said']})"
    return (
        f'<g class="mark" data-of="window"><title>{escape(words)}</title>'
        f'<rect x="{left:.2f}%" y="{TOP}" width="{max(0.4, right - left):.2f}%" '
        f'height="{HIGH}" class="window"/></g>'
    )
