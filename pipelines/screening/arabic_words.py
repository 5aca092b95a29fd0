"""Words that many firms share in Arabic and Persian, by their English ones.

Belongs here: words of the trade, legal forms, towns and provinces. Does not belong here: countries
(country_words.py), any firm, or how a word is recognised (loanwords.py).

The lists print some of them as they sound (Melli): such ways stand behind a stroke.
"""

WORDS_TEXT = """
في -; فی -; من -; عن -; على -; مع -; در -; تونس tunisia / tunis; ليبيا libya; الجزائر algeria
المغرب morocco / maghreb; الشام levant / sham / cham; تركيا turkey; مصري egyptian
دولة state / dawla; خلافة khilafah / caliphate; شريعة sharia; ولاية wilayat / province
تنظيم organization / tanzim; جند jund / soldiers; دعوة dawa / call; سلفية salafist; قتال combat
كفالة guarantee; عملات currency; عملة currency; حوالة hawala; صيرفة exchange; بيع sale
شراء purchase; يتيم orphan; أيتام orphans; رعاية care; زكاة zakat; مسجد mosque; علوم sciences
بطارية battery; طائرات aircraft; صواريخ missiles; شرکت -; شركة -; شرکتهای companies
شركات companies; مؤسسة institution / establishment / foundation; موسسه institute / institution
موسسة institution; صنایع industries; صنعت industry; صنعتی industrial; صناعات industries
صناعة industry; صناعية industrial; الصناعية industrial; بانک bank; بنك bank; مصرف bank; المصرف bank
البنك bank; مصارف banks; دانشگاه university; دانشکده college / faculty; جامعة university / jamia
الجامعة university; كلية college; معهد institute; پژوهشگاه research institute
پژوهشکده research institute; پژوهش research; تحقیقات research; بحوث research; البحوث research
گروه group; مجموعة group; هلدینگ holding; القابضة holding; قابضة holding; سازمان organization
منظمة organization; هيئة authority / organization; وزارت ministry; وزارة ministry; مركز center
مرکز center; ستاد headquarters; بنیاد foundation / bonyad; جمعية society / association; جماعة group
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
پالایشگاه refinery; مصفاة refinery; معادن mines / metals; معدنی mineral; فولاد steel
حديد iron; الحديد iron
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
سماء sky / sama; فرات euphrates / furat; دجلة tigris / dijla; جديد new / jadid
حديث modern / hadith; مستقبل future; حياة life / hayat; عبور transit; ستاره star / setareh
خورشید khorshid / sun; نوین novin / new; آسمان sky / asman; آسیا asia; پیشرفته advanced
هوشمند smart; نیمه semi; هادی hadi / conductor; تراشه chip; رادار radar; ناوبری navigation
پهپاد drone / uav; سامانه system; شبیه simulation; لیزر laser; نوری optical; مواد materials
فلزات metals; تلفزيون television; صدا voice; سیما television; قناة channel / tv
خبرگزاری news agency; وكالة agency; أنباء news; مدرسة school; اتحاد union; نقابة syndicate
حماس hamas; طالبان taliban; قاعدة qaida; فتح fatah; شباب shabaab; مصطفى mustafa; صندوق fund
خزانة treasury; ضريبة tax; گمرک customs; جمارك customs; ميليشيا militia; شبكة network
مساهمة - / joint stock; مغفلة -; مسؤولية -; خاصة private / -; سهامی -; عام public / -
خاص private / -; ذات -; سهامي -; شريك partner; شركاء partners; شراكة partnership; سهم share
استصلاح reclamation; وسط central; شرقیه eastern; هوافضایی aerospace; فضا space; فضاء space
ساخت manufacturing; سازنده manufacturer; سازندگان manufacturers; ساختمان construction / building
راه road; سد dam; نیروگاه power plant; آب water; مياه water; فاضلاب wastewater; ذغال coal
زغال coal; سنگ stone; خاک earth; طلا gold; نقره silver; روی zinc; سرب lead; نيكل nickel
تیتانیوم titanium; الومینیوم aluminum; ألمنيوم aluminum; ألومنيوم aluminum; فلز metal
فولادسازی steel; ذوب smelting; آهن iron / ahan; لوله pipe; پروفیل profile; شیشه glass; کاشی tile
سرامیک ceramic; رنگ paint; لاستیک rubber; پلاستیک plastic; پلیمر polymer; کود fertilizer; سم poison
نساجی textile; نسيج textile; منسوجات textiles; ملابس clothing; پوشاک clothing; کفش shoes
چرم leather; جلود leather; فرش carpet; سجاد carpet; مبل furniture; أثاث furniture; چوب wood
خشب wood; کاغذ paper; ورق paper; چاپ printing; طباعة printing; نشر publishing; إعلام media
إعلامية media; رسانه media; سینما cinema; هنر art; فرهنگ culture; فرهنگی cultural; ثقافة culture
ثقافي cultural; آموزش training / education; آموزشی educational; تعليم education; تدريب training
پایگاه base; قاعده base; گردان battalion; تیپ brigade; لشکر division; توپخانه artillery
زرهی armored; تسلیحات armaments; أسلحة weapons; سلاح weapons; مهمات ammunition; ذخيرة ammunition
انفجاری explosive; متفجرات explosives; باروت powder; سوخت fuel; وقود fuel; محروقات hydrocarbons
مشتقات derivatives; گازی gas; بنزین gasoline; قیر bitumen; زفت asphalt; روغن oil; زيت oil
زيوت oils; حفاری drilling; حفر drilling; اکتشاف exploration; استكشاف exploration
فلات continental shelf; قاره continental; پایانه terminal; مخزن storage; تخزين storage
انبار warehouse; مستودع warehouse; مستودعات warehouses; شحن freight; بار cargo
باربری cargo / freight; بضائع goods; کالا goods; کالاهای goods; جاده road; راهآهن railway
ریلی rail; سكك railways; قطار train; سياحة tourism; سياحي tourist; سفر travel; مسافرت travel
گردشگری tourism; هتل hotel; فندق hotel; فنادق hotels; رستوران restaurant; مطعم restaurant
عقار real estate; عقارات real estate; عقاري real estate; املاک real estate; عمران construction
عمرانی construction; بناء construction; تعمیر repair; تعمیرات repair; صيانة maintenance
نگهداری maintenance; إصلاح repair; أتمتة automation; اتوماسیون automation; کنترل control
تحكم control; ابزاردقیق instrumentation; دقیق precision; دقيق precision; تجهیزات equipment
تجهيزات equipment; معدات equipment; آلات machinery; ماكينات machines; دستگاه device
مكونات components; اجزاء components; یدکی spare; قطع parts; غيار spare; سيارات automobiles / cars
مركبات vehicles; موتور motor; محركات engines; محرك engine; توربین turbine; پمپ pump; دیزل diesel
ديزل diesel; بویلر boiler; باتری battery; کابل cable; كابلات cables; سیم wire; فیبر fiber
بصري optical; بصريات optics; اپتیک optics; الکترو electro; الکترونیکی electronic
إلكتروني electronic; مخابراتی telecommunication; رادیو radio; راديو radio; لاسلكي wireless
ماهواره satellite; فضائي satellite / space; شبکه network; شبكات networks; اینترنت internet
انترنت internet; نرمافزار software; برمجيات software; برنامج program; سخت hard; افزار ware
داده data; بيانات data; حاسوب computer; كمبيوتر computer; کامپیوتر computer; هوش intelligence
ذكاء intelligence; مصنوعی artificial; اصطناعي artificial; ذكي smart; رقمي digital; دیجیتال digital
سايبر cyber; سایبری cyber; کوانتوم quantum; نووي nuclear; ذري atomic; ذرة atomic; اورانیوم uranium
غنی enrichment; سانتریفیوژ centrifuge; راکتور reactor; فیزیک physics; فيزياء physics
کیمیا chemistry; كيمياء chemistry; زیست bio; زیستی biological; بيولوجي biological; میکروب microbe
واکسن vaccine; لقاح vaccine; ژن gene; بهداشت health; صحة health; صحي health; درمان treatment
طب medicine; طبي medical; كهربائي electrical; كهربائيات electricals; اقتصاد economy
اقتصادی economic; اقتصادي economic; بازار market; سوق market; أسواق markets; بورس stock exchange
بورصة exchange; اوراق securities; اعتبار credit; اعتباری credit; ائتمان credit; لیزینگ leasing
تأجير leasing; وام loan; تمويل finance; صراف exchange; عمومي general; کل general; كبير grand
بزرگ grand; جهان world; جهانی world / global; عالم world; آسیایی asian; آسيا asia; افریقا africa
أفريقيا africa; اروپا europe; أوروبا europe; خاور east / khavar
خاورمیانه middle east / khavarmianeh; باختر west / bakhtar; خلیج gulf / khalij; فارس fars / persian
پارس pars; دریا sea / darya; دریای sea; خزر caspian / khazar; کیش kish; قشم qeshm; مشهد mashhad
تبریز tabriz; کرمان kerman; یزد yazd; اهواز ahvaz; خوزستان khuzestan / khozestan; گیلان gilan
مازندران mazandaran; اراک arak; قزوین qazvin; بوشهر bushehr; بندرعباس bandar abbas
هرمزگان hormozgan; کردستان kurdistan; خراسان khorasan; آذربایجان azerbaijan; حلب aleppo; حمص homs
لاذقية latakia; طرطوس tartous; حماة hama; بصرة basra; موصل mosul; نينوى nineveh; كربلاء karbala
نجف najaf; عدن aden; صنعاء sanaa; غزة gaza; طرابلس tripoli; صيدا sidon; بقاع bekaa; كويتي kuwaiti
قطري qatari; إماراتي emirati; تركي turkish; روسي russian; روسیه russia; روسيا russia; صيني chinese
صین china; چین china; چینی chinese; كوري korean; کره korea; هند india; هندي indian
پاکستان pakistan; باكستان pakistan; أفغانستان afghanistan; افغانستان afghanistan; فنزويلا venezuela
كوبا cuba; هواوي huawei; هواوی huawei; هوآوی huawei; إنتاج production; منتجات products
محصولات products; مصنع factory; مصانع factories; معمل plant / factory; کارخانه factory / plant
کارخانجات factories; ورشة workshop; کارگاه workshop; مجتمع complex; مجمع complex / assembly
پارک park; شهرک town / park; منطقة zone; منطقه zone; آزاد free; حرة free; ویژه special
خصوصی private; تعاونی cooperative; تعاوني cooperative; تعاون cooperation; مؤسسات institutions
نهاد institution; بنياد foundation / bonyad; كانون center; کانون center; دفتر office
مكتب office / bureau; نمایندگی agency / representative; نماینده representative; وكلاء agents
معاونت deputy; مدیریت management; إدارية administrative; مشاور consultant; مشاوران consultants
مشاوره consulting; استشارات consulting; استشاري consulting; طراحی design; تصميم design
پروژه project; مشروع project; مشاريع projects; طرح project; برنامه program; نوآوری innovation
ابتكار innovation; دانش knowledge / danesh; بنیان based; پیشرو leading; پیشگام pioneer
رائد pioneer; نخبگان elites; جوان youth; جوانان youth; طلاب students; دانشجو student; زنان women
نساء women; کودکان children; أطفال children; مردم people; مردمی popular / people; شعب people
وطن homeland; أمة ummah / nation; إنسان human; إنساني humanitarian; حقوق rights; قانون law
عدالت justice; عدل justice; قضاء judiciary; قضایی judicial; مرزبانی border guard; حدود border
گارد guard; حفاظت protection; حماية protection; بسیج basij; مستضعفین mostazafan / mostazafin
ضربت strike; خاتم khatam; انبیاء anbia; غدیر ghadir; کوثر kosar; زلزال earthquake; فوری urgent
اتحادي federal; فيدرالي federal; تكتيكي tactical; تاکتیکی tactical; قياس measurement
اندازهگیری measurement; ميكرو micro; میکرو micro; مزرعة farm; مزرعه farm; سحاب cloud; سحابة cloud
ابر cloud / abr; وحدة unit; حلول solutions; راهکار solution; نادي club; باشگاه club; عبر trans
دعم support; حمایت support; توليد generation; مدينة city; شهر city; رئيسي main; اصلی main
موارد resources; منابع resources; متكامل integrated; یکپارچه integrated; تقاعد pension
بازنشستگی pension; داخلي internal; إقليم region; ناحیه region; مصعد elevator; آسانسور elevator
أحمر red; قرمز red; سرخ red; تطبيقي applied; کاربردی applied; محيط pacific; خانه house
بيت house / bayt; دار house / dar; شامل universal; تسويق marketing; بازاریابی marketing
كامپوزیت composite; کامپوزیت composite; مركب composite; متنقل mobile; همراه mobile; محمول mobile
دائرة circuit; مدار circuit; متخصص specialized; تخصصی specialized; توفير savings; ادخار savings
پسانداز savings; اجتماعي social; اجتماعی social; بيئة environment; محیط environment; كربون carbon
کربن carbon; رؤية vision; مروحية helicopter; بالگرد helicopter; هلیکوپتر helicopter; مغامرة venture
مشتريات procurement; تدارکات procurement / logistics; استوديو studio; تشغيل operation
عملیات operation; معالجة processing; پردازش processing; فرآوری processing; ممتلكات property
ناقلة tanker; نفتکش tanker; جسر bridge; پل bridge; معيار standard; استاندارد standard
توجيه guidance; هدایت guidance; موجة wave; موج wave; حزبالله hizballah; أسود black; عمال workers
کارگران workers; طبيعي natural; طبیعی natural; هيكل structure; سازه structure
جنائي criminal / forensic; محطة station; ایستگاه station; بث broadcasting; مجوهرات jewelry
صوتي audio; ثقيل heavy; سنگین heavy; خارجي external; استراتيجي strategic; استراتژیک strategic
منزل home; استطلاع reconnaissance; شناسایی reconnaissance; جودة quality; کیفیت quality
تسوية settlement; سلسلة chain; زنجیره chain; صلب solid / steel; جامد solid; حقل field; میدان field
فيزيائي physical; حرير silk; عميق deep; إطلاق launch; پرتاب launch; عائلة family; خانواده family
شمسي solar; خورشیدی solar; سمك fish; أسماك fish; شیلات fisheries; رياضة sports; ورزشی sports
جرار tractor; تراکتور tractor; عمل labor; تنفيذ enforcement; تبغ tobacco; دخانیات tobacco
صغير small; کوچک small; دم blood; خون blood; تكييف conditioning; تهویه ventilation; مزاد auction
هيدروليك hydraulic; هیدرولیک hydraulic; أساسي basic; إشعاع radiation; پرتو radiation / parto
سموم toxicology; حضري urban; شهری urban; نفايات waste; اکسسوار accessories; متجر store
فروشگاه store; پزشکیقانونی forensic; حرب warfare; جنگ warfare; مايكروويف microwave
مایکروویو microwave; زیرآبی underwater; زیردریایی submarine; غواصة submarine; جزيئي molecular
درفلة rolling; نورد rolling; خام crude; خلاء vacuum; خلأ vacuum; برید post; بريد post; پست post
طیف spectrum; عبارة ferry; بلدية municipal; شهرداری municipality; فيديو video; توربينات turbines
بلبرینگ bearing; محامل bearings; بیرینگ bearing; شیر valve / dairy; صمام valve; صمامات valves
نانو nano; فوتونیک photonics; ابررسانا superconductor; نیمههادی semiconductor; أشباه semi
موصلات conductors; تراشهسازی chip; ریزپردازنده microprocessor; حسگر sensor; مستشعر sensor
پایش monitoring; مراقبة surveillance / monitoring; نظارت surveillance / supervision
الکتریک electric; کشتیسازی shipbuilding; سفن ships; ناوگان fleet; أسطول fleet; قایق boat
قوارب boats; زورق boat; زراعة agriculture; بذر seed; بذور seeds; دام livestock; مرغ poultry
دواجن poultry; لبن dairy; ألبان dairy; سکر sugar; سكر sugar; شکر sugar; آرد flour; طحين flour
قمح wheat; گندم wheat; تمر dates; خرما dates; ماء water; آبمعدنی mineral
مطالعات studies; انتظامی law enforcement; ابحاث research; استثمارات investments
مدرسه school / madrassa; جامعه university / jamia; مختبر laboratory
مختبرات laboratories; هیئت committee; جمعیت association
دریانوردی shipping; قرارگاه headquarters; زمینی ground; موانئ ports; تطوير development
كيماويات chemicals; كيميائية chemical; ادوية pharmaceutical; الكترونية electronic; انظمة systems
فوسفات phosphate; اسمدة fertilizer; غذائية food; انشاءات construction; عربية arab
حكومية government; تضامن -; زجاج glass; بلاستيك plastic; تامين insurance; اعلام media
صحافة press; اخوان brothers; ابناء sons
"""
