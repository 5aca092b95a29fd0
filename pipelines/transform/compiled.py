"""The compiled dbt project as data: its models in the order in which they are made.

Belongs here: reading dbt's manifest, and refusing what a build of compiled SQL could not do as dbt
does it. Does not belong here: compiling (`run_dbt.py`) or running the SQL (`models.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

from pipelines.errors import ChipwatchError

AFTER_EVENT_STUDY = "after_event_study"
"""dbt's tag of the models that read what the event study found."""
AS_OF_MACROS = "analysis.chipwatch.as_of_macros"
_MATERIALIZATIONS = frozenset({"table", "view"})


@dataclass(frozen=True)
class Column:
    """A column as the project declares it; `data_type` is empty without a contract."""

    name: str
    data_type: str
    description: str


@dataclass(frozen=True)
class Model:
    """One model: its relation, the SQL of its rows, the models it reads, what is declared of it.

    `columns` are in the order of the contract. `is_documented` says that comments are written.
    """

    unique_id: str
    name: str
    relation: str
    is_view: bool
    is_after_event_study: bool
    sql: str
    parents: frozenset[str]
    description: str
    columns: tuple[Column, ...]
    has_contract: bool
    is_documented: bool


def models_in_order(manifest: Mapping[str, Any]) -> list[Model]:
    """Every model of a compiled manifest, each after those that it reads.

    Raises ChipwatchError naming a model that is not a plain table or view: dbt would do something
    with it that running its SQL does not.
    """
    models = {
        unique_id: _model(node)
        for unique_id, node in sorted(manifest["nodes"].items())
        if node["resource_type"] == "model"
    }
    graph = {
        unique_id: sorted(model.parents & models.keys()) for unique_id, model in models.items()
    }
    return [models[unique_id] for unique_id in TopologicalSorter(graph).static_order()]


def closing_statements(manifest: Mapping[str, Any]) -> str:
    """The SQL that a whole build ends with: the table macros of the published schema."""
    return str(manifest["nodes"][AS_OF_MACROS]["compiled_code"])


def _model(node: Mapping[str, Any]) -> Model:
    config = node["config"]
    hooks = config.get("pre-hook") or config.get("post-hook")
    constraints = [*node["constraints"], *_constraints(node)]
    if config["materialized"] not in _MATERIALIZATIONS or hooks or constraints:
        raise ChipwatchError(
            f"The model {node['name']} is more than a table or view of its SQL "
            f"(materialized {config['materialized']}, hooks or constraints).",
            "make it a plain table or view: a build runs the compiled SQL; rules are data tests.",
        )
    return Model(
        unique_id=node["unique_id"],
        name=node["name"],
        relation=node["relation_name"],
        is_view=config["materialized"] == "view",
        is_after_event_study=AFTER_EVENT_STUDY in node["tags"],
        sql=node["compiled_code"],
        parents=frozenset(node["depends_on"]["nodes"]),
        description=node["description"],
        columns=tuple(
            Column(column["name"], column.get("data_type") or "", column["description"])
            for column in node["columns"].values()
        ),
        has_contract=config["contract"]["enforced"],
        is_documented=config["persist_docs"].get("relation", False),
    )


def _constraints(node: Mapping[str, Any]) -> Iterator[Any]:
    for column in node["columns"].values():
        yield from column["constraints"]
