"""`chipwatch mirror`: a release in PostgreSQL, for tools that do not speak DuckDB."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from pipelines.cli.options import json_option, warehouse_option
from pipelines.cli.terminal import show_table
from pipelines.errors import ChipwatchError
from pipelines.settings import MIRROR_URL
from pipelines.warehouse import locate


@click.command("mirror")
@click.argument("url", required=False)
@click.option(
    "--release", default="current", show_default=True, help="Id, or a beginning of it, to mirror."
)
@click.option(
    "--role",
    default="chipwatch_reader",
    show_default=True,
    help="Group role that may read; made when it is missing.",
)
@click.option(
    "--include-restricted",
    is_flag=True,
    help="Copy everything: for a server that only the owner of this warehouse reads.",
)
@click.option("--force", is_flag=True, help="Copy again what is there already.")
@click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for another mirror, and for readers, to end.",
)
@warehouse_option
@json_option
def command(
    url: str | None,
    release: str,
    role: str,
    include_restricted: bool,
    force: bool,
    wait: float,
    warehouse: Path | None,
    as_json: bool,
) -> None:
    """Copy a release into the PostgreSQL database at URL (or $CHIPWATCH_MIRROR_URL).

    The schemas marts and meta there are replaced in one transaction: readers see the old release
    or the new one, whole. The same release again is left alone. What its source does not allow to
    pass on stays behind, as in `chipwatch releases export`. Give logins the right to read with
    GRANT chipwatch_reader TO name. Keep the password out of the command line: ~/.pgpass, or the
    URL in the environment.
    """
    import os

    from pipelines.mirror.copying import mirror
    from pipelines.releases.upkeep import kept

    given = url or os.environ.get(MIRROR_URL)
    if not given:
        raise ChipwatchError(
            "No PostgreSQL server is named.",
            f"chipwatch mirror postgresql://USER@HOST:5432/DATABASE, or set {MIRROR_URL}.",
        )
    chosen = kept(locate(warehouse), release)
    with _shown_tables(quiet=as_json) as on_table:
        done = mirror(chosen, given, role, include_restricted, force, wait, on_table)
    left_out = [one for one in done.tables if one.rows_left_out or one.columns_left_out]
    if as_json:
        record = {
            "release_id": done.release_id,
            "server": done.place,
            "role": done.role,
            "is_unchanged": done.is_unchanged,
            "tables": sum(bool(one.rows or not one.columns_left_out) for one in done.tables),
            "rows": done.rows,
            "load_seconds": round(done.load_seconds, 3),
            "seconds": round(done.total_seconds, 3),
            "left_out": [
                {
                    "table": f"{one.schema}.{one.table}",
                    "rows": one.rows_left_out,
                    "columns": list(one.columns_left_out),
                    "because": one.because,
                }
                for one in left_out
            ],
        }
        click.echo(json.dumps(record))
        return
    if done.is_unchanged:
        click.echo(
            f"{done.place} holds release {done.release_id} already; nothing to do "
            "(--force copies it again)"
        )
        return
    if left_out:
        rows = [
            (
                f"{one.schema}.{one.table}",
                one.rows,
                one.rows_left_out,
                "; ".join(one.columns_left_out) if one.rows else "all",
                one.because,
            )
            for one in left_out
        ]
        show_table(["left out of", "rows", "rows left out", "columns left out", "because"], rows)
        click.echo()
    click.echo(
        f"mirrored release {done.release_id} to {done.place}: {done.rows:,} rows in "
        f"{done.total_seconds:.1f} s ({done.rows / max(done.load_seconds, 0.001):,.0f} rows/s)"
    )
    click.echo(f"let a login read it: grant {done.role} to LOGIN")


@contextlib.contextmanager
def _shown_tables(quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """One live line on a terminal, nothing elsewhere."""
    from rich.console import Console

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda name, number, of: None
        return
    with console.status("connecting") as status:
        yield lambda name, number, of: status.update(f"{name} ({number} of {of})")
