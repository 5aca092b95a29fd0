"""A WSGI layer before Superset: the rule of `pipelines/local_only.py` for a server of another kind.

Superset checks a token on most of its forms and exempts some; it never looks at the Host. Belongs
here: a WSGI request in the form that the rule takes. Does not belong here: the rule.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

from pipelines.local_only import refusal

PORT_VARIABLE = "CHIPWATCH_SUPERSET_PORT"
Start = Callable[..., Any]
App = Callable[[dict[str, Any], Start], Iterable[bytes]]

_REASONS = {403: "403 Forbidden", 405: "405 Method Not Allowed", 415: "415 Unsupported Media Type"}
_HEADERS = {
    b"host": "HTTP_HOST",
    b"origin": "HTTP_ORIGIN",
    b"sec-fetch-site": "HTTP_SEC_FETCH_SITE",
    b"sec-fetch-mode": "HTTP_SEC_FETCH_MODE",
    b"sec-fetch-dest": "HTTP_SEC_FETCH_DEST",
}


class LocalPagesOnly:
    """Answers with the reason what does not come from this server's own pages."""

    def __init__(self, app: App) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Let one request through or answer it with the reason."""
        headers = [
            (name, str(environ[key]).encode("latin-1", "replace"))
            for name, key in _HEADERS.items()
            if key in environ
        ]
        scope = {
            "type": "http",
            "method": environ["REQUEST_METHOD"],
            "path": environ.get("PATH_INFO", ""),
            "headers": headers,
        }
        refused = refusal(scope, int(os.environ.get(PORT_VARIABLE, "0")), ())
        if refused is None:
            return self._app(environ, start)
        status, reason = refused
        body = f"{reason}\n".encode()
        kept = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
        start(_REASONS[status], kept)
        return [body]
