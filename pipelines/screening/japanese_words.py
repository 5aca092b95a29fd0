"""Words that many firms share in Japanese, by their English ones.

Belongs here: words of the trade, legal forms, towns and provinces. Does not belong here: countries
(country_words.py), any firm, or how a word is recognised (loanwords.py).

They are in kana; those in Chinese characters are in chinese_words.py.
"""

WORDS_TEXT = """
テクノロジー technology; テクノロジーズ technologies; テック tech; グループ group
インターナショナル international; コーポレーション corporation; カンパニー company
リミテッド limited; セミコンダクター semiconductor; エレクトロニクス electronics; システム system
システムズ systems; ホールディングス holdings; ホールディング holding; トレーディング trading
インダストリー industry; インダストリーズ industries; メモリ memory; メモリー memory
デジタル digital; インテリジェンス intelligence; マイクロ micro; クラウド cloud; バンク bank
ジャパン japan; チャイナ china; シャンハイ shanghai; ペキン beijing; シンセン shenzhen
ホンコン hongkong; ロシア russia; イラン iran; エンジニアリング engineering; サービス service
ソリューション solution; ソリューションズ solutions; マイクロエレクトロニクス microelectronics
コンピューター computer; コンピュータ computer; センター center; ロボット robot
アビエーション aviation; エアロスペース aerospace; エナジー energy; エネルギー energy
ペトロケミカル petrochemical; コミュニケーションズ communications; コミュニケーション communication
テレコム telecom; レーザー laser; オプティクス optics; オプトエレクトロニクス optoelectronics
マテリアル materials; マテリアルズ materials; シッピング shipping; マリン marine
ロジスティクス logistics; エンタープライズ enterprise; インスツルメンツ instruments
インスティテュート institute; ファクトリー factory; ソリューション solution; ケミカル chemical
スチール steel; メタル metal; モーター motor; エンジン engine; スペース space; ミサイル missile
ドローン drone; インベストメント investment; キャピタル capital; ファイナンス finance
インシュアランス insurance; ハルビン harbin; ナンキン nanjing; コウシュウ hangzhou; ウルムチ urumqi
シリア syria; イラク iraq; キューバ cuba; ベネズエラ venezuela; ベラルーシ belarus
ウクライナ ukraine; モスクワ moscow; パキスタン pakistan; ソフトウェア software
ネットワーク network; ネットワークス networks; モバイル mobile; イスラム islamic
イスラーム islamic; アジア asia; パシフィック pacific; グローバル global; ワールド world
エアクラフト aircraft; ヘリコプター helicopter; エア air; エアー air; エアライン airlines
エアラインズ airlines; エアロノーティクス aeronautics; シップビルディング shipbuilding; オイル oil
ガス gas; ペトロリアム petroleum; パワー power; エレクトリック electric
エレクトロニック electronic; オプトロニクス optronics; フォトニクス photonics; オプティカル optical
ケミカルズ chemicals; ファーマ pharma; バイオ bio; バイオテクノロジー biotechnology
メディカル medical; マネジメント management; マネージメント management
デベロップメント development; ディベロップメント development; コンストラクション construction
コンサルティング consulting; トランスポート transport; エクスプレス express; サプライ supply
チェーン chain; サプライチェーン supply chain; データ data; ビッグデータ big data
インフォメーション information; インフォ info; インターネット internet; オンライン online
セキュリティ security; セキュリティー security; ディフェンス defense; ミリタリー military
アカデミー academy; リサーチ research; ラボラトリー laboratory; ラボ lab; デザイン design
エクイップメント equipment; マシナリー machinery; マニュファクチャリング manufacturing
プロダクツ products; パーツ parts; コンポーネント components; インテグレーテッド integrated
サーキット circuit; シリコン silicon; チップ chip; センサー sensor; ディスプレイ display
バッテリー battery; ソーラー solar; ケーブル cable; ファイバー fiber
スーパーコンピューティング supercomputing; スーパーコンピュータ supercomputer
スーパーコンピューター supercomputer; スーパー super; マイニング mining; ゴールド gold
アルミニウム aluminum; カーボン carbon; セメント cement; ホテル hotel; トラベル travel
メディア media; テレビ television; ファンド fund; エクスチェンジ exchange; リーシング leasing
トラスト trust; セキュリティーズ securities; クレジット credit; ユニオン union; ユナイテッド united
ナショナル national; ジェネラル general; ゼネラル general; スター star; ゴールデン golden
フリート fleet; タンカー tanker; ポート port; ベイジン beijing; ナンジン nanjing
コワンチョウ guangzhou; グアンジョウ guangzhou; ハンジョウ hangzhou; ウーハン wuhan
チェンドゥ chengdu; シーアン xian; テンシン tianjin; ティエンジン tianjin; ダーリエン dalian
スーチョウ suzhou; ソシュウ suzhou; テヘラン tehran; シンガポール singapore; ベトナム vietnam
インド india; トルコ turkey; ドイツ germany; フランス france; アフガニスタン afghanistan
レバノン lebanon; イエメン yemen; クリミア crimea; ロジスティック logistic
オペレーション operation; テクニカル technical; サイエンス science; サイエンティフィック scientific
メカニカル mechanical; オートメーション automation; コントロール control; アプライド applied
アドバンスト advanced; モビリティ mobility; オートモーティブ automotive; オート auto
トレード trade; インポート import; エクスポート export; パブリック public
ファウンデーション foundation; ニュー new; リパブリック republic; フェデラル federal
ニュークリア nuclear; タクティカル tactical; フォーリン foreign; リファイナリー refinery
コンプレックス complex; エージェンシー agency; レボリューション revolution; リペア repair
スカイ sky; アグリカルチャー agricultural; クラブ club; プレシジョン precision
ジェネレーション generation; シティ city; メイン main; リソース resources; リソーシズ resources
リアルエステート real estate; パートナーズ partners; スクール school; テキスタイル textile
レジスタンス resistance; パイプライン pipeline; フード food; オーバーシーズ overseas; レッド red
ヨーロッパ europe; ユーロ euro; ハウス house; マーケティング marketing; マーケット market
コンポジット composite; フィジックス physics; フューチャー future; ナビゲーション navigation
イノベーション innovation; ディストリビューション distribution; ターミナル terminal
サテライト satellite; サトライト satellite; ベンチャー venture; ライト light
プロキュアメント procurement; カルチャー culture; パーク park; プロセッシング processing
プロパティ property; ブリッジ bridge; ウォーター water; ファルコン falcon; スタンダード standard
ライフ life; ガイダンス guidance; ドリリング drilling; ウェーブ wave; コマンド command
イーグル eagle; ブラック black; ダイヤモンド diamond; レールウェイ railway; クアンタム quantum
エクスプロレーション exploration; タービン turbine; ステーション station
ブロードキャスティング broadcasting; チャンネル channel; オーディオ audio; ヘビー heavy
レーダー radar; クオリティ quality; シルバー silver; ウラン uranium; アビオニクス avionics
ベース base; アート art; シルク silk; ケア care; コール coal; ナノ nano; ファミリー family
スポーツ sports; タバコ tobacco; スモール small; プラスチック plastic; ハマス hamas
ハイドロリック hydraulic; セラミック ceramic; セラミックス ceramics; ジーン gene
ジェノミクス genomics; アクセサリー accessories; アース earth; ストア store; チタン titanium
アパレル apparel; マイクロウェーブ microwave; ラバー rubber; ヒューマン human; ピース peace
ウッド wood; ペーパー paper; サイバー cyber; スーパーコンダクター superconductor; ビデオ video
ベアリング bearing; ポンプ pump; バルブ valve; ウエハー wafer; ウェハー wafer; ユニコム unicom
ペトロ petro; シップ ship; シップヤード shipyard; タイタン titan; フェリー ferry
アンマンド unmanned; エアリアル aerial; ロケット rocket; オードナンス ordnance
カンパニーリミテッド -; ワイヤレス wireless; テレコミュニケーション telecommunications
テレコミュニケーションズ telecommunications; ブロードバンド broadband; ヒズボラ hizballah
タリバン taliban; アルカイダ qaida
"""
