"""Parser of `gleif/entities`: the CSV golden copy of level 1 (LEI-CDF), or lines of it, to rows.

Belongs here: that form, all names of a legal entity. Does not belong here: whether a name is that
of a listed party (dbt), or who owns whom (`relationships.py`).
"""

from __future__ import annotations

from pipelines.parsing.csv_records import CsvTable, Record, cell, required_cell
from pipelines.parsing.records import Parsed, RowCollector
from pipelines.sources.gleif.cells import day, lei
from pipelines.specs import DatasetSpec

COLUMNS = (
    "LEI",
    "Entity.LegalName",
    "Entity.LegalAddress.Country",
    "Entity.EntityStatus",
    "Registration.RegistrationStatus",
)
OTHER_NAMES = tuple(
    f"Entity.{kind}s.{kind}.{number}"
    for kind in ("OtherEntityName", "TransliteratedOtherEntityName")
    for number in range(1, 6)
)
READ = (
    *COLUMNS,
    *OTHER_NAMES,
    "Entity.HeadquartersAddress.Country",
    "Entity.RegistrationAuthority.RegistrationAuthorityID",
    "Entity.RegistrationAuthority.RegistrationAuthorityEntityID",
    "Entity.EntityCategory",
    "Registration.LastUpdateDate",
)
"""Every column that is read; a golden copy has some three hundred more."""


def parse(payload: bytes, spec: DatasetSpec) -> Parsed:
    """Legal entities in file order.

    Rejects: bad_lei, missing_name, bad_date, column_count, duplicate. Raises PayloadError: the
    error answers, empty, malformed (another file, such as the level 2 golden copy).
    """
    rows = RowCollector(spec)
    table = CsvTable(payload, "a level 1 golden copy of LEI records", COLUMNS)
    rows.keep_each(table.records(rows), _row)
    return rows.finish()


def _row(record: Record) -> dict[str, object]:
    legal_name = required_cell(record, "Entity.LegalName", "missing_name")
    names = (cell(record, name) for name in OTHER_NAMES)
    others = dict.fromkeys(name for name in names if name is not None and name != legal_name)
    return {
        "lei": lei(record, "LEI"),
        "legal_name": legal_name,
        "other_names": list(others),
        "country": cell(record, "Entity.LegalAddress.Country"),
        "headquarters_country": cell(record, "Entity.HeadquartersAddress.Country"),
        "registration_authority": cell(
            record, "Entity.RegistrationAuthority.RegistrationAuthorityID"
        ),
        "registration_number": cell(
            record, "Entity.RegistrationAuthority.RegistrationAuthorityEntityID"
        ),
        "category": cell(record, "Entity.EntityCategory"),
        "entity_status": cell(record, "Entity.EntityStatus"),
        "registration_status": cell(record, "Registration.RegistrationStatus"),
        "updated_on": day(record, "Registration.LastUpdateDate"),
    }
