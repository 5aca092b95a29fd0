"""Low, central and high values as bars on one scale, as small SVG.

Belongs here: bars, their words and the scale. Does not belong here: which rows are drawn, units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from pipelines.report.charts.strip import round_steps

LINE, TOP, FOOT = 40, 6, 22
MOST_STEPS = 5


@dataclass(frozen=True)
class Range:
    """A named range; without `low` nothing is known, and `words` says why."""

    name: str
    low: float | None
    central: float | None
    high: float | None
    is_high_open: bool
    words: str


def ranges(label: str, rows: Sequence[Range]) -> str:
    """A bar a row, with a stroke at its central value; an open end fades out."""
    most = max((row.high for row in rows if row.high is not None), default=0.0) * 1.15 or 1.0
    bottom = TOP + LINE * len(rows)
    parts = [
        f'<svg class="chart strip" role="img" aria-label="{escape(label)}" width="100%" '
        f'height="{bottom + FOOT}"><defs><linearGradient id="open-end"><stop offset="70%" '
        'stop-color="var(--us)" stop-opacity="0.45"/><stop offset="100%" stop-color="var(--us)" '
        'stop-opacity="0"/></linearGradient></defs>'
    ]
    for value in round_steps(most, MOST_STEPS):
        at = 100 * value / most
        parts.append(
            f'<line x1="{at:.2f}%" x2="{at:.2f}%" y1="0" y2="{bottom}" class="grid"/>'
            f'<text x="{at:.2f}%" y="{bottom + 14}" text-anchor="middle" class="tick">'
            f"{value:,g}</text>"
        )
    for place, row in enumerate(rows):
        parts.append(_row(row, TOP + place * LINE, most))
    return "".join([*parts, "</svg>"])


def _row(row: Range, y: int, most: float) -> str:
    name = f'<text x="0" y="{y + 12}" class="lane">{escape(row.name)}</text>'
    if row.low is None or row.high is None:
        return f'{name}<text x="0" y="{y + 30}" class="tick">{escape(row.words)}</text>'
    left, right = 100 * row.low / most, 100 * row.high / most
    right = min(100.0, right * 1.06) if row.is_high_open else right
    fill = "url(#open-end)" if row.is_high_open else "var(--us)"
    centre = ""
    if row.central is not None:
        at = 100 * row.central / most
        centre = f'<line x1="{at:.2f}%" x2="{at:.2f}%" y1="{y + 16}" y2="{y + 34}" class="centre"/>'
    return (
        f'{name}<g class="mark"><title>{escape(f"{row.name}: {row.words}")}</title>'
        f'<rect x="{left:.2f}%" y="{y + 19}" width="{max(0.4, right - left):.2f}%" height="12" '
        f'fill="{fill}" fill-opacity="{1 if row.is_high_open else 0.45}"/>{centre}</g>'
    )
