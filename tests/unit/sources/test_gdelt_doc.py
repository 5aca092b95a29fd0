"""GDELT answers that are no article list, and JSON that is nearly JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.parsing.countries import country_code
from pipelines.parsing.records import Outcome, PayloadError
from pipelines.sources import parser_for
from pipelines.sources.gdelt_doc.articles import repair_escapes
from pipelines.sources.gdelt_doc.codes import language_code
from pipelines.specs import spec

NAME = "gdelt_doc/articles"
ARTICLE = {
    "url": "https://wire.example/1",
    "title": "T",
    "seendate": "20300102T044500Z",
    "domain": "wire.example",
    "language": "English",
    "sourcecountry": "Taiwan",
}


def parse(payload: bytes):  # type: ignore[no-untyped-def]
    return parser_for(NAME)(payload, spec(NAME))


@pytest.mark.parametrize(
    ("payload", "outcome"),
    [
        (b"", Outcome.EMPTY),
        (b" \n", Outcome.EMPTY),
        (b"{}", Outcome.EMPTY),
        (b"\xef\xbb\xbf{}", Outcome.EMPTY),
        (b'{"articles": []}', Outcome.EMPTY),
        (b'{"articles": null}', Outcome.EMPTY),
        (b"<html><body>Your query was too short.</body></html>", Outcome.MALFORMED),
        (b"<html><title>429 Too Many Requests</title></html>", Outcome.THROTTLED),
        (b"Please limit requests to one every 5 seconds or write to us.", Outcome.THROTTLED),
        (b"Your query was too short or too long.", Outcome.REJECTED_QUERY),
        (b"The specified phrase is too short.\n", Outcome.REJECTED_QUERY),
        (b"short.", Outcome.MALFORMED),
        (b"date,open,high,low,close\n2030-01-02,1,2,3,4", Outcome.MALFORMED),
        (b'{"timeline": []}', Outcome.MALFORMED),
        (b'{"articles": {"a": 1}}', Outcome.MALFORMED),
        (b'{"articles": [{"id": 1}]}', Outcome.MALFORMED),
        (b'{"articles": [{"url": "https://wire.exam', Outcome.MALFORMED),
        (b'{"status": 429, "message": "slow down"}', Outcome.THROTTLED),
        (b"[]", Outcome.MALFORMED),
        (b"NaN", Outcome.MALFORMED),
    ],
)
def test_answers_without_articles(payload: bytes, outcome: Outcome) -> None:
    with pytest.raises(PayloadError) as caught:
        parse(payload)
    assert caught.value.outcome is outcome


def test_a_refused_query_is_told_in_the_words_of_the_service() -> None:
    with pytest.raises(PayloadError, match="too short or too long"):
        parse(b"Your query was too short or too long.")


@pytest.mark.parametrize(
    ("served", "repaired"),
    [
        (r"It\'s", r"It\\'s"),
        (r"C:\new \x \u12 \u1234 \\ \"", r"C:\new \\x \\u12 \u1234 \\ \""),
        ("\\", "\\\\"),
        (r"\\\d", r"\\\\d"),
    ],
)
def test_only_illegal_escapes_are_doubled(served: str, repaired: str) -> None:
    assert repair_escapes(served) == repaired


@given(st.text(max_size=40))
def test_legal_json_is_left_alone(text: str) -> None:
    served = json.dumps({"title": text})
    assert repair_escapes(served) == served


@given(st.text(alphabet="ab\"\\/nu1'{} ", max_size=20))
def test_repaired_text_holds_no_illegal_escape(text: str) -> None:
    inside = repair_escapes(text.replace('"', ""))
    assert json.loads(f'"{inside}"', strict=False) is not None


def test_control_characters_and_illegal_escapes_inside_titles() -> None:
    payload = json.dumps({"articles": [{**ARTICLE, "title": "MARK"}]}).encode()
    [row] = parse(payload.replace(b"MARK", b"It\\'s a tab:\t \\_ end")).rows
    assert row["served_title"] == "It\\'s a tab:\t \\_ end"
    assert row["title"] == "It's a tab: _ end"


@pytest.mark.parametrize(
    ("member", "value", "reason"),
    [
        ("url", "", "missing_url"),
        ("url", "no address", "bad_url"),
        ("seendate", None, "missing_seendate"),
        ("seendate", "2030-01-02T04:45:00", "bad_time"),
        ("seendate", "20300230T044500Z", "bad_time"),
        ("title", 5, "bad_type"),
        ("language", [], "bad_type"),
    ],
)
def test_a_bad_member_rejects_its_article_only(member: str, value: object, reason: str) -> None:
    good = {**ARTICLE, "url": "https://wire.example/2"}
    parsed = parse(json.dumps({"articles": [{**ARTICLE, member: value}, good]}).encode())
    assert [row["served_url"] for row in parsed.rows] == ["https://wire.example/2"]
    assert [(r.row_number, r.reason) for r in parsed.rejects] == [(1, reason)]


def test_http_and_https_are_two_rows_of_one_address() -> None:
    twin = {**ARTICLE, "url": "http://wire.example/1"}
    rows = parse(json.dumps({"articles": [ARTICLE, twin, ARTICLE]}).encode())
    assert [row["served_url"] for row in rows.rows] == [ARTICLE["url"], twin["url"]]
    assert {row["url"] for row in rows.rows} == {ARTICLE["url"]}
    assert [r.reason for r in rows.rejects] == ["duplicate"]


def test_names_to_codes() -> None:
    names = ("Chinese", "ChineseT", "english", "Bengali", "Klingon", "", None)
    assert [language_code(name) for name in names] == ["zh", "zh", "en", "bn", None, None, None]
    places = ("Hong Kong", "Macau", "United States", "Ivory Coast", "Turkey", "Atlantis", None)
    assert [country_code(name) for name in places] == ["HK", "MO", "US", "CI", "TR", None, None]
