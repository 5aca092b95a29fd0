"""Words that many Ukrainian and Belarusian firms share, by their English ones.

Belongs here: stems of such words where they are not the Russian ones in the letters of these
languages. Does not belong here: Russian words (russian_words.py), any firm, or how a word is
recognised (loanwords.py).
"""

STEMS_TEXT = """
торговельн trading; торгівл trading; підприємств enterprise; обєднан association; морськ marine
державн state; залізнич railway; залізниц railway; науков scientific; дослідн research
дослідницьк research; виробнич production; виробництв production; будівельн construction
будівництв construction; суднобудівн shipbuilding; суднобудуван shipbuilding
судноремонтн ship repair; кораблебудівн shipbuilding; машинобудівн machine building
приладобудівн instrument; літакобудівн aircraft; літак aircraft; гвинтокрил helicopter
двигун engine; авіаліні airlines; авіакомпані airlines; авіаремонтн aircraft repair
бронетанков armored; товариств -; відповідальніст -; обмежен -; акціонерн -; відкрит -; закрит -
публічн public; приватн private; спілк union; рух movement; внутрішн internal; зовнішн foreign
зовнішньоторговельн foreign trade; справ affairs; безпек security; розвідк intelligence
митниц customs; митн customs; нафт oil; нафтопереробн refinery; вугіл coal; звязк communications
мереж network; обчислювальн computing; зброї weapons; зброя weapons; військов military
збройн armed; народн people; середземноморськ mediterranean; чорноморськ black sea
пароплавств shipping; судноплавн shipping; перевез transport; страхов insurance; освіт education
точн precision; рідин liquid; пальн fuel; сільськогосподарськ agricultural; хімічн chemical
міністэрств ministry; абарон defense; рэспублік republic; дзяржаун state; прадпрыемств enterprise
навуков scientific; вытворч production; аб'яднан association; абяднан association
камітэт committee; бяспек security; унутран internal; прамыслов industrial; промислов industrial
таварыств -; адказнасц -; абмежаван -; акцыянерн -; машынабуд machine building; авіяцыйн aviation
рамонтн repair; тэхналог technologies; тэхнік technical; сістэм systems; даследч research
інстытут institute; цэнтр center; кампані company; холдынг holding; аутамаб auto; трактарн tractor
гандлёв trading; экспарт export; нафтав oil; калійн potash; сувяз communications; чыгунк railway
банк bank
"""
