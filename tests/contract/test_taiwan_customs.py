"""Taiwan's customs portal, as recorded: what the parser reads, and what the simulator imitates."""

import datetime as dt
from collections import Counter
from decimal import Decimal
from pathlib import Path

from pipelines.raw.parse import parse_file

TAIWAN = "taiwan_customs/exports"


def test_an_export_of_the_taiwan_portal(recorded: Path) -> None:
    path = recorded / "taiwan_customs" / "cuswebo_export_csv_8542_by_year.csv"
    parsed = parse_file(TAIWAN, path)
    assert (parsed.row_count, parsed.rejects) == (39, ())
    first = parsed.rows[0]
    assert first["hs_code"] == "85423100002"
    assert first["value_thousand_usd"] == Decimal("1194720.782440")
    assert first["period_start_on"] == dt.date(2013, 1, 1)
    assert Counter(str(row["period_text"]) for row in parsed.rows).keys() == {"102年", "103年"}
    assert {row["partner_name"] for row in parsed.rows} == {None}
