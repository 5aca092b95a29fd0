"""How many entities, entries and addresses an abstract says it adds, removes or changes.

Belongs here: the patterns of lexicon/documents.yml applied. Does not belong here: what the
document is (judge.py), whether the lists agree (dbt).
"""

from __future__ import annotations

from pipelines.derived.event_candidates.documents.numbers import number
from pipelines.derived.event_candidates.documents.rules import document_rules


def count_entities(abstract: str) -> dict[str, int | None]:
    """Numbers of entities, entries and addresses that an abstract states; None where it does not.

    Entries follow entities: a rule that gives no number of entries has as many as entities, which
    is not filled in here.
    """
    text = " ".join(abstract.split())
    found: dict[str, int | None] = {}
    for name, patterns in document_rules().counts.items():
        match = next((m for pattern in patterns if (m := pattern.search(text))), None)
        found[name] = number(match["n"]) if match else None
    return found
