"""What may become a link: addresses of the web, and pages that there are."""

import pytest

from pipelines.report.links import Links, file_name, linked, web_linked
from pipelines.report.pages.frame import POLICY


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
    item = web_linked("A <step>", address)
    assert ("<a href=" in item) == is_link
    assert "A &lt;step&gt;" in item


def test_the_policy_lets_nothing_run_or_load_but_files_of_the_site() -> None:
    assert POLICY.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe-eval" not in POLICY
    assert "script-src 'self';" in POLICY
    assert '"' not in POLICY


@pytest.mark.parametrize(
    ("subject_id", "name"),
    [
        ("nvidia-h20", "nvidia-h20"),
        ("../../etc/passwd", "etc-passwd"),
        ("A B/C?d=1#e", "a-b-c-d-1-e"),
        ("华为", "unnamed"),
        ("..", "unnamed"),
    ],
)
def test_a_key_never_leads_out_of_its_folder(subject_id: str, name: str) -> None:
    assert file_name(subject_id) == name


def test_keys_that_make_one_file_name_have_pages_of_their_own() -> None:
    links = Links([("chip", "chips", one) for one in ("a/b", "a b", "A-B")], {})
    assert {links.page("chip", one) for one in ("a/b", "a b", "A-B")} == {
        "chips/a-b.html",
        "chips/a-b-2.html",
        "chips/a-b-2-2.html",
    }


def test_an_action_leads_to_its_measure_else_to_its_authority() -> None:
    links = Links([("measure", "measures", "m"), ("authority", "authorities", "a")], {"e": "m"})
    assert links.event("e", "a") == "measures/m.html"
    assert links.event("other", "a") == "authorities/a.html"
    assert links.event("other") is None
    assert linked("<b>", None) == "&lt;b&gt;"
