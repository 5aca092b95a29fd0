"""The shape of a JSON answer, to hold what the simulator serves against what was recorded.

Every member the simulator serves has to stand in a recorded payload with the same type, so that
parsers are never tested against a shape nobody serves.
"""

import gzip
import json
import re
from collections import defaultdict
from pathlib import Path

from tests.simulator.service import Asked, Reply
from tests.simulator.sources import SERVICES
from tests.simulator.world import World

LONE_BACKSLASH = re.compile(r'\\(?!["\\/bfnrtu])')
Shape = dict[str, set[str]]


def shape(value: object, place: str = "", found: Shape | None = None) -> Shape:
    """By path, the types that stand there; list positions and numeric names are one path."""
    found = defaultdict(set) if found is None else found
    if isinstance(value, dict):
        for name, member in value.items():
            shape(member, f"{place}.{'#' if name.isdigit() else name}", found)
    elif isinstance(value, list):
        for member in value:
            shape(member, f"{place}[]", found)
    else:
        kind = type(value).__name__
        found[place].add("number" if kind in {"int", "float"} else kind)
    return found


def assert_within(served: Shape, known: Shape, optional: frozenset[str] = frozenset()) -> None:
    for place, kinds in served.items():
        if place in optional:
            continue
        assert place in known, f"{place} was never recorded"
        odd = kinds - known[place] - {"NoneType"}
        assert not odd or known[place] == {"NoneType"}, f"{place}: {odd}, not {known[place]}"


def ask(source: str, path: str, **query: str) -> Reply:
    agent = {"user-agent": "Mozilla/5.0 (compatible; a simulated person) a@b.org"}
    asked = Asked(path, {k: [v] for k, v in query.items()}, agent)
    return SERVICES[source].answer(World(), asked)


def read(path: Path) -> object:
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return json.loads(LONE_BACKSLASH.sub(r"\\\\", content.decode("utf-8")), strict=False)
