"""What reading a payload may cost: refused before it is read, by counting what would be made of it.

A parse may take half a gigabyte, the interpreter and its libraries included. What a payload costs
depends on its bytes alone, so the same one is refused on every machine. Belongs here: the counting
and its weights, which `tests/attacks/bombs.py` holds against measured peaks.
Does not belong here: how large a source may be (its `spec.yml`), reading.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.parsing.records import Outcome, PayloadError

MOST_BYTES = 450_000_000
"""Of memory for one payload, by the weights below."""

_JSON: Mapping[bytes, int] = {b"{": 450, b"[": 300, b",": 70}
_XML: Mapping[bytes, int] = {b"<": 500, b"=": 120, b"&": 100}
_LINES: Mapping[bytes, int] = {b"\n": 700, b"\r": 350, b",": 60, b";": 60, b"\t": 60}
_NUMBER = 45
"""Bytes that a number of JSON takes beside the comma or colon before it: an exact fraction is the
largest."""
_SPLIT = 5
"""Bytes a letter while text is split into lines: a buffer holds each in four."""
_SNIFFED = 64
_DIGITS_ALIKE = bytes.maketrans(b"123456789", b"000000000")


def require_affordable(text: bytes) -> None:
    """Raise PayloadError (too_large) for UTF-8 text that costs more to read than a parse may."""
    cost = cost_of(text)
    if cost > MOST_BYTES:
        raise PayloadError(
            Outcome.TOO_LARGE,
            f"reading it would take about {cost / 1e6:.0f} MB of memory, a parse may take "
            f"{MOST_BYTES / 1e6:.0f} MB; give a file of your own in parts",
        )


def cost_of(text: bytes) -> int:
    """Bytes of memory that reading UTF-8 text takes, about: its letters and what is made of them.

    Python holds a text in one, two or four bytes a letter, whichever its widest letter needs.
    """
    first = text[:_SNIFFED].lstrip()[:1]
    weights = _JSON if first in {b"{", b"["} else _XML if first == b"<" else _LINES
    made = sum(text.count(mark) * weight for mark, weight in weights.items())
    if weights is _JSON:
        made += _NUMBER * _number_count(text)
    copied = 1 + 2 * _letter_bytes(text) + (_SPLIT if weights is _LINES else 0)
    return len(text) * copied + made


def _number_count(text: bytes) -> int:
    digits_alike = text.translate(_DIGITS_ALIKE, b" \t\r\n-")
    return digits_alike.count(b",0") + digits_alike.count(b":0")


def _letter_bytes(text: bytes) -> int:
    if text.isascii():
        return 1
    return 4 if any(text.find(bytes([lead])) >= 0 for lead in range(0xF0, 0xF5)) else 2
