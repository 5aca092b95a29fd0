"""The dbt project as assets: the curated seeds, then two selections around the event study.

Belongs here: keys, groups and the call. Does not belong here: SQL or how dbt is found
(`pipelines/transform/run_dbt.py`).
"""

import json
from collections.abc import Callable, Iterator, Mapping
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
from dagster_dbt.core.dbt_cli_event import DbtCoreCliEventMessage

from pipelines.audit.dbt_results import declared_tests, read_dbt_results
from pipelines.defs.answered import answered
from pipelines.defs.metadata import lineage_metadata, metadata_of
from pipelines.defs.resources import WarehouseResource, require
from pipelines.transform.column_lineage import read_lineage
from pipelines.transform.contents import Contents
from pipelines.transform.run_dbt import (
    AFTER_EVENT_STUDY,
    BEFORE_EVENT_STUDY,
    CURATED,
    DATABASES,
    DBT_PROJECT,
    SELECTIONS,
    ensure_manifest,
    run_phase,
    take_curated,
    target_path,
)
from pipelines.warehouse import Build

MANIFEST = ensure_manifest()
PARSED = json.loads(MANIFEST.read_bytes())
TESTS = {test.unique_id: test for test in declared_tests(MANIFEST)}
LINEAGE = read_lineage(PARSED)
PROJECT = DbtProject(DBT_PROJECT, profiles_dir=DBT_PROJECT, target_path=MANIFEST.parent)


class Translator(DagsterDbtTranslator):
    """Groups models by the folder that holds them: the way of the data, then the subject.

    A model is described by its YAML alone (its code is one click away), a test by what it means.
    """

    def get_asset_spec(
        self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None
    ) -> dg.AssetSpec:
        spec = super().get_asset_spec(manifest, unique_id, project)
        node = manifest["nodes"].get(unique_id) or manifest["sources"].get(unique_id)
        if node["resource_type"] == "source":
            return spec
        folders = node["fqn"][1:-1] if node["resource_type"] == "model" else ["seeds"]
        return spec.replace_attributes(
            description=node["description"],
            group_name="_".join(folders),
            owners=["team:chipwatch"],
            tags={**spec.tags, **dict(zip(("step", "subject"), folders, strict=False))},
            metadata={**spec.metadata, **_lineage_metadata(unique_id)},
        )

    def get_asset_check_spec(
        self,
        asset_spec: dg.AssetSpec,
        manifest: Mapping[str, Any],
        unique_id: str,
        project: DbtProject | None,
    ) -> dg.AssetCheckSpec | None:
        spec = super().get_asset_check_spec(asset_spec, manifest, unique_id, project)
        test = TESTS.get(unique_id)
        return spec if spec is None or test is None else spec._replace(description=test.message)


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
    select=SELECTIONS[CURATED].select,
    name="dbt_curated",
    dagster_dbt_translator=TRANSLATOR,
)
@answered
def curated_seeds(context: dg.AssetExecutionContext, store: WarehouseResource) -> Iterator[Any]:
    yield from _report(context, store, CURATED, take_curated)


@dbt_assets(
    manifest=MANIFEST,
    project=PROJECT,
    select=SELECTIONS[BEFORE_EVENT_STUDY].select,
    exclude=SELECTIONS[BEFORE_EVENT_STUDY].exclude,
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
    yield from _run(context, store, BEFORE_EVENT_STUDY)


@dbt_assets(
    manifest=MANIFEST,
    project=PROJECT,
    select=SELECTIONS[AFTER_EVENT_STUDY].select,
    name="dbt_after_event_study",
    dagster_dbt_translator=TRANSLATOR,
)
@answered
def models_after_event_study(
    context: dg.AssetExecutionContext, store: WarehouseResource
) -> Iterator[Any]:
    build = store.build(context)
    require(build, build.derived / "market_reactions.parquet")
    yield from _run(context, store, AFTER_EVENT_STUDY)


def _run(context: dg.AssetExecutionContext, store: WarehouseResource, phase: str) -> Iterator[Any]:
    yield from _report(context, store, phase, lambda build: run_phase(build, phase, MANIFEST))


def _report(
    context: dg.AssetExecutionContext,
    store: WarehouseResource,
    phase: str,
    make: Callable[[Build], Iterator[dict[str, Any]]],
) -> Iterator[Any]:
    """Make one phase and yield what dbt said of it; fail the step when a model or test failed."""
    if context.is_subset:
        raise dg.Failure(
            description="Some models of the project were selected. What to do: launch the job "
            "`build`; a candidate is made, audited and released whole, so that what is judged is "
            "what is published."
        )
    build = store.build(context)
    failed = False
    for event in make(build):
        message = DbtCoreCliEventMessage(raw_event=event, event_history_metadata={})
        if "node_info" not in event["data"] or not message.is_result_event:
            continue
        failed = failed or event["data"]["node_info"]["node_status"] in {"error", "fail"}
        for told in message.to_default_asset_events(
            manifest=MANIFEST,
            dagster_dbt_translator=TRANSLATOR,
            context=context,
            target_path=target_path(build, phase),
            project=PROJECT,
        ):
            if isinstance(told, dg.Output) and "contents" in event:
                contents = Contents(**event["contents"])
                extra = metadata_of(contents, event["data"]["execution_time"])
                yield told.with_metadata({**told.metadata, **extra})
            else:
                yield told
    if failed:
        raise dg.Failure(description=_what_failed(build, phase))


def _what_failed(build: Build, phase: str) -> str:
    failed = [check for check in read_dbt_results(target_path(build, phase)) if check.blocks]
    return "\n".join(f"{check.check_id}: {check.message}" for check in failed)


def model_key(name: str) -> dg.AssetKey:
    """The asset key of a dbt model; raises when there is none (no phantom assets)."""
    for definition in (models_before_event_study, models_after_event_study):
        try:
            return get_asset_key_for_model([definition], name)
        except KeyError:
            continue
    raise KeyError(name)


MART_KEYS = {
    node["name"]: model_key(node["name"])
    for node in PARSED["nodes"].values()
    if node["resource_type"] == "model" and node["fqn"][1] in {"marts", "meta"}
}
"""Asset key of every published model by its table name."""
