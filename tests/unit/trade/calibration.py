"""How often the detector of surges cries wolf and how often it finds one: simulated series.

`python -m tests.unit.trade.calibration` writes the table that is published as
`meta.trade_calibration` anew (two minutes). Belongs here: the series, and the SQL of the model run
over them. Does not belong here: the detector itself (int_trade__surges).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields

import duckdb
import numpy as np
import pyarrow as pa

from pipelines.transform.run_dbt import DBT_PROJECT
from tests.models import compiled

FILE = DBT_PROJECT / "seeds" / "trade" / "surge_calibration.csv"
MONTHS, LOOKED_AT = 63, 3
FIRST = np.datetime64("2020-04")
NOISE = (0.10, 0.20, 0.35)
RHO = (0.0, 0.4)
SURGES = (0.0, 0.25, 0.5, 1.0)
SERIES = 2000
SEED = 20261130
NOMINAL = 0.01
Values = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


@dataclass(frozen=True)
class Rate:
    """Of simulated series with this noise and this surge, how many were flagged."""

    noise: float
    rho: float
    surge_pct: float
    nominal_pct: float
    series_count: int
    flagged_pct: float
    press_rule_flagged_pct: float


def series(noise: float, rho: float, count: int, random: np.random.Generator) -> Values:
    """Monthly values with trend, season and autocorrelated noise of standard deviation `noise`."""
    warm_up = 50
    shocks = random.normal(size=(count, MONTHS + warm_up))
    kept = np.sqrt(1 - rho**2)
    for month in range(1, shocks.shape[1]):
        shocks[:, month] = rho * shocks[:, month - 1] + kept * shocks[:, month]
    season = random.normal(0, 0.15, (count, 12))
    trend = random.normal(0, 0.006, (count, 1))
    of_year = (np.arange(MONTHS) + 3) % 12
    logs = 10 + trend * np.arange(MONTHS) + season[:, of_year] + noise * shocks[:, warm_up:]
    return np.asarray(np.exp(logs))


def found(values: Values, skipped: int = 0) -> list[dict[str, object]]:
    """What the model says of the last months of each series, its first `skipped` months unknown."""
    count = len(values)
    months = (FIRST + np.arange(MONTHS)).astype("datetime64[D]")
    begin, end = months[-LOOKED_AT], (FIRST + MONTHS).astype("datetime64[D]") - 1
    table = pa.table(
        {
            "series_key": np.repeat([f"s{number:05}" for number in range(count)], MONTHS),
            "month_on": np.tile(months, count),
            "value_usd": values.ravel(),
        }
    )
    with duckdb.connect() as connection:
        connection.register("given_months", table)
        connection.execute("create schema given")
        connection.execute(
            "create table given.int_trade__group_months as from given_months "
            f"where month_on >= date '{months[skipped]}'"
        )
        keys = "select distinct series_key as window_key, series_key"
        connection.execute(
            f"create table given.int_trade__surge_windows as {keys}, "
            f"date '{begin}' as baseline_end_on from given_months"
        )
        connection.execute(
            f"create table given.int_trade__surge_parts as {keys}, 'during' as part, "
            f"date '{begin}' as part_start_on, date '{end}' as part_end_on from given_months"
        )
        sql = f"select * from ({compiled('int_trade__surges')}) order by window_key"
        rows: list[dict[str, object]] = connection.sql(sql).to_arrow_table().to_pylist()
    return rows


def rates(count: int = SERIES) -> Iterator[Rate]:
    """The table, one row a noise and surge."""
    random = np.random.default_rng(SEED)
    for noise in NOISE:
        for rho in RHO:
            quiet = series(noise, rho, count, random)
            for surge in SURGES:
                yield rate(quiet, noise, rho, surge)


def rate(quiet: Values, noise: float, rho: float, surge: float) -> Rate:
    values = quiet.copy()
    values[:, -LOOKED_AT:] *= 1 + surge
    rows = found(values)
    flagged = np.mean([float(str(row["p_value"])) <= NOMINAL for row in rows])
    year_before = values[:, -12 - LOOKED_AT : -12].sum(axis=1)
    press = np.mean(values[:, -LOOKED_AT:].sum(axis=1) > 1.3 * year_before)
    return Rate(
        noise,
        rho,
        100 * surge,
        100 * NOMINAL,
        len(values),
        round(100 * float(flagged), 1),
        round(100 * float(press), 1),
    )


def main() -> None:
    with FILE.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow([field.name for field in fields(Rate)])
        writer.writerows(astuple(row) for row in rates())


if __name__ == "__main__":
    main()
