"""The calendar's form: lines, folding, escaping."""

from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from pipelines.report.feeds.icalendar import Entry, icalendar

MADE = datetime(2030, 1, 2, 3, 4, 5)  # noqa: DTZ001


def lines(document: bytes) -> list[str]:
    """The document's lines, unfolded."""
    return document.decode().replace("\r\n ", "").split("\r\n")


def entry(summary: str) -> Entry:
    return Entry("one@chipwatch", date(2030, 5, 6), summary, "More, and more", "ahead")


def test_a_day_is_a_whole_day_with_an_identity() -> None:
    document = lines(icalendar("Days", MADE, [entry("US: a step")]))
    assert document[0] == "BEGIN:VCALENDAR"
    assert document[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTART;VALUE=DATE:20300506" in document
    assert "DTSTAMP:20300102T030405Z" in document
    assert "UID:one@chipwatch" in document
    assert "DESCRIPTION:More\\, and more" in document


@given(st.text())
def test_no_text_breaks_a_line_or_grows_one_too_long(text: str) -> None:
    document = icalendar("Days", MADE, [entry(text)]) if text.isprintable() else None
    if document is None:
        return
    assert max(len(line) for line in document.split(b"\r\n")) <= 75
    [summary] = [line for line in lines(document) if line.startswith("SUMMARY:")]
    said = summary.removeprefix("SUMMARY:")
    plain = said.replace("\\;", ";").replace("\\,", ",").replace("\\\\", "\\")
    assert plain == text or "\\" in text


def test_line_breaks_and_control_characters_do_not_end_a_property() -> None:
    document = icalendar("Days", MADE, [entry("one\r\ntwo\nthree\x00\x1bBEGIN:VEVENT")])
    [summary] = [line for line in lines(document) if line.startswith("SUMMARY:")]
    assert summary == "SUMMARY:one\\ntwo\\nthreeBEGIN:VEVENT"
