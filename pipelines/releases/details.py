"""The long lists of a release, in files of their own beside its manifest: read when asked for.

Every run reads the manifest of every release, so a manifest stays short. Belongs here: writing
and reading `checks.json` (each result the release rests on) and `payloads.json` (what it was made
from). Does not belong here: which releases there are (`shelf.py`), what a check means (`audit/`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipelines.errors import ChipwatchError
from pipelines.files.durable import write_durably
from pipelines.files.kept_json import Misshapen, Shape, read_kept, require_shape
from pipelines.releases.shelf import Release, releases
from pipelines.warehouse import Warehouse

CHECKS_FILE = "checks.json"
PAYLOADS_FILE = "payloads.json"
_TEXT_OR_NONE = (str, None)
_CHECKS = [
    {
        "release_id": str,
        "check_id": str,
        "layer": str,
        "table_name": str,
        "column_name": _TEXT_OR_NONE,
        "check_kind": str,
        "severity": str,
        "is_passed": bool,
        "observed": _TEXT_OR_NONE,
        "threshold": _TEXT_OR_NONE,
        "failing_examples": _TEXT_OR_NONE,
        "duration_seconds": (float, None),
        "message": _TEXT_OR_NONE,
        "reach?": str,
    }
]
_SHAPES: Mapping[str, Shape] = {CHECKS_FILE: _CHECKS, PAYLOADS_FILE: [str]}


def write_details(
    folder: Path, checks: Sequence[Mapping[str, Any]], payloads: Sequence[str]
) -> None:
    """Write both lists into the folder of a release; OSError when they cannot be written."""
    for name, members in ((CHECKS_FILE, checks), (PAYLOADS_FILE, payloads)):
        text = json.dumps(members, indent=1, default=str, ensure_ascii=False)
        write_durably(folder / name, f"{text}\n".encode())


def checks_of(release: Release) -> list[dict[str, Any]]:
    """The results a release rests on, as rows of meta.checks; ChipwatchError when unreadable."""
    found: list[dict[str, Any]] = _read(release, "checks", CHECKS_FILE)
    return found


def payloads_of(release: Release) -> list[str]:
    """What a release was made from, each as `source/dataset/hash`; ChipwatchError as above."""
    found: list[str] = _read(release, "payloads", PAYLOADS_FILE)
    return found


def released_payloads(warehouse: Warehouse) -> frozenset[str]:
    """What the newest release that still tells was made from; empty when none does."""
    for release in reversed(releases(warehouse)):
        try:
            return frozenset(payloads_of(release))
        except ChipwatchError:
            continue
    return frozenset()


def releases_with(warehouse: Warehouse, payload_sha256: str) -> list[Release]:
    """The releases whose files still hold rows of a payload, oldest first.

    Raises ChipwatchError when one that has its file does not tell what it was made from.
    """
    return [
        release
        for release in releases(warehouse)
        if release.is_kept
        and any(name.endswith(f"/{payload_sha256}") for name in payloads_of(release))
    ]


def _read(release: Release, member: str, file: str) -> Any:
    """A list from its file, or from the manifest, where releases of older versions have it."""
    path = release.path / file
    try:
        if member in release.manifest and not path.exists():
            path = release.path / "manifest.json"
            require_shape(release.manifest[member], _SHAPES[file], member)
            return release.manifest[member]
        return _kept(path, path.stat().st_mtime_ns)
    except (OSError, Misshapen) as error:
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        raise ChipwatchError(
            f"{path} cannot be read ({reason}).",
            "put it back from a backup; the release's own file is not concerned.",
        ) from error


@lru_cache(maxsize=4)
def _kept(path: Path, _written: int) -> Any:
    """Read once a build, in which every dataset asks for it."""
    return read_kept(path, _SHAPES[path.name])
