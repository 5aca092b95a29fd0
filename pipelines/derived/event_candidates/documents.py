"""Federal Register documents: is it a measure on chips, which, and how many entities does it name.

Belongs here: the rules of lexicon/documents.yml applied to title, action line and abstract.
Does not belong here: words (the lexicon), files (candidates.py), the ledger (dbt).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from pipelines.derived.event_candidates.headlines.clauses import item_of
from pipelines.derived.event_candidates.headlines.lexicon import FOLDER, lexicon
from pipelines.derived.event_candidates.headlines.matcher import tokenise
from pipelines.errors import ChipwatchError

RULES = FOLDER / "documents.yml"
PARTS = ("title", "action", "abstract")
DECISIONS = ("relevance", "instrument", "action_type", "direction", "stage")
COUNTS = (
    "entities_added",
    "entries_added",
    "addresses_added",
    "entities_removed",
    "entries_modified",
)

_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORD_VALUES = {word: value for value, word in enumerate(_ONES)} | {
    word: 10 * value for value, word in enumerate(_TENS, start=2)
}
_WORD = "|".join([*_WORD_VALUES, "a", "an", "hundred"])
NUMBER = rf"(?P<n>\d[\d,]*|(?:{_WORD})(?:[ -](?:and[ -])?(?:{_WORD})){{0,3}})"


class DocumentRulesError(ChipwatchError):
    """documents.yml cannot be used; the message names the entry."""


@dataclass(frozen=True, slots=True)
class Signal:
    """A fact that holds when its pattern stands in one of the parts of a document."""

    id: str
    parts: tuple[str, ...]
    pattern: re.Pattern[str]
    example: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What follows when the facts of `needed`, one of `one_of` and none of `excluded` hold."""

    then: str
    because: str
    needed: frozenset[str]
    one_of: frozenset[str]
    excluded: frozenset[str]

    def fits(self, facts: frozenset[str]) -> bool:
        """True when the facts satisfy the rule."""
        return (
            self.needed <= facts
            and (not self.one_of or bool(self.one_of & facts))
            and not self.excluded & facts
        )


@dataclass(frozen=True, slots=True)
class DocumentRules:
    """documents.yml, compiled."""

    signals: tuple[Signal, ...]
    decisions: Mapping[str, tuple[Rule, ...]]
    counts: Mapping[str, tuple[re.Pattern[str], ...]]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is said about one document. Slots of an irrelevant one are None."""

    relevance: str
    reason: str
    instrument: str | None
    action_type: str | None
    direction: str | None
    stage: str | None
    vendor_ids: tuple[str, ...]
    chips: tuple[str, ...]
    counts: Mapping[str, int | None]


@lru_cache(maxsize=1)
def document_rules() -> DocumentRules:
    """The bundled rules. Raises DocumentRulesError."""
    try:
        raw = yaml.safe_load(RULES.read_text(encoding="utf-8"))
        signals = tuple(_signal(entry) for entry in raw["signals"])
        decisions = {name: tuple(_rule(entry) for entry in raw[name]) for name in DECISIONS}
        counts = {
            name: tuple(
                re.compile(r"\b" + text.replace("{n}", NUMBER), re.IGNORECASE)
                for text in raw["counts"][name]
            )
            for name in COUNTS
        }
    except (OSError, yaml.YAMLError, KeyError, TypeError, re.error) as error:
        raise DocumentRulesError(
            f"The rules for documents cannot be used: {RULES.name} ({error!r}).",
            "correct the entry that the message names, or restore the file.",
        ) from error
    for name, rules in decisions.items():
        if not rules or rules[-1].needed | rules[-1].one_of | rules[-1].excluded:
            raise DocumentRulesError(
                f"The last rule of {name} in {RULES.name} does not hold for every document.",
                "end the list with a rule `all: []`.",
            )
    return DocumentRules(signals, decisions, counts)


def judge(
    title: str,
    action: str | None = None,
    abstract: str | None = None,
    document_type: str | None = None,
    agency_slugs: Sequence[str] = (),
    cfr_references: Sequence[str] = (),
    correction_of: str | None = None,
) -> Judgement:
    """Say what one document is. Pure; never raises for any text."""
    rules = document_rules()
    parts = {"title": title, "action": action or "", "abstract": abstract or ""}
    text = " . ".join(part for part in parts.values() if part)
    vendor_ids, chips = _names(text)
    facts = {
        signal.id
        for signal in rules.signals
        if any(signal.pattern.search(parts[part]) for part in signal.parts)
    }
    facts.update(f"agency-{slug}" for slug in agency_slugs)
    facts.update("cfr-" + re.sub(r"\W+CFR\W+|\W+", "-", text) for text in cfr_references)
    for fact, holds in (
        ("type-" + "-".join((document_type or "").lower().split()), document_type),
        ("vendor", vendor_ids),
        ("chip-product", chips),
        ("correction-of", correction_of),
    ):
        if holds:
            facts.add(fact)
    known = frozenset(facts)
    relevance = _first(rules.decisions["relevance"], known)
    slots: dict[str, str | None] = dict.fromkeys(DECISIONS[1:])
    if relevance.then != "none":
        slots = {name: _first(rules.decisions[name], known).then for name in DECISIONS[1:]}
    return Judgement(
        relevance=relevance.then,
        reason=relevance.because,
        vendor_ids=vendor_ids,
        chips=chips,
        counts=count_entities(abstract or ""),
        **slots,
    )


def _first(rules: Sequence[Rule], facts: frozenset[str]) -> Rule:
    return next(rule for rule in rules if rule.fits(facts))


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


def number(text: str) -> int:
    """`1,234`, `seventy-seven`, `one hundred and forty`: the value.

    Raises ValueError for words that are no number.
    """
    if text[0].isdigit():
        return int(text.replace(",", ""))
    total = 0
    for word in re.split(r"[ -]", text.lower()):
        if word == "and":
            continue
        if word == "hundred":
            total = max(total, 1) * 100
        elif word in ("a", "an"):
            total += 1
        elif word in _WORD_VALUES:
            total += _WORD_VALUES[word]
        else:
            raise ValueError(f"{word!r} is no number")
    return total


def _names(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Vendor ids and labels of chips that stand in the text, in order of appearance."""
    known = lexicon()
    tokens = tokenise(text)
    items = [item_of(found, tokens, text) for found in known.forms.search(tokens)]
    vendors = [entry.id for item in items for entry in item.entries if entry.kind == "vendor"]
    chips: list[str] = []
    for pattern in known.products:
        for match in pattern.finditer(text):
            product = known.product_of[str(match.lastgroup)]
            if product.kind == "chip" and "*" not in product.label:
                chips.extend(product.label.split(";"))
    return tuple(dict.fromkeys(vendors)), tuple(dict.fromkeys(chips))


def _signal(raw: Mapping[str, Any]) -> Signal:
    phrases = "|".join(_phrase(str(phrase)) for phrase in raw["phrases"])
    return Signal(
        str(raw["id"]),
        tuple(raw.get("in", PARTS)),
        re.compile(rf"(?:{phrases})(?!\w)", re.IGNORECASE),
        str(raw["example"]),
    )


def _phrase(phrase: str) -> str:
    """Whole words, a hyphen for a blank, a plural s; capitals matter in an abbreviation."""
    plain = r"[\s-]+".join(re.escape(word) for word in phrase.replace("-", " ").split())
    start = r"(?<!\w)" if phrase[0].isalnum() else ""
    if phrase.isupper() and phrase.isalpha():
        return f"{start}(?-i:{plain}s?)"
    return f"{start}{plain}s?" if phrase[-1].isalpha() else start + plain


def _rule(raw: Mapping[str, Any]) -> Rule:
    return Rule(
        str(raw["then"]),
        str(raw.get("because", "")),
        frozenset(raw.get("all", ())),
        frozenset(raw.get("any", ())),
        frozenset(raw.get("none", ())),
    )
