"""The section on hubs that servers pass through: what came in, went on and could have stayed.

Belongs here: its words, chart and table. Does not belong here: the query (`report/data.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from pipelines.report.charts.ranges import Range, ranges
from pipelines.report.data import Report
from pipelines.report.links import Links
from pipelines.report.pages.frame import empty, folded_table
from pipelines.report.reading import Row

BILLION = 1e9


def hub_section(report: Report, links: Links) -> str:
    """Months of servers, boards and processors into a hub, with the bound of what stayed."""
    heading = "<h2>Through Malaysia and other hubs</h2>"
    if not report.hubs:
        return heading + empty("No month of a hub is in the archive, or may be shown.")
    charts = "".join(
        _chart(hub, list(rows)) for hub, rows in groupby(report.hubs, lambda row: row["hub_name"])
    )
    rows = [
        (
            row["hub_name"],
            f"{row['month_on']:%Y-%m}",
            row["exporters"],
            _billions(row["inflow_usd"]),
            _billions(row["to_china_usd"]),
            _billions(row["china_reported_usd"]),
            _billions(row["bound_usd"]),
            _between(row["accelerators_low"], row["accelerators_high"], ",.0f"),
            _between(row["power_low_gw"], row["power_high_gw"], ".3f"),
        )
        for row in report.hubs
    ]
    columns = (
        "hub", "month", "from", "in, bn USD", "on to China, bn USD", "China’s own count, bn USD",
        "at most stayed, bn USD", "accelerators", "GW",
    )  # fmt: skip
    return (
        heading
        + "<p>Servers, boards and processors that came into a hub by month. A bar runs from "
        "nothing to the most that could have stayed there, in billion US dollars: what came in, "
        "less what is known to have left. Where nothing is reported of what left, all of it could "
        "have stayed and all of it could have gone on. A bound is no finding of diversion.</p>"
        f"<figure>{charts}<figcaption>Source: customs of the exporters named; rows: "
        f"marts.rpt_hub_absorption; data until {report.as_of_on}; "
        '<a href="data/hubs.csv" download>hubs.csv</a>.</figcaption></figure>'
        + folded_table("All months as a table", columns, rows, {3, 4, 5, 6, 7, 8})
    )


def _chart(hub: str, rows: Sequence[Row]) -> str:
    label = f"{hub}: what could have stayed, by month, billion US dollars"
    return f"<p>{escape(label)}</p>" + ranges(label, [_range(row) for row in rows])


def _range(row: Row) -> Range:
    bound = float(row["bound_usd"]) / BILLION
    words = f"{_billions(row['inflow_usd'])} bn USD in from {row['exporters']}"
    words += (
        "; what left is not reported"
        if row["is_inflow_only"]
        else f"; on to China {_billions(row['to_china_usd'])} bn USD"
    )
    if row["accelerators_low"] is not None:
        words += (
            f"; at most {_between(row['accelerators_low'], row['accelerators_high'], ',.0f')}"
            " accelerators, by their price"
        )
    return Range(f"{row['month_on']:%Y-%m}", 0.0, None, bound, is_high_open=False, words=words)


def _billions(value: object) -> str:
    return "not reported" if value is None else f"{float(str(value)) / BILLION:,.2f}"


def _between(low: object, high: object, form: str) -> str:
    if low is None or high is None:
        return ""
    return f"{float(str(low)):{form}} to {float(str(high)):{form}}"
