"""A candidate beside the last release: its changes, its drift, and what publication needs of it.

Belongs here: the record that the judge leaves for the release, and how it is made.
Does not belong here: counting (`releases/diff.py`), limits (`drift.py`, `restatement.py`), texts
(`releases/changes.py`), which release is the last one (`publish/publish.py`).
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.audit import drift, restatement
from pipelines.audit.check import CheckResult
from pipelines.errors import ChipwatchError
from pipelines.files.durable import write_durably
from pipelines.files.kept_json import read_kept
from pipelines.releases.approvals import Approval
from pipelines.releases.diff import TableDiff, attached, compare
from pipelines.releases.shelf import Release
from pipelines.warehouse import Build

_SHAPE = {"base_release_id": (str, None), "keys": dict, "tables": [dict], "approvals": [dict]}


@dataclass(frozen=True)
class Comparison:
    """What the judge found beside the last release; `releases/<id>/manifest.json` keeps it.

    `keys` are primary keys by mart, `tables` one record a table (`TableDiff.to_json`), `approvals`
    the approvals that the verdict rests on.
    """

    base_release_id: str | None = None
    keys: Mapping[str, Sequence[str]] = field(default_factory=dict)
    tables: Sequence[Mapping[str, Any]] = ()
    approvals: Sequence[Mapping[str, Any]] = ()

    def write(self, build: Build) -> None:
        """Leave the record in the build, whole or not at all."""
        record = {
            "base_release_id": self.base_release_id,
            "keys": {table: list(key) for table, key in sorted(self.keys.items())},
            "tables": list(self.tables),
            "approvals": list(self.approvals),
        }
        write_durably(_path(build), json.dumps(record, indent=1).encode())

    @classmethod
    def read(cls, build: Build) -> Comparison | None:
        """The record of a build, or None when its judge left none."""
        try:
            return cls(**read_kept(_path(build), _SHAPE))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError) as error:
            raise ChipwatchError(
                f"{_path(build)} cannot be read ({type(error).__name__}).",
                "audit the candidate again by building it again: chipwatch run.",
            ) from error


def declared_keys(manifest: Path) -> dict[str, list[str]]:
    """Primary keys by mart, from the `primary_key` tests of a dbt manifest."""
    keys: dict[str, list[str]] = {}
    nodes = json.loads(manifest.read_bytes())["nodes"]
    for node in nodes.values():
        test = node.get("test_metadata") or {}
        if test.get("name") == "primary_key":
            model = nodes.get(node["attached_node"])
            if model is not None and model["fqn"][1] == "marts":
                keys[model["name"]] = list(test["kwargs"]["columns"])
    return keys


def compare_with(
    base: Release | None,
    database: Path,
    keys: Mapping[str, Sequence[str]],
    content: Mapping[str, str],
    approvals: Sequence[Approval],
) -> tuple[Comparison, list[CheckResult], list[TableDiff]]:
    """Count what differs from a release, and judge what was removed or restated.

    `content` is the content hash by table of `database`. Without a base there is nothing to judge.
    """
    if base is None:
        return Comparison(keys=keys), [], []
    started = time.perf_counter()
    with attached(base.database, database) as connection:
        diffs = compare(connection, keys)
        seconds = time.perf_counter() - started
        restated, used_for_restated = restatement.restatement_checks(
            connection, keys, content, base.release_id, approvals, restatement.load_limits()
        )
    checks, used = drift.drift_checks(
        diffs, content, base.release_id, approvals, drift.load_limits(), seconds
    )
    checks += restated
    used += [approval for approval in used_for_restated if approval not in used]
    comparison = Comparison(
        base_release_id=base.release_id,
        keys=keys,
        tables=[diff.to_json() for diff in diffs],
        approvals=[approval.to_json() for approval in used],
    )
    return comparison, checks, diffs


def _path(build: Build) -> Path:
    return build.results / "comparison.json"
