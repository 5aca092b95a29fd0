"""What a headline says as a whole: the observations that speak for or against an event.

Belongs here: putting clauses together, which clause holds the event, what the headline is about.
Does not belong here: grammar (clauses.py, predicates.py), weights (scoring.yml), the answer
columns (slots.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.derived.event_candidates.headlines.clauses import (
    GOVERNMENTS,
    Clause,
    Item,
    background_clause,
    has,
    item_of,
    split,
)
from pipelines.derived.event_candidates.headlines.lexicon import Lexicon, Product
from pipelines.derived.event_candidates.headlines.matcher import Token, tokenise
from pipelines.derived.event_candidates.headlines.predicates import (
    Finding,
    bill,
    company_side,
    first_subject,
    government_act,
    is_wish,
)

EVIDENCE = ("gov_act", "gov_plan", "passive_act", "receives", "unnamed_act", "measure_noun")
"""Observations that can be an event, the strongest first."""

RANK = {name: max(place, 1) for place, name in enumerate(EVIDENCE)}
"""A plan and an act count alike: the first clause that has either holds the event."""

STRONG_TAGS = frozenset(["listing", "license", "tariff", "antitrust", "letter"])
OWN_NEWS = frozenset(
    ["market", "money", "corp", "effect", "analysis", "react", "talks", "say", "executive", "crime"]
)
"""Kinds of words that make the main part of a headline the news, whatever stands behind it."""
QUESTION_WORDS = frozenset(["will", "can", "could", "should", "is", "are", "does", "did", "would"])
SPOKESMEN = frozenset(["发言人", "新闻发言人"])
SCARCELY = 0.3
"""A topic less sure than this is none."""

SURELY = 0.9
"""A topic at least so sure is what the headline is about."""

ASIDE = 0.4
"""How much another subject counts when the headline is surely about chips as well."""

_DIGIT = re.compile(r"\d")


@dataclass(slots=True)
class Reading:
    """What a headline says, as far as the lexicon can tell."""

    text: str
    tokens: list[Token]
    items: list[Item]
    clauses: list[Clause]
    products: list[tuple[str, Product]]
    is_hearsay: bool
    observations: dict[str, float] = field(default_factory=lambda: {"bias": 1.0})
    event_clause: int | None = None
    event_jurisdiction: str = ""
    sign: str = ""
    is_planned: bool = False
    is_behind: bool = False
    """The event stands in the background part of its clause."""

    def note(self, observation: str) -> None:
        """Add an observation."""
        self.observations[observation] = 1.0

    def claim(self, number: int, found: Finding, is_behind: bool = False) -> None:
        """Keep the strongest evidence; the first clause that has it holds the event."""
        held = next((name for name in EVIDENCE if name in self.observations), None)
        if held is not None:
            if RANK[held] <= RANK[found.observation]:
                return
            del self.observations[held]
        self.note(found.observation)
        self.event_clause = number
        self.event_jurisdiction = found.jurisdiction
        self.sign = found.sign
        self.is_planned = found.is_planned
        self.is_behind = is_behind


def read(text: str, known: Lexicon) -> Reading:
    """Read a normalised headline. Never raises; an empty one is about nothing."""
    tokens = tokenise(text)
    items = [item_of(found, tokens, text) for found in known.forms.search(tokens)]
    dropped = {
        at for item in items if "boilerplate" in item.kinds for at in range(item.start, item.end)
    }
    items = [
        item
        for number, item in enumerate(items)
        if not item.kinds & {"noise", "boilerplate"} and not _speaks_for_maker(items, number)
    ]
    reading = Reading(
        text=text,
        tokens=tokens,
        items=items,
        clauses=split(tokens, items, dropped),
        products=_products(text, known),
        is_hearsay=has(items, "hearsay"),
    )
    _observe_topic(reading)
    subject, jurisdiction = "", ""
    for number, clause in enumerate(reading.clauses):
        subject, jurisdiction = _observe_clause(reading, number, clause, subject, jurisdiction)
    _observe_whole(reading, is_asked=bool(dropped))
    return reading


def _speaks_for_maker(items: Sequence[Item], number: int) -> bool:
    """True for the spokesman of a company: only a state's reacts to a measure."""
    item = items[number]
    before = items[number - 1] if number else None
    return (
        before is not None
        and item.surface in SPOKESMEN
        and before.end == item.start
        and bool(before.kinds & {"vendor", "company"})
    )


def _products(text: str, known: Lexicon) -> list[tuple[str, Product]]:
    numbered, named = known.products
    matches = list(named.finditer(text))
    if _DIGIT.search(text):
        matches += numbered.finditer(text)
        matches.sort(key=lambda match: match.start())
    found = []
    for match in matches:
        group = match.lastgroup or ""
        product = known.product_of[group]
        number = match.group(f"{group}n") if "*" in product.label else ""
        found.append((product.label.replace("*", number.strip()), product))
    return found


def _observe_topic(reading: Reading) -> None:
    weights = [
        entry.weight
        for item in reading.items
        for entry in item.entries
        if entry.kind in ("topic", "vendor")
    ]
    best = max([0.0, *weights, *(product.topic for _, product in reading.products)])
    reading.observations["topic"] = best
    if best < SCARCELY:
        reading.note("no_topic")
    if has(reading.items, "elsewhere"):
        is_sure = bool(reading.products) or any(
            entry.kind == "topic" and entry.weight >= SURELY
            for item in reading.items
            for entry in item.entries
        )
        reading.observations["elsewhere"] = ASIDE if is_sure else 1.0


def _observe_clause(
    reading: Reading, number: int, clause: Clause, inherited: str, inherited_jurisdiction: str
) -> tuple[str, str]:
    """Note what a clause says; return its subject and jurisdiction for the next clause."""
    subject = first_subject(clause)
    if subject == "caller":
        brought = bill(clause)
        if brought is not None:
            reading.claim(number, brought)
            return subject, inherited_jurisdiction
        if not has(clause.main, "say") or has(clause.main, "call"):
            reading.note("caller")
        elif any(entry.tag == "comment" for item in clause.main for entry in item.entries):
            reading.note("analysis")
        return subject, inherited_jurisdiction
    subject = subject or inherited
    if subject in ("company", "executive") and is_wish(clause):
        reading.note("caller")
        return subject, ""
    stated = government_act(clause, inherited_jurisdiction)
    found = stated or _act_behind(clause)
    is_government = found is not None
    found = found or company_side(clause, subject)
    if found is not None and found.observation in EVIDENCE:
        reading.claim(number, found, is_behind=is_government and stated is None)
        if any(entry.tag == "protest" for item in clause.main for entry in item.entries):
            reading.note("protest")
    elif found is not None and found.observation == "reaction" and reading.event_clause is not None:
        reading.note("reaction_later")
    elif found is not None:
        reading.note(found.observation)
    _observe_failed_approval(reading, number, clause)
    _observe_attribution(reading, number, clause)
    if not is_government:
        _observe_company(reading, number, subject)
    _observe_figures(reading, number, clause)
    if subject != "government":
        return subject, ""
    own = clause.roles("subject")
    return subject, own[0].jurisdiction if own else inherited_jurisdiction


def _act_behind(clause: Clause) -> Finding | None:
    """The act behind "as" when the main part says nothing of its own (prices, plans, protest)."""
    behind = background_clause(clause)
    if behind is None or any(_is_own_news(item) for item in clause.main):
        return None
    found = government_act(behind, "")
    return found if found is not None and found.observation in EVIDENCE else None


def _is_own_news(item: Item) -> bool:
    """False for words that only say how somebody bears what the background tells."""
    is_borne = any(entry.tag == "bears" for entry in item.entries) or item.kinds == {"effect"}
    return bool(item.kinds & OWN_NEWS) and not is_borne


def _observe_failed_approval(reading: Reading, number: int, clause: Clause) -> None:
    """A refusal that stands behind "after": the one subordinate part that is the news."""
    refusals = (e for i in clause.back for e in i.entries if e.passive and e.tag == "merger")
    refusal = next(refusals, None)
    if refusal is None:
        return
    state = next(
        (
            entry.jurisdiction
            for item in clause.back
            for entry in item.entries
            if entry.kind in GOVERNMENTS and entry.jurisdiction
        ),
        "",
    )
    reading.claim(number, Finding("receives", state, refusal.sign))


def _observe_attribution(reading: Reading, number: int, clause: Clause) -> None:
    """The state behind "a levy on chips, the ministry says"."""
    speaker = clause.roles("subject")
    is_only_said = bool(speaker) and all(
        item.kinds & {"say", "office"} or item.kinds & GOVERNMENTS for item in clause.main
    )
    if is_only_said and has(clause.main, "say") and "lone_measure" in reading.observations:
        del reading.observations["lone_measure"]
        reading.claim(number - 1, Finding("measure_noun", speaker[0].jurisdiction, "tighten"))


def _observe_company(reading: Reading, number: int, subject: str) -> None:
    if subject == "executive":
        reading.note("executive")
    elif subject == "company" and reading.event_clause != number:
        is_later = reading.event_clause is not None
        reading.note("company_later" if is_later else "company_subject")


def _observe_figures(reading: Reading, number: int, clause: Clause) -> None:
    """Prices and earnings: weighty before an event, an aside after it."""
    event = reading.event_clause
    if has(clause.main, "market"):
        reading.note("market_later" if event is not None and event < number else "market")
    if has(clause.main, "money") and event != number:
        reading.note("money_later" if event is not None else "money")


def _observe_whole(reading: Reading, is_asked: bool) -> None:
    seen = reading.observations
    main = [item for clause in reading.clauses for item in clause.main]
    back = [item for clause in reading.clauses for item in clause.back]
    has_event = reading.event_clause is not None
    if not has_event and any(item.kinds & {"measure", "act"} for item in back):
        reading.note("background_only")
    if has(main, "analysis") or has(back, "analysis"):
        is_first = any(_asks(clause) for clause in reading.clauses)
        seen["analysis"] = 1.0 if is_first or not has_event else 0.5
    opening = reading.tokens[0].text.lower() if reading.tokens else ""
    if (reading.text.endswith("?") or opening in QUESTION_WORDS) and not is_asked:
        reading.note("question")
    if has(main, "roundup") and len(reading.clauses) > 1:
        reading.note("roundup")
    for name in ("crime", "talks"):
        if has(main, name):
            reading.note(name)
    if has(main, "subsidy") and not _limits(main):
        reading.note("subsidy")
    if reading.event_clause is not None:
        _observe_event(reading, reading.clauses[reading.event_clause])


def _asks(clause: Clause) -> bool:
    """True for a clause that begins with the word that explains or asks."""
    first = clause.main[0] if clause.main else None
    return first is not None and "analysis" in first.kinds and first.start <= clause.begin + 1


def _limits(items: Sequence[Item]) -> bool:
    """True when a word of these restricts by itself, whatever is given beside it."""
    return any(
        (entry.kind, entry.sign) in (("act", "tighten"), ("measure", "restriction"))
        for item in items
        for entry in item.entries
    )


def _observe_event(reading: Reading, clause: Clause) -> None:
    """What an event makes of other observations: a reaction beside it is an aside."""
    seen = reading.observations
    seen.pop("diplomacy", None)
    if "passive_act" in seen and "company_subject" in seen:
        seen["company_later"] = seen.pop("company_subject")
    if "reaction" in seen and seen.keys() & {"gov_act", "gov_plan"}:
        seen["reaction_later"] = seen.pop("reaction")
    if "subsidy" in seen:
        return
    if STRONG_TAGS & {entry.tag for item in clause.main for entry in item.entries}:
        reading.note("strong_object")
