"""`chipwatch review`: what a person has to look at, and what the person decided.

Belongs here: printing the queue, taking a decision. Does not belong here: one key a decision
(review_keys.py), what is put into the queue and in which order (dbt), the file of decisions
(pipelines/overlay/decisions.py).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from pipelines.cli.options import json_option, warehouse_option
from pipelines.cli.review_keys import Choice, walk
from pipelines.cli.tables import in_words
from pipelines.cli.terminal import show_table
from pipelines.errors import ChipwatchError
from pipelines.overlay.columns import HEADLINE_INSTRUMENTS
from pipelines.overlay.decisions import Decision, add_decision, decided
from pipelines.releases.query import ask, labels_of
from pipelines.warehouse import Warehouse, locate, user_name

QUEUE = """
    select candidate_id, first_on, probability, instrument, title, reason, second_instrument,
        issuer_jurisdiction, direction, vendors, chips, likely_candidate_id, review_weight, url
    from marts.rpt_event_candidates where candidate_state = 'review'
    order by review_weight desc, first_on desc, candidate_id
"""
KNOWN = """
    select candidate_id from marts.rpt_event_candidates where candidate_kind = 'document'
    union select record_id from marts.rpt_ledger_irrelevant where record_kind = 'document'
"""
STORIES = """
    select candidate_id, title, first_on, instrument, issuer_jurisdiction, direction
    from marts.rpt_event_candidates
    where candidate_kind = 'story' order by first_on desc, candidate_id
"""
HEADLINES = """
    select 'headline:' || articles.article_id as candidate_id, articles.title,
        articles.first_known_on as published_on, candidates.instrument,
        candidates.issuer_jurisdiction, candidates.direction,
        candidates.likely_candidate_id
    from marts.fct_articles as articles
    left join marts.rpt_event_candidates as candidates
        on candidates.candidate_id = 'headline:' || articles.article_id
"""
SHOWN = 6
"""So many columns of the queue are printed; --json and --each show all."""

AT_MOST = 40
"""So many rows of the queue are printed."""


@click.command("review")
@click.argument("candidate", required=False)
@click.option("--each", is_flag=True, help="Show one after the other and take a key for each.")
@click.option(
    "--decision",
    type=click.Choice(["core", "context", "none", "merge"]),
    help="How relevant the candidate is, or merge for a headline of a known story; needs --why.",
)
@click.option("--into", help="The story (story:...) that a merged headline tells.")
@click.option(
    "--instrument",
    type=click.Choice(HEADLINE_INSTRUMENTS),
    help="The measure that a headline reports, where it was read wrongly.",
)
@click.option("--issuer", help="Who takes it, where it was read wrongly: US, CN, EU, ...")
@click.option(
    "--direction",
    type=click.Choice(["tighten", "loosen"]),
    help="Where it was read wrongly.",
)
@click.option("--why", help="The reason, kept with the decision.")
@click.option("--who", help="Who decides [default: your user name].")
@warehouse_option
@json_option
def command(
    candidate: str | None,
    each: bool,
    decision: str | None,
    into: str | None,
    instrument: str | None,
    issuer: str | None,
    direction: str | None,
    why: str | None,
    who: str | None,
    warehouse: Path | None,
    as_json: bool,
) -> None:
    """List what a person has to look at, or decide on one candidate.

    Without CANDIDATE: documents that state a control whose subject the rules cannot tell, and
    headlines that leave the readers in doubt; first what is most doubtful and most important.
    --each shows them one by one: a accepts, r rejects, m merges, c corrects, s skips, q ends.

    With CANDIDATE (document:NUMBER or headline:ARTICLE, also one that was judged otherwise):
    --decision and --why add a row to overlay/review.csv, which counts from the next `chipwatch
    run` on. Decisions on headlines are labelled examples: `make fit LABELS=.../review.csv`.
    """
    place = locate(warehouse)
    if candidate is None:
        if decision or why or into or instrument or issuer or direction or (who and not each):
            raise click.UsageError("Say which CANDIDATE is decided on.")
        if each:
            _each(place, who or user_name())
        else:
            _list(place, as_json)
        return
    if each or not decision or not (why or "").strip():
        raise click.UsageError("A decision needs --decision and --why.")
    if (decision == "merge") != bool(into):
        raise click.UsageError("Merging needs --into story:..., and nothing else takes it.")
    choice = Choice(
        decision, (why or "").strip(), into or "", instrument or "", issuer or "", direction or ""
    )
    if candidate.startswith("headline:"):
        made = _of_headline(place, candidate, choice, who or user_name())
    else:
        made = _of_document(place, candidate, choice, who or user_name())
    add_decision(place, made)
    click.echo(
        f"{candidate} {_told(place, made)}, says {made.decided_by}: written to "
        f"{place.overlay / 'review.csv'}; the next `chipwatch run` takes it up."
    )


def _told(place: Warehouse, made: Decision) -> str:
    if made.decision == "merge":
        return f"tells {made.merged_into}"
    return f"is {labels_of(place.published).said('decision', made.decision)}"


def _of_document(place: Warehouse, candidate: str, choice: Choice, who: str) -> Decision:
    if choice.decision == "merge" or choice.instrument or choice.issuer or choice.direction:
        raise click.UsageError("Only headlines (headline:...) can be merged or corrected.")
    if candidate not in {row[0] for row in ask(place.published, KNOWN).rows}:
        raise ChipwatchError(
            f"The release knows no document {candidate}.",
            "copy a candidate_id from `chipwatch review`, or a record_id from "
            "marts.rpt_ledger_irrelevant.",
        )
    return Decision(candidate, choice.decision, who, datetime.now(UTC), choice.why)


def _of_headline(place: Warehouse, candidate: str, choice: Choice, who: str) -> Decision:
    """The decision with the headline and the measure that was read, where it is not corrected."""
    if choice.decision == "context":
        raise click.UsageError("A headline reports a measure (core) or none.")
    answer = ask(place.published, HEADLINES)
    known = {row[0]: dict(zip(answer.columns, row, strict=True)) for row in answer.rows}
    if candidate not in known:
        raise ChipwatchError(
            f"The release knows no headline {candidate}.",
            "copy a candidate_id from `chipwatch review`, or an article_id from "
            "marts.fct_articles.",
        )
    stories = _stories(place)
    if choice.into and choice.into not in stories:
        raise ChipwatchError(
            f"The release knows no story {choice.into}.",
            "copy the candidate_id of a story from marts.rpt_event_candidates.",
        )
    return _decision(known[candidate] | _measure_of(stories.get(choice.into)), choice, who)


def _stories(place: Warehouse) -> dict[str, dict[str, Any]]:
    answer = ask(place.published, STORIES)
    return {row[0]: dict(zip(answer.columns, row, strict=True)) for row in answer.rows}


def _measure_of(story: Mapping[str, Any] | None) -> dict[str, Any]:
    """What a headline of this story reports; nothing without a story."""
    named = ("instrument", "issuer_jurisdiction", "direction")
    return {} if story is None else {name: story[name] for name in named}


def _decision(headline: Mapping[str, Any], choice: Choice, who: str) -> Decision:
    is_event = choice.decision != "none"
    instrument = choice.instrument or str(headline["instrument"] or "")
    if is_event and not instrument:
        raise click.UsageError("The readers saw no measure: name it with --instrument.")
    return Decision(
        candidate_id=headline["candidate_id"],
        decision=choice.decision,
        decided_by=who,
        decided_at=datetime.now(UTC),
        reason=choice.why,
        merged_into=choice.into,
        instrument=instrument if is_event else "",
        issuer_jurisdiction=_corrected(choice.issuer, headline["issuer_jurisdiction"], is_event),
        direction=_corrected(choice.direction, headline["direction"], is_event),
        title=headline["title"] or "",
        published_on=headline["published_on"],
        story_id=(choice.into or headline["likely_candidate_id"] or "") if is_event else "",
    )


def _corrected(corrected: str, read: object, is_event: bool) -> str:
    return (corrected or str(read or "")) if is_event else ""


def _waiting(place: Warehouse) -> tuple[list[dict[str, Any]], int]:
    """What waits, in its order, and how many were decided since the last run."""
    answer = ask(place.published, QUEUE)
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    done = decided(place)
    waiting = [row for row in rows if row["candidate_id"] not in done]
    return waiting, len(rows) - len(waiting)


def _each(place: Warehouse, who: str) -> None:
    waiting, _ = _waiting(place)
    stories = _stories(place)

    def decide(row: Mapping[str, Any], choice: Choice) -> None:
        if row["candidate_id"].startswith("headline:"):
            measure = _measure_of(stories.get(choice.into))
            made = _decision({**row, **measure, "published_on": row["first_on"]}, choice, who)
        else:
            at = datetime.now(UTC)
            made = Decision(row["candidate_id"], choice.decision, who, at, choice.why)
        add_decision(place, made)

    made = walk(waiting, list(stories.values()), labels_of(place.published), decide)
    click.echo(f"{made} decided; the next `chipwatch run` takes them up.")


def _list(place: Warehouse, as_json: bool) -> None:
    waiting, done = _waiting(place)
    if as_json:
        click.echo(json.dumps(waiting, default=str, ensure_ascii=False))
        return
    if waiting:
        columns = list(waiting[0])[:SHOWN]
        shown = in_words(
            labels_of(place.published),
            [list(row.values())[:SHOWN] for row in waiting[:AT_MOST]],
            {columns.index("instrument"): "instrument"},
        )
        show_table(columns, shown)
    if len(waiting) > AT_MOST:
        click.echo(f"The first {AT_MOST}; --json gives all.")
    click.echo(
        f"{len(waiting)} to look at, {done} decided since the last run. Decide: chipwatch review "
        '--each, or chipwatch review CANDIDATE --decision core|context|none|merge --why "..."'
    )
