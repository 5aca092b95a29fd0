"""Names with a department, an address or a place behind them."""

import pytest

from pipelines.screening.name_index import NameIndex
from pipelines.screening.tails import leading_parts, without_places
from pipelines.screening.verdicts import MATCH, POSSIBLE

LISTED = [
    "Veldanov Engineering University",
    "Marno Engineering Concern FZE",
    "Kesp S.A.L.",
    "Sci-Kel Global",
    "MARNOVA, Lidia Petrovna",
    "LIMITED LIABILITY COMPANY TARDEKS",
    "Tarnix Technologies (Austria) Ltd.",
]


@pytest.mark.parametrize(
    ("asked", "position"),
    [
        ("Veldanov Engineering University, College of Underwater Acoustics", 0),
        ("Veldanov Engineering University / Faculty of Unusual Things", 0),
        ("Marno Engineering Concern FZE, SAIF Zone, Sharjah UAE", 1),
        ("Marno Engineering Concern FZE\nRegistry of Uncommon Parcels", 1),
        ("Kesp SAL, Hadath, Beirut - Lebanon", 2),
        ("Sci Kel Global Islamabad", 3),
        ("Tardesk LLC Vladivostok", 5),
    ],
)
def test_the_name_before_it_is_found(asked: str, position: int) -> None:
    assert position in NameIndex(LISTED).scores(asked, POSSIBLE)


def test_a_whole_name_before_a_place_is_a_match_and_before_other_words_possible() -> None:
    index = NameIndex(LISTED)
    place = index.scores("Marno Engineering Concern FZE, Sharjah, UAE", POSSIBLE)
    other = index.scores("Marno Engineering Concern FZE, Quarrying of Amber", POSSIBLE)
    misspelt = index.scores("Marna Engineering Concern FZE, Sharjah, UAE", POSSIBLE)
    assert place[1] >= MATCH > other[1]
    assert misspelt.get(1, 0.0) < MATCH


@pytest.mark.parametrize(
    "name",
    ["MARNOVA, Lidia", "DE LA CRUZ, Juan", "Tarnix Technologies Co., Ltd.", "Tarnix", "", ", ,"],
)
def test_a_person_and_a_legal_form_are_not_cut(name: str) -> None:
    assert list(leading_parts(name)) == []


def test_given_names_after_a_comma_lead_to_nobody_else() -> None:
    index = NameIndex(LISTED)
    assert 4 in index.scores("MARNOVA, Lidia", POSSIBLE)
    assert 4 not in index.scores("MARNOVSKI, Egon", POSSIBLE)


def test_places_at_the_end_of_a_name() -> None:
    assert without_places(("sci", "kel", "global", "islamabad")) == ("sci", "kel", "global")
    assert without_places(("bank", "austria")) == ()
    assert without_places(("sci", "kel")) == ()


def test_a_country_is_no_name_by_itself() -> None:
    assert NameIndex(LISTED).scores("Quarry Bank Austria", POSSIBLE) == {}
