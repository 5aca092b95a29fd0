"""Japanese names in Chinese characters: by the usual readings of each character.

Belongs here: how characters of surnames, given names and groups are read, and the listed words that
they may spell. Does not belong here: kana (scripts.py), words of the trade (chinese.py), or what a
reading is worth (readings.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache

from pipelines.derived.names import Tokens
from pipelines.screening.chinese import has_chinese, simplified
from pipelines.screening.pieces import words_made_of

FEWEST, LARGEST = 2, 8
SHORTEST_WORD = 3
"""A word of a name has so many letters at least."""
MOST_NAMES = 16
_READINGS_TEXT = """
山 yama san; 口 guchi kuchi; 組 gumi kumi; 会 kai; 神 kami kan ko jin shin; 戸 to do be; 田 ta da
中 naka chu; 本 moto hon; 木 ki gi; 林 hayashi bayashi rin; 森 mori; 川 kawa gawa; 河 kawa gawa
村 mura; 上 ue kami gami jo; 下 shita shimo; 井 i ino; 石 ishi; 小 ko o; 大 o dai oo tai
高 taka ko; 野 no; 原 hara wara bara; 島 shima jima; 嶋 shima jima; 崎 saki zaki; 藤 fuji to do
佐 sa; 鈴 suzu; 橋 hashi bashi; 渡 wata; 辺 be nabe; 部 be; 伊 i; 加 ka; 吉 yoshi kichi; 住 sumi ju
稲 ina ine; 弘 hiro ko; 道 michi do; 工 ku ko; 健 ken take; 司 tsukasa shi ji; 忍 shinobu nin
竹 take; 内 uchi; 照 teru sho; 明 aki akira mei; 福 fuku; 晴 haru hare sei; 瞭 aki ryo
久 hisa kyu ku; 康 yasu ko; 男 o; 夫 o; 雄 o yu; 悟 satoru go; 力 chikara riki; 三 mi san; 益 masu
克 katsu; 茂 shige shigeru; 光 mitsu hikari ko; 安 yasu an; 清 kiyo sei kiyoshi; 次 ji tsugi; 郎 ro
太 ta; 一 ichi kazu hajime; 二 ji; 正 masa tadashi sho; 忠 tada tadashi chu; 禎 tadashi sada tei
入 iri; 江 e; 西 nishi; 東 higashi azuma to; 南 minami; 北 kita; 篠 shino; 建 ken tate takeru
市 ichi; 邦 kuni; 津 tsu zu; 代 shiro yo dai; 松 matsu; 杉 sugi; 梅 ume; 桜 sakura; 梨 nashi
花 hana; 菊 kiku; 桑 kuwa; 柳 yanagi; 桂 katsura; 榊 sakaki; 楠 kusunoki; 梶 kaji; 樋 hi; 水 mizu
谷 tani ya; 沢 sawa zawa; 浜 hama; 岡 oka; 坂 saka zaka; 塚 tsuka zuka; 岩 iwa; 峰 mine; 崗 oka
丘 oka; 池 ike; 沼 numa; 浦 ura; 海 umi kai; 波 nami; 滝 taki; 瀬 se; 湯 yu; 泉 izumi
源 minamoto gen; 溝 mizo; 潮 shio; 火 hi; 土 tsuchi; 金 kane kana kin; 銀 gin; 鉄 tetsu; 玉 tama
宝 takara; 星 hoshi; 月 tsuki; 日 hi ni nichi; 空 sora; 青 ao; 赤 aka; 白 shiro shira; 黒 kuro
緑 midori; 紫 murasaki; 前 mae; 後 go ato; 左 hidari; 右 migi; 宮 miya; 寺 tera dera; 社 sha; 堂 do
城 shiro jo ki; 門 kado mon; 関 seki; 戦 sen; 軍 gun; 武 take bu; 文 fumi bun; 平 hira hei
千 chi sen; 万 man; 百 momo; 五 go itsu; 六 roku; 七 nana shichi; 八 ya hachi; 九 ku; 十 ju
四 shi yon; 新 shin ara nii; 古 furu ko; 長 naga cho; 永 naga ei; 広 hiro; 細 hoso; 太 futo
近 kon chika; 遠 en to; 深 fuka; 浅 asa; 重 shige; 志 shi; 信 nobu shin; 義 yoshi gi; 仁 hito jin
智 tomo chi; 勇 isamu yu; 誠 makoto sei; 真 ma shin makoto; 直 nao; 幸 yuki sachi ko; 和 kazu wa
平 taira; 博 hiro hiroshi haku; 浩 hiro hiroshi ko; 洋 yo hiroshi; 宏 hiro hiroshi ko
隆 taka takashi ryu; 孝 taka takashi ko; 敬 taka kei; 貴 taka; 英 hide ei; 秀 hide shu; 栄 ei sakae
昌 masa sho; 政 masa sei; 雅 masa; 勝 masaru katsu; 優 yu masaru; 豊 yutaka toyo; 実 minoru mi
稔 minoru; 進 susumu shin; 修 osamu shu; 治 osamu ji haru; 剛 tsuyoshi go; 毅 tsuyoshi takeshi
猛 takeshi; 満 mitsuru mitsu; 充 mitsuru; 茂 mo; 恵 megumi kei; 恒 tsune; 常 tsune; 経 tsune kei
哲 tetsu; 徹 toru tetsu; 達 tatsu; 竜 ryu tatsu; 龍 ryu tatsu; 辰 tatsu; 虎 tora; 熊 kuma
鹿 shika ka; 馬 ma ba; 牛 ushi; 犬 inu; 猪 i ino; 亀 kame; 鶴 tsuru; 鷹 taka; 鳥 tori; 羽 ha hane
飛 tobi hi; 角 kado kaku tsuno; 丸 maru; 円 en; 方 kata; 形 kata; 影 kage; 倉 kura; 蔵 kura zo
宅 yake taku; 家 ie ya ka; 屋 ya; 庄 sho; 荘 so; 郷 go sato; 里 sato ri; 町 machi; 国 kuni koku
州 shu; 県 agata; 藩 han; 矢 ya; 弓 yumi; 刀 katana; 剣 ken; 斎 sai; 斉 sai; 須 su; 安 yasu; 阿 a
宇 u; 恵 e; 緒 o; 尾 o; 織 ori; 衣 kinu; 糸 ito; 服 hattori; 笠 kasa; 皆 mina; 相 ai; 愛 ai; 逢 ai
会 ai; 生 o u iku; 出 de ide; 立 tachi tate; 堀 hori; 掘 hori; 堤 tsutsumi; 畑 hata; 畠 hatake
秋 aki; 冬 fuyu; 春 haru; 夏 natsu; 朝 asa; 夕 yu; 今 ima; 早 haya; 成 nari sei; 富 tomi to
貞 sada; 定 sada; 光 teru; 輝 teru ki; 昭 aki sho; 章 aki sho; 彰 akira sho; 晃 akira ko; 陽 yo
旭 asahi; 朗 ro; 樹 ki ju; 紀 nori ki; 則 nori; 典 nori; 範 nori; 憲 nori ken; 徳 toku nori
利 toshi ri; 俊 toshi shun; 敏 toshi; 年 toshi; 寿 toshi hisa; 尚 nao hisa; 彦 hiko; 介 suke
助 suke; 輔 suke; 祐 yu suke; 人 hito; 仙 sen; 也 ya; 弥 ya; 矢 ya; 哉 ya; 子 ko; 美 mi; 香 ka
奈 na; 菜 na; 理 ri; 絵 e; 由 yu; 友 tomo; 知 tomo; 朋 tomo; 伴 ban tomo; 守 mori mamoru
衛 mamoru e; 護 mamoru; 良 ryo yoshi; 亮 ryo; 涼 ryo; 芳 yoshi; 嘉 yoshi ka; 喜 yoshi ki; 好 yoshi
慶 yoshi kei; 淳 jun atsushi; 純 jun; 順 jun; 潤 jun; 準 jun; 敦 atsu atsushi; 篤 atsu atsushi
厚 atsu; 豪 go; 悦 etsu; 越 koshi; 保 yasu ho; 泰 yasu tai; 靖 yasu; 裕 yu hiro; 祥 sho; 翔 sho
昇 noboru sho; 登 noboru to; 聖 sei; 聡 satoshi; 敏 satoshi; 智 satoshi; 諭 satoshi; 至 itaru
巌 iwao; 巖 iwao; 勲 isao; 功 isao; 勉 tsutomu; 努 tsutomu; 務 tsutomu; 薫 kaoru; 馨 kaoru
巧 takumi; 匠 takumi; 学 manabu; 肇 hajime; 創 so hajime; 元 moto gen; 基 moto; 素 moto; 茂 shigeru
滋 shigeru; 繁 shige; 律 ritsu; 俵 tawara; 荒 ara; 連 ren; 合 go ai; 団 dan; 党 to; 真 shin; 理 ri
教 kyo; 宗 so mune; 親 chika; 睦 mutsu; 誠 makoto; 侠 kyo; 極 kyoku; 龍 ryu; 関 kan; 旭 kyoku
琉 ryu; 共 kyo; 政 sei; 道 do; 仁 jin; 双 so; 浅 asa; 侠 kyo; 俠 kyo; 州 shu; 心 shin; 沖 oki
縄 nawa; 横 yoko; 京 kyo; 都 to; 阪 saka; 名 na; 札 satsu; 幌 poro; 仙 sen; 台 dai; 奥 oku
岐 ki gi; 阜 fu; 静 shizu; 梓 azusa; 湘 sho
"""


def _table() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for part in _READINGS_TEXT.replace("\n", ";").split(";"):
        if part.strip():
            sign, *readings = part.split()
            found.setdefault(simplified(sign), {}).update(dict.fromkeys(readings))
    return {sign: tuple(readings) for sign, readings in found.items()}


_READINGS = _table()
_GENERATION = "代目"
"""What makes an ordinal of a number before the name of a group: its third, sixth head."""


class JapaneseNames:
    """Words of listed names, by the characters that may spell them."""

    def __init__(self, words: Collection[str]) -> None:
        self._words = sorted(
            word for word in words if len(word) >= SHORTEST_WORD and word.isascii()
        )
        self._meant = lru_cache(maxsize=2**12)(self._find)

    def meant(self, plain: Tokens) -> list[Tokens]:
        """The listed words that a run of Chinese characters may be read as in Japanese."""
        run = "".join(plain)
        if not FEWEST <= len(run) <= LARGEST or not all(map(has_chinese, run)):
            return []
        return self._meant(run.partition(_GENERATION)[2] or run)

    def _find(self, run: str) -> list[Tokens]:
        if not all(sign in _READINGS for sign in run):
            return []
        found: list[Tokens] = []
        for words in self._read(run, ()):
            found.append(words)
            if len(found) == MOST_NAMES:
                break
        return found

    def _read(self, run: str, words: Tokens) -> Iterator[Tokens]:
        if not run:
            yield words
            return
        for size in range(1, len(run) + 1):
            signs = [_READINGS[sign] for sign in run[:size]]
            for word in dict.fromkeys(words_made_of(self._words, signs)):
                yield from self._read(run[size:], (*words, word))
