"""`chipwatch sources`: what is read from where, and parsing one file by hand."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from pipelines.cli.options import json_option
from pipelines.cli.tables import render


@click.group("sources")
def command() -> None:
    """List the sources, or parse one file the way a build would."""


@command.command("list")
@json_option
def list_sources(as_json: bool) -> None:
    """Every dataset with its publisher, licence and cadence."""
    from pipelines.sources import describe_sources  # noqa: PLC0415

    described = describe_sources()
    if as_json:
        for record in described:
            click.echo(json.dumps(record))
        return
    columns = ["name", "publisher", "licence", "redistribution", "cadence"]
    click.echo(render(columns, [[record[column] for column in columns] for record in described]))


@command.command("parse")
@click.argument("name", metavar="SOURCE/DATASET")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def parse(name: str, file: Path) -> None:
    """Parse FILE: rows as NDJSON on stdout, rejects with reasons on stderr.

    Exits with 1 and one classified line when the file is not what the source returns.
    """
    from pipelines.parsing import PayloadError  # noqa: PLC0415
    from pipelines.sources import parse_file  # noqa: PLC0415

    try:
        parsed = parse_file(name, file)
    except PayloadError as error:
        click.echo(f"{error.outcome}: {error.message}", err=True)
        sys.exit(1)
    for row in parsed.rows:
        click.echo(json.dumps(row, default=str, ensure_ascii=False))
    for reject in parsed.rejects:
        click.echo(f"reject row {reject.row_number}: {reject.reason}: {reject.detail}", err=True)
