"""From the bytes of a payload to text: the one place that decides which encoding they are in.

The encoding is that of a byte order mark, else the charset of the transport (the content type in
the sidecar), else the one that the payload declares, else UTF-8, else the one that the source is
declared to fall back to, else what charset-normalizer is sure of. Each is held against the bytes:
a label that they contradict is passed over, and bytes that fit none are refused, never guessed at.
Where UTF-8 is stated, damage to a small part of it contradicts nothing.
Belongs here: encodings and damaged bytes.
Does not belong here: escapes and single characters (`characters.py`), formats of payloads.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from email.message import Message

from charset_normalizer import from_bytes

from pipelines.letters.misread import count_beyond_ascii, count_common, is_misread
from pipelines.parsing.characters import REPLACEMENT, mend_xml, read_controls
from pipelines.parsing.records import Outcome, PayloadError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WITHOUT_MARK = (
    (re.compile(rb"[\x01-\x7f]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0[\x01-\x7f]"), "utf-32-be"),
    (re.compile(rb"[\x01-\x7f]\0[\x01-\x7f]\0"), "utf-16-le"),
    (re.compile(rb"\0[\x01-\x7f]\0[\x01-\x7f]"), "utf-16-be"),
)
_DECLARATIONS = (
    re.compile(
        rb"""\A\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{1,40})["']""", re.IGNORECASE
    ),
    re.compile(rb"""<meta\b[^>]{0,300}?\bcharset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE),
)
_DECLARED_WITHIN = 2048

_SHIFTS = (
    (re.compile(rb"\x1b\$[@B]"), "iso2022_jp_2"),
    (re.compile(rb"\x1b\$\)C"), "iso2022_kr"),
)
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
}
_OTHER_LABELS = {
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "windows-949": "cp949",
    "x-x-big5": "big5hkscs",
    "windows-874": "cp874",
    "utf8mb4": "utf-8",
}
_NO_LABELS = {"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"}

_GOOD_FOR_EACH_BAD, _OF_SINGLE_BYTES = 4, 25
_MULTI_BYTE = {"utf-8", "gb18030", "big5hkscs", "cp932", "cp949", "euc_jp"}
_FEW_BAD, _BYTES_FOR_EACH_BAD = 3, 200
_SURELY_UTF8 = 4
_FIRST_OF_THREE_BYTES, _LETTERS_FOR_EACH_BAD = "\u0800", 50
_EAST_ASIAN = ("gb18030", "big5hkscs", "euc_jp", "cp932", "cp949")
_SAME_KANA, _CLEARLY_MORE = ("gb18030", "euc_jp"), 3
_KANA = re.compile("[\u3041-\u3093\u30a1-\u30f6]")
_LEAST_LINES, _MOST_BAD_LINES = 50, 0.02
_SAMPLE_BYTES, _LEAST_SAMPLE = 65_536, 12
_MOST_CHAOS, _LEAD = 0.1, 0.1

_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")
_SCRIPTS = {"LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "HEBREW", "ARABIC"}
_BEYOND_ASCII = re.compile(r"[^\0-\x7f]+")
_HIGH_WORDS = re.compile("[\u00c0-\u07ff]{2,}")
_DAMAGED_RUNS = re.compile(f"{REPLACEMENT}+")
_LEFT_OF_ONE = 3
_LONE_DAMAGE = re.compile(f"(?<![^\0-\x7f]){REPLACEMENT}{{1,{_LEFT_OF_ONE}}}(?![^\0-\x7f])")
_WINDOWS_PUNCTUATION = range(0x91, 0x98)


def utf8(payload: bytes, content_type: str | None = None, fallback: str | None = None) -> bytes:
    """The payload as UTF-8 without byte order mark, whatever it came in: what a parser is given.

    A damaged character is U+FFFD; a control of U+0080 to U+009F is what Windows-1252 has in its
    place; XML declares no encoding and holds what XML allows. `fallback` is the encoding that the
    source is declared to write when nothing else says one. Raises PayloadError (malformed) when no
    encoding fits the bytes.
    """
    text = decode(payload, content_type, fallback)
    if text.lstrip().startswith("<"):
        text = mend_xml(text)
    encoded = text.encode("utf-8", "replace")
    return payload if encoded == payload else encoded


def decode(payload: bytes, content_type: str | None = None, fallback: str | None = None) -> str:
    """The text of a payload, without byte order mark. Raises PayloadError as `utf8` does."""
    if payload.isascii() and b"\0" not in payload[:4]:
        return _as_shifted(payload) or payload.decode("ascii")
    marked = _marked(payload)
    if marked is not None:
        mark, encoding = marked
        return _read(payload.removeprefix(mark), encoding)
    text = _as_utf8(payload)
    if text is not None and _has_distinct_letters(text, _SURELY_UTF8):
        return read_controls(text)
    stated = _stated(payload, content_type, is_utf8=text is not None)
    if stated is not None:
        return _read(payload, stated)
    if text is not None and not _is_utf8_by_chance(text):
        return read_controls(text)
    found = _found(payload, fallback) if text is None else _detected(payload)
    if found is not None:
        return _read(payload, found)
    raise PayloadError(
        Outcome.MALFORMED,
        "the encoding of the text is unknown: it is not UTF-8 and nothing states another one that"
        " fits; state it (--content-type 'text/plain; charset=NAME') or save it as UTF-8",
    )


def _marked(payload: bytes) -> tuple[bytes, str] | None:
    """A byte order mark and its encoding; no mark where the zeros between the bytes say as much."""
    for mark, encoding in _MARKS:
        if payload.startswith(mark):
            return mark, encoding
    if b"\0" in payload[:4]:
        return next(((b"", name) for form, name in _WITHOUT_MARK if form.match(payload)), None)
    return None


def _found(payload: bytes, fallback: str | None) -> str | None:
    """The encoding of bytes that are not whole UTF-8 and state no other one that fits."""
    if fallback is not None and not _counted(payload, "utf-8")[1] and _fits(payload, fallback):
        return fallback
    if _is_damaged_utf8(payload):
        return "utf-8"
    return _detected(payload) or ("utf-8" if _is_damaged_in_few_lines(payload) else None)


def charset_of(content_type: str | None) -> str | None:
    """The codec that a content type names; None when it names none or one that is not known."""
    if not content_type:
        return None
    message = Message()
    message["content-type"] = " ".join(content_type.split())
    label = message.get_param("charset")
    return _codec(label) if isinstance(label, str) else None


def _stated(payload: bytes, content_type: str | None, *, is_utf8: bool) -> str | None:
    """The stated encoding that fits the bytes."""
    labels = list(_labels(payload, content_type))
    if not is_utf8 and "utf-8" in labels and _is_damaged_utf8(payload, is_stated=True):
        return "utf-8"
    fitting = [label for label in labels if _may_be_stated(label) and _fits(payload, label)]
    return _likeliest(payload, fitting[0]) if fitting else None


def _labels(payload: bytes, content_type: str | None) -> Iterator[str]:
    """What the transport and then the payload state."""
    declared = (form.search(payload[:_DECLARED_WITHIN]) for form in _DECLARATIONS)
    labels = (found[1].decode("ascii", "replace") for found in declared if found)
    for encoding in dict.fromkeys([charset_of(content_type), *map(_codec, labels)]):
        if encoding is not None:
            yield encoding


def _may_be_stated(encoding: str) -> bool:
    """Not what bytes without NUL cannot be, nor UTF-8, which is tried without a label too."""
    return not encoding.startswith(("utf-16", "utf-32", "utf-8"))


def _likeliest(payload: bytes, first: str) -> str:
    """The stated encoding, or one that gives clearly more common characters.

    East Asian sets share their bytes, so that text fits the labels of the others. Kana have the
    same bytes in the Japanese and the Chinese set: with them the other characters decide.
    """
    if first not in _EAST_ASIAN:
        return first
    text = payload.decode(first, "replace")
    least = count_common(text) + 1
    counts = {
        other: count_common(payload.decode(other))
        - (0 if (first, other) == _SAME_KANA and _KANA.search(text) else _CLEARLY_MORE - 1)
        for other in _EAST_ASIAN
        if other != first and _is_whole(payload, other)
    }
    best = max(counts, key=counts.__getitem__, default=first)
    return best if counts.get(best, 0) >= least else first


def _is_whole(payload: bytes, encoding: str) -> bool:
    try:
        payload.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _codec(label: str) -> str | None:
    """The codec of a label, or of the larger set that is sent under it; None when unknown."""
    plain = label.strip().strip("\"'").lower()
    if plain in _OTHER_LABELS:
        return _OTHER_LABELS[plain]
    try:
        found = codecs.lookup(plain)
        "".encode(plain)
    except (LookupError, ValueError):
        return None
    return None if found.name in _NO_LABELS else _SUPERSETS.get(found.name, found.name)


def _as_utf8(payload: bytes) -> str | None:
    """The text of whole UTF-8, also where characters beyond U+FFFF are written as surrogates."""
    try:
        return payload.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        halves = payload.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    return halves.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _as_shifted(payload: bytes) -> str | None:
    """The text of ISO-2022, whose escape sequences are its sign in bytes that are all ASCII."""
    for form, encoding in _SHIFTS:
        if form.search(payload):
            try:
                return payload.decode(encoding)
            except UnicodeDecodeError:
                continue
    return None


def _has_distinct_letters(text: str, least: int) -> bool:
    """Whether so many different letters beyond ASCII stand in a text."""
    found: set[str] = set()
    for run in _BEYOND_ASCII.finditer(text):
        found.update(run[0])
        found.discard(REPLACEMENT)
        if len(found) >= least:
            return True
    return False


def _is_utf8_by_chance(text: str) -> bool:
    """Whether letters of several scripts stand in one word, as two bytes of another encoding do."""
    words = (found[0] for found in _HIGH_WORDS.finditer(text))
    scripts = ({unicodedata.name(letter, " ").split(" ")[0] for letter in word} for word in words)
    return any(len(found & _SCRIPTS) > 1 for found in scripts)


def _counted(payload: bytes, encoding: str) -> tuple[str, int, int]:
    """The text, and how many of its characters beyond ASCII are whole and damaged.

    One damaged character may leave several bytes that are none.
    """
    text = payload.decode(encoding, "replace")
    runs = (run.end() - run.start() for run in _DAMAGED_RUNS.finditer(text))
    bad = sum(max(1, length - _LEFT_OF_ONE) for length in runs)
    return text, count_beyond_ascii(text) - text.count(REPLACEMENT), bad


def _fits(payload: bytes, encoding: str) -> bool:
    """Whether the bytes are text of that encoding but for damage here and there."""
    text, good, bad = _counted(payload, encoding)
    each = _GOOD_FOR_EACH_BAD if encoding in _MULTI_BYTE else _OF_SINGLE_BYTES
    return good >= each * bad and not is_misread(text)


def _is_damaged_utf8(payload: bytes, is_stated: bool = False) -> bool:
    """Whether the bytes are UTF-8 but for damage here and there.

    One damaged character in the midst of ASCII text is damage where that is rare; more of them, or
    several in a row, or two where no character beyond ASCII is whole, may be another encoding.
    Where UTF-8 is stated, as many whole characters of three bytes as damaged ones are enough: other
    encodings seldom give one by chance.
    """
    text, good, bad = _counted(payload, "utf-8")
    if is_stated and not _is_utf8_by_chance(text):
        long = sum(letter >= _FIRST_OF_THREE_BYTES and letter != REPLACEMENT for letter in text)
        if long >= max(bad, 1) and bad <= max(1, len(text) // _LETTERS_FOR_EACH_BAD):
            return True
    lone = sum(1 for _ in _LONE_DAMAGE.finditer(text))
    if (good or lone == 1) and lone <= max(_FEW_BAD, len(payload) // _BYTES_FOR_EACH_BAD):
        bad -= lone
    return good >= _GOOD_FOR_EACH_BAD * bad


def _is_damaged_in_few_lines(payload: bytes) -> bool:
    """Whether so few lines are not UTF-8 that those were damaged, or put in from elsewhere."""
    lines = payload.splitlines()
    bad = sum(not line.isascii() and _as_utf8(line) is None for line in lines)
    return len(lines) >= _LEAST_LINES and bad <= _MOST_BAD_LINES * len(lines)


def _read(payload: bytes, encoding: str) -> str:
    errors = _LENIENT if encoding == "utf-8" else "replace"
    return read_controls(payload.decode(encoding, errors))


def _read_damaged(error: UnicodeError) -> tuple[str, int]:
    """In UTF-8, a quotation mark or dash of Windows-1252 between ASCII letters; else U+FFFD."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    around = error.object[max(0, error.start - 1) : error.start + 2]
    damaged = error.object[error.start]
    if damaged in _WINDOWS_PUNCTUATION and sum(byte >= 0x80 for byte in around) == 1:
        return chr(damaged), error.start + 1
    return REPLACEMENT, error.end


_LENIENT = "chipwatch_lenient"
codecs.register_error(_LENIENT, _read_damaged)


def _detected(payload: bytes) -> str | None:
    """The encoding that charset-normalizer finds, when it is sure and no other one comes near."""
    text, good, _ = _counted(payload, "utf-8")
    if 2 * good >= text.count(REPLACEMENT) > 0:
        return None
    sample = bytearray()
    for line in payload.split(b"\n"):
        if not line.isascii() and len(sample) < _SAMPLE_BYTES:
            sample += line[:_SAMPLE_BYTES] + b"\n"
    if sum(map(len, _HIGH_BYTES.findall(bytes(sample)))) < _LEAST_SAMPLE:
        return None
    matches = list(from_bytes(bytes(sample)))
    if not matches or matches[0].chaos > _MOST_CHAOS:
        return None
    best = matches[0]
    rivals = (match.chaos for match in matches[1:] if str(match) != str(best))
    if min(rivals, default=1.0) - best.chaos < _LEAD:
        return None
    encoding = _codec(best.encoding)
    return encoding if encoding is not None and _fits(payload, encoding) else None
