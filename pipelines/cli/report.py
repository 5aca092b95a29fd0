"""`chipwatch report`: one release as pages to look at."""

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
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write [default: report in the folder of the release].",
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
    """Write RELEASE (an id, a beginning of one, or `current`) as a folder of HTML pages.

    Open its index.html in a browser. The pages load nothing from a network and follow the light or
    dark setting of the browser; `chipwatch serve` serves those of the current release.
    """
    from pipelines.releases.upkeep import kept
    from pipelines.report.file import site_folder, write_site

    chosen = kept(locate(warehouse), release)
    folder = (output or site_folder(chosen, is_public=is_public)).resolve()
    written = write_site(chosen, folder, is_public=is_public)
    if as_json:
        record = {
            "release_id": chosen.release_id,
            "folder": str(folder),
            "first_page": str(written.first_page),
            "files": written.files,
            "bytes": written.bytes,
            "is_public": is_public,
        }
        click.echo(json.dumps(record))
        return
    click.echo(
        f"written: {written.first_page} ({written.files:,} files, {written.bytes / 1e6:.1f} MB, "
        f"release {chosen.release_id})"
    )
