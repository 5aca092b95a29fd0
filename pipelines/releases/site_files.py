"""The folder of pages beside a release: its own files with their hashes, and what was damaged.

Belongs here: the list that a site keeps of its files, reading one of them back without trust.
Does not belong here: what stands on a page (`report/`), the files of the release itself
(`upkeep.py`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from pipelines.errors import ChipwatchError
from pipelines.files.kept_json import Misshapen, read_kept

SITE_NAME, PUBLIC_SITE_NAME = "report", "report-public"
LIST_NAME, INDEX_NAME = "files.json", "index.html"


def list_of(files: Mapping[str, bytes], release_id: str) -> bytes:
    """The list of a site's files, to be written beside them as LIST_NAME."""
    hashes = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    return json.dumps({"release_id": release_id, "files": hashes}, indent=1).encode() + b"\n"


def listed(folder: Path) -> dict[str, str]:
    """Path → SHA-256 of the site's own files; empty where the folder holds no site."""
    try:
        told = read_kept(folder / LIST_NAME, {"release_id": str, "files": dict})
    except (OSError, Misshapen):
        return {}
    return {
        path: sha
        for path, sha in told["files"].items()
        if isinstance(sha, str) and ".." not in PurePosixPath(path).parts and path[:1] != "/"
    }


def site_file(folder: Path, own: Mapping[str, str], path: str) -> bytes | None:
    """The bytes of one of the site's `own` files, as they were written; None for any other path.

    Raises ChipwatchError when the file is not as it was written.
    """
    sha = own.get(path)
    if sha is None:
        return None
    content = _read(folder, path)
    if content is None or hashlib.sha256(content).hexdigest() != sha:
        raise ChipwatchError(
            f"The page {path} is not as it was written.", "write it again: `chipwatch report`."
        )
    return content


def damaged(folder: Path) -> list[str]:
    """What is not as it was written in a folder of pages; nothing where there is none."""
    if not folder.exists():
        return []
    files = listed(folder)
    if not files:
        return [f"{folder / LIST_NAME}: it cannot be read; `chipwatch report` writes the pages"]
    wrong = [
        path
        for path, sha in files.items()
        if hashlib.sha256(_read(folder, path) or b"").hexdigest() != sha
    ]
    return [f"{folder / path}: it is not as it was written" for path in wrong[:5]] + (
        [f"{folder}: {len(wrong) - 5:,} more files are not as they were written"] * (len(wrong) > 5)
    )


def _read(folder: Path, path: str) -> bytes | None:
    try:
        return folder.joinpath(*PurePosixPath(path).parts).read_bytes()
    except (OSError, ValueError):
        return None
