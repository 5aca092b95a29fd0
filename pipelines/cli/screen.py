"""`chipwatch screen`: names looked up on the screening lists of the published warehouse.

Belongs here: the options, printing the answers and what an answer rests on and does not mean.
Does not belong here: reading the names, or how they are compared (pipelines/screening).
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli.options import warehouse_option
from pipelines.cli.refusal import note_refusal
from pipelines.cli.tables import in_words, render
from pipelines.errors import ChipwatchError
from pipelines.labels import Labels
from pipelines.releases.query import labels_of
from pipelines.warehouse import locate

if TYPE_CHECKING:
    from pipelines.screening.listed import ConsultedList
    from pipelines.screening.verdicts import Answer, Candidate

COLUMNS = (
    "name", "verdict", "score", "listed_entity", "alias_matched", "list_code", "legal_effect",
    "since", "is_current", "citation", "vendor", "method", "is_ambiguous",
)  # fmt: skip
BASIS_COLUMNS = (
    "lists_consulted", "lists_not_held", "oldest_list_on", "oldest_list_age_days",
    "unread_entries", "is_sample",
)  # fmt: skip
WIDEST = 48
STDIN = "-"
SAID = {
    COLUMNS.index("verdict"): "screening_verdict",
    COLUMNS.index("list_code"): "list_code",
    COLUMNS.index("legal_effect"): "legal_effect",
    COLUMNS.index("method"): "screening_method",
}
"""Columns whose values are written in words for reading; in CSV and JSON they stay as they are."""
NO_CLEARANCE = (
    "No match is never clearance: it says only that no name on the lists held here is near this "
    "one. Lists are incomplete, owners are not looked at, and names are written in many ways."
)
ENDED = "is_current false: the listing has ended, or the newest snapshot of its list lacks it."
NO_DATE = "since is empty where neither the list nor its rule gives a day."
AMBIGUOUS = (
    "is_ambiguous: different listed entities stand for the name equally well; a person decides."
)


@click.command("screen")
@click.argument("names", type=click.Path(path_type=Path, allow_dash=True), metavar="NAMES")
@warehouse_option
@click.option("--json", "form", flag_value="json", help="Print one JSON object a name.")
@click.option("--csv", "form", flag_value="csv", help="Print CSV with a header.")
@click.option(
    "--column",
    default="name",
    show_default=True,
    help="Header of the column with the names, or its number from 1.",
)
@click.option(
    "--encoding",
    metavar="NAME",
    help="Encoding of the text (gbk, big5, cp1252 …) where nothing in it says so.",
)
@click.option(
    "--limit",
    type=click.IntRange(1, 50),
    default=5,
    show_default=True,
    help="Listed entities shown for a name at most, besides further lists of the same firm.",
)
def command(
    names: Path,
    warehouse: Path | None,
    form: str | None,
    column: str,
    encoding: str | None,
    limit: int,
) -> None:
    """Look up the names in the file NAMES (- for standard input) on the lists.

    NAMES is an Excel sheet (.xlsx) or delimited text with a header: a column of names (--column),
    and country and id where there are any. Delimiters are comma, semicolon, tab or |; without one
    every line is a name.

    The verdict is match, possible or no_match, with a score from 0 to 1, the listed entity and
    the alias that gave it, the list and what it means in law, since when, and the citation; one
    row a listing. Names in English and Chinese, in Cyrillic, Greek, Japanese, Korean and Arabic
    letters, pinyin, other spellings, word orders and typing errors are found. A country (a code
    or name in any usual form) lowers the score of entities listed elsewhere; an id
    (registration number and the like) that a list prints is a match whatever the name. Every
    answer says which lists were consulted, as of which day, and what they lack. no_match is
    never clearance. Ended listings are shown with is_current false. The command ends with 1
    when a row could not be looked up.
    """
    from pipelines.screening.listed import consulted_lists, listed_names
    from pipelines.screening.name_files import read_names
    from pipelines.screening.verdicts import Screen

    place = locate(warehouse)
    database = place.published
    content, called = _content(names)
    file = read_names(content, called, column, encoding)
    lists = consulted_lists(database)
    screen = Screen(listed_names(database))
    answers = [screen.look_up(asked, limit) for asked in file.asked]
    today, labels = datetime.now(UTC).date(), labels_of(database)
    if form == "json":
        for answer in answers:
            record = {**_record(answer), "lists": _basis(lists, today)}
            click.echo(json.dumps(record, ensure_ascii=False))
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow([*COLUMNS, *BASIS_COLUMNS])
        basis = _basis_cells(lists, today)
        writer.writerows([*row, *basis] for answer in answers for row in _rows(answer))
    else:
        rows = in_words(labels, [row for answer in answers for row in _rows(answer)], SAID)
        click.echo(render(COLUMNS, [[_cut(cell) for cell in row] for row in rows]))
        click.echo()
    note_refusal(place)
    remarks = [*_remarks(answers, labels), *_basis_remarks(lists, today, labels), *file.ignored]
    for line in remarks:
        click.echo(line, err=form is not None)
    for told in file.not_screened:
        click.echo(f"not looked up: {told}", err=True)
    if file.not_screened:
        raise click.exceptions.Exit(1)


def _content(names: Path) -> tuple[bytes, str]:
    """The bytes of the file or of standard input, and what to call them."""
    if str(names) == STDIN:
        return sys.stdin.buffer.read(), "standard input"
    try:
        return names.read_bytes(), str(names)
    except OSError as error:
        raise ChipwatchError(
            f"There is no file {names} that can be read.",
            "give a CSV in UTF-8 or an .xlsx with a column `name`, or - for standard input.",
        ) from error


def _basis(lists: Sequence[ConsultedList], today: date) -> dict[str, Any]:
    """What an answer rests on, for JSON."""
    return {
        "consulted": [
            {
                "list_code": each.list_code,
                "list_name": each.list_name,
                "as_of": each.as_of_on,
                "age_days": each.age_days(today),
                "is_curated": each.is_curated,
                "listing_count": each.listing_count,
                "unread_entries": each.unread_count,
                "is_sample": each.is_sample,
            }
            for each in lists
            if each.listing_count
        ],
        "not_held": [each.list_code for each in lists if not each.listing_count],
    }


def _basis_cells(lists: Sequence[ConsultedList], today: date) -> list[Any]:
    """What an answer rests on, for the columns of CSV."""
    held = [each for each in lists if each.listing_count]
    oldest = min(
        (each for each in held if each.as_of_on), key=lambda e: str(e.as_of_on), default=None
    )
    return [
        "; ".join(f"{each.list_code} {each.as_of_on or 'without a day'}" for each in held),
        "; ".join(each.list_code for each in lists if not each.listing_count),
        oldest.as_of_on if oldest else None,
        oldest.age_days(today) if oldest else None,
        "; ".join(f"{each.list_code} {each.unread_count}" for each in held if each.unread_count),
        any(each.is_sample for each in held),
    ]


def _basis_remarks(lists: Sequence[ConsultedList], today: date, labels: Labels) -> Iterator[str]:
    """What the answers rest on, for reading."""
    held = [each for each in lists if each.listing_count]
    yield "Lists consulted:" if held else "No list is held here: nothing was consulted."
    for each in held:
        kind = "newest edition, entered by hand" if each.is_curated else "newest snapshot"
        unread = f"; {each.unread_count} entries of its file unread" if each.unread_count else ""
        name, day = labels.shown("list_code", each.list_code), each.as_of_on or "without a day"
        yield (
            f"  {name:18} {kind} {day} "
            f"({each.age_days(today)} days old), {each.listing_count} listings{unread}"
        )
    missing = [
        labels.shown("list_code", each.list_code) for each in lists if not each.listing_count
    ]
    if missing:
        yield f"Not held here, so not consulted: {', '.join(missing)}."
    if any(each.is_sample for each in held):
        yield "The lists here are the bundled sample, a small part of the real ones (is_sample)."


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


def _remarks(answers: Sequence[Answer], labels: Labels) -> Iterator[str]:
    counts = {"match": 0, "possible": 0, "no_match": 0}
    for answer in answers:
        counts[answer.verdict] += 1
    told = (f"{n} {labels.said('screening_verdict', one)}" for one, n in counts.items())
    yield f"{len(answers)} names: {', '.join(told)}."
    if any(answer.is_ambiguous for answer in answers):
        yield AMBIGUOUS
    if any(not c.listed.is_current for answer in answers for c in answer.candidates):
        yield ENDED
    if any(c.listed.listed_since_on is None for answer in answers for c in answer.candidates):
        yield NO_DATE
    if counts["no_match"]:
        yield NO_CLEARANCE
