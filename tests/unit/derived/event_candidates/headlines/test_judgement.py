"""From two readers to one judgement: what is published, what a person decides."""

from __future__ import annotations

import pytest

from pipelines.derived.event_candidates.headlines.judgement import Judgement, judge
from pipelines.derived.event_candidates.headlines.lexicon import lexicon
from pipelines.derived.event_candidates.headlines.reading import Reading


def judged(observation: str, rules: float, text: float) -> Judgement:
    reading = Reading("", [], [], [], [], is_hearsay=False, observations={observation: 1.0})
    return judge(reading, rules, text, lexicon().judging)


def test_readers_that_agree_publish_and_readers_that_do_not_ask() -> None:
    both, neither = judged("gov_act", 3.0, 1.0), judged("market", -3.0, -1.0)
    assert (both.is_event, both.needs_review) == (True, False)
    assert (neither.is_event, neither.needs_review) == (False, False)
    apart = judged("gov_act", 3.0, -1.5)
    assert apart.needs_review
    assert apart.reason.startswith("rules for it (0.95): a government acts | text against it")


@pytest.mark.parametrize("observation", ["measure_noun", "lone_measure", "unnamed_act", "topic"])
def test_a_measure_that_nobody_takes_is_published_only_when_it_is_sure(observation: str) -> None:
    taken, named = judged("gov_act", 2.0, 0.5), judged(observation, 2.0, 0.5)
    assert taken.probability == named.probability
    assert (taken.needs_review, named.needs_review) == (False, True)
    assert not judged(observation, 4.0, 2.0).needs_review


@pytest.mark.parametrize(
    "text", ["Den Haag sperrt die Ausfuhr für Oman", "日本が輸出を規制", "칩 수출"]
)
def test_the_second_reader_counts_less_where_it_has_read_hardly_anything(text: str) -> None:
    at_home, abroad = (
        judge(
            Reading(said, [], [], [], [], is_hearsay=False, observations={"gov_act": 1.0}),
            3.0,
            -1.5,
            lexicon().judging,
        )
        for said in ("The Hague blocks exports", text)
    )
    assert at_home.needs_review
    assert abroad.probability > at_home.probability
