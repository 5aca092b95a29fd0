"""An ASGI layer before Dagster: no build is planned while a file of the user's own is wrong.

Dagster writes down every asset of a run as planned when it makes the run, before any code of the
project is asked; when the run then fails, all of them read as failed, also the published file. So
a wrong file is told here, as the answer to the button. A run that a schedule or a program makes is
still refused by its first step (`overlay.py`).

Belongs here: which requests make a build, and the answer to them. Does not belong here: reading
the user's rows (`overlay/`), who may ask at all (`local_only.py`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from starlette.concurrency import run_in_threadpool

from pipelines.errors import ChipwatchError
from pipelines.local_only import App, Receive, Scope, Send

PATH = "/graphql"
BUILDS = ("build", "__ASSET_JOB")
MUTATIONS = (
    "launchMultipleRuns",
    "launchPipelineExecution",
    "launchPipelineReexecution",
    "launchRunReexecution",
    "launchRun",
)


class OverlayFirst:
    """Answers what would make a build with the reason against it, while there is one."""

    def __init__(self, app: App, check: Callable[[], object]) -> None:
        """`check` raises ChipwatchError that says what is wrong and what to do."""
        self._app = app
        self._check = check

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through or answer it."""
        if scope["type"] != "http" or scope["path"] != PATH or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        body = await _whole(receive)
        mutation = build_mutation(body)
        reason = await run_in_threadpool(self._wrong) if mutation else None
        if mutation and reason:
            await _answer(send, mutation, reason)
            return
        told = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def once_more() -> Any:
            return next(told, None) or await receive()

        await self._app(scope, once_more, send)

    def _wrong(self) -> str | None:
        try:
            self._check()
        except ChipwatchError as wrong:
            return f"Nothing was started. {wrong}"
        return None


def build_mutation(body: bytes) -> str | None:
    """The mutation of a GraphQL request that makes a run of a build, if it is one."""
    try:
        asked = json.loads(body)
    except ValueError:
        return None
    if not isinstance(asked, dict):
        return None
    query = str(asked.get("query") or "")
    mutation = next((name for name in MUTATIONS if name in query), None)
    jobs = set(_jobs(asked.get("variables")))
    return mutation if mutation and (not jobs or jobs & set(BUILDS)) else None


def _jobs(given: object) -> Iterator[str]:
    """Every name of a job in the variables, however deep."""
    if isinstance(given, dict):
        for key, value in given.items():
            if key in ("pipelineName", "jobName") and isinstance(value, str):
                yield value
            else:
                yield from _jobs(value)
    elif isinstance(given, list):
        for value in given:
            yield from _jobs(value)


async def _whole(receive: Receive) -> bytes:
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = bool(message.get("more_body", False))
    return b"".join(parts)


async def _answer(send: Send, mutation: str, reason: str) -> None:
    """The reason in the form in which Dagster's pages show an error."""
    error: dict[str, object] = {
        "__typename": "PythonError",
        "className": "ChipwatchError",
        "message": reason,
        "stack": [],
        "errorChain": [],
        "cause": None,
        "causes": [],
    }
    body = json.dumps({"data": {mutation: error}}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
