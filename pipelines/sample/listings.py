"""Composes `csl/entries`: the bulk CSV of the Consolidated Screening List, for AI-chip firms.

Belongs here: the 29-column layout. The defects the real list has are kept on purpose, each named
in the column `shown_defect` of the inputs.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence

from pipelines.sample.payloads import (
    INPUTS_FOLDER,
    Composed,
    ComposeError,
    Row,
    parts,
    read_table,
)

_URL = "https://data.trade.gov/downloadable_consolidated_screening_list/v1/consolidated.csv"
HEADER = (
    "_id", "source", "entity_number", "type", "programs", "name", "title", "addresses",
    "federal_register_notice", "start_date", "end_date", "standard_order", "license_requirement",
    "license_policy", "call_sign", "vessel_type", "gross_tonnage", "gross_registered_tonnage",
    "vessel_flag", "vessel_owner", "remarks", "source_list_url", "alt_names", "citizenships",
    "dates_of_birth", "nationalities", "places_of_birth", "source_information_url", "ids",
)  # fmt: skip
_COLUMNS = (
    "list_code", "entity_number", "type", "programs", "name", "alt_names", "addresses",
    "federal_register_notice", "start_date", "license_requirement", "license_policy", "ids",
    "recollected_fields", "source", "shown_defect",
)  # fmt: skip
_COPIED = (
    "entity_number", "type", "programs", "name", "alt_names", "addresses",
    "federal_register_notice", "start_date", "ids",
)  # fmt: skip


def compose() -> list[Composed]:
    """One bulk file with every entry of the inputs."""
    rows = read_table(INPUTS_FOLDER / "screening_list_entries.csv", _COLUMNS)
    lists = {
        row["list_code"]: row
        for row in read_table(INPUTS_FOLDER / "screening_list_names.csv", ("list_code", "source"))
    }
    phrases = {
        (row["kind"], row["key"]): row["text"]
        for row in read_table(INPUTS_FOLDER / "license_phrases.csv", ("kind", "key", "text"))
    }
    stream = io.StringIO()
    stream.write(",".join(HEADER) + "\n")
    writer = csv.DictWriter(stream, HEADER, restval="", quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows(_entry(row, lists, phrases) for row in rows)
    return [
        Composed(
            source="csl",
            dataset="entries",
            payload=stream.getvalue().encode(),
            url=_URL,
            content_type="text/csv",
            note=_note(rows),
        )
    ]


def _entry(
    row: Row, lists: Mapping[str, Row], phrases: Mapping[tuple[str, str], str]
) -> dict[str, str]:
    try:
        list_row = lists[row["list_code"]]
        requirement = phrases["requirement", row["license_requirement"]]
        policy = phrases["policy", row["license_policy"]]
    except KeyError as error:
        raise ComposeError(
            f"the entry {row['name']!r} names {error}, unknown to the other input files; add it"
        ) from error
    identity = "|".join(row[column] for column in _COLUMNS[:9])
    return {
        **{column: row[column] for column in _COPIED},
        "_id": row["entity_number"] or hashlib.sha256(identity.encode()).hexdigest()[:56],
        "source": list_row["source"],
        "license_requirement": requirement,
        "license_policy": policy,
        "source_list_url": list_row["source_list_url"],
        "source_information_url": list_row["source_information_url"],
    }


def _note(rows: Sequence[Row]) -> str:
    recollected = "; ".join(
        f"{row['name']}: {', '.join(parts(row['recollected_fields']))}"
        for row in rows
        if row["recollected_fields"]
    )
    return (
        f"Composed, never served by trade.gov: {len(rows)} rows of the screening lists for firms"
        " around AI chips. Names, aliases and citations are those of the lists; start_date is the"
        " day the listing rule took effect (the list itself often prints the publication day);"
        " addresses are cut to city and country; identifiers are made up; license texts are short"
        " forms. Some rows carry defects of the real list on purpose."
        f" Recollected, to be checked against the source: {recollected or 'nothing'}."
    )
