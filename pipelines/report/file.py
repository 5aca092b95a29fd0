"""The report of a release as a file beside it.

Belongs here: where the page goes, and writing it whole. Does not belong here: what stands in it
(`page.py`, `charts.py`), or reading a release (`data.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.errors import ChipwatchError
from pipelines.files.durable import write_durably
from pipelines.files.kept_json import Misshapen, read_kept
from pipelines.releases.changes import WATCH_NAME
from pipelines.report.data import read_release
from pipelines.report.page import render_page

if TYPE_CHECKING:
    from pipelines.releases.shelf import Release

_WATCHED = {"watch_id": str, "change": str, "kind": str, "text": str, "why": str, "citation": str}


def report_path(release: Release, *, is_public: bool = False) -> Path:
    """Where the page of a release lies unless a person names another place."""
    return release.path / ("report-public.html" if is_public else "report.html")


def watch_changes(release: Release) -> Sequence[Mapping[str, Any]]:
    """What the release changed for the user's watch list; none where nothing is told of it."""
    try:
        told = read_kept(release.path / WATCH_NAME, {"changes": [_WATCHED]})
    except (OSError, Misshapen):
        return ()
    found: Sequence[Mapping[str, Any]] = told["changes"]
    return found


def write_report(release: Release, path: Path, *, is_public: bool = False) -> int:
    """Write the page of a release; return its bytes. Raises ChipwatchError when it cannot."""
    watched = () if is_public else watch_changes(release)
    page = render_page(read_release(release.database, is_public), watched).encode()
    try:
        write_durably(path, page)
    except OSError as error:
        raise ChipwatchError(
            f"The report could not be written to {path} ({error.strerror}).",
            "name a file in a folder that exists and can be written with --output.",
        ) from error
    return len(page)
