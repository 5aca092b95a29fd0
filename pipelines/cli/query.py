"""`chipwatch query`: SQL on the published file, read-only and shut off from everything else."""

from __future__ import annotations

import csv
import json
import math
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from pipelines.cli.options import warehouse_option
from pipelines.cli.refusal import note_refusal
from pipelines.cli.terminal import show_table
from pipelines.errors import ChipwatchError
from pipelines.releases.query import SECONDS, Answer, ask
from pipelines.warehouse import locate

SHOWN_ROWS = 1000
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a text cell for a formula."""


@click.command("query")
@click.argument("sql")
@warehouse_option
@click.option("--json", "form", flag_value="json", help="Print one JSON object a row.")
@click.option("--csv", "form", flag_value="csv", help="Print CSV with a header: plain data.")
@click.option(
    "--excel",
    "form",
    flag_value="excel",
    help="Print CSV for a spreadsheet: with a byte order mark, no text cell runs as a formula.",
)
@click.option(
    "--limit",
    type=click.IntRange(0),
    help=f"Rows at the most; 0 means all [default: {SHOWN_ROWS} as a table, else all].",
)
@click.option(
    "--timeout",
    "seconds",
    type=click.FloatRange(0.1),
    default=SECONDS,
    show_default=True,
    help="Seconds after which the query is stopped.",
)
def command(
    sql: str, warehouse: Path | None, form: str | None, limit: int | None, seconds: float
) -> None:
    """Run SQL on the published warehouse and print the answer.

    The file is opened read-only, without access to other files or the network, with two gigabytes
    of memory. Tables are in the schemas `marts` and `meta`; `select table_name, table_description
    from meta.columns` lists them. On a terminal the table fits its width; in a file or a pipe
    every row is one line.
    """
    place = locate(warehouse)
    most = limit if limit is not None else SHOWN_ROWS if form is None else 0
    answer = ask(place.published, sql, most or None, seconds)
    note_refusal(place)
    if form == "json":
        _require_own_names(answer.columns)
        for row in answer.rows:
            record = dict(zip(answer.columns, map(_json_value, row), strict=True))
            click.echo(json.dumps(record, default=str, allow_nan=False))
    elif form is not None:
        _write_csv(answer, is_for_spreadsheet=form == "excel")
    else:
        show_table(answer.columns, answer.rows, paged=True)
    if form is None and sys.stdout.isatty():
        click.echo(f"({len(answer.rows)} row{'' if len(answer.rows) == 1 else 's'})")
    if answer.is_cut:
        click.echo(f"only the first {most} rows are shown; --limit 0 shows all", err=True)


def _require_own_names(columns: Sequence[str]) -> None:
    twice = [name for name, count in Counter(columns).items() if count > 1]
    if twice:
        raise ChipwatchError(
            f"Several columns are called {', '.join(twice)}: a JSON object has each name once.",
            "give each a name of its own with `as`.",
        )


def _json_value(value: Any) -> Any:
    """What JSON can hold: there is no NaN and no infinity in it."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, list | tuple):
        return [_json_value(item) for item in value]
    if isinstance(value, dict):
        return {str(name): _json_value(item) for name, item in value.items()}
    return value


def _write_csv(answer: Answer, *, is_for_spreadsheet: bool) -> None:
    if is_for_spreadsheet:
        sys.stdout.write("\ufeff")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    rows = [answer.columns, *answer.rows]
    writer.writerows([map(_text_cell, row) for row in rows] if is_for_spreadsheet else rows)


def _text_cell(value: Any) -> Any:
    """A cell that a spreadsheet shows as it is; an apostrophe keeps text from being run."""
    text = value if isinstance(value, str) else None
    if text is None and isinstance(value, list | tuple | dict):
        text = str(value)
    if text is None:
        return value
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_SIGNS) else text
