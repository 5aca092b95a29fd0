"""Every asset with its group, dependencies and checks as text: `python -m tests.snapshot`.

`tests/data/assets.txt` keeps it, so that a change of the graph shows in a review.
"""

from __future__ import annotations

from pathlib import Path

from dagster import AssetKey

from pipelines.defs.definitions import defs

FILE = Path(__file__).parent / "data" / "assets.txt"


def snapshot() -> str:
    """One paragraph an asset: `<` before what it depends on, `?` and `!` before its checks.

    `!` marks a check that stops what comes after it.
    """
    graph = defs.resolve_asset_graph()
    checks: dict[AssetKey, list[str]] = {}
    for key in graph.asset_check_keys:
        mark = "!" if graph.get(key).blocking else "?"
        checks.setdefault(key.asset_key, []).append(f"  {mark} {key.name}")
    lines = []
    for key in sorted(graph.get_all_asset_keys()):
        node = graph.get(key)
        lines.append(f"{key.to_user_string()} ({node.group_name})")
        lines += sorted(f"  < {parent.to_user_string()}" for parent in node.parent_keys)
        lines += sorted(checks.get(key, []))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    FILE.write_text(snapshot(), encoding="utf-8")
