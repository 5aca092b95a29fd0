"""From two readers to one judgement: published, for review, or nothing, and why.

Belongs here: how the readers' odds are put together, the two bounds, the words of the reason.
Does not belong here: what either reader sees (reading.py, text_reader.py).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from pipelines.derived.event_candidates.headlines.lexicon import Judging
from pipelines.derived.event_candidates.headlines.reading import Reading
from pipelines.derived.event_candidates.headlines.text_reader import is_abroad

_SPEAKS_FOR = {
    "gov_act": "a government acts",
    "gov_plan": "a government plans",
    "passive_act": "somebody is acted on",
    "receives": "somebody receives a measure",
    "unnamed_act": "somebody unnamed acts",
    "measure_noun": "a government's measure is named",
    "lone_measure": "a measure is named",
}

ACTS = frozenset(["gov_act", "gov_plan", "passive_act", "receives"])
"""Observations that say who acts or is acted on, not only that there is a measure."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """`probability` that the headline reports a measure; `is_event` when it is at least half.

    `needs_review` says that the readers leave it in doubt: what is an event without it is
    published. Where the rules see nothing that speaks for it and the text speaks against it, there
    is no doubt. `reason` says what each reader found.
    """

    probability: float
    is_event: bool
    needs_review: bool
    reason: str


def judge(reading: Reading, rules: float, text: float, judging: Judging) -> Judgement:
    """Put the log odds of the rules and of the text together as `scoring.yml` declares."""
    bounded = max(-judging.most, min(judging.most, rules))
    trust = judging.text_abroad if is_abroad(reading.text) else judging.text
    odds = judging.bias + judging.rules * bounded + trust * text
    probability = round(1 / (1 + math.exp(-odds)), 4)
    is_event = probability >= judging.event
    is_said = not ACTS.isdisjoint(reading.observations)
    enough = judging.publish if is_said else judging.publish_unsaid
    is_seen = text >= 0 or not _SPEAKS_FOR.keys().isdisjoint(reading.observations)
    needs_review = judging.review <= probability < enough and (is_seen or is_event)
    reason = _reason(reading, rules, text) if is_event or needs_review else ""
    return Judgement(probability, is_event, needs_review, reason)


def _reason(reading: Reading, rules: float, text: float) -> str:
    seen = next((said for name, said in _SPEAKS_FOR.items() if name in reading.observations), "")
    against = [name for name in reading.observations if name in AGAINST]
    by_rules = f"rules {'for' if rules >= 0 else 'against'} it ({_share(rules)})"
    found = "; ".join(part for part in (seen, ", ".join(against)) if part)
    by_text = f"text {'for' if text >= 0 else 'against'} it ({_share(text)})"
    return f"{by_rules}: {found or 'nothing seen'} | {by_text}"


def _share(odds: float) -> str:
    return f"{1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))):.2f}"


AGAINST = frozenset(
    [
        "no_topic",
        "background_only",
        "company_subject",
        "executive",
        "reaction",
        "protest",
        "diplomacy",
        "caller",
        "market",
        "money",
        "analysis",
        "subsidy",
        "talks",
        "roundup",
        "question",
        "crime",
        "effect",
        "elsewhere",
    ]
)
"""Observations that speak against an event and are named in the reason."""
