"""A study whose figures are computed, and what all of its tables are made with.

Belongs here: what the tables share: names of event days, directions, q values, what is clean.
Does not belong here: the tables (reaction_table, group_table, path_table), any estimate.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.derived.event_study.config import StudyConfig
from pipelines.derived.event_study.estimate import Estimated
from pipelines.derived.event_study.locate import Located
from pipelines.derived.event_study.ols import Floats, benjamini_hochberg

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

MIXED = "mixed"


class Results:
    """An estimated study; `events` are its rows in order, `groups` their columns to group by."""

    def __init__(
        self, events: pa.Table, groups: tuple[str, ...], estimated: Estimated, config: StudyConfig
    ) -> None:
        self.events, self.groups, self.config = events, groups, config
        self.estimated = estimated

    @property
    def located(self) -> Located:
        return self.estimated.located

    @cached_property
    def day_ids(self) -> NDArray[np.object_]:
        """Names of the event days, and an empty one at the end for rows without."""
        return np.array([*self.located.days.ids, ""], dtype=np.object_)

    @cached_property
    def net_directions(self) -> NDArray[np.object_]:
        """Of the event day of each observation."""
        named = np.array(self.located.days.net_directions or [""], dtype=np.object_)
        found: NDArray[np.object_] = named[self.located.observations.event_day]
        return found

    @cached_property
    def q_values(self) -> dict[str, Floats]:
        """By model: one row an observation, one column a window; default ones are the family."""
        return {name: self._q_of(moves.p_quantile) for name, moves in self.estimated.models.items()}

    def _q_of(self, p_values: Floats) -> Floats:
        found = np.full(p_values.shape, np.nan)
        default = self.located.observations.is_default
        for column in range(p_values.shape[1]):
            found[default, column] = benjamini_hochberg(p_values[default, column])
        return found

    def is_clean(self, column: int | None, is_censored: Flags) -> Flags:
        """Of each observation in one window: nothing else happened that could explain it."""
        undisturbed = (
            self.estimated.is_undisturbed[:, column]
            if column is not None
            else np.ones(len(is_censored), np.bool_)
        )
        default = self.located.observations.is_default
        return np.asarray(
            undisturbed & default & (self.net_directions != MIXED) & ~is_censored, dtype=np.bool_
        )
