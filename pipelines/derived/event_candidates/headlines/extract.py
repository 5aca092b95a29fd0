"""What is answered for a table of headlines: each by itself, and the stories that they tell.

Belongs here: the columns in and out, the order in which headlines are taken.
Does not belong here: files (pipelines/cli/extract.py).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.derived.event_candidates.headlines.fitted import Fitted, fitted
from pipelines.derived.event_candidates.headlines.instruments import Instruments, classify
from pipelines.derived.event_candidates.headlines.judgement import Judgement, judge
from pipelines.derived.event_candidates.headlines.lexicon import Lexicon, lexicon
from pipelines.derived.event_candidates.headlines.normalise import normalise
from pipelines.derived.event_candidates.headlines.reading import Reading, read
from pipelines.derived.event_candidates.headlines.slots import Slots, chips, odds, slots, vendors
from pipelines.derived.event_candidates.headlines.stories import Rules, Stories, Told
from pipelines.derived.event_candidates.headlines.text_reader import sums
from pipelines.errors import ChipwatchError

NONE = "none"
ANSWER_SCHEMA = pa.schema(
    [
        pa.field("is_event", pa.bool_(), nullable=False),
        pa.field("needs_review", pa.bool_(), nullable=False),
        pa.field("probability", pa.float64(), nullable=False),
        pa.field("reason", pa.string(), nullable=False),
        pa.field("score", pa.float64(), nullable=False),
        pa.field("instrument", pa.string(), nullable=False),
        pa.field("instrument_probability", pa.float64(), nullable=False),
        pa.field("second_instrument", pa.string(), nullable=False),
        pa.field("second_probability", pa.float64(), nullable=False),
        pa.field("measures", pa.int64(), nullable=False),
        pa.field("issuer_jurisdiction", pa.string(), nullable=False),
        pa.field("vendors", pa.list_(pa.string()), nullable=False),
        pa.field("chips", pa.list_(pa.string()), nullable=False),
        pa.field("direction", pa.string(), nullable=False),
        pa.field("stage", pa.string(), nullable=False),
        pa.field("story_id", pa.string(), nullable=False),
    ]
)

TOLD_TYPE = pa.struct(
    [
        pa.field("text", pa.string()),
        pa.field("instrument", pa.string()),
        pa.field("issuer", pa.string()),
        pa.field("direction", pa.string()),
        *(
            pa.field(name, pa.list_(pa.string()))
            for name in ("vendors", "chips", "concepts", "words", "targets")
        ),
        pa.field("is_probe", pa.bool_()),
        pa.field("is_planned", pa.bool_()),
    ]
)
"""What a headline that may be an event is compared by: `Told`, but for when it was published and
met, and sets as sorted lists."""

_BATCH = 2_048
_NOT_TOLD = frozenset({"preposition", "background", "say", "hearsay", "agent", "plan", "company"})
_EVERYWHERE = frozenset({"chip", "chip-sure", "gpu-latin", "us-country", "cn-country", "control"})
"""Concepts that most of these headlines hold: they tell no two stories apart."""


class HeadlineInputError(ChipwatchError):
    """The table of headlines cannot be used; the message names what is missing."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said about one headline, but for its story; `slots` of what may be an event."""

    text: str
    reading: Reading
    judgement: Judgement
    score: float
    slots: Slots | None
    instruments: Instruments | None
    vendors: tuple[str, ...]
    chips: tuple[str, ...]


def extract(headlines: pa.Table, found: Fitted | None = None) -> pa.Table:
    """Answer for each headline, in input order (ANSWER_SCHEMA, one row a headline).

    Args:
        headlines: column `headline` (string, null counts as empty); optional `published_on`
            (date32, or ISO text; anything else counts as unknown) and `first_seen` (date, time or
            ISO text: when the headline was met; a story is named by the one met first, so that
            older ones that come later do not change its id). Other columns are not read.
        found: other weights than the bundled ones.

    A headline that reports two measures has one row: `measures` is 2 and `second_instrument` is
    the other measure. Otherwise `second_instrument` is the next likeliest reading: of what is no
    event but in review the one it would be.

    Raises:
        HeadlineInputError: there is no column `headline`.
        FittedError: the bundled weights cannot be read.
    """
    if "headline" not in headlines.column_names:
        raise HeadlineInputError(
            "The table of headlines has no column `headline`; it has "
            + (", ".join(headlines.column_names) or "no column")
            + ".",
            "name the column with the titles `headline`.",
        )
    known, found = lexicon(), found or fitted()
    titles = headlines.column("headline")
    days = _days_of(headlines)
    seen = _seen_of(headlines)
    stories = _stories(known, found)
    order = _order(titles, days)
    told = np.zeros(len(order), np.int64)
    parts: list[pa.Table] = []
    for begin in range(0, len(order), _BATCH):
        places = order[begin : begin + _BATCH]
        answers = _answers(titles.take(pa.array(places)), known, found)
        for place, one in zip(places, answers, strict=True):
            told[place] = stories.tell(told_of(one, days[place], seen[place]))
        parts.append(_table(answers))
    whole = pa.concat_tables([_EMPTY, *parts])
    if len(order):
        whole = whole.take(pa.array(np.argsort(np.asarray(order), kind="stable")))
    ids = pa.array(stories.ids(), pa.string()).take(pa.array(told))
    return whole.append_column(ANSWER_SCHEMA.field("story_id"), ids)


def each_by_itself(titles: pa.ChunkedArray) -> pa.Table:
    """The answers to titles without stories: ANSWER_SCHEMA with `told` (TOLD_TYPE) for `story_id`.

    `told` is null for what cannot be an event.
    """
    known, found = lexicon(), fitted()
    parts = [_EMPTY.append_column("told", pa.array([], TOLD_TYPE))]
    for begin in range(0, len(titles), _BATCH):
        answers = _answers(titles.slice(begin, _BATCH), known, found)
        told = [None if one.slots is None else _kept(told_of(one, None, "")) for one in answers]
        parts.append(_table(answers).append_column("told", pa.array(told, TOLD_TYPE)))
    return pa.concat_tables(parts)


def stories_of(
    titles: pa.ChunkedArray,
    days: Sequence[dt.date | None],
    met: Sequence[str],
    told: pa.ChunkedArray,
    are_sure: Sequence[bool],
) -> list[str]:
    """The story of each headline that may be an event, as `extract` finds them together.

    `told` are those that `each_by_itself` gave for the titles, `met` says when each was met (text
    that sorts): a story is named by the one met first. A headline that is not sure changes no
    story: it has the one that it would join, or one among the unsure.
    """
    known, found = lexicon(), fitted()
    sure, unsure = _stories(known, found), _stories(known, found)
    places: list[tuple[bool, int]] = [(True, 0)] * len(titles)
    kept_by_place = told.combine_chunks()
    for place in _order(titles, days):
        kept = kept_by_place[place].as_py()
        sets = {name: frozenset(value) for name, value in kept.items() if isinstance(value, list)}
        one = Told(**{**kept, **sets}, published_on=days[place], seen=met[place], is_event=True)
        number = sure.tell(one) if are_sure[place] else sure.likely(one)
        places[place] = (False, unsure.tell(one)) if number is None else (True, number)
    ids = {True: sure.ids(), False: unsure.ids()}
    return [ids[is_published][number] for is_published, number in places]


def _kept(told: Told) -> dict[str, object]:
    """A headline as TOLD_TYPE has it."""
    values = ((field.name, getattr(told, field.name)) for field in TOLD_TYPE)
    return {
        name: sorted(value) if isinstance(value, frozenset) else value for name, value in values
    }


def _stories(known: Lexicon, found: Fitted) -> Stories:
    rules = Rules(
        window_days=int(known.story["window_days"]),
        event_window_days=int(known.story["event_window_days"]),
        other_similarity=known.story["other_similarity"],
    )
    return Stories(rules, found)


def _answers(titles: pa.ChunkedArray, known: Lexicon, found: Fitted) -> list[Answer]:
    return answer([normalise(str(text or "")) for text in titles.to_pylist()], known, found)


def answer(texts: Sequence[str], known: Lexicon, found: Fitted) -> list[Answer]:
    """The answers to normalised texts, without stories."""
    by_text = sums(texts, found.text, found.text_bias)
    return [
        _answer(text, float(value), known, found)
        for text, value in zip(texts, by_text, strict=True)
    ]


def _answer(text: str, by_text: float, known: Lexicon, found: Fitted) -> Answer:
    reading = read(text, known)
    score = odds(reading, known)
    judgement = judge(reading, score, by_text, known.judging)
    makers = vendors(reading, known)
    filled, kinds = None, None
    if judgement.is_event or judgement.needs_review:
        filled = slots(reading, known)
        kinds = classify(filled.facts, filled.instrument_by_rule, found)
    return Answer(
        text=text,
        reading=reading,
        judgement=judgement,
        score=round(score, 4),
        slots=filled,
        instruments=kinds,
        vendors=makers,
        chips=chips(reading, judgement.is_event),
    )


def told_of(one: Answer, day: dt.date | None, seen: str) -> Told:
    """The headline as far as stories go."""
    reading, filled = one.reading, one.slots
    issuer = filled.issuer_jurisdiction if filled else NONE
    return Told(
        text=one.text,
        published_on=day,
        seen=seen,
        is_event=filled is not None,
        instrument=one.instruments.first if one.instruments else NONE,
        issuer=issuer,
        direction=filled.direction if filled else "",
        vendors=frozenset(one.vendors),
        chips=frozenset(one.chips),
        concepts=frozenset(
            entry.id + entry.sign
            for item in reading.items
            for entry in item.entries
            if entry.kind not in _NOT_TOLD and entry.id not in _EVERYWHERE
        ),
        is_probe=reading.sign == "probe",
        is_planned=reading.is_planned,
        targets=frozenset(
            authority.jurisdiction
            for clause in reading.clauses
            for authority in clause.authorities
            if authority.jurisdiction not in ("", issuer)
        ),
        words=frozenset(t.key for t in reading.tokens if len(t.key) > 2 or not t.key.isascii()),
    )


def _order(titles: pa.ChunkedArray, days: Sequence[dt.date | None]) -> list[int]:
    texts = titles.cast(pa.string()).fill_null("") if len(titles) else titles
    keys = pa.table({"day": [day or dt.date.max for day in days], "text": texts})
    chosen: list[int] = pc.sort_indices(
        keys, sort_keys=[("day", "ascending"), ("text", "ascending")]
    ).to_pylist()
    return chosen


def _table(answers: Sequence[Answer]) -> pa.Table:
    told = [a if a.judgement.is_event else None for a in answers]
    kinds = [a.instruments if a else None for a in told]
    others = [
        None if a.instruments is None else a.instruments.other(a.judgement.is_event)
        for a in answers
    ]
    filled = [a.slots if a else None for a in told]
    columns = {
        "is_event": [a.judgement.is_event for a in answers],
        "needs_review": [a.judgement.needs_review for a in answers],
        "probability": [a.judgement.probability for a in answers],
        "reason": [a.judgement.reason for a in answers],
        "score": [a.score for a in answers],
        "instrument": [k.first if k else NONE for k in kinds],
        "instrument_probability": [k.probability if k else 0.0 for k in kinds],
        "second_instrument": [other[0] if other else NONE for other in others],
        "second_probability": [other[1] if other else 0.0 for other in others],
        "measures": [0 if k is None else 1 + k.are_both for k in kinds],
        "issuer_jurisdiction": [f.issuer_jurisdiction if f else NONE for f in filled],
        "vendors": [list(a.vendors) for a in answers],
        "chips": [list(a.chips) for a in answers],
        "direction": [f.direction if f else "" for f in filled],
        "stage": [f.stage if f else "" for f in filled],
    }
    return pa.table(columns, schema=_EMPTY.schema)


_EMPTY = pa.schema([field for field in ANSWER_SCHEMA if field.name != "story_id"]).empty_table()


def _days_of(headlines: pa.Table) -> list[dt.date | None]:
    if "published_on" not in headlines.column_names:
        return [None] * headlines.num_rows
    return [_day(value) for value in headlines.column("published_on").to_pylist()]


def _seen_of(headlines: pa.Table) -> list[str]:
    if "first_seen" not in headlines.column_names:
        return [""] * headlines.num_rows
    return [str(value or "") for value in headlines.column("first_seen").to_pylist()]


def _day(value: object) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
