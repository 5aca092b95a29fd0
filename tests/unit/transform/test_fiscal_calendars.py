"""Fiscal quarters end on the days on which the companies' own filings say that they ended."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest

from pipelines.transform.run_dbt import DBT_PROJECT
from tests.models import made

FILED = {
    "applied-materials": "2021-01-31 2022-01-30 2022-10-30 2023-10-29 2024-04-28 2024-10-27",
    "kla": "2022-06-30 2023-09-30 2023-12-31 2024-03-31 2024-06-30 2024-09-30",
    "lam-research": "2023-12-24 2024-03-31 2024-06-30",
    "marvell": "2023-01-28 2023-04-29 2023-07-29 2023-10-28 2024-02-03 2024-05-04 2024-08-03",
    "micron": "2023-11-30 2024-02-29 2024-05-30 2024-08-29",
    "nvidia": "2023-01-29 2024-01-28 2024-07-28 2025-01-26 2025-04-27 2025-07-27",
    "qualcomm": "2022-09-25 2023-09-24 2023-12-24 2024-06-23 2024-09-29",
}
"""Last days of periods in the filings that fiscal_calendars.csv names as its sources."""


@pytest.fixture(scope="module")
def ends() -> dict[str, set[str]]:
    with duckdb.connect() as connection:
        path = DBT_PROJECT / "seeds" / "reference" / "fiscal_calendars.csv"
        calendars = connection.sql(
            f"select *, '' as payload_sha256 from read_csv('{path}', nullstr='')"
        ).to_arrow_table()
    years = made("int_reference__fiscal_years", stg_curated__fiscal_calendars=calendars)
    quarters = made(
        "int_reference__fiscal_quarters", int_reference__fiscal_years=pa.Table.from_pylist(years)
    )
    found: dict[str, set[str]] = {}
    for row in quarters:
        found.setdefault(str(row["vendor_id"]), set()).add(str(row["period_end_on"]))
    return found


@pytest.mark.parametrize("vendor", sorted(FILED))
def test_quarters_end_where_the_filings_end_them(vendor: str, ends: dict[str, set[str]]) -> None:
    assert set(FILED[vendor].split()) <= ends[vendor]
