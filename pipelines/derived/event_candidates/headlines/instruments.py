"""Which instrument it is: two likeliest, with probabilities, and whether both are reported.

Belongs here: the features of the fitted classes and when one headline reports two measures.
Does not belong here: the declared rules (slots.py), whose answer is one of the features.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pipelines.derived.event_candidates.headlines.fitted import Fitted

CLASSES = (
    "antitrust",
    "bill",
    "entity_listing",
    "export_rule",
    "import_restriction",
    "investment_restriction",
    "license_requirement",
    "relaxation",
    "security_review",
    "tariff",
    "window_guidance",
)
FEATURES = 512
"""Facts are hashed to so many weights a class."""

SOFTER = 1.5
"""Odds are divided by this: the likeliest is then right as often as its probability says, on real
headlines read with weights fitted without their story."""

BOTH = frozenset([frozenset(["export_rule", "entity_listing"])])
"""Pairs that one headline reports together: a rule, and parties put on a list."""


@dataclass(frozen=True, slots=True)
class Instruments:
    """The likeliest and the second, each with its probability; `are_both` when both are told."""

    first: str
    probability: float
    second: str
    second_probability: float
    are_both: bool

    def other(self, is_event: bool) -> tuple[str, float]:
        """What it may be instead, with its probability; of what is no event the likeliest."""
        if is_event:
            return self.second, self.second_probability
        return self.first, self.probability


def features(facts: Iterable[str], by_rule: str) -> NDArray[np.int64]:
    """Buckets of what is known about one event, each once, in order."""
    named = {f"rule:{by_rule}", *facts}
    return np.unique([_bucket(name) for name in named])


@lru_cache(maxsize=2**12)
def _bucket(name: str) -> int:
    return zlib.crc32(name.encode()) % FEATURES


@lru_cache(maxsize=2**14)
def classify(facts: frozenset[str], by_rule: str, found: Fitted) -> Instruments:
    """The two likeliest instruments of an event with these facts, which many events share."""
    at = features(facts, by_rule)
    odds = found.instruments[:, at].sum(axis=1) / np.sqrt(len(at)) + found.instrument_bias
    powers = np.exp((odds - odds.max()) / SOFTER)
    shares = powers / powers.sum()
    order = np.argsort(-shares, kind="stable")
    first, second = (CLASSES[int(at)] for at in order[:2])
    pair = frozenset([first, second])
    return Instruments(
        first=first,
        probability=round(float(shares[order[0]]), 4),
        second=second,
        second_probability=round(float(shares[order[1]]), 4),
        are_both=pair in BOTH and {"says:rule", "says:listing"} <= facts,
    )
