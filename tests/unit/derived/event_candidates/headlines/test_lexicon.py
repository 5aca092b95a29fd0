"""The lexicon's own promises: examples, labels, rules."""

import csv
from pathlib import Path

import pytest
import yaml

from pipelines.derived.event_candidates.headlines import lexicon as module
from pipelines.derived.event_candidates.headlines.lexicon import (
    FOLDER,
    FORM_FILES,
    LexiconError,
    lexicon,
)
from pipelines.derived.event_candidates.headlines.matcher import tokenise
from pipelines.derived.event_candidates.headlines.normalise import normalise
from pipelines.derived.event_candidates.headlines.reading import read

ENTRIES = [
    (entry["id"], entry)
    for name in FORM_FILES
    for entry in yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
]
REPOSITORY = Path(__file__).resolve().parents[5]


@pytest.mark.parametrize(("name", "entry"), ENTRIES, ids=[name for name, _ in ENTRIES])
def test_each_entry_is_found_in_its_example(name: str, entry: dict[str, str]) -> None:
    found = lexicon().forms.search(tokenise(normalise(entry["example"])))
    assert name in {meaning.id for hit in found for meaning in hit.meanings}


def test_halves_of_a_compound_are_forms_together() -> None:
    for text in ("Exportverbot", "Ausfuhrbeschränkungen", "uitvoerbeperking"):
        (hit,) = lexicon().forms.search(tokenise(normalise(text)))
        assert "eu-export-limit" in {meaning.id for meaning in hit.meanings}


def test_entry_ids_are_unique() -> None:
    names = [name for name, _ in ENTRIES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("row", list(csv.DictReader((FOLDER / "products.csv").open())), ids=str)
def test_each_product_is_found_in_its_example(row: dict[str, str]) -> None:
    labels = [label for label, _ in read(normalise(row["example"]), lexicon()).products]
    start = row["label"].split("*")[0]
    assert any(label.startswith(start) for label in labels)


@pytest.mark.parametrize("row", list(csv.DictReader((FOLDER / "vendors.csv").open())), ids=str)
def test_each_vendor_is_found_in_its_example(row: dict[str, str]) -> None:
    items = read(normalise(row["example"]), lexicon()).items
    assert row["vendor_id"] in {e.id for item in items for e in item.entries if e.kind == "vendor"}


def test_instruments_of_the_rules_are_declared_and_the_last_rule_always_fits() -> None:
    known = lexicon()
    assert {rule.instrument for rule in known.instrument_rules} <= set(known.instruments)
    assert known.instrument_rules[-1].fits(set())


def test_each_ledger_instrument_is_one_of_the_ledger() -> None:
    seeds = (REPOSITORY / "dbt_project/seeds/ledger/actions.csv").open(encoding="utf-8")
    used = {row["instrument"] for row in csv.DictReader(seeds)}
    mapped = {name for names in lexicon().ledger_instruments.values() for name in names}
    assert {"export_rule", "entity_listing", "antitrust"} <= mapped & used


def test_each_observation_has_a_weight_and_a_meaning() -> None:
    scoring = yaml.safe_load((FOLDER / "scoring.yml").read_text(encoding="utf-8"))
    for name, declared in scoring["observations"].items():
        assert declared["meaning"], name
        assert isinstance(declared["weight"], float), name


def test_a_form_that_yaml_reads_as_a_truth_value_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in FOLDER.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "actors.yml").write_text("- {id: x, kind: caller, example: on, en: [on]}\n")
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    with pytest.raises(LexiconError, match=r"actors\.yml.*put it in quotes"):
        lexicon.__wrapped__()
