"""The lookup gives what comparing with every listed name would give."""

import random
from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.screening.name_index import NEAR_ENOUGH, NameIndex
from pipelines.screening.verdicts import POSSIBLE
from tests.name_variations import FIRM_KINDS, PERSON_KINDS
from tests.screening_quality import LIST, curated, recorded_names

ASKED_OF_EACH_KIND = 1


def by_comparing_all(index: NameIndex, name: str, least: float) -> dict[int, float]:
    found: dict[int, float] = {}
    for step in index.steps(name, least):
        for trial in step:
            for reading, entry in product(trial.readings, trial.entries.entries):
                score = trial.entries.compare(reading, entry)
                if score >= trial.least and score > found.get(entry.owner, 0.0):
                    found[entry.owner] = score
        if max(found.values(), default=0.0) >= NEAR_ENOUGH:
            break
    return found


_PARTS_TEXT = """
hua wei huawei tarnix tarnx tarnixx kestrel kestrels technology tech trading trade beijing co ltd a
k semiconductor semi conductor first 14 sunrise bank of zeta-nine gazprom gazprm aleksandrovich
aleksandrovitch international 华为 北京 科技 有限公司 塔尼克斯
хуавэй тарникс ооо завод ファーウェイ テクノロジー 화웨이 회사 محمد عبد lawrow lavrov
"""
PARTS = st.sampled_from(_PARTS_TEXT.split())
NAMES = st.lists(PARTS, min_size=1, max_size=5).map(" ".join)


@settings(deadline=None, max_examples=300)
@given(
    st.lists(NAMES, min_size=1, max_size=8, unique=True),
    NAMES,
    st.sampled_from([0.5, POSSIBLE, 0.93]),
)
def test_nothing_near_is_left_out(listed: list[str], name: str, least: float) -> None:
    index = NameIndex(listed)
    assert index.scores(name, least) == by_comparing_all(index, name, least)


@settings(deadline=None)
@given(st.text(max_size=30), st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=4))
def test_any_text_is_answered_and_soundly(name: str, listed: list[str]) -> None:
    index = NameIndex(listed)
    assert index.scores(name, POSSIBLE) == by_comparing_all(index, name, POSSIBLE)


def asked_names(listed: Sequence[str], persons: Sequence[str]) -> list[str]:
    chance = random.Random(18)  # noqa: S311
    asked = [name["alias"] for name in curated("vendor_aliases.csv") if not name["alias"].isascii()]
    asked = chance.sample(asked, 6)
    for names, kinds in ((listed, FIRM_KINDS), (persons, PERSON_KINDS)):
        for kind in kinds:
            made: list[str] = []
            while len(made) < ASKED_OF_EACH_KIND:
                made += filter(None, [kind(chance.choice(names), chance)])
            asked += made
    return asked


@pytest.mark.slow
def test_the_whole_recorded_list_soundly() -> None:
    """One and two errors in words frequent and rare, joined, parted, in pinyin, in Chinese."""
    if not LIST.exists():
        pytest.skip(f"the recorded payload is not here: {LIST}")
    names = list(dict.fromkeys(row.listed_name for row in recorded_names()))
    index = NameIndex(names)
    asked = asked_names(names, [name for name in names if name.partition(",")[0].isupper()])
    asked += [
        "Huwaei",
        "Gazpron",
        "Rosneft Oyl",
        "Inpsur",
        "S. Lavrov",
        "福建晉華",
        "Hua Wei Ji Shu",
        "Хуавэй Текнолоджис",
        "ハイクビジョン",
        "하이크비전",
        "قاسم سلیمانی",
        "Chung-hsin Kuo-chi",
        "上微",
    ]
    for name in asked:
        assert index.scores(name, POSSIBLE) == by_comparing_all(index, name, POSSIBLE), name
