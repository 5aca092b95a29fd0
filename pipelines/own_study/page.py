"""The page of a study on own files: what was found, and the path of every pair with its band.

Belongs here: HTML and SVG of the study's tables.
Does not belong here: computing, files.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from pipelines.derived.event_study import Study
from pipelines.derived.event_study.probabilities import PROBABILITIES, probability
from pipelines.files.closed_page import closed_page

MOST_PATHS = 300
WIDTH, HEIGHT, EDGE = 360, 180, 30
STYLE = """\
body { font: 15px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem;
  color: #1c1c1c; background: #fff; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { padding: .2rem .7rem; text-align: right; border-bottom: 1px solid #ddd; }
th:first-child, td:first-child { text-align: left; }
.paths { display: grid; grid-template-columns: repeat(auto-fill, minmax(23rem, 1fr)); gap: 1rem; }
figure { margin: 0; } figcaption { font-size: 13px; }
svg { width: 100%; height: auto; }
"""
GROUP_COLUMNS = (
    "group_kind", "group_value", "direction", "window", "pair_count", "event_day_count",
    "caar_pct", "caar_low_pct", "caar_high_pct", "preferred_test", "preferred_statistic",
    "p_value", "q_value", "no_test_reason",
)  # fmt: skip
PAIR_COLUMNS = (
    "event_id", "security_id", "day0_on", "return_pct", "abnormal_return_pct", "t_statistic",
    "p_value", "p_quantile", "q_value", "estimation_sessions", "not_estimable_reason",
)  # fmt: skip


def render_page(study: Study, model: str, title: str) -> str:
    """The whole page; the same study gives the same bytes, and nothing in it is loaded."""
    pairs = [
        row
        for row in study.reactions.to_pylist()
        if row["model"] == model and (row["window_start"], row["window_end"]) == (0, 0)
    ]
    groups = [
        row | {"window": f"[{row['window_start']}, {row['window_end']}]"}
        for row in study.groups.to_pylist()
        if row["model"] == model and not row["is_clean_only"]
    ]
    return closed_page(
        title,
        STYLE,
        f"<h1>{escape(title)}</h1>\n<p>{escape(_caution(study, model))}</p>\n"
        f"<h2>Groups</h2>\n{_table(groups, GROUP_COLUMNS)}\n"
        f"<h2>Pairs on day 0</h2>\n{_table(pairs, PAIR_COLUMNS)}\n"
        f"<h2>Paths</h2>\n{_paths(study)}",
    )


def _caution(study: Study, model: str) -> str:
    days = sum(row["is_default"] for row in study.event_days.to_pylist())
    return (
        f"Model {model}, {days} event days. A p value says how often such a return comes without "
        "an event, not why it came: what else happened on the day is not in these files. Of many "
        "tests some are small by chance; the q value counts them."
    )


def _table(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> str:
    if not rows:
        return "<p>None.</p>"
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    body = "".join(
        "<tr>"
        + "".join(f"<td>{escape(_shown(name, row[name]))}</td>" for name in columns)
        + "</tr>\n"
        for row in rows
    )
    return f"<table>\n<tr>{head}</tr>\n{body}</table>"


def _shown(name: str, value: object) -> str:
    if value is None:
        return ""
    if name in PROBABILITIES and isinstance(value, float):
        return probability(value)
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def _paths(study: Study) -> str:
    paths: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in study.paths.to_pylist():
        if row["cumulative_pct"] is not None:
            paths.setdefault((row["event_day_id"], row["security_id"]), []).append(row)
    if not paths:
        return "<p>None: no pair has an estimate.</p>"
    shown = list(paths.items())[:MOST_PATHS]
    more = f"<p>{len(paths) - len(shown)} more paths are in paths.csv.</p>" if paths else ""
    figures = "".join(_figure(*key, rows) for key, rows in shown)
    return f'<div class="paths">{figures}</div>' + (more if len(shown) < len(paths) else "")


def _figure(event_day: str, security: str, rows: list[dict[str, Any]]) -> str:
    """Cumulative abnormal return with its 95% band, from the first session of the path."""
    lows = [row["band_low_pct"] for row in rows]
    highs = [row["band_high_pct"] for row in rows]
    values = [row["cumulative_pct"] for row in rows]
    known = [one for one in (*lows, *highs, *values, 0.0) if one is not None]
    bottom, top = float(min(known)), float(max(known))
    height = max(top - bottom, 1e-9)
    first, last = int(rows[0]["session"]), int(rows[-1]["session"])
    across = max(last - first, 1)

    def x(session: int) -> float:
        return EDGE + (session - first) / across * (WIDTH - 2 * EDGE)

    def y(value: float) -> float:
        return HEIGHT - EDGE - (value - bottom) / height * (HEIGHT - 2 * EDGE)

    def line(points: list[tuple[int, float | None]]) -> str:
        return " ".join(f"{x(at):.1f},{y(one):.1f}" for at, one in points if one is not None)

    sessions = [row["session"] for row in rows]
    band = line(
        [*zip(sessions, highs, strict=True), *reversed(list(zip(sessions, lows, strict=True)))]
    )
    name = f"{security}, {event_day}"
    zero = f'<line x1="{x(0):.1f}" x2="{x(0):.1f}" y1="{EDGE}" y2="{HEIGHT - EDGE}" stroke="#999"/>'
    return (
        f'<figure><svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(name)}">'
        f'<polygon points="{band}" fill="#dbe7f3"/>{zero if first <= 0 <= last else ""}'
        f'<line x1="{EDGE}" x2="{WIDTH - EDGE}" y1="{y(0):.1f}" y2="{y(0):.1f}" stroke="#999" '
        'stroke-dasharray="3 3"/>'
        f'<polyline points="{line(list(zip(sessions, values, strict=True)))}" fill="none" '
        'stroke="#1f4e79" stroke-width="2"/>'
        f'<text x="2" y="{y(top):.1f}" font-size="10">{top:.1f}%</text>'
        f'<text x="2" y="{y(bottom):.1f}" font-size="10">{bottom:.1f}%</text>'
        f'<text x="{EDGE}" y="{HEIGHT - 8}" font-size="10">{first:+d}</text>'
        f'<text x="{WIDTH - EDGE - 14}" y="{HEIGHT - 8}" font-size="10">{last:+d}</text>'
        f"</svg><figcaption>{escape(name)}</figcaption></figure>\n"
    )
