"""Other ways of asking a source, as its `spec.yml` declares them under `fetch: other_ways`.

Belongs here: what a way may change, and reading it. Does not belong here: when another way is taken
(`fetch/ways.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.specs.yaml_node import Node

USER_AGENTS = ("plain", "contact", "library", "browser")


@dataclass(frozen=True)
class Way:
    """What is different when a source is asked in another way; None: as always.

    `user_agent`: one of USER_AGENTS. `host`: a declared host that has the same. `path`: where the
    same data lie in another form that the parser reads too.
    """

    user_agent: str | None = None
    host: str | None = None
    path: str | None = None


AS_ALWAYS = Way()


def read_way(node: Node, hosts: tuple[str, ...]) -> Way:
    """One member of the list. Raises SpecError."""
    node.only(set(), {"user_agent", "host", "path"})
    if not node.names():
        raise node.wrong("user_agent", "at least one thing that is different")
    path = node.text("path") if node.has("path") else None
    if path is not None and not path.startswith("/"):
        raise node.wrong("path", "a path from /")
    return Way(
        user_agent=node.choice("user_agent", USER_AGENTS) if node.has("user_agent") else None,
        host=node.choice("host", hosts) if node.has("host") else None,
        path=path,
    )
