"""Names as weighted words, and how alike two of them are."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipelines.screening.name_index import NameIndex
from pipelines.screening.similarity import similarity, word_likeness
from pipelines.screening.words import is_weak, variants, words_of


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Huawei Technologies Co., Ltd.", ("huawei", "tech")),
        ("TECHNOLOGY HUAWEI COMPANY LIMITED", ("tech", "huawei")),
        ("Xi?an Example", ("xian", "example")),
        ("Xi\u0092an Example", ("xian", "example")),
        ("Xi An Example", ("xian", "example")),
        ("Coöperatief Example U.A.", ("cooperatief", "example")),
        ("Semiconductor Mfg Intl Corp", ("semi", "mfg", "intl")),
        ("Open Joint Stock Company Tarnix", ("tarnix",)),
        ("OAO Tarnix", ("tarnix",)),
        ("14th Institute of Hong Kong", ("14", "inst", "hongkong")),
        ("Bei Jing Tarnix", ("beijing", "tarnix")),
        ("hua2wei2", ("huawei",)),
        ("H2O Water", ("h2o", "water")),
        ("北京市塔尼克斯科技股份有限公司", ("北京", "塔尼克斯", "科技")),
        ("Peking Example", ("beijing", "example")),
        ("華為技術有限公司", ("华为", "技术")),
        ("北京智谱华章科技有限公司", ("北京", "智谱华章", "科技")),
        ("Co., Ltd.", ("co",)),
        ("", ()),
    ],
)
def test_words(name: str, words: tuple[str, ...]) -> None:
    assert words_of(name) == words


def test_places_and_trades_are_weak() -> None:
    assert all(map(is_weak, ("beijing", "tech", "of", "科技", "北京")))
    assert not any(map(is_weak, ("huawei", "寒武纪")))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Example Chips Co., Ltd. (ExChip)", ["ExChip", "Example Chips Co., Ltd."]),
        ("Example (Shanghai) Co., Ltd.", ["Example Co., Ltd."]),
        ("Big Co. Affiliated Entity: Small Chips Ltd.", ["Small Chips Ltd."]),
        ("Example Chips Co., Ltd., Wuhan Institute", ["example chips"]),
    ],
)
def test_variants_of_a_listed_name(name: str, found: list[str]) -> None:
    made = [" ".join(text.split()) for text in variants(name)]
    assert all(text in made for text in found), made


def test_an_affiliate_is_not_found_under_its_parent() -> None:
    assert not any("Big" in text for text in variants("Big Co. Affiliated Entity: Small Ltd."))


@pytest.mark.parametrize(
    ("one", "other", "is_near"),
    [
        ("cambricon", "cambircon", True),
        ("huawei", "huawai", True),
        ("huawei", "huaneng", False),
        ("smic", "smit", True),
        ("cec", "cet", False),
        ("12345678", "12345679", False),
        ("寒武纪", "寒山寺", False),
    ],
)
def test_words_are_near_or_not(one: str, other: str, is_near: bool) -> None:
    assert (word_likeness(one, other) >= 0.75) is is_near
    assert word_likeness(one, other) == word_likeness(other, one)


class Plain:
    """Two weights, one for words of the trade; every word is known, none is strong."""

    def weigh(self, word: str) -> float:
        return 0.5 if is_weak(word) else 2.0

    def is_known(self, word: str) -> bool:
        return bool(word)

    def is_strong(self, word: str) -> bool:
        return not word

    def is_own(self, word: str) -> bool:
        return not word


names = st.lists(
    st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=12),
    max_size=6,
).map(" ".join)


@given(names, names)
def test_similarity_is_a_share_and_symmetric(one: str, other: str) -> None:
    left, right = words_of(one), words_of(other)
    score = similarity(left, right, Plain())
    assert 0 <= score <= 1
    assert score == pytest.approx(similarity(right, left, Plain()))
    assert (score == 1) == (left == right)


@settings(deadline=None)
@example("\uf93d")  # a double of 綠 that some fonts' files carry
@given(names)
def test_a_name_is_its_own_nearest(name: str) -> None:
    if not words_of(name):
        return
    index = NameIndex([name, "Something Else Entirely Ltd."])
    assert index.scores(name, 0.8)[0] == 1


LISTED = [
    "Shenzhen Xinhua Electronics Co., Ltd.",
    "Shanghai Xinhua Electronics Co., Ltd.",
    "Beijing Tianlongguang Semiconductor Technology Co., Ltd.",
    "Hikvision Digital Technology Co., Ltd.",
    "National Supercomputing Center Wuxi",
    "北京昇腾科技有限公司",
    *(f"Beijing Information Technology {letter * 6}" for letter in "abcdefghijklmnopqrstuvwxyz"),
]


@pytest.mark.parametrize(
    ("mention", "position"),
    [
        ("SHENZHEN XINHUA ELECTRONICS COMPANY LIMITED", 0),
        ("Shánghai  Xinhua Electronics", 1),
        ("Beijing Tianlnogguang Semiconductor Technology", 2),
        ("Beijing Tianlomgguamg Semiconductor Technology", 2),
        ("Tianlongguang Semiconductor Technology Beijing", 2),
        ("BeijingTianlongguang Semiconductor Technology", 2),
        ("Hik vision Digital Technology", 3),
        ("Hikvision Digital Tech", 3),
        ("National Super computing Center Wuxi", 4),
        ("HikvisionDigitalTechnologyCoLtd", 3),
        ("Hikvision Digital Technology Compny Lt", 3),
        ("Hikvision Digital Technology Sourcing Desk", 3),
        ("Hik Vision", 3),
        ("H i k vision", 3),
        ("NSCW", 4),
        ("Natl. Supercomputing Ctr. Wuxi", 4),
        ("国家超级计算无锡中心", 4),
        ("北京昇腾科技股份有限公司", 5),
        ("昇騰科技", 5),
        ("Sheng Teng Ke Ji", 5),
        ("Beijing Shengteng Keji Youxian Gongsi", 5),
        ("Shēngténg", 5),
        ("sheng1teng2 keji", 5),
    ],
)
def test_a_name_with_a_defect_is_found(mention: str, position: int) -> None:
    assert position in NameIndex(LISTED).scores(mention, 0.8)


@pytest.mark.parametrize("name", ["x" * 20_000, "hikvision " * 2_000, "芯" * 5_000, "a b c " * 500])
def test_a_name_of_any_length_is_answered_at_once(name: str) -> None:
    began = time.process_time()
    NameIndex(LISTED).scores(name, 0.8)
    assert time.process_time() - began < 5


@pytest.mark.parametrize("mention", ["Wuhan Opto Instruments", "Xinhai Trade", "", "Co., Ltd."])
def test_names_that_cannot_come_near_are_not_compared(mention: str) -> None:
    index = NameIndex(LISTED)
    assert index.written.candidates(words_of(mention), 0.8) == []
    assert index.scores(mention, 0.8) == {}


@pytest.mark.parametrize("listed", ["Hi Tarnix Optics Ltd.", "HiTarnix Optics Ltd."])
@pytest.mark.parametrize("asked", ["HiTarnix Optics", "Hi Tarnix Optics", "Hitarnix Optics GmbH"])
def test_blanks_do_not_matter_even_where_both_forms_are_listed(listed: str, asked: str) -> None:
    index = NameIndex([listed, "HiTarnix Foods", "Hi Tarnix Bakery", *LISTED])
    assert 0 in index.scores(asked, 0.8)


def test_the_own_word_of_a_firm_with_many_names_is_no_frequent_word() -> None:
    many = [f"Tarnix {letter * 5}" for letter in "abcdefghijklmnopqrstuvwxyz"] * 2
    others = [f"Other{at} Thing{at}" for at in range(60)]
    one = NameIndex([*many, *others], [*["tarnix"] * len(many), *others])
    assert one.written.weigh("tarnix") == one.written.weigh("other1")


def test_rare_words_weigh_more_and_weak_ones_less() -> None:
    index = NameIndex([f"Common Name {n}" for n in range(50)] + ["Unusual Technology"])
    assert index.written.weigh("unusual") > index.written.weigh("common")
    assert index.written.weigh("tech") < index.written.weigh("unusual")


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("Semiconductor Manufacturing Int", "Semiconductor Manufacturing International Corp."),
        ("Semicond. Mfr. Int. Corp", "Semiconductor Manufacturing International Corp."),
        ("China Electr. Engg. & Equip. Grp", "China Electronics Engineering Equipment Group"),
        ("Beijing Inst. Microelec. Techn.", "Beijing Institute of Microelectronics Technology"),
        ("Natl. Rsch. Cntr. Intell. Comput.", "National Research Center of Intelligent Computing"),
    ],
)
def test_usual_abbreviations_of_the_trade_are_its_words(asked: str, listed: str) -> None:
    assert set(words_of(asked)) == set(words_of(listed))
