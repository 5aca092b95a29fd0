"""Plays back the bundle of a first live run: services behave as they were seen to behave.

Belongs here: reading the bundle, and the answer that each of its exchanges stands for. Bodies are
not in it: data are those of the simulated service, anything else is a body of the same kind and
size. Does not belong here: making a bundle (`pipelines/cli/first_live.py`).
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.simulator.faults import Wire
from tests.simulator.service import Asked, Reply
from tests.simulator.sources import SERVICES
from tests.simulator.world import World

SENTENCE = b"Please limit requests to one every 5 seconds."
_WITHOUT_ANSWER = {
    "timeout": Wire("drip"),
    "unreachable": Wire("reset"),
    "malformed": Wire("truncated gzip"),
    "too_large": Wire("oversized"),
    "forbidden": Reply(302, headers={"Location": "https://elsewhere.example/"}),
}
_NOT_REPLAYED = frozenset({"content-length", "content-encoding", "transfer-encoding", "date"})


def parts_of(bundle: Path) -> dict[str, Any]:
    """The parts of a bundle by name."""
    with zipfile.ZipFile(bundle) as packed:
        return {
            name.removesuffix(".json"): json.loads(packed.read(name)) for name in packed.namelist()
        }


@dataclass(frozen=True)
class Replay:
    """The exchanges of a bundle, to be put in place of a simulator's services."""

    world: World
    exchanges: Sequence[Mapping[str, Any]]

    @classmethod
    def of(cls, bundle: Path, world: World) -> Replay:
        return cls(world, parts_of(bundle)["exchanges"])

    def instead(self, source: str, asked: Asked) -> Reply | Wire | None:
        """The answer to the most similar question at this address; None where nothing was asked.

        Days and hours in questions move on, so that they need not be the same.
        """
        query = {(name, value) for name, values in asked.query.items() for value in values}
        alike = {
            len(query & set(parse_qsl(parts.query))): told
            for told in reversed(self.exchanges)
            if told["source"] == source and (parts := urlsplit(told["url"])).path == asked.path
        }
        return self._as(alike[max(alike)], source, asked) if alike else None

    def _as(self, told: Mapping[str, Any], source: str, asked: Asked) -> Reply | Wire:
        status = told["status"]
        if status is None:
            return _WITHOUT_ANSWER[told["outcome"]]
        headers = {n: v for n, v in told["headers"].items() if n not in _NOT_REPLAYED}
        content_type = headers.pop("content-type", "application/octet-stream")
        is_nothing = told["outcome"] == "empty" and told["bytes"] > 0
        if status == 200 and (told["is_loaded"] or is_nothing):
            reply = SERVICES[source].answer(self.world, asked)
            is_redirect = reply.status == 302  # what the bundle tells is the answer at its end
            return (
                reply if is_redirect else replace(reply, content_type=content_type, headers=headers)
            )
        return Reply(status, _body(told), content_type, headers)


def _body(told: Mapping[str, Any]) -> bytes:
    """A body of the kind and about the size that was seen, and of the same meaning."""
    size = int(told["bytes"])
    if told["body"] == "empty":
        return b""
    if told["body"] == "html":
        return b"<html><title>page</title><body>".ljust(size - 14) + b"</body></html>"
    if told["body"] == "json":
        return b'{"unexpected": 1}'.ljust(size)
    if told["outcome"] == "throttled":
        return SENTENCE
    return b"no such thing".ljust(size, b".")
