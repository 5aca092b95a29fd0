"""Ten thousand damaged inputs a parser: rows or a declared error, nothing else."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.unit.sources.test_robustness import NAMES, SAMPLES, survives


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@settings(
    max_examples=10_000,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
    database=None,
)
@given(data=st.data())
def test_ten_thousand_inputs(name: str, data: st.DataObject) -> None:
    payload = data.draw(st.sampled_from(SAMPLES[name]))
    start = data.draw(st.integers(0, len(payload)))
    stop = data.draw(st.integers(start, len(payload)))
    filling = data.draw(st.binary(max_size=20) | st.just(payload[start:stop] * 2))
    survives(name, payload[:start] + filling + payload[stop:])
