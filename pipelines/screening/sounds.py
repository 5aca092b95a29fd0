"""How a word sounds: spellings of one name in several languages come out alike.

Belongs here: a word as the sounds it has in English, Russian, German, Chinese, Korean and Japanese
spelling alike, and its consonants. Does not belong here: the letters of other scripts (scripts.py),
or how near two words are (similarity.py).

Sounds are written in capitals, so that none is taken for a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

_NAMES_TEXT = """
sergei sergey serhii serhiy serhij siarhei siarhey syarhey sergii
vladimir volodymyr uladzimir volodimir
mikhail mykhailo mykhaylo mikhailo
aleksandr alexander oleksandr aliaksandr alyaksandr
aleksei aleksey alexei alexey oleksii oleksiy oleksi aliaksei alyaksey
dmitri dmitry dmitriy dmytro dzmitry dmitro
nikolai nikolay mykola mikalai mikola
petr pyotr petro piotr
pavel pavlo
andrei andrey andrii andriy
yevgeni yevgeniy yevgeny evgeny evgeni evgeniy yevhen yevhenii yauhen yevgen evgen
grigori grigory grigoriy grigorii hryhorii
igor ihor
oleg oleh aleh
olga olha volha
elena yelena olena alena
ekaterina yekaterina kateryna katerina
gennadi gennady gennadiy gennadii hennadii hennadiy
vasili vasily vasiliy vasilii vasyl
georgi georgy georgiy georgii heorhii heorhiy
denis denys
maksim maxim maksym
konstantin kostyantyn kostiantyn
vitali vitaly vitaliy vitalii
kirill kyrylo
fedor fyodor fedir
daniil danylo
ilya illia illya ilia
viktor victor viktar
natalia natalya nataliya natallia
tatiana tatyana tetiana tetyana
anatoli anatoly anatoliy anatolii
yuri yury yuriy yurii
svetlana svitlana sviatlana
valeri valery valeriy valerii
boris borys barys
sergeevich sergeyevich serhiyovych serhiiovych sergiiovich
vladimirovich volodymyrovych uladzimiravich volodimirovich
mikhailovich mikhaylovich mykhailovych mykhaylovych
aleksandrovich alexandrovich oleksandrovych aliaksandravich oleksandrovich
alekseevich alekseyevich oleksiyovych oleksiiovych oleksiiovich
dmitrievich dmitriyevich dmytrovych
nikolaevich nikolayevich mykolayovych mykolaiovych mikolaiovich
petrovich petrovych
pavlovich pavlovych
andreevich andreyevich andriyovych andriiovych andriiovich
grigorievich grigoryevich grigorevich hryhorovych
igorevich ihorovych
olegovich olehovych
gennadievich gennadyevich gennadevich hennadiyovych gennadiyovych
vasilievich vasilyevich vasilevich vasylovych
georgievich georgiyevich heorhiyovych
ivanovich ivanovych
viktorovich viktorovych
borisovich borysovych
anatolievich anatolyevich anatolevich anatoliyovych
yurievich yuryevich yurevich yuriyovych
vitalievich vitalyevich vitalevich vitaliyovych
valerievich valeryevich valerevich valeriyovych
sergeevna sergeyevna serhiyivna
vladimirovna volodymyrivna
mikhailovna mykhailivna
aleksandrovna oleksandrivna
nikolaevna nikolayevna mykolayivna
seyed sayid sayyed sayyid seyyed sayed syed seyid seyit
mohammad muhammad mohamed mohammed mohamad muhammed mohamud muhamad mohammed mehmed
hussein husayn hussain hossein hosein husain houssein hussien hoseyn hossain
ahmad ahmed ahmet ahmadou
hasan hassan hassane
yusuf youssef yousef yusef yousuf yousif yusif youcef
ibrahim ebrahim ibraheem brahim
ismail esmail ismael esmaeil ismaeel esmaeel ismayil
abdullah abdallah abdollah abdulla abdellah
qasem qasim kassem ghassem ghasem kasim qassem qassim kasem kassim gasem
mahmud mahmoud mahmood mehmood mahmut
mustafa mostafa moustafa mustapha
uthman osman othman usman osmane
khalid khaled chaled
suleiman sulayman soleiman suleyman sulaiman soliman suleman sulejman solayman
mahdi mehdi mahdy
reza ridha rida riza rida rezza
jafar jaafar jaffar djafar cafer djaafar
tariq tarek tareq tarik tarig
faisal faysal feisal faysel
rashid rasheed rachid raschid rashed
majid majeed madjid mejid
hamid hameed hamed
walid waleed oualid
saeed said saied saeid sayeed
jamal gamal djamal cemal jemal
karim kareem kerim
nasir nasser naser nassir
salih saleh
umar omar omer oumar
zaynab zeinab zainab zeynab
fatima fatemeh fatimah fatma
bashir basheer bachir beshir
amir ameer emir
sharif shareef cherif sherif charif
haydar haidar heydar haider hyder
mujtaba mojtaba
murtaza morteza mortaza murtada mortada
husayni hosseini hoseini hussaini husseini
javad jawad djavad
dawud daoud davoud daud dawood davud
yasir yasser yaser
"""
_NAMES = {
    name: names[0]
    for line in _NAMES_TEXT.strip().splitlines()
    for names in [line.split()]
    for name in names
}
"""Given names and patronymics as other languages and countries write them, by one of them."""
_SYLLABLE = (
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:i[ao]ng|uang|[aeiou]ng|ian|iao|ua[in]|[aeo][io]|[aeiu]n|i[aeu]|u[aoei]|[aeiou]|ve?)"
)
PINYIN = re.compile(f"(?:{_SYLLABLE})+")
"""Syllables that a Chinese name is written with."""
_CHINESE = (("ngh", "nh"), ("ch", "C"), ("q", "C"), ("x", "S"), ("c", "C"))
_SPELLINGS_TEXT = """
shch S; tsch C; sch S; chzh J; tsz J; tch C; dzh J; dj J; dz S; sz S; cz C; zh J; sh S; tz C; ts C
chn KN; chr KR; chl KL; kh H; gh G; ph HV; th T; ck K; ch C; qu KV; q K; x KS; ce SE; ci SI; cy SI
c K; z S; v V; w V; b V; ff HV; f HV; gies JIS; j J; y I
ou U; oo U; o U; ae E; ee I
"""
_SPELLINGS: dict[str, str] = {
    letters: sign
    for part in _SPELLINGS_TEXT.replace("\n", ";").split(";")
    if part.strip()
    for letters, sign in [part.split()]
}
_PARTS = re.compile("|".join(sorted(_SPELLINGS, key=lambda part: (-len(part), part))))
_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile("(?<=[AEIU])HV$"), "V"),
    (re.compile("(?<=[AEIU])GI$"), "JI"),
    (re.compile("(?<=[AEIU])J(?![AEIU])"), "I"),
    (re.compile("NG(?![AEIU])"), "N"),
    (re.compile("I?E"), "E"),
    (re.compile("U(?=[AEI])"), "V"),
    (re.compile("VV"), "V"),
    (re.compile("(?<=[AEIU])H$"), ""),
    (re.compile("(?<=[DT])R$"), "ER"),
    (re.compile(r"([A-Z])\1+"), r"\1"),
)
_TECH = re.compile("(?<=.)te(?:kh|ch|ck|c|q)$")
"""The end of many names, which every language writes in its way ("Rostec", "Rostekh")."""
_RUSSIAN = (
    (re.compile("(?<=[bdflmnrstvz])yo(?=[bdfgklmnprstvz])|(?<=sem)yo(?=n)|(?<=^p)yo(?=tr)"), "e"),
    (re.compile("(?:yo|ee)(?=v(?:a|ich|na)?$)"), "e"),
    (re.compile("^je(?=vg|le|ka|go|fi|rm|lts|me|ro)"), "e"),
    (re.compile("(?<=...in)e$"), ""),
    (re.compile("(?<=dd)ine$"), "in"),
)
"""One letter of Russian that is written as two sounds, or as another language spells it."""
_LAST_F = re.compile("HV$")
"""A last F, which is another sound only where a vowel stands before it."""
_VOWELS = re.compile("[AEIU]|H$")
_ALIKE = str.maketrans("JCG", "SSK")


@lru_cache(maxsize=2**17)
def pinyin_syllables(word: str) -> tuple[str, ...]:
    """The syllables of a word in pinyin, each as long as it may be."""
    return tuple(re.findall(_SYLLABLE, word))


def sound(word: str) -> str:
    """The sounds of a Latin word, in capitals."""
    text = _NAMES.get(word, word)
    if PINYIN.fullmatch(word):
        for letters, sign in _CHINESE:
            text = text.replace(letters, sign)
    elif text.startswith("x"):
        text = f"S{text[1:]}"
    for ending, other in _RUSSIAN:
        text = ending.sub(other, text)
    text = _TECH.sub("tek", text)
    text = _PARTS.sub(lambda found: _SPELLINGS[found[0]], text).upper()
    for pattern, put in _RULES:
        text = pattern.sub(put, text)
    return text


def liquids_alike(sounds: str) -> str:
    """Sounds with R for L as well, as Japanese and Korean write them."""
    return sounds.replace("L", "R") if sounds.isupper() else sounds


@lru_cache(maxsize=2**17)
def consonants(word: str) -> str:
    """The consonants of a Latin word, those that languages take for one another made one."""
    text = sound(word).translate(_ALIKE)
    return re.sub(r"([A-Z])\1+", r"\1", _VOWELS.sub("", _LAST_F.sub("V", text)))
