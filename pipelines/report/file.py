"""The site of a release as a folder beside it.

Belongs here: where the site goes, and putting it there whole. Does not belong here: what stands in
it (`site.py`), reading it back (`releases/site_files.py`).
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.errors import ChipwatchError
from pipelines.files.durable import UNFINISHED_PREFIX, fsync_folder
from pipelines.files.kept_json import Misshapen, read_kept
from pipelines.releases.changes import WATCH_NAME
from pipelines.releases.site_files import INDEX_NAME, PUBLIC_SITE_NAME, SITE_NAME, listed
from pipelines.report.site import render_site

if TYPE_CHECKING:
    from pipelines.releases.shelf import Release

_WATCHED = {"watch_id": str, "change": str, "kind": str, "text": str, "why": str, "citation": str}


@dataclass(frozen=True)
class Written:
    """A site that was written: its first page, how many files, how many bytes."""

    first_page: Path
    files: int
    bytes: int


def site_folder(release: Release, *, is_public: bool = False) -> Path:
    """Where the site of a release lies unless a person names another place."""
    return release.path / (PUBLIC_SITE_NAME if is_public else SITE_NAME)


def watch_changes(release: Release) -> Sequence[Mapping[str, Any]]:
    """What the release changed for the user's watch list; none where nothing is told of it."""
    try:
        told = read_kept(release.path / WATCH_NAME, {"changes": [_WATCHED]})
    except (OSError, Misshapen):
        return ()
    found: Sequence[Mapping[str, Any]] = told["changes"]
    return found


def write_site(release: Release, folder: Path, *, is_public: bool = False) -> Written:
    """Write the site of a release into a folder.

    An earlier site there is replaced once the new one is whole; a folder that holds anything else
    is refused. Files are not synced one by one: what a power cut leaves damaged, `releases verify`
    and `serve` tell by the hashes, and it can be written again. Raises ChipwatchError.
    """
    if folder.exists() and not _may_be_replaced(folder):
        raise ChipwatchError(
            f"The report could not be written to {folder}: something else is there.",
            "name a folder that does not exist, is empty, or holds an earlier report.",
        )
    files = render_site(release.database, is_public, () if is_public else watch_changes(release))
    unfinished = folder.with_name(f"{UNFINISHED_PREFIX}{folder.name}")
    replaced = folder.with_name(f"{UNFINISHED_PREFIX}{folder.name}-replaced")
    try:
        _remove(unfinished, replaced)
        unfinished.mkdir()
        for path, content in files.items():
            target = unfinished / path
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(content)
        if folder.exists():
            folder.rename(replaced)
        unfinished.rename(folder)
        fsync_folder(folder.parent)
    except OSError as error:
        raise ChipwatchError(
            f"The report could not be written to {folder} ({error.strerror}).",
            "name a folder, with --output, in one that exists and can be written.",
        ) from error
    finally:
        _remove(unfinished, replaced)
    return Written(folder / INDEX_NAME, len(files), sum(map(len, files.values())))


def _may_be_replaced(folder: Path) -> bool:
    return folder.is_dir() and (not any(folder.iterdir()) or bool(listed(folder)))


def _remove(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
