"""How often the tests reject on days on which nothing was announced.

Belongs here: the choice of quiet days, the study of them, the share of rejections by test.
Does not belong here: the tests; which shares and events there are.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy.special import ndtr, stdtr

from pipelines.derived.event_study.calendars import CALENDARS, calendar_group
from pipelines.derived.event_study.config import (
    CALIBRATION_SCHEMA,
    EVENTS_SCHEMA,
    StudyConfig,
    Window,
)
from pipelines.derived.event_study.kernel import event_study
from pipelines.derived.event_study.ols import Floats

QUIET_SESSIONS = 3
"""A day is quiet when no event day of the calendar lies within so many sessions."""

MOST_DAYS = 600
"""Quiet days that are studied at most, the latest ones."""

DAYS_TOGETHER = 5
"""Quiet days, spread over the years, that make a group of several days."""

GROUPINGS = 4
"""Ways in which the quiet days are put together; of many days two meet in one of them at most."""

LEVELS = (0.05, 0.01)

PAIR_TESTS = {"t_pair": "p_value", "quantile_pair": "p_quantile"}
NORMAL_TESTS = ("z_patell", "z_adj_patell", "z_corrado", "z_rank", "z_gsign")
STUDENT_TESTS = ("t_cross", "t_bmp", "t_adj_bmp")


def calibrate(
    bars: pa.Table,
    benchmarks: pa.Table,
    shares: pa.Table,
    event_days: pa.Table,
    config: StudyConfig | None = None,
) -> pa.Table:
    """Rejections of every test on the quiet days of each calendar of `shares` (PEERS_SCHEMA).

    Each day is a group of one day; DAYS_TOGETHER of them, far apart, are one of several days, in
    GROUPINGS ways. Windows of two groups may overlap, those of one do not.
    """
    config = config or StudyConfig(
        models=("raw_return", "market_model"),
        group_models=("market_model",),
        intraday_windows=(),
        path_models=(),
        takes_overlapping=True,
    )
    tables = [CALIBRATION_SCHEMA.empty_table()]
    calendars = [CALENDARS.get(mic, "") for mic in shares["mic"].to_pylist()]
    for calendar in sorted(set(calendars) - {""}):
        own = shares.filter(pa.array([one == calendar for one in calendars]))
        days = _quiet_days(bars, own, event_days, calendar_group(calendar), config)
        if len(days):
            tables.append(_of_calendar(bars, benchmarks, own, days, calendar, config))
    return pa.concat_tables(tables).combine_chunks()


def _quiet_days(
    bars: pa.Table, shares: pa.Table, event_days: pa.Table, group: str, config: StudyConfig
) -> NDArray[np.datetime64]:
    """Sessions of the shares on and around which no event day of the calendar lies.

    The first ones, before which there is too little to estimate from, are left out.
    """
    traded = bars.filter(pc.is_in(bars["security_id"], shares["security_id"].combine_chunks()))
    sessions = np.unique(traded["session_on"].to_numpy().astype("datetime64[D]"))
    events = event_days.filter(pc.equal(event_days["calendar_group"], group))
    position = np.searchsorted(sessions, events["day0_on"].to_numpy().astype("datetime64[D]"))
    near = (position[:, None] + np.arange(-QUIET_SESSIONS, QUIET_SESSIONS + 1)).ravel()
    quiet = np.ones(len(sessions), dtype=np.bool_)
    quiet[near[(near >= 0) & (near < len(sessions))]] = False
    quiet[: config.minimum_observations - config.estimation_end] = False
    return sessions[quiet][-MOST_DAYS:]


def _of_calendar(
    bars: pa.Table,
    benchmarks: pa.Table,
    shares: pa.Table,
    days: NDArray[np.datetime64],
    calendar: str,
    config: StudyConfig,
) -> pa.Table:
    names = shares["security_id"].to_pylist()
    mics = shares["mic"].to_pylist()
    count, width = len(days), len(names)
    numbers = np.repeat(np.arange(count), width)
    several = {f"several_days_{way}": _together(count, way) for way in range(GROUPINGS)}
    columns: dict[str, pa.Array] = {
        "event_id": _repeated([str(day) for day in days], numbers),
        "security_id": pa.array(names * count),
        "mic": pa.array(mics * count),
        "day0_kind": pa.array(["official"] * (count * width)),
        "is_default": pa.array(np.ones(count * width, np.bool_)),
        "first_public_at": pa.array(
            days.astype("datetime64[us]")[numbers], EVENTS_SCHEMA.field("first_public_at").type
        ),
        "one_day": _repeated([str(day) for day in days], numbers),
        **{name: _repeated(groups, numbers) for name, groups in several.items()},
    }
    for field in EVENTS_SCHEMA:
        columns.setdefault(field.name, pa.nulls(count * width, field.type))
    found = event_study(
        bars, pa.table(columns), benchmarks, groups=["one_day", *several], config=config
    )
    rows = []
    group = calendar_group(calendar)
    reactions = found.reactions.filter(pc.equal(found.reactions["model"], "market_model"))
    for window in config.windows:
        pairs = _in_window(reactions, window)
        for test, column in PAIR_TESTS.items():
            rows += _rates(group, "pair", test, window, pairs[column].to_numpy())
        for kind, names in (("one_day", ["one_day"]), ("several_days", list(several))):
            cells = _in_window(found.groups, window)
            cells = cells.filter(
                pc.and_(
                    pc.is_in(cells["group_kind"], pa.array(names)),
                    pc.invert(cells["is_clean_only"]),
                )
            )
            for test, p_values in _group_p_values(cells).items():
                rows += _rates(group, kind, test, window, p_values)
    return pa.Table.from_pylist(rows, schema=CALIBRATION_SCHEMA)


def _together(count: int, way: int) -> list[str | None]:
    """The group of each day: one day of each fifth of the time, shifted with the way."""
    size = count // DAYS_TOGETHER
    if not size:
        return [None] * count
    return [
        f"{(place - way * part) % size:05d}" if part < DAYS_TOGETHER else None
        for part, place in (divmod(number, size) for number in range(count))
    ]


def _repeated(values: list[str] | list[str | None], numbers: NDArray[np.int64]) -> pa.Array:
    return pa.array(values, pa.string()).take(pa.array(numbers))


def _in_window(table: pa.Table, window: Window) -> pa.Table:
    start, end = window
    return table.filter(
        pc.and_(pc.equal(table["window_start"], start), pc.equal(table["window_end"], end))
    )


def _group_p_values(cells: pa.Table) -> dict[str, Floats]:
    count = cells["pair_count"].to_numpy().astype(np.float64)
    found: dict[str, Floats] = {
        "preferred": cells["p_value"].to_numpy(),
        "t_grank": cells["p_grank"].to_numpy(),
    }
    for name in NORMAL_TESTS:
        found[name] = 2.0 * ndtr(-np.abs(cells[name].to_numpy()))
    for name in STUDENT_TESTS:
        found[name] = 2.0 * stdtr(np.maximum(count - 1, 1), -np.abs(cells[name].to_numpy()))
    return found


def _rates(
    group: str, kind: str, test: str, window: Window, p_values: Floats
) -> list[dict[str, Any]]:
    known = p_values[np.isfinite(p_values)]
    return [
        {
            "calendar_group": group,
            "trial_kind": kind,
            "test": test,
            "window_start": window[0],
            "window_end": window[1],
            "nominal_pct": 100.0 * level,
            "trial_count": len(known),
            "rejection_count": int(np.count_nonzero(known <= level)),
            "rejection_pct": 100.0 * float(np.mean(known <= level)),
        }
        for level in LEVELS
        if len(known)
    ]
