"""`chipwatch extract --documents`: JSON lines of documents in, a CSV of what they are out.

Belongs here: reading that file line by line, and saying what is wrong with a line.
Does not belong here: any reading of a document (pipelines/derived/event_candidates/documents).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from pipelines.cli.csv_files import read_bytes, write_csv
from pipelines.derived.event_candidates.documents import Document, document_of, judge_all

COLUMNS = (
    "document_number",
    "relevance",
    "instrument",
    "action_type",
    "direction",
    "stage",
    "reasons",
)


def extract_documents(documents_path: Path, output_path: Path) -> None:
    """Write what the documents of a file are. Raises ChipwatchError, which names the file."""
    content = read_bytes(documents_path, "--documents", "the file with a JSON object a line")
    documents: list[Document] = []
    skipped = 0
    for number, found in read_lines(content):
        if isinstance(found, str):
            skipped += 1
            click.echo(f"{documents_path}, line {number} skipped: {found}", err=True)
            continue
        document, wrong = found
        documents.append(document)
        if wrong:
            click.echo(
                f"{documents_path}, line {number}: {', '.join(wrong)} read as missing "
                "where the value has another type than the register's",
                err=True,
            )
    judgements = judge_all(documents)
    write_csv(
        output_path,
        COLUMNS,
        (
            [
                _writable(document.document_number),
                judgement.relevance,
                *(
                    ("", "", "", "")
                    if judgement.relevance == "none"
                    else (
                        judgement.instrument,
                        judgement.action_type,
                        judgement.direction,
                        judgement.stage,
                    )
                ),
                _writable(judgement.reason),
            ]
            for document, judgement in zip(documents, judgements, strict=True)
        ),
    )
    counts = ", ".join(
        f"{sum(judgement.relevance == relevance for judgement in judgements)} {relevance}"
        for relevance in ("core", "context", "review", "none")
    )
    click.echo(
        f"{len(documents)} documents ({counts}), {skipped} lines skipped: {output_path}", err=True
    )


def read_lines(content: bytes) -> Iterator[tuple[int, tuple[Document, list[str]] | str]]:
    """Each line that is not blank, by its number: a document, or what is wrong with the line."""
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line.decode("utf-8"))
        except UnicodeDecodeError as error:
            yield number, f"not UTF-8 (byte {error.start} of the line); save the file as UTF-8"
        except (ValueError, RecursionError) as error:
            yield number, f"no JSON ({str(error)[:80]}); write one JSON object on each line"
        else:
            if isinstance(record, dict):
                yield number, document_of(record)
            else:
                yield number, f"JSON, but no object: {line[:40].decode('utf-8', 'replace')}"


def _writable(text: str) -> str:
    """Half of a surrogate pair, which JSON can name and UTF-8 cannot write, becomes `?`."""
    return text.encode("utf-8", "replace").decode("utf-8")
