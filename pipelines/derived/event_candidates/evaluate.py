"""How good `extract` is on labelled headlines: figures, intervals, errors, and the release gate.

Belongs here: the measures, the tables, the comparison with what was last accepted.
Does not belong here: labels (headlines/labels.py), fitting (headlines/fit.py), extraction itself.
Run it as `python -m pipelines.derived.event_candidates.evaluate [--errors] [--accept]`.

Real and invented headlines stand apart. Real ones are answered with weights fitted on the other
folds, so that no headline helps to read itself or another one of its story; the rules were
written with the first set and two thirds of the second in view, never with the held-out third.
Intervals come from drawing whole stories again. The gate does not ask for a level: it compares
headline by headline with the answers last accepted and fails where they are surely worse.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.derived.event_candidates.headlines import extract
from pipelines.derived.event_candidates.headlines.fit import cross_fits, material_of
from pipelines.derived.event_candidates.headlines.fitted import Fitted
from pipelines.derived.event_candidates.headlines.labels import (
    FIRST,
    Labelled,
    fold_of,
    invented,
    real,
    was_in_view,
)

REFERENCE = Path(__file__).resolve().parents[3] / "tests" / "eval_reference.json"
DRAWS, SEED = 1_000, 20
PREVALENCE = 0.03
"""Share of events among the headlines of a feed day on chips, for the estimated precision."""

BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)
HELD_OUT = "held out"
"""In the name of the set that nobody looks at: its errors are counted and never listed."""

GATED = ("event", "published", "instrument", "issuer")
"""Answers that the gate compares headline by headline."""


@dataclass(frozen=True)
class Row:
    """A labelled headline and what `extract` answered."""

    label: Labelled
    answer: dict[str, Any]

    @property
    def is_published(self) -> bool:
        """True for what no person sees before it is published."""
        return bool(self.answer["is_event"] and not self.answer["needs_review"])

    @property
    def is_instrument_right(self) -> bool:
        """True when the measure told is the label, or one of two that are told."""
        named = {self.answer["instrument"]}
        if self.answer["measures"] == 2:
            named.add(self.answer["second_instrument"])
        return self.answer["is_event"] and self.label.instrument in named


@dataclass(frozen=True)
class Part:
    """What one story adds to a share: hits and trials."""

    group: str
    hits: float
    trials: float


@dataclass(frozen=True)
class Measure:
    """A share of `trials` with the middle 95% of its values over stories drawn again."""

    name: str
    value: float
    low: float
    high: float
    trials: float


def share(name: str, parts: Iterable[Part]) -> Measure:
    """Hits over trials with its interval; 1 without trials."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for part in parts:
        sums[part.group][0] += part.hits
        sums[part.group][1] += part.trials
    counts = np.array([sums[group] for group in sorted(sums)]).reshape(-1, 2)
    hits, trials = counts.sum(axis=0)
    if trials <= 0:
        return Measure(name, 1.0, 0.0, 1.0, 0.0)
    drawn = _drawn(counts)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Measure(name, float(hits / trials), float(low), float(high), float(trials))


def _drawn(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares over DRAWS samples of the groups."""
    size = len(counts)
    times = np.random.default_rng(SEED).multinomial(size, [1 / size] * size, DRAWS)
    sums = times @ counts
    shares: NDArray[np.float64] = np.divide(
        sums[:, 0], sums[:, 1], out=np.ones(DRAWS), where=sums[:, 1] > 0
    )
    return shares


def measure(rows: Sequence[Row]) -> list[Measure]:
    """Every figure of one set, all languages first."""
    out = _measures_of("", rows)
    for language in ("en", "zh", "other"):
        chosen = [row for row in rows if _language(row) == language]
        if chosen:
            out += _measures_of(f" {language}", chosen)
    out.append(share("vendors f1", _sets(rows, lambda r: r.label.vendors, "vendors")))
    out.append(share("chips f1", _sets(rows, lambda r: r.label.chips, "chips")))
    out.append(share("story pairs f1", _pairs(rows)))
    return out


def _language(row: Row) -> str:
    return row.label.language if row.label.language in ("en", "zh") else "other"


def _measures_of(suffix: str, rows: Sequence[Row]) -> list[Measure]:
    told = [row for row in rows if row.label.is_event]
    return [
        share(f"event f1{suffix}", _agreement(rows, lambda r: r.answer["is_event"])),
        share(
            f"published precision{suffix}",
            _parts([r for r in rows if r.is_published], lambda r: r.label.is_event),
        ),
        share(f"published recall{suffix}", _parts(told, lambda r: r.is_published)),
        share(
            f"recall with review{suffix}",
            _parts(told, lambda r: r.answer["is_event"] or r.answer["needs_review"]),
        ),
        share(f"in review{suffix}", _parts(rows, lambda r: r.answer["needs_review"])),
        share(f"instrument{suffix}", _parts(told, lambda r: r.is_instrument_right)),
        share(
            f"issuer{suffix}",
            _parts(told, lambda r: r.label.issuer == r.answer["issuer_jurisdiction"]),
        ),
    ]


def _parts(rows: Iterable[Row], is_hit: Callable[[Row], bool]) -> list[Part]:
    return [Part(row.label.group, float(is_hit(row)), 1.0) for row in rows]


def _agreement(rows: Iterable[Row], given: Callable[[Row], bool]) -> list[Part]:
    """F1 as a share: twice the hits over what is wanted and what is given."""
    return [
        Part(
            row.label.group,
            2.0 * (row.label.is_event and given(row)),
            float(row.label.is_event) + float(given(row)),
        )
        for row in rows
    ]


def _sets(rows: Iterable[Row], wanted: Callable[[Row], frozenset[str]], name: str) -> list[Part]:
    return [
        Part(
            row.label.group,
            2.0 * len(wanted(row) & set(row.answer[name])),
            float(len(wanted(row)) + len(set(row.answer[name]))),
        )
        for row in rows
    ]


def _pairs(rows: Sequence[Row]) -> list[Part]:
    """Pairs told as one story; each counts half for either headline's story."""
    parts = []
    for one, other in combinations(rows, 2):
        wanted = bool(one.label.story) and one.label.story == other.label.story
        given = one.answer["story_id"] == other.answer["story_id"]
        if wanted or given:
            for row in (one, other):
                parts.append(
                    Part(row.label.group, float(wanted and given), (wanted + float(given)) / 2)
                )
    return parts


def at_prevalence(rows: Sequence[Row], prevalence: float) -> float:
    """Precision of what is published when only this share of the headlines are events."""
    told = [row.is_published for row in rows if row.label.is_event]
    others = [row.is_published for row in rows if not row.label.is_event]
    if not told or not others:
        return 1.0
    right = prevalence * sum(told) / len(told)
    wrong = (1 - prevalence) * sum(others) / len(others)
    return right / (right + wrong) if right + wrong else 1.0


def reliability(rows: Sequence[Row]) -> list[tuple[float, float, int, float, float]]:
    """For each bin of probability: its bounds, headlines, mean probability and share of events."""
    out = []
    for low, high in pairwise(BINS):
        inside = [
            row
            for row in rows
            if low <= row.answer["probability"] < high or high == row.answer["probability"] == 1
        ]
        if inside:
            mean = sum(row.answer["probability"] for row in inside) / len(inside)
            events = sum(row.label.is_event for row in inside) / len(inside)
            out.append((low, high, len(inside), mean, events))
    return out


def errors(rows: Sequence[Row]) -> list[str]:
    """One line for each wrong answer, the slot first."""
    out = []
    for row in rows:
        label, answer = row.label, row.answer
        if label.is_event != answer["is_event"]:
            kind = "missed event" if label.is_event else "false event"
            doubt = ", in review" if answer["needs_review"] else ""
            out.append(f"{kind} ({answer['probability']:.2f}{doubt}): {label.headline}")
        elif label.is_event:
            if not row.is_instrument_right:
                out.append(
                    f"instrument {answer['instrument']}, not {label.instrument}: {label.headline}"
                )
            if label.issuer != answer["issuer_jurisdiction"]:
                out.append(
                    f"issuer {answer['issuer_jurisdiction']}, not {label.issuer}: {label.headline}"
                )
    return out


def answered(rows: Sequence[Labelled], found: Fitted | None = None) -> list[Row]:
    """The rows with the answers that these weights (or the bundled ones) give."""
    table = pa.table(
        {
            "headline": [row.headline for row in rows],
            "published_on": [row.published_on for row in rows],
        }
    )
    answers = extract(table, found).to_pylist()
    return [Row(label, answer) for label, answer in zip(rows, answers, strict=True)]


def cross_answered(rows: Sequence[Labelled], more: Sequence[Labelled]) -> list[Row]:
    """The rows, each answered with weights fitted without its fold; stories over all of them."""
    material = material_of(rows, more)
    is_tested = np.arange(len(material.rows)) < len(rows)
    by_fold = [answered(rows, found) for found in cross_fits(material, is_tested)]
    return [by_fold[fold_of(row)][at] for at, row in enumerate(rows)]


def sets() -> dict[str, list[Row]]:
    """The labelled sets on this machine by name, real ones only where they are present."""
    rows, others = real(), invented()
    found: dict[str, list[Row]] = {}
    for one in cross_answered(rows, others) if rows else ():
        name = "real, first set (rules written with it in view)"
        if one.label.origin != FIRST.stem:
            name = "real, second set " + (
                "(rules written with it in view)" if was_in_view(one.label) else HELD_OUT
            )
        found.setdefault(name, []).append(one)
    by_origin: dict[str, list[Labelled]] = defaultdict(list)
    for label in others:
        by_origin[label.origin].append(label)
    own = [row for labels in by_origin.values() for row in answered(labels)]
    return {**found, "invented, all batches": own}


def remembered(measured: dict[str, list[Row]]) -> dict[str, str]:
    """What was right of each headline, by a hash of it: one digit an answer of GATED."""
    return {
        _hash(row): "".join(str(int(is_right)) for is_right in _right(row))
        for rows in measured.values()
        for row in rows
    }


def _right(row: Row) -> tuple[bool, bool, bool, bool]:
    label, answer = row.label, row.answer
    return (
        label.is_event == answer["is_event"],
        label.is_event == row.is_published,
        not label.is_event or row.is_instrument_right,
        not label.is_event or label.issuer == answer["issuer_jurisdiction"],
    )


def _hash(row: Row) -> str:
    text = f"{row.label.origin}|{row.label.headline}|{row.label.instrument}"
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def surely_worse(measured: dict[str, list[Row]], before: dict[str, str]) -> list[str]:
    """A line for each answer of a set whose paired difference lies below zero as a whole."""
    out = []
    for name, rows in measured.items():
        known = [row for row in rows if _hash(row) in before]
        for at, gated in enumerate(GATED):
            parts = [
                Part(row.label.group, float(_right(row)[at]) - int(before[_hash(row)][at]), 1.0)
                for row in known
            ]
            if not parts:
                continue
            found = share(gated, parts)
            if found.high < 0:
                out.append(
                    f"{name}: {gated} is worse by {-found.value:.3f}"
                    f" [{-found.high:.3f}, {-found.low:.3f}] on {len(known)} headlines"
                )
    return out


def main(arguments: Sequence[str]) -> int:
    """Print the tables; 1 when an answer is surely worse than what was accepted."""
    parser = argparse.ArgumentParser(prog="evaluate")
    parser.add_argument(
        "--errors", action="store_true", help="list every wrong answer, but for the held-out set"
    )
    parser.add_argument("--accept", action="store_true", help="keep these answers for the gate")
    chosen = parser.parse_args(arguments)
    measured = sets()
    if not any(name.startswith("real") for name in measured):
        _say("SKIPPED: the real labelled headlines are not on this machine.")
        _say("         Only the invented ones of the repository are measured below.\n")
    for name, rows in measured.items():
        _print(name, rows)
        for line in errors(rows) if chosen.errors and HELD_OUT not in name else ():
            _say(f"    {line}")
        _say("")
    if chosen.accept:
        REFERENCE.write_text(_json(remembered(measured)), encoding="utf-8")
        _say(f"accepted: {REFERENCE.name}")
        return 0
    failures = surely_worse(measured, json.loads(REFERENCE.read_text(encoding="utf-8")))
    for failure in failures:
        _say(f"FAILED {failure}")
    return 1 if failures else 0


def _print(name: str, rows: Sequence[Row]) -> None:
    _say(f"{name}: {len(rows)} headlines, {sum(row.label.is_event for row in rows)} events")
    _say(f"  {'':25} {'value':>6}  {'95% over stories':>16}  trials")
    for one in measure(rows):
        _say(
            f"  {one.name:25} {one.value:6.3f}  [{one.low:.3f}, {one.high:.3f}]  {one.trials:6.0f}"
        )
    estimate = at_prevalence(rows, PREVALENCE)
    _say(f"  precision of what is published if {PREVALENCE:.0%} were events: {estimate:.2f}")
    for low, high, count, mean, events in reliability(rows):
        _say(
            f"  probability {low:.1f} to {high:.1f}: {count:4} headlines,"
            f" {mean:.2f} said, {events:.2f} events"
        )


def _json(values: dict[str, str]) -> str:
    return json.dumps(values, indent=0, sort_keys=True) + "\n"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
