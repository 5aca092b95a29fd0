"""From bars and events to reactions and tests: the one event-study kernel.

Belongs here: the order of the steps and the result tables.
Does not belong here: calendars, models, tests of groups (their modules); any file access.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.derived.event_study.config import (
    BARS_SCHEMA,
    BENCHMARKS_SCHEMA,
    CONFOUNDERS_SCHEMA,
    EVENTS_SCHEMA,
    GROUPS_SCHEMA,
    MARKET_KINDS,
    MODELS,
    NOT_ESTIMABLE_REASONS,
    PATHS_SCHEMA,
    PEERS_SCHEMA,
    PRICE_MODELS,
    REACTIONS_SCHEMA,
    StudyConfig,
    StudyInputError,
    Window,
)
from pipelines.derived.event_study.estimate import Estimated, estimate, group_estimates
from pipelines.derived.event_study.groups import Cell, Figures, GroupTests
from pipelines.derived.event_study.locate import Located, locate
from pipelines.derived.event_study.ols import Floats, benjamini_hochberg
from pipelines.derived.event_study.panel import conform, read_bars, refuse_duplicates

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

ROWS_AT_ONCE = 200_000
"""Event rows that are written out as one table."""

MIXED = "mixed"
NO_DIRECTION = "all"


@dataclass(frozen=True)
class Study:
    """What a study found, as tables of the schemas in config."""

    reactions: pa.Table
    groups: pa.Table
    paths: pa.Table
    event_days: pa.Table
    confounders: pa.Table


def event_study(
    bars: pa.Table,
    events: pa.Table,
    benchmarks: pa.Table | None = None,
    *,
    peers: pa.Table | None = None,
    confounders: pa.Table | None = None,
    groups: Sequence[str] = (),
    config: StudyConfig | None = None,
) -> Study:
    """How each security moved around each event, and groups of them on all event days.

    Args:
        bars: BARS_SCHEMA, one row a security (benchmarks included) and session, split-adjusted, in
            the currency of the listing; any row order.
        events: EVENTS_SCHEMA, one row an event, security and kind of day 0; any row order.
        benchmarks: BENCHMARKS_SCHEMA; the first by priority that has enough returns is taken.
        peers: PEERS_SCHEMA, the shares of the peer baskets.
        confounders: CONFOUNDERS_SCHEMA.
        groups: columns of `events` with the value a row is grouped by (null: in no group).
        config: windows, models and thresholds; the declared defaults when left out.

    Returns:
        A Study. `reactions` has for every event row one row a model and window, sorted by
        event_id, security_id, day0_kind, model, window. `*_pct` and alpha (for one session) are
        percent, not rounded. raw_return compounds from the close before the window to its last
        close; the intraday models go from that close to the lowest low or highest high of the
        window; the other models sum simple returns, so that return = expected + abnormal. Where
        something is missing the figures are null and not_estimable_reason is the first of
        NOT_ESTIMABLE_REASONS that applies.

    Day 0 is the first session of the security's exchange that closes after the news was public.
    A return needs the closes of two neighboring sessions: none reaches over a gap. Rows of one
    security and day 0 are one observation; default ones alone enter groups and q values.

    Raises:
        StudyInputError: a column is missing or of another type, a key stands twice, a time zone
            or part of the day does not exist.
    """
    config = config or StudyConfig()
    found = prepare(
        bars, events, benchmarks, peers=peers, confounders=confounders, groups=groups,
        config=config,
    )  # fmt: skip
    return Study(
        pa.concat_tables(found.reactions()).combine_chunks(),
        found.group_tests(),
        found.paths(),
        found.located.days.table(),
        found.located.confounders.found,
    )


def prepare(
    bars: pa.Table,
    events: pa.Table,
    benchmarks: pa.Table | None = None,
    *,
    peers: pa.Table | None = None,
    confounders: pa.Table | None = None,
    groups: Sequence[str] = (),
    config: StudyConfig | None = None,
) -> Prepared:
    """As event_study, with the tables made when they are asked for, the largest in parts."""
    config = config or StudyConfig()
    if missing := [name for name in groups if name not in events.column_names]:
        raise StudyInputError(
            f"The events lack the column {missing[0]} to group by.",
            f"Their columns are {', '.join(events.column_names)}.",
        )
    extra = {name: events.column(name).cast(pa.string()) for name in groups}
    events = conform(events, EVENTS_SCHEMA, "events")
    for name, column in extra.items():
        if name not in events.column_names:
            events = events.append_column(name, column)
    refuse_duplicates(events, ("event_id", "security_id", "day0_kind"), "events")
    events = events.sort_by(
        [(name, "ascending") for name in ("event_id", "security_id", "day0_kind")]
    ).combine_chunks()
    tables = [
        schema.empty_table() if table is None else conform(table, schema, what)
        for table, schema, what in (
            (benchmarks, BENCHMARKS_SCHEMA, "benchmarks"),
            (peers, PEERS_SCHEMA, "peers"),
            (confounders, CONFOUNDERS_SCHEMA, "confounders"),
        )
    ]
    prices = read_bars(conform(bars, BARS_SCHEMA, "bars"))
    located = locate(prices, events, tables[0], tables[1], tables[2], config)
    return Prepared(events, tuple(groups), located, estimate(located, config), config)


class Prepared:
    """An estimated study that writes its tables."""

    def __init__(
        self,
        events: pa.Table,
        groups: tuple[str, ...],
        located: Located,
        estimated: Estimated,
        config: StudyConfig,
    ) -> None:
        self._events, self._groups, self._config = events, groups, config
        self.located, self._estimated = located, estimated
        days = located.days
        of_observation = located.observations.event_day
        self._day_ids = np.array([*days.ids, ""], dtype=np.object_)
        self._net = np.array(days.net_directions or [""], dtype=np.object_)[of_observation]
        self._q_values = {
            name: self._q_of(moves.p_quantile) for name, moves in estimated.models.items()
        }

    def _q_of(self, p_values: Floats) -> Floats:
        found = np.full(p_values.shape, np.nan)
        default = self.located.observations.is_default
        for column in range(p_values.shape[1]):
            found[default, column] = benjamini_hochberg(p_values[default, column])
        return found

    def _is_clean(self, column: int | None, is_censored: Flags) -> Flags:
        """Of each observation in one window: nothing else happened that could explain it."""
        undisturbed = (
            self._estimated.is_undisturbed[:, column]
            if column is not None
            else np.ones(len(is_censored), np.bool_)
        )
        default = self.located.observations.is_default
        return np.asarray(
            undisturbed & default & (self._net != MIXED) & ~is_censored, dtype=np.bool_
        )

    # reactions

    def reactions(self) -> Iterator[pa.Table]:
        """The table of reactions in parts, in order."""
        count = self._events.num_rows
        for begin in range(0, count, ROWS_AT_ONCE) or (0,):
            yield self._reactions(np.arange(begin, min(begin + ROWS_AT_ONCE, count)))

    def _combinations(self) -> list[tuple[str, Window]]:
        config = self._config
        found = [
            (name, window)
            for name in MODELS
            if name in config.models
            for window in (
                config.intraday_windows if name.startswith("intraday") else config.windows
            )
        ]
        return sorted(found)

    def _reactions(self, rows: Whole) -> pa.Table:
        located, combinations = self.located, self._combinations()
        width = len(combinations)
        repeated = np.repeat(np.arange(len(rows)), width)
        events = self._events.take(pa.array(rows))
        observation = located.of_row[rows]
        day = located.days.of_row[rows]
        columns: dict[str, Any] = {
            name: events.column(name).take(pa.array(repeated))
            for name in ("event_id", "security_id", "day0_kind", "is_default")
        }
        columns["event_day_id"] = pa.array(self._day_ids[day], pa.string(), mask=day < 0).take(
            pa.array(repeated)
        )
        columns["day0_on"] = pa.array(located.day0_on[rows], pa.date32()).take(pa.array(repeated))
        columns["day0_basis"] = pa.array(
            [located.basis[row] for row in rows.tolist()], pa.string()
        ).take(pa.array(repeated))
        names = [name for name, _ in combinations]
        columns["model"] = pa.array(names, pa.string()).take(
            pa.array(np.tile(np.arange(width), len(rows)))
        )
        for place, name in enumerate(("window_start", "window_end")):
            columns[name] = pa.array(
                np.tile([window[place] for _, window in combinations], len(rows)), pa.int32()
            )
        parts = [
            self._figures(model, window, np.maximum(observation, 0), events)
            for model, window in combinations
        ]
        placed = observation >= 0
        row_reason = located.row_reason[rows]
        reason = np.column_stack(
            [np.where(placed & (row_reason == 0), part["reason"], row_reason) for part in parts]
        ).ravel()
        estimable = reason == 0
        columns["not_estimable_reason"] = _names(reason)
        columns["is_censored"] = np.column_stack([part["is_censored"] for part in parts]).ravel()
        columns["is_clean"] = np.column_stack([part["is_clean"] for part in parts]).ravel()
        columns["is_censored"] &= estimable
        columns["is_clean"] &= estimable
        short = reason == 1 + NOT_ESTIMABLE_REASONS.index("short_estimation_window")
        for field in REACTIONS_SCHEMA:
            if field.name in columns:
                continue
            if pa.types.is_string(field.type):
                text = np.column_stack(
                    [part.get(field.name, _blank(len(rows))) for part in parts]
                ).ravel()
                columns[field.name] = pa.array(text, pa.string())
                continue
            values = np.column_stack(
                [part.get(field.name, np.full(len(rows), np.nan)) for part in parts]
            ).ravel()
            shown = estimable | short if field.name.startswith("estimation_") else estimable
            hidden = ~shown | np.isnan(values)
            columns[field.name] = pa.array(values, mask=hidden).cast(field.type)
        return pa.table([columns[name] for name in REACTIONS_SCHEMA.names], schema=REACTIONS_SCHEMA)

    def _figures(
        self, model: str, window: Window, at: Whole, events: pa.Table
    ) -> dict[str, NDArray[Any]]:
        """The columns of one model and window for the observations `at`; fractions in percent."""
        estimated, located = self._estimated, self.located
        windows = self._config.windows
        shared = windows.index(window) if window in windows else None
        default = events.column("is_default").to_numpy(zero_copy_only=False)
        if not len(located.observations.series):
            return {
                "reason": np.zeros(len(at), np.int8),
                "is_censored": np.zeros(len(at), np.bool_),
                "is_clean": np.zeros(len(at), np.bool_),
            }
        found: dict[str, NDArray[Any]] = {}
        if shared is not None:
            found["confounders"] = self._told(window)[at]
            over = estimated.overlaps[at, shared]
            earlier: Whole = located.observations.event_day[over]
            names = self._day_ids[earlier]
            names[over < 0] = None
            found["overlaps_event_day_id"] = names
        if model in PRICE_MODELS:
            moves = estimated.prices[model]
            column = moves.windows.index(window)
            censored = moves.is_censored[:, column]
            found |= {
                "reason": moves.reason[at, column],
                "return_pct": 100.0 * moves.returns[at, column],
            }
        else:
            column = windows.index(window)
            fitted = estimated.models[model]
            censored = estimated.prices["raw_return"].is_censored[:, column]
            cumulative = fitted.cumulative[at, column]
            total = fitted.return_sum[at, column]
            found |= {
                "reason": fitted.reason[at, column],
                "return_pct": 100.0 * total,
                "expected_return_pct": 100.0 * (total - cumulative),
                "abnormal_return_pct": 100.0 * cumulative,
                "alpha": 100.0 * fitted.alpha[at],
                "beta": fitted.beta[at],
                "residual_std_pct": 100.0 * fitted.residual_std[at],
                "estimation_sessions": fitted.observations[at].astype(np.float64),
                "estimation_sessions_dropped": estimated.dropped[at].astype(np.float64),
                "t_statistic": fitted.standardized[at, column],
                "p_value": fitted.p_value[at, column],
                "p_quantile": fitted.p_quantile[at, column],
                "q_value": np.where(default, self._q_values[model][at, column], np.nan),
            }
            market = located.peers if model == "peer_adjusted" else located.index
            if model != "mean_adjusted":
                found["benchmark_kind"] = np.array(market.kinds, dtype=np.object_)[at]
                found["benchmark_security_id"] = np.array(market.ids, dtype=np.object_)[at]
        found["is_censored"] = censored[at]
        found["is_clean"] = self._is_clean(shared, censored)[at] & default
        return found

    def _told(self, window: Window) -> NDArray[np.object_]:
        """The confounders that disturb a window of each observation, in words of the schema."""
        located = self.located
        told = _blank(len(located.observations.series))
        confounders = located.confounders
        if not confounders.of_series:
            return told
        column = self._config.windows.index(window)
        first, last = min(window[0], -1), max(window[1], 1)
        disturbed = np.flatnonzero(~self._estimated.is_undisturbed[:, column])
        sessions = {
            number: located.sessions[calendar].days
            for (_, calendar), number in located.panel.order.items()
        }
        for at in disturbed.tolist():
            series = int(located.observations.series[at])
            day0 = int(located.observations.day0[at])
            own = {
                f"{kind} {sessions[series][place]}"
                for place, kind in confounders.of_series.get(series, ())
                if _disturbs(kind, place - day0, window, (first, last))
            }
            told[at] = "; ".join(sorted(own)) or None
        return told

    # paths

    def paths(self) -> pa.Table:
        """Abnormal returns of every default observation from session to session."""
        config, located = self._config, self.located
        names = np.array([key[0] for key in located.panel.order], dtype=np.object_)
        observations = located.observations
        offsets = np.arange(config.path[0], config.path[1] + 1)
        tables = []
        for model in config.path_models:
            if model not in self._estimated.models:
                continue
            moves = self._estimated.models[model]
            at = np.flatnonzero(observations.is_default & np.isfinite(moves.path).any(axis=1))
            daily = moves.path[at]
            seen = np.isfinite(daily)
            cumulative = np.where(
                np.logical_and.accumulate(seen, axis=1), np.cumsum(np.where(seen, daily, 0.0), 1),
                np.nan,
            )  # fmt: skip
            band = moves.path_band[at]
            position = observations.day0[at, None] + offsets
            tables.append(
                pa.table(
                    [
                        pa.array(
                            np.repeat(self._day_ids[observations.event_day[at]], len(offsets)),
                            pa.string(),
                        ),
                        pa.array(
                            np.repeat(names[observations.series[at]], len(offsets)), pa.string()
                        ),
                        pa.array([model] * daily.size, pa.string()),
                        pa.array(np.tile(offsets, len(at)), pa.int32()),
                        pa.array(
                            self._session_days(observations.series[at], position), pa.date32()
                        ),
                        *(
                            pa.array(100.0 * values.ravel(), mask=np.isnan(values).ravel())
                            for values in (daily, cumulative, cumulative - band, cumulative + band)
                        ),
                    ],
                    schema=PATHS_SCHEMA,
                )
            )
        whole = pa.concat_tables([PATHS_SCHEMA.empty_table(), *tables])
        whole = whole.filter(pa.compute.is_valid(whole["abnormal_return_pct"]))
        return whole.sort_by(
            [(name, "ascending") for name in ("event_day_id", "security_id", "model", "session")]
        ).combine_chunks()

    def _session_days(self, series: Whole, position: Whole) -> NDArray[np.datetime64]:
        found = np.full(position.shape, "1970-01-01", dtype="datetime64[D]")
        for (_, calendar), number in self.located.panel.order.items():
            own = series == number
            days = self.located.sessions[calendar].days
            if own.any():
                found[own] = days[np.clip(position[own], 0, len(days) - 1)]
        return found.ravel()

    # groups

    def group_tests(self) -> pa.Table:
        """The tests of every group, with q values within each model, window and kind."""
        memberships = self._memberships()
        tables = [
            self._of_model(model, memberships)
            for model in self._config.group_models
            if model in self._estimated.models
        ]
        return pa.concat_tables([GROUPS_SCHEMA.empty_table(), *tables]).combine_chunks()

    def _memberships(self) -> list[tuple[str, str, str, Whole]]:
        """Kind, value, direction and observations of every group, in order."""
        located = self.located
        observations = located.observations
        directed = any(located.days.directions)
        found = []
        default = np.array(self._events.column("is_default").to_pylist(), dtype=np.bool_)
        for kind in self._groups:
            values = self._events.column(kind).to_pylist()
            members: dict[str, set[int]] = {}
            for row in np.flatnonzero(default & (located.of_row >= 0)).tolist():
                if values[row]:
                    members.setdefault(values[row], set()).add(int(located.of_row[row]))
            for value, numbers in sorted(members.items()):
                at = np.array(sorted(numbers), dtype=np.int64)
                at = at[observations.is_default[at]]
                if not directed:
                    found.append((kind, value, NO_DIRECTION, at))
                    continue
                for direction in ("loosen", "neutral", "tighten"):
                    own = at[self._net[at] == direction]
                    if len(own):
                        found.append((kind, value, direction, own))
        return found

    def _of_model(self, model: str, memberships: list[tuple[str, str, str, Whole]]) -> pa.Table:
        config, estimated = self._config, self._estimated
        moves = estimated.models[model]
        cells: list[Cell] = []
        numbers: dict[tuple[int, bytes], int] = {}
        keys = []
        for column, window in enumerate(config.windows):
            usable = np.isfinite(moves.standardized[:, column])
            if window != (0, 0):
                usable &= estimated.overlaps[:, column] < 0
            clean = self._is_clean(column, estimated.prices["raw_return"].is_censored[:, column])
            for kind, value, direction, members in memberships:
                for is_clean_only in (False, True):
                    own = members[usable[members] & (clean[members] | (not is_clean_only))]
                    if not len(own):
                        continue
                    number = numbers.setdefault((column, own.tobytes()), len(cells))
                    if number == len(cells):
                        cells.append(Cell(column, own))
                    keys.append((number, kind, value, direction, is_clean_only, window))
        tests = GroupTests(
            model,
            cells,
            Figures(
                self.located.observations.event_day,
                moves.freedom,
                moves.positive_share,
                moves.cumulative,
                moves.standardized,
                moves.return_sum,
                moves.benchmark_sum,
            ),
            config.windows,
            config.span[0],
            config.estimation_length,
        )
        if cells:
            for part in group_estimates(estimated, model, config):
                tests.add(part)
        results = tests.results(config.smallest_group)
        names = [key[0] for key in self.located.panel.order]
        observations = self.located.observations
        rows = []
        for number, kind, value, direction, is_clean_only, window in keys:
            one = results[number]
            largest = one["largest"]
            rows.append(
                one
                | {
                    "group_kind": kind,
                    "group_value": value,
                    "direction": direction,
                    "is_clean_only": is_clean_only,
                    "model": model,
                    "window_start": window[0],
                    "window_end": window[1],
                    "caar_pct": 100.0 * one["mean"],
                    "caar_low_pct": 100.0 * one["low"],
                    "caar_high_pct": 100.0 * one["high"],
                    "largest_security_id": names[observations.series[largest]],
                    "largest_event_day_id": self._day_ids[observations.event_day[largest]],
                    "largest_share_pct": 100.0 * one["largest_share"],
                }
            )
        _add_q_values(rows)
        return _group_table(rows)


def _disturbs(kind: str, offset: int, window: Window, around: Window) -> bool:
    first, last = window if kind in MARKET_KINDS else around
    return first <= offset <= last


def _add_q_values(rows: list[dict[str, Any]]) -> None:
    families: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows:
        key = (row["group_kind"], row["is_clean_only"], row["window_start"], row["window_end"])
        families.setdefault(key, []).append(row)
    for family in families.values():
        p_values = np.array([row["p_value"] for row in family], dtype=np.float64)
        tests = int(np.count_nonzero(np.isfinite(p_values)))
        for row, q_value in zip(family, benjamini_hochberg(p_values).tolist(), strict=True):
            row["q_value"], row["family_tests"] = q_value, tests


def _group_table(rows: list[dict[str, Any]]) -> pa.Table:
    columns = []
    for field in GROUPS_SCHEMA:
        values = [row[field.name] for row in rows]
        if pa.types.is_floating(field.type):
            values = [
                None if value is None or not np.isfinite(value) else float(value)
                for value in values
            ]
        columns.append(pa.array(values, field.type))
    return pa.table(columns, schema=GROUPS_SCHEMA)


def _blank(count: int) -> NDArray[np.object_]:
    return np.full(count, None, dtype=np.object_)


def _names(reason: NDArray[np.int8]) -> pa.Array:
    positions = pa.array(reason.astype(np.int32) - 1, pa.int32(), mask=reason == 0)
    return pa.array(NOT_ESTIMABLE_REASONS).take(positions)
