"""`chipwatch sources`: what is read from where, how fresh it is, what is refused."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from pipelines.cli.options import (
    content_type_option,
    json_option,
    warehouse_option,
    without_option,
)
from pipelines.cli.tables import in_words
from pipelines.cli.terminal import show_table
from pipelines.labels import curated_labels


@click.group("sources")
def command() -> None:
    """List and check the sources, parse a file as a build would, accept a refused payload."""


@command.command("list")
@json_option
def list_sources(as_json: bool) -> None:
    """Every dataset with its publisher, licence and cadence."""
    from pipelines.sources import describe_sources

    described = describe_sources()
    if as_json:
        for record in described:
            click.echo(json.dumps(record))
        return
    columns = ["name", "publisher", "licence", "redistribution", "cadence"]
    rows = [[record[column] for column in columns] for record in described]
    places = {columns.index("redistribution"): "redistribution"}
    show_table(columns, in_words(curated_labels(), rows, places))


@command.command("parse")
@click.argument("name", metavar="SOURCE/DATASET")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@content_type_option
def parse(name: str, file: Path, content_type: str | None) -> None:
    """Parse FILE: rows as NDJSON on stdout, rejects and cells set aside on stderr.

    Exits with 1 and one classified line when the file is not what the source returns.
    """
    from pipelines.parsing.records import PayloadError
    from pipelines.raw.parse import parse_file

    try:
        parsed = parse_file(name, file, content_type)
    except PayloadError as error:
        click.echo(f"{error.outcome}: {error.message}", err=True)
        sys.exit(1)
    for row in parsed.each_row():
        click.echo(json.dumps(row, default=str, ensure_ascii=False))
    for reject in parsed.rejects:
        click.echo(f"reject row {reject.row_number}: {reject.reason}: {reject.detail}", err=True)
    for cell in parsed.cells:
        click.echo(f"row {cell.row_number} kept: {cell.reason}: {cell.detail}", err=True)


@command.command("check")
@warehouse_option
@without_option
@json_option
def check(warehouse: Path | None, without: tuple[str, ...], as_json: bool) -> int:
    """How the last fetch of each source ended, and which payloads are refused; asks nobody.

    A source is stale when its last fetch did not get all it asked for, or when it was not asked for
    longer than its data stay fresh. Exits with 3 when a source is stale or a payload waits for a
    decision; what belongs to a source left out with --without is not told.
    """
    from pipelines.archive.accepted_checks import ended_checks
    from pipelines.archive.contents import read_contents
    from pipelines.archive.fetch_log import as_json as state_as_json
    from pipelines.archive.staleness import source_states
    from pipelines.archive.store import Archive
    from pipelines.sources import connector_of
    from pipelines.warehouse import locate

    place = locate(warehouse)
    contents = read_contents(Archive(place.archive, place.archive_index))
    for source in without:
        connector_of(source)
    states = {
        source: state
        for source, state in source_states(place, contents.newest, datetime.now(UTC)).items()
        if source not in without
    }
    waiting = [(entry, why) for entry, why in contents.refused if entry.source not in without]
    if as_json:
        told = {
            "sources": [state_as_json(state) for state in states.values()],
            "refused": [
                {"name": entry.name, "sha256": entry.sha256, "reason": refusal.reason}
                for entry, refusal in waiting
            ],
        }
        click.echo(json.dumps(told, default=str, indent=1))
    else:
        rows = [
            [s.source, "stale" if s.is_stale else "ok", s.outcome, s.last_success_at, s.reason]
            for _, s in sorted(states.items())
        ]
        shown = in_words(curated_labels(), rows, {1: "status", 2: "outcome"})
        show_table(["source", "state", "outcome", "last good fetch", "why"], shown)
        for entry, refusal in waiting:
            click.echo(f"refused: {entry.name} {entry.sha256[:12]}: {refusal.reason}")
        if waiting:
            click.echo("load one all the same: chipwatch sources accept HASH --reason TEXT")
        for name, word in sorted(ended_checks(place, datetime.now(UTC)).items()):
            click.echo(f"no longer accepted: {name}: {word.ended_in_words}")
    return 3 if waiting or any(state.is_stale for state in states.values()) else 0


@command.command("accept")
@click.argument("sha", metavar="[HASH]", required=False)
@click.option("--check", "check_id", help="A check of the raw gate instead of a payload.")
@click.option("--reason", required=True, help="Why it is right all the same; it is recorded.")
@click.option("--by", help="Who says so [default: the user of this machine].")
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Last day on which the word holds [default: 90 days from now for --check, else for good].",
)
@warehouse_option
def accept(
    sha: str | None,
    check_id: str | None,
    reason: str,
    by: str | None,
    until: datetime | None,
    warehouse: Path | None,
) -> None:
    """Load a payload that the fetch refused, or accept what a check of the raw gate finds.

    HASH is a refused payload: it is loaded from the next build on, and later ones are judged
    against it. With --check, what that check finds is right until a day: nothing is set aside for
    it and it keeps no release back.
    """
    from pipelines.archive.accepted_checks import accept_check
    from pipelines.archive.refusals import accept as accept_payload
    from pipelines.archive.store import Archive
    from pipelines.audit.catalogue import raw_check
    from pipelines.warehouse import locate, user_name

    place, now = locate(warehouse), datetime.now(UTC)
    day = None if until is None else until.date()
    if (sha is None) == (check_id is None):
        raise click.UsageError("name either the HASH of a payload or --check CHECK.")
    if check_id is not None:
        known = raw_check(check_id)
        word = accept_check(place, known.check_id, reason, by or user_name(), day, now)
        click.echo(f"{known.check_id}: {word.in_words}; the next `chipwatch run` goes by it")
        return
    entry = accept_payload(Archive(place.archive), str(sha), reason, by or user_name(), day, now)
    click.echo(f"accepted: {entry.name} {entry.sha256}; the next `chipwatch run` loads it")
