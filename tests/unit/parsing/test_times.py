"""Times as feeds print them: read rightly, or null with the reason."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.parsing.times import read_time


@pytest.mark.parametrize(
    ("text", "time", "problem"),
    [
        ("Wed, 02 Jan 2030 14:40:00 +0100", datetime(2030, 1, 2, 13, 40, tzinfo=UTC), None),
        ("Wed, 02 Jan 2030 08:40:00 EST", datetime(2030, 1, 2, 13, 40, tzinfo=UTC), None),
        ("02 Jan 2030 08:40 GMT", datetime(2030, 1, 2, 8, 40, tzinfo=UTC), None),
        ("2030-01-02T08:40:00Z", datetime(2030, 1, 2, 8, 40, tzinfo=UTC), None),
        ("2030-01-02T08:40:00.123456789+08:00", datetime(2030, 1, 2, 0, 40, 0, 123456, UTC), None),
        ("Wed, 02 Jan 2030 08:40:00 -0000", datetime(2030, 1, 2, 8, 40, tzinfo=UTC), None),
        ("Wed, 02 Jan 2030 16:40:00 GMT+0800", datetime(2030, 1, 2, 8, 40, tzinfo=UTC), None),
        ("Wed, 02 Jan 2030 16:40:00 UTC + 8", datetime(2030, 1, 2, 8, 40, tzinfo=UTC), None),
        ("Wed, 02 Jan 2030 16:40:00+08:00", datetime(2030, 1, 2, 8, 40, tzinfo=UTC), None),
        ("2030-01-02 16:40:00 + 08:00", datetime(2030, 1, 2, 8, 40, tzinfo=UTC), None),
        ("20300102T084000Z", datetime(2030, 1, 2, 8, 40, tzinfo=UTC), None),
        ("Wed, 02 Jan 2030 08:40:00 PM GMT", datetime(2030, 1, 2, 20, 40, tzinfo=UTC), None),
        ("January 2, 2030 12:05 a.m. JST", datetime(2030, 1, 1, 15, 5, tzinfo=UTC), None),
        (
            "Wed Jan 02 2030 16:40:00 GMT+0800 (China Standard Time)",
            datetime(2030, 1, 2, 8, 40, tzinfo=UTC),
            None,
        ),
        ("Wed Jan  2 08:40:00 +0800 2030", datetime(2030, 1, 2, 0, 40, tzinfo=UTC), None),
        ("1893573600", datetime(2030, 1, 2, 8, 40, tzinfo=UTC), None),
        ("1893573600500", datetime(2030, 1, 2, 8, 40, 0, 500_000, UTC), None),
        ("189357360", None, "unreadable"),
        ("Mi, 06 Mär 2030 08:40:00 +0100", datetime(2030, 3, 6, 7, 40, tzinfo=UTC), None),
        ("mar., 05 mars 2030 08:40:00 +0100", datetime(2030, 3, 5, 7, 40, tzinfo=UTC), None),
        ("mar, 05 mar 2030 08:40:00 +0100", datetime(2030, 3, 5, 7, 40, tzinfo=UTC), None),
        ("jeu., 1er août 2030 08:40:00 +0200", datetime(2030, 8, 1, 6, 40, tzinfo=UTC), None),
        ("2 de enero de 2030", None, "unreadable"),
        ("Mi, 06 Mär 2030 08:40:00", None, "without_zone"),
        ("Wed, 02 Jan 2030 08:40:00 -0800 PST", datetime(2030, 1, 2, 16, 40, tzinfo=UTC), None),
        ("Wed Jan 02 08:40:00 CST 2030", None, "ambiguous_zone"),
        ("Wed, 02 Jan 2030 08:40:00 IST", None, "ambiguous_zone"),
        ("Wed, 02 Jan 2030 08:40:00 BST", None, "ambiguous_zone"),
        ("Wed, 02 Jan 2030 08:40:00 QQQ", None, "unknown_zone"),
        ("Wed, 02 Jan 2030 13:40:00 AM GMT", None, "unreadable"),
        ("Wed, 02 Jan 2030 08:40:00 +0860", None, "unreadable"),
        ("Wed, 02 Jan 2030 08:40:00 +2300", None, "unreadable"),
        ("02/01/2030 08:40:00 GMT", None, "unreadable"),
        ("2030-01-02T08:40:00", None, "without_zone"),
        ("2030-01-02", None, "without_zone"),
        ("05/08/2030", None, "unreadable"),
        ("-0105", None, "unreadable"),
        ("yesterday", None, "unreadable"),
        ("Wed, 32 Jan 2030 08:40:00 GMT", None, "unreadable"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None, "out_of_range"),
        ("0001-01-01T00:00:00+14:00", None, "out_of_range"),
        (" ", None, "missing"),
        (None, None, "missing"),
    ],
)
def test_times(text: str | None, time: datetime | None, problem: str | None) -> None:
    assert read_time(text) == (time, problem)


@settings(max_examples=200)
@given(st.text(max_size=40) | st.text(alphabet="0123456789-:+TZ ., JanWedGMT/", max_size=40))
def test_any_text_is_a_time_or_a_reason(text: str) -> None:
    time, problem = read_time(text)
    assert (time is None) == (problem is not None)


@pytest.mark.parametrize(
    ("zone", "language", "hour"),
    [
        ("CST", "zh-cn", 0),
        ("CST", "zh", 0),
        ("CST", "en-us", None),
        ("IST", "en-IN", 2),
        ("IST", "he", 6),
        ("BST", "en-gb", 7),
        ("EST", "en-us", 13),
        ("EST", "en-au", None),
    ],
)
def test_a_name_of_several_zones_is_what_the_language_says(
    zone: str, language: str, hour: int | None
) -> None:
    time, problem = read_time(f"Wed, 02 Jan 2030 08:00:00 {zone}", language)
    assert (time.hour if time else None) == hour
    assert problem == (None if time else "ambiguous_zone")


@given(
    st.integers(700_000_000, 4_000_000_000).map(lambda at: datetime.fromtimestamp(at, UTC)),
    st.integers(-12 * 60, 14 * 60),
    st.sampled_from(
        ["%a, %d %b %Y %H:%M:%S {}", "%Y-%m-%dT%H:%M:%S{}", "%a %b %d %Y %H:%M:%S GMT{}",
         "%a %b %d %H:%M:%S {} %Y", "%d-%b-%Y %I:%M:%S %p {}", "%B %d, %Y %I:%M:%S%p UTC{}"]
    ),
    st.sampled_from(["{}{:02d}{:02d}", "{}{:02d}:{:02d}", "{} {:02d}:{:02d}"]),
)  # fmt: skip
def test_whatever_form_a_time_is_printed_in(
    local: datetime, minutes: int, form: str, offset: str
) -> None:
    zone = timezone(timedelta(minutes=minutes))
    stated = offset.format("-" if minutes < 0 else "+", *divmod(abs(minutes), 60))
    expected = local.replace(tzinfo=zone).astimezone(UTC)
    assert read_time(local.strftime(form).replace("{}", stated)) == (expected, None)
