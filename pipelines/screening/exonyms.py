"""Towns and countries as other languages and older maps spell them.

Belongs here: spellings of one place by its English name of today, folded, each a single word that
is nothing but that place. Does not belong here: which words are places (places.py), provinces of
China in older romanisations (words.py), or what a place is worth (index.py).
"""

from __future__ import annotations

_EXONYMS_TEXT = """
shenyang schenyang; shenzhen schenzhen; shandong schandong schantung; sichuan setschuan
changsha tschangscha; chengdu tchengdu tschengdu; shaanxi schaanxi; zhejiang tschekiang
kyiv kiev kijow kiew kyjev kijev; kharkiv kharkov charkow charkiw charkov kharkow jarkov
lviv lvov lwow lemberg lwiw; odesa odessa
dnipro dnepropetrovsk dnipropetrovsk dniepropetrovsk dnjepropetrowsk; mykolaiv mikolajiw mykolayiv
zaporizhzhia zaporozhye zaporizhzhya zaporozhe saporischschja zaporizhia zaporoje
luhansk lugansk lugansque; donetsk donezk donieck donetzk; chernihiv chernigov tschernihiw czernihow
chernivtsi chernovtsy czernowitz; mariupol marioupol; sevastopol sebastopol sewastopol sevastopolis
simferopol aqmescit; kherson cherson jerson; poltava poltawa; vinnytsia vinnitsa winnyzja
zhytomyr zhitomir schytomyr; rivne rovno; hrodna grodno horadnia; homel gomel
mahilyow mogilev mahiliou mogilyov mohilev; vitsebsk vitebsk witebsk viciebsk
babruysk bobruisk babrujsk bobruysk; barysaw barysau; baranavichy baranovichi
maladzyechna molodechno maladzechna; navapolatsk novopolotsk; polatsk polotsk; salihorsk soligorsk
minsk mensk; moscow moskau moscou moscu mosca moskou moskwa moskva moskova maskva moskvy
petersburg peterburg petersbourg petersburgo pietroburgo petersburgu
yekaterinburg ekaterinburg jekaterinburg ekaterinbourg; novosibirsk nowosibirsk novossibirsk
krasnoyarsk krasnojarsk krasnoiarsk; chelyabinsk tscheljabinsk tcheliabinsk cheliabinsk; kazan kasan
volgograd wolgograd; voronezh woronesch voronej woronez; vladivostok wladiwostok wladywostok
yaroslavl jaroslawl iaroslavl jaroslavl; izhevsk ischewsk ijevsk
ulyanovsk uljanowsk oulianovsk ulianovsk; nizhny nischni nijni niznij nizhniy nizhnii
novgorod nowgorod; tula toula; ufa oufa; yakutsk jakutsk iakoutsk; almaty almaaty
astana nursultan akmola; bishkek bischkek bichkek; tashkent taschkent tachkent toshkent taskent
samarkand samarcande samarqand; dushanbe duschanbe douchanbe; ashgabat aschgabat achgabat ashkhabad
tbilisi tiflis tbilissi; yerevan eriwan erevan jerewan ierevan; baku bakou
chisinau kishinev kischinau chisinev; vilnius wilno vilna wilna; kaunas kowno kovno; tallinn tallin
warsaw warschau varsovie varsovia varsavia warszawa warszawy; krakow cracow krakau cracovie cracovia
gdansk danzig; wroclaw breslau; poznan posen; prague prag praga praha; bratislava pressburg
vienna wien vienne viena wenen viden; budapest budapeszt
bucharest bukarest bucarest bucuresti bukareszt; belgrade belgrad beograd belgrado; zagreb agram
ljubljana laibach lubiana; athens athen athenes atenas atene athina
thessaloniki saloniki salonica salonika salonique; nicosia nikosia lefkosia nicosie lefkosa
limassol lemesos; istanbul estambul stambul istambul; izmir smyrna
munich munchen muenchen monachium; cologne koln koeln; nuremberg nurnberg nuernberg
hannover hanover hanovre; dusseldorf duesseldorf; brunswick braunschweig; zurich zuerich zurigo
geneva geneve genf ginebra ginevra; basel basle basilea; bern berne berna; lucerne luzern lucerna
milan mailand milano milao; turin torino; rome rom; venice venedig venezia venise venecia
florence florenz firenze; naples neapel napoli; genoa genua genova
brussels brussel bruxelles bruselas bruessel; antwerp antwerpen anvers amberes; ghent gent
hague haag; lisbon lissabon lisboa lisbonne lisbona; seville sevilla
copenhagen kopenhagen kobenhavn copenhague koebenhavn; gothenburg goteborg goeteborg
helsinki helsingfors; london londres londra londyn londen; edinburgh edimburgo
tehran teheran tahran; isfahan esfahan ispahan; mashhad meshed mashad maschhad machhad meshhad
shiraz schiras chiraz; tabriz taebris tabris; karaj karadj; ahvaz ahwaz; kerman kirman; qom ghom qum
bushehr bushire buschehr bouchehr; kabul kaboul; kandahar qandahar; peshawar pechawar peschawar
karachi karatschi; damascus damaskus damasco dimashq dimashk damaszek; aleppo halab alep haleb
homs hims; latakia lattakia lattaquie ladhiqiyah lattakieh; tartus tartous; hama hamah; daraa deraa
beirut beyrouth bayrut beyrut beirute bejrut bairut; tripoli trablus tarabulus tripolis
baghdad bagdad bagdade; basra bassora basrah; mosul mossoul mossul; erbil arbil hewler irbil
kirkuk kerkuk; najaf nadschaf nedjef; sulaymaniyah sulaimaniya slemani
jeddah dschidda djeddah jedda jiddah; mecca mekka makkah; medina madinah; dubai dubay dubaj
sharjah sharja schardscha; kuwait koweit koeweit; muscat maskat mascate; hodeidah hudaydah
cairo kairo; alexandria alexandrie iskandariyah alexandrien; khartoum khartum jartum
algiers alger algier argel algeri; benghazi bengasi banghazi; mogadishu mogadiscio muqdisho
mumbai bombay; kolkata calcutta; chennai madras; bengaluru bangalore; pune poona; kochi cochin
yangon rangoon rangun; phnom pnom; jakarta djakarta; surabaya surabaja
singapore singapur singapour singapura singapul; manila manille; taipei taibei taipeh
kaohsiung gaoxiong; taichung taizhong; hsinchu xinzhu; tokyo tokio toquio; yokohama jokohama
seoul seul; busan pusan; incheon inchon; daegu taegu; daejeon taejon; gwangju kwangju
pyongyang pjongjang phenian pyeongyang piongyang; nampo nampho; sinuiju shinuiju; hamhung hamheung
rason rajin; kaesong gaeseong; beijing pekin pechino peiping pequim
shanghai schanghai shangai szanghaj sjanghai xangai changhai; guangzhou kanton; chongqing tchongking
nanjing nankin; hangzhou hangtcheou; urumqi ourumtsi urumtschi urumci
kashgar kashi kaschgar kaxgar kachgar; hotan hetian khotan; yining ghulja kuldja gulja
kuqa kuche kucha; aksu akesu; karamay kelamayi karamai; turpan turfan tulufan; hami kumul qumul
altay aletai altai; tacheng tarbaghatay tarbagatai; korla kuerle; bole bortala boertala
changji sanji; artux atushi; shache yarkand yarkent; hohhot huhehaote huhhot; baotou paotou
ordos eerduosi; hulunbuir hailar hulunbeier; harbin charbin; qiqihar tsitsihar
shigatse xigaze rikaze; hongkong hongkongu
"""
_COUNTRIES_TEXT = """
afghanistan afganistan; algeria algerien algerie argelia cezayir
armenia armenien armenie ermenistan
azerbaijan aserbaidschan azerbaidjan azerbaiyan azerbaycan azerbejdzan azerbaijao
bahrain bahrein bahrajn; bangladesh bangladesch banglades
belarus weissrussland bielorussie belorussia byelorussia bielorrusia bialorus bielorussia belorussie
bulgaria bulgarien bulgarie; burma birma birmanie; china chine cina chiny kitai kitay chin
croatia kroatien croatie hrvatska; cyprus zypern chypre chipre cipro kypros kibris cypr
czechia tschechien tchequie chequia cesko; egypt agypten egypte egipto egitto egipt
emirates emirate emirats emiratos emirati emiraten; estonia estland estonie
finland finnland finlande suomi; france frankreich francia frankrijk fransa francja
georgia georgien georgie gruzja gurcistan gruzia
germany deutschland allemagne alemania germania alemanha duitsland almanya niemcy
greece griechenland grece grecia yunanistan; hungary ungarn hongrie ungheria macaristan magyarorszag
india indien inde hindistan; indonesia indonesien indonesie endonezya; iran persien; iraq irak
israel izrael; italy italien italie italia; japan japon giappone japao japonia
jordan jordanien jordanie jordania urdun
kazakhstan kasachstan kazajistan kazachstan kazakistan qazaqstan kasakhstan
korea corea coree kore korei; kuwait koweit
kyrgyzstan kirgisistan kirghizistan kirguistan kirgizistan kirgizia kirghizia
latvia lettland lettonie letonia; lebanon libanon liban libano lubnan; libya libyen libye libia
lithuania litauen lituanie lituania; malaysia malaisie malasia malezya
moldova moldawien moldavie moldavia; mongolia mongolei mongolie; morocco marokko maroc marruecos
myanmar mianmar; netherlands niederlande; norway norwegen norvege; pakistan paquistan
poland polen pologne polonia polska polonya; qatar katar; romania rumanien roumanie rumania
russia russland russie rusia rusland rosja rusya rusija rossiya rossija rossia rusko rossii
serbia serbien serbie srbija sirbistan; singapore singapur; slovakia slowakei slovaquie slovensko
slovenia slowenien slovenie; spain spanien espagne espana ispanya hiszpania; sudan soudan
sweden schweden suede suecia isvec; switzerland schweiz suisse suiza svizzera isvicre szwajcaria
syria syrien syrie siria suriye; taiwan tajwan
tajikistan tadschikistan tadjikistan tayikistan tacikistan; thailand thailande tailandia
tunisia tunesien tunisie tunez tunus; turkey turkei turquie turquia turchia turcja turkiye
turkmenistan turkmenien; ukraine ucrania ucraina ukraina ukrayna oekraine
uzbekistan usbekistan ouzbekistan ozbekistan; venezuela wenezuela; vietnam wietnam; yemen jemen
"""
EXONYMS: dict[str, str] = {
    other: english
    for text in (_EXONYMS_TEXT, _COUNTRIES_TEXT)
    for part in text.replace("\n", ";").split(";")
    if part.strip()
    for english, *others in [part.split()]
    for other in others
}
"""The English name of today, by another spelling of the place."""
