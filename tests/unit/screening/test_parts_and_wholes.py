"""A part of a listed institution leads to it, and a part of a name that says nothing to nobody."""

import pytest

from pipelines.screening.name_index import NameIndex
from pipelines.screening.verdicts import MATCH, POSSIBLE

LISTED = (
    "Southern University of Science and Technology",
    "Northwestern Polytechnical University",
    "National University of Defense Technology (NUDT)",
    "CASIC Second Academy",
    "Kappa Automobile",
    "State Enterprise Yalta Sea Trading Port",
    "Ministry of Defense of the Republic of Belarus",
    "Alqamar General Trading LLC",
)


def found(name: str) -> dict[str, float]:
    return {LISTED[at]: score for at, score in NameIndex(LISTED).scores(name, POSSIBLE).items()}


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("南方科技大学微电子学院", LISTED[0]),
        ("南方科技大學微電子學院", LISTED[0]),
        ("西北工业大学航天学院", LISTED[1]),
        ("School of Aeronautics, Northwestern Polytechnical University", LISTED[1]),
        ("College of Computer at the National University of Defense Technology", LISTED[2]),
        ("NUDT College of Computer", LISTED[2]),
        ("SUSTech", LISTED[0]),
        ("NWPU", LISTED[1]),
        ("NPU School of Aeronautics", LISTED[1]),
        ("西北工业大学翔宇航空学院", LISTED[1]),
        ("航天二院", LISTED[3]),
        ("Ялтинський морський торговельний порт", LISTED[5]),
        ("Міністэрства абароны Рэспублікі Беларусь", LISTED[6]),
        ("القمر للتجارة العامة", LISTED[7]),
    ],
)
def test_a_part_or_another_way_to_write_it_is_possible(name: str, listed: str) -> None:
    scores = found(name)
    assert POSSIBLE <= scores[listed] < MATCH


@pytest.mark.parametrize(
    "name",
    [
        "科技大学微电子学院",
        "トヨタ自動車",
        "Department of Physics, University of Technology",
        "NPU Entertainment",
        "QXZT College of Computer",
        "Sastech",
    ],
)
def test_words_of_the_trade_alone_lead_to_nobody(name: str) -> None:
    assert found(name) == {}


def test_a_firm_in_another_script_is_no_person_by_the_surname_alone() -> None:
    index = NameIndex(["FUSCO, Fabio", "ROSSI, Fabio"])
    assert index.scores("포스코전자", POSSIBLE) == {}
    assert index.scores("파비오 푸스코", POSSIBLE)


def test_the_part_that_is_asked_for_stands_before_its_whole_and_other_parts() -> None:
    part = "China State Shipbuilding Corporation (CSSC) {}th Research Institute"
    names = [part.format(number) for number in (12, 716)]
    scores = NameIndex(names).scores("中国船舶集团第七一六研究所", POSSIBLE)
    assert scores[1] > scores.get(0, 0.0)
