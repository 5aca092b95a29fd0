"""How the steps of a run are executed: in one process, or each in its own where a person asks.

Belongs here: Dagster's executor that knows both, with one process as its default: a build is quick
and its steps share what they have loaded. The launchpad shows the choice.
"""

from __future__ import annotations

import dagster as dg

_EITHER = dg.multi_or_in_process_executor

in_process_by_default = dg.ExecutorDefinition(
    name="in_process_by_default",
    config_schema=dg.Field(
        _EITHER.config_schema.as_field().config_type,
        default_value={"in_process": {}},
        description="One process for all steps (in_process), or one for each (multiprocess).",
    ),
    requirements=_EITHER.get_requirements,
    executor_creation_fn=_EITHER.executor_creation_fn,
    description="One process for all steps unless the run is configured otherwise.",
)
