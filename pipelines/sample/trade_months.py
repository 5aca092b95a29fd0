"""Composes monthly exports to China: `census/flows` for the US, `customs_csv/flows` for others.

`inputs/trade_months.csv` holds a line a series and year: its twelve months in whole units of the
currency, as the statistical offices published them. Does not belong here: figures of UN Comtrade,
whose terms forbid passing them on, or single months that the press printed (`trade.py`).
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence

from pipelines.sample.payloads import (
    INPUTS_FOLDER,
    Composed,
    ComposeError,
    Row,
    as_json,
    read_table,
)
from pipelines.sources.customs_csv.flows import COLUMNS as OWN_COLUMNS

_COLUMNS = (
    "reporter",
    "partner",
    "hs_code",
    "flow",
    "currency",
    "year",
    "values",
    "source",
    "as_of_on",
    "source_url",
)
_MONTHS = 12
_COPY = "archived answers in the public repository xiajason6-web/GeoMacro2"
_CENSUS = "https://api.census.gov/data/timeseries/intltrade/exports/hs"
_CENSUS_CODES: Mapping[str, tuple[str, str]] = {"CN": ("5700", "CHINA")}
_EUROSTAT = "https://ec.europa.eu/eurostat/web/international-trade-in-goods/database"


def compose() -> list[Composed]:
    """One payload a code for the US, one for all others. Raises ComposeError on a broken line."""
    lines = read_table(INPUTS_FOLDER / "trade_months.csv", _COLUMNS)
    for line in lines:
        if len(line["values"].split()) != _MONTHS:
            raise ComposeError(
                f"trade_months.csv has no {_MONTHS} values for {line['reporter']} to"
                f" {line['partner']}, {line['hs_code']}, {line['year']}; give one a month"
            )
    of_the_us: dict[str, list[Row]] = defaultdict(list)
    for line in lines:
        if line["reporter"] == "US":
            of_the_us[line["hs_code"]].append(line)
    others = [line for line in lines if line["reporter"] != "US"]
    return [*(_census(code, found) for code, found in sorted(of_the_us.items())), _own(others)]


def _census(code: str, lines: Sequence[Row]) -> Composed:
    """What the Census Bureau answers to the question of the connector, of one partner alone."""
    months = sorted(
        (f"{line['year']}-{month:02d}", value, line["partner"])
        for line in lines
        for month, value in enumerate(line["values"].split(), 1)
    )
    level = f"HS{len(code)}"
    header = [
        "CTY_CODE",
        "CTY_NAME",
        "ALL_VAL_MO",
        "time",
        "E_COMMODITY",
        "COMM_LVL",
        "SUMMARY_LVL",
    ]
    records = [
        [*_CENSUS_CODES[partner], value, month, code, level, "DET"]
        for month, value, partner in months
    ]
    parameters = {
        "get": "CTY_CODE,CTY_NAME,ALL_VAL_MO",
        "time": f"from {months[0][0]} to {months[-1][0]}",
        "E_COMMODITY": code,
        "COMM_LVL": level,
        "SUMMARY_LVL": "DET",
    }
    query = "&".join(f"{name}={value}" for name, value in parameters.items())
    return Composed(
        source="census",
        dataset="flows",
        payload=as_json([header, *records]),
        url=f"{_CENSUS}?{query}",
        content_type="application/json;charset=utf-8",
        note=(
            f"Composed, never served by the Census Bureau in this form: {len(records)} months of US"
            f" exports of {code} to China, values as in {_COPY}, read there on"
            f" {lines[0]['as_of_on']}. Other countries are not known here."
        ),
        parameters=parameters,
    )


def _own(lines: Sequence[Row]) -> Composed:
    """Months of the Netherlands, Germany and Japan, as a user's own file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, OWN_COLUMNS, lineterminator="\n")
    writer.writeheader()
    count = 0
    for line in lines:
        for month, value in enumerate(line["values"].split(), 1):
            count += 1
            writer.writerow(
                {
                    "reporter": line["reporter"],
                    "partner": line["partner"],
                    "hs_edition": "",
                    "hs_code": line["hs_code"],
                    "period": f"{line['year']}-{month:02d}",
                    "flow": line["flow"],
                    "value": value,
                    "currency": line["currency"],
                    "quantity": "",
                    "quantity_unit": "",
                    "basis": "FOB",
                    "partner_basis": "last_known_destination",
                    "source": (
                        f"{line['source']}, as of {line['as_of_on']}; {line['source_url']} read in"
                        f" {_COPY}"
                    ),
                }
            )
    reporters = sorted({line["reporter"] for line in lines})
    return Composed(
        source="customs_csv",
        dataset="flows",
        payload=text.getvalue().encode(),
        url=_EUROSTAT,
        content_type="text/csv",
        note=(
            f"Composed, never served by a statistical office: {count} months of exports to China of"
            f" chips and of machines to make them, values as in {_COPY}; the column source names"
            " the table and its state. Eurostat and the Japanese government allow reuse with"
            " attribution."
        ),
        parameters={"reporter": ",".join(reporters), "goods": "8486,8542", "partner": "CN"},
    )
