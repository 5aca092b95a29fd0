"""The screening list's known defects, one by one."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.parsing.records import Outcome, Parsed, PayloadError
from pipelines.raw.parse import parse_payload
from pipelines.sources.csl.entries import citations
from pipelines.specs import spec
from tests.unit.sources.golden import DATA

NAME = "csl/entries"
CURRENT = (DATA / "csl__entries" / "current.csv").read_text("utf-8")
HEADER = CURRENT.splitlines()[0].split(",")
EL = "Entity List (EL) - Bureau of Industry and Security"


def parse(payload: bytes) -> Parsed:
    return parse_payload(spec(NAME), payload)


def as_csv(*records: dict[str, str], header: list[str] = HEADER) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, header, restval="")
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue().encode()


def entry(**changes: str) -> dict[str, str]:
    return {"source": EL, "name": "Example", "start_date": "2030-04-15", **changes}


@pytest.mark.parametrize(
    ("notice", "found"),
    [
        ("", []),
        ("87 FR 77505", ["87 FR 77505"]),
        ("84 FR 22961, 85 FR 29852, 85 FR 51603 ", ["84 FR 22961", "85 FR 29852", "85 FR 51603"]),
        ("85 FR 51603;  87 FR 8180", ["85 FR 51603", "87 FR 8180"]),
        (
            "66 FR 24266, 77 FR 58006 (no. 182), 81 FR 64694",
            ["66 FR 24266", "77 FR 58006", "81 FR 64694"],
        ),
        ("67 F.R. 56530 9/4/02 67 F.R. 10890 3/11/02", ["67 FR 56530", "67 FR 10890"]),
        ("82 F.R. 16788, 16789 4/6/2017", ["82 FR 16788", "82 FR 16789"]),
        ("76 FR 50407 (8/15/2011)", ["76 FR 50407"]),
        ("80 FR 8524, 2/18/15, 80 FR 52963", ["80 FR 8524", "80 FR 52963"]),
        ("Vol. 59, No. 44, 03/07/1994", []),
        ("87 Fed. Reg. 62186", ["87 FR 62186"]),
        ("87FR62186", ["87 FR 62186"]),
        ("88 FR 71991, 88 FR 71991", ["88 FR 71991"]),
        ("85 FR 83416-83432", ["85 FR 83416"]),
        ("No. 195, 84 FR 54002 No. 195", ["84 FR 54002"]),
        ("89 FR 96830, 100 FR 12", ["89 FR 96830", "100 FR 12"]),
    ],
)
def test_citations(notice: str, found: list[str]) -> None:
    assert citations(notice) == found


@given(
    st.lists(st.tuples(st.integers(50, 120), st.integers(1, 110_000)), max_size=6, unique=True),
    st.sampled_from([", ", "; ", " ", ",", ";  "]),
    st.sampled_from(["{} FR {}", "{} F.R. {}", "{} FR {} (no. 12)"]),
)
def test_lists_of_citations(pages: list[tuple[int, int]], separator: str, pattern: str) -> None:
    notice = separator.join(pattern.format(*page) for page in pages)
    assert citations(notice) == [f"{volume} FR {page}" for volume, page in pages]


def test_csv_and_json_of_one_entry_give_one_key() -> None:
    from_csv = parse(
        as_csv(entry(addresses="1 First Road, Shanghai, CN; Kowloon, HK", programs="A; B"))
    )
    record = {
        **entry(),
        "addresses": [
            {"address": "1 First Road", "city": "Shanghai", "country": "CN"},
            {"city": "Kowloon", "state": "", "country": "HK"},
        ],
        "programs": ["A", "B"],
        "alt_names": None,
    }
    from_json = parse(json.dumps({"results": [record]}).encode())
    assert from_csv.rows == from_json.rows
    assert from_csv.rows[0]["address_countries"] == ["CN", "HK"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"name": "Address 01 - 5 Fifth Road"}, "address_as_name"),
        ({"name": "ADDRESS 2: Kowloon"}, "address_as_name"),
        ({"name": " \n "}, "missing_name"),
        ({"source": ""}, "missing_source"),
        ({"source": "Entity List"}, "unknown_list"),
    ],
)
def test_bad_entries_are_rejected_one_by_one(changes: dict[str, str], reason: str) -> None:
    parsed = parse(as_csv(entry(**changes), entry(name="Good")))
    assert [row["name"] for row in parsed.rows] == ["Good"]
    assert [(r.row_number, r.reason) for r in parsed.rejects] == [(1, reason)]


@pytest.mark.parametrize("name", ["Addressing Systems Co.", "Address Holdings", "Co”peratief X"])
def test_ordinary_names_are_kept(name: str) -> None:
    assert parse(as_csv(entry(name=name))).rows[0]["name"] == name


def test_month_first_dates_are_read() -> None:
    [row] = parse(as_csv(entry(start_date="4/5/2030", end_date="12/31/2031"))).rows
    assert (str(row["start_on"]), str(row["end_on"])) == ("2030-04-05", "2031-12-31")


@pytest.mark.parametrize(
    ("addresses", "parts", "countries"),
    [
        ("", [], []),
        ("CN", ["CN"], ["CN"]),
        ("A St., Plano, TX, 75081, US; CN", ["A St., Plano, TX, 75081, US", "CN"], ["US", "CN"]),
        ("Kowloon, XX; Tokyo, Japan", ["Kowloon, XX", "Tokyo, Japan"], ["JP"]),
        ("1 Road, CN; and 2 Road, CN; ;", ["1 Road, CN", "2 Road, CN"], ["CN"]),
    ],
)
def test_addresses(addresses: str, parts: list[str], countries: list[str]) -> None:
    [row] = parse(as_csv(entry(addresses=addresses))).rows
    assert (row["addresses"], row["address_countries"]) == (parts, countries)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("Specially Designated Nationals (SDN) - Treasury Department", "SDN"),
        ("Military End User (MEU) List - Bureau of Industry and Security", "MEU"),
        ("Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department", "MBS"),
        ("Capta List (CAP) - Treasury Department", "CAP"),
        ("Foreign Sanctions Evaders (FSE) - Treasury Department", "FSE"),
    ],
)
def test_list_codes(source: str, code: str) -> None:
    assert parse(as_csv(entry(source=source))).rows[0]["list_code"] == code


def test_a_bad_byte_costs_one_character() -> None:
    parsed = parse(as_csv(entry(name="Xi@an"), entry(name="Good")).replace(b"@", b"\xff"))
    assert [row["name"] for row in parsed.rows] == ["Xi\ufffdan", "Good"]
    assert [(c.row_number, c.reason) for c in parsed.cells] == [(1, "damaged_text")]


@pytest.mark.parametrize("apostrophe", [b"\xc2\x92", b"\x92"])
def test_a_control_of_windows_is_read_as_it_was_meant(apostrophe: bytes) -> None:
    [row] = parse(as_csv(entry(name="Xi@an")).replace(b"@", apostrophe)).rows
    assert row["name"] == "Xi\u2019an"


@pytest.mark.parametrize(
    ("member", "stood", "column"),
    [
        ("start_date", "13/45/2030", "start_on"),
        ("start_date", "0017-05-26", "start_on"),
        ("start_date", "6/30/97", "start_on"),
        ("start_date", "9999-99-99", "start_on"),
        ("end_date", "4/15/30", "end_on"),
        ("end_date", "0000-00-00", "end_on"),
        ("source_list_url", "javascript:alert(1)", "source_list_url"),
        ("source_information_url", "see the notice", "source_information_url"),
    ],
)
def test_a_bad_cell_is_set_aside_and_told(member: str, stood: str, column: str) -> None:
    parsed = parse(as_csv(entry(name="Good"), entry(**{member: stood})))
    assert parsed.rejects == ()
    assert parsed.rows[1][column] is None
    [cell] = parsed.cells
    assert (cell.row_number, cell.reason, cell.raw_text) == (2, "cell_set_aside", stood)
    assert cell.detail.startswith(f"{column}: ")


@pytest.mark.parametrize(
    "damage",
    [
        ('"A, Co."', '"A, Co.'),
        ('"A, Co."', 'A, Co."'),
        ('"A, Co."', '"A," Co."'),
        ('"A, Co."', '"A, ""Co.'),
    ],
)
def test_a_damaged_quotation_costs_at_most_its_entry(damage: tuple[str, str]) -> None:
    others = [entry(name=f"Firm {i}, Ltd.", remarks="two\nlines") for i in range(4)]
    whole = as_csv(*others[:2], entry(name="A, Co."), *others[2:]).decode()
    parsed = parse(whole.replace(*damage).encode())
    kept = [row["name"] for row in parsed.rows]
    assert [name for name in kept if name.startswith("Firm")][:2] == [
        "Firm 0, Ltd.",
        "Firm 1, Ltd.",
    ]
    assert "Firm 3, Ltd." in kept
    assert len(parsed.rejects) == 1


def test_a_broken_entry_of_the_json_costs_that_entry() -> None:
    records = [
        {"source": EL, "name": f"Firm {i}", "addresses": [{"country": "CN"}]} for i in range(9)
    ]
    text = json.dumps({"results": records, "total": 9}).replace('"Firm 4"', '"Firm "4""')
    parsed = parse(text.encode())
    assert [row["name"] for row in parsed.rows] == [f"Firm {i}" for i in range(9) if i != 4]
    assert [(r.row_number, r.reason) for r in parsed.rejects] == [(5, "broken_record")]


def test_a_bad_member_of_the_json_costs_that_member() -> None:
    record = {
        "source": EL,
        "name": "Firm",
        "remarks": 5,
        "alt_names": ["One", {"a": 1}, "Two"],
        "addresses": [{"city": "Shenzhen", "postal_code": 518000, "country": "China"}, 7],
    }
    parsed = parse(json.dumps([record]).encode())
    [row] = parsed.rows
    assert (row["remarks"], row["alt_names"]) == (None, ["One", "Two"])
    assert (row["addresses"], row["address_countries"]) == (["Shenzhen, 518000, China"], ["CN"])
    assert [cell.detail.partition(":")[0] for cell in parsed.cells] == [
        "addresses",
        "remarks",
        "alt_names",
    ]


def test_a_byte_order_mark_and_a_missing_id_column_are_fine() -> None:
    layout = [name for name in HEADER if name != "_id"]
    [row] = parse(b"\xef\xbb\xbf" + as_csv(entry(), header=layout)).rows
    assert row["entry_id"] is None


def test_a_new_column_is_signalled() -> None:
    parsed = parse(as_csv({**entry(), "surprise": "1"}, header=[*HEADER, "surprise"]))
    assert parsed.row_count == 1
    assert [(r.row_number, r.reason, r.raw_text) for r in parsed.rejects] == [
        (None, "unknown_column", "surprise")
    ]


def whole() -> bytes:
    return as_csv(*(entry(name=f'"{i}"\nCo.') for i in range(5)))


@pytest.mark.parametrize(
    ("payload", "outcome", "told"),
    [
        (as_csv(), Outcome.EMPTY, "no record"),
        (b'{"results": []}', Outcome.EMPTY, "no entries"),
        (
            as_csv(header=[n for n in HEADER if n != "start_date"]),
            Outcome.MALFORMED,
            "lacks start_date",
        ),
        (as_csv(header=[*HEADER, "name"]), Outcome.MALFORMED, "twice"),
        (b"a,b,c\n1,2,3\n", Outcome.MALFORMED, "not a screening list"),
        (b'{"facts": {}}', Outcome.MALFORMED, "`results`"),
        (b'[{"a": 1}]', Outcome.MALFORMED, "`source`"),
        (b'{"statusCode": 401, "message": "no key"}', Outcome.UNAUTHORIZED, "no key"),
        (b"<html><title>504 Gateway Time-out</title>", Outcome.UNREACHABLE, "later"),
        (whole()[:-60], Outcome.MALFORMED, "cut off"),
        (whole().rsplit(b",", 15)[0], Outcome.MALFORMED, "cut off"),
    ],
)
def test_what_is_not_the_list(payload: bytes, outcome: Outcome, told: str) -> None:
    with pytest.raises(PayloadError) as caught:
        parse(payload)
    assert caught.value.outcome is outcome
    assert told in caught.value.message


@pytest.mark.parametrize("separator", ["\t", ";"])
def test_the_list_with_another_separator_gives_the_same_rows(separator: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(csv.reader(io.StringIO(CURRENT)))
    assert parse(text.getvalue().encode()).rows == parse(CURRENT.encode()).rows


@pytest.mark.parametrize(
    ("served", "name"),
    [
        ("Kestrel\x00 Chips", "Kestrel Chips"),
        ("\ufeffKes\u200btrel\u00ad Chips\u200f\x7f", "Kestrel Chips"),
        ("Kestrel &amp; Chips&#39; &lt;AG&gt;", "Kestrel & Chips' <AG>"),
        ("Kestrel &LTD; AT&T", "Kestrel &LTD; AT&T"),
    ],
)
def test_a_name_is_what_a_reader_sees(served: str, name: str) -> None:
    assert parse(as_csv(entry(name=served))).rows[0]["name"] == name


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("London, UK", ["GB"]),
        ("深圳, 中国", ["CN"]),
        ("香港", ["HK"]),
        ("Dubai, UAE", ["AE"]),
        ("Springfield, XX", []),
    ],
)
def test_short_names_of_countries_end_an_address(address: str, code: list[str]) -> None:
    assert parse(as_csv(entry(addresses=address))).rows[0]["address_countries"] == code
