"""The names to look up, out of a file as people have it.

Belongs here: Excel and delimited text, which column holds the names, what is said of a row that
cannot be used.
Does not belong here: what a name is compared with, or printing (cli/screen.py).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from openpyxl import load_workbook

from pipelines.errors import ChipwatchError
from pipelines.parsing.characters import REPLACEMENT
from pipelines.parsing.csv_records import csv_lines, read_chunks
from pipelines.parsing.records import PayloadError
from pipelines.parsing.text import decode
from pipelines.screening.countries import country_code
from pipelines.screening.verdicts import Asked

NAME, COUNTRY, ID, OWNERS = "name", "country", "id", "owners"
COUNTRY_HEADERS = frozenset({
    "country", "country code", "country_code", "country/region", "nation", "land", "pays", "país",
    "pais", "paese", "страна", "国家", "國家", "国", "국가", "国家/地区", "國家/地區",
})  # fmt: skip
"""Headers of a column with countries."""
OWNERS_HEADERS = frozenset({
    "owner", "owners", "parent", "parent company", "shareholder", "shareholders", "股东", "股東",
    "母公司",
})  # fmt: skip
"""Headers of a column with owners: `Name`, or `Name = 30` with a share, parted by semicolons."""
ID_HEADERS = frozenset({"id", "registration number", "registration no", "reg. no.", "tax id"})
DELIMITERS = ",;\t|"
_EXCEL, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_EXCEL_ERRORS = {"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!"}
_LARGEST_BOOK, _MOST_ROWS, _MOST_COLUMNS = 50_000_000, 200_000, 200

Record = tuple[int, Sequence[str] | None]
"""The number of a line and its cells; None where its quotation marks are no CSV."""


@dataclass(frozen=True)
class NameFile:
    """The names of a file, what was passed over in their rows, and the rows not looked up."""

    asked: list[Asked] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    not_screened: list[str] = field(default_factory=list)


def read_names(
    content: bytes, called: str, column: str = NAME, encoding: str | None = None
) -> NameFile:
    """The names in a column of an Excel sheet or of delimited text.

    Args:
        content: the bytes of the file. The delimiter (comma, semicolon, tab or `|`) is the one that
            parts the header; without one every line is a name.
        called: what messages call the file.
        column: the header of the column with the names, upper or lower case, or its number from 1.
            `country`, `id` and `owner` may stand beside it.
        encoding: that of the text; found out as for payloads (`parsing/text.py`) when none is
            given.

    Raises:
        ChipwatchError: not such a file, no such column, or no name in it.
    """
    is_excel = content.startswith(_EXCEL)
    records = _excel(content, called) if is_excel else _text(content, called, encoding)
    _, header = next(records, (0, ()))
    header = header or ()
    at = _columns(header, called, column)
    found = NameFile()
    for line, record in records:
        if record is None:
            told = "its quotation marks are no CSV; close them"
            found.not_screened.append(f"{called}, line {line}: {told}.")
            continue
        cells = [*record, *[""] * (len(header) - len(record))]
        if not any(cells):
            continue
        if any(cells[len(header) :]):
            told = f"{len(cells)} cells, the header has {len(header)}; put a name with a delimiter"
            found.not_screened.append(f"{called}, line {line}: {told} in quotes.")
            continue
        if not cells[at[NAME]]:
            found.not_screened.append(f"{called}, line {line}: there is no name in it.")
            continue
        name = cells[at[NAME]]
        if name in _EXCEL_ERRORS or not any(sign.isalpha() for sign in name):
            found.not_screened.append(f"{called}, line {line}: {name!r} is no name.")
            continue
        if REPLACEMENT in name:
            found.ignored.append(
                f"{called}, line {line}: a character of {name!r} is damaged; the rest is looked up."
            )
        values = {name: cells[place] for name, place in at.items()}
        code = country_code(values.get(COUNTRY, ""))
        if values.get(COUNTRY) and not code:
            found.ignored.append(
                f"{called}, line {line}: there is no country {values[COUNTRY]!r}; the name is "
                "looked up without it."
            )
        found.asked.append(Asked(name, code, values.get(ID, ""), values.get(OWNERS, "")))
    if not found.asked:
        more = "".join(f"\n  {told}" for told in found.not_screened)
        raise ChipwatchError(
            f"{called} holds no names.{more}", "put one name a line below its header."
        )
    return found


def _columns(header: Sequence[str], called: str, column: str) -> dict[str, int]:
    """Where the known columns stand. Raises ChipwatchError unless the names have one."""
    names = [name.casefold() for name in header]
    wanted = column.strip().casefold()
    places = [at for at, name in enumerate(names) if name == wanted]
    if not places and wanted.isdigit() and 1 <= int(wanted) <= len(names):
        places = [int(wanted) - 1]
    if len(places) != 1:
        has = ", ".join(name for name in header if name) or "no column"
        raise ChipwatchError(
            f"{called} needs one column `{column}`; it has {has}.",
            "say which column holds the names: --column NAME, or its number. `country`, `id` and "
            "`owner` may stand beside it.",
        )
    more = {COUNTRY: COUNTRY_HEADERS, ID: ID_HEADERS, OWNERS: OWNERS_HEADERS}
    found = {
        column: [at for at, name in enumerate(names) if name in headers and at != places[0]]
        for column, headers in more.items()
    }
    return {**{column: ats[0] for column, ats in found.items() if len(ats) == 1}, NAME: places[0]}


def _excel(content: bytes, called: str) -> Iterator[Record]:
    """The rows of the first sheet that has any, as text, each as wide as the header."""
    try:
        filled = _filled_rows(content, called)
    except ChipwatchError:
        raise
    except Exception as error:
        told = " ".join(str(error).split())[:200] or type(error).__name__
        raise ChipwatchError(
            f"{called} is not a readable Excel file ({told}).",
            "save it anew as .xlsx or as CSV in UTF-8.",
        ) from error
    if filled:
        width = max(at + 1 for at, name in enumerate(filled[0][1]) if name)
        yield from ((line, (row + [""] * width)[:width]) for line, row in filled)


def _filled_rows(content: bytes, called: str) -> list[tuple[int, list[str]]]:
    """The rows of the first sheet that has any, without the blank cells at their ends.

    What openpyxl raises for a damaged file is not declared. Raises ChipwatchError for a file that
    unpacks to more than it can hold.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        unpacked = sum(part.file_size for part in packed.infolist())
    if unpacked > _LARGEST_BOOK:
        raise _too_large(called, f"it unpacks to {unpacked / 1e6:.0f} MB")
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        filled = []
        rows = sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True)
        for line, row in enumerate(rows, start=1):
            cells = [_cell(value) for value in row]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                filled.append((line, cells))
            if len(filled) > _MOST_ROWS:
                raise _too_large(called, f"it has more than {_MOST_ROWS:,} rows")
        if filled:
            return filled
    return []


def _too_large(called: str, why: str) -> ChipwatchError:
    return ChipwatchError(
        f"{called} is too large to look up at once: {why}.",
        "save the sheet as CSV in UTF-8, in parts.",
    )


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else " ".join(str(value).split())


def _text(content: bytes, called: str, encoding: str | None) -> Iterator[Record]:
    if content.startswith(_OLD_EXCEL):
        raise ChipwatchError(
            f"{called} is an Excel file of the old kind (.xls).", "save it as .xlsx or as CSV."
        )
    try:
        text = decode(content, f"text/plain; charset={encoding}" if encoding else None)
    except PayloadError as error:
        raise ChipwatchError(
            f"{called} cannot be read as text: its encoding is unknown.",
            "say which one it is (--encoding gbk, big5, cp1252 …), or save it as CSV in UTF-8 or "
            "as .xlsx.",
        ) from error
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    if delimiter not in first:
        yield from _lines(text)
        return
    width = first.count(delimiter) + 1
    for chunk in read_chunks(csv_lines(text), (width,), delimiter):
        cells = chunk.cells
        yield chunk.line, None if cells is None else [cell.strip() for cell in cells]


def _lines(text: str) -> Iterator[Record]:
    """Every line as one cell, without the quotes around it."""
    for line, cell in enumerate(text.splitlines(), start=1):
        name = cell.strip()
        if len(name) > 1 and name[0] == name[-1] == '"':
            name = name[1:-1].replace('""', '"').strip()
        if name:
            yield line, [name]
