"""`chipwatch query`: SQL on the published file, read-only and shut off from everything else."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import click

from pipelines.cli.options import warehouse_option
from pipelines.cli.refusal import note_refusal
from pipelines.cli.tables import render
from pipelines.releases.query import ask
from pipelines.warehouse import locate


@click.command("query")
@click.argument("sql")
@warehouse_option
@click.option("--json", "form", flag_value="json", help="Print one JSON object a row.")
@click.option("--csv", "form", flag_value="csv", help="Print CSV with a header.")
def command(sql: str, warehouse: Path | None, form: str | None) -> None:
    """Run SQL on the published warehouse and print the answer.

    The file is opened read-only, without access to other files or the network. Tables are in the
    schemas `marts` and `meta`; `select table_name, table_description from meta.columns` lists them.
    """
    place = locate(warehouse)
    columns, rows = ask(place.published, sql)
    note_refusal(place)
    if form == "json":
        for row in rows:
            click.echo(json.dumps(dict(zip(columns, row, strict=True)), default=str))
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    else:
        click.echo(render(columns, rows))
        if sys.stdout.isatty():
            click.echo(f"({len(rows)} row{'' if len(rows) == 1 else 's'})")
