"""Words that many firms share in Korean, by their English ones.

Belongs here: words of the trade, legal forms, towns and provinces. Does not belong here: countries
(country_words.py), any firm, or how a word is recognised (loanwords.py).

The lists print some of them as they sound (Choson): such ways stand behind a stroke.
"""

WORDS_TEXT = """
조선 korea / choson; 북조선 korea; 한국 korea / hanguk; 고려 koryo; 대한 korea / daehan
평양 pyongyang; 무역 trading; 무역회사 trading; 상사 trading / sangsa; 총회사 general corporation
회사 -; 주식회사 -; 유한회사 -; 유한공사 -; 유한책임공사 -; 공사 corporation; 은행 bank
공업 industry; 중공업 heavy industry; 기계 machinery; 공작기계 machine tool; 광업 mining; 광산 mine
개발 development; 대학 university; 대학교 university; 대학원 university; 과학 science
기술 technology; 종합 general; 련합 united; 연합 united; 전자 electronics; 통신 communications
그룹 group; 집단 group; 합영 joint venture; 합작 joint venture; 연구소 research institute
연구원 research institute; 연구 research; 과학원 academy sciences; 인민 people; 인민군 people army
군 army; 총국 general bureau / bureau; 관리국 management bureau; 위원회 committee / commission
국방 defense / national defense; 원자력 atomic energy / nuclear; 에너지 energy; 전력 power
전기 electric; 대외 foreign; 경제 economic; 수출 export; 수입 import; 수출입 export import
금융 finance; 금융회사 finance; 보험 insurance; 투자 investment; 건설 construction
공장 factory / plant; 제작소 works; 조선소 shipyard; 선박 ship; 해운 shipping / marine
해운회사 shipping; 항공 air / airlines / aviation; 항공사 airlines / air; 우주 space
석유 petroleum / oil; 화학 chemical; 금속 metal; 제철 steel; 제강 steel; 자동차 automobile / motor
제약 pharmaceutical; 식품 food; 병원 hospital; 정보 information; 반도체 semiconductor
국제 international; 국가 national; 중앙 central; 동방 eastern; 대동강 taedonggang; 중국 china
일본 japan; 서울 seoul; 상하이 shanghai; 베이징 beijing; 선전 shenzhen; 광저우 guangzhou
항저우 hangzhou; 저장 zhejiang; 우한 wuhan; 난징 nanjing; 푸젠 fujian; 톈진 tianjin; 홍콩 hongkong
러시아 russia; 이란 iran; 미국 america; 테크놀로지 technology; 테크놀로지스 technologies
테크놀러지 technology; 테크 tech; 인터내셔널 international; 코퍼레이션 corporation; 컴퍼니 company
리미티드 limited; 세미컨덕터 semiconductor; 일렉트로닉스 electronics; 시스템 system
시스템즈 systems; 홀딩스 holdings; 트레이딩 trading; 인더스트리 industry; 메모리 memory
하얼빈 harbin; 신장 xinjiang; 시안 xian; 청두 chengdu; 선양 shenyang; 충칭 chongqing; 장쑤 jiangsu
광둥 guangdong; 쓰촨 sichuan; 산시 shaanxi; 후난 hunan; 후베이 hubei; 다롄 dalian; 단둥 dandong
칭다오 qingdao; 쑤저우 suzhou; 닝보 ningbo; 샤먼 xiamen; 정저우 zhengzhou; 지난 jinan
창사 changsha; 허페이 hefei; 마카오 macau; 타이완 taiwan; 시리아 syria; 이라크 iraq
벨라루스 belarus; 쿠바 cuba; 베네수엘라 venezuela; 우크라이나 ukraine; 모스크바 moscow
파키스탄 pakistan; 인도 india; 베트남 vietnam; 싱가포르 singapore; 과기 technology
과학기술 science technology; 항천 aerospace; 항공우주 aerospace; 공정 engineering; 공학 engineering
공정대학 engineering university; 공업대학 institute technology; 항공항천 aeronautics astronautics
이공대학 institute technology; 생산 production; 병단 corps; 정찰 reconnaissance
정찰총국 reconnaissance general bureau; 컴퓨터 computer; 센터 center; 중심 center
자연과학원 academy natural sciences; 자연과학 natural sciences; 자연 natural; 원양 ocean
관리 management; 해운관리 maritime management; 노동당 workers party; 로동당 workers party
호실 office; 국무 state affairs; 국무위원회 state affairs commission
국방위원회 national defense commission; 중앙검찰소 central public prosecutors office
검찰소 prosecutors office; 군수 munitions; 군수공업부 munitions industry department
공업부 ministry industry; 공업성 ministry industry; 우주개발국 aerospace development administration
해외 overseas; 대외건설 external construction; 재정 finance; 재정부 ministry finance
국방부 ministry defense; 인민무력성 ministry people armed forces
국가보위성 ministry state security; 사회안전성 ministry people security
인민보안성 ministry people security; 노동성 ministry labor; 원유공업성 ministry crude oil industry
원자력총국 general bureau atomic energy; 대외무역 foreign trade
무역은행 foreign trade bank / trade bank; 개발은행 development bank; 상업은행 commercial bank
신용은행 credit bank; 신용개발은행 credit development bank
농업개발은행 agricultural development bank; 합영은행 joint bank; 합영회사 joint venture
보험총회사 insurance corporation; 총무역회사 general trading; 광업개발 mining development
아연 zinc; 아연공업 zinc industry; 설비 equipment; 수입회사 import; 선박관리 ship management
해운무역 shipping trading; 대표부 representative office; 대리점 agency
해사감독국 maritime administration; 련합회사 corporation; 연합회사 corporation; 자동화 automation
조선소 shipyard; 전략군 strategic force; 전략로케트군 strategic rocket force; 로케트 rocket
로켓 rocket; 미사일 missile; 조직지도부 organization guidance department
선전선동부 propaganda agitation department; 국가계획위원회 state planning commission
외무성 ministry foreign affairs; 무역성 ministry foreign trade; 대학원 university; 공사 corporation
혁명 revolutionary; 수비대 guard corps; 혁명수비대 revolutionary guard corps; 헤즈볼라 hizballah
하마스 hamas; 탈레반 taliban; 알카에다 qaida; 국영 national; 석유공사 oil company
천연가스 natural gas; 핵 nuclear; 핵기술 nuclear technology; 광전 optoelectronic; 광학 optical
정밀 precision; 집적회로 integrated circuit; 초급계산 supercomputing; 슈퍼컴퓨팅 supercomputing
슈퍼컴퓨터 supercomputer; 인공지능 artificial intelligence; 설계 design; 재료 materials
소재 materials; 계기 instrument; 측정 measurement; 자동차 automobile
조선공업 shipbuilding industry; 선박공업 shipbuilding industry; 선박중공 shipbuilding industry
병기 ordnance; 북방공업 north industries; 병기공업 north industries; 통신그룹 communications group
이동통신 mobile communications; 교통건설 communications construction; 철도건설 railway construction
해양석유 offshore oil; 전자과기 electronics technology; 전자과기집단 electronics technology group
전자정보 electronics information; 과공 science industry; 대학교 university
교통대학 jiaotong university; 우전대학 university posts telecommunications; 경찰 police
공안국 public security bureau; 공안 public security; 위성 satellite; 무인기 drone; 드론 drone
보안 security; 안보 security; 국가안전부 ministry state security; 디지털 digital
인텔리전스 intelligence; 마이크로 micro; 클라우드 cloud; 은하 galaxy / unha; 동북 northeast
동북아시아 northeast asia / north east asia; 아시아 asia; 아시아태평양 asia pacific; 태평양 pacific
기구 organization / agency; 장비 equipment; 유한책임회사 -; 이동 mobile; 클럽 club; 서비스 services
네트워크 network; 소프트웨어 software; 파워 power; 엔진 engine; 동력 power / engine; 발동기 engine
항공기 aircraft; 제조 manufacturing; 제조회사 manufacturing; 항공산업 aviation industry
항공공업 aviation industry; 비행 flight; 비행기 aircraft; 헬리콥터 helicopter; 직승기 helicopter
레이더 radar; 레이다 radar; 무기 weapons; 방위 defense; 방위산업 defense industry; 산업 industry
생물 bio; 생명과학 life science; 의학 medical; 의료 medical; 의약 pharmaceutical; 유전자 gene
게놈 genome; 수산 fisheries; 섬유 textile; 방직 textile; 의류 apparel; 태양광 solar
태양에너지 solar energy; 실리콘 silicon; 석탄 coal; 강철 steel; 철강 steel; 알루미늄 aluminum
비철금속 nonferrous metals; 희토류 rare earth; 제련소 smelter; 담배 tobacco; 관광 tourism
호텔 hotel; 여행사 travel; 려행사 travel; 체신 posts telecommunications; 우편 postal
방송 broadcasting; 텔레비전 television; 신문사 newspaper; 출판 publishing; 교육 education
학원 institute / academy; 아카데미 academy; 물리 physics; 수학 mathematics; 계산 computing
계산기 computer; 데이터 data; 빅데이터 big data; 인터넷 internet; 사물인터넷 internet things
온라인 online; 군사 military; 해군 navy; 공군 air force; 사령부 command; 여단 brigade; 부대 unit
남포 nampo; 청진 chongjin; 원산 wonsan; 라선 rason; 함흥 hamhung; 신의주 sinuiju; 이슬람 islamic
이슬람혁명 islamic revolutionary; 공화국 republic; 협회 association; 연맹 federation
동맹 alliance / union; 청년 youth; 재단 foundation; 기금 fund; 조합 union; 신탁 trust
증권 securities; 거래소 exchange; 부동산 real estate; 물류 logistics; 운송 transport
운수 transport; 화물 cargo; 택배 express; 창고 warehouse; 컨테이너 container; 유조선 tanker
정유 refinery; 원유 crude oil; 가스 gas; 글로벌 global; 월드 world; 유나이티드 united; 골든 golden
스타 star; 트랜스 trans; 로지스틱스 logistics; 쉬핑 shipping; 시핑 shipping; 에어 air
에어라인 airlines; 에어로스페이스 aerospace; 애비에이션 aviation; 엔지니어링 engineering
머티리얼즈 materials; 머티리얼 material; 파이낸스 finance; 캐피털 capital; 캐피탈 capital
매니지먼트 management; 인베스트먼트 investment; 서플라이 supply; 체인 chain; 옵토 opto
마이크로일렉트로닉스 microelectronics; 인더스트리즈 industries; 인더스트리얼 industrial
솔루션 solutions; 솔루션즈 solutions; 디벨롭먼트 development; 디자인 design; 에퀴프먼트 equipment
팩토리 factory; 인스티튜트 institute; 뱅크 bank; 쩌장 zhejiang; 구이저우 guizhou; 구이양 guiyang
허난 henan; 허베이 hebei; 안후이 anhui; 푸저우 fuzhou; 뤄양 luoyang; 창저우 changzhou; 우시 wuxi
난퉁 nantong; 주하이 zhuhai; 둥관 dongguan; 포산 foshan; 후이저우 huizhou; 랴오닝 liaoning
지린 jilin; 창춘 changchun; 헤이룽장 heilongjiang; 산둥 shandong; 옌타이 yantai; 웨이하이 weihai
윈난 yunnan; 쿤밍 kunming; 간쑤 gansu; 란저우 lanzhou; 시닝 xining; 우루무치 urumqi
신장위구르 xinjiang uyghur; 위구르 uyghur; 자치구 -; 자치주 -; 티베트 tibet; 닝샤 ningxia
광시 guangxi; 하이난 hainan; 장시 jiangxi; 난창 nanchang; 스자좡 shijiazhuang; 바오터우 baotou
이산화탄소 carbon dioxide; 탄소 carbon; 세라믹 ceramic; 광섬유 fiber optic; 케이블 cable
전선 cable; 전지 battery; 배터리 battery; 전동기 motor; 변압기 transformer; 기상 meteorological
해양 marine / ocean; 지질 geological; 측량 surveying; 환경 environment; 수력 hydropower
원자력발전 nuclear power; 핵연료 nuclear fuel; 핵개발 nuclear development; 우라늄 uranium
무선 radio / wireless; 전파 radio; 음향 acoustics; 표준 standard; 계량 metrology; 시험 test
시험소 laboratory; 실험실 laboratory; 국가중점실험실 state key laboratory; 감시 surveillance
안면인식 facial recognition; 음성 voice; 로봇 robot; 로보틱스 robotics; 양자 quantum
디스플레이 display; 센서 sensor; 레이저 laser; 저장장치 storage; 스토리지 storage
하드웨어 hardware; 정밀기계 precision machinery; 정밀기기 precision instrument
정밀공업 precision industry; 동방항공 eastern airlines; 고려항공 air koryo
국영항공 national airlines; 인민위원회 people committee; 전자전 electronic warfare; 사이버 cyber
전략 strategic; 미싸일 missile; 외국어 foreign language; 사범 normal; 농업 agricultural
림업 forestry; 임업 forestry; 사관학교 academy; 경공업 light industry; 화학공업 chemical industry
기계공업 machinery industry; 기계설비 machinery equipment; 기계제작 machine building
자동차공업 automobile industry; 전기공업 electric industry; 차이나 china; 코리아 korea; 재팬 japan
유니콤 unicom; 연방 federal; 사립 private; 자선 charity; 전술 tactical
복합 complex; 지사 branch; 분사 branch; 농장 farm; 목장 farm; 운동 movement; 특수 special
매체 media; 미디어 media; 수리 repair; 정비 repair; 해방 liberation; 성전 jihad; 리스 leasing
선진 advanced; 제품 products; 항만 port; 부두 port; 항구 port; 시멘트 cement
발전 power / generation / development; 발전소 power plant; 자원 resources
부동산개발 real estate development; 컨설팅 consulting; 자문 consulting; 파트너스 partners
교도소 prison; 저항 resistance; 연금 pension; 송유관 pipeline; 엘리베이터 elevator; 유럽 europe
응용 application; 황금 gold; 법률 law; 부품 components; 마케팅 marketing; 시장 market; 주택 housing
물리학 physics; 미래 future; 항법 navigation; 내비게이션 navigation; 혁신 innovation
이노베이션 innovation; 민주 democratic; 유통 distribution; 저축 savings; 협동 cooperative
협동조합 cooperative; 내무부 ministry interior; 터미널 terminal; 위성통신 satellite communications
사회 social; 환경보호 environmental protection; 학연 studies; 조달 procurement; 스튜디오 studio
문화 culture; 교량 bridge; 파도 wave; 사법 justice; 영화 film; 뉴스 news; 탐사 exploration
증권사 securities; 터빈 turbine; 기지 base; 방송국 broadcasting; 계약 contracting; 최고 supreme
중형 heavy; 준설 dredging; 도로 road; 품질 quality; 바이오 bio; 바이오테크 biotech
생명공학 biotechnology; 항공전자 avionics; 예술 art; 고체 solid; 실크 silk; 민병대 militia
수산물 fish; 스포츠 sports; 체육 sports; 트랙터 tractor; 북극 arctic; 니켈 nickel
법집행 law enforcement; 구리 copper; 역학 dynamics / epidemiology; 미생물 microbiology
농축 enrichment; 수용소 detention; 플라스틱 plastic; 탄약 ammunition; 대출 loan
공조 air conditioning; 경매 auction; 유압 hydraulic; 장갑 armored; 방사선 radiation
독성 toxicology; 도시 urban; 단조 forging; 법의학 forensic; 감식 forensic; 티타늄 titanium
비료 fertilizer; 마이크로파 microwave; 초단파 microwave; 수중 underwater; 분자 molecular
고무 rubber; 가구 furniture; 인권 human rights; 목재 wood; 종이 paper; 제지 paper; 진공 vacuum
철도 railway; 전투 combat; 초전도 superconductor; 영상 video; 블레이드 blade; 베어링 bearing
밸브 valve; 펌프 pump; 케미칼 chemical; 케미컬 chemical; 페트로 petro; 서플라이체인 supply chain
퍼블릭 public; 유라시아 eurasian; 인공위성 satellite; 스틸 steel; 메탈 metal; 유니버시티 university
텔레콤 telecom; 모바일 mobile; 커뮤니케이션 communications; 커뮤니케이션즈 communications
로보틱 robotic; 옵틱스 optics; 옵티컬 optical; 포토닉스 photonics; 일렉트릭 electric
일렉트로닉 electronic; 바이오테크놀로지 biotechnology; 이큅먼트 equipment; 머신 machine
머시너리 machinery; 에어크래프트 aircraft; 쉽빌딩 shipbuilding; 컨스트럭션 construction
네트웍스 networks; 네트워크스 networks; 시큐리티 security; 인포메이션 information; 솔라 solar
"""
