"""`chipwatch releases`: what has been published."""

from __future__ import annotations

import json
from pathlib import Path

import click

from pipelines.cli.options import json_option, warehouse_option
from pipelines.cli.tables import render
from pipelines.warehouse import locate


@click.group("releases")
def command() -> None:
    """List what has been published."""


@command.command("list")
@warehouse_option
@json_option
def list_releases(warehouse: Path | None, as_json: bool) -> None:
    """Every release of the warehouse, oldest first; `*` marks the one that readers see."""
    from pipelines.release import current_release_id, releases  # noqa: PLC0415

    place = locate(warehouse)
    current = current_release_id(place)
    manifests = [release.manifest for release in releases(place)]
    if as_json:
        for manifest in manifests:
            wanted = {k: v for k, v in manifest.items() if k not in {"checks", "payloads"}}
            click.echo(json.dumps({"is_current": manifest["release_id"] == current, **wanted}))
        return
    rows = [
        (
            "*" if manifest["release_id"] == current else "",
            manifest["release_id"],
            manifest["released_at"],
            "sample" if manifest["is_sample"] else "live",
            manifest["payload_count"],
            manifest["row_count"],
            manifest["checks_failed_count"],
        )
        for manifest in manifests
    ]
    header = ["", "release", "released_at (UTC)", "kind", "payloads", "rows", "warnings"]
    click.echo(render(header, rows) if rows else "nothing has been published yet")
