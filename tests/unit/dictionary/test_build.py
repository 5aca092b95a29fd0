"""Units that column names state, and the values that are listed."""

import pytest

from pipelines.dictionary.build import render_markdown
from pipelines.dictionary.html import render_html
from pipelines.dictionary.model import (
    ColumnEntry,
    TableEntry,
    first_sentence,
    labelled,
    unit_of,
)
from pipelines.labels import Label, Labels


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


LABELS = Labels(
    {
        ("status", "ok"): Label("Good", "It is there."),
        ("status", "gone"): Label("Gone", "It <was> | there."),
        ("status", "other"): Label("Other", "Of another table."),
    }
)


def test_a_column_has_the_values_declared_for_it_or_all_that_have_a_label() -> None:
    assert [value for value, _ in labelled(LABELS, "status", ("ok", "gone", "nameless"))] == [
        "ok",
        "gone",
    ]
    assert [value for value, _ in labelled(LABELS, "status", ())] == ["gone", "ok", "other"]
    assert labelled(LABELS, "title", ()) == ()


def test_both_pages_list_values_with_label_and_meaning() -> None:
    values = labelled(LABELS, "status", ("ok", "gone"))
    column = ColumnEntry("status", "VARCHAR", "How it is.", "", "", (), "ok", values)
    table = TableEntry("marts", "fct_a", "a", "One row a thing.", (), (), (), (), (column,))
    assert "| `status` | `gone` | Gone | It &lt;was> \\| there. |" in render_markdown([table])
    page = render_html([table])
    assert "<summary>2 values</summary>" in page
    assert "<li><code>gone</code> Gone: It &lt;was&gt; | there.</li>" in page
