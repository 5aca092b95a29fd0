"""Fitting the second reader, the instrument and the story pairs on labelled headlines.

Belongs here: from labels to `Fitted`, cross-validation by story included.
Does not belong here: using the weights (text_reader, instruments, stories), the figures that
`make eval` prints (evaluate.py).
Run it as `python -m pipelines.derived.event_candidates.headlines.fit [MORE_LABELS.csv ...]`.

Ridge logistic regressions, solved exactly in the dual: no random number, the same labels give the
same file. Real headlines count one, invented ones INVENTED.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipelines.derived.event_candidates.headlines import instruments as kinds
from pipelines.derived.event_candidates.headlines import text_reader
from pipelines.derived.event_candidates.headlines.extract import Answer, told_of
from pipelines.derived.event_candidates.headlines.fitted import FITTED, Fitted, write
from pipelines.derived.event_candidates.headlines.judgement import Judgement
from pipelines.derived.event_candidates.headlines.labels import (
    FOLDS,
    Labelled,
    fold_of,
    invented,
    labelled,
    real,
)
from pipelines.derived.event_candidates.headlines.lexicon import lexicon
from pipelines.derived.event_candidates.headlines.normalise import normalise
from pipelines.derived.event_candidates.headlines.reading import read
from pipelines.derived.event_candidates.headlines.slots import chips, odds, slots, vendors
from pipelines.derived.event_candidates.headlines.stories import (
    PAIR_FEATURES,
    Rules,
    Stories,
    Told,
    order_of,
    pair,
)

INVENTED = 0.3
"""What an invented headline counts beside a real one."""

TEXT_PENALTY, INSTRUMENT_PENALTY, PAIR_PENALTY = 0.1, 0.03, 1.0
BOUNDS = tuple(round(0.2 + 0.05 * step, 2) for step in range(13))
"""Mean probabilities tried as the one that joins a story."""

NEAR = 0.02
"""How much F1 a stricter bound may cost."""

_MOST_STEPS, _SMALLEST_STEP = 40, 1e-6
_SURE = Judgement(1.0, True, False, "")

Floats = NDArray[np.float64]


class Material:
    """Labelled headlines with everything that fitting needs of them, made once."""

    def __init__(self, rows: Sequence[Labelled], weights: Sequence[float]) -> None:
        known = lexicon()
        self.rows = list(rows)
        self.weights = np.asarray(weights, float)
        texts = [normalise(row.headline) for row in rows]
        self.texts = text_reader.matrix(texts)
        self.gram = _gram(self.texts)
        self.is_event = np.array([row.is_event for row in rows], float)
        self.answers: dict[int, Answer] = {}
        for at, text in enumerate(texts):
            if self.is_event[at]:
                reading = read(text, known)
                self.answers[at] = Answer(
                    text=text,
                    reading=reading,
                    judgement=_SURE,
                    score=odds(reading, known),
                    slots=slots(reading, known),
                    instruments=None,
                    vendors=vendors(reading, known),
                    chips=chips(reading, True),
                )
        self.facts = {at: self._facts(at) for at in self.answers}

    def _facts(self, at: int) -> NDArray[np.float32]:
        filled = self.answers[at].slots
        row = np.zeros(kinds.FEATURES, np.float32)
        if filled is not None:
            found = kinds.features(filled.facts, filled.instrument_by_rule)
            row[found] = 1 / np.sqrt(len(found))
        return row

    def is_comparable(self, one: int, other: int) -> bool:
        """True for two real ones, or two of a batch: batches know nothing of each other's days."""
        both_real = self.weights[one] == self.weights[other] == 1
        return bool(both_real) or self.rows[one].origin == self.rows[other].origin

    def told(self, at: int, found: Fitted) -> Told:
        """An event as stories see it, its instrument by these weights."""
        one = self.answers[at]
        if one.slots is None:
            raise ValueError(f"{one.text!r} is no event")
        classified = kinds.classify(one.slots.facts, one.slots.instrument_by_rule, found)
        row = self.rows[at]
        return told_of(replace(one, instruments=classified), row.day, "")


def fit(material: Material, used: NDArray[np.bool_]) -> Fitted:
    """The weights that the used rows give."""
    places = np.flatnonzero(used)
    text, text_bias = _text(material, places)
    classes, class_bias = _instruments(material, places)
    none = np.zeros(len(PAIR_FEATURES), np.float32)
    found = Fitted(text, text_bias, classes, class_bias, none, 0.5)
    pairs, bound = _pairs(material, places, found)
    return Fitted(text, text_bias, classes, class_bias, pairs, bound)


def cross_fits(material: Material, is_tested: NDArray[np.bool_]) -> list[Fitted]:
    """For each fold the weights that the other folds of the tested rows and all others give."""
    folds = np.array([fold_of(row) for row in material.rows])
    return [fit(material, ~(is_tested & (folds == fold))) for fold in range(FOLDS)]


def _text(material: Material, places: NDArray[np.int64]) -> tuple[NDArray[np.float32], float]:
    gram = material.gram[np.ix_(places, places)]
    dual = logistic(gram, material.is_event[places], material.weights[places], TEXT_PENALTY)
    weights = material.texts[places].T @ dual.astype(np.float32)
    return weights.astype(np.float32), float(dual.sum())


def _instruments(
    material: Material, places: NDArray[np.int64]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """One class against the others, in turn."""
    chosen = [
        at
        for at in places
        if at in material.facts and material.rows[at].instrument in kinds.CLASSES
    ]
    facts = np.stack([material.facts[at] for at in chosen])
    gram = _gram(facts)
    weights = material.weights[chosen]
    labels = [material.rows[at].instrument for at in chosen]
    rows, biases = [], []
    for name in kinds.CLASSES:
        wanted = np.array([label == name for label in labels], float)
        dual = logistic(gram, wanted, weights, INSTRUMENT_PENALTY)
        rows.append(facts.T @ dual.astype(np.float32))
        biases.append(dual.sum())
    return np.stack(rows).astype(np.float32), np.asarray(biases, np.float32)


def _pairs(
    material: Material, places: NDArray[np.int64], found: Fitted
) -> tuple[NDArray[np.float32], float]:
    """Weights of a pair of events, and the bound for joining.

    The bound is the highest one whose F1 over folds of the real stories is within NEAR of the best:
    real labels are few, and a feed tells more stories side by side than they do.
    """
    chosen = [int(at) for at in places if at in material.answers]
    told = {at: material.told(at, found) for at in chosen}
    listed = [
        (one, other)
        for one, other in combinations(chosen, 2)
        if material.is_comparable(one, other)
        and _days_apart(material.rows[one], material.rows[other]) <= _window()
    ]
    if not listed:
        return np.zeros(len(PAIR_FEATURES), np.float32), 0.5
    data = np.array([pair(told[one], told[other]) for one, other in listed])
    same = np.array(
        [_is_same(material.rows[one], material.rows[other]) for one, other in listed], float
    )
    counted = np.array([material.weights[one] for one, _ in listed])
    folds = np.array([fold_of(material.rows[one]) for one, _ in listed])
    counts: dict[float, Counter[str]] = {bound: Counter() for bound in BOUNDS}
    for fold in range(FOLDS):
        part = (folds != fold) | (counted < 1)
        weights = _ridge(data[part], same[part], counted[part])
        tested = [
            at for at in chosen if material.weights[at] == 1 and fold_of(material.rows[at]) == fold
        ]
        for bound in BOUNDS:
            counts[bound] += _joined(material, told, tested, weights, bound)
    enough = max(_f1(count) for count in counts.values()) - NEAR
    bound = max(bound for bound in BOUNDS if _f1(counts[bound]) >= enough)
    return _ridge(data, same, counted).astype(np.float32), bound


def _joined(
    material: Material, told: dict[int, Told], tested: Sequence[int], weights: Floats, bound: float
) -> Counter[str]:
    empty = np.zeros(0, np.float32)
    stories = Stories(_rules(), Fitted(empty, 0.0, empty, empty, weights.astype(np.float32), bound))
    ordered = sorted(tested, key=lambda at: order_of(material.rows[at].day, told[at].text))
    number = {at: stories.tell(told[at]) for at in ordered}
    counts: Counter[str] = Counter()
    for one, other in combinations(tested, 2):
        wanted = _is_same(material.rows[one], material.rows[other])
        given = number[one] == number[other]
        if wanted or given:
            counts["hit" if wanted and given else "false" if given else "missed"] += 1
    return counts


def _rules() -> Rules:
    story = lexicon().story
    return Rules(
        int(story["window_days"]), int(story["event_window_days"]), story["other_similarity"]
    )


def _window() -> int:
    return int(lexicon().story["event_window_days"])


def _is_same(one: Labelled, other: Labelled) -> bool:
    return bool(one.story) and one.story == other.story


def _days_apart(one: Labelled, other: Labelled) -> int:
    if one.day is None or other.day is None:
        return 0 if one.day is other.day else 10_000
    return abs((one.day - other.day).days)


def _f1(counts: Counter[str]) -> float:
    found = counts["hit"]
    return 2 * found / max(1, 2 * found + counts["false"] + counts["missed"])


def _gram(rows: NDArray[np.float32]) -> Floats:
    """Inner products of the rows and of a constant."""
    return (rows @ rows.T).astype(float) + 1.0


def _ridge(data: Floats, labels: Floats, counted: Floats) -> Floats:
    """Weights of few features, by Newton's method; each row counts as much as is said."""
    weights: Floats = np.zeros(data.shape[1])
    penalty = PAIR_PENALTY * np.eye(data.shape[1])
    for _ in range(_MOST_STEPS):
        chance = _chance(data @ weights)
        slope = data.T @ (counted * (labels - chance)) - penalty @ weights
        curve = (data * (counted * chance * (1 - chance))[:, None]).T @ data + penalty
        step = np.linalg.solve(curve, slope)
        weights = weights + step
        if np.abs(step).max() < _SMALLEST_STEP:
            break
    return weights


def logistic(gram: Floats, labels: Floats, weights: Floats, penalty: float) -> Floats:
    """Dual coefficients of a ridge logistic regression, by iterated least squares."""
    dual = np.zeros(len(labels))
    for _ in range(_MOST_STEPS):
        sums = gram @ dual
        chance = _chance(sums)
        curve = np.maximum(weights * chance * (1 - chance), 1e-6)
        target = sums + weights * (labels - chance) / curve
        solved = np.linalg.solve(gram + np.diag(penalty / curve), target)
        done = np.abs(solved - dual).max() < 1e-4
        dual = np.asarray(solved, float)
        if done:
            break
    return dual


def _chance(sums: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(sums, -30, 30))))


def material_of(rows: Sequence[Labelled], more: Sequence[Labelled]) -> Material:
    """Real headlines, and invented ones that count less."""
    return Material([*rows, *more], [1.0] * len(rows) + [INVENTED] * len(more))


def main(paths: Sequence[str]) -> int:
    """Fit on everything there is, write fitted.npz, say on what; 1 without real headlines."""
    rows = [*real(), *(one for path in paths for one in labelled(Path(path)))]
    if not rows:
        sys.stderr.write(
            "There are no real labelled headlines on this machine.\n"
            "  What to do: give files of them: make fit LABELS=decisions.csv\n"
        )
        return 1
    others = invented()
    material = material_of(rows, others)
    found = fit(material, np.ones(len(material.rows), bool))
    write(found, FITTED)
    sys.stdout.write(
        f"fitted on {len(rows)} real and {len(others)} invented headlines: "
        f"{found.text.size + found.instruments.size} hashed weights, "
        f"{FITTED.stat().st_size} bytes, stories join at {found.same_story:.2f}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
