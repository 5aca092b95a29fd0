"""Which addresses are first-hand. The pairs are of the curated evidence, looked at one by one."""

import pytest

from pipelines.report.hosts import host_of, standing


@pytest.mark.parametrize(
    ("address", "publisher"),
    [
        ("https://www.federalregister.gov/d/2018-08354", "Federal Register"),
        ("https://ustr.gov./about-us/policy-offices", "Office of the US Trade Representative"),
        ("http://exportcontrol.mofcom.gov.cn/article", "Ministry of Commerce of China"),
        ("https://www.meti.go.jp/press", "Ministry of Economy, Trade and Industry"),
        ("https://www.sec.gov/Archives/1", "Nvidia"),
        ("https://theedgemalaysia.com/node/1", "The Edge"),
        ("https://www.bnnbloomberg.ca/1", "Bloomberg"),
        ("https://www.dailymail.co.uk/1", "Daily Mail"),
        ("https://world.kbs.co.kr/1", "KBS World"),
        ("", "Reuters"),
        (None, None),
    ],
)
def test_an_authority_and_a_publishers_own_site_are_first_hand(
    address: str | None, publisher: str | None
) -> None:
    assert standing(address, publisher) == ""


@pytest.mark.parametrize(
    ("address", "publisher", "said"),
    [
        ("https://finance.yahoo.com/news/1", "Reuters", "aggregator: finance.yahoo.com"),
        ("https://news.google.com/1", "Reuters", "aggregator: news.google.com"),
        ("https://gokawiil.com/1", "Reuters", "on gokawiil.com, not known"),
        ("https://www.shine.cn/1", "Ministry of Commerce of China", "on shine.cn, not known"),
        ("https://federalregister.gov.example.org/1", "Federal Register", "on federalregister.gov"),
        ("https://newsfusion365.blogspot.com/1", "Financial Times", "on newsfusion365.blogspot"),
        ("https://opencapital.sh/1", None, "on opencapital.sh, not known"),
    ],
)
def test_a_copy_elsewhere_is_said_to_be_one(address: str, publisher: str | None, said: str) -> None:
    assert standing(address, publisher).startswith(said)


@pytest.mark.parametrize("address", ["http://[", "no address", "https://", 7, "//x"])
def test_what_is_no_address_breaks_nothing(address: object) -> None:
    assert isinstance(host_of(address), str)
    assert isinstance(standing(address, "x"), str)
