"""Headlines that tell the same story, over outlets, days and languages.

Belongs here: likeness of two headlines, clusters within a moving window, story ids.
Does not belong here: reading a headline (reading.py) or deciding what it is (judgement.py).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nsmallest

from pipelines.derived.event_candidates.headlines.fitted import Fitted

FAMILIES = {
    "export_rule": "control",
    "license_requirement": "control",
    "import_restriction": "control",
    "window_guidance": "control",
    "security_review": "control",
}
"""Instruments that outlets confuse for one measure; any other is a family of its own."""

PAIR_FEATURES = (
    "constant",
    "same issuer",
    "same instrument",
    "same family",
    "same direction",
    "vendors shared",
    "vendors apart",
    "vendors of one only",
    "chips shared",
    "chips apart",
    "targets apart",
    "one planned",
    "one only probes",
    "words alike",
    "concepts alike",
    "one language",
    "days between",
)
"""What the fitted weights of a pair stand for, in order."""

COMMON = 200
"""A word that more stories of the window share than this does not propose one."""

RECENT = 12
"""So many open stories are compared with a headline at most."""

SAMPLE = 6
"""So many members stand for a long story."""

OPEN_AT_MOST = 20_000
"""So many stories are kept in the window; of undated headlines the oldest ones are closed."""

WEEK, NEVER = 7, 10_000


@dataclass(frozen=True, slots=True)
class Told:
    """One headline as far as stories go.

    `concepts` are language-free, `words` its own stems, `targets` the other states it names,
    `seen` when it was met (any text that sorts; empty when unknown).
    """

    text: str
    published_on: dt.date | None
    seen: str
    is_event: bool
    instrument: str
    issuer: str
    direction: str
    vendors: frozenset[str]
    chips: frozenset[str]
    concepts: frozenset[str]
    words: frozenset[str]
    is_probe: bool
    is_planned: bool
    targets: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rules:
    """Days a story stays open after its last headline; likeness of headlines that are no event."""

    window_days: int
    event_window_days: int
    other_similarity: float


class _Story:
    """The headlines of one story, the first and the last few kept for comparison."""

    __slots__ = ("features", "is_event", "last_on", "named_by", "number", "sample")

    def __init__(self, number: int, first: Told) -> None:
        self.number = number
        self.is_event = first.is_event
        self.last_on = first.published_on
        self.named_by = first
        self.sample: list[Told] = [first]
        self.features: set[str] = set()

    def add(self, one: Told) -> None:
        self.last_on = one.published_on
        if _met(one) < _met(self.named_by):
            self.named_by = one
        if len(self.sample) >= SAMPLE:
            del self.sample[SAMPLE // 2]
        self.sample.append(one)


class Stories:
    """Stories of headlines that are told in the order of `order_of`, in flat memory."""

    def __init__(self, rules: Rules, found: Fitted) -> None:
        self._rules = rules
        self._weights = [float(weight) for weight in found.pairs]
        self._same = found.same_story
        self._postings: dict[str, list[_Story]] = defaultdict(list)
        self._open: list[_Story] = []
        self._today: dt.date | None = None
        self._names: list[_Story | str] = []

    def tell(self, one: Told) -> int:
        """The number of the story that this headline joins or begins.

        It joins the story whose members it resembles most on average, when the last of them is
        within the window. Of a long story the first and last few members are compared.
        """
        features = _features(one)
        best = self._find(one, features)
        if best is None:
            best = _Story(len(self._names), one)
            self._names.append(best)
            self._open.append(best)
        else:
            best.add(one)
        for feature in features:
            if feature not in best.features:
                best.features.add(feature)
                self._postings[feature].append(best)
        return best.number

    def likely(self, one: Told) -> int | None:
        """The number of the story that this headline would join; None when it would begin one."""
        story = self._find(one, _features(one))
        return None if story is None else story.number

    @property
    def open_count(self) -> int:
        """How many stories a headline could still join."""
        return len(self._open)

    def ids(self) -> list[str]:
        """The id of every story by its number: `story-<date>-<hash>` of the headline met first."""
        return [_story_id(name) for name in self._names]

    def _find(self, one: Told, features: Sequence[str]) -> _Story | None:
        if one.published_on != self._today or len(self._open) > OPEN_AT_MOST:
            self._today = one.published_on
            self._close()
        return self._best(one, self._candidates(one, features))

    def _close(self) -> None:
        """Forget the stories that nothing can join any more, but for their ids."""
        kept = [story for story in self._open if self._is_open(story)]
        kept = kept[-OPEN_AT_MOST // 2 :] if len(kept) > OPEN_AT_MOST else kept
        if len(kept) == len(self._open):
            return
        numbers = {story.number for story in kept}
        for story in self._open:
            if story.number not in numbers:
                self._names[story.number] = _story_id(story)
        self._open = kept
        self._postings = defaultdict(list)
        for story in kept:
            for feature in story.features:
                self._postings[feature].append(story)

    def _is_open(self, story: _Story) -> bool:
        window = self._rules.event_window_days if story.is_event else self._rules.window_days
        return _days(story.last_on, self._today) <= window

    def _candidates(self, one: Told, features: Sequence[str]) -> list[_Story]:
        """Open stories that share the most features, at most RECENT of them, oldest first."""
        shared: Counter[_Story] = Counter()
        for feature in features:
            listed = self._postings.get(feature)
            if listed is not None and (len(listed) <= COMMON or one.is_event):
                shared.update(listed[-COMMON:])
        enough = 1 if one.is_event or one.vendors else min(2, len(features))
        likely = nsmallest(
            RECENT,
            (
                (-count, story.number, story)
                for story, count in shared.items()
                if count >= enough and story.is_event == one.is_event
            ),
        )
        return [story for _, _, story in likely if self._is_open(story)]

    def _best(self, one: Told, candidates: Sequence[_Story]) -> _Story | None:
        needed = self._same if one.is_event else self._rules.other_similarity
        best, best_score = None, 0.0
        for story in candidates:
            score = self._mean(story, one, max(needed, best_score))
            if score >= needed and score > best_score:
                best, best_score = story, score
        return best

    def _mean(self, story: _Story, one: Told, enough: float) -> float:
        """The mean likeness to the members; 0 as soon as it cannot reach `enough`."""
        members, total = len(story.sample), 0.0
        for left, member in zip(range(members - 1, -1, -1), story.sample, strict=True):
            total += self._alike(member, one)
            if total + left < enough * members:
                return 0.0
        return total / members

    def _alike(self, one: Told, other: Told) -> float:
        """0 to 1: how likely two headlines tell the same story."""
        if one.text == other.text:
            return 1.0
        if not one.is_event:
            return _others_alike(one, other)
        return 1 / (1 + math.exp(-odds_of(one, other, self._weights)))


def order_of(published_on: dt.date | None, text: str) -> tuple[dt.date, str]:
    """Headlines are told by date, then text; undated ones last."""
    return published_on or dt.date.max, text


def pair(one: Told, other: Told) -> tuple[float, ...]:
    """The features of two headlines that report measures (PAIR_FEATURES)."""
    same_instrument = one.instrument == other.instrument
    return (
        1.0,
        float(one.issuer == other.issuer),
        float(same_instrument),
        float(not same_instrument and _family(one) == _family(other)),
        float(one.direction == other.direction),
        float(bool(one.vendors & other.vendors)),
        float(_conflict(one.vendors, other.vendors)),
        float(bool(one.vendors) != bool(other.vendors)),
        float(bool(one.chips & other.chips)),
        float(_conflict(one.chips, other.chips)),
        float(_conflict(one.targets, other.targets)),
        float(one.is_planned != other.is_planned),
        float(one.is_probe != other.is_probe),
        _overlap(one.words, other.words),
        _overlap(one.concepts, other.concepts),
        float(one.text.isascii() == other.text.isascii()),
        _distance(one, other),
    )


def odds_of(one: Told, other: Told, weights: Sequence[float]) -> float:
    """The weighted sum of `pair`, added up in its order without what is zero."""
    odds = weights[0]
    if one.issuer == other.issuer:
        odds += weights[1]
    if one.instrument == other.instrument:
        odds += weights[2]
    elif _family(one) == _family(other):
        odds += weights[3]
    if one.direction == other.direction:
        odds += weights[4]
    odds = _add_sets(odds, one.vendors, other.vendors, weights[5], weights[6])
    if bool(one.vendors) != bool(other.vendors):
        odds += weights[7]
    odds = _add_sets(odds, one.chips, other.chips, weights[8], weights[9])
    if one.targets and other.targets and one.targets.isdisjoint(other.targets):
        odds += weights[10]
    if one.is_planned != other.is_planned:
        odds += weights[11]
    if one.is_probe != other.is_probe:
        odds += weights[12]
    odds += weights[13] * _overlap(one.words, other.words)
    odds += weights[14] * _overlap(one.concepts, other.concepts)
    if one.text.isascii() == other.text.isascii():
        odds += weights[15]
    return odds + weights[16] * _distance(one, other)


def _add_sets(
    odds: float, one: frozenset[str], other: frozenset[str], shared: float, apart: float
) -> float:
    """What it counts that two headlines name the same, or each something else."""
    if not one or not other:
        return odds
    return odds + (apart if one.isdisjoint(other) else shared)


def _features(one: Told) -> list[str]:
    """What proposes a story: slots and concepts of an event, words and makers of anything else."""
    if one.is_event:
        names = sorted(one.vendors | one.chips)
        return [
            f"i:{one.issuer}/{_family(one)}",
            f"i:{one.issuer}",
            *(f"n:{name}" for name in names),
            *(f"c:{concept}" for concept in sorted(one.concepts)),
        ]
    return sorted(one.words | {f"v:{vendor}" for vendor in one.vendors})


def _family(one: Told) -> str:
    return FAMILIES.get(one.instrument, one.instrument)


def _others_alike(one: Told, other: Told) -> float:
    words = _overlap(one.words, other.words)
    if one.vendors != other.vendors:
        return 0.5 * words
    return 0.5 * words + 0.5 * _overlap(one.concepts, other.concepts)


def _conflict(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and bool(other) and not one & other


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    common = len(one & other)
    return common / (len(one) + len(other) - common) if common else 0.0


def _days(one: dt.date | None, other: dt.date | None) -> int:
    if one is None or other is None:
        return 0 if one is other else NEVER
    return abs((other - one).days)


def _distance(one: Told, other: Told) -> float:
    """Days between two headlines, 0 to 1 for a week; a week when no day is known."""
    if one.published_on is None or other.published_on is None:
        return 1.0
    return min(_days(one.published_on, other.published_on), WEEK) / WEEK


def _met(one: Told) -> tuple[str, dt.date, str]:
    return (one.seen, *order_of(one.published_on, one.text))


def _story_id(story: _Story | str) -> str:
    if isinstance(story, str):
        return story
    first = story.named_by
    day = first.published_on.isoformat() if first.published_on else "undated"
    return f"story-{day}-{hashlib.sha256(first.text.encode()).hexdigest()[:10]}"
