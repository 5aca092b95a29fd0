"""What European words of the trade are called in English, and the parts of a German compound.

Belongs here: words that many firms share in German, Dutch, the Nordic languages, French, Spanish,
Portuguese, Italian, Romanian, Polish, Czech, Serbian and Turkish, folded and without their endings.
Does not belong here: Russian and the languages of other scripts (loanwords.py), names of places
(exonyms.py) and countries (country_words.py), or any firm.

A word of six letters and more is known by its beginning, for it has many endings; a shorter one as
a whole. A word without an English one says nothing (a legal form, grammar).
"""

from __future__ import annotations

from functools import cache, lru_cache

from pipelines.derived.names import PLACE_WORDS, Tokens
from pipelines.screening.chinese import PLACES_LATIN
from pipelines.screening.country_words import LATIN, SHORTEST_LATIN, countries_in
from pipelines.screening.exonyms import EXONYMS
from pipelines.screening.places import PLACES

SHORTEST_STEM, USUAL_ENDING, LONGEST_ENDING = 6, 3, 5
"""A shorter word is known as a whole; an ending has no more letters, a usual one fewer."""
SHORTEST_COMPOUND, LONGEST_LAST_ENDING = 9, 2
_WORDS_TEXT = """
technology: technolog tehnolog tecnolog teknolog teknoloj tekhnolog techno techniek techniqu tecnica
technology: technik teknik tehnik tecnich technick tehnick techniczn
electronics: elektron elettron eletron electroniqu electronic
semiconductor: halbleiter halfgeleider halvled semiconduct semicondut semiconduc semiconduttor
semiconductor: iletken polprzewodnik polovodic poluprovodn yariiletken semikonduktor
microelectronics: mikroelektron microelettron microeletron microelectron mikroelectron
industry: industri industriell przemysl prumysl industrij sanayi indystri
company: gesellschaft societe sociedad sociedade societa maatschappij aktiebolag spolka spolecnost
company: preduzece sirketi sirket bedrijf empresa entreprise compania companhia compagni azienda
company: unternehmen betrieb przedsiebiorstw podnik foretag virksomhed kompani firma ortakligi
group: gruppe gruppo groupe grupo grupa skupina groep grubu grubul gruppen konzern concern koncern
holding: holdings holdingu
international: internationa internaziona internaciona miedzynarodow mezinarodn medjunarodn
international: uluslararasi kansainval
national: nazional nacional natsional nationaal narodow narodni nacionaln ulusal milli nationell
state: staatlich staats etatique estatal statale panstwow statni drzavn devlet statlig
institute: institut istituto instytut enstitu instituut
research: forschung recherche investigacion investigacao pesquisa ricerca ricerche onderzoek
research: forskning badawcz badan vyzkum istraziva arastirma cercetar investigaciones pesquisas
research: recherches
science: wissenschaft sciences scientifiqu cienci cientific scienz scientific wetenschap vetenskap
science: naukow vedeck naucn bilimsel bilim stiint
university: universit universidad universidade universiteit uniwersytet univerzit sveucilist
university: hochschule universitesi egyetem
polytechnic: politecnic polytechniq politechni politehnic polytechnis
academy: akademi academi accademi
college: kolleg fakultat faculte facultad
laboratory: laborator laborato laboratoire labor laboratuvar
center: zentrum zentral centre centro centrum merkezi merkez sentrum centar keskus
central: zentrale centrale central merkez
machinery: maschinen machines maquinaria macchin machine maskiner maszyn strojn makina makine
machinery: strojirn masini
mechanical: mecaniqu mecanic meccanic mechanisch mekanik mechaniczn mekanisk
engineering: ingenieur ingenieri ingegneri engenhari ingenierie muhendislik inzynier inzenyr
engineering: ingenior inginer
aviation: luftfahrt aviacion aviacao aviazion luchtvaart lotnicz lotnictw letectv vazduhoplov
aviation: havacilik luftfart flygindustri aeronautiq aeronautic ilmailu
aerospace: raumfahrt aerospaz aeroespac aerospatial ruimtevaart kosmiczn kosmonaut uzay rumfart
aerospace: espacial spatial spaziale rymd kosmick
aircraft: flugzeug avion aviones aereo aeronaves vliegtuig samolot letadl ucak aeromobili avioane
helicopter: hubschrauber helicopter elicotter smiglow helikopter vrtulnik
engine: motores motoren moteurs motori silnik motory
shipyard: werft schiffswerft chantier chantiers astilleros astillero cantieri cantiere estaleiro
shipyard: stoczni lodenic brodogradil tersane scheepswerf skeppsvarv varvet
shipbuilding: schiffbau scheepsbouw navale navales navals construccionnaval skibsbygning
shipping: schifffahrt reederei naviera navigazion navegac scheepvaart zeglug rederi
shipping: denizcilik maritimes navigatio armateur armadores shippin
marine: maritim maritime marittim morsk pomorsk marinh
defense: verteidigung defensa defesa difesa defence defensie obron obrana odbran savunma forsvar
military: militar militair militaires wojskow vojensk vojn askeri
weapons: waffen armes armas armi wapens bron zbran silah vapen
missile: rakete raketen missili misiles misseis pocisk fuze
nuclear: nuklear nucleair nucleaire nuclear nukleer jadrow jadern kern atomiqu atomic atom
nuclear energy: atomenergie kernenergie
energy: energie energia energi energy enerji energet energetiqu
power: strom elektrizitat electricite electricidad eletricidade elettricita
oil: erdol mineralol petrole petroles petroleo petroleos petrolio petrol naftow naftow nafta ropa
oil: neftegaz petrolier petroliere petrolifer
gas: erdgas gaznaturel gazow plynar gaz
petrochemical: petrochemi petrochimi petroquimic petrokimya petrolchimic
chemical: chemisch chimiqu quimic chimic chemiczn kimya kemisk kemi hemijsk chemick
pharmaceutical: pharmazeut pharma farmaceut farmacewt farmaci ilac pharmaceutiq
steel: stahl acier acero aceros acciaio acciai staal stal ocel celik siderurg celuloz
metal: metall metaux metales metalli metais metal metaalen metalurg metallurg
material: werkstoff materiau materiaux materiales materiali materiais materialy malzeme material
optical: optyki optyka optik optisch optiqu optic ottic optyczn optik optisk
optoelectronics: optoelektron optoelettron optoeletron optoelectron
laser: lazer laserow
precision: prazision precision precisione precisao precyzyj
instrument: instrument strumen messger gerate geraete appareil aparatos apparecch pristroj
instrument: przyrzad cihaz aygit apparaten apparatuur
equipment: ausrustung equipement equipements equipos equipamento attrezzatur urzadzen
equipment: vybaveni ekipman donanim utrustning uitrusting
factory: fabrik fabryk fabbric fabric fabrique fabricas usine usines tovarna tovarn fabrikas zaklad
factory: zavody stabiliment officin werke zavodu tehdas fabrikk
works: werk werken zaklady
production: produktion produccion producao produzion produkcj productie vyroba uretim proizvodnj
production: fabrication fabricacion fabricacao fabbricazion herstellung imalat productions
construction: construct construc costruzion konstruk bouw budown stavebn insaat gradevin bauwesen
construction: constructii construction budowl
development: entwicklung developpement desarrollo desenvolvimento sviluppo ontwikkeling rozwoj
development: gelistirme utveckling razvoj kalkinma dezvoltar
design: konstruktion entwurf conception diseno progettazion projektow tasarim konstrukcyjn
trading: handel handels commerce commercial comercio comercial comercializ commerciale commerci
trading: handlow obchod obchodn trgovin ticaret ticari negoce negocios kereskedelm comert komers
import: import importacion importacao importazion importation ithalat einfuhr dovoz
export: export exportacion exportacao esportazion exportation ihracat ausfuhr vyvoz
foreign: aussen aussenhandel exterieur exterior estero buitenland zagranicz zahranicn dis
transport: transport trasport transporte spedition nakliyat tasimacilik vervoer doprav prevoz
logistics: logistik logistiqu logistic lojistik logistyk logistiek
communications: kommunikation communicatie comunicac comunicaz nachrichten haberlesme lacznosci
communications: comunicacion komunikac iletisim communicati
telecommunications: telekom telecom telekomunik telecomunic telekommunik
telecommunications: telecommun
information: informati informac informaz information bilgi bilisim informasjon enformatik
data: daten donnees datos dados dati danych gegevens
computer: rechner ordinateur ordinateurs computador computadoras bilgisayar komputer calcolator
computing: informatik informatiqu informatic calcul calculo calcolo rechenzentrum obliczen
supercomputing: supercomputer supercomput superordinateur supercalcul hochstleistungsrechen
software: software logiciel logiciels yazilim programvar oprogramow
network: netzwerk reseau reseaux redes retes netwerk siec siecio natverk
digital: digitale digitaux digitais dijital cyfrow numerique
system: system systeme systemes sistemas sistema sistemi systemen systemy sistem sistemleri
intelligence: intelligenz inteligencia intelligenza intelligentie zeka inteligenc yapay
artificial: kunstlich artificiel artificial artificiale kunstmatig sztuczn umela
security: sicherheit securite seguridad seguranca sicurezza veiligheid bezpieczenst bezpecnost
security: guvenlik sakerhet bezbednost surveillance
integrated: integriert integre integres integrados integrado integrati integrato geintegreerd
integrated: zintegrowan entegre integrirani
circuit: schaltkreis schaltung circuits circuitos circuiti circuito circuito schakeling uklad
circuit: uklady devre obvod
chip: puces puce
memory: speicher memoire memoires memoria memorias geheugen pamiec bellek
display: anzeige affichage pantallas schermi
sensor: sensoren capteurs capteur sensores sensori czujnik
robotics: robotik robotiqu robotic robotyk
drone: drohnen drone drones droni dronow
satellite: satellit satelital satelites satelliti satelitarn uydu
vehicle: fahrzeug vehicule vehiculos veicoli voertuig pojazd vozidl arac
automobile: kraftwagen automovil automobil otomotiv samochod
railway: eisenbahn chemin ferroviair ferrocarril ferroviari kolej demiryol spoorweg zeleznic
bank: banque banco banca banche bankasi banka banken banky
investment: investition inversion inversiones investimento investiment inwestycj yatirim
investment: investissement investice beleggin investering
finance: finanz finance financier financiero financeiro finanziari finansow finans maliye
insurance: versicherung assurance assurances seguros assicurazion ubezpiecz sigorta verzekering
insurance: pojistovn osiguranj forsakring
insurance: asigurari
ministry: ministerium ministere ministerio ministerstw bakanligi bakanlik ministerie
agency: agentur agence agencia agenzia agencj ajansi agentura
authority: behorde autorite autoridad autorita
organization: organisation organizacion organizacao organizzazion organizacj
organization: organisatie teskilat kurumu
federation: foderation federacion federazion federacj
union: verband verein sindicato unione zwiazek birlik birligi
association: vereinigung associazion asociacion associacao stowarzysz dernegi vereniging udruzenj
foundation: stiftung fondation fundacion fundacao fondazion fundacj vakfi stichting nadace
fund: fonds fondo fondos fundo fundusz fonu
service: dienst dienste dienstleistung services servicios servicos servizi diensten uslug hizmet
service: hizmetleri sluzby usluge tjanst
solution: losungen soluciones solucoes soluzioni oplossingen rozwiazan cozumleri
product: produkt produits productos produtos prodotti producten urunleri urunler proizvod
supply: versorgung fournitures suministros fornitur levering dostaw tedarik
department: abteilung departement departamento dipartiment afdeling wydzial daire
office: buro ufficio oficina escritorio kantoor biuro kancelar ofisi
bureau: bureau buro biuro
police: polizei politie policia polizia policj polis
public: offentlich publiqu publico publica pubblic publiczn kamu
people: volks pueblo peuple popolo
navy: kriegsmarine
army: armee armee ejercito esercito leger armia ordu
force: streitkrafte forces fuerzas forcas forze
general: allgemein generale generales general genel generaln general
united: vereinigt unifie unifiee unificad unis unidos unido unida unidas uniti unita verenigd
united: zjednoczon sjedinjen
united: birlesik ujedinjen
advanced: fortgeschritten avance avancee avances avanzado avanzada avanzadas avancado avanzat ileri
new: neue neuer neues nouvelle nouveau nueva nuevo nuova nuovo nowy nowa yeni
north: nord norte noord polnoc kuzey severn
south: sud sur sul zuid poludni guney
east: ost est este leste oost wschod dogu
west: ouest oeste ovest zachod bati
northwest: nordwest nordouest noroeste noordwest
southwest: sudwest sudouest suroeste sudoeste zuidwest
northeast: nordost nordest noreste nordeste
southeast: sudost sudest sureste sudeste
first: erste erster erstes premier premiere primero primera primeiro birinci pierwsz
second: zweite zweites deuxieme segundo segunda ikinci drugi
third: dritte drittes troisieme tercer tercera terceiro terzo ucuncu trzeci
fourth: vierte viertes quatrieme cuarto dorduncu
fifth: funfte funftes cinquieme quinto besinci
sixth: sechste sixieme sexto altinci
chinese: chinesisch chinois chinoise china cinese cinesi chines chinesa chinees chinsk cinsk kineski
chinese: kinesisk
russian: russisch russe russes ruso rusa russo russa rosyjsk rusk ruski rysk
iranian: iranisch iranien iranienne irani iraniano iraniana iransk
syrian: syro syrisch syrien syrienne sirio siria siriano syryjsk suriye
belarusian: weissrussisch belarussisch bielorusse bielorruso bielorusso bialorusk
ukrainian: ukrainisch ukrainien ucraniano ucraina ukrainsk
korean: koreanisch coreen coreenne coreano coreana koreansk
turkish: turkisch turque turcs turco turca tureck
islamic: islamisch islamique islamico islamica
revolutionary: revolutionsgarde revolutionnaire revolucionari rivoluzionari
guard: gardiens garde guardia guarda guardie
corps: korps cuerpo corpo
republic: republik republique republica repubblica republiek cumhuriyeti
sea: meer
water: wasser wody voda
high: hohe haute alta alto hochst
studies: studien etudes estudios studi estudos
physics: physik physiqu fisica fisico fizik fizyki fisiche
distribution: vertrieb distribuzion distribucion distribuic dystrybuc
titanium: titan titane titanio
repair: reparatur reparation reparacion riparazion remontow
jordanian: jordanien jordano jordanisch jordana giordan jordansk
lebanese: libanais libanesisch libanes libano libanaise libanese
pakistani: pakistanisch pakistanais
iraqi: irakisch irakien iraqui irachen
environment: umwelt environnement ambiental ambiente srodowisk cevre milieu
electric: elektrisch elektro electriqu electric electrica elettric eletric elektrik elektryczn
management: verwaltung gestion gestione administracion direzion zarzadzan yonetim
committee: ausschuss komitee comite comitato komitet komite
council: consejo consiglio conselho rada konsey
commission: kommission comision commissione comissao komisj komisyon
exchange: borse bourse bolsa borsa cambio gielda doviz
control: kontroll controle controlo controllo steuerung sterowan kontrol regelung
global: globale globaux globales
tactical: taktisch tactiqu tactico tattic taktycz
complex: komplex complexe complejo complesso
branch: zweigstelle niederlassung filiale succursale sucursal oddzial sube
mining: bergbau bergwerk miniere minier minera mineria gornictw madencilik minerar
refinery: raffineri refineri refinaria rafineri rafinaci aparatarafineri refinacion raffinage
medical: medizinisch medicaux medicale medicas medico medica medyczn tibbi
tourism: tourismus tourisme turismo turystyk turizm
credit: kredit credito kredyt kredi
special: spezial speciaux speciale especial especiales specjaln ozel
line: linien lignes lineas linee linhas
cloud: nuage nube nuvola nuvem bulut
media: medien medias medios
liberation: befreiung liberacion liberazione wyzwolen kurtulus
brigade: brigaden brigada brigadas brigate tugay
hotel: hoteles alberghi oteli
agricultural: landwirtschaft agricole agricola agricoles rolnicz tarim agrario
asia: asien asie azja asya
asian: asiatisch asiatiqu asiatico
africa: afrika afrique
europe: europa europaisch europeen europea europeo avrupa
support: unterstutzung soutien apoyo supporto
affairs: angelegenheiten affaires asuntos affari
party: partei partido partito partia partisi
generation: erzeugung generacion generazione
main: haupt principal principale
prison: gefangnis carcel prigione
textile: textilien textiles textil tessile tessili wlokiennicz tekstil
province: provinz provincia provincial prowincj
resistance: widerstand resistencia resistenza opor direnis
electromechanical: elektromechanisch electromecaniqu electromecanic elettromeccanic
front: frente fronte cephesi
pipeline: rohrleitung oleoduc oleoducto oleoductos oleoducts oleodotti gazoduc gasoducto rurociag
internal: innern interieur interno interna
food: lebensmittel aliment alimentos alimentari zywnosc gida nahrungsmittel
overseas: ubersee outremer ultramar
red: rouge rojo rosso czerwon kizil
white: weiss blanc blanco bianco
blue: blau bleu azul azzurro
black: schwarz noir negro nero czarn
gold: goldene oro altin
silver: silber argent plata argento
star: stern etoile estrella stella gwiazda yildiz
sun: sonne soleil sole
fuel: kraftstoff brennstoff treibstoff carburant combustible carburante combustibil paliw yakit
house: haus maison
composite: verbundwerkstoff composites compuestos compositi kompozyt kompozit
market: markt marche mercado mercato
television: fernsehen televizyon telewizj
humanitarian: humanitar humanitair humanitari
cooperation: zusammenarbeit cooperacion cooperazione wspolprac isbirligi
navigation: navegacion navigazione nawigac
innovation: innovacion innovazion inowac inovasyon inovac
democratic: demokratisch democratiqu
specialized: spezialisiert specialise especializad specializzat
savings: sparkasse epargne ahorro ahorros risparmio
cooperative: genossenschaft cooperativa spoldzielni kooperatif
martyrs: martyrer martires martiri sehit
reconstruction: wiederaufbau reconstruccion ricostruzione
carbon: kohlenstoff carbone carbono karbon wegiel
light: licht lumiere
biological: biologisch biologiqu biologic biologiczn biyoloji
procurement: beschaffung approvisionnement adquisicion approvvigionament
culture: kultur cultura kultury
free: frei libre libero
operation: betrieben exploitation operaciones
tanker: tankschiff petrolero petroliera
bridge: brucke pont puente ponte kopru
standard: normung normes normas
life: leben
guidance: lenkung guidage guiado
drilling: bohrung bohr forage perforacion perforazione wiertnicz sondaj
command: kommando commandement comando dowodztwo komutanlig
justice: justiz justicia giustizia sprawiedliwosc adalet
youth: jugend jeunesse juventud gioventu mlodziez genclik jeunes
workers: arbeiter travailleurs trabajadores lavoratori robotnicz isci
news: nachrichtenagentur nouvelles noticias notizie
quantum: quanten quantique quantiques cuantic quantistic kwantow kuantum
exploration: erkundung exploracion esplorazion
securities: wertpapier titres valores titoli
structure: struktur estructura struttura
turbine: turbinen turbines turbinas turbina turbin gasturbinen
broadcasting: rundfunk radiodiffusion radiodifusion
supreme: oberst supremo
heavy: schwer lourd lourde lourdes pesado pesada pesante ciezk agir schwerindustrie
district: bezirk bezirks distrito distretto
dredging: baggerei dragage dragado dragaggio
road: strasse strassen carretera carreteras autostrad
strategic: strategisch strategiqu estrategic strategiczn
reconnaissance: aufklarung reconocimiento ricognizione
quality: qualitat qualite calidad qualita jakosc kalite
avionics: avionik avioniqu avionic
base: stutzpunkt
field: feld champ campo
physical: physikalisch
microwave: mikrowellen microonde hyperfrequence hyperfrequences microondas mikrodalga
care: pflege soins cuidado
launch: lancement lanzamiento lancio
coal: kohle charbon komur wegla
economy: wirtschaft economie economia gospodark
militia: miliz milice milicia
fish: fisch poisson pesca peche pescad
solar: solaires solare slonecz gunes
sports: sportliche deporte deportes sportif
internet: internets
tractor: traktor tracteur tractores trattori ciagnik
arctic: arktis arctique artico
enforcement: durchsetzung
tobacco: tabak tabac tabaco tabacco tytoniow
plastic: kunststoff plastique plastico plastica plastik tworzyw
ammunition: munition municion municiones munizioni amunicj muhimmat
hydraulic: hydraulik hydrauliqu hidraulic idraulic hidrolik
ceramic: keramik ceramique ceramica seramik
gene: gentechnik genes genetic genetique
environmental: environnemental medioambiental
forging: schmiede forge forja fucina kuznia
earth: erde terre tierra terra
rare: seltene rares raras
fertilizer: dunger dungemittel engrais fertilizante fertilizzant nawoz gubre
rubber: gummi kautschuk caoutchouc caucho gomma kauczuk
furniture: mobel meubles muebles mobili mebl
human: menschen droits humanos
wood: holz bois madera legno drewn
paper: papier papel kagit
vacuum: vakuum vacio vuoto
rail: schienen rails
post: postes correos poste poczta
winery: weingut vignoble vinedo
bearing: walzlager kugellager roulement roulements rodamiento rodamientos cuscinett lozysk rulman
test: erprobung prufung versuchs essais essai ensayos prueba pruebas collaud badania testy
measurement: messtechnik messung mesure mesures medicion misura pomiar olcum
reactor: reaktor reacteur reattore
superconductor: supraleiter supraconducteur superconduttor nadprzewodnik
microbiology: mikrobiologie microbiologie microbiologia
acoustics: akustik acoustique acustica
meteorological: wetterdienst meteorologie meteorologia meteorologiqu meteorologic
geological: geologie geologique geologic
ocean: ozean oceanique oceanico
underwater: unterwasser sousmarin
submarine: unterseeboot sousmarins submarino sottomarin
electronic: elektronisch
aeronautics: aeronautique aeronautica
astronautics: astronautique astronautica astronautyk
laser: lasers
supply: fournisseurs
chain: kette chaine cadena
machine: machinebau maquina
tool: werkzeuge outils herramientas utensili narzedzi
automation: automatisierung automatisation automatizacion automazion automatyk otomasyon
surveillance: uberwachung vigilancia sorveglianza nadzor gozetim
telephone: telefon
agency: agentschap
administration: amministrazione administratio
leasing: leasingu
partners: partenaires socios
club: klub
consulting: beratung conseils consultoria consulenz danismanlik doradztw
publishing: verlag edition edizioni editorial
education: bildung ausbildung enseignement educacion educazione edukacj egitim formation
medicine: medizin medecine medicina medycyn
military: wehr
animal: tier
veterinary: veterinar veterinaire
health: gesundheit sante salud salute zdrowi saglik
hospital: krankenhaus hopital ospedale szpital hastane
pension: rente retraite pensiones
social: sozial
charity: wohltatig charite caridad caritative beneficenza
relief: hilfe secours socorro soccorso
orphans: waisen orphelins huerfanos
islamic: islam
eurasian: eurasisch eurasien eurasienn eurasiatic eurasiatisch avrasya
aeronautics: luft
-: aktien beschrankter haftung anonyme responsabilite limitee responsabilidad limitada anonima
-: anonim odpowiedzialn ograniczon akcyjna pour dans della dello delle degli dei do da das dos
-: ve et und mit voor van den het och og fur zum zur im au aux per con para pro na von les los las
"""
_COMPOUNDS_TEXT = """
verband union; verbands union
agrar agricultural; akku battery; aluminium aluminum; anlagenbau plant construction
apparatebau equipment; arbeiter workers; armee army; atom nuclear; aufbau construction
aussen foreign; auto automobile; automatisierungs automation; bahn railway; bank bank
batterie battery; bau construction; berg mountain; bergbau mining; bildung education; bio bio
borsen exchange; bouw construction; brucken bridge; buero bureau; buro bureau; bygg construction
chemie chemical; computer computer; daten data; diesel diesel; drohnen drone; elektrizitats power
elektro electric; elektronik electronics; elektronisch electronics; elektrotechnik electric
energie energy; entwicklung development; entwicklungs development; entwurfs design; erdgas gas
erdol oil; erprobungs test; fabriek factory; fabrik factory; fahrt -; fahrzeug vehicle
fahrzeugbau vehicle; faser fiber; fein precision; fern remote; fernmelde communications
fernseh television; film film; finanz finance; flug air; fluggesellschaft airlines
flughafen airport; flugmotoren aircraft engine; flugzeug aircraft; flugzeugbau aircraft
fluss river; forschung research; forschungs research; forsknings research; frauen women; funk radio
funktechnik radio; gas gas; geraete instrument; gerate instrument; geratebau instrument
geschutz artillery; gesellschaft -; gesundheits health; getriebe gear; glas glass; groep group
gruppe group; gruppen group; gummi rubber; hafen port; halbleiter semiconductor
halfgeleider semiconductor; halvledar semiconductor; handel trading; handels trading
hersteller manufacturing; hoch high; hochbau construction; hochschule university; holz wood
immobilien real estate; industri industry; industrie industry; informatik information
informations information; ingenieur engineering; institut institute; instituut institute
instrument instrument; instrumenten instrument; investition investment; investitions investment
jugend youth; justiz justice; kabel cable; kern nuclear; kohle coal; kohlen coal
kommunikation communications; kommunikations communications; konstruktion design; korps corps
kraft power; kredit credit; kriegs military; krypto crypto; kultur culture; kunststoff plastic
kupfer copper; labor laboratory; lager bearing; landwirtschaft agricultural
landwirtschafts agricultural; laser laser; lebensmittel food; leicht light; logistik logistics
lotsen pilot; lucht air; luchtvaart aviation; luft air; luftabwehr air defense; luftfahrt aviation
luftverteidigung air defense; luftwaffe air force; maatschappij -; marine navy; maschinen machine
maschinenbau machinery; material material; medien media; medizin medical; medizintechnik medical
mess measurement; metall metal; mikro micro; mikrowellen microwave; militaer military
militar military; motor engine; motoren engine; motorenbau engine; munitions ammunition
nachrichten communications; nachrichtentechnik communications; nano nano; netz network; oel oil
ol oil; onderzoeks research; optik optical; opto opto; panzer tank; papier paper; petro petroleum
physik physics; polizei police; prazisions precision; presse press; produktion production
produktions production; pruf test; pumpen pump; quanten quantum; radar radar; radio radio
radiotechnik radio; raketen missile; raum space; raumfahrt aerospace; rechen computing
rechner computer; reederei shipping; regel control; reparatur repair; ruimte space
ruimtevaart aerospace; rumfart aerospace; rundfunk broadcasting; rymd space; satelliten satellite
schaltkreis circuit; scheeps ship; schiff ship; schiffahrt shipping; schiffbau shipbuilding
schifffahrt shipping; schiffs ship; schwer heavy; schwerindustrie heavy industry
schwermaschinen heavy machinery; see marine; sensor sensor; sicherheits security; software software
solar solar; speicher memory; sport sports; staats state; stahl steel; stahlbau steel construction
steuer control; steuerungs control; strassen road; supraleiter superconductor; system system
techniek technology; technik technology; technologie technology; teknik technology
teknologi technology; tele -; telekom telecom; textil textile; tiefbau civil construction
titan titanium; transport transport; triebwerk engine; triebwerke engine; triebwerks engine
triebwerksbau engine; tunnel tunnel; turbine turbine; turbinen turbine; turbo turbo
uberwachungs surveillance; ultra ultra; umwelt environment; universitat university; unternehmen -
unterwasser underwater; vaart -; varv shipyard; ventil valve; verarbeitung processing
vereinigung association; verk works; verkehr transport; verkehrs transport; verlag publishing
versicherung insurance; versicherungs insurance; versuchs test; verteidigungs defense
vertrieb distribution; vertriebs distribution; volks people; waffen weapons; walzlager bearing
wasser water; wellen wave; welt world; werf shipyard; werft shipyard; werk works; werke works
werken works; werkstoff material; werkzeug tool; werkzeugmaschinen machine tool
wertpapier securities; wind wind; wirtschaft economic; wirtschafts economic; wissenschaft science
wissenschafts science; zement cement; zentral central; zentrum center
"""
_LINKS = ("", "s", "es", "n", "en", "e")
"""Letters between the parts of a compound."""
_OF_TOWN = "er"
_TOWNS = (EXONYMS, PLACES, PLACES_LATIN, PLACE_WORDS)


def _words() -> dict[str, Tokens]:
    found: dict[str, Tokens] = {}
    for line in _WORDS_TEXT.strip().splitlines():
        english, words = line.split(": ")
        for word in words.split():
            found.setdefault(word, () if english == "-" else tuple(english.split()))
    return found


_WORDS = _words()
_PARTS = {
    part: () if english == ["-"] else tuple(english)
    for line in _COMPOUNDS_TEXT.replace("\n", ";").split(";")
    if line.strip()
    for part, *english in [line.split()]
}


@lru_cache(maxsize=2**16)
def european_in_english(word: str) -> Tokens | None:
    """A European word of the trade in English, nothing for one that says nothing; None for others.

    A German or Dutch compound is what its parts are, a German adjective of a town the town.
    """
    if word in _WORDS:
        return _WORDS[word]
    if word in _countries():
        return (_countries()[word],)
    town = word.removesuffix(_OF_TOWN)
    if town != word and any(town in places for places in _TOWNS):
        return (town,)
    for find in (_with_usual_ending, _compound, _with_ending):
        if (found := find(word)) is not None:
            return found
    return None


@cache
def _countries() -> dict[str, str]:
    return countries_in(LATIN, SHORTEST_LATIN)


def _with_usual_ending(word: str) -> Tokens | None:
    return _by_stem(word, USUAL_ENDING)


def _with_ending(word: str) -> Tokens | None:
    return _by_stem(word, LONGEST_ENDING)


def _by_stem(word: str, longest: int) -> Tokens | None:
    """The longest stem that a word begins with, where its ending has no more letters."""
    for length in range(len(word), max(SHORTEST_STEM, len(word) - longest) - 1, -1):
        if word[:length] in _WORDS:
            return _WORDS[word[:length]]
    return None


def _compound(word: str) -> Tokens | None:
    return _parts(word) if len(word) >= SHORTEST_COMPOUND else None


@lru_cache(maxsize=2**16)
def _parts(word: str) -> Tokens | None:
    for length in range(len(word), 1, -1):
        first = _PARTS.get(word[:length])
        if first is None:
            continue
        rest = word[length:]
        if len(rest) <= LONGEST_LAST_ENDING and rest in ("", "e", "en", "er", "es", "s", "n"):
            return first
        for link in _LINKS:
            if rest.startswith(link) and (others := _parts(rest.removeprefix(link))) is not None:
                return first + others
    return None
