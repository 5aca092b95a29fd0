"""Months of trade that a user drops close the windows that the archive could not judge."""

from __future__ import annotations

import random
from pathlib import Path

import duckdb
import pytest

from tests.conftest import chipwatch

HEADER = (
    "reporter,partner,hs_edition,hs_code,period,flow,value,currency,quantity,quantity_unit,"
    "basis,partner_basis,source"
)
MONTHS = [f"{year}-{month:02}" for year in range(2019, 2026) for month in range(1, 13)]
RUSH = ("2024-08", "2024-12")
"""Months in which the composed imports are doubled: from the first report to the rule."""
WINDOWS = """
    select part, status, is_flagged, baseline_months, missing_months
    from marts.fct_trade_anomalies
    where surge_id = 'tools-2024-rule' and dataset = 'customs_csv/flows' order by part
"""


def months_of_imports(seed: int) -> str:
    chance = random.Random(seed)  # noqa: S311
    lines = [HEADER]
    for month in MONTHS:
        value = 3e9 * chance.lognormvariate(0, 0.12) * (2 if RUSH[0] <= month <= RUSH[1] else 1)
        lines.append(
            f"CN,XW,HS2022,8486,{month},import,{value:.0f},USD,,,CIF,origin,own query of customs"
        )
    return "\n".join(lines) + "\n"


@pytest.mark.slow
def test_months_of_ones_own_are_published_and_judged(tmp_path: Path) -> None:
    place, own = tmp_path / "live", tmp_path / "months.csv"
    own.write_text(months_of_imports(5))
    added = chipwatch("archive", "add", "customs_csv/flows", own, "--warehouse", place)
    assert added.returncode == 0, added.stderr
    result = chipwatch("run", "--warehouse", place)
    assert result.returncode == 0, result.stderr
    with duckdb.connect(str(place / "chipwatch.duckdb"), read_only=True) as connection:
        found = connection.sql(WINDOWS).fetchall()
    assert {part: (status, flagged) for part, status, flagged, _, _ in found} == {
        "before": ("estimated", False),
        "during": ("estimated", True),
        "after": ("estimated", False),
    }
    assert all(months >= 36 and missing == 0 for *_, months, missing in found)
