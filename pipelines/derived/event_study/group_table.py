"""The table of groups: who is a member, and the tests of each group in each window.

Belongs here: membership by columns of the events and direction of the day, families of q values.
Does not belong here: the statistics (groups).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from pipelines.derived.event_study.config import GROUPS_SCHEMA
from pipelines.derived.event_study.estimate import group_estimates
from pipelines.derived.event_study.groups import Cell, Figures, GroupTests
from pipelines.derived.event_study.ols import benjamini_hochberg
from pipelines.derived.event_study.results import Results, Whole

NO_DIRECTION = "all"


def group_table(results: Results) -> pa.Table:
    """The tests of every group, with q values within each model, window and kind."""
    memberships = _memberships(results)
    tables = [
        _of_model(results, model, memberships)
        for model in results.config.group_models
        if model in results.estimated.models
    ]
    return pa.concat_tables([GROUPS_SCHEMA.empty_table(), *tables]).combine_chunks()


def _memberships(results: Results) -> list[tuple[str, str, str, Whole]]:
    """Kind, value, direction and observations of every group, in order."""
    located = results.located
    observations = located.observations
    directed = any(located.days.directions)
    found = []
    default = np.array(results.events.column("is_default").to_pylist(), dtype=np.bool_)
    for kind in results.groups:
        values = results.events.column(kind).to_pylist()
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
                own = at[results.net_directions[at] == direction]
                if len(own):
                    found.append((kind, value, direction, own))
    return found


def _of_model(
    results: Results, model: str, memberships: list[tuple[str, str, str, Whole]]
) -> pa.Table:
    config, estimated = results.config, results.estimated
    moves = estimated.models[model]
    cells: list[Cell] = []
    numbers: dict[tuple[int, bytes], int] = {}
    keys = []
    for column, window in enumerate(config.windows):
        usable = np.isfinite(moves.standardized[:, column])
        if window != (0, 0) and not config.takes_overlapping:
            usable &= estimated.overlaps[:, column] < 0
        clean = results.is_clean(column, estimated.prices["raw_return"].is_censored[:, column])
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
            results.located.observations.event_day,
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
    outcomes = tests.results(config.smallest_group)
    names = [key[0] for key in results.located.panel.order]
    observations = results.located.observations
    rows = []
    for number, kind, value, direction, is_clean_only, window in keys:
        one = outcomes[number]
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
                "largest_event_day_id": results.day_ids[observations.event_day[largest]],
                "largest_share_pct": 100.0 * one["largest_share"],
            }
        )
    _add_q_values(rows)
    return _group_table(rows)


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
