"""What the dictionary knows of a table and a column, and what it reads of dbt's manifest.

Belongs here: the plain model. Does not belong here: pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.errors import ChipwatchError
from pipelines.labels import Label, Labels
from pipelines.specs import DatasetSpec

ASKS_FOR_PERIODS = "int_fx__period_rates"


_PERIODS_FROM = ("int_vendors__", "int_trade__")


PRICES = {
    "amount",
    "close_split_adjusted",
    "day0_close_split_adjusted",
    "day0_high",
    "day0_low",
    "dividend_per_share",
    "high",
    "low",
    "open",
    "prior_close",
}


UNITS = (
    ("_per_usd", "currency units per US dollar"),
    ("usd_per_unit", "US dollars per currency unit"),
    ("_usd_m", "million US dollars"),
    ("_usd", "US dollars"),
    ("_pct", "percent"),
    ("_gb_s_mm2", "GB/s per mm²"),
    ("_gb_s", "GB/s"),
    ("_gb", "GB"),
    ("_mm2", "mm²"),
    ("_kg", "kilograms"),
    ("_tflops", "TFLOPS"),
    ("_tops", "TOPS"),
    ("_shares", "shares"),
    ("_sessions", "trading sessions"),
    ("_seconds", "seconds"),
    ("_bytes", "bytes"),
    ("_count", "count"),
    ("_amount", "currency of the row"),
    ("_on", "date"),
    ("_at", "UTC timestamp"),
)


@dataclass(frozen=True)
class ColumnEntry:
    """One published column. `key` is `key`, `→ table.column`, both, or empty.

    `values` are all that may stand in it, with their labels, where they are enumerated.
    """

    name: str
    type: str
    description: str
    unit: str
    key: str
    warnings: tuple[str, ...]
    example: str
    values: tuple[tuple[str, Label], ...] = ()


@dataclass(frozen=True)
class TableEntry:
    """One published table. `sources` are datasets that it rests on, `seeds` our own files."""

    schema: str
    name: str
    subject: str
    description: str
    key: tuple[str, ...]
    sources: tuple[DatasetSpec, ...]
    seeds: tuple[str, ...]
    warnings: tuple[str, ...]
    columns: tuple[ColumnEntry, ...]

    @property
    def full_name(self) -> str:
        """`schema.table`."""
        return f"{self.schema}.{self.name}"

    @property
    def licences(self) -> tuple[str, ...]:
        """`source (redistribution): terms`, one each source, in the order of names."""
        found = {
            one.source: f"{one.source} ({one.source_spec.redistribution}): "
            f"{one.source_spec.licence}"
            for one in self.sources
        }
        return tuple(found[name] for name in sorted(found))


@dataclass(frozen=True)
class Manifest:
    """What the dictionary reads of dbt's manifest."""

    nodes: Mapping[str, Any]
    sources: Mapping[str, Any]
    parents: Mapping[str, Sequence[str]]

    def published(self) -> list[tuple[str, Mapping[str, Any]]]:
        """The models of the schemas marts and meta, by schema and name."""
        models = [
            (unique_id, node)
            for unique_id, node in self.nodes.items()
            if node["resource_type"] == "model" and node["schema"] in {"marts", "meta"}
        ]
        return sorted(models, key=lambda item: (item[1]["schema"], item[1]["name"]))

    def values_from(self, unique_id: str) -> list[str]:
        """The direct parents whose values (not only whose periods) reach a node."""
        parents = self.parents.get(unique_id, ())
        if unique_id.endswith(f".{ASKS_FOR_PERIODS}"):
            return [p for p in parents if not p.rpartition(".")[2].startswith(_PERIODS_FROM)]
        return list(parents)

    def roots(self, unique_id: str) -> set[str]:
        """Every dbt source and seed whose values reach a node."""
        seen: set[str] = set()
        waiting = [unique_id]
        while waiting:
            for parent in self.values_from(waiting.pop()):
                if parent not in seen:
                    seen.add(parent)
                    waiting.append(parent)
        return {one for one in seen if one.startswith(("source.", "seed."))}

    def keys(self, unique_id: str) -> tuple[str, ...]:
        """The columns of the primary key, as its test declares them."""
        for test in self._tests(unique_id, "primary_key"):
            return tuple(test["columns"])
        return ()

    def relations(self, unique_id: str) -> dict[str, tuple[str, str]]:
        """Column → (table, column) that it points to, as the relationship tests declare."""
        return {
            test["column_name"]: (_referred(test["to"]), test["field"])
            for test in self._tests(unique_id, "relationships")
        }

    def accepted(self, unique_id: str) -> dict[str, tuple[str, ...]]:
        """Column → the values that it may hold, as the tests declare them."""
        return {
            test["column_name"]: tuple(map(str, test["values"]))
            for test in self._tests(unique_id, "accepted_values")
        }

    def _tests(self, unique_id: str, name: str) -> list[Mapping[str, Any]]:
        return [
            node["test_metadata"]["kwargs"]
            for key, node in sorted(self.nodes.items())
            if node["resource_type"] == "test"
            and node.get("attached_node") == unique_id
            and (node.get("test_metadata") or {}).get("name") == name
        ]


def read_manifest(path: Path) -> Manifest:
    """Read dbt's manifest. Raises ChipwatchError when it is not one."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        return Manifest(record["nodes"], record["sources"], record["parent_map"])
    except (OSError, ValueError, KeyError) as error:
        raise ChipwatchError(
            f"The dbt manifest {path} cannot be read ({error}).",
            "run `python -m pipelines.transform.run_dbt`.",
        ) from error


def labelled(labels: Labels, column: str, declared: Sequence[str]) -> tuple[tuple[str, Label], ...]:
    """The values of a column with their labels: those declared for it, else all that have one."""
    known = labels.of_column(column)
    return tuple((value, known[value]) for value in declared or known if value in known)


def unit_of(column: str, data_type: str) -> str:
    """The unit that name or type of a column state; empty when they state none."""
    if column.startswith(("is_", "has_")) or data_type.upper() == "BOOLEAN":
        return "true or false"
    if column in PRICES:
        return "currency of the row"
    if column.endswith("_sha256"):
        return "SHA-256, hexadecimal"
    by_name = next((unit for suffix, unit in UNITS if column.endswith(suffix)), "")
    return by_name or {"DATE": "date", "TIMESTAMP": "UTC timestamp"}.get(data_type.upper(), "")


def anchor(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def first_sentence(text: str) -> str:
    """The text up to its first full stop or semicolon that ends a clause."""
    return re.split(r"(?<=[^.])[.;:](?:\s|$)", " ".join(text.split()), maxsplit=1)[0]


def _referred(expression: str) -> str:
    return expression.partition("'")[2].partition("'")[0]
