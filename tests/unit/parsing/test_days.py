"""Days in lists: read where they mean one day, refused with a reason where not."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.parsing.days import EARLIEST, LATEST, read_day
from pipelines.parsing.records import BadRecord


@pytest.mark.parametrize(
    "text",
    [
        *("2030-06-03", "2030-6-3", "2030/06/03", "2030.06.03", "20300603"),
        *("2030-06-03T00:00:00", "2030-06-03 00:00:00.000", "2030-06-03T00:00:00Z"),
        *("03 Jun 2030", "3 June 2030", "03 JUN 2030", "03-Jun-2030", "3rd Jun. 2030"),
        *("Jun 3, 2030", "June 03 2030", "2030-06-03 (amended 05 Aug 2031)"),
    ],
)
def test_a_day_in_any_form_that_can_mean_one_only(text: str) -> None:
    assert read_day(text) == date(2030, 6, 3)


def test_figures_are_read_month_first_where_a_source_writes_so() -> None:
    assert read_day("6/3/2030", month_first=True) == date(2030, 6, 3)
    with pytest.raises(BadRecord, match="not a date"):
        read_day("6/3/2030")


@pytest.mark.parametrize(
    "text",
    [
        *("03-Jun-30", "30-06-03", "47637", "June 2030", "2030", "yesterday", "03/06/30"),
        *("2030-02-30", "2030-13-01", "0000-00-00", "1970-01-01", "0097-06-03", "9999-12-31"),
        "2030-06/03",
    ],
)
def test_what_may_mean_several_days_or_none_is_refused(text: str) -> None:
    with pytest.raises(BadRecord, match="bad_date"):
        read_day(text, month_first=True)


@given(st.text(max_size=30) | st.dates().map(str) | st.from_regex(r"[\d/.T: -]{4,20}"))
def test_any_text_is_a_plausible_day_or_a_reason(text: str) -> None:
    with suppress(BadRecord):
        assert EARLIEST <= read_day(text, month_first=True) <= LATEST
