"""Chinese words that many companies share, by their English ones.

Belongs here: words of the trade and places, simplified. Does not belong here: countries
(country_words.py), any firm (chinese_names.py), or how a name is cut at them (chinese.py).
"""

TRADES_TEXT = """
科技 tech; 技术 tech; 科学技术 sci tech; 科学 sci; 理工 sci tech; 工业大学 inst tech; 学院 inst
集团 grp; 控股 hldg; 电子 elec; 微电子 micro; 半导体 semi; 集成电路 integrated circuit
电路 circuit; 信息 info; 信息产业 info ind; 信息技术 info tech; 资讯 info; 智能 intel
人工智能 artificial intel; 网络 network; 通信 comm; 通讯 comm; 电信 comm; 数据 data; 大数据 data
软件 software; 硬件 hardware; 系统 sys; 设备 equip; 装备 equip; 机械 mach; 机器 mach
机电 electromechanical; 工业 ind; 产业 ind; 实业 ind; 投资 invest; 研究院 acad; 研究所 res inst
研究中心 res ctr; 研究 res; 研发 res dev; 大学 univ; 中心 ctr; 实验室 lab; 国际 intl; 国家 natl
工程 eng; 材料 mat; 新材料 new mat; 能源 energy; 新能源 new energy; 发展 dev; 开发 dev
创新 innovation; 数字 digital; 云计算 cloud computer; 云 cloud; 计算 computer; 计算机 computer
电脑 computer; 超级计算 supercomputing; 超级 super; 设计 design; 制造 mfg; 仪器 instrument
仪表 instrument; 航空 aviation; 航天 aero; 航空航天 aero; 宇航 aero; 光电 opto; 光学 optical
光子 photonics; 激光 laser; 精密 precision; 自动化 automation; 控制 control; 贸易 trading
进出口 import export; 进口 import; 出口 export; 物流 logistics; 航运 shipping; 海运 shipping
船舶 shipbuilding; 重工 heavy ind; 重工业 heavy ind; 石油 petro; 石化 petro; 化工 chemical
化学 chemical; 生物 bio; 医药 pharma; 制药 pharma; 医疗 medical; 食品 food; 建设 construction
建筑 construction; 交通 comm; 运输 transport; 电力 power; 电气 electric; 电器 electric; 汽车 auto
服务 services; 管理 management; 咨询 consulting; 传媒 media; 文化 culture; 教育 education
金融 finance; 银行 bank; 证券 securities; 保险 insurance; 基金 fund; 资本 capital; 资产 asset
企业 enterprise; 商贸 trading; 商业 business; 安全 security; 安防 security; 公安 police
国防 defense; 军事 military; 机器人 robot; 无人机 uav; 芯片 chip; 存储 memory; 终端 device
联合 united; 总 general; 中科 zhongke; 中国科学院 cas; 公安局 public security bur
工程大学 eng univ; 科技大学 univ sci tech; 科学院 acad sci; 师范 normal; 农业 agricultural
林业 forestry; 医学 medical; 物理 physics; 数学 mathematics; 测量 measurement; 空间 space
太空 space; 卫星 satellite; 火箭 rocket; 导弹 missile; 雷达 radar; 导航 navigation
遥感 remote sensing; 测绘 mapping; 地理 geographic; 地质 geological; 海洋 marine; 气象 weather
海军 navy; 空军 air force; 陆军 army; 舰船 ship; 重型 heavy; 钢铁 steel; 铝业 aluminum
稀土 rare earth; 矿业 mining; 煤炭 coal; 天然气 natural gas; 油田 oilfield; 核电 nuclear power
核能 nuclear energy; 核工业 nuclear ind; 水电 hydropower; 太阳能 solar; 光伏 photovoltaic
硅业 silicon ind; 纺织 textile; 服装 apparel; 酒店 hotel; 旅游 tourism; 港口 port; 机场 airport
铁路 railway; 地产 real estate; 房地产 real estate; 置业 property; 物业 property
供应链 supply chain; 租赁 leasing; 电商 commerce; 电视 television; 广播 broadcasting; 显示 display
照明 lighting; 电池 battery; 电机 motor; 发动机 engine; 动力 power; 飞机 aircraft
直升机 helicopter; 轴承 bearing; 阀门 valve; 超算 supercomputing; 算力 computer power
计量 metrology; 检测 testing; 认证 certification; 生产 production; 兵团 corps; 移动 mobile
邮电 posts comm; 测控 measurement; 互联网 internet; 物联网 internet; 量子 quantum; 视觉 vision
语音 voice; 传感 sensor; 微 micro; 新 new; 厂 factory; 工厂 factory
集成电路制造 integrated circuit mfg; 积体电路 integrated circuit; 集积回路 integrated circuit
网路 network; 软体 software; 硬体 hardware; 晶片 chip; 数位 digital; 人工智慧 artificial intel
智慧 intel; 资料 data; 航太 aero; 雷射 laser; 奈米 nano; 纳米 nano; 微机电 micro; 感测 sensor
电气机械 electric mach; 微系统 micro sys; 微波 microwave; 无线电 radio; 超导 superconductor
红外 infrared; 惯性 inertial; 声学 acoustics; 燃气轮机 gas turbine; 航空发动机 aero engine
飞行 flight; 航海 navigation; 造船 shipbuilding; 船厂 shipyard; 修造 repair; 锻造 forging
铸造 casting; 粉末 powder; 冶金 metallurgy; 有色金属 nonferrous metal; 金属 metal; 碳素 carbon
光纤 fiber optic; 光缆 cable; 电缆 cable; 海洋工程 offshore engineering
气象局 meteorological bureau; 气象卫星 satellite meteorological; 警察学院 police college
公安厅 public security bur; 人民政府 people government; 人民 people; 解放军 liberation army
中国人民解放军 people liberation army; 分院 branch acad; 分所 branch inst; 设计院 design inst
设计所 design inst; 勘察 survey; 技师 technical; 职业 vocational; 培训 training; 学校 school
医院 hospital; 图像 image; 影像 image; 机场 airport; 民用 civil; 通用 general; 特种 special
专用 special; 标准件 standard parts; 零部件 parts; 部件 components; 元件 components; 器件 devices
连接器 connector; 模块 module; 电源 power; 储能 energy storage; 硅 silicon; 太阳 solar; 磁 magnetic
海关 customs; 邮政 postal; 烟草 tobacco; 高性能 high performance; 高新技术 high tech
高科技 high tech; 高技术 high tech; 高分子 polymer; 卫生 health; 药理 pharmacology; 毒理 toxicology
微生物 microbiology; 流行病 epidemiology; 基础 basic; 预防 prevention; 兽医 veterinary
输血 blood transfusion; 放射 radiation; 医学院 medical; 饰品 accessories; 发饰 hair accessories
发制品 hair products; 服饰 apparel; 制衣 apparel; 棉纺 cotton; 棉 cotton; 印染 dyeing; 鞋业 shoes
家具 furniture; 玩具 toys; 陶瓷 ceramics; 玻璃 glass; 水泥 cement; 橡胶 rubber; 塑料 plastic
包装 packaging; 印刷 printing; 造纸 paper; 木业 wood; 有机硅 silicone; 硅材料 silicon material
多晶硅 polysilicon; 农牧 agriculture; 畜牧 livestock; 番茄 tomato; 水产 aquatic; 粮油 grain oil
糖业 sugar; 酒业 liquor; 乳业 dairy; 药业 pharma; 医疗器械 medical devices; 器械 devices
化妆品 cosmetics; 日化 chemical; 肥料 fertilizer; 种业 seed; 环保 environmental; 水务 water
园林 landscape; 装饰 decoration; 装修 decoration; 幕墙 wall; 门窗 windows; 电梯 elevator
空调 air conditioning; 家电 appliance; 厨具 kitchen; 餐饮 catering; 饭店 hotel; 旅行社 travel
航空公司 airlines; 快递 express; 货运 freight; 代理 agency; 广告 advertising; 影视 film; 游戏 game
动漫 animation; 体育 sports; 健康 health; 养老 care; 保安 security; 法律 law; 会计 accounting
拍卖 auction; 典当 pawn; 小额贷款 small loan; 贷款 loan; 担保 guarantee; 信托 trust; 期货 futures
租赁 leasing; 新一代 new generation; 实训 training; 试验 test; 试验场 test site; 基地 base
总厂 general factory; 分厂 branch factory; 一厂 factory; 机床厂 machine tool; 机床 machine tool
工具 tools; 模具 mould; 冲压 stamping; 焊接 welding; 涡轮 turbine; 叶片 blade; 燃料 fuel
火工 pyrotechnic; 固体 solid; 推进 propulsion; 飞控 flight control; 自控 automatic control
特种结构 special structure; 结构 structure; 复合材料 composite; 碳纤维 carbon fiber
稀有金属 rare metal; 磁材 magnetic mat; 光学仪器 optical instrument; 摄像 camera; 监控 surveillance
显微 microscopic; 超声 ultrasonic; 声纳 sonar; 水声 acoustics; 雷电 lightning; 天线 antenna
射频 radio frequency; 频率 frequency; 晶振 oscillator; 晶体 crystal; 真空 vacuum; 低温 cryogenic
等离子 plasma; 加速器 accelerator; 亚太 asia pacific; 亚洲 asia; 环球 global; 全球 global
船务 shipping; 物质科学 physical sciences; 国家重点实验室 state key lab; 重点实验室 key lab
协会 assoc; 学会 society; 商会 chamber commerce; 联盟 alliance; 委员会 committee; 会社 -
合营 joint venture; 合资 joint venture; 外贸 foreign trade; 微纳 micro nano; 微尺度 microscale
纳米科技 nanotech; 理工大学 univ sci tech; 交通大学 jiaotong univ; 邮电大学 univ posts comm
航空航天大学 univ aeronautics astronautics; 设计研究院 design res inst; 科学研究院 acad sci
研究总院 general res inst; 天文 astronomy; 声光电 acousto optic; 光机 optics mechanics
精密机械 precision mach; 自动控制 automatic control; 技术物理 technical physics; 电子工程 elec eng
信息工程 info eng; 通信工程 comm eng; 工程技术 eng tech; 同位素 isotope; 应用物理 applied physics
空气动力 aerodynamics; 动力学 dynamics; 气动 aerodynamics; 先进 advanced; 先进技术 advanced tech
并行 parallel; 并行计算机 parallel computer; 无线 wireless; 应用 application; 实验 experimental
水利 hydraulic; 液压 hydraulic; 合金 alloy; 仿真 simulation; 柴油机 diesel engine; 锅炉 boiler
流体 fluid; 电磁 electromagnetic; 电磁学 electromagnetic; 粒子 particle; 药物 drugs; 遥测 telemetry
观测 observation; 爆炸 explosives; 热工 thermal; 运载火箭 launch vehicle; 航道 waterway
疏浚 dredging; 原子能 atomic energy; 侦察 reconnaissance; 鉴定 identification; 城市 urban
色织 dyed yarn; 油轮 tanker; 生物技术 biotech; 高压 high voltage; 光子学 photonics
武警 armed police; 计算科学 computational sci; 透平 turbine; 涡轮机 turbine; 汽轮机 turbine
船用 marine; 海事 marine; 舰艇 naval; 潜艇 submarine; 强度 structure; 环境 environment
特性 features; 测试 testing; 物证 forensic evidence; 法医 forensic; 刑侦 criminal investigation
核动力 nuclear power; 成套 plant; 成套设备 plant; 光网 optical network; 光网络 optical network
服务队 service; 器材 instrument mat; 精工 precision mach; 燃气 gas; 炭素 carbon; 石墨 graphite
远东 far east; 总局 general bureau; 航务 navigation; 航道局 waterway bur; 工程局 eng bur
民航 civil aviation; 警察 police; 监狱 prison; 研究室 lab; 公安部 ministry public security
国防部 ministry defense; 外交部 ministry foreign affairs; 商务部 ministry commerce
教育部 ministry education; 国家安全部 ministry state security
自然资源部 ministry natural resources; 自然资源 natural resources; 自然科学 natural sciences
国家海洋局 state oceanic administration; 国务委员会 state affairs commission; 人民军 people army
革命卫队 revolutionary guard corps; 锅炉涡轮机 boiler turbine; 推进装置 propulsion plant
装置 plant; 净化 purification; 柴油 diesel; 对外 foreign; 外经 foreign economic; 组织 organization
核技术 nuclear tech; 核安全 nuclear safety; 核物理 nuclear physics; 核电站 nuclear power plant
等离子体 plasma; 电磁波 radio wave; 信号 signal; 信号处理 signal processing; 情报 info
文献 document; 档案 archives; 标准 standard; 标准化 standardization; 质量 quality
环保 environmental; 生态 ecology; 生命 life; 生命科学 life sci; 医药 pharma; 药品 drug
疾病 disease; 疾病预防 disease prevention; 疾控 disease control; 检验 inspection; 检疫 quarantine
野战 field; 军医 military medical; 军工 military ind; 兵工 ordnance; 武器 weapons; 弹药 ammunition
火药 powder; 炸药 explosives; 装甲 armor; 坦克 tank; 车辆 vehicle; 机车 locomotive
轨道交通 rail transit; 高铁 high speed railway; 桥梁 bridge; 隧道 tunnel; 路桥 road bridge
公路 road; 港务 port; 集装箱 container; 仓储 storage; 速递 express; 快运 express; 货代 freight
运通 express; 代表处 representative office; 办事处 office; 旗舰店 store; 商行 trading; 商社 trading
商店 store; 经贸 trading; 工贸 ind trading; 科贸 tech trading; 商务 business
进出口贸易 import export trading; 元器件 components; 电子元器件 elec components
电子元件 elec components; 集成 integrated; 封装 packaging; 晶圆 wafer; 光刻 lithography; 薄膜 film
涂层 coating; 靶材 target; 陶瓷材料 ceramic mat; 超硬 superhard; 超材料 metamaterial
超导体 superconductor; 石英 quartz; 压电 piezoelectric; 热成像 thermal imaging
热像 thermal imaging; 夜视 night vision; 光谱 spectrum; 光栅 grating; 透镜 lens; 镜头 lens
摄影测量 photogrammetry; 地震 earthquake; 水文 hydrology; 水下 underwater; 深海 deep sea
极地 polar; 空天 aerospace; 宇宙 space; 航电 avionics; 航空电子 avionics; 机载 airborne
舰载 shipborne; 车载 vehicle; 星载 satellite; 测速 speed measurement; 制导 guidance; 引信 fuze
弹道 ballistic; 风洞 wind tunnel; 燃烧 combustion; 机械电子 mechatronics; 数控 numerical control
伺服 servo; 减速机 reducer; 齿轮 gear; 螺旋桨 propeller; 泵业 pump; 压缩机 compressor
制冷 refrigeration; 暖通 hvac; 密封 seal; 紧固件 fasteners; 弹簧 spring; 铆钉 rivet; 铝材 aluminum
钛业 titanium; 钛合金 titanium alloy; 钨业 tungsten; 镍业 nickel; 铜业 copper; 锂业 lithium
锂电 lithium; 盐业 salt; 碱业 soda; 玻纤 glass fiber; 无纺布 nonwoven; 羊绒 cashmere; 毛纺 wool
丝绸 silk; 色纺 dyed yarn; 棉业 cotton; 纱线 yarn; 针织 knitting; 手套 gloves; 箱包 bags
软件园 software park; 科技园 tech park; 产业园 ind park; 孵化器 incubator; 创业 venture
风险投资 venture capital; 创业投资 venture invest; 投资控股 invest hldg; 资产管理 asset management
财务 finance; 结算 settlement; 支付 payment; 外汇 foreign exchange; 信用 credit; 信贷 credit
分行 branch; 支行 branch; 联营 joint venture; 总会 assoc; 工会 union; 农场 farm; 牧场 ranch
粮食 grain; 出版社 press; 出版 publishing; 报社 newspaper; 通讯社 news agency; 新闻 news; 电影 film
音像 audio video; 博物馆 museum; 图书馆 library; 幼儿园 kindergarten; 小学 school; 中学 school
党校 party school; 法院 court; 检察院 prosecutor; 中央检察院 central public prosecutors office
司法 justice; 行政 administration; 省政府 provincial government; 市政府 municipal government
政府 government; 革命 revolution; 解放 liberation; 国民 national; 民族 national; 阵线 front
运动 movement; 劳动党 workers party; 工人党 workers party; 共产党 communist party
核能研究 nuclear energy res; 原子能组织 atomic energy organization; 国家石油 national oil
石油公司 oil company; 天然气公司 gas company; 电信公司 telecom company; 商用 commercial
民用航空 civil aviation; 通航 general aviation; 通用飞机 general aircraft
通用航空 general aviation; 无人系统 unmanned sys; 无人 unmanned; 智联 intelligent network
云科技 cloud tech; 车联网 internet vehicles; 网络空间 cyberspace; 网络安全 network security
信息安全 info security; 密码 cryptography; 电磁兼容 electromagnetic compatibility
对抗 countermeasure; 电子对抗 elec countermeasure; 电子战 elec warfare; 指挥 command
指控 command control; 通导 comm navigation; 海洋电子 marine elec; 船舶电子 marine elec
船舶设备 marine equip; 水产 aquatic; 渔业 fishery; 商事 trading; 物产 trading; 制作所 works
总合 general; 综合 general; 公社 corporation; 兴业 ind; 精机 precision mach; 电工 elec
重工业 heavy ind; 鉱业 mining; 矿业开发 mining dev; 电力公司 power company; 国营 state owned
国有 state owned; 有色 nonferrous; 光机电 opto mechatronics; 光机所 inst optics mechanics
科教 sci education; 文教 culture education; 教学 teaching; 教学仪器 teaching instrument
原子力 atomic energy; 机构 organization; 防卫 defense; 自动车 automobile; 不动产 real estate
制铁 steel; 制钢 steel; 造船所 shipyard; 造船厂 shipyard; 空港 airport; 运输机 transport aircraft
仓库 warehouse; 兵器 ordnance; 军需 munitions; 革命防卫队 revolutionary guard corps; 防卫队 guard
伊斯兰 islamic; 东北亚 northeast asia; 东南亚 southeast asia; 东盟 asean; 欧洲 europe; 非洲 africa
欧亚 eurasian; 青年 youth; 联邦 federal; 共和国 republic; 独立 independence; 民兵 militia
武装力量 armed forces; 武装部队 armed forces; 警卫 guard; 卫队 guard; 执法 law enforcement
执法部队 law enforcement forces; 内政部 ministry interior; 石油部 ministry petroleum
情报部 ministry intelligence; 航空动力 aero engine; 航空动力控制 aero engine control
动力控制 engine control; 航空制造 aircraft mfg; 飞机制造 aircraft mfg; 飞机工业 aircraft ind
飞机设计 aircraft design; 发动机制造 engine mfg; 炼油 refinery; 炼油厂 refinery
石油化工 petrochemical; 煤化工 coal chemical; 煤矿 coal mine; 焦化 coking; 氢能 hydrogen energy
风电 wind power; 风能 wind energy; 核燃料 nuclear fuel; 砷化镓 gallium arsenide
氮化镓 gallium nitride; 碳化硅 silicon carbide; 硅片 silicon wafer; 单晶 single crystal
单晶硅 monocrystalline silicon; 外延 epitaxy; 刻蚀 etching; 掩模 mask; 光掩模 photomask
光刻胶 photoresist; 电路板 circuit board; 印制电路 printed circuit; 线路板 circuit board
电容 capacitor; 电阻 resistor; 电感 inductor; 继电器 relay; 开关 switch; 变压器 transformer
电源设备 power equip; 电线 wire; 线缆 cable; 光模块 optical module; 光器件 optical devices
光芯片 optical chip; 显示器 display; 液晶 lcd; 触控 touch; 摄像头 camera; 相机 camera
手机 mobile phone; 电话 telephone; 基站 base station; 交换机 switch; 路由器 router; 服务器 server
工作站 workstation; 操作系统 operating sys; 数据库 database; 信息系统 info sys; 系统工程 sys eng
系统集成 sys integration; 网络科技 network tech; 信息科技 info tech; 智能科技 intel tech
智能系统 intel sys; 智能装备 intel equip; 人脸识别 facial recognition; 识别 recognition
指纹 fingerprint; 生物识别 biometric; 语音识别 voice recognition; 翻译 translation
导弹武器 missile weapons; 战略 strategic; 战术 tactical; 火炮 artillery; 光电子 opto
光电子技术 opto tech; 光学工程 optical eng; 光学精密机械 optics precision mach
精密光学 precision optical; 精密仪器 precision instrument; 精密电子 precision elec
精密制造 precision mfg; 超精密 ultra precision; 测试技术 testing tech; 测量技术 measurement tech
电子测量 elec measurement; 电子技术 elec tech; 电子设备 elec equip; 电子系统 elec sys
电子材料 elec mat; 电子产品 elec products; 航空电子设备 avionics; 航空技术 aviation tech
航空材料 aero mat; 航空产业 aviation ind; 航空附件 aviation accessories; 附件 accessories
配件 accessories; 起落架 landing gear; 螺旋 screw; 旋翼 rotor; 滑翔 glider; 气球 balloon
飞艇 airship; 浮空器 aerostat; 降落伞 parachute; 救生 lifesaving; 船舶工业 shipbuilding ind
船舶重工 shipbuilding ind; 船舶设计 ship design; 船舶研究 ship research; 船业 ship; 渡轮 ferry
渡口 ferry; 轮渡 ferry; 码头 wharf; 港航 port shipping; 海运局 shipping bureau; 海工 offshore eng
海底 submarine; 海缆 submarine cable; 水声工程 hydroacoustic eng; 水面 surface; 铁道 railway
客车 bus; 卡车 truck; 货车 truck; 拖拉机 tractor; 摩托车 motorcycle; 自行车 bicycle; 零件 parts
五金 hardware; 电动 electric; 电动汽车 electric vehicle; 纸业 paper; 茶业 tea; 食业 food
棉花 cotton; 纺纱 spinning; 织造 weaving; 家纺 home textile; 制鞋 shoes; 帽业 hats; 眼镜 glasses
首饰 jewelry; 珠宝 jewelry; 钟表 watch; 乐器 musical instruments; 电影制片厂 film studio
出租 rental; 连锁 chain; 批发 wholesale; 零售 retail; 超市 supermarket; 百货 department store
人力资源 human resources; 劳务 labor services; 劳动 labor; 招商 merchants; 开发区 -; 保税 bonded
自贸 free trade; 总部 headquarters; 事业部 division; 事业 enterprise; 产品 products; 工艺 process
工艺品 crafts; 用品 products; 材料科技 mat tech; 化学工业 chemical ind; 化学品 chemicals
化工厂 chemical plant; 化肥 fertilizer; 农药 pesticide; 农化 agrochemical; 制品 products
金属制品 metal products; 钢管 steel pipe; 钢材 steel; 不锈钢 stainless steel; 特钢 special steel
特种钢 special steel; 铁合金 ferroalloy; 轧钢 rolling; 链条 chain; 液体 liquid; 气体 gas
特气 specialty gas; 空气 air; 水处理 water treatment; 净水 water purification; 污水 wastewater
垃圾 waste; 循环 recycling; 再生 recycled; 检测技术 testing tech; 检验检测 inspection testing
质检 quality inspection; 认证中心 certification ctr; 标准化研究院 standardization inst
情报研究所 info inst; 信息中心 info ctr; 计算中心 computing ctr; 数据中心 data ctr
指挥中心 command ctr; 超算中心 supercomputing ctr; 超级计算中心 supercomputing ctr
培训中心 training ctr; 服务中心 service ctr; 展览 exhibition; 会展 exhibition; 博览 expo
海外 overseas; 国外 foreign; 涉外 foreign; 外国 foreign; 友好 friendship; 交流 exchange
合作 cooperation; 促进 promotion; 基金会 foundation; 慈善 charity; 福利 welfare; 红十字 red cross
宗教 religion; 民政 civil affairs; 统战 united front; 宣传 propaganda; 公共 public
公共安全 public security; 反恐 counter terrorism; 禁毒 anti drug; 戒毒 drug rehabilitation
看守所 detention ctr; 劳改 reform labor; 监狱管理局 prison administration
管理局 administration bur; 管理处 administration office; 管理所 administration
农垦 agricultural reclamation; 建工 construction eng; 建材 building mat; 建设工程 construction eng
建筑工程 construction eng; 安装 installation; 安装工程 installation eng; 勘探 exploration
勘测 survey; 测井 logging; 钻井 drilling; 钻探 drilling; 油服 oilfield services; 油气 oil gas
管道 pipeline; 管业 pipe; 储运 storage transport; 石材 stone; 黄金 gold; 白银 silver; 铁矿 iron ore
矿产 mineral; 矿产资源 mineral resources; 资源 resources; 能源化工 energy chemical; 热力 heat
热电 thermal power; 电站 power station; 电厂 power plant; 发电 power generation; 电网 power grid
输电 transmission; 变电 substation; 电子厂 elec factory; 无线电厂 radio factory
仪表厂 instrument factory; 机械厂 mach factory; 机器厂 mach factory; 发动机厂 engine factory
飞机厂 aircraft factory; 私人 private; 综合体 complex; 单位 unit; 解决方案 solution
中东 middle east; 支持 support; 主要 main; 阿拉伯 arab; 抵抗 resistance; 退休 pension
养老基金 pension fund; 管线 pipeline; 内部 internal; 保理 factoring; 共和 republican
人民阵线 popular front; 市场 market; 市场营销 marketing; 营销 marketing; 人道 humanitarian
民主 democratic; 干线 trunk; 专业 specialized; 分销 distribution; 配送 distribution; 储蓄 savings
储蓄银行 savings bank; 合作社 cooperative; 烈士 martyrs; 社会 social; 重建 reconstruction
采购 procurement; 运营 operation; 库尔德斯坦 kurdistan; 海浪 wave; 葡萄酒 wine
文化艺术 culture art; 艺术 art; 锌业 zinc; 铅锌 lead zinc; 住房 housing; 住宅 housing
超级市场 supermarket; 瓷砖 tile; 承包 contracting; 最高 supreme; 外部 external
网络安全技术 cybersecurity tech; 赛博 cyber; 黎明 dawn; 餐厅 restaurant; 巴斯基 basij
生物科技 biotech; 波罗的海 baltic; 公共汽车 bus; 家族 family; 现代 modern; 先驱 pioneer
北极 arctic; 登记 registrar; 托管 depository; 浓缩 enrichment; 塑胶 plastic; 装甲车 armored vehicle
备件 spare parts; 学生 students; 分子 molecular; 分子生物 molecular biology; 和平 peace; 党 party
政治 political; 作战 combat; 大气 atmosphere; 反应堆 reactor; 核反应堆 nuclear reactor
反应器 reactor; 燃气涡轮 gas turbine; 涡轮研究院 turbine establishment; 试验中心 test center
试验站 test station; 实验中心 laboratory; 精密机械研究所 precision mach inst
应用声学 applied acoustics; 船舶科学 ship scientific; 航天设备 aerospace equip
航天控制 aerospace control; 控制仪器 control devices; 安全系统 security sys
技术服务 technical service; 国际运输 intl transport; 运输代理 transport agency
货运代理 freight agency; 国际物流 intl logistics; 药理毒理 pharmacology toxicology; 毒物 toxicant
毒物分析 toxicant analysis; 分析 analysis; 基础医学 basic medicine; 临床 clinical; 神经 neuro
免疫 immunology; 肿瘤 oncology; 外科 surgery; 口腔 stomatology; 中药 chinese medicine
中医 chinese medicine; 中医药 chinese medicine; 药学 pharmacy; 材料科学 mat sci; 材料研究 mat res
高能物理 high energy physics; 理论物理 theoretical physics; 近代物理 modern physics
等离子体物理 plasma physics; 工程热物理 eng thermophysics; 热物理 thermophysics
工程物理 eng physics; 力学 mechanics; 工程力学 eng mechanics; 流体物理 fluid physics
电工研究 elec eng; 海洋研究 oceanography; 海洋技术 ocean tech; 海洋科学 marine sci
空间科学 space sci; 空间技术 space tech; 空间电子 space elec; 空间无线电 space radio
航天动力 aerospace propulsion; 液体火箭 liquid rocket; 液体推进 liquid propulsion
固体火箭 solid rocket; 固体动力 solid propulsion; 火箭技术 rocket tech
运载技术 launch vehicle tech; 卫星应用 satellite application; 卫星通信 satellite comm
卫星导航 satellite navigation; 电子对抗研究所 elec countermeasure inst; 通信技术 comm tech
通信设备 comm equip; 通信测控 comm tt c; 网络通信 network comm; 移动通信 mobile comm
光通信 optical comm; 量子通信 quantum comm; 量子技术 quantum tech; 量子信息 quantum info
信息科学 info sci; 计算机科学 computer sci; 计算技术 computing tech; 计算机技术 computer tech
软件技术 software tech; 软件开发 software dev; 软件工程 software eng; 数字技术 digital tech
数据科技 data tech; 数据技术 data tech; 视频 video; 视讯 video; 图形 graphics; 音频 audio
机器视觉 mach vision; 自主 autonomous; 无人车 unmanned vehicle; 无人艇 unmanned vessel
自动驾驶 autonomous driving; 导航技术 navigation tech; 惯导 inertial navigation; 陀螺 gyro
陀螺仪 gyroscope; 加速度计 accelerometer; 传感器 sensor; 传感技术 sensor tech
敏感元件 sensor components; 红外技术 infrared tech; 激光技术 laser tech; 激光器 laser
光学技术 optical tech; 光学材料 optical mat; 晶体材料 crystal mat; 人工晶体 synthetic crystals
陶瓷科技 ceramic tech; 功能材料 functional mat; 高温 high temperature; 高温合金 superalloy
特种金属 special metal; 难熔金属 refractory metal; 稀有 rare; 稀散 rare; 表面 surface
焊接技术 welding tech; 铸锻 casting forging; 重型机械 heavy mach; 矿山机械 mining mach
工程机械 construction mach; 纺织机械 textile mach; 包装机械 packaging mach; 食品机械 food mach
印刷机械 printing mach; 农业机械 agricultural mach; 制冷设备 refrigeration equip
环保设备 environmental equip; 实验设备 laboratory equip; 实验仪器 laboratory instrument
分析仪器 analytical instrument; 科学仪器 scientific instrument; 仪器仪表 instrument
仪器设备 instrument equip; 测试仪器 test instrument; 测绘仪器 surveying instrument
医疗设备 medical equip; 电力设备 power equip; 电气设备 elec equip; 矿用 mining
消防 fire protection; 救援 rescue; 应急 emergency; 气象中心 meteorological ctr
地震局 earthquake bur; 海洋局 oceanic administration; 林草 forestry; 水文水资源 hydrology
交通运输 transport; 原子力厅 atomic energy agency; 铀业 uranium; 振荡 oscillator
振荡器 oscillator; 物资 mat; 新材 new mat; 模锻 die forging; 聚氨酯 polyurethane
大宗商品 commodities; 复材 composite; 钢构 steel structure; 钴业 cobalt
"""
PLACES_TEXT = """
中国 china; 中华 china; 中央 central; 北京 beijing; 上海 shanghai; 天津 tianjin; 重庆 chongqing
广东 guangdong; 广州 guangzhou; 深圳 shenzhen; 东莞 dongguan; 珠海 zhuhai; 佛山 foshan
惠州 huizhou; 中山 zhongshan; 江苏 jiangsu; 南京 nanjing; 苏州 suzhou; 无锡 wuxi; 常州 changzhou
南通 nantong; 扬州 yangzhou; 昆山 kunshan; 江阴 jiangyin; 浙江 zhejiang; 杭州 hangzhou; 宁波 ningbo
温州 wenzhou; 嘉兴 jiaxing; 绍兴 shaoxing; 安徽 anhui; 合肥 hefei; 芜湖 wuhu; 福建 fujian
福州 fuzhou; 厦门 xiamen; 泉州 quanzhou; 山东 shandong; 济南 jinan; 青岛 qingdao; 烟台 yantai
威海 weihai; 潍坊 weifang; 湖北 hubei; 武汉 wuhan; 湖南 hunan; 长沙 changsha; 株洲 zhuzhou
四川 sichuan; 成都 chengdu; 绵阳 mianyang; 陕西 shaanxi; 西安 xian; 贵州 guizhou; 贵阳 guiyang
云南 yunnan; 昆明 kunming; 河南 henan; 郑州 zhengzhou; 洛阳 luoyang; 河北 hebei
石家庄 shijiazhuang; 廊坊 langfang; 保定 baoding; 雄安 xiongan; 山西 shanxi; 太原 taiyuan
辽宁 liaoning; 沈阳 shenyang; 大连 dalian; 吉林 jilin; 长春 changchun; 黑龙江 heilongjiang
哈尔滨 harbin; 江西 jiangxi; 南昌 nanchang; 广西 guangxi; 南宁 nanning; 海南 hainan; 海口 haikou
甘肃 gansu; 兰州 lanzhou; 青海 qinghai; 西宁 xining; 宁夏 ningxia; 银川 yinchuan; 新疆 xinjiang
乌鲁木齐 urumqi; 西藏 tibet; 拉萨 lhasa; 和田 hetian; 阿克苏 aksu; 昌吉 changji; 喀什 kashgar
哈密 hami; 石河子 shihezi; 内蒙古 inner mongolia; 包头 baotou; 呼和浩特 hohhot; 香港 hongkong
澳门 macao; 台湾 taiwan; 台北 taipei; 东北 northeast; 西北 northwest; 西南 southwest
东南 southeast; 北方 north; 南方 south; 东方 east; 西部 west; 华北 north china; 华东 east china
华南 south china
"""
MORE_PLACES_TEXT = """
高丽 koryo; 平壤 pyongyang; 首尔 seoul; 东京 tokyo; 大阪 osaka; 叙利亚 syria; 伊拉克 iraq
黎巴嫩 lebanon; 也门 yemen; 阿富汗 afghanistan; 古巴 cuba; 委内瑞拉 venezuela; 缅甸 myanmar
越南 vietnam; 泰国 thailand; 印度 india; 印度尼西亚 indonesia; 印尼 indonesia; 菲律宾 philippines
土耳其 turkey; 阿联酋 uae; 迪拜 dubai; 沙特 saudi; 埃及 egypt; 利比亚 libya; 苏丹 sudan
南非 south africa; 乌克兰 ukraine; 克里米亚 crimea; 哈萨克斯坦 kazakhstan; 法国 france
意大利 italy; 西班牙 spain; 荷兰 netherlands; 瑞士 switzerland; 加拿大 canada; 澳大利亚 australia
巴西 brazil; 墨西哥 mexico; 莫斯科 moscow; 圣彼得堡 petersburg; 德黑兰 tehran; 大马士革 damascus
巴格达 baghdad; 贝鲁特 beirut; 津巴布韦 zimbabwe; 克孜勒苏 kezilesu; 丹东 dandong; 抚顺 fushun
辽阳 liaoyang; 鞍山 anshan; 锦州 jinzhou; 营口 yingkou; 宜宾 yibin; 泸州 luzhou; 自贡 zigong
广元 guangyuan; 滁州 chuzhou; 阜阳 fuyang; 鄯善 shanshan; 乌兰察布 wulanchabu; 鄂尔多斯 ordos
通辽 tongliao; 赤峰 chifeng; 开封 kaifeng; 南阳 nanyang; 新乡 xinxiang; 许昌 xuchang
三门峡 sanmenxia; 荆州 jingzhou; 孝感 xiaogan; 黄石 huangshi; 咸阳 xianyang; 渭南 weinan
延安 yanan; 酒泉 jiuquan; 三亚 sanya; 临沂 linyi; 德州 dezhou; 聊城 liaocheng; 滨州 binzhou
张家港 zhangjiagang; 常熟 changshu; 太仓 taicang; 宿迁 suqian; 淮安 huaian; 衢州 quzhou
丽水 lishui; 舟山 zhoushan; 漳州 zhangzhou; 莆田 putian; 龙岩 longyan; 赣州 ganzhou; 肇庆 zhaoqing
清远 qingyuan; 韶关 shaoguan; 茂名 maoming; 揭阳 jieyang; 潮州 chaozhou; 梅州 meizhou
钓鱼台 diaoyutai; 前海 qianhai; 浦东 pudong; 日本 japan; 韩国 korea; 朝鲜 korea; 俄罗斯 russia
伊朗 iran; 美国 america; 英国 britain; 德国 germany; 新加坡 singapore; 马来西亚 malaysia
巴基斯坦 pakistan; 白俄罗斯 belarus; 克拉玛依 kelamayi; 吐鲁番 turfan; 伊犁 yili; 塔城 tacheng
阿勒泰 altay; 博尔塔拉 boertala; 巴音郭楞 bayingolin; 五家渠 wujiaqu; 图木舒克 tumushuke
景德镇 jingdezhen; 汉中 hanzhong; 宝鸡 baoji; 德阳 deyang; 宜昌 yichang; 襄阳 xiangyang
徐州 xuzhou; 镇江 zhenjiang; 泰州 taizhou; 台州 taizhou; 义乌 yiwu; 湖州 huzhou; 盐城 yancheng
连云港 lianyungang; 马鞍山 maanshan; 蚌埠 bengbu; 安庆 anqing; 九江 jiujiang; 赣州 ganzhou
桂林 guilin; 柳州 liuzhou; 遵义 zunyi; 大庆 daqing; 唐山 tangshan; 秦皇岛 qinhuangdao; 邯郸 handan
大同 datong; 淄博 zibo; 济宁 jining; 东营 dongying; 岳阳 yueyang; 湘潭 xiangtan; 常德 changde
衡阳 hengyang; 江门 jiangmen; 汕头 shantou; 湛江 zhanjiang; 九龙 kowloon; 新竹 hsinchu
台中 taichung; 台南 tainan; 高雄 kaohsiung; 桃园 taoyuan
"""
