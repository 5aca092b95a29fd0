"""Units that column names state."""

import pytest

from pipelines.dictionary.model import first_sentence, unit_of


@pytest.mark.parametrize(
    ("column", "data_type", "unit"),
    [
        ("value_usd", "DECIMAL(24,2)", "US dollars"),
        ("value_usd_m", "DECIMAL(18,1)", "million US dollars"),
        ("fx_rate_units_per_usd", "DECIMAL(18,6)", "currency units per US dollar"),
        ("usd_per_unit", "DECIMAL(18,8)", "US dollars per currency unit"),
        ("share_of_total_pct", "DECIMAL(12,4)", "percent"),
        ("valid_from", "DATE", "date"),
        ("released_at", "TIMESTAMP", "UTC timestamp"),
        ("is_sample", "BOOLEAN", "true or false"),
        ("dram_bandwidth_gb_s", "DECIMAL(18,4)", "GB/s"),
        ("memory_gb", "DECIMAL(18,4)", "GB"),
        ("revenue_amount", "DECIMAL(24,2)", "currency of the row"),
        ("title", "VARCHAR", ""),
    ],
)
def test_unit(column: str, data_type: str, unit: str) -> None:
    assert unit_of(column, data_type) == unit


def test_first_sentence_keeps_decimal_numbers() -> None:

    assert first_sentence("Within 0.2 percent; more") == "Within 0.2 percent"
