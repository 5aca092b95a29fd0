"""Every row of the checked chip facts is settled in docs/chip-settlement.csv."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SETTLEMENT = REPOSITORY / "docs" / "chip-settlement.csv"
MODELS = REPOSITORY / "dbt_project" / "seeds" / "chips" / "chip_models.csv"
FACTS = REPOSITORY.parent / "shared" / "facts" / "more_chips.csv"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_chip_has_a_verdict_a_reason_and_models_that_exist() -> None:
    known = {row["chip_id"] for row in rows(MODELS)}
    wrong = []
    for row in rows(SETTLEMENT):
        models = [model for model in row["chip_ids"].split(";") if model]
        is_settled = row["verdict"] in {"in", "out"} and row["reason"]
        if not (is_settled and known.issuperset(models) and (models or row["verdict"] == "out")):
            wrong.append(row)
    assert wrong == []


@pytest.mark.skipif(not FACTS.is_file(), reason=f"the facts are not here: {FACTS}")
def test_every_row_of_the_facts_and_every_missing_chip_is_settled() -> None:
    facts = rows(FACTS)
    settled = rows(SETTLEMENT)
    assert {int(row["row_number"]) for row in settled} == set(range(1, len(facts) + 1))
    for number, fact in enumerate(facts, 1):
        if not fact["what"].startswith("missing:"):
            continue
        named = " ".join(row["chip"] for row in settled if row["row_number"] == str(number))
        told = re.sub(r"\(.*?\)|family note", "", fact["what"].removeprefix("missing:"))
        wanted = re.findall(r"\b[A-Z]*\d\w*\b", told)
        assert [model for model in wanted if model not in named] == [], number
