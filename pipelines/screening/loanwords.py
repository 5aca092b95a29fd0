"""What Russian, Korean, Japanese, Persian and Arabic words of the trade are called in English.

Belongs here: words that many firms share, their legal forms, and English words as other scripts
write them. Does not belong here: any firm, Chinese words (chinese.py), or letters (scripts.py).

A Russian word is known by its beginning, for it has many endings. A word with several English ones
has them apart by a stroke; the lists print some words of Korean and Persian as they sound (Choson).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pipelines.derived.names import Tokens, normalise
from pipelines.screening.scripts import latin_forms, script_of

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
радио radio; технологи technologies; технолодж technologies; технологическ technological
техник technical; техническ technical; систем systems; связи communications; связь communications
средств -; информацион information; вычислительн computing; космическ space; ракетн rocket
оборон defense; военн military; торгов trading; дом house; экспорт export; импорт import
морск marine; флот fleet
транспорт transport; пароходств shipping; железн rail; дорог road; нефт oil; газов gas; газ gas
нефтехимическ petrochemical; химическ chemical; хими chemical; энергетическ energy
энергетик energy; энерги energy; атомн nuclear; ядерн nuclear; металлургическ metallurgical
аппаратур equipment; дальн distance; радиотехническ radio technical
металл metal; сталь steel; международн international; национальн national; объединенн united
республик republic; крым crimea; крымск crimean; имени -; управлени management
министерств ministry; служб service; агентств agency; фонд fund; инвестици investment
инвест invest; страхов insurance; строительн construction; строительств construction; порт port
музе museum; военно military; народн people; движени movement; парти party; оптическ optical
оптик optics; лазер laser; точн precision; прибор instrument; материал materials; физик physics
механик mechanics; автоматик automation; системн system; регистратор registrar
нии research institute; цнии central research institute; окб design bureau
"""
_RUSSIAN_FORMS_TEXT = """
ооо оао ао пао зао гуп фгуп фгбу фгуп фгау ао нао ип тоо чп тов ат пат прат дп рао зат таа чао нпф
нпо нпп нпц нпк
обществ ограничен ответственност акционерн публичн открыт закрыт непубличн товариств
"""
_RUSSIAN_FIRSTS_TEXT = """
радио radio; электро electro; нефте oil; газо gas; авиа aviation; авто auto; энерго energy
микро micro; химико chemical; военно military; научно scientific; судо ship; гидро hydro
металло metal; теле tele; био bio; нано nano
"""
"""First parts of words that are a word of the trade behind them."""
_KOREAN_TEXT = """
조선 korea / choson; 북조선 korea; 한국 korea / hanguk; 고려 koryo; 대한 korea / daehan
평양 pyongyang; 무역 trading; 무역회사 trading; 상사 trading / sangsa; 총회사 general corporation
회사 -; 주식회사 -; 유한회사 -; 유한공사 -; 유한책임공사 -; 공사 corporation; 은행 bank
공업 industry; 중공업 heavy industry; 기계 machinery; 공작기계 machine tool; 광업 mining; 광산 mine
개발 development; 대학 university; 대학교 university; 대학원 university; 과학 science
기술 technology; 종합 general; 련합 united; 연합 united; 전자 electronics; 통신 communications
그룹 group; 집단 group; 합영 joint venture; 합작 joint venture; 연구소 research institute
연구원 research institute; 연구 research; 과학원 academy sciences; 인민 people; 인민군 people army
군 army; 총국 general bureau / bureau; 관리국 management bureau; 위원회 committee / commission
국방 defense / national defense; 원자력 atomic energy / nuclear; 에너지 energy; 전력 power
전기 electric; 대외 foreign; 경제 economic; 수출 export; 수입 import; 수출입 export import
금융 finance; 금융회사 finance; 보험 insurance; 투자 investment; 건설 construction
공장 factory / plant; 제작소 works; 조선소 shipyard; 선박 ship; 해운 shipping / marine
해운회사 shipping; 항공 air / airlines / aviation; 항공사 airlines / air; 우주 space
석유 petroleum / oil; 화학 chemical; 금속 metal; 제철 steel; 제강 steel; 자동차 automobile / motor
제약 pharmaceutical; 식품 food; 병원 hospital; 정보 information; 반도체 semiconductor
국제 international; 국가 national; 중앙 central; 동방 eastern; 대동강 taedonggang; 중국 china
일본 japan; 서울 seoul; 상하이 shanghai; 베이징 beijing; 선전 shenzhen; 광저우 guangzhou
항저우 hangzhou; 저장 zhejiang; 우한 wuhan; 난징 nanjing; 푸젠 fujian; 톈진 tianjin; 홍콩 hongkong
러시아 russia; 이란 iran; 미국 america; 테크놀로지 technology; 테크놀로지스 technologies
테크놀러지 technology; 테크 tech; 인터내셔널 international; 코퍼레이션 corporation; 컴퍼니 company
리미티드 limited; 세미컨덕터 semiconductor; 일렉트로닉스 electronics; 시스템 system
시스템즈 systems; 홀딩스 holdings; 트레이딩 trading; 인더스트리 industry; 메모리 memory
하얼빈 harbin; 신장 xinjiang; 시안 xian; 청두 chengdu; 선양 shenyang; 충칭 chongqing; 장쑤 jiangsu
광둥 guangdong; 쓰촨 sichuan; 산시 shaanxi; 후난 hunan; 후베이 hubei; 다롄 dalian; 단둥 dandong
칭다오 qingdao; 쑤저우 suzhou; 닝보 ningbo; 샤먼 xiamen; 정저우 zhengzhou; 지난 jinan
창사 changsha; 허페이 hefei; 마카오 macau; 타이완 taiwan; 시리아 syria; 이라크 iraq
벨라루스 belarus; 쿠바 cuba; 베네수엘라 venezuela; 우크라이나 ukraine; 모스크바 moscow
파키스탄 pakistan; 인도 india; 베트남 vietnam; 싱가포르 singapore; 과기 technology
과학기술 science technology; 항천 aerospace; 항공우주 aerospace; 공정 engineering; 공학 engineering
공정대학 engineering university; 공업대학 institute technology; 항공항천 aeronautics astronautics
이공대학 institute technology; 생산 production; 병단 corps; 정찰 reconnaissance
정찰총국 reconnaissance general bureau; 컴퓨터 computer; 센터 center; 중심 center
자연과학원 academy natural sciences; 자연과학 natural sciences; 자연 natural; 원양 ocean
관리 management; 해운관리 maritime management; 노동당 workers party; 로동당 workers party
호실 office; 국무 state affairs; 국무위원회 state affairs commission
국방위원회 national defense commission; 중앙검찰소 central public prosecutors office
검찰소 prosecutors office; 군수 munitions; 군수공업부 munitions industry department
공업부 ministry industry; 공업성 ministry industry; 우주개발국 aerospace development administration
해외 overseas; 대외건설 external construction; 재정 finance; 재정부 ministry finance
국방부 ministry defense; 인민무력성 ministry people armed forces
국가보위성 ministry state security; 사회안전성 ministry people security
인민보안성 ministry people security; 노동성 ministry labor; 원유공업성 ministry crude oil industry
원자력총국 general bureau atomic energy; 대외무역 foreign trade
무역은행 foreign trade bank / trade bank; 개발은행 development bank; 상업은행 commercial bank
신용은행 credit bank; 신용개발은행 credit development bank
농업개발은행 agricultural development bank; 합영은행 joint bank; 합영회사 joint venture
보험총회사 insurance corporation; 총무역회사 general trading; 광업개발 mining development
아연 zinc; 아연공업 zinc industry; 설비 equipment; 수입회사 import; 선박관리 ship management
해운무역 shipping trading; 대표부 representative office; 대리점 agency
해사감독국 maritime administration; 련합회사 corporation; 연합회사 corporation; 자동화 automation
조선소 shipyard; 전략군 strategic force; 전략로케트군 strategic rocket force; 로케트 rocket
로켓 rocket; 미사일 missile; 조직지도부 organization guidance department
선전선동부 propaganda agitation department; 국가계획위원회 state planning commission
외무성 ministry foreign affairs; 무역성 ministry foreign trade; 대학원 university; 공사 corporation
혁명 revolutionary; 수비대 guard corps; 혁명수비대 revolutionary guard corps; 헤즈볼라 hizballah
하마스 hamas; 탈레반 taliban; 알카에다 qaida; 국영 national; 석유공사 oil company
천연가스 natural gas; 핵 nuclear; 핵기술 nuclear technology; 광전 optoelectronic; 광학 optical
정밀 precision; 집적회로 integrated circuit; 초급계산 supercomputing; 슈퍼컴퓨팅 supercomputing
슈퍼컴퓨터 supercomputer; 인공지능 artificial intelligence; 설계 design; 재료 materials
소재 materials; 계기 instrument; 측정 measurement; 자동차 automobile
조선공업 shipbuilding industry; 선박공업 shipbuilding industry; 선박중공 shipbuilding industry
병기 ordnance; 북방공업 north industries; 병기공업 north industries; 통신그룹 communications group
이동통신 mobile communications; 교통건설 communications construction; 철도건설 railway construction
해양석유 offshore oil; 전자과기 electronics technology; 전자과기집단 electronics technology group
전자정보 electronics information; 과공 science industry; 대학교 university
교통대학 jiaotong university; 우전대학 university posts telecommunications; 경찰 police
공안국 public security bureau; 공안 public security; 위성 satellite; 무인기 drone; 드론 drone
보안 security; 안보 security; 국가안전부 ministry state security; 디지털 digital
인텔리전스 intelligence; 마이크로 micro; 클라우드 cloud; 은하 galaxy / unha
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
コンピューター computer; コンピュータ computer; センター center; ロボット robot
アビエーション aviation; エアロスペース aerospace; エナジー energy; エネルギー energy
ペトロケミカル petrochemical; コミュニケーションズ communications; コミュニケーション communication
テレコム telecom; レーザー laser; オプティクス optics; オプトエレクトロニクス optoelectronics
マテリアル materials; マテリアルズ materials; シッピング shipping; マリン marine
ロジスティクス logistics; エンタープライズ enterprise; インスツルメンツ instruments
インスティテュート institute; ファクトリー factory; ソリューション solution; ケミカル chemical
スチール steel; メタル metal; モーター motor; エンジン engine; スペース space; ミサイル missile
ドローン drone; インベストメント investment; キャピタル capital; ファイナンス finance
インシュアランス insurance; ハルビン harbin; ナンキン nanjing; コウシュウ hangzhou; ウルムチ urumqi
シリア syria; イラク iraq; キューバ cuba; ベネズエラ venezuela; ベラルーシ belarus
ウクライナ ukraine; モスクワ moscow; パキスタン pakistan; ソフトウェア software
ネットワーク network; ネットワークス networks; モバイル mobile
"""
_ARABIC_TEXT = """
في -; فی -; من -; عن -; على -; مع -; در -; تونس tunisia / tunis; ليبيا libya; الجزائر algeria
المغرب morocco / maghreb; الشام levant / sham / cham; تركيا turkey; مصري egyptian
دولة state / dawla; خلافة khilafah / caliphate; شريعة sharia; ولاية wilayat / province
تنظيم organization / tanzim; جند jund / soldiers; دعوة dawa / call; سلفية salafist
قتال combat; كفالة guarantee; عملات currency
عملة currency; حوالة hawala; صيرفة exchange; بيع sale; شراء purchase; يتيم orphan; أيتام orphans
رعاية care; زكاة zakat; مسجد mosque; علوم sciences; بطارية battery; طائرات aircraft
صواريخ missiles; شرکت -; شركة -; شرکتهای companies; شركات companies
مؤسسة institution / establishment / foundation; موسسه institute / institution; موسسة institution
صنایع industries; صنعت industry; صنعتی industrial; صناعات industries; صناعة industry
صناعية industrial; الصناعية industrial; بانک bank; بنك bank; مصرف bank; المصرف bank; البنك bank
مصارف banks; دانشگاه university; دانشکده college / faculty; جامعة university; الجامعة university
كلية college; معهد institute; پژوهشگاه research institute; پژوهشکده research institute
پژوهش research; تحقیقات research; بحوث research; البحوث research; گروه group; مجموعة group
هلدینگ holding; القابضة holding; قابضة holding; سازمان organization; منظمة organization
هيئة authority / organization; وزارت ministry; وزارة ministry; مركز center; مرکز center
ستاد headquarters; بنیاد foundation / bonyad; جمعية society / association; جماعة group
حزب party / hizb; حركة movement / harakat; جنبش movement; جبهة front; ملی national / melli
ملي national; ملت nation / mellat; الوطنية national; الوطني national; وطنية national; دولتی state
اسلامی islamic; إسلامي islamic; الإسلامي islamic; الإسلامية islamic; اسلامية islamic
جمهوری republic; جمهورية republic; ایران iran / iranian; ایرانی iranian; العراق iraq; عراق iraq
سوريا syria; سورية syria; السورية syrian; العربية arab / arabian; عربی arab; لبنان lebanon
اليمن yemen; تهران tehran; اصفهان isfahan; شیراز shiraz; دمشق damascus; بغداد baghdad; بيروت beirut
دبي dubai; السعودية saudi; الإمارات emirates; مصر egypt; قطر qatar; الكويت kuwait; فرودگاه airport
مطار airport; هواپیماسازی aircraft; هواپیمایی airlines / air / aviation
هواپیمائی airlines / air / aviation; هوایی air / aviation; هوانوردی aviation
طيران airlines / aviation; الطيران airlines / aviation; خطوط lines; الخطوط lines; جوية air
الجوية air; هوافضا aerospace; هوافضای aerospace; فضایی space; دفاع defense; دفاعی defense
الدفاع defense; نظامی military; موشکی missile; هسته nuclear; هستهای nuclear; اتمی atomic
انرژی energy; طاقة energy; الطاقة energy; برق electric / power; كهرباء electricity; نیرو power
نفت oil / petroleum; نفط oil / petroleum; گاز gas; غاز gas; الغاز gas; پتروشیمی petrochemical
بتروكيماويات petrochemical; شیمیایی chemical; شیمی chemical; كيماوية chemical; پالایش refining
پالایشگاه refinery; مصفاة refinery; معادن mines; معدنی mineral; فولاد steel; حديد iron; الحديد iron
آلومینیوم aluminum; مس copper; سیمان cement; اسمنت cement; خودرو automobile / khodro
خودروسازی automobile; سازی -; ماشین machine; ابزار tool; قطعات parts; مهندسی engineering
هندسية engineering; هندسة engineering; للهندسة engineering; فنی technical; فناوری technology
فن technology; تكنولوجيا technology; التكنولوجيا technology; تقنية technology
الکترونیک electronics; الكترونيات electronics; إلكترونيات electronics; الإلكترونيات electronics
رایانه computer; ارتباطات communications; اتصالات communications / telecom
الاتصالات communications / telecom; معلومات information; علوم sciences; علمی scientific
علمية scientific; توسعه development; تنمية development; سرمایه investment; گذاری -
سرمایهگذاری investment; استثمار investment; للاستثمار investment; الاستثمار investment
مالی financial; مالية financial; بیمه insurance; تأمين insurance; التأمين insurance; صرافی exchange
صرافة exchange; للصرافة exchange; حوالات remittance; تجارت trade / tejarat; تجاری commercial
تجاري commercial; التجاري commercial; التجارية commercial / trading; تجارية trading / commercial
للتجارة trading; تجارة trading; التجارة trade; بازرگانی trading / commercial
صادرات export / saderat; واردات import; استيراد import; تصدير export; توزیع distribution
تولیدی manufacturing; تولید production; عامة general; العامة general; عمومی general; خدمات services
پشتیبانی logistics; حمل transport; نقل transport; النقل transport; کشتیرانی shipping; کشتی ship
ملاحة shipping; الملاحة shipping; للملاحة shipping; بحرية marine / naval; البحرية marine / naval
دریایی marine; بندر port / bandar; ميناء port; ساختمانی construction; مقاولات contracting
للمقاولات contracting; إنشاءات construction; پزشکی medical; دارویی pharmaceutical
دارو pharmaceutical; أدوية pharmaceutical; بیمارستان hospital; مستشفى hospital; غذایی food
المحدودة -; محدودة -; بینالمللی international; الدولية international; دولي international
الدولي international; دولية international; متحدة united; المتحدة united; مرکزی central
مركزي central; المركزي central; سپاه corps / sepah; پاسداران guard; انقلاب revolution; نیروی force
فیلم film; مسکن housing / maskan; کشاورزی agriculture / keshavarzi; زراعي agricultural; امام imam
الإمام imam; شهید shahid; آیت ayat; الله allah; عالمي international / world / global
مخابرات telecommunication / intelligence; استخبارات intelligence
اطلاعات information / intelligence; عسكري military; شعبة directorate / branch / division
إدارة directorate / administration; اداره directorate / office; مديرية directorate; فرع branch
قسم department; قيادة command; فرماندهی command; قيادي command; ارتش army; جيش army / jaysh
القوات forces; قوات forces; نیروی force; نیروهای forces; حرس guard; جمهوري republic
لواء brigade / liwa; كتائب brigades / kataib; كتيبة battalion; سرايا brigades / saraya; عصائب asaib
أنصار ansar; انصار ansar; مجلس council; شورای council; هيئت committee; لجنة committee
کمیته committee; داخلية interior; خارجية foreign affairs; امور affairs; شؤون affairs
مجاهدين mujahidin; مجاهدین mujahidin; شهداء martyrs; مقاومة resistance; مقاومت resistance
تحرير liberation; شعبي popular; ديمقراطي democratic; جهاد jihad; قدس quds; نصر nasr; عبد abd
رسول rasul; قرض qard; حسن hasan; خيرية charitable; إغاثة relief; امداد relief / emdad; وقف waqf
فلسطين palestine; جهاز agency / service; أمن security; امن security; امنیت security
سياسي political; أعلى supreme; عالی supreme; محكمة court; دادگاه court; زندان prison; سجن prison
پلیس police; شرطة police; أقصى aqsa; أردني jordanian; لبناني lebanese; سوري syrian; عراقي iraqi
إيراني iranian; ايراني iranian; أجهزة instruments / devices; مخبري laboratory; دراسات studies
پخش distribution; فرآورده products; های -; نفتی oil; أجنحة wings / ajnihah; جناح wing
نجم star / najm; نجمة star; شمس sun / shams; نور light / noor / nur; أمل hope / amal
سلام peace / salam; فجر dawn / fajr; بحر sea / bahr; صقر falcon / saqr; نسر eagle / nasr
ذهبي golden; ذهب gold; ماس diamond; لؤلؤة pearl; هلال crescent / hilal; شرق east / sharq
شرقي eastern; غرب west; شمال north; جنوب south; أوسط middle; خليج gulf / khalij; أفق horizon / ofoq
سماء sky / sama; فرات euphrates / furat; دجلة tigris / dijla; جديد new / jadid; حديث modern / hadith
مستقبل future; حياة life / hayat; عبور transit; ستاره star / setareh; خورشید khorshid / sun
نوین novin / new; آسمان sky / asman; آسیا asia; پیشرفته advanced; هوشمند smart; نیمه semi
هادی hadi / conductor; تراشه chip; رادار radar; ناوبری navigation; پهپاد drone / uav
سامانه system; شبیه simulation; لیزر laser; نوری optical; مواد materials; فلزات metals
تلفزيون television; صدا voice; سیما television; قناة channel / tv
خبرگزاری news agency; وكالة agency; أنباء news; مدرسة school; اتحاد union; نقابة syndicate
حماس hamas; طالبان taliban; قاعدة qaida; فتح fatah; شباب shabaab; مصطفى mustafa; صندوق fund
خزانة treasury; ضريبة tax; گمرک customs; جمارك customs; ميليشيا militia; شبكة network
"""


def _pairs(text: str) -> dict[str, tuple[Tokens, ...]]:
    found: dict[str, tuple[Tokens, ...]] = {}
    for part in text.replace("\n", ";").split(";"):
        if part.strip():
            word, english = part.strip().split(maxsplit=1)
            found[normalise(word)] = tuple(
                tuple(each for each in way.split() if each != "-") for way in english.split("/")
            )
    return found


_RUSSIAN = {stem: ways[0] for stem, ways in _pairs(_RUSSIAN_TEXT).items()}
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


_FIRSTS = {first: ways[0] for first, ways in _pairs(_RUSSIAN_FIRSTS_TEXT).items()}
_ARTICLE = re.compile("^(?:و?ال|لل)(?=...)")
_FEMININE = "ية"


def _ways(word: str) -> tuple[Tokens, ...]:
    """The English words of one of Korean, Japanese, Arabic or Persian; none for any other word.

    An Arabic word is known without its article too, an adjective by either of its endings.
    """
    if word in _OTHERS or script_of(word) != "arabic":
        return _OTHERS.get(word, ())
    for form in (word, _ARTICLE.sub("", word)):
        for known in (form, form.removesuffix("ة") if form.endswith(_FEMININE) else form):
            if known in _OTHERS:
                return _OTHERS[known]
    return ()


@lru_cache(maxsize=2**14)
def in_english(word: str) -> Tokens | None:
    """A word of the trade in English, none for a legal form; None for any other word."""
    if ways := _ways(word):
        return ways[0]
    if script_of(word) != "cyrillic":
        return None
    if word in _WHOLE:
        return _WHOLE[word]
    for length in range(min(len(word), _LONGEST_STEM), 2, -1):
        if word[:length] in _STEMS and len(word) - length <= _LONGEST_ENDING:
            return _STEMS[word[:length]]
    return _compound(word)


def _compound(word: str) -> Tokens | None:
    """A Russian word of the trade with another one before it; None for any other word."""
    for first, english in _FIRSTS.items():
        rest = word.removeprefix(first)
        if len(rest) >= _SHORTEST_STEM and rest != word and (second := in_english(rest)):
            return (*english, *second)
    return None


@lru_cache(maxsize=2**16)
def russian_in_latin(word: str) -> Tokens:
    """A Russian word of the trade in Latin letters in English; nothing for any other word."""
    plain = _one_spelling(word)
    for length in range(len(plain), SHORTEST_LATIN_STEM - 1, -1):
        if len(plain) - length > _LONGEST_ENDING:
            break
        if plain[:length] in _latin_stems():
            return _latin_stems()[plain[:length]]
    return ()


SHORTEST_LATIN_STEM = 6
"""A stem of fewer Latin letters is the beginning of words of other languages."""
_LATIN_SPELLINGS = (
    ("kh", "h"), ("yo", "e"), ("ye", "e"), ("je", "e"), ("iy", "i"), ("y", "i"), ("j", "i"),
)  # fmt: skip


def _one_spelling(word: str) -> str:
    for letters, put in _LATIN_SPELLINGS:
        word = word.replace(letters, put)
    return re.sub("i+", "i", word)


@cache
def _latin_stems() -> dict[str, Tokens]:
    read = {_one_spelling(latin_forms(stem)[0]): english for stem, english in _RUSSIAN.items()}
    return {stem: english for stem, english in read.items() if len(stem) >= SHORTEST_LATIN_STEM}


def count_ways(word: str) -> int:
    """In how many ways a word is said in English: at least one, its own letters."""
    return max(1, len(_ways(word)))


def in_other_english(word: str, way: int) -> Tokens | None:
    """A word of the trade in another of its ways, the last where it has fewer."""
    ways = _ways(word)
    return ways[min(way, len(ways) - 1)] if ways else in_english(word)


@lru_cache(maxsize=2**14)
def cut_at_trades(word: str) -> Tokens:
    """A run of kana or hangul as words of the trade, and what stands between them."""
    if script_of(word) not in ("kana", "hangul"):
        return (word,)
    return tuple(part for part in _CUT.split(word) if part)
