"""Every enumerated column of a release has words for its values, and pages use them."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.labels import Labels, curated_labels, released_labels
from pipelines.parsing.records import Outcome
from pipelines.raw.inputs import SourceStatus
from pipelines.releases.meta_tables import META_TABLES
from pipelines.transform.run_dbt import ensure_manifest
from tests.conftest import chipwatch

NOT_SHOWN = {"country_code", "currency", "reporter_code", "partner_code", "language", "tpp_format"}
"""Codes of standards, which people read as they are."""
NAMES = {"source", "dataset", "reason", "table_name", "column_name", "value"}
"""Names of what the project has, and reasons of a reject, which its detail tells."""
OF_THE_ENGINE = {("rpt_chip_status", "us_why"), ("rpt_chip_status", "us_missing_field")}
"""How a status was reckoned, in the names of the figures and statuses of the chip engine."""
NEVER_OF_A_PAYLOAD = {Outcome.NOT_MODIFIED, Outcome.GAP}
WORD = "[a-z][a-z0-9]*(_[a-z0-9]+)*"


def accepted(schemas: set[str]) -> Iterator[tuple[str, str, list[str]]]:
    """(table, column, values) of every accepted_values test of a published model."""
    nodes: dict[str, Any] = json.loads(ensure_manifest().read_bytes())["nodes"]
    for node in nodes.values():
        test = node.get("test_metadata") or {}
        model = nodes.get(node.get("attached_node") or "")
        if test.get("name") == "accepted_values" and model and model["fqn"][1] in schemas:
            values = list(map(str, test["kwargs"]["values"]))
            yield model["name"], test["kwargs"]["column_name"], values


@pytest.fixture(scope="module")
def release(sample_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    path = sample_warehouse / "chipwatch.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def labels(release: duckdb.DuckDBPyConnection) -> Labels:
    return released_labels(release)


def test_the_release_has_the_labels_of_the_file(release: duckdb.DuckDBPyConnection) -> None:
    rows = release.execute("select column_name, value, label, meaning from meta.labels").fetchall()
    assert {(name, value): (label, meaning) for name, value, label, meaning in rows} == {
        place: (told.label, told.meaning) for place, told in curated_labels().by_value.items()
    }


def test_every_declared_value_has_a_label(labels: Labels) -> None:
    declared = {
        (column, value)
        for _, column, values in accepted({"marts", "meta"})
        for value in values
        if column not in NOT_SHOWN
    }
    assert declared - labels.by_value.keys() == set()


def test_every_column_of_words_has_labels(
    release: duckdb.DuckDBPyConnection, labels: Labels
) -> None:
    """A column is one of words when a release holds nothing in it but few short words."""
    columns = release.execute(
        "select schema_name, table_name, column_name from duckdb_columns() where data_type = "
        "'VARCHAR' and schema_name in ('marts', 'meta') and not regexp_matches(column_name, "
        "'(_id|_sha256|^fingerprint|^code_version)$')"
    ).fetchall()
    missing = set()
    for schema, table, column in columns:
        if column in NOT_SHOWN | NAMES:
            continue
        held = [
            str(value)
            for (value,) in release.execute(
                f'select distinct "{column}" from {schema}.{table} where "{column}" is not null '
                "limit 200"
            ).fetchall()
        ]
        if len(held) < 200 and all(re.fullmatch(WORD, value) for value in held):
            missing |= {(column, value) for value in held}
    assert missing - labels.by_value.keys() == set()


def test_a_name_of_several_columns_with_different_values_is_declared_in_each(
    release: duckdb.DuckDBPyConnection, labels: Labels
) -> None:
    """Otherwise the dictionary would list the values of one table for another."""
    declared = {
        (table, column): set(values) for table, column, values in accepted({"marts", "meta"})
    }
    declared |= {
        (table.name, column.name): set(column.values)
        for table in META_TABLES
        for column in table.columns
        if column.values
    }
    several = {
        column
        for (_, column), values in declared.items()
        if any(not values & others for (_, name), others in declared.items() if name == column)
    }
    assert {"status", "layer", "outcome", "basis"} <= several
    having = release.execute(
        "select table_name, column_name from duckdb_columns() "
        "where schema_name in ('marts', 'meta')"
    ).fetchall()
    assert {place for place in having if place[1] in several} - declared.keys() == set()


def test_dbt_knows_the_outcomes_and_states_that_the_code_declares() -> None:
    declared = {(table, column): values for table, column, values in accepted({"meta"})}
    assert set(declared["payloads", "outcome"]) == {
        outcome.value for outcome in set(Outcome) - NEVER_OF_A_PAYLOAD
    }
    assert set(declared["sources", "status"]) == {status.value for status in SourceStatus}


def test_the_report_writes_labels_and_no_raw_values(sample_warehouse: Path) -> None:
    pages = [
        path.read_text() for path in (sample_warehouse / "releases").glob("*/report/**/*.html")
    ]
    assert len(pages) > 100
    assert any("several newsrooms" in text for text in pages)
    written = {
        value
        for column in ("evidence_grade", "us_status", "us_license_policy", "estimate_kind")
        for value in curated_labels().of_column(column)
        if "_" in value
    }
    assert len(written) > 20
    assert {value for value in written if any(value in text for text in pages)} == set()


def test_status_says_words_to_people_and_values_to_programs(
    sample_warehouse: Path, labels: Labels
) -> None:
    told = chipwatch("status", "--warehouse", sample_warehouse).stdout
    record = json.loads(chipwatch("status", "--json", "--warehouse", sample_warehouse).stdout)
    states = {source["source"]: source["status"] for source in record["sources"]}
    assert set(states.values()) == {"ok", "empty"}
    empty = told.partition("nothing archived of")[2].partition("ledger:")[0]
    for name, status in states.items():
        if status == "empty":
            assert name in empty
            continue
        [line] = [line for line in told.splitlines() if line.startswith(f"{name} ")]
        assert line.removeprefix(name).strip().startswith(labels.shown("status", status))


def test_lists_of_sources_and_candidates_say_words(sample_warehouse: Path, labels: Labels) -> None:
    told = chipwatch("sources", "list").stdout
    rows = [json.loads(line) for line in chipwatch("sources", "list", "--json").stdout.splitlines()]
    assert {row["redistribution"] for row in rows} <= labels.of_column("redistribution").keys()
    for row in rows:
        [line] = [line for line in told.splitlines() if line.startswith(f"{row['name']} ")]
        assert labels.shown("redistribution", row["redistribution"]) in line
    waiting = chipwatch("review", "--warehouse", sample_warehouse).stdout
    records = json.loads(chipwatch("review", "--json", "--warehouse", sample_warehouse).stdout)
    assert records
    for record in records:
        [line] = [line for line in waiting.splitlines() if line.startswith(record["candidate_id"])]
        assert labels.shown("instrument", record["instrument"]) in line


def test_screening_says_words_to_people_and_values_to_programs(
    sample_warehouse: Path, labels: Labels
) -> None:
    names = "name\nHuawei Technologies\nQuarry Bakery Holdings\n"
    run = ("screen", "-", "--warehouse", sample_warehouse)
    told = chipwatch(*run, stdin=names).stdout
    rows = list(csv.DictReader(io.StringIO(chipwatch(*run, "--csv", stdin=names).stdout)))
    values = {("screening_verdict", row["verdict"]) for row in rows} | {
        ("list_code", row["list_code"]) for row in rows if row["list_code"]
    }
    values |= {("legal_effect", row["legal_effect"]) for row in rows if row["legal_effect"]}
    assert ("screening_verdict", "no_match") in values
    assert len(values) > 4
    for place in values:
        assert place in labels.by_value
        assert labels.by_value[place].label in told
    assert "no_match" not in told
    assert "license_requirement" not in told


def test_no_text_for_people_has_a_code_in_a_sentence(
    release: duckdb.DuckDBPyConnection, labels: Labels
) -> None:
    codes = sorted({value for _, value in labels.by_value if "_" in value}, key=len, reverse=True)
    in_a_sentence = re.compile(rf"(?<![\w/.-])({'|'.join(map(re.escape, codes))})(?![\w/-])")
    columns = release.execute(
        "select table_name, column_name from duckdb_columns() where schema_name = 'marts'"
        " and table_name like 'rpt\\_%' escape '\\' and data_type = 'VARCHAR' and not internal"
    ).fetchall()
    found = set()
    for table, column in columns:
        if (table, column) in OF_THE_ENGINE:
            continue
        texts = release.execute(
            f'select distinct "{column}" from marts.{table} where "{column}" like \'% %\''
        ).fetchall()
        found |= {(table, column) for (text,) in texts if in_a_sentence.search(text)}
    assert len(columns) > 100
    assert found == set(), "take the word with said() and words_for() (dbt_project/macros/text.sql)"
