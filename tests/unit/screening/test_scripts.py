"""Names in other scripts, and as other languages spell them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.screening.name_index import NameIndex
from pipelines.screening.romanisations import wade_giles
from pipelines.screening.scripts import has_other_script, latin_forms, script_of
from pipelines.screening.short_names import is_short_for
from pipelines.screening.sounds import consonants, sound
from pipelines.screening.verdicts import MATCH, POSSIBLE
from pipelines.screening.words import plain_words

LISTED = [
    "Tarnix Semiconductor Co., Ltd.",
    "Kestrel Lattice Compute",
    "JSC Zvezdograd Machine Building Plant",
    "DOVLATENKO, Sergei Yuryevich",
    "Beijing Ruikangda Optoelectronics",
    "Harbin Institute of Ceramics",
    "Aviation Industry Corporation of China",
    "MAHDAVI, Qasem Soleiman",
    "HONG, Kyong Su",
    "瑞长存储科技有限公司",
    "上海微光装备集团",
    "科大明飞",
    "무리스레드",
]


@pytest.mark.parametrize(
    ("asked", "position"),
    [
        ("Тарникс", 0),
        ("ООО «Тарникс Семикондактор»", 0),
        ("Завод машиностроительный Звездоград", 2),
        ("АО Звездоградский машиностроительный завод", 2),
        ("Сергей Юрьевич Довлатенко", 3),
        ("Довлатенко С. Ю.", 3),
        ("Сергій Довлатенко", 3),
        ("タルニクス", 0),
        ("タルニクス・セミコンダクター", 0),
        ("ケストレル ラティス コンピュート", 1),
        ("타르닉스 세미컨덕터", 0),
        ("타르닉스세미컨덕터", 0),
        ("홍경수", 8),
        ("قاسم سلیمان مهدوی", 7),
        ("Ταρνιξ", 0),
        ("Tarniks", 0),
        ("Serguei Iourievitch Dovlatenko", 3),
        ("Sergej Jurjewitsch Dowlatenko", 3),
        ("Ghasem Soleyman Mahdavi", 7),
        ("Jui-k'ang-ta Optoelectronics", 4),
        ("瑞康达光电", 4),
        ("瑞存", 9),
        ("上微", 10),
        ("明飞", 11),
        ("中航工业", 6),
        ("哈爾濱陶瓷研究所", 5),
        ("Молочный комбинат", None),
        ("さくら食堂", None),
        ("서울우유", None),
        ("明天", None),
    ],
)
def test_another_script_or_spelling_is_possible_and_never_a_match(
    asked: str, position: int | None
) -> None:
    found = NameIndex(LISTED).scores(asked, POSSIBLE)
    if position is None:
        assert found == {}
    else:
        assert position in found
        assert max(found.values()) < MATCH


def test_blanks_within_a_name_in_another_script_do_not_matter() -> None:
    index = NameIndex(LISTED)
    assert LISTED.index("무리스레드") in index.scores("무리 스레드", POSSIBLE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("lawrow", "lavrov"),
        ("sergej", "sergei"),
        ("iouri", "yury"),
        ("khuavei", "huawei"),
        ("aleksandr", "alexandr"),
        ("mohammad", "mohamad"),
        ("bogdanoff", "bogdanov"),
        ("zhongxin", "jungsin"),
        ("teknolodzhis", "technologies"),
    ],
)
def test_spellings_of_one_name_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("one", "other"), [("huawei", "huaneng"), ("rosneft", "rostec"), ("smic", "smee")]
)
def test_other_names_sound_otherwise(one: str, other: str) -> None:
    assert sound(one) != sound(other)


@pytest.mark.parametrize(
    ("short", "name", "is_short"),
    [
        ("长存", "长江存储科技有限责任公司", True),
        ("上微", "上海微电子装备", True),
        ("海康", "海康威视", True),
        ("讯飞", "科大讯飞", True),
        ("江南计算所", "无锡江南计算技术研究所", True),
        ("上海", "上海微电子装备", False),
        ("科技", "长江存储科技", False),
        ("存江", "长江存储", False),
    ],
)
def test_short_chinese_names(short: str, name: str, is_short: bool) -> None:
    assert is_short_for(short, plain_words(name)) is is_short


def test_a_word_in_wade_giles_is_read_by_syllable() -> None:
    assert [("zhong" in one, "xin" in two) for one, two in [wade_giles("chunghsin")]] == [
        (True, True)
    ]
    assert wade_giles("strength") == ()


@given(st.text(st.characters(min_codepoint=0x370, max_codepoint=0xD7A3), min_size=1, max_size=8))
def test_any_word_is_romanised(word: str) -> None:
    forms = latin_forms(word)
    assert 1 <= len(forms) <= 4
    assert bool(script_of(word)) is has_other_script(word)
    for form in forms:
        consonants("".join(letter for letter in form if letter.isascii()))


@given(st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=8))
def test_hangul_leaves_nothing_over(word: str) -> None:
    assert all(form.isascii() and form.isalpha() for form in latin_forms(word))


@given(st.text("абвгдежзиклмнопрстуфхцчшщыэюя", min_size=1, max_size=8))
def test_cyrillic_leaves_nothing_over(word: str) -> None:
    assert all(form.isascii() and form.isalpha() for form in latin_forms(word))
