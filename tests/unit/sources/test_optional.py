"""Sources with a key or by name only: how each says no, and what it never repeats."""

import json

import pytest

from pipelines.parsing.records import Outcome, PayloadError
from pipelines.raw.parse import parse_payload
from pipelines.specs import RESTRICTED, load_specs, spec

PAGE = b"<html><title>Welcome</title></html>"


@pytest.mark.parametrize(
    ("name", "payload", "outcome"),
    [
        ("guardian/articles", b'{"message": "Unauthorized"}', Outcome.UNAUTHORIZED),
        ("guardian/articles", b'{"message": "API rate limit exceeded"}', Outcome.THROTTLED),
        (
            "guardian/articles",
            b'{"response": {"status": "error", "message": "page is beyond"}}',
            Outcome.REJECTED_QUERY,
        ),
        ("guardian/articles", b'{"response": {"status": "ok", "results": []}}', Outcome.EMPTY),
        ("guardian/articles", b'{"response": {"status": "ok"}}', Outcome.MALFORMED),
        ("tiingo/bars", b'{"detail": "Invalid token."}', Outcome.UNAUTHORIZED),
        ("tiingo/bars", b'{"detail": "Not found."}', Outcome.NOT_FOUND),
        (
            "tiingo/bars",
            b'{"detail": "Error: You have run over your hourly request allocation."}',
            Outcome.THROTTLED,
        ),
        ("tiingo/bars", b"[]", Outcome.EMPTY),
        ("tiingo/bars", b'[{"a": 1}]', Outcome.MALFORMED),
        (
            "alpha_vantage/bars",
            b'{"Information": "our standard API rate limit is 25 requests per day."}',
            Outcome.THROTTLED,
        ),
        (
            "alpha_vantage/bars",
            b'{"Error Message": "the parameter apikey is invalid or missing."}',
            Outcome.UNAUTHORIZED,
        ),
        ("alpha_vantage/bars", b"{}", Outcome.MALFORMED),
        ("stooq/bars", b"No data", Outcome.EMPTY),
        ("stooq/bars", b"Exceeded the daily hits limit", Outcome.THROTTLED),
        ("stooq/bars", b"<html>get your key: ?get_apikey</html>", Outcome.UNAUTHORIZED),
        ("stooq/bars", PAGE, Outcome.MALFORMED),
        ("opensanctions/entities", b'{"a": 1}\n{"b": 2}\n', Outcome.MALFORMED),
        ("opensanctions/entities", b"[1]\n", Outcome.MALFORMED),
        ("opensanctions/entities", b'{"id": "x", "schema"', Outcome.MALFORMED),
    ],
)
def test_every_no_is_classified(name: str, payload: bytes, outcome: Outcome) -> None:
    with pytest.raises(PayloadError) as caught:
        parse_payload(spec(name), payload)
    assert caught.value.outcome is outcome


def test_a_sentence_with_the_key_in_it_is_not_repeated() -> None:
    told = "We have detected your API key as SECRETKEY and our standard API rate limit is 25."
    with pytest.raises(PayloadError) as caught:
        parse_payload(spec("alpha_vantage/bars"), json.dumps({"Information": told}).encode())
    assert caught.value.outcome is Outcome.THROTTLED
    assert "SECRETKEY" not in str(caught.value)


def test_sources_with_limiting_terms_are_asked_by_name_only() -> None:
    by_name = {
        declared.source: declared.source_spec.redistribution
        for declared in load_specs().values()
        if (fetch := declared.source_spec.fetch) and fetch.enabled == "by_name"
    }
    assert by_name
    assert set(by_name.values()) <= set(RESTRICTED)
