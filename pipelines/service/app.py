"""The service over HTTP: read-only answers as JSON, an answer as a page, the report's pages.

Belongs here: routes, limits of size and time, errors as words. Does not belong here: which requests
come from this machine's own pages (`local_only.py`), what a question is (operations.py).
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from pipelines.answer.limits import NO_CLEARANCE
from pipelines.answer.page import render_page
from pipelines.answer.question import EXPORT_TYPES, NotUnderstood
from pipelines.errors import ChipwatchError
from pipelines.files.kept_json import Misshapen, parse_kept
from pipelines.local_only import LocalOnly
from pipelines.releases.site_files import INDEX_NAME, SITE_NAME, listed, site_file
from pipelines.report.pages.frame import POLICY as PAGE_POLICY
from pipelines.service.current import Current, Session
from pipelines.service.openapi import SCREEN_NAMES_PATH, document
from pipelines.service.operations import (
    CHECK,
    MOST_NAMES,
    OPERATIONS,
    Operation,
    answered,
    asked_name,
    check_record,
    screen_names,
)
from pipelines.service.turns import Busy, Turns

SECONDS = 20.0
"""Time for one answer, waiting for its turn included."""
AT_ONCE, WAITING = 2, 16
LONGEST_QUERY, LARGEST_BODY = 8_000, 200_000
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
SITE_POLICY = f"{PAGE_POLICY}; frame-ancestors 'none'"
MEDIA_TYPES = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "json": "application/json",
    "csv": "text/csv",
    "xml": "application/atom+xml",
    "ics": "text/calendar",
    "svg": "image/svg+xml",
}
"""Of the report's files, by the end of their names; all are UTF-8."""
_STYLE = Path(__file__).with_name("index.css")
Answering = Callable[[Session], Response]


class Service:
    """Answers requests out of the current release, a few at a time."""

    def __init__(self, current: Current, version: str, port: int) -> None:
        self._current = current
        self._document = document(OPERATIONS, version, port)
        self._turns = Turns(AT_ONCE, WAITING, SECONDS)

    def routes(self) -> list[Route]:
        """Every path; all but one take GET alone."""
        return [
            Route("/", self._index),
            Route("/openapi.json", self._openapi),
            Route("/report", _to_first_page),
            Route("/report/{path:path}", self._report),
            Route("/check", self._check_page),
            Route(SCREEN_NAMES_PATH, self._screen_names, methods=["POST"]),
            *(Route(one.path, self._operation(one)) for one in OPERATIONS),
        ]

    async def _index(self, _: Request) -> Response:
        return await self._answer(lambda session: _page(_index_page(session)))

    async def _openapi(self, _: Request) -> Response:
        return JSONResponse(self._document)

    async def _report(self, request: Request) -> Response:
        path = str(request.path_params["path"]) or INDEX_NAME

        def read(session: Session) -> Response:
            folder = session.shelved.path / SITE_NAME if session.shelved else None
            own = listed(folder) if folder else {}
            if folder is None or not own:
                told = "The release has no pages yet; `chipwatch report` writes them."
                return _problem(404, told, "write them, then ask again.")
            content = site_file(folder, own, path)
            if content is None:
                return _problem(404, "The report has no such page.", "begin at /report.")
            headers = {"content-security-policy": SITE_POLICY, "cache-control": "no-store"}
            kind = MEDIA_TYPES.get(path.rpartition(".")[2], "application/octet-stream")
            return Response(content, headers=headers, media_type=kind)

        return await self._answer(read)

    async def _check_page(self, request: Request) -> Response:
        words = _given(request)

        def ask(session: Session) -> Response:
            try:
                record = check_record(session, CHECK.words(words))
            except NotUnderstood as error:
                return _page(_words_page(error), 422)
            return _page(render_page(record, session.release.labels()).encode())

        return await self._answer(ask)

    def _operation(self, operation: Operation) -> Callable[[Request], Awaitable[Response]]:
        async def ask(request: Request) -> Response:
            words = _given(request)
            return await self._answer(lambda session: _json(answered(operation, session, words)))

        return ask

    async def _screen_names(self, request: Request) -> Response:
        names, limit = _names_in(await _body(request))
        return await self._answer(
            lambda session: _json(
                {
                    "release": session.about,
                    **screen_names(session, [asked_name(one) for one in names], limit),
                }
            )
        )

    async def _answer(self, answering: Answering) -> Response:
        """One answer in its turn. Raises Busy."""

        def work() -> Response:
            with self._current.session(SECONDS) as session:
                response = answering(session)
                response.headers["x-chipwatch-release"] = str(session.about["release_id"])
                return response

        return await self._turns.take(work)


def make_app(current: Current, version: str, port: int) -> LocalOnly:
    """The whole application, for the pages and programs of this machine alone."""
    service = Service(current, version, port)
    app = Starlette(
        routes=service.routes(),
        exception_handlers={
            ChipwatchError: _refused,
            404: _no_such_path,
            405: _not_that_way,
            Exception: _unforeseen,
        },
    )
    return LocalOnly(app, port, json_paths=(SCREEN_NAMES_PATH,))


def _given(request: Request) -> dict[str, str]:
    """The parameters of a request. Raises NotUnderstood for one given twice, or too much."""
    if len(request.url.query) > LONGEST_QUERY:
        raise NotUnderstood(
            f"The query is longer than {LONGEST_QUERY} characters.", "ask for less at a time."
        )
    pairs = request.query_params.multi_items()
    names = [name for name, _ in pairs]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise NotUnderstood(f"{twice[:60]!r} is given twice.", "give it once.")
    return dict(pairs)


async def _body(request: Request) -> bytes:
    body = b""
    try:
        async with asyncio.timeout(SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > LARGEST_BODY:
                    raise NotUnderstood(
                        f"The body is larger than {LARGEST_BODY} bytes.",
                        "ask for fewer names at a time.",
                    )
    except TimeoutError:
        raise Busy from None
    return body


def _names_in(body: bytes) -> tuple[list[Mapping[str, Any]], int]:
    """The names of a JSON body. Raises NotUnderstood."""
    try:
        asked = parse_kept(body, {"names": [dict], "limit?": int})
    except Misshapen as error:
        raise NotUnderstood(
            f"The body is not of the form that is read here ({error}).",
            'send {"names": [{"name": "…", "country": "CN"}]}.',
        ) from error
    names, limit = asked["names"], asked.get("limit", 5)
    if set(asked) - {"names", "limit"} or not 1 <= limit <= 50:
        raise NotUnderstood(
            "Only names and a limit from 1 to 50 may stand in the body.", "leave out the rest."
        )
    if not 1 <= len(names) <= MOST_NAMES:
        raise NotUnderstood(
            f"{len(names)} names are asked; 1 to {MOST_NAMES} are answered at a time.",
            "ask in parts.",
        )
    return names, limit


def _json(told: Mapping[str, Any], status: int = 200) -> Response:
    text = json.dumps(told, ensure_ascii=False, allow_nan=False, default=str)
    return Response(text.encode(), status, {"cache-control": "no-store"}, "application/json")


def _page(content: bytes, status: int = 200) -> Response:
    headers = {"content-security-policy": POLICY, "cache-control": "no-store"}
    return HTMLResponse(content, status, headers=headers)


def _problem(status: int, error: str, what_to_do: str) -> Response:
    return _json({"error": error, "what_to_do": what_to_do}, status)


async def _to_first_page(_: Request) -> Response:
    return RedirectResponse(f"/report/{INDEX_NAME}", 307, {"cache-control": "no-store"})


async def _refused(_: Request, error: Exception) -> Response:
    told = error if isinstance(error, ChipwatchError) else ChipwatchError(str(error))
    return _problem(422 if isinstance(error, NotUnderstood) else 503, told.message, told.remedy)


async def _no_such_path(_: Request, __: Exception) -> Response:
    return _problem(404, "There is no such path.", "see /openapi.json for those there are.")


async def _not_that_way(_: Request, __: Exception) -> Response:
    return _problem(405, "This path is not asked that way.", "see /openapi.json.")


async def _unforeseen(request: Request, error: Exception) -> Response:
    sys.stderr.write(f"note: {request.url.path}: {type(error).__name__}: {error}\n")
    told = "An error that nobody foresaw; nothing was changed."
    return _problem(500, told, "see what `chipwatch serve` printed.")


def _index_page(session: Session) -> bytes:
    release = session.about
    types = "".join(f'<option value="{escape(one)}">{escape(one)}</option>' for one in EXPORT_TYPES)
    fields = "".join(
        f'<label>{words}<input name="{name}" maxlength="300"></label>'
        for name, words in (
            ("chip", "Chip"),
            ("to", "Customer"),
            ("country", "Destination"),
            ("headquarters", "Headquarters of the customer or its parent"),
            ("owners", "Its owners, as far as known (Name = 30; Name)"),
            ("on", "Day (YYYY-MM-DD)"),
            ("known_on", "As known on (YYYY-MM-DD)"),
        )
    )
    sample = "<p><strong>Sample data.</strong></p>" if release["is_sample"] else ""
    return _small_page(
        f"<p>Release {escape(str(release['release_id']))}. {escape(NO_CLEARANCE)}</p>{sample}"
        f'<form action="/check" method="get">{fields}'
        f'<label>Kind of export<select name="export_type">{types}</select></label>'
        "<button>Check</button></form>"
        '<p><a href="/report">Report of the release</a> · '
        '<a href="/openapi.json">OpenAPI document</a></p>'
    )


def _words_page(error: NotUnderstood) -> bytes:
    told = f"<p><strong>{escape(error.message)}</strong></p><p>What to do: "
    return _small_page(f'{told}{escape(error.remedy)}</p><p><a href="/">Ask again</a></p>')


def _small_page(body: str) -> bytes:
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>chipwatch</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE.read_text(encoding='utf-8')}</style></head>"
        f"<body><h1>chipwatch</h1>{body}</body></html>\n"
    ).encode()
