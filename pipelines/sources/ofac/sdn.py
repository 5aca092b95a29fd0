"""Parser of `ofac/sdn`: OFAC's SDN.CSV, the parties whose property is blocked, to rows.

Belongs here: which columns of the headerless CSV the SDN list fills.
Does not belong here: addresses and further names (they are in other files of OFAC).
"""

from __future__ import annotations

import re

from pipelines.parsing.records import BadRecord, Outcome, Parsed, PayloadError, RowCollector
from pipelines.sources.ofac.consolidated import is_consolidated, read_remarks
from pipelines.sources.ofac.records import Record, read_records
from pipelines.specs import DatasetSpec

_PROGRAM = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .,()/&-]*")


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """Parties of the file. `-0-` is nothing; a 0x1A at the end of the file is passed over.

    Rejects: bad_number, missing_name, missing_program, bad_program, bad_quotes, column_count,
    duplicate. Raises
    PayloadError: forbidden and the other error answers, empty, malformed (cut off, or another
    OFAC file such as CONS_PRIM.CSV, ALT.CSV or ADD.CSV).
    """
    rows = RowCollector(spec)
    consolidated = total = 0
    for position, record in read_records(payload, rows, "SDN.CSV"):
        total += 1
        with rows.reading(position, list(record)):
            programs = record.require_party()
            _require_codes(programs)
            consolidated += is_consolidated(programs)
            rows.keep(position, _row(record, programs, rows))
    if total and consolidated == total:
        raise PayloadError(
            Outcome.MALFORMED, "every record is of the consolidated list; this is no SDN.CSV"
        )
    return rows.finish()


def _require_codes(programs: list[str]) -> None:
    """A program is a code such as SDGT, CAATSA - RUSSIA or UKRAINE-EO13661."""
    for program in programs:
        if not _PROGRAM.fullmatch(program):
            raise BadRecord("bad_program", f"{program[:40]!r} is not the code of a program")


def _row(record: Record, programs: list[str], rows: RowCollector) -> dict[str, object]:
    stated = read_remarks(record.remarks, rows)
    return {
        "entity_number": record.number,
        "name": record.name,
        "entry_type": record.kind or "Entity",
        "programs": programs,
        "title": record.title or None,
        "call_sign": record.call_sign or None,
        "vessel_type": record.vessel_type or None,
        "tonnage": record.tonnage or None,
        "gross_tonnage": record.gross_tonnage or None,
        "vessel_flag": record.vessel_flag or None,
        "vessel_owner": record.vessel_owner or None,
        "alt_names": stated["alt_names"],
        "ids": stated["ids"],
        "linked_to": stated["linked_to"],
        "remarks": record.remarks or None,
    }
