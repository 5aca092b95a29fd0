"""The chart of a subject's status: a chip on both sides, a measure.

Belongs here: which rows become which bars, and the legend. Does not belong here: drawing them
(`strip.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape

from pipelines.labels import Labels
from pipelines.report.charts.overview import STATUS
from pipelines.report.charts.strip import Bar, Lane, strip
from pipelines.report.reading import Row
from pipelines.report.subjects.model import Subject

MEASURE_STATUS = {
    "proposed": "s-outside",
    "published_not_effective": "s-exception",
    "effective_not_compliance": "s-case",
    "in_force": "s-denial",
    "suspended": "s-risk",
    "non_enforced": "s-letter",
    "unknown_outcome": "s-unknown",
    "unknown": "s-unknown",
}
"""Colour of a measure's status; whatever ended it has that of nothing in force."""
ENDED = "s-free"
CHIPS_FROM = date(2022, 1, 1)


def status_chart(subject: Subject, labels: Labels, as_of_on: date) -> str:
    """The chart with its legend and note; nothing for a kind without a status."""
    rows = subject.rows.get("status", ())
    if not rows or subject.kind.key not in {"chip", "measure"}:
        return ""
    if subject.kind.key == "chip":
        return _chip(subject, rows, labels, as_of_on)
    return _measure(subject, rows, labels, as_of_on)


def _chip(subject: Subject, rows: Iterable[Row], labels: Labels, as_of_on: date) -> str:
    told = list(rows)
    launched = subject.row["launched_on"]
    washington = [
        Bar(
            row["valid_from"],
            row["valid_to"],
            STATUS.get(row["us_status"], "s-unknown"),
            labels.shown("us_status", row["us_status"]),
        )
        for row in told
    ]
    beijing = [
        Bar(row["valid_from"], row["valid_to"], "cn", row["chinese_measures"])
        for row in told
        if row["has_chinese_measure"]
    ]
    sale = (
        f"Hatched: before it was on sale ({launched})."
        if launched
        else "When it came on sale is not known, so nothing is hatched."
    )
    legend = {
        labels.shown("us_status", row["us_status"]): STATUS.get(row["us_status"], "s-unknown")
        for row in told
    }
    if beijing:
        legend["a Chinese measure bears on it"] = "cn"
    return _figure(
        strip(
            f"Status of {subject.name} through time",
            (Lane("Washington", washington), Lane("Beijing", beijing)),
            CHIPS_FROM,
            as_of_on,
            launched,
        ),
        legend,
        f"{sale} Source: the rules and letters in the table below and the figures of the chip; "
        f"data until {as_of_on}.",
    )


def _measure(subject: Subject, rows: Iterable[Row], labels: Labels, as_of_on: date) -> str:
    present = [row for row in rows if row["known_to"] is None]
    if not present:
        return ""
    bars, legend = [], {}
    for row in present:
        status = row["status"]
        if not row["is_outcome_verified"]:
            status = "unknown_outcome" if row["valid_from"] <= as_of_on else status
        words = labels.shown("status", status)
        if not row["is_outcome_verified"]:
            words = f"{words} (announced: {labels.said('status', row['status'])})"
        token = MEASURE_STATUS.get(status, ENDED)
        legend[labels.shown("status", status)] = token
        bars.append((row["clause"] or "", Bar(row["valid_from"], row["valid_to"], token, words)))
    clauses = list(dict.fromkeys(clause for clause, _ in bars))
    lanes = [Lane(clause, [bar for own, bar in bars if own == clause]) for clause in clauses]
    first = min(bar.begins_on for _, bar in bars)
    return _figure(
        strip(f"Status of {subject.name} through time", lanes, first, as_of_on),
        legend,
        "By present knowledge. Source: the actions in the timeline below; its issuer was looked "
        f"at until {subject.row['checked_until_on'] or 'no recorded day'}; data until {as_of_on}.",
    )


def _figure(drawing: str, legend: dict[str, str], note: str) -> str:
    items = "".join(
        f'<li data-of="{token}"><span class="swatch" style="background:var(--{token})"></span>'
        f"{escape(words)}</li>"
        for words, token in legend.items()
    )
    return (
        f'<figure>{drawing}<ul class="legend">{items}</ul>'
        f"<figcaption>{escape(note)}</figcaption></figure>"
    )
