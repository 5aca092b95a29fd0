"""Error answers are recognised for what they are; collected rows and rejects stay in order."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.parsing.csv_records import exact_number
from pipelines.parsing.records import (
    BadRecord,
    Outcome,
    PayloadError,
    RowCollector,
    int_of,
    iso_date,
    load_json,
    members,
    raise_for_error_object,
    raise_for_error_text,
    raw_text,
    required_text,
    text_of,
)
from pipelines.specs import load_specs, spec


def classified(payload: bytes) -> Outcome:
    with pytest.raises(PayloadError) as caught:
        load_json(payload)
    assert "\n" not in str(caught.value)
    return caught.value.outcome


@pytest.mark.parametrize(
    ("payload", "outcome"),
    [
        (b"", Outcome.EMPTY),
        (b"\xef\xbb\xbf \r\n", Outcome.EMPTY),
        (b"Too Many Requests\r\n", Outcome.THROTTLED),
        (b"Edge: Too Many Requests", Outcome.THROTTLED),
        (b"<html><title>SEC.gov | Request Rate Threshold Exceeded</title>", Outcome.THROTTLED),
        (b"<html><title>Undeclared Automated Tool</title>", Outcome.UNAUTHORIZED),
        (
            b"<!DOCTYPE html><html><title>Federal Register :: Request Access</title>"
            b"<div class='g-recaptcha'></div>",
            Outcome.UNAUTHORIZED,
        ),
        (b"<html><title>Access Denied</title>", Outcome.FORBIDDEN),
        (b"<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>", Outcome.NOT_FOUND),
        (b"<html><title>Page not found</title><script src=recaptcha></script>", Outcome.NOT_FOUND),
        (b"<html><title>503 Service Unavailable</title>", Outcome.UNREACHABLE),
        (b"<html><title>Welcome</title>", Outcome.MALFORMED),
        (b"hello", Outcome.MALFORMED),
        (b'{"a": 1', Outcome.MALFORMED),
        (b"\xff\xfe\x00", Outcome.MALFORMED),
        (b"[" * 200_000, Outcome.MALFORMED),
    ],
)
def test_error_texts(payload: bytes, outcome: Outcome) -> None:
    assert classified(payload) is outcome


def test_an_html_page_is_named_by_its_title() -> None:
    with pytest.raises(PayloadError, match='titled "Our site is moving"'):
        load_json(b"<html><title>Our\n site is   moving</title></html>")


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ({"status": 400, "message": "bad"}, Outcome.REJECTED_QUERY),
        ({"statusCode": 401, "message": "no key"}, Outcome.UNAUTHORIZED),
        ({"code": 403}, Outcome.FORBIDDEN),
        ({"status": 404}, Outcome.NOT_FOUND),
        ({"status": 429}, Outcome.THROTTLED),
        ({"status": 502}, Outcome.UNREACHABLE),
        ({"status": 418}, Outcome.REJECTED_QUERY),
    ],
)
def test_error_objects(answer: object, outcome: Outcome) -> None:
    with pytest.raises(PayloadError) as caught:
        raise_for_error_object(answer)
    assert caught.value.outcome is outcome


@pytest.mark.parametrize(
    "answer", [{"status": 200}, {"status": True}, {"status": "ok"}, [], None, 5]
)
def test_what_is_no_error_object_passes(answer: object) -> None:
    raise_for_error_object(answer)


def test_long_text_is_not_searched_for_error_sentences() -> None:
    raise_for_error_text(b"name,remark\n" + b"a,too many requests\n" * 50)


def test_decimals_keep_every_digit() -> None:
    value = load_json(b'{"val": 0.10000000000000000555}', decimals=True)
    assert value == {"val": Decimal("0.10000000000000000555")}


@pytest.mark.parametrize("number", [b"1e99999999999999999999", b"NaN", b"-Infinity", b"9" * 5000])
def test_a_number_beyond_any_range_costs_its_record_only(number: bytes) -> None:
    value = load_json(b'[{"val": ' + number + b'}, {"val": 2}]', decimals=True)
    assert value[1] == {"val": 2}
    with pytest.raises(BadRecord, match="bad_number"):
        exact_number(value[0]["val"], "val", 2)


@pytest.mark.parametrize(
    "text", ["2024-1-05", "20240105", "2024-W01-1", "2024-02-30", "", "x" * 90]
)
def test_only_iso_dates_are_dates(text: str) -> None:
    with pytest.raises(BadRecord, match="bad_date"):
        iso_date(text)


def test_members_of_the_wrong_type_are_told() -> None:
    assert text_of({"a": " "}, "a") is None
    with pytest.raises(BadRecord, match="missing_a"):
        required_text({}, "a")
    for read in (text_of, members, int_of):
        assert read({"a": None}, "a") is None
        with pytest.raises(BadRecord, match="bad_type"):
            read({"a": {}}, "a")
    with pytest.raises(BadRecord, match="whole number"):
        int_of({"a": True}, "a")


def test_rejects_follow_the_payload_and_duplicates_name_the_first() -> None:
    rows = RowCollector(spec("federal_register/documents"))
    rows.reject(None, "without_place", "", {})
    rows.keep(1, {"document_number": "a", "title": "one"})
    rows.reject(3, "bad", "third \ud800", {"x": "\ud800"})
    rows.keep(4, {"document_number": "a", "title": "other"})
    rows.keep(5, {"document_number": "a", "title": "one"})
    parsed = rows.finish()
    assert [(r.row_number, r.reason) for r in parsed.rejects] == [
        (3, "bad"),
        (4, "duplicate"),
        (5, "duplicate"),
        (None, "without_place"),
    ]
    assert parsed.rejects[1].detail.endswith("record 1 already (differs in title)")
    assert parsed.rejects[2].detail.endswith("record 1 already (identical)")
    assert parsed.rejects[0].detail == "third \\ud800"
    assert parsed.row_count == len(parsed.rows) == 1
    assert parsed.rows[0]["title"] == "one"


@pytest.mark.parametrize("name", sorted(n for n, one in load_specs().items() if one.figures))
def test_rows_of_one_key_with_two_figures_are_both_set_aside(name: str) -> None:
    declared = spec(name)
    key = {column: f"{column} of" for column in declared.natural_key}
    [figure, *_] = declared.figures
    rows = RowCollector(declared)
    rows.keep(1, {**key, figure: Decimal("5.0")})
    rows.keep(2, {**dict.fromkeys(key, "other"), figure: Decimal(7)})
    rows.keep(3, {**key, figure: Decimal(6)})
    rows.keep(4, {**dict.fromkeys(key, "third")})
    rows.keep(5, {**dict.fromkeys(key, "third"), figure: Decimal(8)})
    rows.keep(6, {**dict.fromkeys(key, "third"), figure: Decimal("8.0")})
    parsed = rows.finish()
    assert parsed.row_numbers == [2, 5]
    assert [(r.row_number, r.reason) for r in parsed.rejects] == [
        (1, "contradiction"),
        (3, "contradiction"),
        (4, "duplicate"),
        (6, "duplicate"),
    ]
    assert f"stands 2 times with {figure} 5.0, 6: none is kept" in parsed.rejects[0].detail


@given(st.recursive(st.none() | st.text() | st.floats(), st.lists, max_leaves=5) | st.binary())
def test_any_record_has_a_raw_text(record: object) -> None:
    text = raw_text(record)
    assert len(text) <= 500
    text.encode("utf-8")
