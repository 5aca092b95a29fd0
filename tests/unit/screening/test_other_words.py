"""Names said in other words: Chinese institutions and brands, short forms, names without blanks."""

import pytest

from pipelines.screening.chinese import cut, romanised, ways_in_english
from pipelines.screening.name_index import NameIndex
from pipelines.screening.readings import Reader
from pipelines.screening.verdicts import MATCH, POSSIBLE

LISTED = [
    "Shenzhen Boxinlan Technology Co., Ltd.",
    "Jinan Institute of Advanced Alloys",
    "NanjingTech University",
    "Hunan University of Technology",
    "Yunnan Polytechnical University",
    "Academy of Ceramics Institute of Microelectronics",
    "AVIC Dalian Aircraft Industrial (Group) Co. Ltd.",
    "Sunlit Torch Instruments, Guizhou",
    "Guizhou Pegasus Electronics",
    "China Shipbuilding Industry Corporation (CSIC) 841st Research Institute",
    "National Supercomputer Center Lanzhou",
    "Tianjin Institute of Artificial Intelligence",
    "JOINT STOCK COMPANY NORTHERN BEARING FACTORY VELDANOV STATE SUPPLIER",
    "Qinghai University",
    "China Nuclear Group 733rd Research Institute",
    "INSTITUE OF GLASS",
    "Center for Regional Cooperation",
    "Commercial and Cultural Council of Veldanov",
    "Tian Lu Yang Hui Trading",
    "Tengor T Sydan",
    "Radioelectronic Works",
    "Concern Radio-Electronic Vessels of Marno",
]


@pytest.mark.parametrize(
    ("asked", "position"),
    [
        ("博新蓝", 0),
        ("深圳博新蓝技术有限公司", 0),
        ("深圳市博新蓝技术有限公司", 0),
        ("济南先进合金研究院", 1),
        ("济南先进合金所", 1),
        ("南京科技大学", 2),
        ("湖南工业大学", 3),
        ("云南工业大学", 4),
        ("大连飞机工业集团", 6),
        ("贵州飞马电子有限公司", 8),
        ("中船重工第八四一研究所", 9),
        ("中船重工八四一所", 9),
        ("国家超级计算兰州中心", 10),
        ("Tianjin Institute of AI", 11),
        ("JOINTSTOCKCOMPANYNORTHERNBEARINGFACTORYVELDANOVSTATESUPPLIER", 12),
        ("Qinghai University Cooperation Ltd", 13),
        ("China Nuclear Group 733rd Research Instituje Group Co Ltd", 14),
        ("COMMERCIALANDCULTURALCOUNCILOFVELDANOV", 17),
        ("TianLuYangHuiTrading", 18),
        ("TengorTSydan", 19),
        ("CONCERNRADIOELECTRONICVESSELSOFMARNO", 21),
    ],
)
def test_a_name_in_other_words_is_found(asked: str, position: int) -> None:
    assert position in NameIndex(LISTED).scores(asked, POSSIBLE)


@pytest.mark.parametrize(
    "asked",
    ["新城地产", "和平饭店", "三一研究院", "湖南大学医院", "飞马旅游", "济南乳业", "AI Travel"],
)
def test_a_firm_with_such_words_that_is_not_listed_is_no_match(asked: str) -> None:
    assert max(NameIndex(LISTED).scores(asked, POSSIBLE).values(), default=0.0) < MATCH


def test_a_misspelt_word_of_the_trade_is_one_though_a_listed_word_is_as_near() -> None:
    listed = {("veldanov", "glass", "institue"), ("marno", "institute")}
    reader = Reader(listed, {word for words in listed for word in words})
    assert ("marno", "inst") in [reading.words for reading in reader.readings("Marno Instituje")]


def test_more_of_a_name_is_worth_no_less_than_its_brand() -> None:
    index = NameIndex(LISTED)
    brand, whole = (index.scores(name, POSSIBLE)[0] for name in ("博新蓝", "深圳博新蓝技术"))
    assert whole >= brand


@pytest.mark.parametrize(
    ("run", "parts"),
    [
        ("博新蓝", ("博新蓝",)),
        ("上海和辉光电", ("上海", "和辉", "光电")),
        ("和利时科技", ("和利时", "科技")),
        ("新松机器人", ("新松", "机器人")),
        ("北京市海淀区飞鹏公司", ("北京", "市", "海淀", "区", "飞鹏", "公司")),
        ("深圳市博新蓝", ("深圳", "市", "博新蓝")),
        ("研究和开发中心", ("研究", "和", "开发", "中心")),
        ("新材料", ("新材料",)),
        ("三一研究院", ("三一", "研究院")),
        ("十四所", ("第十四", "所")),
    ],
)
def test_a_character_within_a_name_is_no_word(run: str, parts: tuple[str, ...]) -> None:
    assert cut(run) == parts


@pytest.mark.parametrize(
    ("numbered", "number"),
    [("第七一九", "719"), ("第十四", "14"), ("第二十", "20"), ("第一百零二", "102"), ("第八", "8")],
)
def test_a_number_is_read_by_its_signs(numbered: str, number: str) -> None:
    assert romanised((numbered,)) == (number,)


def test_a_word_has_each_of_its_english_names() -> None:
    ways = ways_in_english(("湖南", "工业大学"))
    assert {("hunan", "inst", "tech"), ("hunan", "univ", "tech")} <= set(ways)
    assert len(ways) == len(set(ways))
