"""`chipwatch archive`: put files in, verify, count, back up, and take a payload out for good."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.cli.options import content_type_option, json_option, warehouse_option
from pipelines.cli.terminal import show_table
from pipelines.errors import ChipwatchError
from pipelines.labels import curated_labels
from pipelines.warehouse import locate

if TYPE_CHECKING:
    from pipelines.archive.store import Archive


@click.group("archive")
def command() -> None:
    """Put files into the archive, verify it, back it up, take a payload out for good."""


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
@content_type_option
@click.option(
    "--url", default="", help="Address of the file, for sources that name the security in it."
)
@click.option(
    "--parameter",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    help="Parameter of the request the file answers, such as symbol=NVDA; may be repeated.",
)
def add(
    name: str,
    files: tuple[Path, ...],
    warehouse: Path | None,
    archive: Path | None,
    content_type: str | None,
    url: str,
    parameters: tuple[str, ...],
) -> None:
    """Put FILES, each one payload of SOURCE/DATASET, into the archive (origin: user).

    A file is kept as it is, byte for byte; whether it can be parsed is said at once and again by
    every build. A sample warehouse takes no real files: use another --warehouse.
    """
    from pipelines.archive.store import Archive, Origin, PayloadMeta
    from pipelines.parsing.records import PayloadError
    from pipelines.raw.parse import parse_payload, read_payload
    from pipelines.specs import spec as spec_of

    spec = spec_of(name)
    asked = dict(text.partition("=")[::2] for text in parameters)
    if not all(asked) or not all(asked.values()):
        raise ChipwatchError(
            f"--parameter {' '.join(parameters)!r} is not NAME=VALUE.",
            "write for example --parameter symbol=NVDA.",
        )
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
        try:
            payload = read_payload(file, spec.bytes.maximum)
        except PayloadError as error:
            raise ChipwatchError(
                f"{file.name} was not added: {error.outcome}: {error.message}.",
                "give the file as the service gives it, in parts if it is your own.",
            ) from error
        entry = store.add(
            payload,
            PayloadMeta(
                source=spec.source,
                dataset=spec.dataset,
                origin=Origin.USER,
                url=url,
                parameters=asked,
                observed_at=datetime.now(UTC),
                licence=spec.source_spec.licence,
                redistribution=spec.source_spec.redistribution,
                content_type=content_type,
                note=f"added by hand from {file.name}",
            ),
        )
        try:
            parsed = parse_payload(spec, payload, entry.content_type)
            told = f"{parsed.row_count} rows, {len(parsed.rejects)} rejects"
            if parsed.cells:
                told += f", {len(parsed.cells)} cells of kept rows set aside or damaged"
        except PayloadError as error:
            refused += 1
            why = curated_labels().said("outcome", error.outcome)
            told = f"kept, but a build will refuse it: {why}: {error.message}"
        click.echo(f"{entry.sha256[:12]}  {file.name}: {told}")
    if refused:
        raise ChipwatchError(
            f"{refused} of {len(files)} file(s) are not what {name} returns.",
            f"check them with `chipwatch sources parse {name} FILE`.",
        )


archive_option = click.option(
    "--archive",
    type=click.Path(path_type=Path, file_okay=False),
    help="Archive to work on [default: the warehouse's own].",
)


@command.command("verify")
@warehouse_option
@archive_option
@json_option
def verify(warehouse: Path | None, archive: Path | None, as_json: bool) -> None:
    """Read every payload and compare it with its hash; exit code 1 when something is wrong."""
    from pipelines.archive import upkeep as archive_upkeep

    store = _archive(warehouse, archive)
    checked = archive_upkeep.verify(store)
    if as_json:
        click.echo(
            json.dumps(
                {
                    "archive": str(store.root),
                    "payloads": checked.payloads,
                    "bytes": checked.bytes,
                    "tombstones": checked.tombstones,
                    "faults": checked.faults,
                }
            )
        )
    else:
        click.echo(
            f"{checked.payloads} payloads ({checked.bytes / 1e6:.1f} MB) are whole, "
            f"{checked.tombstones} were removed on purpose"
        )
        for fault in checked.faults:
            click.echo(f"  {fault}")
    if checked.faults:
        raise ChipwatchError(
            f"{len(checked.faults)} file(s) of {store.root} need a look.",
            "each line above says what to do; a backup made by `chipwatch archive backup` has "
            "the same layout, so single files can be copied back.",
        )


@command.command("stats")
@warehouse_option
@archive_option
@json_option
def stats(warehouse: Path | None, archive: Path | None, as_json: bool) -> None:
    """How many payloads, how large and from when, by dataset."""
    from pipelines.archive import upkeep as archive_upkeep

    found = archive_upkeep.stats(_archive(warehouse, archive))
    if as_json:
        for one in found:
            click.echo(json.dumps(one.__dict__, default=str))
        return
    rows = [
        (
            one.name,
            one.payloads,
            one.bytes,
            one.stored_bytes,
            f"{one.first_observed_at:%Y-%m-%d %H:%M}",
            f"{one.last_observed_at:%Y-%m-%d %H:%M}",
            one.redistribution,
        )
        for one in found
    ]
    header = ["dataset", "payloads", "bytes", "on disk", "first (UTC)", "last (UTC)", "terms"]
    if rows:
        show_table(header, rows)
    else:
        click.echo("the archive is empty")


@command.command("backup")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@warehouse_option
@archive_option
@json_option
def backup(folder: Path, warehouse: Path | None, archive: Path | None, as_json: bool) -> None:
    """Bring FOLDER up to the warehouse: all that cannot be made again, each payload checked.

    That is the archive, the overlay, what people decided, the log of fetches, and the published
    release; with --archive, that archive alone. Only what is missing or differs is copied.
    """
    from pipelines.archive import backup as whole
    from pipelines.archive import upkeep as archive_upkeep

    store = _archive(warehouse, archive)
    if archive is None:
        done, files = whole.back_up(locate(warehouse), store, folder.resolve())
    else:
        done, files = archive_upkeep.backup(store, folder.resolve()), 0
    if as_json:
        click.echo(json.dumps({**done.__dict__, "files": files}))
        return
    click.echo(
        f"{done.copied} copied, {done.present} were there, {done.removed} taken out because they "
        f"were redacted; {files} files beside payloads; check the copy with: chipwatch archive "
        f"verify --archive {folder}"
    )


@command.command("restore")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@warehouse_option
@json_option
def restore(folder: Path, warehouse: Path | None, as_json: bool) -> None:
    """Put the backup in FOLDER into a warehouse that is not there yet.

    Every payload is checked on the way. Its release is published by `chipwatch releases adopt`,
    which verifies and audits it first; everything else is made again by the next run.
    """
    from pipelines.archive import backup as whole

    place = locate(warehouse)
    done = whole.restore(folder.resolve(), place)
    if as_json:
        click.echo(json.dumps(done.__dict__))
        return
    click.echo(f"{done.payloads} payloads and {done.files} other files put into {place.root}")
    if done.release_id is not None:
        click.echo(f"next: chipwatch releases adopt {done.release_id} --warehouse {place.root}")
    click.echo(f"then: chipwatch run --warehouse {place.root}")


@command.command("redact")
@click.argument("sha", metavar="SHA")
@click.option("--reason", required=True, help="Why; kept in the tombstone.")
@click.option("--by", help="Who says so [default: the user of this process].")
@warehouse_option
@archive_option
@json_option
def redact(
    sha: str,
    reason: str,
    by: str | None,
    warehouse: Path | None,
    archive: Path | None,
    as_json: bool,
) -> None:
    """Take the payload SHA out for good: bytes, sidecar and what was parsed from it.

    A tombstone with the reason stays and the same bytes are never taken in again. Published files
    are immutable: the releases that still hold its rows are listed.
    """
    from pipelines.archive import upkeep as archive_upkeep
    from pipelines.releases.details import releases_with
    from pipelines.releases.shelf import current_release_id

    place = locate(warehouse)
    done = archive_upkeep.redact(place, _archive(warehouse, archive), sha, reason, by)
    holding = releases_with(place, done.sha256)
    if as_json:
        summary = {
            "sha256": done.sha256,
            "source": done.source,
            "dataset": done.dataset,
            "files_removed": len(done.files),
            "releases_that_still_hold_it": [release.release_id for release in holding],
        }
        click.echo(json.dumps(summary))
        return
    click.echo(
        f"removed {done.source}/{done.dataset} {done.sha256}: {len(done.files)} files; "
        "the next build has none of its rows"
    )
    if not holding:
        click.echo("no release holds it")
        return
    current = current_release_id(place)
    for release in holding:
        mark = " (published now)" if release.release_id == current else ""
        click.echo(f"still held by {release.release_id}{mark}")
    click.echo("next: chipwatch run, then chipwatch releases prune --keep 1")


def _archive(warehouse: Path | None, archive: Path | None) -> Archive:
    from pipelines.archive.store import Archive

    place = locate(warehouse)
    if archive is None and place.kind() == "sample":
        raise ChipwatchError(
            f"{place.root} is a sample warehouse: its archive is the bundled one and not yours.",
            "name an archive with --archive, or a live warehouse with --warehouse.",
        )
    chosen = archive or place.archive
    if not chosen.is_dir():
        raise ChipwatchError(
            f"There is no archive folder {chosen}.",
            "name an existing one with --archive, or a warehouse with --warehouse.",
        )
    return Archive(chosen.resolve())
