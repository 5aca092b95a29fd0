"""What a clause says: a government acts, a company is acted on, or a measure is only named.

Belongs here: verbs, their objects and the direction they come to.
Does not belong here: roles (clauses.py), weights and the whole headline (reading.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.derived.event_candidates.headlines.clauses import (
    MAKERS,
    Authority,
    Clause,
    Item,
    has,
)

_AUXILIARIES_TEXT = "are is were was have has had will would may might can could do does did"
AUXILIARIES = frozenset(_AUXILIARIES_TEXT.split())
_NOUN_MARKS_TEXT = "the a an its their his new more all some latest further 's of export trade"
NOUN_MARKS = frozenset(_NOUN_MARKS_TEXT.split())
PASSIVE_WORDS = frozenset(["told", "put", "shut", "given"])
PASSIVE_MARKS = frozenset(["\u88ab", "\u906d", "\u83b7"])
ABOUT = "\u5c31"
TOLD = (
    "told",
    "notified",
    "hit",
    "fac",
    "slapped",
    "\u906d",
    "\u9762\u4e34",
    "need",
    "say",
    "disclose",
    "\u987b",
    "\u9700",
)
RESUMES = ("resum", "restart", "恢复")
ORDERED = ("told to", "被要求", "被告知", "被通知", "asked to")
DUTIES = frozenset(["must", "should", "ought", "needs", "has"])
DISCUSS = ("discuss", "讨论")
"""A plan of one state, and talks when two do it."""
VERB_LAST = re.compile("[\u3040-\u30ff\uac00-\ud7af]")
NOTICE = ("对", "就")
"""How a Chinese announcement begins that leaves its author out: "on goods of X, opens a case"."""
FUTURE_WORDS = frozenset(["to", "will", "\u5c06"])
OPEN = frozenset(["up", "down", "grant", "require"])
"""Signs that need a measure as their object before they say anything."""
WITH_OBJECT = frozenset(["up", "down", "grant"])
DECIDED = frozenset(["probe", "list", "delist", "tighten", "loosen"])
FLIPPED = {"tighten": "loosen", "list": "loosen", "loosen": "tighten", "probe": "loosen"}
_PROPOSED_TEXT = "propose proposes proposed draft drafts float floats offer offers file files"
PROPOSED = frozenset(_PROPOSED_TEXT.split())
STOPS = ("freez", "froze", "halt", "stop", "冻结", "叫停", "停止")
"""Verbs that loosen when a limit is their object and tighten when goods are."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One observation, and what the event would be if it is evidence of one."""

    observation: str
    jurisdiction: str = ""
    sign: str = ""
    is_planned: bool = False


def first_subject(clause: Clause) -> str:
    """Who stands first: government, company, executive or caller; empty when nobody does."""
    roles = {authority.at: authority.role for authority in clause.authorities}
    is_open = True
    first = ""
    for number, item in enumerate(clause.main):
        if item.start in roles:
            if roles[item.start] == "subject" and is_open:
                is_caller = _is_member(clause.main, number) or _asks_cabinet(clause.main, number)
                return first or ("caller" if is_caller else "government")
        elif item.kinds & {"caller", "executive"}:
            return "executive" if "executive" in item.kinds else first or "caller"
        elif _is_company(item):
            if is_open and _stands_alone(clause.main, number):
                first = first or "company"
        elif "corp" in item.kinds and first:
            return first
        elif item.kinds & {"act", "plan"} and not first:
            is_open = False
    return first


def _is_member(main: Sequence[Item], number: int) -> bool:
    """True for "House panel chair": one of the house, not the house."""
    return any(
        entry.tag == "member" for item in main[number + 1 : number + 3] for entry in item.entries
    )


def _asks_cabinet(main: Sequence[Item], number: int) -> bool:
    """True for "House panel asks Commerce to …": who makes laws asks who could act."""
    ahead = main[number + 1 : number + 3]
    return (
        "legislature" in main[number].kinds
        and len(ahead) > 1
        and "call" in ahead[0].kinds
        and "government" in ahead[1].kinds
    )


def _is_company(item: Item) -> bool:
    return (
        "vendor" in item.kinds
        or item.surface.endswith(MAKERS)
        or ("company" in item.kinds and not item.kinds & {"act", "plan", "flow", "market"})
    )


def _stands_alone(main: Sequence[Item], number: int) -> bool:
    """False behind a preposition and before the word for its boss or lobby."""
    before = main[number - 1] if number else None
    if before is not None and before.kinds & {"preposition", "agent"}:
        return False
    return not any(other.kinds & {"caller", "executive"} for other in main[number + 1 : number + 3])


def is_wish(clause: Clause) -> bool:
    """True when somebody asks or objects before the first government is named: not an act."""
    first = min((a.at for a in clause.roles("subject", "agent")), default=-1)
    return any(
        item.start < first
        and ("call" in item.kinds or _company_reacts(clause.main, number, "company"))
        for number, item in enumerate(clause.main)
    )


def government_act(clause: Clause, inherited: str) -> Finding | None:
    """What the first government that acts does; `inherited` is that of the clause before."""
    if clause.main and (
        clause.main[0].kinds == {"react"} or _answers(clause.main) or _ends_in_protest(clause)
    ):
        return Finding("reaction")
    for authority in clause.roles("subject"):
        if _is_hurt(clause.main, authority.at):
            return Finding("effect")
        following = [item for item in clause.main if item.start > authority.at]
        if _is_told_by_another(authority, clause):
            return Finding("diplomacy")
        found = _predicate(authority, following, clause)
        if found is not None:
            return found
    if inherited and not clause.roles("subject", "agent"):
        return _predicate(Authority(inherited, "subject", clause.begin - 1), clause.main, clause)
    return None


def _is_told_by_another(authority: Authority, clause: Clause) -> bool:
    """True for "Tokyo says Beijing must lift it": what a state demands of another."""
    name = next((item for item in clause.main if item.start == authority.at), None)
    if name is None or not any(
        "say" in item.kinds and item.end == authority.at for item in clause.main
    ):
        return False
    behind = clause.tokens[name.end - clause.begin :]
    others = {other.jurisdiction for other in clause.roles("subject") if other.at < authority.at}
    return bool(behind) and behind[0].text.lower() in DUTIES and bool(others - {""})


def _is_hurt(main: Sequence[Item], at: int) -> bool:
    """True for "the probe may hurt Tokyo's efforts": a measure has an effect on the state."""
    before = [item for item in main if item.start < at]
    return any(
        "effect" in item.kinds and has(before[:number], "measure")
        for number, item in enumerate(before)
    )


def _answers(main: Sequence[Item]) -> bool:
    """True for a Chinese clause that ends with "answers", after what it is about."""
    return main[-1].kinds == {"react"} and any(item.surface == ABOUT for item in main)


def _ends_in_protest(clause: Clause) -> bool:
    """True for a Japanese or Korean clause whose verb, the last word, reacts."""
    return clause.main[-1].kinds == {"react"} and any(
        VERB_LAST.search(token.text) for token in clause.tokens
    )


def _predicate(authority: Authority, following: Sequence[Item], clause: Clause) -> Finding | None:
    is_planned = False
    others = {other.at for other in clause.roles("subject")}
    found: Finding | None = None
    for number, item in enumerate(following):
        rest = following[number + 1 :]
        if item.start in others or _yields(item, rest, is_planned):
            break
        if _begs(item, rest, clause):
            return Finding("diplomacy")
        if rest and rest[0].start in others and any(e.tag == "want" for e in item.entries):
            return _wants_of(authority, rest)
        if item.entry("act") is not None and not is_noun(item, clause):
            found = _act(authority, item, rest, clause, is_planned)
        elif item.surface.startswith(DISCUSS) and len(_states_before(item, clause)) > 1:
            return Finding("diplomacy")
        elif "plan" in item.kinds and "measure" not in item.kinds:
            is_planned = True
            is_own = not has(rest, "talks") and not _is_of_another(authority, clause)
            is_own = is_own and not any(other.kinds == {"react"} for other in rest)
            if is_own and has(rest, "measure") and not _has_verb(rest, clause):
                sign = direction("up", [item, *rest])
                found = Finding("gov_plan", authority.jurisdiction, sign, True)
        elif "react" in item.kinds:
            found = Finding("reaction")
        if found is not None:
            break
    return found


def _wants_of(authority: Authority, rest: Sequence[Item]) -> Finding:
    """One state wants another to do something: its own plan where that one shall limit more."""
    if _aims_at_limits(rest):
        return Finding("gov_plan", authority.jurisdiction, "tighten", True)
    return Finding("diplomacy")


def _states_before(item: Item, clause: Clause) -> set[str]:
    return {a.jurisdiction for a in clause.roles("subject") if a.at < item.start} - {""}


def _begs(item: Item, rest: Sequence[Item], clause: Clause) -> bool:
    """True for "begs another state": only the other one could act."""
    if "call" not in item.kinds or item.kinds & {"act", "react", "plan", "measure"}:
        return False
    states = {a.at for a in clause.authorities if a.at > item.start}
    ahead = [other for other in rest[:2] if other.surface not in ("to", "from", "of")]
    return bool(ahead) and ahead[0].start in states


def _is_of_another(authority: Authority, clause: Clause) -> bool:
    """True when a measure of another state follows: that one's plan is only a response."""
    return any(
        other.role == "source"
        and other.jurisdiction not in ("", authority.jurisdiction)
        and other.at > authority.at
        for other in clause.authorities
    )


def _has_verb(items: Sequence[Item], clause: Clause) -> bool:
    return any("act" in item.kinds and not is_noun(item, clause) for item in items)


def _yields(item: Item, rest: Sequence[Item], is_planned: bool) -> bool:
    """True where somebody else takes over as the subject, or the measure itself does."""
    if not is_planned and (
        item.kinds & {"caller", "executive"} or ("vendor" in item.kinds and has(rest[:1], "corp"))
    ):
        return True
    return not item.kinds & {"act", "plan", "react"} and bool(item.kinds & {"effect", "market"})


def _act(
    authority: Authority, item: Item, rest: Sequence[Item], clause: Clause, is_planned: bool
) -> Finding | None:
    act = item.entry("act")
    if act is None:
        return None
    rest = rest if has(rest, "measure") else _objects_before(item, rest, clause)
    is_to_company = any(other.kinds & {"company", "vendor"} for other in rest[:3])
    is_of_call = "call" not in item.kinds and any(other.kinds == {"call"} for other in rest[:2])
    is_of_call = is_of_call or (
        item.is_latin and act.sign == "up" and any(other.kinds == {"react"} for other in rest[:1])
    )
    if is_of_call or ("react" in item.kinds and not is_to_company):
        return Finding("reaction")
    if ("call" in item.kinds or act.sign == "guide") and _addresses_state(rest, clause, item):
        asks = _asks_for_more(rest, clause) if act.sign == "guide" else _aims_at_limits(rest)
        if not asks:
            return Finding("diplomacy")
        sign = "tighten" if act.sign == "guide" else act.sign
        return Finding("gov_plan", authority.jurisdiction, sign, True)
    is_order = act.sign == "require" and has(rest, "act")
    has_object = is_order or _has_object(rest, clause)
    if act.sign in OPEN and (not has_object or _only_buys(act.sign, rest)):
        return None
    name = "gov_plan" if is_planned else "gov_act"
    sign = direction(act.sign, [item, *_objects(item, rest, clause)])
    if act.sign == "guide" and _is_promised(rest):
        sign = "loosen"
    return Finding(name, authority.jurisdiction, sign, is_planned)


def _is_promised(rest: Sequence[Item]) -> bool:
    """True for "tells the maker that licenses will be approved"."""
    first = next((act for act in (item.entry("act") for item in rest) if act is not None), None)
    permission = any(e.sign == "permission" for item in rest for e in item.entries)
    return permission and first is not None and first.sign == "loosen"


def _only_buys(sign: str, rest: Sequence[Item]) -> bool:
    """True for "steps up purchases": more trade is no measure."""
    if sign != "up":
        return False
    first = next((item for item in rest if item.kinds & {"flow", "measure", "act"}), None)
    return first is not None and any(
        e.kind == "flow" and e.tag in ("buy", "order") for e in first.entries
    )


def bill(clause: Clause) -> Finding | None:
    """The step of lawmakers who bring a bill; to ask for one is none."""
    by_lawmakers = any(e.tag == "lawmaker" for item in clause.main for e in item.entries)
    at = next(
        (n for n, i in enumerate(clause.main) if any(e.tag == "bill" for e in i.entries)), None
    )
    if not by_lawmakers or at is None or has(clause.main, "subsidy"):
        return None
    before = clause.main[:at]
    if any("call" in item.kinds and "act" not in item.kinds for item in before):
        return None
    brings = any(
        (e.kind == "act" and e.sign == "up") or item.surface in PROPOSED
        for item in [*before, *(i for i in clause.main[at + 1 :] if not i.is_latin)]
        for e in item.entries
    )
    named = clause.roles("subject", "attribute", "source")
    state = next((a.jurisdiction for a in named if a.jurisdiction), "")
    return Finding("gov_act", state, "tighten", True) if brings else None


def _objects(item: Item, rest: Sequence[Item], clause: Clause) -> Sequence[Item]:
    """What a verb acts on: what follows, or for "curbs to be eased" the measure before it."""
    if has(rest, "measure") or has(rest, "flow") or not item.surface.endswith("ed"):
        return rest
    return [other for other in clause.main if other.start < item.start and "measure" in other.kinds]


def _objects_before(item: Item, rest: Sequence[Item], clause: Clause) -> Sequence[Item]:
    """In Japanese and Korean the object stands before its verb."""
    if item.is_latin or not any(VERB_LAST.search(token.text) for token in clause.tokens):
        return rest
    return [i for i in clause.main if i.start < item.start and "measure" in i.kinds] or rest


def _addresses_state(rest: Sequence[Item], clause: Clause, item: Item) -> bool:
    """True when the next one named is a state rather than a company."""
    others = {a.at: a.role for a in clause.authorities if a.at > item.start}
    for other in rest[:3]:
        if other.kinds & {"company", "vendor"}:
            return False
        if other.start in others:
            return others[other.start] in ("subject", "source")
    return False


def _aims_at_limits(rest: Sequence[Item]) -> bool:
    """True when the other state shall restrict something, not undo what it did."""
    acts = [e.sign for item in rest for e in item.entries if e.kind == "act"]
    limits = any(e.sign == "restriction" for item in rest for e in item.entries)
    return (limits or "tighten" in acts) and not {"down", "loosen"} & set(acts)


def _asks_for_more(rest: Sequence[Item], clause: Clause) -> bool:
    """True when the other state is urged to tighten its limits, not to stop or drop them."""
    verbs = [n for n, item in enumerate(rest) if "act" in item.kinds and not is_noun(item, clause)]
    if not verbs:
        return False
    act = rest[verbs[0]].entry("act")
    return act is not None and act.sign == "up" and has(rest[verbs[0] + 1 :], "measure")


def _says_something(item: Item) -> bool:
    """True for a measure and for an act that needs no object: to extend a delay says nothing."""
    return "measure" in item.kinds or any(
        entry.kind == "act" and entry.sign not in WITH_OBJECT for entry in item.entries
    )


def _has_object(rest: Sequence[Item], clause: Clause) -> bool:
    return any("flow" in item.kinds or _says_something(item) for item in rest) or any(
        "measure" in item.kinds and is_noun(item, clause) for item in clause.main
    )


def is_noun(item: Item, clause: Clause) -> bool:
    """True when a word that can be verb or noun (curbs, ban) stands as a noun."""
    at = item.start - clause.begin
    if not item.kinds & {"measure", "flow"} or at <= 0:
        return False
    behind = item.end - clause.begin
    if behind < len(clause.tokens) and clause.tokens[behind].text.lower() in AUXILIARIES:
        return True
    if clause.tokens[at - 1].text.lower() in NOUN_MARKS:
        return True
    previous = next((other for other in reversed(clause.main) if other.start < item.start), None)
    carriers = {"topic", "flow", "vendor"} if item.is_latin else {"topic", "flow"}
    return (
        previous is not None
        and previous.end == item.start
        and bool(previous.kinds & carriers)
        and not item.surface.endswith("ed")
    )


def direction(sign: str, items: Sequence[Item]) -> str:
    """What an act (the first item) comes to with its object.

    To lift a limit loosens, to lift a waiver tightens; to halt shipments tightens.
    """
    turned = _turned(sign, items)
    if turned or sign not in WITH_OBJECT:
        return turned or sign
    objects = items[1:] if len(items) > 1 else items
    names_measure = has(objects, "measure")
    for number, item in enumerate(objects):
        if sign != "down" and _undoes(item):
            return direction("down", objects[number:])
        found = _direction_of(sign, item, names_measure)
        if found:
            return found
    return "tighten"


def _turned(sign: str, items: Sequence[Item]) -> str:
    """The direction when a later word turns it round, else empty.

    "Freezes the rule" and "puts the limits on ice" loosen; in languages that put the verb last
    the end of a permission tightens and the end of a limit loosens.
    """
    item, rest = items[0], items[1:]
    if sign == "tighten" and item.surface.startswith(STOPS) and rest:
        own = rest[0].entry("measure")
        if own is not None and own.sign == "restriction" and "flow" not in rest[0].kinds:
            return "loosen"
    lapses = any(e.tag == "lapse" for other in rest for e in other.entries)
    if lapses and has(rest, "measure"):
        is_permission = any(e.sign == "permission" for other in rest for e in other.entries)
        return "tighten" if is_permission else "loosen"
    if any(e.kind == "act" and e.tag == "late" for other in rest for e in other.entries):
        return "loosen" if has(rest, "measure") else "tighten"
    if rest and not item.is_latin and sign in FLIPPED:
        is_next = rest[0].start - item.end <= 1
        ending = rest[0] if is_next else rest[-1] if "measure" in item.kinds else None
        act = ending.entry("act") if ending is not None else None
        if act is not None and ending is not None and act.sign == "down":
            is_only = not has(rest[:-1], "act") and not has(rest, "measure")
            return FLIPPED[sign] if is_next or is_only else ""
    return ""


def _undoes(item: Item) -> bool:
    """True for the verb of "announces that it lifts the ban"."""
    act = item.entry("act")
    return act is not None and act.sign == "down" and "measure" not in item.kinds


def _direction_of(sign: str, item: Item, names_measure: bool) -> str:
    """The direction that this object gives, empty when it gives none."""
    inner, noun = item.entry("act"), item.entry("measure")
    if noun is not None and noun.sign == "permission":
        return "loosen" if sign == "grant" else "tighten"
    if inner is not None and inner.sign in DECIDED:
        return FLIPPED.get(inner.sign, inner.sign) if sign == "down" else inner.sign
    if noun is not None and noun.sign != "flow":
        if sign == "down":
            return "loosen"
        return "probe" if noun.sign == "probe" else "tighten"
    is_flow = noun is not None or "flow" in item.kinds
    return "tighten" if is_flow and sign == "down" and not names_measure else ""


def company_side(clause: Clause, subject: str) -> Finding | None:
    """What the clause says without a government as its subject."""
    source = _source(clause)
    if _begins_with_noun(clause) and has(clause.main, "effect"):
        return Finding("effect")
    for number, item in enumerate(clause.main):
        if "market" in item.kinds:
            return None
        if "effect" in item.kinds and has(clause.main[:number], "measure"):
            return Finding("effect")
        if _company_reacts(clause.main, number, subject):
            return Finding("reaction")
        found, is_last = _step(clause, number, subject, source)
        if found is not None or is_last:
            return found
    return _named_measure(clause, source)


def _begins_with_noun(clause: Clause) -> bool:
    """True for "Probe of a maker may …" and "Ban will …": the measure is what is spoken of."""
    first = clause.main[0] if clause.main else None
    if first is None or first.start != clause.begin or "measure" not in first.kinds:
        return False
    behind = clause.tokens[first.end - clause.begin :]
    return bool(behind) and behind[0].text.lower() in AUXILIARIES | {"of", "into", "on"}


def _company_reacts(main: Sequence[Item], number: int, subject: str) -> bool:
    """True for "the maker denies it got a subpoena", not for "the maker is denied a license"."""
    item = main[number]
    return (
        subject in ("company", "executive")
        and "react" in item.kinds
        and not item.kinds & {"plan", "receive", "measure"}
        and not _is_passive(main, number)
    )


def _step(clause: Clause, number: int, subject: str, source: str) -> tuple[Finding | None, bool]:
    """The finding of one word of the clause, and whether the clause ends with it."""
    item, rest = clause.main[number], clause.main[number + 1 :]
    objects = [item, *rest] if "measure" in item.kinds else rest
    told = item.entry("act")
    is_given = told is None or told.sign != "guide" or _is_passive(clause.main, number)
    if (
        "receive" in item.kinds
        and is_given
        and (
            any(_says_something(other) for other in objects)
            or (item.surface.startswith(ORDERED) and any("flow" in o.kinds for o in objects))
            or _is_needed(clause.main, number)
        )
    ):
        if "corp" in item.kinds and not source:
            return None, True
        return Finding("receives", source, _received(item, objects), is_prepared(clause)), True
    act = item.entry("act")
    if act is None or (act.sign in WITH_OBJECT and not _has_object(rest, clause)):
        is_allowed = any(e.kind == "act" and e.passive for other in rest for e in other.entries)
        return None, "corp" in item.kinds and subject == "company" and not is_allowed
    if is_noun(item, clause):
        return None, False
    return _acted_on(clause, number, subject, source)


def _is_needed(main: Sequence[Item], number: int) -> bool:
    """True for "permit now needed": the permission stands before the verb."""
    before = main[number - 1].entry("measure") if number else None
    return (
        main[number].surface.startswith("need")
        and before is not None
        and before.sign == "permission"
    )


def _source(clause: Clause) -> str:
    """Whose measure it may be: by X, X's, X itself, in X; else who the background names."""
    for roles in (("agent", "source"), ("subject", "place")):
        named = clause.roles(*roles)
        if named:
            return named[0].jurisdiction
    return next((e.jurisdiction for i in clause.back for e in i.entries if e.jurisdiction), "")


def _acted_on(
    clause: Clause, number: int, subject: str, source: str
) -> tuple[Finding | None, bool]:
    """The finding of one verb, and whether the clause ends with it."""
    item = clause.main[number]
    act = item.entry("act")
    if act is None or (_only_buys(act.sign, clause.main[number + 1 :])):
        return None, False
    found = Finding(
        "unnamed_act",
        source,
        direction(act.sign, [item, *_objects(item, clause.main[number + 1 :], clause)]),
        is_prepared(clause),
    )
    is_passive = _is_passive(clause.main, number)
    if is_passive and item.is_latin:
        if act.sign in WITH_OBJECT and not has(clause.main, "measure"):
            return None, False
        is_passive = number > 0 and bool(source or act.sign in ("tighten", "list", "loosen"))
        if not is_passive:
            return found, True
    if is_passive:
        return Finding("passive_act", source, found.sign, found.is_planned), True
    return _acts(clause, number, subject, found)


def _acts(clause: Clause, number: int, subject: str, found: Finding) -> tuple[Finding | None, bool]:
    """What an active verb says without a government before it."""
    before = clause.main[:number]
    source, names_measure = found.jurisdiction, has(before, "measure")
    if subject == "company" and source and names_measure and has(before, "say"):
        return Finding("passive_act", source, "tighten", found.is_planned), True
    if subject == "company" and source and clause.main[number].surface.startswith(RESUMES):
        return Finding("receives", source, "loosen", found.is_planned), True
    if subject in ("company", "executive", "caller"):
        return None, not has(clause.main[number + 1 :], "receive")
    if not source and _is_notice(clause, number):
        return Finding("gov_act", "CN", found.sign, found.is_planned), True
    return (found if source or names_measure else Finding("lone_measure")), True


def _is_notice(clause: Clause, number: int) -> bool:
    """True for a Chinese clause that begins with whom a probe or measure is about."""
    act = clause.main[number].entry("act")
    first = clause.main[0]
    return (
        first.surface in NOTICE
        and first.start == clause.begin
        and number > 0
        and act is not None
        and act.sign in ("probe", "list", "up")
        and not clause.authorities
    )


def _is_passive(main: Sequence[Item], number: int) -> bool:
    item = main[number]
    act = item.entry("act")
    if act is not None and (act.tag == "passive" or act.passive):
        return True
    if not item.is_latin:
        return number > 0 and main[number - 1].surface in PASSIVE_MARKS
    verb = item.surface.split(" ", 1)[0]
    return item.surface.endswith("ed") or verb.endswith("ed") or verb in PASSIVE_WORDS


def _named_measure(clause: Clause, source: str) -> Finding | None:
    """A measure without a verb of its own; another state's is a reaction to it."""
    measure = next((e for i in clause.main for e in i.entries if e.kind == "measure"), None)
    if measure is None:
        return None
    deed = _deed_with(clause)
    if deed:
        return Finding("measure_noun", deed, "tighten", is_prepared(clause))
    speakers = {authority.jurisdiction for authority in clause.roles("subject")}
    if has(clause.main, "react") or (source and speakers - {source, ""}):
        return Finding("reaction")
    if clause.roles("source", "subject"):
        sign = {"permission": "loosen", "probe": "probe"}.get(measure.sign, "tighten")
        return Finding("measure_noun", source, sign, is_prepared(clause))
    return Finding("lone_measure")


def _deed_with(clause: Clause) -> str:
    """The state of "hits its rival with export limits", whatever its verb is."""
    first = next((a for a in clause.authorities if a.role == "subject" and a.jurisdiction), None)
    limits = [i for i in clause.main if any(e.sign == "restriction" for e in i.entries)]
    if first is None or not limits or first.at > clause.main[0].start:
        return ""
    withs = [i.end for i in clause.main if i.surface == "with" and i.start > first.at + 1]
    return first.jurisdiction if any(end <= limits[0].start <= end + 3 for end in withs) else ""


def _received(item: Item, rest: Sequence[Item]) -> str:
    """A permission received loosens; to be told to get one, or to need one, tightens."""
    is_told = item.surface.startswith(TOLD) or any(e.tag == "refused" for e in item.entries)
    for other in rest:
        act, measure = other.entry("act"), other.entry("measure")
        if measure is not None:
            if measure.sign == "permission":
                return "tighten" if is_told else "loosen"
            return "probe" if measure.sign == "probe" else "tighten"
        if act is not None:
            is_told = is_told or act.sign in ("require", "guide")
            if act.sign in DECIDED:
                return act.sign
    return "tighten"


def is_prepared(clause: Clause) -> bool:
    """True when the clause is about a plan; a bare future is not one."""
    return any("plan" in item.kinds and item.surface not in FUTURE_WORDS for item in clause.main)
