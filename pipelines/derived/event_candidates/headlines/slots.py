"""From a reading to its slots: issuer, vendors, chips, direction, stage, instrument by rule.

Belongs here: the declared precedence of instruments and how issuers are inferred.
Does not belong here: grammar (reading.py), words and weights (lexicon files), whether it is an
event (judgement.py) and what the fitted classes make of the facts (instruments.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipelines.derived.event_candidates.headlines.clauses import Item
from pipelines.derived.event_candidates.headlines.lexicon import Lexicon
from pipelines.derived.event_candidates.headlines.reading import Reading

NONE = "none"
ON_WORDS = frozenset(["on", "against", "对", "把", "将", "向"])
ORDERS = frozenset(["require", "guide"])
HOMES = {"JP": re.compile("[\u3040-\u30ff]"), "KR": re.compile("[\uac00-\ud7af]")}
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Slots:
    """What one headline says of its measure; `facts` are what the rules for instruments ask for."""

    instrument_by_rule: str
    issuer_jurisdiction: str
    direction: str
    stage: str
    facts: frozenset[str]


def odds(reading: Reading, known: Lexicon) -> float:
    """The sum of the declared weights of what was observed."""
    return sum(known.weights[name] * value for name, value in reading.observations.items())


def slots(reading: Reading, known: Lexicon) -> Slots:
    """The slots of a headline that may be an event."""
    issuer = _issuer(reading)
    direction = _direction(reading)
    facts = _facts(reading, issuer, direction)
    return Slots(
        _instrument(facts, known), issuer, direction, _stage(reading, direction), frozenset(facts)
    )


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def vendors(reading: Reading, known: Lexicon) -> tuple[str, ...]:
    """Makers that are named, then the makers of chips that are named alone (H20 is Nvidia's)."""
    named = [
        entry.label
        for item in reading.items
        for entry in item.entries
        if entry.kind == "vendor" and entry.is_maker
    ]
    implied = [
        known.vendor_labels[product.vendor_id]
        for _, product in reading.products
        if product.kind == "chip" and product.vendor_id
    ]
    return _unique([*named, *implied])


def chips(reading: Reading, is_event: bool) -> tuple[str, ...]:
    """Chips and memory always; tools, software and materials where a measure is about them."""
    labels = _unique(
        part
        for label, product in reading.products
        if product.kind in ("chip", "memory") or is_event or label in ("CUDA", "CANN")
        for part in label.split(";")
    )
    return tuple(
        label for label in labels if not any(other.startswith(label + " ") for other in labels)
    )


def _tags(reading: Reading) -> set[str]:
    """Tags of the event's clause; without one its background's, then those of what follows it."""
    if reading.event_clause is None:
        return _tags_of(reading.items)
    here = reading.clauses[reading.event_clause]
    following = reading.clauses[reading.event_clause + 1 : reading.event_clause + 2]
    own = [here.back, here.main] if reading.is_behind else [here.main, here.back]
    parts = [*own, *(clause.main for clause in following)]
    return next((tags for tags in map(_tags_of, parts) if tags), set())


def _tags_of(items: Iterable[Item]) -> set[str]:
    """Tags of words that name a measure; "blacklisted firms" only describes somebody."""
    return {
        entry.tag
        for item in items
        for entry in item.entries
        if entry.tag and not (entry.kind == "measure" and item.surface.endswith("ed"))
    }


def _event_items(reading: Reading) -> list[Item]:
    if reading.event_clause is None:
        return reading.items
    clause = reading.clauses[reading.event_clause]
    return [*clause.main, *clause.back]


def _direction(reading: Reading) -> str:
    """Tighten or loosen; a bill that is cleared is passed, whatever it is about."""
    if "bill" in _tags(reading):
        return "tighten"
    if reading.sign in ("loosen", "delist") or "revenue-share" in _tags(reading):
        return "loosen"
    return "tighten"


def _issuer(reading: Reading) -> str:
    owned = [
        entry.jurisdiction
        for item in _event_items(reading)
        for entry in item.entries
        if entry.kind in ("measure", "act") and entry.jurisdiction
    ]
    if owned and not reading.observations.keys() & {"gov_act", "gov_plan"}:
        return owned[0]
    if reading.event_jurisdiction:
        return reading.event_jurisdiction
    roles = [a for clause in reading.clauses for a in clause.authorities]
    for role in ("subject", "agent", "place", "source", "object", "attribute"):
        for authority in roles:
            if authority.role == role and authority.jurisdiction:
                if role in ("object", "attribute", "source") and authority.jurisdiction == "CN":
                    continue
                return authority.jurisdiction
    is_chinese_named = any(
        entry.kind == "vendor" and entry.jurisdiction == "CN"
        for item in reading.items
        for entry in item.entries
    )
    materials = any(product.kind == "material" for _, product in reading.products)
    is_bought = bool(_tags(reading) & {"purchase", "antitrust", "domestic"})
    if (is_bought or materials) and not is_chinese_named:
        return "CN"
    return "US" if roles else _home(reading.text)


def _home(text: str) -> str:
    """The state of the language when a headline names none: outlets leave out their own."""
    return next((state for state, script in HOMES.items() if script.search(text)), "US")


def _instrument(facts: set[str], known: Lexicon) -> str:
    return next(rule.instrument for rule in known.instrument_rules if rule.fits(facts))


def _facts(reading: Reading, issuer: str, direction: str) -> set[str]:
    """What the rules for instruments may ask for."""
    facts = {f"issuer:{issuer}", f"direction:{direction}", f"sign:{reading.sign}"}
    facts |= {f"tag:{tag}" for tag in _tags(reading)}
    facts |= {f"tag*:{tag}" for tag in _tags_of(reading.items)}
    facts |= {f"act:{e.sign}" for i in _event_items(reading) for e in i.entries if e.kind == "act"}
    if any(product.kind == "material" for _, product in reading.products):
        facts.add("tag:material")
    if any(product.kind == "chip" and _DIGIT.search(label) for label, product in reading.products):
        facts.add("chip:named")
    makers = {e for i in reading.items for e in i.entries if e.kind == "vendor" and e.is_maker}
    if makers:
        facts.add("maker:any")
        is_foreign = any(maker.jurisdiction != "CN" for maker in makers)
        facts.add("maker:foreign" if is_foreign else "maker:chinese")
        if _is_on_company(reading):
            facts.add("target:maker")
    for clause in reading.clauses:
        for authority in clause.authorities:
            if authority.role == "attribute" and authority.jurisdiction:
                is_chinese = authority.jurisdiction == "CN"
                facts.add("company:chinese" if is_chinese else "company:foreign")
    facts |= _named(reading.items)
    if any("company" in item.kinds and _is_counted(item, reading) for item in reading.items):
        facts.add("target:counted")
    items = _event_items(reading)
    if any("legislature" in i.kinds or "lawmaker" in {e.tag for e in i.entries} for i in items):
        facts.add("by:legislature")
    facts |= _said(items)
    if reading.is_planned:
        facts.add("planned")
    if reading.is_hearsay:
        facts.add("hearsay")
    return facts


def _named(items: Sequence[Item]) -> set[str]:
    """Whether a rule and whether a list is named."""
    facts = set()
    kinds = {(e.kind, e.tag) for item in items for e in item.entries}
    if kinds & {("measure", "listing"), ("act", "listing")}:
        facts.add("says:listing")
    limits_flow = any(e.kind == "act" and e.sign == "tighten" for i in items for e in i.entries)
    limits_flow = limits_flow and any("flow" in item.kinds for item in items)
    if kinds & {("measure", "export"), ("measure", "rule")} or (facts and limits_flow):
        facts.add("says:rule")
    return facts


def _said(items: Sequence[Item]) -> set[str]:
    """Whether somebody is ordered, or refused, something."""
    facts = set()
    if any(
        {e.sign for e in one.entries if e.kind == "act"} & ORDERS
        and other.kinds & {"company", "vendor"}
        for number, one in enumerate(items)
        for other in items[number + 1 : number + 4]
    ):
        facts.add("order:company")
    if any(e.tag == "refused" for item in items for e in item.entries):
        facts.add("refused")
    return facts


def _is_counted(item: Item, reading: Reading) -> bool:
    """True for "140 companies" and "140 Chinese companies"."""
    return any(
        token.text.isdigit() for token in reading.tokens[max(0, item.start - 2) : item.start]
    )


def _is_on_company(reading: Reading) -> bool:
    """True when the measure is on a company (restrictions on X, X barred), not on sales to it."""
    if reading.sign == "list" or reading.observations.keys() & {"passive_act", "receives"}:
        return True
    return any(
        "vendor" in item.kinds and before.surface in ON_WORDS
        for before, item in pairwise(reading.items)
    )


def _stage(reading: Reading, direction: str) -> str:
    signs = [e for i in _event_items(reading) for e in i.entries if e.kind == "act"]
    if reading.is_planned:
        return "proposed"
    if any(e.sign == "down" for e in signs):
        return "suspended" if direction == "loosen" else "revoked"
    return "reported" if reading.is_hearsay else "decided"
