"""Likeness of two headlines: what is added up is the weighted sum of the features of a pair."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from pipelines.derived.event_candidates.headlines.stories import (
    PAIR_FEATURES,
    Told,
    odds_of,
    pair,
)

names = st.frozensets(st.sampled_from("abcd"), max_size=3)
told = st.builds(
    Told,
    text=st.sampled_from(["US bans chips", "美国禁止芯片"]),
    published_on=st.none() | st.dates(dt.date(2030, 1, 1), dt.date(2030, 1, 12)),
    seen=st.just(""),
    is_event=st.just(True),
    instrument=st.sampled_from(["tariff", "export_rule", "license_requirement"]),
    issuer=st.sampled_from(["US", "CN"]),
    direction=st.sampled_from(["tighten", "loosen"]),
    vendors=names,
    chips=names,
    concepts=names,
    words=names,
    is_probe=st.booleans(),
    is_planned=st.booleans(),
    targets=names,
)
weight = st.floats(-9, 9)


@given(told, told, st.lists(weight, min_size=len(PAIR_FEATURES), max_size=len(PAIR_FEATURES)))
def test_odds_are_the_weighted_sum_to_the_last_digit(
    one: Told, other: Told, weights: list[float]
) -> None:
    assert odds_of(one, other, weights) == sum(
        value * feature for value, feature in zip(weights, pair(one, other), strict=True)
    )
