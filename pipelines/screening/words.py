"""A company name as weighted words for comparison.

Belongs here: which words say nothing about a company, which are spellings of one another, and how
simplified and traditional characters are made equal.
Does not belong here: any company, or a decision about a match.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from pipelines.derived.names import (
    LEGAL_ENDINGS_ZH,
    LEGAL_WORDS,
    PLACE_WORDS,
    PLACES_ZH,
    Tokens,
    before_legal_form,
    in_parentheses,
    split_affiliated,
    tokens,
    without_closing_parentheses,
    without_parentheses,
)

_SPELLINGS_TEXT = """
tech: technology technologies techology technol technical
co: company companies
intl: international
mfg: manufacturing manufacture manufacturer manuf
ind: industry industries industrial indust
corp: corporation
grp: group groups
hldg: holding holdings
elec: electronics electronic electron electr
info: information informatics
inst: institute institution
univ: university
sci: science sciences scientific
res: research
dev: development
comm: communications communication telecommunications telecom
semi: semiconductor semiconductors
micro: microelectronics microelectronic
equip: equipment equipments
eng: engineering
intel: intelligent intelligence
acad: academy
lab: laboratory laboratories
ctr: center centre
sys: system systems
invest: investment investments
mach: machinery
aero: aerospace
natl: national
beijing: peking
guangdong: kwangtung canton
guangzhou: kwangchow
nanjing: nanking
tianjin: tientsin
chongqing: chungking
qingdao: tsingtao
sichuan: szechuan szechwan
fujian: fukien
urumqi: urumchi wulumuqi
"""
_SPELLINGS = {
    word: short
    for line in _SPELLINGS_TEXT.strip().splitlines()
    for short, words in [line.split(": ")]
    for word in words.split()
}
LONG_WORD = 8
"""From this length on a word of the trade is known with a typing error too."""
_LONG_SPELLINGS = sorted(word for word in _SPELLINGS if len(word) >= LONG_WORD)
GENERIC_WORDS = frozenset({*_SPELLINGS.values(), "of", "the", "and", "for", "r", "d", "ai", "ic"})
"""Words of the trade and grammar: they weigh little beside a company's own name."""

_SIMPLER_CHARACTERS = (
    "華华為为術术國国際际電电腦脑廣广東东聯联網网業业體体實实驗验產产發发動动機机導导開开區区營营製制個个圓圆軍军門门員员團团無无線线車车長长時时間间馬马龍龙鳳凤飛飞"
    "雲云億亿萬万與与學学會会計计畫画經经濟济財财務务應应寧宁蘇苏滬沪廈厦龐庞達达進进遠远還还運运連连選选創创劃划劉刘積积極极構构橋桥權权歐欧歸归歷历氣气漢汉溝沟滿满"
    "灣湾爾尔猶犹獨独獵猎現现環环瑩莹瑪玛畢毕異异療疗監监盤盘碼码禮礼種种稱称穩稳節节範范紅红紀纪約约級级納纳紐纽純纯紙纸組组細细終终結结絡络給给統统維维綠绿緊紧緯纬"
    "縣县縱纵總总織织繼继續续罰罚羅罗職职聲声肅肃臨临興兴舉举艦舰艙舱藝艺蘭兰蘊蕴處处號号補补裝装複复見见規规視视覺觉訊讯記记訓训設设許许診诊詞词試试話话詢询詳详認认"
    "語语誠诚說说課课調调談谈請请論论證证識识譜谱議议護护讀读變变讓让豐丰貝贝負负責责貨货貿贸費费資资賓宾賴赖贊赞贏赢趙赵躍跃軌轨軟软輕轻載载輔辅輝辉輪轮輯辑輸输轉转"
    "農农邊边郵邮鄉乡鄭郑醫医釋释鈴铃鈦钛銀银鋒锋鋼钢錄录錦锦鍵键鎖锁鏡镜鐘钟鐵铁鑽钻閃闪閉闭閒闲閣阁閱阅關关陣阵陰阴陳陈陽阳隊队階阶隨随險险隱隐雙双雜杂雞鸡離离難难"
    "靈灵靜静韋韦韓韩響响頂顶順顺須须領领頭头頻频題题額额顏颜願愿類类顧顾風风館馆馳驰駐驻駕驾驅驱驚惊魚鱼魯鲁鮮鲜鴻鸿麗丽麥麦點点齊齐曉晓躋跻寶宝臺台蔵藏蘆芦蒼苍薩萨"
    "藍蓝虛虚蝦虾衛卫衝冲訂订註注該该誌志誼谊諾诺謝谢豬猪賢贤賽赛賈贾趨趋跡迹蹤踪輿舆辦办遙遥遞递遷迁遼辽邏逻釘钉鉅巨鈞钧鉬钼銳锐銘铭鋰锂鋁铝錯错鎂镁鍍镀鏈链閘闸閩闽"
    "闊阔雋隽霧雾頌颂頗颇飾饰騰腾驍骁鵬鹏鷹鹰鹽盐麵面黃黄齡龄儀仪優优儲储傳传傑杰備备僑侨價价凱凯劍剑勁劲勝胜勞劳勢势勵励勳勋協协單单賣卖廠厂廳厅廢废彈弹彙汇恆恒愛爱"
    "態态慣惯慶庆憲宪懷怀戰战戲戏執执擇择擊击擔担據据攜携攝摄數数敵敌斷断晝昼暢畅曆历樂乐樓楼標标樣样樞枢樹树橫横檔档檢检歲岁殘残殺杀毀毁濤涛濱滨瀏浏烏乌煙烟燈灯爐炉"
    "爭争狀状獎奖獲获瑣琐當当圖图測测鑄铸鍛锻濰潍殼壳擴扩壹一貳二綜综鋪铺鎢钨鎳镍矽硅紡纺磚砖蠟蜡韌韧軸轴軋轧鈾铀錳锰鉛铅錫锡銅铜鉻铬鋅锌漁渔飼饲養养圍围園园墻墙奧奥"
    "妝妆孫孙寬宽尋寻對对屬属島岛嶺岭幣币幫帮庫库廬庐強强徑径從从徠徕恥耻戶户掃扫掛挂採采揚扬換换搖摇撥拨攔拦敗败於于昇升暉晖朧胧櫃柜歡欢決决沒没況况洩泄涼凉淺浅渦涡"
    "湯汤潔洁潤润澤泽灘滩"
)
"""Traditional characters of company and place names, each followed by its simplified form."""
_SIMPLE = str.maketrans(dict(zip(_SIMPLER_CHARACTERS[::2], _SIMPLER_CHARACTERS[1::2], strict=True)))
_DAMAGED_LETTER = re.compile(r"(?<=[^\W\d_])[”“?\ufffd](?=[^\W\d_])")
_CJK = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WEAK_WORDS_ZH_TEXT = """
科技 技术 集团 控股 电子 微电子 半导体 集成电路 信息 信息产业 信息技术 智能 人工智能 网络 通信 数据
软件 系统 设备 装备 工业 产业 实业 投资 研究院 研究所 研究中心 大学 学院 中心 实验室 公司 国际 股份
有限 责任 科学 工程 材料 能源 发展 创新 数字 云计算 中科 中国科学院 设计 制造 机电 仪器 航空 航天
"""
WEAK_WORDS_ZH = frozenset(_WEAK_WORDS_ZH_TEXT.split()) | PLACES_ZH
_WEAK_CHINESE = re.compile(
    "(" + "|".join(sorted(WEAK_WORDS_ZH, key=lambda word: (-len(word), word))) + ")"
)
_INNER_LEGAL = LEGAL_WORDS - {"as", "se", "sa", "ag", "ua", "co"}


@lru_cache(maxsize=2**17)
def words_of(name: str) -> Tokens:
    """The words of a name: folded, legal forms left out, spellings of one word made one.

    A name that is nothing but legal forms keeps them.
    """
    if not name.isascii():
        name = name.translate(_SIMPLE)
    plain = tokens(_DAMAGED_LETTER.sub("", name))
    kept = [_spelling(word) for word in _without_legal_forms(plain)]
    return _with_chinese_words(tuple(kept) or plain)


@lru_cache(maxsize=2**16)
def _spelling(word: str) -> str:
    """The one spelling of a word of the trade, also with a typing error in it."""
    known = _SPELLINGS.get(word)
    if known is not None or len(word) < LONG_WORD or not word.isascii():
        return known or word
    allowed = 1 if len(word) < 11 else 2
    near = process.extractOne(
        word, _LONG_SPELLINGS, scorer=DamerauLevenshtein.distance, score_cutoff=allowed
    )
    return _SPELLINGS[near[0]] if near else word


def _with_chinese_words(words: Tokens) -> Tokens:
    """Chinese characters gathered to words: known weak ones, and what stands between them."""
    if not any(map(has_chinese, words)):
        return words
    found: list[str] = []
    run = ""
    for word in (*words, ""):
        if word and has_chinese(word):
            run += word
            continue
        found += [part for part in _WEAK_CHINESE.split(run) if part]
        run = ""
        if word:
            found.append(word)
    return tuple(found)


def _without_legal_forms(words: Tokens) -> Tokens:
    kept: list[str] = []
    at, last = 0, len(words)
    while last and words[last - 1] in LEGAL_WORDS:
        last -= 1
    while at < len(words):
        word = words[at]
        if kept and not word.isascii():
            ending = next((e for e in LEGAL_ENDINGS_ZH if words[at : at + len(e)] == e), None)
            if ending is not None:
                at += len(ending)
                continue
        if not (kept and (word in _INNER_LEGAL or word == "co" or at >= last)):
            kept.append(word)
        at += 1
    return tuple(kept)


def is_weak(word: str) -> bool:
    """True for words that many companies share: places, trades, grammar."""
    return word in GENERIC_WORDS or word in PLACE_WORDS or word in WEAK_WORDS_ZH


def has_chinese(text: str) -> bool:
    """True when a Chinese character stands in the text."""
    return _CJK.search(text) is not None


def variants(listed_name: str) -> list[str]:
    """The names one listed name stands for.

    The entity itself where the list names it as an affiliate of another; the name without
    parentheses and what stands in them; the name up to its legal form where more follows.
    """
    entity, _ = split_affiliated(listed_name)
    found = [entity, without_parentheses(entity)]
    plain = tokens(found[1])
    shortened = before_legal_form(plain)
    rest = plain[len(shortened) :]
    if len(shortened) > 1 and any(w not in LEGAL_WORDS and w.isascii() for w in rest):
        found.append(" ".join(shortened))
    found += [inner for inner in in_parentheses(entity) if _is_name(inner)]
    return list(dict.fromkeys(text.strip() for text in found if text.strip()))


def shortened_words(listed_name: str) -> Tokens:
    """The words without those in parentheses inside the name; none when nothing is left out.

    "Example (Kunshan) Chips" and "Example (Jixi) Chips" are two companies, and a name without the
    place may be either, or neither.
    """
    entity, _ = split_affiliated(listed_name)
    words = words_of(without_parentheses(entity))
    return words if words != words_of(without_closing_parentheses(entity)) else ()


def _is_name(text: str) -> bool:
    """Whether parentheses hold a short name and not a place, a legal form or a number."""
    inner = tokens(text)
    return any(
        word not in LEGAL_WORDS and not is_weak(word) and not word.isdigit() and len(word) > 1
        for word in inner
    ) or (has_chinese(text) and len(inner) > 2)
