"""Labelled headlines: which files hold them, and which real ones no rule was written for.

Belongs here: reading the layouts and dividing the real ones by story.
Does not belong here: measuring (evaluate.py) and fitting (fit.py).
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import ChipwatchError

REPOSITORY = Path(__file__).resolve().parents[4]
_SHARED = REPOSITORY.parent / "shared" / "eval"
FIRST, SECOND = _SHARED / "headlines_dev.csv", _SHARED / "headlines_dev2.csv"
"""Real headlines; they are no part of the repository."""

OWN = REPOSITORY / "tests" / "data" / "own_headlines.csv"
KINDS = REPOSITORY / "tests" / "data" / "headline_kinds.csv"
"""Invented ones: the batches, and examples of kinds that went wrong."""

FOLDS = 5
_APART = 3


class LabelError(ChipwatchError):
    """A file of labelled headlines cannot be used; the message names it."""


@dataclass(frozen=True)
class Labelled:
    """A headline and what it says; `story` is empty when it tells one of its own."""

    headline: str
    published_on: str
    language: str
    story: str
    is_event: bool
    instrument: str
    issuer: str
    vendors: frozenset[str]
    chips: frozenset[str]
    origin: str

    @property
    def group(self) -> str:
        """The story, or the headline when it tells a story of its own."""
        return self.story or self.headline

    @property
    def day(self) -> dt.date | None:
        """The day of publication."""
        return dt.date.fromisoformat(self.published_on) if self.published_on else None


def labelled(path: Path) -> list[Labelled]:
    """The rows of a file of labels, or the last decisions on headlines of a `review.csv`.

    Raises:
        LabelError: the file cannot be read or a row has no label.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if "decision" not in (reader.fieldnames or ()):
                return [_row(record, path) for record in reader]
            by_time = sorted(reader, key=lambda record: record["decided_at"])
            last = {record["candidate_id"]: record for record in by_time}
            return [_row(_label_of(record), path) for record in last.values() if record["title"]]
    except (OSError, UnicodeDecodeError, KeyError, csv.Error) as error:
        raise LabelError(
            f"The labelled headlines {path} cannot be read: {error!r:.120}.",
            "give a CSV in UTF-8 with headline, published_on, is_event and instrument.",
        ) from error


def _label_of(decision: dict[str, str]) -> dict[str, str]:
    """A decision on a headline in the layout of labels."""
    is_event = decision["decision"] in ("core", "merge")
    return {
        **decision,
        "headline": decision["title"],
        "is_event": str(int(is_event)),
        "story": decision["story_id"],
        "instrument": decision["instrument"] or "none",
    }


def _row(record: dict[str, str], path: Path) -> Labelled:
    label = record.get("label_is_event") or record["is_event"]
    story = record.get("near_duplicate_group") or record.get("story") or ""
    batch = record.get("batch") or ""
    return Labelled(
        headline=record["headline"],
        published_on=(record.get("published_on") or "")[:10],
        language=record.get("language") or "",
        story=f"{batch} {story}".strip() if story else "",
        is_event=label == "1",
        instrument=record.get("instrument") or "none",
        issuer=record.get("issuer_jurisdiction") or "none",
        vendors=_names(record.get("vendors")),
        chips=_names(record.get("products") or record.get("chips")),
        origin=f"{path.stem} {batch}".strip(),
    )


def _names(cell: str | None) -> frozenset[str]:
    return frozenset(name for name in (cell or "").split(";") if name)


def was_in_view(one: Labelled) -> bool:
    """False for the third of the second real set that nobody looks at while writing rules."""
    return one.origin != SECOND.stem or _number(one.group) % _APART != 0


def fold_of(one: Labelled) -> int:
    """The fold of a headline, the same for a whole story."""
    return _number(f"fold {one.group}") % FOLDS


def _number(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)


def real() -> list[Labelled]:
    """All real labelled headlines on this machine; empty when there are none."""
    return [one for path in (FIRST, SECOND) if path.is_file() for one in labelled(path)]


def invented() -> list[Labelled]:
    """All invented ones of the repository."""
    return [one for path in (OWN, KINDS) for one in labelled(path)]


def events(rows: Sequence[Labelled]) -> list[Labelled]:
    """Those that report a measure."""
    return [one for one in rows if one.is_event]
