"""`chipwatch fetch`: ask the services for what is new and archive it.

Belongs here: choosing sources, showing progress, the table at the end, the exit code.
Does not belong here: how a source is asked (`pipelines/fetch/`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.cli.options import json_option, warehouse_option
from pipelines.cli.tables import in_words, render
from pipelines.errors import ChipwatchError
from pipelines.labels import curated_labels
from pipelines.warehouse import Warehouse, locate

if TYPE_CHECKING:
    from pipelines.fetch.engine import Report, Step

SOME_STALE = 3
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("fetch")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@warehouse_option
@click.option("--from", "first", type=_DAY, help="First day wanted, for sources sliced by time.")
@click.option("--to", "last", type=_DAY, help="Last day wanted [default: today, UTC].")
@json_option
def command(
    sources: tuple[str, ...],
    warehouse: Path | None,
    first: datetime | None,
    last: datetime | None,
    as_json: bool,
) -> int:
    """Fetch SOURCES (all that need no key or have one set) into the warehouse's archive.

    Exits with 0 when every source gave all it was asked for, with 3 when some source is stale;
    what came is in the archive either way, and the next fetch goes on where this one stopped.
    """
    place = locate(warehouse)
    reports = fetch_into(place, sources, _window(first, last), quiet=as_json)
    if as_json:
        click.echo(json.dumps([report.to_json() for report in reports], indent=1))
    else:
        click.echo(table(reports))
    return 0 if all(report.is_complete for report in reports) else SOME_STALE


def fetch_into(
    place: Warehouse,
    sources: Sequence[str],
    window: tuple[date, date] | None = None,
    *,
    quiet: bool = False,
) -> list[Report]:
    """Fetch into a live warehouse, with progress on stderr unless quiet."""
    from pipelines.fetch.engine import Fetcher, sources_by_default
    from pipelines.sources import connector_of

    chosen = list(dict.fromkeys(sources)) or sources_by_default(os.environ)
    for source in chosen:
        connector_of(source)
    if place.kind() == "sample":
        raise ChipwatchError(
            f"{place.root} is a sample warehouse; fetched data never mix with it.",
            "name another folder with --warehouse (or CHIPWATCH_WAREHOUSE) for live data.",
        )
    place.ensure("live")
    fetcher = Fetcher(place, listener=_silent if quiet else _show)
    return fetcher.fetch(chosen, window)


def table(reports: Sequence[Report]) -> str:
    """What the sources gave, one line each, then what to look at."""
    rows = [
        [
            report.source,
            "ok" if report.is_complete else "skipped" if report.is_skipped else "stale",
            report.outcome,
            report.requests,
            report.payloads,
            report.rows,
            round(report.bytes / 1e6, 2),
            report.waiting,
            round(report.seconds, 1),
        ]
        for report in reports
    ]
    columns = ["source", "state", "outcome", "asked", "kept", "rows", "MB", "waiting", "s"]
    notes = [f"  {r.source}: {r.message}" for r in reports if not r.is_complete]
    notes += [f"  {r.source}: note: {warning}" for r in reports for warning in r.warnings[:5]]
    shown = in_words(curated_labels(), rows, {1: "status", 2: "outcome"})
    return "\n".join([render(columns, shown), *(["", *notes] if notes else [])])


def _window(first: datetime | None, last: datetime | None) -> tuple[date, date] | None:
    from datetime import UTC

    if first is None:
        if last is not None:
            raise ChipwatchError("--to needs --from.", "name the first day wanted as well.")
        return None
    window = first.date(), (last.date() if last else datetime.now(UTC).date())
    if window[0] > window[1]:
        raise ChipwatchError(f"{window[0]} is after {window[1]}.", "exchange --from and --to.")
    return window


def _show(step: Step) -> None:
    outcome = curated_labels().said("outcome", step.outcome)
    rate, kilobytes = (
        count / step.seconds if step.seconds else 0.0 for count in (step.done, step.bytes / 1e3)
    )
    click.echo(
        f"{step.source}: {step.key}: {outcome} ({step.done} done at {rate:.2g}/s,"
        f" {step.waiting} waiting, {step.bytes / 1e3:,.0f} kB at {kilobytes:,.0f} kB/s)",
        err=True,
    )


def _silent(_: Step) -> None:
    """Progress for nobody."""
