"""How good `extract` is on labelled headlines: the figures, their intervals and every error.

Belongs here: the measures, the table, the floors. Does not belong here: labels (data files
outside the package) and extraction itself.
Run it as `python -m pipelines.derived.event_candidates.evaluate`.

Nothing is fitted: weights are declared in scoring.yml. They and the lexicon were written with the
development headlines in view, so figures on those flatter. Our own headlines
(tests/data/own_headlines.csv) were written in batches, each before the rules were tried on
it; docs/methods/extraction.md keeps what each gave at that first try, since later figures flatter
too. To show how much a figure depends on single stories, its spread over five folds of whole
stories stands beside it.
"""

from __future__ import annotations

import csv
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.derived.event_candidates.headlines import extract

REPOSITORY = Path(__file__).resolve().parents[3]
DEVELOPMENT = REPOSITORY.parent / "shared" / "eval" / "headlines_dev.csv"
OWN = REPOSITORY / "tests" / "data" / "own_headlines.csv"
FLOORS = REPOSITORY / "tests" / "eval_floors.json"
FOLDS = 5
Z = 1.959964


@dataclass(frozen=True)
class Row:
    """A labelled headline and what `extract` answered."""

    headline: str
    language: str
    story: str
    is_event: bool
    instrument: str
    issuer: str
    vendors: frozenset[str]
    chips: frozenset[str]
    answer: dict[str, Any]


@dataclass(frozen=True)
class Measure:
    """A share of `trials` with its Wilson interval; for F1 the trials are tp + (fp + fn) / 2."""

    name: str
    value: float
    low: float
    high: float
    trials: float


def wilson(hits: float, trials: float) -> tuple[float, float]:
    """The 95% Wilson score interval of a proportion; (0, 1) without trials."""
    if trials <= 0:
        return 0.0, 1.0
    share = hits / trials
    middle = share + Z * Z / (2 * trials)
    spread = Z * math.sqrt(share * (1 - share) / trials + Z * Z / (4 * trials * trials))
    scale = 1 + Z * Z / trials
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def load(path: Path, keep: Callable[[dict[str, str]], bool] = lambda record: True) -> list[Row]:
    """Labelled headlines with answers; both layouts (development file and own) are understood."""
    with path.open(encoding="utf-8", newline="") as file:
        records = [record for record in csv.DictReader(file) if keep(record)]
    table = pa.table(
        {
            "headline": [record["headline"] for record in records],
            "published_on": [record["published_on"] for record in records],
        }
    )
    answers = extract(table).to_pylist()
    return [
        Row(
            headline=record["headline"],
            language=record["language"],
            story=record.get("near_duplicate_group", record.get("story", "")) or "",
            is_event=(record.get("label_is_event") or record.get("is_event")) == "1",
            instrument=record["instrument"],
            issuer=record["issuer_jurisdiction"],
            vendors=_names(record["vendors"]),
            chips=_names(record.get("products", record.get("chips", "")) or ""),
            answer=answer,
        )
        for record, answer in zip(records, answers, strict=True)
    ]


def measure(rows: Sequence[Row]) -> list[Measure]:
    """Every figure of one set, all languages first."""
    events = [row for row in rows if row.is_event]
    out = _event_measures("event", rows)
    for language in ("en", "zh"):
        out += _event_measures(f"event {language}", [r for r in rows if r.language == language])
    for language in ("", "en", "zh"):
        some = [row for row in events if not language or row.language == language]
        suffix = f" {language}" if language else ""
        out.append(
            _share(f"instrument{suffix}", (r.instrument == r.answer["instrument"] for r in some))
        )
        out.append(
            _share(f"issuer{suffix}", (r.issuer == r.answer["issuer_jurisdiction"] for r in some))
        )
    out.append(_f1("vendors f1", *_set_counts((r.vendors, r.answer["vendors"]) for r in rows)))
    out.append(_f1("chips f1", *_set_counts((r.chips, r.answer["chips"]) for r in rows)))
    joined, falsely, missed = _pair_counts(rows)
    if joined + missed:
        out.append(_f1("story pairs f1", joined, falsely, missed))
    return out


def spread(rows: Sequence[Row]) -> dict[str, tuple[float, float]]:
    """Lowest and highest value of each figure over folds that keep stories whole."""
    folds: dict[int, list[Row]] = defaultdict(list)
    groups: dict[str, list[Row]] = defaultdict(list)
    for number, row in enumerate(rows):
        groups[row.story or f"single-{number}"].append(row)
    for members in sorted(groups.values(), key=lambda rows: (-len(rows), rows[0].headline)):
        folds[min(range(FOLDS), key=lambda fold: (len(folds[fold]), fold))].extend(members)
    values: dict[str, list[float]] = defaultdict(list)
    for members in folds.values():
        for one in measure(members):
            if one.trials:
                values[one.name].append(one.value)
    return {name: (min(found), max(found)) for name, found in values.items()}


def errors(rows: Sequence[Row]) -> list[str]:
    """One line for each wrong answer, the slot first."""
    out = []
    for row in rows:
        answer = row.answer
        if row.is_event != answer["is_event"]:
            kind = "missed event" if row.is_event else "false event"
            out.append(f"{kind} ({answer['score']:.2f}): {row.headline}")
        elif row.is_event:
            for slot, wanted, got in (
                ("instrument", row.instrument, answer["instrument"]),
                ("issuer", row.issuer, answer["issuer_jurisdiction"]),
            ):
                if wanted != got:
                    out.append(f"{slot} {got}, not {wanted}: {row.headline}")
        for slot, names in (("vendors", row.vendors), ("chips", row.chips)):
            if names != set(answer[slot]):
                got = ";".join(answer[slot]) or "none"
                out.append(f"{slot} {got}, not {';'.join(sorted(names)) or 'none'}: {row.headline}")
    return out


def below_floors(measures: Iterable[Measure], floors: dict[str, float]) -> list[str]:
    """A line for each figure under its floor, and for each floor without a figure."""
    values = {one.name: one.value for one in measures}
    return [
        f"{name}: {values[name]:.3f} is below the floor {floor:.3f}"
        if name in values
        else f"{name}: no such figure"
        for name, floor in floors.items()
        if name not in values or values[name] < floor
    ]


def sets() -> dict[str, list[Row]]:
    """The labelled sets on this machine by name; the development set only where it is present."""
    with OWN.open(encoding="utf-8", newline="") as file:
        batches = list(dict.fromkeys(record["batch"] for record in csv.DictReader(file)))
    found = {f"own, {batch} batch": load(OWN, partial(_is_of_batch, batch)) for batch in batches}
    if DEVELOPMENT.is_file():
        found = {"development": load(DEVELOPMENT), **found}
    return {name: rows for name, rows in found.items() if rows}


def _is_of_batch(batch: str, record: dict[str, str]) -> bool:
    return record["batch"] == batch


def main() -> int:
    """Print tables and errors; 1 when a figure is below its floor."""
    measured = sets()
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    failures: list[str] = []
    if "development" not in measured:
        _say(f"SKIPPED: the labelled headlines are not on this machine ({DEVELOPMENT.name}).")
        _say("         Only the headlines of the repository are measured below.\n")
    for name, rows in measured.items():
        measures = measure(rows)
        folds = spread(rows)
        _say(f"{name}: {len(rows)} headlines, {sum(row.is_event for row in rows)} events")
        _say(f"  {'':18} {'value':>6}  {'95% Wilson':>15}  {'over story folds':>17}  trials")
        for one in measures:
            low, high = folds.get(one.name, (one.value, one.value))
            _say(
                f"  {one.name:18} {one.value:6.3f}  [{one.low:.3f}, {one.high:.3f}]"
                f"  {low:7.3f} to {high:.3f}  {one.trials:6.1f}"
            )
        wrong = errors(rows)
        _say(f"  {len(wrong)} errors")
        for line in wrong:
            _say(f"    {line}")
        failures += [f"{name}: {line}" for line in below_floors(measures, floors.get(name, {}))]
        _say("")
    for failure in failures:
        _say(f"FAILED {failure}")
    return 1 if failures else 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _names(cell: str) -> frozenset[str]:
    return frozenset(name for name in cell.split(";") if name)


def _event_measures(name: str, rows: Sequence[Row]) -> list[Measure]:
    tp = sum(row.is_event and row.answer["is_event"] for row in rows)
    fp = sum(not row.is_event and row.answer["is_event"] for row in rows)
    fn = sum(row.is_event and not row.answer["is_event"] for row in rows)
    return [
        _f1(f"{name} f1", tp, fp, fn),
        _ratio(f"{name} precision", tp, tp + fp),
        _ratio(f"{name} recall", tp, tp + fn),
    ]


def _set_counts(pairs: Iterable[tuple[frozenset[str], Sequence[str]]]) -> tuple[int, int, int]:
    tp = fp = fn = 0
    for wanted, given in pairs:
        got = set(given)
        tp += len(wanted & got)
        fp += len(got - wanted)
        fn += len(wanted - got)
    return tp, fp, fn


def _pair_counts(rows: Sequence[Row]) -> tuple[int, int, int]:
    counts: Counter[str] = Counter()
    for one, other in combinations(rows, 2):
        wanted = bool(one.story) and one.story == other.story
        given = one.answer["story_id"] == other.answer["story_id"]
        if wanted or given:
            counts["tp" if wanted and given else "fn" if wanted else "fp"] += 1
    return counts["tp"], counts["fp"], counts["fn"]


def _ratio(name: str, hits: float, trials: float) -> Measure:
    return Measure(name, hits / trials if trials else 1.0, *wilson(hits, trials), trials)


def _share(name: str, results: Iterable[bool]) -> Measure:
    listed = list(results)
    return _ratio(name, sum(listed), len(listed))


def _f1(name: str, tp: int, fp: int, fn: int) -> Measure:
    return _ratio(name, tp, tp + (fp + fn) / 2)


if __name__ == "__main__":
    sys.exit(main())
