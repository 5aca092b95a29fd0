"""Composes `ofac/consolidated`: OFAC's headerless CSV of NS-CMIC companies.

Belongs here: the twelve cells, the remarks with their labels, and the file's odd end. The defects
of the real file are kept; the inputs name those of single rows in `shown_defect`.
"""

from __future__ import annotations

from datetime import date

from pipelines.sample.payloads import INPUTS_FOLDER, Composed, ComposeError, Row, parts, read_table

_URL = "https://sanctionslistservice.ofac.treas.gov/api/download/CONS_PRIM.CSV"
_NOTHING = "-0- "
_END_OF_FILE = b"\x1a"
_COLUMNS = (
    "entity_number", "name", "alt_names", "listed_on", "effective_on", "divestment_on",
    "target_type", "tickers", "linked_to", "recollected_fields", "source", "shown_defect",
)  # fmt: skip


def compose() -> list[Composed]:
    """One file with every party of the inputs."""
    rows = read_table(INPUTS_FOLDER / "ofac_parties.csv", _COLUMNS)
    recollected = "; ".join(
        f"{row['name']}: {row['recollected_fields']}" for row in rows if row["recollected_fields"]
    )
    return [
        Composed(
            source="ofac",
            dataset="consolidated",
            payload="".join(_line(row) for row in rows).encode("ascii") + _END_OF_FILE,
            url=_URL,
            content_type="text/csv",
            note=(
                f"Composed, never served by OFAC: {len(rows)} NS-CMIC companies around chips,"
                " cameras and telecommunications. Names and dates are those of the list; securities"
                " and registration numbers are left out but for some tickers."
                f" Recollected, to be checked against the source: {recollected}."
            ),
        )
    ]


def _line(row: Row) -> str:
    cells = [
        row["entity_number"],
        _quoted(row["name"]),
        _NOTHING,
        _quoted("CMIC-EO13959"),
        *[_NOTHING] * 7,
        _quoted(_remarks(row)),
    ]
    return ",".join(cells) + "\r\n"


def _remarks(row: Row) -> str:
    fragments = [
        *_labelled("Equity Ticker", parts(row["tickers"])),
        *_labelled("Issuer Name", [name for name in parts(row["alt_names"]) if " " in name]),
        *([f"Target Type {row['target_type']}"] if row["target_type"] else []),
        f"Effective Date (CMIC) {_day(row, 'effective_on')}",
        f"Purchase/Sales For Divestment Date (CMIC) {_day(row, 'divestment_on')}",
        f"Listing Date (CMIC) {_day(row, 'listed_on')}",
        *(f"a.k.a. '{name}'" for name in parts(row["alt_names"]) if " " not in name),
        *(f"Linked To: {name}" for name in parts(row["linked_to"])),
    ]
    text = "; ".join(fragments)
    return text if text.endswith(".") else f"{text}."


def _labelled(label: str, values: list[str]) -> list[str]:
    return [f"{'alt. ' if at else ''}{label} {value}" for at, value in enumerate(values)]


def _day(row: Row, column: str) -> str:
    try:
        return date.fromisoformat(row[column]).strftime("%d %b %Y")
    except ValueError as error:
        raise ComposeError(f"{column} of the party {row['name']!r} is no date; mend it") from error


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
