"""A headline as clauses with roles: who could act, who is acted on, what is only background.

Belongs here: splitting, and the role of each government that is named.
Does not belong here: what they do (predicates.py), words other than those of grammar (lexicon).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from pipelines.derived.event_candidates.headlines.lexicon import Entry
from pipelines.derived.event_candidates.headlines.matcher import Found, Token

CLAUSE_END = frozenset(",;:|?!\uff0c\uff1b\uff1a\u3002\uff1f\uff01\u2013\u2014")
GOVERNMENTS = frozenset(["government", "country", "demonym", "office", "officials", "legislature"])
PREDICATES = frozenset(
    ["act", "plan", "react", "call", "say", "corp", "market", "receive", "effect", "crime", "money"]
)
AUTHORITIES = frozenset(["office", "officials", "government", "legislature"])
NO_OFFICE = frozenset(["vendor", "plan", "say", "country", "caller", "react", "call", "corp"])
ENUMERATED = frozenset(["vendor", "country"])
COMPANIES = frozenset(["company", "vendor", "executive", "caller"])
_MAKERS_TEXT = "maker makers designer designers firms company companies house 企业 公司 厂商 制造商"
MAKERS = tuple(_MAKERS_TEXT.split())
REASONS = frozenset(["\u56e0", "\u7531\u4e8e", "\u56e0\u4e3a"])
GOODS = ("chips", "gpus", "processors", "accelerators")
GOODS_IN = frozenset(["buy", "imports", "purchase"])
"""Tags of words for what comes from abroad."""
IDEOGRAPHS = "\u2e80"
HANGUL = "\uac00"
KANA, KANA_END = "\u3040", "\u3100"
"""From the one to the other writing needs no spaces."""
PLACES = frozenset(["in", "w", "en", "\u5728"])
SUBJECT_MARKS = frozenset("\u3001\u306f\u304c")
GOAL_MARKS = frozenset("\uc5d0\ub300\u5411")
"""Marks that make a state in Korean or Japanese the goal."""
AFTER = "\u540e"
NOT_AFTER = frozenset("今此最前背幕先日")
"""With one of these before it, the character for "after" belongs to another word."""
TARGET = "china"
"""The state whose name before "chip curbs" says whom they hit."""
OWN = frozenset(["antitrust", "security", "customs", "listing", "license", "purchase"])
"""Measures that a state's name before them makes its own."""
SOURCE_REACH, OFFICE_REACH, COMPANY_REACH = 2, 3, 3
"""Tokens that may stand between a state and the word that gives it its role."""


class Item(NamedTuple):
    """One find with all its meanings; `kinds` are those of its entries."""

    start: int
    end: int
    entries: tuple[Entry, ...]
    kinds: frozenset[str]
    surface: str

    def entry(self, kind: str) -> Entry | None:
        """The meaning of that kind, if it has one."""
        return next((entry for entry in self.entries if entry.kind == kind), None)

    @property
    def is_latin(self) -> bool:
        """True for words of letters, false for Chinese, Japanese and Korean writing."""
        return self.surface[-1] < IDEOGRAPHS


@dataclass(frozen=True, slots=True)
class Authority:
    """A government named: subject, agent (by it), source (its measure), place, object (to it) or
    attribute (its companies)."""

    jurisdiction: str
    role: str
    at: int


@dataclass(slots=True)
class Clause:
    """One clause from token `begin`: its finds before and from the first subordinate word."""

    begin: int
    tokens: list[Token]
    main: list[Item]
    back: list[Item]
    authorities: list[Authority] = field(default_factory=list)

    def is_parted(self, end: int, start: int) -> bool:
        """True when a mark that ends clauses stands between two tokens."""
        between = self.tokens[max(0, end - self.begin) : start - self.begin]
        return any(token.text in CLAUSE_END for token in between)

    def roles(self, *roles: str) -> list[Authority]:
        """The governments in one of these roles, from left to right."""
        return [authority for authority in self.authorities if authority.role in roles]


def background_clause(clause: Clause) -> Clause | None:
    """What follows "as" as a clause of its own: "supplier stunned as Washington tightens rules"."""
    if not clause.back or clause.back[0].surface != "as":
        return None
    items = clause.back[1:]
    behind = Clause(clause.begin, clause.tokens, items, [])
    behind.authorities = _authorities(behind)
    return behind


def has(items: Iterable[Item], kind: str) -> bool:
    """True when one of the items has that kind."""
    for item in items:  # noqa: SIM110 (a dozen calls a headline: half the time of any())
        if kind in item.kinds:
            return True
    return False


def item_of(found: Found[Entry], tokens: Sequence[Token], text: str) -> Item:
    """The find with the words it stands for, lower case."""
    meanings = found.meanings
    return Item(
        found.start,
        found.end,
        meanings,
        _kinds(meanings),
        text[tokens[found.start].start : tokens[found.end - 1].end].lower(),
    )


@lru_cache(maxsize=2**14)
def _kinds(meanings: tuple[Entry, ...]) -> frozenset[str]:
    return frozenset([entry.kind for entry in meanings])


def split(tokens: Sequence[Token], items: Sequence[Item], dropped: set[int]) -> list[Clause]:
    """Clauses from left to right, each with its authorities.

    A part without any verb or measure joins the next one: "Taipei: chips need a permit" and
    "Firm A, Firm B added to the list" are one clause each. Parts of `dropped` tokens are left out.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    listed = _enumerated(items)
    for at, token in enumerate(tokens):
        if token.text in CLAUSE_END and at not in listed:
            spans.append((start, at))
            start = at + 1
        elif at > start and _is_set_apart(tokens[at - 1], token):
            spans.append((start, at))
            start = at
    spans.append((start, len(tokens)))
    clauses: list[Clause] = []
    waiting: int | None = None
    for first, last in spans:
        begin = first if waiting is None else waiting
        if last <= first or all(at in dropped for at in range(first, last)):
            continue
        inside = [item for item in items if begin <= item.start < last]
        is_spoken = any(item.kinds & PREDICATES or "measure" in item.kinds for item in inside)
        if not is_spoken and last != spans[-1][1] and not _is_past(tokens[begin:last]):
            waiting = begin
            continue
        waiting = None
        turn = next((item.start for item in inside if "background" in item.kinds), last)
        if last != spans[-1][1] and _is_past(tokens[begin:last]):
            turn = begin
        main, back = _parts(inside, turn)
        clause = Clause(
            begin=begin,
            tokens=list(tokens[begin:last]),
            main=main,
            back=back,
        )
        clause.authorities = _authorities(clause)
        clauses.append(clause)
    return clauses


def _is_set_apart(before: Token, token: Token) -> bool:
    """True at a space within Chinese or Japanese: headlines set clauses apart with it."""
    return (
        token.start > before.end
        and IDEOGRAPHS <= before.text[-1] < HANGUL
        and IDEOGRAPHS <= token.text[0] < HANGUL
    )


def _parts(inside: Sequence[Item], turn: int) -> tuple[list[Item], list[Item]]:
    """Main part and background, which begins at the subordinate word.

    A Chinese reason ends where somebody receives or is hit; what follows is main again.
    """
    main = [item for item in inside if item.start < turn]
    back = list(inside[len(main) :])
    if back and back[0].surface in REASONS:
        end = next((n for n, item in enumerate(back) if "receive" in item.kinds), len(back))
        return [*main, *back[end:]], back[:end]
    return main, back


def _enumerated(items: Sequence[Item]) -> set[int]:
    """Places of the commas of an enumeration: "puts Huawei, SMIC on a list" is one clause."""
    return {
        one.end
        for one, other in pairwise(items)
        if other.start == one.end + 1 and one.kinds & other.kinds & ENUMERATED
    }


def _is_past(tokens: Sequence[Token]) -> bool:
    """True for a Chinese part that ends with "after": what follows it is the news."""
    return len(tokens) > 2 and tokens[-1].text == AFTER and tokens[-2].text not in NOT_AFTER


def _authorities(clause: Clause) -> list[Authority]:
    main = clause.main
    out: list[Authority] = []
    skip = -1
    for number, item in enumerate(main):
        if item.start < skip or not item.kinds & GOVERNMENTS:
            continue
        entry = next(e for e in item.entries if e.kind in GOVERNMENTS)
        kind = entry.kind
        after = main[number + 1 :]
        if kind in ("country", "demonym"):
            office = _office_after(item, after)
            if office is not None:
                kind, skip = "government", office.end
        before = main[number - 1] if number else None
        if before is not None and clause.is_parted(before.end, item.start):
            before = None
        role = _role(kind, item, before, after)
        if role == "source" and _is_marked(clause, item):
            role = "subject"
        elif role in ("subject", "source") and _is_sent_to(clause, item, after, out):
            role = "object"
        if role == "object" and _is_from_maker(main[:number], out):
            role = "source"
        out.append(Authority(entry.jurisdiction, role, item.start))
    return out


def _is_marked(clause: Clause, item: Item) -> bool:
    """True in Japanese where a mark behind the state makes it the subject."""
    behind = clause.tokens[item.end - clause.begin :]
    return bool(behind) and behind[0].text in SUBJECT_MARKS


def _is_sent_to(
    clause: Clause, item: Item, after: Sequence[Item], named: Sequence[Authority]
) -> bool:
    """True in Japanese and Korean where a state behind the subject is where goods go."""
    behind = clause.tokens[item.end - clause.begin :]
    is_goal = bool(behind) and behind[0].text in GOAL_MARKS
    is_goal = is_goal or (bool(after) and after[0].start == item.end and "flow" in after[0].kinds)
    return (
        is_goal
        and any(other.role == "subject" and other.jurisdiction for other in named)
        and any(token.text[0] >= HANGUL or KANA <= token.text[0] < KANA_END for token in behind)
    )


def _is_from_maker(before: Sequence[Item], named: Sequence[Authority]) -> bool:
    """True for "China faces limits on tools from Canada": behind from stands who limits.

    Goods come from a state as well, so another state must be the one that is hit.
    """
    return (
        len(before) > 0
        and before[-1].surface == "from"
        and any(other.jurisdiction for other in named)
        and any(
            entry.kind == "measure" and entry.sign == "restriction" and entry.tag != "tariff"
            for item in before
            for entry in item.entries
        )
        and not any(entry.tag in GOODS_IN for item in before for entry in item.entries)
    )


def _role(kind: str, item: Item, before: Item | None, after: Sequence[Item]) -> str:
    is_state = kind in ("country", "demonym")
    is_close = before is not None and item.start - before.end <= int(item.is_latin)
    role = "subject"
    if is_state and _is_about(item, after):
        role = "object"
    elif is_state and is_close and before is not None and "vendor" in before.kinds:
        role = "attribute"
    elif (
        is_close
        and before is not None
        and ("agent" in before.kinds or before.surface.endswith(" by"))
    ):
        role = "agent"
    elif is_state and is_close and _names_company(item, after):
        role = "attribute"
    elif is_close and before is not None and _leads_to(before):
        is_named = kind == "country" and before.surface == "of" and _is_source(item, after)
        role = "source" if is_named else "place" if before.surface in PLACES else "object"
    elif is_state and _names_company(item, after):
        role = "attribute"
    elif is_state and is_close and before is not None and _is_met(before, item, after):
        role = "source"
    elif kind == "country" and _names_goods(item, after):
        role = "attribute"
    elif kind == "demonym" and _acts_next(item, after):
        role = "subject"
    elif kind == "demonym" or (kind == "country" and _is_source(item, after)):
        role = "source"
    return role


def _is_about(item: Item, after: Sequence[Item]) -> bool:
    """True for "China chip curbs", those of others on it; "China's chip curbs" are its own."""
    reach = item.end
    for other in after:
        if item.surface != TARGET or other.start != reach:
            return False
        if "measure" in other.kinds and "flow" not in other.kinds:
            return ("act" not in other.kinds or reach > item.end) and not any(
                entry.sign == "probe" or entry.tag in OWN for entry in other.entries
            )
        if not other.kinds & {"topic", "flow"}:
            return False
        reach = other.end
    return False


def _acts_next(item: Item, after: Sequence[Item]) -> bool:
    """True for "Dutch seize a chip maker": the adjective stands for the state."""
    following = after[0] if after and after[0].start == item.end else None
    return (
        following is not None
        and bool(following.kinds & {"act", "plan"})
        and not following.kinds & {"measure", "flow", "company"}
    )


def _leads_to(before: Item) -> bool:
    """True when what follows is the other side: "to China", and in Chinese "exports China"."""
    return (
        "preposition" in before.kinds
        or ("corp" in before.kinds and before.surface.endswith(" with"))
        or (not before.is_latin and "flow" in before.kinds)
    )


def _office_after(item: Item, after: Sequence[Item]) -> Item | None:
    """The authority a state's name belongs to: "China's market regulator"."""
    for other in after:
        if other.start - item.end > OFFICE_REACH:
            return None
        if other.kinds & AUTHORITIES:
            return other
        if other.kinds & NO_OFFICE or ("act" in other.kinds and "measure" not in other.kinds):
            return None
    return None


def _names_company(item: Item, after: Sequence[Item]) -> bool:
    """True for "Chinese chipmakers", "US chip lobby", "China's CXMT": a company, not a state."""
    reach = item.end
    gap = 1 if item.is_latin else COMPANY_REACH
    for other in after:
        if other.start - reach > gap:
            return False
        if other.kinds & COMPANIES:
            return item.is_latin or "vendor" not in other.kinds or other.start == item.end
        if not other.kinds & {"topic", "measure"} or "act" in other.kinds:
            return False
        if any(entry.tag == "letter" for entry in other.entries):
            return False
        if other.surface.endswith(MAKERS):
            return True
        reach = other.end
    return False


def _is_met(before: Item, item: Item, after: Sequence[Item]) -> bool:
    """True for "enough stock to weather US curbs": what a company copes with is a measure."""
    return (
        before.kinds <= {"corp", "money", "effect"}
        and bool(after)
        and after[0].start == item.end
        and "measure" in after[0].kinds
    )


def _names_goods(item: Item, after: Sequence[Item]) -> bool:
    """True for "new China chips comply": the chips made for it, not the state."""
    goods = after[0] if after and after[0].start == item.end else None
    return (
        goods is not None
        and goods.is_latin
        and "topic" in goods.kinds
        and goods.surface.endswith(GOODS)
        and not goods.kinds & {"act", "measure"}
        and not _is_source(item, after)
    )


def _is_source(item: Item, after: Sequence[Item]) -> bool:
    """True for "US chip ban": the state only says whose measure it is."""
    reach = item.end
    met_topic = False
    for other in after:
        if other.start - reach > SOURCE_REACH:
            return False
        if "measure" in other.kinds:
            return met_topic or "act" not in other.kinds or other.surface.endswith("ing")
        if not other.kinds & {"topic", "country", "flow"} or other.kinds & {"plan", "corp"}:
            return False
        met_topic = True
        reach = other.end
    return False
