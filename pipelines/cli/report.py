"""`chipwatch report`: one release as a page to look at."""

from __future__ import annotations

import json
from pathlib import Path

import click

from pipelines.cli.options import json_option, warehouse_option
from pipelines.warehouse import locate


@click.command("report")
@click.argument("release", default="current")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write [default: report.html in the folder of the release].",
)
@click.option(
    "--public",
    "is_public",
    is_flag=True,
    help="Leave out what its source does not allow to pass on.",
)
@warehouse_option
@json_option
def command(
    release: str, output: Path | None, is_public: bool, warehouse: Path | None, as_json: bool
) -> None:
    """Write RELEASE (an id, a beginning of one, or `current`) as one self-contained HTML page.

    The page loads nothing from a network and follows the light or dark setting of the browser.
    """
    from pipelines.releases.upkeep import kept
    from pipelines.report.file import report_path, write_report

    chosen = kept(locate(warehouse), release)
    path = (output or report_path(chosen, is_public=is_public)).resolve()
    size = write_report(chosen, path, is_public=is_public)
    if as_json:
        record = {"release_id": chosen.release_id, "file": str(path), "bytes": size}
        click.echo(json.dumps({**record, "is_public": is_public}))
        return
    click.echo(f"written: {path} ({size / 1e6:.1f} MB, release {chosen.release_id})")
