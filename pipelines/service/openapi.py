"""The OpenAPI document of the service, made of the declared questions.

Belongs here: its form. Does not belong here: which questions there are (operations.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipelines.service.operations import MOST_NAMES, SCREEN, Operation, Parameter

SCREEN_NAMES_PATH = "/v1/screen-names"
_ANSWERS = {
    "200": {
        "description": "The answer, with the release it comes from. Never a clearance.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Answer"}}},
    },
    "422": {
        "description": "Not understood: what is wrong and what to do.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    },
    "503": {
        "description": "Nothing is published, or the service has too much to do.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    },
}


def document(operations: Sequence[Operation], version: str, port: int) -> dict[str, Any]:
    """The document of these questions."""
    paths: dict[str, Any] = {one.path: {"get": _get(one)} for one in operations}
    paths[SCREEN_NAMES_PATH] = {"post": _screen_names()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "chipwatch",
            "version": version,
            "description": "Read-only answers of the published release, on this machine only. "
            "No match is no clearance; nothing here is legal advice.",
        },
        "servers": [{"url": f"http://127.0.0.1:{port}"}],
        "paths": paths,
        "components": {
            "schemas": {
                "Answer": {
                    "type": "object",
                    "properties": {"release": {"type": "object"}},
                    "required": ["release"],
                },
                "Problem": {
                    "type": "object",
                    "properties": {
                        "error": {"type": "string"},
                        "what_to_do": {"type": "string"},
                    },
                    "required": ["error", "what_to_do"],
                },
            }
        },
    }


def input_schema(operation: Operation) -> dict[str, Any]:
    """The parameters of a question as one JSON Schema object."""
    return {
        "type": "object",
        "properties": {
            one.name: {**one.schema, "description": one.description} for one in operation.parameters
        },
        "required": [one.name for one in operation.parameters if one.is_required],
        "additionalProperties": False,
    }


def _get(operation: Operation) -> dict[str, Any]:
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [_parameter(one) for one in operation.parameters],
        "responses": _ANSWERS,
    }


def _parameter(one: Parameter) -> dict[str, Any]:
    return {
        "name": one.name,
        "in": "query",
        "required": one.is_required,
        "description": one.description,
        "schema": one.schema,
    }


def _screen_names() -> dict[str, Any]:
    name = input_schema(SCREEN)
    del name["properties"]["limit"]
    return {
        "operationId": "screen_names",
        "summary": f"As {SCREEN.name}, for up to {MOST_NAMES} names.",
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "names": {"type": "array", "maxItems": MOST_NAMES, "items": name},
                            "limit": {"type": "integer", "minimum": 1, "maximum": 50},
                        },
                        "required": ["names"],
                        "additionalProperties": False,
                    }
                }
            },
        },
        "responses": _ANSWERS,
    }
