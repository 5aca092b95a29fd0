"""`chipwatch review`: what a person has to look at, and what the person decided.

Belongs here: printing the queue, taking a decision. Does not belong here: what is put into the
queue (dbt), the file of decisions (pipelines/overlay/decisions.py).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from pipelines.cli.options import json_option, warehouse_option
from pipelines.cli.tables import in_words, render
from pipelines.errors import ChipwatchError
from pipelines.overlay.decisions import Decision, add_decision, decided
from pipelines.releases.query import ask, labels_of
from pipelines.warehouse import Warehouse, locate, user_name

QUEUE = """
    select candidate_id, first_on, instrument, title, reason, url
    from marts.rpt_event_candidates where candidate_state = 'review'
    order by first_on desc, candidate_id
"""
KNOWN = """
    select candidate_id from marts.rpt_event_candidates where candidate_kind = 'document'
    union select record_id from marts.rpt_ledger_irrelevant where record_kind = 'document'
"""


@click.command("review")
@click.argument("candidate", required=False)
@click.option(
    "--decision",
    type=click.Choice(["core", "context", "none"]),
    help="How relevant the candidate is; needs --why.",
)
@click.option("--why", help="The reason, kept with the decision.")
@click.option("--who", help="Who decides [default: your user name].")
@warehouse_option
@json_option
def command(
    candidate: str | None,
    decision: str | None,
    why: str | None,
    who: str | None,
    warehouse: Path | None,
    as_json: bool,
) -> None:
    """List what a person has to look at, or decide on one candidate.

    Without CANDIDATE: the documents that state a control whose subject the rules cannot tell,
    newest first, without those decided on. With it (document:NUMBER, also one that the rules
    judged otherwise): --decision and --why add a row to overlay/review.csv, which counts from the
    next `chipwatch run` on.
    """
    place = locate(warehouse)
    if candidate is None:
        if decision or why or who:
            raise click.UsageError("Say which CANDIDATE is decided on.")
        _list(place, as_json)
        return
    if not decision or not (why or "").strip():
        raise click.UsageError("A decision needs --decision and --why.")
    known = {row[0] for row in ask(place.published, KNOWN).rows}
    if candidate not in known:
        raise ChipwatchError(
            f"The release knows no document {candidate}.",
            "copy a candidate_id from `chipwatch review`, or a record_id from "
            "marts.rpt_ledger_irrelevant.",
        )
    made = Decision(candidate, decision, who or user_name(), datetime.now(UTC), (why or "").strip())
    add_decision(place, made)
    word = labels_of(place.published).said("decision", decision)
    click.echo(
        f"{candidate} is {word}, says {made.decided_by}: written to "
        f"{place.overlay / 'review.csv'}; the next `chipwatch run` takes it up."
    )


def _list(place: Warehouse, as_json: bool) -> None:
    answer = ask(place.published, QUEUE)
    columns, rows = answer.columns, answer.rows
    done = decided(place)
    waiting = [row for row in rows if row[0] not in done]
    if as_json:
        records = [dict(zip(columns, row, strict=True)) for row in waiting]
        click.echo(json.dumps(records, default=str, ensure_ascii=False))
        return
    if waiting:
        shown = in_words(
            labels_of(place.published),
            [row[:-1] for row in waiting],
            {columns.index("instrument"): "instrument"},
        )
        click.echo(render(columns[:-1], shown))
    click.echo(
        f"{len(waiting)} to look at, {len(rows) - len(waiting)} decided since the last run. "
        'Decide: chipwatch review CANDIDATE --decision core|context|none --why "..."'
    )
