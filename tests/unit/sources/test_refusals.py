"""Answers that are no data, as each simulated service declares them: classified, in own words."""

import pytest

from pipelines.parsing.records import Outcome, PayloadError
from pipelines.raw.parse import parse_payload
from pipelines.specs import RESTRICTED, load_specs, spec
from tests.simulator.sources import SERVICES

REFUSALS = [
    (f"{source}/{dataset}", answer, outcome)
    for source, service in SERVICES.items()
    for dataset, answers in service.refusals.items()
    for answer, outcome in answers.items()
]


@pytest.mark.parametrize(("name", "answer", "outcome"), REFUSALS)
def test_every_no_is_classified_and_no_key_in_it_repeated(
    name: str, answer: bytes, outcome: Outcome
) -> None:
    with pytest.raises(PayloadError) as caught:
        parse_payload(spec(name), answer)
    assert caught.value.outcome is outcome
    assert "CANARY" not in str(caught.value)


def test_a_key_stands_in_one_of_them() -> None:
    assert any(b"CANARY" in answer for _, answer, _ in REFUSALS)


def test_sources_with_limiting_terms_are_asked_by_name_only() -> None:
    """So are the files that come in slices, for their size."""
    by_name = {
        declared.source: declared.source_spec.redistribution
        for declared in load_specs().values()
        if (fetch := declared.source_spec.fetch)
        and fetch.enabled == "by_name"
        and fetch.slices is None
    }
    assert by_name
    assert set(by_name.values()) <= set(RESTRICTED)
