"""OFAC's consolidated list: its odd file, what its remarks state, and what is no such file."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.letters.invisible import visible
from pipelines.parsing.records import Outcome, Parsed, PayloadError, RowCollector
from pipelines.raw.parse import parse_payload
from pipelines.sources.ofac.consolidated import read_remarks
from pipelines.specs import spec
from tests.unit.sources.golden import DATA

NAME = "ofac/consolidated"
CURRENT = (DATA / "ofac__consolidated" / "current.csv").read_bytes()


def parse(payload: bytes) -> Parsed:
    return parse_payload(spec(NAME), payload)


def party(number: object, name: str, remarks: str = "-0- ", program: str = "CMIC-EO13959") -> str:
    quoted = remarks if remarks == "-0- " else f'"{remarks}"'
    return f'{number},"{name}",-0- ,"{program}",{"-0- ," * 7}{quoted}\r\n'


def refusal(payload: bytes) -> PayloadError:
    with pytest.raises(PayloadError) as caught:
        parse(payload)
    return caught.value


def test_a_whole_party() -> None:
    row: dict[str, Any] = parse(CURRENT).rows[0]
    assert (row["list_code"], row["entry_type"]) == ("CMIC", "Entity")
    assert row["listed_on"] == dt.date(2031, 6, 3)
    assert row["effective_on"] == dt.date(2031, 8, 2)
    assert row["divestment_on"] == dt.date(2032, 6, 3)
    assert row["alt_names"] == ["Example Microelectronics Co., Ltd.", "Example Micro", "EXMICRO"]
    assert row["tickers"] == ["600001 CN", "1001 HK"]
    assert row["isins"] == ["CNE000000001", "CNE000000002"]
    assert row["linked_to"] == ["EXAMPLE GROUP CO., LTD."]
    assert row["ids"] == ["Unified Social Credit Code (USCC) 910000000000000001 (China)"]
    assert row["title"] is None


def test_a_date_that_is_none_does_not_cost_the_party() -> None:
    parsed = parse(CURRENT)
    [row] = [row for row in parsed.rows if row["entity_number"] == "70002"]
    assert (row["listed_on"], row["effective_on"]) == (None, dt.date(2031, 8, 2))
    [cell] = parsed.cells
    assert (cell.row_number, cell.reason) == (
        parsed.row_numbers[parsed.rows.index(row)],
        "cell_set_aside",
    )
    assert cell.detail.startswith("listed_on: ")


def test_the_end_of_file_sign_is_no_party() -> None:
    assert CURRENT.endswith(b"\x1a")
    assert parse(CURRENT) == parse(CURRENT.rstrip(b"\x1a"))


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("CMIC-EO13959", "CMIC"),
        ("NS-PLC", "PLC"),
        ("FSE-SY", "FSE"),
        ("UKRAINE-EO13662", "SSI"),
        ("UKRAINE-EO13662] [SSI", "SSI"),
        ("561-Related", "CAP"),
    ],
)
def test_programs_tell_the_list(program: str, code: str) -> None:
    [row] = parse(party(1, "EXAMPLE", program=program).encode()).rows
    assert row["list_code"] == code


@pytest.mark.parametrize(
    ("remarks", "linked", "names"),
    [
        ("Linked To: EXAMPLE GROUP CO., LTD.", ["EXAMPLE GROUP CO., LTD."], []),
        ("Linked To: EXAMPLE GROUP.", ["EXAMPLE GROUP"], []),
        ("a.k.a. 'A'; alt. Issuer Name B Inc.", [], ["A", "B Inc."]),
        ("", [], []),
    ],
)
def test_the_last_period(remarks: str, linked: list[str], names: list[str]) -> None:
    stated = read_remarks(remarks, RowCollector(spec(NAME)))
    assert (stated["linked_to"], stated["alt_names"]) == (linked, names)


def test_quotation_marks_inside_remarks_cost_nothing() -> None:
    remarks = 'Listing Date (CMIC) 03 Jun 2031; a.k.a. "first mark"; a.k.a. "second", of old.'
    parsed = parse((party(1, "ODD", remarks) + party(2, "EVEN")).encode())
    assert [row["name"] for row in parsed.rows] == ["ODD", "EVEN"]
    assert parsed.rows[0]["listed_on"] == dt.date(2031, 6, 3)
    assert parsed.rows[0]["remarks"] == remarks
    assert parsed.rejects == ()


@pytest.mark.parametrize(
    "broken",
    [
        '2,"OPEN,-0- ,"CMIC-EO13959",' + "-0- ," * 7 + '"-0- "\r\n',
        '2,"SHORT",-0- ,"CMIC-EO13959"\r\n',
        'two,"A","B","C" D\r\n',
        '2,"NEVER CLOSED\r\n',
    ],
)
def test_wrong_quoting_costs_at_most_its_record(broken: str) -> None:
    parsed = parse((party(1, "ONE") + broken + party(3, "THREE") + party(4, "FOUR")).encode())
    assert [r["name"] for r in parsed.rows if r["entity_number"] != "2"] == ["ONE", "THREE", "FOUR"]
    assert parsed.row_count + len(parsed.rejects) == 4


@pytest.mark.parametrize(
    ("payload", "outcome"),
    [
        (b"<html><head><title>403 Forbidden</title></head></html>", Outcome.FORBIDDEN),
        (b"<!DOCTYPE html><html><title>Access Denied</title></html>", Outcome.FORBIDDEN),
        (b'{"message": "Forbidden", "status": 403}', Outcome.FORBIDDEN),
        (b'{"a": 1}', Outcome.MALFORMED),
        (b"<html><title>Request Access</title></html>", Outcome.UNAUTHORIZED),
        (b"<html><title>Too Many Requests</title></html>", Outcome.THROTTLED),
        (b"", Outcome.EMPTY),
        (b"\x1a", Outcome.EMPTY),
        (b'36,"EXAMPLE",-0- ,"CUBA",' + b"-0- ," * 7 + b"-0- \r\n", Outcome.MALFORMED),
        (b'36,12,"aka","EXAMPLE",-0- \r\n', Outcome.MALFORMED),
        (b"entity_number,name\n1,Example\n", Outcome.MALFORMED),
    ],
)
def test_what_is_no_list(payload: bytes, outcome: Outcome) -> None:
    assert refusal(payload).outcome is outcome


def test_a_file_cut_off_inside_a_line_is_malformed() -> None:
    whole = (party(1, "EXAMPLE ONE") + party(2, "EXAMPLE TWO", "a.k.a. 'X'.")).encode()
    first = len(party(1, "EXAMPLE ONE"))
    for cut in range(first + 1, len(whole) - 1):
        assert refusal(whole[:cut]).outcome is Outcome.MALFORMED


names = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters='"'),
    min_size=1,
    max_size=20,
).filter(lambda text: text != "-0-")


@given(st.lists(names, min_size=1, max_size=8))
@example(["A", "\U000e0100", "B\U000e0100"])
def test_every_line_is_a_row_or_a_reject(found: list[str]) -> None:
    lines = [party(number, name) for number, name in enumerate(found, start=1)]
    parsed = parse(("".join(lines) + " " * 60).encode() + b"\x1a")
    shown = [" ".join(visible(name).split()) for name in found]
    assert [row["name"] for row in parsed.rows] == [name for name in shown if name]
    nameless = [number for number, name in enumerate(shown, start=1) if not name]
    assert [reject.row_number for reject in parsed.rejects] == nameless
    assert {reject.reason for reject in parsed.rejects} <= {"missing_name"}


@given(
    st.dictionaries(
        st.sampled_from(["Listing Date (CMIC)", "Effective Date (CMIC)"]),
        st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)),
    )
)
def test_dates_are_read_as_written(stated: dict[str, dt.date]) -> None:
    remarks = "; ".join(f"{label} {day.strftime('%d %b %Y')}" for label, day in stated.items())
    found = read_remarks(remarks + "." if remarks else "", RowCollector(spec(NAME)))
    assert found["listed_on"] == stated.get("Listing Date (CMIC)")
    assert found["effective_on"] == stated.get("Effective Date (CMIC)")


LISTED = "Listing Date (CMIC) 03 Jun 2031."


@pytest.mark.parametrize(
    ("served", "listed_on"),
    [
        (party(9, "A CO", LISTED).replace("\r\n", ",\r\n"), dt.date(2031, 6, 3)),
        (party(9, "A CO", LISTED).replace("\r\n", ",,\r\n"), dt.date(2031, 6, 3)),
        (party(9, "A CO", LISTED).replace('."\r\n', ".\r\n"), dt.date(2031, 6, 3)),
        (party(9, "A CO", LISTED.replace("Jun", "JUNE")), dt.date(2031, 6, 3)),
        (party(9, "A CO", LISTED.replace(".", " (amended 05 Aug 2032).")), dt.date(2031, 6, 3)),
    ],
)
def test_a_line_with_a_small_defect_keeps_its_remarks(served: str, listed_on: dt.date) -> None:
    found = parse((served + party(10, "OTHER CO", LISTED)).encode())
    assert [row["listed_on"] for row in found.rows] == [listed_on, dt.date(2031, 6, 3)]
    assert found.rejects == ()


@pytest.mark.parametrize(
    "broken",
    [
        party(9, "A CO", LISTED).replace("\r\n", ",x\r\n"),
        party(9, "A CO", LISTED).replace('"A CO"', "A, CO"),
        party(9, "A CO", LISTED).replace("-0- ,", "", 1),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_line_of_another_width_costs_itself_wherever_it_stands(
    broken: str, is_first: bool
) -> None:
    whole = party(10, "OTHER CO", LISTED)
    found = parse((broken + whole if is_first else whole + broken + whole[:-2] + "\r\n").encode())
    assert found.rows[0]["name"] == "OTHER CO"
    assert "column_count" in [reject.reason for reject in found.rejects]


@pytest.mark.parametrize(
    ("remark", "names"),
    [
        ('a.k.a. "X", "Y"', ["X", "Y"]),
        ("a.k.a. 'X'; f.k.a. 'Y'; alt. a.k.a. 'Z'", ["X", "Y", "Z"]),
        ("aka X; a.k.a. Y Co., Ltd", ["X", "Y Co., Ltd"]),
        ("a.k.a. 'KING'S CO'", ["KING'S CO"]),
        ("a.k.a. \u201cX\u201d and \u201cY\u201d", ["X", "Y"]),
    ],
)
def test_every_name_in_a_remark(remark: str, names: list[str]) -> None:
    assert parse(party(9, "A CO", f"{remark}; {LISTED}").encode()).rows[0]["alt_names"] == names
