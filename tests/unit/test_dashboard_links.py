"""The addresses that the dashboards write as links."""

import duckdb
import pytest

from dashboards.superset.declarations import link_expression


@pytest.mark.parametrize(
    ("address", "link"),
    [
        (
            "https://www.a.org/b?c=1",
            '<a href="https://www.a.org/b?c=1" target="_blank" rel="noopener">a.org</a>',
        ),
        ("javascript:alert(1)", ""),
        ("httpx://example.org", ""),
        ("http:alert(1)", ""),
        ('https://example.org/" onclick="alert(1)', ""),
        ("https://<img src=x>/", ""),
        (None, ""),
    ],
)
def test_only_web_addresses_become_links(address: str | None, link: str) -> None:
    query = f"select {link_expression('address')} from (select ? as address)"
    assert duckdb.connect().execute(query, [address]).fetchone() == (link,)
