"""No credential survives in a URL or in request parameters; everything else stays as it was."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.archive.redaction import (
    REDACTED,
    is_secret_name,
    redact_parameters,
    redact_text,
    redact_url,
)


@pytest.mark.parametrize(
    "name",
    [
        "apikey",
        "api_key",
        "api-key",
        "APIKEY",
        "key",
        "token",
        "access_token",
        "subscription-key",
        "Ocp-Apim-Subscription-Key",
        "client_secret",
        "password",
        "Authorization",
        "sig",
        "crumb",
    ],
)
def test_secret_names(name: str) -> None:
    assert is_secret_name(name)
    assert redact_url(f"https://example.org/?a=1&{name}=hidden&b=2") == (
        f"https://example.org/?a=1&{name}={REDACTED}&b=2"
    )


@pytest.mark.parametrize(
    "name",
    [
        "symbol",
        "conditions[agencies][]",
        "search_after_cursor",
        "keyword",
        "monkey",
        "period1",
        "per_page",
        "author",
        "signed_on",
    ],
)
def test_ordinary_names(name: str) -> None:
    assert not is_secret_name(name)


def test_an_ordinary_url_stays_as_it_was() -> None:
    url = (
        "https://www.federalregister.gov/api/v1/documents.json"
        "?conditions%5Bagencies%5D%5B%5D=industry-and-security-bureau&fields[]=title&flag&empty=#top"
    )
    assert redact_url(url) == url


def test_a_url_inside_a_parameter_is_redacted_too() -> None:
    inner = "https%3A%2F%2Fexample.org%2F%3Ftoken%3Dhidden"
    assert "hidden" not in redact_url(f"https://example.org/?next={inner}&page=2")
    assert redact_parameters({"next": "https://example.org/?key=hidden"}) == {
        "next": f"https://example.org/?key={REDACTED}"
    }


def test_user_name_and_password_are_redacted() -> None:
    assert redact_url("ftp://me:hidden@example.org:21/x") == f"ftp://{REDACTED}@example.org:21/x"


def test_a_url_that_cannot_be_read_loses_its_query() -> None:
    assert redact_url("https://[broken?key=hidden") == f"https://[broken?{REDACTED}"


secret = st.text(string.ascii_letters + string.digits, min_size=12, max_size=30)


@given(value=secret, name=st.sampled_from(["key", "apikey", "access_token", "X-Api-Key"]))
def test_no_secret_value_survives(value: str, name: str) -> None:
    url = f"https://example.org/data?{name}={value}&q=chips"
    assert value not in redact_url(url)
    assert value not in redact_text(f"asked {url}, got 403")
    assert value not in str(redact_parameters({"outer": {"list": [{name: value}]}}))


@given(st.text())
def test_redaction_takes_any_text_and_settles(text: str) -> None:
    once = redact_url(text)
    assert redact_url(once) == once
    redact_text(text)
