"""Names that are translated in other words, and names that another language reads its own way."""

import pytest

from pipelines.screening.japanese_names import JapaneseNames
from pipelines.screening.korean_names import in_korean
from pipelines.screening.meanings import meant
from pipelines.screening.name_index import NameIndex
from pipelines.screening.verdicts import MATCH, POSSIBLE
from pipelines.screening.words import variants, words_of

LISTED = [
    "Lanzhou Ship Electronic Apparatus Research Institute",
    "Guizhou Academy of Spaceflight Controls",
    "Third Institute of Acoustics",
    "Qinghai Prefecture Public Security Bureau",
    "Marlov Design Bureau",
    "Joint Stock Company Obninsk Scientific Production Association Marlov",
    "Taiyuan Turbine Blade Co. Ltd.",
    "TAKAMURA-GUMI",
    "ISHIMURA, Kenta",
    "PAK, Yong Su",
    "VELDANOV, Sergei Mikhailovich",
    "RAZMARI, Fazl",
    "Future Lake Shipping Limited",
    "Zhuhai Torvik Institute a.k.a. Zhuhai Marno Laboratory",
    "Dalin O-Glass Tech",
]


@pytest.mark.parametrize(
    ("asked", "position"),
    [
        ("兰州船舶电子仪器研究所", 0),
        ("兰州船用电子设备研究所", 0),
        ("贵州航天自动控制研究院", 1),
        ("第三声学研究所", 2),
        ("青海自治州公安局", 3),
        ("KB Marlov", 4),
        ("NPO Marlov Obninsk", 5),
        ("Nauchno-proizvodstvennoye obyedineniye Marlov, Obninsk", 5),
        ("太原透平叶片有限公司", 6),
        ("Taiyuan Qilunji Yepian Gongsi", 6),
        ("高村組", 7),
        ("六代目高村組", 7),
        ("石村健太", 8),
        ("朴英洙", 9),
        ("Serhii Veldanov", 10),
        ("Serhiy Mykhailovych VELDANOV", 10),
        ("فضل رزماری", 11),
        ("Futurelake Shiping", 12),
        ("Zhuhai Marno Laboratory", 13),
        ("Dalin OGlass", 14),
    ],
)
def test_a_name_in_other_words_is_found(asked: str, position: int) -> None:
    found = NameIndex(LISTED).scores(asked, POSSIBLE)
    assert position in found


@pytest.mark.parametrize(
    "asked",
    [
        "兰州电影机械厂",  # of the same town, of another trade
        "昆明船舶电子仪器研究所",  # the same trade in another town
        "第三声乐学院",
        "高橋建設",
        "朴明姬",
        "VOLTOV, Sergei Mikhailovich",  # another surname
        "Future Bakery",
    ],
)
def test_another_name_with_such_words_is_no_match(asked: str) -> None:
    assert NameIndex(LISTED).scores(asked, POSSIBLE) == {}


def test_a_meaning_is_at_most_possible() -> None:
    scores = NameIndex(LISTED).scores("兰州船用电子设备研究所", POSSIBLE)
    assert max(scores.values()) < MATCH


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Institute of Marine Optics", "Ship Optoelectronics Research Academy"),
        ("Public Security Bureau, Altay Municipality", "Altay Police Department"),
        ("Izhevsky mashinostroitelny zavod", "Izhevsk machine building plant"),
        ("Experimental Design Bureau", "Experimental OKB"),
    ],
)
def test_two_translations_of_one_name_mean_the_same(one: str, other: str) -> None:
    assert set(meant(words_of(one))) == set(meant(words_of(other)))


def test_a_name_of_words_that_say_nothing_keeps_them() -> None:
    assert meant(("grp", "hldg")) == ("grp", "hldg")
    assert meant(()) == ()


def test_characters_are_read_as_listed_words_alone() -> None:
    names = JapaneseNames({"takamura", "gumi", "kenta", "ishimura"})
    assert names.meant(("高村组",)) == [("takamura", "gumi")]
    assert names.meant(("高村会",)) == []
    assert names.meant(("Takamura",)) == []
    assert in_korean(("朴英洙",), {"pak", "yong", "su"}) == [("pak", "yong", "su")]
    assert in_korean(("朴英洙",), {"pak", "yong"}) == []
    assert in_korean(("英",), {"yong"}) == []


def test_a_cell_of_two_names_stands_for_each() -> None:
    found = variants("Torvik Institute a.k.a. Marno Laboratory")
    assert {"Torvik Institute", "Marno Laboratory"} <= set(found)
    assert "Torvik" in variants("Torvik and any successor, sub-unit, or subsidiary thereof")
