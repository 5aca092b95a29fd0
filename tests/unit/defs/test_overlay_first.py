"""No build is planned from the UI while a file of the user's own rows is wrong."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.defs.overlay_first import OverlayFirst, build_mutation
from pipelines.overlay.files import own_rows
from pipelines.warehouse import Warehouse


def launch(mutation: str, job: str) -> bytes:
    parameters = {"selector": {"pipelineName": job, "assetSelection": []}, "mode": "default"}
    query = f"mutation Start($executionParams: X!) {{ {mutation}(a: $executionParams) {{ x }} }}"
    return json.dumps({"query": query, "variables": {"executionParams": parameters}}).encode()


def ask(warehouse: Warehouse, body: bytes, path: str = "/graphql") -> tuple[bytes | None, Any]:
    """What Dagster was sent, if anything, and what was answered."""
    reached: list[bytes] = []
    answered: list[bytes] = []
    parts = [body[:7], body[7:]]

    async def receive() -> Any:
        part = parts.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(parts)}

    async def send(message: Any) -> None:
        answered.append(message.get("body", b""))

    async def dagster(_scope: Any, receive: Any, send: Any) -> None:
        got, more = b"", True
        while more:
            message = await receive()
            got, more = got + message["body"], message["more_body"]
        reached.append(got)
        await send({"type": "http.response.body", "body": b'{"data": {}}'})

    scope = {"type": "http", "path": path, "method": "POST"}
    asyncio.run(OverlayFirst(dagster, lambda: own_rows(warehouse))(scope, receive, send))
    return (reached[0] if reached else None), json.loads(b"".join(answered))


@pytest.fixture
def wrong(tmp_path: Path) -> Warehouse:
    warehouse = Warehouse(tmp_path / "warehouse")
    warehouse.overlay.mkdir(parents=True)
    (warehouse.overlay / "events.csv").write_text("event_id,nonsense\nx,y\n", encoding="utf-8")
    return warehouse


@pytest.mark.parametrize("job", ["build", "__ASSET_JOB"])
@pytest.mark.parametrize("mutation", ["launchPipelineExecution", "launchRun", "launchMultipleRuns"])
def test_a_build_is_refused_before_it_is_planned(wrong: Warehouse, mutation: str, job: str) -> None:
    reached, answer = ask(wrong, launch(mutation, job))
    assert reached is None
    error = answer["data"][mutation]
    assert error["__typename"] == "PythonError"
    assert error["message"].startswith("Nothing was started.")
    assert "events.csv" in error["message"]


@pytest.mark.parametrize(
    "body",
    [
        launch("launchRun", "fetch"),
        launch("terminateRun", "build"),
        b'{"query": "query Runs { runs { id } }"}',
        b"no JSON",
        b"[]",
    ],
)
def test_everything_else_reaches_dagster_as_it_was_sent(wrong: Warehouse, body: bytes) -> None:
    assert ask(wrong, body)[0] == body


def test_with_sound_files_a_build_is_planned(tmp_path: Path) -> None:
    body = launch("launchRun", "build")
    assert ask(Warehouse(tmp_path / "warehouse"), body)[0] == body


def test_a_second_run_of_a_run_is_a_build_too() -> None:
    query = "mutation Again($p: X!) { launchRunReexecution(reexecutionParams: $p) { x } }"
    body = json.dumps({"query": query, "variables": {"p": {"parentRunId": "1"}}}).encode()
    assert build_mutation(body) == "launchRunReexecution"
