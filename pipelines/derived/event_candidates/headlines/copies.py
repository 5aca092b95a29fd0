"""Headlines of one story that are copies of one text: an agency's report on many pages.

Belongs here: when two headlines are one text, and the texts of a story. Does not belong here: which
headlines are one story (`stories.py`), or who published them (dbt).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from pipelines.derived.event_candidates.headlines.normalise import normalise
from pipelines.derived.names import tokens
from pipelines.letters.look_alikes import as_seen

ONE_TEXT = 0.8
"""Share of words in common from which two headlines are one text. Of the 209 pairs of headlines
about one measure that were labelled for development, copies share 0.9 or more and headlines of
their own 0.73 or less."""
COMPARED = 100
"""So many texts of a story a headline is compared with, the newest ones; equal words always."""


def texts_of(told: Iterable[tuple[str, str]]) -> list[str]:
    """For each (story, headline), in the order told, the id of the text that it copies or begins.

    The id is made of the story and the words of the text's first headline.
    """
    known: dict[str, dict[frozenset[str], str]] = {}
    first: dict[str, list[tuple[frozenset[str], str]]] = {}
    found = []
    for story, headline in told:
        words = frozenset(tokens(normalise(as_seen(headline))))
        same, begun = known.setdefault(story, {}), first.setdefault(story, [])
        text = same.get(words)
        if text is None:
            alike = (name for other, name in reversed(begun[-COMPARED:]) if _is_copy(words, other))
            text = next(alike, None)
        if text is None:
            text = _text_id(story, words)
            begun.append((words, text))
        same[words] = text
        found.append(text)
    return found


def _is_copy(words: frozenset[str], other: frozenset[str]) -> bool:
    common = len(words & other)
    return common >= ONE_TEXT * (len(words) + len(other) - common)


def _text_id(story: str, words: frozenset[str]) -> str:
    content = "\n".join([story, *sorted(words)])
    return f"text-{hashlib.sha256(content.encode()).hexdigest()[:12]}"
