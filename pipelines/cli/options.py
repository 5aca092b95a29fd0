"""Options that several verbs share."""

from __future__ import annotations

from pathlib import Path

import click

warehouse_option = click.option(
    "--warehouse",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the warehouse [default: $CHIPWATCH_WAREHOUSE, else warehouse/].",
)

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")

without_option = click.option(
    "--without",
    multiple=True,
    metavar="SOURCE",
    help="Leave this source out; may be given several times.",
)

content_type_option = click.option(
    "--content-type",
    metavar="TYPE",
    help="What the service said of the file, such as 'text/csv; charset=gbk'; its charset counts.",
)
