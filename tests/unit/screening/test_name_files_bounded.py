"""Sheets that are small and hold much, and damaged ones: a list of names or a reason in words."""

import io
import random
import tracemalloc
import zipfile

import pytest
from openpyxl import Workbook

from pipelines.errors import ChipwatchError
from pipelines.screening.name_files import read_names

SHEET = "xl/worksheets/sheet1.xml"
HEAD = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>Huawei</t></is></c></row>'
)


def book(sheet: bytes | None = None) -> bytes:
    made = Workbook()
    made.active.append(["name", "country"])
    made.active.append(["Huawei", "CN"])
    whole = io.BytesIO()
    made.save(whole)
    if sheet is None:
        return whole.getvalue()
    changed = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, sheet if part.filename == SHEET else old.read(part))
    return changed.getvalue()


def sheet(rows: str) -> bytes:
    return f"{HEAD}{rows}</sheetData></worksheet>".encode()


def peak_mib(content: bytes) -> float:
    tracemalloc.start()
    try:
        read_names(content, "names.xlsx")
    except ChipwatchError:
        pass
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return peak / 2**20


def test_a_sheet_of_a_far_column_costs_no_more_than_its_names() -> None:
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(3, 3000))
    content = book(sheet(rows))
    assert [asked.name for asked in read_names(content, "names.xlsx").asked] == ["Huawei"]
    assert peak_mib(content) < 20


def test_a_sheet_that_unpacks_to_much_is_refused_before_it_is_read() -> None:
    content = book(sheet(" " * 60_000_000))
    assert len(content) < 200_000
    assert peak_mib(content) < 20
    with pytest.raises(ChipwatchError, match="too large"):
        read_names(content, "names.xlsx")


def test_a_sheet_of_too_many_rows_is_refused() -> None:
    rows = "<row><c><v>1</v></c></row>" * 200_001
    with pytest.raises(ChipwatchError, match="200,000 rows"):
        read_names(book(sheet(rows)), "names.xlsx")


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04",
        b"PK\x03\x04" + b"\0" * 100,
        book(b"<a"),
        book(b""),
        book(b"<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet>&b;</worksheet>"),
        book(b"<a>" * 100_000),
    ],
)
def test_what_is_no_sheet_is_told(content: bytes) -> None:
    with pytest.raises(ChipwatchError):
        read_names(content, "names.xlsx")


def test_damaged_sheets_are_read_or_refused_in_words() -> None:
    chance = random.Random(5)  # noqa: S311
    whole = book()
    refused = 0
    for _ in range(300):
        at = chance.randrange(4, len(whole))
        over = chance.randbytes(chance.randrange(1, 6))
        try:
            read_names(whole[:at] + over + whole[at + len(over) :], "names.xlsx")
        except ChipwatchError:
            refused += 1
    assert refused > 50
