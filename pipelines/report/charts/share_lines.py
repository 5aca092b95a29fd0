"""The chart of vendors' shares through the years: a line each, its band of answers, forecasts.

Belongs here: which estimates make a line, and drawing it. Does not belong here: every single
estimate (`overview.shares`).
"""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from pipelines.report.charts.overview import NARROW, WIDE, share_rows
from pipelines.report.charts.svg import TOKENS, Sheet
from pipelines.report.data import Report
from pipelines.report.links import Links
from pipelines.report.reading import Row

MOST_LINES = 6
MARKS = "osD^vP"


@dataclass(frozen=True)
class Point:
    """A vendor's year: the preferred estimate between the lowest and the highest."""

    year: int
    value: float
    lowest: float
    highest: float
    is_forecast: bool
    row: Row


@dataclass(frozen=True)
class Line:
    """A vendor's years, in order, with its colour and mark."""

    vendor: str
    vendor_id: str
    token: str
    mark: str
    points: tuple[Point, ...]


def lines(report: Report) -> list[Line]:
    """The vendors with two years or more, those with the largest share first."""
    found: dict[str, list[Point]] = {}
    for year, vendor, rows in share_rows(report):
        best = next((row for row in rows if row["is_preferred"]), None)
        if best is None:
            continue
        found.setdefault(vendor, []).append(
            Point(
                year,
                float(best["value"]),
                float(best["lowest"]),
                float(best["highest"]),
                best["estimate_kind"] == "forecast",
                best,
            )
        )
    several = sorted(
        ((vendor, points) for vendor, points in found.items() if len(points) > 1),
        key=lambda item: (-max(point.value for point in item[1]), item[0]),
    )
    return [
        Line(
            vendor,
            str(points[0].row["vendor_id"]),
            f"v-{place + 1}",
            MARKS[place],
            tuple(sorted(points, key=lambda point: point.year)),
        )
        for place, (vendor, points) in enumerate(several[:MOST_LINES])
    ]


def share_lines(report: Report, links: Links, width: int) -> str:
    """The chart for a width of the page."""
    wide = width == WIDE
    sheet = Sheet("share-lines", width, 340 if wide else 300)
    left, right, top = (50, 20, 14) if wide else (34, 10, 14)
    axes = sheet.axes(left, top, width - left - right, sheet.height - top - 34)
    drawn = lines(report)
    axes.set_ylim(0, max(point.highest for line in drawn for point in line.points) * 1.08)
    years = [point.year for line in drawn for point in line.points]
    axes.set_xlim(min(years) - 0.3, max(years) + 0.3)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}%"))
    axes.grid(axis="y")
    axes.set_axisbelow(True)
    axes.tick_params(length=0, pad=6)
    axes.spines[["left"]].set_visible(False)
    for line in drawn:
        _line(sheet, axes, report, links, line, 7 if width != NARROW else 5.5)
    return sheet.svg("Share of vendors in China's AI accelerators by year, percent, with ranges")


def _line(sheet: Sheet, axes: Axes, report: Report, links: Links, line: Line, size: float) -> None:
    colour, years = TOKENS[line.token], [point.year for point in line.points]
    axes.fill_between(
        years, [point.lowest for point in line.points], [point.highest for point in line.points],
        color=colour, alpha=0.16, linewidth=0,
        gid=sheet.tell(f"{line.vendor}: from the lowest to the highest estimate", line.token),
    )  # fmt: skip
    for before, after in zip(line.points, line.points[1:], strict=False):
        axes.plot(
            [before.year, after.year], [before.value, after.value], color=colour, linewidth=1.8,
            linestyle=(0, (4, 3)) if after.is_forecast else "solid",
            gid=sheet.tell(f"{line.vendor}", line.token),
        )  # fmt: skip
    for point in line.points:
        kind = report.said("estimate_kind", point.row["estimate_kind"])
        axes.plot(
            [point.year], [point.value], marker=line.mark, markersize=size, linestyle="none",
            markeredgecolor=colour, markeredgewidth=1.6, clip_on=False,
            markerfacecolor=TOKENS["bg"] if point.is_forecast else colour,
            url=links.page("company", line.vendor_id),
            gid=sheet.tell(
                f"{line.vendor} {point.year}: {point.value:g}% ({point.row['firm'] or 'unnamed'}, "
                f"{kind}); all estimates {point.lowest:g}% to {point.highest:g}%",
                line.token,
            ),
        )  # fmt: skip
