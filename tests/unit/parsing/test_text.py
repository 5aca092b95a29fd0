"""Which encoding a payload is in: what says so, what the bytes allow; refusal, never a guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipelines.letters.misread import is_misread
from pipelines.parsing.characters import mend_xml
from pipelines.parsing.records import Outcome, PayloadError
from pipelines.parsing.text import charset_of, decode, utf8

TITLES = {
    "gb18030": "工信部发布半导体产业新规，国产存储芯片出货量明年有望继续增长，业内人士表示谨慎乐观",
    "big5hkscs": "經濟部公布半導體設備出口新規定，國內晶圓代工業者表示影響有限，市場仍在觀察",
    "cp932": "経済産業省は半導体製造装置の輸出管理を見直し、企業に新しい許可を求めると発表した",
    "cp949": "산업통상자원부는 반도체 장비의 수출 관리 제도를 고치고 새 허가를 요구한다고 밝혔다",
}
LABELS = {"gb18030": "gb2312", "big5hkscs": "Big5", "cp932": "Shift_JIS", "cp949": "EUC-KR"}


def read_or_refused(payload: bytes, content_type: str | None) -> str:
    try:
        return utf8(payload, content_type).decode()
    except PayloadError as error:
        return error.outcome


@pytest.mark.parametrize(
    ("content_type", "codec"),
    [
        ("text/xml; charset=gb2312", "gb18030"),
        ('text/csv;charset="GBK"', "gb18030"),
        ("text/html; Charset=x-sjis", "cp932"),
        ("text/html; charset=ISO-8859-1", "cp1252"),
        ("text/html; charset=utf8mb4", "utf-8"),
        ("text/html; charset=base64", None),
        ("text/html; charset=nonsense", None),
        ("text/html", None),
        (None, None),
    ],
)
def test_charset_of(content_type: str | None, codec: str | None) -> None:
    assert charset_of(content_type) == codec


@pytest.mark.parametrize("encoding", sorted(TITLES))
def test_the_transport_says_the_encoding(encoding: str) -> None:
    title = TITLES[encoding][:6]
    said = f"text/xml; charset={LABELS[encoding]}"
    assert decode(f"<t>{title}</t>".encode(encoding), said) == f"<t>{title}</t>"


@pytest.mark.parametrize("encoding", sorted(TITLES))
def test_the_payload_declares_the_encoding(encoding: str) -> None:
    title, label = TITLES[encoding][:6], LABELS[encoding]
    for declared in (
        f"<?xml version='1.0' encoding='{label}'?><t>{title}</t>",
        f'<html><head><meta charset="{label}"></head><p>{title}</p></html>',
    ):
        assert title in decode(declared.encode(encoding), "text/html")


@pytest.mark.parametrize("encoding", sorted(TITLES))
@pytest.mark.parametrize("label", [None, *LABELS.values(), "iso-8859-1", "utf-8"])
def test_no_label_makes_it_mojibake(encoding: str, label: str | None) -> None:
    said = None if label is None else f"text/html; charset={label}"
    text = f"<rss><title>{TITLES[encoding]}</title></rss>"
    assert read_or_refused(text.encode(encoding), said) in {text, Outcome.MALFORMED}


@pytest.mark.parametrize("encoding", sorted(TITLES))
@pytest.mark.parametrize("other", [*sorted(TITLES), "cp1252"])
def test_misread(encoding: str, other: str) -> None:
    title = TITLES[encoding]
    if encoding == other:
        assert not is_misread(title)
        return
    read = title.encode(encoding).decode(other, "replace")
    assert is_misread(read) or read.count("\ufffd") > len(read) / 5


@pytest.mark.parametrize(
    "text",
    [
        "Coöperatief U.A., Société à responsabilité limitée, São Paulo, Łódź, Đà Nẵng",
        "“Chips” — what’s next… 50 % ± 2 °C, © 2030 Ünal & Çelik AŞ",
        "中芯国际集成电路制造（上海）有限公司",
        "Íslensk erfðagreining hf., Þórður Ægisson",
    ],
)
def test_what_is_right_is_not_misread(text: str) -> None:
    assert not is_misread(text)
    assert decode(text.encode()) == text


def test_utf8_is_believed_before_a_label_that_contradicts_it() -> None:
    text = "<t>半导体出口管制</t>"
    for label in ("iso-8859-1", "gbk", "us-ascii", "utf-16"):
        assert decode(text.encode(), f"text/xml; charset={label}") == text


def test_bytes_that_nothing_explains_are_refused() -> None:
    with pytest.raises(PayloadError, match="encoding of the text is unknown"):
        decode("<t>存储</t>".encode("gbk"))


def test_two_letters_that_are_utf8_by_chance_are_refused() -> None:
    payload = "<t>芯片</t>".encode("gbk")
    assert payload.decode() == "<t>\u043e\u01ac</t>"
    with pytest.raises(PayloadError):
        decode(payload)
    assert decode(payload, "text/xml; charset=gbk") == "<t>芯片</t>"


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(mark: str) -> None:
    assert decode("a,é\n".encode(mark), "text/csv; charset=gbk") == "a,é\n"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_without_mark(encoding: str) -> None:
    assert decode('{"a": "半"}'.encode(encoding)) == '{"a": "半"}'


def test_a_declared_fallback_is_read_where_nothing_speaks_for_utf8() -> None:
    assert decode("Société".encode("cp1252"), fallback="cp1252") == "Société"
    assert decode("Societé".encode("cp1252")) == "Societ\ufffd"
    assert read_or_refused("Société".encode("cp1252"), None) == Outcome.MALFORMED
    assert decode("Société".encode(), fallback="cp1252") == "Société"


def test_a_few_lines_of_another_encoding_do_not_decide_for_the_rest() -> None:
    lines = ["a,b\n"] * 200 + ["é,ñ\n"] * 3
    payload = "".join(lines).encode() + "存储芯片,有限公司\n".encode("gbk")
    assert decode(payload).startswith("".join(lines))


@given(st.lists(st.sampled_from("abc é中文字ñ—"), min_size=30, max_size=60), st.data())
def test_a_damaged_byte_costs_one_character(found: list[str], data: st.DataObject) -> None:
    text = "".join(found) + "中文字的中文字的中文字的"
    payload = text.encode()
    at = data.draw(st.integers(0, len(payload) - 1))
    damaged = decode(payload[:at] + b"\xff" + payload[at + 1 :])
    before = len(payload[:at].decode("utf-8", "ignore"))
    assert damaged[:before] == text[:before]
    assert damaged.endswith(text[before + 1 :])
    assert "\ufffd" in damaged


@given(st.binary(max_size=200), st.sampled_from([None, "a/b; charset=gbk", "a/b; charset=x"]))
def test_any_bytes_are_text_or_refused(payload: bytes, content_type: str | None) -> None:
    read = read_or_refused(payload, content_type)
    assert read is Outcome.MALFORMED or read.encode().decode() == read


def test_xml_is_made_whole() -> None:
    given = "<?xml version='1.0' encoding='GBK'?><t>&#55357;&#56832;&#xD83D;&#146;&#1;\x02</t>"
    read = utf8(given.encode()).decode()
    assert read == "<?xml version='1.0'?><t>😀\ufffd\u2019\ufffd\ufffd</t>"


def test_a_feed_that_no_utf8_stands_in_is_not_read_as_damaged_utf8() -> None:
    feed = "<rss><title>Ação da empresa é proibida</title></rss>".encode("latin-1")
    with pytest.raises(PayloadError, match="encoding of the text is unknown"):
        decode(feed)


@pytest.mark.parametrize("encoding", ["iso2022_jp", "iso2022_jp_2", "iso2022_kr"])
def test_escape_sequences_are_the_sign_of_iso_2022(encoding: str) -> None:
    text = "<rss><title>半導体</title></rss>" if "jp" in encoding else "<rss><t>반도체</t></rss>"
    assert decode(text.encode(encoding)) == text


def test_surrogates_written_as_bytes_are_their_character() -> None:
    halves = "芯片 😀 ok".encode("utf-16-le", "surrogatepass")
    cesu = b"".join(
        chr(halves[i] + 256 * halves[i + 1]).encode("utf-8", "surrogatepass")
        for i in range(0, len(halves), 2)
    )
    assert cesu != "芯片 😀 ok".encode()
    assert decode(cesu) == "芯片 😀 ok"
    assert decode("ok 芯".encode() + b"\xed\xa0\xbd") == "ok 芯\ufffd"


@pytest.mark.parametrize(
    ("served", "meant"),
    [
        ("<t>AT&T and R&D</t>", "AT&T and R&D"),
        ("<t>Q&A: 1 &lt; 2</t>", "Q&A: 1 < 2"),
        ("<t>A & B <C</t>", "A & B <C"),
        ("<t>caf&eacute;&nbsp;&copy; &unknown; &LT;</t>", "café\xa0© &unknown; <"),
        ("<t><![CDATA[R&D <b & &nbsp;]]></t>", "R&D <b & &nbsp;"),
        ("<!-- a & <b <c --><t a='x&y'>z</t>", "z"),
        ("<t>x &#9999999999; &#xFFFFFFFFFF; &#0;</t>", "x \ufffd \ufffd \ufffd"),
    ],
)
def test_signs_that_stand_for_themselves_leave_xml_whole(served: str, meant: str) -> None:
    assert etree.fromstring(utf8(served.encode())).text == meant


@given(st.text(alphabet="<>&;#x!-[]CDAT/ab?1 \n", max_size=60))
def test_mending_twice_changes_nothing(text: str) -> None:
    assert mend_xml(mend_xml(text)) == mend_xml(text)


_PLAIN = "<item><title>Chip rules and what they mean</title></item>" * 4


@pytest.mark.parametrize("word", ["芯片", "規制", "칩", "半导体 “H20” 芯片"])
@pytest.mark.parametrize("kept", [1, 2])
def test_one_cut_character_of_stated_utf8_costs_itself_alone(word: str, kept: int) -> None:
    cut = word[-1].encode()[:kept]
    for around in ((word.encode(), cut), (cut, word.encode()), (word.encode() + b" ", cut)):
        title = b"".join(around)
        payload = f"<rss>{_PLAIN}<title>".encode() + title + b"</title></rss>"
        declared = b"<?xml version='1.0' encoding='utf-8'?>" + payload
        for text in (decode(declared), decode(payload, "text/xml; charset=UTF-8")):
            assert word in text
            assert text.count("\ufffd") <= kept


@pytest.mark.parametrize("encoding", sorted(TITLES))
def test_a_statement_of_utf8_makes_no_other_encoding_utf8(encoding: str) -> None:
    text = f"<?xml version='1.0' encoding='UTF-8'?><t>{TITLES[encoding]}</t>"
    read = read_or_refused(text.encode(encoding), "text/xml; charset=utf-8")
    assert TITLES[encoding] in read or read == Outcome.MALFORMED


_HEADLINES = {
    "euc_jp": TITLES["cp932"],
    "gb18030": TITLES["gb18030"],
    "cp949": TITLES["cp949"],
    "big5hkscs": TITLES["big5hkscs"],
}
_LIES = {"euc_jp": "EUC-JP", "gb18030": "GBK", "cp949": "EUC-KR", "big5hkscs": "Big5"}


@pytest.mark.parametrize("encoding", sorted(_HEADLINES))
@pytest.mark.parametrize("lie", sorted(_LIES))
@pytest.mark.parametrize("length", [14, 24, 40])
def test_a_charset_of_the_transport_that_gives_rare_characters_is_not_believed(
    encoding: str, lie: str, length: int
) -> None:
    text = f"<rss><title>{_HEADLINES[encoding][:length]}</title></rss>"
    read = read_or_refused(text.encode(encoding), f"text/xml; charset={_LIES[lie]}")
    assert read in ({text} if lie == encoding else {text, Outcome.MALFORMED})


def test_kana_in_chinese_text_leave_it_chinese() -> None:
    text = "<t>英伟达（エヌビディア）发布新一代芯片</t>"
    assert decode(text.encode("gbk"), "text/xml; charset=gbk") == text
