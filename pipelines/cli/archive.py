"""`chipwatch archive`: files a person has, put into an archive with their provenance."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from pipelines.cli.options import warehouse_option
from pipelines.errors import ChipwatchError
from pipelines.warehouse import locate


@click.group("archive")
def command() -> None:
    """Put files you have into an archive."""


@command.command("add")
@click.argument("name", metavar="SOURCE/DATASET")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@warehouse_option
@click.option(
    "--archive",
    type=click.Path(path_type=Path, file_okay=False),
    help="Archive to add to [default: the warehouse's own].",
)
def add(name: str, files: tuple[Path, ...], warehouse: Path | None, archive: Path | None) -> None:
    """Put FILES, each one payload of SOURCE/DATASET, into the archive (origin: user).

    A file is kept as it is, byte for byte; whether it can be parsed is said at once and again by
    every build. A sample warehouse takes no real files: use another --warehouse.
    """
    from pipelines.archive import Archive, Origin, PayloadMeta  # noqa: PLC0415
    from pipelines.parsing import PayloadError  # noqa: PLC0415
    from pipelines.sources import parse_file, read_payload  # noqa: PLC0415
    from pipelines.specs import spec as spec_of  # noqa: PLC0415

    spec = spec_of(name)
    place = locate(warehouse)
    if archive is None:
        if place.kind() == "sample":
            raise ChipwatchError(
                f"{place.root} is a sample warehouse; real files never mix with it.",
                "name another folder with --warehouse, and build it with the same option.",
            )
        place.ensure("live")
    store = Archive(archive or place.archive)
    refused = 0
    for file in files:
        entry = store.add(
            read_payload(file),
            PayloadMeta(
                source=spec.source,
                dataset=spec.dataset,
                origin=Origin.USER,
                observed_at=datetime.now(UTC),
                licence=spec.source_spec.licence,
                redistribution=spec.source_spec.redistribution,
                note=f"added by hand from {file.name}",
            ),
        )
        try:
            parsed = parse_file(name, file)
            told = f"{len(parsed.rows)} rows, {len(parsed.rejects)} rejects"
        except PayloadError as error:
            refused += 1
            told = f"kept, but a build will refuse it: {error.outcome}: {error.message}"
        click.echo(f"{entry.sha256[:12]}  {file.name}: {told}")
    if refused:
        raise ChipwatchError(
            f"{refused} of {len(files)} file(s) are not what {name} returns.",
            f"check them with `chipwatch sources parse {name} FILE`.",
        )
