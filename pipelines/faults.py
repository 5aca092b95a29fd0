"""An error that nobody foresaw, in one paragraph: what, where, where it is written down, and what
has become of the published file.

Belongs here: that paragraph and its log, for the command line and for the steps of a run.
Does not belong here: errors that say themselves what to do (`errors.py`).
"""

from __future__ import annotations

import os
import tempfile
import traceback
from dataclasses import dataclass
from pathlib import Path

from pipelines.archive.redaction import redact_text
from pipelines.warehouse import Warehouse

LOG_NAME = "last_fault.log"


@dataclass(frozen=True)
class Published:
    """The published file as it was at one moment: what tells one release's file from the next."""

    path: Path
    state: tuple[int, int] | None

    @classmethod
    def of(cls, warehouse: Warehouse) -> Published:
        """The file as it is now."""
        try:
            status = warehouse.published.stat()
        except OSError:
            return cls(warehouse.published, None)
        return cls(warehouse.published, (status.st_ino, status.st_mtime_ns))

    def since(self, warehouse: Warehouse) -> str:
        """What has become of it since, as a sentence."""
        now = Published.of(warehouse)
        if now.path != self.path:
            return f"the published file is {now.path}."
        if now.state == self.state:
            return "the published file is unchanged." if now.state else "nothing is published."
        return f"a release was published before that: {now.path}."


def paragraph(error: BaseException, warehouse: Warehouse, before: Published) -> tuple[str, str]:
    """What happened and what to do next; the traceback is written down beside the warehouse."""
    log = written_down(error, warehouse)
    frames = traceback.extract_tb(error.__traceback__)
    where = (
        f"in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else "outside"
    )
    text = redact_text(" ".join(str(error).split()))[:300] or "no reason given"
    message = (
        f"chipwatch failed in a way that nobody foresaw: {type(error).__name__}: {text} "
        f"({where}); {before.since(warehouse)}"
    )
    return message, f"report it with {log}; what you did before is not lost."


def written_down(error: BaseException, warehouse: Warehouse) -> Path:
    """A file with the traceback, in the warehouse or, where that cannot be written, elsewhere."""
    story = redact_text("".join(traceback.format_exception(error)))
    for folder in (warehouse.root, Path(tempfile.gettempdir())):
        path = folder / LOG_NAME
        try:
            path.write_text(story, encoding="utf-8", errors="backslashreplace")
        except OSError:
            continue
        return path
    return Path(os.devnull)
