"""One Federal Register document: is it a measure on chips, and which.

What a document is about is weighed on four axes apart from what it does: `control` (is there a
control at all), `chips` (chips, computers, AI, their makers), `reach` (China, or controls of
general scope that reach chips) and `other` (a named subject elsewhere). A country or subject that
is not named says nothing. What it does, and with which instrument, is voted by the same evidence.

Belongs here: the evidence of lexicon/documents.yml weighed for one document.
Does not belong here: words and weights (the lexicon), what a document owes to the one it corrects
(inherit.py), files (candidates.py), the ledger (dbt).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.derived.event_candidates.documents.counts import count_entities
from pipelines.derived.event_candidates.documents.inherit import (
    Relative,
    belongs_to,
    parents,
    rulemakings,
)
from pipelines.derived.event_candidates.documents.records import Document
from pipelines.derived.event_candidates.documents.rules import (
    AXES,
    SLOTS,
    CfrPart,
    DocumentRules,
    Evidence,
    document_rules,
)
from pipelines.derived.event_candidates.headlines.clauses import item_of
from pipelines.derived.event_candidates.headlines.lexicon import lexicon
from pipelines.derived.event_candidates.headlines.matcher import tokenise

_QUOTES = re.compile(r"[\"“”„`´]|''|(?<!\w)['‘’]|['‘’](?!\w)")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is said about one document.

    relevance is core, context, review (a person has to look) or none. The slots say what it would
    be were it relevant. `is_measure` is false for mere procedure, which inherits nothing.
    """

    relevance: str
    reason: str
    instrument: str
    action_type: str
    direction: str
    stage: str
    vendor_ids: tuple[str, ...]
    chips: tuple[str, ...]
    counts: Mapping[str, int | None]
    is_measure: bool


def judge(
    title: str | None,
    action: str | None = None,
    abstract: str | None = None,
    document_type: str | None = None,
    agency_slugs: Sequence[str] = (),
    cfr_references: Sequence[str] = (),
    correction_of: str | None = None,
) -> Judgement:
    """Say what one document is by itself. Pure; never raises for any text."""
    return judge_all(
        [
            Document(
                title=title or "",
                action=action or "",
                abstract=abstract or "",
                document_type=document_type or "",
                agency_slugs=agency_slugs,
                cfr_references=cfr_references,
                correction_of=correction_of or "",
            )
        ]
    )[0]


def judge_all(documents: Sequence[Document]) -> list[Judgement]:
    """Judge documents, each with what it owes to the others, in their order."""
    alone = [weigh(document) for document in documents]
    relatives = [
        Relative(
            document.document_number,
            document.title,
            document.correction_of,
            rulemakings(document.regulation_id_numbers, document.docket_ids),
            judgement.relevance,
            judgement.is_measure,
        )
        for document, judgement in zip(documents, alone, strict=True)
    ]
    return [
        own if place is None else inherited(own, alone[place], relatives[place].document_number)
        for own, place in zip(alone, parents(relatives), strict=True)
    ]


def inherited(own: Judgement, parent: Judgement, number: str) -> Judgement:
    """The judgement of a document that belongs to a more relevant one."""
    return replace(
        own,
        relevance=parent.relevance,
        reason=belongs_to(number, parent.reason),
        instrument=parent.instrument,
    )


def weigh(document: Document) -> Judgement:
    """Judge one document without any other."""
    rules = document_rules()
    parts = {
        "title": _plain(document.title),
        "action": _plain(document.action),
        "abstract": _plain(document.abstract),
    }
    vendor_ids, chips = _names(" . ".join(text for text in parts.values() if text))
    names = {"vendor": vendor_ids, "chip": chips, "correction-of": document.correction_of}
    found = _found(
        rules,
        parts,
        [part for text in document.cfr_references if (part := _cfr_part(text)) is not None],
        {
            "agencies": document.agency_slugs,
            "types": [document.document_type],
            "rins": document.regulation_id_numbers,
            "dockets": document.docket_ids,
            "names": [name for name, values in names.items() if values],
        },
    )
    slots = {slot: _voted(found, slot, rules.defaults[slot]) for slot in SLOTS}
    relevance, why = _relevance(rules, found, slots["kind"])
    return Judgement(
        relevance=relevance,
        reason=why,
        instrument=slots["instrument"],
        action_type=slots["action_type"],
        direction=slots["direction"],
        stage=slots["stage"],
        vendor_ids=vendor_ids,
        chips=chips,
        counts=count_entities(parts["abstract"]),
        is_measure=slots["kind"] not in rules.no_measure,
    )


def _relevance(rules: DocumentRules, found: Sequence[Evidence], kind: str) -> tuple[str, str]:
    control, chips, reach, other = (
        sum(evidence.weights.get(axis, 0) for evidence in found) for axis in AXES
    )
    least = rules.thresholds
    subject = max(chips, 0) + reach
    if kind in rules.no_measure:
        return "none", _because("procedure or time for comments, no measure", found, "kind")
    if control < least["review"]:
        return "none", "no control on trade or technology"
    if control >= least["control"] and subject - other >= least["context"]:
        if min(chips, subject - other) >= least["core"] and kind not in rules.at_most_context:
            return "core", _because("", found, "chips", "control")
        return "context", _because("", found, *AXES)
    if other > subject and not rules.for_review & {evidence.id for evidence in found}:
        return "none", _because("only another subject", found, "other")
    return "review", _because("a control whose subject is not clear", found, *AXES)


def _because(verdict: str, found: Sequence[Evidence], *axes: str) -> str:
    said = [
        evidence.says
        for axis in axes
        for evidence in found
        if evidence.says and (axis in evidence.votes or evidence.weights.get(axis, 0) > 0)
    ]
    return "; ".join(dict.fromkeys([verdict, *said] if verdict else said))


def _found(
    rules: DocumentRules,
    parts: Mapping[str, str],
    cfr: Sequence[tuple[int, int]],
    keys: Mapping[str, Sequence[str]],
) -> list[Evidence]:
    found: list[Evidence] = []
    ids: set[str] = set()
    for evidence in rules.evidence:
        if evidence.excluded & ids or (evidence.needed and not evidence.needed & ids):
            continue
        by_text = evidence.pattern is not None and any(
            evidence.pattern.search(parts[part]) for part in evidence.parts
        )
        by_key = any(_holds(part, cfr) for part in evidence.cfr) or any(
            value.startswith(tuple(values))
            for key, values in evidence.keys.items()
            for value in keys[key]
        )
        unconditional = not (evidence.pattern or evidence.cfr or evidence.keys)
        if by_text or by_key or unconditional:
            found.append(evidence)
            ids.add(evidence.id)
    return found


def _holds(part: CfrPart, references: Sequence[tuple[int, int]]) -> bool:
    return any(
        title == part.title and part.first <= number <= part.last for title, number in references
    )


def _cfr_part(text: str) -> tuple[int, int] | None:
    match = re.match(r"\s*(\d{1,3})\s*C\.?F\.?R\.?\s*(?:parts?\s*)?(\d{1,5})", text, re.IGNORECASE)
    return (int(match[1]), int(match[2])) if match else None


def _voted(found: Sequence[Evidence], slot: str, default: str) -> str:
    """The value with most votes; of equal ones the first that was voted for."""
    sums: dict[str, float] = {}
    for evidence in found:
        for value, weight in evidence.votes.get(slot, {}).items():
            sums[value] = sums.get(value, 0) + weight
    best = max(sums, key=lambda value: sums[value], default=default)
    return best if sums.get(best, 0) > 0 else default


def _plain(text: str | None) -> str:
    """Without quotation marks and line breaks, which the Register sets in many ways."""
    return " ".join(_QUOTES.sub(" ", (text or "").replace("’", "'")).split())


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
