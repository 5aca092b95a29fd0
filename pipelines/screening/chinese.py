"""Chinese names: simplified, cut into words, and written in Latin letters.

Belongs here: which Chinese words many companies share and what they are called in English, how
traditional characters are made simple, and pinyin.
Does not belong here: Latin words (words.py), or a decision about a match.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import cache, lru_cache

from pypinyin import Style, lazy_pinyin

from pipelines.derived.names import Tokens
from pipelines.screening.chinese_names import ENGLISH_NAMES, INITIALS, INSTITUTIONS, TRANSLATED

_SIMPLER_CHARACTERS = (
    "華华為为術术國国際际電电腦脑廣广東东聯联網网業业體体實实驗验產产發发動动機机導导開开區区營营製制個个圓圆軍军門门員员團团無无線线車车長长時时間间馬马龍龙鳳凤飛飞"
    "雲云億亿萬万與与學学會会計计畫画經经濟济財财務务應应寧宁蘇苏滬沪廈厦龐庞達达進进遠远還还運运連连選选創创劃划劉刘積积極极構构橋桥權权歐欧歸归歷历氣气漢汉溝沟滿满"
    "灣湾爾尔猶犹獨独獵猎現现環环瑩莹瑪玛畢毕異异療疗監监盤盘碼码禮礼種种稱称穩稳節节範范紅红紀纪約约級级納纳紐纽純纯紙纸組组細细終终結结絡络給给統统維维綠绿緊紧緯纬"
    "縣县縱纵總总織织繼继續续罰罚羅罗職职聲声肅肃臨临興兴舉举艦舰艙舱藝艺蘭兰蘊蕴處处號号補补裝装複复見见規规視视覺觉訊讯記记訓训設设許许診诊詞词試试話话詢询詳详認认"
    "語语誠诚說说課课調调談谈請请論论證证識识譜谱議议護护讀读變变讓让豐丰貝贝負负責责貨货貿贸費费資资賓宾賴赖贊赞贏赢趙赵躍跃軌轨軟软輕轻載载輔辅輝辉輪轮輯辑輸输轉转"
    "農农邊边郵邮鄉乡鄭郑醫医釋释鈴铃鈦钛銀银鋒锋鋼钢錄录錦锦鍵键鎖锁鏡镜鐘钟鐵铁鑽钻閃闪閉闭閒闲閣阁閱阅關关陣阵陰阴陳陈陽阳隊队階阶隨随險险隱隐雙双雜杂雞鸡離离難难"
    "靈灵靜静韋韦韓韩響响頂顶順顺須须領领頭头頻频題题額额顏颜願愿類类顧顾風风館馆馳驰駐驻駕驾驅驱驚惊魚鱼魯鲁鮮鲜鴻鸿麗丽麥麦點点齊齐曉晓躋跻寶宝臺台蔵藏蘆芦蒼苍薩萨"
    "藍蓝虛虚蝦虾衛卫衝冲訂订註注該该誌志誼谊諾诺謝谢豬猪賢贤賽赛賈贾趨趋跡迹蹤踪輿舆辦办遙遥遞递遷迁遼辽邏逻釘钉鉅巨鈞钧鉬钼銳锐銘铭鋰锂鋁铝錯错鎂镁鍍镀鏈链閘闸閩闽"
    "闊阔雋隽霧雾頌颂頗颇飾饰騰腾驍骁鵬鹏鷹鹰鹽盐麵面黃黄齡龄儀仪優优儲储傳传傑杰備备僑侨價价凱凯劍剑勁劲勝胜勞劳勢势勵励勳勋協协單单賣卖廠厂廳厅廢废彈弹彙汇恆恒愛爱"
    "態态慣惯慶庆憲宪懷怀戰战戲戏執执擇择擊击擔担據据攜携攝摄數数敵敌斷断晝昼暢畅曆历樂乐樓楼標标樣样樞枢樹树橫横檔档檢检歲岁殘残殺杀毀毁濤涛濱滨瀏浏烏乌煙烟燈灯爐炉"
    "爭争狀状獎奖獲获瑣琐當当圖图測测鑄铸鍛锻濰潍殼壳擴扩壹一貳二綜综鋪铺鎢钨鎳镍矽硅紡纺磚砖蠟蜡韌韧軸轴軋轧鈾铀錳锰鉛铅錫锡銅铜鉻铬鋅锌漁渔飼饲養养圍围園园墻墙奧奥"
    "妝妆孫孙寬宽尋寻對对屬属島岛嶺岭幣币幫帮庫库廬庐強强徑径從从徠徕恥耻戶户掃扫掛挂採采揚扬換换搖摇撥拨攔拦敗败於于昇升暉晖朧胧櫃柜歡欢決决沒没況况洩泄涼凉淺浅渦涡"
    "湯汤潔洁潤润澤泽灘滩"
    "張张吳吴鄧邓譚谭葉叶馮冯楊杨盧卢蕭萧簡简鍾钟溫温嚴严呂吕駱骆鄺邝莊庄閻阎賀贺聶聂塗涂鄒邹龔龚錢钱黨党喬乔偉伟榮荣蓮莲貴贵鈺钰瀟潇鶴鹤驥骥瓊琼績绩綱纲綺绮義义習习"
    "聰聪膽胆艷艳蔣蒋觀观詠咏詩诗謙谦譽誉賜赐軒轩邁迈遜逊適适鄔邬紹绍絲丝鮑鲍倫伦儉俭則则勛勋嘯啸壽寿夢梦奮奋嬌娇嫻娴將将巖岩彥彦悅悦憶忆棟栋楓枫煒炜煥焕燁烨燦灿瑋玮"
    "瑤瑶璽玺瓏珑祿禄禎祯穎颖篤笃紋纹繡绣纓缨翹翘聖圣脈脉葦苇蘋苹諧谐謹谨諒谅貞贞軼轶釗钊鎮镇鎧铠鏗铿鐸铎鑒鉴鑑鉴閎闳陸陆霽霁韜韬頤颐騏骐驊骅鸞鸾鵑鹃鶯莺饒饶"
    "〇零○零"
    "亜亚悪恶圧压囲围栄荣営营塩盐応应桜樱価价絵绘穏稳拡扩覚觉楽乐勧劝巻卷観观帰归亀龟渓溪経经継继掲揭鶏鸡芸艺剣剑顕显権权県县"
    "厳严恵惠剤剂済济雑杂桟栈児儿収收従从縦纵粛肃渋涩処处緒绪奨奖焼烧乗乘浄净縄绳譲让嘱嘱触触尽尽粋粹酔醉穂穗髄髓枢枢声声斉齐"
    "摂摄専专践践銭钱潜潜繊纤禅禅曽曾総总騒骚荘庄増增続续堕堕帯带滞滞択择遅迟鋳铸庁厅徴征転转伝传稲稻闘斗徳德読读脳脑覇霸"
    "廃废売卖髪发抜拔浜滨払拂仏佛並并変变辺边豊丰翻翻毎每黙默訳译薬药誉誉揺摇様样謡谣来来頼赖覧览両两猟猎緑绿隣邻涙泪塁垒"
    "励励霊灵齢龄暦历歴历恋恋練练労劳録录広广沢泽発发鉄铁竜龙関关駅驿検检験验実实図图対对単单戦战弾弹郷乡鉱矿黒黑円圆岡冈嶋岛"
    "瀬濑滝泷沖冲渕渊条条薮薮剛刚飯饭黙默塚冢斎斋桧桧坂坂峠峠気气団团区区駆驱"
)
"""Traditional and Japanese characters of names of firms, places and persons, and signs of the zero,
each followed by its simplified form."""
_SIMPLE = str.maketrans(dict(zip(_SIMPLER_CHARACTERS[::2], _SIMPLER_CHARACTERS[1::2], strict=True)))

_TRADES_TEXT = """
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
仪表 instrument; 航空 aero; 航天 aero; 航空航天 aero; 宇航 aero; 光电 opto; 光学 optical
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
航空航天大学 univ aero astronautics; 设计研究院 design res inst; 科学研究院 acad sci
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
"""
_PLACES_TEXT = """
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
_MORE_PLACES_TEXT = """
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
_GRAMMAR_ZH = (
    "第", "省", "市", "县", "区", "自治区", "特别行政区", "的", "和", "与", "及",
    "自治州", "蒙古自治州", "回族自治州", "哈萨克自治州", "柯尔克孜自治州", "地区", "新区",
    "开发区", "维吾尔自治区", "壮族自治区",
)  # fmt: skip
_FORMS_ZH = (
    "股份有限公司", "有限责任公司", "集团有限公司", "控股有限公司", "股份公司", "有限公司",
    "总公司", "分公司", "子公司", "公司", "有限合伙", "有限", "责任", "股份", "合伙企业",
    "株式会社", "合同会社", "有限会社", "合资会社", "会社",
)  # fmt: skip
"""Chinese legal forms: they never tell two companies apart."""


def _pairs(text: str) -> dict[str, Tokens]:
    parts = (part.split() for line in text.strip().splitlines() for part in line.split(";"))
    return {chinese: tuple(word for word in english if word != "-") for chinese, *english in parts}


_PLACES = {**_pairs(_MORE_PLACES_TEXT), **_pairs(_PLACES_TEXT)}
_SHARED_WORDS = {**_pairs(_TRADES_TEXT), **_PLACES, **dict.fromkeys((*_GRAMMAR_ZH, *_FORMS_ZH), ())}
SHORTEST_PINYIN = 8
"""The pinyin of a name with fewer letters may be another name."""
_OTHERWISE_TEXT = """
研究院 res inst; 研究所 inst; 理工大学 inst tech; 成套 complete; 总局 general directorate
科学院 res inst; 设计院 design res inst; 实验室 res ctr; 研究中心 lab; 控股 -; 集团 -; 工业 -
科技 sci tech; 技术 -; 研究院 inst; 工业大学 univ tech; 工业大学 polytechnic univ
理工大学 univ tech; 科技大学 univ tech; 厂 plant; 机械 mechanical; 航天 spaceflight; 航空 airlines
建筑 architecture; 制造 manufactory; 所 inst
"""


def _further_names() -> dict[str, list[Tokens]]:
    found = {chinese: [english] for chinese, english in TRANSLATED.items()}
    found.update({chinese: [(initials,)] for chinese, initials in INITIALS.items()})
    for line in re.split("[;\n]", _OTHERWISE_TEXT.strip()):
        found.setdefault(line.split()[0], []).extend(_pairs(line).values())
    return found


_OTHERWISE = _further_names()
"""Words with further English names."""
MOST_WAYS = 8
"""So many ways to say a Chinese name in English are tried."""
LARGEST_NAME = 12
"""A firm's own name has no more characters than this, and two at least."""
PLACES_LATIN = frozenset(word for words in _PLACES.values() for word in words)
_ENDINGS = _pairs("所 res inst; 院 acad; 局 bur")
"""What an institution is, in one character, after a word that others share."""
_ENGLISH = {**_SHARED_WORDS, **INSTITUTIONS, **_ENDINGS}
_BEGINS_NAMES, _JOINS = frozenset("新云微硅磁棉"), frozenset("和与及的")
"""Shared words of one character that are as often part of a name; those that join two names."""
_CUT_AT = sorted({*_SHARED_WORDS, *ENGLISH_NAMES}, key=lambda word: (-len(word), word))
_SHARED = re.compile(f"(第[一二三四五六七八九十零〇百0-9]+|{'|'.join(_CUT_AT)})")
_BEGINNING = re.compile("|".join(sorted(INSTITUTIONS, key=lambda word: (-len(word), word))))
_REPEATED = re.compile("(.)々")
_CJK = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_NUMBERED = re.compile("第([一二三四五六七八九十零〇百]+)")
_UNMARKED = re.compile(
    "(?<![第一二三四五六七八九十零〇百])([一二三四五六七八九]?十[一二三四五六七八九]?"
    "|[一二三四五六七八九][一二三四五六七八九零〇]{2,}|[一二三四五六七八九])(?=所|院|厂|研究)"
)
"""The number of an institution without the sign of an ordinal before it; 三一研究院 has none."""
_DIGITS = {sign: at for at, sign in enumerate("零一二三四五六七八九")} | {"〇": 0}


def has_chinese(text: str) -> bool:
    """True when a Chinese character stands in the text."""
    return _CJK.search(text) is not None


def simplified(text: str) -> str:
    """The text with simplified characters in place of traditional ones and of their doubles."""
    if text.isascii():
        return text
    return _REPEATED.sub(r"\1\1", unicodedata.normalize("NFKC", text).translate(_SIMPLE))


def is_shared(word: str) -> bool:
    """True for Chinese words that many companies share: places, trades, legal forms."""
    return word in _ENGLISH


def is_empty(word: str) -> bool:
    """True for Chinese legal forms and words of grammar."""
    return word in _ENGLISH and not _ENGLISH[word]


@lru_cache(maxsize=2**14)
def cut(run: str) -> Tokens:
    """A run of Chinese characters as words: shared ones, and what stands between them."""
    begins = _BEGINNING.match(run)
    if begins:
        return (begins[0], *cut(run[begins.end() :]))
    parts = [part for part in _SHARED.split(_UNMARKED.sub(r"第\1", run)) if part]
    return _with_single_characters(parts)


def _with_single_characters(parts: list[str]) -> Tokens:
    """The parts, and a shared word of one character within a name as a part of that name."""
    found: list[str] = []
    is_open = False
    for at, part in enumerate(parts):
        is_within = _is_name(part) or _is_within(part, parts[:at][-1:], parts[at + 1 :][:1])
        if is_within and is_open:
            found[-1] += part
        else:
            found.append(part)
        is_open = is_within
    return tuple(found)


def _is_within(part: str, before: list[str], after: list[str]) -> bool:
    """Whether a shared word of one character belongs to the name beside it (鹏新旭, 和辉)."""
    sizes = [len(each) for each in (*before, *after) if _is_name(each)]
    if part in _BEGINS_NAMES:
        return bool(sizes)
    return part in _JOINS and bool(sizes) and (len(sizes) == 1 or min(sizes) == 1)


def _is_name(part: str) -> bool:
    is_numbered = part.startswith("第") and len(part) > 1
    return not (is_numbered or is_shared(part) or part in ENGLISH_NAMES)


def cut_with(run: str, known: Collection[str]) -> Tokens:
    """The run cut further, at names of two characters and more that are known."""
    found: list[str] = []
    for word in cut(run):
        found += [word] if is_shared(word) or word in known else _cut_at_known(word, known)
    return tuple(found)


def _cut_at_known(word: str, known: Collection[str]) -> list[str]:
    found = [""]
    at = 0
    while at < len(word):
        longest = min(LARGEST_NAME, len(word) - at)
        size = next((n for n in range(longest, 1, -1) if word[at : at + n] in known), 0)
        if size:
            found += [word[at : at + size], ""]
            at += size
        else:
            found[-1] += word[at]
            at += 1
    return [part for part in found if part]


def romanised(words: Tokens) -> Tokens:
    """Chinese words as English ones where they are shared, as pinyin where they are a name."""
    return _said(words, [None] * len(words))


def ways_in_english(words: Tokens) -> list[Tokens]:
    """Chinese words romanised, with their further English names: all firsts, then one at a time.

    An institution has the initials that its parts begin with.
    """
    usual: list[int | None] = [None] * len(words)
    ways: list[list[int | None]] = [usual, [0] * len(words)]
    for at, word in enumerate(words):
        for other in range(len(_OTHERWISE.get(word, ()))):
            ways.append([*usual[:at], other, *usual[at + 1 :]])
    return list(dict.fromkeys(_said(words, way) for way in ways[:MOST_WAYS]))


def _said(words: Tokens, ways: Sequence[int | None]) -> Tokens:
    """Every word by its usual English name, or by the further one that its way counts."""
    found: list[str] = []
    for word, way in zip(words, ways, strict=True):
        if not has_chinese(word):
            found.append(word)
        elif way is not None and word in _OTHERWISE:
            found += _OTHERWISE[word][way]
        elif word in _ENGLISH:
            found += _ENGLISH[word]
        elif word in ENGLISH_NAMES:
            found += ENGLISH_NAMES[word]
        else:
            found += in_pinyin(word)
    return tuple(found)


@lru_cache(maxsize=2**14)
def in_pinyin(word: str) -> Tokens:
    """Characters in pinyin as one word; a numbered one ("第五") as its number."""
    counted = _NUMBERED.fullmatch(word)
    if counted:
        return (f"{_number(counted[1])}",)
    return ("".join(lazy_pinyin(word, style=Style.NORMAL, v_to_u=False)).casefold(),)


def trade_words_in_english() -> frozenset[str]:
    """The English words of the trade that Chinese ones are called by."""
    return frozenset(word for english in _pairs(_TRADES_TEXT).values() for word in english)


SHORTEST_TRADE_PINYIN = 5
"""The pinyin of a word of the trade with fewer letters may be a name."""


@cache
def trades_in_pinyin() -> dict[str, Tokens]:
    """Words of the trade in English, by the pinyin of the Chinese ones."""
    read = {"".join(in_pinyin(chinese)): way for chinese, way in _pairs(_TRADES_TEXT).items()}
    return {pinyin: way for pinyin, way in read.items() if len(pinyin) >= SHORTEST_TRADE_PINYIN}


@cache
def english_of_pinyin() -> dict[str, Tokens]:
    """What institutions and firms are called in English, by the pinyin of their Chinese names."""
    names = {**ENGLISH_NAMES, **INSTITUTIONS}
    read = {"".join(in_pinyin(chinese)): english for chinese, english in names.items()}
    return {pinyin: english for pinyin, english in read.items() if len(pinyin) >= SHORTEST_PINYIN}


def _number(signs: str) -> int:
    if "十" not in signs and "百" not in signs:
        return int("".join(str(_DIGITS[sign]) for sign in signs))
    total, last = 0, 0
    for sign in signs:
        if sign in "十百":
            total += (last or 1) * (10 if sign == "十" else 100)
            last = 0
        else:
            last = _DIGITS[sign]
    return total + last
