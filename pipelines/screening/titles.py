"""What a person is: a job, an office or a form of address beside the name.

Belongs here: the usual titles in English, Russian and Chinese, and a name without them. Does not
belong here: what a name so cut is worth (readings.py), or words that a form adds to the name of a
firm (words.py).
"""

from __future__ import annotations

import re

from pipelines.derived.names import LEGAL_WORDS, Tokens, normalise
from pipelines.screening.chinese import simplified
from pipelines.screening.words import is_weak, spelling

FEWEST_WORDS, MOST_WORDS = 2, 5
"""A person has so many names."""
MOST_BEFORE = 3
"""So many words of a title stand before the one that says what it is."""
_TITLES_TEXT = """
academician accountant adviser advisor admiral ambassador attorney ayatollah brigadier captain ceo
cfo chair chairman chairperson chairwoman chancellor chief cio colonel commander commissioner coo
counsel cto deputy designer director dr engineer founder governor head imam inspector judge
lieutenant leader major manager marshal mayor member minister mr mrs ms mufti officer owner
parliamentarian president principal prof professor prosecutor rector representative scientist
secretary senator sergeant shareholder sheikh sir speaker spokesman superintendent treasurer
vicepresident
академик адвокат адмирал бухгалтер владелец генерал глава господин госпожа губернатор депутат
директор заместитель зам инженер капитан командир командующий конструктор майор маршал министр мэр
начальник основатель полковник посол председатель представитель премьер президент прокурор
профессор ректор руководитель секретарь сенатор советник судья управляющий учредитель член
"""
_BESIDE_TITLES_TEXT = """
acting affairs and armed army board co committee company corporate council defence defense deputy
director directors division duma executive external federal finance financial first force forces
foreign former general group head in interior international justice legal managing marketing
navy of operating operations parliament party political prime production research sales security
senior staff state supervisory technical technology the trade vice
бывший вице внутренних генеральный главный государственный государственной дел директоров думы и
иностранных исполнительный коммерческий наблюдательного национальный обороны первый по правления
правительства совета технический финансовый
"""
_TITLES = frozenset(map(normalise, _TITLES_TEXT.split()))
_WORDS = _TITLES | frozenset(map(normalise, _BESIDE_TITLES_TEXT.split()))
_CHINESE = (
    "(?:副|前|代|常务|执行|首席|名誉|国防|外交|财政|公安|商务|中央|军委|国家)*(?:董事长|总经理|总裁|主席|总统|总理|执行官|财务官|技术官|院士|教授|博士|"
    "先生|女士|小姐|部长|司长|书记|省长|市长|县长|区长|局长|厅长|处长|科长|主任|司令员|司令|将军|上将|"
    "中将|少将|大校|院长|校长|所长|厂长|社长|会长|理事长|经理|董事|监事|总工程师|工程师|总设计师|"
    "法定代表人|法人代表|创始人|特首|行政长官|发言人|大使|议员|委员|秘书长)"
)
_BEFORE = re.compile(rf"{_CHINESE}[\s,，:：]*(?P<name>[\u4e00-\u9fff]{{2,4}})")
_BEHIND = re.compile(rf"(?P<name>[\u4e00-\u9fff]{{2,4}}?)[\s,，、]*{_CHINESE}+")


def without_titles(plain: Tokens) -> Tokens:
    """The words of a person's name without titles before or behind it; none where it has none.

    What is left has the number of words that a person's name has, and is no firm's.
    """
    start, end = 0, len(plain)
    while start < end and plain[start] in _WORDS:
        start += 1
    while end > start and plain[end - 1] in _WORDS:
        end -= 1
    name, beside = plain[start:end], (*plain[:start], *plain[end:])
    is_person = FEWEST_WORDS <= len(name) <= MOST_WORDS and not LEGAL_WORDS.intersection(name)
    has_own = not all(is_weak(spelling(word)) for word in name)
    return name if is_person and has_own and not _TITLES.isdisjoint(beside) else ()


def begins_with_title(words: Tokens) -> bool:
    """Whether words begin with what a person is ("General Director of …")."""
    for word in words[:MOST_BEFORE]:
        if word in _TITLES:
            return True
        if word not in _WORDS:
            return False
    return False


def chinese_without_title(text: str) -> str:
    """A Chinese name without the title before or behind it; empty where it has none."""
    plain = simplified(text).strip()
    found = _BEFORE.fullmatch(plain) or _BEHIND.fullmatch(plain)
    return found["name"] if found else ""
