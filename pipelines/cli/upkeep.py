"""`chipwatch upkeep`: what only grows, how long it is kept, and what may go.

Belongs here: asking each part what is beyond its term, telling it, freeing it. Does not belong
here: the terms (each stands with what it is about).
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from pipelines.cli.options import json_option, warehouse_option
from pipelines.cli.terminal import show_table
from pipelines.errors import ChipwatchError
from pipelines.warehouse import Warehouse, locate, single_writer


@dataclass(frozen=True)
class Part:
    """Something that only grows: its term in words, what is beyond it, and how that goes."""

    name: str
    kept: str
    count: int
    bytes: int
    free: Callable[[], object]


@click.command("upkeep")
@click.option("--free", is_flag=True, help="Delete what is beyond its term; else it is only told.")
@warehouse_option
@json_option
def command(free: bool, warehouse: Path | None, as_json: bool) -> None:
    """Say what only grows, how long each part is kept, and what would be freed; --free frees it.

    Payloads and your own rows are never freed here, and nothing that is published changes.
    """
    place = locate(warehouse)
    if place.kind() is None:
        raise ChipwatchError(
            f"There is no warehouse at {place.root}.", "run `chipwatch run` first."
        )
    with single_writer(place, "upkeep") if free else contextlib.nullcontext():
        parts = list(_parts(place))
        for part in parts:
            if free and part.count:
                part.free()
    if as_json:
        for part in parts:
            record = {"part": part.name, "kept": part.kept, "count": part.count}
            click.echo(json.dumps({**record, "bytes": part.bytes, "is_freed": free}))
        return
    rows = [(part.name, part.kept, part.count, f"{part.bytes / 1e6:.1f} MB") for part in parts]
    show_table(["part", "kept", "freed" if free else "beyond it", "size"], rows)
    if not free and any(part.count for part in parts):
        click.echo("to free it: chipwatch upkeep --free")


def _parts(place: Warehouse) -> Iterator[Part]:
    from pipelines.archive.choose import choose_archive
    from pipelines.defs.history import KEPT_RUNS, forget, old_runs
    from pipelines.derived.cache import UNUSED_DAYS, unused
    from pipelines.raw.upkeep import unneeded
    from pipelines.releases.upkeep import KEPT_RELEASES, prunable, prune

    yield Part("archive", "for good; one payload goes by `archive redact`", 0, 0, lambda: None)
    raw = unneeded(place, choose_archive(place, None, live=False))
    yield _files("raw", "what the present parsers made of archived payloads", raw)
    derived = unused(place.derived, datetime.now(UTC))
    yield _files("derived", f"{UNUSED_DAYS} days after a run last used it", derived)
    old = prunable(place, KEPT_RELEASES)
    yield Part(
        "releases",
        f"files of the newest {KEPT_RELEASES}; every manifest",
        len(old),
        sum(size for _, size in old),
        lambda: prune(place, KEPT_RELEASES),
    )
    runs, size = old_runs(place)
    yield Part(
        "Dagster's history",
        f"the newest {KEPT_RUNS} runs",
        len(runs),
        size,
        lambda: forget(place, runs),
    )


def _files(name: str, kept: str, paths: Iterable[Path]) -> Part:
    chosen = tuple(paths)
    size = sum(path.stat().st_size for path in chosen)

    def free() -> None:
        for path in chosen:
            path.unlink(missing_ok=True)

    return Part(name, kept, len(chosen), size, free)
