"""Names as people of other countries write them: in their words, letters, forms and place-names."""

import pytest

from pipelines.screening.european_words import european_in_english
from pipelines.screening.exonyms import EXONYMS
from pipelines.screening.korean_names import respelt_in_korean
from pipelines.screening.marked_letters import as_sounds
from pipelines.screening.name_index import NameIndex
from pipelines.screening.verdicts import MATCH, POSSIBLE
from pipelines.screening.words import words_of

LISTED = [
    "Shenyang Institute of Marine Diesel Engines",
    "Torvik Semiconductor Technology Co., Ltd.",
    "Third Research Institute of Aerospace Optics, Lanzhou",
    "Veldan National Oil Company",
    "Kharkiv Morozny Aircraft Plant",
    "ZHUCHARIN, Mikhail Yurevich",
    "KESHELMAN, Alisher",
    "RI, Chong Hyok",
    "Baltor Electronics",
    "Xiru Qingmo Technology",
    "TMIC",
    "Sukhmarin Wings Airlines",
    "HOSSEINPUR, Mohammad Reza",
    "Rosvolgatech",
    "Urumqi Dahan Bureau",
]


@pytest.mark.parametrize(
    ("asked", "position"),
    [
        ("Institut für Schiffsdieselmotoren Shenyang", 0),
        ("Torvik Halbleitertechnologien GmbH", 1),
        ("Torvik Tecnologías de Semiconductores, S.A. de C.V.", 1),
        ("Torvik Yarıiletken Teknolojileri San. ve Tic. Ltd. Şti.", 1),
        ("Troisième Institut de Recherche d'Optique Spatiale de Lanzhou", 2),
        ("Trzeci Instytut Badawczy Optyki Kosmicznej, Lanzhou", 2),
        ("Compañía Nacional de Petróleos Veldan", 3),
        ("Charkower Flugzeugwerk Morozny", 4),
        ("Kharkov Morozny Aviation Plant", 4),
        ("Michail Jurjewitsch Schutscharin", 5),
        ("Mikhaïl Joutcharine", 5),
        ("Michaił Żuczarin", 5),
        ("Alischer Keschelman", 6),
        ("Lee Jeong-hyeok", 7),
        ("Ri Jong Hyuk", 7),
        ("Baltor Elektroniks", 8),
        ("Xi Ru Qing Mo Technology", 9),
        ("TMIC Shenzhen Fab 4", 10),
        ("Mohamed Rida Hosseinpour", 12),
        ("R0svolgatech", 13),
        ("Urumtschi Dahan Bureau", 14),
    ],
)
def test_a_name_written_abroad_is_found(asked: str, position: int) -> None:
    assert position in NameIndex(LISTED).scores(asked, POSSIBLE)


@pytest.mark.parametrize(
    "asked",
    [
        "Müller Halbleitertechnik GmbH",
        "Institut für Zahnmedizin Shenyang",
        "Compañía Nacional de Teatro",
        "Kim Min-jeong",
        "Marlov Elektroniks",
        "Charkower Brauerei",
        "SMET Shenzhen Fab",
        "Michail Petrowitsch Orlow",
    ],
)
def test_another_name_written_so_is_not(asked: str) -> None:
    assert NameIndex(LISTED).scores(asked, POSSIBLE) == {}


@pytest.mark.parametrize("asked", ["Torvik Halbleitertechnologien GmbH", "TMIC Shenzhen Fab 4"])
def test_what_is_translated_is_no_match(asked: str) -> None:
    assert max(NameIndex(LISTED).scores(asked, POSSIBLE).values()) < MATCH


@pytest.mark.parametrize(
    ("word", "english"),
    [
        ("technologien", ("technology",)),
        ("tecnologias", ("technology",)),
        ("halbleiterfabrik", ("semiconductor", "factory")),
        ("forschungsinstituts", ("research", "institute")),
        ("havacilik", ("aviation",)),
        ("przemyslowy", ("industry",)),
        ("halfgeleider", ("semiconductor",)),
        ("beschrankter", ()),
        ("torvik", None),
        ("kalaschnikow", None),
        ("luftikus", None),
    ],
)
def test_a_word_of_the_trade_is_known_with_its_endings(
    word: str, english: tuple[str, ...] | None
) -> None:
    assert european_in_english(word) == english


@pytest.mark.parametrize(
    "form",
    [
        "Sp. z o.o.", "San. ve Tic. Ltd. Şti.", "S. de R.L. de C.V.", "spol. s r.o.", "A/S", "d.d.",
        "S.à r.l.", "GmbH & Co. KG", "Cong ty TNHH", "FZ-LLC", "W.L.L.", "B.S.C. (c)", "P.J.S.",
        "Gesellschaft mbH", "Spółka z ograniczoną odpowiedzialnością", "Kabushiki Kaisha",
        "Cía. Ltda.", "Unipessoal Lda", "EOOD", "& Cie",
    ],
)  # fmt: skip
def test_a_legal_form_at_the_end_says_nothing(form: str) -> None:
    assert words_of(f"Torvik {form}") == ("torvik",)


def test_a_name_that_is_a_form_keeps_it() -> None:
    assert words_of("A S") == ("a", "s")
    assert words_of("FZE") == ("fze",)


def test_every_spelling_of_a_place_leads_to_one_name_of_today() -> None:
    assert not EXONYMS.keys() & set(EXONYMS.values())
    assert all(word.isascii() and word.isalpha() for pair in EXONYMS.items() for word in pair)


def test_marked_letters_are_read_as_they_sound() -> None:
    assert as_sounds("Šojgu, Żukow, Şişecam") == "shojgu, zhukow, shishecam"
    assert as_sounds("Torvik") == "Torvik"


@pytest.mark.parametrize("name", ["kim jeong eun", "kim chong un", "gim jeongeun", "kim jungun"])
def test_a_korean_name_has_the_spelling_of_the_list(name: str) -> None:
    known = {"kim", "jong", "un"}
    assert ("kim", "jong", "un") in respelt_in_korean(tuple(name.split()), known)


@pytest.mark.parametrize("name", ["kim", "smith jong un", "kim xavier", ""])
def test_what_is_no_korean_name_has_none(name: str) -> None:
    assert respelt_in_korean(tuple(name.split()), {"kim", "jong", "un"}) == []
