"""Names that only sound alike are not shown; words of the trade are read in other scripts."""

import pytest

from pipelines.screening.loanwords import in_other_english
from pipelines.screening.name_index import NameIndex
from pipelines.screening.verdicts import POSSIBLE

LISTED = [
    "SUBOTIC, Milan",
    "KOSTENKO, Natalya Vasilyevna",
    "KOFMAN, Aleksandr Igorevich",
    "Huawei Technologies Co., Ltd.",
    "MAJORY LLP",
    "MATSA",
    "MARONDERA MAPLE LEAF FARM",
    "NETWORK LITERARY AND HISTORICAL MAGAZINE",
    "KAY ZORE GENERAL TRADING LLC",
    "BANK MELLI VELDAN",
    "MARDON HOSSEIN UNIVERSITY",
    "AL HOUTHI, Abdul Malik",
    "FAKHRIZADEH, Mohsen",
    "KOREA MINING DEVELOPMENT TRADING CORPORATION",
    "AIR KORYO",
    "IRAN ELECTRONICS INDUSTRIES",
    "ROSTEC",
    "SHOIGU, Sergei",
    "Kunshan Heng Rui Cheng Industrial Technology Co., Ltd.",
    "SHAOLIN SENSE COMPANY LIMITED",
    "JUND AL-MARDOV",
]


@pytest.mark.parametrize(
    "asked",
    [
        "ООО «Леруа Мерлен Восток»",
        "Морозова Наталья Васильевна",
        "Кофемания",
        "Фаберлик",
        "ПАО «НЛМК»",
        "Major League Baseball",
        "Massachusetts Institute of Technology",
        "Mahle Quarrying",
        "恒瑞医药",
        "Hisense Group",
        "현대자동차",
        "مصرف الراجحي",
    ],
)
def test_what_shares_no_own_word_is_not_shown(asked: str) -> None:
    assert NameIndex(LISTED).scores(asked, POSSIBLE) == {}


@pytest.mark.parametrize(
    ("asked", "position"),
    [
        ("Kay Zor General Trading LLC", 8),
        ("JUNDAL-MARDOV", 20),
        ("بانک ملی ولدان", 9),
        ("دانشگاه ماردون حسین", 10),
        ("عبد الملك الحوثي", 11),
        ("عبدالملک الحوثی", 11),
        ("محسن فخری\u200cزاده", 12),
        ("조선광업개발무역회사", 13),
        ("고려항공", 14),
        ("صنایع الکترونیک ایران", 15),
        ("Государственная корпорация «Ростех»", 16),
        ("Шойгу Сергей Кужугетович", 17),
    ],
)
def test_words_of_the_trade_servants_and_short_neighbors(asked: str, position: int) -> None:
    assert position in NameIndex(LISTED).scores(asked, POSSIBLE)


def test_a_word_has_each_of_its_ways_and_then_the_last() -> None:
    ways = [in_other_english("항공", way) for way in range(4)]
    assert ways == [("air",), ("airlines",), ("aviation",), ("aviation",)]
    assert in_other_english("завод", 2) == ("plant",)
    assert in_other_english("тарникс", 0) is None
