"""How a p or q value is written."""

from decimal import Decimal

import pytest

from pipelines.derived.event_study.probabilities import probability


@pytest.mark.parametrize(
    ("value", "written"),
    [("0.0000", "<0.001"), ("0.0009", "<0.001"), ("0.001", "0.001"), ("0.0136", "0.014")],
)
def test_a_small_p_is_written_as_below_a_bound(value: str, written: str) -> None:
    assert probability(Decimal(value)) == written
