"""`chipwatch event-study`: the event study on a user's own files.

Belongs here: the options, what is said of the result.
Does not belong here: reading the files, the study, the page (pipelines/own_study).
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from pipelines.cli.options import json_option

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("event-study")
@click.option("--events", required=True, type=FILE, help="CSV or Parquet: event, security, date.")
@click.option("--prices", required=True, type=FILE, help="CSV or Parquet: security, date, close.")
@click.option(
    "--benchmark",
    metavar="TICKER",
    help="Series among the prices that stands for the market; without it returns are compared "
    "with their mean and their peers.",
)
@click.option(
    "--groups",
    multiple=True,
    metavar="COLUMN",
    help="Column of the events to group by; may be given several times.",
)
@click.option(
    "--exchange",
    default="XNYS",
    show_default=True,
    metavar="MIC",
    help="Exchange of events that name none.",
)
@click.option(
    "--zone",
    default="America/New_York",
    show_default=True,
    metavar="ZONE",
    help="Time zone of events that name none.",
)
@click.option(
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help="New folder for reactions.csv, groups.csv, paths.csv, event_days.csv and index.html.",
)
@json_option
def command(
    events: Path,
    prices: Path,
    benchmark: str | None,
    groups: tuple[str, ...],
    exchange: str,
    zone: str,
    output: Path,
    as_json: bool,
) -> None:
    """What prices did around events, on your own files.

    Events may also have the columns zone, session (before_open, during_session, after_close),
    exchange (such as XNAS or XHKG) and direction (tighten, loosen, neutral); prices open, high and
    low. Prices are adjusted for splits and sorted by date within a security. What the figures
    mean and what they cannot show: docs/methods/event-study.md.
    """
    from pipelines.labels import curated_labels
    from pipelines.own_study.study import study_files

    found = study_files(
        events,
        prices,
        output,
        benchmark=benchmark,
        groups=groups,
        exchange=exchange,
        zone=zone,
    )
    if as_json:
        click.echo(
            json.dumps(
                {
                    "output": str(found.folder),
                    "model": found.model,
                    "pairs": found.pairs,
                    "estimated": found.estimated,
                    "event_days": found.event_days,
                    "q_at_most_5_pct": found.significant,
                    "not_estimated": found.reasons,
                }
            )
        )
        return
    click.echo(
        f"{found.estimated} of {found.pairs} pairs estimated ({found.model}, day 0) on "
        f"{found.event_days} event days; {found.significant} with a q value of at most 5%."
    )
    for reason, count in found.reasons.items():
        why = curated_labels().said("not_estimable_reason", reason)
        click.echo(f"  not estimated: {count}, {why} ({reason})")
    click.echo(f"Written to {found.folder} (open index.html).")
