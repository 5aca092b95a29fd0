"""Words that many Russian, Ukrainian and Belarusian firms share, by their English ones.

Belongs here: stems of such words, those known only as a whole, legal forms, grammar. Does not
belong here: any firm, how a word is recognised (loanwords.py), or letters (scripts.py).

A stem stands for a word with each of its endings. Where a word may be a name as well (Vostok), its
own letters stand behind a stroke.
"""

STEMS_TEXT = """
завод plant; научн scientific; исследовательск research; производствен production
промышлен industrial; предприяти enterprise; объединени association; институт institute
корпораци corporation; концерн concern; компани company; групп group; холдинг holding; банк bank
конструкторск design; бюро bureau; центр center; центральн central; россии russia; российск russian
росси russia; университет university; академи academy; государствен state; федеральн federal
унитарн unitary; федераци federation; московск moscow; москв moscow; санкт saint
петербург petersburg; авиаци aviation; авиастроительн aircraft; самолет aircraft
вертолет helicopter; двигател engine; моторостроительн motor; машиностроительн machine building
машиностроени machine building; приборостроительн instrument; приборостроени instrument
судостроительн shipbuilding; судостроени shipbuilding; верфь shipyard; судоремонтн ship repair
электроник electronics; электрон electronic; микроэлектрон microelectronics; радиотехн radio
радио radio; технологи technologies; технолодж technologies; технологическ technological
техник technical; техническ technical; систем systems; связи communications; связь communications
средств -; информацион information; вычислительн computing; космическ space; ракетн rocket
оборон defense; военн military; торгов trading; дом house; экспорт export; импорт import
морск marine; флот fleet; транспорт transport; пароходств shipping; железн rail; дорог road
нефт oil; газов gas; газ gas; нефтехимическ petrochemical; химическ chemical; хими chemical
энергетическ energy; энергетик energy; энерги energy; атомн nuclear; ядерн nuclear
металлургическ metallurgical; аппаратур equipment; дальн distance; радиотехническ radio technical
металл metal; сталь steel; международн international; национальн national; объединенн united
республик republic; крым crimea; крымск crimean; имени -; министерств ministry; служб service
агентств agency; инвестици investment; инвест invest; страхов insurance; строительн construction
строительств construction; порт port; музе museum; военно military; народн people; движени movement
парти party; оптическ optical; оптик optics; лазер laser; точн precision; прибор instrument
материал materials; физик physics; механик mechanics; автоматик automation; системн system
регистратор registrar; нии research institute; цнии central research institute; окб design bureau
фонд foundation / fund; ферм farm; звезд star / zvezda; траст trust; единиц unit
ближневосточн middle east; средн middle; залив gulf; корпус corps; поколени generation; имам imam
тюрьм prison; провинци province; фронт front; батальон battalion; солнц sun; больш grand
зарубежн overseas; красн red / krasny; примен application; прикладн applied; популярн popular
золот gold / golden; детал parts; запчаст spare parts; закон law; правоохран law enforcement
солдат soldiers; рынк market; рынок market; гуманитарн humanitarian; демократическ democratic
дистриб distribution; распределени distribution; мучеников martyrs; электро electro
партнерств partnership; видени vision; венчур venture; эксплуатац operation; операци operation
крыл wings; свободн free; танкер tanker; водоканал water; водн water; сокол falcon / sokol
жизн life; управляем guided; цинк zinc; жилищн housing; жилье housing; рабоч workers
алмаз diamond / almaz; ценных securities; структур structure; криминальн criminal
криминалистическ forensic; экспертн forensic / expert; супермаркет supermarket; ювелирн jewelry
канал channel; подряд contracting; ассамбле assembly; аудио audio; верховн supreme; тяжел heavy
кибер cyber; дноуглубит dredging; стратегическ strategic; разведчик reconnaissance
ресторан restaurant; качеств quality; серебр silver; уран uranium; авионик avionics; цепоч chain
тверд solid; шелк silk; космодром launch; железнодорожн railway; воднотранспорт waterway; нано nano
милици militia; ополчен militia; солнечн solar; пионер pioneer; никел nickel; табак tobacco
табачн tobacco; медн copper; эпидемиолог epidemiology; микробиолог microbiology; обогащ enrichment
пластмасс plastic; пластик plastic; кондиционир conditioning; аукцион auction
гидравлическ hydraulic; радиац radiation; токсиколог toxicology; свинц lead; геном genome
отход waste; аксессуар accessories; поков forging; штамповоч stamping
представительств representative; земл earth; магазин store; судебн forensic; титан titanium / titan
одежд apparel; швейн apparel; консультац consultant; микроволнов microwave; резин rubber
мебел furniture; деревообраб wood; бумажн paper; коммунистическ communist; политическ political
спектр spectrum; пружин spring; сверхпроводник superconductor; видео video; лопат blade
краск paint; лакокрас paint; автодорог highways; автомобильн highways / automobile
подшипников bearing; клапан valve; арматур valve; минобороны ministry defense
управлени management / directorate / bureau / administration; общественн public / social
гидропресс hydraulic press / gidropress; литограф lithography; пластин wafer; кристалл crystal
керамическ ceramic; стекольн glass; оптико opto; эксперимент experiment; полигон test site
испытан test; материаловед materials science; металловед metal science; машиновед machine science
теплотехн thermal engineering; теплов thermal; холодильн refrigeration; гидромаш hydraulic machine
гидротехн hydraulic engineering; мелиорац reclamation; дизельн diesel; стрелков small arms
патрон cartridge; броне armored; десантн airborne; парашют parachute; торпед torpedo; минн mine
навигационн navigation; гироскоп gyroscope; инерциальн inertial; тренаж simulator
симулятор simulator; организаци organization; развити development; китайск chinese; корейск korean
иранск iranian; сирийск syrian; иракск iraqi; белорусск belarusian; беларус belarus; украин ukraine
украинск ukrainian; турецк turkish; исламск islamic; арабск arab; пакистанск pakistani
индийск indian; вьетнамск vietnamese; азиатск asian; европейск european; европ europe
евразийск eurasian; африк africa; тихоокеанск pacific; арктическ arctic; каспийск caspian
черноморск black sea / chernomorsk; балтийск baltic / baltiysk; дальневосточн far eastern
восточн eastern; северн northern; южн southern; западн western; главн main; генеральн general
головн main / head; безопасност security; частн private; логистик logistics; логистическ logistics
глобал global; тактическ tactical; внешн foreign; внешнеэкономическ foreign economic
внешнеторгов foreign trade; внешторг foreign trade / vneshtorg; экономическ economic
экономик economy; комплекс complex; департамент department; филиал branch; комитет committee
комисси commission; совет council; вооруженн armed; кредит credit; лизинг leasing
факторинг factoring; специальн special; специализирован specialized; революционн revolutionary
революци revolution; лини lines; облачн cloud; нефтеперерабатывающ refinery
нефтепереработ refining; перерабатывающ processing; переработ processing; обработ processing
медиа media; горнодобыва mining; шахт mine; разведк intelligence; разведывательн intelligence
управляющ management / managing; медицинск medical; медицин medicine; освобожден liberation
благотворительн charitable; ремонтн repair; ремонт repair; бригад brigade; гостиниц hotel
передов advanced; решени solutions; охран guard / protection; гвард guard; ассоциаци association
союз union / soyuz; поддержк support; администраци administration; продукт products
продукци products; проектн design / project; проект project / design; сетев network; цемент cement
городск city; помощ relief; ресурс resources; цифров digital; интегральн integrated
микросхем integrated circuits / microcircuit; схем circuits; полупроводник semiconductor
кремни silicon; недвижимост real estate; палестин palestine; вооружени weapons; оружи weapons
оружейн arms; боеприпас ammunition; полици police; консалтинг consulting; партнер partners
туризм tourism; туристическ tourism; грузов freight; лаборатори laboratory; сопротивлени resistance
электромеханическ electromechanical; электротехническ electrical; автомобил automobile
гражданск civil; пенсионн pension; автоматизаци automation; автоматизирован automated
правительств government; аграрн agricultural; сельскохозяйствен agricultural; океан ocean
испытательн test; испытани testing; топлив fuel; компонент components; альянс alliance
универсальн universal; трубопровод pipelines; маркетинг marketing; композит composite
телевидени television; пищев food; продовольств food; минеральн mineral; удобрени fertilizer
сотрудничеств cooperation; будущ future; навигаци navigation; инновац innovation; магистральн trunk
мобильн mobile; сбережен savings; сберегательн savings; кооператив cooperative; внутренн internal
терминал terminal; спутников satellite; фабрик factory; комбинат plant / combine; социальн social
реконструкц reconstruction; углерод carbon; экологи ecology; экологическ ecological
защит protection; текстил textile; муниципальн municipal; имуществ property; мостостро bridge
буров drilling; бурени drilling; командован command; юстици justice; образовани education
культур culture; угольн coal; лесопромышлен timber; судоходн shipping; судоходств shipping
паром ferry; паромн ferry; переправ - / crossing; аэродром airfield; аэропорт airport
аэронавигац air navigation; аэрокосмическ aerospace; аэронавтик aeronautics
астронавтик astronautics; космонавтик astronautics; ракет missile; зенитн anti aircraft
противовоздушн air defense; бронетанков armored; подводн submarine; корабл ship; катер boat
двигателестроени engine; двигателестроительн engine; турбин turbine; насос pump
станкостро machine tool; станко machine tool; инструмент tools; подшипник bearing; кабел cable
аккумулятор battery; волокн fiber; стекл glass; керамик ceramic; полимер polymer; пороховой powder
взрывчат explosives; фармацевт pharmaceutical; биологическ biological; биотехнолог biotechnology
вакцин vaccine; гигиен hygiene; математи mathematics; кибернетик cybernetics; программн software
обеспечени -; сигнал signal; радар radar; радиолокац radar; гидроакустик hydroacoustics
гидравлик hydraulics; антенн antenna; измерительн measurement; измерени measurement
метролог metrology; стандарт standard; сертификац certification; контрол control; телеком telecom
телекоммуникац telecommunications; телефон telephone; вещани broadcasting; издательств publishing
новост news; искусственн artificial; интеллект intelligence; интеллектуальн intelligent
квантов quantum; криоген cryogenic; вакуум vacuum; плазм plasma; ускорител accelerator
реактор reactor; изотоп isotope; физическ physical; механизм mechanism; разработ development
опытн experimental; экспериментальн experimental; литейн foundry; прокат rolling; трубн pipe
дорожн road; вагоностро wagon; вагон wagon; локомотив locomotive; трактор tractor
авиаремонт aircraft repair; авиакомпани airlines; авиалини airlines; авиационн aviation
перевоз transportation; экспедиц forwarding; снабжени supply; поставк supply; закупк procurement
сбыт sales; бирж exchange; обмен exchange; депозитар depository; ипотечн mortgage; платежн payment
коммерческ commercial; капитал capital; актив assets; собственност property; области region
район district; молодеж youth; молодежн youth; спорт sports; православн orthodox; геолог geological
геодез geodesy; картограф cartography; метеоролог meteorological; полярн polar; рыбн fish
рыбопромышлен fishing; тайвань taiwan; гонконг hongkong; пекинск beijing; пекин beijing
шанхайск shanghai; шанхай shanghai; шэньчжэн shenzhen; нанкинск nanjing; нанкин nanjing
харбинск harbin; харбин harbin; тяньцзин tianjin; гуанчжоу guangzhou; гуандун guangdong
чэнду chengdu; сычуан sichuan; сианьск xian; синьцзян xinjiang; шэньян shenyang; сучжоу suzhou
ханчжоу hangzhou; чжэцзян zhejiang; цзянсу jiangsu; аньхой anhui; чунцин chongqing
чжэнчжоу zhengzhou; даляньск dalian; тегеран tehran; исфахан isfahan; дамаск damascus
пхеньян pyongyang; минск minsk / minskiy; киев kyiv; крупнейш largest; суперкомпьютер supercomputer
компьютер computer; вычислени computing; фотон photonics; лазерн laser
оптоэлектрон optoelectronics; микропроцессор microprocessor; процессор processor; сенсор sensor
датчик sensor; робот robot; робототехни robotics; беспилотн unmanned; аппарат vehicle / apparatus
летательн aerial; пилот pilot; боев combat; штаб headquarters; оператор operator; интернет internet
онлайн online; сервис service; интернешнл international; интернэшнл international; трейдинг trading
индастриз industries; индастри industry; энжиниринг engineering; инжиниринг engineering
девелопмент development; менеджмент management; солюшнс solutions; эквипмент equipment
фэктори factory; шиппинг shipping; лоджистикс logistics; авиэйшн aviation; эйрлайнс airlines
кемикал chemical; петролеум petroleum; дизайн design; консалт consulting; ворлд world
интегрейтед integrated; семикондактор semiconductor; иммиграц immigration; студенческ student
ветеран veterans; женск women; детск children; исследовани research / studies; академик academician
учебн training; обучени training; выставочн exhibition; культурн cultural; художествен art
народно people; семейн family; паливо fuel; державн state; підприємств enterprise
виробнич production; дослідн research; акціонерн -; обмежен -; відповідальн -; судноплавн shipping
конструкторськ design; міжнародн international; національн national; авіаційн aviation
науков scientific; залізнич railway; технічн technical; дзяржаўн state; прадпрыемств enterprise
вытворч production; навуков scientific; аб'яднанн association; канцэрн concern; таварыств -
абмежаван -; адказнасц -; унітарн unitary; рэспубліканск republican; наук science; машин machine
оборудован equipment; издели products; судоремонт ship repair; ликероводочн distillery
киностуди film studio; дочерн subsidiary; негосударствен private / non state
перспективн advanced / promising; современн modern; проектирован design; композицион composite
финанс finance; расчетн settlement; высокоточн high precision; молекулярн molecular
геологоразвед geological exploration; газопровод gas pipeline; нефтепровод oil pipeline
нефтепродукт oil products; персонал personnel; природн natural; элеватор elevator; хлеб bread
винодел winery; винн wine; всероссийск all russian; межрегион interregional; дизел diesel
станци station; двигателестро engine; тепловоз locomotive; буровзрыв drilling
газоперерабатывающ gas processing; горнообогатительн mining processing; металлообработ metalworking
сварк welding; сварочн welding; покрыти coating; нанотехнолог nanotechnology; бактери bacteriology
химико chemical; радиоэлектрон radio electronic; радиозавод radio plant
радиоприбор radio instrument; электроприбор electrical instrument; электромаш electrical machine
авиадвигател aircraft engine; авиаприбор aviation instrument; судомеханическ ship mechanical
турбинн turbine; дивизи division; командн command; центральнобанк central bank; генетич genetic
"""
WHOLE_TEXT = """
чайна china; аэроспейс aerospace; аэроспэйс aerospace; электроникс electronics
текнолоджи technology; текнолоджис technologies; технолоджис technologies; системс systems
чейн chain; сапплай supply
неба sky; делам affairs; дел affairs; права law; зона zone; зоны zone; волна wave / volna
орел eagle / orel; цепь chain; поле field; труда labor; медь copper; малой small; займ loan
свч microwave; мвд ministry interior; фсб federal security service
гру main intelligence directorate; китай china; китая china; китае china; сирии syria; сирия syria
турции turkey; турция turkey; азии asia; азия asia; восток east / vostok; север north / sever
северо north; запад west / zapad; новый new; новая new; новое new; новых new; облако cloud
нпз refinery; горно mining; горный mining; горная mining; мировой world; мировая world; мира world
отель hotel; клуб club; сети networks; город city; уголь coal; космос space / kosmos
пво air defense; питания supply; питание supply; данных data; почта post; почты post; почтовый post
печать printing; печати printing; склад warehouse; ухань wuhan; ухани wuhan; чанша changsha
чанши changsha; уси wuxi; хэфэй hefei; чип chip; дрон drone; войск forces; войска forces
силы forces; сил forces; флота fleet; эйр air; ойл oil; база base; базы base; сырой crude
крови blood; малый small; света light; световой light; парк park; парка park; города city
"""
"""Words whose beginning is that of others."""
FORMS_TEXT = """
ооо оао ао пао зао гуп фгуп фгбу фгуп фгау ао нао ип тоо чп тов ат пат прат дп рао зат таа чао нпф
нпо нпп нпц нпк
обществ ограничен ответственност акционерн публичн открыт закрыт непубличн товариств
"""
GRAMMAR_TEXT = """
по для на из от при под им и в с о об а к у над за со во не до как та і з та у імені ім
"""
FIRSTS_TEXT = """
радио radio; электро electro; нефте oil; газо gas; авиа aviation; авто auto; энерго energy
микро micro; химико chemical; военно military; научно scientific; судо ship; гидро hydro
металло metal; теле tele; био bio; нано nano
"""
"""First parts of words that are a word of the trade behind them."""
