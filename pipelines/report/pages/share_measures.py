"""The section on the share of a vendor by cards, by value and by compute.

Belongs here: the words and the table. Does not belong here: the query (`report/data.py`).
"""

from __future__ import annotations

from pipelines.report.data import Report
from pipelines.report.links import Links, linked
from pipelines.report.pages.frame import data_table, empty
from pipelines.report.reading import Row


def share_measures_section(report: Report, links: Links) -> str:
    """One row a year and vendor, the newest year first."""
    heading = "<h2>By cards, by value and by compute</h2>"
    if not report.share_measures:
        return heading + empty("No share of a vendor is on record in any of the three.")
    rows = [
        f"<tr><td>{row['year']}</td>"
        f"<td>{linked(row['vendor_name'], links.page('company', row['vendor_id']))}</td>"
        f"<td class=n>{_percent(row['cards_share_pct'])}</td>"
        f"<td class=n>{_percent(row['value_share_pct'])}</td><td class=n>{_range(row)}</td></tr>"
        for row in report.share_measures
    ]
    return (
        heading + "<p>Percent of the cards shipped in China, of the money spent on such chips, and "
        "of what they compute at 8 bits: the central estimate and the range from the lowest to the "
        "highest. Each has a denominator of its own, so no two of them add up.</p>"
        + data_table(["year", "company", "of cards", "of value", "of compute"], rows)
        + '<p class="files"><a href="data/share-measures.csv" download>share-measures.csv</a></p>'
    )


def _percent(value: object) -> str:
    return "no figure" if value is None else f"{float(str(value)):.1f}"


def _range(row: Row) -> str:
    low, central, high = (row[f"compute_share_{name}_pct"] for name in ("low", "central", "high"))
    if low is None or high is None:
        return "no figure"
    middle = "" if central is None else f"{float(central):.1f}, "
    return f"{middle}{float(low):.1f} to {float(high):.1f}"
