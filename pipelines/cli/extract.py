"""`chipwatch extract`: a CSV of headlines in, the same headlines with what they report out.

Belongs here: reading and writing the two files, and saying what is wrong with the first.
Does not belong here: any reading of a headline (pipelines/derived/event_candidates/headlines),
files of documents (extract_documents.py).
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from pipelines.cli.csv_files import read_bytes, write_csv
from pipelines.errors import ChipwatchError

ANSWER_COLUMNS = (
    "is_event",
    "score",
    "instrument",
    "issuer_jurisdiction",
    "vendors",
    "chips",
    "story_id",
    "direction",
    "stage",
    "needs_review",
    "probability",
    "instrument_probability",
    "second_instrument",
    "second_probability",
    "measures",
    "reason",
)
READ_COLUMNS = ("headline", "published_on", "language", "url", "first_seen")


@click.command("extract")
@click.option(
    "--input",
    "input_path",
    type=click.Path(path_type=Path),
    help="CSV in UTF-8 with a column headline; published_on, language and url are optional.",
)
@click.option(
    "--documents",
    "documents_path",
    type=click.Path(path_type=Path),
    help="Federal Register documents instead: a JSON object a line, fields as its API names them.",
)
@click.option(
    "--output",
    "output_path",
    type=click.Path(path_type=Path),
    required=True,
    help="CSV to write; it is replaced.",
)
def command(input_path: Path | None, documents_path: Path | None, output_path: Path) -> None:
    """Say for each headline whether it reports a government measure on AI chips or their makers.

    The output has one row for each row of the input, in the same order: headline (and
    published_on, language, url, first_seen where given), then is_event (1 or 0), score (the sum of
    the rules' weights), instrument, issuer_jurisdiction, vendors and chips (names between
    semicolons), story_id, direction (tighten or loosen) and stage; needs_review (1 where a person
    should decide: what is an event without it can be published), probability that it is an event,
    instrument_probability, second_instrument with second_probability, measures (2 when both
    instruments are reported) and reason. Give published_on (YYYY-MM-DD) for good story ids, and
    first_seen (when you met the headline) to keep the ids when older headlines are added.

    With --documents the output says of each document: document_number, relevance (core, context,
    none, or review: a person has to look), instrument, action_type, direction, stage and reasons.
    Any field of a document may be missing; a line that is no document is told and skipped.
    """
    if (input_path is None) == (documents_path is None):
        raise click.UsageError("Give either --input (headlines) or --documents, and not both.")
    if documents_path is not None:
        from pipelines.cli.extract_documents import extract_documents

        extract_documents(documents_path, output_path)
    if input_path is not None:
        _extract_headlines(input_path, output_path)


def _extract_headlines(input_path: Path, output_path: Path) -> None:
    columns, rows = read_headlines(input_path)
    answers = _answers(columns, rows)
    write_csv(
        output_path,
        [*columns, *ANSWER_COLUMNS],
        ([*row, *answer] for row, answer in zip(rows, answers, strict=True)),
    )
    found = sum(answer[0] == "1" for answer in answers)
    doubtful = sum(answer[ANSWER_COLUMNS.index("needs_review")] == "1" for answer in answers)
    click.echo(
        f"{len(rows)} headlines, {found} of them events, {doubtful} to review: {output_path}",
        err=True,
    )


def read_headlines(path: Path) -> tuple[list[str], list[list[str]]]:
    """Names and values of the known columns. Raises ChipwatchError, which names the file."""
    given = read_bytes(path, "--input", "the CSV with the headlines")
    try:
        content = given.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ChipwatchError(
            f"{path} is not UTF-8 (byte {error.start}).",
            "save it as CSV in UTF-8 and try again.",
        ) from error
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        records = [record for record in reader if record]
    except csv.Error as error:
        raise ChipwatchError(
            f"{path} is not a readable CSV: line {reader.line_num}, {error}.",
            "close the quotes on that line, or export the file anew.",
        ) from error
    if "headline" not in header:
        raise ChipwatchError(
            f"{path} has no column `headline`; it has {', '.join(header) or 'no column at all'}.",
            "name the column with the titles `headline`.",
        )
    columns = [name for name in READ_COLUMNS if name in header]
    places = [header.index(name) for name in columns]
    return columns, [
        [record[place] if place < len(record) else "" for place in places] for record in records
    ]


def _answers(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[list[str]]:
    import contextlib

    import pyarrow as pa
    from rich.console import Console

    from pipelines.derived.event_candidates.headlines import extract

    table = pa.table(
        {
            name: pa.array([row[place] for row in rows], pa.string())
            for place, name in enumerate(columns)
        }
    )
    console = Console(stderr=True)
    reading = (
        console.status(f"reading {len(rows)} headlines")
        if sys.stderr.isatty()
        else contextlib.nullcontext()
    )
    with reading:
        records = extract(table).to_pylist()
    return [
        [
            str(int(record["is_event"])),
            f"{record['score']:.4f}",
            record["instrument"],
            record["issuer_jurisdiction"],
            ";".join(record["vendors"]),
            ";".join(record["chips"]),
            record["story_id"],
            record["direction"],
            record["stage"],
            str(int(record["needs_review"])),
            f"{record['probability']:.4f}",
            f"{record['instrument_probability']:.4f}",
            record["second_instrument"],
            f"{record['second_probability']:.4f}",
            str(record["measures"]),
            record["reason"],
        ]
        for record in records
    ]
