"""Parser of `gleif/relationships`: the CSV golden copy of level 2 (RR-CDF) or lines of it, to rows.

Belongs here: that form, the period that is the relationship's own. Does not belong here: what a
relationship means for an owner rule (dbt), or who an LEI is (`entities.py`).
"""

from __future__ import annotations

from datetime import date

from pipelines.parsing.csv_records import CsvTable, Record, cell, required_cell
from pipelines.parsing.records import BadRecord, Parsed, RowCollector, brief
from pipelines.sources.gleif.cells import day, lei
from pipelines.specs import DatasetSpec

COLUMNS = (
    "Relationship.StartNode.NodeID",
    "Relationship.EndNode.NodeID",
    "Relationship.RelationshipType",
    "Relationship.RelationshipStatus",
    "Registration.InitialRegistrationDate",
    "Registration.LastUpdateDate",
    "Registration.RegistrationStatus",
)
PERIODS = 5
OF_THE_RELATIONSHIP = "RELATIONSHIP_PERIOD"
READ = (
    *COLUMNS,
    "Relationship.StartNode.NodeIDType",
    "Relationship.EndNode.NodeIDType",
    *(
        f"Relationship.Period.{number}.{part}"
        for number in range(1, PERIODS + 1)
        for part in ("startDate", "endDate", "periodType")
    ),
    "Registration.ValidationSources",
    "Registration.ValidationReference",
)
"""Every column that is read."""


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """Relationships in file order: the start node is consolidated, managed or run by the end node.

    Rejects: bad_lei, missing_kind, bad_node (not an LEI), bad_date, column_count, duplicate.
    Raises PayloadError: the error answers, empty, malformed (another file, such as the level 1
    golden copy or the reporting exceptions).
    """
    rows = RowCollector(spec)
    table = CsvTable(payload, "a level 2 golden copy of LEI records", COLUMNS)
    rows.keep_each(table.records(rows), _row)
    return rows.finish()


def _row(record: Record) -> dict[str, object]:
    for side in ("StartNode", "EndNode"):
        kind = cell(record, f"Relationship.{side}.NodeIDType") or "LEI"
        if kind != "LEI":
            raise BadRecord("bad_node", f"the {side} is {brief(kind)}, expected LEI")
    began_on, ended_on = _period(record)
    return {
        "start_lei": lei(record, "Relationship.StartNode.NodeID"),
        "end_lei": lei(record, "Relationship.EndNode.NodeID"),
        "relationship_kind": required_cell(record, "Relationship.RelationshipType", "missing_kind"),
        "relationship_status": cell(record, "Relationship.RelationshipStatus"),
        "began_on": began_on,
        "ended_on": ended_on,
        "registered_on": day(record, "Registration.InitialRegistrationDate"),
        "updated_on": day(record, "Registration.LastUpdateDate"),
        "registration_status": cell(record, "Registration.RegistrationStatus"),
        "corroboration": cell(record, "Registration.ValidationSources"),
        "reference": cell(record, "Registration.ValidationReference"),
    }


def _period(record: Record) -> tuple[date | None, date | None]:
    """Begin and end of the relationship itself; the other periods are of accounts and filings."""
    for number in range(1, PERIODS + 1):
        place = f"Relationship.Period.{number}"
        if cell(record, f"{place}.periodType") == OF_THE_RELATIONSHIP:
            return day(record, f"{place}.startDate"), day(record, f"{place}.endDate")
    return None, None
