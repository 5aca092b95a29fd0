"""Intervals on an axis of years as small SVG: the status of a chip or of a measure.

Belongs here: lanes, years, hatching. Does not belong here: which rows are drawn, colours
(`shared/site.css`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

LANE, BAR, TOP, FOOT = 46, 18, 38, 24
LAST_LABEL = 95.0
"""No year is written further to the right, in percent: it would not fit."""
MOST_YEARS = 8


@dataclass(frozen=True)
class Bar:
    """From a day until before another (None: it goes on), in a colour, with words."""

    begins_on: date
    ends_on: date | None
    token: str
    words: str


@dataclass(frozen=True)
class Lane:
    """Bars under a name."""

    name: str
    bars: Sequence[Bar]


def strip(
    label: str,
    lanes: Sequence[Lane],
    begin: date,
    as_of_on: date,
    hatched_until: date | None = None,
) -> str:
    """The drawing: it fills the width that there is, and its letters keep their size."""
    ahead = [day for lane in lanes for bar in lane.bars for day in (bar.begins_on, bar.ends_on)]
    end = max([as_of_on, *(day for day in ahead if day)]) + timedelta(days=60)
    span = (begin, end)
    height = TOP + LANE * len(lanes) + FOOT
    parts = [
        f'<svg class="chart strip" role="img" aria-label="{escape(label)}" width="100%" '
        f'height="{height}">'
    ]
    if hatched_until and hatched_until > begin:
        parts.append(
            '<defs><pattern id="not-yet" width="7" height="7" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)"><rect width="3.5" height="7" fill="var(--bg)"/>'
            "</pattern></defs>"
        )
    parts += years(span, 0, height - FOOT)
    for number, lane in enumerate(lanes):
        y = TOP + number * LANE
        parts.append(f'<text x="0" y="{y - 5}" class="lane">{escape(lane.name)}</text>')
        parts += [_bar(bar, span, y, hatched_until) for bar in lane.bars if _is_seen(bar, span)]
    at = _percent(as_of_on, span)
    parts.append(
        f'<line x1="{at}" x2="{at}" y1="4" y2="{height - FOOT}" class="today"/>'
        f'<text x="{at}" y="{height - 6}" text-anchor="end" class="tick">'
        f"{as_of_on} ▲</text></svg>"
    )
    return "".join(parts)


def _is_seen(bar: Bar, span: tuple[date, date]) -> bool:
    return bar.begins_on < span[1] and (bar.ends_on is None or bar.ends_on > span[0])


def _bar(bar: Bar, span: tuple[date, date], y: int, hatched_until: date | None) -> str:
    begins, ends = max(bar.begins_on, span[0]), bar.ends_on or span[1]
    words = f"{bar.begins_on} to {bar.ends_on or 'now'}: {bar.words}"
    hatch = ""
    if hatched_until and begins < hatched_until:
        words += f" (not on sale before {hatched_until})"
        hatch = _rect(begins, min(ends, hatched_until), span, y, "url(#not-yet)")
    return (
        f'<g data-of="{bar.token}"><title>{escape(words)}</title>'
        f"{_rect(begins, ends, span, y, f'var(--{bar.token})')}{hatch}</g>"
    )


def _rect(begins: date, ends: date, span: tuple[date, date], y: int, fill: str) -> str:
    wide = max(0.15, share(ends, span) - share(begins, span))
    return (
        f'<rect x="{_percent(begins, span)}" y="{y}" width="{wide:.2f}%" height="{BAR}" '
        f'fill="{fill}" stroke="var(--bg)" stroke-width="0.6"/>'
    )


def round_steps(most: float, count: int) -> list[float]:
    """Multiples of the smallest 1, 2 or 5 times a power of ten of which at most `count` fit."""
    sizes = (float(base * 10**power) for power in range(-1, 13) for base in (1, 2, 5))
    step = next((size for size in sizes if most / size <= count), most)
    return [number * step for number in range(1, int(most / step) + 1)] if step else []


def years(span: tuple[date, date], top: int, bottom: int) -> list[str]:
    """A line at the beginning of every year, or of some, with its number at the top."""
    every = range(span[0].year + (span[0] > date(span[0].year, 1, 1)), span[1].year + 1)
    step = -(-len(every) // MOST_YEARS)
    drawn = []
    for year in every[::step]:
        at = _percent(date(year, 1, 1), span)
        drawn.append(f'<line x1="{at}" x2="{at}" y1="{top}" y2="{bottom}" class="grid"/>')
        if share(date(year, 1, 1), span) < LAST_LABEL:
            drawn.append(f'<text x="{at}" y="{top + 10}" dx="3" class="tick year">{year}</text>')
    return drawn


def share(day: date, span: tuple[date, date]) -> float:
    """Where a day stands between two, in percent."""
    whole = (span[1] - span[0]).days
    return min(100.0, max(0.0, 100 * (day - span[0]).days / whole))


def _percent(day: date, span: tuple[date, date]) -> str:
    return f"{share(day, span):.2f}%"
