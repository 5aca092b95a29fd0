"""Short Chinese names of firms that a list prints in English or pinyin alone."""

import pytest

from pipelines.screening.derived_short_names import (
    LONGEST_PHRASE,
    DerivedShortNames,
    is_short_for,
    slots_of,
)
from pipelines.screening.name_index import NameIndex
from pipelines.screening.verdicts import MATCH, POSSIBLE
from pipelines.screening.words import words_of

LISTED = (
    "Shaanxi Aircaft Industry Co., Ltd.",
    "AVIC Guizhou Aircraft Industrial (Group) Co., Ltd.",
    "Northwestern Polytechnical University",
    "Guangdong University of Technology",
    "Inner Mongolia Second Machinery Group Co., Ltd.",
    "China Nuclear Engineering Corporation Limited",
    "National Supercomputing Center Jinan (NSCC-JN)",
    "Chongqing Tarnix Valve Works",
    "Wuhan Second Ship Design and Research Institute",
)


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("陕飞", LISTED[0]),
        ("陕飞集团", LISTED[0]),
        ("航空工业贵飞", LISTED[1]),
        ("贵飞", LISTED[1]),
        ("西工大", LISTED[2]),
        ("广工", LISTED[3]),
        ("内蒙二机", LISTED[4]),
        ("中国核建", LISTED[5]),
        ("济南超算", LISTED[6]),
    ],
)
def test_the_characters_of_its_parts_lead_to_a_listed_name(name: str, listed: str) -> None:
    found = NameIndex(LISTED).scores(name, POSSIBLE)
    assert LISTED.index(listed) in found
    assert max(found.values()) < MATCH


@pytest.mark.parametrize(
    "name", ["陕煤", "贵绳", "飞陕", "内蒙一机", "渝阀", "武船", "陕飞雁", "飞"]
)
def test_other_characters_lead_to_nobody(name: str) -> None:
    assert DerivedShortNames(map(words_of, LISTED)).meant(name) == ()


def test_a_name_without_a_place_or_a_trade_has_no_derived_short_name() -> None:
    assert slots_of(("beijing", "tech", "dev"), LONGEST_PHRASE) == ()
    assert slots_of(("aircraft", "ind"), LONGEST_PHRASE) == ()


def test_syllables_of_its_own_word_stand_in_a_short_name() -> None:
    slots = slots_of(("suzhou", "huada", "laser"), 1)
    assert is_short_for("苏华激", slots)
    assert not is_short_for("苏新激", slots)
