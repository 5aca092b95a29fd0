"""`chipwatch screen`: names looked up on the screening lists of the published warehouse.

Belongs here: reading the names, printing the answers and what an answer does not mean.
Does not belong here: how names are compared (pipelines/screening).
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli.options import warehouse_option
from pipelines.cli.refusal import note_refusal
from pipelines.cli.tables import render
from pipelines.errors import ChipwatchError
from pipelines.warehouse import locate

if TYPE_CHECKING:
    from pipelines.screening.verdicts import Answer, Asked, Candidate

COLUMNS = (
    "name", "verdict", "score", "listed_entity", "alias_matched", "list_code", "legal_effect",
    "since", "is_current", "citation", "vendor", "method", "is_ambiguous",
)  # fmt: skip
READ_COLUMNS = ("name", "country", "id")
WIDEST = 48
NO_CLEARANCE = (
    "no_match is never clearance: it says only that no name on the lists held here is near this "
    "one. Lists are incomplete, owners are not looked at, and names are written in many ways."
)
ENDED = "is_current false: the listing has ended, or the newest snapshot of its list lacks it."
NO_DATE = "since is empty where neither the list nor its rule gives a day."
AMBIGUOUS = (
    "is_ambiguous: different listed entities stand for the name equally well; a person decides."
)


@click.command("screen")
@click.argument("names", type=click.Path(path_type=Path), metavar="NAMES.CSV")
@warehouse_option
@click.option("--json", "form", flag_value="json", help="Print one JSON object a name.")
@click.option("--csv", "form", flag_value="csv", help="Print CSV with a header.")
@click.option(
    "--limit",
    type=click.IntRange(1, 50),
    default=5,
    show_default=True,
    help="Listed entities shown for a name at most.",
)
def command(names: Path, warehouse: Path | None, form: str | None, limit: int) -> None:
    """Look up the names in NAMES.CSV (column name; country and id optional) on the lists.

    The verdict is match, possible or no_match, with a score from 0 to 1, the listed entity and the
    alias that gave it, the list and what it means in law, since when, and the citation; one row a
    listing. English and Chinese names, other spellings, word orders and typing errors are found.
    A country (code or English name) lowers the score of entities listed elsewhere; an id
    (registration number and the like) that a list prints is a match whatever the name.
    no_match is never clearance. Ended listings are shown with is_current false.
    """
    from pipelines.screening.listed import (
        country_codes,
        listed_names,
        snapshot,
    )
    from pipelines.screening.verdicts import Screen

    place = locate(warehouse)
    database = place.published
    asked = read_names(names, country_codes(database))
    screen = Screen(listed_names(database))
    answers = [screen.look_up(each, limit) for each in asked]
    if form == "json":
        for answer in answers:
            click.echo(json.dumps(_record(answer), ensure_ascii=False))
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(row for answer in answers for row in _rows(answer))
    else:
        rows = [[_cut(cell) for cell in row] for answer in answers for row in _rows(answer)]
        click.echo(render(COLUMNS, rows))
        click.echo()
    note_refusal(place)
    seen_on, is_sample = snapshot(database)
    for line in _remarks(answers, seen_on, is_sample):
        click.echo(line, err=form is not None)


def read_names(path: Path, countries: Mapping[str, str]) -> list[Asked]:
    """The names to look up. Raises ChipwatchError, which names file and line."""
    from pipelines.screening.verdicts import Asked

    asked = []
    for line, cells in _records(path):
        if not cells["name"]:
            raise ChipwatchError(
                f"{path}, line {line}: the column `name` is empty.",
                "fill it in, or take the line out.",
            )
        country = cells.get("country", "")
        code = countries.get(country.casefold(), "")
        if country and not code:
            raise ChipwatchError(
                f"{path}, line {line}: there is no country {country!r}.",
                "write its two-letter code (CN) or English name, or leave the cell empty.",
            )
        asked.append(Asked(cells["name"], code, cells.get("id", "")))
    if not asked:
        raise ChipwatchError(f"{path} holds no names.", "put one name a line under `name`.")
    return asked


def _records(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Lines with their numbers and the known columns, stripped; blank lines are passed over."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (FileNotFoundError, IsADirectoryError) as error:
        raise ChipwatchError(
            f"There is no file {path}.", "give a CSV in UTF-8 with a column `name`."
        ) from error
    except UnicodeDecodeError as error:
        raise ChipwatchError(
            f"{path} is not UTF-8 (byte {error.start}).", "save it as CSV in UTF-8 and try again."
        ) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip().casefold() for name in next(reader, [])]
        if header.count("name") != 1:
            raise ChipwatchError(
                f"{path} needs one column `name`; it has {', '.join(header) or 'no column'}.",
                "name the column with the names `name`; `country` and `id` may stand beside it.",
            )
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                raise ChipwatchError(
                    f"{path}, line {reader.line_num}: {len(cells)} cells, the header has "
                    f"{len(header)}.",
                    "put a name with a comma in quotes.",
                )
            record = dict(zip(header, (cell.strip() for cell in cells), strict=True))
            yield (
                reader.line_num,
                {name: record[name] for name in READ_COLUMNS if name in record},
            )
    except csv.Error as error:
        raise ChipwatchError(
            f"{path} is not a readable CSV: line {reader.line_num}, {error}.",
            "close the quotes on that line, or export the file anew.",
        ) from error


def _rows(answer: Answer) -> list[list[Any]]:
    if not answer.candidates:
        return [[answer.asked.name, answer.verdict, *[None] * (len(COLUMNS) - 3), False]]
    return [
        [
            answer.asked.name,
            answer.verdict_on(candidate),
            *_candidate(candidate).values(),
            answer.is_ambiguous,
        ]
        for candidate in answer.candidates
    ]


def _cut(cell: Any) -> Any:
    """A cell for reading: long names are cut here, never in CSV or JSON."""
    return f"{cell[: WIDEST - 1]}…" if isinstance(cell, str) and len(cell) > WIDEST else cell


def _candidate(candidate: Candidate) -> dict[str, Any]:
    listed = candidate.listed
    method = candidate.method + (", another country" if candidate.is_other_country else "")
    return {
        "score": round(candidate.score, 3),
        "listed_entity": listed.entity_name,
        "alias_matched": listed.listed_name,
        "list_code": listed.list_code,
        "legal_effect": listed.legal_effect,
        "since": listed.listed_since_on,
        "is_current": listed.is_current,
        "citation": listed.citation,
        "vendor": listed.vendor_id,
        "method": method,
    }


def _record(answer: Answer) -> dict[str, Any]:
    record: dict[str, Any] = {
        "name": answer.asked.name,
        "verdict": answer.verdict,
        "is_ambiguous": answer.is_ambiguous,
        "candidates": [
            {"verdict": answer.verdict_on(candidate), **_candidate(candidate)}
            for candidate in answer.candidates
        ],
    }
    return record if answer.candidates else {**record, "note": NO_CLEARANCE}


def _remarks(answers: Sequence[Answer], seen_on: str | None, is_sample: bool) -> Iterator[str]:
    counts = {"match": 0, "possible": 0, "no_match": 0}
    for answer in answers:
        counts[answer.verdict] += 1
    told = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
    yield f"{len(answers)} names: {told}; newest list snapshot {seen_on or 'none'}."
    if any(answer.is_ambiguous for answer in answers):
        yield AMBIGUOUS
    if any(not c.listed.is_current for answer in answers for c in answer.candidates):
        yield ENDED
    if any(c.listed.listed_since_on is None for answer in answers for c in answer.candidates):
        yield NO_DATE
    if counts["no_match"]:
        yield NO_CLEARANCE
    if is_sample:
        yield "The lists here are the bundled sample, a small part of the real ones (is_sample)."
