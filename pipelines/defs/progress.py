"""How a run tells a person at a terminal where it is: one line a step, nothing else."""

from __future__ import annotations

import logging
from collections.abc import Callable

import dagster as dg

StepListener = Callable[[str, str, float | None], None]
"""Called with a step's name, `started`, `succeeded` or `failed`, and its seconds when it ended."""

_listeners: list[StepListener] = []

_STATES = {"STEP_START": "started", "STEP_SUCCESS": "succeeded", "STEP_FAILURE": "failed"}


def listen(listener: StepListener) -> None:
    """Have `listener` told of every step of runs in this process that use the progress logger."""
    _listeners.append(listener)


class _StepHandler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        event = getattr(record, "dagster_meta", {}).get("dagster_event")
        if event is None or event.event_type_value not in _STATES:
            return
        data = event.event_specific_data
        duration = getattr(data, "duration_ms", None)
        seconds = None if duration is None else duration / 1000
        for listener in _listeners:
            listener(event.step_key, _STATES[event.event_type_value], seconds)


def _tell_listeners(_: dg.InitLoggerContext) -> logging.Logger:
    logger = logging.Logger("chipwatch.progress", logging.DEBUG)
    logger.addHandler(_StepHandler())
    return logger


progress_logger = dg.LoggerDefinition(
    _tell_listeners, description="Tells listeners in this process of each step; prints nothing."
)
