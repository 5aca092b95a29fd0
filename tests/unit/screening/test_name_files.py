"""Reading the names to look up: what is accepted, and what is said about the rest."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from pipelines.errors import ChipwatchError
from pipelines.screening.name_files import read_names

CALLED = "names.csv"


def read(content: bytes, column: str = "name") -> list[tuple[str, str, str]]:
    asked = read_names(content, CALLED, column).asked
    return [(each.name, each.country, each.id) for each in asked]


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    book.create_sheet("More")
    for row in rows:
        book["More"].append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_names_with_and_without_country_and_id() -> None:
    assert read(b"name\nTarnix\n") == [("Tarnix", "", "")]
    content = "\ufeffid, Country ,NAME,more\n123456,china, 塔尼克斯 ,x\n\n,,Quarry,\n".encode()
    assert read(content) == [("塔尼克斯", "CN", "123456"), ("Quarry", "", "")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_delimiter_and_mark(delimiter: str, encoding: str) -> None:
    lines = (("name", "country"), ('"Tarnix; Optics, | Ltd."', "UK"), ("塔尼克斯", "中国"))
    text = "\r\n".join(delimiter.join(cells) for cells in lines)
    assert read(text.encode(encoding)) == [
        ("Tarnix; Optics, | Ltd.", "GB", ""),
        ("塔尼克斯", "CN", ""),
    ]


def test_without_a_delimiter_every_line_is_a_name() -> None:
    assert read(b'name\nTarnix, Ltd.\n"Quarry ""Q"" Inc., Ltd."\n\n  \nPlain\n') == [
        ("Tarnix, Ltd.", "", ""),
        ('Quarry "Q" Inc., Ltd.', "", ""),
        ("Plain", "", ""),
    ]


def test_an_excel_sheet() -> None:
    content = workbook(
        (), ("Id", "Name", "Country"), (91440300192.0, " Tarnix ", "PRC"), (None, "7 Wells")
    )
    assert read(content) == [("Tarnix", "CN", "91440300192"), ("7 Wells", "", "")]
    assert read(content, "NAME") == read(content, "2")


def test_a_column_by_its_header_or_number() -> None:
    content = b"no;company;country\n1;Tarnix;PRC\n"
    assert read(content, "Company") == read(content, "2") == [("Tarnix", "CN", "")]


@pytest.mark.parametrize("header", ["Land", "国家", "Country Code", "Страна"])
def test_a_column_of_countries_has_many_headers(header: str) -> None:
    assert read(f"name;{header}\nTarnix;PRC\n".encode()) == [("Tarnix", "CN", "")]


def test_an_unknown_country_is_told_and_ignored() -> None:
    found = read_names(b"name,country\nTarnix,Atlantis\nQuarry,UK\n", CALLED)
    assert [each.country for each in found.asked] == ["", "GB"]
    [told] = found.ignored
    assert "line 2: there is no country 'Atlantis'" in told


def test_a_row_that_cannot_be_used_is_told_and_stops_nothing() -> None:
    found = read_names(b"name,id\nTarnix, Ltd.,1\n,2\nQuarry\nPlain,3,,\n", CALLED)
    assert [each.name for each in found.asked] == ["Quarry", "Plain"]
    wide, empty = found.not_screened
    assert "line 2: 3 cells, the header has 2" in wide
    assert "line 3: there is no name" in empty


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"names\nTarnix\n", "needs one column `name`; it has names"),
        (b"", "it has no column"),
        (b"name,name\na,b\n", "needs one column `name`"),
        (b"name\n", "holds no names"),
        (b"name,country\n,CN\n", "line 2: there is no name"),
        (b'name,id\n"Tarnix\n', "quotation marks are no CSV"),
        (b"name\nT\xe4rnix F\xf6rder\n", "its encoding is unknown"),
        (b"PK\x03\x04 not a workbook", "is not a readable Excel file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "of the old kind"),
    ],
)
def test_what_is_wrong_is_said(content: bytes, told: str) -> None:
    with pytest.raises(ChipwatchError) as caught:
        read(content)
    assert told in caught.value.message
    assert caught.value.remedy


@given(st.binary(max_size=80), st.sampled_from([b"", b"name\n", b"name,id\n", b"PK\x03\x04"]))
def test_any_bytes_are_read_or_refused(content: bytes, before: bytes) -> None:
    try:
        names = read(before + content)
    except ChipwatchError:
        return
    assert all(name for name, _, _ in names)


@pytest.mark.parametrize("name", ["#REF!", "#N/A", "12345", "3.14", "-", "😀", "1,000.00"])
def test_what_is_no_name_is_not_looked_up(name: str) -> None:
    found = read_names(f'name,country\n"{name}",CN\nHuawei,CN\n'.encode(), "list.csv")
    assert [asked.name for asked in found.asked] == ["Huawei"]
    assert "is no name" in found.not_screened[0]


@pytest.mark.parametrize("broken", ['"Huawei,CN', '"Camb"ricon,CN', '"Cam"bri"con",CN'])
def test_a_line_that_is_no_csv_costs_itself(broken: str) -> None:
    found = read_names(f"name,country\nYMTC,CN\n{broken}\nSMIC,CN\n".encode(), "list.csv")
    assert [asked.name for asked in found.asked] == ["YMTC", "SMIC"]
    assert found.not_screened == ["list.csv, line 3: its quotation marks are no CSV; close them."]


def test_a_sheet_in_another_encoding_is_read_or_the_option_is_named() -> None:
    names = ["华为技术有限公司", "中芯国际集成电路制造有限公司", "寒武纪科技股份有限公司"]
    long = "\n".join(["name", *names, ""]).encode("gbk")
    assert [asked.name for asked in read_names(long, "list.csv").asked] == names
    short = "name\n华为\n".encode("gbk")
    with pytest.raises(ChipwatchError, match="--encoding"):
        read_names(short, "list.csv")
    assert read_names(short, "list.csv", encoding="gbk").asked[0].name == "华为"


def test_one_bad_byte_costs_one_character() -> None:
    found = read_names("name\n华为技术有限公司\nHuawei T".encode() + b"\xff" + b"ech\n", "list.csv")
    assert [asked.name for asked in found.asked] == ["华为技术有限公司", "Huawei T\ufffdech"]
    assert "damaged" in found.ignored[0]
