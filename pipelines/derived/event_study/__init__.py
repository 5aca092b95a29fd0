"""The event study: what securities did around the first session that could know of an event.

Belongs here: one kernel from Arrow tables to Arrow tables, and what it needs (calendars, models,
tests of groups). `event_study` is the function to call, in a build as in a notebook:

    from pipelines.derived.event_study import event_study
    study = event_study(bars, events, benchmarks, groups=["instrument"])
    study.groups.to_pandas()

docs/methods/event-study.md says what the figures mean.
Does not belong here: rounding for publication, reading a user's files (pipelines/own_study).
"""

from pipelines.derived.event_study.config import StudyConfig, StudyInputError
from pipelines.derived.event_study.kernel import Study, event_study

__all__ = ["Study", "StudyConfig", "StudyInputError", "event_study"]
