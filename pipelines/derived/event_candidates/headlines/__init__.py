"""Headlines to government measures on chips: `extract` is the way in."""

from pipelines.derived.event_candidates.headlines.extract import ANSWER_SCHEMA, extract

__all__ = ["ANSWER_SCHEMA", "extract"]
