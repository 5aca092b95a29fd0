"""Every value that a mart declares for a column has a word for people, and no word is left over."""

import json
from pathlib import Path

import duckdb
import pytest

from pipelines.transform.run_dbt import ensure_manifest

NOT_SHOWN = {"country_code", "currency", "reporter_code", "partner_code"}
"""Codes of standards, which people read as they are."""


def declared() -> set[tuple[str, str]]:
    """(column, value) of every accepted_values test of a mart."""
    nodes = json.loads(ensure_manifest().read_bytes())["nodes"]
    found = set()
    for node in nodes.values():
        test = node.get("test_metadata") or {}
        model = nodes.get(node.get("attached_node") or "")
        if test.get("name") == "accepted_values" and model and model["fqn"][1] == "marts":
            column = test["kwargs"]["column_name"]
            found |= {(column, str(value)) for value in test["kwargs"]["values"]}
    return {(column, value) for column, value in found if column not in NOT_SHOWN}


@pytest.fixture(scope="module")
def labels(sample_warehouse: Path) -> dict[tuple[str, str], str]:
    with duckdb.connect(str(sample_warehouse / "chipwatch.duckdb"), read_only=True) as connection:
        rows = connection.sql("select column_name, value, label from meta.labels").fetchall()
    return {(column, value): label for column, value, label in rows}


def test_every_declared_value_has_a_label(labels: dict[tuple[str, str], str]) -> None:
    assert declared() - labels.keys() == set()


def test_the_report_writes_labels_and_no_raw_values(sample_warehouse: Path) -> None:
    [page] = (sample_warehouse / "releases").glob("*/report.html")
    text = page.read_text()
    assert "several newsrooms" in text
    for raw in ("multiple_press", "license_required_case_by_case", "presumption_of_denial"):
        assert raw not in text
