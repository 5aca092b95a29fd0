"""Keys come from the environment only and leave it nowhere."""

import pytest

from pipelines.fetch.environment import Environment, NotConfigured
from pipelines.specs import load_specs


def test_edgar_wants_a_contact() -> None:
    spec = load_specs()["sec/company_facts"].source_spec
    assert spec.fetch is not None
    with pytest.raises(NotConfigured, match="e-mail"):
        Environment({}).user_agent(spec, spec.fetch)
    agent = Environment({"CHIPWATCH_CONTACT": "A B a@b.org"}).user_agent(spec, spec.fetch)
    assert agent.endswith("A B a@b.org")


def test_a_user_agent_can_be_set_for_one_source() -> None:
    spec = load_specs()["csl/entries"].source_spec
    assert spec.fetch is not None
    own = Environment({"CHIPWATCH_USER_AGENT_CSL": "Mozilla/5.0 own"})
    assert own.user_agent(spec, spec.fetch) == "Mozilla/5.0 own"


@pytest.mark.parametrize("agent", ["own\nHost: other.example", "Zoë"])
def test_a_user_agent_that_no_header_takes(agent: str) -> None:
    spec = load_specs()["csl/entries"].source_spec
    assert spec.fetch is not None
    with pytest.raises(NotConfigured):
        Environment({"CHIPWATCH_USER_AGENT_CSL": agent}).user_agent(spec, spec.fetch)


@pytest.mark.parametrize("contact", ["Zoë z@e.org", "x" * 300])
def test_a_contact_that_no_header_takes(contact: str) -> None:
    spec = load_specs()["csl/entries"].source_spec
    assert spec.fetch is not None
    with pytest.raises(NotConfigured):
        Environment({"CHIPWATCH_CONTACT": contact}).user_agent(spec, spec.fetch)


@pytest.mark.parametrize("url", ["ftp://x", "http://mirror.example", "https://u:p@x.org", "x"])
def test_base_urls_that_are_refused(url: str) -> None:
    with pytest.raises(NotConfigured):
        Environment({"CHIPWATCH_BASE_URL_CSL": url}).base_url("csl")


def test_a_key_is_scrubbed_however_it_is_written() -> None:
    key = "a/b+c d"
    text = "a/b+c d a%2Fb%2Bc%20d a%2Fb%2Bc+d https://x.org/?token=zzz"
    assert Environment({}).scrubbed(text, key) == (
        "REDACTED REDACTED REDACTED https://x.org/?token=REDACTED"
    )
