"""CSV files that a spreadsheet program saved: read where they can mean one thing, else refused."""

from __future__ import annotations

import pytest

from pipelines.parsing.records import Outcome, Parsed, PayloadError
from pipelines.raw.parse import parse_payload
from pipelines.specs import spec

FILES = {
    "fred/series": "observation_date,DEXCHUS\n{0},{1}\n{2},{3}\n",
    "price_csv/bars": "symbol,date,close\nNVDA,{0},{1}\nNVDA,{2},{3}\n",
    "stooq/bars": "Date,Open,High,Low,Close\n{0},{1},{1},{1},{1}\n{2},{3},{3},{3},{3}\n",
    "alpha_vantage/bars": (
        "timestamp,open,high,low,close,volume\n{0},{1},{1},{1},{1},5\n{2},{3},{3},{3},{3},5\n"
    ),
}
PLAIN = ("2024-09-03", "7.1234", "2024-09-27", "1234.5")
SAVED = {
    "points and semicolons": (";", ("03.09.2024", "7,1234", "27.09.2024", "1.234,5")),
    "slashes, day first": (";", ("03/09/2024", "7,1234", "27/09/2024", "1234,5")),
    "slashes, month first": (",", ("9/3/2024", "7.1234", "9/27/2024", '"1,234.5"')),
    "tabs and times": ("\t", ("2024-09-03 00:00:00", "7.1234", "27-09-2024 00:00", "1234.5")),
    "year first": (";", ("2024/09/03", "7,1234", "2024/9/27", "1\u00a0234,5")),
    "an apostrophe": (";", ("03.09.2024", "7.1234", "27.09.2024", "1'234.5")),
    "day first by its decimal commas": (";", ("03/09/2024", "7,1234", "27/9/2024", "1234,5")),
}


def saved(name: str, separator: str, cells: tuple[str, ...]) -> bytes:
    return FILES[name].replace(",", separator).format(*cells).encode()


def rows(parsed: Parsed) -> list[dict[str, object]]:
    assert not parsed.rejects
    assert not parsed.cells
    return parsed.rows


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("form", SAVED)
@pytest.mark.parametrize("name", FILES)
def test_a_file_saved_by_a_spreadsheet_is_the_same_file(name: str, form: str, start: bytes) -> None:
    plain = rows(parse_payload(spec(name), saved(name, ",", PLAIN)))
    assert len(plain) == 2
    separator, cells = SAVED[form]
    payload = start + saved(name, separator, cells).replace(b"\n", b"\r\n")
    assert rows(parse_payload(spec(name), payload)) == plain


def test_the_line_that_names_the_separator_is_passed_over() -> None:
    payload = b"sep=;\r\n" + saved("fred/series", ";", PLAIN)
    assert len(rows(parse_payload(spec("fred/series"), payload))) == 2


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (("03/04/2024", "7.1234", "05/04/2024", "7.2"), "may be day or month first"),
        (("2024-09-03", '"7,123"', "2024-09-27", '"7,124"'), "may have thousands or decimals"),
    ],
)
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_can_mean_two_things_is_refused(
    name: str, cells: tuple[str, ...], told: str
) -> None:
    with pytest.raises(PayloadError, match=told) as caught:
        parse_payload(spec(name), saved(name, ",", cells))
    assert caught.value.outcome is Outcome.MALFORMED


def _prices(cells: list[tuple[str, str]]) -> bytes:
    return "\n".join(
        ["symbol;date;close", *(f"NVDA;{day};{close}" for day, close in cells)]
    ).encode()


def test_two_ways_in_one_file_are_refused_and_a_single_slip_is_not() -> None:
    days = [f"{day:02}/09/2024" for day in range(13, 28)]
    price = spec("price_csv/bars")
    swapped = [f"09/{day}/2024" for day in range(13, 28)]
    with pytest.raises(PayloadError, match="written in two ways"):
        parse_payload(price, _prices([(day, "7.5") for day in (*days, *swapped)]))
    slip = parse_payload(price, _prices([*((day, "7.5") for day in days), (swapped[0], "7.5")]))
    assert (slip.row_count, [one.reason for one in slip.rejects]) == (15, ["bad_date"])
    with pytest.raises(PayloadError, match="written in two ways"):
        parse_payload(
            price, _prices([(day, "7.5" if n % 2 else "7,5") for n, day in enumerate(days)])
        )
    comma = parse_payload(
        price, _prices([*((day, "7.525") for day in days), ("2024-10-01", "7,5")])
    )
    assert [one.reason for one in comma.rejects] == ["bad_number"]
    assert {str(row["close"]) for row in comma.rows} == {"7.525000"}


def test_a_single_cell_that_can_mean_two_things_costs_its_record() -> None:
    cells = [(f"2024-09-{day}", "7") for day in range(10, 28)]
    parsed = parse_payload(
        spec("price_csv/bars"), _prices([*cells, ("03/04/2024", "7"), ("2024-10-01", "7,123")])
    )
    assert parsed.row_count == len(cells)
    assert [one.reason for one in parsed.rejects] == ["bad_date", "bad_number"]


def test_a_few_numbers_that_do_not_tell_refuse_the_file() -> None:
    cells = [("2024-09-03", "7,5"), ("2024-09-04", "7.525"), ("2024-09-05", "7.526")]
    with pytest.raises(PayloadError, match="may have thousands or decimals"):
        parse_payload(spec("price_csv/bars"), _prices(cells))


def test_figures_of_trade_may_have_decimal_commas() -> None:
    header = (
        "reporter;partner;hs_edition;hs_code;period;flow;value;currency;quantity;quantity_unit;"
        "basis;partner_basis;source"
    )
    line = "CN;KR;HS2022;854231;2024-03;import;1.234.567,8;USD;12;kg;CIF;origin;own"
    [row] = rows(parse_payload(spec("customs_csv/flows"), f"{header}\n{line}\n".encode()))
    assert str(row["value"]) == "1234567.8000"
