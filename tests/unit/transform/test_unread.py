"""A dataset that no mart rests on is known."""

import json

from pipelines.transform.run_dbt import ensure_manifest
from pipelines.transform.unread import unread_datasets


def node(kind: str, folder: str, *parents: str) -> dict[str, object]:
    return {
        "name": "x__y",
        "resource_type": kind,
        "fqn": ["chipwatch", folder],
        "depends_on": {"nodes": list(parents)},
    }


def test_a_way_to_a_mart_counts_and_a_way_to_staging_does_not() -> None:
    manifest = {
        "sources": {"s1": node("source", "staging"), "s2": {**node("source", ""), "name": "a__b"}},
        "nodes": {
            "mart": node("model", "marts", "middle"),
            "middle": node("model", "intermediate", "s1"),
            "lone": node("model", "staging", "s2"),
        },
    }
    assert unread_datasets(manifest, ["x/y", "a/b", "c/d", "a/b"]) == ["a/b", "c/d"]


def test_the_datasets_of_the_project_that_lead_nowhere() -> None:
    manifest = json.loads(ensure_manifest().read_bytes())
    asked = ["csl/entries", "yahoo_chart/bars", "rss/items", "sec/submissions", "sec/inline_facts"]
    assert unread_datasets(manifest, asked) == []
