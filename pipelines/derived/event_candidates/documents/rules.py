"""lexicon/documents.yml, read and compiled.

Belongs here: the shape of that file and what is wrong with it. Does not belong here: what follows
for a document (judge.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Any

import yaml

from pipelines.derived.event_candidates.documents.numbers import NUMBER
from pipelines.derived.event_candidates.headlines.lexicon import FOLDER
from pipelines.errors import ChipwatchError

RULES = FOLDER / "documents.yml"
PARTS = ("title", "action", "abstract")
AXES = ("control", "chips", "reach", "other")
SLOTS = ("kind", "instrument", "action_type", "direction", "stage")
COUNTS = (
    "entities_added",
    "entries_added",
    "addresses_added",
    "entities_removed",
    "entries_modified",
)
_GAP = r"(?:[^.;]|(?<=\b\w)\.){0,80}?"
KEYS = ("cfr", "agencies", "types", "rins", "dockets", "names")
_KNOWN = {"id", "says", "in", "phrases", "example", "with", "without", "weighs", *KEYS, *SLOTS}


class DocumentRulesError(ChipwatchError):
    """documents.yml cannot be used; the message names the entry."""


@dataclass(frozen=True, slots=True)
class CfrPart:
    """Parts of one title of the Code of Federal Regulations, first and last included."""

    title: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What may be found in a document, and what finding it weighs.

    It is found when a phrase stands in one of `parts` or a key of the record fits, unless `needed`
    (one of them) was not found before or one of `excluded` was. An entry with neither phrases nor
    keys holds by these conditions alone.
    """

    id: str
    says: str
    parts: tuple[str, ...]
    pattern: re.Pattern[str] | None
    example: str
    cfr: tuple[CfrPart, ...]
    keys: Mapping[str, frozenset[str]]
    needed: frozenset[str]
    excluded: frozenset[str]
    weights: Mapping[str, float]
    votes: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class DocumentRules:
    """documents.yml, compiled."""

    evidence: tuple[Evidence, ...]
    thresholds: Mapping[str, float]
    defaults: Mapping[str, str]
    no_measure: frozenset[str]
    at_most_context: frozenset[str]
    for_review: frozenset[str]
    counts: Mapping[str, tuple[re.Pattern[str], ...]]


@lru_cache(maxsize=1)
def document_rules() -> DocumentRules:
    """The bundled rules. Raises DocumentRulesError."""
    try:
        raw = yaml.safe_load(RULES.read_text(encoding="utf-8"))
        evidence: list[Evidence] = []
        for entry in raw["evidence"]:
            evidence.append(_evidence(entry, {found.id for found in evidence}))
        return DocumentRules(
            tuple(evidence),
            {
                name: float(raw["thresholds"][name])
                for name in ("control", "review", "core", "context")
            },
            {slot: str(raw["defaults"][slot]) for slot in SLOTS},
            frozenset(raw["no_measure"]),
            frozenset(raw["at_most_context"]),
            frozenset(raw["for_review"]),
            {
                name: tuple(
                    re.compile(r"\b" + text.replace("{n}", NUMBER), re.IGNORECASE)
                    for text in raw["counts"][name]
                )
                for name in COUNTS
            },
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, re.error) as error:
        raise DocumentRulesError(
            f"The rules for documents cannot be used: {RULES.name} ({error!r}).",
            "correct the entry that the message names, or restore the file.",
        ) from error


def _evidence(raw: Mapping[str, Any], before: set[str]) -> Evidence:
    name = str(raw["id"])
    conditions = {*raw.get("with", ()), *raw.get("without", ())}
    for what, unknown in (
        ("is there twice", {name} & before),
        ("has unknown fields", set(raw) - _KNOWN),
        ("needs what does not stand before it", conditions - before),
        ("weighs unknown axes", set(raw.get("weighs", {})) - set(AXES)),
        ("looks in unknown parts", set(raw.get("in", ())) - set(PARTS)),
    ):
        if unknown:
            raise ValueError(f"{name} {what}: {', '.join(sorted(unknown))}")
    phrases = "|".join(_phrase(str(phrase)) for phrase in raw.get("phrases", ()))
    return Evidence(
        name,
        str(raw.get("says", "")),
        tuple(raw.get("in", PARTS)),
        re.compile(rf"(?:{phrases})(?!\w)", re.IGNORECASE) if phrases else None,
        str(raw.get("example", "")),
        tuple(_cfr_part(str(text)) for text in raw.get("cfr", ())),
        {key: frozenset(str(value) for value in raw[key]) for key in KEYS[1:] if key in raw},
        frozenset(raw.get("with", ())),
        frozenset(raw.get("without", ())),
        {axis: float(weight) for axis, weight in raw.get("weighs", {}).items()},
        {
            slot: {value: float(weight) for value, weight in raw[slot].items()}
            for slot in SLOTS
            if slot in raw
        },
    )


def _cfr_part(text: str) -> CfrPart:
    """`15 CFR 744` or `15 CFR 730-774`."""
    match = re.fullmatch(r"(\d+) CFR (\d+)(?:-(\d+))?", text)
    if match is None:
        raise ValueError(f"{text!r} is no part of the Code of Federal Regulations")
    return CfrPart(int(match[1]), int(match[2]), int(match[3] or match[2]))


def _phrase(phrase: str) -> str:
    """Whole words, a hyphen or comma for a blank, a plural s; capitals matter in an abbreviation.

    `...` stands for some words of the same sentence; a dot after a single letter ends none.
    """
    words = phrase.replace("-", " ").split()
    plain = r"(?:,?[\s-]+)".join(
        _GAP if word == "..." else re.escape(word) + ("s?" if after == "..." else "")
        for word, after in zip_longest(words, words[1:])
    )
    start = r"(?<!\w)" if phrase[0].isalnum() else ""
    if phrase.isupper() and phrase.isalpha():
        return f"{start}(?-i:{plain}s?)"
    return f"{start}{plain}s?" if phrase[-1].isalpha() else start + plain
