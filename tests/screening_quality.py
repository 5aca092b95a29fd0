"""How many listed names the lookup finds, and how many of its matches are right.

Belongs here: the recorded list in the form of marts.rpt_listed_names, and the counts over
tests/data/screening_names.csv by kind of variation. Does not belong here: any threshold.

`python -m tests.screening_quality HALF` prints them for `seen` or `kept_back`, and of names in
Chinese, other scripts and other romanisations for `scripts_seen` or `scripts_kept_back`.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pyarrow as pa

from pipelines.derived.entity_links.links import find_links
from pipelines.derived.names import normalise
from pipelines.raw.parse import parse_file
from pipelines.screening.verdicts import Answer, Asked, ListedName, Screen

REPOSITORY = Path(__file__).resolve().parents[1]
LIST = REPOSITORY.parent / "shared" / "payloads" / "csl" / "whole_list_content_2022-04.csv.gz"
REFERENCE = REPOSITORY / "dbt_project" / "seeds" / "reference"
NAMES = Path(__file__).parent / "data" / "screening_names.csv"


@dataclass
class Counts:
    """Answers of one kind: listed names asked for and found, matches and right ones."""

    asked: int = 0
    found: int = 0
    matches: int = 0
    right: int = 0
    not_listed: int = 0
    shown: int = 0
    faults: list[str] = field(default_factory=list)


def curated(name: str) -> list[dict[str, str]]:
    """The rows of a curated table."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def recorded_names() -> Sequence[ListedName]:
    """The whole recorded list with its vendors, in the form of marts.rpt_listed_names."""
    columns = parse_file("csl/entries", LIST).columns
    count = len(columns["name"])
    aliases = curated("vendor_aliases.csv")
    names = ("entry_key", "list_code", "name", "alt_names", "entry_type")
    links = find_links(
        pa.table({name: columns[name] for name in names}),
        pa.Table.from_pylist(aliases),
        pa.Table.from_pylist(curated("vendor_link_overrides.csv")),
    ).links.to_pylist()
    linked = {row["entry_key"]: row for row in links}
    listed = []
    vendors: dict[tuple[str, str], dict[bool, list[Callable[[str, str], ListedName]]]] = {}
    for at in range(count):
        link = linked.get(columns["entry_key"][at])
        vendor = link["vendor_id"] if link else None
        name = columns["name"][at]
        countries = columns["address_countries"][at] or [None]

        def row(
            text: str, kind: str, at: int = at, vendor: str | None = vendor, name: str = name,
            country: str | None = countries[0],
        ) -> ListedName:  # fmt: skip
            return ListedName(
                columns["entry_key"][at], text, kind, normalise(name), name,
                columns["list_code"][at], "", None, "", True, country, vendor,
            )  # fmt: skip

        listed.append(row(name, "name"))
        listed += [row(alias, "alias") for alias in columns["alt_names"][at] or ()]
        if link and vendor:
            is_itself = link["method"] == "exact" and link["score"] >= 0.95
            by_list = vendors.setdefault((vendor, columns["list_code"][at]), {True: [], False: []})
            by_list[is_itself].append(row)
    for (vendor, _), by_list in vendors.items():
        own_names = [a["alias"] for a in aliases if a["vendor_id"] == vendor]
        listed += [
            row(alias, "vendor_alias")
            for row in by_list[True] or by_list[False]
            for alias in own_names
        ]
    return listed


def labelled(half: str) -> list[dict[str, str]]:
    """The labelled names of one half."""
    with NAMES.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["half"] == half]


def is_meant(answer: Answer, listed: str) -> Iterator[bool]:
    """For each candidate, whether it is the listed name that the label says, or its vendor."""
    wanted = normalise(listed)
    for candidate in answer.candidates:
        texts = (candidate.listed.entity_name, candidate.listed.listed_name)
        vendor = candidate.listed.vendor_id or ""
        yield any(wanted in normalise(text) for text in texts) or wanted == vendor


def count(half: str, names: Sequence[ListedName]) -> dict[str, Counts]:
    """Counts by kind, and over all kinds as `all`."""
    screen = Screen(names)
    counts: dict[str, Counts] = defaultdict(Counts)
    for row in labelled(half):
        answer = screen.look_up(Asked(row["name"]))
        meant = list(is_meant(answer, row["listed"])) if row["listed"] else []
        is_match = answer.verdict == "match"
        verdicts = map(answer.verdict_on, answer.candidates)
        is_right = is_match and any(
            m and verdict == "match" for m, verdict in zip(meant, verdicts, strict=False)
        )
        for each in (counts[row["kind"]], counts["all"], counts[f"script {row['script']}"]):
            each.matches += is_match
            each.right += is_right
            if row["listed"]:
                each.asked += 1
                each.found += any(meant)
            else:
                each.not_listed += 1
                each.shown += bool(answer.candidates)
            if not row["listed"] and answer.candidates and half.endswith("seen"):
                each.faults.append(
                    f"shown: {row['name']} {answer.candidates[0].listed.listed_name}"
                )
            if (row["listed"] and not any(meant)) or (is_match and not is_right):
                best = answer.candidates[0] if answer.candidates else None
                near = f"{best.listed.listed_name} {best.score:.3f}" if best else "nothing"
                each.faults.append(f"{row['name']} | {row['listed']} | {answer.verdict} {near}")
    return counts


def main(half: str) -> None:
    """Print one line a kind, and what went wrong when the half may be seen."""
    counts = count(half, recorded_names())
    print(f"{'kind':32} listed found recall  match right precision  not listed shown")  # noqa: T201
    for kind, each in sorted(counts.items()):
        recall = each.found / each.asked if each.asked else 1
        precision = each.right / each.matches if each.matches else 1
        print(  # noqa: T201
            f"{kind:32} {each.asked:6} {each.found:5} {recall:6.3f} {each.matches:6} "
            f"{each.right:5} {precision:9.3f} {each.not_listed:11} {each.shown:5}"
        )
    if half.endswith("seen"):
        print("\n".join(counts["all"].faults))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
