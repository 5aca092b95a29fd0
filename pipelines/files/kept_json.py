"""JSON that this program wrote and reads again: whole and of its shape, or a reason in words.

A disk, an editor or a restored backup can leave any JSON in the place of a record. Belongs here:
reading such text without trusting it, and saying how it differs from its shape.
Does not belong here: JSON of services (`parsing/json_text.py`), what a record means.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

DEEPEST = 60
_SMALLEST, _LARGEST = -(2**63), 2**63 - 1
_WORDS: Mapping[type | None, str] = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "an object",
    type(None): "null",
    None: "null",
}

Shape = Any
"""`str`, `int`, `float` (any number), `bool`, `list`, `dict`, None; `[shape]` a list of such;
`{name: shape}` an object with these members at least, `name?` where one may be missing; a tuple:
any of these."""


class Misshapen(ValueError):
    """The text is no JSON, or not of the shape that its reader needs; the message says where."""


def read_kept(path: Path, shape: Shape = object) -> Any:
    """The JSON value of a file. Raises OSError and Misshapen."""
    return parse_kept(path.read_bytes(), shape)


def parse_kept(text: str | bytes, shape: Shape = object) -> Any:
    """The JSON value of a text, of this shape. Raises Misshapen.

    Nesting deeper than 60, numbers beyond 64 bits, NaN, infinities and half characters are none
    that this program writes.
    """
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8")
        value = json.loads(text, parse_int=_whole, parse_float=_finite, parse_constant=_finite)
    except Misshapen:
        raise
    except RecursionError:
        raise Misshapen("it is nested too deep") from None
    except ValueError as error:
        raise Misshapen(f"it is no JSON ({error})") from error
    _require_sound(value, DEEPEST)
    require_shape(value, shape)
    return value


def require_shape(value: object, shape: Shape, where: str = "it") -> None:
    """Raise Misshapen unless the value is of the shape; `where` names the value in the message."""
    if isinstance(shape, tuple):
        if not any(_fits(value, one, where) for one in shape):
            require_shape(value, shape[0], where)
    elif isinstance(shape, list):
        _require_kind(value, list, where)
        for number, member in enumerate(value):  # type: ignore[arg-type, var-annotated]
            require_shape(member, shape[0], f"{where}[{number}]")
    elif isinstance(shape, dict):
        _require_kind(value, dict, where)
        for name, inner in shape.items():
            plain, prefix = name.removesuffix("?"), "" if where == "it" else f"{where}."
            if plain in value:  # type: ignore[operator]
                require_shape(value[plain], inner, f"{prefix}{plain}")  # type: ignore[index]
            elif plain == name:
                raise Misshapen(f"{prefix}{plain} is missing")
    else:
        _require_kind(value, shape, where)


def _fits(value: object, shape: Shape, where: str) -> bool:
    try:
        require_shape(value, shape, where)
    except Misshapen:
        return False
    return True


def _require_kind(value: object, kind: type | None, where: str) -> None:
    if kind is object:
        return
    actual = type(value)
    is_right = actual is (type(None) if kind is None else kind) or (kind is float and actual is int)
    if not is_right:
        raise Misshapen(f"{where} is {_WORDS[actual]}, expected {_WORDS[kind]}")


def _whole(digits: str) -> int:
    if len(digits) <= 20 and _SMALLEST <= int(digits) <= _LARGEST:
        return int(digits)
    raise Misshapen(f"the number {digits[:20]}… is out of range")


def _finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise Misshapen(f"the number {number[:20]} is out of range")
    return value


def _require_sound(value: object, deeper: int) -> None:
    if deeper == 0:
        raise Misshapen("it is nested too deep")
    if isinstance(value, str):
        if not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError:
                raise Misshapen("a text in it holds half a character") from None
    elif isinstance(value, dict):
        for name, member in value.items():
            _require_sound(name, deeper)
            _require_sound(member, deeper - 1)
    elif isinstance(value, list):
        for member in value:
            _require_sound(member, deeper - 1)
