"""Chinese names of institutions and firms that are neither their pinyin nor a translation.

Belongs here: short names that universities and state groups use of themselves, and what a Chinese
name is called in English where the firm chose another one. Does not belong here: the names of
vendors, which are curated (vendor_aliases.csv), words that many firms share (chinese.py), or a
decision about a match.

They are public names: the short ones as the institutions write them, the English ones as the firms
and the lists print them.
"""

from __future__ import annotations

from pipelines.derived.names import Tokens

_INSTITUTIONS_TEXT = """
哈尔滨工业大学 harbin institute technology
哈工大 harbin institute technology; 哈工程 harbin engineering university
北京理工大学 beijing institute technology; 大连理工大学 dalian university technology
华南理工大学 south china university technology; 武汉理工大学 wuhan university technology
北航 beijing university aeronautics astronautics; 北理工 beijing institute technology
南航大 nanjing university aeronautics astronautics; 南理工 nanjing university science technology
南航 nanjing university aeronautics astronautics; 西工大 northwestern polytechnical university
国防科大 national university defense technology
国防科技大学 national university defense technology
国防科学技术大学 national university defense technology
电子科大 university electronic science technology china
电子科技大学 university electronic science technology china
成电 university electronic science technology china
北邮 beijing university posts telecommunications; 中科大 university science technology china
西电 xidian university; 西安电子科技大学 xidian university; 川大 sichuan university
天大 tianjin university; 中山大学 sun yat sen university; 中大 sun yat sen university
湖大 hunan university; 昌大 nanchang university; 南科大 southern university science technology
南方科技大学 southern university science technology
西北工业大学 northwestern polytechnical university; 上海交大 shanghai jiao tong university
西安交大 xian jiaotong university; 中物院 chinese academy engineering physics
中国工程物理研究院 chinese academy engineering physics; 军科院 academy military sciences
军事医学科学院 academy military medical sciences; 军事医学研究院 academy military medical sciences
中科院 chinese academy sciences; 中国科学院 chinese academy sciences
国防大学 national defense university; 新疆兵团 xinjiang production construction corps
国家超算 national supercomputing; 国家超级计算 national supercomputing
"""
_STATE_GROUPS_TEXT = """
中电科 china electronics technology group; 中国电科 china electronics technology group
电科 china electronics technology group; 电科集团 china electronics technology group
中国电子信息产业集团 china electronics corporation; 中国电子集团 china electronics corporation
航天科工 china aerospace science industry; 中国航天科工 china aerospace science industry
航天科技 china aerospace science technology; 中国航天科技 china aerospace science technology
中国航空技术国际 avic international
中航工业 aviation industry corporation china; 中国航空工业 aviation industry corporation china
航空工业 aviation industry corporation china; 中航 avic; 中航国际 avic international
中国航发 aero engine corporation china; 航发 aecc; 中国航空发动机 aero engine corporation china
商飞 commercial aircraft corporation china; 中国商飞 commercial aircraft corporation china
中船集团 china state shipbuilding; 中国船舶集团 china state shipbuilding; 中船 cssc
中国船舶工业集团 china state shipbuilding; 中船重工 china shipbuilding industry
中国船舶重工 china shipbuilding industry; 中国重工 china shipbuilding industry
中核集团 china national nuclear; 中国核工业集团 china national nuclear
中核 china national nuclear; 中广核 china general nuclear power
中国广核 china general nuclear power; 中海油 china national offshore oil
中国海油 china national offshore oil; 中国海洋石油 china national offshore oil
中石油 china national petroleum; 中国石油天然气集团 china national petroleum
中石化 china petrochemical; 中国石化 china petrochemical
中交集团 china communications construction; 中国交建 china communications construction
中交 china communications construction; 中国交通建设 china communications construction
中铁建 china railway construction; 中国铁建 china railway construction
中国中铁 china railway group; 中国铁道建筑 china railway construction; 中国中车 crrc; 中车 crrc
兵器工业集团 china north industries; 兵器工业 china north industries
中国兵器 china north industries; 中国兵器工业 china north industries; 北方工业 norinco
中国北方工业 norinco; 兵器装备集团 china south industries; 兵装集团 china south industries
中国兵器装备 china south industries; 兵器装备 china south industries
中国卫通 china satellite communications; 中国卫星 china spacesat; 东方红卫星 china spacesat
中国联通 china unicom; 联通 china unicom; 中国联合网络通信 china united network communications
中国移动 china mobile; 移动通信 mobile communications; 中国电信 china telecom
航天时代电子 aerospace times electronics; 航天电子 aerospace times electronics
航天彩虹 aerospace ch uav; 航天通信 aerospace communications; 航天长征 aerosun; 航天晨光 aerosun
沈飞 shenyang aircraft; 成飞 chengdu aircraft; 西飞 xian aircraft; 昌飞 changhe aircraft
上飞 shanghai aircraft; 中远海运 cosco shipping; 中国化工 china national chemical
中国长城 china greatwall; 中电熊猫 panda electronics; 中海信 china marine information
中国海防 china marine information electronics; 中航高科 avic aviation high technology
中航光电 avic jonhon optronic; 中航沈飞 avic shenyang aircraft; 中航西飞 avic xian aircraft
中航电子 china avionics systems; 中航电测 zhonghang electronic measuring
中航重机 avic heavy machinery; 中天火箭 zhongtian rocket; 北方导航 north navigation
凤凰光学 phenix optical; 长城军工 greatwall military; 内蒙一机 inner mongolia first machinery
洪都航空 hongdu aviation
"""
_ENGLISH_NAMES_TEXT = """
熊猫 panda; 苏美达 sumec; 天眼 skyeye; 凌云 lingyun; 烽火 fiberhome; 星空 starrysky; 保利 poly
锐科 raycus; 药明生物 wuxi biologics; 药明 wuxi; 东方网力 netposa; 深网视界 sensenets
科大国盾 quantumctek; 国盾 quantumctek; 同方威视 nuctech; 奇虎 qihoo; 三六零 qihoo 360; 协鑫 gcl
大全 daqo; 合盛 hoshine; 欧菲光 ofilm; 欧菲 ofilm; 光启 kuang chi; 海缆 submarine cable; 柏科 pico
华大基因 bgi; 华大 bgi; 丝路 silk road; 达闼 cloudminds; 海能达 hytera; 道通 autel; 禾赛 hesai
京东方 boe; 隆基 longi; 紫光展锐 unisoc; 紫光 unigroup; 新昇 zing; 立昂 leon; 天孚 tfc
东方希望 east hope; 埃斯顿 estun; 溢达 esquel; 华孚 huafu; 科达 keda; 锐捷 ruijie; 同方 tongfang
清华同方 tsinghua tongfang; 清华 tsinghua; 北大 peking university; 大立 dali; 高德 guide
高德红外 guide infrared; 天地伟业 tiandy; 宇视 uniview; 海鸥 seagull; 中创 zhongchuang
神州 shenzhou; 光峰 appotronics; 极飞 xag; 亿航 ehang; 纵横 jouav; 航天宏图 piesat
长光卫星 chang guang satellite; 微创 microport; 华芯 huaxin; 中科晶上 sylincom; 兆芯 zhaoxin
澜起 montage; 兆易 gigadevice; 韦尔 will; 豪威 omnivision; 汇顶 goodix; 卓胜微 maxscend
瑞芯微 rockchip; 全志 allwinner; 地平线 horizon robotics; 商飞 comac; 小米 xiaomi; 联想 lenovo
苏霍伊 sukhoi; 米格 mig; 图波列夫 tupolev; 卡莫夫 kamov; 伊尔库特 irkut; 伊留申 ilyushin; 雅克 yak
阿尔马兹 almaz; 安泰 antey; 卡拉什尼科夫 kalashnikov; 罗斯泰克 rostec; 俄罗斯技术 rostec
俄技集团 rostec; 俄罗斯国防出口 rosoboronexport; 俄国防出口 rosoboronexport; 俄罗斯石油 rosneft
俄油 rosneft; 俄罗斯天然气工业 gazprom; 俄罗斯天然气 gazprom; 俄气 gazprom; 卢克石油 lukoil
卢克 lukoil; 诺瓦泰克 novatek; 苏尔古特石油 surgutneftegas; 俄罗斯石油运输 transneft
俄罗斯铝业 rusal; 俄铝 rusal; 俄罗斯外贸银行 vtb bank; 俄罗斯对外贸易银行 vtb bank
外贸银行 vtb bank; 俄罗斯储蓄银行 sberbank; 俄罗斯联邦储蓄银行 sberbank
俄罗斯农业银行 russian agricultural bank; 对外经济银行 vnesheconombank
俄罗斯联合航空制造 united aircraft; 联合航空制造 united aircraft; 联合飞机制造 united aircraft
联合造船 united shipbuilding; 俄罗斯联合造船 united shipbuilding; 联合发动机 united engine
俄罗斯直升机 russian helicopters; 乌拉尔车辆 uralvagonzavod; 乌拉尔机车车辆 uralvagonzavod
战术导弹武器 tactical missiles; 革命卫队 revolutionary guard corps; 马汉 mahan; 里海 caspian
国民 melli; 伊朗国民 melli iran; 伊朗出口 saderat; 真主党 hizballah; 哈马斯 hamas
基地组织 al qaida; 塔利班 taliban; 圣城旅 qods force; 圣城军 qods force; 瓦格纳 wagner
大同江 taedonggang; 大圣 daesong; 绫罗岛 rungrado; 万寿台 mansudae; 龙峰 ryonbong; 青松 green pine
端川 tanchon; 中石油 cnpc; 蚂蚁 ant; 滴滴 didi; 美团 meituan; 京东 jd
"""


def _pairs(*texts: str) -> dict[str, Tokens]:
    parts = (part.split() for text in texts for part in text.replace("\n", ";").split(";"))
    return {chinese: tuple(english) for chinese, *english in filter(None, parts)}


_ABBREVIATIONS_TEXT = """
nwpu northwestern polytechnical university; npu northwestern polytechnical university
hit harbin institute technology; heu harbin engineering university
hrbeu harbin engineering university
buaa beijing university aeronautics astronautics; bit beijing institute technology
nuaa nanjing university aeronautics astronautics; njust nanjing university science technology
nudt national university defense technology; sysu sun yat sen university; scu sichuan university
uestc university electronic science technology china
bupt beijing university posts telecommunications
ustc university science technology china; caep chinese academy engineering physics
amms academy military medical sciences; sustc southern university science technology
tju tianjin university; hnu hunan university; ncu nanchang university
sjtu shanghai jiao tong university
"""
_STATE_GROUPS = _pairs(_STATE_GROUPS_TEXT)
ABBREVIATIONS = _pairs(_ABBREVIATIONS_TEXT)
"""Institutions by the letters that they use of themselves, not all of them initials."""
INSTITUTIONS = {
    **_pairs(_INSTITUTIONS_TEXT),
    **{f"中国{chinese}": english for chinese, english in _STATE_GROUPS.items()},
    **_STATE_GROUPS,
}
"""Names by which an institution begins; what follows is a part of it."""
_INITIALS_TEXT = """
aviation industry corporation china: avic; aero engine corporation china: aecc
china electronics technology group: cetc; china electronics corporation: cec
china aerospace science industry: casic; china aerospace science technology: casc
china state shipbuilding: cssc; china shipbuilding industry: csic; china national nuclear: cnnc
china general nuclear power: cgn; china national offshore oil: cnooc
china national petroleum: cnpc; china petrochemical: sinopec
china communications construction: cccc; china railway construction: crcc
china north industries: norinco; commercial aircraft corporation china: comac
chinese academy sciences: cas; chinese academy engineering physics: caep
xinjiang production construction corps: xpcc
"""
_BY_ENGLISH = {
    tuple(english.split()): initials
    for part in _INITIALS_TEXT.replace("\n", ";").split(";")
    if part.strip()
    for english, initials in [part.strip().split(": ")]
}
INITIALS = {
    chinese: _BY_ENGLISH[english]
    for chinese, english in INSTITUTIONS.items()
    if english in _BY_ENGLISH
}
"""Institutions, by the initials that their parts are listed under."""
ENGLISH_NAMES = _pairs(_ENGLISH_NAMES_TEXT)
"""Names of firms that are called otherwise in English."""
_TRANSLATED_TEXT = """
火炬 torch; 星光 starlight; 曙光 dawning; 神威 sunway; 长征 long march; 长城 great wall
红旗 red flag; 星辰 star; 双星 double star; 海星 starfish
凤凰 phoenix; 雄狮 lion; 猎鹰 falcon; 雄鹰 eagle
蓝天 blue sky; 阳光 sunshine; 彩虹 rainbow; 新时代 new era; 世纪 century; 新世纪 new century
未来 future; 希望 hope; 金龙 golden dragon; 银星 silver star; 明珠 pearl; 钻石 diamond; 先锋 pioneer
皇冠 crown; 胜利 victory; 和谐 harmony; 友谊 friendship; 团结 unity; 光明 bright; 大地 earth
绿洲 oasis; 高峰 peak; 世界 world; 银河 galaxy; 时代 times; 巨人 giant; 黎明 dawn; 雷霆 thunder
白云 white cloud; 红星 red star; 北极星 polaris; 天鹰 sky eagle; 飞马 pegasus; 冰山 iceberg
黄河 yellow river; 长江 yangtze river; 太平洋 pacific; 宁德时代 contemporary amperex
"""
TRANSLATED = _pairs(_TRANSLATED_TEXT)
"""Words of every day that some firms translate where others write them in pinyin."""
