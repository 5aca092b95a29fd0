"""The service over the Model Context Protocol: the declared questions as tools, on standard input
and output.

An assistant gets the same answers as over HTTP, each with the release it comes from and with the
source of every sentence. Belongs here: the protocol, by its official SDK, which is an extra.
Does not belong here: what a question is (operations.py).
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from pipelines.answer.limits import NO_CLEARANCE
from pipelines.errors import ChipwatchError
from pipelines.service.current import Current
from pipelines.service.openapi import input_schema
from pipelines.service.operations import OPERATIONS, answered
from pipelines.service.turns import Turns
from pipelines.warehouse import Warehouse

if TYPE_CHECKING:
    from mcp.server import Server

SECONDS = 20.0
AT_ONCE, WAITING = 2, 16
INSTRUCTIONS = (
    "Answers of a warehouse on AI-chip export restrictions, listings and owners. Cite the sources "
    "that stand beside each sentence, and the release_id. " + NO_CLEARANCE
)
_BY_NAME = {one.name: one for one in OPERATIONS}


def serve(warehouse: Warehouse, version: str) -> None:
    """Answer on standard input and output until it is closed.

    Raises ChipwatchError when the SDK is not installed.
    """
    try:
        from mcp.server.stdio import stdio_server
    except ImportError as error:
        raise ChipwatchError(
            "The Python SDK of the Model Context Protocol is not installed.",
            "install the extra: pip install 'chipwatch[mcp]', or "
            "pip install --require-hashes -r requirements-mcp.txt.",
        ) from error
    server = make_server(Current(warehouse), version)

    async def run() -> None:
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    asyncio.run(run())


def make_server(current: Current, version: str) -> Server[Any]:
    """The server with a tool for each question, each read-only."""
    from mcp import types
    from mcp.server import Server

    turns = Turns(AT_ONCE, WAITING, SECONDS)
    tools = [
        types.Tool(
            name=one.name,
            description=one.summary,
            input_schema=input_schema(one),
            annotations=types.ToolAnnotations(
                read_only_hint=True, destructive_hint=False, open_world_hint=False
            ),
        )
        for one in OPERATIONS
    ]

    def ask(name: str, given: dict[str, Any]) -> dict[str, Any]:
        operation = _BY_NAME.get(name)
        if operation is None:
            raise ChipwatchError(f"There is no tool {name[:60]!r}.", f"use {', '.join(_BY_NAME)}.")
        with current.session(SECONDS) as session:
            return answered(operation, session, given)

    async def list_tools(_: Any, __: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=tools)

    async def call_tool(_: Any, called: types.CallToolRequestParams) -> types.CallToolResult:
        given = called.arguments or {}
        is_error = False
        try:
            told = await turns.take(lambda: ask(called.name, given))
        except ChipwatchError as error:
            told, is_error = {"error": error.message, "what_to_do": error.remedy}, True
        text = json.dumps(told, ensure_ascii=False, allow_nan=False, default=str)
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=text)],
            structured_content=json.loads(text),
            is_error=is_error,
        )

    return Server(
        "chipwatch",
        version=version,
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )
