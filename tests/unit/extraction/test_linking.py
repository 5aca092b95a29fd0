"""Mentions linked to listed names: what must be found, what must not."""

from __future__ import annotations

import pytest

from pipelines.extraction.linking import Linker, words_of

LISTED = [
    "Shenzhen Xinhua Electronics Co., Ltd.",
    "Shanghai Xinhua Electronics Co., Ltd.",
    "Beijing Tianlong Semiconductor Technology Co., Ltd.",
    "Moore Threads Technology (Beijing) Co., Ltd.",
    "National Supercomputing Center Wuxi",
    "北京昇腾科技有限公司",
]


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(LISTED, threshold=0.7)


@pytest.mark.parametrize(
    ("mention", "position"),
    [
        ("SHENZHEN XINHUA ELECTRONICS COMPANY LIMITED", 0),
        ("Some Group.  Affiliated Entity:  Shanghai Xinhua Electronics Co., Ltd.", 1),
        ("Shánghai  Xinhua Electronics", 1),
        ("Beijing Tianlnog Semiconductor Technology", 2),
        ("Tianlong Semiconductor Technology Beijing", 2),
        ("Beijing TianlongSemiconductor Technology", 2),
        ("Beijing Tian long Semiconductor Technology", 2),
        ("National Supercomputng Center Wuxi", 4),
        ("北京昇腾科技股份有限公司", 5),
    ],
)
def test_defects_are_seen_through(linker: Linker, mention: str, position: int) -> None:
    link = linker.link(mention)
    assert link is not None
    assert link.position == position
    assert 0.7 <= link.score <= 1


@pytest.mark.parametrize(
    "mention",
    [
        "Xinhua Electronics",  # fits two equally well
        "Wuhan Opto Instruments",
        "Beijing Technology",
        "",
        "Co., Ltd.",
    ],
)
def test_what_is_not_listed_or_ambiguous_has_no_link(linker: Linker, mention: str) -> None:
    assert linker.link(mention) is None


def test_equal_names_are_one_name() -> None:
    linker = Linker(["Acme Chips Inc.", "ACME CHIPS LTD"])
    link = linker.link("Acme Chips")
    assert link is not None
    assert link.position == 0


def test_all_at_once_is_the_same_as_one_by_one(linker: Linker) -> None:
    mentions = [*LISTED, "nobody", LISTED[0]]
    assert linker.link_all(mentions) == [linker.link(mention) for mention in mentions]


def test_an_empty_list_links_nothing() -> None:
    assert Linker([]).link("Acme") is None


def test_words_leave_out_list_defects_and_legal_form() -> None:
    assert words_of("A B.  Affiliated Entity:  Xin Hua Co., Ltd.") == ("xin", "hua")
