"""The layers of the dbt project: what a model may read, and where it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.transform.run_dbt import DBT_PROJECT, ensure_manifest

MODELS = DBT_PROJECT / "models"
PAYLOADS = "stg_inputs__payloads"
MAY_READ = {
    "staging": {"source", "seed"},
    "intermediate": {"staging", "intermediate"},
    "marts": {"staging", "intermediate", "marts", "meta"},
    "meta": {"staging", "intermediate"},
}
UNIONS = (
    "int_events__union",
    "int_listings__union",
    "int_market__union",
    "int_news__union",
    "int_trade__union",
    "int_vendors__stated_revenue",
)
"""The one model of a subject in which its sources meet: a new source is one `ref` more in it."""
_UNION = re.compile(r"union_of\(\[(.*?)\](?:, texts=\[[^\]]*\])?\)", re.DOTALL)


@cache
def nodes() -> Mapping[str, Any]:
    manifest = json.loads(ensure_manifest().read_bytes())
    return {**manifest["sources"], **manifest["nodes"]}


def models(layer: str) -> Iterator[Any]:
    for node in nodes().values():
        if node["resource_type"] == "model" and layer_of(node) == layer:
            yield node


def layer_of(node: Mapping[str, Any]) -> str:
    kind: str = node["resource_type"]
    return node["fqn"][1] if kind == "model" else kind


def parents(node: Mapping[str, Any]) -> list[Any]:
    return [nodes()[parent] for parent in node["depends_on"]["nodes"]]


def source_of(node: Mapping[str, Any]) -> str:
    """The source system that a source table, a seed or a staging model belongs to."""
    if node["resource_type"] == "seed":
        return "curated"
    if node["resource_type"] == "source" and node["source_name"] != "raw":
        return str(node["source_name"])
    return str(node["name"]).removeprefix("stg_").partition("__")[0]


@pytest.mark.parametrize("layer", MAY_READ)
def test_a_layer_reads_only_what_stands_below_it(layer: str) -> None:
    found = list(models(layer))
    assert found
    wrong = {
        f"{node['name']} reads {parent['name']}"
        for node in found
        for parent in parents(node)
        if layer_of(parent) not in MAY_READ[layer] and parent["name"] != PAYLOADS
    }
    assert wrong == set()


def test_a_staging_model_stands_in_the_folder_of_its_source() -> None:
    for node in models("staging"):
        folder = Path(node["original_file_path"]).parent.name
        systems = {source_of(one) for one in parents(node) if one["name"] != PAYLOADS}
        assert {folder, source_of(node)} | systems == {folder}, node["name"]


def test_a_source_is_declared_in_its_folder() -> None:
    for node in nodes().values():
        if node["resource_type"] == "source":
            folder = MODELS / "staging" / source_of(node)
            assert DBT_PROJECT / node["original_file_path"] == folder / "_models.yml", node["name"]


def test_names_say_where_a_model_stands() -> None:
    for node in models("intermediate"):
        subject = node["fqn"][2]
        assert node["name"].startswith(f"int_{subject}__"), node["name"]
    for node in models("marts"):
        assert (node["fqn"][2] == "reports") == node["name"].startswith("rpt_"), node["name"]


def test_every_folder_has_one_file_that_describes_its_models() -> None:
    folders = {path.parent for path in MODELS.rglob("*.sql")}
    assert {path for path in MODELS.rglob("*.yml") if path.parent != MODELS} == {
        folder / "_models.yml" for folder in folders
    }
    for folder in folders:
        described = yaml.safe_load((folder / "_models.yml").read_text())["models"]
        assert sorted(model["name"] for model in described) == sorted(
            path.stem for path in folder.glob("*.sql")
        ), folder


def test_every_staging_model_is_read() -> None:
    read = {parent["name"] for node in nodes().values() for parent in _parents_if_any(node)}
    assert {node["name"] for node in models("staging")} <= read


def test_staging_joins_nothing_but_payloads() -> None:
    for path in (MODELS / "staging").rglob("*.sql"):
        assert " join " not in f" {path.read_text()} ".replace("\n", " "), path.name


def test_the_payload_join_is_written_once() -> None:
    for path in (MODELS / "staging").rglob("*.sql"):
        assert f"ref('{PAYLOADS}')" not in path.read_text(), path.name


@pytest.mark.parametrize("union", UNIONS)
def test_sources_of_a_subject_meet_in_one_model(union: str) -> None:
    by_name = {node["name"]: node for layer in MAY_READ for node in models(layer)}
    text = (DBT_PROJECT / by_name[union]["original_file_path"]).read_text()
    members = _UNION.findall(text)
    assert len(members) == 1, "one list of sources"
    lines = [line.strip() for line in members[0].strip().splitlines()]
    assert all(re.fullmatch(r"ref\('\w+'\),", line) for line in lines), "one line a source"
    for line in lines:
        member = line.split("'")[1]
        readers = {
            name
            for name, node in by_name.items()
            if member in {parent["name"] for parent in parents(node)}
        }
        assert readers == {union}, member


def _parents_if_any(node: Mapping[str, Any]) -> list[Any]:
    return parents(node) if node["resource_type"] == "model" else []
