"""`chipwatch query`: SQL on the published file, read-only and shut off from everything else."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

import click

from pipelines.cli.options import warehouse_option
from pipelines.cli.tables import render
from pipelines.errors import ChipwatchError
from pipelines.warehouse import locate

HARDENED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "lock_configuration": "true",
}


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
    columns, rows = ask(locate(warehouse).published, sql)
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


def ask(database: Path, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows of the answer. Raises ChipwatchError for a missing file or bad SQL."""
    import duckdb  # noqa: PLC0415

    if not database.exists():
        raise ChipwatchError(
            f"Nothing is published yet: there is no {database}.",
            "run `chipwatch run` (or `make run`) first.",
        )
    try:
        with duckdb.connect(str(database), read_only=True, config=HARDENED) as connection:
            cursor = connection.execute(sql)
            columns = [column[0] for column in cursor.description or ()]
            return columns, cursor.fetchall()
    except duckdb.Error as error:
        raise ChipwatchError(
            f"The query failed: {error}",
            'list the tables with `chipwatch query "select distinct table_schema, table_name '
            'from meta.columns"` and the columns of one with `describe marts.TABLE`.',
        ) from error
