"""A company name as words for comparison.

Belongs here: which words say nothing about a company, which are spellings of one another, and the
parts that a listed name stands for.
Does not belong here: Chinese characters (chinese.py), any company, or a decision about a match.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from pipelines.derived.names import (
    LEGAL_WORDS,
    PLACE_WORDS,
    Tokens,
    before_legal_form,
    in_parentheses,
    split_affiliated,
    tokens,
    without_closing_parentheses,
    without_parentheses,
)
from pipelines.screening.chinese import (
    PLACES_LATIN,
    cut,
    has_chinese,
    is_empty,
    is_shared,
    romanised,
    simplified,
)
from pipelines.screening.exonyms import EXONYMS
from pipelines.screening.legal_forms import (
    FIRST_FORMS,
    FORM_BEGINNINGS,
    LONG_FORMS,
    ending_of,
)
from pipelines.screening.marked_letters import without_marks
from pipelines.screening.places import PLACES

_SPELLINGS_TEXT = """
tech: technology technologies techology technol technical technic technics keji jishu techn techno
tech: tekhnologii tekhnologiya technological
co: company companies compagnie kompaniya
intl: international internationale internacional guoji mezhdunarodny int internat
mfg: manufacturing manufacture manufacturer manufacturers manuf zhizao mfr mfrs manufact
ind: inds industry industries industrial indust industria industrias sanayi chanye gongye shiye
corp: corporation corporations
grp: group groups grupo gruppe groupe jituan gruppa
hldg: holding holdings holdco konggu kholding
elec: electronics electronic electron electr dianzi elect electrn
info: information informatics informations xinxi inform
inst: institute institution institutes institut instituto xueyuan instit
univ: university universities universitet universidad universite daxue
sci: science sciences scientific kexue
res: research yanjiu rsch
dev: development developments develop fazhan kaifa devel devt dvpt
comm: communications communication telecommunications telecommunication telecom telecoms comms
comm: tongxin dianxin
semi: semiconductor semiconductors semicon bandaoti semicond semiconduct
micro: microelectronics microelectronic weidianzi microelec microelectr
equip: equipment equipments shebei zhuangbei eqpt eqp equipt
eng: engineering engineers gongcheng engg engr engrg
intel: intelligent intelligence zhineng intell
acad: academy academies akademiya
lab: laboratory laboratories labs shiyanshi
ctr: center centre centers centres zhongxin centro tsentr cntr
sys: system systems xitong sistemas
invest: investment investments investing touzi investitsii
mach: machinery machine machines jixie
aero: aerospace astronautics hangtian
aviation: aeronautics aeronautical aeronautic aviatsiya hangkong
natl: national nationals guojia natsionalny
integrated: jicheng integr integ
circuit: circuits dianlu circ
trading: trade trader traders trades trdg trdng maoyi tijaret ticaret comercio comercial
import: imports imp jinkou
export: exports exp chukou
shipping: hangyun haiyun
logistics: wuliu
digital: shuzi
network: networks networking wangluo
software: ruanjian
data: shuju
material: materials cailiao
mat: material materials cailiao matl matls
energy: nengyuan energetika
power: dianli
petro: petroleum petrochemical petrochemicals neft oil
chemical: chemicals chem huagong
construction: constructions jianshe building construcciones constructora stroitelstvo constr
instrument: instruments instrumentation yiqi instr
services: service svcs servicios uslugi
supply: supplies supplier suppliers
solution: solutions
product: products
transport: transportation transports transp
agency: agencies
bank: banking yinhang banco banque
mgmt: management guanli mgt
biz: business businesses
assoc: association associates assn
bur: bureau
opto: optoelectric optoelectronics optoelectronic optronics guangdian photoelectric
auto: automobile automotive automobiles
pharma: pharmaceutical pharmaceuticals
medical: medicine medicines
computer: computers computing compute jisuanji comput
supercomputing: supercomputer supercomputers
polytechnic: polytechnical polytechnics polytech
textile: textiles
electric: electrical
application: applications applied
chemical: chemistry
super: chaoji
defense: defence
beijing: peking
guangdong: kwangtung canton
guangzhou: kwangchow
nanjing: nanking
tianjin: tientsin tianjing
chongqing: chungking
qingdao: tsingtao
sichuan: szechuan szechwan
fujian: fukien
urumqi: urumchi wulumuqi
harbin: haerbin kharbin
hangzhou: hangchow
suzhou: soochow
chengdu: chengtu
xinjiang: sinkiang
xiamen: amoy
shenyang: mukden
zhejiang: chekiang
jiangsu: kiangsu
shandong: shantung
hubei: hupei hupeh
hebei: hopei hopeh
henan: honan
jiangxi: kiangsi
guangxi: kwangsi
shanxi: shansi
shaanxi: shensi
anhui: anhwei
gansu: kansu
jilin: kirin
dalian: dairen talien
guizhou: kweichow
uighur: uyghur uygur
moscow: moskva moskovskiy
hongkong: hk xianggang
xian: xi'an
macao: macau
taiwan: taiwanese
china: zhongguo prc
northwest: northwestern xibei
northeast: northeastern dongbei
southwest: southwestern xinan
southeast: southeastern
south: southern
north: northern
east: eastern
west: western
russia: russian
saint: st sankt
korea: korean
china: chinese
1: first
2: second
3: third
4: fourth
5: fifth
6: sixth
7: seventh
8: eighth
9: ninth
10: tenth
"""
_SPELLINGS = {
    word: short
    for line in _SPELLINGS_TEXT.strip().splitlines()
    for short, words in [line.split(": ")]
    for word in words.split()
}
_MORE_TRADES_TEXT = """
fab fabs
academic administration advanced agricultural agriculture air aircraft airline airlines airways
analytics apparel application applied architecture asset automation bio biotech biotechnology board
brothers bureau business capital car cargo cas cement central century chain chip chips city clean
clinic cloud coal college committee commerce commercial commodities commodity component components
concern consultancy consultant consulting consumer container contracting control controls corps
council credit culture cultural defense design designs device devices direct
distribution distributor distributors district division economic economy education educational
electric electrical electricity electromechanical enterprise enterprises entertainment environment
environmental equity estate exchange exhibition express factory farm fashion finance financial fine
fishery fishing food foods forest foundation foundry freight fuel fund funds furniture gas general
generation geological global gold goods government graphics health healthcare heavy high higher
home hospital hotel hotels household human hydraulic innovation innovations insurance interactive
internet iron joint law leasing light limited line lines ltda machining mall marine maritime market
marketing markets measurement mechanical media memory metal metallurgy metals military mine mineral
minerals mining ministry mobile motor motors movement municipal museum new nuclear ocean offshore
oil online operation operations optic optical optics organization overseas packaging paper park
partner partners parts people peoples photonics planning plant plastic plastics polytechnic port
ports posts precision press private process processing production productions professional project
projects property public publishing quality radar radio railway railways real region regional
repair resource resources restaurant retail rice road robot robotics safety sales sanctions school
securities security sensor sensors ship shipbuilding ships shop silicon smart social society sports
state station steel storage store stores studio subsidiary sunshine supercomputing surveillance
survey team telephone television test testing textile
textiles tobacco tools tourism travel uav union united universal urban video vision voice water
web wireless wood works workshop world worldwide youth zone
npo npp nii kb okb tskb ckb rsk npk nptk ntc nits nic niptb pkb fgup gup mup
inner mongolia northeast northwest southwest southeast northern southern eastern western
northwestern
southwestern southeastern northeastern institution
gufen youxian zeren gongsi
obshchestvo ogranichennoi otvetstvennostyu aktsionernoe otkrytoe zakrytoe publichnoe sociedad
sociedade anonima anonim sirketi responsabilidad limitada capital variable liability stock
unipessoal
societe responsabilite limitee aktiengesellschaft gesellschaft haftung beschrankter
"""
_FORM_WORDS_TEXT = """
account accounts agent attention attn branch buyer client consignee contact customer department
dept desk exporter forwarder head headquarters hq importer invoice main messrs mr mrs ms dr prof
name
office order payable person procurement purchaser purchasing receivable representative shipper
subordinate supplier unit units vendor via warehouse
"""
_MORE_FORMS_TEXT = """
cjsc cv dmcc doo eirl est fzc fzco fze fzllc gmbh kft lda ldt lim lllp llp lmtd lt ltd pao pt
pte pty rl sarl sas sp
spa spzoo srl sro unipessoal wll zoo zrt
"""
FORM_WORDS = frozenset(_FORM_WORDS_TEXT.split()) | frozenset(_MORE_FORMS_TEXT.split())
"""Words that a form, an order or a title adds to a name."""
GRAMMAR = frozenset({
    "of", "the", "and", "for", "de", "del", "la", "le", "el", "des", "du", "der", "die", "und",
    "et", "y", "e", "in", "at", "co", "c", "o", "r", "d",
})  # fmt: skip
"""Words of grammar, left out of every name that has others."""
_UNITED = frozenset(_MORE_TRADES_TEXT.split()) | frozenset({"ai", "ic"})
GENERIC_WORDS = frozenset(_SPELLINGS.values()) | _UNITED | FORM_WORDS
"""Words of the trade, of forms and titles: they weigh little beside a company's own name."""
_COMMON_TEXT = """
able active adam advance alfa alliance alpha amber america american amazing angel apex apollo apple
arab arabia arabian arctic arrow asia asian atlantic atlas aurora baltic beacon best beta big black
blue bridge bright brilliant britain british brown canada canadian caribbean castle champion choice
classic clear coast continental core cosmos creative crown crystal cyber czech daily dawn dawning
delta desert diamond dragon dream dynamic dynamics eagle earth eco edge electra elite emerald empire
energy equality era euro europe european ever evergreen excel excellence eye falcon family far fast
fire five flag flame flower focus force forever fortune forward four fox freedom french fresh
friend friendship front future galaxy gamma gate gateway gem german germany giant golden good
grace grand great greek green grey group gulf harbor harmony hawk heart helios heritage hero hill
hills honor hope horizon house ice icon idea image india indian indus infinity innova insight
iran iraq island islands italy ivory jade japan jet jewel joy junior jupiter key king kingdom korea
lake land leader leading legend legacy liberty life light lion link logic london long lotus lucky
luna magic magnolia majestic man master matrix max mega mercury meridian merit metro mexico mid
middle millennium mind mir mission modern moon morning mountain nature navigator neo neptune nova
nile noble nord north ocean odyssey oil old olympia olympic omega one onyx opal optimal orange
orbit orient oriental origin orion pacific palace palm panda panorama paradise paragon pearl peak
phoenix pioneer planet platinum plus polar pole premier prestige pride prima prime princess
progress prosper prosperity pure quality quantum queen quick rainbow rapid ray red reliable
reliance ring rising river rock rose royal ruby russia russian safe sage sand sapphire saturn sea
sigma signal silk silver sino sirius sky smart snow solar sonic source south space spark spectrum
spirit spring stable standard star stars stella stone storm strategic strong success summer summit
sun sunny sunrise sunset super superior supreme swan swift swiss synergy team terra thunder tiger
time times titan top total tower trans tree tri triumph trust turkey twin ultra union unique unity
usa value vega venture venus vertex victor victoria victory view village vision vista vital wave way
wealth white wide wild wind wing winner wise wolf wonder young zenith zero
"""
_CONSUMER_TRADES_TEXT = """
apparel art bakery bar bazaar beauty beverage beverages bistro boutique brewery cafe catering
church cinema clinic clothing college cosmetics dental fashion film fishery fishing florist
flower flowers food foods furniture garment garments gym hospital hotel hotels jewellery jewelry
kitchen mall motel museum music noodle pet pharmacy pizza restaurant restaurants salon school shoes
spa sports studio studios supermarket tea textile textiles theater theatre tourism toys travel wine
yoga
"""
CONSUMER_TRADES = frozenset(_CONSUMER_TRADES_TEXT.split())
"""Trades that tell a firm from one of the same name in industry: they weigh as a common word."""
_COMMON_ZH_TEXT = (
    "长江 黄河 长城 泰山 华夏 神州 光明 太平洋 和平 阳光 大众 红星 东风 希望 金龙 天宇"
)
COMMON_WORDS = frozenset(_COMMON_TEXT.split()) | frozenset(_COMMON_ZH_TEXT.split()) | PLACES
"""Words of every day, countries and towns: many firms have a name that is one of them alone."""

_DAMAGED_LETTER = re.compile(r"(?<=[^\W\d_])[”“?\x80-\x9f\ufffd](?=[^\W\d_])")
_ARABIC_MARKS = re.compile("[\u064b-\u065f\u0670]")
_BESIDE_NUMBER = re.compile(
    r"(?<=[\u3041-\u30ff\uac00-\ud7a3])(?=\d)|(?<=\d)(?=[\u3041-\u30ff\uac00-\ud7a3])"
)
"""Between a number and signs of kana or hangul, which write no blank there."""
_INNER_LEGAL = LEGAL_WORDS - {"as", "se", "sa", "ag", "ua", "co"}
_PLACES_APART = PLACE_WORDS | PLACES_LATIN
"""Places that some write with a blank ("Bei Jing", "Hong Kong")."""
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_TONED = re.compile(r"(?:[bpmfdtnlgkhjqxrzcsyw]{0,2}[aeiou][aeiougnr]{0,3}[1-5])+")
_TONE = re.compile("[1-5]")


@lru_cache(maxsize=2**16)
def plain_words(name: str) -> Tokens:
    """The folded words of a name, legal forms included; Chinese ones cut, simplified."""
    text = _DAMAGED_LETTER.sub("", simplified(name))
    if not text.isascii():
        text = _BESIDE_NUMBER.sub(" ", _ARABIC_MARKS.sub("", text))
    folded = tokens(text)
    folded = tuple(filter(None, map(without_marks, folded)))
    toned = [word for word in folded if _TONED.fullmatch(word)]
    if sum(len(_TONE.findall(word)) for word in toned) > 1:
        folded = tuple(_TONE.sub("", word) if word in toned else word for word in folded)
    found: list[str] = []
    run = ""
    for word in (*folded, ""):
        if word and has_chinese(word):
            run += word
            continue
        found += cut(run)
        run = ""
        if found and found[-1] + word in _PLACES_APART:
            found[-1] += word
        elif word:
            found.append(word)
    return tuple(found)


def telling_words(plain: Tokens) -> Tokens:
    """Folded words as they are compared: legal forms and grammar left out, spellings made one.

    A name that is nothing else keeps them.
    """
    own = _without_long_forms(plain)
    kept = [spelling(word) for word in _without_legal_forms(own) if not is_empty(word)]
    return tuple(word for word in kept if word not in GRAMMAR) or tuple(kept) or plain


@lru_cache(maxsize=2**17)
def words_of(name: str) -> Tokens:
    """The words of a name as they are compared."""
    return telling_words(plain_words(name))


def in_latin(plain: Tokens) -> Tokens:
    """Folded words with the Chinese ones translated or in pinyin, as they are compared."""
    return telling_words(romanised(plain))


@lru_cache(maxsize=2**16)
def spelling(word: str) -> str:
    """The one spelling of a word of the trade or a place; an ordinal as its number."""
    ordinal = _ORDINAL.fullmatch(word)
    return ordinal[1] if ordinal else _SPELLINGS.get(word) or EXONYMS.get(word, word)


def _without_long_forms(words: Tokens) -> Tokens:
    """The words without legal forms of several words; all of them when nothing else is left."""
    if FORM_BEGINNINGS.isdisjoint(words):
        return words
    kept: list[str] = []
    at = 0
    while at < len(words):
        form = next((form for form in LONG_FORMS if words[at : at + len(form)] == form), ())
        if not form:
            kept.append(words[at])
        at += len(form) or 1
    return tuple(kept) or words


def _without_legal_forms(words: Tokens) -> Tokens:
    kept: list[str] = []
    last = len(words)
    while last and (size := _form_at_end(words[:last])):
        last -= size
    first = next((at for at, word in enumerate(words) if word not in FIRST_FORMS), 0)
    for at, word in enumerate(words[first:], first):
        if not (kept and (word in _INNER_LEGAL or word == "co" or at >= last)):
            kept.append(word)
    return tuple(kept)


def _form_at_end(words: Tokens) -> int:
    """How many words at the end are a legal form."""
    return int(words[-1] in LEGAL_WORDS or is_empty(words[-1])) or ending_of(words)


_IN_FULL = {
    "ai": ("artificial", "intelligence"),
    "ic": ("integrated", "circuit"),
    "ict": ("information", "communication", "technology"),
    "it": ("information", "technology"),
    "iot": ("internet", "things"),
    "uav": ("unmanned", "aerial", "vehicle"),
}


def in_full(plain: Tokens) -> list[Tokens]:
    """The words with each short form of the trade in full, and each full one as its short form."""
    found = []
    for short, full in _IN_FULL.items():
        size = len(full)
        for at, word in enumerate(plain):
            if word == short and len(plain) > 1:
                found.append((*plain[:at], *full, *plain[at + 1 :]))
            elif tuple(map(spelling, plain[at : at + size])) == tuple(map(spelling, full)):
                found.append((*plain[:at], short, *plain[at + size :]))
    return found


def without_blank(word: str) -> Tokens:
    """A place and a word of the trade that a name writes as one ("Shanghaitech"); else nothing."""
    for size in range(SHORTEST_PLACE, len(word) - SHORTEST_TRADE + 1):
        if word[:size] in PLACES_LATIN and word[size:] in _trades():
            return word[:size], word[size:]
    return ()


def made_of_trades(word: str) -> Tokens:
    """A trade and what is done in it, written as one word ("Machinebuilding"); else nothing."""
    for done in _DONE:
        trade = word.removesuffix(done)
        if trade != word and trade in _trades():
            return trade, done
    return ()


_DONE = ("building", "making", "repair", "works", "trading", "engineering", "manufacturing")
SHORTEST_PLACE, SHORTEST_TRADE = 4, 4


@cache
def _trades() -> frozenset[str]:
    return frozenset(trade_words()) - PLACES_LATIN


def is_weak(word: str) -> bool:
    """True for words that many companies share: places, trades, forms, grammar."""
    return (
        word in GENERIC_WORDS
        or word in PLACE_WORDS
        or word in PLACES_LATIN
        or word in GRAMMAR
        or word in LEGAL_WORDS
        or is_shared(word)
    )


def is_place(word: str) -> bool:
    """True for countries, provinces and towns in Latin letters."""
    return word in PLACES or word in PLACE_WORDS or word in PLACES_LATIN or word in EXONYMS


def trade_words() -> Sequence[str]:
    """Every Latin word that says nothing about a company, in all its spellings."""
    every = {*_SPELLINGS, *GENERIC_WORDS, *PLACE_WORDS, *PLACES_LATIN, *LEGAL_WORDS}
    return sorted(word for word in every if word.isascii())


_KNOWN_AS = re.compile(r"\b(?:[afn]\.k\.a\b\.?|aka\b|also known as\b)", re.IGNORECASE)
_SUCCESSORS = re.compile(r" and any successor, sub-unit, or subsidiary thereof$", re.IGNORECASE)


def variants(listed_name: str) -> list[str]:
    """The names one listed name stands for.

    The entity itself where the list names it as an affiliate of another; the name without
    parentheses and what stands in them; the name up to its legal form where more follows; each of
    two names in one cell.
    """
    entity, _ = split_affiliated(_SUCCESSORS.sub("", listed_name))
    found = [entity, without_parentheses(entity)]
    names = [name.strip(" ,;()[]") for name in _KNOWN_AS.split(entity)]
    found += [name for name in names if name and len(names) > 1]
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


def acronym(plain: Tokens) -> str:
    """The initials of a name of four words and more; nothing for others, and for persons."""
    words = [w for w in _without_legal_forms(plain) if w not in GRAMMAR and w.isascii()]
    if len(words) < ACRONYM or not any(map(is_weak, map(spelling, words))):
        return ""
    return "".join(word[0] for word in words)


def acronym_with_tech(plain: Tokens) -> str:
    """The initials of a name with the technology at its end in full ("SUSTech"); else nothing."""
    initials = acronym(plain)
    is_of_tech = bool(initials) and spelling(_without_legal_forms(plain)[-1]) == _TECH
    return f"{initials[:-1]}{_TECH}" if is_of_tech else ""


_TECH = "tech"
ACRONYM = 4
"""Initials of fewer words are those of too many names."""


def _is_name(text: str) -> bool:
    """Whether parentheses hold a short name and not a place, a legal form or a number."""
    inner = tokens(text)
    return any(
        word not in LEGAL_WORDS
        and not is_weak(word)
        and word not in PLACES
        and not word.isdigit()
        and len(word) > 1
        for word in inner
    ) or (has_chinese(text) and len(inner) > 2)
