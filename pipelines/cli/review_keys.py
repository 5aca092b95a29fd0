"""One key a decision: `chipwatch review --each`.

Belongs here: what is shown of a candidate, which key means what, what is asked after it.
Does not belong here: the queue (review.py), the file of decisions (pipelines/overlay/decisions.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import click

from pipelines.cli.tables import terminal_safe
from pipelines.errors import ChipwatchError
from pipelines.labels import Labels
from pipelines.overlay.columns import HEADLINE_INSTRUMENTS

KEYS = {
    "headline": "a accept  r reject  m merge  c correct  s skip  q quit",
    "document": "a core  x context  r not relevant  s skip  q quit",
}
NEAR = 9
"""So many stories are offered for merging, each with its own key."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Choice:
    """What a person chose for one candidate; empty where the reading is right."""

    decision: str
    why: str
    into: str = ""
    instrument: str = ""
    issuer: str = ""
    direction: str = ""


def walk(
    waiting: Sequence[Row],
    stories: Sequence[Row],
    labels: Labels,
    decide: Callable[[Row, Choice], None],
) -> int:
    """Show each candidate and hand on what is chosen for it; return how many were decided."""
    made = 0
    for place, row in enumerate(waiting, start=1):
        kind = str(row["candidate_id"]).partition(":")[0]
        click.echo(f"\n{place} of {len(waiting)}  {_shown(row, labels)}\n{KEYS[kind]}")
        choice = _choice(kind, row, stories)
        if choice == "quit":
            break
        if isinstance(choice, Choice):
            decide(row, choice)
            made += 1
    return made


def _choice(kind: str, row: Row, stories: Sequence[Row]) -> Choice | str:
    """The choice, or "skip" or "quit"."""
    while True:
        key = _key()
        if key in ("q", "\x03", "\x04", "\x1b"):
            return "quit"
        if key == "s":
            return "skip"
        chosen = _of_document(key) if kind == "document" else _of_headline(key, row, stories)
        if chosen is not None:
            return chosen
        click.echo(KEYS[kind])


def _key() -> str:
    try:
        return click.getchar().lower()
    except OSError:
        raise ChipwatchError(
            "Keys can be taken at a terminal only.",
            'decide by name: chipwatch review CANDIDATE --decision ... --why "...".',
        ) from None


def _of_document(key: str) -> Choice | None:
    decision = {"a": "core", "x": "context", "r": "none"}.get(key)
    return Choice(decision, _why("read by a person")) if decision else None


def _of_headline(key: str, row: Row, stories: Sequence[Row]) -> Choice | None:
    if key == "a":
        return Choice("core", _why("the headline reports it"), instrument=_measure(row))
    if key == "r":
        return Choice("none", _why("the headline reports no measure"))
    if key == "c":
        return _correction(row)
    into = _story(row, stories) if key == "m" else ""
    return Choice("merge", _why("the same act"), into, _measure(row)) if into else None


def _measure(row: Row) -> str:
    """What is asked when nothing was read."""
    if row["instrument"]:
        return ""
    return str(click.prompt("measure", type=click.Choice(HEADLINE_INSTRUMENTS)))


def _correction(row: Row) -> Choice:
    return Choice(
        "core",
        _why("read wrongly"),
        instrument=click.prompt(
            "measure", type=click.Choice(HEADLINE_INSTRUMENTS), default=row["instrument"]
        ),
        issuer=click.prompt("issuer", default=row["issuer_jurisdiction"] or "US").upper(),
        direction=click.prompt(
            "direction",
            type=click.Choice(["tighten", "loosen"]),
            default=row["direction"] or "tighten",
        ),
    )


def _story(row: Row, stories: Sequence[Row]) -> str:
    """The story that a key names; empty when none is chosen."""
    likely = row["likely_candidate_id"]
    near = sorted(stories, key=lambda one: (one["candidate_id"] != likely, _days(row, one)))
    offered = near[:NEAR]
    if not offered:
        click.echo("There is no published story.")
        return ""
    for number, story in enumerate(offered, start=1):
        click.echo(f"  {number}  {story['first_on']}  {terminal_safe(str(story['title']))}")
    key = _key()
    return str(offered[int(key) - 1]["candidate_id"]) if key in "123456789"[: len(offered)] else ""


def _days(row: Row, story: Row) -> int:
    if row["first_on"] is None or story["first_on"] is None:
        return 10_000
    apart: int = abs((row["first_on"] - story["first_on"]).days)
    return apart


def _why(usual: str) -> str:
    return str(click.prompt("why", default=usual)).strip() or usual


def _shown(row: Row, labels: Labels) -> str:
    likeliest = [name for name in (row["instrument"], row["second_instrument"]) if name]
    read_as = " or ".join(labels.said("instrument", name) for name in likeliest)
    chance = "" if row["probability"] is None else f"  ({row['probability']})"
    named = "; ".join(filter(None, (row["vendors"], row["chips"])))
    lines = (
        f"{row['first_on']}  {row['title']}{chance}",
        f"  read as: {read_as or 'nothing'}; by {row['issuer_jurisdiction'] or 'nobody known'}; "
        f"{row['direction'] or 'no direction'}",
        f"  names: {named or 'nobody'}",
        f"  {row['reason']}",
        f"  {row['url'] or ''}",
    )
    return "\n".join(terminal_safe(line) for line in lines)
