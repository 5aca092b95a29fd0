"""The asset graph as the Dagster UI shows it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from dagster import AssetKey

from pipelines.defs.checks import RULES_HOLD
from pipelines.defs.dbt import CURATED, MART_KEYS
from pipelines.defs.definitions import defs
from tests.snapshot import FILE, snapshot

GRAPH = defs.resolve_asset_graph()
KEYS = sorted(GRAPH.get_all_asset_keys())


def test_the_graph_is_the_one_that_was_reviewed() -> None:
    assert snapshot() == FILE.read_text(encoding="utf-8"), (
        "the asset graph changed; if that is meant: python -m tests.snapshot, and commit it"
    )


def test_no_asset_is_only_a_name_that_another_one_points_to() -> None:
    assert [key for key in KEYS if not GRAPH.get(key).is_materializable] == []


def test_the_groups_are_the_way_of_the_data() -> None:
    assert {GRAPH.get(key).group_name for key in KEYS} == {
        "fetch", "raw", "curated", "staging", "derived", "intermediate", "marts", "release",
    }  # fmt: skip


def test_what_is_published_is_named_as_a_reader_writes_it() -> None:
    for key in KEYS:
        if key.path[0] in {"marts", "meta"}:
            named = GRAPH.get(key).metadata["dagster/table_name"]
            assert named == f"chipwatch.{key.path[0]}.{key.path[1]}"


def test_no_asset_is_partitioned_so_that_all_can_be_materialized_at_once() -> None:
    assert [key for key in KEYS if GRAPH.get(key).is_partitioned] == []


@pytest.mark.parametrize("said", ["description", "owners", "kinds", "group_name"])
def test_every_asset_explains_itself(said: str) -> None:
    assert [key for key in KEYS if not getattr(GRAPH.get(key), said)] == []


def test_every_check_explains_itself() -> None:
    assert [key for key in GRAPH.asset_check_keys if not GRAPH.get(key).description] == []


def test_every_asset_says_its_step_and_where_its_code_stands() -> None:
    for key in KEYS:
        node = GRAPH.get(key)
        assert "step" in node.tags, key
        assert "dagster/code_references" in node.metadata, key


def test_sources_name_their_site_and_licence() -> None:
    for key in KEYS:
        if key.path[0] in {"raw", "fetch"}:
            text = GRAPH.get(key).description or ""
            assert "http" in text, key
            assert "Licence: " in text, key


def test_what_is_published_or_checked_names_a_page_that_is_there() -> None:
    assets = [GRAPH.get(key) for key in KEYS if key.path[0] in {"marts", "meta", "raw"}]
    checks = [
        check
        for definition in defs.asset_checks or ()
        for check in definition.check_specs  # type: ignore[union-attr]
    ]
    assert assets
    assert checks
    told = [asset.metadata for asset in assets] + [check.metadata for check in checks]
    assert all(Path(each["documented in"].path).is_file() for each in told)


def test_published_tables_declare_their_columns() -> None:
    for key in KEYS:
        if key.path[0] in {"marts", "meta"}:
            schema = GRAPH.get(key).metadata["dagster/column_schema"]
            assert all(column.description and column.type != "?" for column in schema.columns), key


def test_only_critical_rules_stop_a_build() -> None:
    blocking = {key for key in GRAPH.asset_check_keys if GRAPH.get(key).blocking}
    names = {key.name for key in blocking}
    assert names == {"candidate_may_be_published", RULES_HOLD}
    assert {key.asset_key.path[0] for key in blocking} == {"raw", "release"}


def test_a_table_has_one_check_of_its_rules() -> None:
    judged = Counter(k.asset_key for k in GRAPH.asset_check_keys if k.name == RULES_HOLD)
    assert set(judged.values()) == {1}
    assert set(MART_KEYS.values()) <= set(judged)


def test_a_run_cannot_name_another_warehouse_or_archive() -> None:
    fields = defs.resolve_job_def("build").resource_defs["store"].config_schema.as_field()
    assert list(fields.config_type.fields) == []


def test_every_model_says_which_columns_its_own_are_made_of() -> None:
    reached = {}
    for key in KEYS:
        if "dagster/column_lineage" in GRAPH.get(key).metadata:
            lineage = GRAPH.get(key).metadata["dagster/column_lineage"]
            deps = [dep for deps in lineage.deps_by_column.values() for dep in deps]
            assert {dep.asset_key for dep in deps} <= GRAPH.get(key).parent_keys, key
            reached[key] = lineage.deps_by_column
    models = {key for key in KEYS if "dagster_dbt/manifest" in GRAPH.get(key).metadata}
    seeds = {key for key in KEYS if GRAPH.get(key).group_name == CURATED}
    assert set(reached) == models - seeds
    staged = reached[AssetKey(["staging", "stg_fred__series"])]["value"]
    assert [dep.asset_key.path for dep in staged] == [["raw", "fred__series"]]
