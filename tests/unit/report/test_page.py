"""What the page may hold: links to the web only, and nothing that a browser would run or load."""

from datetime import date
from decimal import Decimal

import pytest

from pipelines.files.closed_page import POLICY
from pipelines.report.charts import probability
from pipelines.report.page import _feed_item

ROW = {
    "title": "A step",
    "public_on": date(2030, 1, 2),
    "jurisdiction": "US",
    "issuer_name": "Bureau",
    "direction": "tighten",
    "evidence_grade": "official_text",
}


class Unlabelled:
    """A report as far as one item of it needs one."""

    def said(self, column: str, value: object) -> str:
        return f"{column} {value}"


@pytest.mark.parametrize(
    ("address", "is_link"),
    [
        ("https://www.federalregister.gov/d/1", True),
        ("http://example.org/1?a=1&b=2", True),
        ("javascript:alert(1)", False),
        (" java\nscript:alert(1)", False),
        ("data:text/html,<script>", False),
        ('https://example.org/"onmouseover="alert(1)', False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(address: str | None, is_link: bool) -> None:
    item = _feed_item(Unlabelled(), {**ROW, "source_url": address})  # type: ignore[arg-type]
    assert ("<a href=" in item) == is_link
    assert "A step" in item


def test_the_policy_lets_nothing_run_or_load() -> None:
    assert POLICY.startswith("default-src 'none'; style-src 'unsafe-inline';")
    assert '"' not in POLICY


@pytest.mark.parametrize(
    ("value", "written"),
    [("0.0000", "<0.001"), ("0.0009", "<0.001"), ("0.001", "0.001"), ("0.0136", "0.014")],
)
def test_a_small_p_is_written_as_below_a_bound(value: str, written: str) -> None:
    assert probability(Decimal(value)) == written
