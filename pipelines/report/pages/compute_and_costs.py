"""Two sections of the page of shares: China's compute by year, and what rules cost companies.

Belongs here: the words, the chart and the tables. Does not belong here: queries (`report/data.py`).
"""

from __future__ import annotations

from html import escape

from pipelines.report.charts.ranges import Range, ranges
from pipelines.report.data import Report
from pipelines.report.links import Links, linked
from pipelines.report.pages.frame import data_table, empty, millions
from pipelines.report.reading import Row

COSTS = {
    "charges_net_usd": "written off, net of what was sold after all",
    "lost_revenue_reported_usd": "revenue lost, as reported",
    "lost_revenue_expected_usd": "revenue lost, as expected",
    "sales_decline_usd": "sales that fell",
    "product_revenue_reported_usd": "revenue of the product",
}


def compute_section(report: Report, links: Links) -> str:
    """AI compute in China by year and origin, in H100 equivalents, low to high."""
    heading = "<h2>China’s AI compute by year</h2>"
    if not report.compute:
        return heading + empty("No estimate of units is on record.")
    drawn = ranges(
        "AI compute in China by year, thousand H100 equivalents",
        [_range(report, row) for row in report.compute],
    )
    return (
        heading + "<p>Thousand H100 equivalents by 8-bit rate, from the lowest to the highest "
        "estimate, with a stroke at the central one. A bar that fades has no known upper end: what "
        "nobody estimated is not counted as nothing.</p>"
        f"<figure>{drawn}<figcaption>Source: the firms named at each bar, each with its own row "
        f"in marts.fct_chip_unit_estimates; data until {report.as_of_on}; rows: "
        '<a href="data/compute.csv" download>compute.csv</a>.</figcaption></figure>'
    )


def _range(report: Report, row: Row) -> Range:
    low, central, high = (
        None if row[name] is None else float(row[name]) / 1000
        for name in ("h100e_8bit_low", "h100e_8bit_central", "h100e_8bit_high")
    )
    if low is None or high is None:
        words = "nobody estimated it"
    else:
        words = f"{low:,.0f} to {high:,.0f}" + (" or more" if row["is_high_open"] else "")
        words += f"; {row['estimators']}" if row["estimators"] else ""
        if row["terms_without_estimate"]:
            words += f"; without {row['terms_without_estimate']}"
    name = f"{row['year']}, {report.said('term', row['term'])}"
    return Range(name, low, central, high, bool(row["is_high_open"]), words)


def cost_section(report: Report, links: Links) -> str:
    """What companies said that a measure cost them."""
    heading = "<h2>What rules cost, as companies said</h2>"
    if not report.costs:
        return heading + empty("No company put a figure on a measure that is on record.")
    rows = [
        f"<tr><td>{linked(row['measure_title'], links.page('measure', row['measure_id']))}</td>"
        f"<td>{linked(row['vendor_name'], links.page('company', row['vendor_id']))}</td>"
        f"<td>{escape(row['segments'] or '')}</td>"
        f"<td class=d>{row['first_period_start_on']} to {row['last_period_end_on']}</td>"
        + "".join(f"<td class=n>{millions(row[name])}</td>" for name in COSTS)
        + f"<td class=n>{row['disclosure_count']}</td></tr>"
        for row in report.costs
    ]
    return (
        heading + "<p>Million US dollars. What was expected and what came are never added up; what "
        "each figure rests on stands on the company’s page.</p>"
        + data_table(["measure", "company", "what", "periods", *COSTS.values(), "statements"], rows)
        + '<p class="files"><a href="data/costs.csv" download>costs.csv</a></p>'
    )
