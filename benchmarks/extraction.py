"""How much faster one tree of forms is than a loop over patterns, and headlines a second.

Run it as `python -m benchmarks.extraction`. Both find the same forms of the lexicon in the same
headlines (our own, varied by a number); reading alone and the whole of `extract` (both readers,
slots, instruments, stories) are timed as well, and the memory that the second half of a long feed
adds to the first. It prints times and their ratio and asserts none of them: machines differ.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import resource
import time
from itertools import product
from pathlib import Path

import pyarrow as pa
import yaml

from benchmarks.compared import Comparison, tell
from pipelines.derived.event_candidates.headlines import extract
from pipelines.derived.event_candidates.headlines.lexicon import FOLDER, FORM_FILES, lexicon
from pipelines.derived.event_candidates.headlines.matcher import tokenise
from pipelines.derived.event_candidates.headlines.normalise import normalise
from pipelines.derived.event_candidates.headlines.reading import read

REPOSITORY = Path(__file__).resolve().parents[1]
HEADLINES, NAIVE = 20_000, 400
FIRST = dt.date(2031, 1, 1)


def made_up() -> list[str]:
    """Headlines of the repository, each with a number so that none repeats."""
    with (REPOSITORY / "tests/data/own_headlines.csv").open(encoding="utf-8") as file:
        titles = [row["headline"] for row in csv.DictReader(file)]
    return [f"{titles[number % len(titles)]} ({number})" for number in range(HEADLINES)]


def patterns() -> list[re.Pattern[str]]:
    """One pattern a form: the plain way to look for words."""
    forms = []
    for name in FORM_FILES:
        for entry in yaml.safe_load((FOLDER / name).read_text(encoding="utf-8")):
            for language in ("en", "zh", "other"):
                for form in entry.get(language, ()):
                    edge = r"\b" if form.isascii() else ""
                    forms.append(re.compile(edge + re.escape(form.lstrip("=^")), re.IGNORECASE))
            for first, last in product(entry.get("first", ()), entry.get("last", ())):
                forms.append(re.compile(rf"\b{first}{last}", re.IGNORECASE))
    return forms


def main() -> None:
    """Print headlines a second for `extract`, for the tree alone and for the loop."""
    titles = made_up()
    table = pa.table(
        {
            "headline": titles,
            "published_on": [FIRST + dt.timedelta(days=n // 40) for n in range(HEADLINES)],
        }
    )
    known = lexicon()
    forms = known.forms
    began = time.process_time()
    extract(table)
    whole = HEADLINES / (time.process_time() - began)
    began = time.process_time()
    for title in titles:
        read(normalise(title), known)
    reading = HEADLINES / (time.process_time() - began)
    texts = [normalise(title) for title in titles]
    began = time.process_time()
    for text in texts:
        forms.search(tokenise(text))
    tree = HEADLINES / (time.process_time() - began)
    loop_patterns = patterns()
    began = time.process_time()
    for text in texts[:NAIVE]:
        for pattern in loop_patterns:
            pattern.search(text)
    loop = NAIVE / (time.process_time() - began)
    print(f"extract, everything: {whole:,.0f} headlines a second on one core")  # noqa: T201
    print(f"reading by the rules: {reading:,.0f} a second")  # noqa: T201
    print(f"tree of {len(loop_patterns):,} forms: {tree:,.0f} a second")  # noqa: T201
    print(f"loop over one pattern a form: {loop:,.0f} a second")  # noqa: T201
    print(f"ratio, tree to loop: {tree / loop:.0f}")  # noqa: T201
    first, last = (_peak_after(table, times) for times in (2, 4))
    print(f"peak MiB: {first:.0f} after 40,000 headlines, {last:.0f} after 80,000 more")  # noqa: T201
    tell(
        [
            Comparison(
                workload=f"{len(loop_patterns):,} forms looked for in 1,000 headlines",
                ours=1e6 / tree,
                alternative="a loop over one pattern a form",
                theirs=1e6 / loop,
                unit="ms CPU",
                peak_mib=last,
            )
        ]
    )


def _peak_after(table: pa.Table, times: int) -> float:
    """Peak of the process in MiB after one feed that is so many times as long."""
    titles = table.column("headline").to_pylist()
    days = [FIRST + dt.timedelta(days=number // 40) for number in range(HEADLINES * times)]
    extract(pa.table({"headline": titles * times, "published_on": days}))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
