"""The words for values: whole, unambiguous, and for exactly the values that the code declares."""

from collections import Counter
from pathlib import Path
from typing import get_args

import duckdb
import pytest

from pipelines.archive.fetch_log import NoFetch
from pipelines.archive.store import OBSERVED_BASIS, Origin
from pipelines.audit import drift, restatement
from pipelines.audit.catalogue import dbt_catalogue, load_catalogue
from pipelines.derived.event_study.config import NOT_ESTIMABLE_REASONS
from pipelines.errors import ChipwatchError
from pipelines.labels import Label, Labels, curated_labels, released_labels
from pipelines.overlay.columns import FILES
from pipelines.parsing.records import Outcome
from pipelines.raw.inputs import SourceStatus
from pipelines.screening.lookup import ByOwner, Found
from pipelines.screening.verdicts import Method
from pipelines.specs.checks import LAYERS, REACHES, SEVERITIES
from pipelines.transform.run_dbt import ensure_manifest
from pipelines.warehouse import Kind
from tests.simulator.matrix import EXPECTED
from tests.simulator.service import NOT_APPLICABLE
from tests.simulator.sources import SERVICES

LABELS = curated_labels()
OF_STEPS_AHEAD = {"ahead", "unknown_outcome"}
READ_AND_NEVER_SHOWN = {"language", "match_kind"}
OF_A_MODEL = {"built", "unit_test"}
"""Kinds of dbt's own results, which no manifest declares as a test."""


@pytest.mark.parametrize(
    ("column", "declared"),
    [
        ("outcome", {*Outcome, *NoFetch, *OF_STEPS_AHEAD}),
        ("severity", set(SEVERITIES)),
        ("reach", set(REACHES)),
        ("not_estimable_reason", set(NOT_ESTIMABLE_REASONS)),
        ("origin", {*Origin, "curated"}),
        ("observed_basis", {*OBSERVED_BASIS.values(), "curated"}),
        ("warehouse_kind", set(get_args(Kind))),
        ("screening_verdict", set(get_args(Found))),
        ("screening_method", {*get_args(Method), *get_args(ByOwner)}),
    ],
)
def test_a_column_has_labels_for_just_the_values_that_the_code_declares(
    column: str, declared: set[str]
) -> None:
    assert {str(value) for value in declared} == set(LABELS.of_column(column))


def test_layers_and_states_of_a_dataset_have_labels() -> None:
    assert set(LAYERS) <= set(LABELS.of_column("layer"))
    assert {status.value for status in SourceStatus} <= set(LABELS.of_column("status"))


def test_every_kind_of_check_is_declared_and_no_kind_is_left_over() -> None:
    """A kind that one source alone has is declared by its spec, whose message says what it is."""
    entries = load_catalogue() + dbt_catalogue(ensure_manifest())
    tables: dict[str, set[tuple[str, str]]] = {}
    for entry in entries:
        tables.setdefault(entry.kind, set()).add((entry.layer, entry.table))
    kinds = set(tables) | OF_A_MODEL | {drift.KIND, *restatement.KIND.values()}
    declared = set(LABELS.of_column("check_kind"))
    of_one_source = {
        kind
        for kind, places in tables.items()
        if len(places) == 1 and next(iter(places))[0] == "raw"
    }
    assert kinds - declared <= of_one_source
    assert declared - kinds == set()


def test_every_fault_of_the_simulator_comes_to_a_declared_outcome() -> None:
    said = set(EXPECTED.values())
    said |= {comes.outcome for service in SERVICES.values() for comes in service.comes.values()}
    assert said - {NOT_APPLICABLE} <= {outcome.value for outcome in Outcome}


def test_what_users_may_write_into_their_files_has_labels() -> None:
    written = {
        (column.name, value)
        for file in FILES.values()
        for column in file.columns
        for value in column.allowed
        if not value.isupper() and column.name not in READ_AND_NEVER_SHOWN
    }
    assert written - LABELS.by_value.keys() == set()


def test_a_label_is_a_word_and_its_meaning_a_sentence() -> None:
    wrong = [
        place
        for place, told in LABELS.by_value.items()
        if not (told.label[:1].isupper() or told.label == "dbt tests")
        or "_" in told.label
        or len(told.label) > 45
        or not told.meaning.endswith(".")
        or not told.meaning[:1].isupper()
        or told.meaning.rstrip(".").lower() == told.label.lower()
    ]
    assert wrong == []


def test_no_two_values_of_a_column_have_the_same_label() -> None:
    counts = Counter((column, told.label) for (column, _), told in LABELS.by_value.items())
    assert [place for place, count in counts.items() if count > 1] == []


def test_words_in_a_cell_and_in_a_sentence() -> None:
    labels = Labels(
        {("c", "one_two"): Label("One, two", "x."), ("c", "usd"): Label("US dollars", "x.")}
    )
    assert [labels.shown("c", value) for value in ("one_two", "not_known", None)] == [
        "One, two",
        "not known",
        "",
    ]
    assert [labels.said("c", value) for value in ("one_two", "usd")] == ["one, two", "US dollars"]


def test_a_release_has_its_own_words_and_an_older_one_those_of_the_file() -> None:
    with duckdb.connect() as connection:
        assert released_labels(connection) == LABELS
        connection.execute(
            "create schema meta; create table meta.labels as select 'severity' as column_name, "
            "'warning' as value, 'Caution' as label, 'Told.' as meaning"
        )
        labels = released_labels(connection)
    assert labels.shown("severity", "warning") == "Caution"
    assert labels.shown("severity", "critical") == "Critical"


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"column_names,value\n\xff,1\n"])
def test_a_file_that_holds_no_labels_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "value_labels.csv"
    path.write_bytes(content)
    if content:
        with pytest.raises(ChipwatchError, match=r"value_labels\.csv cannot be read"):
            curated_labels(path)
    with pytest.raises(ChipwatchError, match="cannot be read"):
        curated_labels(tmp_path / "absent.csv")
