"""Takes credentials out of URLs and request parameters before they are written anywhere.

Belongs here: deciding which parameter names carry a secret, and replacing their values.
Does not belong here: anything that reads or writes files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import SplitResult, parse_qsl, quote, urlsplit, urlunsplit

REDACTED = "REDACTED"

_SECRET_NAMES = frozenset(
    {
        "key",
        "appid",
        "auth",
        "authorization",
        "bearer",
        "cookie",
        "credential",
        "credentials",
        "crumb",
        "gda",
        "hdnea",
        "hdntl",
        "hdnts",
        "hmac",
        "jwt",
        "passphrase",
        "passwd",
        "password",
        "policy",
        "pwd",
        "qak",
        "secret",
        "session",
        "sessionid",
        "sig",
        "signature",
        "tempauth",
        "token",
    }
)
_SECRET_ENDINGS = (
    "accessid",
    "accesskey",
    "apikey",
    "authkey",
    "credential",
    "keyid",
    "keypairid",
    "password",
    "privatekey",
    "secret",
    "secretkey",
    "servicekey",
    "signature",
    "subscriptionkey",
    "token",
)
_SIGNING_STARTS = ("xamz", "xgoog", "xms", "xobs", "xoss")
"""How the parameters that sign an address begin: Amazon, Google, Azure, Huawei, Alibaba."""

_URL_IN_TEXT = re.compile(r"https?://[^\s\"'<>]+", re.IGNORECASE)
_QUERY_IN_TEXT = re.compile(r"(?<=[?&;])([A-Za-z][\w.-]*)=([^&;\s\"'<>]+)")


def is_secret_name(name: str) -> bool:
    """Whether a parameter, header or field of this name usually carries a credential."""
    plain = re.sub(r"[^a-z0-9]", "", name.lower())
    return (
        plain in _SECRET_NAMES
        or plain.endswith(_SECRET_ENDINGS)
        or plain.startswith(_SIGNING_STARTS)
    )


def redact_url(url: str) -> str:
    """The URL with user name, password and secret query or fragment values replaced.

    A URL that cannot be split into its parts is cut at its first `?`, because what follows
    cannot be judged.
    """
    try:
        parts = urlsplit(url)
        netloc = _redact_netloc(parts)
    except ValueError:
        return f"{url.split('?', 1)[0]}?{REDACTED}" if "?" in url else url
    query = _redact_query(parts.query)
    fragment = _redact_query(parts.fragment) if "=" in parts.fragment else parts.fragment
    if (netloc, query, fragment) == (parts.netloc, parts.query, parts.fragment):
        return url
    return urlunsplit((parts.scheme, netloc, parts.path, query, fragment))


def redact_text(text: str) -> str:
    """Free text with every URL in it redacted, and every secret in a query without its host."""
    whole = _URL_IN_TEXT.sub(lambda match: redact_url(match.group()), text)
    return _QUERY_IN_TEXT.sub(
        lambda pair: f"{pair[1]}={REDACTED}" if is_secret_name(pair[1]) else pair.group(), whole
    )


def redact_value(value: object) -> object:
    """A JSON-like value with secret members replaced, at any depth."""
    if isinstance(value, str):
        return redact_text(value)
    if isinstance(value, Mapping):
        return {
            str(name): REDACTED if is_secret_name(str(name)) else redact_value(member)
            for name, member in value.items()
        }
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [redact_value(member) for member in value]
    return value


def redact_parameters(parameters: Mapping[str, object]) -> dict[str, object]:
    """Request parameters with secret values replaced; nested objects and lists included."""
    return {
        str(name): REDACTED if is_secret_name(str(name)) else redact_value(value)
        for name, value in parameters.items()
    }


def _redact_netloc(parts: SplitResult) -> str:
    if "@" not in parts.netloc:
        return parts.netloc
    return f"{REDACTED}@{parts.netloc.rsplit('@', 1)[1]}"


def _redact_query(query: str) -> str:
    """Only the values of secret names change; everything else stays as it was written."""
    pieces = []
    for piece in query.split("&"):
        decoded = parse_qsl(piece, keep_blank_values=True)
        if not decoded:
            pieces.append(piece)
            continue
        name, value = decoded[0]
        if is_secret_name(name) and value:
            pieces.append(f"{piece.split('=', 1)[0]}={REDACTED}")
        elif value and redact_text(value) != value:
            pieces.append(f"{piece.split('=', 1)[0]}={quote(redact_text(value), safe='')}")
        else:
            pieces.append(piece)
    return "&".join(pieces)
