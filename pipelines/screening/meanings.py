"""A company name as what its words mean: words that translators take for one another are one.

Belongs here: which words of the trade are of one meaning, and which say nothing in a translation.
Does not belong here: spellings and languages of one word (words.py, loanwords.py, chinese.py), or
what a likeness of meanings is worth (name_index.py).

A translation keeps the place, the number and the trade of a name, seldom its words: 航天 is
Aerospace, Spaceflight or Space, 研究所 Institute, Research Institute or Academy.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.derived.names import Tokens
from pipelines.screening.chinese import trades_in_pinyin
from pipelines.screening.european_words import european_in_english
from pipelines.screening.loanwords import russian_in_latin
from pipelines.screening.words import is_weak, made_of_trades, spelling

_MEANINGS_TEXT = """
tech: sci eng engineer hitech technopark high hi
elec: electric electricity electrotechnical appliance appliances
opto: optical optic optics optronic photonics photonic optoelectric
aero: air airline airlines airways aerial spaceflight space cosmos cosmic astronautics aircraft
aero: aviation airplane aeroplane flight flying avia kosmos
marine: ship ships shipbuilding shipyard shipping maritime naval vessel vessels boat ocean sea
marine: oceanic oceanography oceanology offshore submarine undersea shipbuilder navy
power: energy energetic propulsion dynamic dynamics thermal heat
motor: engine engines motors
measurement: measuring metrology metrological meter meters test testing tests detection inspection
measurement: experiment experimental trial gauge examination observation
equip: apparatus device devices hardware facility facilities instrument tool tools
mach: mechanical mechanics machining mechano mechanism
control: controls automatic automation automated automatics controller
nuclear: atomic
radio: wireless
trading: import export commercial commerce impex sales merchant trade supply purchasing business
inst: acad institution establishment faculty
school: college training education educational
bur: department directorate administration office headquarters authority
comm: posts postal messaging
computer: computational calculation calculating super supercomputing
logistics: freight forwarding transport transportation cargo express storage warehousing delivery
logistics: warehouse forwarder carrier
medical: health hygiene hygienic sanitary clinic hospital
pharma: pharmacology pharmacological drug drugs pharmacy
bio: biotech biological biology bioengineering biologics
security: safety protection
material: mat
metal: metallurgy metallurgical metals steel iron nonferrous alloy alloys aluminum aluminium
chemical: petrochemical polymer
petro: gas oilfield
defense: military munitions arms armament armaments weapons weapon ordnance army armed forces troops
defense: force
textile: cotton spinning weaving dyeing printing yarn dyed fabric fabrics knitting
apparel: garment garments clothing clothes
construction: builder builders architecture architectural civil
intel: smart
food: foods foodstuff foodstuffs
agricultural: agriculture farming agri agro agrarian
ind: mfg production enterprise enterprises manufactory works plant factory mill
invest: capital asset assets fund funds finance financial
assoc: society union federation amalgamation league alliance consortium
design: project projects planning
natl: state government governmental
missile: missiles rocket rockets
uav: drone drones unmanned
info: data intelligence
satellite: satellites
environment: environmental ecology ecological
forensic: evidence identification
committee: commission council board
weather: meteorological meteorology
standard: std standards standardization
ind: man prod zavod predpriyatie
natl: nat
iran: iranian persian
syria: syrian
iraq: iraqi
lebanon: lebanese
pakistan: pakistani
belarus: belarusian byelorussian
cuba: cuban
venezuela: venezuelan
ukraine: ukrainian
crimea: crimean
yemen: yemeni
libya: libyan
sudan: sudanese
germany: german
france: french
italy: italian
japan: japanese
india: indian
turkey: turkish
vietnam: vietnamese
revolutionary: revolution
broker: brokers brokerage
korea: choson chosun
petro: naft
ind: sanaye sanat
trading: bazargani
univ: daneshgah
kaluga: kaluzhsk
tula: tulsk
moscow: moskovsk
perm: permsk
samara: samarsk
rostov: rostovsk
kazan: kazansk
ryazan: ryazansk
penza: penzensk
voronezh: voronezhsk
kurgan: kurgansk
saratov: saratovsk
tver: tversk
vladimir: vladimirsk
leningrad: leningradsk
petersburg: peterburg peterburgsk
yaroslavl: yaroslavsk
guard: guards
refinery: refining refineries
precision: fine
mining: mine mines mineral
exchange: currency money
tourism: travel tours tour
press: publishing printing
vehicle: automobile auto car cars vehicles
youth: young
charity: charitable welfare relief
ferry: crossing
repair: maintenance overhaul
pipeline: pipelines pipe pipes
studio: studios
"""
_SEQUENCES_TEXT = """
micro elec: micro; opto elec: opto; optical elec: opto; electro opto: opto; elec opto: opto
optic electric: opto; electro optic: opto; electro optics: opto; photo elec: opto; elec optics: opto
public security: police; launch vehicle: missile; avionics: aero elec; telecontrol: control
mechatronics: mach elec; electromechanical: mach elec; electro mechanical: mach elec
mechatronic: mach elec; satcom: satellite comm; design bur: kb; eng bur: kb; design office: kb
okb: kb; tskb: kb; ckb: kb; artificial intel: intel; sci res ind assoc: npo; sci ind assoc: npo
sci production assoc: npo; res production assoc: npo; sci production enterprise: npp
res production enterprise: npp; sci res production enterprise: npp; production assoc: po
super computer: computer; multi scale: multiscale; tele comm: comm; auto control: control
long march: changzheng; great wall: greatwall; natural gas: petro; crude oil: petro
construction naval: marine; naval construction: marine
mach construction: mach; mach making: mach; instrument making: instrument
north west: northwest; south west: southwest; north east: northeast; south east: southeast
engine construction: motor; ship construction: marine; tool making: equip; law enforcement: police
"""
_EMPTY_TEXT = """
res dev grp hldg corp co general main key integrated comprehensive total product products
services service source sources solution studies study applied application advanced
autonomous prefecture municipality municipal district region province provincial county city town
township area zone mongolian kazakh kyrgyz people no nr number sherkat sherkate federal unitary
named after imeni subordinate affiliated entity parent organization organisation joint stock
republic use used owned intl world division branch unit
"""


_OF_PLACE = re.compile("(?<=...)(sk)(?:y|yy|iy|ii|ij|i|aya|oye|oe|ogo|oi|oy)$")
"""The end of a Russian adjective made of a place, in Latin letters."""


def _table(text: str) -> dict[str, Tokens]:
    parts = (part.split(": ") for part in text.replace("\n", ";").split(";") if part.strip())
    return {words.strip(): tuple(meaning.split()) for words, meaning in parts}


_MEANINGS = {
    word: meaning
    for line in _MEANINGS_TEXT.strip().splitlines()
    for meaning, words in [line.split(": ")]
    for word in words.split()
}
_SEQUENCES = {tuple(words.split()): meaning for words, meaning in _table(_SEQUENCES_TEXT).items()}
_LONGEST = max(map(len, _SEQUENCES))
_EMPTY = frozenset(_EMPTY_TEXT.split())
MEANINGS = frozenset(_MEANINGS.values())


@lru_cache(maxsize=2**16)
def meant(words: Tokens) -> Tokens:
    """Words as they are compared, each as its meaning, in the order of the alphabet, none twice."""
    spelled = tuple(part for word in words for part in _in_english(_OF_PLACE.sub(r"\1", word)))
    found: dict[str, None] = {}
    at = 0
    while at < len(spelled):
        size = next((n for n in range(_LONGEST, 0, -1) if spelled[at : at + n] in _SEQUENCES), 0)
        parts = _SEQUENCES[spelled[at : at + size]] if size else spelled[at : at + 1]
        found |= dict.fromkeys(_MEANINGS.get(part, part) for part in parts)
        at += size or 1
    telling = [word for word in found if word not in _EMPTY]
    return tuple(sorted(telling or found))


@lru_cache(maxsize=2**16)
def _in_english(word: str) -> Tokens:
    """A word of the trade, of another language or pinyin in English; any other as it is spelled."""
    if is_weak(spelling(word)) or spelling(word) in _MEANINGS:
        return (spelling(word),)
    english: Tokens | None = trades_in_pinyin().get(word) or russian_in_latin(word) or None
    if english is None:
        english = made_of_trades(word) or european_in_english(word)
    return (spelling(word),) if english is None else tuple(map(spelling, english))
