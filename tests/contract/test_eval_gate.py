"""The gate of `make eval`: no answer is surely worse than what was last accepted."""

import json

import pytest

from pipelines.derived.event_candidates.evaluate import (
    GATED,
    REFERENCE,
    answered,
    sets,
    surely_worse,
)
from pipelines.derived.event_candidates.headlines.fitted import FITTED, MOST_BYTES
from pipelines.derived.event_candidates.headlines.labels import KINDS, OWN, labelled, real


def test_invented_headlines_are_read_no_worse_than_accepted() -> None:
    before = json.loads(REFERENCE.read_text(encoding="utf-8"))
    rows = answered(labelled(OWN))
    assert all(len(digits) == len(GATED) for digits in before.values())
    assert surely_worse({"invented": rows}, before) == []


def test_examples_of_a_kind_are_read_right_or_sent_to_review() -> None:
    rows = answered(labelled(KINDS))
    lost = [
        row.label.headline
        for row in rows
        if row.label.is_event != row.answer["is_event"] and not row.answer["needs_review"]
    ]
    assert lost == []


def test_the_fitted_file_is_small() -> None:
    assert FITTED.stat().st_size <= MOST_BYTES


@pytest.mark.slow
def test_real_headlines_are_read_no_worse_than_accepted() -> None:
    if not real():
        pytest.skip("the labelled headlines (../shared/eval) are not on this machine")
    before = json.loads(REFERENCE.read_text(encoding="utf-8"))
    assert surely_worse(sets(), before) == []
