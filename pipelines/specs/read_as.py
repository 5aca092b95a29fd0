"""What the rows of a dataset are read as, by the code that knows no source: `read_as` of a spec.

Belongs here: the kinds there are, the columns each kind needs, and their validation. Does not
belong here: how rows of a kind are read (`derived/`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.specs.yaml_node import Node, SpecError

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "headlines": ("title",),
    "documents": (
        "document_number",
        "title",
        "document_type",
        "abstract",
        "action",
        "publication_date",
        "agency_slugs",
        "cfr_references",
        "correction_of",
        "regulation_id_numbers",
        "docket_ids",
    ),
    "list_entries": ("entry_key", "list_code", "name", "alt_names", "entry_type"),
}
"""By kind, the columns that a dataset read as it has.

headlines: what newsrooms wrote, read for government measures; the spec names the column of the day
(`date`). documents: what the US government published, read for measures on chips. list_entries:
parties on lists, linked to vendors.
"""


@dataclass(frozen=True)
class ReadAs:
    """The kind of the rows; of headlines also the column of the day they were published or seen."""

    kind: str
    date: str = ""


def parse_read_as(node: Node, types: Mapping[str, str]) -> ReadAs:
    """The declaration of a dataset whose columns have these types. Raises SpecError."""
    names = node.names()
    if len(names) != 1 or names[0] not in COLUMNS:
        raise SpecError(f"{node.place}: expected one of {', '.join(COLUMNS)}")
    kind = names[0]
    member = node.node(kind)
    member.only({"date"} if kind == "headlines" else set())
    missing = [column for column in COLUMNS[kind] if column not in types]
    if missing:
        raise SpecError(f"{node.place}: {kind} need the columns {', '.join(missing)}")
    if kind != "headlines":
        return ReadAs(kind)
    date = member.text("date")
    if types.get(date) != "date32":
        raise member.wrong("date", "a date32 column of the schema")
    return ReadAs(kind, date)
