"""The table of paths: abnormal returns from session to session around each event day.

Belongs here: sums and bands of the estimated paths as rows.
Does not belong here: the figures, drawing.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from pipelines.derived.event_study.config import PATHS_SCHEMA
from pipelines.derived.event_study.results import Results, Whole


def path_table(results: Results) -> pa.Table:
    """Abnormal returns of every default observation from session to session."""
    config, located = results.config, results.located
    names = np.array([key[0] for key in located.panel.order], dtype=np.object_)
    observations = located.observations
    offsets = np.arange(config.path[0], config.path[1] + 1)
    tables = []
    for model in config.path_models:
        if model not in results.estimated.models:
            continue
        moves = results.estimated.models[model]
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
                        np.repeat(results.day_ids[observations.event_day[at]], len(offsets)),
                        pa.string(),
                    ),
                    pa.array(np.repeat(names[observations.series[at]], len(offsets)), pa.string()),
                    pa.array([model] * daily.size, pa.string()),
                    pa.array(np.tile(offsets, len(at)), pa.int32()),
                    pa.array(
                        _session_days(results, observations.series[at], position), pa.date32()
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
    whole = whole.filter(pc.is_valid(whole["abnormal_return_pct"]))
    return whole.sort_by(
        [(name, "ascending") for name in ("event_day_id", "security_id", "model", "session")]
    ).combine_chunks()


def _session_days(results: Results, series: Whole, position: Whole) -> NDArray[np.datetime64]:
    found = np.full(position.shape, "1970-01-01", dtype="datetime64[D]")
    for (_, calendar), number in results.located.panel.order.items():
        own = series == number
        days = results.located.sessions[calendar].days
        if own.any():
            found[own] = days[np.clip(position[own], 0, len(days) - 1)]
    return found.ravel()
