"""Single characters of a payload's text that are damaged or that its format cannot hold.

Belongs here: the controls that stand for Windows-1252, the escapes of XML and JSON that mean no
character, and signs of XML that stand for themselves. Does not belong here: encodings (`text.py`),
markup in titles (`news_items.py`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from html.entities import html5

from pipelines.letters.invisible import visible

REPLACEMENT = "\ufffd"
"""Stands for a character that cannot be known."""

_AS_WINDOWS = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
_C1 = re.compile("[\x80-\x9f]")
_XML_ENCODING = re.compile(
    r"""\A(\s*<\?xml\b[^>]{0,200}?)\s+encoding\s*=\s*["'][^"'>]*["']""", re.IGNORECASE
)
_NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));")
_LONGEST_CODE, _NO_CODE = 8, 0x110000
_SIGN = re.compile(
    r"(?P<opaque><!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z))"
    r"|&(?P<name>[A-Za-z][A-Za-z0-9]*);|(?P<ampersand>&)(?!#[0-9xX])"
    r"|(?P<less><)(?![!?/])(?=[^<>]*<)",
    re.DOTALL,
)
_WHOLE_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6});|&([A-Za-z][A-Za-z0-9]*;)")
_XML_NAMES = {"amp", "lt", "gt", "quot", "apos"}
_ESCAPED = {"&": "&amp;", "<": "&lt;"}
_TWO_REFERENCES = re.compile(
    r"&#(?:[xX](d[89ab][0-9a-f]{2})|(5[56]\d{3}));&#(?:[xX](d[c-f][0-9a-f]{2})|(5[67]\d{3}));",
    re.IGNORECASE,
)
_JSON_ESCAPE = re.compile(
    r"\\(?:\\|ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}"
    r"|u(?P<lone>d[89a-f][0-9a-f]{2})|u00(?P<control>[89][0-9a-f]))",
    re.IGNORECASE,
)


def read_controls(text: str) -> str:
    """The text with every control of U+0080 to U+009F read as Windows-1252 has it."""
    return _C1.sub(lambda found: _AS_WINDOWS[ord(found[0])], text)


@lru_cache(maxsize=65_536)
def one_line(text: str) -> str:
    """A name or remark as it is seen: references of HTML as their characters, no control and no
    invisible character, one blank where white space stands.
    """
    if "&" in text:
        text = _WHOLE_REFERENCE.sub(
            lambda found: html5.get(found[1], found[0]) if found[1] else unescape(found[0]), text
        )
    return " ".join(visible(text).split())


def mend_xml(text: str) -> str:
    """XML that states no encoding and holds only characters and references that XML allows.

    Two surrogate references that make one character are joined. An ampersand that begins no
    reference and a `<` that begins no tag stand for themselves; a name of HTML is its character.
    What declares entities of its own keeps its names.
    """
    text = _XML_ENCODING.sub(r"\1", text, count=1)
    if "&#" in text:
        text = _REFERENCE.sub(_allowed_reference, _TWO_REFERENCES.sub(_joined, text))
    if "<!ENTITY" not in text:
        text = _SIGN.sub(_meant_sign, text)
    return _NOT_XML.sub(REPLACEMENT, text)


def mend_json_escapes(text: str) -> str:
    """JSON whose escapes hold no lone surrogate and no control of U+0080 to U+009F."""
    return _JSON_ESCAPE.sub(_mended_escape, text) if "\\u" in text else text


def _mended_escape(found: re.Match[str]) -> str:
    if found["control"]:
        return _AS_WINDOWS[int(found["control"], 16)]
    return REPLACEMENT if found["lone"] else found[0]


def _meant_sign(found: re.Match[str]) -> str:
    if found["opaque"] or found["name"] in _XML_NAMES:
        return found[0]
    if found["name"]:
        meant = html5.get(f"{found['name']};")
        return f"&amp;{found['name']};" if meant is None else _ESCAPED.get(meant, meant)
    return _ESCAPED[found[0]]


def _joined(found: re.Match[str]) -> str:
    high, low = _code(found[1], found[2]), _code(found[3], found[4])
    if not 0xD800 <= high < 0xDC00 <= low < 0xE000:
        return found[0]
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


def _allowed_reference(found: re.Match[str]) -> str:
    code = _code(found[1], found[2])
    if 0x80 <= code < 0xA0:
        return _AS_WINDOWS[code]
    is_allowed = code < 0x110000 and not 0xD800 <= code < 0xE000 and not _NOT_XML.match(chr(code))
    return found[0] if is_allowed else REPLACEMENT


def _code(hexadecimal: str | None, decimal: str) -> int:
    digits = (hexadecimal or decimal).lstrip("0") or "0"
    if len(digits) > _LONGEST_CODE:
        return _NO_CODE
    return int(digits, 16 if hexadecimal else 10)
