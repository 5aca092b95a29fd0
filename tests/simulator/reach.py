"""How far a fault reached: what is missing or old in what a build would load, and what it blocks.

Belongs here: working it out from the archive after a fetch. Does not belong here: what should come
of a fault (`matrix.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.archive.contents import read_contents
from pipelines.archive.store import Archive
from pipelines.audit.common_rules import raw_rules
from pipelines.audit.set_aside import opened, set_aside
from pipelines.raw.write import parse_dataset
from pipelines.specs import load_specs
from pipelines.specs.checks import plain_query
from pipelines.warehouse import Warehouse

NOTHING, ROW, SERIES, DATASET, SOURCE, RELEASE = REACHES = (
    "-", "row", "series", "dataset", "source", "release",
)  # fmt: skip
"""From the least to the farthest."""
Rows = Mapping[tuple[Any, ...], tuple[Any, ...]]


def reach_of(folder: Path, source: str, loaded: Rows, true: Rows, *, is_complete: bool) -> str:
    """How far a fault reached that left `loaded` of what is `true`.

    `-` when all of it is there; `row` when the answer was taken without some of its rows; `series`,
    `dataset` and `source` by whether other series of the dataset, or other datasets of the source,
    are there as they are now; `release` when a build would be refused.
    """
    if blocking(folder):
        return RELEASE
    missing = {key for key, value in true.items() if loaded.get(key) != value}
    if not missing:
        return NOTHING
    if is_complete:
        return ROW
    if {_series(source, key) for key in missing} < {_series(source, key) for key in true}:
        return SERIES if len({key[0] for key in missing}) == 1 else DATASET
    return SOURCE if len({key[0] for key in true}) > 1 else DATASET


def blocking(folder: Path) -> list[str]:
    """Checks of the raw gate that would keep back a build of the archive in a warehouse."""
    warehouse = Warehouse(folder)
    build = warehouse.build("reach").create()
    contents = read_contents(Archive(warehouse.archive))
    for spec in load_specs().values():
        parse_dataset(warehouse, build, contents, spec)
    set_aside(build)
    found = []
    with opened(build) as (connection, records):
        for spec, payloads in records:
            if not any(record["outcome"] == "ok" for record in payloads):
                continue
            for rule in raw_rules(spec):
                query = rule.arguments.get("unexpected_rows_query")
                if (rule.severity, rule.reach) != ("critical", "release") or query is None:
                    continue
                asked = plain_query(str(query), f"raw.{spec.raw_name}")
                if connection.execute(asked).fetchone() is not None:
                    found.append(f"{spec.raw_name} {rule.column} {rule.kind}")
    return found


def _series(source: str, key: tuple[Any, ...]) -> tuple[Any, ...]:
    """The dataset of a row and, where they are part of its key, the columns of its series."""
    spec = load_specs()[f"{source}/{key[0]}"]
    values = dict(zip(spec.natural_key, key[1:], strict=True))
    return (key[0], *(values[name] for name in spec.checks.series if name in values))
