"""The dbt project as assets: the curated seeds, then two selections around the event study.

Belongs here: keys, groups and the calls. Does not belong here: SQL, or how the models are made
(`pipelines/transform/`).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache
from typing import Any

import dagster as dg
from dagster_dbt import (
    DagsterDbtTranslator,
    DagsterDbtTranslatorSettings,
    DbtProject,
    dbt_assets,
    get_asset_key_for_model,
)

from pipelines.audit.dbt_tests import keep_not_made
from pipelines.defs.answered import answered
from pipelines.defs.metadata import documented, lineage_metadata, metadata_of
from pipelines.defs.resources import WarehouseResource, require
from pipelines.derived.event_study.derive import TABLES
from pipelines.transform.column_lineage import read_lineage
from pipelines.transform.compiled import (
    AFTER_EVENT_STUDY,
    Model,
    closing_statements,
    models_in_order,
)
from pipelines.transform.contents import Contents, read_contents
from pipelines.transform.models import connect, make_models, run_statements
from pipelines.transform.run_dbt import DATABASES, DBT_PROJECT, ensure_manifest, take_curated
from pipelines.warehouse import Build

MANIFEST = ensure_manifest()
PARSED = json.loads(MANIFEST.read_bytes())
MODELS = models_in_order(PARSED)
LINEAGE = read_lineage(PARSED)
PROJECT = DbtProject(DBT_PROJECT, profiles_dir=DBT_PROJECT, target_path=MANIFEST.parent)


CURATED = "curated"
"""The group of what people wrote: seeds, and the user's own rows."""
_PUBLISHED = {"marts": "marts", "meta": "release"}
"""Groups of the models that a release holds, by their folder."""


class Translator(DagsterDbtTranslator):
    """Groups models by their step on the way of the data; the subject is a tag.

    A model is described by its YAML alone (its code is one click away). What a release holds is
    named as a reader of the published file writes it.
    """

    def get_asset_spec(
        self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None
    ) -> dg.AssetSpec:
        spec = super().get_asset_spec(manifest, unique_id, project)
        node = manifest["nodes"].get(unique_id) or manifest["sources"].get(unique_id)
        if node["resource_type"] == "source":
            return spec
        folders = node["fqn"][1:-1] if node["resource_type"] == "model" else [CURATED]
        step = folders[0]
        name = f"chipwatch.{node['schema']}.{node['name']}"
        published = (
            {"dagster/table_name": name, **documented("dictionary.html")}
            if step in _PUBLISHED
            else {}
        )
        return spec.replace_attributes(
            description=node["description"],
            group_name=_PUBLISHED.get(step, step),
            owners=["team:chipwatch"],
            tags={**spec.tags, **dict(zip(("step", "subject"), folders, strict=False))},
            metadata={**spec.metadata, **published, **_lineage_metadata(unique_id)},
        )

    def get_asset_check_spec(
        self,
        asset_spec: dg.AssetSpec,
        manifest: Mapping[str, Any],
        unique_id: str,
        project: DbtProject | None,
    ) -> None:
        """No check a test: `defs/audit.py` shows a table's tests as one."""


@cache
def _lineage_metadata(unique_id: str) -> Mapping[str, Any]:
    columns = LINEAGE.get(unique_id)
    if columns is None:
        return {}
    nodes = {**PARSED["sources"], **PARSED["nodes"]}
    return lineage_metadata(
        {
            column: [
                dg.TableColumnDep(TRANSLATOR.get_asset_key(nodes[parent]), of)
                for parent, of in made_of
            ]
            for column, made_of in columns.items()
        }
    )


TRANSLATOR = Translator(DagsterDbtTranslatorSettings(enable_code_references=True))


@dbt_assets(
    manifest=MANIFEST,
    project=PROJECT,
    select="path:seeds",
    name="dbt_curated",
    dagster_dbt_translator=TRANSLATOR,
)
@answered
def curated_seeds(context: dg.AssetExecutionContext, store: WarehouseResource) -> Iterator[Any]:
    _whole(context)
    build = store.build(context)
    take_curated(build)
    with closing(connect(build)) as connection:
        for unique_id, node in PARSED["nodes"].items():
            if node["resource_type"] == "seed":
                contents = read_contents(connection, node["relation_name"])
                yield _materialized(unique_id, contents, None)


@dbt_assets(
    manifest=MANIFEST,
    project=PROJECT,
    select="path:models",
    exclude=f"tag:{AFTER_EVENT_STUDY}",
    name="dbt_before_event_study",
    dagster_dbt_translator=TRANSLATOR,
)
@answered
def models_before_event_study(
    context: dg.AssetExecutionContext, store: WarehouseResource
) -> Iterator[Any]:
    build = store.build(context)
    for name in DATABASES:
        require(build, build.path / name)
    require(build, build.inputs / "payloads.parquet")
    require(build, build.derived / "entity_links.parquet")
    require(build, build.derived / "event_candidates.parquet")
    yield from _make(context, build, [one for one in MODELS if not one.is_after_event_study])


@dbt_assets(
    manifest=MANIFEST,
    project=PROJECT,
    select=f"tag:{AFTER_EVENT_STUDY},path:models",
    name="dbt_after_event_study",
    dagster_dbt_translator=TRANSLATOR,
)
@answered
def models_after_event_study(
    context: dg.AssetExecutionContext, store: WarehouseResource
) -> Iterator[Any]:
    build = store.build(context)
    for name in TABLES:
        require(build, build.derived / f"{name}.parquet")
    yield from _make(context, build, [one for one in MODELS if one.is_after_event_study])
    run_statements(build, closing_statements(PARSED))


def _make(
    context: dg.AssetExecutionContext, build: Build, models: Sequence[Model]
) -> Iterator[Any]:
    """Make models and yield what they hold; fail the step when one was not made."""
    _whole(context)
    made = []
    for one in make_models(build, models):
        made.append(one)
        if one.contents is not None:
            yield _materialized(one.model.unique_id, one.contents, one.seconds)
    failed = keep_not_made(build, made)
    if failed:
        told = (f"{check.check_id}: {check.message}" for check in failed)
        raise dg.Failure(description="\n".join(told))


def _materialized(
    unique_id: str, contents: Contents, seconds: float | None
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    key = TRANSLATOR.get_asset_key(PARSED["nodes"][unique_id])
    return dg.MaterializeResult(asset_key=key, metadata=metadata_of(contents, seconds))


def _whole(context: dg.AssetExecutionContext) -> None:
    """Refuse a part of the project: a candidate is made, audited and released whole."""
    if context.is_subset:
        raise dg.Failure(
            description="Some models of the project were selected. What to do: launch the job "
            "`build`; a candidate is made, audited and released whole, so that what is judged is "
            "what is published."
        )


def model_key(name: str) -> dg.AssetKey:
    """The asset key of a dbt model; raises when there is none (no phantom assets)."""
    for definition in (models_before_event_study, models_after_event_study):
        try:
            return get_asset_key_for_model([definition], name)
        except KeyError:
            continue
    raise KeyError(name)


TABLE_KEYS = {
    node["name"]: TRANSLATOR.get_asset_key(node)
    for node in PARSED["nodes"].values()
    if node["resource_type"] in {"model", "seed"}
}
"""Asset key of every model and seed by its table name."""

MART_KEYS = {
    node["name"]: TABLE_KEYS[node["name"]]
    for node in PARSED["nodes"].values()
    if node["resource_type"] == "model" and node["fqn"][1] in {"marts", "meta"}
}
"""Asset key of every published model by its table name."""
