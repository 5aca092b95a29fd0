"""`chipwatch fetch`: ask the services for what is new and archive it.

Belongs here: choosing sources, what is said before, while and after they are asked, the exit code.
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

from pipelines.cli.options import json_option, warehouse_option, without_option
from pipelines.cli.tables import in_words, render
from pipelines.errors import ChipwatchError
from pipelines.labels import curated_labels
from pipelines.warehouse import Warehouse, locate

if TYPE_CHECKING:
    from pipelines.fetch.engine import Fetcher, Report, Step
    from pipelines.fetch.forecast import Forecast

SOME_STALE = 3
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("fetch")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@warehouse_option
@click.option("--from", "first", type=_DAY, help="First day wanted, for sources sliced by time.")
@click.option("--to", "last", type=_DAY, help="Last day wanted [default: today, UTC].")
@without_option
@click.option("--plan", "is_plan", is_flag=True, help="Say what would be asked; ask nobody.")
@json_option
def command(
    sources: tuple[str, ...],
    warehouse: Path | None,
    first: datetime | None,
    last: datetime | None,
    without: tuple[str, ...],
    is_plan: bool,
    as_json: bool,
) -> int:
    """Fetch SOURCES (all that need no key or have one set) into the warehouse's archive.

    A first fetch says what it will ask, take and bring before it starts. Exits with 0 when every
    source gave all it was asked for, with 3 when one that was not left out is stale; what came is
    in the archive either way, and the next fetch goes on where this one stopped.
    """
    from pipelines.fetch.forecast import forecast

    place, window = locate(warehouse), _window(first, last)
    if is_plan:
        chosen = chosen_sources(sources, without)
        forecasts = forecast(_fetcher(place), chosen, window)
        plan = [one.to_json() for one in forecasts]
        click.echo(json.dumps(plan, indent=1) if as_json else forecast_table(forecasts))
        return 0
    reports = fetch_into(place, sources, window, without=without, quiet=as_json)
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
    without: Sequence[str] = (),
    is_before_build: bool = False,
    quiet: bool = False,
) -> list[Report]:
    """Fetch into a live warehouse, with forecast and progress on stderr unless quiet."""
    from pipelines.fetch.forecast import forecast

    chosen = chosen_sources(sources, without)
    fetcher = _fetcher(place, is_before_build=is_before_build, quiet=quiet)
    place.ensure("live")
    if not quiet:
        forecasts = forecast(fetcher, chosen, window)
        if any(one.is_first for one in forecasts):
            click.echo(f"what is asked now:\n{forecast_table(forecasts)}\n", err=True)
    return fetcher.fetch(chosen, window)


def _fetcher(place: Warehouse, *, is_before_build: bool = False, quiet: bool = True) -> Fetcher:
    from pipelines.fetch.engine import Fetcher

    if place.kind() == "sample":
        raise ChipwatchError(
            f"{place.root} is a sample warehouse; fetched data never mix with it.",
            "name another folder with --warehouse (or CHIPWATCH_WAREHOUSE) for live data.",
        )
    listener = _silent if quiet else _show
    return Fetcher(place, is_before_build=is_before_build, listener=listener)


def chosen_sources(sources: Sequence[str], without: Sequence[str]) -> list[str]:
    """The sources named, or all by default, but for those left out.

    Raises ChipwatchError for a name that is none, and when nothing is left.
    """
    from pipelines.fetch.engine import sources_by_default
    from pipelines.sources import connector_of

    for source in (*sources, *without):
        connector_of(source)
    named = list(dict.fromkeys(sources)) or sources_by_default(os.environ)
    chosen = [source for source in named if source not in without]
    if not chosen:
        raise ChipwatchError("every source is left out.", "leave out fewer with --without.")
    return chosen


def forecast_table(forecasts: Sequence[Forecast]) -> str:
    """What each source will be asked, and all of them together."""
    from pipelines.fetch.forecast import minutes_of_all

    rows: list[list[object]] = [
        [one.source, one.requests, one.minutes, one.megabytes, one.why_not or ""]
        for one in forecasts
    ]
    requests = sum(one.requests for one in forecasts)
    megabytes = sum(one.megabytes for one in forecasts)
    return (
        render(["source", "requests", "minutes", "MB", "not asked because"], rows)
        + f"\nin all about {requests:,} requests, {megabytes:,.0f} MB and"
        f" {minutes_of_all(forecasts):.0f} minutes, some sources at the same time; these are"
        " expectations, and a busy service takes longer"
    )


def not_had(reports: Sequence[Report], without: Sequence[str] = ()) -> list[str]:
    """One line for each thing that could not be had, and for each source that was left out."""
    lines = []
    for report in reports:
        if not report.is_complete:
            told = report.missed_in_words or [f"{report.outcome}: {report.message}"]
            lines += [f"{report.source}: {line}" for line in told]
        elif report.deferred:
            lines.append(f"{report.source}: {report.message}")
    return [*lines, *(f"{source}: left out with --without" for source in sorted(set(without)))]


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
    missing = [f"  {line}" for line in not_had(reports)]
    notes = [f"  {r.source}: {warning}" for r in reports for warning in r.warnings[:5]]
    parts = [render(columns, in_words(curated_labels(), rows, {1: "status", 2: "outcome"}))]
    parts += ["", "could not be had:", *missing] if missing else []
    parts += ["", "to look at:", *notes] if notes else []
    return "\n".join(parts)


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
        f" {step.waiting} waiting{_left(step)}, {step.bytes / 1e3:,.0f} kB at"
        f" {kilobytes:,.0f} kB/s)",
        err=True,
    )


def _left(step: Step) -> str:
    """How long what waits will take, when that is worth a word."""
    return f", about {step.seconds_left / 60:.0f} min left" if step.seconds_left >= 30 else ""


def _silent(_: Step) -> None:
    """Progress for nobody."""
