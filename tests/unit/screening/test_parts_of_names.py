"""A title, an abbreviation or a place beside a name; words of institutions in other scripts."""

import pytest

from pipelines.screening.cantonese_names import in_cantonese
from pipelines.screening.loanwords import count_ways, in_english
from pipelines.screening.name_index import NameIndex
from pipelines.screening.sounds import liquids_alike, sound
from pipelines.screening.tails import without_abbreviation
from pipelines.screening.titles import (
    begins_with_title,
    chinese_without_title,
    without_titles,
)
from pipelines.screening.verdicts import MATCH, POSSIBLE

LISTED = [
    "DOVLATENKO, Oleg Viktorovich",
    "LI, Mengzhou",
    "Veldan Marno Ceramics Equipment (Group) Co., Ltd.",
    "CONCERN RADIO-ELECTRONIC TECHNOLOGIES",
    "BUSINESS LAB",
    "GORDEYEV, Artyom Vyacheslavovich",
    "Joint Stock Company Research and Production Company Tarnik",
    "KTB REGISTRAR CLOSED JOINT STOCK COMPANY",
    "MARDBALLAH",
    "HARAKAT AL-TUVANA",
    "NATIONAL IRANIAN OIL COMPANY",
    "SYRIAN MILITARY INTELLIGENCE DIRECTORATE",
    "AL-MARDIF INTERNATIONAL UNIVERSITY",
    "United Aircraft Corporation",
    "OSTRELISE TECHNOLOGY GROUP CO., LIMITED",
    "ROVENKO, Yuri Valentinovich",
    "KHODZHIN, Yevgeniy Petrovich",
    "Nanjing Precision Optics Equipment (Group) Co., Ltd.",
    "TAM, Mei-keung",
    "CHEUNG, Peter Ka-chiu",
]


@pytest.mark.parametrize(
    ("asked", "position"),
    [
        ("Oleg Dovlatenko, General Director", 0),
        ("Oleg Dovlatenko, CEO of Something Unheard", 0),
        ("Deputy Minister of Defence Oleg Dovlatenko", 0),
        ("Академик Олег Довлатенко", 0),
        ("Довлатенко Олег, генеральный директор", 0),
        ("国防部长李孟州", 1),
        ("李孟州董事长", 1),
        ("VMCE Veldan Marno Ceramics Equipment", 2),
        ("NPOE Nanjing Precision Optics Equipment", 17),
        ("Nanjing Precision Optics Equipment, NPOE", 17),
        ("譚美強", 18),
        ("张家超", 19),
        ("Концерн Радиоэлектронные технологии (КРЭТ)", 3),
        ("Businesslab Damascus", 4),
        ("Artem Gordeev", 5),
        ("АО «НПФ «Тарник»", 6),
        ("АО «КТБ Регистратор»", 7),
        ("مردب الله", 8),
        ("حركة التوفانا", 9),
        ("شرکت ملی نفت ایران", 10),
        ("شعبة المخابرات العسكرية", 11),
        ("جامعة المردف العالمية", 12),
        ("Объединённая авиастроительная корпорация", 13),
        ("Ostrelise International Logistics", 14),
        ("Juri Rowenko", 15),
        ("Jewgeni Chodschin", 16),
        ("Evgenii Khodjin", 16),
    ],
)
def test_the_name_in_it_is_possible(asked: str, position: int) -> None:
    found = NameIndex(LISTED).scores(asked, POSSIBLE)
    assert position in found
    assert max(found.values()) < MATCH


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("KEMA of Sweden", "KEMI"),
        ("Kema Sweden", "KEMI"),
        ("ООО «Марент»", "MALENT A.S."),
        ("ПАО «ВосМарлик»", "Vesmarrik Institutes"),
        ("Boris Romanov", "ROMANA"),
        ("谭美华", "TAM, Mei-keung"),
        ("حركة النهضة", "SOUTH-EAST MOVEMENT"),
        ("Quantum Corporation", "Quantum Aviation Supply"),
        ("АО «Медицинская техника»", "Medical Industry Group"),
        ("Ostrelise Vineyards of Korvath", "OSTRELISE TECHNOLOGY GROUP CO., LIMITED"),
    ],
)
def test_another_word_is_not_shown(asked: str, listed: str) -> None:
    assert NameIndex([listed, *LISTED[:3], "MARDOVSKI, Boris"]).scores(asked, POSSIBLE) == {}


@pytest.mark.parametrize(
    ("plain", "name"),
    [
        (("general", "director", "oleg", "marno"), ("oleg", "marno")),
        (("oleg", "marno", "minister", "of", "defence"), ("oleg", "marno")),
        (("oleg", "marno"), ()),
        (("director", "marno"), ()),
        (("general", "marno", "works"), ()),
        (("director", "marno", "veldan", "ltd"), ()),
        (("president", "hotel", "group"), ()),
    ],
)
def test_titles_are_taken_from_the_name_of_a_person(
    plain: tuple[str, ...], name: tuple[str, ...]
) -> None:
    assert without_titles(plain) == name


def test_a_title_begins_within_a_few_words() -> None:
    assert begins_with_title(("deputy", "general", "director"))
    assert not begins_with_title(("general", "motors"))
    assert not begins_with_title(("first", "second", "director"))
    assert not begins_with_title(())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("董事长王小明", "王小明"),
        ("王小明，副總裁", "王小明"),
        ("王小明", ""),
        ("董事长", ""),
        ("王小明有限公司", ""),
    ],
)
def test_a_chinese_title_beside_a_name(text: str, name: str) -> None:
    assert chinese_without_title(text) == name


def test_an_abbreviation_stands_for_the_name_or_not() -> None:
    assert list(without_abbreviation("VMCE Veldan Marno Ceramics Equipment")) == [
        ("Veldan Marno Ceramics Equipment", True)
    ]
    assert list(without_abbreviation("Veldan Marno Ceramics [XQ]")) == [
        ("Veldan Marno Ceramics", False)
    ]
    assert list(without_abbreviation("VMC Veldan Marno")) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("artyom", "artem"),
        ("fyodor", "fedor"),
        ("solovyov", "solovev"),
        ("prokofiev", "prokofyev"),
        ("jevgeni", "evgeny"),
        ("kovalskiy", "kovalski"),
        ("aleksandr", "alexander"),
        ("khabib", "habib"),
        ("volodine", "volodin"),
    ],
)
def test_russian_names_have_one_form(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_r_and_l_are_alike_only_in_syllables() -> None:
    assert sound("lenta") != sound("renta")
    assert liquids_alike(sound("lenta")) == liquids_alike(sound("renta"))
    assert liquids_alike("large") == "large"


def test_words_of_institutions() -> None:
    assert in_english("радиоэлектронные") == ("radio", "electronic")
    assert in_english("радиогордый") is None
    assert in_english("нпф") == ()
    assert in_english("العسكرية") == ("military",)
    assert count_ways("المخابرات") == 2
    assert count_ways("завод") == count_ways("ولدان") == 1


def test_cantonese_names_are_made_of_known_words_alone() -> None:
    known = {"tam", "mei", "keung", "ming"}
    assert in_cantonese(("谭美强",), known) == [("tam", "mei", "keung")]
    assert in_cantonese(("谭", "美强"), {"tam", "mei"}) == []
    assert in_cantonese(("谭强",), known) == []
    assert in_cantonese(("美谭强",), known) == []
    assert in_cantonese(("谭", "国", "区"), {"tam", "kwok", "au"}) == [("tam", "kwok", "au")]
