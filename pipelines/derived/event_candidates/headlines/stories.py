"""Headlines that tell the same story, over outlets, days and languages.

Belongs here: similarity of two headlines, clusters within a window, stable story ids.
Does not belong here: reading a headline (reading.py) or deciding what it is (slots.py).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nsmallest

FAMILIES = {
    "export_rule": "control",
    "license_requirement": "control",
    "import_restriction": "control",
    "window_guidance": "control",
}
"""Instruments that outlets confuse for one measure; any other is a family of its own."""

COMMON = 200
"""A word that more stories of the window share than this does not propose one."""

RECENT = 25
"""So many open stories are compared with a headline at most."""

SAMPLE = 8
"""So many members stand for a long story."""

PROBE_APART, TARGET_APART, TARGET_UNSAID = 0.1, 0.2, 0.1
"""Taken off when one only investigates, when other states are hit, when one names none."""

NEVER = 10_000


@dataclass(frozen=True, slots=True)
class Told:
    """One headline as far as stories go.

    `concepts` are language-free, `words` its own stems, `targets` the other states it names.
    """

    text: str
    published_on: dt.date | None
    is_event: bool
    instrument: str
    issuer: str
    vendors: frozenset[str]
    chips: frozenset[str]
    concepts: frozenset[str]
    words: frozenset[str]
    is_probe: bool
    targets: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rules:
    """Days a story stays open after its last headline, and the similarity needed to join."""

    window_days: int
    event_window_days: int
    event_similarity: float
    other_similarity: float
    same_day: float
    """Added for events of one day; it shrinks to nothing over three days."""


class _Story:
    """The headlines of one story, the first and the last few kept for comparison."""

    __slots__ = ("first", "last_on", "number", "sample")

    def __init__(self, number: int, first: Told) -> None:
        self.number = number
        self.first = first
        self.last_on = first.published_on
        self.sample: list[Told] = [first]

    def add(self, one: Told) -> None:
        self.last_on = one.published_on
        if len(self.sample) >= SAMPLE:
            del self.sample[SAMPLE // 2]
        self.sample.append(one)


def stories(told: Sequence[Told], rules: Rules) -> list[str]:
    """A story id for each headline, in the same order: `story-<first date>-<hash>`.

    The order of the input does not matter: headlines are taken by date, then text. A headline
    joins the story whose members it resembles most on average, when the last of them is within
    the window; else it begins one. Of a long story the first and last few members are compared.
    """
    order = sorted(
        range(len(told)),
        key=lambda at: (told[at].published_on or dt.date.max, told[at].text),
    )
    story_of: dict[int, _Story] = {}
    postings: dict[str, list[_Story]] = defaultdict(list)
    for number, at in enumerate(order):
        one = told[at]
        features = _features(one)
        best = _best(one, _candidates(one, features, postings, rules), rules)
        if best is None:
            best = _Story(number, one)
        else:
            best.add(one)
        story_of[at] = best
        for feature in features:
            listed = postings[feature]
            if best not in listed[-RECENT:]:
                listed.append(best)
    return [_story_id(story_of[at].first) for at in range(len(told))]


def _candidates(
    one: Told, features: Sequence[str], postings: dict[str, list[_Story]], rules: Rules
) -> list[_Story]:
    """Open stories that share the most features, at most RECENT of them, oldest first."""
    window = rules.event_window_days if one.is_event else rules.window_days
    shared: Counter[_Story] = Counter()
    for feature in features:
        listed = postings[feature]
        if one.is_event:
            listed = listed[-RECENT:]
        elif len(listed) > COMMON:
            listed[:] = [story for story in listed if _days(story.last_on, one) <= window]
            if len(listed) > COMMON:
                continue
        shared.update(listed)
    enough = 1 if one.is_event or one.vendors else min(2, len(features))
    likely = nsmallest(
        RECENT,
        [(-count, story.number, story) for story, count in shared.items() if count >= enough],
    )
    return [story for _, _, story in likely if _days(story.last_on, one) <= window]


def _best(one: Told, candidates: Sequence[_Story], rules: Rules) -> _Story | None:
    needed = rules.event_similarity if one.is_event else rules.other_similarity
    best, best_score = None, 0.0
    for story in candidates:
        scores = [similarity(member, one) for member in story.sample]
        if one.is_event and not all(scores):
            continue
        score = sum(scores) / len(scores)
        if one.is_event:
            score += rules.same_day * max(0.0, 1 - _days(story.last_on, one) / 3)
        if score >= needed and score > best_score:
            best, best_score = story, score
    return best


def _features(one: Told) -> list[str]:
    """What proposes a story: slots of an event, words and makers of anything else."""
    if one.is_event:
        bucket = f"{one.issuer}/{_family(one)}"
        return [bucket, *(f"{bucket}/{name}" for name in sorted(one.vendors | one.chips))]
    return sorted(one.words | {f"v:{vendor}" for vendor in one.vendors})


def _family(one: Told) -> str:
    return FAMILIES.get(one.instrument, one.instrument)


def similarity(one: Told, other: Told) -> float:
    """0 to 1: how likely two headlines tell the same story; 0 when their slots exclude it."""
    if one.text == other.text:
        return 1.0
    if one.is_event != other.is_event:
        return 0.0
    return _events_alike(one, other) if one.is_event else _others_alike(one, other)


def _others_alike(one: Told, other: Told) -> float:
    words = _overlap(one.words, other.words)
    if one.vendors != other.vendors:
        return 0.5 * words
    return 0.5 * words + 0.5 * _overlap(one.concepts, other.concepts)


def _events_alike(one: Told, other: Told) -> float:
    if (
        one.issuer != other.issuer
        or _family(one) != _family(other)
        or _conflict(one.vendors, other.vendors)
        or _conflict(one.chips, other.chips)
    ):
        return 0.0
    alike = max(_overlap(one.words, other.words), _overlap(one.concepts, other.concepts))
    shared = bool(one.vendors & other.vendors) or bool(one.chips & other.chips)
    same = one.instrument == other.instrument
    apart = PROBE_APART * (one.is_probe != other.is_probe)
    apart += TARGET_APART * _conflict(one.targets, other.targets)
    apart += TARGET_UNSAID * (bool(one.targets) != bool(other.targets))
    return max(0.01, 0.01 + 0.45 * shared + 0.15 * same + 0.39 * alike - apart)


def _conflict(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and bool(other) and not one & other


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    common = len(one & other)
    return common / (len(one) + len(other) - common) if common else 0.0


def _days(last_on: dt.date | None, one: Told) -> int:
    if last_on is None or one.published_on is None:
        return 0 if last_on is one.published_on else NEVER
    return abs((one.published_on - last_on).days)


def _story_id(first: Told) -> str:
    day = first.published_on.isoformat() if first.published_on else "undated"
    return f"story-{day}-{hashlib.sha256(first.text.encode()).hexdigest()[:10]}"
