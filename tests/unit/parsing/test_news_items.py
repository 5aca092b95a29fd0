"""Titles and addresses of news items: what is equal, and what cleaning may never change."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.parsing.news_items import (
    canonical_url,
    detokenise,
    domain_of,
    full_address,
    plain_text,
)
from pipelines.sample.news import tokenise

tokenised = st.lists(
    st.sampled_from(
        [
            *(
                "Nvidia",
                "s",
                "t",
                "don",
                "U",
                "S",
                ".",
                ",",
                ":",
                "::",
                "?",
                "!",
                "%",
                "90",
                "$",
                "-",
            ),
            *(
                "(",
                ")",
                "'",
                "re",
                "they",
                "芯片",
                "，",
                "：",
                "【",
                "】",
                "5",
                "game",
                "changer",
                "by",
            ),
            *("", " ", "A", "É", "\u2019", "year", "anti"),
        ]
    ),
    max_size=12,
).map(" ".join)


@pytest.mark.parametrize(
    ("served", "title"),
    [
        ("  U . S . Limits , Delays ", "U.S. Limits, Delays"),
        ("Relations With U . S .", "Relations With U.S."),
        ("the U . S . A . way", "the U.S.A. way"),
        ("J . Smith says", "J. Smith says"),
        ("a game - changer for US - backed firms", "a game-changer for US-backed firms"),
        ("Rates rise - Sample Wire", "Rates rise - Sample Wire"),
        ("oil rise - report", "oil rise - report"),
        ("case - by - case review of re - export", "case-by-case review of re-export"),
        ("7 - nm chips in 2 - year low", "7-nm chips in 2-year low"),
        ("Nvidia s chips don t sell , they re told", "Nvidia's chips don't sell, they're told"),
        ("Nvidia ' s chips", "Nvidia's chips"),
        ("EU stopped 90 % at $ 5 . 5 ( video )", "EU stopped 90% at $5.5 (video)"),
        ("sanctions :: Sample List", "sanctions :: Sample List"),
        ("Prices : up ? ", "Prices: up?"),
        ("2030年 ， 芯片走向何方 ？ ", "2030年，芯片走向何方？"),
        (" 【 專訪 】 陳 （ 有片 ）", "【專訪】陳（有片）"),
        ("Want to  Normalize  Relations", "Want to Normalize Relations"),
        ("", ""),
    ],
)
def test_titles_come_back_to_ordinary_spelling(served: str, title: str) -> None:
    assert detokenise(served) == title


@given(tokenised | st.text(max_size=60))
def test_detokenising_changes_only_blanks_and_apostrophes(title: str) -> None:
    clean = detokenise(title)
    letters = [re.sub(r"[\s'\u2019]", "", text) for text in (title, clean)]
    assert letters[0] == letters[1]
    assert detokenise(clean) == clean
    assert clean == " ".join(clean.split())


@pytest.mark.parametrize(
    "title",
    [
        "U.S. adds HBM to China chip curbs, names 24 kinds of tools",
        "Nvidia sees $5.5 billion charge as U.S. requires license for H20",
        "Crisps or chips? Court settles tax dispute over snack",
        "知情人士：中国引导企业少用英伟达H20芯片",
        "What does AI-based, state-backed buying mean: 50% more?",
    ],
)
def test_what_the_list_sets_apart_is_set_together_again(title: str) -> None:
    assert tokenise(title) != title
    assert detokenise(tokenise(title)) == title


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("http://wire.example/a", "https://wire.example/a"),
        ("HTTPS://Wire.Example:443/A/", "https://wire.example/A"),
        ("http://wire.example:80", "https://wire.example"),
        ("http://wire.example:8080/a", "https://wire.example:8080/a"),
        ("https://wire.example/a?utm_source=x&id=7&fbclid=1#top", "https://wire.example/a?id=7"),
        ("https://wire.example/a?b=1&a=2", "https://wire.example/a?b=1&a=2"),
        (" https://wire.example/%E4%B8%AD ", "https://wire.example/%E4%B8%AD"),
        ("ftp://wire.example/a", None),
        ("a citation of a book", None),
        ("https://wire.example/a b", "https://wire.example/a%20b"),
        ("https://wire example/a", None),
        ("https://wire.example\\@other.example/a", None),
        ("http://[fe80::1]:8080/a", "https://[fe80::1]:8080/a"),
        ("https://[broken/a", None),
        ("https://wire.example:99999/", None),
        ("javascript:alert(1)", None),
        ("HTTP://.", None),
        ("", None),
    ],
)
def test_copies_of_an_address_are_equal(url: str, canonical: str | None) -> None:
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    ("served", "page", "meant"),
    [
        ("/a?b=1", "https://wire.example/feed/", "https://wire.example/a?b=1"),
        ("//other.example/a", "https://wire.example/", "https://other.example/a"),
        ("/a", None, "/a"),
        ("/a", "urn:feed", "/a"),
        ("a.example/b", "https://wire.example/", "a.example/b"),
        ("https://other.example/a", "https://wire.example/", "https://other.example/a"),
        ("javascript:alert(1)", "https://wire.example/", "javascript:alert(1)"),
        ("//[", "https://wire.example/", "//["),
    ],
)
def test_an_address_that_begins_with_a_slash_is_that_of_its_page(
    served: str, page: str | None, meant: str
) -> None:
    assert full_address(served, page) == meant


@given(st.text(max_size=80) | st.from_regex(r"https?://[a-zA-Z.]{1,9}(:\d{1,5})?/[^ ]{0,20}"))
def test_a_canonical_address_is_stable(url: str) -> None:
    canonical = canonical_url(url)
    if canonical is not None:
        assert canonical.startswith("https://")
        assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.Wire.example/a", "wire.example"),
        ("http://news.wire.example:8080/a", "news.wire.example"),
        ("https://wwwire.example/", "wwwire.example"),
        ("mailto:a@wire.example", None),
    ],
)
def test_domains(url: str, domain: str | None) -> None:
    assert domain_of(url) == domain


@pytest.mark.parametrize(
    ("served", "text"),
    [
        ("H200 &amp; MI325X", "H200 & MI325X"),
        ("<b>Bold</b>&nbsp;move", "Bold move"),
        ("&lt;em&gt;twice&lt;/em&gt; escaped", "twice escaped"),
        ("5 < 7 and 9 > 3", "5 < 7 and 9 > 3"),
        ("a <item> stays", "a <item> stays"),
        ("zero\u200bwidth\tand\nlines", "zerowidth and lines"),
    ],
)
def test_plain_text(served: str, text: str) -> None:
    assert plain_text(served) == text
