"""Legal forms at the end and the beginning of a name, as many countries write them, folded.

Belongs here: forms of one word or several that stand at the end or the beginning of a name, and
forms of several words anywhere. Does not belong here: words that are a form wherever they stand
(derived/names.py), Chinese forms (chinese.py), or how near a form may be misspelt (readings.py).
"""

from __future__ import annotations

from pipelines.derived.names import Tokens

_LONG_FORMS_TEXT = """
public joint stock company; open joint stock company; closed joint stock company
private joint stock company; joint stock company; joint stock; public limited company
private limited company; limited liability company; limited liability partnership
limited partnership; liability company; additional liability company
obshchestvo s ogranichennoi otvetstvennostyu; obshchestvo s ogranichennoy otvetstvennostyu
obschestvo s ogranichennoy otvetstvennostyu; publichnoe aktsionernoe obshchestvo
otkrytoe aktsionernoe obshchestvo; zakrytoe aktsionernoe obshchestvo; aktsionernoe obshchestvo
tovarystvo z obmezhenoyu vidpovidalnistyu; pryvatne aktsionerne tovarystvo; open type
federalnoe gosudarstvennoe unitarnoe predpriyatie; federal state unitary enterprise
sociedad anonima de capital variable; sociedad anonima cerrada; sociedad anonima
sociedad de responsabilidad limitada; sociedad limitada; sociedad por acciones simplificada
sociedade anonima; sociedade limitada; societe anonyme; societe a responsabilite limitee
societe par actions simplifiee; societa per azioni; societa a responsabilita limitata
anonim sirketi; limited sirketi; sanayi ve ticaret; san ve tic
gesellschaft mit beschrankter haftung; gesellschaft mbh; ges mbh; aktiengesellschaft
kommanditgesellschaft; naamloze vennootschap; besloten vennootschap
spolka z ograniczona odpowiedzialnoscia; spolka akcyjna; spolka komandytowa
spolecnost s rucenim omezenym; akciova spolecnost; spol s ro
korlatolt felelossegu tarsasag; societatea cu raspundere limitata; cong ty tnhh
cong ty co phan; drustvo s ogranicenom odgovornoscu; drustvo sa ogranicenom odgovornoscu
kabushiki kaisha; kabushiki gaisha; yugen kaisha; godo kaisha; jusik hoesa; yuhan hoesa
youxian gongsi; youxian zeren gongsi; gufen youxian gongsi
"""
_LAST_FORMS_TEXT = """
sa de cv; s de rl de cv; s de rl; srl de cv; sp z oo; sp z oo sp k; sp zoo; sp zoo sp k; sp k; sp j
s ro; a s; s a; sa cv; s rl cv; s rl; srl cv
s coop; s p a; sh pk; sh a; sa rl; sarl au; sti; ltd sti; tic ltd sti; haftungsbeschrankt; publ
ug haftungsbeschrankt; mbh; co mbh; hf; ohf; ks; kd; dd; jdoo; dooel; eood; ead; sc; sl; slu; srls
sac; sacv; cv; cia; cia ltda; eireli; eirl; epp; sgps; tbk; gk; yk; mmc; mchj; too; pjs; cjsc; pjsc
ojsc; jv; wll; bsc; bsc c; ksc; kscp; saog; saoc; fz; fze; fzc; fzco; fzllc; fz llc; dmcc; est
establishment; cie; aktiebolag; aktieselskab; osakeyhtio; vennootschap; tnhh; ctcp; pma; chup
fgup; gup; mup; unipessoal; bvba; sprl; eurl; sasu; scrl; kgaa; oaj
тов; прат; тоо; зао; нао; одо; оао; ооо; пао; ао; чуп; руп; фгуп; ип
"""
_FIRST_FORMS_TEXT = """
ao; cjsc; jsc; llc; oao; ojsc; ooo; pao; pjsc; pt; zao; uab; sia; tov; too; chup; fgup
тов; прат; тоо; зао; нао; одо; оао; ооо; пао; ао; чуп; руп; фгуп; ип
"""


def _forms(text: str) -> list[Tokens]:
    found = {
        tuple(form.split())
        for line in text.strip().splitlines()
        for form in line.split(";")
        if form.strip()
    }
    return sorted(found, key=lambda form: (-len(form), form))


LONG_FORMS = _forms(_LONG_FORMS_TEXT)
"""Forms of several words, which say nothing wherever they stand, the longest first."""
FORM_BEGINNINGS = frozenset(form[0] for form in LONG_FORMS)
_LAST_FORMS = _forms(_LAST_FORMS_TEXT)
_LAST_WORDS = frozenset(form[-1] for form in _LAST_FORMS)
FIRST_FORMS = frozenset(word for form in _forms(_FIRST_FORMS_TEXT) for word in form)
"""Forms of one word that stand before a name."""


def ending_of(words: Tokens) -> int:
    """How many words at the end of a name are a legal form; none where there is nothing else."""
    if len(words) < 2 or words[-1] not in _LAST_WORDS:
        return 0
    sizes = (len(form) for form in _LAST_FORMS if words[-len(form) :] == form)
    return next((size for size in sizes if size < len(words)), 0)
