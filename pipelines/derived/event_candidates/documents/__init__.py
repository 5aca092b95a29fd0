"""Federal Register documents: `judge_all` says of each what it is and what it owes the others."""

from pipelines.derived.event_candidates.documents.judge import Judgement, judge, judge_all
from pipelines.derived.event_candidates.documents.records import Document, document_of
from pipelines.derived.event_candidates.documents.rules import COUNTS

__all__ = ["COUNTS", "Document", "Judgement", "document_of", "judge", "judge_all"]
