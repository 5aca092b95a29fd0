"""Prints a table as the place it goes to can take it.

On a terminal: in lines that fit, the header bold, through a pager where it is longer than the
screen. Elsewhere: whole lines, so that a script or a file gets every cell on one.
Does not belong here: how a table is laid out (`tables.py`).
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from typing import Any

import click

from pipelines.cli.tables import fitted, render

WIDTH_OF_TEXT = 100
"""Characters a line of what is told in sentences, where nothing says how wide the place is."""


def show_table(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], *, paged: bool = False
) -> None:
    """Print a table; with `paged` one that is longer than the screen goes through a pager."""
    if not sys.stdout.isatty():
        click.echo(render(columns, rows))
        return
    width, height = shutil.get_terminal_size()
    head, *rest = fitted(columns, rows, width).splitlines()
    text = "\n".join([click.style(head, bold=True), *rest])
    if paged and len(rest) + 2 > height:
        click.echo_via_pager(text)
    else:
        click.echo(text)


def width_of_text() -> int:
    """How wide lines of sentences may be."""
    return (
        shutil.get_terminal_size((WIDTH_OF_TEXT, 24)).columns
        if sys.stdout.isatty()
        else (WIDTH_OF_TEXT)
    )
