"""The one function that answers for a table of headlines.

Belongs here: the columns in and out. Does not belong here: files (pipelines/cli/extract.py).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pyarrow as pa

from pipelines.derived.event_candidates.headlines.lexicon import lexicon
from pipelines.derived.event_candidates.headlines.normalise import normalise
from pipelines.derived.event_candidates.headlines.reading import Reading, read
from pipelines.derived.event_candidates.headlines.slots import Answer, answer
from pipelines.derived.event_candidates.headlines.stories import Rules, Told, stories
from pipelines.errors import ChipwatchError

ANSWER_SCHEMA = pa.schema(
    [
        pa.field("is_event", pa.bool_(), nullable=False),
        pa.field("score", pa.float64(), nullable=False),
        pa.field("instrument", pa.string(), nullable=False),
        pa.field("issuer_jurisdiction", pa.string(), nullable=False),
        pa.field("vendors", pa.list_(pa.string()), nullable=False),
        pa.field("chips", pa.list_(pa.string()), nullable=False),
        pa.field("direction", pa.string(), nullable=False),
        pa.field("stage", pa.string(), nullable=False),
        pa.field("story_id", pa.string(), nullable=False),
    ]
)

_NOT_TOLD = frozenset({"preposition", "background", "say", "hearsay", "agent", "plan", "company"})
_EVERYWHERE = frozenset({"chip", "chip-sure", "gpu-latin", "us-country", "cn-country", "control"})
"""Concepts that most of these headlines hold: they tell no two stories apart."""


class HeadlineInputError(ChipwatchError):
    """The table of headlines cannot be used; the message names what is missing."""


def extract(headlines: pa.Table) -> pa.Table:
    """Answer for each headline, in input order (ANSWER_SCHEMA, one row a headline).

    Args:
        headlines: column `headline` (string, null counts as empty); optional `published_on`
            (date32, or ISO text; anything else counts as unknown), other columns are not read.

    Raises:
        HeadlineInputError: there is no column `headline`.
    """
    if "headline" not in headlines.column_names:
        raise HeadlineInputError(
            "The table of headlines has no column `headline`; it has "
            + (", ".join(headlines.column_names) or "no column")
            + ".",
            "name the column with the titles `headline`.",
        )
    known = lexicon()
    texts = [normalise(str(value or "")) for value in headlines.column("headline").to_pylist()]
    if "published_on" in headlines.column_names:
        days = [_day(value) for value in headlines.column("published_on").to_pylist()]
    else:
        days = [None] * len(texts)
    answers: list[Answer] = []
    told: list[Told] = []
    for text, day in zip(texts, days, strict=True):
        reading = read(text, known)
        given = answer(reading, known)
        answers.append(given)
        told.append(_told(reading, given, day))
    ids = stories(
        told,
        Rules(
            window_days=int(known.story["window_days"]),
            event_window_days=int(known.story["event_window_days"]),
            event_similarity=known.story["event_similarity"],
            other_similarity=known.story["other_similarity"],
            same_day=known.story["same_day"],
        ),
    )
    return _table(answers, ids)


def _table(answers: Sequence[Answer], ids: Sequence[str]) -> pa.Table:
    return pa.table(
        {
            "is_event": [a.is_event for a in answers],
            "score": [a.score for a in answers],
            "instrument": [a.instrument for a in answers],
            "issuer_jurisdiction": [a.issuer_jurisdiction for a in answers],
            "vendors": [list(a.vendors) for a in answers],
            "chips": [list(a.chips) for a in answers],
            "direction": [a.direction for a in answers],
            "stage": [a.stage for a in answers],
            "story_id": list(ids),
        },
        schema=ANSWER_SCHEMA,
    )


def _day(value: object) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _told(reading: Reading, given: Answer, day: dt.date | None) -> Told:
    concepts = {
        entry.id + entry.sign
        for item in reading.items
        for entry in item.entries
        if entry.kind not in _NOT_TOLD and entry.id not in _EVERYWHERE
    }
    return Told(
        text=reading.text,
        published_on=day,
        is_event=given.is_event,
        instrument=given.instrument,
        issuer=given.issuer_jurisdiction,
        vendors=frozenset(given.vendors),
        chips=frozenset(given.chips),
        concepts=frozenset(concepts),
        is_probe=reading.sign == "probe",
        targets=frozenset(
            authority.jurisdiction
            for clause in reading.clauses
            for authority in clause.authorities
            if authority.jurisdiction not in ("", given.issuer_jurisdiction)
        ),
        words=frozenset(t.key for t in reading.tokens if len(t.key) > 2 or not t.key.isascii()),
    )
