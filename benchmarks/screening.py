"""How long `chipwatch screen` takes for many names against a whole list, beside all pairs.

Run it as `python -m benchmarks.screening [LIST]`. LIST is a payload of `csl/entries`; without it
the recorded one beside the project is taken. The names asked for are listed ones in every kind of
variation of `tests/name_variations.py`, and one in four is of nobody on the list. The rival is
`rapidfuzz.process.cdist` over all pairs, timed on a part of the names and scaled to all of them,
which is fair to it: its time is linear in the names. It prints figures and asserts none.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import time
from pathlib import Path

from rapidfuzz import fuzz, process

from benchmarks.compared import Comparison, tell
from pipelines.derived.names import normalise
from pipelines.raw.parse import parse_file
from pipelines.screening.verdicts import Asked, ListedName, Screen
from tests.name_variations import FIRM_KINDS

ROOT = Path(__file__).resolve().parents[1]
RECORDED = ROOT.parent / "shared" / "payloads" / "csl" / "whole_list_content_2022-04.csv.gz"
NAMES, RIVAL_NAMES, RIVAL_STEP = 10_000, 400, 100
SYLLABLES = "bar ton wick mor dale ken field rose wood cliff hart low bury stan ley ash"


def listed_names(path: Path) -> list[ListedName]:
    """Every name and other name of the list, one listing an entry."""
    columns = parse_file("csl/entries", path).columns
    entries = zip(
        *(columns[name] for name in ("entry_key", "name", "alt_names", "list_code")), strict=True
    )
    return [
        ListedName(str(key), text, kind, normalise(name), name, code, "", None, "", True)
        for key, name, others, code in entries
        for text, kind in ((name, "name"), *((other, "alias") for other in others or ()))
    ]


def asked_names(listed: list[ListedName], count: int) -> list[str]:
    """Listed names as other people write them, and names of nobody, three to one, none twice."""
    chance = random.Random(7)  # noqa: S311
    others = ("".join(pair).title() for pair in itertools.permutations(SYLLABLES.split(), 3))
    made: dict[str, None] = {}
    while len(made) < count:
        if len(made) % 4 == 3:
            made[f"{next(others)} {chance.choice(('Foods Ltd', 'Tools GmbH', 'Design'))}"] = None
            continue
        name = chance.choice(listed).listed_name
        made[chance.choice(FIRM_KINDS)(name, chance) or name] = None
    return list(made)


def main() -> None:
    """Print the time of both."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("list", type=Path, nargs="?", default=RECORDED)
    place = parser.parse_args().list
    if not place.is_file():
        sys.stderr.write(f"SKIPPED: the recorded list is not here ({place}); name one: LIST\n")
        return
    listed = listed_names(place)
    asked = asked_names(listed, NAMES)
    began, used = time.perf_counter(), time.process_time()
    screen = Screen(listed)
    built = time.process_time() - used
    verdicts: list[str] = [screen.look_up(Asked(name)).verdict for name in asked]
    seconds, work = time.perf_counter() - began, time.process_time() - used
    texts = list(dict.fromkeys(normalise(name.listed_name) for name in listed))
    part = [normalise(name) for name in asked[:RIVAL_NAMES]]
    began, used = time.perf_counter(), time.process_time()
    for start in range(0, len(part), RIVAL_STEP):
        process.cdist(
            part[start : start + RIVAL_STEP], texts, scorer=fuzz.token_sort_ratio, workers=-1
        )
    scale = len(asked) / len(part)
    rival, rival_work = (time.perf_counter() - began) * scale, (time.process_time() - used) * scale
    counts = ", ".join(f"{verdicts.count(v)} {v}" for v in ("match", "possible", "no_match"))
    lines = (
        f"{len(asked):,} names against {len(listed):,} listed names ({counts})",
        f"ours:  {seconds:6.1f} s on one core, {work:.1f} s of work ({built:.1f} s the index)",
        f"cdist: {rival:6.1f} s on every core, {rival_work:.1f} s of work, from {len(part)} names",
    )
    print("\n".join(lines))  # noqa: T201
    tell(
        [
            Comparison(
                workload=f"{len(asked):,} names screened against {len(listed):,}",
                ours=work,
                alternative="rapidfuzz over all pairs, scores alone",
                theirs=rival_work,
                unit="s CPU",
                cpu_seconds=work,
            )
        ]
    )


if __name__ == "__main__":
    main()
