"""What Russian, Korean, Japanese, Persian and Arabic words of the trade are called in English.

Belongs here: words that many firms share, their legal forms, and English words as other scripts
write them. Does not belong here: any firm, Chinese words (chinese.py), or letters (scripts.py).

A Russian word is known by its beginning, for it has many endings.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.derived.names import Tokens, normalise
from pipelines.screening.scripts import script_of

_RUSSIAN_TEXT = """
завод plant; научн scientific; исследовательск research; производствен production
промышлен industrial; предприяти enterprise; объединени association; институт institute
корпораци corporation; концерн concern; компани company; групп group; холдинг holding; банк bank
конструкторск design; бюро bureau; центр center; центральн central; россии russia
российск russian; росси russia; университет university; академи academy; государствен state
федеральн federal; унитарн unitary; федераци federation; московск moscow; москв moscow
санкт saint; петербург petersburg; авиаци aviation; авиастроительн aircraft; самолет aircraft
вертолет helicopter; двигател engine; моторостроительн motor; машиностроительн machine building
машиностроени machine building; приборостроительн instrument; приборостроени instrument
судостроительн shipbuilding; судостроени shipbuilding; верфь shipyard; судоремонтн ship repair
электроник electronics; электрон electronic; микроэлектрон microelectronics; радиотехн radio
радио radio; технологи technologies; технологическ technological; техник technical
техническ technical; систем systems; связи communications; связь communications
информацион information; вычислительн computing; космическ space; ракетн rocket; оборон defense
военн military; торгов trading; дом house; экспорт export; импорт import; морск marine; флот fleet
транспорт transport; пароходств shipping; железн rail; дорог road; нефт oil; газов gas; газ gas
нефтехимическ petrochemical; химическ chemical; хими chemical; энергетическ energy
энергетик energy; энерги energy; атомн nuclear; ядерн nuclear; металлургическ metallurgical
металл metal; сталь steel; международн international; национальн national; объединенн united
республик republic; крым crimea; крымск crimean; имени -; управлени management
министерств ministry; служб service; агентств agency; фонд fund; инвестици investment
инвест invest; страхов insurance; строительн construction; строительств construction; порт port
музе museum; военно military; народн people; движени movement; парти party; оптическ optical
оптик optics; лазер laser; точн precision; прибор instrument; материал materials; физик physics
механик mechanics; автоматик automation; системн system
"""
_RUSSIAN_FORMS_TEXT = """
ооо оао ао пао зао гуп фгуп фгбу фгуп фгау ао нао ип тоо чп тов ат пат прат дп рао зат таа чао
обществ ограничен ответственност акционерн публичн открыт закрыт непубличн товариств
"""
_KOREAN_TEXT = """
조선 korea; 북조선 korea; 한국 korea; 무역 trading; 총회사 general corporation; 회사 -; 주식회사 -
유한회사 -; 유한공사 -; 유한책임공사 -; 공사 corporation; 은행 bank; 공업 industry; 기계 machinery
광업 mining; 개발 development; 대학 university; 대학교 university; 과학 science; 기술 technology
전자 electronics; 통신 communications; 그룹 group; 집단 group; 합영 joint venture
연구소 research institute; 연구원 research institute; 인민 people; 인민군 people army
항공 aviation; 우주 space; 해운 shipping; 석유 petroleum; 화학 chemical; 금속 metal
정보 information; 반도체 semiconductor; 국제 international; 국가 national; 중국 china
상하이 shanghai; 베이징 beijing; 선전 shenzhen; 광저우 guangzhou; 항저우 hangzhou; 저장 zhejiang
우한 wuhan; 난징 nanjing; 푸젠 fujian; 톈진 tianjin; 홍콩 hongkong; 러시아 russia; 이란 iran
테크놀로지 technology; 테크놀로지스 technologies; 테크놀러지 technology; 테크 tech
인터내셔널 international; 코퍼레이션 corporation; 컴퍼니 company; 리미티드 limited
세미컨덕터 semiconductor; 일렉트로닉스 electronics; 시스템 system; 시스템즈 systems
홀딩스 holdings; 트레이딩 trading; 인더스트리 industry; 메모리 memory; 디지털 digital
인텔리전스 intelligence; 마이크로 micro; 클라우드 cloud; 은하 galaxy
"""
_JAPANESE_TEXT = """
テクノロジー technology; テクノロジーズ technologies; テック tech; グループ group
インターナショナル international; コーポレーション corporation; カンパニー company
リミテッド limited; セミコンダクター semiconductor; エレクトロニクス electronics; システム system
システムズ systems; ホールディングス holdings; ホールディング holding; トレーディング trading
インダストリー industry; インダストリーズ industries; メモリ memory; メモリー memory
デジタル digital; インテリジェンス intelligence; マイクロ micro; クラウド cloud; バンク bank
ジャパン japan; チャイナ china; シャンハイ shanghai; ペキン beijing; シンセン shenzhen
ホンコン hongkong; ロシア russia; イラン iran; エンジニアリング engineering; サービス service
ソリューション solution; ソリューションズ solutions; マイクロエレクトロニクス microelectronics
ソフトウェア software; ネットワーク network; ネットワークス networks; モバイル mobile
"""
_ARABIC_TEXT = """
شرکت -; شركة -; صنایع industries; صناعات industries; صنعتی industrial; بانک bank; بنك bank
مصرف bank; دانشگاه university; جامعة university; گروه group; مجموعة group; سازمان organization
وزارت ministry; مؤسسة institution; موسسه institute; هواپیماسازی aircraft; هوایی aviation
هوافضا aerospace; هوافضای aerospace; ایران iran; للتجارة trading; تجارة trading; بازرگانی trading
الدولية international; دولي international; نفت oil; پتروشیمی petrochemical; کشتیرانی shipping
الکترونیک electronics; فناوری technology; تكنولوجيا technology; جمعية society; جماعة group
منظمة organization; مركز center; مرکز center
"""


def _pairs(text: str) -> dict[str, Tokens]:
    found: dict[str, Tokens] = {}
    for part in text.replace("\n", ";").split(";"):
        if part.strip():
            word, *english = part.split()
            found[normalise(word)] = tuple(each for each in english if each != "-")
    return found


_RUSSIAN = _pairs(_RUSSIAN_TEXT)
_RUSSIAN_FORMS = tuple(map(normalise, _RUSSIAN_FORMS_TEXT.split()))
_SHORTEST_STEM = 5
"""A Russian form of no fewer letters is known by its beginning, a shorter one is the whole word."""
_WHOLE = {"ао": ()} | {form: () for form in _RUSSIAN_FORMS if len(form) < _SHORTEST_STEM}
_STEMS: dict[str, Tokens] = _RUSSIAN | {
    form: () for form in _RUSSIAN_FORMS if len(form) >= _SHORTEST_STEM
}
_LONGEST_ENDING = 5
_LONGEST_STEM = max(map(len, _STEMS))
_OTHERS = {**_pairs(_KOREAN_TEXT), **_pairs(_JAPANESE_TEXT), **_pairs(_ARABIC_TEXT)}
_CUT = re.compile(
    "({})".format(
        "|".join(
            sorted(
                (word for word in _OTHERS if script_of(word) in ("kana", "hangul")),
                key=lambda word: (-len(word), word),
            )
        )
    )
)


@lru_cache(maxsize=2**14)
def in_english(word: str) -> Tokens | None:
    """A word of the trade in English, none for a legal form; None for any other word."""
    if word in _OTHERS:
        return _OTHERS[word]
    if script_of(word) != "cyrillic":
        return None
    if word in _WHOLE:
        return _WHOLE[word]
    for length in range(min(len(word), _LONGEST_STEM), 2, -1):
        if word[:length] in _STEMS and len(word) - length <= _LONGEST_ENDING:
            return _STEMS[word[:length]]
    return None


@lru_cache(maxsize=2**14)
def cut_at_trades(word: str) -> Tokens:
    """A run of kana or hangul as words of the trade, and what stands between them."""
    if script_of(word) not in ("kana", "hangul"):
        return (word,)
    return tuple(part for part in _CUT.split(word) if part)
