"""The detector of surges: its published error rates, public cases, what must not move it."""

from __future__ import annotations

import csv
from collections.abc import Sequence

import numpy as np
import pytest

from tests.unit.trade.calibration import (
    FILE,
    LOOKED_AT,
    NOMINAL,
    Values,
    found,
    rate,
    series,
)

PUBLISHED = [
    {name: float(value) for name, value in row.items()}
    for row in csv.DictReader(FILE.read_text().splitlines())
]


def quiet(level: float, noise: float, seed: int) -> Values:
    """One series around a level, before its last months are set."""
    random = np.random.default_rng(seed)
    values = series(noise, 0.0, 1, random)
    return np.asarray(values * level / values[:, -15:-LOOKED_AT].mean())


def with_end(values: Values, end: Sequence[float]) -> Values:
    changed = values.copy()
    changed[:, -LOOKED_AT:] = end
    return changed


def p_value(values: Values) -> float:
    return float(str(found(values)[0]["p_value"]))


def test_false_alarms_are_as_few_as_promised() -> None:
    alarms = {row["rho"]: row["flagged_pct"] for row in PUBLISHED if row["surge_pct"] == 0}
    assert alarms[0.0] <= 3
    assert alarms[0.4] <= 5


@pytest.mark.slow
@pytest.mark.parametrize("surge", [0.0, 0.5])
def test_the_published_rates_are_those_of_the_model(surge: float) -> None:
    drawn = rate(series(0.2, 0.4, 500, np.random.default_rng(5)), 0.2, 0.4, surge)
    (published,) = [
        row["flagged_pct"]
        for row in PUBLISHED
        if (row["noise"], row["rho"], row["surge_pct"]) == (0.2, 0.4, 100 * surge)
    ]
    spread = 100 * np.sqrt(max(published, 1) / 100 * (1 - published / 100) / 500)
    assert abs(drawn.flagged_pct - published) <= 4 * spread


@pytest.mark.parametrize(
    ("level", "noise", "end", "is_surge"),
    [
        (212, 0.30, (626, 640, 620), True),
        (212, 0.30, (762.7, 1100, 666), True),
        (2400, 0.15, (4300, 4300, 4300), True),
        (1500, 0.15, (2900, 2900, 2900), True),
        (402, 0.30, (1874, 1874, 1874), True),
        (690, 0.08, (1110, 1110, 1110), True),
        (1570, 0.12, (1360, 1360, 1360), False),
        (212, 0.30, (212, 230, 200), False),
    ],
    ids=[
        "Dutch lithography, July 2023",
        "Dutch lithography, November 2023 to January 2024",
        "all tools, October 2023",
        "all tools, third quarter of 2023",
        "computing systems from Taiwan to Malaysia, March 2025",
        "US chips, October 2024",
        "tools, May 2023: a fall",
        "a usual quarter",
    ],
)
def test_public_cases(level: float, noise: float, end: Sequence[float], is_surge: bool) -> None:
    """Million dollars a month as the press has them; the months before are composed."""
    chances = [p_value(with_end(quiet(level, noise, seed), end)) for seed in range(3)]
    assert [chance <= NOMINAL for chance in chances] == [is_surge] * 3


def test_currency_and_size_change_nothing() -> None:
    values = with_end(quiet(212, 0.2, 1), (400, 300, 350))
    assert p_value(1000 * values) == pytest.approx(p_value(values), rel=1e-9)


def test_one_wild_month_of_the_baseline_moves_little() -> None:
    values = with_end(quiet(212, 0.1, 2), (300, 300, 300))
    wild = values.copy()
    wild[0, 20] *= 20
    assert p_value(values) <= NOMINAL
    assert p_value(wild) <= NOMINAL


@pytest.mark.parametrize(
    ("missing", "status"), [(0, "estimated"), (24, "estimated"), (30, "too_short")]
)
def test_a_short_baseline_says_nothing(missing: int, status: str) -> None:
    rows = found(quiet(212, 0.1, 3), skipped=missing)
    assert [row["status"] for row in rows] == [status]


def test_empty_months_make_a_series_lumpy() -> None:
    values = quiet(212, 0.1, 4)
    values[0, [*range(0, 60, 5), 7, 22]] = 0
    assert [row["status"] for row in found(values)] == ["lumpy"]
