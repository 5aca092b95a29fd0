"""A WSGI layer before Superset: its own first pages lead to "Start here".

Belongs here: which addresses are sent on, and where to. Does not belong here: who may ask
(`local_only.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dashboards.superset.local_only import App, Start

FIRST_PAGES = ("", "/", "/superset/welcome", "/superset/welcome/")
START = "/superset/dashboard/chipwatch-start/"


class LandsOnStart:
    """Sends whoever asks for a first page to the dashboard that says what there is."""

    def __init__(self, app: App) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Send one request on, or let it through."""
        is_first = environ.get("PATH_INFO", "") in FIRST_PAGES
        if not is_first or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._app(environ, start)
        start("302 Found", [("Location", START), ("Content-Length", "0")])
        return []
