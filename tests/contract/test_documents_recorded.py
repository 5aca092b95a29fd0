"""Documents as the Register words them, and the ledger's own documents, read by the rules."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from pipelines.archive.store import Archive
from pipelines.derived.event_candidates.documents import Judgement, judge
from pipelines.raw.parse import parse_payload
from pipelines.specs import spec
from pipelines.warehouse import SAMPLE_ARCHIVE

REPOSITORY = Path(__file__).resolve().parents[2]
PAYLOADS = REPOSITORY.parent / "shared" / "payloads" / "federal_register"
BIS = ("industry-and-security-bureau",)

needs_payloads = pytest.mark.skipif(
    not PAYLOADS.is_dir(), reason=f"the recorded payloads are not here: {PAYLOADS}"
)


@needs_payloads
def test_real_titles_and_abstracts() -> None:
    recorded = json.loads(
        (PAYLOADS / "fr_bis_title_abstract_2026-09-25_excerpt.json").read_text(encoding="utf-8")
    )
    found = {
        number: judge(title, None, abstract, "Rule", BIS)
        for number, (title, abstract) in recorded.items()
    }
    slots = {
        number: (j.relevance, j.instrument, j.direction)
        for number, j in found.items()
        if j.relevance != "none"
    }
    assert slots == {
        "2025-19846": ("core", "export_rule", "loosen"),
        "2026-00789": ("core", "license_policy", "loosen"),
        "2026-06851": ("core", "export_rule", "loosen"),
        "2026-17230": ("review", "entity_listing", "loosen"),
        "2026-17231": ("core", "entity_listing", "loosen"),
        "2025-16735": ("core", "veu_change", "tighten"),
    }
    assert found["2026-17230"].counts["entities_removed"] == 1
    assert found["2026-17231"].vendor_ids == ("arrow-electronics",)


@needs_payloads
def test_real_notices_of_the_agency_are_no_measures() -> None:
    recorded = json.loads(
        (PAYLOADS / "fr_toolbelt_bis_docs_allfields.json").read_text(encoding="utf-8")
    )
    found = [
        judge(row["title"], row["action"], row["abstract"], row["type"], BIS) for row in recorded
    ]
    assert [judgement.relevance for judgement in found] == ["none"] * len(recorded)


def test_the_ledgers_own_documents_are_recognised() -> None:
    """The sample's abstracts are our own and were in view: this only keeps what was reached."""
    store = Archive(SAMPLE_ARCHIVE)
    dataset = spec("federal_register/documents")
    found: dict[str, Judgement] = {}
    for entry in store.entries("federal_register", "documents"):
        for row in parse_payload(dataset, store.read(entry)).rows:
            found[row["document_number"]] = judge(
                row["title"],
                row["action"],
                row["abstract"],
                row["document_type"],
                row["agency_slugs"],
                row["cfr_references"],
                row["correction_of"],
            )
    path = REPOSITORY / "dbt_project" / "seeds" / "ledger" / "actions.csv"
    with path.open(encoding="utf-8", newline="") as file:
        actions = [row for row in csv.DictReader(file) if row["document_number"] in found]
    assert len(actions) >= 60
    for column, least in (("instrument", 0.93), ("direction", 0.93), ("stage", 0.93)):
        right = sum(
            getattr(found[row["document_number"]], column) == row[column] for row in actions
        )
        assert right / len(actions) >= least, column
    seen = sum(found[row["document_number"]].relevance != "none" for row in actions)
    assert seen / len(actions) >= 0.96
