"""Every rank test of a group, for one session and for several, against plain Python."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from scipy import stats

from pipelines.derived.event_study import event_study
from tests.unit.derived.event_study.made_up import (
    DAYS,
    EVENTS_WITH_GROUP,
    FAST,
    event,
    group,
    market,
)
from tests.unit.derived.event_study.plain_ranks import (
    Pair,
    corrado,
    corrado_zivney,
    generalized,
    over_the_window,
    plain_pair,
)

MADE = market(4, 6, correlation=0.3)
POSITIONS = (700, 900)
GONE = {("s01", 600), ("s01", 601), ("s02", 655), ("s04", 820)}
"""Sessions without a bar, so that neither they nor the next ones have a return."""
WINDOWS = ((0, 0), (-1, 1), (0, 4))


@pytest.fixture(scope="module")
def study() -> Any:
    bars = MADE.bars()
    gone = {(name, DAYS[place].astype(dt.date)) for name, place in GONE}
    keys = zip(bars["security_id"].to_pylist(), bars["session_on"].to_pylist(), strict=True)
    rows = [
        event(position, share, f"e{position}") for position in POSITIONS for share in MADE.shares
    ]
    return event_study(
        bars.filter(pa.array([key not in gone for key in keys])),
        pa.Table.from_pylist(rows, schema=EVENTS_WITH_GROUP),
        MADE.benchmarks(),
        groups=["every"],
        config=FAST,
    )


def pairs_over(window: tuple[int, int]) -> list[Pair]:
    missing = {(name, place + step) for name, place in GONE for step in (0, 1)}
    found = []
    for position in POSITIONS:
        for number, name in enumerate(MADE.shares):
            estimation = range(position - 250, position - 30)
            inside = slice(position + window[0], position + window[1] + 1)
            found.append(
                plain_pair(
                    [float(MADE.returns[0, at]) for at in estimation],
                    [
                        None if (name, at) in missing else float(MADE.returns[1 + number, at])
                        for at in estimation
                    ],
                    MADE.returns[0, inside].tolist(),
                    MADE.returns[1 + number, inside].tolist(),
                )
            )
    return found


@pytest.mark.parametrize("window", WINDOWS)
def test_the_rank_test_of_corrado(study: Any, window: tuple[int, int]) -> None:
    expected = over_the_window(corrado(pairs_over(window)))
    assert group(study, window)["z_corrado"] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("window", WINDOWS)
def test_the_rank_test_of_corrado_and_zivney(study: Any, window: tuple[int, int]) -> None:
    expected = over_the_window(corrado_zivney(pairs_over(window)))
    assert group(study, window)["z_rank"] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("window", WINDOWS)
def test_the_generalized_rank_test(study: Any, window: tuple[int, int]) -> None:
    expected = generalized(pairs_over(window))
    row = group(study, window)
    assert row["t_grank"] == pytest.approx(expected, rel=1e-9)
    # 220 sessions and the cumulative one, less two
    assert row["p_grank"] == pytest.approx(2 * stats.t.sf(abs(expected), 219), rel=1e-9)


def test_a_rank_test_by_hand() -> None:
    """Two shares, three days before and one after: ranks 1 2 3 4 and 2 1 3 4.

    Apart from their middle 2.5: means -1, -1, .5, 1.5; deviation sqrt(4.5 / 4).
    """
    pairs = [Pair([-3.0, -2.0, 1.0], [4.0], 1.0, 1.0), Pair([-2.0, -3.0, 1.0], [4.0], 1.0, 2.0)]
    assert corrado(pairs) == pytest.approx([1.5 / np.sqrt(4.5 / 4)])
    assert corrado_zivney(pairs) == pytest.approx([1.5 / np.sqrt(4.5 / 4)])
